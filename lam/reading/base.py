"""The records of reading: parts with effective properties, and changes between two readings."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lam.types import Kind


@dataclass(frozen=True)
class Computed:
    """What a formula came to when the file was saved; None where nothing has computed it, which differs from no result."""

    result: Any = None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Computed):
            return NotImplemented
        if self.result is None or other.result is None:
            return True
        if isinstance(self.result, (int, float)) and isinstance(other.result, (int, float)):
            return math.isclose(self.result, other.result, rel_tol=1e-9, abs_tol=1e-9)
        return bool(self.result == other.result)

    def __hash__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return repr(self.result)


@dataclass(frozen=True)
class Part:
    """A paragraph, table cell, cell, slide, shape, chart, note, comment, image, page setting, ..."""

    key: str
    """Address as a person reads it: `paragraph 3`, `table 1, cell B2`, `Sales!B7`, `slide 2, shape 1 (Title 1)`, `page`, `header`."""
    kind: str
    """`paragraph`, `cell`, `shape`, `slide`, `image`, ... Parts of different kinds are never aligned with each other."""
    properties: Mapping[str, Any]
    """Effective values (styles, themes and defaults resolved): text, style, bold, size_pt, color, alignment,
    formula, value, ... Plain comparable values."""


@dataclass(frozen=True)
class Reading:
    """All parts of a file in document order."""

    kind: Kind
    parts: tuple[Part, ...] = field(default=())

    def __getitem__(self, key: str) -> Part:
        return next(part for part in self.parts if part.key == key)


@dataclass(frozen=True)
class Change:
    """One difference. An added part has no `before`, a removed one no `after`; `property` is empty for both."""

    where: str
    """Key of the part in the later file (in the earlier one when it was removed)."""
    part: str
    """Kind of the part."""
    property: str
    before: Any = None
    after: Any = None

    def __str__(self) -> str:
        if not self.property:
            return f"{self.where}: {'added' if self.before is None else 'removed'} {self.after if self.before is None else self.before!r}"
        return f"{self.where}: {self.property} {self.before!r} → {self.after!r}"


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """A for 1, AA for 27."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text
