"""The reader of intents learns from verified demonstrations which facts go with which words.

    python -m lam.training.intents --data data/demonstrations --out models/intents.npz

Every fact is a yes or no of its own (binary cross-entropy); families count alike however many demonstrations they have. To know how far the
reader can be trusted on wordings that it has not seen, it is first trained on all wordings but a fifth, twice; from its errors there come
the lowest probabilities of each fact. Half an hour on one core.

With `--start READER` it goes on from a trained one, gently: what it knows of other demonstrations is to stay. Its facts and words remain the same.
"""

from __future__ import annotations

import math
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import click
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from lam.actions import actions_for
from lam.agent.episodes import Episode, episodes
from lam.agent.gguf import Gguf
from lam.agent.local import base_model
from lam.agent.loop import effective
from lam.tasks.everyday import FAMILY as EVERYDAY
from lam.types import SUFFIXES, Kind
from lam.verdict.intents.facts import facts
from lam.verdict.intents.features import OTHER, Vocabulary, sequence, tokens
from lam.verdict.intents.reader import ASKED, MISSED, Reader, load, save

BY_NAME = "pair_"
"""Beginning of the families whose tasks are entries of menus and dialogs: they say the entry's name and are done by it."""
DIMENSIONS = 128
SPREAD = 0.5
"""Standard deviation of the word vectors at first."""
WIDTHS = (1, 2, 3, 5)
"""Tokens in a row that a pattern sees."""
PATTERNS = 160
"""For each of these widths."""
EPOCHS = 14
BATCH = 64
MIXED = 8.0
"""Tokens by which the lengths in a batch may differ."""
DROPOUT = 0.25
UNKNOWN = 0.06
"""Share of the tokens that are made unknown, others each time."""
LEARNING_RATE = 0.004
FURTHER_EPOCHS, FURTHER_RATE = 6, 0.0015
"""The same where a trained reader goes on."""
FOLDS, HELD_OUT = 5, 2
"""Parts of the wordings, and how many of them are held out once, each."""
FEWEST_WORDINGS = 4
"""A word is known when so many wordings have it, and a fact when so many demonstrations do (`FEWEST`)."""
FEWEST = 12
ALARMS = 0.01
"""Share of the demonstrations with a fact that may lie below its lowest probability, which lies between these two:"""
LOWEST, LOW = 0.003, 0.05


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
            found.append(Example(shown.wording, _family(shown), shown.kind, shown.instruction, done))
    return found


def _family(shown: Episode) -> str:
    """What an example is weighed with: everyday tasks by their actions, for they are of every kind."""
    return " ".join([EVERYDAY, *(step.decision.action.name for step in shown.steps)]) if shown.family == EVERYDAY else shown.family


def fold_by(source: str) -> int:
    """The fold of all that comes from one source: a wording, an instruction, an everyday document."""
    return zlib.crc32(source.encode()) % FOLDS


def fold_of(example: Example) -> int:
    """The fold of a wording; joined instructions go by their first part."""
    return fold_by(example.wording.split(" + ")[0])


def words_of(found: Sequence[Example]) -> Vocabulary:
    """The words that occur in several wordings, not only in several documents."""
    wordings = defaultdict(set)
    for example in found:
        for word in set(tokens(example.instruction)):
            if not word.startswith("<"):
                wordings[word].add(example.wording)
    return Vocabulary(word for word, seen in wordings.items() if len(seen) >= FEWEST_WORDINGS)


def train(found: Sequence[Example], known: Sequence[str], seed: int) -> Reader:
    """A reader of these examples, without lowest probabilities."""
    torch.manual_seed(seed)
    vectors = base_vectors()
    vocabulary = words_of(found)
    signs = {token for example in found for token in tokens(example.instruction) if not token.isalpha()}
    kinds = (f"[{kind}]" for kind in sorted(set(SUFFIXES.values())))
    names = {name: n for n, name in enumerate(dict.fromkeys([OTHER, *kinds, *sorted(signs), *sorted(vocabulary.words | vectors.keys())]))}
    network = Network(names, vectors, len(known))
    _fit(network, *_prepared(found, names, vocabulary, known), EPOCHS, LEARNING_RATE)
    return _reader(network, vocabulary, names, known, np.zeros(len(known), np.float32))


def further(found: Sequence[Example], reader: Reader, seed: int) -> Reader:
    """A trained reader that has learnt these examples, too."""
    torch.manual_seed(seed)
    network = Network.of(reader)
    _fit(network, *_prepared(found, reader.names, reader.vocabulary, reader.facts), FURTHER_EPOCHS, FURTHER_RATE)
    return _reader(network, reader.vocabulary, reader.names, reader.facts, reader.low)


def _prepared(
    found: Sequence[Example], names: Mapping[str, int], vocabulary: Vocabulary, known: Sequence[str]
) -> tuple[list[Tensor], Tensor, Tensor]:
    """Tokens of each example, its facts (examples, facts), and its weight."""
    inputs = [torch.tensor([names.get(t, 0) for t in sequence(e.kind, e.instruction, names, vocabulary)]) for e in found]
    place = {fact: n for n, fact in enumerate(known)}
    wanted = torch.zeros(len(found), len(known))
    for row, example in enumerate(found):
        wanted[row, [place[fact] for fact in example.facts if fact in place]] = 1
    families = Counter(example.family for example in found)
    weight = torch.tensor([1 / math.sqrt(families[example.family]) for example in found])
    return inputs, wanted, weight / weight.mean()


def _reader(network: Network, vocabulary: Vocabulary, names: Mapping[str, int], known: Sequence[str], low: NDArray[np.float32]) -> Reader:
    return Reader(
        vocabulary,
        names,
        tuple(known),
        network.embedding.weight.detach().numpy()[:-1],
        exported(network.kernels),
        network.out.weight.detach().numpy().T,
        network.out.bias.detach().numpy(),
        low,
    )


@cache
def base_vectors() -> dict[str, NDArray[np.float32]]:
    """The base model's vectors of the words that are one token, in their `DIMENSIONS` main directions: words that no wording has are known, too."""
    base = Gguf(base_model())
    texts: Sequence[str] = base.fields["tokenizer.ggml.tokens"]
    found = {text[1:]: n for n, text in enumerate(texts) if re.fullmatch("Ġ[a-z]{2,}", text)}
    table = base.array("token_embd.weight")[list(found.values())]
    table = table - table.mean(axis=0)
    table /= np.linalg.norm(table, axis=1, keepdims=True)
    directions = np.linalg.svd(table, full_matrices=False)[2][:DIMENSIONS]
    table = table @ directions.T
    table *= SPREAD / table.std()
    return dict(zip(found, table.astype(np.float32), strict=True))


class Network(torch.nn.Module):
    """Rows of tokens (batch, length), padded with the last row of the embedding -> log-odds of the facts (batch, facts)."""

    def __init__(self, names: Mapping[str, int], vectors: Mapping[str, NDArray[np.float32]], facts: int) -> None:
        super().__init__()
        table = torch.randn(len(names) + 1, DIMENSIONS) * SPREAD / 2
        for word, vector in vectors.items():
            table[names[word]] = torch.tensor(vector)
        table[len(names)] = 0
        self.embedding = torch.nn.Embedding.from_pretrained(table, freeze=False, padding_idx=len(names), sparse=True)  # type: ignore[no-untyped-call]
        self.kernels = torch.nn.ModuleList(torch.nn.Conv1d(DIMENSIONS, PATTERNS, width, padding=width // 2) for width in WIDTHS)
        self.out = torch.nn.Linear(PATTERNS * len(WIDTHS), facts)
        torch.nn.init.constant_(self.out.bias, -3)
        self.dropout = torch.nn.Dropout(DROPOUT)

    @classmethod
    def of(cls, reader: Reader) -> Network:
        """The network of a trained reader."""
        network = cls(reader.names, {}, len(reader.facts))
        with torch.no_grad():
            network.embedding.weight[:-1] = torch.tensor(reader.embedding)
            for kernel, (weights, bias) in zip(network.kernels, reader.kernels, strict=True):
                held = dict(kernel.named_parameters())
                held["weight"].copy_(torch.tensor(weights).permute(2, 1, 0))
                held["bias"].copy_(torch.tensor(bias))
            network.out.weight.copy_(torch.tensor(reader.weights).T)
            network.out.bias.copy_(torch.tensor(reader.bias))
        return network

    def forward(self, rows: Tensor) -> Tensor:
        read = self.dropout(self.embedding(rows)).transpose(1, 2)
        padded = (rows == self.embedding.padding_idx)[:, None]
        return self.out(self.dropout(strongest(self.kernels, read, padded)))  # type: ignore[no-any-return]


def strongest(kernels: Iterable[torch.nn.Module], read: Tensor, padded: Tensor) -> Tensor:
    """Of each pattern the strongest answer, at least 0: (batch, patterns). `read`: (batch, D, length); `padded`: where it is filled up."""
    return torch.cat([F.relu(kernel(read))[:, :, : read.shape[2]].masked_fill(padded, 0).amax(2) for kernel in kernels], 1)


def exported(kernels: Iterable[torch.nn.Module]) -> tuple[tuple[NDArray[np.float32], NDArray[np.float32]], ...]:
    """(weights, bias) of each width as a reader holds them: (width, D, K) and (K,)."""
    held = [dict(kernel.named_parameters()) for kernel in kernels]
    return tuple((own["weight"].detach().permute(2, 1, 0).numpy().copy(), own["bias"].detach().numpy()) for own in held)


def _fit(network: Network, inputs: Sequence[Tensor], wanted: Tensor, weight: Tensor, epochs: int, rate: float) -> None:
    rest = [parameter for name, parameter in network.named_parameters() if name != "embedding.weight"]
    optimizers = [torch.optim.SparseAdam([network.embedding.weight], rate), torch.optim.AdamW(rest, rate)]
    for done, picked, rows in batches(inputs, epochs, network.embedding.padding_idx or 0):
        each = F.binary_cross_entropy_with_logits(network(rows), wanted[picked], reduction="none").sum(1)
        descend(optimizers, rest, (each * weight[picked]).mean(), rate * min(1.0, 20 * done + 0.01) * (1 - done))
    network.eval()


def batches(inputs: Sequence[Tensor], epochs: int, padding: int) -> Iterator[tuple[float, Tensor, Tensor]]:
    """Of every batch how far training is (0 to 1), which examples it has, and their rows of tokens (batch, length), some of them made unknown."""
    lengths = torch.tensor([len(row) for row in inputs])
    count = math.ceil(len(inputs) / BATCH)
    for epoch in range(epochs):
        order = torch.split(torch.argsort(lengths + torch.rand(len(inputs)) * MIXED), BATCH)  # little padding, and others together each time
        for step, number in enumerate(torch.randperm(count).tolist()):
            picked = order[number]
            rows = torch.nn.utils.rnn.pad_sequence([inputs[row] for row in picked.tolist()], True, padding)
            unknown = (torch.rand(rows.shape) < UNKNOWN) & (rows != padding)
            yield (epoch * count + step) / (epochs * count), picked, rows.masked_fill(unknown, 0)


def descend(optimizers: Sequence[torch.optim.Optimizer], clipped: Sequence[Tensor], loss: Tensor, rate: float) -> None:
    """One step of all optimizers at this rate; the gradients of `clipped` are kept short."""
    for optimizer in optimizers:
        optimizer.param_groups[0]["lr"] = rate
        optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(clipped, 1.0)
    for optimizer in optimizers:
        optimizer.step()


def lowest(probability: NDArray[np.float32], wanted: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Of each fact what hardly any example that has it lies below, from examples whose wordings were not seen: both (examples, facts)."""
    found = np.full(wanted.shape[1], LOWEST, np.float32)
    for n in np.flatnonzero(wanted.any(axis=0)):
        own = np.sort(probability[wanted[:, n], n])
        found[n] = min(LOW, max(LOWEST, own[int(ALARMS * len(own))]))
    return found


@click.command(help=__doc__)
@click.option("--data", type=click.Path(path_type=Path), default=Path("data/demonstrations"), show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=Path("models/intents.npz"), show_default=True)
@click.option("--threads", default=1, show_default=True)
@click.option("--start", type=click.Path(path_type=Path), help="Go on from this reader.")
def main(data: Path, out: Path, threads: int, start: Path | None) -> None:
    torch.set_num_threads(threads)
    found = examples(data)
    if start:
        _go_on(found, load(start), out)
        return
    counts = Counter(fact for example in found for fact in example.facts)
    known = sorted(fact for fact, count in counts.items() if count >= FEWEST)
    place = {fact: n for n, fact in enumerate(known)}
    wanted = np.array([[fact in example.facts for fact in place] for example in found])
    whole, any_part = np.zeros(wanted.shape, np.float32), np.zeros(wanted.shape, np.float32)
    folds = np.array([fold_of(example) for example in found])
    click.echo(f"{len(found)} demonstrations, {len({e.wording for e in found})} wordings, {len(known)} facts")
    for fold in range(HELD_OUT):
        reader = train([e for e, own in zip(found, folds, strict=True) if own != fold], known, fold)
        for row in np.flatnonzero(folds == fold):
            whole[row] = reader.probabilities(found[row].kind, found[row].instruction)
            any_part[row] = reader.of_any_part(found[row].kind, found[row].instruction)
        held = folds == fold
        click.echo(f"fold {fold + 1} of {HELD_OUT}: right of the facts on unseen wordings {_right(whole[held], wanted[held]):.1%}")
    held = folds < HELD_OUT
    unasked, undone = ((any_part < ASKED) & wanted)[held].any(axis=1), ((whole > MISSED) & ~wanted)[held].any(axis=1)
    click.echo(f"of the right ones, on unseen wordings: {unasked.mean():.1%} look as if something was not asked for, {undone.mean():.1%} not done")
    final = train(found, known, FOLDS)
    out.parent.mkdir(parents=True, exist_ok=True)
    save(out, replace(final, low=lowest(any_part[held], wanted[held])))
    click.echo(f"{out}: {out.stat().st_size / 1e6:.1f} MB, {len(final.names)} tokens")


def _go_on(found: Sequence[Example], reader: Reader, out: Path) -> None:
    """Train further and say what it brought on a fifth of the wordings, left out once."""
    click.echo(f"{len(found)} demonstrations, {len({e.wording for e in found})} wordings")
    held = [example for example in found if fold_of(example) == 0]
    learnt = further([example for example in found if fold_of(example) != 0], reader, 0)
    for name, one in (("before", reader), ("after", learnt)):
        wanted = np.array([[fact in example.facts for fact in one.facts] for example in held])
        whole = np.array([one.probabilities(example.kind, example.instruction) for example in held])
        any_part = np.array([one.of_any_part(example.kind, example.instruction) for example in held])
        unasked, undone = ((any_part < ASKED) & wanted).any(axis=1), ((whole > MISSED) & ~wanted).any(axis=1)
        right = f"right of the facts on unseen wordings {_right(whole, wanted):.1%}"
        click.echo(f"{name}: {right}; {unasked.mean():.1%} look as if something was not asked for, {undone.mean():.1%} not done")
    save(out, further(found, reader, FOLDS))
    click.echo(f"{out}: {out.stat().st_size / 1e6:.1f} MB")


def _right(probability: NDArray[np.float32], wanted: NDArray[np.bool_]) -> float:
    """F1 of the facts at one half."""
    told = probability > 0.5
    return float(2 * (told & wanted).sum() / (told.sum() + wanted.sum()))


if __name__ == "__main__":
    main()
