"""Pictures of the windows, with the view brought to what is to be shown and its place on the picture."""

from __future__ import annotations

import re
import struct
from typing import Any

import uno

from lam.envs.libreoffice.inside import accessibility

Box = tuple[int, int, int, int]


def pixels(window: Any) -> tuple[int, int, bytes]:
    """(width, height, raw rows) of a window; the size fields of the office's bitmap header are the ones to trust."""
    place = window.PosSize
    raw = window.createBitmap(0, 0, place.Width, place.Height).getDIB().value
    (offset,) = struct.unpack("<I", raw[10:14])
    width, height = struct.unpack("<ii", raw[18:26])
    return width, height, raw[offset:]


def menu_bar(office: Any) -> list[tuple[str, Box]]:
    """Labels and boxes of the menus in the menu bar."""
    return [(n.name, n.box) for n in accessibility.walk(office) if n.role == "menu" and n.depth == 2 and not n.dialog]


def show(office: Any, mark: list[str]) -> Box | None:
    """Bring the first of the marked elements into view; where it is on the picture, where that can be told."""
    for identifier in mark:
        if identifier in office.controls:
            box: Box = office.controls[identifier].box
            return box
    for identifier in mark:
        if office.kind == "document" and re.fullmatch(r"p\d+(-p\d+)?", identifier):
            return _paragraph(office, int(re.findall(r"\d+", identifier)[0]))
        if office.kind == "spreadsheet":
            return _cells(office, identifier)
        if office.kind == "presentation" and (match := re.match(r"s(\d+)(?:\.(\d+))?", identifier)):
            return _shape(office, int(match[1]), int(match[2] or 0))
    return None


def _paragraph(office: Any, number: int) -> Box | None:
    """The view cursor is moved to the paragraph, which scrolls there; it is not part of what a .docx keeps."""
    walk = office.document.Text.createEnumeration()
    found = None
    while walk.hasMoreElements() and number:
        item = walk.nextElement()
        if item.supportsService("com.sun.star.text.Paragraph"):
            number -= 1
            found = item
    if found is None or number:
        return None
    office.controller.ViewCursor.gotoRange(found.Anchor.Start, False)
    text = found.String
    for node in accessibility.walk(office):
        if node.role in ("paragraph", "heading") and accessibility.text_of(node) == text:
            return node.box
    return None


def _cells(office: Any, address: str) -> Box | None:
    """The box from the first to the last cell of a range on the active sheet, as far as it shows."""
    sheet = office.controller.ActiveSheet
    name, _, cells = address.rpartition("!")
    if name and name.strip("'") != sheet.Name:
        return None
    try:
        place = sheet.getCellRangeByName(cells).RangeAddress
    except uno.getClass("com.sun.star.uno.RuntimeException"):
        return None
    table = next((n.context for n in accessibility.walk(office) if n.role == "table"), None)
    if table is None:
        return None
    corners = []
    for row, column in ((place.StartRow, place.StartColumn), (place.EndRow, place.EndColumn)):
        try:
            cell = table.getAccessibleCellAt(min(row, 200), min(column, 50)).getAccessibleContext()
        except uno.getClass("com.sun.star.uno.Exception"):
            return None
        at, size = cell.getLocationOnScreen(), cell.getSize()
        corners.append((at.X, at.Y, at.X + size.Width, at.Y + size.Height))
    left, top, right, bottom = corners[0][0], corners[0][1], corners[1][2], corners[1][3]
    frame = table.getLocationOnScreen(), table.getSize()
    left, top = max(left, frame[0].X), max(top, frame[0].Y)
    right, bottom = min(right, frame[0].X + frame[1].Width), min(bottom, frame[0].Y + frame[1].Height)
    return (left, top, right - left, bottom - top) if right > left and bottom > top else None


def _shape(office: Any, slide: int, shape: int) -> Box | None:
    pages = office.document.DrawPages
    if not 1 <= slide <= pages.Count:
        return None
    office.controller.setCurrentPage(pages.getByIndex(slide - 1))
    shapes = [n for n in accessibility.walk(office) if n.role == "shape"]
    page = next((n for n in shapes if n.name.startswith("PageShape")), None)
    if not shape or page is None:
        return page.box if page else None
    # the shapes on the page follow it in the tree, in the order of the slide
    on_page = [n for n in shapes if n is not page and n.depth == page.depth]
    return on_page[shape - 1].box if shape <= len(on_page) else None
