"""A policy against held-out demonstrations, step by step: given what the expert saw and did so far, does it decide the same?

    python -m lam.evaluation.offline --data data/demonstrations --split test --limit 300

Action: the right action. All arguments: the very same arguments too, `finish`'s message aside (its wording is free). Episode: every step so.
The expert's answer counts as the only right one, so this is a lower bound of what would succeed.
"""

from __future__ import annotations

import json
import math
import random
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from lam.actions import actions_for, validate
from lam.agent.episodes import Episode, episodes
from lam.agent.loop import SPEECH
from lam.agent.policy import Policy
from lam.errors import ActionRejected
from lam.types import Action


@dataclass
class Tally:
    """Counts of one family, or of all."""

    steps: int = 0
    action: int = 0
    arguments: int = 0
    episodes: int = 0
    whole: int = 0
    invalid: int = 0
    seconds: list[float] = field(default_factory=list)
    """Per decision."""

    def figures(self) -> dict[str, Any]:
        """Shares with the half-width of their 95% interval, and the median time."""
        return {
            "steps": self.steps,
            "action": _share(self.action, self.steps),
            "arguments": _share(self.arguments, self.steps),
            "episodes": self.episodes,
            "whole": _share(self.whole, self.episodes),
            "invalid": _share(self.invalid, self.steps),
            "median_s": round(sorted(self.seconds)[len(self.seconds) // 2], 3) if self.seconds else 0.0,
        }


@dataclass(frozen=True)
class Miss:
    """A step that was decided otherwise."""

    family: str
    instruction: str
    expected: str
    given: str


def evaluate(policy: Policy, chosen: Sequence[Episode]) -> tuple[dict[str, Tally], list[Miss]]:
    """Tallies by family (`all` for the sum), and what went wrong."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    misses: list[Miss] = []
    for episode in chosen:
        whole = True
        for index, step in enumerate(episode.steps):
            started = time.monotonic()
            try:
                given = policy.decide(episode.instruction, step.observation, episode.steps[:index], actions_for(step.observation.kind)).action
            except ActionRejected as error:
                given = Action("", {"error": str(error)})
            seconds = time.monotonic() - started
            expected = step.decision.action
            same_action, same = given.name == expected.name, _same(episode, given, expected)
            whole &= same
            if not same:
                misses.append(Miss(episode.family, episode.instruction, _words(expected), _words(given)))
            for tally in (tallies["all"], tallies[_family(episode)]):
                tally.steps += 1
                tally.action += same_action
                tally.arguments += same
                tally.invalid += not _valid(episode, given)
                tally.seconds.append(seconds)
        for tally in (tallies["all"], tallies[_family(episode)]):
            tally.episodes += 1
            tally.whole += whole
    return dict(tallies), misses


def sample(folder: Path, split: str, limit: int, seed: int = 0) -> list[Episode]:
    """Up to `limit` demonstrations of a split, the same ones for the same seed."""
    every = sorted(episodes(folder, split), key=lambda e: (e.group, e.instruction))
    random.Random(seed).shuffle(every)
    return every[:limit] if limit else every


def _same(episode: Episode, given: Action, expected: Action) -> bool:
    if given.name != expected.name:
        return False
    return given.name in SPEECH or _checked(episode, given) == _checked(episode, expected)


def _checked(episode: Episode, action: Action) -> Mapping[str, Any] | None:
    """The arguments with their defaults, so that leaving one out equals naming its default."""
    declaration = actions_for(episode.kind).get(action.name)
    try:
        return declaration.model.model_validate(dict(action.args)).model_dump() if declaration else None
    except ValueError:
        return None


def _valid(episode: Episode, action: Action) -> bool:
    try:
        validate(episode.kind, action)
    except ActionRejected:
        return False
    return True


def _family(episode: Episode) -> str:
    return f"{episode.kind}/{'two at once' if '+' in episode.family else episode.family}"


def _words(action: Action) -> str:
    return f"{action.name}({json.dumps(dict(action.args), ensure_ascii=False)})"


def share_with_interval(part: int, whole: int) -> tuple[float, float]:
    """A share and the half-width of its 95% interval."""
    share = part / whole if whole else 0.0
    return share, 1.96 * math.sqrt(share * (1 - share) / whole) if whole else 0.0


def _share(part: int, whole: int) -> dict[str, float]:
    share, half = share_with_interval(part, whole)
    return {"share": round(share, 4), "plus_minus": round(half, 4)}


@click.command(help=__doc__)
@click.option("--data", type=click.Path(path_type=Path), default=Path("data/demonstrations"), show_default=True)
@click.option("--split", default="test", show_default=True)
@click.option("--limit", default=300, show_default=True, help="Demonstrations; 0: all.")
@click.option("--adapter", type=click.Path(path_type=Path), default=None, help="A GGUF adapter instead of the shipped one.")
@click.option("--bare", is_flag=True, help="The base model without any adapter.")
@click.option("--report", type=click.Path(path_type=Path), default=None, help="Write figures and misses as JSON.")
def main(data: Path, split: str, limit: int, adapter: Path | None, bare: bool, report: Path | None) -> None:
    from lam.agent.local import LocalPolicy

    policy = LocalPolicy(adapter, bare=bare)
    tallies, misses = evaluate(policy, sample(data, split, limit))
    policy.close()
    figures = {name: tallies[name].figures() for name in sorted(tallies)}
    click.echo(f"{'family':34}{'steps':>6}{'action':>9}{'all args':>10}{'episodes':>10}{'whole':>8}{'s/step':>8}")
    for name, f in figures.items():
        shares = f"{f['action']['share']:>9.1%}{f['arguments']['share']:>10.1%}{f['episodes']:>10}{f['whole']['share']:>8.1%}"
        click.echo(f"{name:34}{f['steps']:>6}{shares}{f['median_s']:>8.2f}")
    if report:
        record = {"policy": policy.name, "split": split, "figures": figures, "misses": [vars(miss) for miss in misses]}
        report.write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
