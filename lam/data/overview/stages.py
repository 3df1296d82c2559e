"""The stages on disk: where each one is, what its records are like, and how to show one."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from lam.data.journal import Journal, told
from lam.errors import UserError

T = TypeVar("T")
Record = Mapping[str, Any]


@dataclass(frozen=True)
class Stage:
    """What is known about the records of one stage."""

    name: str
    command: str
    """The stage's name in its journal."""
    title: str
    count_by: Mapping[str, Callable[[Record], Iterable[str] | str]]
    """Distributions: what to call it -> the values of a record."""
    show: Callable[[Record], str]
    """A record in a few lines of plain text."""


def show_pair(record: Record) -> str:
    """A task-plan pair."""
    origin = record["provenance"]
    head = (
        f"{record['task']}\n   [{record['kind']}, {record['app']}, tier {record['tier']}] {origin['source']} {origin['path']} ({origin['licence']})"
    )
    if record["evolution"]:
        head += f"\n   by {', '.join(record['evolution'])} from {', '.join(record['evolved_from'])}"
    steps = [f"   {n}. {s['text']}  <{s['level']}> {s['params'] or ''}".rstrip() for n, s in enumerate(record["steps"], 1)]
    return "\n".join([head, *steps])


def show_instantiated(record: Record) -> str:
    """A pair that was grounded in a document: whatever the record holds, plans one action a line."""
    lines = [str(record.get("instruction", ""))]
    for name, value in record.items():
        if name in ("instruction", "schema"):
            continue
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            lines += [f"   {name}:", *(f"     {json.dumps(v, ensure_ascii=False)}" for v in value)]
        else:
            lines.append(f"   {name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}")
    return "\n".join(lines)


def show_demonstration(record: Record) -> str:
    """A trajectory: what was asked, seen, thought, done and answered."""
    run = record["trajectory"]
    lines = [f"{run['instruction']}\n   [{record['family']}, {record['split']}, {record.get('way', 'app')}] {record['group']}: {run['verdict']}"]
    lines.append(f"   sees {run['steps'][0]['observation']['summary']}")
    for step in run["steps"]:
        action = step["decision"]["action"]
        args = ", ".join(f"{k}={json.dumps(v, ensure_ascii=False)}" for k, v in action["args"].items())
        lines.append(f"   {step['index']}. {step['decision']['thought']} -> {action['name']}({args})\n      {step['outcome']['message'][:160]}")
    return "\n".join(lines)


def actions(record: Record) -> list[str]:
    """Names of a trajectory's actions."""
    return [step["decision"]["action"]["name"] for step in record["trajectory"]["steps"]]


PAIRS: Mapping[str, Callable[[Record], Iterable[str] | str]] = {
    "kind": lambda r: r["kind"],
    "app": lambda r: r["app"],
    "tier": lambda r: r["tier"],
    "source": lambda r: r["provenance"]["source"],
    "licence": lambda r: r["provenance"]["licence"],
    "steps": lambda r: f"{len(r['steps'])} steps" if len(r["steps"]) < 10 else "10 and more",
    "grounding of the steps": lambda r: [s["level"] for s in r["steps"]],
}
STAGES = (
    Stage("pairs", "collect", "Task-plan pairs", PAIRS, show_pair),
    Stage("evolved", "evolve", "Evolved pairs", {"operation": lambda r: r["evolution"], **PAIRS}, show_pair),
    Stage("tasks", "instantiate", "Instantiated tasks",
          {"app": lambda r: r.get("app", r.get("kind", "?")), "effect": lambda r: str(r.get("effect", {}).get("kind", "?"))}, show_instantiated),
    Stage("demonstrations", "demonstrate", "Verified trajectories",
          {"app": lambda r: r["trajectory"]["kind"], "family": lambda r: r["family"].split("+"), "way": lambda r: r.get("way", "app"),
           "split": lambda r: r["split"], "steps": lambda r: f"{len(r['trajectory']['steps'])} steps", "action": actions,
           "source": lambda r: r.get("source", "family"), "licence": lambda r: r.get("licence", "Apache-2.0")}, show_demonstration),
)  # fmt: skip


def journals(root: Path, stage: Stage) -> list[Journal]:
    """The journals of a stage below `root`: one, or for demonstrations one per split and way."""
    places = [root / stage.name, *sorted((root / stage.name).glob("*/"))]
    return [Journal.of(place, stage.command) for place in places if told(place).get("stage") == stage.command]


def records(found: Iterable[Journal]) -> Iterator[dict[str, Any]]:
    """The kept records of several journals."""
    return (record for journal in found for record in journal.kept())


def sample(items: Iterable[T], count: int, seed: int) -> list[T]:
    """So many items at random, each as likely as the others, in one pass (reservoir sampling, Vitter's algorithm R)."""
    rng = random.Random(seed)
    kept: list[T] = []
    for number, item in enumerate(items):
        if number < count:
            kept.append(item)
        elif (place := rng.randrange(number + 1)) < count:
            kept[place] = item
    rng.shuffle(kept)
    return kept


@dataclass
class Survey:
    """One stage, counted in one pass."""

    stage: Stage
    total: int = 0
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    samples: list[dict[str, Any]] = field(default_factory=list)
    funnels: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Folder -> funnel."""


def survey(root: Path, stage: Stage, samples: int, seed: int) -> Survey | None:
    """Counts, funnels and samples of a stage; None where it has not been run."""
    found = journals(root, stage)
    if not found:
        return None
    result = Survey(stage, funnels={str(j.folder.relative_to(root)): j.funnel for j in found})

    def counted() -> Iterator[dict[str, Any]]:
        for record in records(found):
            result.total += 1
            for name, values in stage.count_by.items():
                value = values(record)
                result.counts.setdefault(name, Counter()).update([value] if isinstance(value, str) else list(value))
            yield record

    result.samples = sample(counted(), samples, seed)
    return result


def find(name: str) -> Stage:
    """The stage with this name or command. Raises: UserError."""
    for stage in STAGES:
        if name in (stage.name, stage.command):
            return stage
    raise UserError(f"no stage {name!r}; there are {', '.join(s.name for s in STAGES)}")
