"""Everyday tasks (`lam/tasks/everyday`) as demonstrations, and beside them what is not as asked.

That is the same done for a wish that asks for more, and wishes carried out with something wrong in them: another place or value, a step too few or
too many. On both the verdict is measured (`lam.evaluation.verdicts`), and the reader of surplus hears what asks for more.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from lam.agent.loop import SPEECH
from lam.errors import EnvironmentFault, LamError, TaskBroken
from lam.reading import compare, read
from lam.tasks.base import Move, Task
from lam.tasks.everyday import Everyday, Wish, doing
from lam.tasks.mistakes import wrongly
from lam.types import Observation, Trajectory

TRIES = 4
"""Wrong ways that are tried until the office accepts one that makes another document."""


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
