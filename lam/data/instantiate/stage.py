"""Pairs become jobs that can be carried out: a document that fits, a concrete instruction, the expected effect and the plan of actions.

A record: id, pair, family, kind (of document), instruction, wording, split, document (a recipe), plan (actions), effects, params, source, licence,
provenance, evolution. `lam.data.instantiate.task.task(record)` makes the task of it. What cannot be grounded is dropped with its reason.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from lam.data import parallel
from lam.data.instantiate.plan import Dropped, Planner
from lam.data.instantiate.survey import read_survey
from lam.data.instantiate.widgets import folder
from lam.data.journal import Journal, records
from lam.data.pairs import Pair, from_record, split_of

SCHEMA = 1
"""Version of an instantiated record."""
BATCH = 64


@dataclass
class Instantiating:
    """A worker: instantiates a batch of pairs at a time."""

    survey: Path
    seed: int
    _planner: Planner | None = field(default=None, init=False)

    def open(self) -> None:
        self._planner = Planner(read_survey(Journal.of(self.survey, "survey")), folder())

    def do(self, item: tuple[str, list[dict[str, Any]]]) -> tuple[list[dict[str, Any]], dict[str, int]]:
        """The records that came of a batch, and what was dropped and why."""
        assert self._planner is not None
        kept: list[dict[str, Any]] = []
        dropped: Counter[str] = Counter()
        for record in item[1]:
            pair = from_record(record)
            try:
                kept.append(instantiate(self._planner, pair, self.seed))
            except Dropped as reason:
                dropped[f"{pair.kind}: {reason}"] += 1
        return kept, dict(dropped)

    def close(self) -> None:
        """Nothing to release."""


def instantiate(planner: Planner, pair: Pair, seed: int = 1) -> dict[str, Any]:
    """The record of a pair.

    Raises: Dropped with the reason.
    """
    split = split_of(pair)
    planned = planner.plan(pair, random.Random(f"{seed}:{pair.id}"), split)
    params = {name: value for step in pair.steps for name, value in step.params.items()}
    return {
        "schema": SCHEMA,
        "id": f"i{pair.id}",
        "pair": pair.id,
        "family": f"pair_{pair.kind}",
        "kind": planned.kind,
        "instruction": planned.instruction,
        "wording": pair.task,
        "split": split,
        "document": planned.recipe.record(),
        "plan": planned.moves,
        "effects": planned.effects,
        "params": params,
        "source": pair.provenance.source,
        "licence": pair.provenance.licence,
        "provenance": asdict(pair.provenance),
        "evolution": list(pair.evolution),
        "evolved_from": list(pair.evolved_from),
    }


def batches(evolved: Path, most: int = 0) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The pairs of a stage in batches with a key each. `most`: so many pairs at most; 0: all."""
    found = islice(records(evolved), most or None)
    return ((f"batch-{number}", batch) for number, batch in enumerate(parallel.batches(found, BATCH), 1))


def run(pairs: Path, surveyed: Path, journal: Journal, runner: parallel.Runner, seed: int = 1, most: int = 0,
        tell: Callable[[int, int], None] = lambda done, kept: None) -> None:  # fmt: skip
    """Instantiate the pairs of a folder into the journal; goes on where the journal ends."""
    items = ((key, batch) for key, batch in batches(pairs, most) if key not in journal.done)
    for result in parallel.in_order(runner, partial(Instantiating, surveyed, seed), items):
        key, batch = result.item
        kept, dropped = result.value or ([], {"a worker was lost": len(batch)})
        journal.record(key, kept, dropped)
        tell(journal.counts["items"], journal.counts["kept"])


def summary(instantiated: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Counts of the instantiated records: by family, kind of document, kinds of effects, split."""
    counts: dict[str, Counter[str]] = {"family": Counter(), "kind": Counter(), "split": Counter(), "effects": Counter()}
    for record in instantiated:
        for name in ("family", "kind", "split"):
            counts[name][record[name]] += 1
        counts["effects"]["+".join(sorted({e["kind"] for e in record["effects"]}))] += 1
    return {name: dict(found.most_common()) for name, found in counts.items()}
