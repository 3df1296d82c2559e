"""The task seam: a family makes tasks, and a task proves itself (nothing done scores 0, the expert 1, damage elsewhere 0)."""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from lam.types import Action, Kind, Observation, Score, Step

Split = Literal["train", "test"]
"""Wordings, documents and slot values of `test` never occur in `train`."""


@dataclass(frozen=True)
class Move:
    """One expert step: a short thought and the action. The expert ends with a `finish` move."""

    thought: str
    """At most 15 words that ground the instruction in the document: `title is p1`, `last quarter is B11:B13`."""
    action: Action


@dataclass(frozen=True)
class Task:
    """A concrete job: an instruction on one document, with the expert's solution and the verifier."""

    family: str
    kind: Kind
    instruction: str
    wording: str
    """The template behind the instruction: what splits are made by."""
    make: Callable[[Path], None]
    """Writes the document; the same bytes of content every time."""
    expert: Callable[[Observation], list[Move]]
    """The expert's moves, given the first observation (for the ids)."""
    verify: Callable[[Path, Path], Score]
    """(document before, document after) -> score; looks at the files only."""
    params: Mapping[str, Any] = field(default_factory=dict)
    witness: Callable[[Sequence[Step]], Score] | None = None
    """For what the saved file cannot show (a dialog that opens, a control that is set, a view that is on): judges the steps of the
    trajectory by what was seen and read back. Where it is given, the task is done when both `verify` and `witness` say 1; with no steps
    it says 0. Step i holds what was seen before its act, so the state after it is the observation of step i + 1, which needs controls
    (`observe(..., controls=True)`); `finish` comes last, and its observation shows the end."""


class Family(ABC):
    """A kind of task: generates documents, instructions in many wordings, experts and verifiers."""

    name: str
    kind: Kind

    @abstractmethod
    def sample(self, rng: random.Random, split: Split = "train") -> Task:
        """A random task of this family."""
