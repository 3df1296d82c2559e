"""The verdict itself, measured without a model: right runs that it refuses, and wrong ones that it would call done.

    python -m lam.evaluation.verdicts --split test --documents 200

Experts carry out tasks of all families in a real office. Judged for what was asked, they are right. Wrong runs are made of them by asking
for something else: the same family on the same document with other slots (`other slots`), another family (`another task`), one thing
more (`half of it`), or by doing one thing more (`too much`). A run counts as wrong only where the family's own verifier says so.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import click

from lam.actions import actions_for
from lam.data.demonstrate.execute import SUFFIX, demonstrate, office
from lam.envs.base import Environment
from lam.errors import EnvironmentFault, LamError
from lam.reading import Reading, compare, read
from lam.tasks import families
from lam.tasks.base import Move, Split, Task
from lam.tasks.compose import Joined, PieceFamily, join, task
from lam.types import Kind, Observation, Step
from lam.verdict.judge import Evidence

Wrong = Literal["", "other slots", "another task", "half of it", "too much"]
"""How a run is wrong for its instruction; empty: it is right."""
FAMILIES = 4
"""Families that are asked for something on one document."""
PIECES = 3
"""Tasks of each."""
FRESH = 40
"""Documents after which the office is begun anew."""


@dataclass(frozen=True)
class Case:
    """An instruction, what was done, and whether that was right."""

    family: str
    wrong: Wrong
    evidence: Evidence


def cases(env: Environment, kind: Kind, rng: random.Random, split: Split, folder: Path) -> Iterator[Case]:
    """The cases on one new document of a kind. Tasks that the expert cannot do without views are passed over."""
    asked = _ask(rng, split, kind)
    if not asked:
        return
    before, start, after = (folder / f"{name}{SUFFIX[kind]}" for name in ("before", "start", "after"))
    asked[0].make(before)
    env.reset(before)
    env.snapshot(start)
    original, untouched = read(before), read(start)

    def did(given: Task) -> tuple[Step, ...]:
        try:
            trajectory = demonstrate(env, given, folder)
        except (LamError, LookupError, ValueError) as error:
            if isinstance(error, EnvironmentFault):
                raise
            return ()
        return trajectory.steps if trajectory.verdict == "done" else ()

    def case(instruction: str, steps: tuple[Step, ...], wrong: Wrong, family: str, result: Reading) -> Case:
        evidence = Evidence(instruction, steps, actions_for(kind), original, result, compare(original, result), compare(untouched, result))
        return Case(family, wrong, evidence)

    for given in asked:
        steps = did(given)
        if not steps:
            continue
        result = read(after)
        yield case(given.instruction, steps, "", given.family, result)
        others = [other for other in asked if other.instruction != given.instruction and other.verify(before, after).value != 1.0]
        for other in others:
            if other.family == given.family:
                yield case(other.instruction, steps, "other slots", other.family, result)
        if strangers := [other for other in others if other.family != given.family]:
            other = rng.choice(strangers)
            yield case(other.instruction, steps, "another task", other.family, result)
            yield case(join(rng, given.instruction, other.instruction), steps, "half of it", f"{given.family}+{other.family}", result)
            more = did(_after(given, other))
            if more and given.verify(before, after).value != 1.0:
                yield case(given.instruction, more, "too much", given.family, read(after))


def _ask(rng: random.Random, split: Split, kind: Kind) -> list[Task]:
    """A few tasks of each of a few families on one new document."""
    pool = [f for f in families(kind) if isinstance(f, PieceFamily) and not isinstance(f, Joined)]
    chosen = rng.sample(pool, min(FAMILIES, len(pool)))
    source = chosen[0].source(rng, split)
    made: dict[str, Task] = {}
    for family in chosen:
        pieces = [piece for _ in range(3 * PIECES) if (piece := family.piece(rng, split, source))]
        named = {piece.instruction: task(family.name, kind, source, [piece], piece.instruction) for piece in pieces}
        made |= dict(list(named.items())[:PIECES])
    return list(made.values())


def _after(first: Task, second: Task) -> Task:
    """The task of doing both, whose every result is accepted: what comes of it is judged elsewhere."""
    from lam.types import Score

    def expert(seen: Observation) -> list[Move]:
        return [*first.expert(seen)[:-1], *second.expert(seen)]

    return Task(first.family, first.kind, first.instruction, first.wording, first.make, expert, lambda before, after: Score(1.0))


def measure(split: Split, documents: int, seed: int = 0) -> Iterator[Case]:
    """The cases of so many documents, a third of each kind, one office at a time."""
    env = None
    with tempfile.TemporaryDirectory(prefix="lam-verdicts-") as name:
        try:
            for number in range(documents):
                if env is None:
                    env = office(True)
                rng = random.Random(f"verdicts-{split}-{seed}-{number}")
                kinds: Sequence[Kind] = get_args(Kind)
                try:
                    yield from cases(env, kinds[number % 3], rng, split, Path(name))
                except (EnvironmentFault, LamError, LookupError, ValueError) as error:
                    click.echo(f"document {number} left out: {error}", err=True)
                    env.close()
                    env = None
                if env is not None and number % FRESH == FRESH - 1:
                    env.close()
                    env = None
        finally:
            if env is not None:
                env.close()
