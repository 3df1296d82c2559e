"""How characters and paragraphs look: format_text, format_paragraph, apply_style, set_heading, set_list, insert_page_break."""

from __future__ import annotations

import difflib
import re
from typing import Any

import uno
from com.sun.star.style import LineSpacing

from lam.envs.libreoffice.inside import colors
from lam.envs.libreoffice.inside.document.body import body_of
from lam.envs.libreoffice.inside.document.targets import Spot, are, one, paragraphs, ranges
from lam.envs.libreoffice.inside.office import Effect, Office, implements
from lam.errors import ActionRejected

LONGEST = 32_000
"""Hundredths of a millimetre of any length of a paragraph: the office keeps some of them in 16 bits."""
HUNDREDTHS_PER_PT = 2540 / 72
"""The office measures lengths in hundredths of a millimetre."""
_ITALIC, _UPRIGHT = (uno.Enum("com.sun.star.awt.FontSlant", name) for name in ("ITALIC", "NONE"))
FLAGS: dict[str, tuple[str, Any, Any, str]] = {
    # argument -> (property, value when on, value when off, in words)
    "bold": ("CharWeight", 150.0, 100.0, "bold"),
    "italic": ("CharPosture", _ITALIC, _UPRIGHT, "italic"),
    "underline": ("CharUnderline", 1, 0, "underlined"),
    "strikethrough": ("CharStrikeout", 1, 0, "struck through"),
}
SCRIPTS = {"normal": (0, 100, "on the baseline"), "superscript": (14000, 58, "superscript"), "subscript": (-14000, 58, "subscript")}
WORD_MARKERS = {0x000000, 0x0000FF, 0x00FFFF, 0x00FF00, 0xFF00FF, 0xFF0000, 0xFFFF00, 0xFFFFFF}
WORD_MARKERS |= {0x000080, 0x008080, 0x008000, 0x800080, 0x800000, 0x808000, 0x808080, 0xC0C0C0}
"""The colours that Word's text marker has; others become character shading."""
ADJUST = {"left": 0, "right": 1, "justify": 2, "center": 3}


@implements("document")
def format_text(
    office: Office,
    target: str,
    match: str = "",
    bold: bool | None = None,
    italic: bool | None = None,
    underline: bool | None = None,
    strikethrough: bool | None = None,
    script: str | None = None,
    font: str | None = None,
    size_pt: float | None = None,
    color: str | None = None,
    highlight: str | None = None,
    case: str | None = None,
) -> Effect:
    wanted: dict[str, Any] = {}
    said: list[str] = []
    flags = {"bold": bold, "italic": italic, "underline": underline, "strikethrough": strikethrough}
    for name, flag in flags.items():
        if flag is not None:
            key, on, off, word = FLAGS[name]
            wanted[key] = on if flag else off
            said.append(word if flag else f"not {word}")
    if script is not None:
        wanted["CharEscapement"], wanted["CharEscapementHeight"] = SCRIPTS[script][:2]
        said.append(SCRIPTS[script][2])
    if font is not None:
        wanted["CharFontName"] = font
        said.append(f"in {font}")
    if size_pt is not None:
        wanted["CharHeight"] = float(size_pt)
        said.append(f"{size_pt:g} pt")
    if color is not None:
        wanted["CharColor"] = colors.to_number(color)
        said.append(f"coloured {colors.to_text(wanted['CharColor'])}" if wanted["CharColor"] >= 0 else "in the automatic colour")
    marker = None if highlight is None else colors.to_number(highlight)
    if not wanted and marker is None and case is None:
        raise ActionRejected("format_text needs something to change, such as bold or size_pt")
    spots = ranges(office, target, match)
    for spot in spots:
        _set_characters(spot.range, wanted)
        if marker is not None:
            _highlight(spot.range, marker)
    if marker is not None:
        said.append(f"highlighted {colors.to_text(marker)}" if marker >= 0 else "not highlighted")
    if case is not None:
        for spot in spots:
            _change_case(office, spot.range, case)
        said.append(f"in {case} case")
    where = f"{match!r} in " if match else ""
    places = f" ({len(spots)} places)" if match and len(spots) > 1 else ""
    return Effect(f"{where}{are(s.id for s in spots)} {', '.join(said)}{places}", unique(spots))


def _set_characters(place: Any, wanted: dict[str, Any]) -> None:
    wide = any(ord(letter) > 0x58F for letter in place.String)
    for name, value in wanted.items():
        place.setPropertyValue(name, value)
        if wide and name in ("CharWeight", "CharPosture", "CharFontName", "CharHeight"):
            for kind in ("Asian", "Complex"):
                place.setPropertyValue(name + kind, value)
        got = place.getPropertyValue(name)
        if got != value and not (isinstance(value, float) and abs((got or 0) - value) < 0.11):
            raise RuntimeError(f"{name} is {got!r} after setting {value!r}")


def _highlight(place: Any, marker: int) -> None:
    """Word's sixteen marker colours as a marker; any other colour as shading behind the characters."""
    if marker in WORD_MARKERS:
        place.setPropertyToDefault("CharBackColor")
        place.CharHighlight = marker
    else:
        place.CharHighlight = colors.NONE
        place.CharBackColor = marker
    shown = place.CharHighlight if marker in WORD_MARKERS else place.CharBackColor
    if shown != marker:
        raise RuntimeError(f"the highlight is {shown} after setting {marker}")


def _change_case(office: Office, place: Any, case: str) -> None:
    """Change letters in place, keeping the formatting of each: one command for all, then one for every capital."""
    before = place.String
    wanted = cased(before, case)
    kept = office.controller.Selection
    _convert(office, place, "Upper" if case == "upper" else "Lower")
    if case in ("title", "sentence") and place.String == before.lower() and len(wanted) == len(before):
        for index in (i for i, letter in enumerate(wanted) if letter != before.lower()[i]):
            letter = place.Text.createTextCursorByRange(place.Start)
            letter.goRight(index, False)
            letter.goRight(1, True)
            _convert(office, letter, "Upper")
    elif case in ("title", "sentence"):
        _convert(office, place, "TitleCase" if case == "title" else "SentenceCase")
    office.controller.select(kept)
    if place.String.lower() != before.lower():
        raise RuntimeError(f"the text reads {place.String[:60]!r} after changing its case")


def _convert(office: Office, place: Any, kind: str) -> None:
    cursor = place.Text.createTextCursorByRange(place.Start)
    cursor.gotoRange(place.End, True)
    office.controller.select(cursor)
    office.dispatch(f".uno:ChangeCaseTo{kind}")


def cased(text: str, case: str) -> str:
    """The text in another case. A title has a capital on each word, a sentence on its first letter."""
    if case == "upper":
        return text.upper()
    low = text.lower()
    if case == "title":
        return re.sub(r"(^|[\s(\[\"“‘])(\w)", lambda m: m[1] + m[2].upper(), low)
    if case == "sentence":
        return re.sub(r"(^\W*|[.!?]\s+)(\w)", lambda m: m[1] + m[2].upper(), low)
    return low


def unique(spots: list[Spot]) -> list[str]:
    """Ids without repetition."""
    return list(dict.fromkeys(spot.id for spot in spots))


@implements("document")
def format_paragraph(
    office: Office,
    target: str,
    alignment: str | None = None,
    space_before_pt: float | None = None,
    space_after_pt: float | None = None,
    line_spacing: float | None = None,
    indent_left_cm: float | None = None,
    indent_right_cm: float | None = None,
    first_line_cm: float | None = None,
    page_break_before: bool | None = None,
    background: str | None = None,
) -> Effect:
    lengths = {
        "ParaTopMargin": (space_before_pt, HUNDREDTHS_PER_PT, "{:g} pt above"),
        "ParaBottomMargin": (space_after_pt, HUNDREDTHS_PER_PT, "{:g} pt below"),
        "ParaLeftMargin": (indent_left_cm, 1000, "indented {:g} cm at the left"),
        "ParaRightMargin": (indent_right_cm, 1000, "indented {:g} cm at the right"),
        "ParaFirstLineIndent": (first_line_cm, 1000, "first line indented {:g} cm"),
    }
    wanted: dict[str, Any] = {name: round(value * unit) for name, (value, unit, _) in lengths.items() if value is not None}
    if any(abs(value) > LONGEST for value in wanted.values()):
        raise ActionRejected(f"a paragraph is moved or indented by {LONGEST // 1000} cm at most")
    said = [words.format(value) for value, _, words in lengths.values() if value is not None]
    if alignment is not None:
        wanted["ParaAdjust"] = ADJUST[alignment]
        said.append("justified" if alignment == "justify" else f"aligned {alignment}")
    if line_spacing is not None:
        wanted["ParaLineSpacing"] = LineSpacing(0, round(line_spacing * 100))
        said.append(f"spaced {line_spacing:g} lines")
    if background is not None:
        fill = colors.to_number(background)
        solid = uno.Enum("com.sun.star.drawing.FillStyle", "SOLID" if fill >= 0 else "NONE")
        wanted |= {"FillStyle": solid} | ({"FillColor": fill} if fill >= 0 else {})
        said.append(f"on {colors.to_text(fill)}" if fill >= 0 else "without background")
    if page_break_before is not None:
        said.append("on a new page" if page_break_before else "without a page break before")
    if not said:
        raise ActionRejected("format_paragraph needs something to change, such as alignment or line_spacing")
    spots = paragraphs(office, target)
    for spot in spots:
        _set_paragraph(spot.range, wanted)
        if page_break_before is not None:
            _set_break(spot.range, page_break_before)
    return Effect(f"{are(s.id for s in spots)} {', '.join(said)}", unique(spots))


def _set_paragraph(paragraph: Any, wanted: dict[str, Any]) -> None:
    for name, value in wanted.items():
        paragraph.setPropertyValue(name, value)
        got = paragraph.getPropertyValue(name)
        close = abs(got - value) <= 2 if isinstance(value, int) and isinstance(got, int) else got == value
        if not close:
            raise RuntimeError(f"{name} is {got!r} after setting {value!r}")


def _set_break(place: Any, wanted: bool) -> None:
    """A page break before a paragraph or table."""
    kind = uno.Enum("com.sun.star.style.BreakType", "PAGE_BEFORE" if wanted else "NONE")
    if not wanted and place.getPropertyValue("PageDescName"):
        raise ActionRejected("the page break here starts a section with a page layout of its own; it cannot be taken away")
    place.BreakType = kind
    if place.BreakType != kind:
        raise ActionRejected("a page break is not possible here")


@implements("document")
def insert_page_break(office: Office, before: str) -> Effect:
    body = body_of(office)
    address = one(body, before)
    if address.kind == "t" and not address.cells:
        _set_break(body.table(address.first), True)
        return Effect(f"{before} starts on a new page", [before])
    if address.kind == "end":
        raise ActionRejected("insert_page_break needs the paragraph that the new page starts with")
    spots = paragraphs(office, before)
    if "." in spots[0].id:
        raise ActionRejected("a page break inside a table is not possible; give the table or a paragraph")
    _set_break(spots[0].range, True)
    return Effect(f"{spots[0].id} starts on a new page", [spots[0].id])


@implements("document")
def apply_style(office: Office, target: str, style: str) -> Effect:
    name = style_name(office, style)
    spots = paragraphs(office, target)
    for spot in spots:
        spot.range.ParaStyleName = name
        if spot.range.ParaStyleName != name:
            raise RuntimeError(f"{spot.id} has the style {spot.range.ParaStyleName}")
    shown = office.document.StyleFamilies.getByName("ParagraphStyles").getByName(name).DisplayName
    return Effect(f"{are(s.id for s in spots)} in the style {shown}", unique(spots))


@implements("document")
def set_heading(office: Office, target: str, level: int) -> Effect:
    name = f"Heading {level}" if level else body_style(office)
    spots = paragraphs(office, target)
    for spot in spots:
        if spot.range.NumberingIsNumber and not spot.range.ParaStyleName.startswith("Heading"):
            spot.range.NumberingStyleName = ""
        spot.range.ParaStyleName = name
        if spot.range.ParaStyleName != name:
            raise RuntimeError(f"{spot.id} has the style {spot.range.ParaStyleName}")
    kind = (f"a heading of level {level}" if len(unique(spots)) == 1 else f"headings of level {level}") if level else "body text"
    return Effect(f"{are(s.id for s in spots)} {kind}", unique(spots))


@implements("document")
def set_list(office: Office, target: str, kind: str, level: int = 1) -> Effect:
    spots = paragraphs(office, target)
    if kind == "none":
        for spot in spots:
            _take_list_away(office, spot.range)
        return Effect(f"{are(s.id for s in spots)} no list", unique(spots))
    groups = _neighbours(spots)
    kept = office.controller.Selection
    for group in groups:
        _make_list(office, group, kind)
        for spot in group:
            spot.range.NumberingLevel = level - 1
    office.controller.select(kept)
    for spot in spots:
        if not spot.range.NumberingIsNumber or spot.range.NumberingLevel != level - 1:
            raise RuntimeError(f"{spot.id} is not in a list")
    many = "list items" if len(unique(spots)) > 1 else "a list item"
    return Effect(f"{are(s.id for s in spots)} {many}: {kind}, level {level}", unique(spots))


def _make_list(office: Office, group: list[Spot], kind: str) -> None:
    """What the list buttons of the toolbar do: a list of its own, joined to a list of the same kind before it."""
    for spot in group:
        if spot.range.NumberingIsNumber:
            spot.range.NumberingStyleName = ""
    cursor = group[0].range.Text.createTextCursorByRange(group[0].range.Start)
    cursor.gotoRange(group[-1].range.End, True)
    office.controller.select(cursor)
    office.dispatch(".uno:DefaultBullet" if kind == "bullet" else ".uno:DefaultNumbering")


def _take_list_away(office: Office, paragraph: Any) -> None:
    """List styles are replaced by the body's; a list of the paragraph's own is removed."""
    if not paragraph.NumberingIsNumber:
        return
    if paragraph.ParaStyleName.startswith("List"):
        paragraph.ParaStyleName = body_style(office)
    if paragraph.NumberingIsNumber and paragraph.NumberingStyleName:
        paragraph.NumberingStyleName = ""
        for name in ("ParaLeftMargin", "ParaFirstLineIndent"):
            paragraph.setPropertyToDefault(name)
    if paragraph.NumberingStyleName and paragraph.ListLabelString:
        raise RuntimeError("the paragraph is still in a list")


def _neighbours(spots: list[Spot]) -> list[list[Spot]]:
    """Runs of body paragraphs with consecutive ids, and of paragraphs of one cell."""
    groups: list[list[Spot]] = []
    for spot in spots:
        last = groups[-1][-1].id if groups else ""
        follows = last == spot.id if "." in spot.id else last[:1] == "p" == spot.id[:1] and "." not in last and int(last[1:]) + 1 == int(spot.id[1:])
        if follows:
            groups[-1].append(spot)
        else:
            groups.append([spot])
    return groups


def body_style(office: Office) -> str:
    """The paragraph style of plain text: Normal of a Word file, Text body where a Writer document uses it."""
    if office.path.lower().endswith(".docx"):
        return "Standard"
    styles = [item.style for item in body_of(office).paragraphs]
    return "Text body" if styles.count("Text body") > styles.count("Standard") else "Standard"


_ALIASES = {
    "normal": "Standard",
    "body": "Text body",
    "body text": "Text body",
    "quote": "Quotations",
    "block quotation": "Quotations",
    "block text": "Quotations",
    "quotation": "Quotations",
    "code": "Preformatted Text",
    "heading": "Heading 1",
}
"""What people call a style that the office knows by another name, used only where the document has no style of that name."""


def style_name(office: Office, style: str) -> str:
    """The programmatic name of a paragraph style, by any of its names.

    Raises: ActionRejected when there is none.
    """
    family = office.document.StyleFamilies.getByName("ParagraphStyles")
    wanted = style.strip().lower()
    known: dict[str, str] = {name.lower(): name for name in family.ElementNames}
    if wanted in known:
        return known[wanted]
    for name in known.values():
        if family.getByName(name).DisplayName.lower() == wanted:
            return name
    if wanted in _ALIASES:
        return _ALIASES[wanted]
    near = difflib.get_close_matches(wanted, known, 1)
    raise ActionRejected(f"there is no paragraph style {style!r}" + (f"; did you mean {known[near[0]]!r}?" if near else ""))
