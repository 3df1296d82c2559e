"""Four faults, told apart by whose they are.

LamError
├── ActionRejected     the policy's: told to it in words, the episode goes on
├── EnvironmentFault   the machine's: the step is retried or the episode is void
├── TaskBroken         ours: the run stops
└── UserError          the caller's: one clear line, a distinct exit code, nothing changed
"""

from __future__ import annotations


class LamError(Exception):
    """Base of everything that LAM raises on purpose."""


class ActionRejected(LamError):
    """The action cannot be done as asked; nothing was changed. The message is written for the policy."""


class EnvironmentFault(LamError):
    """The application died, hung or answered nonsense."""


class TaskBroken(LamError):
    """A task, a checkpoint or a declaration of ours is inconsistent."""


class UserError(LamError):
    """The caller asked for what cannot be. `code` is the exit code of the command line."""

    def __init__(self, message: str, code: int = 2) -> None:
        super().__init__(message)
        self.code = code
