"""The environment seam: what every backend can do, whichever application stands behind it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from lam.types import Action, Kind, Observation, Outcome


@dataclass(frozen=True)
class Screenshot:
    """A picture of the application's window."""

    path: Path
    size: tuple[int, int]
    """Width and height in pixels."""
    box: tuple[int, int, int, int] | None = None
    """Where the marked elements or controls are on it: x, y, width, height in pixels."""


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

    def screenshot(self, path: Path, mark: Sequence[str] = ()) -> Screenshot | None:
        """Write a PNG of the application's window to `path`, scrolled to the element or control ids in `mark`;
        None where there is no picture."""
        return None

    def supported(self) -> frozenset[str]:
        """Names of the actions that this backend carries out for the open kind of document."""
        return frozenset()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
