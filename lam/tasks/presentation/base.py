"""What all presentation families share: their decks, and a piece made from a wording and its slots."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Literal

from lam.reading import Goal, Reading
from lam.tasks.base import Move, Split
from lam.tasks.compose import Piece, PieceFamily, Source
from lam.tasks.presentation import documents
from lam.tasks.presentation.documents import Deck
from lam.tasks.wordings import choose, fill, load, slots
from lam.types import Action, Observation

Moves = Callable[[Observation], Sequence[Move]]
GoalOf = Callable[[Reading, Reading], Goal]
_ARTICLE = re.compile(r"\b([Aa]) (?=(?:italic|underlined|orange|olive|area|oval|ellipse|arrow)\b)")


class SlideFamily(PieceFamily):
    """A family on decks of its own liking."""

    kind: Literal["presentation"] = "presentation"
    low: ClassVar[int] = 3
    high: ClassVar[int] = 12
    wishes: ClassVar[Mapping[str, float]] = {}
    """What its decks should have more of; see `documents.deck`."""

    def source(self, rng: random.Random, split: Split) -> Source:
        return documents.source(documents.deck(rng, split, self.low, self.high, **self.wishes))

    def piece(self, rng: random.Random, split: Split, source: Source) -> Piece | None:
        section, given = variant(rng, self.name)
        return self.ask(rng, split, source.content, section, given)

    def ask(self, rng: random.Random, split: Split, deck: Deck, section: str, wanted: frozenset[str]) -> Piece | None:
        """The piece for a section of the wordings and the slots that they have; None where the deck offers no target."""
        raise NotImplementedError

    def make(
        self,
        rng: random.Random,
        split: Split,
        section: str,
        given: Mapping[str, str],
        moves: Moves | Sequence[Move],
        goal: GoalOf,
        done: str,
        touches: Iterable[int],
        structural: bool = False,
        **params: Any,
    ) -> Piece:
        """The piece with a wording for these slots. `touches`: slides, from 0."""
        wording = choose(rng, self.kind, self.name, split, given, section)
        first = slots(wording[: wording.find("}") + 1]) if wording.startswith("{") else frozenset()
        if "\n" in given.get("bullets", "") and not wording.endswith("{bullets}"):
            given = {**given, "bullets": given["bullets"].strip("\n- ").replace("\n- ", "; ")}
        values = {k: v[:1].upper() + v[1:] if k in first and k in ("position", "where", "color") else v for k, v in given.items()}
        text = _ARTICLE.sub(r"\1n ", fill(rng, wording, values))
        ready: Moves = moves if callable(moves) else lambda observation: moves
        return Piece(text, wording, ready, goal, done, frozenset(f"s{i + 1}" for i in touches), structural, {"section": section, **given, **params})


def variant(rng: random.Random, family: str) -> tuple[str, frozenset[str]]:
    """A section of a family's wordings and a set of slots in it, as often as wordings have them."""
    found = Counter((section, slots(line)) for section, lines in load("presentation", family).items() for line in lines)
    return rng.choices(list(found), list(found.values()))[0]


def act(thought: str, name: str, **args: Any) -> Move:
    return Move(thought, Action(name, args))
