"""An expert at work in an office, as the tests of all families have it."""

from __future__ import annotations

import shutil
from pathlib import Path

from lam.actions import validate
from lam.envs.base import Environment
from lam.errors import EnvironmentFault
from lam.tasks.base import Move, Task


def carry_out(env: Environment, task: Task, before: Path, after: Path) -> list[Move]:
    """Make the task's document and let the expert act on a copy of it. An office that dies, as it does now and then, is begun anew once."""
    task.make(before)
    try:
        return _act(env, task, before, after)
    except EnvironmentFault:
        return _act(env, task, before, after)


def _act(env: Environment, task: Task, before: Path, after: Path) -> list[Move]:
    working = before.with_stem("working")
    shutil.copy(before, working)
    moves = list(task.expert(env.reset(working)))
    for move in moves[:-1]:
        assert env.act(validate(task.kind, move.action)[1]).ok
    env.snapshot(after)
    return moves
