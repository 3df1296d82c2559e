"""The reader of surplus: how probable it is that an instruction asks for more than what was done, whatever that is.

The reader of intents knows what our actions can do, and finds what of it is missing. What no action does (a dotted line), and what narrows a
wish (an exception, a condition, only the first word), it does not know; this one learnt how people say such things, from instructions that were told
anew twice: once asking the same, once asking for more (`lam/tasks/twins.jsonl`, `python -m lam.training.surplus`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lam.types import Kind
from lam.verdict.intents.features import sequence
from lam.verdict.intents.reader import Reader, strongest
from lam.verdict.intents.reader import shipped as shipped_reader

FILE = "surplus.npz"
FEW_WORDS, SHORT, PLAIN = 4, 8, 1.5
"""In so many words hardly anybody asks for more (4 of 7,200 twins do), and in so many seldom: log-odds must lie higher by so much then.
Short instructions begin as many do that go on, and the networks do not see how long a text is."""


@dataclass(frozen=True)
class Network:
    """One of several that were trained alike, each without another fifth of the twins.

    `kernels`: (weights, bias), of shapes (width, D, K) and (K,). `weights`: (K of all kernels together, 1 + E), `bias`: (1 + E,): the first number
    is what such words say of any action, the others are weighed by what was done. `meaning`: (deeds, E).
    """

    kernels: tuple[tuple[NDArray[np.float32], NDArray[np.float32]], ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    meaning: NDArray[np.float32]

    def log_odds(self, read: NDArray[np.float32], done: Sequence[int]) -> float:
        """That such words ask for more than what was done. `read`: (tokens, D); `done`: rows of `meaning`."""
        said = np.concatenate([strongest(read, weights, bias) for weights, bias in self.kernels]) @ self.weights + self.bias
        return float(said[0] + said[1:] @ self.meaning[list(done)].sum(axis=0))


@dataclass(frozen=True)
class Surplus:
    """A trained reader of surplus. It reads words as the reader of intents does, with its vectors, and believes the mean of its networks.

    `deeds`: what can be done -> its number. `limit`: the log-odds that what asks for nothing more hardly ever has, in words that were not seen.
    """

    reader: Reader
    networks: tuple[Network, ...]
    deeds: Mapping[str, int]
    limit: float

    def log_odds(self, kind: Kind, text: str, done: Collection[str]) -> float:
        """That an instruction asks for more than these facts."""
        rows = [self.reader.names.get(token, 0) for token in sequence(kind, text, self.reader.names, self.reader.vocabulary)]
        known = [self.deeds[deed] for deed in deeds(done) if deed in self.deeds]
        return float(np.mean([network.log_odds(self.reader.embedding[rows], known) for network in self.networks]))

    def exceeds(self, kind: Kind, text: str, done: Collection[str]) -> bool:
        """Whether an instruction seems to ask for more than these facts; a few words never do."""
        words = len(text.split())
        return words > FEW_WORDS and self.log_odds(kind, text, done) > self.limit + (PLAIN if words <= SHORT else 0)


def deeds(done: Collection[str]) -> frozenset[str]:
    """What was done, of the facts of a run: actions, arguments without their values, kinds of places, and whether it was done more than once."""
    return frozenset(re.sub(r"=.*", "", fact) if "@" not in fact else fact for fact in done)


def save(path: Path, surplus: Surplus) -> None:
    """Write what was learnt, without the vectors of the reader of intents."""
    held: dict[str, Any] = {}
    for n, network in enumerate(surplus.networks):
        for m, (kernel, bias) in enumerate(network.kernels):
            held |= {f"{n} kernel {m}": kernel.astype(np.float16), f"{n} bias {m}": bias}
        held |= {f"{n} weights": network.weights.astype(np.float16), f"{n} bias": network.bias, f"{n} meaning": network.meaning.astype(np.float16)}
    names = "\n".join(sorted(surplus.deeds, key=lambda name: surplus.deeds[name]))
    np.savez_compressed(path, words=len(surplus.reader.names), deeds=names, limit=surplus.limit, **held)


def load(path: Path, reader: Reader) -> Surplus:
    """Read what `save` wrote.

    Raises: ValueError when it was learnt with another reader of intents.
    """
    with np.load(path, allow_pickle=False) as told:
        held: Mapping[str, Any] = {name: told[name] for name in told.files}
    if int(held["words"]) != len(reader.names):
        raise ValueError(f"{path.name} was learnt with another reader of intents: run python -m lam.training.surplus again")
    networks = []
    for n in range(sum(name.endswith(" meaning") for name in held)):
        widths = range(sum(name.startswith(f"{n} kernel ") for name in held))
        kernels = tuple((held[f"{n} kernel {m}"].astype(np.float32), held[f"{n} bias {m}"]) for m in widths)
        networks.append(Network(kernels, held[f"{n} weights"].astype(np.float32), held[f"{n} bias"], held[f"{n} meaning"].astype(np.float32)))
    names = str(held["deeds"]).split("\n")
    return Surplus(reader, tuple(networks), {name: n for n, name in enumerate(names)}, float(held["limit"]))


@lru_cache(maxsize=1)
def shipped() -> Surplus:
    """The one that comes with the adapter."""
    with as_file(files("lam") / "adapters" / FILE) as path:
        return load(path, shipped_reader())
