"""The environment seam: what every backend can do, whichever application stands behind it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import Self

from lam.types import Action, Kind, Observation, Outcome


class Environment(ABC):
    """A document open in an application. Use it as a context manager; `close` may be called twice.

    Lifecycle: construct -> reset(path) -> observe/act/snapshot/restore/save ... -> close. `reset` may be called again
    with another document. Every call has a deadline (`deadline_s` of the backend); running past it raises EnvironmentFault.
    """

    kind: Kind

    @abstractmethod
    def reset(self, path: Path) -> Observation:
        """Open `path` (the environment's own working copy) cleanly.

        Raises: UserError when the file cannot be opened; EnvironmentFault when the application fails.
        """

    @abstractmethod
    def observe(self, focus: str = "", controls: bool = False) -> Observation:
        """The document's bounded outline. `focus`: words (the instruction) whose matches are kept in view;
        `controls`: also list the showing controls and open dialogs."""

    @abstractmethod
    def act(self, action: Action) -> Outcome:
        """Carry out one validated action and read its effect back.

        Raises: ActionRejected, with nothing changed; EnvironmentFault.
        """

    @abstractmethod
    def snapshot(self, path: Path) -> None:
        """Write the document's present state to `path` (same format as the file opened), through the application."""

    @abstractmethod
    def close(self) -> None:
        """End everything that this environment started."""

    def restore(self, path: Path) -> Observation:
        """Go back to a state that `snapshot` wrote; relaunches a dead application."""
        return self.reset(path)

    def screenshot(self, path: Path) -> tuple[int, int] | None:
        """Write a PNG of the application's window to `path`; its size in pixels, or None where there is no picture."""
        return None

    def supported(self) -> frozenset[str]:
        """Names of the actions that this backend carries out for the open kind of document."""
        return frozenset()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
