"""What a saved file really holds, read with independent libraries (never through the office that wrote it), and how two differ.

`read(path)` gives a Reading; `compare(before, after)` gives the Changes in document order; `only_changed` judges them.
"""

from __future__ import annotations

import hashlib
import importlib
import os
from functools import lru_cache
from pathlib import Path

from lam.errors import UserError
from lam.reading.base import Change, Part, Reading
from lam.reading.compare import Goal, compare, counterparts, only_changed
from lam.types import SUFFIXES

READABLE = (".docx", ".xlsx", ".pptx")

__all__ = ["READABLE", "Change", "Goal", "Part", "Reading", "compare", "counterparts", "only_changed", "read"]


def read(path: Path) -> Reading:
    """What `path` holds, by its suffix.

    Raises: UserError when the format cannot be read or the file is damaged.
    """
    suffix = path.suffix.lower()
    if suffix not in READABLE:
        raise UserError(f"{path.name}: only {', '.join(READABLE)} can be compared, not {suffix or 'a file without a suffix'}")
    try:
        digest = hashlib.sha256(path.read_bytes()).digest()
    except OSError:
        digest = os.urandom(32)  # the reader below says what is wrong with it
    return _read(path, suffix, digest)


@lru_cache(maxsize=4)
def _read(path: Path, suffix: str, digest: bytes) -> Reading:
    """The same file is often read again: as the state before each of several tasks, by verdict and report."""
    reading: Reading = importlib.import_module(f"lam.reading.{SUFFIXES[suffix]}").read(path)
    return reading
