"""The reader of places: how much a candidate is what an instruction points at, by a linear model over clues and an embedding of words and marks.

It is no policy: it does not know what is to be done, and it is asked only whether the places that were chosen are those that such words point
at. It learnt that from verified demonstrations (`python -m lam.training.places`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lam.verdict.intents.features import Vocabulary, parts
from lam.verdict.pointing.clues import Clues, clues
from lam.verdict.pointing.queries import Query

FILE = "places.npz"
HARDLY = -2.0
"""Log-odds below which a candidate is hardly meant."""
NEVER = 99.0
"""Margin that no answer has: where nothing is known of a slot, nothing is said."""


@dataclass(frozen=True)
class Answer:
    """How a run's choice looks. `margin`: by how much the best candidate that was left out lies above the worst that was chosen (log-odds)."""

    margin: float
    chosen: str
    """The worst of those that were chosen."""
    rather: str
    """The best of those that were left out."""
    stray: bool = False
    """Whether the worst of them is hardly meant, and the best is."""


@dataclass(frozen=True)
class Pointer:
    """A trained reader of places.

    `words` and `marks`: a row of D numbers per feature of the instruction and of the candidates; `relations`: a number per feature of both
    together. `limits`: slot -> the margin that right choices hardly ever have, on wordings that were not seen.
    """

    vocabulary: Vocabulary
    words: NDArray[np.float32]
    marks: NDArray[np.float32]
    relations: NDArray[np.float32]
    limits: Mapping[str, float]

    def scores(self, given: Clues) -> NDArray[np.float32]:
        """Of each candidate, the log-odds that it is meant; without the constant of training (`SELDOM`), which is the same for all."""
        said = self.words[given.words].sum(axis=0) / np.sqrt(len(given.words))
        scores = [said @ self.marks[mark].sum(axis=0) + self.relations[own].sum() for mark, own in zip(given.marks, given.relations, strict=True)]
        return np.asarray(scores, np.float32)

    def answer(self, query: Query, text: str, alone: bool = True) -> Answer:
        """How a choice looks, given the instruction; where it is not `alone`, given that part of it which suits it best."""
        pieces = () if alone else parts(text)
        return min((self._answer(query, piece) for piece in (text, *pieces)), key=lambda answer: answer.margin)

    def _answer(self, query: Query, text: str) -> Answer:
        scores = self.scores(clues(query.slot, text, query.candidates, self.vocabulary)).tolist()
        told = list(zip(scores, (candidate.id for candidate in query.candidates), strict=True))
        worst = min(one for one in told if one[1] in query.chosen)
        best = max((one for one in told if one[1] not in query.chosen), default=(worst[0] - NEVER, ""))
        clear = max(score for score, name in told if name in query.chosen) > 0
        return Answer(best[0] - worst[0], worst[1], best[1], clear and worst[0] < HARDLY)

    def limit(self, slot: str) -> float:
        """The margin above which a choice for this slot is doubtful."""
        return self.limits.get(slot, NEVER)


def save(path: Path, pointer: Pointer) -> None:
    """Write a pointer; its embeddings in steps of 1/127 of each dimension's largest number."""
    held: dict[str, Any] = {"vocabulary": " ".join(sorted(pointer.vocabulary.words)), "relations": pointer.relations.astype(np.float16)}
    for name, table in (("words", pointer.words), ("marks", pointer.marks)):
        scale = np.abs(table).max(axis=0) / 127 + 1e-12
        held |= {name: np.rint(table / scale).astype(np.int8), f"{name}_scale": scale.astype(np.float32)}
    slots = sorted(pointer.limits)
    np.savez_compressed(path, slots="\n".join(slots), limits=np.array([pointer.limits[slot] for slot in slots], np.float32), **held)


def load(path: Path) -> Pointer:
    """Read what `save` wrote."""
    with np.load(path, allow_pickle=False) as told:
        held: Mapping[str, Any] = {name: told[name] for name in told.files}
    slots: Sequence[str] = str(held["slots"]).split("\n")
    return Pointer(
        Vocabulary(str(held["vocabulary"]).split()),
        held["words"].astype(np.float32) * held["words_scale"],
        held["marks"].astype(np.float32) * held["marks_scale"],
        held["relations"].astype(np.float32),
        dict(zip(slots, held["limits"].tolist(), strict=True)),
    )


@lru_cache(maxsize=1)
def shipped() -> Pointer:
    """The reader of places that comes with the adapter."""
    with as_file(files("lam") / "adapters" / FILE) as path:
        return load(path)
