"""What a saved file really holds, read with independent libraries (never through the office that wrote it), and how two differ.

`read(path)` gives a Reading; `compare(before, after)` gives the Changes in document order; `only_changed` judges them.
"""

from __future__ import annotations

import importlib
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
    reading: Reading = importlib.import_module(f"lam.reading.{SUFFIXES[suffix]}").read(path)
    return reading
