"""Documents of everyday tasks: a few lines of JSON that a person can write and read, and the file made from them.

A text document is its lines: `# Title`, `## Heading`, `### Heading below it`, `- item`, `1. item`, rows of a table as `| a | b |`, else a paragraph.
A workbook is its sheets, each a list of rows with what they look like; a deck is its slides with what stands on each.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from lam.errors import TaskBroken
from lam.tasks.document import documents as text
from lam.tasks.presentation import documents as decks

Recipe = Mapping[str, Any]
_MARKS: Sequence[tuple[str, text.BlockKind, int]] = (("### ", "heading", 2), ("## ", "heading", 1), ("# ", "title", 1), ("- ", "bullet", 1))
_NUMBERED = re.compile(r"\d+\. ")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_EXTRAS = frozenset({"shape", "text box", "table", "chart", "image"})


def writer(recipe: Recipe) -> Callable[[Path], None]:
    """What writes the file of a recipe.

    Raises: TaskBroken where the recipe is not one.
    """
    try:
        if recipe["kind"] == "document":
            return partial(text.write, manuscript(recipe))
        if recipe["kind"] == "spreadsheet":
            _workbook(recipe)
            return lambda path: _workbook(recipe).save(path)
        if recipe["kind"] == "presentation":
            return partial(decks.write, deck(recipe))
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise TaskBroken(f"no recipe of a {recipe.get('kind')}: {type(error).__name__}: {error}") from None
    raise TaskBroken(f"no kind of document: {recipe['kind']!r}")


def manuscript(recipe: Recipe) -> text.Manuscript:
    """The text document of a recipe: `lines`, and where they are wanted `font`, `size`, `header`, `footer`, `landscape`, `margin_cm`."""
    font, size = str(recipe.get("font", "Calibri")), float(recipe.get("size", 11))
    looks = {
        "text": text.Look(font, size),
        "title": text.Look(font, size + 13),
        "subtitle": text.Look(font, size + 2, italic=True),
        "heading": text.Look(font, size + 3, bold=True, color="1F3864"),
    }
    page = (29.7, 21.0) if recipe.get("landscape") else (21.0, 29.7)
    return text.Manuscript(
        tuple(_blocks(recipe["lines"])),
        looks,
        page=page,
        margin_cm=float(recipe.get("margin_cm", 2.5)),
        landscape=bool(recipe.get("landscape")),
        header=str(recipe.get("header", "")),
        footer=str(recipe.get("footer", "")),
    )


def _blocks(lines: Sequence[str]) -> Iterator[text.Block]:
    for is_row, found in groupby(lines, lambda line: line.startswith("|")):
        if is_row:
            rows = tuple(tuple(cell.strip() for cell in line.strip().strip("|").split("|")) for line in found)
            if len({len(row) for row in rows}) != 1:
                raise ValueError(f"the rows of a table differ in length: {rows[0]}")
            yield text.Block("table", rows=rows)
            continue
        for line in found:
            mark = next(((mark, kind, level) for mark, kind, level in _MARKS if line.startswith(mark)), None)
            if mark:
                yield text.Block(mark[1], line.removeprefix(mark[0]), level=mark[2])
            elif numbered := _NUMBERED.match(line):
                yield text.Block("number", line[numbered.end() :])
            else:
                yield text.Block("text" if line else "empty", line)


def _workbook(recipe: Recipe) -> Workbook:
    """The workbook of a recipe: `sheets`, each with `name`, `rows` (texts, numbers, `=formulas`, dates as 2026-03-01, null for an empty cell),
    and where they are wanted `bold`, `merge` (areas), `fills` and `formats` (area -> colour, code), `widths`, `freeze`."""
    file = Workbook()
    file.remove(file.active)
    for told in recipe["sheets"]:
        sheet: Worksheet = file.create_sheet(told["name"])
        for row, values in enumerate(told["rows"], 1):
            for column, value in enumerate(values, 1):
                _set(sheet, row, column, value)
        for area in told.get("bold", ()):
            for cell in _cells(sheet, area):
                cell.font = Font(name="Calibri", size=11, bold=True)
        for area, color in told.get("fills", {}).items():
            for cell in _cells(sheet, area):
                cell.fill = PatternFill("solid", start_color=str(color).removeprefix("#"))
        for area, code in told.get("formats", {}).items():
            for cell in _cells(sheet, area):
                cell.number_format = code
        for column, width in told.get("widths", {}).items():
            sheet.column_dimensions[column].width = width
        for area in told.get("merge", ()):
            sheet.merge_cells(area)
        sheet.freeze_panes = told.get("freeze")
    file.active = int(recipe.get("active", 0))
    stamp = dt.datetime(2024, 1, 1)
    file.properties.creator, file.properties.created, file.properties.modified = "Office", stamp, stamp
    return file


def _set(sheet: Worksheet, row: int, column: int, value: Any) -> None:
    if value is None:
        return
    cell = sheet.cell(row, column)
    is_date = isinstance(value, str) and _DATE.fullmatch(value)
    cell.value = dt.date.fromisoformat(value) if is_date else value
    if is_date:
        cell.number_format = "yyyy-mm-dd"


def _cells(sheet: Worksheet, area: str) -> Iterator[Any]:
    found = sheet[area]
    for row in found if isinstance(found, tuple) else ((found,),):
        yield from row if isinstance(row, tuple) else (row,)


def deck(recipe: Recipe) -> decks.Deck:
    """The deck of a recipe: `slides`, and where they are wanted `font`, `wide`, `numbers`.

    A slide has a `layout` (title, title_content, two_content, title_only, blank), `title`, `subtitle`, `lists`, `notes`, `hidden`, `background`
    and `extras`: a `role` (shape, text box, table, chart, image) with `text`, `form` (a name for shapes; column, bar, line, pie for charts),
    `color`, `cells` and `box` (left, top, width, height in centimetres).
    """
    slides = tuple(_slide(told) for told in recipe["slides"])
    font = str(recipe.get("font", "Calibri"))
    return decks.Deck(slides, wide=bool(recipe.get("wide", True)), fonts=(font, font), numbers=bool(recipe.get("numbers")))


def _slide(told: Recipe) -> decks.Slide:
    if told["layout"] not in decks.LAYOUTS:
        raise ValueError(f"no layout {told['layout']!r}; there are {', '.join(decks.LAYOUTS)}")
    return decks.Slide(
        told["layout"],
        title=told.get("title", ""),
        subtitle=told.get("subtitle", ""),
        lists=tuple(tuple(items) for items in told.get("lists", ())),
        extras=tuple(_extra(extra) for extra in told.get("extras", ())),
        notes=told.get("notes", ""),
        hidden=bool(told.get("hidden")),
        background=told.get("background", ""),
    )


def _extra(told: Recipe) -> decks.Extra:
    role, form = told["role"], told.get("form", "")
    if role not in _EXTRAS:
        raise ValueError(f"nothing called {role!r}; there are {', '.join(sorted(_EXTRAS))}")
    forms: Sequence[str] = decks.FORMS if role == "shape" else ("column", "bar", "line", "pie") if role == "chart" else ()
    left, top, width, height = told["box"]
    return decks.Extra(
        role,
        text=told.get("text", ""),
        cells=tuple(tuple(str(cell) for cell in row) for row in told.get("cells", ())),
        form=forms.index(form) if form else 0b010101011101101 if role == "image" else 0,
        color=told.get("color", "#4472C4"),
        box_cm=(left, top, width, height),
    )
