"""Whether a formula covers what the instruction names: the column by its head, and the last quarter by its months."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from lam.reading.base import Reading, column_letters, column_number
from lam.types import Step

HEAD = re.compile(r"!([A-Z]{1,3})([1-5])$")
"""Heads of columns stand in one of the first rows."""
CELL = re.compile(r"^(.*)!([A-Z]{1,3})(\d+)$")
REFERENCE = re.compile(r"(?<![A-Za-z_.!'$])\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?(?![\d(])")
OVER_CELLS = re.compile(r"^=\s*(?:AVERAGE|SUM|MAX|MIN|MEDIAN)\s*\(", re.IGNORECASE)
OF_ONE = re.compile(r"=\s*(?:AVERAGE|MAX|MIN|MEDIAN)\s*\(\s*\$?[A-Z]{1,3}\$?(\d+)\s*\)", re.IGNORECASE)
"""Of one cell such a formula says nothing."""
BY_PLACE = re.compile(
    r"\bcolumn [A-Z]\b|\b(?:row|line) \d|\b[A-Z]{1,2}\d+\b|\b(?:first|second|third|\w+th|last|left|right)\w* (?:column|row)\b", re.IGNORECASE
)
"""An instruction that names places like these may mean other columns than the one whose head it names."""
TIMES = ("quarter", "month", "year", "date", "period", "week", "day")
LAST_QUARTER = re.compile(r"\b(?:last|final|latest)\s+quarter\b", re.IGNORECASE)
MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
MONTH = re.compile(rf"^(?:{MONTHS})\b\.?(?:\W*(?:19|20)?\d\d)?$", re.IGNORECASE)
FEWEST_MONTHS = 4
QUARTER = re.compile(r"(?:Q|Quarter ?|Qtr\.? ?)([1-4])\b|([1-4])(?:st|nd|rd|th) quarter\b", re.IGNORECASE)
"""The label of a row that stands for three months."""

Area = tuple[str, str, int, int]
"""First and last column, first and last row."""


def strays(instruction: str, acts: Sequence[Step], reading: Reading) -> str:
    """In words, what a formula covers beside or instead of what the instruction names; empty when nothing."""
    heads = _heads(reading)
    words = instruction.lower()
    known = {column: head for column, head in heads.items() if len(head) > 2 and head.lower() not in TIMES}
    named = [column for column, head in known.items() if re.search(rf"\b{re.escape(head.lower())}\b", words)]
    by_place = BY_PLACE.search(instruction) is not None
    quarter = _last_quarter(reading) if LAST_QUARTER.search(instruction) else []
    over_cells = any(OVER_CELLS.match(str(step.decision.action.args.get("value", ""))) for step in acts)
    span = _span(reading, words) if over_cells else []
    for step in acts:
        formula = str(step.decision.action.args.get("value", ""))
        areas = _areas(formula) if formula.startswith("=") else []
        if len(named) == 1 and (wrong := _columns(areas, named[0], heads, by_place)):
            return f"{formula} {wrong}, and the instruction names only {heads[named[0]]}"
        if wrong := _difference(formula, heads, words):
            return wrong
        rows = {row for _, _, top, bottom in areas for row in range(top, bottom + 1)}
        if span and rows and OVER_CELLS.match(formula) and rows != {*span}:
            return f"the instruction names the rows {span[0]} to {span[-1]}, and {formula} is about others"
        if quarter and rows and OVER_CELLS.match(formula) and rows != {*quarter}:
            return f"the last quarter is in the rows {quarter[0]} to {quarter[-1]}, and {formula} is about others"
        if (alone := OF_ONE.fullmatch(formula)) and not _is_quarter(reading, int(alone[1])):
            return f"{formula} is about one cell only"
    return ""


def _difference(formula: str, heads: Mapping[str, str], words: str) -> str:
    """A difference of two columns the other way round than the instruction says it."""
    hit = re.fullmatch(r"=\s*\(?\$?([A-Z]+)\$?\d+\s*-\s*\$?([A-Z]+)\$?\d+\)?", formula)
    if (
        hit
        and re.search(r"\b(?:sums?|plus|add(?:ed|ing)?|together)\b", words)
        and not re.search(r"\b(?:minus|less|differ\w*|subtract\w*|net|from|off)\b|-", words)
    ):
        return f"{formula} is a difference, and the instruction asks for a sum"
    if not hit or not {hit[1], hit[2]} <= heads.keys() or hit[1] == hit[2]:
        return ""
    places = [(found.start(), found.end()) for column in (hit[1], hit[2]) if (found := re.search(rf"\b{re.escape(heads[column].lower())}\b", words))]
    if len(places) != 2:
        return ""
    between = words[min(places)[1] : max(places)[0]]
    backwards = re.search(r"\b(?:off|from)\b", between) is not None
    if not backwards and not re.search(r"\b(?:minus|less|without)\b|-", between):
        return ""
    first, second = hit.groups() if places[0] < places[1] else (hit[2], hit[1])
    wanted = second if backwards else first
    return f"{formula} takes {heads[hit[2]]} from {heads[hit[1]]}, and the instruction says the reverse" if wanted != hit[1] else ""


def _heads(reading: Reading) -> dict[str, str]:
    """The first text of each column."""
    heads: dict[str, str] = {}
    for part in reading.parts:
        hit = HEAD.search(part.key)
        if hit and isinstance(part.properties.get("value"), str):
            heads.setdefault(hit[1], part.properties["value"])
    return heads


def _areas(formula: str) -> list[Area]:
    """What a formula refers to on its own sheet."""
    bare = re.sub(r'"[^"]*"', '""', formula)
    return [(first, last or first, int(top), int(bottom or top)) for first, top, last, bottom in REFERENCE.findall(bare)]


def _columns(areas: Sequence[Area], wanted: str, heads: dict[str, str], by_place: bool) -> str:
    """What is wrong with the columns of a formula that should be about one of them; empty when nothing."""
    for first, last, _, _ in areas:
        if first != last and {first, last} & {*heads}:
            return f"covers the columns {first} to {last}"
    if by_place:
        return ""
    used = {column_letters(n) for first, last, _, _ in areas for n in range(column_number(first), column_number(last) + 1)}
    return f"is about {' and '.join(heads[c] for c in sorted(used))}" if used and wanted not in used and used <= {*heads} else ""


def _last_quarter(reading: Reading) -> list[int]:
    """Rows of the last three months, where a column lists months row by row; empty where none or several do."""
    columns: dict[tuple[str, str], dict[int, object]] = defaultdict(dict)
    for part in reading.parts:
        hit = CELL.match(part.key)
        if hit and _is_month(value := part.properties.get("value")):
            columns[hit[1], hit[2]][int(hit[3])] = value
    if quarters := _quarters(reading):
        return quarters[-1:]
    monthly = [rows for rows in columns.values() if len(rows) >= FEWEST_MONTHS]
    if len(monthly) != 1:
        return []
    rows = sorted(monthly[0])
    dates = [monthly[0][row] for row in rows]
    if rows[-1] - rows[0] != len(rows) - 1:
        return []
    if all(isinstance(date, dt.date) for date in dates):
        numbers = [date.year * 12 + date.month for date in dates if isinstance(date, dt.date)]
        return [row for row, number in zip(rows, numbers, strict=True) if number > numbers[-1] - 3] if numbers == sorted(numbers) else []
    return rows[-3:]


def _quarters(reading: Reading) -> list[int]:
    """The rows of the quarters, where one column names them in order; empty otherwise."""
    columns: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for part in reading.parts:
        hit, text = CELL.match(part.key), str(part.properties.get("value", ""))
        if hit and (label := QUARTER.match(text)):
            columns[hit[1], hit[2]].append((int(hit[3]), int(label[1] or label[2])))
    rows = next(iter(columns.values()), [])
    steps = [(second[0] - first[0], (second[1] - first[1]) % 4) for first, second in pairwise(rows)]
    return [row for row, _ in rows] if len(columns) == 1 and steps and all(step == (1, 1) for step in steps) else []


def _is_quarter(reading: Reading, row: int) -> bool:
    """Whether a row is that of a quarter: one figure stands for three months."""
    texts = (str(part.properties.get("value", "")) for part in reading.parts if (hit := CELL.match(part.key)) and int(hit[3]) == row)
    return any(re.match(r"Q[1-4]\b", text) or "quarter" in text.lower() for text in texts)


def _span(reading: Reading, words: str) -> list[int]:
    """The rows from one label to another that the instruction names (`October to December`); empty where it names none, or several."""
    labels: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for part in reading.parts:
        hit = CELL.match(part.key)
        value = part.properties.get("value")
        if hit and isinstance(value, str) and len(value) > 1:
            name = value.strip().lower()
            labels[hit[1], hit[2]].setdefault(name[:3] if MONTH.match(name) and not any(c.isdigit() for c in name) else name, int(hit[3]))
    said = re.sub(rf"\b(?:{MONTHS})\b", lambda hit: hit[0][:3], words)
    spans = set()
    for column in labels.values():
        for first, top in ((label, row) for label, row in column.items() if label in said):
            for hit in re.finditer(rf"(?<!\w){re.escape(first)} ?(?:\b(?:to|through|until|till|up to)\b|-|–) ?", said):
                spans |= {(top, bottom) for last, bottom in column.items() if re.match(rf"{re.escape(last)}(?!\w)", said[hit.end() :])}
    if len(spans) != 1:
        return []
    top, bottom = sorted(min(spans))
    return list(range(top, bottom + 1))


def _is_month(value: object) -> bool:
    return isinstance(value, dt.date) or (isinstance(value, str) and MONTH.match(value.strip()) is not None)
