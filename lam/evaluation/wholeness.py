"""How well the model tells, when it has finished, whether exactly what was asked for is done.

    lam data demonstrate --split test --groups 0 --everyday
    python -m lam.evaluation.wholeness --data data/demonstrations --split test

Its answer to the question at the end (`lam.agent.prompt.CHECK`) on everyday demonstrations that are right, and on what is not as asked: which
share of each it would refuse, at several limits.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click

from lam.agent import prompt
from lam.agent.episodes import Episode, counterexamples, episodes
from lam.agent.local import LocalPolicy
from lam.errors import UserError

LIMITS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
RIGHT = "right"


def chosen(folder: Path, split: str, count: int, seed: int = 0) -> list[tuple[str, Episode]]:
    """So many episodes with what is wrong with each (`right`), half of them right; those on one document follow each other.

    Raises: UserError when there are no demonstrations of which the question is asked.
    """
    right = [(RIGHT, episode) for episode in episodes(folder, split) if episode.checked]
    wrong = [(episode.reason, episode) for episode in counterexamples(folder, split)]
    if not right or not wrong:
        raise UserError(
            f"no everyday demonstrations of the {split} split in {folder}; make some with: lam data demonstrate --everyday --split {split}"
        )
    rng = random.Random(seed)
    half = count // 2
    picked = [*rng.sample(right, min(half, len(right))), *rng.sample(wrong, min(half, len(wrong)))]
    return sorted(picked, key=lambda one: one[1].group)


def answers(policy: LocalPolicy, picked: Iterable[tuple[str, Episode]]) -> dict[str, list[float]]:
    """What is wrong -> how probable the model finds it that all is done."""
    found: dict[str, list[float]] = defaultdict(list)
    for name, episode in picked:
        *before, finish, _, _ = episode.conversation
        found[name].append(policy.whole(prompt.chatml(before) + finish["content"]))
    return found


def table(found: Mapping[str, Sequence[float]]) -> str:
    """Of each sort the share that is refused, by limit."""
    names = [RIGHT, *sorted(set(found) - {RIGHT})]
    lines = [f"{'refused below':<28}" + "".join(f"{limit:>7.2f}" for limit in LIMITS)]
    for name in names:
        own = found[name]
        shares = (sum(p < limit for p in own) / len(own) for limit in LIMITS)
        lines.append(f"{f'{name} ({len(own)})':<28}" + "".join(f"{share:>7.0%}" for share in shares))
    return "\n".join(lines)


@click.command(help=__doc__)
@click.option("--data", type=click.Path(path_type=Path), default=Path("data/demonstrations"), show_default=True)
@click.option("--split", type=click.Choice(["train", "test"]), default="test", show_default=True)
@click.option("--adapter", type=click.Path(path_type=Path), help="Another adapter than the shipped one.")
@click.option("--count", default=200, show_default=True, help="Episodes; half of them right.")
@click.option("--threads", default=0, help="0: as `lam run` takes it.")
def main(data: Path, split: str, adapter: Path | None, count: int, threads: int) -> None:
    policy = LocalPolicy(adapter, threads)
    policy.load()
    if not policy.checks:
        raise click.ClickException(f"{policy.name} has not learnt to say whether all is done")
    try:
        click.echo(table(answers(policy, chosen(data, split, count))))
    finally:
        policy.close()


if __name__ == "__main__":
    main()
