"""What is asked of the experts: a group is one generated document with a few instructions of task families that fit it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import get_args

from lam.tasks.base import Family, Split, Task
from lam.tasks.compose import Joined, PieceFamily, join, task
from lam.types import Kind

INSTRUCTIONS = 6
"""So many tasks at most on one document: training reads their common beginning once."""
JOINED = 0.15
"""Share of tasks that ask for two things at once."""
WEIGHTS: Mapping[str, float] = {"format_text": 10, "aggregate": 14, "summary_slide": 10, "add_slide": 4, "set_heading": 1.5, "formula_column": 1.5}
"""How often a family is asked for beside the others, which count 1."""


def group(rng: random.Random, split: Split, known: Sequence[Family], even: bool = False) -> list[Task]:
    """A few tasks on one document. `even`: every family as often as the others."""
    kind = rng.choice([kind for kind in get_args(Kind) if any(f.kind == kind for f in known)])
    pool = [f for f in known if f.kind == kind and not isinstance(f, Joined)]
    weights = [1.0 if even else WEIGHTS.get(f.name, 1.0) for f in pool]
    lead = rng.choices(pool, weights)[0]
    if not isinstance(lead, PieceFamily):
        return [lead.sample(rng, split)]
    source = lead.source(rng, split)
    made: list[Task] = []
    for attempt in range(4 * INSTRUCTIONS):
        chosen = [lead] if attempt == 0 else rng.choices(pool, weights, k=2 if rng.random() < 2 * JOINED else 1)
        pieces = [piece for f in chosen if isinstance(f, PieceFamily) and (piece := f.piece(rng, split, source))]
        if len(pieces) < len(chosen):
            continue
        if len(pieces) == 2:
            pieces.sort(key=lambda p: p.structural)
            if chosen[0] is chosen[1] or pieces[0].structural or pieces[0].touches & pieces[1].touches:
                continue
            instruction = join(rng, pieces[0].instruction, pieces[1].instruction)
        else:
            instruction = pieces[0].instruction
        if instruction not in {t.instruction for t in made}:
            made.append(task("+".join(f.name for f in chosen), kind, source, pieces, instruction))
        if len(made) == INSTRUCTIONS:
            break
    return made
