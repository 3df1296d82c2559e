"""The open deck by ids: slides `s2`, shapes `s2.1` (inside a group `s2.1.1`), speaker notes `s2.notes`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from lam.envs.libreoffice.inside.office import Office
from lam.errors import ActionRejected

LAYOUTS = {"title": 0, "title_content": 1, "two_content": 3, "title_only": 19, "blank": 20, "centered_text": 32}
"""Our layout names and the office's numbers for them (AutoLayout in sd/inc/pres.hxx)."""
_IMPORTED: dict[int, dict[tuple[str, ...], int]] = {11: {("title", "content"): 1, ("title", "subtitle"): 0}, 1: {("title", "subtitle"): 0}}
"""Layouts that imported slides have, and the ones that their placeholders call for."""
LAYOUT_NAMES = {number: name for name, number in LAYOUTS.items()} | {11: "title_content"}
_ROLES = {
    "presentation.TitleTextShape": "title",
    "presentation.SubtitleShape": "subtitle",
    "presentation.OutlinerShape": "content",
    "presentation.NotesShape": "notes",
    "presentation.FooterShape": "footer",
    "presentation.DateTimeShape": "date",
    "presentation.SlideNumberShape": "slide number",
    "presentation.HeaderShape": "header",
    "presentation.GraphicObjectShape": "image",
    "presentation.TableShape": "table",
    "presentation.ChartShape": "chart",
    "drawing.GraphicObjectShape": "image",
    "drawing.TableShape": "table",
    "drawing.GroupShape": "group",
    "drawing.TextShape": "text box",
    "drawing.MediaShape": "media",
    "presentation.MediaShape": "media",
}
NO_TEXT = frozenset({"image", "chart", "table", "group", "media", "object"})
"""Roles of shapes that hold no text of their own."""
CHART = "12dcae26-281f-416f-a234-c3086127382e"
_FORMS = {
    "rect": "rectangle",
    "round-rectangle": "rounded rectangle",
    "roundRect": "rounded rectangle",
    "isosceles-triangle": "triangle",
    "rtTriangle": "right triangle",
    "star5": "star",
    "homePlate": "pentagon arrow",
}
"""The office's and Office Open XML's names of forms that do not read as words."""


@dataclass(frozen=True)
class Spot:
    """One shape and where it is. `shape` is None for a whole slide."""

    id: str
    page: Any
    shape: Any


class Deck:
    """Holds the office's objects for slides and shapes: making them anew costs ten times as much as asking them."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self._pages = document.DrawPages
        self._kept: dict[int, list[Any]] = {}
        self.slides: list[Any] = []

    def refresh(self) -> Deck:
        """Take in slides that came, went or moved."""
        self.slides = [self._pages.getByIndex(i) for i in range(self._pages.Count)]
        return self

    def shapes(self, number: int) -> list[Any]:
        """The shapes of a slide in their order, bottom first."""
        page = self.slides[number - 1]
        self._kept[number] = [page.getByIndex(i) for i in range(page.Count)]
        return self._kept[number]

    def spots(self, number: int) -> Iterator[Spot]:
        """The shapes of a slide with their ids, those inside groups after their group."""
        page = self.slides[number - 1]
        for index, shape in enumerate(self.shapes(number), 1):
            yield from _with_inner(f"s{number}.{index}", page, shape)

    def slide(self, target: str) -> tuple[int, Any]:
        """Number and page of slide `target`."""
        found = re.fullmatch(r"s(\d+)(\..+)?", target)
        if not found:
            raise ActionRejected(f"{target!r} is no slide; {self.range()}")
        number = int(found[1])
        if not 1 <= number <= len(self.slides):
            raise ActionRejected(f"there is no s{number}; {self.range()}")
        if found[2]:
            raise ActionRejected(f"{target} is no slide; its slide is s{number}")
        return number, self.slides[number - 1]

    def spot(self, target: str) -> Spot:
        """The shape or notes with id `target`."""
        found = re.fullmatch(r"(s\d+)\.(notes|\d+(?:\.\d+)*)", target)
        if not found:
            raise ActionRejected(f"{target!r} is no shape; shapes have ids such as {self._example()}")
        number, page = self.slide(found[1])
        if found[2] == "notes":
            if not notes_text(page):
                raise ActionRejected(f"{found[1]} has no notes; set_notes makes them")
            return Spot(target, page, notes_shape(page))
        spots = list(self.spots(number))
        for spot in spots:
            if spot.id == target:
                return spot
        has = f"it has {', '.join(s.id for s in spots[:12])}" if spots else "it has no shapes"
        raise ActionRejected(f"there is no {target} on s{number}; {has}")

    def within(self, target: str) -> list[Spot]:
        """The shapes that `target` stands for: `all`, a slide, or one shape."""
        if target == "all":
            return [spot for number in range(1, len(self.slides) + 1) for spot in self.spots(number)]
        if "." in target:
            return [self.spot(target)]
        return list(self.spots(self.slide(target)[0]))

    def texts(self, target: str) -> list[tuple[str, Any]]:
        """The texts that `target` stands for, with ids; a table has one per cell (`s3.2.B2`)."""
        cell = re.fullmatch(r"(s\d+(?:\.\d+)+)\.([A-Z]{1,2}\d+)", target)
        if cell:
            return [(target, self.cell(cell[1], cell[2]))]
        found: list[tuple[str, Any]] = []
        for spot in self.within(target):
            kind = role(spot.shape)
            if kind == "table":
                found += cells(spot)
            elif kind not in NO_TEXT:
                found.append((spot.id, spot.shape))
        return found

    def cell(self, target: str, name: str) -> Any:
        """A cell of the table `target` by its name, such as B2."""
        spot = self.spot(target)
        if role(spot.shape) != "table":
            raise ActionRejected(f"{target} is no table but a {role(spot.shape)}")
        self._model = model = spot.shape.Model
        row, column = cell_position(name)
        if row >= model.Rows.Count or column >= model.Columns.Count:
            raise ActionRejected(f"there is no cell {name} in {target}; it has A1 to {cell_name(model.Rows.Count - 1, model.Columns.Count - 1)}")
        return model.getCellByPosition(column, row)

    def pages(self, target: str) -> list[tuple[int, Any]]:
        """The slides that `target` stands for: `all`, or one slide."""
        if target == "all":
            return list(enumerate(self.slides, 1))
        return [self.slide(target)]

    def id_of(self, shape: Any, number: int) -> str:
        """The id that a shape of this slide has now."""
        for spot in self.spots(number):
            if spot.shape == shape:
                return spot.id
        raise RuntimeError(f"the shape is not on s{number}")

    def range(self) -> str:
        last = len(self.slides)
        return f"the deck has s1 to s{last}" if last > 1 else "the deck has only s1"

    def _example(self) -> str:
        for number in range(1, len(self.slides) + 1):
            if self.slides[number - 1].Count:
                return f"s{number}.1"
        return "s1.1, but there are none yet"


def deck(office: Office) -> Deck:
    """The open deck as it is now."""
    if "deck" not in office.memo:
        office.memo["deck"] = Deck(office.document)
        _name_layouts(office.memo["deck"].refresh())
    kept: Deck = office.memo["deck"]
    return kept.refresh()


@contextmanager
def quiet(document: Any) -> Iterator[None]:
    """Keep the office from drawing after every single change, which takes most of the time of many changes."""
    document.lockControllers()
    try:
        yield
    finally:
        document.unlockControllers()


def _name_layouts(now: Deck) -> None:
    """Give imported slides the layout that they show: the office would save a title with a list as blank, and reads its own title slides as lists."""
    now.document.UndoManager.lock()
    with quiet(now.document):
        for page in now.slides:
            if page.Layout in _IMPORTED:
                _name_layout(page)
    now.document.UndoManager.unlock()


def _name_layout(page: Any) -> None:
    shapes = [page.getByIndex(i) for i in range(page.Count)]
    holders = [shape for shape in shapes if shape.ShapeType.startswith("com.sun.star.presentation.")]
    number = _IMPORTED.get(page.Layout, {}).get(tuple(role(shape) for shape in holders))
    if number is None:
        return
    boxes = [(shape, shape.getPosition(), shape.getSize()) for shape in holders]
    page.Layout = number
    for shape, position, size in boxes:
        if shape.getSize() != size:
            shape.setSize(size)
        if shape.getPosition() != position:
            shape.setPosition(position)


def role(shape: Any) -> str:
    """What a person calls the shape."""
    kind = shape.ShapeType.removeprefix("com.sun.star.")
    if kind in _ROLES:
        return _ROLES[kind]
    if kind.endswith("OLE2Shape"):
        return "chart" if shape.CLSID.lower() == CHART else "object"
    if kind == "drawing.CustomShape" and _is_text_box(shape):
        return "text box"
    return "shape"


def form(shape: Any) -> str:
    """The form of a drawn shape in words: rectangle, ellipse, line, ..."""
    kind = shape.ShapeType.removeprefix("com.sun.star.drawing.")
    if kind == "CustomShape":
        name = str(_geometry(shape).get("Type", "")).removeprefix("ooxml-").removeprefix("mso-")
        words = _FORMS.get(name) or re.sub(r"(?<=[a-z])(?=[A-Z\d])|-", " ", name).lower()
        return "shape" if words in ("non primitive", "") else words
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind.removesuffix("Shape")).lower()


def cells(spot: Spot) -> list[tuple[str, Any]]:
    """The cells of a table row by row, with their ids."""
    model = spot.shape.Model
    places = [(r, c) for r in range(model.Rows.Count) for c in range(model.Columns.Count)]
    return [(f"{spot.id}.{cell_name(r, c)}", model.getCellByPosition(c, r)) for r, c in places]


def cell_name(row: int, column: int) -> str:
    """`B3` for row 2 and column 1, counted from 0."""
    first, last = divmod(column, 26)
    return (chr(64 + first) if first else "") + chr(65 + last) + str(row + 1)


def cell_position(name: str) -> tuple[int, int]:
    """Row and column of `B3`, counted from 0."""
    letters = name.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(name[len(letters) :]) - 1, column - 1


def is_empty_placeholder(text: Any) -> bool:
    """Whether a text is that of a placeholder without words (cells of tables are none)."""
    kind = getattr(text, "ShapeType", "")
    return kind.startswith("com.sun.star.presentation.") and (text.IsEmptyPresentationObject or not text.String)


def notes_shape(page: Any) -> Any:
    """The shape that holds the speaker notes of a slide, or None."""
    notes = page.NotesPage
    for index in range(notes.Count):
        shape = notes.getByIndex(index)
        if shape.ShapeType == "com.sun.star.presentation.NotesShape":
            return shape
    return None


def notes_text(page: Any) -> str:
    shape = notes_shape(page)
    return "" if shape is None or shape.IsEmptyPresentationObject else str(shape.String)


def layout_name(page: Any) -> str:
    return LAYOUT_NAMES.get(page.Layout, "other")


def one_line(text: str) -> str:
    """Paragraphs joined by ` / `, as outlines show them."""
    return " / ".join(part.strip() for part in text.splitlines() if part.strip())


def _with_inner(id: str, page: Any, shape: Any) -> Iterator[Spot]:
    yield Spot(id, page, shape)
    if shape.ShapeType == "com.sun.star.drawing.GroupShape":
        for index in range(shape.Count):
            yield from _with_inner(f"{id}.{index + 1}", page, shape.getByIndex(index))


def _is_text_box(shape: Any) -> bool:
    if shape.FillStyle.value != "NONE" or shape.LineStyle.value != "NONE":
        return False
    return _geometry(shape).get("Type") in ("ooxml-rect", "rectangle", "mso-spt202")


def _geometry(shape: Any) -> dict[str, Any]:
    return {entry.Name: entry.Value for entry in shape.CustomShapeGeometry}
