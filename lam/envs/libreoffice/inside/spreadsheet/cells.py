"""Actions on the contents of cells: write, fill, clear, copy transposed, split, comments, links, names."""

from __future__ import annotations

import re
from builtins import range as upto
from typing import Any

from com.sun.star.table import CellAddress

from lam.envs.libreoffice.inside.office import Effect, Office, implements
from lam.envs.libreoffice.inside.spreadsheet.ranges import Area, area, cell_at, edit_area, editable, filled, keeping_view, letter
from lam.envs.libreoffice.inside.spreadsheet.values import VALUE_ERRORS, check_formula, error_of, is_blank, is_formula, shown_value, write
from lam.errors import ActionRejected

CONTENTS = 1 | 2 | 4 | 16
"""com.sun.star.sheet.CellFlags: numbers, dates, texts, formulas."""
FORMATS = 32 | 64
COMMENTS = 8
MAX_CELLS = 20_000
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "space": " ", "pipe": "|", "hyphen": "-"}


@implements("spreadsheet")
def set_cell(office: Office, cell: str, value: Any = None) -> Effect:
    place = editable(cell_at(office, cell))
    target = place.cells.getCellByPosition(0, 0)
    write(office, target, value)
    if is_formula(target):
        check_formula(office, target, str(value))
    return Effect(f"{place.label(office)} = {shown_value(office, target)}", [place.label(office)])


@implements("spreadsheet")
def set_cells(office: Office, cell: str, rows: list[list[Any]]) -> Effect:
    width = max((len(row) for row in rows), default=0)
    if not width:
        raise ActionRejected("rows holds no values")
    start = editable(cell_at(office, cell))
    block = _block(start, len(rows), width)
    errors = []
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            target = block.cells.getCellByPosition(j, i)
            write(office, target, value)
            if is_formula(target) and target.getError():
                if target.getError() not in VALUE_ERRORS or block.single:
                    check_formula(office, target, str(value))
                errors.append(f"{letter(block.left + j)}{block.top + i + 1} {error_of(target)}")
    first = shown_value(office, block.cells.getCellByPosition(0, 0))
    count = sum(len(row) for row in rows)
    return Effect(
        f"{block.label(office)} = {_values(block)}" if count > 1 else f"{block.label(office)} = {first}" + _told(errors), [block.label(office)]
    )


@implements("spreadsheet")
def fill_down(office: Office, range: str) -> Effect:
    target = edit_area(office, range).used()
    if target.rows < 2:
        example = f"{target.address}:{letter(target.right)}{target.top + 9}"
        raise ActionRejected(f"{target.address} is one row; give the row to copy together with the rows below it, such as {example}")
    source = Area(target.sheet, target.left, target.top, target.right, target.top)
    if all(is_blank(source.cells.getCellByPosition(i, 0)) for i in upto(target.columns)):
        raise ActionRejected(f"{source.address} is empty, so there is nothing to fill down")
    done = 1
    while done < target.rows:
        rows = min(done, target.rows - done)
        part = target.sheet.getCellRangeByPosition(target.left, target.top, target.right, target.top + rows - 1)
        target.sheet.copyRange(CellAddress(target.sheet.RangeAddress.Sheet, target.left, target.top + done), part.RangeAddress)
        done += rows
    errors = []
    for j in upto(target.columns):
        for i in upto(min(target.rows, 200)):
            cell = target.cells.getCellByPosition(j, i)
            if is_formula(cell) and cell.getError():
                errors.append(f"{letter(target.left + j)}{target.top + i + 1} {error_of(cell)}")
    last = shown_value(office, target.cells.getCellByPosition(0, target.rows - 1))
    return Effect(f"filled {target.label(office)}; {letter(target.left)}{target.bottom + 1} = {last}{_told(errors)}", [target.label(office)])


@implements("spreadsheet")
def clear(office: Office, range: str, what: str = "contents") -> Effect:
    target = edit_area(office, range)
    flags = {"contents": CONTENTS, "formats": FORMATS, "all": CONTENTS | FORMATS | COMMENTS}[what]
    target.cells.clearContents(flags)
    if what != "contents":
        target.cells.ConditionalFormat = _cleared(target.cells.ConditionalFormat)
    left = filled(target, CONTENTS) if what != "formats" else None
    if left is not None:
        raise ActionRejected(f"{left.address} still has contents; it may hold part of an array formula")
    words = {"contents": "is empty", "formats": "has no formatting", "all": "is empty and has no formatting"}[what]
    return Effect(f"{target.label(office)} {words}", [target.label(office)])


@implements("spreadsheet")
def transpose(office: Office, range: str, to: str) -> Effect:
    source, start = area(office, range).used(), editable(cell_at(office, to))
    target = _block(start, source.columns, source.rows)
    _must_be_empty(target)
    with keeping_view(office):
        office.controller.select(source.cells)
        office.dispatch(".uno:Copy")
        office.controller.select(start.cells)
        office.dispatch(".uno:InsertContents", Flags="SVDFNT", FormulaCommand=0, SkipEmptyCells=False, Transpose=True, AsLink=False, MoveMode=4)
        office.dispatch(".uno:Cancel")
    before, after = source.cells.getDataArray(), target.cells.getDataArray()
    if tuple(zip(*before, strict=True)) != tuple(after):
        raise ActionRejected(f"{source.address} cannot be transposed: its formulas give other values at {target.address}")
    return Effect(f"{source.label(office)} copied transposed to {target.label(office)}", [target.label(office)])


@implements("spreadsheet")
def text_to_columns(office: Office, range: str, separator: str = "comma") -> Effect:
    source = edit_area(office, range).used()
    if source.columns != 1:
        raise ActionRejected(f"{source.address} is {source.columns} columns wide; give one column")
    mark = SEPARATORS[separator]
    texts = [str(value) if isinstance(value, str) else "" for (value,) in source.cells.getDataArray()]
    parts = [[part.strip() for part in text.split(mark)] for text in texts]
    width = max(len(row) for row in parts)
    if width == 1:
        raise ActionRejected(f"no cell of {source.address} holds a {separator}")
    _must_be_empty(Area(source.sheet, source.left + 1, source.top, source.left + width - 1, source.bottom))
    for i, row in enumerate(parts):
        for j, part in enumerate(row if len(row) > 1 else []):
            write(office, source.sheet.getCellByPosition(source.left + j, source.top + i), part)
    target = Area(source.sheet, source.left, source.top, source.left + width - 1, source.bottom)
    return Effect(f"{source.label(office)} split into {target.label(office)}: {_values(target)}", [target.label(office)])


@implements("spreadsheet")
def insert_comment(office: Office, cell: str, text: str) -> Effect:
    place = editable(cell_at(office, cell))
    notes = place.sheet.Annotations
    for index in upto(notes.Count):
        position = notes.getByIndex(index).Position
        if (position.Column, position.Row) == (place.left, place.top):
            notes.removeByIndex(index)
            break
    notes.insertNew(CellAddress(place.sheet.RangeAddress.Sheet, place.left, place.top), text)
    written = place.cells.getCellByPosition(0, 0).Annotation.String
    if written != text:
        raise RuntimeError(f"the comment reads {written!r}")
    return Effect(f"{place.label(office)} has the comment {_short(text)!r}", [place.label(office)])


@implements("spreadsheet")
def insert_link(office: Office, cell: str, url: str, text: str | None = None) -> Effect:
    place = editable(cell_at(office, cell))
    target = place.cells.getCellByPosition(0, 0)
    if is_formula(target) and text is None:
        raise ActionRejected(f"{place.address} holds a formula; give a text for the link, which replaces it")
    shown = text or target.String or url
    field = office.document.createInstance("com.sun.star.text.TextField.URL")
    field.URL, field.Representation = url, shown
    target.setString("")
    target.Text.insertTextContent(target.Text.createTextCursor(), field, False)
    fields = target.TextFields
    if fields.Count != 1 or target.String != shown:
        raise RuntimeError(f"{place.address} reads {target.String!r}")
    target.CharColor, target.CharUnderline = 0x0563C1, 1
    return Effect(f"{place.label(office)} = {_short(shown)} links to {fields.getByIndex(0).URL}", [place.label(office)])


@implements("spreadsheet")
def name_range(office: Office, range: str, name: str) -> Effect:
    target = area(office, range)
    if not re.match(r"[A-Za-z_][\w.]*$", name) or re.match(r"[A-Za-z]{1,3}\d+$|[RrCc]$", name):
        raise ActionRejected(f"{name!r} cannot be a name: it starts with a letter, has no spaces and is no cell address")
    names = office.document.NamedRanges
    taken = {n.lower() for n in names.ElementNames}
    if name.lower() in taken:
        raise ActionRejected(f"the name {name} is taken; it stands for {names.getByName(name).Content.replace('$', '')}")
    content = str(target.cells.AbsoluteName)
    names.addNewByName(name, content, CellAddress(target.sheet.RangeAddress.Sheet, target.left, target.top), 0)
    return Effect(f"{name} stands for {names.getByName(name).Content.replace('$', '')}", [target.label(office)])


def _block(start: Area, rows: int, columns: int) -> Area:
    limits = start.sheet.RangeAddress
    if rows * columns > MAX_CELLS:
        raise ActionRejected(f"{rows * columns} cells are more than one action writes ({MAX_CELLS})")
    if start.left + columns - 1 > limits.EndColumn or start.top + rows - 1 > limits.EndRow:
        raise ActionRejected(f"{rows} rows and {columns} columns from {start.address} lie outside the sheet")
    return Area(start.sheet, start.left, start.top, start.left + columns - 1, start.top + rows - 1)


def _must_be_empty(target: Area) -> None:
    held = filled(target, CONTENTS)
    if held is not None:
        raise ActionRejected(f"{target.address} is not empty: {held.address.split(':')[0]} holds a value; make room first")


def _values(block: Area) -> str:
    """The first values of a block, row by row."""
    rows = []
    for i in upto(min(block.rows, 3)):
        rows.append(" | ".join(_short(block.cells.getCellByPosition(j, i).String, 20) for j in upto(min(block.columns, 6))))
    return "; ".join(rows) + ("; …" if block.rows > 3 else "")


def _told(errors: list[str]) -> str:
    return f"; {len(errors)} with errors: {', '.join(errors[:3])}" if errors else ""


def _cleared(conditions: Any) -> Any:
    conditions.clear()
    return conditions


def _short(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
