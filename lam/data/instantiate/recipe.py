"""Documents by recipe: a generator, a seed and a split, from which the same document is made again; and what in it can be pointed at."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from lam.data.instantiate.enrich import CHANGED, IN_DOCUMENT, IN_SHEET, LINKED, SHAPE, enrich
from lam.tasks.base import Split
from lam.tasks.compose import Source
from lam.tasks.document import documents as manuscripts
from lam.tasks.presentation import documents as decks
from lam.tasks.spreadsheet import documents as books
from lam.types import Kind


@dataclass(frozen=True)
class Recipe:
    """How to make a document again. The generator is the one of this kind's task families."""

    kind: Kind
    seed: str
    split: Split = "train"
    needs: tuple[str, ...] = ()
    """What it must hold: `table`, `bullet`, `heading` in documents, and what lam.data.instantiate.enrich adds to them and to sheets; columns of dates
    or texts in sheets; `image`, `shape`, `table` in presentations."""

    def record(self) -> dict[str, Any]:
        return asdict(self)


def recipe(record: Mapping[str, Any]) -> Recipe:
    return Recipe(record["kind"], record["seed"], record["split"], tuple(record["needs"]))


def source(given: Recipe) -> Source:
    """The document: how to write it, and its description."""
    return _source(given)


@lru_cache(maxsize=64)
def _source(given: Recipe) -> Source:
    rng = random.Random(f"{given.kind} {given.split} {given.seed}")
    if given.kind == "document":
        more = [n for n in given.needs if n in IN_DOCUMENT]
        kinds = {n for n in given.needs if n in ("table", "bullet", "number", "heading", "title")} | ({"text"} if more else set())
        made = manuscripts.source(rng, given.split, kinds)  # type: ignore[arg-type]
        while "formatted" in given.needs and not any(block.direct and block.text.strip() for block in made.content.blocks):
            made = manuscripts.source(rng, given.split, kinds)  # type: ignore[arg-type]
        return Source(_Enriched(made, more), made.content) if more else made
    if given.kind == "spreadsheet":
        book = books.book(rng, given.split)
        while "sheets" in given.needs and book.active + 1 >= len(book.sheets):
            book = books.book(rng, given.split)
        while "formatted" in given.needs and not any(_formatted(c) for c in book.sheet.columns):
            book = books.book(rng, given.split)
        more = [n for n in given.needs if n in IN_SHEET]
        plain = Source(lambda path: books.write(book, path), book)
        return Source(_Enriched(plain, more), book) if more else plain
    wishes = {need: 1.0 for need in given.needs if need in DECK_WISHES}
    deck = decks.deck(rng, given.split, 3, 8, **wishes)
    while not set(wishes) <= {extra.role for slide in deck.slides for extra in slide.extras}:
        deck = decks.deck(rng, given.split, 3, 8, **wishes)
    return decks.source(deck)


def _formatted(column: Any) -> bool:
    """Whether a sheet's column holds numbers with a format of their own."""
    return column.number_format != "General" and column.kind in ("int", "money", "percent") and not column.formula


@dataclass(frozen=True)
class _Enriched:
    """Writes a generated document with what it is given besides."""

    plain: Source
    more: Sequence[str]

    def __call__(self, path: Path) -> None:
        self.plain.make(path)
        enrich(path, self.more, [host(self.plain.content)] if path.suffix == ".docx" else [])


def host(manuscript: Any) -> int:
    """The paragraph, from 0, that carries what a document is given besides: the first of its text."""
    paragraphs = [block for block in manuscript.blocks if block.kind != "table"]
    return next(i for i, block in enumerate(paragraphs) if block.kind == "text" and block.text.strip())


DECK_WISHES = ("table", "shape", "chart", "image")
"""What a deck can be asked to hold: chances of its generator that are named like the roles of what comes of them."""


@dataclass(frozen=True)
class Place:
    """Something in a document that can be selected."""

    target: str
    """As `select` takes it."""
    name: str
    """As a person says it."""
    key: str
    """As a reading of the file names it."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    match: str = ""
    """The words of it that are selected; empty: all of it."""
    control: str = ""
    """What is clicked instead, where the selecting action cannot point at it."""
    then: tuple[tuple[str, str], ...] = ()
    """(`press`, keys) and (`menu`, command) that follow."""

    def acts(self) -> list[tuple[str, dict[str, Any]]]:
        """The actions that select it."""
        chosen = {"target": self.target, "match": self.match} if self.match else {"target": self.target}
        first: tuple[str, dict[str, Any]] = ("click", {"control": self.control}) if self.control else ("select", chosen)
        return [first, *((name, {"keys" if name == "press" else "path": value}) for name, value in self.then)]


def places(given: Recipe, what: str) -> Sequence[Place]:
    """The parts of the document that are `what`: paragraph, heading, table, cells, row, column, sheet, slide, shape; empty when there is none."""
    content = source(given).content
    if what == "drawing" and given.kind != "presentation":
        return [Place("", "the shape", "", control=f"shape: {SHAPE}")] if "shape" in given.needs else []
    if given.kind == "document":
        return _added(given, content, what) if what in ADDED else _in_manuscript(content, what)
    return _in_book(content, what) if given.kind == "spreadsheet" else _in_deck(content, what)


def write(given: Recipe, path: Path) -> None:
    source(given).make(path)


ADDED: Mapping[str, tuple[str, str]] = {"picture": ("image", ""), "link": ("link", LINKED), "change": ("change", CHANGED), "index": ("index", "")}
"""What can be selected of what documents are given besides: the need, and the words of it."""


def _added(given: Recipe, content: Any, what: str) -> list[Place]:
    need, words = ADDED[what]
    if need not in given.needs:
        return []
    number = host(content) + 1
    if what == "picture":
        return [Place("i1", "the picture", "image 1")]
    if what == "index":
        first = sum(block.kind != "table" for block in content.blocks) + 1
        return [Place(f"p{first}", "the table of contents", f"paragraph {first}")]
    said = "the recorded change" if what == "change" else "the link"
    return [Place(f"p{number}", f"{said} “{words}”", f"paragraph {number}", match=words)]


ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def _in_manuscript(content: Any, what: str) -> list[Place]:
    found: list[Place] = []
    if what == "end":
        last = sum(block.kind != "table" for block in content.blocks)
        return [Place("end", "the end of the document", f"paragraph {last}")]
    number = tables = texts = headings = 0
    for block in content.blocks:
        if block.kind == "table":
            tables += 1
            if what == "table" and tables == 1:
                found.append(Place(f"t{tables}", "the table", f"table {tables}"))
            if what == "table row" and tables == 1:
                found.append(Place(f"t{tables}.B2", "cell B2 of the table", f"table {tables}"))
            continue
        number += 1
        key, target = f"paragraph {number}", f"p{number}"
        if what == "formatted" and block.direct and block.text.strip():
            found.append(Place(target, f"the paragraph that begins with “{' '.join(block.text.split()[:4])}”", key, {"text": block.text}))
        if block.kind == "text" and block.text.strip():
            texts += 1
            if what in ("paragraph", "text") and texts <= len(ORDINALS):
                words = " ".join(block.text.split()[:4]).rstrip(",.;:")
                found.append(Place(target, f"the paragraph that begins with “{words}”", key, {"text": block.text}))
        elif block.kind == "heading" and block.text.strip():
            headings += 1
            if what in ("heading", "text"):
                found.append(Place(target, f"the heading “{block.text}”", key, {"text": block.text}))
        elif block.kind == "title" and what in ("title", "text") and block.text.strip():
            found.append(Place(target, "the title", key, {"text": block.text}))
        elif block.kind in ("bullet", "number") and what == "item":
            found.append(Place(target, f"the list item “{block.text}”", key, {"text": block.text}))
    return found


def _in_book(content: Any, what: str) -> list[Place]:
    sheet = content.sheet
    if what == "sheet":
        return [Place(f"A{sheet.first}", "", "workbook")] if content.active + 1 < len(content.sheets) else []
    columns = list(enumerate(sheet.columns))
    if what == "words":
        columns = [(i, c) for i, c in columns if c.kind in ("text", "label")]
    if what == "formatted":
        columns = [(i, c) for i, c in columns if _formatted(c)]
    if what == "block":
        pairs = [f"{sheet.letter(i)}{sheet.first}:{sheet.letter(i + 1)}{sheet.last}" for i, _ in columns[:-1]]
        return [Place(span, f"the cells {span.replace(':', ' to ')}", f"{sheet.name}!{span}") for span in pairs]
    if what in ("cells", "words", "formatted"):
        spans = [(sheet.data(i), c.header) for i, c in columns]
        return [Place(span, f"the cells {span.replace(':', ' to ')}", f"{sheet.name}!{span}", {"header": h}) for span, h in spans]
    if what in IN_CELLS:
        return _in_cells(sheet, what)
    if what == "cell":
        return [Place(f"{sheet.letter(i)}{r}", f"cell {sheet.letter(i)}{r}", f"{sheet.name}!{sheet.letter(i)}{r}")
                for i, _ in columns for r in range(sheet.first, min(sheet.last, sheet.first + 3) + 1)]  # fmt: skip
    if what == "row":
        return [Place(f"{r}:{r}", f"row {r}", f"{sheet.name}!row {r}") for r in range(sheet.first, min(sheet.last, sheet.first + 6) + 1)]
    if what == "column":
        return [
            Place(f"{sheet.letter(i)}:{sheet.letter(i)}", f"column {sheet.letter(i)}", f"{sheet.name}!column {sheet.letter(i)}") for i, _ in columns
        ]
    return []


IN_CELLS = ("cell text", "shape text", "comment", "filter", "outline", "breaks", "merged")


def _in_cells(sheet: Any, what: str) -> list[Place]:
    """What a sheet's cells are given besides, and texts in the making."""
    letter, bottom = "A", sheet.bottom
    if what == "shape text":
        return [Place("", "the text of the shape", "", control=f"shape: {SHAPE}", then=(("press", "F2"),))]
    if what == "cell text":
        column = next((i for i, c in enumerate(sheet.columns) if c.kind in ("label", "text")), None)
        cell = f"{sheet.letter(column)}{sheet.first}" if column is not None else ""
        ways = (("press", "F2"), ("press", "Shift+Home"))
        return [Place(cell, f"the text in cell {cell}", f"{sheet.name}!{cell}", then=ways)] if cell else []
    if what == "filter":
        letter, bottom = "B", sheet.header_row
    if what == "merged":
        bottom += 2
        return [Place(f"A{bottom}:B{bottom}", f"the merged cells A{bottom} to B{bottom}", f"{sheet.name}!A{bottom}:B{bottom}")]
    if what == "breaks":
        letter = "B"
    if what == "outline":
        return [Place(f"A{bottom}", f"cell A{bottom}", sheet.name)]
    return [Place(f"{letter}{bottom}", f"cell {letter}{bottom}", f"{sheet.name}!{letter}{bottom}")]


def _in_deck(content: Any, what: str) -> list[Place]:
    found: list[Place] = []
    if what == "shape text":
        return [replace(place, name=f"the text of {place.name}", then=(("press", "F2"),)) for place in _in_deck(content, "shape")]
    if what == "shapes":
        many = [n for n, slide in enumerate(content.slides, 1) if bool(slide.title) + bool(slide.subtitle) + len(slide.lists) + len(slide.extras) > 1]
        return [Place(f"s{n}", f"all objects of slide {n}", f"slide {n}", then=(("menu", ".uno:SelectAll"),)) for n in many]
    for number, slide in enumerate(content.slides, 1):
        name = f"slide {number}"
        if what == "slide":
            found.append(Place(f"s{number}", name, name))
        elif what in ("text", "shape", "paragraph") and slide.title:
            found.append(Place(f"s{number}.1", f"the title of slide {number}", f"{name}, shape 1 (title)"))
        role, said = DRAWN.get(what, ("", ""))
        before = bool(slide.title) + bool(slide.subtitle) + len(slide.lists)
        of_role = [before + k for k, extra in enumerate(slide.extras, 1) if extra.role == role]
        for ordinal, k in zip(ORDINALS, of_role, strict=False):
            which = f"the {ordinal} {said}" if len(of_role) > 1 else f"the {said}"
            found.append(Place(f"s{number}.{k}", f"{which} on slide {number}", f"{name}, shape {k} ({role})"))
    return found


DRAWN: Mapping[str, tuple[str, str]] = {"drawing": ("shape", "shape"), "picture": ("image", "picture"), "table": ("table", "table")}
"""What stands beside a slide's placeholders: its role there, and what a person calls it."""
