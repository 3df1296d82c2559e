"""The reader of intents learns from verified demonstrations which facts go with which words.

    python -m lam.training.intents --data data/demonstrations --out models/intents.npz

Every fact is a yes or no of its own (binary cross-entropy); families count alike however many demonstrations they have. To know how far the
reader can be trusted on wordings that it has not seen, it is first trained on all wordings but a fifth, five times; from its errors there come
the thresholds of each fact. Five minutes on one core.
"""

from __future__ import annotations

import math
import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from lam.actions import actions_for
from lam.agent.episodes import episodes
from lam.agent.loop import effective
from lam.types import Kind
from lam.verdict.intents.facts import facts
from lam.verdict.intents.features import BUCKETS, Vocabulary, features, tokens
from lam.verdict.intents.reader import Reader, save

BY_NAME = "pair_"
"""Beginning of the families whose tasks are entries of menus and dialogs: they say the entry's name and are done by it."""
DIMENSIONS = 64
MEMBERS = 2
"""So many networks, from different beginnings, whose mean is the reader."""
EPOCHS = 5
BATCH = 64
DROPOUT = 0.15
"""Share of the features that are left out, others each time."""
LEARNING_RATE = 0.005
FOLDS = 5
FEWEST_WORDINGS = 4
"""A word is known when so many wordings have it, and a fact when so many demonstrations do (`FEWEST`)."""
FEWEST = 12
ALARMS = 0.01
"""Share of the demonstrations with a fact that may lie on the wrong side of its thresholds."""
LOWEST, LOW, HIGH, HIGH_OF_PLACE = 0.003, 0.05, 0.8, 0.95
"""Low thresholds lie between the first two, high ones above the others; that of a place is missing less often than it has another name."""


@dataclass(frozen=True)
class Example:
    """One demonstration."""

    wording: str
    family: str
    kind: Kind
    instruction: str
    facts: frozenset[str]


def examples(folder: Path) -> list[Example]:
    """The demonstrations of the training split.

    Raises: UserError when there are none.
    """
    found = []
    for shown in episodes(folder, "train"):
        if not shown.family.startswith(BY_NAME):
            declarations = actions_for(shown.kind)
            done = facts(effective(shown.steps, declarations), declarations)
            found.append(Example(shown.wording, shown.family, shown.kind, shown.instruction, done))
    return found


def fold_of(example: Example) -> int:
    """The fold of a wording; joined instructions go by their first part."""
    return zlib.crc32(example.wording.split(" + ")[0].encode()) % FOLDS


def words_of(found: Sequence[Example]) -> Vocabulary:
    """The words that occur in several wordings, not only in several documents."""
    wordings = defaultdict(set)
    for example in found:
        for word in set(tokens(example.instruction)):
            if not word.startswith("<"):
                wordings[word].add(example.wording)
    return Vocabulary(word for word, seen in wordings.items() if len(seen) >= FEWEST_WORDINGS)


def train(found: Sequence[Example], known: Sequence[str], seed: int) -> Reader:
    """A reader of these examples, with thresholds that refuse nothing."""
    vocabulary = words_of(found)
    inputs = [torch.tensor(features(e.kind, e.instruction, vocabulary)) for e in found]
    place = {fact: n for n, fact in enumerate(known)}
    wanted = torch.zeros(len(found), len(known))
    for row, example in enumerate(found):
        wanted[row, [place[fact] for fact in example.facts if fact in place]] = 1
    families = Counter(example.family for example in found)
    weight = torch.tensor([1 / math.sqrt(families[example.family]) for example in found])
    weight /= weight.mean()
    networks = [_network(inputs, wanted, weight, MEMBERS * seed + member) for member in range(MEMBERS)]
    nothing = np.zeros(len(known), np.float32)
    return Reader(
        vocabulary,
        tuple(known),
        np.concatenate([embedding.weight.detach().numpy() for embedding, _ in networks], axis=1),
        np.concatenate([layer.weight.detach().numpy().T / MEMBERS for _, layer in networks]),
        np.mean([layer.bias.detach().numpy() for _, layer in networks], axis=0, dtype=np.float32),
        nothing,
        nothing + 1,
    )


def _network(inputs: Sequence[Tensor], wanted: Tensor, weight: Tensor, seed: int) -> tuple[torch.nn.EmbeddingBag, torch.nn.Linear]:
    torch.manual_seed(seed)
    embedding = torch.nn.EmbeddingBag(BUCKETS, DIMENSIONS, mode="sum", sparse=True)
    torch.nn.init.normal_(embedding.weight, std=0.05)
    layer = torch.nn.Linear(DIMENSIONS, wanted.shape[1])
    torch.nn.init.constant_(layer.bias, -4)
    optimizers = [torch.optim.SparseAdam(list(embedding.parameters()), LEARNING_RATE), torch.optim.AdamW(layer.parameters(), LEARNING_RATE / 2)]
    batches = math.ceil(len(inputs) / BATCH)
    for epoch in range(EPOCHS):
        order = torch.randperm(len(inputs))
        for step in range(batches):
            rate = 1 - (epoch * batches + step) / (EPOCHS * batches)
            rows = order[step * BATCH : (step + 1) * BATCH]
            loss = _loss(embedding, layer, [inputs[int(row)] for row in rows], wanted[rows], weight[rows])
            for optimizer, most in zip(optimizers, (LEARNING_RATE, LEARNING_RATE / 2), strict=True):
                optimizer.param_groups[0]["lr"] = most * rate
                optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            for optimizer in optimizers:
                optimizer.step()
    return embedding, layer


def _loss(embedding: torch.nn.EmbeddingBag, layer: torch.nn.Linear, inputs: Sequence[Tensor], wanted: Tensor, weight: Tensor) -> Tensor:
    starts = torch.tensor([0, *np.cumsum([len(row) for row in inputs])[:-1]])
    names = torch.cat(list(inputs))
    kept = (torch.rand(len(names)) > DROPOUT) / (1 - DROPOUT)
    logits = layer(embedding(names, starts, per_sample_weights=kept))
    each = F.binary_cross_entropy_with_logits(logits, wanted, reduction="none").sum(1)
    return (each * weight).mean()


def thresholds(
    known: Sequence[str], whole: NDArray[np.float32], any_part: NDArray[np.float32], wanted: NDArray[np.bool_]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """(low, high) of each fact, from the probabilities of examples whose wordings were not seen, and the facts: all (examples, facts)."""
    low, high = np.empty(len(known), np.float32), np.empty(len(known), np.float32)
    for n, fact in enumerate(known):
        yes, no = np.sort(any_part[wanted[:, n], n]), np.sort(whole[~wanted[:, n], n])
        spared = int(ALARMS * len(yes))
        low[n] = min(LOW, max(LOWEST, yes[spared]))
        high[n] = max(HIGH_OF_PLACE if "@" in fact else HIGH, no[-1 - spared])
    return low, high


@click.command(help=__doc__)
@click.option("--data", type=click.Path(path_type=Path), default=Path("data/demonstrations"), show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=Path("models/intents.npz"), show_default=True)
@click.option("--threads", default=1, show_default=True)
def main(data: Path, out: Path, threads: int) -> None:
    torch.set_num_threads(threads)
    found = examples(data)
    counts = Counter(fact for example in found for fact in example.facts)
    known = sorted(fact for fact, count in counts.items() if count >= FEWEST)
    place = {fact: n for n, fact in enumerate(known)}
    wanted = np.array([[fact in example.facts for fact in place] for example in found])
    whole, any_part = np.zeros(wanted.shape, np.float32), np.zeros(wanted.shape, np.float32)
    folds = np.array([fold_of(example) for example in found])
    click.echo(f"{len(found)} demonstrations, {len({e.wording for e in found})} wordings, {len(known)} facts")
    for fold in range(FOLDS):
        reader = train([e for e, own in zip(found, folds, strict=True) if own != fold], known, fold)
        for row in np.flatnonzero(folds == fold):
            whole[row] = reader.probabilities(found[row].kind, found[row].instruction)
            any_part[row] = reader.of_any_part(found[row].kind, found[row].instruction)
        held = folds == fold
        click.echo(f"fold {fold + 1} of {FOLDS}: right of the facts on unseen wordings {_right(whole[held], wanted[held]):.1%}")
    low, high = thresholds(known, whole, any_part, wanted)
    unasked, undone = ((any_part < low) & wanted).any(axis=1), ((whole > high) & ~wanted).any(axis=1)
    click.echo(f"of the right ones, on unseen wordings: {unasked.mean():.1%} look as if something was not asked for, {undone.mean():.1%} not done")
    final = train(found, known, FOLDS)
    out.parent.mkdir(parents=True, exist_ok=True)
    save(out, Reader(final.vocabulary, final.facts, final.embedding, final.weights, final.bias, low, high))
    click.echo(f"{out}: {out.stat().st_size / 1e6:.1f} MB, {len(final.vocabulary.words)} words")


def _right(probability: NDArray[np.float32], wanted: NDArray[np.bool_]) -> float:
    """F1 of the facts at one half."""
    told = probability > 0.5
    return float(2 * (told & wanted).sum() / (told.sum() + wanted.sum()))


if __name__ == "__main__":
    main()
