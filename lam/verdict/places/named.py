"""Whether the instruction itself names the place that was chosen: the head of its column, words that stand nowhere else."""

from __future__ import annotations

import re

from lam.reading.base import column_number
from lam.verdict.places.common import AT_THE_START, ORDINAL, Work, ordinal, spoken_of, texts_of
from lam.verdict.places.document import TITLE
from lam.verdict.places.presentation import slide_numbers
from lam.verdict.places.spreadsheet import CELL, REFERENCE, head_row, heads_of
from lam.verdict.words import flat

COLUMN = re.compile(r"\$?([A-Z]{1,3})(?:\$?\d+)?(?::\$?\1(?:\$?\d+)?)?")
"""One column, or cells of one."""


def named(work: Work, value: object) -> bool:
    """Whether the value of an argument is the one place that the instruction names by a head or by words of its own."""
    if not isinstance(value, str):
        return False
    if value in (_first(work), "start") and work.said.has(AT_THE_START):
        return True
    if work.before.kind == "spreadsheet" and work.said.has(r"\b(?:header|heading|head) row\b|\bheaders\b") and value in _header(work):
        return True
    if (hit := re.fullmatch(r"s(\d+)", value)) and work.said.has(rf"\b(?:on|of|in) (?:slide|page)(?: number| no\.?)? ?#?{hit[1]}\b"):
        return slide_numbers(work, sum("." not in e.id for e in work.elements)) == [{int(hit[1])}]
    if work.before.kind == "spreadsheet" and [hit[0] for hit in CELL.finditer(work.said.text)] == [value]:
        return True
    if work.relative:
        return False
    if work.before.kind == "spreadsheet":
        if value.startswith("="):
            return _computed(work, value)
        hit = COLUMN.fullmatch(value.rpartition("!")[2])
        return hit is not None and _column(work) == hit[1]
    if re.search(TITLE, work.said.bare) and any(e.id == value and e.role == "Title" for e in work.elements):
        return True
    if (hit := re.search(rf"\b({ORDINAL}) paragraph\b", work.said.bare)) and work.before.kind == "document":
        texts = [e.id for e in work.elements if e.role.startswith("Text")]
        number = ordinal(hit[1], len(texts))
        return number is not None and number <= len(texts) and value == texts[number - 1]
    hit = re.fullmatch(r"[ps](\d+)", value)
    if not hit or not work.settled:
        return False
    if work.before.kind == "presentation" and (said := slide_numbers(work, sum("." not in e.id for e in work.elements))):
        return said == [{int(hit[1])}]
    places = {place for _, at in spoken_of(work, texts_of(work.before)) for place in at if len(at) == 1}
    return places == {int(hit[1])}


def quoted(work: Work, value: object) -> bool:
    """Whether this is the only element in which the instruction quotes something, or its slide."""
    quotes = [flat(quote) for quote in work.said.quotes if len(quote) > 2]
    found = {e.id for e in work.elements if any(quote in flat(e.text) for quote in quotes)}
    whole = {e.id for e in work.elements if e.id in found and flat(e.text) in quotes}
    only = whole or found
    return len(only) == 1 and isinstance(value, str) and value in only | {min(only).partition(".")[0]}


def _computed(work: Work, formula: str) -> bool:
    """Whether the instruction says the heads of all columns that a formula refers to."""
    heads, said = heads_of(work.before), flat(work.said.text)
    columns = {column for pair in REFERENCE.findall(formula) for column in pair if column}
    return bool(columns) and all(column in heads and flat(heads[column]) in said for column in columns)


def _first(work: Work) -> str:
    return work.elements[0].id if work.elements and work.before.kind != "spreadsheet" else ""


def _header(work: Work) -> tuple[str, ...]:
    """How the range of the heads may be written."""
    heads, top = heads_of(work.before), head_row(work.before)
    columns = sorted(heads, key=column_number)
    return (f"{columns[0]}{top}:{columns[-1]}{top}", f"{top}:{top}") if columns else ()


def _column(work: Work) -> str:
    """The only column whose head the instruction says; empty where there are none or several."""
    said = flat(work.said.text)
    found = [column for column, head in heads_of(work.before).items() if len(head) > 1 and flat(head) in said]
    return found[0] if len(found) == 1 else ""
