"""An instantiated record as a task that can be carried out and judged."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from lam.data.instantiate.effects import inside, judge
from lam.data.instantiate.functions import nearly
from lam.data.instantiate.recipe import recipe, write
from lam.reading import Change, Reading, compare, read
from lam.tasks.base import Move, Task
from lam.types import Action, Control, Observation, Score, Step


def task(record: Mapping[str, Any]) -> Task:
    """The task of a record of `lam data instantiate`: its document, its plan as the expert, its effects as verifier and witness."""
    effects = record["effects"]
    document = [e for e in effects if e["kind"] == "document"]
    reach = [e for e in effects if e["kind"] == "reach"]
    formulas = [e for e in effects if e["kind"] == "formula"]
    seen = [e for e in effects if e["kind"] in ("dialog", "control", "state")]
    moves = [Move(move["thought"], Action(move["action"], move["args"])) for move in record["plan"]]
    by_hand = any(move.action.name in BY_HAND for move in moves)

    def expert(observation: Observation) -> list[Move]:
        return moves

    def verify(before: Path, after: Path) -> Score:
        old, new = read(before), read(after)
        if formulas:
            return computed(old, new, formulas[0])
        if not document and reach:
            return spared(old, new, reach[0]["place"], reach[0]["what"])
        return judge(old, new, document)

    made = recipe(record["document"])
    witness = partial(_witness, seen) if seen or by_hand else None
    return Task(
        record["family"], record["kind"], record["instruction"], record["wording"], partial(write, made), expert, verify, record["params"], witness
    )


BY_HAND = frozenset(("click", "type_text", "press", "set_text", "select_item", "open_menu"))
"""Actions that need an office with views, which a task with a witness gets from the start."""


def computed(before: Reading, after: Reading, effect: Mapping[str, Any]) -> Score:
    """1.0 when the cell comes to the value by the function, and nothing else changed but the column or row that it made."""
    sheet, _, cell = str(effect["cell"]).rpartition("!")
    found = next((p.properties for p in after.parts if p.key == effect["cell"]), {})
    shown = getattr(found.get("value"), "result", found.get("value"))
    line = re.compile(rf"{re.escape(sheet)}!(?:column {cell.rstrip('0123456789')}|row {cell.lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')})$")
    reasons = [] if shown is not None and nearly(shown, effect["value"]) else [f"{cell} is {shown!r}, not {effect['value']!r}"]
    if f"{effect['function']}(" not in str(found.get("formula", "")).upper():
        reasons.append(f"{cell} holds {found.get('formula', '')!r}, without {effect['function']}")
    changes = [c for c in compare(before, after) if c.where != effect["cell"] and not line.match(c.where)]
    same_column = {p.key for p in after.parts if re.match(rf"{re.escape(sheet)}!{cell.rstrip('0123456789')}\d+$", p.key)} - {effect["cell"]}
    reasons += [f"unexpected: {c}" for c in changes] + [f"unexpected: {key}" for key in same_column - {p.key for p in before.parts}]
    return Score(0.0 if reasons else 1.0, tuple(reasons[:8]))


TEXTS = ("text", "value", "formula")
WIDE = ("page", "header", "footer", "sheet", "workbook", "properties", "slide", "row", "column", "style", "deck", "presentation")
"""Kinds of parts that belong to no place."""


def spared(before: Reading, after: Reading, place: str, reach: str) -> Score:
    """1.0 when a dialog's OK has damaged nothing: what it may change depends on its `reach`. `looks`: how the selected place looks, and no text;
    `page`: pages and sheets as such; `content`: anything, but no text outside of the place is lost."""
    if reach == "content":
        left = [_text(p.properties) for p in after.parts]
        lost = []
        for part in before.parts:
            text = _text(part.properties)
            if text and not inside(part.key, place or "?") and part.kind not in WIDE:
                if text in left:
                    left.remove(text)
                else:
                    lost.append(f"lost: {part.key} {text!r}")
        return Score(0.0 if lost else 1.0, tuple(lost[:8]))
    unexpected = [f"unexpected: {c}" for c in compare(before, after) if not _reached(c, place, reach)]
    return Score(0.0 if unexpected else 1.0, tuple(unexpected[:8]))


def _text(properties: Mapping[str, Any]) -> str:
    found = next((properties[name] for name in TEXTS if properties.get(name) not in (None, "")), "")
    return str(getattr(found, "result", found))


def _reached(change: Change, place: str, reach: str) -> bool:
    if change.part in WIDE:
        return reach == "page" or (bool(change.property) and change.property not in ("name", "state"))
    return reach == "looks" and inside(change.where, place) and bool(change.property) and change.property not in TEXTS


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
