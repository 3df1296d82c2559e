"""What a hand does, in the words of the user interface: keys, texts, menu entries, and dialogs that are opened, filled in and confirmed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from lam.envs.libreoffice.inside.colors import NONE, to_number
from lam.errors import TaskBroken
from lam.tasks.base import Move
from lam.types import Action, Control, Kind, Observation

Way = Literal["hybrid", "gui"]
KEYS = {"bold": "Ctrl+B", "italic": "Ctrl+I", "underline": "Ctrl+U"}
ALIGNMENT = {"left": "Ctrl+L", "center": "Ctrl+E", "right": "Ctrl+R", "justify": "Ctrl+J"}


class NotByHand(TaskBroken):
    """An action, or one of its wishes, without a counterpart here."""


@dataclass(frozen=True)
class Glance(Move):
    """A move that is only made where what shows asks for it: a box that is not ticked yet, a message that came up."""

    needed: Callable[[Observation], bool] = lambda seen: True


@dataclass(frozen=True)
class Later(Move):
    """An app action whose counterpart goes by what shows when its turn comes."""

    moves: Callable[[Observation], list[Move]] = lambda seen: []


Acts = list[Move]


@dataclass(frozen=True)
class Given:
    """An app action that is to be done by hand."""

    name: str
    args: Mapping[str, Any]
    seen: Observation
    way: Way

    def only(self, *names: str) -> None:
        """Raises: NotByHand when something else is wished."""
        if other := [name for name in self.args if name not in names]:
            raise NotByHand(f"{self.name}: {', '.join(other)} has no counterpart by hand")


Counterpart = Callable[[Given], Acts]
COUNTERPARTS: dict[tuple[Kind, str], Counterpart] = {}


def by(kind: Kind, *names: str) -> Callable[[Counterpart], Counterpart]:
    """Registers what a hand does for the app actions of these names."""

    def register(function: Counterpart) -> Counterpart:
        COUNTERPARTS.update({(kind, name): function for name in names})
        return function

    return register


# -- single acts


def press(keys: str, times: int = 1) -> Move:
    return Move(f"{keys} does it", Action("press", {"keys": keys} | ({"times": times} if times > 1 else {})))


def type_text(text: str) -> Move:
    return Move("the text is typed", Action("type_text", {"text": text}))


def click(control: str) -> Move:
    return Move(f"{control} is next", Action("click", {"control": control}))


def set_text(control: str, text: Any) -> Move:
    return Move(f"{control} takes it", Action("set_text", {"control": control, "text": str(text)}))


def pick(control: str, item: str) -> Move:
    return Move(f"{item} is in {control}", Action("select_item", {"control": control, "item": item}))


def wait_for(name: str) -> Move:
    return Move(f"{name} comes a moment later", Action("wait_for", {"name": name}))


def select(target: str, match: str = "") -> Move:
    return Move(f"{target} is to be selected", Action("select", {"target": target} | ({"match": match} if match else {})))


def tick(box: str, on: bool = True) -> Move:
    """The box ticked, or not, whatever it was."""
    return Glance(f"{box} is to be {'ticked' if on else 'empty'}", Action("click", {"control": box}), lambda seen: _ticked(box, seen) != on)


def confirm(button: str, title: str) -> Move:
    """A button of a message that may come up."""
    return Glance(f"{title} is to be answered", Action("click", {"control": button}), lambda seen: any(d.startswith(title) for d in seen.dialogs))


# -- menus and dialogs


def menu(path: str) -> Acts:
    head, _, leaf = path.rpartition(" > ")
    return [
        Move(f"it is in the menu {head}", Action("open_menu", {"path": head})),
        Move(f"{leaf} does it", Action("click", {"control": f"menu item: {leaf}"})),
    ]


def dialog(path: str, *acts: Move | Acts, ok: str = "OK") -> Acts:
    """A dialog of a menu, what is set in it, and the button that confirms."""
    return [*menu(path), *flat(*acts), click(f"push button: {ok}")]


def tab(name: str) -> Move:
    return click(f"page tab: {name}")


def drop_down(button: str, color: str) -> Acts:
    """A colour for a button of a dialog that drops down a palette: by its number, as a colour of one's own."""
    return [click(f"button menu: {button}"), click("Custom Color…"), set_text("Hex #:", hexadecimal(color)), click("push button: OK")]


def background(color: str) -> Acts:
    """On a page of a dialog that chooses between no background, a colour and others."""
    if to_number(color) == NONE:
        return [click("push button: None")]
    return [click("push button: Color"), set_text("Hex", hexadecimal(color))]


def hexadecimal(color: str) -> str:
    """`1F77B4` of a colour as people name it.

    Raises: NotByHand when it is no colour but the absence of one.
    """
    number = to_number(color)
    if number == NONE:
        raise NotByHand("no colour has no number")
    return f"{number:06X}"


def flat(*acts: Move | Acts) -> Acts:
    return [move for act in acts for move in (act if isinstance(act, list) else [act])]


# -- controls


def matching(controls: Sequence[Control], label: str) -> list[Control]:
    """Those that a label names: by id, name or value, `role: name`, or a role alone; `(2)` behind it takes the second of several."""
    if numbered := re.fullmatch(r"(.+) \((\d+)\)", label):
        return matching(controls, numbered[1])[int(numbered[2]) - 1 :][:1]
    role, _, name = label.partition(": ") if ": " in label else ("", "", label)
    for fits in (
        lambda c: label in (c.id, c.name),
        lambda c: label == c.value,
        lambda c: name in (c.name, c.value) and role in ("", c.role, c.role.removeprefix("check ").removeprefix("radio ")),
        lambda c: label == c.role,
    ):
        if found := [c for c in controls if fits(c)]:
            return found
    return []


def _ticked(box: str, seen: Observation) -> bool:
    return any("checked" in c.states or "pressed" in c.states for c in matching(seen.controls, box)[:1])
