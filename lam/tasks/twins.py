"""Instructions of the training side told anew, beside what was done for them: the same wish in other words, with more in it, and close ones.

A base has what was done, as deeds (`lam/verdict/intents/surplus.py`); for its twins the same was done, which is right for `same` only.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from lam.types import Kind

FILE = "twins.jsonl"


@dataclass(frozen=True)
class Twin:
    """An instruction told anew. `other`: close wishes for which what was done is wrong: another place, value or operation; many have none."""

    base: str
    kind: Kind
    deeds: frozenset[str]
    same: str
    more: str
    other: tuple[str, ...] = ()


def twins() -> Iterator[Twin]:
    """All twins; several may have one base."""
    for line in (files("lam") / "tasks" / FILE).read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        others = tuple(told[name] for name in ("other", "close") if name in told)
        yield Twin(told["base"], told["kind"], frozenset(told["deeds"]), told["same"], told["more"], others)
