"""The reader of matches: how probable it is that what was done is not what an instruction asks for, by a small network that reads both.

It is no policy: it judges an account of what was done (`account.py`). It learnt from what is right and from what is wrong in a little
(`python -m lam.training.matching`). Words have the vectors of the reader of intents; words that it does not know have one of their own by chance,
so that the same word in both is the same.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lam.types import Step
from lam.verdict.intents.features import OTHER
from lam.verdict.intents.reader import Reader
from lam.verdict.intents.reader import shipped as shipped_reader
from lam.verdict.matching.account import LONGEST, Told, flags, is_covered, told

FILE = "matches.npz"
FLAGS, OF_DONE, OF_KIND = 8, 4, 7
"""Flags of a token: 0 to 3 of the instruction, from `OF_DONE` on of the account; one for the kind."""
HASHED = 8192
"""Vectors for words that the reader of intents does not know."""
HEADS = 4
SPREAD = 0.35
"""Standard deviation of these vectors."""
EPSILON = 1e-5
FEW_WORDS, PLAIN = 9, 1.5
"""Plain wishes of so many words are seldom wrong where the words fit, and the log-odds must lie higher by so much."""
LATER = 1.5
"""Log-odds by which a later attempt must seem more likely: what is tried until nothing is found against it is more often wrong."""

Array = NDArray[np.float32]


def table(reader: Reader) -> Array:
    """The vectors of all tokens for a new matcher: those of the reader of intents, and behind them those by chance."""
    by_chance = np.random.default_rng(0).normal(0, SPREAD, (HASHED, reader.embedding.shape[1]))
    return np.concatenate([reader.embedding, by_chance.astype(np.float32)])


def encoded(given: Told, reader: Reader) -> tuple[list[int], list[int], list[int]]:
    """Numbers of the tokens, their flags and their places; the first stands for the kind of document."""
    said, done = flags(given)
    tokens = [reader.names.get(f"[{given.kind}]", 0)]
    tokens += [_number(token, reader, flag == 2) for token, flag in zip((*given.said, *given.done), (*said, *done), strict=True)]
    places = [0, *range(1, 1 + len(said)), *range(1 + LONGEST, 1 + LONGEST + len(done))]
    return tokens, [OF_KIND, *said, *(OF_DONE + flag for flag in done)], places


def _number(token: str, reader: Reader, exactly: bool) -> int:
    """The row of a token; a word that nobody knows and that is not in the other text, either, may have been meant for one that is known."""
    if token in reader.names:
        return reader.names[token]
    if not exactly and token.isalpha() and (known := reader.vocabulary.known(token)) != OTHER:
        return reader.names[known]
    return len(reader.names) + zlib.crc32(token.encode()) % HASHED


@dataclass(frozen=True)
class Matcher:
    """A trained reader of matches. `weights`: its layers by the names that training gives them; `limit`: log-odds that right ones seldom have."""

    reader: Reader
    vectors: Array
    weights: Mapping[str, Array]
    layers: int
    limit: float

    def refuses(self, instruction: str, acts: Sequence[Step], attempt: int = 1) -> bool:
        """Whether what was done seems not to be what is asked for.

        Of a few words it must seem so the more, and it never does where all of them are in the account; of a later attempt the less. `acts`: at
        least one.
        """
        given = told(instruction, acts)
        few = sum(token[0].isalnum() for token in given.said) <= FEW_WORDS
        return not (few and is_covered(given)) and self.of(given) > self.limit + (PLAIN if few else 0) - (LATER if attempt > 1 else 0)

    def of(self, given: Told) -> float:
        """The log-odds that what was done is not what is asked for."""
        w = self.weights
        tokens, marks, places = encoded(given, self.reader)
        x = self._linear("lift", self.vectors[tokens]) + w["flag.weight"][marks] + w["place.weight"][places]
        for layer in range(self.layers):
            name = f"blocks.{layer}"
            x = x + np.maximum(self._near(f"{name}.near", x), 0)
            qkv = self._linear(f"{name}.qkv", self._norm(f"{name}.norm", x))
            q, k, v = qkv.reshape(len(x), 3, HEADS, -1).transpose(1, 2, 0, 3)
            mixed = _softmax(q @ k.swapaxes(1, 2) / math.sqrt(q.shape[-1])) @ v
            x = x + self._linear(f"{name}.out", mixed.swapaxes(0, 1).reshape(len(x), -1))
            x = x + self._linear(f"{name}.down", _gelu(self._linear(f"{name}.up", self._norm(f"{name}.norm2", x))))
        return float(self._linear("head", self._norm("norm", x[:1]))[0, 0])

    def _linear(self, name: str, x: Array) -> Array:
        product: Array = x @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]
        return product

    def _near(self, name: str, x: Array) -> Array:
        """Each token with its neighbours; beyond the ends there is nothing."""
        weight = self.weights[f"{name}.weight"]
        reach = weight.shape[2] // 2
        padded = np.pad(x, ((reach, reach), (0, 0)))
        sides = (padded[n : n + len(x)] @ weight[:, :, n].T for n in range(weight.shape[2]))
        total: Array = sum(sides, self.weights[f"{name}.bias"])
        return total

    def _norm(self, name: str, x: Array) -> Array:
        centred = x - x.mean(-1, keepdims=True)
        scaled: Array = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + EPSILON)
        return scaled * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]


def _softmax(scores: Array) -> Array:
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    share: Array = powers / powers.sum(-1, keepdims=True)
    return share


def _gelu(x: Array) -> Array:
    bent: Array = 0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))
    return bent


def save(path: Path, matcher: Matcher) -> None:
    """Write what was learnt, without the vectors of the reader of intents."""
    held: dict[str, Any] = {name: values.astype(np.float16) for name, values in matcher.weights.items()}
    held["by chance"] = matcher.vectors[len(matcher.reader.names) :].astype(np.float16)
    np.savez_compressed(path, learnt_with=_mark(matcher.reader), layers=matcher.layers, limit=matcher.limit, **held)


def load(path: Path, reader: Reader) -> Matcher:
    """Read what `save` wrote.

    Raises: ValueError when it was learnt with another reader of intents.
    """
    with np.load(path, allow_pickle=False) as found:
        held: dict[str, Any] = {name: found[name] for name in found.files}
    if int(held.pop("learnt_with")) != _mark(reader):
        raise ValueError(f"{path.name} was learnt with another reader of intents: run python -m lam.training.matching again")
    layers, limit = int(held.pop("layers")), float(held.pop("limit"))
    vectors = np.concatenate([reader.embedding, held.pop("by chance").astype(np.float32)])
    return Matcher(reader, vectors, {name: values.astype(np.float32) for name, values in held.items()}, layers, limit)


def _mark(reader: Reader) -> int:
    """What tells one reader of intents from others by its vectors."""
    return zlib.crc32(reader.embedding.astype(np.float16).tobytes())


@lru_cache(maxsize=1)
def shipped() -> Matcher:
    """The one that comes with the adapter."""
    with as_file(files("lam") / "adapters" / FILE) as path:
        return load(path, shipped_reader())
