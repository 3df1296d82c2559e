"""Undo for what the office's own undo manager does not see: changes of slides and shapes through the API.

The office records inserted, copied, moved and deleted slides and deleted shapes itself. For everything else an action notes
how to take it back, and the notes become one undo step of the document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

import uno
import unohelper
from com.sun.star.document import XUndoAction

from lam.envs.libreoffice.inside.office import Effect, Implementation, Office, implements, properties

_PARAGRAPH_BREAK, _LINE_BREAK = 0, 1
_PARAGRAPH = (
    "ParaAdjust",
    "ParaBottomMargin",
    "ParaFirstLineIndent",
    "ParaLeftMargin",
    "ParaLineSpacing",
    "ParaRightMargin",
    "ParaTopMargin",
    "WritingMode",
)
_CHARACTERS = (
    "CharBackColor",
    "CharBackTransparent",
    "CharCaseMap",
    "CharColor",
    "CharColorTheme",
    "CharCrossedOut",
    "CharEscapement",
    "CharEscapementHeight",
    "CharFontName",
    "CharHeight",
    "CharKerning",
    "CharLocale",
    "CharPosture",
    "CharShadowed",
    "CharStrikeout",
    "CharTransparence",
    "CharUnderline",
    "CharUnderlineColor",
    "CharUnderlineHasColor",
    "CharWeight",
)
ARABIC, NO_MARK, BULLET = 4, 5, 6
"""Kinds of numbering (com.sun.star.style.NumberingType)."""
_BULLET_INDENT = 600
"""Hundredths of a millimetre."""
_DIRECT = uno.Enum("com.sun.star.beans.PropertyState", "DIRECT_VALUE")


@dataclass
class Piece:
    """Text of one look: its own properties, and the field (a link) that it is, if it is one."""

    text: str
    look: dict[str, Any]
    field: Any = None


@dataclass
class Paragraph:
    look: dict[str, Any]
    level: int | None
    rules: Any
    pieces: list[Piece]


class Kept:
    """A text as it was: words, looks and links."""

    def __init__(self, document: Any, text: Any) -> None:
        self.document = document
        self.text = text
        self.empty = _is_empty(text)
        self.paragraphs = [] if self.empty else [described(p) for p in paragraphs(text)]

    def restore(self) -> None:
        """Bring the text back."""
        self.text.setString("")
        for index, paragraph in enumerate(self.paragraphs):
            if index:
                self.text.insertControlCharacter(self.text.getEnd(), _PARAGRAPH_BREAK, False)
            for piece in paragraph.pieces:
                self._append(piece)
        for now, paragraph in zip(paragraphs(self.text), self.paragraphs, strict=False):
            dress(now, paragraph.look, _PARAGRAPH)
            if paragraph.rules is not None:
                now.NumberingRules = paragraph.rules
            if paragraph.level is not None:
                now.NumberingLevel = paragraph.level
        if self.empty and _can_be_empty(self.text):
            self.text.IsEmptyPresentationObject = True

    def _append(self, piece: Piece) -> None:
        if piece.field is not None:
            self.text.insertTextContent(self.text.getEnd(), link(self.document, piece.field.URL, piece.text), False)
            start, length = self.text.getEnd(), 1
        else:
            for index, line in enumerate(piece.text.split("\n")):
                if index:
                    self.text.insertControlCharacter(self.text.getEnd(), _LINE_BREAK, False)
                self.text.insertString(self.text.getEnd(), line, False)
            start, length = self.text.getEnd(), len(piece.text)
        cursor = self.text.createTextCursorByRange(start)
        cursor.goLeft(length, True)
        if length:
            dress(cursor, piece.look, _CHARACTERS)

    def rewrite(self, lines: Iterable[str], models: list[Paragraph] | None = None) -> None:
        """Other words: each line looks as the paragraph of `models` in its place, or the last of them; by default as the text did."""
        self.text.setString("\n".join(lines))
        models = self.paragraphs if models is None else models
        if not models:
            return
        for index, paragraph in enumerate(paragraphs(self.text)):
            model = models[min(index, len(models) - 1)]
            dress(paragraph, model.look, _PARAGRAPH)
            if model.rules is not None:
                paragraph.NumberingRules = model.rules
            if model.level is not None:
                paragraph.NumberingLevel = model.level
            if model.pieces and paragraph.String:
                dress(over(self.text, paragraph), model.pieces[0].look)


@dataclass
class Journal:
    """How to take back what an action has done so far, latest last."""

    document: Any
    notes: list[Callable[[], Any]] = field(default_factory=list)

    def text(self, text: Any) -> Kept:
        """Keep a text as it is now."""
        kept = Kept(self.document, text)
        self.notes.append(kept.restore)
        return kept

    def properties(self, thing: Any, *names: str) -> None:
        """Keep properties as they are now."""
        values = {name: thing.getPropertyValue(name) for name in names}
        self.notes.append(lambda: [thing.setPropertyValue(name, value) for name, value in values.items()])

    def place(self, shape: Any) -> None:
        """Keep position, size and rotation of a shape."""
        position, size, angle = shape.getPosition(), shape.getSize(), getattr(shape, "RotateAngle", None)

        def back() -> None:
            if angle is not None:
                shape.RotateAngle = 0
            shape.setSize(size)
            shape.setPosition(position)
            if angle:
                shape.RotateAngle = angle

        self.notes.append(back)

    def added(self, page: Any, shape: Any) -> None:
        """A shape that was not there before."""
        self.notes.append(lambda: page.remove(shape))

    def take_back(self) -> None:
        while self.notes:
            self.notes.pop()()


class _Step(unohelper.Base, XUndoAction):  # type: ignore[misc]
    """One step on the document's undo stack. To do it again, the action is run again."""

    def __init__(self, title: str, journal: Journal, again: Callable[[], Journal]) -> None:
        self.Title = title
        self._journal = journal
        self._again = again

    def getTitle(self) -> str:  # noqa: N802 (the office's name)
        return self.Title

    def undo(self) -> None:
        self._journal.take_back()

    def redo(self) -> None:
        self._journal = self._again()


def journalled(function: Callable[..., Effect]) -> Implementation:
    """Register an implementation that gets a `Journal` as its second argument; a failure takes back what was noted."""

    def run(office: Office, args: Mapping[str, Any]) -> tuple[Effect, Journal]:
        journal = Journal(office.document)
        try:
            return function(office, journal, **args), journal
        except BaseException:
            journal.take_back()
            raise

    @wraps(function)
    def implementation(office: Office, **args: Any) -> Effect:
        effect, journal = run(office, args)
        if journal.notes:
            office.document.UndoManager.addUndoAction(_Step(effect.message, journal, lambda: run(office, args)[1]))
        return effect

    return implements("presentation")(implementation)


# Texts


def paragraphs(text: Any) -> list[Any]:
    """The paragraphs of a text, as the office's objects."""
    walk, found = text.createEnumeration(), []
    while walk.hasMoreElements():
        found.append(walk.nextElement())
    return found


def portions(paragraph: Any) -> list[Any]:
    """The runs of equal look in a paragraph."""
    return paragraphs(paragraph)


def over(text: Any, paragraph: Any) -> Any:
    """A cursor over a whole paragraph."""
    cursor = text.createTextCursorByRange(paragraph.getStart())
    cursor.gotoRange(paragraph.getEnd(), True)
    return cursor


def own_look(thing: Any, names: tuple[str, ...] = _CHARACTERS) -> dict[str, Any]:
    """The properties that are set on a range itself rather than inherited."""
    states = thing.getPropertyStates(names)
    return {name: thing.getPropertyValue(name) for name, state in zip(names, states, strict=True) if state == _DIRECT}


def dress(thing: Any, look: Mapping[str, Any], names: tuple[str, ...] = _CHARACTERS) -> None:
    """Give a range exactly these properties among `names`; the others become inherited."""
    for name, state in zip(names, thing.getPropertyStates(names), strict=True):
        if name in look:
            thing.setPropertyValue(name, look[name])
        elif state == _DIRECT:
            thing.setPropertyToDefault(name)


def link(document: Any, url: str, text: str) -> Any:
    """A hyperlink as a text field, not yet in a text; a field can stand in one place only."""
    field = document.createInstance("com.sun.star.text.TextField.URL")
    field.URL, field.Representation = url, text
    return field


def described(paragraph: Any) -> Paragraph:
    """A paragraph's words and looks."""
    pieces = []
    for portion in portions(paragraph):
        is_field = portion.TextPortionType == "TextField"
        pieces.append(Piece(portion.String, own_look(portion), portion.TextField if is_field else None))
    return Paragraph(own_look(paragraph, _PARAGRAPH), paragraph.NumberingLevel, paragraph.NumberingRules, pieces)


def _can_be_empty(text: Any) -> bool:
    return bool(text.getPropertySetInfo().hasPropertyByName("IsEmptyPresentationObject"))


def _is_empty(text: Any) -> bool:
    return _can_be_empty(text) and bool(text.IsPresentationObject) and bool(text.IsEmptyPresentationObject)


def mark(paragraph: Any, bullets: str) -> None:
    """Put a bullet or a number before a paragraph, or take it away."""
    if bullets == "none":
        level = max(paragraph.NumberingLevel or 0, 0)
        _rule(paragraph, level, NumberingType=NO_MARK)
        paragraph.ParaLeftMargin, paragraph.ParaFirstLineIndent = 0, 0
        return
    level = paragraph.NumberingLevel
    if level is None or level < 0:
        level = 0
        paragraph.NumberingLevel = 0
    if bullets == "number":
        _rule(paragraph, level, NumberingType=ARABIC, Suffix=".")
    else:
        _rule(paragraph, level, NumberingType=BULLET, Suffix="")


def _rule(paragraph: Any, level: int, **changes: Any) -> None:
    rules = paragraph.NumberingRules
    entry = {p.Name: p.Value for p in rules.getByIndex(level)}
    if changes["NumberingType"] != NO_MARK and not entry.get("LeftMargin"):
        entry |= {"LeftMargin": _BULLET_INDENT * (level + 1), "FirstLineOffset": -_BULLET_INDENT}
    if changes["NumberingType"] == BULLET and not entry.get("BulletChar"):
        entry["BulletChar"] = "●"
    entry |= changes
    uno.invoke(rules, "replaceByIndex", (level, uno.Any("[]com.sun.star.beans.PropertyValue", properties(**entry))))
    paragraph.NumberingRules = rules
