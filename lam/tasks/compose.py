"""Tasks out of pieces: a piece is what one family asks of a given document; a task holds one piece, or two that do not collide."""

from __future__ import annotations

import random
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lam.errors import TaskBroken
from lam.reading import Goal, Reading, only_changed, read
from lam.tasks.base import Family, Move, Split, Task
from lam.types import Action, Kind, Observation, Score

ATTEMPTS = 200
JOINTS = ("{0} and {1}", "{0}, then {1}", "{0}. Also, {1}", "{0}, and after that {1}", "{0}. Then {1}", "First {2}, then {1}", "{0}; {1}")
"""Ways to join two instructions: {0} the first, {1} the second with a small letter, {2} the first with a small letter."""


@dataclass(frozen=True)
class Source:
    """A generated document: how to write it, and the description that families look at."""

    make: Callable[[Path], None]
    content: Any


@dataclass(frozen=True)
class Piece:
    """One instruction on one source with its solution and its goal."""

    instruction: str
    wording: str
    moves: Callable[[Observation], Sequence[Move]]
    """The expert's moves without the final `finish`."""
    goal: Callable[[Reading, Reading], Goal]
    """What should differ between the document before and after."""
    done: str
    """The message of `finish`."""
    touches: frozenset[str]
    """What it changes, in words of the kind's own choice (`p3`, `page`, `header`); pieces that share one collide."""
    structural: bool = False
    """Whether ids or ordinals of other elements shift: such a piece comes last, and two of them collide."""
    params: Mapping[str, Any] = field(default_factory=dict)


class PieceFamily(Family):
    """A family that can ask something of a given document, and so be joined with another."""

    @abstractmethod
    def source(self, rng: random.Random, split: Split) -> Source:
        """A document that the family is likely to find its targets in."""

    @abstractmethod
    def piece(self, rng: random.Random, split: Split, source: Source) -> Piece | None:
        """An instruction on this document; None where it offers nothing to ask for."""

    def sample(self, rng: random.Random, split: Split = "train") -> Task:
        for _ in range(ATTEMPTS):
            source = self.source(rng, split)
            piece = self.piece(rng, split, source)
            if piece:
                return task(self.name, self.kind, source, [piece], piece.instruction)
        raise TaskBroken(f"{self.kind} family {self.name} finds no task in {ATTEMPTS} documents")


def task(family: str, kind: Kind, source: Source, pieces: Sequence[Piece], instruction: str) -> Task:
    """The task that asks for all pieces."""

    def expert(observation: Observation) -> list[Move]:
        moves = [move for piece in pieces for move in piece.moves(observation)]
        message = " ".join(piece.done for piece in pieces)
        return [*moves, Move("everything asked for is done" if len(pieces) > 1 else "the result is as asked", Action("finish", {"message": message}))]

    def verify(before: Path, after: Path) -> Score:
        old, new = read(before), read(after)
        return only_changed(old, new, *(piece.goal(old, new) for piece in pieces))

    params = dict(pieces[0].params) if len(pieces) == 1 else {"pieces": [dict(piece.params) for piece in pieces]}
    return Task(family, kind, instruction, " + ".join(piece.wording for piece in pieces), source.make, expert, verify, params)


class Joined(Family):
    """Two pieces of different families on the same document: "X and Y", "X, then Y", "X. Also, Y"."""

    def __init__(self, kind: Kind, members: Sequence[PieceFamily], name: str = "joined") -> None:
        self.kind = kind
        self.name = name
        self.members = tuple(members)

    def sample(self, rng: random.Random, split: Split = "train") -> Task:
        for _ in range(ATTEMPTS):
            first, second = rng.sample(self.members, 2)
            source = first.source(rng, split)
            pieces = [first.piece(rng, split, source), second.piece(rng, split, source)]
            found = sorted((p for p in pieces if p), key=lambda p: p.structural)
            if len(found) == 2 and not found[0].structural and not found[0].touches & found[1].touches:
                return task(self.name, self.kind, source, found, join(rng, found[0].instruction, found[1].instruction))
        raise TaskBroken(f"{self.kind}: no two pieces fit together in {ATTEMPTS} documents")


def join(rng: random.Random, first: str, second: str) -> str:
    """Two instructions as one. A question keeps its mark and its own sentence."""
    if first.endswith(("?", "!", ")")) or second.endswith("?") or ". " in first:
        middle = rng.choice((" Also, ", " Then ", " After that, ", " And "))
        stop = "" if first.endswith(("?", "!", ".")) else "."
        return first + stop + middle + _small(second)
    stem = first.removesuffix(".")
    return rng.choice(JOINTS).format(stem, _small(second), _small(stem))


def _small(text: str) -> str:
    """The text with a small first letter, unless its first word is an abbreviation or the pronoun I."""
    word = text.split(" ", 1)[0]
    return text if word.isupper() or word in ("I'd", "I'm", "I'll", "I've") else text[:1].lower() + text[1:]
