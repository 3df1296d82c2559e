"""How many task families are demonstrated by hand: tasks of every family carried out by GUI actions alone and judged by its own verifier.

`python -m lam.data.demonstrate.coverage [--tasks 2] [--way gui] [FAMILY ...]`
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import get_args

from lam.actions import actions_for
from lam.data.demonstrate.execute import Demonstrator
from lam.guard import is_gui
from lam.tasks import families
from lam.tasks.base import Family
from lam.tasks.compose import Joined
from lam.types import Kind

BY_HAND = {name for kind in get_args(Kind) for name, declaration in actions_for(kind).items() if is_gui(declaration)} | {"finish"}


@dataclass
class Row:
    """What became of the tasks of one family."""

    family: Family
    results: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    reasons: list[str] = field(default_factory=list)
    """Of the tasks that were not kept."""


def measure(work: Demonstrator, family: Family, tasks: int) -> Row:
    """So many tasks of a family, carried out."""
    row = Row(family)
    for number in range(tasks):
        task = family.sample(random.Random(f"{family.kind}-{family.name}-{number}"))
        line = work.carry_out(f"coverage-{family.kind}-{family.name}-{number}", "train", [task])
        used = {step["decision"]["action"]["name"] for kept in line["kept"] for step in kept["trajectory"]["steps"]}
        assert work.way != "gui" or used <= BY_HAND, f"{used - BY_HAND} are no hand's"
        told = line["facts"]["tasks"][0]
        row.results[told["result"]] += 1
        row.seconds += told["seconds"]
        if told["result"] != "kept":
            row.reasons.append(f"{told['result']}: {told['why'][:240]} <- {told['instruction']}")
    return row


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("families", nargs="*", help="all when left out")
    parser.add_argument("--tasks", type=int, default=2, help="so many of every family")
    parser.add_argument("--way", choices=("gui", "hybrid", "app"), default="gui")
    given = parser.parse_args()
    known = [f for f in families() if not isinstance(f, Joined) and (not given.families or {f.name, f"{f.kind}.{f.name}"} & {*given.families})]
    work = Demonstrator(given.way)
    work.open()
    rows = []
    try:
        for family in known:
            rows.append(measure(work, family, given.tasks))
            row = rows[-1]
            results = ", ".join(f"{count} {result}" for result, count in row.results.items())
            print(f"{family.kind:13} {family.name:24} {row.seconds:6.1f} s  {results}", *row.reasons, sep="\n    ", flush=True)
    finally:
        work.close()
    total = sum((row.results for row in rows), Counter())
    covered = sum(row.results["kept"] > 0 for row in rows)
    print(f"{covered} of {len(rows)} families; {total['kept']} of {total.total()} tasks ({', '.join(f'{n} {r}' for r, n in total.items())})")


if __name__ == "__main__":
    main()
