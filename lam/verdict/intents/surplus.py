"""The reader of surplus: how probable it is that an instruction asks for more than what was done, whatever that is.

The reader of intents knows what our actions can do, and finds what of it is missing. What no action does (a dotted line), and what narrows a
wish (an exception, a condition, only the first word), it does not know; this one learnt how people say such things, from instructions that were told
anew twice: once asking the same, once asking for more (`lam/tasks/twins.jsonl`, `python -m lam.training.surplus`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
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


@dataclass(frozen=True)
class Surplus:
    """A trained reader of surplus. It reads words as the reader of intents does, with its vectors.

    `kernels`: (weights, bias), of shapes (width, D, K) and (K,). `weights`: (K of all kernels together, 1 + E), `bias`: (1 + E,): the first number
    is what such words say of any action, the others are weighed by what was done. `deeds`: what can be done -> its row of `meaning`, which has E
    numbers each. `limit`: the probability that what asks for nothing more hardly ever has, in words that were not seen.
    """

    reader: Reader
    kernels: tuple[tuple[NDArray[np.float32], NDArray[np.float32]], ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    deeds: Mapping[str, int]
    meaning: NDArray[np.float32]
    limit: float

    def probability(self, kind: Kind, text: str, done: Collection[str]) -> float:
        """That an instruction asks for more than these facts."""
        rows = [self.reader.names.get(token, 0) for token in sequence(kind, text, self.reader.names, self.reader.vocabulary)]
        read = self.reader.embedding[rows]
        said = np.concatenate([strongest(read, weights, bias) for weights, bias in self.kernels]) @ self.weights + self.bias
        known = [self.deeds[deed] for deed in deeds(done) if deed in self.deeds]
        return float(1 / (1 + np.exp(-(said[0] + said[1:] @ self.meaning[known].sum(axis=0)))))

    def exceeds(self, kind: Kind, text: str, done: Collection[str]) -> bool:
        """Whether an instruction seems to ask for more than these facts."""
        return self.probability(kind, text, done) > self.limit


def deeds(done: Collection[str]) -> frozenset[str]:
    """What was done, of the facts of a run: actions, arguments without their values, kinds of places, and whether it was done more than once."""
    return frozenset(re.sub(r"=.*", "", fact) if "@" not in fact else fact for fact in done)


def save(path: Path, surplus: Surplus) -> None:
    """Write what was learnt, without the vectors of the reader of intents."""
    held: dict[str, Any] = {f"kernel{n}": kernel.astype(np.float16) for n, (kernel, _) in enumerate(surplus.kernels)}
    held |= {f"bias{n}": bias for n, (_, bias) in enumerate(surplus.kernels)}
    names = sorted(surplus.deeds, key=lambda name: surplus.deeds[name])
    np.savez_compressed(
        path,
        words=len(surplus.reader.names),
        weights=surplus.weights.astype(np.float16),
        bias=surplus.bias,
        deeds="\n".join(names),
        meaning=surplus.meaning.astype(np.float16),
        limit=surplus.limit,
        **held,
    )


def load(path: Path, reader: Reader) -> Surplus:
    """Read what `save` wrote.

    Raises: ValueError when it was learnt with another reader of intents.
    """
    with np.load(path, allow_pickle=False) as told:
        held: Mapping[str, Any] = {name: told[name] for name in told.files}
    if int(held["words"]) != len(reader.names):
        raise ValueError(f"{path.name} was learnt with another reader of intents: run python -m lam.training.surplus again")
    kernels = sum(name.startswith("kernel") for name in held)
    return Surplus(
        reader,
        tuple((held[f"kernel{n}"].astype(np.float32), held[f"bias{n}"]) for n in range(kernels)),
        held["weights"].astype(np.float32),
        held["bias"],
        {name: n for n, name in enumerate(str(held["deeds"]).split("\n"))},
        held["meaning"].astype(np.float32),
        float(held["limit"]),
    )


@lru_cache(maxsize=1)
def shipped() -> Surplus:
    """The one that comes with the adapter."""
    with as_file(files("lam") / "adapters" / FILE) as path:
        return load(path, shipped_reader())
