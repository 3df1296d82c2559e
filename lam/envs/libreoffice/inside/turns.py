"""One thread of ours at a time: an object of the office can seem to lack what it has to a second thread that asks of its kind in that moment.

The office notes what objects of a kind can do when the first one is asked for, and hands out the note before it is written (so in 7.4). Threads
that free objects of the interface while another waits for the main loop can also block each other for good.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

WAIT_S = 1.0
"""Who has the turn for longer waits for a dialog that only others can close; they go on without it."""


class Turn:
    """Held by the thread that answers a request. Two answer at once while an act is watched for dialogs, and when a dialog closes that an act
    had waited for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._own = threading.local()

    @contextmanager
    def taken(self) -> Iterator[None]:
        self._take()
        try:
            yield
        finally:
            self._give()

    @contextmanager
    def left(self) -> Iterator[None]:
        """Let others go on during a call that may return only when a dialog is closed."""
        held = self._give()
        try:
            yield
        finally:
            if held:
                self._take()

    def _take(self) -> None:
        self._own.held = self._lock.acquire(timeout=WAIT_S)

    def _give(self) -> bool:
        held = bool(getattr(self._own, "held", False))
        self._own.held = False
        if held:
            self._lock.release()
        return held
