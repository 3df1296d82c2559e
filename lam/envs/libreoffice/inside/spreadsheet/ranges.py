"""Cell addresses as people write them (`B2:D9`, `B:B`, `3`, `'My sheet'!A1`) and as the office takes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from lam.envs.libreoffice.inside.office import Office
from lam.errors import ActionRejected

_PART = re.compile(r"\$?([A-Za-z]{0,3})\$?(\d{0,7})$")


@dataclass(frozen=True)
class Area:
    """A rectangle of cells on a sheet. Columns and rows count from 0; the ends belong to it."""

    sheet: Any
    left: int
    top: int
    right: int
    bottom: int
    whole: str = ""
    """`columns` for B:D, `rows` for 3:5, empty for a bounded rectangle."""

    @property
    def cells(self) -> Any:
        """The office's cell range."""
        return self.sheet.getCellRangeByPosition(self.left, self.top, self.right, self.bottom)

    @property
    def address(self) -> str:
        """`B2:D9`, `B2`, `B:D` or `3:5`, without the sheet."""
        if self.whole == "columns":
            return f"{letter(self.left)}:{letter(self.right)}"
        if self.whole == "rows":
            return f"{self.top + 1}:{self.bottom + 1}"
        first, last = f"{letter(self.left)}{self.top + 1}", f"{letter(self.right)}{self.bottom + 1}"
        return first if first == last else f"{first}:{last}"

    @property
    def columns(self) -> int:
        return self.right - self.left + 1

    @property
    def rows(self) -> int:
        return self.bottom - self.top + 1

    @property
    def single(self) -> bool:
        return self.columns == self.rows == 1

    def label(self, office: Office) -> str:
        """The address, with the sheet's name when it is not the active one."""
        return self.address if same_sheet(self.sheet, active_sheet(office)) else f"{self.sheet.Name}!{self.address}"

    def within(self, other: Area) -> Area | None:
        """What the two areas share, as a bounded rectangle; None when that is nothing."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Area(self.sheet, left, top, right, bottom) if left <= right and top <= bottom else None

    def used(self) -> Area:
        """Whole columns and rows cut to the used cells; a bounded rectangle as it is.

        Raises: ActionRejected when nothing in them is used.
        """
        if not self.whole:
            return self
        cut = self.within(used_area(self.sheet))
        if cut is None:
            raise ActionRejected(f"{self.address} is empty; {self.sheet.Name} uses {used_area(self.sheet).address}")
        return cut


def letter(column: int) -> str:
    """`A` for 0, `AA` for 26."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_number(name: str) -> int:
    """0 for `A`, 26 for `AA`."""
    number = 0
    for char in name.upper():
        number = number * 26 + ord(char) - 64
    return number - 1


def active_sheet(office: Office) -> Any:
    return office.controller.ActiveSheet


def same_sheet(one: Any, other: Any) -> bool:
    return bool(one.RangeAddress.Sheet == other.RangeAddress.Sheet)


def sheet_named(office: Office, name: str | None) -> Any:
    """The sheet of this name (capitals do not count, as in formulas); the active sheet for None.

    Raises: ActionRejected when there is none.
    """
    if name is None:
        return active_sheet(office)
    sheets = office.document.Sheets
    known = list(sheets.ElementNames)
    found = [n for n in known if n == name] or [n for n in known if n.lower() == name.strip().lower()]
    if not found:
        raise ActionRejected(f"there is no sheet {name!r}; there {'is' if len(known) == 1 else 'are'} {', '.join(known)}")
    return sheets.getByName(found[0])


def area(office: Office, text: str) -> Area:
    """The cells that an address names.

    Raises: ActionRejected when it is no address, lies outside the sheet or names a sheet that is not there.
    """
    sheet_name, mark, cells = text.strip().rpartition("!")
    sheet = sheet_named(office, sheet_name.strip("'").replace("''", "'") if mark else None)
    first, _, last = cells.partition(":")
    start, end = _PART.match(first.strip()), _PART.match(last.strip() or first.strip())
    if not start or not end or not start[0] or not end[0] or bool(start[1]) != bool(end[1]) or bool(start[2]) != bool(end[2]):
        raise ActionRejected(f"{text!r} names no cells; write for instance B2, A1:C9, B:B or 3:3")
    limits = sheet.RangeAddress
    columns = sorted(column_number(m[1]) for m in (start, end)) if start[1] else [0, limits.EndColumn]
    rows = sorted(int(m[2]) - 1 for m in (start, end)) if start[2] else [0, limits.EndRow]
    if columns[1] > limits.EndColumn or rows[0] < 0 or rows[1] > limits.EndRow:
        raise ActionRejected(f"{cells} lies outside the sheet, which ends at {letter(limits.EndColumn)}{limits.EndRow + 1}")
    whole = "" if start[1] and start[2] else "columns" if start[1] else "rows"
    return Area(sheet, columns[0], rows[0], columns[1], rows[1], whole)


def cell_at(office: Office, text: str) -> Area:
    """The one cell that an address names; the top left one of a range.

    Raises: ActionRejected as `area` does, and for whole columns and rows.
    """
    found = area(office, text)
    if found.whole:
        raise ActionRejected(f"{text!r} is no single cell; write for instance {letter(found.left)}{found.top + 1}")
    return Area(found.sheet, found.left, found.top, found.left, found.top)


def from_address(office: Office, address: Any) -> Area:
    """The area behind an office's CellRangeAddress."""
    sheet = office.document.Sheets.getByIndex(address.Sheet)
    limits = sheet.RangeAddress
    whole = "columns" if (address.StartRow, address.EndRow) == (0, limits.EndRow) else ""
    whole = whole or ("rows" if (address.StartColumn, address.EndColumn) == (0, limits.EndColumn) else "")
    return Area(sheet, address.StartColumn, address.StartRow, address.EndColumn, address.EndRow, whole)


def used_area(sheet: Any) -> Area:
    """From the first to the last cell with contents; A1 for an empty sheet."""
    cursor = sheet.createCursor()
    cursor.gotoStartOfUsedArea(False)
    cursor.gotoEndOfUsedArea(True)
    found = cursor.RangeAddress
    return Area(sheet, found.StartColumn, found.StartRow, found.EndColumn, found.EndRow)


def filled(found: Area, flags: int) -> Area | None:
    """The first cells of an area that hold contents of these kinds (com.sun.star.sheet.CellFlags); None when there are none."""
    for part in found.cells.queryContentCells(flags).RangeAddresses:
        # Beyond the columns in use the office answers with cells beside the area.
        inside = found.within(Area(found.sheet, part.StartColumn, part.StartRow, part.EndColumn, part.EndRow))
        if inside is not None:
            return inside
    return None


def is_empty(sheet: Any) -> bool:
    """Whether no cell of the sheet holds anything."""
    used = used_area(sheet)
    return used.single and not used.cells.getCellByPosition(0, 0).Formula


def editable(found: Area) -> Area:
    """The same area.

    Raises: ActionRejected when its sheet is protected.
    """
    if found.sheet.isProtected():
        raise ActionRejected(f"the sheet {found.sheet.Name} is protected; protect_sheet with protected=false lifts that")
    return found


def edit_area(office: Office, text: str) -> Area:
    """`area`, for cells that an action is going to change."""
    return editable(area(office, text))


@contextmanager
def keeping_view(office: Office) -> Iterator[None]:
    """Puts the active sheet and the selection back, for work that needs a selection of its own."""
    sheet, selection = active_sheet(office), office.document.CurrentSelection
    try:
        yield
    finally:
        if selection is not None:
            office.controller.select(selection)
        office.controller.setActiveSheet(sheet)
