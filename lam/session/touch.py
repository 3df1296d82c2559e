"""Which parts of a document an action touched, and whether a change in the saved file is its doing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lam.reading.base import Change, Reading
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


@dataclass(frozen=True)
class Touched:
    """The addresses that one action touched, with what the policy saw there."""

    addresses: frozenset[Address]
    texts: frozenset[str]
    """Ids, roles, texts and details of the touched elements, before and after."""
    numbers: frozenset[int]
    """Numbers that addressing brings along: places, sizes of ranges."""
    everywhere: bool = False
    contents: frozenset[str] = frozenset()
    """The texts of the touched elements, by which they are found again when their numbers shift."""

    def holds(self, key: str, text: str = "") -> bool:
        """Whether the part with this key of a reading is among the touched."""
        address = address_of(key)
        return (
            self.everywhere
            or any(_inside(address, own) for own in self.addresses)
            or (len(text) > 2 and any(text.startswith(c) for c in self.contents))
        )

    def overlaps(self, other: Touched) -> bool:
        return self.everywhere or other.everywhere or any(_inside(a, b) or _inside(b, a) for a in self.addresses for b in other.addresses)


def touched_by(step: Step, steps: Sequence[Step]) -> Touched:
    """What a step touched: what its outcome says and what its arguments address."""
    place = steps.index(step)
    later = steps[place + 1].observation.elements if place + 1 < len(steps) else ()
    args = step.decision.action.args
    named = [
        str(value) for name, value in args.items() if name in ("target", "range", "cell", "table", "slide", "to", "after", "before", "sheet", "at")
    ]
    changed = list(step.outcome.changed)
    ids = {single for key in changed or named for single in _singles(key)}
    elements = [e for e in (*step.observation.elements, *later) if e.id in ids or e.id in {s for n in named for s in _singles(n)}]
    texts = {part for e in elements for part in (e.id, e.role, e.text, e.detail) if part} | set(changed) | set(named)
    numbers = {len(ids)} | {size for key in (*changed, *named) for size in _sizes(key)}
    everywhere = any(key in EVERYWHERE for key in (*named, *changed))
    active = _active_sheet(step)
    addresses = frozenset(address for key in ids for address in _addresses(key, active))
    contents = frozenset(e.text[:60] for e in elements if len(e.text) > 2)
    return Touched(addresses, frozenset(texts), frozenset(numbers), everywhere, contents)


def explains(area: Touched, step: Step, change: Change, after: Reading) -> bool:
    """Whether a change is the doing of this action: at its place, or an addition or removal of the sort it makes."""
    name = step.decision.action.name
    text = next((str(part.properties.get("text", "")) for part in after.parts if part.key == change.where), "")
    if area.holds(change.where, text):
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


def _inside(address: Address, holder: Address) -> bool:
    if address[: len(holder)] == holder:
        return True
    if len(address) >= 3 and len(holder) >= 3 and address[:2] == holder[:2] and holder[0] == "sheet":
        return _cell_inside(address[-1], holder[2])
    return False


def _cell_inside(cell: str, area: str) -> bool:
    """Whether a cell, column or row lies in a column (`B`), a row (`3`) or a cell."""
    hit = re.fullmatch(r"([A-Z]*)(\d*)", cell)
    own = re.fullmatch(r"([A-Z]*)(\d*)", area)
    if not hit or not own:
        return False
    return (not own[1] or own[1] == hit[1]) and (not own[2] or own[2] == hit[2])


def _singles(key: str) -> list[str]:
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
        return [f"{sheet}{bang}{_letters(n)}" for n in range(_number(first), min(_number(last), _number(first) + 200) + 1)]
    if colon and first.isdigit() and last.isdigit():
        return [f"{sheet}{bang}{n}" for n in range(int(first), min(int(last), int(first) + 5000) + 1)]
    return [key]


def _sizes(key: str) -> set[int]:
    """Numbers that a range stands for: its rows, its columns, its first and last row, how many it holds."""
    sizes = {int(n) for n in re.findall(r"\d+", key)}
    singles = _singles(key)
    if len(singles) > 1:
        rows = {hit[0] for single in singles if (hit := re.search(r"\d+$", single))}
        columns = {hit[1] for single in singles if (hit := re.search(r"([A-Z]+)\d*$", single))}
        sizes |= {len(singles), len(rows), len(columns)} | {int(row) for row in rows}
    return sizes


def _cells(first: str, last: str, most: int = 20_000) -> list[str]:
    (left, top), (right, bottom) = (_split(first), _split(last))
    names = (f"{_letters(column)}{row}" for row in range(top, bottom + 1) for column in range(left, right + 1))
    return [name for _, name in zip(range(most), names, strict=False)]


def _split(cell: str) -> tuple[int, int]:
    hit = re.fullmatch(r"([A-Z]+)(\d+)", cell)
    return (_number(hit[1]), int(hit[2])) if hit else (1, 1)


def _number(letters: str) -> int:
    value = 0
    for letter in letters:
        value = value * 26 + ord(letter) - 64
    return value


def _letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def _active_sheet(step: Step) -> str:
    hit = re.search(r"([^,:]+) \(active\)", step.observation.summary)
    return hit[1].strip() if hit else ""


def named(elements: Sequence[Element], ids: Sequence[str]) -> list[Element]:
    """The elements with these ids."""
    return [e for e in elements if e.id in ids]
