"""The policy seam: who decides the next action. Everything that decides goes through `Policy`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from lam.actions import Declaration
from lam.agent.decoding import Guidance
from lam.types import Decision, Observation, Step

Guide = Callable[[Observation, Sequence[Step], Mapping[str, Declaration]], Guidance]
"""Tells, of a moment and the actions that may be used, what the instruction can mean."""


class Policy(Protocol):
    """Decides one action at a time from the instruction, what it sees and what it did so far."""

    name: str
    guided: bool
    """Whether it is kept from what the instruction cannot mean: a small model is, others decide for themselves."""

    def decide(self, instruction: str, observation: Observation, history: Sequence[Step], vocabulary: Mapping[str, Declaration]) -> Decision:
        """The next action, unvalidated. `vocabulary`: the actions that may be used now.

        Raises: ActionRejected when the answer holds no action; EnvironmentFault when the model cannot be reached.
        """

    def begin(self, attempt: int, guide: Guide | None = None) -> bool:
        """Get ready for an attempt at an instruction, 0 being the first; False when it would only decide the same again.

        `guide` is for policies that are `guided`.
        """

    def close(self) -> None:
        """Release the model. May be called twice."""
