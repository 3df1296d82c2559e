"""Documents by recipe: a generator, a seed and a split, from which the same document is made again; and what in it can be pointed at."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

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
    """What it must hold: `table`, `bullet`, `heading` in documents; `image`, `shape`, `table` in presentations."""

    def record(self) -> dict[str, Any]:
        return asdict(self)


def recipe(record: Mapping[str, Any]) -> Recipe:
    return Recipe(record["kind"], record["seed"], record["split"], tuple(record["needs"]))


def source(given: Recipe) -> Source:
    """The document: how to write it, and its description."""
    rng = random.Random(f"{given.kind} {given.split} {given.seed}")
    if given.kind == "document":
        return manuscripts.source(rng, given.split, [n for n in given.needs if n in ("table", "bullet", "number", "heading", "title")])  # type: ignore[misc]
    if given.kind == "spreadsheet":
        made = books.book(rng, given.split)
        return Source(lambda path: books.write(made, path), made)
    wishes = {need: 1.0 for need in given.needs if need in DECK_WISHES}
    deck = decks.deck(rng, given.split, 3, 8, **wishes)
    while not set(wishes) <= {extra.role for slide in deck.slides for extra in slide.extras}:
        deck = decks.deck(rng, given.split, 3, 8, **wishes)
    return decks.source(deck)


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


def places(given: Recipe, what: str) -> Sequence[Place]:
    """The parts of the document that are `what`: paragraph, heading, table, cells, row, column, sheet, slide, shape; empty when there is none."""
    content = source(given).content
    if given.kind == "document":
        return _in_manuscript(content, what)
    return _in_book(content, what) if given.kind == "spreadsheet" else _in_deck(content, what)


def write(given: Recipe, path: Path) -> None:
    source(given).make(path)


ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def _in_manuscript(content: Any, what: str) -> list[Place]:
    found: list[Place] = []
    number = tables = texts = headings = 0
    for block in content.blocks:
        if block.kind == "table":
            tables += 1
            if what == "table" and tables == 1:
                found.append(Place(f"t{tables}", "the table", f"table {tables}"))
            continue
        number += 1
        key, target = f"paragraph {number}", f"p{number}"
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
    columns = list(enumerate(sheet.columns))
    if what == "words":
        columns = [(i, c) for i, c in columns if c.kind in ("text", "label")]
    if what in ("cells", "words"):
        spans = [(sheet.data(i), c.header) for i, c in columns]
        return [Place(span, f"the cells {span.replace(':', ' to ')}", f"{sheet.name}!{span}", {"header": h}) for span, h in spans]
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


def _in_deck(content: Any, what: str) -> list[Place]:
    found: list[Place] = []
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
