"""What a policy might get wrong: an action with another place, another value, or something left out."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from typing import Any

from lam.tasks.base import Move
from lam.types import Action, Element, Observation

COLORS = ("red", "blue", "green", "orange", "purple", "yellow", "light blue", "dark red", "gray")
OTHERS: Mapping[str, tuple[Any, ...]] = {
    "alignment": ("left", "center", "right", "justify"),
    "orientation": ("landscape", "portrait"),
    "kind": ("bullet", "number", "fade", "push", "wipe"),
    "where": ("before", "after"),
    "size_pt": (9, 10, 11, 12, 14, 16, 18, 20, 24, 28, 32),
    "level": (1, 2, 3),
    "at": (1, 2, 3, 4, 5, 6),
    "to": (1, 2, 3, 4, 5, "front", "back"),
    "count": (1, 2, 3),
    "type": ("column", "bar", "line", "pie"),
}
"""Other values of arguments that are chosen from few."""
PLACED = ("target", "table", "slide", "before", "after", "range", "cell", "columns", "rows", "column", "by", "key", "source")
_ID = re.compile(r"[pti]\d+|s\d+(?:\.\d+)?")
_CELL = re.compile(r"([A-Z]{1,2})(\d+)")


def wrongly(move: Move, seen: Observation, rng: random.Random) -> Move | None:
    """The move with one argument that is another, or is left out; its thought goes with it."""
    args = dict(move.action.args)
    places = [name for name in args if name in PLACED]
    name = rng.choice(places) if places and rng.random() < 0.6 else rng.choice(sorted(args)) if args else ""
    if not name:
        return None
    thought, value = move.thought, args[name]
    other = _other_place(str(value), seen.elements, rng) if name in PLACED and isinstance(value, str | int) else _other_value(name, value, rng)
    if other is None:
        if len(args) < 3 or name in PLACED:
            return None
        del args[name]
    else:
        args[name] = other
        thought = re.sub(rf"\b{re.escape(str(value))}\b", str(other), thought)
    return Move(thought, Action(move.action.name, args))


def _other_place(value: str, elements: Sequence[Element], rng: random.Random) -> Any:
    """Another element of the same kind, rather near than far; another row or column, or a row more or less."""
    if _ID.fullmatch(value):
        alike = [
            e.id for e in elements if e.id[0] == value[0] and ("." in e.id) == ("." in value) and e.role not in ("notes", "empty") and e.id != value
        ]
        alike.sort(key=lambda id_: abs(_number(id_) - _number(value)))
        return rng.choice(alike[:4]) if alike else None
    if value.isdigit():
        return max(1, int(value) + rng.choice((-1, 1, 2)))
    cells = list(_CELL.finditer(value))
    if not cells:
        return chr(min(90, max(65, ord(value) + rng.choice((-1, 1))))) if re.fullmatch("[A-Z]", value) else None
    if rng.random() < 0.5:
        turn = rng.choice((-1, 1))
        return _CELL.sub(lambda hit: f"{chr(min(90, max(65, ord(hit[1][0]) + turn)))}{hit[2]}", value)
    last, turn = cells[-1], rng.choice((-1, 1))
    if len(cells) == 1 or rng.random() < 0.5:
        return _CELL.sub(lambda hit: f"{hit[1]}{max(1, int(hit[2]) + turn)}", value)
    return f"{value[: last.start()]}{last[1]}{max(1, int(last[2]) + turn)}{value[last.end() :]}"


def _number(id_: str) -> float:
    return float(id_.lstrip("ptis"))


def _other_value(name: str, value: Any, rng: random.Random) -> Any:
    """Another value for an argument; None where it can only be left out."""
    if name in ("color", "fill", "background", "highlight", "header_background"):
        return rng.choice([color for color in COLORS if color != value])
    if name in OTHERS and (same := [other for other in OTHERS[name] if other != value and type(other) is type(value)]):
        return rng.choice(same)
    if isinstance(value, bool):
        return not value
    if isinstance(value, list) and len(value) > 1:
        return value[:-1]
    return None
