"""Pages: header, footer, size, margins, text columns, background; and the recording of changes."""

from __future__ import annotations

from typing import Any

import uno

from lam.envs.libreoffice.inside import colors
from lam.envs.libreoffice.inside.document.content import put_text
from lam.envs.libreoffice.inside.document.formatting import ADJUST
from lam.envs.libreoffice.inside.document.outline import plural
from lam.envs.libreoffice.inside.document.targets import content
from lam.envs.libreoffice.inside.office import Effect, Office, implements
from lam.errors import ActionRejected

SIZES = {"A3": (29700, 42000), "A4": (21000, 29700), "A5": (14800, 21000), "Letter": (21590, 27940), "Legal": (21590, 35560)}
"""Upright width and height in hundredths of a millimetre."""
EDGE = 1250
"""Distance of a new header or footer from the edge of the page, where the margin has room for it."""
COLUMN_GAP = 1250
_ARABIC = 4


def page_styles(office: Office) -> list[Any]:
    """The page styles that the document uses; a Word section is one or two of them."""
    family = office.document.StyleFamilies.getByName("PageStyles")
    used = [style for style in (family.getByName(name) for name in family.ElementNames) if style.isInUse()]
    return used or [family.getByName("Standard")]


@implements("document")
def set_header(office: Office, text: str = "", page_number: bool = False, alignment: str | None = None) -> Effect:
    return _set_edge(office, "Header", text, page_number, alignment)


@implements("document")
def set_footer(office: Office, text: str = "", page_number: bool = False, alignment: str | None = None) -> Effect:
    return _set_edge(office, "Footer", text, page_number, alignment)


def _set_edge(office: Office, edge: str, text: str, page_number: bool, alignment: str | None) -> Effect:
    if "\n" in text and page_number:
        raise ActionRejected("a page number goes behind a single line of text")
    name = edge.lower()
    for style in page_styles(office):
        if not text and not page_number and alignment is None:
            _turn_off(style, edge)
            continue
        if not style.getPropertyValue(f"{edge}IsOn"):
            _turn_on(style, edge)
        for area in _areas(style, edge):
            if text or page_number:
                _write_edge(office, area, text, page_number)
            if alignment is not None:
                for paragraph in content(area):
                    paragraph.ParaAdjust = ADJUST[alignment]
    if not text and not page_number and alignment is None:
        return Effect(f"the {name} is off", [name])
    area = page_styles(office)[0].getPropertyValue(f"{edge}Text")
    number = " with the page number" if page_number else ""
    side = f", aligned {alignment}" if alignment else ""
    return Effect(f"the {name} reads {area.String!r}{number}{side}", [name])


def _turn_on(style: Any, edge: str) -> None:
    """A header or footer inside the margin that is there, so that the body stays in its place."""
    side = "TopMargin" if edge == "Header" else "BottomMargin"
    margin = style.getPropertyValue(side)
    distance = min(EDGE, margin // 2)
    values = {f"{edge}IsOn": True, side: distance, f"{edge}Height": margin - distance, f"{edge}BodyDistance": max(0, margin - distance - 100)}
    for key, value in values.items():
        style.setPropertyValue(key, value)
    style.setPropertyValue(f"{edge}DynamicSpacing", True)


def _turn_off(style: Any, edge: str) -> None:
    """The body stays in its place here too."""
    side = "Top" if edge == "Header" else "Bottom"
    margin = _body_margin(style, side)
    style.setPropertyValue(f"{edge}IsOn", False)
    style.setPropertyValue(f"{side}Margin", margin)


def _areas(style: Any, edge: str) -> list[Any]:
    """The text of every page; of left and first pages too where they differ."""
    areas = [style.getPropertyValue(f"{edge}Text")]
    if not style.getPropertyValue(f"{edge}IsShared"):
        areas.append(style.getPropertyValue(f"{edge}TextLeft"))
    if not style.FirstIsShared:
        areas.append(style.getPropertyValue(f"{edge}TextFirst"))
    return areas


def _write_edge(office: Office, area: Any, text: str, page_number: bool) -> None:
    parts = content(area)
    for extra in parts[1:]:
        extra.dispose()
    put_text(parts[0], text)
    if page_number:
        field = office.document.createInstance("com.sun.star.text.textfield.PageNumber")
        field.NumberingType = _ARABIC
        field.SubType = uno.Enum("com.sun.star.text.PageNumberType", "CURRENT")
        cursor = area.createTextCursor()
        cursor.gotoEnd(False)
        if text:
            area.insertString(cursor, " ", False)
        area.insertTextContent(cursor, field, False)
    reads = area.String.replace("\r\n", "\n")
    if not reads.startswith(text) or (not page_number and reads != text):
        raise RuntimeError(f"it reads {reads!r}")


@implements("document")
def set_page(
    office: Office,
    size: str | None = None,
    orientation: str | None = None,
    margin_cm: float | None = None,
    margin_left_cm: float | None = None,
    margin_right_cm: float | None = None,
    margin_top_cm: float | None = None,
    margin_bottom_cm: float | None = None,
    columns: int | None = None,
    background: str | None = None,
) -> Effect:
    fill = colors.to_number(background) if background is not None else None
    sides = {"Left": margin_left_cm, "Right": margin_right_cm, "Top": margin_top_cm, "Bottom": margin_bottom_cm}
    margins = {side: round(1000 * given) for side, value in sides.items() if (given := value if value is not None else margin_cm) is not None}
    if size is None and orientation is None and not margins and columns is None and fill is None:
        raise ActionRejected("set_page needs something to change, such as orientation or margin_cm")
    styles = page_styles(office)
    for style in styles:
        width, height = _new_size(style, size, orientation)
        if margins.get("Left", style.LeftMargin) + margins.get("Right", style.RightMargin) > width - 1000:
            raise ActionRejected(f"the margins leave no room for text on a page {width / 1000:g} cm wide")
        if margins.get("Top", style.TopMargin) + margins.get("Bottom", style.BottomMargin) > height - 1000:
            raise ActionRejected(f"the margins leave no room for text on a page {height / 1000:g} cm high")
        style.IsLandscape = width > height
        style.Width, style.Height = width, height
        for side, value in margins.items():
            _set_margin(style, side, value)
        if columns is not None:
            _set_columns(office, style, columns)
        if fill is not None:
            style.BackColor = fill
    return Effect(f"the page is {', '.join(_describe(styles[0], size or orientation, margins, columns, fill))}", ["page"])


def _new_size(style: Any, size: str | None, orientation: str | None) -> tuple[int, int]:
    landscape = orientation == "landscape" if orientation else style.Width > style.Height
    low, high = sorted(SIZES[size]) if size else sorted((style.Width, style.Height))
    if orientation is None and size is None:
        return style.Width, style.Height
    return (high, low) if landscape else (low, high)


def _set_margin(style: Any, side: str, value: int) -> None:
    """The distance of the body from the edge of the page, whether or not a header or footer lies in between."""
    edge = {"Top": "Header", "Bottom": "Footer"}.get(side)
    if edge is None or not style.getPropertyValue(f"{edge}IsOn"):
        style.setPropertyValue(f"{side}Margin", value)
        return
    distance = min(style.getPropertyValue(f"{side}Margin"), value // 2)
    style.setPropertyValue(f"{side}Margin", distance)
    style.setPropertyValue(f"{edge}Height", value - distance)
    style.setPropertyValue(f"{edge}BodyDistance", max(0, value - distance - 100))
    style.setPropertyValue(f"{edge}DynamicSpacing", True)


def _body_margin(style: Any, side: str) -> int:
    edge = {"Top": "Header", "Bottom": "Footer"}.get(side)
    inner = style.getPropertyValue(f"{edge}Height") if edge and style.getPropertyValue(f"{edge}IsOn") else 0
    return int(style.getPropertyValue(f"{side}Margin") + inner)


def _set_columns(office: Office, style: Any, count: int) -> None:
    columns = office.document.createInstance("com.sun.star.text.TextColumns")
    columns.setColumnCount(count)
    if count > 1:
        columns.AutomaticDistance = COLUMN_GAP
    style.TextColumns = columns
    if max(1, style.TextColumns.ColumnCount) != count:
        raise RuntimeError(f"the page has {style.TextColumns.ColumnCount} columns")


def _describe(style: Any, sheet: str | None, margins: dict[str, int], columns: int | None, fill: int | None) -> list[str]:
    said = []
    if sheet:
        low, high = sorted((style.Width, style.Height))
        name = next((n for n, (width, height) in SIZES.items() if abs(width - low) < 30 and abs(height - high) < 30), "")
        side = "landscape" if style.Width > style.Height else "portrait"
        said.append(f"{name} {side} ({style.Width / 1000:.3g} x {style.Height / 1000:.3g} cm)".strip())
    if margins:
        read = {side: _body_margin(style, side) for side in margins}
        if any(abs(read[side] - value) > 20 for side, value in margins.items()):
            raise RuntimeError(f"the margins are {read}")
        if len(set(margins.values())) == 1 and len(margins) == 4:
            said.append(f"with margins of {margins['Left'] / 1000:g} cm")
        else:
            said += [f"with a {side.lower()} margin of {value / 1000:g} cm" for side, value in margins.items()]
    if columns is not None:
        said.append("in one column" if columns == 1 else f"in {columns} columns")
    if fill is not None:
        said.append(f"on {colors.to_text(fill)}" if fill >= 0 else "without background")
    return said


@implements("document")
def track_changes(office: Office, record: bool | None = None, resolve: str | None = None) -> Effect:
    document = office.document
    if record is None and resolve is None:
        raise ActionRejected("track_changes needs record or resolve")
    said = []
    if resolve is not None:
        count = _recorded(document)
        if not count:
            raise ActionRejected("there are no recorded changes")
        office.dispatch(".uno:AcceptAllTrackedChanges" if resolve == "accept" else ".uno:RejectAllTrackedChanges")
        if _recorded(document):
            raise RuntimeError(f"{_recorded(document)} recorded changes are left")
        said.append(f"{resolve}ed {plural(count, 'change')}")
    if record is not None:
        document.RecordChanges = record
        said.append("changes are recorded from now on" if document.RecordChanges else "changes are not recorded")
    return Effect("; ".join(said))


def _recorded(document: Any) -> int:
    walk = document.Redlines.createEnumeration()
    count = 0
    while walk.hasMoreElements():
        walk.nextElement()
        count += 1
    return count
