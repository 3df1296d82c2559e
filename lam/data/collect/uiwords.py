"""Words for what an automated test does: a step for every action, and one task for all of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from lam.data.collect.help.ground import Pages, read_pages
from lam.data.collect.help.tables import Tables, plain
from lam.data.collect.help.wording import base
from lam.data.pairs import App, PlanStep, Ref
from lam.errors import UserError

MOST_WORDS, MOST_PHRASES = 30, 5
VIEWS = ("writer_edit", "grid_window", "impress_win", "draw_win")
"""Widgets that are the document itself."""
MOVES = re.compile(r"^\.uno:(?:Go|Char|Word|Line|Page)(?!Dialog|Format|Break|Color)|^\.uno:(?:Undo|Redo|Sidebar|CloseDoc|JumpTo)")
"""Commands that only bring the cursor somewhere, or belong to the test."""


@dataclass(frozen=True)
class Act:
    """One action of a test."""

    kind: Literal["dialog", "command", "widget"]
    command: str = ""
    widget: tuple[str, ...] = ()
    """Ids from the window down."""
    action: str = ""
    """CLICK, TYPE, SELECT, UP, DOWN, ..."""
    args: dict[Any, Any] = field(default_factory=dict)
    dialog: str = ""
    """The command that opened the dialog it happens in."""
    closes: bool = False

    @property
    def params(self) -> dict[str, Any]:
        """What a replay needs."""
        told = {
            "op": self.kind,
            "command": self.command,
            "widget": "/".join(self.widget),
            "action": self.action,
            "args": self.args,
            "dialog": self.dialog,
        }
        return {k: v for k, v in told.items() if v}


class Words:
    """What commands and widgets are called, by the installed office and help where they are there, else by their names."""

    def __init__(self, office: str = "") -> None:
        self._office = office

    @cached_property
    def _tables(self) -> Tables | None:
        from lam.envs.libreoffice.install import find

        try:
            return Tables(Path(self._office).expanduser() if self._office else find().soffice.parents[1] / "share")
        except UserError:
            if self._office:
                raise
            return None

    @cached_property
    def _pages(self) -> Pages:
        from lam.data.collect.help import PLACES

        found = next((Path(p) / "hid2file.js" for p in PLACES if (Path(p) / "hid2file.js").is_file()), None)
        return read_pages(found.read_text(encoding="utf-8", errors="replace")) if found else Pages({}, {}, {})

    @cached_property
    def _labels(self) -> dict[str, dict[str, str]]:
        """Widget -> dialog -> label, of all dialogs that the help is about."""
        found: dict[str, dict[str, str]] = {}
        names = {control.partition(":")[0] for controls in self._pages.widgets.values() for control, _ in controls}
        for name in sorted(names) if self._tables else ():
            dialog = self._tables.dialog(name) if self._tables else None
            for widget, label in dialog.labels.items() if dialog else ():
                found.setdefault(widget, {})[name] = label
        return found

    def command(self, app: App, command: str) -> str:
        """`Insert Footnote` for `.uno:InsertFootnote`."""
        name = command.partition(":")[2].partition("?")[0]
        label = self._tables.label(app, command.partition("?")[0]) if self._tables else ""
        return label or spaced(name)

    def widget(self, act: Act) -> str:
        """The label of a widget in the dialog that the command opened; else its id in words."""
        name = act.widget[-1]
        if plain(name) in ("ok", "cancel", "close", "apply", "reset"):
            return "OK" if name.lower() == "ok" else name.capitalize()
        known = self._labels.get(name, {})
        own = [label for dialog, label in known.items() if dialog in self._pages.dialogs_of(act.dialog)]
        if own or len(set(known.values())) == 1:
            return (own or list(known.values()))[0]
        return spaced(re.sub(r"^(?:x|cb|lb|ed|rb|btn|chk)(?=[A-Z_])|[-_]?(?:entry|edit|box|lb|cb|rb|btn|button)$", "", name)) or name


def spaced(name: str) -> str:
    """`InsertFootnote` as `Insert Footnote`, `line_spacing` as `line spacing`."""
    return re.sub(r"[_:.-]+", " ", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)).strip()


def steps_of(acts: Sequence[Act], app: App, words: Words) -> tuple[PlanStep, ...]:
    """A step for every action, with what a replay needs."""
    return tuple(_step(act, app, words) for act in acts)


def _step(act: Act, app: App, words: Words) -> PlanStep:
    if act.kind != "widget":
        label = words.command(app, act.command)
        values = ", ".join(f"{spaced(str(k)).lower()} {v}" for k, v in act.args.items())
        text = f"Open “{label}”" if act.kind == "dialog" else f"Choose “{label}”{f' with {values}' if values else ''}"
        return PlanStep(text, "command", (Ref("command", label, act.command),), act.params)
    label = words.widget(act)
    ref = Ref("label", label, control="/".join(act.widget))
    view = act.widget[0] in VIEWS
    return PlanStep(_told(act, label, view), "content" if view else "control", () if view else (ref,), act.params)


def _told(act: Act, label: str, view: bool) -> str:
    args = {str(k): str(v) for k, v in act.args.items()}
    if view:
        where = args.get("CELL") or args.get("RANGE") or args.get("OBJECT") or args.get("PAGE") or args.get("TABLE")
        if act.action == "TYPE":
            return f"Press {_key(args['KEYCODE'])}" if "KEYCODE" in args else f"Type “{args.get('TEXT', '')}”"
        if act.action == "SELECT" and where:
            return f"Select {where}"
        return f"{act.action.capitalize()} {', '.join(f'{k.lower()} {v}' for k, v in args.items())}".strip() + " in the document"
    if act.action == "CLICK":
        return f"Click “{label}”"
    if act.action in ("TYPE", "SET"):
        return f"Press {_key(args['KEYCODE'])} in “{label}”" if "KEYCODE" in args else f"Type “{args.get('TEXT', '')}” into “{label}”"
    if act.action == "SELECT":
        if "POS" in args:
            return f"Select entry {int(args['POS']) + 1 if args['POS'].isdigit() else args['POS']} of “{label}”"
        return f"Select “{args['TEXT']}” in “{label}”" if "TEXT" in args else f"Select “{label}”"
    return f"{'Raise' if act.action == 'UP' else 'Lower' if act.action == 'DOWN' else act.action.capitalize()} “{label}”"


def _key(code: str) -> str:
    return "+".join(part.capitalize() for part in code.split("+"))


def task_of(acts: Sequence[Act], app: App, words: Words) -> tuple[str, str]:
    """One sentence for what the actions come to (typed text, commands, values that were set, in order), and why there is none."""
    phrases = _phrases(acts, app, words, values=True)
    if _long(phrases):
        phrases = _phrases(acts, app, words, values=False)
    if not phrases:
        return "", "comes to nothing"
    if _long(phrases):
        return "", "too much to say in a sentence"
    task = "; ".join(phrases[:-1]) + (", then " if len(phrases) > 1 else "") + phrases[-1]
    return task[:1].upper() + task[1:], ""


def _long(phrases: Sequence[str]) -> bool:
    return len(phrases) > MOST_PHRASES or len(re.findall(r"\w+", " ".join(phrases))) > MOST_WORDS - 2


def _phrases(acts: Sequence[Act], app: App, words: Words, values: bool) -> list[str]:
    phrases: list[str] = []
    typed = cell = ""
    for number, act in enumerate(acts):
        args = {str(k): str(v) for k, v in act.args.items()}
        view = act.kind == "widget" and act.widget[0] in VIEWS
        if view and act.action == "SELECT" and ("CELL" in args or "RANGE" in args):
            cell = args.get("CELL") or args.get("RANGE", "")
        elif view and act.action == "TYPE" and "TEXT" in args:
            typed = f"type “{args['TEXT']}”{f' into {cell}' if cell else ''}"
            phrases.append(typed)
        elif act.kind == "command" and not MOVES.match(act.command):
            phrases.append(_command(act, app, words, cell, args if values else {}))
        elif act.kind == "dialog":
            inside = acts[number + 1 : next((i for i, a in enumerate(acts) if i > number and a.closes and a.dialog == act.command), len(acts))]
            confirmed = not any(a.closes and a.dialog == act.command and a.widget[-1] in ("cancel", "close") for a in acts[number + 1 :])
            told = [w for w in (_setting(a, words) for a in inside if a.kind == "widget" and a.dialog == act.command) if w] if values else []
            if (confirmed and act.command != ".uno:OptionsTreeDialog") or told:
                phrases.append(_command(act, app, words, cell, {}) + (f": {', '.join(told)}" if told else ""))
    return list(dict.fromkeys(phrases))


def _command(act: Act, app: App, words: Words, cell: str, args: dict[str, str]) -> str:
    label = words.command(app, act.command)
    named = re.sub(r" (?:Dialog|Dlg)$", "", spaced(act.command.partition(":")[2].partition("?")[0]))
    phrase = next((text.lower() for text in (label, named) if " " in text and base(text.split()[0]) == text.split()[0].lower()), "")
    phrase = phrase or f"{'apply' if act.kind == 'command' else 'use'} “{label}”"
    given = ", ".join(f"{spaced(k.partition('.')[2] or k).lower()} {v}" for k, v in args.items())
    return phrase + (f" ({given})" if given else "") + (f" on {cell}" if cell and act.kind == "command" else "")


def _setting(act: Act, words: Words) -> str:
    """What a control was set to; empty for what only leads there."""
    args = {str(k): str(v) for k, v in act.args.items()}
    label = words.widget(act)
    if plain(label) in ("ok", "cancel", "close", "apply", "tabcontrol", "pages") or act.widget[0] in ("tabcontrol", "pages") or act.closes:
        return ""
    if act.action in ("TYPE", "SET") and "TEXT" in args:
        return f"set “{label}” to “{args['TEXT']}”"
    if act.action == "SELECT" and "TEXT" in args:
        return f"choose “{args['TEXT']}” in “{label}”"
    if act.action == "SELECT" and args.get("POS", "").isdigit():
        return f"choose entry {int(args['POS']) + 1} of “{label}”"
    if act.action == "CLICK":
        return f"click “{label}”"
    return f"{'raise' if act.action == 'UP' else 'lower'} “{label}”" if act.action in ("UP", "DOWN") else ""
