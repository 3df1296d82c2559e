"""What a test does to commands, widgets and the document, as actions that a policy has: clicks, items, texts, keys, menu commands.

A widget is the control that the last observation shows for it. What has no counterpart ends the replay with its reason.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol
from urllib.parse import unquote

from lam.data.collect.help.tables import Tables, plain
from lam.data.collect.uitests.words import VIEWS, autofilter
from lam.tasks.base import Move
from lam.types import Action, Kind, Observation

KEYS = {"RETURN": "Return", "ESC": "Escape", "ESCAPE": "Escape", "DELETE": "Delete", "BACKSPACE": "Backspace", "TAB": "Tab", "SPACE": "Space",
        "UP": "Up", "DOWN": "Down", "LEFT": "Left", "RIGHT": "Right", "HOME": "Home", "END": "End", "PAGEUP": "PageUp", "PAGEDOWN": "PageDown",
        "INSERT": "Insert", "CTRL": "Ctrl", "SHIFT": "Shift", "ALT": "Alt"}  # fmt: skip
ERASING = ("CTRL+A", "BACKSPACE", "DELETE")
"""Keys that only empty a field before something is typed into it."""


MOST_TIMES = 100
"""So often at most one action presses a key."""
STYLES = "applystyle"
"""The id of the toolbar's field with the paragraph styles."""


class NotMapped(Exception):  # noqa: N818 (it is an outcome that is counted, not a mistake)
    """A step of the test has no counterpart among our actions; the message is the reason that is counted."""


class Asked(Protocol):
    """An environment that also says which control stands for a widget."""

    def ask(self, what: str, **parameters: Any) -> Any:
        """The answer to one question."""


class Hand:
    """The moves for the steps of one test. `tables`: what the installed office calls its commands."""

    def __init__(self, env: Asked, kind: Kind, told: Sequence[Mapping[str, Any]], tables: Tables) -> None:
        """`told`: what the importer writes into the `params` of a step, for each."""
        self._env, self._kind, self._told, self._tables = env, kind, told, tables

    def check(self, count: int) -> None:
        """Raises: NotMapped when one of the first steps is a command without a counterpart, which is known before anything is opened."""
        for told in self._told[:count]:
            if told["op"] != "widget" and not told["command"].startswith(".uno:StyleApply"):
                self._command(told["command"], {str(k): str(v) for k, v in told.get("args", {}).items()})

    def moves(self, number: int, seen: Observation) -> Iterator[Move]:
        """The moves for one step, each to be carried out before the next is asked for. `seen`: what shows before the first.

        Raises: NotMapped.
        """
        told = self._told[number]
        args = {str(k): str(v) for k, v in told.get("args", {}).items()}
        if told["op"] != "widget":
            yield self._command(told["command"], args)
            return
        path = str(told["widget"]).split("/")
        if path[0] in VIEWS and len(path) == 1:
            yield from self._view(told["action"], args, seen)
        elif not self._skipped(number):
            yield from self._widget(number, path, str(told["action"]), args)

    def entered(self, number: int, seen: Observation) -> Iterator[Move]:
        """The moves after a step of which a formula is left being typed, as a command for sums does, before anything is looked at."""
        if self._told[number]["op"] != "widget" and self._kind == "spreadsheet" and not seen.dialogs and not _has_name_box(seen):
            yield Move("the formula is entered", Action("press", {"keys": "Return"}))

    # commands

    def _command(self, command: str, args: Mapping[str, str]) -> Move:
        name, _, query = command.partition("?")
        given = {k.partition(":")[0]: v for k, _, v in (part.partition("=") for part in unquote(query).split("&")) if k} | dict(args)
        if name == ".uno:StyleApply" and given.get("FamilyName") == "ParagraphStyles" and given.get("Style"):
            field = self._env.ask("control", path=[STYLES])
            if not field:
                raise NotMapped("a toolbar that is not there")
            return Move("the list of styles is in the toolbar", Action("set_text", {"control": self._shown(field), "text": given["Style"]}))
        if given:
            raise NotMapped("a command with arguments")
        entry = self._tables.menu_of(self._kind, command)
        if entry:
            path = " > ".join(entry.path)
            return Move(f"{entry.path[-1]} is in the menu {entry.path[0]}", Action("menu", {"path": path}))
        keys = [k for k in self._tables.keys_of(self._kind, command) if k]
        label = self._tables.label(self._kind, command)
        if keys:
            return Move(f"{keys[0]} is {label or command[5:]}", Action("press", {"keys": _key(keys[0])}))
        own = self._tables.label(self._kind, command, menu=True) == label  # what the office itself goes by
        if own and label and self._tables.by_label[self._kind].get(plain(label), set()) == {command}:
            return Move(f"the command is called {label}", Action("menu", {"path": label}))
        return Move(f"the command is {label or command[5:]}", Action("menu", {"path": name}))

    # the document itself

    def _view(self, action: str, args: Mapping[str, str], seen: Observation) -> Iterator[Move]:
        place = args.get("CELL") or args.get("RANGE") or ""
        if action == "TYPE" and set(args) == {"TEXT"}:
            yield Move("the text is typed where the cursor is", Action("type_text", {"text": args["TEXT"]}))
        elif action == "TYPE" and set(args) == {"KEYCODE"}:
            yield Move(f"{_key(args['KEYCODE'])} goes to the document", Action("press", {"keys": _key(args["KEYCODE"])}))
        elif action == "SELECT" and len(args) == 1 and place and self._kind == "spreadsheet":
            yield from _go(place, seen)
        elif action == "SELECT" and set(args) == {"TABLE"}:
            tabs = [c.id for c in seen.controls if c.role == "page tab" and not c.dialog]
            if not args["TABLE"].isdigit() or int(args["TABLE"]) >= len(tabs):
                raise NotMapped("a sheet whose tab is not there")
            yield Move("its tab is below the sheet", Action("click", {"control": tabs[int(args["TABLE"])]}))
        elif action == "SELECT" and {"START_POS", "END_POS"} == set(args) and self._kind == "document":
            yield from _stretch(int(args["START_POS"]), int(args["END_POS"]))
        elif action == "SIDEBAR" and set(args) == {"PANEL"}:
            yield from self._sidebar(self._tables.deck_of(args["PANEL"]), seen)
        elif action == "LAUNCH" and {"AUTOFILTER", "COL", "ROW"} == set(args):
            yield from _go(autofilter(args), seen)
            yield Move("Alt+Down opens its list", Action("press", {"keys": "Alt+Down"}))
        else:
            raise NotMapped(f"{action} {'+'.join(sorted(args))} in the document".replace("  ", " "))

    def _sidebar(self, deck: str, seen: Observation) -> Iterator[Move]:
        if not deck:
            raise NotMapped("a panel that no part of the sidebar has")
        tab = next((c for c in seen.controls if c.role == "toggle button" and c.name == deck), None)
        if tab is None:
            yield Move("the sidebar is closed", Action("menu", {"path": "View > Sidebar"}))
        if tab is None or "checked" not in tab.states:
            yield Move(f"{deck} is in the sidebar", Action("click", {"control": f"toggle button: {deck}"}))

    # widgets

    def _skipped(self, number: int) -> bool:
        """Whether a step only empties a field that the next one sets, or closes what the office does not show here."""
        told = self._told[number]
        if _key_of(told) in ERASING:
            later = next((t for t in self._told[number + 1 :] if _key_of(t) not in ERASING or t.get("widget") != told["widget"]), {})
            return later.get("widget") == told["widget"] and later.get("action") == "TYPE" and "TEXT" in later.get("args", {})
        first = number == 0 and self._kind == "presentation"
        return first and told["widget"] in ("close", "cancel")  # the choice of a template, which an opened file does not ask for

    def _widget(self, number: int, path: list[str], action: str, args: Mapping[str, str]) -> Iterator[Move]:
        found = self._env.ask("control", path=path)
        if found.get("folded"):
            yield Move("more of the dialog is folded away", Action("click", {"control": found["folded"]}))
            found = self._env.ask("control", path=path)
        if not found or "folded" in found:
            raise NotMapped("a widget that is not there")
        what = f"{found['role']} {found['name']}".strip() if found["name"] else path[-1]
        thought = " ".join(f"{what} is the one in this dialog".split()[:12])
        if action in ("SELECT", "CLICK", "CHOOSE") and ("POS" in args or "TEXT" in args):
            yield Move(thought, self._item(found, args))
        elif action == "SELECT" and not args and found["role"] == "check box" and found.get("chain"):
            raise NotMapped("SELECT of an entry that would be ticked")
        elif found["role"] == "list item" and not found["control"] and found["holder"] and action in ("CLICK", "SELECT"):
            yield Move(thought, Action("select_item", {"control": found["holder"], "item": found["name"]}))
        elif found["role"] == "tree item" and not found["control"] and action in ("CLICK", "SELECT", "EXPAND"):
            yield from self._entry(thought, found, action == "EXPAND")
        elif action == "CLEAR":
            yield Move(thought, Action("set_text", {"control": self._shown(found), "text": ""}))
        elif action in ("CLICK", "SELECT") and not args:
            yield Move(thought, Action("click", {"control": self._shown(found)}))
        elif action == "DOUBLECLICK":
            yield Move(thought, Action("double_click", {"control": self._shown(found)}))
        elif action in ("TYPE", "SET") and "TEXT" in args:
            yield Move(thought, Action("set_text", {"control": self._shown(found), "text": args["TEXT"]}))
        elif action == "TYPE" and "KEYCODE" in args:
            yield from self._keys(thought, found, args["KEYCODE"])
        elif action == "SELECT" and {"FROM", "TO"} == set(args) and "text" in found["role"]:
            if "focused" not in found["states"]:
                yield Move(thought, Action("click", {"control": self._shown(found)}))
            yield from _stretch(int(args["FROM"]), int(args["TO"]), "Home")
        elif action in ("UP", "DOWN"):
            yield from self._keys(thought, found, action)
        elif action in ("EXPAND", "COLLAPSE") and "item" in found["role"]:
            yield from self._keys(thought, found, "RIGHT" if action == "EXPAND" else "LEFT")
        else:
            raise NotMapped(f"{action} {'+'.join(sorted(args))} of a {found['role']}".replace("  ", " "))

    def _shown(self, found: Mapping[str, Any]) -> str:
        if not found["control"]:
            raise NotMapped(f"a {found['role']} that is not among the controls")
        return str(found["control"])

    def _item(self, found: Mapping[str, Any], args: Mapping[str, str]) -> Action:
        items = found["items"]
        if "POS" in args:
            position = int(args["POS"]) if args["POS"].lstrip("-").isdigit() else -1
            if not 0 <= position < len(items):
                raise NotMapped("an entry that is not there")
            item = items[position]
        else:
            item = next((i for i in items if i["label"].strip() == args["TEXT"].strip()), {"label": args["TEXT"], "control": ""})
        same = [i for i in items if i["label"].strip().casefold() == item["label"].strip().casefold()]
        if found["control"] and item["label"].strip() and (not same or same[0] is item):
            return Action("select_item", {"control": found["control"], "item": item["label"]})
        if item["control"]:
            return Action("click", {"control": item["control"]})
        raise NotMapped(f"an entry of a {found['role']} that is not among the controls")

    def _entry(self, thought: str, found: Mapping[str, Any], expand: bool) -> Iterator[Move]:
        """To an entry of a tree: its topmost entry by name, from there with keys."""
        chain = found["chain"]
        if not chain or not found["holder"] or not all(entry["plain"] for entry in chain[1:]):
            raise NotMapped("an entry of a tree with open branches above it")
        yield Move(thought, Action("select_item", {"control": found["holder"], "item": chain[0]["label"]}))
        for above, entry in itertools.pairwise(chain):
            if "expanded" not in above["states"]:
                yield Move(f"{above['label']} has entries below it", Action("press", {"keys": "Right"}))
            yield Move(f"{entry['label']} is below", Action("press", {"keys": "Down", "times": entry["position"] + 1}))
        if expand and "expanded" not in found["states"]:
            yield Move(f"{found['name']} is closed", Action("press", {"keys": "Right"}))

    def _keys(self, thought: str, found: Mapping[str, Any], keys: str) -> Iterator[Move]:
        if "focused" not in found["states"]:
            yield Move(thought, Action("click", {"control": self._shown(found)}))
        yield Move(f"{_key(keys)} goes to it", Action("press", {"keys": _key(keys)}))


def _go(place: str, seen: Observation) -> Iterator[Move]:
    """To a cell by the Name Box, which goes by another name while a formula is being typed."""
    if not _has_name_box(seen):
        yield Move("what is being typed is entered first", Action("press", {"keys": "Return"}))
    yield Move(f"{place} is meant", Action("set_text", {"control": "Name Box", "text": place}))


def _has_name_box(seen: Observation) -> bool:
    return any(c.name == "Name Box" for c in seen.controls)


def _stretch(start: int, end: int, home: str = "Ctrl+Home") -> Iterator[Move]:
    """Selects characters of the text by their numbers."""
    yield Move("counting starts at the beginning", Action("press", {"keys": home}))
    for keys, times in (("Right", start), ("Shift+Right", end - start)):
        for done in range(0, times, MOST_TIMES):
            yield Move(f"{times} characters on", Action("press", {"keys": keys, "times": min(MOST_TIMES, times - done)}))


def _key_of(told: Mapping[str, Any]) -> str:
    return str(told.get("args", {}).get("KEYCODE", "")) if told.get("action") == "TYPE" else ""


def _key(code: str) -> str:
    """`CTRL+A` as our actions write it."""
    return "+".join(KEYS.get(part.upper(), part if len(part) > 1 else part.upper()) for part in code.split("+"))
