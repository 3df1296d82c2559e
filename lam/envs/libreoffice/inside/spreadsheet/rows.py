"""Actions on rows and columns: insert, delete, sort, filter, remove duplicates."""

from __future__ import annotations

from builtins import range as upto
from typing import Any

import uno
from com.sun.star.table import TableSortField

from lam.envs.libreoffice.inside.office import Effect, Office, implements, properties
from lam.envs.libreoffice.inside.spreadsheet.ranges import Area, column_number, edit_area, editable, letter, sheet_named, used_area
from lam.envs.libreoffice.inside.spreadsheet.table import find_table
from lam.errors import ActionRejected


@implements("spreadsheet")
def insert_rows(office: Office, at: int, count: int = 1, sheet: str | None = None) -> Effect:
    place = _sheet(office, sheet)
    place.Rows.insertByIndex(at - 1, count)
    return Effect(
        f"{_lines('row', at, count)} inserted on {place.Name}; used {used_area(place).address}", [str(at + i) for i in upto(min(count, 10))]
    )


@implements("spreadsheet")
def delete_rows(office: Office, at: int, count: int = 1, sheet: str | None = None) -> Effect:
    place = _sheet(office, sheet)
    used = used_area(place)
    if at - 1 > used.bottom:
        raise ActionRejected(f"row {at} is empty; {place.Name} uses {used.address}")
    place.Rows.removeByIndex(at - 1, count)
    return Effect(f"{_lines('row', at, count)} deleted on {place.Name}; used {used_area(place).address}", [place.Name])


@implements("spreadsheet")
def insert_columns(office: Office, at: str, count: int = 1, sheet: str | None = None) -> Effect:
    place, column = _sheet(office, sheet), column_number(at)
    place.Columns.insertByIndex(column, count)
    return Effect(
        f"{_columns(column, count)} inserted on {place.Name}; used {used_area(place).address}", [letter(column + i) for i in upto(min(count, 10))]
    )


@implements("spreadsheet")
def delete_columns(office: Office, at: str, count: int = 1, sheet: str | None = None) -> Effect:
    place, column = _sheet(office, sheet), column_number(at)
    used = used_area(place)
    if column > used.right:
        raise ActionRejected(f"column {letter(column)} is empty; {place.Name} uses {used.address}")
    place.Columns.removeByIndex(column, count)
    return Effect(f"{_columns(column, count)} deleted on {place.Name}; used {used_area(place).address}", [place.Name])


@implements("spreadsheet")
def sort(office: Office, range: str, by: str, descending: bool = False, header: bool | None = None, then_by: str | None = None) -> Effect:
    target = table_area(edit_area(office, range))
    headed = has_header(target) if header is None else header
    keys = [(_inside(target, by), not descending)] + ([(_inside(target, then_by), not descending)] if then_by else [])
    if target.rows - headed < 2:
        raise ActionRejected(f"{target.address} has {target.rows - headed} rows to sort")
    _not_torn(target, "sorting it")
    fields = tuple(_sort_field(column - target.left, ascending) for column, ascending in keys)
    settings = properties(
        SortFields=uno.Any("[]com.sun.star.table.TableSortField", fields), ContainsHeader=headed, BindFormatsToContent=True, IsSortColumns=False
    )
    before = _contents(target)
    target.cells.sort(settings)
    if _contents(target) != before:
        raise ActionRejected(f"{target.address} cannot be sorted: its formulas would give other values")
    column = keys[0][0]
    ends = [target.sheet.getCellByPosition(column, row).String for row in (target.top + headed, target.bottom)]
    area = Area(target.sheet, target.left, target.top + headed, target.right, target.bottom)
    told = f"{area.label(office)} sorted by {letter(column)} {'descending' if descending else 'ascending'}"
    return Effect(f"{told}: first {ends[0] or 'empty'}, last {ends[1] or 'empty'}", [area.label(office)])


@implements("spreadsheet")
def remove_duplicates(office: Office, range: str, columns: list[str] | None = None, header: bool | None = None) -> Effect:
    target = table_area(edit_area(office, range))
    headed = has_header(target) if header is None else header
    keys = [_inside(target, name) - target.left for name in columns] if columns else list(upto(target.columns))
    _not_torn(target, "removing rows from it")
    seen, repeated = set(), []
    for index, row in enumerate(target.cells.getDataArray()):
        key = tuple(value.strip().lower() if isinstance(value, str) else value for value in (row[k] for k in keys))
        if index < headed:
            continue
        if key in seen and any(value != "" for value in key):
            repeated.append(target.top + index)
        seen.add(key)
    used = used_area(target.sheet)
    whole = target.left <= used.left and target.right >= used.right
    for row in reversed(repeated):
        if whole:
            target.sheet.Rows.removeByIndex(row, 1)
        else:
            place = target.sheet.getCellRangeByPosition(target.left, row, target.right, row).RangeAddress
            target.sheet.removeRange(place, uno.Enum("com.sun.star.sheet.CellDeleteMode", "UP"))
    if not repeated:
        return Effect(f"{target.label(office)} has no repeated rows", [])
    numbers = ", ".join(str(row + 1) for row in repeated[:8]) + (", …" if len(repeated) > 8 else "")
    left = target.rows - headed - len(repeated)
    return Effect(f"{len(repeated)} repeated rows deleted (rows {numbers}); {left} left in {target.label(office)}", [target.label(office)])


def table_area(target: Area) -> Area:
    """Whole columns or rows cut to the table with its header, without totals; a bounded range as it is."""
    if not target.whole:
        return target
    return target.within(find_table(target.sheet).area) or target.used()


def has_header(target: Area) -> bool:
    """Whether the first row of a range is the header row of the table."""
    return find_table(target.sheet).header == target.top


def _inside(target: Area, name: str) -> int:
    column = column_number(name)
    if not target.left <= column <= target.right:
        raise ActionRejected(f"column {name.upper()} is not in {target.address}")
    return column


def _not_torn(target: Area, doing: str) -> None:
    """Raises: ActionRejected when the range is one column of a wider table, whose rows would be torn apart."""
    table = find_table(target.sheet).area
    if target.columns == 1 and table.columns > 1 and target.within(table):
        raise ActionRejected(
            f"{target.address} is one column of the table {table.address}; {doing} alone would tear the rows apart, so give {table.address}"
        )


def _sort_field(column: int, ascending: bool) -> TableSortField:
    field = TableSortField()
    field.Field, field.IsAscending = column, ascending
    return field


def _contents(target: Area) -> list[Any]:
    """The rows of values, in an order of their own."""
    return sorted(target.cells.getDataArray(), key=repr)


def _sheet(office: Office, name: str | None) -> Any:
    found = sheet_named(office, name)
    editable(Area(found, 0, 0, 0, 0))
    return found


def _lines(word: str, at: int, count: int) -> str:
    return f"{word} {at}" if count == 1 else f"{word}s {at} to {at + count - 1}"


def _columns(column: int, count: int) -> str:
    return f"column {letter(column)}" if count == 1 else f"columns {letter(column)} to {letter(column + count - 1)}"
