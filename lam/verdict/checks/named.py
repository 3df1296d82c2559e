"""What belongs together by its names: a value with the place it is for, two places that are spoken of as both, all rows that are to go."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeVar

from lam.reading.base import column_letters, column_number
from lam.types import Step
from lam.verdict.places.common import Work, longest_named
from lam.verdict.places.spreadsheet import heads_of
from lam.verdict.places.tables import cells_of_table
from lam.verdict.touch import cells_of
from lam.verdict.words import flat, tokens

At = TypeVar("At", int, str)
SHORTEST = 4
"""Letters of a label that is looked for in an instruction."""
MOVED = (
    r"\b(?:except|but|keep|other than|between|from|through|up to|above|below|before|after|until|all|every|each|sort\w*|order\w*"
    r"|duplicat\w*|not|stays?|leave|remains?|instead|rather|twice|like|as|with)\b|n['’]t\b"
)
"""Rows that are named may not be those that are to go."""
TURNED = r"\b(?:latter|former|respective\w*|reverse)\b"
RENAMED = r"\b(?:instead|rename\w*|replac\w*|chang\w*|rather|not|becomes?|turn\w*|swap\w*)\b"
"""A label itself may be what is to change."""
LIKE_ANOTHER = r"\b(?:cop\w+|than|same|equal|as much|sum|total|last|first|second|third|other|all|every|each)\b"
"""A row may be named for what it has."""
PAIRED: Mapping[str, tuple[str, str]] = {"color_sheet": ("sheet", "color"), "rename_sheet": ("sheet", "name")}
"""Actions -> the argument that is named, and the one that is for it."""


def mismatched(work: Work) -> str:
    """In words, what does not belong together; empty when all does."""
    return _crossed(work) or _one_of_both(work) or _too_few_rows(work) or _other_row(work) or _label_lost(work)


def _crossed(work: Work) -> str:
    """Values that were given to each other's places."""
    for name, (place, value) in PAIRED.items():
        acts = [step.decision.action.args for step in work.acts if step.decision.action.name == name]
        at = [[_only(str(args.get(part, "")), work.said.text) for part in (place, value)] for args in acts]
        places, values = (sorted({pair[part] for pair in at}) for part in (0, 1))
        if len(acts) < 2 or min((*places, *values)) < 0 or not len(acts) == len(places) == len(values) or work.said.has(TURNED):
            continue
        if any(places.index(one) != values.index(other) for one, other in at):
            return f"what the instruction names first, {acts[0][place]}, was to get another {value}"
    return ""


def _only(word: str, text: str) -> int:
    """Where a word stands, once; -1 otherwise."""
    found = [hit.start() for hit in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)] if word else []
    return found[0] if len(found) == 1 else -1


def _one_of_both(work: Work) -> str:
    """One column, where both are spoken of by their heads."""
    hit = re.search(r"\bboth (?:the |our |its )?(.{2,30}?) and (?:the |our |its )?([^.,;:]{2,40})", work.said.text, re.IGNORECASE)
    if work.before.kind != "spreadsheet" or hit is None or any("!" in str(step.decision.action.args) for step in work.acts):
        return ""
    heads = {column: flat(head) for column, head in heads_of(work.before).items()}
    named = [[column for column, head in heads.items() if head.strip() and head in flat(part)] for part in hit.groups()]
    if any(len(columns) != 1 for columns in named):
        return ""
    touched = {column for step in work.acts for column, _ in cells_of(step)}
    left = next((columns[0] for columns in named if columns[0] not in touched), "")
    return f"the instruction says both, and {heads[left].strip()} was left" if left and touched else ""


def _too_few_rows(work: Work) -> str:
    """Fewer rows deleted than are named by their first cells."""
    acts = [step.decision.action for step in work.acts if step.decision.action.name == "delete_rows"]
    if (
        not acts
        or any(step.decision.action.name not in ("delete_rows", "sort") for step in work.acts)
        or work.before.kind != "spreadsheet"
        or re.search(MOVED, _until_next(work.said.text), re.IGNORECASE)
    ):
        return ""
    rows = work.acts[0].observation.elements
    labels = {flat(e.text.split(" | ")[0]) for e in rows if e.role == "row"}
    named = longest_named(labels, flat(_until_next(work.said.text)), SHORTEST)
    count = sum(int(action.args.get("count", 1)) for action in acts)
    return f"{len(named)} rows are named, and {count} went" if len(named) > count else ""


def _until_next(text: str) -> str:
    """An instruction up to its second wish."""
    return re.split(r"\b(?:and )?then\b|[.;]\s", text)[0]


def _other_row(work: Work) -> str:
    """A cell of a table that is in another row, or column, than the labels that the instruction names."""
    if work.relative or work.said.has(LIKE_ANOTHER) or any(step.decision.action.name != "set_table_cells" for step in work.acts):
        return ""
    said = flat(_without_values(work))
    for table in dict.fromkeys(str(step.decision.action.args.get("table", "")) for step in work.acts):
        rows, heads = defaultdict[str, set[int]](set), defaultdict[str, set[str]](set)
        for cell, text in cells_of_table(work.before, table).items():
            if cell[1:] == "1":
                heads[text].add(cell[0])
            elif cell[0] == "A":
                rows[text].add(int(cell[1:]))
        row, head = _one(rows, said), _one(heads, said)
        filled = {cell for step in work.acts if step.decision.action.args.get("table") == table for cell in _filled(step)}
        if row is None or not filled:
            continue
        own = {cell for cell in filled if int(cell[1:]) == row[1]}
        if not own:
            return f"the instruction names {row[0].strip()}, in row {row[1]} of the table, and another row was filled"
        if head is not None and row[0] != head[0] and not any(cell[0] in (head[1], "A") for cell in own):
            return f"the instruction names {head[0].strip()}, in column {head[1]} of the table, and another column was filled"
    return ""


def _label_lost(work: Work) -> str:
    """A number in place of the label that tells which row of a table it is for."""
    if len(work.acts) != 1 or work.acts[0].decision.action.name != "set_table_cells" or work.said.has(RENAMED):
        return ""
    step = work.acts[0]
    cells = cells_of_table(work.before, str(step.decision.action.args.get("table", "")))
    filled = _filled(step)
    label = cells.get(filled[0], "") if len(filled) == 1 and filled[0][0] == "A" else ""
    number = re.fullmatch(r"[$€£]? ?-?\d[\d.,]* ?[%$€£]?", str(step.decision.action.args["data"][0][0]).strip()) if label else None
    named = len(label.strip()) >= SHORTEST and any(label.strip()[:5] in word for word in tokens(work.said.text))
    return f"{label.strip()} tells which row, and was replaced" if number and named and not re.search(r"\d", label) else ""


def _one(known: Mapping[str, set[At]], said: str) -> tuple[str, At] | None:
    """The only label that an instruction has, with its place, where that is the only one, too."""
    named = longest_named(known, said, SHORTEST)
    return (named[0], next(iter(known[named[0]]))) if len(named) == 1 and len(known[named[0]]) == 1 else None


def _without_values(work: Work) -> str:
    """The instruction without what was written."""
    text = work.said.text
    for step in work.acts:
        for row in step.decision.action.args.get("data") or ():
            for value in row if isinstance(row, Sequence) and not isinstance(row, str) else ():
                text = re.sub(rf"(?<!\w){re.escape(str(value))}(?!\w)", " ", text, flags=re.IGNORECASE) if str(value) else text
    return text


def _filled(step: Step) -> list[str]:
    """The cells of a table that an action filled."""
    args = step.decision.action.args
    hit, data = re.fullmatch(r"([A-Z])(\d+)", str(args.get("cell", "A1"))), args.get("data") or [[""]]
    if not hit or not all(isinstance(row, list) for row in data):
        return []
    first = column_number(hit[1])
    return [f"{column_letters(first + n)}{int(hit[2]) + place}" for place, row in enumerate(data) for n in range(len(row))]
