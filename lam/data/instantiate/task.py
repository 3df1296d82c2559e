"""An instantiated record as a task that can be carried out and judged."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from lam.data.instantiate.effects import judge
from lam.data.instantiate.recipe import recipe, write
from lam.reading import read
from lam.tasks.base import Move, Task
from lam.types import Action, Control, Observation, Score, Step


def task(record: Mapping[str, Any]) -> Task:
    """The task of a record of `lam data instantiate`: its document, its plan as the expert, its effects as verifier and witness."""
    effects = record["effects"]
    document = [e for e in effects if e["kind"] == "document"]
    seen = [e for e in effects if e["kind"] != "document"]
    moves = [Move(move["thought"], Action(move["action"], move["args"])) for move in record["plan"]]
    free = any(e["kind"] in ("control", "state") for e in seen)

    def expert(observation: Observation) -> list[Move]:
        return moves

    def verify(before: Path, after: Path) -> Score:
        if free and not document:  # what a dialog's OK may change depends on the control; that something did as asked is the witness's word
            return Score(1.0)
        return judge(read(before), read(after), document)

    made = recipe(record["document"])
    witness = partial(_witness, seen) if seen else None
    return Task(
        record["family"], record["kind"], record["instruction"], record["wording"], partial(write, made), expert, verify, record["params"], witness
    )


def _witness(effects: Sequence[Mapping[str, Any]], steps: Sequence[Step]) -> Score:
    reasons = [why for effect in effects if (why := _lacks(effect, steps))]
    return Score(0.0 if reasons or not steps else 1.0, tuple(reasons))


def _lacks(effect: Mapping[str, Any], steps: Sequence[Step]) -> str:
    """What of an effect was not seen; empty when it was."""
    if effect["kind"] == "dialog":
        opened = any(title.partition(": ")[0] == effect["title"] for step in steps[1:] for title in step.observation.dialogs)
        return "" if opened else f"no dialog {effect['title']!r} opened"
    if effect["kind"] == "state":
        items = [c for step in steps[1:] for c in step.observation.controls if _same(c.name, effect["item"]) and "menu item" in c.role]
        if len(items) < 2:
            return f"the menu item {effect['item']!r} was not seen before and after"
        before, after = ("checked" in item.states for item in (items[0], items[-1]))
        return "" if before != after else f"{effect['item']} is {'on' if after else 'off'} as before"
    shown = [c for step in steps[1:] for c in step.observation.controls if _is_it(c, effect)]
    if not shown:
        return f"no {effect['role']} {effect['name']!r} was seen in {effect['dialog']!r}"
    last = shown[-1]
    if "on" in effect:
        on = any(s in ("checked", "pressed") for s in last.states)
        return "" if on == effect["on"] else f"{effect['name']} is {'on' if on else 'off'}"
    told = last.value or next((s for s in _items(steps, last)), "")
    return "" if equal(told, str(effect["value"])) else f"{effect['name']} is {told!r}"


def _is_it(control: Control, effect: Mapping[str, Any]) -> bool:
    return bool(control.dialog.partition(": ")[0] == effect["dialog"] and control.role == effect["role"] and control.name == effect["name"])


def _items(steps: Sequence[Step], control: Control) -> Sequence[str]:
    """What a list without a value of its own has selected, by the outcome of the last act on it."""
    told = [m[1] for s in steps for m in [re.search(r"selected '(.*)' in (.*)", s.outcome.message)] if m and m[2] == (control.name or control.role)]
    return told[-1:]


def _same(one: str, other: str) -> bool:
    return one.strip().rstrip(".…").casefold() == other.strip().rstrip(".…").casefold()


CENTIMETRES = {"cm": 1.0, "mm": 0.1, "″": 2.54, '"': 2.54, "in": 2.54, "pt": 2.54 / 72, "pc": 2.54 / 6}
_AMOUNT = re.compile(r"^(-?\d+(?:[.,]\d+)?)\s*(\S*)")


def equal(shown: str, wanted: str) -> bool:
    """Whether a field shows the value: the same words, or the same amount, a length in whatever unit the office writes it."""
    if _same(shown, wanted):
        return True
    one, other = _AMOUNT.match(shown.strip()), _AMOUNT.match(wanted.strip())
    if not one or not other:
        return False
    a, b = (float(m[1].replace(",", ".")) for m in (one, other))
    units = [CENTIMETRES.get(m[2].lower()) for m in (one, other)]
    if units[0] and units[1] and one[2] != other[2]:
        return abs(a * units[0] - b * units[1]) < 0.02 + 0.01 * units[0]
    return abs(a - b) < 0.051
