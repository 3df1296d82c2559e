"""Learn to tell when an instruction asks for more than what was done: the reader of surplus (`lam/verdict/intents/surplus.py`).

    python -m lam.training.surplus --data data/demonstrations --out lam/adapters/surplus.npz

It learns from twins (`lam/tasks/twins.jsonl`): what was done for an instruction, beside the same wish in other words and beside one that asks for
more; and from demonstrations, as they are and with a part of what was done taken away (one of two wishes, an argument, all but the first time).
Words are read with the vectors of the shipped reader of intents, which stay as they are. There are several networks, each of which
another fifth of the twins is held out from: from these comes the limit. Half an hour on one core.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
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
from lam.tasks.everyday import FAMILY as EVERYDAY
from lam.tasks.everyday import everyday
from lam.tasks.twins import twins
from lam.training.intents import BY_NAME, WIDTHS, batches, descend, exported, fold_by, strongest
from lam.types import Kind
from lam.verdict.intents.facts import action_of, facts
from lam.verdict.intents.features import sequence
from lam.verdict.intents.reader import PLACED, Reader
from lam.verdict.intents.reader import shipped as shipped_reader
from lam.verdict.intents.surplus import Network as Learnt
from lam.verdict.intents.surplus import Surplus, deeds, save

NETWORKS = 4
PATTERNS = 128
"""For each width of a kernel."""
MEANING = 48
"""Numbers by which deeds differ."""
FEWEST = 8
"""Examples that have a deed at least, for it to be known."""
DROPOUT = 0.08
EPOCHS, LEARNING_RATE = 14, 0.002
PLAIN = 0.4
"""Weight of an example that was made from a demonstration; of a twin 1."""
SHARE = 0.3
"""Share of the demonstrations that are used."""
PLACES = (*PLACED, ".table", ".match", ".where", ".sheet")
"""Endings of facts that are no wishes of their own."""
ALARMS = 0.08
"""Share of the held-out instructions, as they were and told anew, that lie above the limit although they ask for nothing more."""


@dataclass(frozen=True)
class Example:
    """What somebody said, what was done, and whether it asks for more. `source`: the examples of one source are held out together."""

    source: str
    kind: Kind
    instruction: str
    deeds: frozenset[str]
    more: bool
    twin: bool


def retold() -> list[Example]:
    """The examples from instructions that were told anew: each as it was, the same in other words, and with more."""
    return [
        Example(twin.base, twin.kind, text, twin.deeds, more, True)
        for twin in twins()
        for text, more in ((twin.base, False), (twin.same, False), (twin.more, True))
    ]


def demonstrated(folder: Path, rng: random.Random) -> Iterator[Example]:
    """Examples from demonstrations, whole and with a part of what was done taken away; everyday ones are all used, with what asks for more."""
    wishes = {wish.say[0]: wish.more for found in everyday("train") for wish in found.wishes}
    for shown in episodes(folder, "train"):
        own = shown.family == EVERYDAY
        if shown.family.startswith(BY_NAME) or (not own and rng.random() > SHARE):
            continue
        declarations = actions_for(shown.kind)
        acts = effective(shown.steps, declarations)
        done = facts(acts, declarations)
        yield Example(shown.wording, shown.kind, shown.instruction, deeds(done), False, own)
        if own and shown.instruction == shown.wording:
            yield Example(shown.wording, shown.kind, wishes[shown.wording], deeds(done), True, True)
        if less := _less(shown, done, rng):
            yield Example(shown.wording, shown.kind, shown.instruction, less, True, False)


def _less(shown: Episode, done: frozenset[str], rng: random.Random) -> frozenset[str]:
    """What remains where a part of what was done is taken away; empty where it was one wish."""
    actions = sorted({action for fact in done if (action := action_of(fact))})
    if " + " in shown.wording and len(actions) > 1:
        left = rng.choice(actions)
        return deeds({fact for fact in done if action_of(fact) in (left, "")})
    wishes = sorted(fact for fact in done if "." in fact and not fact.partition("=")[0].endswith(PLACES))
    if len(wishes) > 1:
        return deeds(done - {rng.choice(wishes)})
    return frozenset()


class Network(torch.nn.Module):
    """Rows of tokens (batch, length), padded with the last row of the embedding, and deeds (batch, deeds) -> log-odds of more (batch,)."""

    def __init__(self, reader: Reader, count: int) -> None:
        super().__init__()
        table = torch.cat([torch.tensor(reader.embedding), torch.zeros(1, reader.embedding.shape[1])])
        self.embedding = torch.nn.Embedding.from_pretrained(table, freeze=True, padding_idx=len(table) - 1)  # type: ignore[no-untyped-call]
        self.kernels = torch.nn.ModuleList(torch.nn.Conv1d(table.shape[1], PATTERNS, width, padding=width // 2) for width in WIDTHS)
        self.out = torch.nn.Linear(PATTERNS * len(WIDTHS), 1 + MEANING)
        self.meaning = torch.nn.Linear(count, MEANING, bias=False)
        torch.nn.init.normal_(self.out.weight, std=0.02)
        torch.nn.init.normal_(self.meaning.weight, std=0.3)
        self.dropout = torch.nn.Dropout(DROPOUT)

    def forward(self, rows: Tensor, done: Tensor) -> Tensor:
        read = self.dropout(self.embedding(rows)).transpose(1, 2)
        padded = (rows == self.embedding.padding_idx)[:, None]
        said = self.out(self.dropout(strongest(self.kernels, read, padded)))
        return said[:, 0] + (said[:, 1:] * self.meaning(done)).sum(1)


def train(found: Sequence[Example], reader: Reader, known: Mapping[str, int], seed: int) -> Learnt:
    """A network that has learnt these examples. `known`: deed -> its number."""
    torch.manual_seed(seed)
    network = Network(reader, len(known))
    inputs = [torch.tensor([reader.names.get(t, 0) for t in sequence(e.kind, e.instruction, reader.names, reader.vocabulary)]) for e in found]
    done = torch.zeros(len(found), len(known))
    for row, example in enumerate(found):
        done[row, [known[deed] for deed in example.deeds if deed in known]] = 1
    _fit(network, inputs, done, torch.tensor([float(e.more) for e in found]), torch.tensor([1.0 if e.twin else PLAIN for e in found]))
    out, bias = network.out.weight.detach().numpy().T, network.out.bias.detach().numpy()
    return Learnt(exported(network.kernels), out, bias, network.meaning.weight.detach().numpy().T)


def _fit(network: Network, inputs: Sequence[Tensor], done: Tensor, wanted: Tensor, weight: Tensor) -> None:
    learning = [parameter for parameter in network.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(learning, LEARNING_RATE, weight_decay=0.02)
    for progress, picked, rows in batches(inputs, EPOCHS, network.embedding.padding_idx or 0):
        each = F.binary_cross_entropy_with_logits(network(rows, done[picked]), wanted[picked], reduction="none")
        descend([optimizer], learning, (each * weight[picked]).mean(), LEARNING_RATE * min(1.0, 20 * progress + 0.01) * (1 - progress))
    network.eval()


@click.command(help=__doc__)
@click.option("--data", type=click.Path(path_type=Path), default=Path("data/demonstrations"), show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=Path("models/surplus.npz"), show_default=True)
@click.option("--threads", default=1, show_default=True)
def main(data: Path, out: Path, threads: int) -> None:
    torch.set_num_threads(threads)
    reader = shipped_reader()
    told = retold()
    plain = list(demonstrated(data, random.Random(0)))
    click.echo(f"{len(told) // 3} twins, {len(plain)} examples from demonstrations")
    counts = Counter(deed for example in (*told, *plain) for deed in example.deeds)
    known = {deed: n for n, deed in enumerate(sorted(deed for deed, count in counts.items() if count >= FEWEST))}
    networks: list[Learnt] = []
    odds: dict[str, list[float]] = {"more": [], "same": [], "demonstrated": []}
    for fold in range(NETWORKS):
        networks.append(train([example for example in (*told, *plain) if fold_by(example.source) != fold], reader, known, fold))
        alone = Surplus(reader, (networks[-1],), known, 0.0)
        for example in (example for example in (*told, *plain) if fold_by(example.source) == fold and (example.twin or not example.more)):
            sort = "demonstrated" if not example.twin else "more" if example.more else "same"
            odds[sort].append(alone.log_odds(example.kind, example.instruction, example.deeds))
        limit = float(np.quantile(odds["same"], 1 - ALARMS))
        beyond = {sort: float(np.mean(np.array(found) > limit)) for sort, found in odds.items()}
        click.echo(
            f"network {fold + 1} of {NETWORKS}: on {len(odds['more'])} twins that each has not seen, {beyond['more']:.1%} of what asks for more "
            f"found, beside alarms in {ALARMS:.0%} of the others and in {beyond['demonstrated']:.1%} of {len(odds['demonstrated'])} demonstrations"
        )
        out.parent.mkdir(parents=True, exist_ok=True)
        save(out, Surplus(reader, tuple(networks), known, limit))
    click.echo(f"{out}: {out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
