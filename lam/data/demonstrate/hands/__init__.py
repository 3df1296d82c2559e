"""The same tasks by hand: an expert's app actions as keys, menus, dialogs and fields; the task's own verifier says whether they do it.

`hybrid` selects with an app action and does the rest on the user interface; `gui` selects by hand as well. What has no counterpart here
is not demonstrated by hand.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from lam.data.demonstrate.hands import cells, pages, shapes, sheets, slides, text  # noqa: F401 (they register what they know)
from lam.data.demonstrate.hands.acts import COUNTERPARTS, Given, Glance, Later, NotByHand, Way, matching
from lam.tasks.base import Move, Task
from lam.types import Kind, Observation

__all__ = ["Glance", "Later", "NotByHand", "Way", "by_hand", "matching"]
LOOKS = ("read", "find_text")
"""App actions that only look: a hand sees what it needs."""


def by_hand(given: Task, way: Way) -> Task:
    """The task with an expert that works by hand; the expert raises NotByHand when it cannot."""

    def expert(seen: Observation) -> list[Move]:
        told = [move for move in given.expert(seen) if move.action.name not in LOOKS or way == "hybrid"]
        moves: list[Move] = []
        for move in told:
            if move.action.name in ("finish", *LOOKS):
                moves.append(move)
            elif not moves:
                moves += _moves(given.kind, move, seen, way)
            else:
                moves.append(Later(move.thought, move.action, partial(_moves, given.kind, move, way=way)))
        return moves

    return replace(given, expert=expert)


def _moves(kind: Kind, move: Move, seen: Observation, way: Way) -> list[Move]:
    counterpart = COUNTERPARTS.get((kind, move.action.name))
    if counterpart is None:
        raise NotByHand(f"{move.action.name}({', '.join(move.action.args)}) has no counterpart by hand")
    first, *rest = counterpart(Given(move.action.name, move.action.args, seen, way))
    return [replace(first, thought=move.thought), *rest]
