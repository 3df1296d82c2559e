"""How two readings differ: an inserted paragraph, row, column or slide is one addition, never a cascade of changes behind it."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lam.reading.base import Change, Part, Reading, column_letters, column_number
from lam.types import Score

TOLERANCE = {"_pt": 0.06, "_cm": 0.02, "_deg": 0.5}
"""How far two numbers may lie apart and still be the same, by the unit at the end of the property's name."""
IDENTITY = ("text", "formula", "value", "name", "title", "picture")
"""The properties by which a part is recognised, the first that is there."""
COLOR_TOLERANCE = 2
"""How far the red, green or blue of two colours may lie apart (of 255): offices round tints in their own ways."""
_COLOR = re.compile(r"#[0-9A-Fa-f]{6}$")
_CELL = re.compile(r"^(?:cell )?([A-Z]{1,3})(\d+)$")
_AXIS = re.compile(r"^(column|row) ([A-Z]{1,3}|\d+)$")


@dataclass(frozen=True)
class Goal:
    """What should be different between two readings; everything else should not."""

    expected: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Key of a part *in the earlier reading* -> property -> the value it should have now, or a predicate of that value.
    No properties at all means that the part should be gone. A key that the earlier reading lacks names a new part by its
    key in the later one."""
    allowed: Callable[[Change], bool] = lambda change: False
    """Whether a change that is not in `expected` is a consequence of the instruction."""
    missed: tuple[str, ...] = ()
    """What else the instruction wanted and the later reading lacks, a reason each."""


@dataclass
class _Node:
    """A part with the parts inside it (`table 1` holds `table 1, cell B2`; `Sales` holds `Sales!B7`)."""

    part: Part
    label: str
    children: list[_Node] = field(default_factory=list)

    @property
    def fingerprint(self) -> tuple[str, str]:
        return self.part.kind, " ".join([_identity(self.part), *(child.fingerprint[1] for child in self.children)]).strip()


_Pair = tuple[_Node | None, _Node | None]


def compare(before: Reading, after: Reading) -> tuple[Change, ...]:
    """All differences, in the order of the later reading. An added or removed part stands for all that is inside it."""
    return tuple(change for old, new in _pairs(_tree(before.parts), _tree(after.parts)) for change in _changes(old, new))


def only_changed(before: Reading, after: Reading, *goals: Goal) -> Score:
    """1.0 when every goal is reached and nothing changed that no goal expects or allows; the reasons say what is wrong."""
    pairs = _pairs(_tree(before.parts), _tree(after.parts))
    now = {old.part.key: new.part if new else None for old, new in pairs if old}
    late = {part.key: part for part in after.parts if part.key not in now}
    reasons = [reason for goal in goals for reason in goal.missed]
    for goal in goals:
        for key, wanted in goal.expected.items():
            reasons += _missing(key, now[key] if key in now else late.get(key), wanted)
    for old, new in pairs:
        key = old.part.key if old else new.part.key if new and new.part.key not in now else ""
        for change in _changes(old, new):
            if not any(_expects(goal, key, change) or goal.allowed(change) for goal in goals):
                reasons.append(f"unexpected: {change}")
    return Score(0.0 if reasons else 1.0, tuple(reasons[:12]))


def counterparts(before: Reading, after: Reading) -> dict[str, str]:
    """Key of a part in the earlier reading -> key of the same part in the later one; parts without a counterpart are absent."""
    return {old.part.key: new.part.key for old, new in _pairs(_tree(before.parts), _tree(after.parts)) if old and new}


def same(name: str, one: Any, other: Any) -> bool:
    """Whether two values of a property are equal for a person; lengths may differ by a rounding."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        tolerance = next((t for unit, t in TOLERANCE.items() if name.endswith(unit)), 0.0)
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=tolerance)
    if isinstance(one, str) and isinstance(other, str) and _COLOR.match(one) and _COLOR.match(other):
        return all(abs(int(one[i : i + 2], 16) - int(other[i : i + 2], 16)) <= COLOR_TOLERANCE for i in (1, 3, 5))
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(key, one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(same(name, a, b) for a, b in zip(one, other, strict=True))
    return bool(one == other)


def _expects(goal: Goal, key: str, change: Change) -> bool:
    """Whether a change is part of what the goal expects at `key`: a property, the removal, or the new part as a whole."""
    if key not in goal.expected:
        return False
    wanted = goal.expected[key]
    return change.property in wanted if change.property else bool(wanted) == (change.before is None)


def _missing(key: str, part: Part | None, wanted: Mapping[str, Any]) -> list[str]:
    if part is None or not wanted:
        return [f"{key} is missing"] if wanted else [f"{key} is still there"] if part else []
    found = [(name, want, part.properties.get(name)) for name, want in wanted.items()]
    return [
        f"{part.key}: {name} is {value!r}" + ("" if callable(want) else f", not {want!r}")
        for name, want, value in found
        if not (want(value) if callable(want) else same(name, want, value))
    ]


def _changes(old: _Node | None, new: _Node | None) -> list[Change]:
    if old is None or new is None:
        node = new or old
        assert node is not None
        summary = node.fingerprint[1] or node.part.kind
        where, kind = node.part.key, node.part.kind
        return [Change(where, kind, "", None, summary) if new else Change(where, kind, "", summary, None)]
    names = [*old.part.properties, *(name for name in new.part.properties if name not in old.part.properties)]
    values = [(name, old.part.properties.get(name), new.part.properties.get(name)) for name in names]
    return [Change(new.part.key, new.part.kind, name, a, b) for name, a, b in values if not same(name, a, b)]


def _tree(parts: Iterable[Part]) -> list[_Node]:
    roots: list[_Node] = []
    path: list[_Node] = []
    for part in parts:
        while path and not part.key.startswith((path[-1].part.key + ", ", path[-1].part.key + "!")):
            path.pop()
        label = part.key[len(path[-1].part.key) + 1 :].strip() if path else part.key
        node = _Node(part, label)
        (path[-1].children if path else roots).append(node)
        path.append(node)
    return roots


def _pairs(old: Sequence[_Node], new: Sequence[_Node]) -> list[_Pair]:
    """Parts that are the same part, those only in one of them, and the pairs inside the pairs."""
    found: list[_Pair] = []
    grid = [[n for n in nodes if _place(n)] for nodes in (old, new)]
    rest = [[n for n in nodes if not _place(n)] for nodes in (old, new)]
    for a, b in [*_grid_pairs(*grid), *_aligned(*rest)]:
        found.append((a, b))
        if a and b:
            found += _pairs(a.children, b.children)
    return found


def _aligned(old: Sequence[_Node], new: Sequence[_Node]) -> list[_Pair]:
    matcher = difflib.SequenceMatcher(None, [n.fingerprint for n in old], [n.fingerprint for n in new], autojunk=False)
    pairs: list[_Pair] = []
    for tag, a0, a1, b0, b1 in matcher.get_opcodes():
        if tag == "equal":
            pairs += zip(old[a0:a1], new[b0:b1], strict=True)
        else:
            pairs += _likely(old[a0:a1], new[b0:b1])
    return pairs


def _likely(old: Sequence[_Node], new: Sequence[_Node]) -> list[_Pair]:
    """The order-keeping pairing with the greatest likeness; same-kind runs of one length are paired one by one."""
    if [n.part.kind for n in old] == [n.part.kind for n in new]:
        return list(zip(old, new, strict=True))
    best: dict[tuple[int, int], tuple[float, list[_Pair]]] = {}
    for i in range(len(old), -1, -1):
        for j in range(len(new), -1, -1):
            if i == len(old) and j == len(new):
                best[i, j] = (0.0, [])
                continue
            options: list[tuple[float, list[_Pair]]] = []
            if i < len(old):
                options.append((best[i + 1, j][0], [(old[i], None), *best[i + 1, j][1]]))
            if j < len(new):
                options.append((best[i, j + 1][0], [(None, new[j]), *best[i, j + 1][1]]))
            if i < len(old) and j < len(new) and old[i].part.kind == new[j].part.kind:
                options.append((best[i + 1, j + 1][0] + 0.05 + _likeness(old[i], new[j]), [(old[i], new[j]), *best[i + 1, j + 1][1]]))
            best[i, j] = max(options, key=lambda option: option[0])
    return best[0, 0][1]


def _likeness(a: _Node, b: _Node) -> float:
    return difflib.SequenceMatcher(None, a.fingerprint[1], b.fingerprint[1], autojunk=False).ratio()


def _identity(part: Part) -> str:
    return next((str(part.properties[name]) for name in IDENTITY if part.properties.get(name) not in (None, "")), "")


# Grids: cells, and settings of rows and columns, follow their row and column.


def _place(node: _Node) -> tuple[int, int] | None:
    """(row, column) from 1; 0 for the axis that a row's or column's own part does not have."""
    if cell := _CELL.match(node.label):
        return int(cell[2]), column_number(cell[1])
    if axis := _AXIS.match(node.label):
        return (int(axis[2]), 0) if axis[1] == "row" else (0, column_number(axis[2]))
    return None


def _grid_pairs(old: Sequence[_Node], new: Sequence[_Node]) -> list[_Pair]:
    if not old and not new:
        return []
    grids = [{_place(n): n for n in nodes} for nodes in (old, new)]
    rows, columns = _axis_map(old, new, 0), _axis_map(old, new, 1)
    if not any(node.label.startswith("cell ") for node in (*old, *new)):
        rows, columns = _endless(rows), _endless(columns)
    pairs: list[_Pair] = []
    for index, axis in ((0, rows), (1, columns)):
        for a, b in axis:
            if a is None or b is None:
                whole = _line_node(new if a is None else old, index, b or a or 0)
                pairs.append((None, whole) if a is None else (whole, None))
    row_of = {a: b for a, b in rows if a is not None and b is not None} | {0: 0}
    column_of = {a: b for a, b in columns if a is not None and b is not None} | {0: 0}
    seen: set[tuple[int, int]] = set()
    for place, node in grids[0].items():
        assert place is not None
        if place[0] in row_of and place[1] in column_of:
            target = (row_of[place[0]], column_of[place[1]])
            seen.add(target)
            pairs.append((node, grids[1].get(target)))
    kept = ({b for _, b in rows if _ is not None} | {0}, {b for _, b in columns if _ is not None} | {0})
    pairs += [(None, n) for p, n in grids[1].items() if p and p not in seen and p[0] in kept[0] and p[1] in kept[1]]
    return pairs


def _axis_map(old: Sequence[_Node], new: Sequence[_Node], index: int) -> list[tuple[int | None, int | None]]:
    """Pairs of row numbers (index 0) or column numbers (index 1) that hold the same; None where one side has no such line."""
    sides: list[dict[int, str]] = []
    ends: list[int] = []
    for nodes in (old, new):
        lines: dict[int, list[str]] = {}
        places = [(place, node) for node in nodes if (place := _place(node))]
        for place, node in places:
            if all(place):
                lines.setdefault(place[index], []).append(_identity(node.part))
        sides.append({n: "\t".join(lines.get(n, [])) for n in range(1, max(lines, default=0) + 1)})
        ends.append(max((place[index] for place, _ in places), default=0))
    a, b = sides
    beyond = range(1, max(ends[0] - len(a), ends[1] - len(b)) + 1)
    tail: list[tuple[int | None, int | None]] = [(len(a) + n, len(b) + n) for n in beyond]
    if len(a) == len(b):
        return [*((n, n) for n in a), *tail]
    pairs: list[tuple[int | None, int | None]] = []
    keys = [list(a), list(b)]
    for tag, a0, a1, b0, b1 in difflib.SequenceMatcher(None, list(a.values()), list(b.values()), autojunk=False).get_opcodes():
        one: list[int | None] = [*keys[0][a0:a1]]
        two: list[int | None] = [*keys[1][b0:b1]]
        if tag != "equal" and len(one) != len(two):
            short, long = (one, two) if len(one) < len(two) else (two, one)
            texts = (a, b) if short is one else (b, a)
            short[:] = _spread([texts[0][n] for n in short if n], [texts[1][n] for n in long if n], short)
        pairs += zip(one, two, strict=True)
    return pairs + tail


def _endless(axis: list[tuple[int | None, int | None]]) -> list[tuple[int | None, int | None]]:
    """The map for a sheet, which has no end: lines behind the last common one are there on both sides, with or without cells."""
    last = max((i for i, (a, b) in enumerate(axis) if a and b), default=-1)
    ends = (max((a or 0 for a, _ in axis), default=0), max((b or 0 for _, b in axis), default=0))
    return [*axis[: last + 1], *((a or ends[0] + n, b or ends[1] + n) for n, (a, b) in enumerate(axis[last + 1 :], 1))]


def _spread(few: Sequence[str], many: Sequence[str], labels: Sequence[int | None]) -> list[int | None]:
    """Places of the shorter side opposite the longer one, by likeness, in order; None where nothing stands opposite."""
    placed: list[int | None] = [None] * len(many)
    start = 0
    for position, text in enumerate(few):
        stop = len(many) - (len(few) - position - 1)
        best = max(range(start, stop), key=lambda i: (difflib.SequenceMatcher(None, text, many[i], autojunk=False).ratio(), -i))
        placed[best] = labels[position]
        start = best + 1
    return placed


def _line_node(side: Sequence[_Node], index: int, number: int) -> _Node:
    """A whole row or column of one side as one part; an empty one too."""
    cells = [n for n in side if _CELL.match(n.label) and (_place(n) or (0, 0))[index] == number]
    stem = side[0].part.key[: len(side[0].part.key) - len(side[0].label)]
    label, kind = (f"row {number}", "row") if index == 0 else (f"column {column_letters(number)}", "column")
    return _Node(Part(stem + label, kind, {"text": " | ".join(_identity(n.part) for n in cells)}), label)
