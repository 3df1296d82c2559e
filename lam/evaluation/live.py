"""Tasks of all families, carried out live as `lam run` does it, and judged twice: by the verdict, and by the family's own verifier.

    python -m lam.evaluation.live --tasks 80
    python -m lam.evaluation.live --tasks 80 --everyday

Instructions and documents are held out (`--split test`): no wording and no document of theirs is training data. Everyday tasks
(lam/tasks/everyday) are judged by what their expert's steps make of the document. What matters most is the
number of tasks that were called done and were not.
"""

from __future__ import annotations

import json
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice, zip_longest
from pathlib import Path

import click

from lam.agent.loop import Episode
from lam.agent.policy import Policy
from lam.data.demonstrate.execute import demonstrate
from lam.envs.base import Environment
from lam.errors import EnvironmentFault, TaskBroken, UserError
from lam.guard import Budget, Fence, Guard
from lam.reading import compare, read
from lam.store import RunFolder
from lam.tasks import families
from lam.tasks.base import Family, Split, Task
from lam.tasks.everyday import FAMILY, everyday
from lam.types import SUFFIXES, Kind, Score, Step
from lam.verdict.attempts import Files, Tried, try_until_accepted
from lam.verdict.judge import Judgement

SUFFIX: dict[Kind, str] = {kind: suffix for suffix, kind in SUFFIXES.items() if suffix.endswith("x")}
RESULTS = ("right, done", "wrong, called done", "right, refused", "wrong, refused", "fault")
FRESH = 40
"""Tasks after which the office is begun anew."""


@dataclass(frozen=True)
class Ran:
    """An instruction, carried out on a copy of a document."""

    tried: Tried
    steps: tuple[Step, ...]
    """Of all attempts."""
    start: Path
    """The document, opened and saved by the office."""
    after: Path
    """The result."""

    @property
    def done(self) -> bool:
        """By the verdict."""
        return self.tried.judgement is not None and self.tried.judgement.verdict == "done"


@dataclass(frozen=True)
class Result:
    """One task, carried out and judged."""

    family: str
    instruction: str
    result: str
    """One of `RESULTS`."""
    attempts: int
    steps: int
    seconds: float
    """From the first look at the document to the verdict."""
    model_s: float
    actions: tuple[str, ...]
    why: str
    """What the verdict refused it for, and the verifier."""


def carry_out(
    env: Environment,
    policy: Policy,
    instruction: str,
    document: Path,
    folder: Path,
    most: int,
    on_refusal: Callable[[int, Judgement], None] = lambda attempt, judgement: None,
) -> Ran:
    """Carry out an instruction on a copy of the document in `folder` (made here), as `lam run` does, in up to `most` attempts.

    Raises: EnvironmentFault when the office does not open the document or does not come back.
    """
    folder.mkdir()
    kind, suffix = SUFFIXES[document.suffix], document.suffix
    work, start, last, after = (folder / f"{name}{suffix}" for name in ("work", "start", "last", "after"))
    shutil.copyfile(document, work)
    run = RunFolder.create(folder / "runs", document.stem, {"instruction": instruction, "kind": kind})
    env.reset(work)
    env.snapshot(start)
    shutil.copyfile(start, last)
    guard = Guard(kind, Fence(work.resolve(), frozenset(), None), "auto", None, run.name, (run.path / "audit.jsonl",))
    episode = Episode(env, policy, guard, Budget(), run)
    steps: list[Step] = []
    files = Files(read(document), start, last, after)
    tried = try_until_accepted(episode, instruction, files, env.observe(instruction), most, steps.append, on_refusal)
    return Ran(tried, tuple(steps), start, after)


def live(env: Environment, policy: Policy, task: Task, folder: Path, most: int) -> Result:
    """Carry out one task and judge it. Faults of office and policy are results too."""
    folder.mkdir()
    before = folder / f"document{SUFFIX[task.kind]}"
    task.make(before)
    started = time.monotonic()
    try:
        reference = None
        if task.family == FAMILY:
            demonstrate(env, task, folder)
            reference = folder / f"after{SUFFIX[task.kind]}"
        started = time.monotonic()
        ran = carry_out(env, policy, task.instruction, before, folder / "work", most)
    except EnvironmentFault as fault:
        return Result(task.family, task.instruction, "fault", 1, 0, time.monotonic() - started, 0.0, (), str(fault))
    seconds = time.monotonic() - started
    judgement = ran.tried.judgement
    score = (_like(reference, ran.after) if reference else _score(task, before, ran.after)) if judgement else None
    right = score is not None and score.value == 1.0
    result = (
        "fault"
        if judgement is None
        else f"right, {'done' if ran.done else 'refused'}"
        if right
        else f"wrong, {'called done' if ran.done else 'refused'}"
    )
    why = "; ".join(filter(None, [judgement.reason if judgement else ran.tried.ending.words, *(score.reasons if score and not right else ())]))
    actions = tuple(f"{s.decision.action.name} {json.dumps(dict(s.decision.action.args), ensure_ascii=False)}" for s in ran.steps)
    model = sum(s.decision.duration_s for s in ran.steps)
    return Result(task.family, task.instruction, result, ran.tried.attempts, len(ran.steps), seconds, model, actions, why)


def _score(task: Task, before: Path, after: Path) -> Score:
    """The verifier's word; one that finds a document without the parts it looks for says no."""
    try:
        return task.verify(before, after)
    except (LookupError, ValueError, TypeError) as error:
        return Score(0.0, (f"{type(error).__name__}: {error}",))


def _like(reference: Path, after: Path) -> Score:
    """Whether two documents hold the same."""
    changes = compare(read(reference), read(after))
    return Score(0.0 if changes else 1.0, tuple(f"not as by the expert: {change}" for change in changes[:3]))


def everyday_tasks(count: int, split: Split, seed: int = 0) -> Iterator[Task]:
    """So many wishes of the everyday documents of a split, each in one of its wordings; documents in turn."""
    rng = random.Random(f"everyday-{split}-{seed}")
    queues: list[list[Task]] = []
    for found in everyday(split):
        queues.append([rng.choice(wordings) for wordings in rng.sample(list(found.tasks()), len(found.wishes))])
    rng.shuffle(queues)
    turns = (task for turn in zip_longest(*queues) for task in turn if task)
    yield from islice(turns, count)


def tasks(count: int, split: Split, seed: int = 0, only: Sequence[str] = ()) -> Iterator[Task]:
    """So many tasks, of all families in turn. `only`: of these families.

    Raises: UserError where none has such a name.
    """
    known: list[Family] = [f for f in families() if not only or f.name in only]
    if not known:
        raise UserError(f"there is no family {' or '.join(only)}")
    random.Random(seed).shuffle(known)
    for number in range(count):
        family = known[number % len(known)]
        try:
            yield family.sample(random.Random(f"live-{split}-{seed}-{number}"), split)
        except TaskBroken as error:
            click.echo(f"left out: {error}", err=True)


def run(policy: Policy, chosen: Iterable[Task], most: int, minutes: float = 0.0) -> Iterator[Result]:
    """The results one by one, until the tasks or the minutes (0: no limit) are used up."""
    from lam.envs.libreoffice import LibreOffice

    end = time.monotonic() + minutes * 60 if minutes else float("inf")
    office: LibreOffice | None = None
    with tempfile.TemporaryDirectory(prefix="lam-live-") as folder:
        try:
            for number, task in enumerate(chosen):
                if time.monotonic() > end:
                    return
                if office is None:
                    office = LibreOffice()
                result = live(office, policy, task, Path(folder) / str(number), most)
                shutil.rmtree(Path(folder) / str(number))
                if result.result == "fault" or number % FRESH == FRESH - 1:
                    office.close()
                    office = None
                yield result
        finally:
            if office is not None:
                office.close()


def table(results: Sequence[Result]) -> str:
    """What came of them, for a person."""
    counts = Counter(r.result for r in results)
    done, steps = [r for r in results if r.result != "fault"], sum(r.steps for r in results)
    lines = [f"{name:<20}{counts[name]:>4} of {len(results)}" for name in RESULTS]
    if done and steps:
        seconds = sum(r.seconds for r in done)
        lines.append(f"{len(done)} tasks: {steps / len(done):.2f} steps and {seconds / len(done):.1f} s each, {seconds / steps:.2f} s a step")
    return "\n".join(lines)


@click.command(help=__doc__)
@click.option("--tasks", "count", default=80, show_default=True, help="How many, of all families in turn.")
@click.option("--minutes", default=0.0, help="Stop after so many; 0: when all tasks are done.")
@click.option("--split", type=click.Choice(["train", "test"]), default="test", show_default=True)
@click.option("--family", "only", multiple=True, help="Only this family; may be given several times.")
@click.option("--everyday", "is_everyday", is_flag=True, help="Everyday tasks instead of the families'.")
@click.option("--seed", default=0, show_default=True)
@click.option("--attempts", default=3, show_default=True, help="As `lam run` takes it.")
@click.option("--policy", "name", default="local", show_default=True, help="local, local:ADAPTER or openai:MODEL")
@click.option("--base-url", default="", help="Address of the endpoint.")
@click.option("--json", "out", type=click.Path(path_type=Path), help="Also write a line per task to this file.")
def main(
    count: int,
    split: Split,
    only: Sequence[str],
    is_everyday: bool,
    seed: int,
    attempts: int,
    minutes: float,
    name: str,
    base_url: str,
    out: Path | None,
) -> None:
    if is_everyday and only:
        raise click.UsageError("--everyday has no families; leave --family out")
    chosen = everyday_tasks(count, split, seed) if is_everyday else tasks(count, split, seed, only)
    policy = policy_of(name, base_url)
    results: list[Result] = []
    try:
        for result in run(policy, chosen, attempts, minutes):
            results.append(result)
            click.echo(f"{result.result:<20}{result.family:<24}{result.instruction}\n{'':<20}{'; '.join(result.actions)}\n{'':<20}{result.why}")
            if out:
                with out.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(asdict(result), ensure_ascii=False) + "\n")
    except KeyboardInterrupt:
        click.echo("stopped", err=True)
    finally:
        policy.close()
    click.echo(table(results))


def policy_of(name: str, base_url: str) -> Policy:
    """The policy of this name: `local`, `local:ADAPTER` or `openai:MODEL`.

    Raises: UserError where it is not installed.
    """
    kind, _, rest = name.partition(":")
    if kind == "local":
        from lam.agent.local import LocalPolicy

        return LocalPolicy(Path(rest) if rest else None)
    import os

    from lam.agent.endpoint import EndpointPolicy

    return EndpointPolicy(name.removeprefix("openai:"), base_url, os.environ.get("OPENAI_API_KEY", ""))


if __name__ == "__main__":
    main()
