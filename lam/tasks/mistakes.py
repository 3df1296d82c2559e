"""What a policy might get wrong: an action with another place, another value, or something left out."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lam.actions import actions_for
from lam.tasks.base import Move
from lam.types import Action, Element, Kind, Observation

COLORS = ("red", "blue", "green", "orange", "purple", "yellow", "light blue", "dark red", "gray")
PAINTED = ("color", "fill", "background", "highlight", "header_background")
"""Arguments that are colours."""
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
    if name in PAINTED:
        return rng.choice([color for color in COLORS if color != value])
    if name in OTHERS and (same := [other for other in OTHERS[name] if other != value and type(other) is type(value)]):
        return rng.choice(same)
    if isinstance(value, bool):
        return not value
    if isinstance(value, list) and len(value) > 1:
        return value[:-1]
    return None


TEXTS = ("text", "find", "replace", "name", "title", "match", "url", "value")
"""Arguments that hold what is written or looked for."""
SWAPPED = {"color": "highlight", "highlight": "color", "fill": "line", "line": "fill"}
"""Arguments that are taken for each other."""
LOOKS = ("bold", "italic", "underline")
FUNCTIONS = {"SUM": "AVERAGE", "AVERAGE": "SUM", "MAX": "MIN", "MIN": "MAX", "COUNTIF": "SUMIF", "COUNT": "SUM", "COUNTA": "COUNT"}
"""Functions that are taken for each other."""
COMPARISONS = {">=": ">", "<=": "<", ">": "<", "<": ">"}
"""Comparisons that are taken for each other."""
OPERANDS = ("target", "range", "cell", "slide", "sheet", "table", "match", "text", "url", "find")
"""Arguments that no action is without."""
MOST_CHOICES = 3
_ELEMENT = re.compile(r"([ps])(\d+)(?:\.(\d+))?")
_SPAN = re.compile(r"p(\d+)-p(\d+)")
_RANGE = re.compile(r"([A-Z])(\d+):([A-Z])(\d+)")


def mistakes(action: Action, kind: Kind) -> Iterator[Action]:
    """The mistakes that are made of an action by rule: a neighbouring place, a part for the whole, another value, an argument left out or added."""
    schema = actions_for(kind)[action.name].model.model_json_schema()
    properties, required = schema.get("properties", {}), schema.get("required", ())
    args = dict(action.args)
    for name, value in args.items():
        for other in _others(name, value, action.name, properties.get(name, {})):
            if other != value:
                yield Action(action.name, {**args, name: other})
        if name in SWAPPED and SWAPPED[name] in properties and SWAPPED[name] not in args:
            yield Action(action.name, {SWAPPED[name] if key == name else key: held for key, held in args.items()})
    attributes = [name for name in args if name not in (*OPERANDS, *required)]
    for name in [*(attributes if len(args) > 2 else ()), *({"match"} & args.keys())]:
        yield Action(action.name, {key: held for key, held in args.items() if key != name})
    if action.name == "format_text":
        yield Action(action.name, {**args, next((look for look in LOOKS if look not in args), LOOKS[0]): True})


def elsewhere(action: Action) -> Iterator[Action]:
    """The same action on the neighbouring places."""
    name = next((name for name in PLACED if isinstance(action.args.get(name), str)), "")
    if name and action.name.startswith(("format", "set", "highlight", "hide", "clear", "delete", "insert", "add")):
        for other in _others(name, action.args[name], "", {}):
            if other != action.args[name]:
                yield Action(action.name, {**action.args, name: other})


def _others(name: str, value: Any, action: str, schema: Mapping[str, Any]) -> Iterator[Any]:
    """What may stand in the place of a value."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield from (value + 1, value - 1 if value > 1 else value + 2, value * 2)
    elif isinstance(value, list):
        yield from _other_lists(value)
    elif not isinstance(value, str):
        return
    elif hit := _SPAN.fullmatch(value):
        first, last = int(hit[1]), int(hit[2])
        yield from (f"p{first}-p{last + 1}", f"p{first}-p{last - 1}" if last - 1 > first else f"p{first}")
    elif hit := _ELEMENT.fullmatch(value):
        letter, number, shape = hit[1], int(hit[2]), f".{hit[3]}" if hit[3] else ""
        yield f"{letter}{number + 1}{shape}"
        yield from [f"{letter}{number - 1}{shape}"] * (number > 1)
        if shape:
            yield f"{letter}{number}.{int(hit[3]) + 1}"
            yield from [f"{letter}{number}.{int(hit[3]) - 1}"] * (int(hit[3]) > 1)
        elif letter == "p" and action.startswith(("format", "set_list", "delete")):
            yield f"p{number}-p{number + 1}"
    elif hit := _RANGE.fullmatch(value):
        left, top, right, bottom = hit[1], int(hit[2]), hit[3], int(hit[4])
        yield from (f"{left}{top + 1}:{right}{bottom}", f"{left}{top}:{right}{bottom + 1}")
        yield from [f"{left}{top}:{right}{bottom - 1}"] * (bottom - 1 > top)
        yield from [f"{left}{top - 1}:{right}{bottom}"] * (top > 1)
        yield f"{_next(left)}{top}:{_next(right)}{bottom}" if left == right else f"{left}{top}:{chr(ord(right) - 1)}{bottom}"
    elif hit := re.fullmatch(r"([A-Z])(\d+)", value) if name in ("cell", "range") else None:
        yield from (f"{_next(hit[1])}{hit[2]}", f"{hit[1]}{int(hit[2]) + 1}")
    elif name in ("by", "column", "at") and re.fullmatch("[A-Z]", value):
        yield _next(value)
    elif choices := schema.get("enum") or next((part["enum"] for part in schema.get("anyOf", ()) if "enum" in part), None):
        yield from [choice for choice in choices if choice != value][:MOST_CHOICES]
    elif name in (*PAINTED, "line"):
        yield next(color for color in COLORS if color != value)
    elif value.startswith("="):
        yield from _other_formulas(value)
    elif name in TEXTS:
        words = value.split()
        yield from (" ".join(words[1:]), " ".join(words[:-1])) if len(words) > 1 else ()
        yield from [re.sub(r"\d+", lambda hit: str(int(hit[0]) + 1), value, count=1)] * bool(re.search(r"\d", value))


def _other_formulas(value: str) -> Iterator[str]:
    """A formula with another function, another comparison, or a range that is a row longer or shorter or lies beside it."""
    for name, other in FUNCTIONS.items():
        if re.search(rf"\b{name}\(", value):
            yield re.sub(rf"\b{name}\(", f"{other}(", value, count=1)
    for sign, other in COMPARISONS.items():
        if re.search(rf"(?<![<>]){sign}(?![=>])", value[1:]):
            yield value[0] + re.sub(rf"(?<![<>]){sign}(?![=>])", other, value[1:], count=1)
    if hit := re.search(r"(\$?)([A-Z])(\$?)(\d+)(?::(\$?)([A-Z])(\$?)(\d+))?", value):
        before, behind = value[: hit.start()], value[hit.end() :]
        if hit[8]:
            yield f"{before}{hit[1]}{hit[2]}{hit[3]}{int(hit[4]) + 1}:{hit[5]}{hit[6]}{hit[7]}{hit[8]}{behind}"
            yield f"{before}{hit[1]}{hit[2]}{hit[3]}{hit[4]}:{hit[5]}{hit[6]}{hit[7]}{int(hit[8]) - 1}{behind}"
        yield f"{before}{re.sub('[A-Z]', lambda column: _next(column[0]), hit[0])}{behind}"


def _other_lists(value: list[Any]) -> Iterator[list[Any]]:
    """A list without its last or first member, or turned round; of a single row likewise."""
    if len(value) > 1:
        yield from (value[:-1], value[1:], value[::-1])
    elif value and isinstance(value[0], list) and len(value[0]) > 1:
        yield from ([value[0][:-1]], [value[0][::-1]])


def _next(column: str) -> str:
    return chr(min(90, ord(column) + 1))
