"""What an instruction can mean here and now: the places that it may point at, as the reader of places sees them, and the texts that it gives.

The embedded model is kept to that: it knows well what is to be done, and often misses by one where. What the reader of places finds far below the
likeliest places is not offered at all. The checks of the result ask the same reader, but not it alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lam.actions import Declaration
from lam.agent.decoding import Guidance
from lam.agent.policy import Guide
from lam.reading.base import Reading, column_number
from lam.types import Action, Decision, Element, Kind, Observation, Outcome, Step
from lam.verdict.checks.choices import COLORED, contradicted, named_colors
from lam.verdict.checks.clauses import decimals_said
from lam.verdict.intents.facts import LEFT_TO_PLACES, known_as
from lam.verdict.intents.features import parts
from lam.verdict.intents.reader import UNDERSTOOD
from lam.verdict.intents.reader import shipped as shipped_reader
from lam.verdict.places.common import FEW, RELATIVE, STRUCTURAL, unabridged
from lam.verdict.places.spreadsheet import named_row
from lam.verdict.pointing.clues import clues
from lam.verdict.pointing.pointer import shipped
from lam.verdict.pointing.queries import MOST, MOVING, PLACED, Candidate, candidates
from lam.verdict.words import Said, flat

NEAR = (3.0, 1.0)
"""Log-odds below the best place at which another one is still offered, in the first attempt and in the next."""
MEANT = 0.0
"""Log-odds from which a place is offered, however much better others are: several may be meant."""
LEVELS: Mapping[Kind, Mapping[str, tuple[str, ...]]] = {
    "document": dict.fromkeys(PLACED, ("block",)),
    "presentation": {"slide": ("slide",), "after": ("slide",), "before": ("slide",), "target": ("shape",)},
    "spreadsheet": {},
}
"""What the arguments may name."""
WORKED_ON = ("target", "slide", "before", "table")
"""Arguments that name what is worked on."""
UNCOLORED = r"\b(?:no|not|none|without|remov\w*|clear\w*|delet\w*|transparent|empty|off|away|rid)\b"
"""Where a colour may be taken away."""
OF_SLIDES = ("format_text", "set_background", "set_transition", "find_replace", "delete")
"""Actions whose target may be a slide."""
SINGLE: Mapping[str, str] = {
    "sort.by": "column",
    "filter.column": "column",
    "insert_columns.at": "column",
    "delete_columns.at": "column",
    "insert_rows.at": "row",
    "delete_rows.at": "row",
    "insert_table_rows.at": "rows of ",
    "delete_table_rows.at": "rows of ",
    "insert_table_columns.at": "columns of ",
    "delete_table_columns.at": "columns of ",
}
"""Arguments that are one column or row, of the sheet or of the only table."""
IN_ROW = (("set_cell", "cell"), ("insert_comment", "cell"), ("insert_link", "cell"))
"""Arguments that are one cell, which stands in the row that an instruction names."""
ADDRESS = re.compile(r"(?:\b|\$)([A-Z]{1,2})\$?\d+\b")
"""The column of an address that is said."""


def guide(instruction: str, original: Reading, attempt: int = 0) -> Guide:
    """What tells, at each moment, what the instruction may mean. `original`: the document, with the words that the outline leaves out."""
    near = NEAR[min(attempt, len(NEAR) - 1)]
    row = named_row(original, instruction) if original.kind == "spreadsheet" else 0

    def told(observation: Observation, history: Sequence[Step], vocabulary: Mapping[str, Declaration]) -> Guidance:
        acted = [step.decision.action.name for step in history if step.outcome.ok and step.decision.action.name in vocabulary]
        moved = any(STRUCTURAL.match(name) for name in acted)
        choices, needed, needless = _choices(instruction, observation, vocabulary)
        edited = any(vocabulary[name].risk != "read" for name in acted)
        if moved or (edited if observation.kind == "spreadsheet" else observation.omitted):
            return Guidance(choices=choices, needed=needed, needless=needless, said=instruction)
        elements = unabridged(observation.elements, original)
        choices |= _numbered(instruction, observation, elements, vocabulary, near)
        if observation.kind == "spreadsheet":
            columns, rows = _columns(instruction, observation, vocabulary, near), dict[tuple[str, str], int]()
            if row:
                rows = {place: row for place in IN_ROW if place[0] in vocabulary}
                choices |= {("delete_rows", "at"): (row,)} if "delete_rows" in vocabulary else {}
            return Guidance(choices=choices, columns=columns, rows=rows, needed=needed, needless=needless, said=instruction)
        places = _places(instruction, observation, elements, vocabulary, near)
        named = _named(instruction, observation.kind, vocabulary, places)
        return Guidance(places, choices, needed=needed, needless=needless, named=named, said=instruction)

    return told


def _places(
    instruction: str, observation: Observation, elements: Sequence[Element], vocabulary: Mapping[str, Declaration], near: float
) -> dict[tuple[str, str], frozenset[str]]:
    """(action, argument) -> the paragraphs, slides and shapes of which one may be meant."""
    pools = {level: candidates(elements, level, observation.summary) for level in ("block", "slide", "shape")}
    tables = frozenset(e.id for e in elements if e.role == "table" or re.fullmatch(r"t\d+", e.id))
    places = {}
    for name, declaration in vocabulary.items():
        for argument, spec in declaration.schema["properties"].items():
            levels = LEVELS[observation.kind].get(argument, ())
            if argument == "target" and observation.kind == "presentation" and name in OF_SLIDES:
                levels = ("slide", *levels)
            if argument == "table" and tables and observation.kind == "presentation":
                places[name, argument] = tables
            if spec.get("ref") == "element" and levels and declaration.risk != "read":
                pool = [[c for c in pools[level] if argument != "table" or not re.match(r"p\d|i\d", c.id)] for level in levels]
                found = _quoted(instruction, pool) if "match" in declaration.schema["properties"] else frozenset()
                found = found or _meant(instruction, name, argument, pool, near)
                if found:
                    places[name, argument] = found
    return places


def _named(instruction: str, kind: Kind, vocabulary: Mapping[str, Declaration], places: Mapping[tuple[str, str], frozenset[str]]) -> frozenset[str]:
    """The ids that a thought may name: those that may be worked on. Any, where an action may be meant that is not bound to such places."""
    possible = shipped_reader().possible(kind, instruction)
    own = {
        name: [places[name, argument] for argument in WORKED_ON if (name, argument) in places] for name in vocabulary if known_as(name) in possible
    }
    return frozenset().union(*(found for sets in own.values() for found in sets)) if own and all(own.values()) else frozenset()


def _quoted(instruction: str, pools: Iterable[Sequence[Candidate]]) -> frozenset[str]:
    """The few places that hold what is quoted, where nothing is said of places beside others."""
    said = Said(instruction)
    if said.has(RELATIVE):
        return frozenset()
    quotes = [quote for text in said.quotes if (quote := flat(text)).strip()]
    found = {candidate.id for pool in pools for candidate in pool if any(quote in candidate.text for quote in quotes)}
    return frozenset(found) if len(found) <= FEW else frozenset()


def _meant(instruction: str, action: str, argument: str, pools: Iterable[Sequence[Candidate]], near: float) -> frozenset[str]:
    """The ids that an argument may name; empty where there is no telling."""
    found: set[str] = set()
    quotes = [quote for text in Said(instruction).quotes if (quote := flat(text)).strip()]
    for pool in pools:
        if not 1 < len(pool) <= MOST:
            found |= {candidate.id for candidate in pool}
            continue
        kept: set[str] = set()
        for slot in _slots(action, argument):
            kept |= _pointed(slot, instruction, pool, near)
        kept |= {candidate.id for candidate in pool if any(quote in candidate.text for quote in quotes)}
        found |= kept
    return frozenset(found)


def _near(slot: str, text: str, pool: Sequence[Candidate], near: float, least: float = -math.inf) -> set[str]:
    """The places that are offered for a slot: those near the best one, and those that may well be meant besides; none where the best is not that."""
    pointer = shipped()
    scores = pointer.scores(clues(slot, text, pool, pointer.vocabulary)).tolist()
    best = max(scores)
    if best < least:
        return set()
    limit = min(best - near, MEANT)
    return {candidate.id for candidate, score in zip(pool, scores, strict=True) if score >= limit}


def _numbered(
    instruction: str, observation: Observation, elements: Sequence[Element], vocabulary: Mapping[str, Declaration], near: float
) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Of arguments that are the letter of a column or the number of a row, those that may be meant."""
    found: dict[tuple[str, str], tuple[Any, ...]] = {}
    tables = [element.id for element in elements if re.fullmatch(r"t\d+", element.id)]
    for name, declaration in vocabulary.items():
        for argument, told in declaration.schema["properties"].items():
            slot = f"{known_as(name)}.{argument}"
            if slot not in SINGLE or (" of " in SINGLE[slot] and len(tables) != 1):
                continue
            level = SINGLE[slot] + (tables[0] if " of " in SINGLE[slot] else "")
            if level == "row" and observation.omitted:
                continue
            pool = candidates(elements, level, observation.summary)
            if 1 < len(pool) <= MOST and (kept := _pointed(slot, instruction, pool, near)):
                number = told.get("type") == "integer"
                found[name, argument] = tuple(
                    column_number(c.id) if number and not c.id.isdigit() else int(c.id) if number else c.id for c in pool if c.id in kept
                )
    return found


def _columns(instruction: str, observation: Observation, vocabulary: Mapping[str, Declaration], near: float) -> dict[tuple[str, str], frozenset[str]]:
    """The columns of ranges and cells that may be meant."""
    pool = candidates(observation.elements, "column", observation.summary)
    if not 1 < len(pool) <= MOST or column_number(pool[-1].id) != len(pool):
        return {}
    addressed = set(ADDRESS.findall(instruction))
    found = {}
    for name, declaration in vocabulary.items():
        for argument in declaration.schema["properties"]:
            slots = [slot for slot in (f"{known_as(name)}.{argument}", f"{known_as(name)}.{argument}=") if slot in shipped().limits]
            if argument in ("range", "cell") and slots:
                kept = set().union(*(_pointed(slot, instruction, pool, near) for slot in slots))
                if kept and len(kept) < len(pool):
                    found[name, argument] = frozenset(kept | addressed)
    return found


def _pointed(slot: str, instruction: str, pool: Sequence[Candidate], near: float) -> set[str]:
    """The candidates that an instruction, or a part of it, may point at."""
    kept = _near(slot, instruction, pool, near)
    for part in parts(instruction):
        kept |= _near(slot, part, pool, near, least=MEANT)
    return kept


def _choices(
    instruction: str, observation: Observation, vocabulary: Mapping[str, Declaration]
) -> tuple[dict[tuple[str, str], tuple[Any, ...]], frozenset[tuple[str, str]], frozenset[tuple[str, str]]]:
    """Of arguments with a few values those that may be meant; the arguments that are called for; those of which no value is meant."""
    said, kind, reader = Said(instruction), observation.kind, shipped_reader()
    choices: dict[tuple[str, str], tuple[Any, ...]] = {}
    needed, needless = set[tuple[str, str]](), set[tuple[str, str]]()
    for name, declaration in vocabulary.items():
        action = known_as(name)
        if declaration.risk == "read" or reader.probability(kind, instruction, action) < UNDERSTOOD:
            continue
        missing = {fact.partition("=")[0].partition(".")[2] for fact in reader.undone(kind, instruction, {action}) if fact.startswith(f"{action}.")}
        for argument, told in declaration.schema["properties"].items():
            tinted = argument in COLORED and bool(named_colors(said.bare))
            bare = ["none"] if said.has(UNCOLORED) else []
            options = _options(told) if not tinted else list(dict.fromkeys([*(word for _, word in named_colors(said.bare)), *bare]))
            wrong = {option: bool(contradicted(said, [_imagined(observation, name, {argument: option})])) for option in options}
            kept = [option for option in options if not wrong[option]]
            if 0 < len(kept) < len(options) and contradicted(said, [_imagined(observation, name, {})]):
                missing.add(argument)
            if options and not kept:
                needless.add((name, argument))
            kept = reader.likely(kind, instruction, f"{action}.{argument}", kept, declaration.defaults.get(argument))
            if 0 < len(kept) < len(options):
                choices[name, argument] = tuple(kept)
            if argument == "decimals" and (decimals := decimals_said(said)) is not None:
                choices[name, argument] = (decimals,)
            if tinted and len(kept) == len(options):
                choices[name, argument] = tuple(kept)
            settled = argument in declaration.schema["required"] or f"{name}.{argument}" == LEFT_TO_PLACES
            if argument in missing and (kept or not options) and not settled:
                needed.add((name, argument))
        tints = {(name, argument) for argument in COLORED if (name, argument) in needed}
        if len(tints) > len({number for number, _ in named_colors(said.bare)}):  # one colour is not for two things
            needed -= tints
    return choices, frozenset(needed), frozenset(needless)


def _options(told: Mapping[str, Any]) -> list[Any]:
    """The values of an argument that has a few."""
    ways = (told, *told.get("anyOf", ()))
    found = next((way["enum"] for way in ways if "enum" in way), None)
    return list(found) if found else [True, False] if any(way.get("type") == "boolean" for way in ways) else []


def _imagined(observation: Observation, name: str, args: Mapping[str, Any]) -> Step:
    return Step(1, Decision("", Action(name, args)), Outcome(True, ""), observation)


def _slots(action: str, argument: str) -> list[str]:
    """The slots that the reader of places knows for an argument: some depend on others."""
    slot = f"{known_as(action)}.{argument}"
    ways = [f"{slot}+", f"{slot}-"] if action in MOVING and argument == "to" else [slot]
    known = [known for known in shipped().limits if any(re.fullmatch(re.escape(way) + r"(:\w+)?[+-]?", known) for way in ways)]
    return known or ways
