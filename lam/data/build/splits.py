"""Who is trained on and who is asked: whole families, documents and phrasings go to one side, never single rows.

train        what is learnt
test         documents and phrasings that training never sees, of families that it knows
test_family  families that training never sees
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from lam.data.build.rows import Row
from lam.data.pairs import normal, share

Side = Literal["train", "test", "test_family"]
SIDES: tuple[Side, ...] = get_args(Side)
ASKED = 0.25
"""Of the training documents, the share on which families that are held out are asked; on the others their rows are left out."""
LARGE = 0.05
"""Families with a larger share of an app's rows are not held out: training would lose too much."""


@dataclass
class Splitter:
    """Gives rows their sides in two passes: `learn` notes what the test sides hold, `divide` gives every row its side or drops it.

    Holds eight bytes or so for every test row, nothing for the others.
    """

    held_out: frozenset[str] = frozenset()
    """Families of which training sees nothing."""
    dropped: Counter[str] = field(default_factory=Counter)
    _ids: set[int] = field(default_factory=set)
    _documents: set[int] = field(default_factory=set)
    _phrasings: set[int] = field(default_factory=set)
    _instructions: set[int] = field(default_factory=set)

    def learn(self, rows: Iterable[Row]) -> None:
        """Note what the test sides hold."""
        for row in rows:
            if self._own(row) in ("train", None):
                continue
            self._ids.add(_hash(row.id))
            self._documents.add(_hash(row.document))
            self._phrasings.add(_hash(row.phrasing))
            self._instructions.add(_hash(normal(row.instruction)))

    def divide(self, rows: Iterable[Row]) -> Iterator[tuple[Side, Row]]:
        """Rows with their sides. What may be on neither is dropped and counted."""
        seen: set[int] = set()
        for row in rows:
            if _hash(row.id) in seen:
                self.dropped["the same conversation twice"] += 1
                continue
            seen.add(_hash(row.id))
            side = self._own(row)
            why = "family is held out, document is trained on" if side is None else self._leak(row, side)
            if side is None or why:
                self.dropped[why] += 1
                continue
            yield side, row

    def _own(self, row: Row) -> Side | None:
        if set(row.family.split("+")) & self.held_out:
            return "test_family" if row.split == "test" or share(f"asked {row.document}") < ASKED else None
        return row.split

    def _leak(self, row: Row, side: Side) -> str:
        if any((_hash(parent) in self._ids) != (side != "train") for parent in row.parents):
            return "made from rows of both sides"
        if side != "train":
            return ""
        if _hash(row.document) in self._documents:
            return "document is tested on"
        if _hash(row.phrasing) in self._phrasings:
            return "phrasing is tested on"
        if _hash(normal(row.instruction)) in self._instructions:
            return "instruction is tested on"
        return ""


def choose_families(apps: Mapping[str, Counter[str]], part: float) -> frozenset[str]:
    """Families to hold out: this share of each app's, at least one where an app has five or more; always the same ones. `apps`: rows of each."""
    chosen: set[str] = set()
    for app in sorted(apps):
        most = LARGE * apps[app].total()
        ordered = sorted((name for name, rows in apps[app].items() if rows <= most), key=lambda name: share(f"family {name}"))
        count = max(round(part * len(apps[app])), 1 if len(apps[app]) >= 5 and part > 0 else 0)
        chosen |= set(ordered[:count])
    return frozenset(chosen)


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
