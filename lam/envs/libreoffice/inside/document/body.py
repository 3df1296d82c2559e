"""The body of the open text document: its paragraphs, tables and images by id, read in bulk because a call per paragraph is too slow."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, field
from typing import Any

import unohelper
from com.sun.star.uno import Exception as UnoException
from com.sun.star.util import XModifyListener

from lam.envs.libreoffice.inside.office import Office
from lam.errors import ActionRejected

CHUNK = 50
"""Paragraphs whose text is read in one call."""
PARAGRAPH = "com.sun.star.text.Paragraph"
TEXT_STYLES = {"Standard", "Text body", "Text body indent", "First line indent", "Body Text 2", "Body Text 3", "Body Text First Indent"}
TEXT_STYLES |= {"Normal (Web)", "No Spacing", "List Paragraph", "First Paragraph", "Compact", "Default"}
"""Paragraph styles (programmatic names) of plain body text."""
_PROPERTIES = ("ParaStyleName", "NumberingIsNumber", "NumberingLevel", "ListLabelString", "ListId")
_LIST_STYLE = re.compile(r"^List (?:Bullet|Number) (\d)$")
_NO_LABEL = 5
_BULLETS = (6, 8)


class _Watch(unohelper.Base, XModifyListener):
    """Notes that the document was modified since the last look."""

    def __init__(self) -> None:
        self.dirty = True

    def modified(self, event: Any) -> None:
        self.dirty = True

    def disposing(self, event: Any) -> None:
        self.dirty = True


@dataclass
class Item:
    """A paragraph, table or image of the body. `number` counts its kind from 1."""

    kind: str
    """`p`, `t` or `i`."""
    number: int
    text: str
    style: str = ""
    """Programmatic name of the paragraph style."""
    list_kind: str = ""
    """`bullet`, `number` or empty."""
    level: int = 0
    thing: Any = None
    """The table or image; paragraphs are looked up when they are needed."""

    @property
    def id(self) -> str:
        return f"{self.kind}{self.number}"


@dataclass
class Body:
    """Everything in the body in document order, refreshed after modifications."""

    document: Any
    items: list[Item] = field(default_factory=list)
    paragraphs: list[Item] = field(default_factory=list)
    tables: list[Item] = field(default_factory=list)
    images: list[Item] = field(default_factory=list)
    _starts: list[Any] = field(default_factory=list)
    _watch: Any = None
    _list_kinds: dict[tuple[str, int], str] = field(default_factory=dict)

    def refresh(self) -> None:
        """Read the body again when something has changed since the last time."""
        if self._watch is None:
            self._watch = _Watch()
            self.document.addModifyListener(self._watch)
        if not self._watch.dirty:
            return
        self._watch.dirty = False
        self.items, self.paragraphs, self.tables, self.images, self._starts, self._list_kinds = [], [], [], [], [], {}
        self._read()
        self._place_images()

    def paragraph(self, number: int) -> Any:
        """The paragraph object of `p<number>`.

        Raises: ActionRejected when there is no such paragraph.
        """
        self.refresh()
        if not 1 <= number <= len(self.paragraphs):
            raise ActionRejected(f"there is no p{number}; the document has {span('p', len(self.paragraphs))}")
        return self.between(number, number)[0]

    def between(self, first: int, last: int) -> list[Any]:
        """The paragraph objects of `p<first>` to `p<last>`, which must exist; tables between them are left out."""
        cursor = self._cursor(first)
        for _ in range(first, last):
            cursor.gotoNextParagraph(True)
        cursor.gotoEndOfParagraph(True)
        walk = cursor.createEnumeration()
        found = []
        while walk.hasMoreElements():
            part = walk.nextElement()
            if part.supportsService(PARAGRAPH):
                found.append(part)
        return found

    def _cursor(self, number: int) -> Any:
        """A cursor at the start of a paragraph."""
        cursor = self.document.Text.createTextCursorByRange(self._starts[(number - 1) // CHUNK])
        for _ in range((number - 1) % CHUNK):
            cursor.gotoNextParagraph(False)
        return cursor

    def table(self, number: int) -> Any:
        """The table object of `t<number>`.

        Raises: ActionRejected when there is no such table.
        """
        self.refresh()
        if not 1 <= number <= len(self.tables):
            raise ActionRejected(f"there is no t{number}; the document has {span('t', len(self.tables), 'table')}")
        return self.tables[number - 1].thing

    def image(self, number: int) -> Any:
        """The image object of `i<number>`.

        Raises: ActionRejected when there is no such image.
        """
        self.refresh()
        if not 1 <= number <= len(self.images):
            raise ActionRejected(f"there is no i{number}; the document has {span('i', len(self.images), 'image')}")
        return self.images[number - 1].thing

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        text = self.document.Text
        walk = text.createEnumeration()
        while walk.hasMoreElements() and not (first := walk.nextElement()).supportsService(PARAGRAPH):
            self._add_table(first)  # the last paragraph is not enumerated when it is empty and behind a table
        cursor = text.createTextCursor()
        before = None
        more = True
        while more:
            self._starts.append(cursor.getStart())
            rows = [cursor.getPropertyValues(_PROPERTIES)]
            while len(rows) < CHUNK and (more := cursor.gotoNextParagraph(False)):
                rows.append(cursor.getPropertyValues(_PROPERTIES))
            cursor.gotoEndOfParagraph(False)
            end = cursor.getEnd()
            self._read_chunk(rows, before, end)
            before = end
            more = more and cursor.gotoNextParagraph(False)

    def _read_chunk(self, rows: list[tuple[Any, ...]], before: Any, end: Any) -> None:
        """Texts of the paragraphs up to `end`. There are more lines than paragraphs where tables or line breaks are: then one by one."""
        text = self.document.Text
        chunk = text.createTextCursorByRange(before or self._starts[-1])
        chunk.gotoRange(end, True)
        lines = chunk.String.replace("\r\n", "\n").split("\n")[1 if before else 0 :]
        if len(lines) == len(rows):
            for row, line in zip(rows, lines, strict=True):
                self._add_paragraph(row, line)
            return
        walk = chunk.createEnumeration()
        if before:
            walk.nextElement()
        remaining = iter(rows)
        while walk.hasMoreElements():
            part = walk.nextElement()
            if part.supportsService(PARAGRAPH):
                self._add_paragraph(next(remaining), part.String)
            else:
                self._add_table(part)
        for row in remaining:  # an empty last paragraph behind a table is not enumerated
            cursor = self._cursor(len(self.paragraphs) + 1)
            cursor.gotoEndOfParagraph(True)
            self._add_paragraph(row, cursor.String)

    def _add_paragraph(self, row: tuple[Any, ...], text: str) -> None:
        style, in_list, level, label, list_id = row
        item = Item("p", len(self.paragraphs) + 1, text, style)
        if in_list:
            item.level = (level or 0) + 1
            item.list_kind = "number" if label else self._list_kind(item.number, list_id, level or 0)
            if item.level == 1 and (nested := _LIST_STYLE.match(style)):
                item.level = int(nested[1])
        self.paragraphs.append(item)
        self.items.append(item)

    def _list_kind(self, number: int, list_id: str, level: int) -> str:
        """What a list item without a label in figures is; looked up once per list and level."""
        if (list_id, level) not in self._list_kinds:
            rules = self._cursor(number).NumberingRules
            kind = next((p.Value for p in rules.getByIndex(level) if p.Name == "NumberingType"), _NO_LABEL) if rules is not None else _NO_LABEL
            self._list_kinds[list_id, level] = "bullet" if kind in _BULLETS else "" if kind == _NO_LABEL else "number"
        return self._list_kinds[list_id, level]

    def _add_table(self, table: Any) -> None:
        item = Item("t", len(self.tables) + 1, " | ".join(cell_texts(table, 1)), thing=table)
        self.tables.append(item)
        self.items.append(item)

    def _place_images(self) -> None:
        found: list[tuple[int, Item]] = []
        graphics = self.document.GraphicObjects
        for index in range(graphics.Count):
            image = graphics.getByIndex(index)
            place = self._position(image)
            if place >= 0:
                found.append((place, Item("i", 0, image.Description or image.Title, thing=image)))
        found.sort(key=lambda pair: pair[0])
        for offset, (place, item) in enumerate(found):
            item.number = offset + 1
            self.images.append(item)
            self.items.insert(place + offset + 1, item)

    def _position(self, image: Any) -> int:
        """Index in `items` of what the image is anchored to; -1 for images in headers, frames and on pages."""
        try:
            anchor = image.Anchor
            if anchor is None:
                return -1
            if table := anchor.getPropertyValue("TextTable"):
                name = table.Name
                return next((i for i, item in enumerate(self.items) if item.kind == "t" and item.thing.Name == name), -1)
            number = self._paragraph_at(anchor)
        except UnoException:
            return -1
        return next(i for i, item in enumerate(self.items) if item.kind == "p" and item.number == number)

    def paragraph_number(self, place: Any) -> int:
        """Number of the paragraph that holds the start of a text range; 0 when that is not in the body."""
        self.refresh()
        with contextlib.suppress(UnoException):
            return self._paragraph_at(place)
        return 0

    def _paragraph_at(self, place: Any) -> int:
        text = self.document.Text
        low, high = 0, len(self._starts) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if text.compareRegionStarts(self._starts[middle], place) >= 0:
                low = middle
            else:
                high = middle - 1
        cursor = text.createTextCursorByRange(self._starts[low])
        number = low * CHUNK + 1
        while number < len(self.paragraphs) and cursor.gotoNextParagraph(False) and text.compareRegionStarts(cursor, place) >= 0:
            number += 1
        return number


def body_of(office: Office) -> Body:
    """The body of the open document, up to date."""
    body = office.memo.get("body")
    if body is None:
        body = office.memo["body"] = Body(office.document)
    body.refresh()
    return body


def span(letter: str, count: int, noun: str = "") -> str:
    """`p1 to p12`, `t1`, or `no table` in words for a message."""
    if count == 0:
        return f"no {noun}"
    return f"{letter}1" if count == 1 else f"{letter}1 to {letter}{count}"


def cell_texts(table: Any, row: int) -> list[str]:
    """The texts of the cells of one row, counted from 1."""
    return [table.getCellByName(name).String for name in row_names(table, row)]


def row_names(table: Any, row: int) -> list[str]:
    """Names of the cells in one row, counted from 1, from left to right; parts of split cells (`A1.1.1`) left out."""
    return [name for name in table.CellNames if (m := re.fullmatch(r"[A-Za-z]+(\d+)", name)) and int(m[1]) == row]


def table_size(table: Any) -> tuple[int, int]:
    """Rows and columns; merged rows count with their widest neighbour."""
    columns = max((column_number(m[1]) for name in table.CellNames if (m := re.match(r"([A-Za-z]+)\d", name))), default=0)
    return table.Rows.Count, columns


def column_number(letters: str) -> int:
    """A -> 1, Z -> 26, a -> 27 (the office goes on with small letters in text tables), AA -> 27 as people write it."""
    if len(letters) == 1:
        return ord(letters) - 64 if letters.isupper() else ord(letters) - 70
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
