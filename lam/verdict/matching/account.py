"""What was done, in the words that an instruction would have for it: actions, values, and of every place what and where it is, and its text."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lam.reading.base import column_letters, column_number
from lam.types import Element, Kind, Step
from lam.verdict.intents.facts import DATA, known_as
from lam.verdict.pointing.queries import AREA, CELLS, PLACED, Candidate, candidates, in_table, level_of
from lam.verdict.touch import active_sheet, singles
from lam.verdict.words import CARDINALS, COMMON, FEWEST_LETTERS, ORDINALS, from_the_end, misspelt

LONGEST = 64
"""Tokens of an instruction that are read."""
LONGEST_ACCOUNT = 112
"""Tokens of an account."""
MOST_ACTS = 6
MOST_WORDS = 8
"""Words of a text at first; those that the instruction has, too, come behind."""
MOST_PLACES = 3
MOST_LEAVES = 40
"""Words of a list of values."""
STEM = 5
"""Letters by which words are alike."""
NEAR = 3
"""So many places before the last one, it is counted from the end, too."""
EVERYTHING = ("all", "document")
WHOLE = (*EVERYTHING, "start", "end", "selection")
"""Places that are no element."""
NO_PLACES = ("freeze.rows", "freeze.columns", "move_sheet.to", "set_cells.rows")
"""Arguments that are counts or values, though others of their name are places."""
_FORMULA = re.compile(
    r"\"[^\"]*\"|[a-z][a-z\d.]*(?=\()|(?:(?:'[^']+'|\b\w+)[!.]|\b)(?:\$?[a-z]{1,2}\$?\d+(?::\$?[a-z]{1,2}\$?\d+)?(?!\w)|\$?[a-z]{1,2}:\$?[a-z]{1,2}\b)"
    r"|\d+(?:\.\d+)?|[<>=]+|[-+*/%]",
    re.IGNORECASE,
)
"""Texts, functions, places, numbers and signs of a formula."""
_PLACE = re.compile(r"[pti]\d.*|s\d.*")
_TOKEN = re.compile(
    r"#[0-9a-fA-F]{6}\b|https?://\S+|www\.\S+|[A-Za-z]{1,3}\d+(?::[A-Za-z]{1,2}\d+)?\b|\d+(?:[.,:/-]\d+)*|[^\W\d_]+(?:['’][a-z]+)?|[^\w\s]"
)
_NTH = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b")


@dataclass(frozen=True)
class Told:
    """An instruction and an account of what was done, as the network reads them.

    `said`, `done`: their tokens. `elsewhere`: of every token of the instruction, whether the outline has it at places that were not worked on only.
    """

    kind: Kind
    said: tuple[str, ...]
    done: tuple[str, ...]
    elsewhere: tuple[bool, ...]


def told(instruction: str, acts: Sequence[Step]) -> Told:
    """How an instruction and what was done for it are compared. `acts`: at least one; what else there is was seen before the first."""
    said = words(from_the_end(instruction))[:LONGEST]
    mentioned = frozenset(said)
    done: list[str] = []
    worked: set[str] = set()
    for act, more in _grouped(acts)[:MOST_ACTS]:
        done += _of_act(act, more, mentioned, worked)
    here, there = set(done), set[str]()
    for element in acts[0].observation.elements:
        if not any(one in EVERYTHING or element.id == one or element.id.startswith(f"{one}.") or one.startswith(f"{element.id}.") for one in worked):
            there |= set(words(f"{element.text} {element.detail if element.role == 'row' else ''}"))
    away = tuple(token in there and token not in here and token not in COMMON and (len(token) > 1 or token.isdigit()) for token in said)
    return Told(acts[0].observation.kind, tuple(said), tuple(done[:LONGEST_ACCOUNT]), away)


def words(text: str) -> list[str]:
    """The words, numbers and signs of a text: small letters, ordinals as `n2`, cardinals as figures."""
    found = []
    for piece in _TOKEN.findall(_NTH.sub(lambda hit: f" {ORDINALS[int(hit[1]) - 1] if 0 < int(hit[1]) <= len(ORDINALS) else hit[1]} ", text)):
        word = piece.lower().replace("’", "'")
        if word in ORDINALS:
            word = f"n{ORDINALS.index(word) + 1}"
        elif word in CARDINALS and word != "one":
            word = str(CARDINALS.index(word) + 1)
        elif word.endswith("'s"):
            word = word[:-2]
        elif word[0].isdigit():
            word = re.sub(r"(?<=\d),(?=\d{3}\b)|(?<=\d)\.0+$", "", word)
        found.append(word)
    return found


def _grouped(acts: Sequence[Step]) -> list[tuple[Step, list[Step]]]:
    """Acts that differ only in their places, told as one: the first, and the others."""
    groups: list[tuple[Step, list[Step]]] = []
    for act in acts:
        same = next((group for group in groups if _but_places(group[0]) == _but_places(act)), None)
        if same:
            same[1].append(act)
        else:
            groups.append((act, []))
    return groups


def _but_places(step: Step) -> tuple[str, str]:
    action = step.decision.action
    return known_as(action.name), repr(sorted((name, value) for name, value in action.args.items() if not _is_place(name, value, step)))


def _is_place(name: str, value: Any, step: Step) -> bool:
    """Whether an argument of a step says where."""
    if f"{step.decision.action.name}.{name}" in NO_PLACES or isinstance(value, bool) or not isinstance(value, str | int | list):
        return False
    if step.observation.kind == "spreadsheet":
        return name in (*PLACED, *CELLS, "columns", "rows")
    return name in PLACED and (isinstance(value, int) or value in WHOLE or (isinstance(value, str) and bool(_PLACE.fullmatch(value))))


def _of_act(step: Step, more: Sequence[Step], mentioned: frozenset[str], worked: set[str]) -> Iterator[str]:
    action = step.decision.action
    yield "[do]"
    yield from known_as(action.name).split("_")
    if more:
        yield from ("times", str(1 + len(more)))
    sheet = step.observation.kind == "spreadsheet"
    for name, value in action.args.items():
        if not _is_place(name, value, step):
            yield "[with]"
            yield from name.removesuffix("_pt").removesuffix("_cm").split("_")
            yield from _of_value(value, step, mentioned, worked)
            continue
        yield f"[{name}]"
        every = (one.decision.action.args.get(name) for one in (step, *more))
        values = list(dict.fromkeys(str(one) for given in every for one in (given if isinstance(given, list) else [given]) if one is not None))
        for value in values[:MOST_PLACES]:
            yield from (_in_sheet if sheet else _in_outline)(value, step, mentioned, worked)
        if len(values) > MOST_PLACES:
            yield from ("and", str(len(values) - MOST_PLACES), "more")
    if not sheet:
        for _, level, ids in in_table(step):
            known = _known(step.observation.elements, level, "")
            yield from ("[cells]", *level.split()[:1])
            yield from _of_places([known[one] for one in sorted(ids, key=lambda one: (len(one), one)) if one in known], mentioned)


def _of_value(value: Any, step: Step, mentioned: frozenset[str], worked: set[str]) -> Iterator[str]:
    if isinstance(value, bool) or value is None:
        yield "yes" if value else "no"
    elif isinstance(value, float) and value.is_integer():
        yield str(int(value))
    elif isinstance(value, str) and value.startswith("=") and len(value) > 1:
        yield from _of_formula(value, step, mentioned, worked)
    elif isinstance(value, str | int | float):
        yield from _shortened(words(str(value)), mentioned)
    else:
        yield from list(_of_list(value, step, mentioned, worked))[:MOST_LEAVES]


def _of_list(value: Any, step: Step, mentioned: frozenset[str], worked: set[str]) -> Iterator[str]:
    """The values of a list, and of formulas that differ in their numbers only the first."""
    alike: set[str] = set()
    for leaf in _leaves(value):
        if leaf.startswith("=") and len(leaf) > 1:
            if (form := re.sub(r"\d+", "", leaf)) not in alike:
                alike.add(form)
                yield from _of_formula(leaf, step, mentioned, worked)
        elif leaf != "|" or not alike:
            yield from words(leaf)


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield str(name)
            yield from _leaves(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield "|"
            yield from _leaves(item)
    elif value is not None:
        yield str(value)


def _of_formula(formula: str, step: Step, mentioned: frozenset[str], worked: set[str]) -> Iterator[str]:
    yield "formula"
    for piece in _FORMULA.findall(formula[1:])[:12]:
        if re.search(r"[A-Za-z]\$?\d|[A-Za-z]:", piece) and not piece.startswith('"'):
            yield from _in_sheet(piece.replace("$", ""), step, mentioned, worked)
        else:
            yield from words(piece.strip('"'))


def _shortened(found: Sequence[str], mentioned: frozenset[str]) -> list[str]:
    """The first words, and of the others those that the instruction has."""
    return [*found[:MOST_WORDS], *_telling(found[MOST_WORDS:], mentioned)][: 2 * MOST_WORDS]


def _telling(found: Iterable[str], mentioned: frozenset[str]) -> list[str]:
    """The words that the instruction has, those aside that many have."""
    return [word for word in found if word in mentioned and word not in COMMON]


def _in_outline(value: str, step: Step, mentioned: frozenset[str], worked: set[str]) -> Iterator[str]:
    """What a place in a document or presentation is."""
    text = f"s{value}" if value.isdigit() else value
    if text in WHOLE:
        worked.add(text)
        yield text
        return
    ids = list(dict.fromkeys(re.sub(r"^(t\d+)\..*", r"\1", single) for single in singles(text)))
    level = level_of(text, ids)
    known = _known(step.observation.elements, level, "")
    worked |= {*ids, *(single.partition(".")[0] for single in ids if level == "shape")}
    yield from _of_places([known[one] for one in ids if one in known], mentioned)
    if level == "shape":
        beside = (e.text for e in step.observation.elements if e.id not in ids and e.id.partition(".")[0] in worked and e.role != "title")
        yield from ("beside", *_shortened(_telling((word for other in beside for word in words(other)), mentioned), mentioned))
    if text.startswith("t") and "." in text:
        yield from words(text.partition(".")[2])


def _of_places(found: Sequence[Candidate], mentioned: frozenset[str]) -> Iterator[str]:
    if not found:
        yield "[unknown]"
        return
    yield from _of_place(found[0], mentioned)
    if len(found) > 1:
        yield from ("to", str(len(found)))
        yield from _of_place(found[-1], mentioned)


def _of_place(place: Candidate, mentioned: frozenset[str]) -> Iterator[str]:
    """A candidate: what it is, how it is counted, what stands there, and what it is part of."""
    if place.marks:
        yield from words(place.marks[0])
    for way, (number, count) in list((place.numbers or {}).items())[:3]:
        yield from (*way.split()[-1:], f"n{number}")
        if number == count:
            yield "last"
        elif number == 1:
            yield "first"
        elif 0 < count - number < NEAR:
            yield f"last{count - number}"
    yield from ("“", *_shortened(words(place.text), mentioned), "”")
    if place.within.strip():
        yield from ("in", *_shortened(_telling(words(place.within), mentioned), mentioned))


def _in_sheet(value: str, step: Step, mentioned: frozenset[str], worked: set[str]) -> Iterator[str]:
    """What a range is: its sheet where that is another, its address, the heads of its columns, and which rows."""
    sheet, _, text = value.replace("$", "").rpartition("!")
    hit = AREA.fullmatch(text.upper())
    if not hit or not (hit[1] or hit[2]):
        yield from words(value)
        return
    if sheet:
        yield from words(sheet.strip("'"))
    yield text.lower()
    seen = step.observation
    elements, touched = seen.elements, worked
    if sheet and sheet.strip("'") != active_sheet(step):
        elements, touched = _other_sheet(elements, sheet.strip("'")), set()
        worked.add(sheet.strip("'"))
    if hit[1]:
        known = _known(elements, "column", seen.summary if elements is seen.elements else "")
        ids = singles(f"{hit[1]}:{hit[3] or hit[1]}") if hit[3] and hit[3] != hit[1] else [hit[1]]
        touched |= set(ids)
        yield "column"
        yield from _of_places([known[one] for one in ids if one in known], mentioned)
    if hit[2]:
        known = _known(elements, "row", "")
        data = [(int(rows[1]), int(rows[2] or rows[1])) for e in elements if e.role == "column" and (rows := DATA.match(e.detail))]
        top, bottom = int(hit[2]), int(hit[4] or hit[2])
        first, last = (min(a for a, _ in data), max(b for _, b in data)) if data else (0, 0)
        touched |= {str(row) for row in range(top, min(bottom, top + 300) + 1)}
        yield "rows"
        if top == bottom:
            yield "head" if top == first - 1 else "below" if top > last else "above" if top < first - 1 else "one"
            yield f"n{top - first + 1}" if first <= top <= last else str(top)
            yield from _of_places([known[hit[2]]] if hit[2] in known else [], mentioned)
            if hit[1] and not hit[3]:
                yield from ("was", *_shortened(words(_in_cell(elements, hit[1], hit[2])), mentioned))
        else:
            exact = {(first, last): "data", (first - 1, last): "table"}
            yield exact.get((top, bottom), "part" if first <= top and bottom <= last else "more")
            if (top, bottom) not in exact:
                yield from (str(top), str(bottom), str(bottom - top + 1))


def _in_cell(elements: Sequence[Element], column: str, row: str) -> str:
    """What the outline shows in a cell."""
    columns = [e.id for e in elements if e.role == "column"]
    cells = next((f"{e.text} | {e.detail}".split(" | ") for e in elements if e.role == "row" and e.id == row), [])
    place = columns.index(column) if column in columns else len(cells)
    return cells[place] if place < len(cells) else ""


def _other_sheet(elements: Sequence[Element], name: str) -> tuple[Element, ...]:
    """What the outline has of a sheet that is not shown: the heads of its columns, as if it were."""
    sheet = next((e for e in elements if e.role == "sheet" and e.id.partition("!")[0].strip("'") == name), None)
    size = re.match(r"([A-Z]+)(\d+):[A-Z]+(\d+)", sheet.detail) if sheet else None
    if sheet is None or size is None:
        return ()
    letters = (column_letters(column_number(size[1]) + n) for n in range(len(sheet.text)))
    return tuple(
        Element(letter, "column", head, f"{letter}{int(size[2]) + 1}:{letter}{size[3]} text")
        for letter, head in zip(letters, sheet.text.split(" | "), strict=False)
    )


def _known(elements: Sequence[Element], level: str, summary: str) -> Mapping[str, Candidate]:
    return _candidates(tuple(elements), level, summary)


@lru_cache(maxsize=64)
def _candidates(elements: tuple[Element, ...], level: str, summary: str) -> Mapping[str, Candidate]:
    return {candidate.id: candidate for candidate in candidates(elements, level, summary)}


def flags(told: Told) -> tuple[list[int], list[int]]:
    """Of every token of the instruction and of the account what the other has of it.

    0 nothing, 1 its beginning, 2 all of it (a number also where it counts, a word also misspelt), 3, of the instruction: it
    stands at other places only.
    """
    said, done = _with_counts(told.said), _with_counts(told.done)
    begun = _beginnings(told.done)
    first = [3 if away and token not in done else _has(token, done, begun) for token, away in zip(told.said, told.elsewhere, strict=True)]
    begun = _beginnings(told.said)
    return first, [_has(token, said, begun) for token in told.done]


def is_covered(given: Told) -> bool:
    """Whether every word of the instruction that many instructions do not have, and every number, is in the account, at least by its beginning."""
    said, _ = flags(given)
    telling = (token[0].isdigit() or (token.isalpha() and len(token) > 2 and token not in COMMON) for token in given.said)
    return all(flag in (1, 2) for flag, tells in zip(said, telling, strict=True) if tells)


def _has(token: str, whole: Collection[str], begun: Container[str]) -> int:
    if token in whole or (len(token) >= STEM and token.isalpha() and any(misspelt(token, other) for other in whole)):
        return 2
    return 1 if len(token) >= FEWEST_LETTERS and token[:STEM] in begun else 0


def _with_counts(found: Iterable[str]) -> set[str]:
    """The tokens, and beside numbers that count (`n2`) these in figures, and the other way round."""
    return {other for token in found for other in (token, token[1:] if re.fullmatch(r"n\d+", token) else f"n{token}" if token.isdigit() else token)}


def _beginnings(found: Iterable[str]) -> set[str]:
    return {token[:STEM] for token in found if len(token) > FEWEST_LETTERS - 1}
