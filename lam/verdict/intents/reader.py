"""The reader: probabilities of facts given an instruction, by one layer of convolutions over its words, of which the strongest answers count.

It is no policy: it does not know the document. It says which of the things that could be done go with such words, from all that was learnt
from verified demonstrations (`python -m lam.training.intents`), and where it is certain that one does or does not.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lam.types import Kind
from lam.verdict.intents.facts import action_of
from lam.verdict.intents.features import OTHER, Vocabulary, parts, sequence

FILE = "intents.npz"
LIKELY_ACTION = 0.002
"""Actions that are less probable than this are not offered to the policy."""


@dataclass(frozen=True)
class Reader:
    """A trained reader.

    `vocabulary`: the words that a word with a typing error may mean. `names`: token -> its row of `embedding`, which has D numbers each.
    `kernels`: (weights, bias), of shapes (width, D, K) and (K,): K patterns of so many tokens in a row. `weights`: (K of all kernels together,
    facts); `bias`: (facts,). `low`: for every fact the probability below which it was never asked for, where
    the reader had not seen the wordings.
    """

    vocabulary: Vocabulary
    names: Mapping[str, int]
    facts: tuple[str, ...]
    embedding: NDArray[np.float32]
    kernels: tuple[tuple[NDArray[np.float32], NDArray[np.float32]], ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    low: NDArray[np.float32]

    def probabilities(self, kind: Kind, text: str) -> NDArray[np.float32]:
        """Of each fact, in the order of `facts`."""
        rows = [self.names.get(token, self.names[OTHER]) for token in sequence(kind, text, self.names, self.vocabulary)]
        read = self.embedding[rows]
        hidden = np.concatenate([strongest(read, weights, bias) for weights, bias in self.kernels])
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
        """Those of the facts that such an instruction hardly asks for."""
        probability = self.of_any_part(kind, text)
        return [fact for n, fact in enumerate(self.facts) if fact in done and probability[n] < ASKED and not fact.endswith(PLACED)]

    def undone(self, kind: Kind, text: str, done: Set[str]) -> list[str]:
        """The facts that such an instruction asks for, and that are missing; where another choice was made, `rather` judges it.

        Arguments count where their action is understood, too; which paragraph or shape is meant is for the reader of places to say.
        """
        probability = self.probabilities(kind, text)
        made = {fact.partition("=")[0] for fact in done if "." in fact}
        found = []
        for n, fact in enumerate(self.facts):
            limit = MISSED_PLACE if "@" in fact or fact.endswith(PLACED) else MISSED
            if fact in done or "#" in fact or "@target" in fact or probability[n] <= limit or fact.partition("=")[0] in made:
                continue
            if "." not in fact or probability[self._place.get(action_of(fact), n)] > MISSED:
                found.append(fact)
        return found

    def rather(self, kind: Kind, text: str, done: Collection[str]) -> str:
        """A choice that such an instruction asks for far more than for the one that was made; empty where there is none."""
        probability = self.of_any_part(kind, text)
        odds = dict(zip(self.facts, np.log(probability / (1 - probability + TINY) + TINY).tolist(), strict=True))
        for fact in sorted(done):
            if fact in odds and "=" in fact and "@" not in fact:
                name = fact.partition("=")[0]
                best = max((other for other in self._choices[name] if other not in done), key=lambda other: odds[other], default=fact)
                if odds[best] - odds[fact] > FARTHER:
                    return best
        return ""

    def likely(self, kind: Kind, text: str, argument: str, values: Sequence[Any], default: Any = None) -> list[Any]:
        """Those of an argument's values for which such an instruction may ask; all where nothing was learnt. `argument`: action and argument."""
        probability = self.of_any_part(kind, text)
        known = {value: float(probability[self._place[fact]]) for value in values if (fact := f"{argument}={value}") in self._place}
        odds = {value: math.log(p / (1 - p + TINY) + TINY) for value, p in known.items()}
        best = max(odds.values(), default=0.0)
        sure = max(known.values(), default=0.0) > UNDERSTOOD
        return [
            value for value in values if (known[value] >= ASKED and odds[value] >= best - FARTHER if value in known else value == default or not sure)
        ]

    @cached_property
    def _choices(self) -> Mapping[str, list[str]]:
        """Argument -> the facts that are its values."""
        found: dict[str, list[str]] = defaultdict(list)
        for fact in self.facts:
            if "=" in fact:
                found[fact.partition("=")[0]].append(fact)
        return found

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
        if action not in self.possible(kind, text):
            return frozenset()
        probability, names, needed = self.of_any_part(kind, text), set[str](), set[str]()
        for n, fact in enumerate(self.facts):
            if fact.startswith(f"{action}."):
                name = fact.partition(".")[2].partition("=")[0]
                names.add(name)
                needed |= {name} if probability[n] >= self.low[n] else set()
        return frozenset(names - needed)

    def _of_actions(self, probability: NDArray[np.float32]) -> dict[str, float]:
        return {action: float(probability[n]) for action, n in self._actions.items()}


def strongest(read: NDArray[np.float32], weights: NDArray[np.float32], bias: NDArray[np.float32]) -> NDArray[np.float32]:
    """Of each pattern of a kernel the strongest answer, at least 0; windows reach beyond both ends. `read`: (tokens, D)."""
    width, count = len(weights), len(read)
    padded = np.pad(read, ((width // 2, width // 2), (0, 0)))
    answers = np.sum([padded[n : n + count] @ weights[n] for n in range(width)], axis=0)
    return np.asarray(np.maximum(answers.max(axis=0) + bias, 0), np.float32)


ASKED, MISSED = 0.05, 0.73
"""Probabilities of a fact below which what was done was not asked for, and above which what was not done is missing. (On 391 runs of the training
side in voices that the reader had not heard, these part right from wrong better than a threshold for each fact.)"""
UNDERSTOOD = 0.3
"""Probability of a fact above which the instruction may well ask for it: only what is understood is held against something else."""
LEADING = 0.15
"""Probability above which the likeliest action is taken for the one that is meant."""
FARTHER = 1.0
"""Log-odds by which another value of an argument must lie above the one that was chosen to be held against it."""
TINY = 1e-6
MISSED_PLACE = 0.97
"""The same as `MISSED` for places: what they are called is no sure sign of what they are, and they may be left open."""
PLACED = (".after", ".before", ".target", ".to", ".at", ".slide", ".cell", ".range")
"""Endings of the facts that an action was given a place."""
EXPECTED = 0.8
"""Probability of a fact above which the instruction asks for it, whatever else it may ask for."""
KEEPS = r"(?:but |please )*(?:leave|keep|do ?n['o’]?t|do not|not|no|nothing|without)\b"
"""Beginnings of parts that say what is to stay."""
STAYS = r"\b(?:stays?|remains?|untouched|unchanged|unaffected|unaltered|as (?:it|they) (?:is|are|was|were|stands?))\b"
"""Words of such parts."""
SURE_OF_PART = 0.98
"""Probability above which a part of an instruction asks for an action, and (`UNLIKE_PART`) below which it does not ask for another."""
UNLIKE_PART = 0.1


def save(path: Path, reader: Reader) -> None:
    """Write a reader, its embedding in steps of 1/127 of each dimension's largest number."""
    scale = np.abs(reader.embedding).max(axis=0) / 127 + 1e-12
    kernels = {f"kernel{n}": weights.astype(np.float16) for n, (weights, _) in enumerate(reader.kernels)}
    biases = {f"bias{n}": bias for n, (_, bias) in enumerate(reader.kernels)}
    np.savez_compressed(
        path,
        vocabulary=" ".join(sorted(reader.vocabulary.words)),
        names="\n".join(sorted(reader.names, key=lambda name: reader.names[name])),
        facts="\n".join(reader.facts),
        embedding=np.rint(reader.embedding / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        weights=reader.weights.astype(np.float16),
        bias=reader.bias,
        low=reader.low,
        **kernels,  # type: ignore[arg-type]
        **biases,  # type: ignore[arg-type]
    )


def load(path: Path) -> Reader:
    """Read what `save` wrote."""
    with np.load(path, allow_pickle=False) as told:
        held: Mapping[str, Any] = {name: told[name] for name in told.files}
    kernels = sum(name.startswith("kernel") for name in held)
    return Reader(
        Vocabulary(str(held["vocabulary"]).split()),
        {name: n for n, name in enumerate(str(held["names"]).split("\n"))},
        tuple(str(held["facts"]).split("\n")),
        held["embedding"].astype(np.float32) * held["scale"],
        tuple((held[f"kernel{n}"].astype(np.float32), held[f"bias{n}"]) for n in range(kernels)),
        held["weights"].astype(np.float32),
        held["bias"],
        held["low"],
    )


@lru_cache(maxsize=1)
def shipped() -> Reader:
    """The reader that comes with the adapter."""
    with as_file(files("lam") / "adapters" / FILE) as path:
        return load(path)
