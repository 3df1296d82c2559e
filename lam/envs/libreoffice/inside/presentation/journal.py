"""Undo for what the office's own undo manager does not see: changes of slides and shapes through the API.

The office records inserted, copied, moved and deleted slides and deleted shapes itself. For everything else an action notes
how to take it back, and the notes become one undo step of the document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

import uno
import unohelper
from com.sun.star.document import XUndoAction

from lam.envs.libreoffice.inside.office import Effect, Implementation, Office, implements, properties
from lam.envs.libreoffice.inside.presentation.deck import deck, is_empty_placeholder, notes_shape

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
DIRECT = uno.Enum("com.sun.star.beans.PropertyState", "DIRECT_VALUE")


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
        self.empty = is_empty_placeholder(text)
        self.paragraphs = [] if self.empty else [described(p) for p in paragraphs(text)]

    def restore(self, text: Any) -> None:
        """Bring the text back, in the object that it has now. Telling a placeholder that it is empty would end the office."""
        self.text = text
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
            now.NumberingLevel = -1 if paragraph.level is None else paragraph.level

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
    """How to take back what an action has done so far, latest last.

    Things are noted by id: the office makes new objects for what it deleted and brought back, but ids are again as they were.
    """

    office: Office
    notes: list[Callable[[], Any]] = field(default_factory=list)

    def text(self, id: str, text: Any) -> Kept:
        """Keep a text as it is now."""
        kept = Kept(self.office.document, text)
        self.notes.append(lambda: kept.restore(self._find(id)))
        return kept

    def properties(self, id: str, thing: Any, *names: str) -> None:
        """Keep properties of a slide or shape as they are now."""
        values = {name: thing.getPropertyValue(name) for name in names}

        def back() -> None:
            found = self._find(id)
            for name, value in values.items():
                setattr(found, name, value)

        self.notes.append(back)

    def place(self, id: str, shape: Any) -> None:
        """Keep position, size and rotation of a shape."""
        angle = getattr(shape, "RotateAngle", None)
        if angle:
            shape.RotateAngle = 0
        position, size = shape.getPosition(), shape.getSize()
        if angle:
            shape.RotateAngle = angle

        def back() -> None:
            found = self._find(id)
            if angle is not None:
                found.RotateAngle = 0
            found.setSize(size)
            found.setPosition(position)
            if angle:
                found.RotateAngle = angle

        self.notes.append(back)

    def reordered(self, id: str, before: int) -> None:
        """A shape, by its new id, was at another place in the order."""
        self.notes.append(lambda: setattr(self._find(id), "ZOrder", before))

    def added(self, page: Any) -> None:
        """The last shape of a slide was not there before."""
        number, index = page.Number, page.Count

        def back() -> None:
            home = self._find(f"s{number}")
            home.remove(home.getByIndex(index - 1))

        self.notes.append(back)

    def take_back(self) -> None:
        """Back to how it was."""
        with unrecorded(self.office.document):
            while self.notes:
                self.notes.pop()()

    def _find(self, id: str) -> Any:
        now = deck(self.office)
        slide, _, inner = id.partition(".")
        page = now.slide(slide)[1]
        if inner == "notes":
            return notes_shape(page)
        if id[-1].isdigit() and inner.rpartition(".")[2].isalnum() and not inner.rpartition(".")[2].isdigit():
            table, _, cell = id.rpartition(".")
            return now.cell(table, cell)
        return now.spot(id).shape if inner else page


class _Step(unohelper.Base, XUndoAction):
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


@contextmanager
def unrecorded(document: Any) -> Iterator[None]:
    """Keep the office from noting undo steps of its own, which would name shapes that our steps remove."""
    document.UndoManager.lock()
    try:
        yield
    finally:
        document.UndoManager.unlock()


@contextmanager
def recorded(document: Any) -> Iterator[None]:
    """Let the office note its own undo steps inside an action that is journalled otherwise."""
    document.UndoManager.unlock()
    try:
        yield
    finally:
        document.UndoManager.lock()


def journalled(function: Callable[..., Effect]) -> Implementation:
    """Register an implementation that gets a `Journal` as its second argument; a failure takes back what was noted."""

    def run(office: Office, args: Mapping[str, Any]) -> tuple[Effect, Journal]:
        journal = Journal(office)
        try:
            with unrecorded(office.document):
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
    """The paragraphs of a text, as the office's objects. A table's cell has none to show until it was asked for its words."""
    text.getString()
    walk, found = text.createEnumeration(), []
    while walk.hasMoreElements():
        found.append(walk.nextElement())
    return found


def portions(paragraph: Any) -> list[Any]:
    """The runs of equal look in a paragraph."""
    walk, found = paragraph.createEnumeration(), []
    while walk.hasMoreElements():
        found.append(walk.nextElement())
    return found


def over(text: Any, paragraph: Any) -> Any:
    """A cursor over a whole paragraph."""
    cursor = text.createTextCursorByRange(paragraph.getStart())
    cursor.gotoRange(paragraph.getEnd(), True)
    return cursor


def own_look(thing: Any, names: tuple[str, ...] = _CHARACTERS) -> dict[str, Any]:
    """The properties that are set on a range itself rather than inherited."""
    own = tuple(name for name, state in zip(names, thing.getPropertyStates(names), strict=True) if state == DIRECT)
    return dict(zip(own, thing.getPropertyValues(own), strict=True)) if own else {}


def dress(thing: Any, look: Mapping[str, Any], names: tuple[str, ...] = _CHARACTERS) -> None:
    """Give a range exactly these properties among `names`; the others become inherited."""
    for name, state in zip(names, thing.getPropertyStates(names), strict=True):
        if name not in look and state == DIRECT:
            thing.setPropertyToDefault(name)
    if look:
        own = tuple(sorted(look))
        thing.setPropertyValues(own, tuple(look[name] for name in own))


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
