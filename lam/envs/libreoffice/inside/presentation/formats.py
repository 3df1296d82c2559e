"""How text looks: characters, paragraphs, bullets, and the fonts of the slide masters."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import uno

from lam.envs.libreoffice.inside import colors
from lam.envs.libreoffice.inside.office import Effect, Office
from lam.envs.libreoffice.inside.presentation.deck import deck, is_empty_placeholder, quiet, role
from lam.envs.libreoffice.inside.presentation.journal import ARABIC, BULLET, DIRECT, Journal, journalled, mark, paragraphs, portions
from lam.envs.libreoffice.inside.presentation.texts import compiled, lines, occurrences
from lam.errors import ActionRejected

_BOLD, _PLAIN = 150.0, 100.0
_ITALIC, _UPRIGHT = (uno.Enum("com.sun.star.awt.FontSlant", name) for name in ("ITALIC", "NONE"))
_ADJUST = {"left": 0, "right": 1, "justify": 2, "center": 3}
_PROPORTIONAL = 0
MANY = 40
"""Texts from which on the office does not draw until all are done."""


@journalled
def format_text(
    office: Office,
    journal: Journal,
    target: str,
    match: str = "",
    bold: bool | None = None,
    italic: bool | None = None,
    underline: bool | None = None,
    strikethrough: bool | None = None,
    font: str | None = None,
    size_pt: float | None = None,
    color: str | None = None,
    highlight: str | None = None,
) -> Effect:
    look = _look(bold, italic, underline, strikethrough, font, size_pt, color, highlight)
    if not look:
        raise ActionRejected(
            "format_text was not told what to change; give bold, italic, underline, strikethrough, font, size_pt, color or highlight"
        )
    texts = [(id, text) for id, text in deck(office).texts(target) if text.String]
    pattern = compiled(match) if match else None
    found = [(id, text, [c for c, _ in occurrences(text, pattern)] if pattern else [c for c in lines(text) if c.String]) for id, text in texts]
    found = [entry for entry in found if entry[2]]
    if not found:
        raise ActionRejected(f"{match!r} does not occur in {target}" if match and texts else f"{target} has no text")
    with quiet(office.document) if len(found) > MANY else nullcontext():
        for id, text, cursors in found:
            journal.text(id, text)
            for cursor in cursors:
                for name, value in look.items():
                    cursor.setPropertyValue(name, value)
    words = {_words(cursor, look) for _, _, cursors in found for cursor in cursors}
    if len(words) > 1 or words != {_words(look, look)}:
        raise RuntimeError(f"the text is {' and '.join(sorted(words))} instead of {_words(look, look)}")
    ids = [id for id, _, _ in found]
    return Effect(f"{_what(target, match, found)} is now {words.pop()}", ids)


@journalled
def format_paragraph(
    office: Office, journal: Journal, target: str, alignment: str | None = None, line_spacing: float | None = None, bullets: str | None = None
) -> Effect:
    if alignment is None and line_spacing is None and bullets is None:
        raise ActionRejected("format_paragraph was not told what to change; give alignment, line_spacing or bullets")
    found = [(id, text) for id, text in deck(office).texts(target) if text.String]
    if not found:
        raise ActionRejected(f"{target} has no text")
    said = set()
    for id, text in found:
        journal.text(id, text)
        for paragraph in paragraphs(text):
            if alignment is not None:
                paragraph.ParaAdjust = _ADJUST[alignment]
            if line_spacing is not None:
                spacing = uno.createUnoStruct("com.sun.star.style.LineSpacing")
                spacing.Mode, spacing.Height = _PROPORTIONAL, round(line_spacing * 100)
                paragraph.ParaLineSpacing = spacing
            if bullets is not None:
                mark(paragraph, bullets)
            said.add(_paragraph_words(paragraph, alignment, line_spacing, bullets))
    wanted = ", ".join(_parts(alignment, line_spacing, bullets))
    if said != {wanted}:
        raise RuntimeError(f"{target} is {' and '.join(sorted(said))} instead of {wanted}")
    return Effect(f"{target} is now {wanted}", [id for id, _ in found])


@journalled
def set_master_font(office: Office, journal: Journal, font: str, target: str = "all") -> Effect:
    now = deck(office)
    roles = {"all": ("title", "content", "subtitle"), "title": ("title",), "body": ("content", "subtitle")}[target]
    former = set()
    for master in _all_of(office.document.MasterPages):
        for style in _all_of(office.document.StyleFamilies.getByName(master.Name)):
            name = style.Name.rstrip("123456789")
            if {"title": "title", "outline": "content", "subtitle": "subtitle"}.get(name) in roles:
                former.add(_refont(journal, style, font))
        for shape in _all_of(master):
            if role(shape) in roles:
                former |= {_refont(journal, cursor, font) for cursor in lines(shape)}
    count = 0
    for number in range(1, len(now.slides) + 1):
        for spot in now.spots(number):
            if role(spot.shape) in roles and not is_empty_placeholder(spot.shape):
                pieces = [portion for paragraph in paragraphs(spot.shape) for portion in portions(paragraph) if portion.CharFontName in former]
                journal.text(spot.id, spot.shape)
                for piece in pieces:
                    piece.CharFontName = font
                count += bool(pieces)
    words = {"all": "titles and text", "title": "titles", "body": "text"}[target]
    return Effect(f"the masters' {words} are {font}, and {count} placeholder{'s' * (count != 1)} on slides with them", [])


def _all_of(container: Any) -> list[Any]:
    return [container.getByIndex(i) for i in range(container.Count)]


def _refont(journal: Journal, thing: Any, font: str) -> str:
    """Set the font of a style or of a master's text; the font that it had."""
    former, own = thing.CharFontName, thing.getPropertyState("CharFontName") == DIRECT
    thing.CharFontName = font
    journal.notes.append(lambda: setattr(thing, "CharFontName", former) if own else thing.setPropertyToDefault("CharFontName"))
    if thing.CharFontName != font:
        raise RuntimeError(f"the font is {thing.CharFontName} instead")
    return str(former)


def _look(
    bold: bool | None,
    italic: bool | None,
    underline: bool | None,
    strikethrough: bool | None,
    font: str | None,
    size_pt: float | None,
    color: str | None,
    highlight: str | None,
) -> dict[str, Any]:
    look: dict[str, Any] = {}
    if bold is not None:
        look["CharWeight"] = _BOLD if bold else _PLAIN
    if italic is not None:
        look["CharPosture"] = _ITALIC if italic else _UPRIGHT
    if underline is not None:
        look["CharUnderline"] = int(underline)
    if strikethrough is not None:
        look["CharStrikeout"] = int(strikethrough)
    if font is not None:
        look["CharFontName"] = font
    if size_pt is not None:
        look["CharHeight"] = float(size_pt)
    if color is not None:
        look["CharColorTheme"] = -1
        look["CharColor"] = colors.to_number(color)
    if highlight is not None:
        look["CharBackColor"] = colors.to_number(highlight)
    return look


def _words(of: Any, look: dict[str, Any]) -> str:
    """The properties of a cursor, or those that were asked for, in words."""

    def value(name: str) -> Any:
        return of[name] if isinstance(of, dict) else of.getPropertyValue(name)

    said = []
    if "CharFontName" in look:
        said.append(value("CharFontName"))
    if "CharHeight" in look:
        said.append(f"{round(value('CharHeight'), 1):g} pt")
    if "CharWeight" in look:
        said.append("bold" if value("CharWeight") >= _BOLD else "not bold")
    if "CharPosture" in look:
        said.append("italic" if value("CharPosture") == _ITALIC else "not italic")
    if "CharUnderline" in look:
        said.append("underlined" if value("CharUnderline") else "not underlined")
    if "CharStrikeout" in look:
        said.append("struck through" if value("CharStrikeout") else "not struck through")
    if "CharColor" in look:
        said.append(f"color {colors.to_text(value('CharColor'))}")
    if "CharBackColor" in look:
        said.append(f"highlight {colors.to_text(value('CharBackColor'))}")
    return ", ".join(said)


def _what(target: str, match: str, found: list[tuple[str, Any, list[Any]]]) -> str:
    ids = [id for id, _, _ in found]
    where = target if target == "all" or ids == [target] else f"{', '.join(ids[:8])}{' …' * (len(ids) > 8)}"
    if not match:
        return "all text" if target == "all" else where
    count = sum(len(cursors) for _, _, cursors in found)
    return f"{match!r} in {where}" + (f" ({count} times)" if count > 1 else "")


def _paragraph_words(paragraph: Any, alignment: str | None, line_spacing: float | None, bullets: str | None) -> str:
    """The same properties read back from the document."""
    adjust = next((name for name, number in _ADJUST.items() if number == paragraph.ParaAdjust), "")
    spacing = paragraph.ParaLineSpacing.Height / 100
    entry = {p.Name: p.Value for p in paragraph.NumberingRules.getByIndex(max(paragraph.NumberingLevel or 0, 0))} if bullets is not None else {}
    mark = {ARABIC: "number", BULLET: "bullet"}.get(entry.get("NumberingType", -1), "none")
    return ", ".join(_parts(alignment and adjust, line_spacing and spacing, bullets and mark))


def _parts(alignment: str | None, line_spacing: float | None, bullets: str | None) -> list[str]:
    said = []
    if alignment is not None:
        said.append({"justify": "justified", "center": "centered"}.get(alignment, f"aligned {alignment}"))
    if line_spacing is not None:
        said.append(f"line spacing {round(line_spacing, 2):g}")
    if bullets is not None:
        said.append({"bullet": "bulleted", "number": "numbered", "none": "without bullets"}[bullets])
    return said
