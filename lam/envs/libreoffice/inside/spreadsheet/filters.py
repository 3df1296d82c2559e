"""Filters: show only the rows that meet a condition, as filter buttons do."""

from __future__ import annotations

from builtins import range as upto
from collections.abc import Iterator
from typing import Any

import uno
import unohelper
from com.sun.star.frame import XStatusListener
from com.sun.star.sheet import TableFilterField2

from lam.envs.libreoffice.inside.office import Effect, Office, implements
from lam.envs.libreoffice.inside.spreadsheet.ranges import Area, column_number, edit_area, editable, keeping_view, letter, sheet_named, used_area
from lam.envs.libreoffice.inside.spreadsheet.rows import table_area
from lam.envs.libreoffice.inside.spreadsheet.table import find_table
from lam.envs.libreoffice.inside.spreadsheet.values import as_number
from lam.errors import ActionRejected

BUTTONS = ".uno:DataFilterAutoFilter"
NO_BUTTONS = ".uno:DataFilterHideAutoFilter"
OPERATORS = {"=": 2, "!=": 3, ">": 4, ">=": 5, "<": 6, "<=": 7, "top": 8, "contains": 12}
"""com.sun.star.sheet.FilterOperator2"""


@implements("spreadsheet")
def filter(office: Office, range: str, column: str, operator: str = "=", value: Any = None) -> Effect:
    target = table_area(edit_area(office, range))
    if target.rows < 2:
        raise ActionRejected(f"{target.address} has no rows below its header")
    position = column_number(column)
    if not target.left <= position <= target.right:
        raise ActionRejected(f"column {column.upper()} is not in {target.address}")
    field = None if value is None else _condition(office, target, position, operator, value)
    _remove(office, target.sheet)
    settings = target.cells.createFilterDescriptor(True)
    settings.ContainsHeader = True
    target.cells.filter(settings)
    with keeping_view(office):
        office.controller.select(target.cells)
        office.dispatch(BUTTONS)
        if not _has_buttons(office):
            office.dispatch(BUTTONS)  # it took away what was left of an earlier filter of another range
        if not _has_buttons(office):
            raise ActionRejected(f"{target.address} gets no filter buttons, because another range of the sheet got some before")
    if field is None:
        return Effect(f"{target.label(office)} has filter buttons in row {target.top + 1}", [target.label(office)])
    settings.setFilterFields2((field,))
    target.cells.filter(settings)
    shown = [row + 1 for row in upto(target.top + 1, target.bottom + 1) if target.sheet.Rows.getByIndex(row).IsVisible]
    listed = ", ".join(map(str, shown[:12])) + (", …" if len(shown) > 12 else "")
    which = f"rows {listed}" if len(shown) != 1 else f"row {listed}"
    return Effect(
        f"{len(shown)} of {target.rows - 1} rows show where {letter(position)} {operator} {value}{': ' + which if shown else ''}",
        [target.label(office)],
    )


@implements("spreadsheet")
def clear_filter(office: Office, sheet: str | None = None) -> Effect:
    place = sheet_named(office, sheet)
    editable(Area(place, 0, 0, 0, 0))
    if not _remove(office, place):
        raise ActionRejected(f"there is no filter on {place.Name}")
    return Effect(f"the filter of {place.Name} is gone; all its rows show", [place.Name])


def _condition(office: Office, target: Area, column: int, operator: str, value: Any) -> Any:
    field = TableFilterField2()
    field.Field, field.Operator = column - target.left, OPERATORS[operator]
    sample = target.sheet.getCellByPosition(column, target.top + 1)
    number = as_number(office, value, sample) if operator != "contains" else None
    if operator in (">", ">=", "<", "<=", "top") and number is None:
        raise ActionRejected(f"{operator} compares numbers or dates; {value!r} is neither")
    if operator == "top" and (number is None or not 1 <= number <= target.rows or number != int(number)):
        raise ActionRejected(f"top takes how many rows to show, 1 to {target.rows - 1}")
    if number is None:
        field.IsNumeric, field.StringValue = False, str(value)
    else:
        field.IsNumeric, field.NumericValue = operator != "top", number
        field.StringValue = f"{number:g}"
    return field


def _remove(office: Office, sheet: Any) -> bool:
    """Take the filter off a sheet; whether there was one."""
    found = False
    ranges = office.document.DatabaseRanges
    for name in ranges.ElementNames:
        entry = ranges.getByName(name)
        if entry.AutoFilter and entry.DataArea.Sheet == sheet.RangeAddress.Sheet:
            settings = entry.getFilterDescriptor()
            settings.setFilterFields2(())
            entry.refresh()
            entry.AutoFilter, found = False, True
    modified = office.document.isModified()
    with keeping_view(office):
        for cells in _candidates(sheet):
            office.document.setModified(False)
            office.controller.select(cells)
            office.dispatch(NO_BUTTONS)
            if office.document.isModified():
                found = modified = True
                break
    office.document.setModified(modified)
    hidden = _filtered_row(sheet)
    if hidden is not None:
        table = find_table(sheet).area
        table.cells.filter(table.cells.createFilterDescriptor(True))
        found = True
    if _filtered_row(sheet) is not None:
        raise RuntimeError(f"row {_filtered_row(sheet)} of {sheet.Name} stays filtered")
    return found


def _candidates(sheet: Any) -> Iterator[Any]:
    """Cells that may lie in a range with filter buttons: the table, rows that a filter hides, the header row and the rows above it."""
    table = find_table(sheet)
    yield table.area.cells
    row = _filtered_row(sheet)
    if row is not None:
        for column in upto(table.used.left, min(table.used.right, table.used.left + 50) + 1):
            yield sheet.getCellByPosition(column, row)
    for row in upto(table.used.top, table.area.top + 1):
        yield sheet.getCellByPosition(table.used.left, row)
        yield sheet.getCellByPosition(table.used.right, row)


def _filtered_row(sheet: Any) -> int | None:
    """The first row that a filter hides."""
    used = used_area(sheet)
    visible = sheet.getCellRangeByPosition(used.left, used.top, used.left, used.bottom).queryVisibleCells().RangeAddresses
    if sum(part.EndRow - part.StartRow + 1 for part in visible) == used.rows:
        return None
    for row in upto(used.top, used.bottom + 1):
        if sheet.Rows.getByIndex(row).IsFiltered:
            return row
    return None


class _State(unohelper.Base, XStatusListener):
    """Hears whether a command is switched on."""

    def __init__(self) -> None:
        self.on = False

    def statusChanged(self, event: Any) -> None:  # noqa: N802 - the interface's name
        self.on = bool(event.State)

    def disposing(self, source: Any) -> None:
        del source


def _has_buttons(office: Office) -> bool:
    """Whether the selection lies in a range with filter buttons."""
    url = _url(office)
    dispatch = office.frame.queryDispatch(url, "", 0)
    heard = _State()
    dispatch.addStatusListener(heard, url)
    dispatch.removeStatusListener(heard, url)
    return heard.on


def _url(office: Office) -> Any:
    url = uno.createUnoStruct("com.sun.star.util.URL")
    url.Complete = BUTTONS
    return office.create("com.sun.star.util.URLTransformer").parseStrict(url)[1]
