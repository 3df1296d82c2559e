"""What all document families share: the document, choosing a wording, and the usual goals."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, ClassVar

from lam.reading import Change, Goal, Reading
from lam.tasks.base import Move, Split
from lam.tasks.compose import Piece, PieceFamily, Source
from lam.tasks.document import documents
from lam.tasks.document.documents import BlockKind, Manuscript, key
from lam.tasks.document.references import Reference
from lam.tasks.wordings import choose, fill
from lam.types import Action, Kind, Observation

Variant = Callable[[random.Random, Manuscript], Piece | None]
Judge = Callable[[Reading, Reading], Goal]


class DocumentFamily(PieceFamily):
    """A family of tasks on text documents. A subclass lists its `variants`, methods that make a piece of a manuscript."""

    kind: Kind = "document"
    needs: ClassVar[tuple[BlockKind, ...]] = ()
    """Kinds of block without which the family finds little to ask for."""

    def variants(self) -> Sequence[Variant]:
        """The ways to ask, as often as they should be taken."""
        raise NotImplementedError

    def source(self, rng: random.Random, split: Split) -> Source:
        return documents.source(rng, split, self.needs)

    def piece(self, rng: random.Random, split: Split, source: Source) -> Piece | None:
        return rng.choice(self.variants())(rng, source.content)

    def build(
        self,
        rng: random.Random,
        m: Manuscript,
        section: str,
        given: Mapping[str, str],
        moves: Sequence[Move],
        goal: Judge,
        done: str,
        touches: Collection[str],
        structural: bool = False,
    ) -> Piece:
        """A piece with a wording of `section` that has exactly the slots of `given`."""
        wording = choose(rng, self.kind, self.name, m.split, given, section)

        def act(observation: Observation) -> Sequence[Move]:
            return moves

        return Piece(fill(rng, wording, given), wording, act, goal, done, frozenset(touches), structural, {"section": section, **given})


def step(thought: str, name: str, **args: Any) -> Move:
    """A move; arguments that are None are left out."""
    return Move(thought, Action(name, {k: v for k, v in args.items() if v is not None}))


def each(reference: Reference, name: str, **args: Any) -> list[Move]:
    """The same action on every target of a reference."""
    thoughts = [reference.thought, *(f"next is {target}" for target in reference.targets[1:])]
    return [step(thought, name, target=target, **args) for thought, target in zip(thoughts, reference.targets, strict=True)]


def ids(m: Manuscript, blocks: Collection[int]) -> list[str]:
    """Outline ids of blocks."""
    return [m.ids[i] for i in blocks]


def expect(m: Manuscript, blocks: Collection[int], properties: Mapping[str, Any], free: Collection[str] = ()) -> Judge:
    """The blocks have these properties afterwards; the properties in `free` may follow (`*`: any but the text)."""
    keys = {key(m.ids[i]) for i in blocks}

    def goal(before: Reading, after: Reading) -> Goal:
        texts = {part.properties.get("text") for part in before.parts if part.key in keys}

        def allowed(change: Change) -> bool:
            return change.part == "paragraph" and _follows(change.property, free) and after[change.where].properties.get("text") in texts

        return Goal(dict.fromkeys(keys, properties), allowed)

    return goal


def _follows(name: str, free: Collection[str]) -> bool:
    return bool(name) and (name in free or ("*" in free and name != "text"))


def spans(text: str, words: str, value: Any, base: Any) -> Any:
    """A character property after `value` was given to every occurrence of `words` in a text that had `base` throughout."""
    pieces: list[tuple[str, Any]] = []
    rest = text
    while (at := rest.lower().find(words.lower())) >= 0:
        pieces += [(rest[:at], base), (rest[at : at + len(words)], value)]
        rest = rest[at + len(words) :]
    pieces.append((rest, base))
    merged: list[tuple[str, Any]] = []
    for piece, held in pieces:
        if piece and merged and merged[-1][1] == held:
            merged[-1] = (merged[-1][0] + piece, held)
        elif piece:
            merged.append((piece, held))
    return merged[0][1] if len(merged) == 1 else tuple(merged)
