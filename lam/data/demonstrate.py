"""Demonstrations: experts act in a real application, and what the verifier accepts is kept, with what a policy would have seen.

    python -m lam.data.demonstrate --groups 1000 --split train --out data/demonstrations

A group is one document with up to six instructions, each carried out on a fresh copy. Files: `<split>-<worker>.jsonl`, a demonstration
a line; `<split>-<worker>.log.jsonl`, one line per task with how it went. Run it again to go on where it stopped.
"""

from __future__ import annotations

import json
import multiprocessing
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import click

from lam.actions import validate
from lam.agent.episodes import SCHEMA
from lam.envs.base import Environment
from lam.errors import ActionRejected, EnvironmentFault, LamError, TaskBroken
from lam.store import append_line, read_lines
from lam.tasks import families
from lam.tasks.base import Family, Split, Task
from lam.tasks.compose import Joined, PieceFamily, join, task
from lam.types import Action, Decision, Kind, Outcome, Step, Trajectory, Verdict, to_json

INSTRUCTIONS = 6
"""So many tasks at most on one document: training reads their common beginning once."""
JOINED = 0.15
"""Share of tasks that ask for two things at once."""
WEIGHTS: Mapping[str, float] = {"format_text": 10, "aggregate": 14, "summary_slide": 10, "add_slide": 4, "set_heading": 1.5, "formula_column": 1.5}
"""How often a family is asked for beside the others, which count 1."""
SUFFIX: Mapping[Kind, str] = {"document": ".docx", "spreadsheet": ".xlsx", "presentation": ".pptx"}


@dataclass(frozen=True)
class Demonstration:
    """A verified trajectory with where it comes from."""

    family: str
    split: Split
    wording: str
    group: str
    """Same group, same document."""
    trajectory: Trajectory


def demonstrate(env: Environment, given: Task, folder: Path) -> Trajectory:
    """The expert's trajectory, verdict `done` when the verifier accepts the result, else `not done` and why.

    Raises: TaskBroken when an action of the expert is rejected or there is no final `finish`; EnvironmentFault.
    """
    before, after = folder / f"before{SUFFIX[given.kind]}", folder / f"after{SUFFIX[given.kind]}"
    given.make(before)
    env.reset(before)
    seen = env.observe(given.instruction)
    steps: list[Step] = []
    for move in given.expert(seen):
        try:
            declaration, checked = validate(given.kind, move.action)
            action = Action(checked.name, {name: move.action.args[name] for name in declaration.schema["properties"] if name in move.action.args})
            outcome = Outcome(True, "finished") if action.name == "finish" else env.act(checked)
        except ActionRejected as error:
            raise TaskBroken(f"{move.action.name}({dict(move.action.args)}) was rejected: {error}") from None
        steps.append(Step(len(steps) + 1, Decision(move.thought, action), outcome, seen))
        seen = env.observe(given.instruction)
    if not steps or steps[-1].decision.action.name != "finish":
        raise TaskBroken(f"the expert of {given.family} does not end with finish")
    env.snapshot(after)
    score = given.verify(before, after)
    verdict: Verdict = "done" if score.value == 1.0 else "not done"
    return Trajectory(given.instruction, given.kind, f"expert:{given.family}", tuple(steps), verdict, "; ".join(score.reasons))


def group(rng: random.Random, split: Split, known: Sequence[Family]) -> list[Task]:
    """A few tasks on one document, of families that find something to ask of it."""
    kind = rng.choice(get_args(Kind))
    pool = [f for f in known if f.kind == kind and not isinstance(f, Joined)]
    weights = [WEIGHTS.get(f.name, 1.0) for f in pool]
    lead = rng.choices(pool, weights)[0]
    if not isinstance(lead, PieceFamily):
        return [lead.sample(rng, split)]
    source = lead.source(rng, split)
    made: list[Task] = []
    for attempt in range(4 * INSTRUCTIONS):
        chosen = [lead] if attempt == 0 else rng.choices(pool, weights, k=2 if rng.random() < 2 * JOINED else 1)
        pieces = [piece for f in chosen if isinstance(f, PieceFamily) and (piece := f.piece(rng, split, source))]
        if len(pieces) < len(chosen):
            continue
        if len(pieces) == 2:
            pieces.sort(key=lambda p: p.structural)
            if chosen[0] is chosen[1] or pieces[0].structural or pieces[0].touches & pieces[1].touches:
                continue
            instruction = join(rng, pieces[0].instruction, pieces[1].instruction)
        else:
            instruction = pieces[0].instruction
        if instruction not in {t.instruction for t in made}:
            made.append(task("+".join(f.name for f in chosen), kind, source, pieces, instruction))
        if len(made) == INSTRUCTIONS:
            break
    return made


def work(split: Split, worker: int, workers: int, groups: int, out: Path, open_environment: Callable[[], Environment]) -> None:
    """One worker's share of the groups, those already in its log left out. Each group has its own seed, whoever does it."""
    journal, kept = out / f"{split}-{worker}.log.jsonl", out / f"{split}-{worker}.jsonl"
    done = {record["group"] for record in read_lines(journal)} if journal.exists() else set()
    known = families()
    with open_environment() as env, tempfile.TemporaryDirectory(prefix="lam-demonstrate-") as folder:
        for index in range(worker, groups, workers):
            name = f"{split}-{index}"
            if name in done:
                continue
            for result, demonstration in _group(env, name, split, known, Path(folder)):
                if demonstration:
                    append_line(kept, {"schema": SCHEMA, **to_json(demonstration)})
                append_line(journal, {"group": name, **result})


def _group(env: Environment, name: str, split: Split, known: Sequence[Family], folder: Path) -> Iterator[tuple[dict[str, Any], Demonstration | None]]:
    try:
        tasks = group(random.Random(name), split, known)
    except LamError as error:
        yield {"family": "", "result": "broken", "why": str(error)}, None
        return
    for given in tasks:
        started = time.monotonic()
        why, found = "", None
        try:
            trajectory = demonstrate(env, given, folder)
            result, why = ("kept", "") if trajectory.verdict == "done" else ("refused", trajectory.reason)
            found = Demonstration(given.family, split, given.wording, name, trajectory) if result == "kept" else None
        except EnvironmentFault as error:
            result, why = "fault", str(error)
        except (LamError, LookupError, ValueError) as error:
            result, why = "broken", f"{type(error).__name__}: {error}"
        seconds = round(time.monotonic() - started, 2)
        yield {"family": given.family, "result": result, "why": why[:500], "instruction": given.instruction, "seconds": seconds}, found


def report(out: Path, split: Split) -> dict[str, Any]:
    """How the tasks went: counts per family, and the commonest reasons of those that were not kept."""
    records = [record for path in sorted(out.glob(f"{split}-*.log.jsonl")) for record in read_lines(path)]
    counts: dict[str, Counter[str]] = {}
    for record in records:
        counts.setdefault(record["family"], Counter())[record["result"]] += 1
    reasons = Counter(f"{r['family']}: {r['result']}: {r['why'][:120]}" for r in records if r["result"] != "kept")
    total = Counter(record["result"] for record in records)
    return {"split": split, "total": total, "families": {k: counts[k] for k in sorted(counts)}, "reasons": dict(reasons.most_common(40))}


def office() -> Environment:
    """The environment that demonstrations are made in."""
    from lam.envs.libreoffice import LibreOffice

    return LibreOffice(hidden=True)


@click.command(help=__doc__)
@click.option("--groups", default=1000, show_default=True, help="How many documents, with up to six instructions each.")
@click.option("--split", type=click.Choice(["train", "test"]), default="train", show_default=True)
@click.option("--workers", default=2, show_default=True, help="Offices side by side.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("data/demonstrations"), show_default=True)
def main(groups: int, split: Split, workers: int, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=work, args=(split, worker, workers, groups, out, office)) for worker in range(workers)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    summary = report(out, split)
    (out / f"{split}-report.json").write_text(json.dumps(summary, indent=1, ensure_ascii=False), encoding="utf-8")
    click.echo(f"{sum(summary['total'].values())} tasks: " + ", ".join(f"{n} {what}" for what, n in summary["total"].most_common()))
    if any(process.exitcode for process in processes):
        raise SystemExit("a worker stopped early; run the command again to go on")


if __name__ == "__main__":
    main()
