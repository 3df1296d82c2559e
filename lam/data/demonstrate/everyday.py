"""Everyday tasks (`lam/tasks/everyday`) as demonstrations, and beside them what is not as asked.

That is the same done for a wish that asks for more, and wishes carried out with something wrong in them: another place or value, a step too few or
too many. On both the verdict is measured (`lam.evaluation.verdicts`), and the reader of surplus hears what asks for more.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from lam.agent.loop import SPEECH
from lam.errors import EnvironmentFault, LamError, TaskBroken
from lam.reading import compare, read
from lam.tasks.base import Move, Task
from lam.tasks.everyday import Everyday, Wish, doing
from lam.types import Action, Element, Observation, Trajectory

TRIES = 4
"""Wrong ways that are tried until the office accepts one that makes another document."""
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


def carry_out(
    found: Everyday, perform: Callable[[Task], Trajectory], result: Path, rng: random.Random
) -> Iterator[tuple[Task, str, str, Trajectory | None]]:
    """(task, "kept", "wrong" or what went wrong, why, trajectory) of every wording, and of one or two wrong ways for every wish.

    `perform` carries out a task and leaves the document in `result`.
    """
    for wish, tasks in zip(found.wishes, found.tasks(), strict=True):
        try:
            right = perform(tasks[0])
        except EnvironmentFault as fault:
            yield tasks[0], "fault", str(fault), None
            continue
        except (LamError, LookupError, ValueError) as error:
            yield tasks[0], "broken", f"{type(error).__name__}: {error}", None
            continue
        if right.verdict != "done":
            yield tasks[0], "refused", right.reason, None
            continue
        for task in tasks:
            yield task, "kept", "", _said(right, task.instruction)
        yield tasks[0], "wrong", "asks for more", replace(_said(right, wish.more), verdict="not done", reason="asks for more")
        expected = read(result)
        for moves, why in _wrong_ways(wish, [other for other in found.wishes if other is not wish], right.steps[0].observation, rng):
            try:
                wrong = perform(replace(rng.choice(tasks), expert=doing(moves)))
                if compare(expected, read(result)):
                    yield tasks[0], "wrong", why, replace(wrong, verdict="not done", reason=why)
                    break
            except (EnvironmentFault, LamError, LookupError, ValueError):
                continue


def _said(trajectory: Trajectory, instruction: str) -> Trajectory:
    """The same done for other words; what was seen is the same, for everyday documents are shown whole."""
    if any(step.observation.omitted for step in trajectory.steps):
        raise TaskBroken("the document is too long to be shown whole")
    return replace(trajectory, instruction=instruction)


def _wrong_ways(wish: Wish, others: Sequence[Wish], seen: Observation, rng: random.Random) -> Iterator[tuple[tuple[Move, ...], str]]:
    """Up to `TRIES` ways in which a policy might get it wrong, and what is wrong with them."""
    acts = [n for n, move in enumerate(wish.moves) if move.action.name not in (*SPEECH, "read")]
    for _ in range(TRIES):
        drawn = rng.random()
        if len(acts) > 1 and drawn < 0.3:
            left = rng.choice(acts)
            yield tuple(move for n, move in enumerate(wish.moves) if n != left), "a step too few"
        elif others and 0.3 <= drawn < 0.4:
            other = rng.choice(others)
            yield (*other.moves[:-1], wish.moves[-1]), "something else"
        elif others and 0.4 <= drawn < 0.5:
            other = rng.choice(others)
            yield (*wish.moves[:-1], *other.moves[:1], wish.moves[-1]), "a step too many"
        elif acts and (changed := wrongly(wish.moves[n := rng.choice(acts)], seen, rng)):
            yield (*wish.moves[:n], changed, *wish.moves[n + 1 :]), "another place or value"


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
