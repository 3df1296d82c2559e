"""Changes of a paragraph's runs, told by their formatting: `bold False -> True` instead of two lists of everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from lam.reading.base import Change

FIELDS = ("font", "size_pt", "bold", "italic", "underline", "strikethrough", "color", "highlight", "link")
"""What a run holds after its text, in this order."""


def told(changes: Iterable[Change]) -> Iterator[Change]:
    """The changes as they are shown: those of `runs` one by one, and only where the formatting differs."""
    for change in changes:
        if change.property == "runs" and _are_runs(change.before) and _are_runs(change.after):
            for place, name in enumerate(FIELDS, 1):
                before, after = _values(change.before, place), _values(change.after, place)
                if before != after and before and after:
                    yield replace(change, property=name, before=_joined(before), after=_joined(after))
        else:
            yield change


def _are_runs(value: Any) -> bool:
    return isinstance(value, tuple) and all(isinstance(run, tuple) and len(run) == len(FIELDS) + 1 for run in value)


def _values(runs: tuple[tuple[Any, ...], ...], place: int) -> tuple[Any, ...]:
    """The different values of one field, in order."""
    return tuple(dict.fromkeys(run[place] for run in runs))


def _joined(values: tuple[Any, ...]) -> Any:
    return values[0] if len(values) == 1 else ", ".join({True: "yes", False: "no"}.get(value, str(value)) for value in values)
