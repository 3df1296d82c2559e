"""Finds the table on a sheet: its header row, its data rows without totals, and what each column holds. A long sheet is sampled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lam.envs.libreoffice.inside.spreadsheet.ranges import Area, letter, used_area

HEAD_ROWS = 40
"""How many rows at the start are searched for the header row."""
READ_WHOLE = 8_000
"""Up to this many used cells are read to find the end of the table; of more, only the last rows."""
TAIL_ROWS = 40
SAMPLE_ROWS = 100
"""How many cells at the start and at the end of a column tell what it holds."""
_TOTAL = re.compile(r"\s*((grand|sub)[ -]?)?(totals?|sums?|averages?|mean)\b", re.IGNORECASE)
_DATE = 2
"""com.sun.star.util.NumberFormat.DATE"""

Row = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Where the data of a sheet is. Rows and columns count from 0."""

    used: Area
    header: int
    """The header row; -1 when there is none."""
    first: int
    """The first data row."""
    last: int
    """The last data row; totals and notes below it do not count. Less than `first` when there are no data."""

    @property
    def area(self) -> Area:
        """Header and data."""
        top = self.header if self.header >= 0 else self.first
        return Area(self.used.sheet, self.used.left, top, self.used.right, max(top, self.last))

    def header_text(self, column: int) -> str:
        return str(self.used.sheet.getCellByPosition(column, self.header).String) if self.header >= 0 else ""

    def data_range(self, column: int) -> str:
        """`B2:B13`; empty when there are no data."""
        return f"{letter(column)}{self.first + 1}:{letter(column)}{self.last + 1}" if self.last >= self.first else ""


def find_table(sheet: Any) -> Table:
    """The table of a sheet; on a sheet without one, the used cells as data without a header."""
    used = used_area(sheet)
    head = _formulas(used, used.top, min(used.bottom, used.top + HEAD_ROWS))
    header = _header_row(head)
    if header is not None:
        first = header + 1
    else:
        width = max(_filled(row) for row in head)
        first = next((i for i, row in enumerate(head) if _filled(row) > (width > 1)), 0)
    top = used.top + first
    if top > used.bottom:
        return Table(used, used.bottom, top, used.bottom)
    if used.rows * used.columns <= READ_WHOLE:
        last = top + _end_from_start(_formulas(used, top, used.bottom))
    else:
        start = max(top, used.bottom - TAIL_ROWS + 1)
        last = start + _end_from_tail(_formulas(used, start, used.bottom))
    return Table(used, -1 if header is None else used.top + header, top, last)


def column_kind(document: Any, sheet: Any, column: int, first: int, last: int) -> str:
    """number, text, date, formula, mixed or empty: what the cells of a column hold, from a sample."""
    kinds = set()
    for top, bottom in _sample(first, last):
        block = sheet.getCellRangeByPosition(column, top, column, bottom)
        kinds |= {_kind(formula, value) for (formula,), (value,) in zip(block.getFormulaArray(), block.getDataArray(), strict=True)}
    kinds.discard("empty")
    if kinds == {"number"} and _shows_dates(document, sheet, column, first, last):
        return "date"
    return "empty" if not kinds else kinds.pop() if len(kinds) == 1 else "mixed"


def shows_date(document: Any, cell: Any) -> bool:
    """Whether a cell shows its number as a date."""
    return bool(document.NumberFormats.getByKey(cell.NumberFormat).Type & _DATE)


def _shows_dates(document: Any, sheet: Any, column: int, first: int, last: int) -> bool:
    for row in range(first, min(last, first + 10) + 1):
        cell = sheet.getCellByPosition(column, row)
        if cell.Formula:
            return shows_date(document, cell)
    return False


def _sample(first: int, last: int) -> list[tuple[int, int]]:
    if last < first:
        return []
    return [(first, last)] if last - first < 2 * SAMPLE_ROWS else [(first, first + SAMPLE_ROWS - 1), (last - SAMPLE_ROWS + 1, last)]


def _formulas(used: Area, top: int, bottom: int) -> list[Row]:
    return list(used.sheet.getCellRangeByPosition(used.left, top, used.right, bottom).getFormulaArray())


def _kind(formula: str, value: Any) -> str:
    if formula.startswith("=") and formula != value:
        return "formula"
    if isinstance(value, str):
        return "text" if value else "empty"
    return "number"


def _filled(row: Row) -> int:
    return sum(1 for value in row if value != "")


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _is_label(text: str, position: int) -> bool:
    """Whether a cell can stand in a header: a text, nothing, or a year behind the first column."""
    if text.startswith("="):
        return False
    return not _is_number(text) or (position > 0 and text.isdigit() and 1900 <= int(text) <= 2100)


def _header_row(head: list[Row]) -> int | None:
    """The first row that fills most of the width, when it is labels throughout."""
    width = max(_filled(row) for row in head)
    for index, row in enumerate(head):
        if _filled(row) and _filled(row) * 2 >= width and (_filled(row) > 1 or width == 1):
            words = any(text and not _is_number(text) for text in row)
            return index if words and all(_is_label(text, i) for i, text in enumerate(row)) else None
    return None


def _end_from_start(rows: list[Row]) -> int:
    """Position of the last data row: the table ends at an empty row, and rows of totals are not data."""
    end = next((i for i, row in enumerate(rows) if not _filled(row)), len(rows)) - 1
    while end > 0 and _is_total(rows[end], rows[end - 1]):
        end -= 1
    return end


def _end_from_tail(rows: list[Row]) -> int:
    """The same, from the last rows of a long sheet."""
    empty = [i for i, row in enumerate(rows) if not _filled(row)]
    end = (empty[0] if empty else len(rows)) - 1
    while end > 0 and _is_total(rows[end], rows[end - 1]):
        end -= 1
    return max(end, 0)


def _is_total(row: Row, above: Row) -> bool:
    if row[0]:
        return bool(_TOTAL.match(row[0])) and any(row[1:])
    return above[0] != "" and any(value.startswith("=") for value in row)
