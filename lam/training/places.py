"""The reader of places learns from verified demonstrations which paragraphs, slides, shapes, columns and rows such words point at.

    python -m lam.training.places --data data/demonstrations --out models/places.npz

Of every question all candidates are compared (cross-entropy over them, and a yes or no of each); families count alike however many
demonstrations they have. To know how far it can be trusted on wordings that it has not seen, it is first trained on all wordings but a fifth,
five times; from its errors there comes the limit of each slot. Ten minutes on one core.
"""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from lam.actions import actions_for
from lam.agent.episodes import Episode, episodes
from lam.agent.loop import effective
from lam.training.intents import BY_NAME, FOLDS, Example, fold_of, words_of
from lam.verdict.intents.features import Vocabulary
from lam.verdict.places.common import settled
from lam.verdict.pointing.clues import BUCKETS, Clues, clues
from lam.verdict.pointing.pointer import Pointer, load, save
from lam.verdict.pointing.queries import Query, queries

DIMENSIONS = 32
EPOCHS = 8
FURTHER_EPOCHS, FURTHER_RATE = 4, 0.001
"""Where a trained reader goes on."""
BATCH = 32
DROPOUT = 0.15
"""Share of the clues that are left out, others each time."""
LEARNING_RATE = 0.005
YES_OR_NO = 0.5
"""Weight of the loss of each candidate by itself."""
SELDOM = -3.0
"""Log-odds of a candidate of which nothing is known."""
FEWEST = 20
"""Questions that a slot needs for a limit of its own."""
ALARMS = 0.01
"""Share of the right choices that may lie above the limit."""
LOWEST, HIGHEST = 0.5, 2.0
"""No limit lies below the one or above the other margin: of slots that are hard to learn more right choices are doubted."""


@dataclass(frozen=True)
class Asked:
    """One question of a demonstration."""

    example: Example
    query: Query
    clues: Clues

    @property
    def kind(self) -> tuple[str, str]:
        """Questions that are weighed together."""
        return self.example.family, self.query.slot


def examples(folder: Path) -> list[tuple[Example, list[Query]]]:
    """The demonstrations of the training split whose instruction is one wish, with their questions.

    Raises: UserError when there are none.
    """
    found = []
    for shown in episodes(folder, "train"):
        if not shown.family.startswith((BY_NAME, "joined")) and "+" not in shown.family and (asked := _asked(shown)):
            found.append((Example(shown.wording, shown.family, shown.kind, shown.instruction, frozenset()), asked))
    return found


def _asked(shown: Episode) -> list[Query]:
    acts = effective(shown.steps, actions_for(shown.kind))
    return queries(acts, shown.steps[0].observation.elements) if settled(acts) else []


def with_clues(found: Sequence[tuple[Example, list[Query]]], vocabulary: Vocabulary) -> list[Asked]:
    """The questions with all that is known of them."""
    return [
        Asked(example, query, clues(query.slot, example.instruction, query.candidates, vocabulary)) for example, asked in found for query in asked
    ]


class Network(torch.nn.Module):
    """The model while it learns."""

    def __init__(self, seed: int, start: Pointer | None = None) -> None:
        super().__init__()
        torch.manual_seed(seed)
        self.words = torch.nn.EmbeddingBag(BUCKETS, DIMENSIONS, mode="sum", sparse=True)
        self.marks = torch.nn.EmbeddingBag(BUCKETS, DIMENSIONS, mode="sum", sparse=True)
        self.relations = torch.nn.EmbeddingBag(BUCKETS, 1, mode="sum", sparse=True)
        torch.nn.init.normal_(self.words.weight, std=0.05)
        torch.nn.init.normal_(self.marks.weight, std=0.05)
        torch.nn.init.zeros_(self.relations.weight)
        if start:
            with torch.no_grad():
                for layer, table in ((self.words, start.words), (self.marks, start.marks), (self.relations, start.relations[:, None])):
                    layer.weight.copy_(torch.tensor(table))

    def forward(self, batch: Sequence[Asked]) -> Tensor:
        """(candidates of all questions,) log-odds."""
        lengths = torch.tensor([[len(asked.clues.words)] for asked in batch])
        said = self._bag(self.words, [asked.clues.words for asked in batch]) / lengths.sqrt()
        own = torch.tensor([n for n, asked in enumerate(batch) for _ in asked.clues.marks])
        marks = self._bag(self.marks, [mark for asked in batch for mark in asked.clues.marks])
        relations = self._bag(self.relations, [row for asked in batch for row in asked.clues.relations])
        return (said[own] * marks).sum(1) + relations[:, 0] + SELDOM

    def _bag(self, table: torch.nn.EmbeddingBag, rows: Sequence[Sequence[int]]) -> Tensor:
        names = torch.tensor([name for row in rows for name in row], dtype=torch.long)
        starts = torch.tensor(np.cumsum([0, *map(len, rows)])[:-1])
        kept = ((torch.rand(len(names)) >= DROPOUT) / (1 - DROPOUT)).float()
        bag: Tensor = table(names, starts, per_sample_weights=kept)
        return bag


def train(asked: Sequence[Asked], vocabulary: Vocabulary, seed: int, start: Pointer | None = None) -> Pointer:
    """A pointer of these questions, without limits. `start`: a trained one that goes on, gently, with its vocabulary."""
    network = Network(seed, start)
    rate, epochs = (FURTHER_RATE, FURTHER_EPOCHS) if start else (LEARNING_RATE, EPOCHS)
    optimizer = torch.optim.SparseAdam(list(network.parameters()), rate)
    kinds = Counter(one.kind for one in asked)
    weight = {kind: 1 / math.sqrt(count) for kind, count in kinds.items()}
    mean = sum(weight[one.kind] for one in asked) / len(asked)
    batches = math.ceil(len(asked) / BATCH)
    rng = random.Random(seed)
    for epoch in range(epochs):
        order = rng.sample(range(len(asked)), len(asked))
        for step in range(batches):
            batch = [asked[n] for n in order[step * BATCH : (step + 1) * BATCH]]
            for group in optimizer.param_groups:
                group["lr"] = rate * (1 - (epoch * batches + step) / (epochs * batches))
            loss = _loss(network(batch), batch, [weight[one.kind] / mean for one in batch])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()  # type: ignore[no-untyped-call]
    tables = [layer.weight.detach().numpy() for layer in (network.words, network.marks, network.relations)]
    seen = _seen(asked)
    before = [start.words, start.marks, start.relations[:, None]] if start else [np.zeros_like(table) for table in tables]
    for table, own, old in zip(tables, seen, before, strict=True):
        table[~own] = old[~own]
    return Pointer(vocabulary, tables[0], tables[1], tables[2][:, 0], {})


def _loss(scores: Tensor, batch: Sequence[Asked], weight: Sequence[float]) -> Tensor:
    sizes = [len(one.query.candidates) for one in batch]
    wanted = [torch.tensor([float(c.id in one.query.chosen) for c in one.query.candidates]) for one in batch]
    scores_QC = torch.nn.utils.rnn.pad_sequence(list(torch.split(scores, sizes)), True, -30.0)
    wanted_QC = torch.nn.utils.rnn.pad_sequence(wanted, True, 0.0)
    best = -(F.log_softmax(scores_QC, 1) * wanted_QC).sum(1) / wanted_QC.sum(1)
    each = F.binary_cross_entropy_with_logits(scores_QC, wanted_QC, reduction="none").sum(1)
    return ((best + YES_OR_NO * each) * torch.tensor(weight)).mean()


def _seen(asked: Sequence[Asked]) -> list[np.ndarray]:
    """Which features of words, marks and relations occur."""
    seen = [np.zeros(BUCKETS, np.bool_) for _ in range(3)]
    for one in asked:
        seen[0][one.clues.words] = True
        for n, rows in ((1, one.clues.marks), (2, one.clues.relations)):
            for row in rows:
                seen[n][row] = True
    return seen


def limits(margins: dict[str, list[float]]) -> dict[str, float]:
    """The limit of each slot, from the margins of right choices for wordings that were not seen."""
    found = {}
    for slot, own in margins.items():
        if len(own) >= FEWEST:
            own.sort()
            found[slot] = min(HIGHEST, max(LOWEST, own[len(own) - 1 - int(ALARMS * len(own))]))
    return found


@click.command(help=__doc__)
@click.option("--data", type=click.Path(path_type=Path), default=Path("data/demonstrations"), show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=Path("models/places.npz"), show_default=True)
@click.option("--threads", default=1, show_default=True)
@click.option("--start", type=click.Path(path_type=Path), help="Go on from this reader: its words and limits remain the same.")
def main(data: Path, out: Path, threads: int, start: Path | None) -> None:
    torch.set_num_threads(threads)
    found = examples(data)
    began = load(start) if start else None
    vocabulary = began.vocabulary if began else words_of([example for example, _ in found])
    asked = with_clues(found, vocabulary)
    click.echo(f"{len(found)} demonstrations, {len({e.wording for e, _ in found})} wordings, {len(asked)} questions")
    margins: dict[str, list[float]] = defaultdict(list)
    for fold in range(1 if began else FOLDS):
        pointer = train([one for one in asked if fold_of(one.example) != fold], vocabulary, fold, began)
        held = [one for one in asked if fold_of(one.example) == fold]
        own = [pointer.answer(one.query, one.example.instruction).margin for one in held]
        for one, margin in zip(held, own, strict=True):
            margins[one.query.slot].append(margin)
        if began:
            click.echo(f"before: right {np.mean([began.answer(one.query, one.example.instruction).margin < 0 for one in held]):.1%}")
        click.echo(f"fold {fold + 1} of {FOLDS}: right on unseen wordings {np.mean([margin < 0 for margin in own]):.1%}")
    limit = {**limits(margins), **began.limits} if began else limits(margins)
    alarms = np.mean([margin > limit.get(slot, math.inf) for slot, own in margins.items() for margin in own])
    click.echo(f"{len(limit)} slots; {alarms:.1%} of the right ones look wrong on unseen wordings")
    final = train(asked, vocabulary, FOLDS, began)
    out.parent.mkdir(parents=True, exist_ok=True)
    save(out, Pointer(vocabulary, final.words, final.marks, final.relations, limit))
    click.echo(f"{out}: {out.stat().st_size / 1e6:.1f} MB, {len(vocabulary.words)} words")


if __name__ == "__main__":
    main()
