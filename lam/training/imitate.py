"""Imitation: the policy learns to answer as the experts did, from verified demonstrations.

    python -m lam.training.imitate --data data/demonstrations --out models/lam1 --minutes 70

The loss is the cross-entropy of the answers' tokens given all that the policy would have seen before them. Shards may still grow while this
runs. Stopped, it goes on from its last checkpoint. It writes `metrics.jsonl`, `checkpoint.pt` and `adapter.gguf` into the run's folder.
"""

from __future__ import annotations

import json
import os
import random
import time
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

import click
import torch
from torch import Tensor
from torch.nn import functional as F

from lam.agent.episodes import Episode, episodes
from lam.agent.gguf import Gguf
from lam.agent.local import base_model
from lam.agent.prompt import Message
from lam.errors import UserError
from lam.store import append_line
from lam.training.model import Model, export, load
from lam.training.tokens import Tokens, encode, tokenizer
from lam.training.trees import Tree, trees

RELOAD = 40
"""Updates between two looks for new demonstrations."""
WARM_UP = 15
"""Updates over which the learning rate rises."""
FINISHES = 0.35
"""Share of the one-action episodes whose `finish`, nearly always the same, is learnt too."""
COOL_DOWN = 0.5
"""Share of the time, at the end, over which it falls to zero."""


@dataclass(frozen=True)
class Config:
    """One training run."""

    data: str
    out: str
    minutes: float
    """Of training at most. Time for which the run was stopped does not count."""
    updates: int = 0
    """Of the weights at most; 0: as many as the minutes allow."""
    rank: int = 32
    alpha: float = 32
    learning_rate: float = 1e-3
    batch: int = 1
    """Trees per update."""
    checkpoint_minutes: float = 10
    held_out: int = 12
    """Trees of the test split whose loss is reported at each checkpoint."""
    seed: int = 0
    threads: int = 0
    """0: one per core."""
    device: str = "cpu"
    start: str = ""
    """An adapter to begin from; '': from nothing."""


class Supply:
    """Trees in random order, those seen least first (a large group has several); looks for new demonstrations now and then."""

    def __init__(self, config: Config, split: str) -> None:
        self.folder, self.split, self.seed = Path(config.data), split, config.seed
        self.tokenizer = tokenizer(Gguf(base_model()))
        self.seen: Counter[str] = Counter()
        self.groups: dict[str, list[Tokens]] = {}
        self._read = 0
        self._queue: list[tuple[str, Tree]] = []

    def reload(self) -> int:
        """Read the demonstrations that are new; how many there are in all."""
        every = list(episodes(self.folder, self.split))
        if len(every) != self._read:
            groups: dict[str, list[Episode]] = {}
            for episode in every:
                groups.setdefault(episode.group, []).append(episode)
            for name, members in groups.items():
                if len(members) != len(self.groups.get(name, ())):
                    self.groups[name] = [encode(self.tokenizer, self._learnt(member)) for member in in_turn(members)]
            self._read = len(every)
            self._queue = []
        return self._read

    def _learnt(self, episode: Episode) -> list[Message]:
        """The turns of an episode that are worth their tokens."""
        drawn = zlib.crc32(episode.instruction.encode()) / 2**32
        cut = len(episode.steps) == 2 and self.split == "train" and drawn >= FINISHES
        return episode.conversation[: 3 if cut else None]

    def take(self, rng: random.Random) -> Tree:
        """The next tree."""
        if not self._queue:
            every = {f"{name}#{n}": tree for name in sorted(self.groups) for n, tree in enumerate(trees([self.groups[name]]))}
            least = min(self.seen[name] for name in every)
            parts = Counter(name.rpartition("#")[0] for name in every)
            when = {name: (int(name.rpartition("#")[2]) + rng.random()) / parts[name.rpartition("#")[0]] for name in every}
            self._queue = sorted(((n, t) for n, t in every.items() if self.seen[n] == least), key=lambda unit: -when[unit[0]])
        name, tree = self._queue.pop()
        self.seen[name] += 1
        return tree


def in_turn(members: Sequence[Episode]) -> list[Episode]:
    """Episodes on one document such that different wishes follow each other, not the wordings of one."""
    wishes: dict[str, list[Episode]] = {}
    for member in sorted(members, key=lambda member: zlib.crc32(member.instruction.encode())):
        wishes.setdefault(member.wording or member.instruction, []).append(member)
    return [episode for turn in zip_longest(*wishes.values()) for episode in turn if episode]


def loss(model: Model, tree: Tree, device: torch.device) -> Tensor:
    """Summed cross-entropy of a tree's answer tokens, in nats."""
    ids_T, positions_T, sees_TT, wanted_T, targets_N = tree.tensors(device)
    return F.cross_entropy(model(ids_T, positions_T, sees_TT, wanted_T), targets_N, reduction="sum")


@torch.no_grad()
def held_out(model: Model, chosen: list[Tree], device: torch.device) -> dict[str, float]:
    """Loss per token and share of answers whose every token would be chosen, on trees that are not trained on."""
    total = tokens = exact = answers = 0.0
    for tree in chosen:
        ids_T, positions_T, sees_TT, wanted_T, targets_N = tree.tensors(device)
        logits_NV = model(ids_T, positions_T, sees_TT, wanted_T)
        total += float(F.cross_entropy(logits_NV, targets_N, reduction="sum"))
        tokens += len(targets_N)
        right_N = (logits_NV.argmax(-1) == targets_N).tolist()
        where = [i for i, speaks in enumerate(tree.is_answer) if speaks]
        runs: list[bool] = []
        for n, right in enumerate(right_N):
            if n and where[n] == where[n - 1] + 1:
                runs[-1] &= right
            else:
                runs.append(right)
        exact += sum(runs)
        answers += len(runs)
    return {"held_out_loss": total / max(tokens, 1), "held_out_exact": exact / max(answers, 1)}


class Run:
    """Model, optimizer and counters of a training run; saves and resumes."""

    def __init__(self, config: Config) -> None:
        torch.manual_seed(config.seed)
        torch.set_num_threads(config.threads or os.cpu_count() or 1)
        torch.set_float32_matmul_precision("high")
        self.config, self.device, self.out = config, torch.device(config.device), Path(config.out)
        self.model = Model(base_model(), config.rank, config.alpha).to(self.device)
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=config.learning_rate, betas=(0.9, 0.99), weight_decay=0.0)
        self.rng = random.Random(config.seed)
        self.updates, self.tokens, self.minutes = 0, 0, 0.0
        """Minutes are those spent in updates."""
        self.seen: dict[str, int] = {}
        self.out.mkdir(parents=True, exist_ok=True)
        if (self.out / "checkpoint.pt").exists():
            self._resume()
        elif config.start:
            load(self.model, Path(config.start))
        self.model.refresh()

    @property
    def progress(self) -> float:
        """How much of the run is done, from 0 to 1."""
        return min(1.0, max(self.minutes / self.config.minutes, self.updates / self.config.updates if self.config.updates else 0.0))

    def update(self, batch: list[Tree]) -> float:
        """One step of the optimizer; the mean loss per answer token before it."""
        answers = sum(tree.answers for tree in batch)
        total = 0.0
        for tree in batch:
            share = loss(self.model, tree, self.device) / answers
            share.backward()  # type: ignore[no-untyped-call]
            total += float(share.detach())
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for group in self.optimizer.param_groups:
            left = (1 - self.progress) / COOL_DOWN
            group["lr"] = self.config.learning_rate * min(1.0, (self.updates + 1) / WARM_UP, left)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.model.refresh()
        self.updates += 1
        self.tokens += sum(len(tree) for tree in batch)
        return total

    def save(self, seen: Counter[str]) -> None:
        """A checkpoint and the adapter as it is now, each written whole or not at all."""
        state: dict[str, Any] = {"model": self.model.state_dict(), "optimizer": self.optimizer.state_dict(), "seen": dict(seen)}
        state |= {"updates": self.updates, "tokens": self.tokens, "minutes": self.minutes, "rng": self.rng.getstate()}
        torch.save(state, self.out / "checkpoint.new")
        os.replace(self.out / "checkpoint.new", self.out / "checkpoint.pt")
        export(self.model, self.out / "adapter.new")
        os.replace(self.out / "adapter.new", self.out / "adapter.gguf")

    def _resume(self) -> None:
        state = torch.load(self.out / "checkpoint.pt", map_location=self.device, weights_only=False)  # our own file
        try:
            self.model.load_state_dict(state["model"])
        except RuntimeError:
            raise UserError(f"{self.out} holds a run of another rank; choose another folder") from None
        self.optimizer.load_state_dict(state["optimizer"])
        self.updates, self.tokens, self.minutes = state["updates"], state["tokens"], state["minutes"]
        self.rng.setstate(state["rng"])
        self.seen = state["seen"]


def train(config: Config) -> Run:
    """Train for the configured minutes, in one go or in several."""
    run = Run(config)
    (run.out / "config.json").write_text(json.dumps(asdict(config), indent=1), encoding="utf-8")
    supply = Supply(config, "train")
    supply.seen.update(run.seen)
    metrics = run.out / "metrics.jsonl"
    asked, recent = 0.0, []
    saved = run.minutes
    while run.progress < 1:
        if run.updates % RELOAD == 0 or not supply.groups:
            asked = supply.reload()
        started = time.monotonic()
        recent.append(run.update([supply.take(run.rng) for _ in range(config.batch)]))
        seconds = time.monotonic() - started
        run.minutes += seconds / 60
        record = {"update": run.updates, "minutes": round(run.minutes, 2), "loss": round(recent[-1], 4), "tokens": run.tokens, "s": round(seconds, 2)}
        append_line(metrics, record)
        if run.updates % 10 == 0:
            mean = sum(recent[-10:]) / len(recent[-10:])
            speed = run.tokens / run.minutes / 60
            click.echo(f"{run.minutes:6.1f} min  update {run.updates}  loss {mean:.3f}  {speed:.0f} tokens/s  {asked:.0f} demonstrations", err=True)
        if run.minutes - saved >= config.checkpoint_minutes or run.progress == 1:
            saved = run.minutes
            run.save(supply.seen)
            append_line(metrics, record | _held_out(run))
    return run


def _held_out(run: Run) -> dict[str, Any]:
    """The held-out figures, where there is a test split."""
    supply = Supply(run.config, "test")
    try:
        supply.reload()
    except UserError:
        return {}
    rng = random.Random(0)
    names = sorted(supply.groups)
    chosen = trees([supply.groups[name] for name in rng.sample(names, min(run.config.held_out, len(names)))])
    result = held_out(run.model, chosen, run.device)
    click.echo("            " + "  ".join(f"{name} {value:.3f}" for name, value in result.items()), err=True)
    return result


@click.command(help=__doc__)
@click.option("--data", default="data/demonstrations", show_default=True)
@click.option("--out", default="models/lam1", show_default=True)
@click.option("--minutes", default=70.0, show_default=True)
@click.option("--updates", default=0, help="At most so many; 0: as many as the minutes allow.")
@click.option("--rank", default=32, show_default=True)
@click.option("--alpha", default=32.0, show_default=True)
@click.option("--learning-rate", default=1e-3, show_default=True)
@click.option("--batch", default=1, show_default=True, help="Documents (with their instructions) per update.")
@click.option("--checkpoint-minutes", default=10.0, show_default=True)
@click.option("--seed", default=0, show_default=True)
@click.option("--threads", default=0, help="0: one per core.")
@click.option("--device", default="cpu", show_default=True)
@click.option("--start", default="", metavar="ADAPTER", help="Begin from this adapter, not from nothing; a checkpoint in --out goes before it.")
def main(**options: Any) -> None:
    train(Config(**options))


if __name__ == "__main__":
    main()
