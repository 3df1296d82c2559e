"""Actions on how cells look: fonts, fills, borders, alignment, number formats, merged cells, sizes, frozen panes."""

from __future__ import annotations

from builtins import range as upto
from typing import Any

import uno
from com.sun.star.table import BorderLine2

from lam.envs.libreoffice.inside import colors
from lam.envs.libreoffice.inside.office import Effect, Office, implements
from lam.envs.libreoffice.inside.spreadsheet.ranges import Area, active_sheet, edit_area, letter, sheet_named, used_area
from lam.envs.libreoffice.inside.spreadsheet.values import is_blank, money_code, number_format
from lam.errors import ActionRejected

THIN = 26
"""Hundredths of a millimetre: three quarters of a point."""
HORIZONTAL = {"left": "LEFT", "center": "CENTER", "right": "RIGHT", "justify": "BLOCK"}
VERTICAL = {"top": 1, "middle": 2, "bottom": 3}
SIDES = {
    "none": ("Top", "Bottom", "Left", "Right", "Horizontal", "Vertical"),
    "all": ("Top", "Bottom", "Left", "Right", "Horizontal", "Vertical"),
    "outline": ("Top", "Bottom", "Left", "Right"),
    "top": ("Top",),
    "bottom": ("Bottom",),
}


@implements("spreadsheet")
def format_cells(
    office: Office,
    range: str,
    bold: bool | None = None,
    italic: bool | None = None,
    underline: bool | None = None,
    strikethrough: bool | None = None,
    font: str | None = None,
    size_pt: float | None = None,
    color: str | None = None,
    fill: str | None = None,
    alignment: str | None = None,
    vertical: str | None = None,
    wrap: bool | None = None,
    border: str | None = None,
) -> Effect:
    target = edit_area(office, range)
    wanted: list[tuple[str, Any, str]] = []
    """(property, value, words)"""
    if bold is not None:
        wanted.append(("CharWeight", 150.0 if bold else 100.0, "bold" if bold else "not bold"))
    if italic is not None:
        wanted.append(("CharPosture", uno.Enum("com.sun.star.awt.FontSlant", "ITALIC" if italic else "NONE"), "italic" if italic else "not italic"))
    if underline is not None:
        wanted.append(("CharUnderline", int(underline), "underlined" if underline else "not underlined"))
    if strikethrough is not None:
        wanted.append(("CharStrikeout", int(strikethrough), "struck through" if strikethrough else "not struck through"))
    if font is not None:
        wanted.append(("CharFontName", font, font))
    if size_pt is not None:
        size = round(float(size_pt), 1)  # the office keeps tenths of a point
        wanted.append(("CharHeight", size, f"{size:g} pt"))
    if color is not None:
        wanted.append(("CharColor", colors.to_number(color), f"colour {color}"))
    if fill is not None:
        wanted.append(("CellBackColor", colors.to_number(fill), f"fill {fill}"))
    if alignment is not None:
        wanted.append(("HoriJustify", uno.Enum("com.sun.star.table.CellHoriJustify", HORIZONTAL[alignment]), f"aligned {alignment}"))
    if vertical is not None:
        wanted.append(("VertJustify", VERTICAL[vertical], f"vertically {vertical}"))
    if wrap is not None:
        wanted.append(("IsTextWrapped", wrap, "wrapped" if wrap else "not wrapped"))
    if not wanted and border is None:
        raise ActionRejected("format_cells needs something to change, such as bold, fill or alignment")
    cells = target.cells
    for name, value, _ in wanted:
        setattr(cells, name, value)
    told = [words for _, _, words in wanted]
    for name, value, words in wanted:
        if (abs(getattr(cells, name) - value) > 0.05) if name == "CharHeight" else getattr(cells, name) != value:
            raise RuntimeError(f"{target.address} did not become {words}: {name} is {getattr(cells, name)}")
    if border is not None:
        told.append(_draw_border(cells, border))
    return Effect(f"{target.label(office)} is {', '.join(told)}", [target.label(office)])


@implements("spreadsheet")
def format_number(
    office: Office, range: str, format: str, decimals: int | None = None, symbol: str | None = None, pattern: str | None = None
) -> Effect:
    target = edit_area(office, range)
    key = number_format(office, pattern or _code(target, format, decimals, symbol))
    target.cells.NumberFormat = key
    if target.cells.NumberFormat != key:
        raise RuntimeError(f"{target.address} kept its number format")
    code = office.document.NumberFormats.getByKey(key).FormatString
    return Effect(f"{target.label(office)} has the format {code}{_example(target)}", [target.label(office)])


@implements("spreadsheet")
def merge_cells(office: Office, range: str, merged: bool = True) -> Effect:
    target = edit_area(office, range)
    if merged:
        if target.single or target.whole:
            raise ActionRejected(f"{target.address} cannot be merged; give a rectangle of cells, such as A1:D1")
        held = [
            f"{letter(c)}{r + 1}"
            for r in upto(target.top, target.bottom + 1)
            for c in upto(target.left, target.right + 1)
            if not _blank(target, c, r)
        ]
        if [name for name in held if name != target.address.split(":")[0]]:
            raise ActionRejected(
                f"merging {target.address} would hide the values of {', '.join(held[1:5] or held)}; only the first cell may hold one"
            )
    target.cells.merge(merged)
    is_merged = bool(target.cells.getCellByPosition(0, 0).IsMerged)
    if is_merged != merged:
        raise ActionRejected(f"{target.address} is {'already merged in part' if merged else 'still merged'}")
    return Effect(f"{target.label(office)} is {'one merged cell' if merged else 'no longer merged'}", [target.label(office)])


@implements("spreadsheet")
def resize(office: Office, range: str, width_cm: float | None = None, height_cm: float | None = None, fit: bool = False) -> Effect:
    target = edit_area(office, range)
    if width_cm is None and height_cm is None and not fit:
        raise ActionRejected("resize needs width_cm, height_cm or fit")
    told = []
    if width_cm is not None or (fit and target.whole != "rows"):
        columns = target.sheet.getCellRangeByPosition(target.left, 0, target.right, 0).Columns
        columns.IsVisible = True
        if fit:
            columns.OptimalWidth = True
        else:
            columns.Width = round(width_cm * 1000) if width_cm is not None else 0
        widths = [target.sheet.Columns.getByIndex(c).Width / 1000 for c in upto(target.left, min(target.right, target.left + 3) + 1)]
        if width_cm is not None and not fit and abs(widths[0] - width_cm) > 0.05:
            raise RuntimeError(f"the column is {widths[0]:.2f} cm wide")
        names = letter(target.left) if target.columns == 1 else f"{letter(target.left)}:{letter(target.right)}"
        told.append(f"{names} {'is' if target.columns == 1 else 'are'} {', '.join(f'{w:.2f}' for w in widths)} cm wide")
    if height_cm is not None or (fit and target.whole == "rows"):
        rows = target.sheet.getCellRangeByPosition(0, target.top, 0, target.bottom).Rows
        if fit:
            rows.OptimalHeight = True
        else:
            rows.Height = round(height_cm * 1000) if height_cm is not None else 0
        height = target.sheet.Rows.getByIndex(target.top).Height / 1000
        if height_cm is not None and not fit and abs(height - height_cm) > 0.05:
            raise RuntimeError(f"the row is {height:.2f} cm high")
        names = f"row {target.top + 1} is" if target.rows == 1 else f"rows {target.top + 1} to {target.bottom + 1} are"
        told.append(f"{names} {height:.2f} cm high")
    return Effect("; ".join(told), [target.label(office)])


@implements("spreadsheet")
def hide(office: Office, range: str, hidden: bool = True) -> Effect:
    target = edit_area(office, range)
    if not target.whole and (lines := _lines(target)):
        sheet, bang, _ = range.rpartition("!")
        target = edit_area(office, f"{sheet}{bang}{lines}")
    if not target.whole:
        whole = f"columns ({letter(target.left)}:{letter(target.right)}) or rows ({target.top + 1}:{target.bottom + 1})"
        raise ActionRejected(f"{target.address} is a part of rows; hide whole {whole}")
    lines = target.cells.Columns if target.whole == "columns" else target.cells.Rows
    lines.IsVisible = not hidden
    if lines.getByIndex(0).IsVisible == hidden:
        raise RuntimeError(f"{target.address} is {'still' if hidden else 'not'} showing")
    return Effect(f"{target.whole} {target.label(office)} {'hidden' if hidden else 'showing'}", [target.label(office)])


def _lines(target: Area) -> str:
    """The whole columns, or rows, that cells stand for which are all of the used ones in them: `B:B` for B2:B9; empty for others."""
    used = used_area(target.sheet)
    columns = target.left <= used.left and target.right >= used.right
    rows = target.top <= used.top + 1 and target.bottom >= used.bottom
    if columns == rows:
        return ""
    return f"{letter(target.left)}:{letter(target.right)}" if rows else f"{target.top + 1}:{target.bottom + 1}"


@implements("spreadsheet")
def freeze(office: Office, rows: int = 0, columns: int = 0, sheet: str | None = None) -> Effect:
    wanted = sheet_named(office, sheet)
    controller = office.controller
    before = active_sheet(office)
    controller.setActiveSheet(wanted)
    try:
        old = _frozen(controller)
        got = _freeze(controller, rows, columns)
        if got != (rows, columns):  # the office takes no more than fit into its window
            _freeze(controller, *old)
            raise ActionRejected(f"{_count(rows, 'row')} and {_count(columns, 'column')} do not fit on the screen; freeze fewer")
    finally:
        controller.setActiveSheet(before)
    if got == (0, 0):
        return Effect(f"nothing is frozen on {wanted.Name}", [wanted.Name])
    return Effect(f"{_count(rows, 'row')} and {_count(columns, 'column')} frozen on {wanted.Name}", [wanted.Name])


def _freeze(controller: Any, rows: int, columns: int) -> tuple[int, int]:
    """Freeze so many of the active sheet; how many are frozen then."""
    controller.freezeAtPosition(0, 0)
    controller.setFirstVisibleRow(0)
    controller.setFirstVisibleColumn(0)
    if rows or columns:
        controller.freezeAtPosition(columns, rows)
    return _frozen(controller)


def _frozen(controller: Any) -> tuple[int, int]:
    """(rows, columns) of the active sheet that are frozen."""
    return (controller.getSplitRow(), controller.getSplitColumn()) if controller.hasFrozenPanes() else (0, 0)


def _code(target: Area, format: str, decimals: int | None, symbol: str | None) -> str:
    """The format code of a kind of number."""
    if format == "general":
        return "General"
    if format == "text":
        return "@"
    if format == "date":
        return "YYYY-MM-DD"
    if format == "time":
        return "HH:MM" if not decimals else "HH:MM:SS"
    if format == "percent" and decimals is None:
        decimals = _percent_decimals(target)
    places = 2 if decimals is None else decimals
    point = "." + "0" * places if places else ""
    if format == "currency":
        return money_code(symbol or "$", places)
    return {"number": f"#,##0{point}", "percent": f"0{point}%", "scientific": f"0{point}E+00"}[format]


def _percent_decimals(target: Area) -> int:
    """None where the values are whole percentages, else two."""
    values = [v for row in _sample_values(target) for v in row if isinstance(v, float)]
    return 0 if all(abs(v * 100 - round(v * 100)) < 1e-9 for v in values) else 2


def _sample_values(target: Area) -> Any:
    used = target.within(used_area(target.sheet))
    if used is None:
        return ()
    return target.sheet.getCellRangeByPosition(used.left, used.top, used.right, min(used.bottom, used.top + 200)).getDataArray()


def _example(target: Area) -> str:
    """What the first number in the range looks like now."""
    used = target.within(used_area(target.sheet))
    for row in upto(used.top, min(used.bottom, used.top + 20) + 1) if used else ():
        cell = target.sheet.getCellByPosition(target.left, row)
        if cell.Value:
            return f": {letter(target.left)}{row + 1} shows {cell.String}"
    return ""


def _blank(target: Area, column: int, row: int) -> bool:
    return is_blank(target.sheet.getCellByPosition(column, row))


def _draw_border(cells: Any, border: str) -> str:
    """Draw or remove lines; says what was drawn."""
    line = BorderLine2()
    line.Color, line.LineWidth, line.OuterLineWidth = 0, (0 if border == "none" else THIN), (0 if border == "none" else THIN)
    frame = cells.TableBorder2
    for side in ("Top", "Bottom", "Left", "Right", "Horizontal", "Vertical"):
        drawn = side in SIDES[border]
        setattr(frame, f"Is{side}LineValid", drawn)
        if drawn:
            setattr(frame, f"{side}Line", line)
    cells.TableBorder2 = frame
    first, last = cells.getCellByPosition(0, 0), cells.getCellByPosition(cells.Columns.Count - 1, cells.Rows.Count - 1)
    width = (last if border == "bottom" else first).getPropertyValue("BottomBorder2" if border == "bottom" else "TopBorder2").LineWidth
    if bool(width) != (border != "none"):
        raise RuntimeError("the border was not drawn")
    words = {"none": "without borders", "all": "with borders on all sides", "outline": "with a border around it"}
    return words.get(border, f"with a border at the {border}")


def _count(number: int, word: str) -> str:
    return f"{number} {word}" + ("" if number == 1 else "s")
