"""Pairs become more, harder and more concrete pairs: conditions, values, compositions, rewordings, other documents, vaguer wordings.

Work goes by chunks of neighbouring pairs of one application, so that compositions join what a help page treats together, and never a page to train
on with one to test on. What comes of a chunk follows from the seed and its pairs alone, and chunks are recorded in their order: how many workers
there are, and stopping, change nothing.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from lam.data.evolve import joining, occasions, scopes, values, wording
from lam.data.evolve.checks import known, shingles, unsound
from lam.data.evolve.diversity import Near
from lam.data.evolve.teacher import Teacher
from lam.data.instantiate.widgets import folder
from lam.data.journal import Journal, records
from lam.data.pairs import App, Pair, from_record, normal, split_of, to_record
from lam.data.parallel import Runner, in_order

CHUNK = 64
"""Neighbours in the order of the collection."""
LONG = 8
"""Words from which on a plan is long."""
NEAR = 12
"""How far apart in a chunk the tasks of a composition stand."""
RECIPES: Sequence[tuple[str, ...]] = (
    ("values",), ("condition",), ("rewording",), ("composition",), ("vaguer",), ("document",), ("values", "rewording"), ("condition", "rewording"),
    ("rewording",), ("values", "document"), ("composition", "rewording"), ("condition", "document"), ("vaguer", "rewording"), ("rewording",),
    ("values", "condition"), ("composition",), ("document", "rewording"), ("values", "composition"), ("condition", "composition"), ("document",),
    ("values", "rewording"), ("condition", "values", "rewording"), ("composition", "rewording"), ("rewording",), ("document",), ("composition",),
    ("values", "document"), ("rewording",), ("composition", "document"), ("composition",), ("document", "rewording"), ("rewording",),
    ("rewording",), ("values", "rewording"), ("condition",), ("document",), ("vaguer", "rewording"), ("rewording",), ("composition", "rewording"),
    ("rewording",), ("condition", "rewording"), ("document", "rewording"), ("rewording",), ("values", "composition"), ("rewording",), ("document",),
)  # fmt: skip
"""Operations in the order in which they are tried, until there are enough."""
UNFIT = re.compile(
    r"\b(?:this|these|above|below|following|previous|former|latter) (?:option|command|dialog|function|setting|page|list|area|field|section)s?\b"
    r"|\bthis\b(?! (?:document|slide|sheet|cell))|\bhere\b"
    r"|\bthe same way\b|\brespectively\b|^\w+ that \w+$|\bthen click\b|\bagain$|\bfor example\b|\be\.g\.",
    re.IGNORECASE,
)
"""Tasks that lean on their page: nothing is made of them."""


@dataclass(frozen=True)
class Settings:
    """What decides the result."""

    seed: int = 1
    per_pair: int = 18
    """Evolved pairs that are aimed at for each original."""
    teacher: str = ""
    """`openai:MODEL` to have a language model do the operations; empty: rules."""
    base_url: str = ""


@dataclass(frozen=True)
class Chunk:
    key: str
    records: tuple[dict[str, Any], ...]


@dataclass
class Evolving:
    """A worker: evolves a chunk at a time."""

    settings: Settings
    _teacher: Teacher | None = field(default=None, init=False)
    _root: Path | None = field(default=None, init=False)

    def open(self) -> None:
        self._root = folder()
        if self.settings.teacher:
            self._teacher = Teacher(self.settings.teacher, self.settings.base_url)

    def do(self, item: Chunk) -> tuple[list[dict[str, Any]], dict[str, int]]:
        """The records that came of a chunk, and what was dropped and why."""
        pairs = [from_record(record) for record in item.records]
        kept: list[dict[str, Any]] = []
        dropped: Counter[str] = Counter()
        for place, pair in enumerate(pairs):
            around = pairs[max(0, place - NEAR) : place + NEAR + 1]
            near = [p for p in around if p is not pair and not UNFIT.search(p.task) and split_of(p) == split_of(pair)]
            kept += [to_record(found) for found in self._evolved(pair, near, dropped)]
        return kept, dict(dropped)

    def close(self) -> None:
        if self._teacher:
            self._teacher.close()

    def _evolved(self, pair: Pair, near: Sequence[Pair], dropped: Counter[str]) -> Iterator[Pair]:
        if UNFIT.search(pair.task) or not pair.steps:
            dropped["parent leans on its page" if pair.steps else "parent without steps"] += 1
            return
        rng = random.Random(f"{self.settings.seed}:{pair.id}")
        root, pair = pair.id, replace(pair, task=wording.plain_case(pair.task))
        if self._teacher:
            made: Iterable[Pair | None] = self._teacher.evolved(rng, pair, near, self.settings.per_pair, dropped)
        else:
            made = (self._apply(rng, pair, root, near, recipe) for recipe in RECIPES)
        others = [(normal(pair.task), shingles(pair))]
        count = 0
        for found in made:
            if found is None:
                continue
            languages = self._teacher.languages if self._teacher else None
            reason = unsound(found, languages) or known(found, others)
            if reason:
                dropped[reason] += 1
                continue
            others.append((normal(found.task), shingles(found)))
            yield found
            count += 1
            if count == self.settings.per_pair:
                return

    def _apply(self, rng: random.Random, pair: Pair, root: str, near: Sequence[Pair], recipe: Sequence[str]) -> Pair | None:
        """The pair after these operations; None where one does not fit."""
        given = occasions.occasion(rng, pair.app)
        steps: Mapping[str, Callable[[Pair], Pair | None]] = {
            "values": lambda p: values.with_values(rng, p, self._root),
            "condition": lambda p: scopes.with_scope(p, scopes.condition(rng, p), "condition"),
            "vaguer": lambda p: scopes.with_scope(p, scopes.vaguer(rng, p, given.topics), "vaguer"),
            "composition": lambda p: self._composed(rng, p, near),
            "document": lambda p: (found := occasions.on_document(rng, p, given)) and _with_other_steps(rng, found),
            "rewording": lambda p: _reworded(rng, p),
        }
        current: Pair | None = pair
        parents: tuple[str, ...] = (root,)
        for operation in recipe:
            current = steps[operation](current) if current else None
            if current and operation == "composition":
                parents = tuple(i for i in dict.fromkeys((root, *current.evolved_from)) if i in {root, *(p.id for p in near)})
        return replace(current, evolved_from=parents, provenance=replace(pair.provenance, extractor="evolve/1")) if current else None

    def _composed(self, rng: random.Random, pair: Pair, near: Sequence[Pair]) -> Pair | None:
        """Joined with one or two neighbours, those of the same page first; a neighbour may have got a value of its own."""
        partners = [p for p in near if joining.fits(pair, p)]
        if not partners:
            return None
        same = [p for p in partners if p.provenance.page == pair.provenance.page]
        chosen = [rng.choice(same if same and rng.random() < 0.5 else partners)]
        third = [p for p in partners if joining.fits(chosen[0], p) and p is not chosen[0]]
        if third and len(pair.task) + len(chosen[0].task) < 130 and rng.random() < 0.3:
            chosen.append(rng.choice(third))
        return joining.joined(rng, [pair, *chosen])


def _reworded(rng: random.Random, pair: Pair) -> Pair:
    kinds = wording.KINDS if len(pair.task) < 150 else ("polite", "plain", "typo", "terse")
    found = pair.evolve("rewording", task=wording.reword(rng, pair.task, kinds)[1])
    return _with_other_steps(rng, found)


def _with_other_steps(rng: random.Random, pair: Pair) -> Pair:
    """Long plans are said otherwise, too: else they would be their parent's with another headline."""
    if sum(len(s.text.split()) for s in pair.steps) < LONG:
        return pair
    return replace(pair, steps=tuple(replace(s, text=wording.restep(rng, s.text)) for s in pair.steps))


def originals(collected: Path) -> Iterator[Pair]:
    """The pairs of a stage's folder, one at a time. Raises: UserError when it is none."""
    return map(from_record, records(collected))


def fingerprint(pairs: Iterable[Pair]) -> str:
    """Twelve hexadecimal digits that follow from the pairs and their order."""
    told = hashlib.sha256()
    for pair in pairs:
        told.update(pair.id.encode())
    return told.hexdigest()[:12]


def chunks(pairs: Iterable[Pair]) -> Iterator[Chunk]:
    """The pairs in runs of one application."""
    waiting: dict[App, list[Pair]] = {}
    count: Counter[App] = Counter()

    def chunk(app: App) -> Chunk:
        count[app] += 1
        return Chunk(f"{app}-{count[app]}", tuple(to_record(p) for p in waiting.pop(app)))

    for pair in pairs:
        waiting.setdefault(pair.app, []).append(pair)
        if len(waiting[pair.app]) == CHUNK:
            yield chunk(pair.app)
    for app in sorted(waiting):
        yield chunk(app)


def evolve(collected: Path, journal: Journal, settings: Settings, runner: Runner, tell: Callable[[int, int], None] = lambda done, kept: None) -> None:
    """Evolve every pair of `collected` into the journal, originals included; goes on where the journal ends."""
    similar = Near()
    for record in journal.kept():
        similar.add(from_record(record), always=True)
    items = (chunk for chunk in chunks(originals(collected)) if chunk.key not in journal.done)
    for result in in_order(runner, partial(Evolving, settings), items):  # so that the memory of duplicates is the same every time
        _record(journal, result.item, result.value, similar)
        tell(journal.counts["items"], journal.counts["kept"])


def _record(journal: Journal, chunk: Chunk, value: tuple[list[dict[str, Any]], dict[str, int]] | None, similar: Near) -> None:
    made, dropped = value if value is not None else ([], {"a worker was lost": 1})
    counts = Counter(dropped)
    kept = []
    for record in chunk.records:  # what was collected stays, whatever it is like
        similar.add(from_record(record), always=True)
        kept.append(record)
    for record in made:
        if similar.add(from_record(record)):
            counts["near-duplicate in the set"] += 1
        else:
            kept.append(record)
    journal.record(chunk.key, kept, counts)
