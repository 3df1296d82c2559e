"""Which parts of a document an action touched, and whether a change in the saved file is its doing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lam.guard import strings
from lam.reading.base import Change, column_letters, column_number
from lam.types import Element, Step

Address = tuple[str, ...]
"""("paragraph", "3"), ("table", "1", "B2"), ("Sales", "B7"), ("slide", "2", "1"); a shorter one holds all that is inside it."""

ADDS = (
    "insert",
    "add",
    "copy",
    "duplicate",
    "text_to",
    "pivot",
    "transpose",
    "set_",
    "replace",
    "fill",
    "move",
    "find_replace",
    "undo",
    "redo",
    "split",
    "merge",
)
REMOVES = ("delete", "remove", "clear", "replace", "merge", "text_to", "set_", "move", "filter", "undo", "redo", "find_replace")
EVERYWHERE = ("all", "document", "selection", "start", "end")
MARKS = {
    "conditional_format": ("conditional",),
    "filter": ("filter", "hidden"),
    "clear_filter": ("filter", "hidden"),
    "hide": ("hidden",),
    "freeze": ("freeze", "frozen", "pane"),
    "merge_cells": ("merge",),
    "resize": ("width", "height"),
    "validate_list": ("validation",),
    "name_range": ("name",),
    "rename_sheet": ("name", "active"),
    "copy_sheet": ("active", "order", "sheets"),
    "add_sheet": ("active", "order", "sheets"),
    "move_sheet": ("active", "order", "sheets", "position"),
    "delete_sheet": ("active", "order", "sheets"),
    "activate_sheet": ("active",),
    "color_sheet": ("color",),
    "protect_sheet": ("protect",),
    "insert_chart": ("chart",),
    "pivot_table": ("pivot",),
    "insert_comment": ("comment",),
    "insert_link": ("link",),
    "set_notes": ("notes",),
    "hide_slide": ("hidden",),
    "set_transition": ("transition",),
    "set_background": ("background",),
    "set_layout": ("layout",),
    "set_header": ("header",),
    "set_footer": ("footer", "number", "date"),
    "set_page": ("page", "section", "margin", "orientation", "columns", "size", "background"),
    "insert_footnote": ("footnote",),
    "insert_bookmark": ("bookmark",),
    "insert_page_break": ("break",),
    "insert_toc": ("contents", "toc"),
    "track_changes": ("track", "revision"),
    "set_properties": ("propert", "title", "author", "subject", "keywords"),
    "set_master_font": ("font", "runs"),
    "order_shape": ("order",),
}
"""Action -> words in a change's part or property that name its effect where that lies beside the touched elements: on sheet, slide, page."""


@dataclass(frozen=True)
class Touched:
    """The addresses that one action touched, with what the policy saw there."""

    addresses: frozenset[Address]
    texts: frozenset[str]
    """Ids, roles, texts and details of the touched elements, before and after."""
    numbers: frozenset[int]
    """Numbers that addressing brings along: places, sizes of ranges."""
    everywhere: bool = False
    paragraphs: frozenset[int] = frozenset()
    """Which paragraphs, counted in any way that people count: from the top, or only those of body text."""
    slides: frozenset[int] = frozenset()
    contents: frozenset[str] = frozenset()
    """The texts of the touched elements, by which they are found again when their numbers shift."""

    def holds(self, key: str, text: str = "") -> bool:
        """Whether the part with this key of a reading is among the touched."""
        return self.everywhere or self._at(address_of(key)) or (len(text) > 2 and any(text.startswith(c) for c in self.contents))

    def overlaps(self, other: Touched) -> bool:
        if self.everywhere or other.everywhere:
            return True
        return any(self._at(address) for address in other.addresses) or any(other._at(address) for address in self.addresses)

    def _at(self, address: Address) -> bool:
        """Whether the address, or something that holds it (slide, table, sheet, column, row), is among the touched."""
        if any(address[:length] in self.addresses for length in range(1, len(address) + 1)):
            return True
        hit = re.fullmatch(r"([A-Z]+)(\d+)", address[-1]) if address[0] == "sheet" and len(address) == 3 else None
        return hit is not None and bool({(*address[:2], hit[1]), (*address[:2], hit[2])} & self.addresses)


def touched_by(step: Step, steps: Sequence[Step]) -> Touched:
    """What a step touched: what its outcome says and what its arguments address."""
    place = steps.index(step)
    later = steps[place + 1].observation.elements if place + 1 < len(steps) else ()
    args = step.decision.action.args
    named = [
        str(value) for name, value in args.items() if name in ("target", "range", "cell", "table", "slide", "to", "after", "before", "sheet", "at")
    ]
    changed = list(step.outcome.changed)
    ids = {single for key in changed or named for single in singles(key)}
    elements = [e for e in (*step.observation.elements, *later) if e.id in ids]
    near = [
        e
        for seen in (step.observation.elements, later)
        for e in _surroundings(seen, ids | {single for name in named for single in singles(name)} | _referred(args))
    ]
    texts = {part for e in (*elements, *near) for part in (e.id, e.role, e.text, e.detail) if part} | set(changed) | set(named)
    numbers = {len(ids)} | {size for key in (*changed, *named) for size in _sizes(key)}
    everywhere = any(key in EVERYWHERE for key in (*named, *changed))
    active = active_sheet(step)
    addresses = frozenset(address for key in ids for address in _addresses(key, active))
    contents = frozenset(e.text[:60] for e in elements if len(e.text) > 2 and step.observation.kind != "spreadsheet")
    first = [e for e in steps[0].observation.elements if e.text[:60] in contents]
    paragraphs = {int(hit[1]) for e in (*elements, *first) for name in (e.id, e.role) if (hit := re.fullmatch(r"(?:p|Text )(\d+)", name))}
    slides = {int(address[1]) for key in (*ids, *named) for address in _addresses(key, active) if address[0] == "slide"}
    return Touched(addresses, frozenset(texts), frozenset(numbers), everywhere, frozenset(paragraphs), frozenset(slides), contents)


def cells_of(step: Step) -> set[tuple[str, str]]:
    """(column, row) of the cells that a spreadsheet action touched or that its formulas refer to."""
    args = step.decision.action.args
    keys = {*step.outcome.changed, *(str(v) for n, v in args.items() if n in ("range", "cell"))} | _referred(args)
    hits = (re.fullmatch(r"([A-Z]{0,3})(\d*)", single.rpartition("!")[2].replace("$", "")) for key in keys for single in singles(key))
    return {(hit[1], hit[2]) for hit in hits if hit and hit[0]}


def _referred(args: Mapping[str, Any]) -> set[str]:
    """The cells that formulas in the arguments refer to."""
    formulas = [text for text in strings(args) if text.startswith("=")]
    return {single for text in formulas for hit in re.findall(r"\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?", text) for single in singles(hit)}


def explains(area: Touched, step: Step, change: Change, texts: Mapping[str, str]) -> bool:
    """Whether a change is the doing of this action: at its place, or an addition or removal of the sort it makes.

    `texts`: text of each part of the saved file.
    """
    name = step.decision.action.name
    if area.holds(change.where, texts.get(change.where, "")):
        return True
    said = f"{change.part} {change.property} {change.where.rpartition(',')[2]}".lower()
    if any(mark in said for mark in MARKS.get(name, ())) and _same_container(area, change.where):
        return True
    if change.property:
        return False
    added = change.before is None
    return name.startswith(ADDS if added else REMOVES)


def address_of(key: str) -> Address:
    """The address in a reading's key: `table 1, cell B2` -> ("table", "1", "B2"); `Sales!B7` -> ("sheet", "Sales", "B7")."""
    if "!" in key:
        sheet, _, rest = key.rpartition("!")
        return ("sheet", sheet.strip("'"), *rest.replace("cell ", "").split())
    parts = []
    for piece in key.split(", "):
        words = re.sub(r"\(.*\)$", "", piece).split()
        parts += words[1:] if words[:1] in (["cell"], ["shape"]) else words
    return tuple(parts)


def _same_container(area: Touched, key: str) -> bool:
    """Whether a part lies on a slide or sheet that was touched; parts of neither lie everywhere."""
    address = address_of(key)
    slides = {own[1] for own in area.addresses if own[0] == "slide"}
    if address[0] == "slide" and slides and not area.everywhere:
        return address[1] in slides
    sheets = {own[1] for own in area.addresses if own[0] == "sheet"}
    return address[0] != "sheet" or not sheets or address[1] in sheets or len(sheets | {address[1]}) == 1


def _addresses(key: str, active: str) -> Iterator[Address]:
    """The addresses that an element id may have in a reading."""
    if hit := re.fullmatch(r"([pti])(\d+)(?:\.(\w+))?", key):
        yield ({"p": "paragraph", "t": "table", "i": "image"}[hit[1]], hit[2], *([hit[3]] if hit[3] else []))
    elif hit := re.fullmatch(r"s(\d+)(?:\.(\w+))?", key):
        yield ("slide", hit[1], *([hit[2]] if hit[2] else []))
    elif "!" in key:
        sheet, _, cell = key.rpartition("!")
        yield ("sheet", sheet.strip("'"), *([cell.replace("$", "")] if cell else []))
    elif re.fullmatch(r"\$?[A-Za-z]{1,3}\$?\d*|\d+", key):
        yield ("sheet", active, key.replace("$", "").upper())
    else:
        yield ("sheet", key)
        yield (key,)


def singles(key: str) -> list[str]:
    """The single ids in a range of ids: `p3-p5` -> p3 p4 p5; `Sales!B2:C3` -> each cell; up to a few thousand."""
    if hit := re.fullmatch(r"([pts])(\d+)-\1?(\d+)", key):
        return [f"{hit[1]}{n}" for n in range(int(hit[2]), min(int(hit[3]), int(hit[2]) + 5000) + 1)]
    if hit := re.fullmatch(r"(t\d+\.)([A-Z]+\d+):([A-Z]+\d+)", key):
        return [f"{hit[1]}{cell}" for cell in _cells(hit[2], hit[3])]
    sheet, bang, cells = key.rpartition("!")
    first, colon, last = cells.replace("$", "").upper().partition(":")
    if colon and re.fullmatch(r"[A-Z]{1,3}\d+", first) and re.fullmatch(r"[A-Z]{1,3}\d+", last):
        return [f"{sheet}{bang}{cell}" for cell in _cells(first, last)]
    if colon and re.fullmatch(r"[A-Z]{1,3}", first) and re.fullmatch(r"[A-Z]{1,3}", last):
        return [f"{sheet}{bang}{column_letters(n)}" for n in range(column_number(first), min(column_number(last), column_number(first) + 200) + 1)]
    if colon and first.isdigit() and last.isdigit():
        return [f"{sheet}{bang}{n}" for n in range(int(first), min(int(last), int(first) + 5000) + 1)]
    return [key]


def _sizes(key: str) -> set[int]:
    """Numbers that a range stands for: its rows, its columns, its first and last row, how many it holds."""
    sizes = {int(n) for n in re.findall(r"\d+", key)}
    parts = singles(key)
    if len(parts) > 1:
        rows = {hit[0] for single in parts if (hit := re.search(r"\d+$", single))}
        columns = {hit[1] for single in parts if (hit := re.search(r"([A-Z]+)\d*$", single))}
        sizes |= {len(parts), len(rows), len(columns)} | {int(row) for row in rows}
    return sizes


def _cells(first: str, last: str, most: int = 20_000) -> list[str]:
    (left, top), (right, bottom) = (_split(first), _split(last))
    names = (f"{column_letters(column)}{row}" for row in range(top, bottom + 1) for column in range(left, right + 1))
    return [name for _, name in zip(range(most), names, strict=False)]


def _split(cell: str) -> tuple[int, int]:
    hit = re.fullmatch(r"([A-Z]+)(\d+)", cell)
    return (column_number(hit[1]), int(hit[2])) if hit else (1, 1)


def active_sheet(step: Step) -> str:
    """The name of the sheet that a step saw; empty in other documents."""
    hit = re.search(r"([^,:]+) \(active\)", step.observation.summary)
    return hit[1].strip() if hit else ""


def _surroundings(elements: Sequence[Element], ids: set[str]) -> list[Element]:
    """What people name a place by: the neighbours and the heading of a paragraph, the row and column of a cell, the slide of a shape."""
    wanted = set(ids)
    for key in ids:
        if hit := re.search(r"(?:^|!)([A-Z]{1,3})(\d+)$", key):
            wanted |= {hit[1], hit[2]}
        if hit := re.match(r"(s\d+)(\.|$)", key):
            wanted |= {e.id for e in elements if e.id == hit[1] or e.id.startswith(f"{hit[1]}.")}
    found = [e for e in elements if e.id in wanted]
    for place, element in enumerate(elements):
        if element.id in ids and re.match(r"[pti]\d", element.id):
            found += elements[max(0, place - 2) : place + 3]
            found += [e for e in elements[:place] if e.role.startswith(("Heading", "Title"))][-1:]
    return found
