"""Learn to tell whether what was done is what an instruction asks for: the reader of matches (`lam/verdict/matching/reader.py`).

    python -m lam.training.matching --data data/demonstrations --out lam/adapters/matches.npz

What is right comes from demonstrations and from twins (`lam/tasks/twins.jsonl`); what is wrong from twins that ask for more or for something
else, from what was carried out wrongly on everyday documents, from other instructions for the same document, and from demonstrations with
something changed in them: another place or value, another action, one thing less, one too many.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from lam.actions import actions_for
from lam.agent.episodes import Episode, episode
from lam.agent.loop import effective
from lam.errors import UserError
from lam.store import read_lines
from lam.tasks.base import Move
from lam.tasks.compose import join
from lam.tasks.everyday import FAMILY as EVERYDAY
from lam.tasks.everyday import everyday
from lam.tasks.mistakes import wrongly
from lam.tasks.twins import Twin, twins
from lam.training.intents import BY_NAME, fold_by
from lam.types import Action, Step
from lam.verdict.intents.reader import Reader
from lam.verdict.intents.reader import shipped as shipped_reader
from lam.verdict.matching.account import LONGEST, LONGEST_ACCOUNT, Told, told
from lam.verdict.matching.reader import FLAGS, HEADS, Matcher, encoded, load, save, table

WIDTH, INNER, LAYERS, NEAR = 160, 400, 3, 3
DROPOUT = 0.1
UNKNOWN = 0.05
"""Share of the tokens that are made unknown, others each time."""
BATCH, ROWS, SIMILAR = 64, 256, 8
"""Rows of a batch when it learns and when it is measured, and tokens by which the lengths of its rows may differ more than by necessity."""
WARM_UP, TELL = 300, 200
"""Steps over which the learning rate rises, and between two lines for a person."""
LEARNING_RATE, FURTHER_RATE = 1.2e-3, 7e-4
EPOCHS = 7.0
ALARMS = 0.08
"""Share of the right ones, in words that were not seen, that lie above the limit."""
SHARE = 0.2
"""Of what is made from demonstrations of the families."""
NATURAL = 1.5
"""Weight of what people wrote."""
WRONGS = 2
"""Wrong ones beside each demonstration at most."""
EXCHANGED: Mapping[str, tuple[str, ...]] = {
    "delete_slide": ("hide_slide", "duplicate_slide"),
    "hide_slide": ("delete_slide",),
    "duplicate_slide": ("delete_slide", "move_slide"),
    "delete_rows": ("clear", "hide", "insert_rows"),
    "insert_rows": ("delete_rows",),
    "delete_columns": ("clear", "hide", "insert_columns"),
    "insert_columns": ("delete_columns",),
    "clear": ("delete_rows",),
    "hide": ("delete_rows", "delete_columns"),
    "delete": ("replace_text", "set_list"),
    "replace_text": ("insert_text",),
    "insert_text": ("replace_text", "insert_comment", "insert_footnote"),
    "insert_footnote": ("insert_comment",),
    "insert_comment": ("insert_footnote",),
    "insert_table_rows": ("delete_table_rows", "insert_table_columns"),
    "delete_table_rows": ("insert_table_rows", "delete_table_columns"),
    "insert_table_columns": ("insert_table_rows", "delete_table_columns"),
    "delete_table_columns": ("insert_table_columns", "delete_table_rows"),
    "set_header": ("set_footer",),
    "set_footer": ("set_header",),
    "sort": ("filter",),
    "filter": ("sort", "conditional_format"),
    "merge_cells": ("format_cells",),
    "copy_sheet": ("move_sheet",),
    "conditional_format": ("filter",),
}
"""Actions whose instructions are much alike."""


Row = tuple[list[int], list[int], list[int]]
"""Numbers of the tokens, their flags and their places."""
Wrong = tuple[str, Sequence[Step]]
"""An instruction, and what is wrong for it."""


@dataclass(frozen=True)
class Example:
    """An instruction beside what was done. `source`: what comes of one wording, or one everyday document, is held out together."""

    source: str
    sort: str
    told: Told
    right: bool
    weight: float = 1.0

    @property
    def natural(self) -> bool:
        """Whether its words, or what was done, are no family's."""
        return self.sort.startswith(("twin", EVERYDAY))


@dataclass(frozen=True)
class Shown:
    """A demonstration as examples are made of it: what was done that had an effect, and the same in words that tell it from others."""

    episode: Episode
    acts: Sequence[Step]
    done: str

    @staticmethod
    def of(shown: Episode) -> Shown:
        acts = effective(shown.steps, actions_for(shown.kind))
        return Shown(shown, acts, repr([(act.decision.action.name, sorted(act.decision.action.args.items(), key=str)) for act in acts]))

    @property
    def everyday(self) -> bool:
        return self.episode.family == EVERYDAY

    @property
    def source(self) -> str:
        return self.episode.group if self.everyday else self.episode.wording.split(" + ")[0]

    def unlike(self, others: Sequence[Shown], here: bool) -> list[Shown]:
        """Those of the others for which something else was done. `here`: on the same document."""
        seen = self.episode.steps[0].observation
        return [other for other in others if other.done != self.done and (not here or other.episode.steps[0].observation == seen)]


def examples(folder: Path, rng: random.Random) -> Iterator[Example]:
    """All examples of the demonstrations in a folder and of the twins that were told of them."""
    retold: dict[str, list[Twin]] = {}
    for twin in twins():
        retold.setdefault(twin.base, []).append(twin)
    more = {wish.say[0]: wish.more for found in everyday("train") for wish in found.wishes}
    for line in read_lines(folder / "train" / "journal.jsonl"):
        every = [Shown.of(episode(record)) for record in line["kept"]]
        every = [one for one in every if one.acts and not one.episode.family.startswith(BY_NAME)]
        for one in every:
            yield from _of_one(one, [other for other in every if other is not one], rng)
            for twin in retold.pop(one.episode.instruction, ()):
                yield from _of_twin(one, twin, rng)
            if one.everyday and one.episode.instruction == one.episode.wording:
                yield Example(one.source, "everyday more", told(more[one.episode.wording], one.acts), False, NATURAL)
        for record in line["facts"].get("wrong", ()):
            one = Shown.of(episode(record))
            if one.acts and record["trajectory"]["reason"] != "asks for more":
                yield Example(one.source, "everyday wrong", told(one.episode.instruction, one.acts), False, NATURAL)


def _of_twin(one: Shown, twin: Twin, rng: random.Random) -> Iterator[Example]:
    """What was done for the base, beside the twin's wishes, and something changed in it beside the one that is the same."""
    for sort, text in (("same", twin.same), ("more", twin.more), *(("other", other) for other in twin.other)):
        yield Example(one.source, f"twin {sort}", told(text, one.acts), sort == "same", NATURAL)
    if (acts := _changed(one.acts, rng)) and (words := told(twin.same, acts)) != told(twin.same, one.acts):
        yield Example(one.source, "twin changed", words, False)


def _of_one(one: Shown, others: Sequence[Shown], rng: random.Random) -> Iterator[Example]:
    """A demonstration, and what of many things that are wrong for it there are."""
    asked = one.episode.instruction
    right = told(asked, one.acts)
    yield Example(one.source, EVERYDAY if one.everyday else "right", right, True)
    ways: list[tuple[str, Callable[[], Wrong | None]]] = [
        *[("other slots", lambda: _other_words(one, others, rng))] * 2,
        *[("changed", lambda: (asked, acts) if (acts := _changed(one.acts, rng)) else None)] * 3,
        ("exchanged", lambda: _exchanged(one, rng)),
        ("half", lambda: _half(one, others, rng)),
        ("too much", lambda: _too_much(one, others, rng)),
    ]
    rng.shuffle(ways)
    made = 0
    for sort, way in ways:
        if made == WRONGS:
            return
        if (wrong := way()) is not None and (words := told(*wrong)) != right:
            made += 1
            yield Example(one.source, f"{EVERYDAY} {sort}" if one.everyday else sort, words, False)


def _other_words(one: Shown, others: Sequence[Shown], rng: random.Random) -> Wrong | None:
    """What was done, for what somebody else asked of the same document."""
    found = one.unlike(others, here=True)
    return (rng.choice(found).episode.instruction, one.acts) if found else None


def _changed(acts: Sequence[Step], rng: random.Random) -> Sequence[Step] | None:
    """One argument is another, or left out."""
    n = rng.randrange(len(acts))
    action = acts[n].decision.action
    changed = wrongly(Move("", action), acts[n].observation, rng)
    return _with(acts, n, changed.action) if changed and changed.action.args != action.args else None


def _exchanged(one: Shown, rng: random.Random) -> Wrong | None:
    """One action is another one that takes the same arguments."""
    declarations = actions_for(one.episode.kind)
    found = [
        (n, Action(name, act.decision.action.args))
        for n, act in enumerate(one.acts)
        for name in EXCHANGED.get(act.decision.action.name, ())
        if name in declarations and set(act.decision.action.args) <= set(declarations[name].schema["properties"])
    ]
    return (one.episode.instruction, _with(one.acts, *rng.choice(found))) if found else None


def _half(one: Shown, others: Sequence[Shown], rng: random.Random) -> Wrong | None:
    """One of several acts is missing, or a second wish is not fulfilled."""
    asked = one.episode.instruction
    if len(one.acts) > 1 and rng.random() < 0.5:
        left = rng.randrange(len(one.acts))
        return asked, [act for n, act in enumerate(one.acts) if n != left]
    found = one.unlike(others, here=False)
    return (join(rng, asked, rng.choice(found).episode.instruction), one.acts) if found else None


def _too_much(one: Shown, others: Sequence[Shown], rng: random.Random) -> Wrong | None:
    """What somebody else asked for was done, too."""
    found = one.unlike(others, here=True)
    return (one.episode.instruction, [*one.acts, rng.choice(rng.choice(found).acts)]) if found else None


def _with(acts: Sequence[Step], n: int, action: Action) -> Sequence[Step]:
    """The acts with another action in one place."""
    return [*acts[:n], replace(acts[n], decision=replace(acts[n].decision, action=action)), *acts[n + 1 :]]


class Block(nn.Module):
    """One layer: neighbours, then attention and feed-forward, each behind a norm."""

    def __init__(self) -> None:
        super().__init__()
        self.norm, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.near = nn.Conv1d(WIDTH, WIDTH, NEAR, padding=NEAR // 2)
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, x_BTD: Tensor, unseen_BT: Tensor) -> Tensor:
        batch, time, _ = x_BTD.shape
        read = x_BTD.masked_fill(unseen_BT[:, :, None], 0).transpose(1, 2)
        x_BTD = x_BTD + self.dropout(F.relu(self.near(read)).transpose(1, 2))
        q, k, v = self.qkv(self.norm(x_BTD)).view(batch, time, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(q, k, v, ~unseen_BT[:, None, None])
        x_BTD = x_BTD + self.dropout(self.out(mixed.transpose(1, 2).reshape(batch, time, WIDTH)))
        fed: Tensor = x_BTD + self.dropout(self.down(F.gelu(self.up(self.norm2(x_BTD)), approximate="tanh")))
        return fed


class Network(nn.Module):
    """B rows of T tokens, flags and places -> log-odds that what was done is not what is asked for. `vectors`: of all tokens."""

    def __init__(self, vectors: Tensor) -> None:
        super().__init__()
        self.register_buffer("vectors", vectors, persistent=False)
        self.lift = nn.Linear(vectors.shape[1], WIDTH)
        self.flag = nn.Embedding(FLAGS, WIDTH)
        self.place = nn.Embedding(1 + LONGEST + LONGEST_ACCOUNT, WIDTH)
        for part in (self.flag, self.place):
            nn.init.normal_(part.weight, std=0.1)
        self.blocks = nn.ModuleList(Block() for _ in range(LAYERS))
        self.norm, self.head = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, 1)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, tokens_BT: Tensor, flags_BT: Tensor, places_BT: Tensor, unseen_BT: Tensor) -> Tensor:
        x_BTD = self.dropout(self.lift(self.vectors[tokens_BT]) + self.flag(flags_BT) + self.place(places_BT))
        for block in self.blocks:
            x_BTD = block(x_BTD, unseen_BT)
        odds_B: Tensor = self.head(self.norm(x_BTD[:, 0]))[:, 0]
        return odds_B


def batched(rows: Sequence[Row], picked: Sequence[int]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """The rows of a batch, padded: tokens, flags, places, and where nothing is."""
    longest = max(len(rows[n][0]) for n in picked)
    parts = [torch.tensor([[*rows[n][part], *[0] * (longest - len(rows[n][part]))] for n in picked]) for part in range(3)]
    unseen = torch.tensor([[False] * len(rows[n][0]) + [True] * (longest - len(rows[n][0])) for n in picked])
    return parts[0], parts[1], parts[2], unseen


def train(found: Sequence[Example], reader: Reader, epochs: float, start: Matcher | None = None) -> Network:
    """A network that has learnt these examples. `start`: it goes on from this one, more gently."""
    torch.manual_seed(0)
    network = Network(torch.tensor(table(reader)))
    highest = LEARNING_RATE
    if start is not None:
        network.load_state_dict({name: torch.tensor(values) for name, values in start.weights.items()})
        highest = FURTHER_RATE
    rows = [encoded(example.told, reader) for example in found]
    decayed = [p for p in network.parameters() if p.dim() > 1]
    plain = [p for p in network.parameters() if p.dim() <= 1]
    optimizer = torch.optim.AdamW([{"params": decayed, "weight_decay": 0.05}, {"params": plain, "weight_decay": 0.0}], highest, betas=(0.9, 0.98))
    lengths = torch.tensor([len(row[0]) for row in rows])
    wanted = torch.tensor([float(not e.right) for e in found])
    weight = torch.tensor([e.weight for e in found])
    count = math.ceil(len(found) / BATCH)
    steps, step, running = int(epochs * count), 0, 0.69
    while step < steps:
        order = torch.split(torch.argsort(lengths + torch.rand(len(found)) * SIMILAR), BATCH)
        for number in torch.randperm(len(order)).tolist():
            if step >= steps:
                break
            rate = highest * min(1.0, (step + 1) / WARM_UP) * 0.5 * (1 + math.cos(math.pi * step / steps))
            for group in optimizer.param_groups:
                group["lr"] = rate
            picked = order[number]
            tokens, flags, places, unseen = batched(rows, picked.tolist())
            tokens = tokens.masked_fill((torch.rand(tokens.shape) < UNKNOWN) & (places > 0), 0)
            each = F.binary_cross_entropy_with_logits(network(tokens, flags, places, unseen), wanted[picked], reduction="none")
            loss = (each * weight[picked]).mean()
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            running += 0.01 * (loss.item() - running)
            step += 1
            if step % TELL == 0:
                click.echo(f"step {step} of {steps}, loss {running:.3f}")
    network.eval()
    return network


@torch.inference_mode()
def odds_of(network: Network, rows: Sequence[Row]) -> NDArray[np.float32]:
    """The network's log-odds of every row."""
    order = np.argsort([len(row[0]) for row in rows])
    odds = np.zeros(len(rows), np.float32)
    for start in range(0, len(order), ROWS):
        picked = order[start : start + ROWS]
        odds[picked] = network(*batched(rows, picked.tolist())).numpy()
    return odds


def report(found: Sequence[Example], odds: NDArray[np.float32], limit: float) -> str:
    """For a person: of every sort of held-out examples the share above the limit, which is right for what is wrong only."""
    lines = []
    for right in (True, False):
        for sort in sorted({example.sort for example in found if example.right is right}):
            own = odds[[n for n, example in enumerate(found) if example.sort == sort and example.right is right]]
            lines.append(f"{'right' if right else 'wrong'}  {sort:<22}{len(own):>6}  {'alarms' if right else 'found':<7}{np.mean(own > limit):>7.1%}")
    return "\n".join(lines)


@click.command(help=__doc__)
@click.option("--data", type=click.Path(path_type=Path), default=Path("data/demonstrations"), show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=Path("models/matches.npz"), show_default=True)
@click.option("--epochs", default=EPOCHS, show_default=True)
@click.option("--share", default=SHARE, show_default=True, help="Of what was made from demonstrations of the families; all else is used.")
@click.option("--threads", default=1, show_default=True)
@click.option("--start", type=click.Path(path_type=Path), help="Go on from this reader.")
def main(data: Path, out: Path, epochs: float, share: float, threads: int, start: Path | None) -> None:
    torch.set_num_threads(threads)
    reader = shipped_reader()
    rng = random.Random(1)
    found = [example for example in examples(data, random.Random(0)) if example.natural or rng.random() < share]
    if not found:
        raise UserError(f"there are no demonstrations in {data}; make some with: lam data demonstrate --split train")
    held = [example for example in found if fold_by(example.source) == 0]
    learnt = [example for example in found if fold_by(example.source) != 0]
    click.echo(f"{len(learnt)} examples, {sum(example.natural for example in learnt)} of them in everyday words; {len(held)} held out")
    network = train(learnt, reader, epochs, load(start, reader) if start else None)
    odds = odds_of(network, [encoded(example.told, reader) for example in held])
    limit = float(np.quantile(odds[[example.right and example.natural for example in held]], 1 - ALARMS))
    click.echo(report(held, odds, limit))
    out.parent.mkdir(parents=True, exist_ok=True)
    weights = {name: values.numpy() for name, values in network.state_dict().items()}
    save(out, Matcher(reader, network.vectors.numpy(), weights, LAYERS, limit))
    click.echo(f"{out}: {out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
