"""Tables: insert, fill, grow, shrink, merge and style them, or make one from text."""

from __future__ import annotations

import re
from typing import Any

from com.sun.star.table import BorderLine2
from com.sun.star.uno import Exception as UnoException

from lam.envs.libreoffice.inside import colors
from lam.envs.libreoffice.inside.document.body import PARAGRAPH, Body, body_of, cell_texts, column_number, row_names, table_size
from lam.envs.libreoffice.inside.document.content import DIRECT, new_paragraph, put_text, remove
from lam.envs.libreoffice.inside.document.formatting import body_style
from lam.envs.libreoffice.inside.document.outline import plural
from lam.envs.libreoffice.inside.document.targets import Address, addresses, cell_names, content, paragraphs
from lam.envs.libreoffice.inside.office import Effect, Office, implements
from lam.errors import ActionRejected

SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "paragraph": None}
WIDTHS = {"none": 0, "thin": 18, "medium": 35, "thick": 79}
"""Border widths in hundredths of a millimetre: half a point, one, two and a quarter."""
_CELL = re.compile(r"^([A-Z]{1,2})(\d{1,4})$")


def table_of(office: Office, target: str) -> tuple[str, Any]:
    """The id and the object of a target that is one table.

    Raises: ActionRejected otherwise.
    """
    body = body_of(office)
    found = addresses(body, target)
    if len(found) != 1 or found[0].kind != "t" or found[0].first != found[0].last:
        raise ActionRejected(f"{target!r} is not a table; give its id, such as t1")
    return f"t{found[0].first}", body.table(found[0].first)


@implements("document")
def insert_table(office: Office, rows: int, columns: int, after: str = "end", data: list[list[Any]] | None = None) -> Effect:
    if rows * columns > 20_000:
        raise ActionRejected("a table holds at most 20,000 cells")
    _check_fit(data or [], rows, columns, "the table")
    body = body_of(office)
    table = _create(office, body, addresses(body, after)[-1], rows, columns)
    names = _fill(table, 1, 1, data or [])
    body.refresh()
    item = next(t for t in body.tables if t.thing.Name == table.Name)
    if table_size(item.thing) != (rows, columns):
        raise RuntimeError(f"{item.id} has {table_size(item.thing)} rows and columns")
    filled = f", {plural(names, 'cell')} filled" if names else ""
    return Effect(f"inserted {item.id} with {plural(rows, 'row')} and {plural(columns, 'column')} {_where(body, item.id)}{filled}", [item.id])


def _create(office: Office, body: Body, address: Address, rows: int, columns: int) -> Any:
    """An empty table behind an element. A paragraph that has to follow it is body text."""
    if address.kind == "i" or (address.kind == "t" and address.cells):
        raise ActionRejected("give the paragraph or table after which the new table goes")
    table = office.document.createInstance("com.sun.star.text.TextTable")
    table.initialize(rows, columns)
    place, leftover = _landing(office, body, address)
    office.document.Text.insertTextContent(place, table, False)
    if leftover is not None:
        leftover.ParaStyleName = body_style(office)
    style = body_style(office) if office.path.lower().endswith(".docx") else "Table Contents"
    for name in table.CellNames:
        cell = table.getCellByName(name)
        cursor = cell.createTextCursor()
        cursor.ParaStyleName = style
        cursor.gotoEnd(True)
        for direct in DIRECT:
            cursor.setPropertyToDefault(direct)
    return table


def _landing(office: Office, body: Body, address: Address) -> tuple[Any, Any]:
    """The start of the paragraph that the table goes in front of, and that paragraph where it was made for this."""
    items = [item for item in body.items if item.kind != "i"]
    if address.kind == "start":
        index = 0
    elif address.kind in ("end", "all"):
        index = len(items)
    elif address.kind == "selection":
        spot = paragraphs(office, "selection")[-1]
        index = next(i for i, item in enumerate(items) if item.id == spot.id) + 1
    else:
        index = next(i for i, item in enumerate(items) if item.kind == address.kind and item.number == address.last) + 1
    if index < len(items) and items[index].kind == "p":
        return body.paragraph(items[index].number).Start, None
    if index == len(items) and len(items) == 1 and not items[0].text:
        return body.paragraph(1).Start, None
    edge = Address("end") if index == len(items) else Address("t", items[index].number, items[index].number)
    paragraph = new_paragraph(office, edge, index < len(items), "")
    return paragraph.Start, paragraph


def _where(body: Body, id_: str) -> str:
    items = [item for item in body.items if item.kind != "i"]
    index = next(i for i, item in enumerate(items) if item.id == id_)
    return f"after {items[index - 1].id}" if index else "at the start"


def cell_text(value: Any) -> str:
    """A value as it stands in a text table."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) and value.is_integer() else str(value)


def _check_fit(data: list[list[Any]], rows: int, columns: int, what: str) -> None:
    height, width = len(data), max((len(row) for row in data), default=0)
    if height > rows or width > columns:
        raise ActionRejected(f"{height}x{width} values do not fit into {what} ({rows}x{columns} cells)")


def _fill(table: Any, row: int, column: int, data: list[list[Any]]) -> int:
    """Write values from a cell on, keeping each cell's formatting; how many were written."""
    names = {(number, position + 1): name for number in range(row, row + len(data)) for position, name in enumerate(row_names(table, number))}
    count = 0
    for down, values in enumerate(data):
        for right, value in enumerate(values):
            cell = table.getCellByName(names[row + down, column + right])
            parts = content(cell)
            for extra in [p for p in parts[1:] if p.supportsService(PARAGRAPH)]:
                extra.dispose()
            put_text(parts[0], cell_text(value))
            if cell.String.replace("\r\n", "\n") != cell_text(value).replace("\r\n", "\n"):
                raise RuntimeError(f"cell {cell.CellName} reads {cell.String[:40]!r}")
            count += 1
    return count


@implements("document")
def set_table_cells(office: Office, table: str, cell: str, data: list[list[Any]]) -> Effect:
    id_, thing = table_of(office, table)
    corner = cell_names(thing, cell, id_)[0]
    row, column = _place(corner)
    _check_fit(data, thing.Rows.Count - row + 1, len(row_names(thing, row)) - column + 1, f"{id_} from {corner}")
    for down, values in enumerate(data):
        _check_fit([values], 1, len(row_names(thing, row + down)) - column + 1, f"row {row + down} of {id_}")
    _fill(thing, row, column, data)
    words = "; ".join(" | ".join(cell_texts(thing, row + down)) for down in range(min(3, len(data))))
    return Effect(f"{id_} row{'s' if len(data) > 1 else ''} {row}{f'-{row + len(data) - 1}' if len(data) > 1 else ''} now: {words[:160]}", [id_])


def _place(name: str) -> tuple[int, int]:
    match = re.match(r"([A-Za-z]+)(\d+)", name)
    assert match is not None
    return int(match[2]), column_number(match[1])


@implements("document")
def insert_table_rows(office: Office, table: str, at: int, count: int = 1) -> Effect:
    return _resize(office, table, at, count, "row", grow=True)


@implements("document")
def delete_table_rows(office: Office, table: str, at: int, count: int = 1) -> Effect:
    return _resize(office, table, at, count, "row", grow=False)


@implements("document")
def insert_table_columns(office: Office, table: str, at: int, count: int = 1) -> Effect:
    return _resize(office, table, at, count, "column", grow=True)


@implements("document")
def delete_table_columns(office: Office, table: str, at: int, count: int = 1) -> Effect:
    return _resize(office, table, at, count, "column", grow=False)


def _resize(office: Office, table: str, at: int, count: int, line: str, grow: bool) -> Effect:
    id_, thing = table_of(office, table)
    lines = thing.Rows if line == "row" else thing.Columns
    had = lines.Count
    if at > had + grow or (not grow and at + count - 1 > had):
        raise ActionRejected(f"{id_} has {had} {line}s")
    if not grow and count == had:
        raise ActionRejected(f"these are all {line}s of {id_}; use delete for the whole table")
    if grow and line == "column" and had + count > 63:
        raise ActionRejected("a table has at most 63 columns")
    edges = _edges(thing, at, line) if grow else []
    try:
        if grow:
            lines.insertByIndex(at - 1, count)
        else:
            lines.removeByIndex(at - 1, count)
    except UnoException as error:
        raise ActionRejected(f"{id_} has merged cells there, which prevents it ({str(error).splitlines()[0]})") from None
    if lines.Count != had + (count if grow else -count):
        raise RuntimeError(f"{id_} has {lines.Count} {line}s")
    side = "TopBorder" if line == "row" else "LeftBorder"
    for (row, column), edge in edges:
        cell = thing.getCellByPosition(column + count * (line == "column"), row + count * (line == "row"))
        setattr(cell, side, edge)
    rows, columns = table_size(thing)
    span = f"{line} {at}" if count == 1 else f"{line}s {at} to {at + count - 1}"
    return Effect(f"{'inserted' if grow else 'deleted'} {span} of {id_}, which now has {plural(rows, 'row')} and {plural(columns, 'column')}", [id_])


def _edges(table: Any, at: int, line: str) -> list[tuple[tuple[int, int], Any]]:
    """(row, column) from 0 and border of the cells before which lines are inserted: the office takes it from them for the new ones."""
    if any("." in name for name in table.CellNames) or at > (table.Rows if line == "row" else table.Columns).Count:
        return []
    places = [(at - 1, n) if line == "row" else (n, at - 1) for n in range((table.Columns if line == "row" else table.Rows).Count)]
    try:
        return [
            ((row, column), getattr(table.getCellByPosition(column, row), "TopBorder" if line == "row" else "LeftBorder")) for row, column in places
        ]
    except UnoException:  # merged cells
        return []


@implements("document")
def merge_table_cells(office: Office, table: str, cells: str) -> Effect:
    id_, thing = table_of(office, table)
    names = cell_names(thing, cells, id_)
    if len(names) < 2:
        raise ActionRejected("merge_table_cells needs a rectangle such as A1:C1")
    cursor = thing.createCursorByCellName(names[0])
    cursor.gotoCellByName(names[-1], True)
    before = len(thing.CellNames)
    if not cursor.mergeRange():
        raise ActionRejected(f"{cells} of {id_} cannot be merged")
    if len(thing.CellNames) >= before:
        raise RuntimeError(f"{id_} still has {before} cells")
    return Effect(f"merged {cells} of {id_}: {thing.getCellByName(names[0]).String[:60]}", [id_])


@implements("document")
def style_table(
    office: Office,
    table: str,
    style: str | None = None,
    header_background: str | None = None,
    header_bold: bool | None = None,
    border: str | None = None,
    border_color: str | None = None,
    alignment: str | None = None,
) -> Effect:
    id_, thing = table_of(office, table)
    said: list[str] = []
    ink = colors.to_number(border_color) if border_color is not None else None
    fill = colors.to_number(header_background) if header_background is not None else None
    if style is not None:
        said.append(_named_style(office, thing, style))
    head = [thing.getCellByName(name) for name in row_names(thing, 1)]
    if fill is not None:
        for cell in head:
            cell.BackColor = fill
            if cell.BackColor != fill:
                raise RuntimeError(f"{cell.CellName} has the background {cell.BackColor}")
        said.append(f"header row on {colors.to_text(fill)}" if fill >= 0 else "header row without background")
    if header_bold is not None:
        for cell in head:
            for paragraph in content(cell):
                paragraph.CharWeight = 150.0 if header_bold else 100.0
        said.append("header row bold" if header_bold else "header row not bold")
    if border is not None or ink is not None:
        said.append(_set_borders(thing, border, ink))
    if alignment is not None:
        thing.HoriOrient = {"left": 3, "center": 2, "right": 1}[alignment]
        said.append(f"aligned {alignment}")
    if not said:
        raise ActionRejected("style_table needs something to change, such as border or header_background")
    return Effect(f"{id_}: {', '.join(said)}", [id_])


def _named_style(office: Office, table: Any, style: str) -> str:
    names = office.document.StyleFamilies.getByName("TableStyles").ElementNames
    name = next((n for n in names if n.lower() == style.strip().lower()), None)
    if name is None:
        raise ActionRejected(f"there is no table style {style!r}; there are {', '.join(names)}")
    table.autoFormat(name)
    return f"style {name}"


def _set_borders(table: Any, border: str | None, ink: int | None) -> str:
    """The four borders of every cell."""
    for name in table.CellNames:
        cell = table.getCellByName(name)
        for side in ("TopBorder", "BottomBorder", "LeftBorder", "RightBorder"):
            line = cell.getPropertyValue(side)
            width = WIDTHS[border] if border is not None else line.OuterLineWidth or WIDTHS["thin"]
            new = BorderLine2()
            new.Color = max(0, ink) if ink is not None else line.Color
            new.OuterLineWidth = new.LineWidth = width
            cell.setPropertyValue(side, new)
    first = table.getCellByName("A1").TopBorder
    if border is not None and bool(first.OuterLineWidth) != (border != "none"):
        raise RuntimeError(f"the border is {first.OuterLineWidth} wide")
    words = {"none": "no borders", None: "borders"}.get(border, f"{border} borders")
    return words + (f" in {colors.to_text(first.Color)}" if ink is not None and border != "none" else "")


@implements("document")
def text_to_table(office: Office, target: str, separator: str = "tab") -> Effect:
    body = body_of(office)
    found = addresses(body, target)
    if len(found) != 1 or found[0].kind not in ("p", "selection"):
        raise ActionRejected(f"text_to_table takes paragraphs such as p3-p6, not {target!r}")
    spots = paragraphs(office, target)
    if any(spot.id[0] != "p" for spot in spots):
        raise ActionRejected("text that is in a table already cannot become one")
    mark = SEPARATORS[separator]
    rows = [[part.strip() for part in spot.range.String.split(mark)] if mark else [spot.range.String] for spot in spots]
    columns = max(map(len, rows))
    if mark and columns == 1:
        raise ActionRejected(f"there is no {separator} in {target}")
    numbers = [int(spot.id[1:]) for spot in spots]
    table = _create(office, body, Address("p", numbers[0], numbers[-1]), len(rows), columns)
    _fill(table, 1, 1, rows)
    body.refresh()
    originals = body.between(numbers[0], numbers[-1])  # looked up again: making room may have split the last of them
    for number, original in reversed(list(zip(range(numbers[0], numbers[-1] + 1), originals, strict=True))):
        remove(body, f"p{number}", original)
    body.refresh()
    item = next(t for t in body.tables if t.thing.Name == table.Name)
    return Effect(f"{target} became {item.id} with {plural(len(rows), 'row')} and {plural(columns, 'column')}", [item.id])
