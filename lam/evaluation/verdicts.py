"""The verdict itself, measured without a model: right runs that it refuses, and wrong ones that it would call done.

    python -m lam.evaluation.verdicts --split test --documents 200
    python -m lam.evaluation.verdicts --split test --everyday

Experts carry out tasks of all families in a real office. Judged for what was asked, they are right. Wrong runs are made of them by asking
for something else: the same family on the same document with other slots (`other slots`), another family (`another task`), one thing
more (`half of it`), or by doing one thing more (`too much`); with `--mistakes` also by carrying them out with one argument that is another,
left out or too many, a step left out, or one done beside it as well (`one mistake`). A run counts as wrong only where the family's own
verifier says so.
"""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

import click

from lam.actions import actions_for
from lam.agent.loop import Ending
from lam.data.demonstrate.everyday import carry_out
from lam.data.demonstrate.execute import SUFFIX, demonstrate, office
from lam.envs.base import Environment
from lam.errors import EnvironmentFault, LamError
from lam.evaluation.offline import share_with_interval
from lam.reading import Reading, compare, read
from lam.store import append_line
from lam.tasks import families
from lam.tasks.base import Move, Split, Task
from lam.tasks.compose import Joined, PieceFamily, join, task
from lam.tasks.everyday import Everyday, doing, everyday
from lam.tasks.mistakes import elsewhere, mistakes
from lam.types import Kind, Observation, Score, Step
from lam.verdict.judge import Evidence, judge

Wrong = Literal[
    "", "other slots", "another task", "half of it", "too much", "one mistake",
    "asks for more", "another place or value", "a step too few", "a step too many", "something else",
]  # fmt: skip
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


def cases(env: Environment, kind: Kind, rng: random.Random, split: Split, folder: Path, slips: int = 0) -> Iterator[Case]:
    """The cases on one new document of a kind. Tasks that the expert cannot do without views are passed over.

    `slips`: runs with one mistake for each task.
    """
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
        for slip in _slips(given, steps, slips):
            wrongly = did(slip)
            if wrongly and given.verify(before, after).value != 1.0:
                yield case(given.instruction, wrongly, "one mistake", given.family, read(after))


def everyday_cases(env: Environment, found: Everyday, folder: Path) -> Iterator[Case]:
    """The cases on one everyday document."""
    before, start, after = (folder / f"{name}{SUFFIX[found.kind]}" for name in ("before", "start", "after"))
    next(found.tasks())[0].make(before)
    env.reset(before)
    env.snapshot(start)
    original, untouched = read(before), read(start)
    for one, result, why, trajectory in carry_out(found, lambda given: demonstrate(env, given, folder), after, random.Random(found.name)):
        if trajectory is not None:
            now, wrong = read(after), cast(Wrong, why if result == "wrong" else "")
            changes = compare(original, now), compare(untouched, now)
            yield Case(one.family, wrong, Evidence(trajectory.instruction, trajectory.steps, actions_for(found.kind), original, now, *changes))


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

    def expert(seen: Observation) -> list[Move]:
        return [*first.expert(seen)[:-1], *second.expert(seen)]

    return _accepting(first, expert)


def _accepting(given: Task, expert: Callable[[Observation], list[Move]]) -> Task:
    """The task carried out by another expert, whose every result is accepted."""
    return Task(given.family, given.kind, given.instruction, given.wording, given.make, expert, lambda before, after: Score(1.0))


def _slips(given: Task, steps: Sequence[Step], count: int) -> list[Task]:
    """The task carried out with one mistake each, so often; its every result is accepted: what comes of it is judged elsewhere.

    A mistake is another argument, a step left out, or one that is done somewhere else as well.
    """
    moves = [Move(step.decision.thought, step.decision.action) for step in steps]
    acting = [n for n, move in enumerate(moves) if move.action.name not in ("finish", "read", "find_text")]
    made = [[*moves[:n], *moves[n + 1 :]] for n in acting if len(acting) > 1]
    made += [[*moves[: n + 1], Move(moves[n].thought, twice), *moves[n + 1 :]] for n in acting for twice in elsewhere(moves[n].action)]
    made += [[*moves[:n], Move(moves[n].thought, slip), *moves[n + 1 :]] for n in acting for slip in mistakes(moves[n].action, given.kind)]
    chosen = random.Random(given.instruction).sample(made, min(count, len(made)))
    return [_accepting(given, doing(own)) for own in chosen]


def measure(split: Split, documents: int, seed: int = 0, is_everyday: bool = False, slips: int = 0) -> Iterator[Case]:
    """The cases of so many documents, a third of each kind, one office at a time. `is_everyday`: of the everyday documents instead.

    `slips`: runs with one mistake for each task of the families.
    """
    env = None
    known = everyday(split) if is_everyday else []
    random.Random(seed).shuffle(known)
    if is_everyday:
        documents = min(documents, len(known))
    with tempfile.TemporaryDirectory(prefix="lam-verdicts-") as name:
        try:
            for number in range(documents):
                if env is None:
                    env = office(True)
                rng = random.Random(f"verdicts-{split}-{seed}-{number}")
                kinds: Sequence[Kind] = get_args(Kind)
                try:
                    folder = Path(name)
                    yield from everyday_cases(env, known[number], folder) if is_everyday else cases(env, kinds[number % 3], rng, split, folder, slips)
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


def table(tallies: Mapping[Wrong, Counter[str]]) -> str:
    """What the verdict said of right and wrong runs, for a person."""
    lines = []
    for wrong in get_args(Wrong):
        tally = tallies.get(wrong, Counter())
        count, bad = sum(tally.values()), tally["called done" if wrong else "refused"]
        if count:
            share, half = share_with_interval(bad, count)
            lines.append(f"{wrong or 'right':<14}{count:>6}  {'called done' if wrong else 'refused':<12}{bad:>5}  {share:.1%} ± {half:.1%}")
    return "\n".join(lines)


@click.command(help=__doc__)
@click.option("--split", type=click.Choice(["train", "test"]), default="test", show_default=True)
@click.option("--documents", default=60, show_default=True, help="A third of each kind; about sixty cases each.")
@click.option("--everyday", "is_everyday", is_flag=True, help="Everyday documents instead of generated ones.")
@click.option("--mistakes", "slips", default=0, show_default=True, help="Runs with one mistake for each task of the families.")
@click.option("--seed", default=0, show_default=True)
@click.option("--json", "out", type=click.Path(path_type=Path), help="Also write a line per misjudged case to this file.")
def main(split: Split, documents: int, is_everyday: bool, slips: int, seed: int, out: Path | None) -> None:
    tallies: dict[Wrong, Counter[str]] = {wrong: Counter() for wrong in get_args(Wrong)}
    try:
        for case in measure(split, documents, seed, is_everyday, slips):
            judgement = judge(Ending("finished", ""), case.evidence)
            said = "called done" if judgement.verdict == "done" else "refused"
            tallies[case.wrong][said] += 1
            if out and (said == "called done") == bool(case.wrong):
                acts = [f"{s.decision.action.name} {dict(s.decision.action.args)}" for s in case.evidence.steps]
                record = {
                    "family": case.family,
                    "wrong": case.wrong,
                    "instruction": case.evidence.instruction,
                    "acts": acts,
                    "reason": judgement.reason,
                }
                append_line(out, record)
            total = sum(map(Counter.total, tallies.values()))
            if total % 100 == 0:
                click.echo(f"{total} cases", err=True)
    except KeyboardInterrupt:
        click.echo("stopped", err=True)
    click.echo(table(tallies))


if __name__ == "__main__":
    main()
