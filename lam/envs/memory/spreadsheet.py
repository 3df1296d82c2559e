"""Spreadsheets in memory: a dozen actions through openpyxl. Nothing is calculated."""

from __future__ import annotations

import copy
import io
from typing import Any

import openpyxl
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet
from PIL import ImageColor

from lam.errors import ActionRejected
from lam.types import Element

SHOWN = 16
"""Up to this many data rows are all shown; of more, the first and the last six."""
FORMATS = {"general": "General", "number": "#,##0", "percent": "0", "date": "yyyy-mm-dd", "time": "hh:mm", "text": "@"}
Changed = tuple[str, tuple[str, ...]]


class Spreadsheet:
    """Actions are methods by their declared names; each gives what was read back and the ids that it touched."""

    actions = frozenset(
        {"set_cell", "set_cells", "clear", "format_cells", "format_number", "insert_rows", "delete_rows", "freeze"}
        | {"add_sheet", "rename_sheet", "delete_sheet", "activate_sheet"}
    )

    def __init__(self, stream: io.BytesIO) -> None:
        self.book = openpyxl.load_workbook(stream)

    def save(self, stream: io.BytesIO) -> None:
        self.book.save(stream)

    @property
    def sheet(self) -> Worksheet:
        return self.book.active

    def summary(self) -> str:
        names = ", ".join(name + (" (active)" if name == self.sheet.title else "") for name in self.book.sheetnames)
        last = get_column_letter(self.sheet.max_column + 1)
        return f"sheets: {names}; used {self.sheet.dimensions}; next free row {self.sheet.max_row + 1}, next free column {last}"

    def elements(self) -> list[Element]:
        sheet, found = self.sheet, []
        for index in range(1, sheet.max_column + 1):
            letter = get_column_letter(index)
            values = [sheet.cell(row, index).value for row in range(2, sheet.max_row + 1)]
            found.append(Element(letter, "column", _shown(sheet.cell(1, index).value), f"{letter}2:{letter}{max(2, sheet.max_row)} {_type(values)}"))
        rows = list(range(2, sheet.max_row + 1))
        for row in rows if len(rows) <= SHOWN else rows[:6] + rows[-6:]:
            found.append(Element(str(row), "row", " | ".join(_shown(cell.value) for cell in sheet[row])))
        for other in self.book.worksheets:
            if other is not sheet:
                found.append(Element(other.title, "sheet", " | ".join(_shown(cell.value) for cell in other[1]), other.dimensions))
        return found

    def set_cell(self, cell: str, value: Any) -> Changed:
        return self.set_cells(cell, [[value]])

    def set_cells(self, cell: str, rows: list[list[Any]]) -> Changed:
        sheet, (left, top, _, _) = self._range(cell)
        for r, values in enumerate(rows):
            for c, value in enumerate(values):
                sheet.cell(top + r, left + c).value = value
        last = f"{get_column_letter(left + max(map(len, rows)) - 1)}{top + len(rows) - 1}"
        first = f"{get_column_letter(left)}{top}"
        return f"{first} = {_shown(rows[0][0])}", (self._name(sheet, first if first == last else f"{first}:{last}"),)

    def clear(self, range: str, what: str = "contents") -> Changed:
        sheet, cells = self._cells(range)
        for cell in cells:
            if what != "formats":
                cell.value = None
            if what != "contents":
                cell.style = "Normal"
        return f"cleared {what} of {range}", (self._name(sheet, range),)

    def format_cells(self, range: str, **wanted: Any) -> Changed:
        known = {"bold", "italic", "font", "size_pt", "color", "fill", "alignment"}
        if not wanted or wanted.keys() - known:
            raise ActionRejected(f"the office in memory formats only {', '.join(sorted(known))}")
        sheet, cells = self._cells(range)
        for cell in cells:
            font = copy.copy(cell.font)
            names = {"bold": "b", "italic": "i", "font": "name", "size_pt": "sz"}
            changes = {names[k]: v for k, v in wanted.items() if k in names} | ({"color": _hex(wanted["color"])} if "color" in wanted else {})
            cell.font = (
                copy.copy(font)
                if not changes
                else type(font)(**{k: getattr(font, k) for k in ("name", "sz", "b", "i", "u", "strike", "color")} | changes)
            )
            if "fill" in wanted:
                cell.fill = PatternFill("solid", fgColor=_hex(wanted["fill"])) if wanted["fill"] != "none" else PatternFill()
            if "alignment" in wanted:
                cell.alignment = Alignment(horizontal=wanted["alignment"])
        return ", ".join(f"{k} {v}" for k, v in wanted.items()), (self._name(sheet, range),)

    def format_number(self, range: str, format: str, decimals: int | None = None, symbol: str | None = None, pattern: str | None = None) -> Changed:
        places = "." + "0" * decimals if decimals else ""
        code = pattern or (
            "0" + places + "%"
            if format == "percent"
            else f'"{symbol or "$"}"#,##0{places}'
            if format == "currency"
            else FORMATS.get(format, "") + places
        )
        if not code:
            raise ActionRejected(f"the office in memory has no format {format!r}")
        sheet, cells = self._cells(range)
        for cell in cells:
            cell.number_format = code
        return f"format {code}", (self._name(sheet, range),)

    def insert_rows(self, at: int, count: int = 1, sheet: str | None = None) -> Changed:
        self._sheet(sheet).insert_rows(at, count)
        return f"{count} rows inserted at {at}", tuple(str(at + i) for i in range(count))

    def delete_rows(self, at: int, count: int = 1, sheet: str | None = None) -> Changed:
        if at + count - 1 > self._sheet(sheet).max_row:
            raise ActionRejected(f"the sheet has only {self._sheet(sheet).max_row} rows")
        self._sheet(sheet).delete_rows(at, count)
        return f"{count} rows deleted from {at}", tuple(str(at + i) for i in range(count))

    def freeze(self, rows: int = 0, columns: int = 0, sheet: str | None = None) -> Changed:
        self._sheet(sheet).freeze_panes = f"{get_column_letter(columns + 1)}{rows + 1}"
        return f"{rows} rows and {columns} columns frozen", (self._sheet(sheet).title,)

    def add_sheet(self, name: str, after: str | None = None) -> Changed:
        self._free(name)
        self.book.create_sheet(name, self.book.sheetnames.index(self._sheet(after).title) + 1 if after else None)
        return f"sheet {name}", (name,)

    def rename_sheet(self, sheet: str, name: str) -> Changed:
        self._free(name)
        self._sheet(sheet).title = name
        return f"sheet {name}", (name,)

    def delete_sheet(self, sheet: str) -> Changed:
        if len(self.book.sheetnames) == 1:
            raise ActionRejected("the only sheet cannot be deleted")
        self.book.remove(self._sheet(sheet))
        return f"sheets: {', '.join(self.book.sheetnames)}", (sheet,)

    def activate_sheet(self, sheet: str) -> Changed:
        self.book.active = self._sheet(sheet)
        return f"{sheet} is active", (sheet,)

    def _sheet(self, name: str | None) -> Worksheet:
        if name is None:
            return self.sheet
        if name not in self.book.sheetnames:
            raise ActionRejected(f"no sheet {name!r}; there are {', '.join(self.book.sheetnames)}")
        return self.book[name]

    def _free(self, name: str) -> None:
        if name.lower() in (n.lower() for n in self.book.sheetnames):
            raise ActionRejected(f"there is a sheet {name!r} already")

    def _range(self, text: str) -> tuple[Worksheet, tuple[int, int, int, int]]:
        name, _, cells = text.rpartition("!")
        sheet = self._sheet(name.strip("'") or None)
        left, top, right, bottom = range_boundaries(cells.replace("$", "").upper())
        return sheet, (left or 1, top or 1, right or sheet.max_column, bottom or sheet.max_row)

    def _cells(self, text: str) -> tuple[Worksheet, list[Cell]]:
        sheet, (left, top, right, bottom) = self._range(text)
        return sheet, [cell for row in sheet.iter_rows(top, bottom, left, right) for cell in row]

    def _name(self, sheet: Worksheet, cells: str) -> str:
        return f"{sheet.title}!{cells.rpartition('!')[2]}"


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


def _type(values: list[Any]) -> str:
    kinds = {
        "formula"
        if isinstance(v, str) and v.startswith("=")
        else "number"
        if isinstance(v, int | float)
        else "text"
        if isinstance(v, str)
        else "date"
        for v in values
        if v is not None
    }
    return "empty" if not kinds else kinds.pop() if len(kinds) == 1 else "mixed"


def _hex(color: str) -> str:
    try:
        return "FF" + "".join(f"{part:02X}" for part in ImageColor.getrgb(color.replace(" ", ""))[:3])
    except ValueError:
        raise ActionRejected(f"no colour {color!r}") from None
