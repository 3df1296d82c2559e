"""What an instruction can mean here and now: the places that it may point at, as the reader of places sees them, and the texts that it gives.

The embedded model is kept to that: it knows well what is to be done, and often misses by one where. What the reader of places finds far below the
likeliest places is not offered at all. The checks of the result ask the same reader, but not it alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence

from lam.actions import Declaration
from lam.agent.decoding import Guidance
from lam.agent.policy import Guide
from lam.reading.base import Reading
from lam.types import Kind, Observation, Step
from lam.verdict.intents.facts import known_as
from lam.verdict.intents.features import parts
from lam.verdict.places.common import STRUCTURAL, unabridged
from lam.verdict.pointing.clues import clues
from lam.verdict.pointing.pointer import shipped
from lam.verdict.pointing.queries import MOST, MOVING, PLACED, Candidate, candidates
from lam.verdict.words import QUOTED, flat

NEAR = 3.0
"""Log-odds below the best place at which another one is still offered."""
MEANT = 0.0
"""Log-odds from which a place is offered, however much better others are: several may be meant."""
LEVELS: Mapping[Kind, Mapping[str, tuple[str, ...]]] = {
    "document": dict.fromkeys(PLACED, ("block",)),
    "presentation": {"slide": ("slide",), **dict.fromkeys(("target", "after", "before", "to"), ("slide", "shape"))},
    "spreadsheet": {},
}
"""What the arguments may name."""


def guide(instruction: str, original: Reading) -> Guide:
    """What tells, at each moment, what the instruction may mean. `original`: the document, with the words that the outline leaves out."""

    def told(observation: Observation, history: Sequence[Step], vocabulary: Mapping[str, Declaration]) -> Guidance:
        moved = any(step.outcome.ok and STRUCTURAL.match(step.decision.action.name) for step in history)
        if moved or observation.kind == "spreadsheet" or observation.omitted:
            return Guidance(said=instruction)
        elements = unabridged(observation.elements, original)
        pools = {level: candidates(elements, level, observation.summary) for level in ("block", "slide", "shape")}
        places = {}
        for name, declaration in vocabulary.items():
            for argument, spec in declaration.schema["properties"].items():
                levels = LEVELS[observation.kind].get(argument, ())
                if spec.get("ref") == "element" and levels and declaration.risk != "read":
                    pool = [[c for c in pools[level] if argument != "table" or not re.match(r"p\d|i\d", c.id)] for level in levels]
                    found = _meant(instruction, name, argument, pool)
                    if found:
                        places[name, argument] = found
        return Guidance(places, instruction)

    return told


def _meant(instruction: str, action: str, argument: str, pools: Iterable[Sequence[Candidate]]) -> frozenset[str]:
    """The ids that an argument may name; empty where there is no telling."""
    found: set[str] = set()
    quotes = [flat(next(group for group in hit.groups() if group)) for hit in QUOTED.finditer(instruction)]
    for pool in pools:
        if not 1 < len(pool) <= MOST:
            found |= {candidate.id for candidate in pool}
            continue
        kept: set[str] = set()
        for slot in _slots(action, argument):
            kept |= _near(slot, instruction, pool)
            for part in parts(instruction):
                kept |= _near(slot, part, pool, least=MEANT)
        kept |= {candidate.id for candidate in pool if any(quote.strip() and quote in candidate.text for quote in quotes)}
        found |= kept
    return frozenset(found)


def _near(slot: str, text: str, pool: Sequence[Candidate], least: float = -math.inf) -> set[str]:
    """The places that are offered for a slot: those near the best one, and those that may well be meant besides; none where the best is not that."""
    pointer = shipped()
    scores = pointer.scores(clues(slot, text, pool, pointer.vocabulary)).tolist()
    best = max(scores)
    if best < least:
        return set()
    limit = min(best - NEAR, MEANT) if best > MEANT else best - NEAR
    return {candidate.id for candidate, score in zip(pool, scores, strict=True) if score >= limit}


def _slots(action: str, argument: str) -> list[str]:
    """The slots that the reader of places knows for an argument: some depend on others."""
    slot = f"{known_as(action)}.{argument}"
    ways = [f"{slot}+", f"{slot}-"] if action in MOVING and argument == "to" else [slot]
    known = [known for known in shipped().limits if any(re.fullmatch(re.escape(way) + r"(:\w+)?[+-]?", known) for way in ways)]
    return known or ways
