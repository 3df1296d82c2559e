"""The reader: probabilities of facts given an instruction, by a linear model over its words (as fastText's, one layer of few dimensions between).

It is no policy: it does not know the document. It says which of the things that could be done go with such words, from all that was learnt
from verified demonstrations (`python -m lam.training.intents`), and where it is certain that one does or does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lam.types import Kind
from lam.verdict.intents.facts import action_of
from lam.verdict.intents.features import Vocabulary, features, parts

FILE = "intents.npz"
LIKELY_ACTION = 0.002
"""Actions that are less probable than this are not offered to the policy."""


@dataclass(frozen=True)
class Reader:
    """A trained reader.

    `embedding`: one row of D numbers per feature; `weights`: (D, facts); `bias`: (facts,). `low` and `high`: for every fact the probability
    below which it was never asked for, and above which it always was, in demonstrations whose wordings the reader had not seen.
    """

    vocabulary: Vocabulary
    facts: tuple[str, ...]
    embedding: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    low: NDArray[np.float32]
    high: NDArray[np.float32]

    def probabilities(self, kind: Kind, text: str) -> NDArray[np.float32]:
        """Of each fact, in the order of `facts`."""
        hidden = self.embedding[features(kind, text, self.vocabulary)].sum(axis=0)
        return np.asarray(1 / (1 + np.exp(-(hidden @ self.weights + self.bias))), np.float32)

    def of_any_part(self, kind: Kind, text: str) -> NDArray[np.float32]:
        """The same, given the instruction or that part of it which asks for the fact most."""
        return self._last(kind, text)

    @cached_property
    def _last(self) -> Callable[[Kind, str], NDArray[np.float32]]:
        """Remembers what was read last: one instruction is asked about many times."""

        @lru_cache(maxsize=4)
        def of_any_part(kind: Kind, text: str) -> NDArray[np.float32]:
            pieces = [self.probabilities(kind, piece) for piece in (text, *parts(text))]
            return np.asarray(np.max(pieces, axis=0), np.float32)

        return of_any_part

    @cached_property
    def _place(self) -> Mapping[str, int]:
        """Fact -> its number."""
        return {fact: n for n, fact in enumerate(self.facts)}

    @cached_property
    def _actions(self) -> Mapping[str, int]:
        """Action -> the number of its fact."""
        return {fact: n for fact, n in self._place.items() if fact == action_of(fact)}

    def unasked(self, kind: Kind, text: str, done: Collection[str]) -> list[str]:
        """Those of the facts that such an instruction never asks for."""
        probability = dict(zip(self.facts, self.of_any_part(kind, text).tolist(), strict=True))
        read = self._read_as(probability)
        return [
            fact
            for n, fact in enumerate(self.facts)
            if fact in done
            and probability[fact] < self.low[n]
            and (fact.endswith(BESIDE) or (fact.partition("=")[0] if "@" in fact else action_of(fact) if "." in fact else "") in read)
        ]

    def _read_as(self, probability: Mapping[str, float]) -> set[str]:
        """What it is sure to understand: actions, dimensions of places of which one value is probable, and nothing ("") where an action is."""
        sure = {fact.partition("=")[0] for fact, p in probability.items() if p > UNDERSTOOD and "." not in fact and "#" not in fact}
        return sure | ({""} if any(probability[action] > LEADING for action in self._actions) else set())

    def undone(self, kind: Kind, text: str, done: Collection[str]) -> list[str]:
        """The facts that such an instruction always asks for, and that are missing; where another choice was made, `unasked` judges it."""
        probability = self.probabilities(kind, text)
        made = {fact.partition("=")[0] for fact in done if "." in fact}
        missing = [fact for n, fact in enumerate(self.facts) if fact not in done and "#" not in fact and probability[n] > self.high[n]]
        return [fact for fact in missing if fact.partition("=")[0] not in made]

    def left_out(self, kind: Kind, text: str, done: Collection[str]) -> str:
        """The action that a part of the instruction asks for, where nothing that was done goes with that part; empty where there is none."""
        for part in parts(text):
            if re.match(KEEPS, part.lower()) or re.search(STAYS, part.lower()):
                continue
            asked = self._of_actions(self.probabilities(kind, part))
            best = max(asked, key=lambda action: asked[action])
            if asked[best] > SURE_OF_PART and max((p for action, p in asked.items() if action in done), default=0) < UNLIKE_PART:
                return best
        return ""

    def knows(self, actions: Collection[str]) -> bool:
        """Whether it has learnt about all of these actions."""
        return self._actions.keys() >= set(actions)

    def expects(self, kind: Kind, text: str, fact: str) -> bool:
        """Whether such an instruction asks for this, as far as it is known."""
        return fact in self._place and bool(self.of_any_part(kind, text)[self._place[fact]] > EXPECTED)

    def probability(self, kind: Kind, text: str, action: str) -> float:
        """How probable it is that such an instruction asks for this action; 1 where nothing was learnt about it."""
        return self._of_actions(self.of_any_part(kind, text)).get(action, 1.0)

    def doubts(self, kind: Kind, text: str, action: str) -> bool:
        """Whether such an instruction hardly asks for this action."""
        return self.probability(kind, text, action) < HARDLY

    def first(self, kind: Kind, text: str) -> str:
        """The action for which such an instruction asks most probably; empty where none may well be meant."""
        asked = self._of_actions(self.of_any_part(kind, text))
        best = max(asked, key=lambda action: asked[action])
        return best if asked[best] > LEADING else ""

    def unlikely(self, kind: Kind, text: str) -> frozenset[str]:
        """The actions for which such an instruction does not ask."""
        return frozenset(action for action, p in self._of_actions(self.of_any_part(kind, text)).items() if p < LIKELY_ACTION)

    def possible(self, kind: Kind, text: str) -> frozenset[str]:
        """The actions for which such an instruction may well ask."""
        return frozenset(action for action, p in self._of_actions(self.of_any_part(kind, text)).items() if p > UNDERSTOOD)

    def needless(self, kind: Kind, text: str, action: str) -> frozenset[str]:
        """The arguments of an action that may be left out and for which such an instruction never asks, whatever their value."""
        facts = {fact for fact in self.facts if fact.startswith(f"{action}.")}
        unasked = set(self.unasked(kind, text, facts))
        names = {fact.partition(".")[2].partition("=")[0] for fact in facts}
        return frozenset(name for name in names if all(f in unasked for f in facts if f.partition(".")[2].partition("=")[0] == name))

    def _of_actions(self, probability: NDArray[np.float32]) -> dict[str, float]:
        return {action: float(probability[n]) for action, n in self._actions.items()}


BESIDE = ("=above", "=below", "=more")
"""Places beside the table, which are seldom meant: they need not be held against another that is understood."""
UNDERSTOOD = 0.3
"""Probability of a fact above which the instruction may well ask for it: only what is understood is held against something else."""
LEADING = 0.15
"""Probability above which the likeliest action is taken for the one that is meant."""
HARDLY = 0.02
"""Probability of an action below which it is hardly meant."""
EXPECTED = 0.8
"""Probability of a fact above which the instruction asks for it, whatever else it may ask for."""
KEEPS = r"(?:but |please )*(?:leave|keep|do ?n['o’]?t|do not|not|no|nothing|without)\b"
"""Beginnings of parts that say what is to stay."""
STAYS = r"\b(?:stays?|remains?|untouched|unchanged|unaffected|unaltered|as (?:it|they) (?:is|are|was|were|stands?))\b"
"""Words of such parts."""
SURE_OF_PART = 0.4
"""Probability above which a part of an instruction asks for an action, and (`UNLIKE_PART`) below which it does not ask for another."""
UNLIKE_PART = 0.1


def save(path: Path, reader: Reader) -> None:
    """Write a reader, its embedding in steps of 1/127 of each dimension's largest number."""
    scale = np.abs(reader.embedding).max(axis=0) / 127 + 1e-12
    np.savez_compressed(
        path,
        vocabulary=" ".join(sorted(reader.vocabulary.words)),
        facts="\n".join(reader.facts),
        embedding=np.rint(reader.embedding / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        weights=reader.weights.astype(np.float16),
        bias=reader.bias,
        low=reader.low,
        high=reader.high,
    )


def load(path: Path) -> Reader:
    """Read what `save` wrote."""
    with np.load(path, allow_pickle=False) as told:
        held: Mapping[str, Any] = {name: told[name] for name in told.files}
    return Reader(
        Vocabulary(str(held["vocabulary"]).split()),
        tuple(str(held["facts"]).split("\n")),
        held["embedding"].astype(np.float32) * held["scale"],
        held["weights"].astype(np.float32),
        held["bias"],
        held["low"],
        held["high"],
    )


@lru_cache(maxsize=1)
def shipped() -> Reader:
    """The reader that comes with the adapter."""
    with as_file(files("lam") / "adapters" / FILE) as path:
        return load(path)
