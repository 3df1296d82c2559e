"""Words for what an automated test does: a step for every action, and one task for all of them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote

from lam.data.collect.help.ground import Pages, read_pages
from lam.data.collect.help.tables import Tables, plain, shown
from lam.data.collect.help.wording import base
from lam.data.instantiate.widgets import Widget, read_dialog
from lam.data.pairs import App, PlanStep, Ref
from lam.errors import UserError

MOST_WORDS, MOST_PHRASES = 30, 6
VIEWS = ("writer_edit", "grid_window", "impress_win", "draw_win")
"""Widgets that are the document itself."""
MOVES = re.compile(r"^\.uno:(?!.*Sel$)(?:Go|Char|Word|Line|Page)(?!Dialog|Format|Break|Color)|^\.uno:(?:CloseDoc|JumpTo)")
"""Commands that only bring the cursor somewhere, or belong to the test."""
TAKEN_BACK = (".uno:Undo", ".uno:Redo")
"""From the first of these on, a test looks whether what it did can be undone."""
LEADING = ("ok", "cancel", "close", "apply", "tabcontrol", "pages")
"""Widgets that lead somewhere or end it, and set nothing."""
QUIET = ("RETURN", "TAB", "ESC", "ESCAPE", "UP", "DOWN", "LEFT", "RIGHT", "HOME", "END", "PAGEUP", "PAGEDOWN", "F2")
"""Keys that only move, or end what was typed."""


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
    def name(self) -> str:
        """The id of the widget, or of the list that an entry stands in."""
        return next((part for part in reversed(self.widget) if not part.isdigit()), "")

    @property
    def view(self) -> bool:
        """Whether it happens in the document."""
        return self.kind == "widget" and self.widget[0] in VIEWS

    @property
    def entry(self) -> int:
        """Which entry of a list it is about, from 0; -1: none, or one by its text."""
        told = str(self.args.get("POS", "")) or (self.widget[-1] if self.widget else "")
        return int(told) if told.isdigit() else -1

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
    def _files(self) -> dict[str, dict[str, Widget]]:
        """Dialog file -> its widgets, of all that the office has."""
        root = self._tables.config if self._tables else None
        found = sorted(root.rglob("*.ui")) if root else []
        read = ((p.relative_to(root).as_posix(), read_dialog(root, p.relative_to(root).as_posix())) for p in found if root)
        return {name: dict(file.widgets) for name, file in read if file}

    @cached_property
    def _places(self) -> dict[str, list[str]]:
        """Widget -> the dialog files that have one of this name."""
        found: dict[str, list[str]] = {}
        for name, widgets in self._files.items():
            for widget in widgets:
                found.setdefault(widget, []).append(name)
        return found

    def _in_file(self, act: Act, near: Collection[str]) -> Widget | None:
        """The widget in the dialog file that the help names for the command, else in the one that has most of the test's other widgets."""
        places = self._places.get(act.name, [])
        own = {f"{name}.ui" for name in self._pages.dialogs_of(act.dialog)} if act.dialog else set()
        places = [p for p in places if p in own] or places
        most = max((sum(n in self._files[p] for n in near) for p in places), default=0)
        found = {(w.label, w.items): w for p in places if sum(n in self._files[p] for n in near) == most for w in [self._files[p][act.name]]}
        return next(iter(found.values())) if len(found) == 1 else None

    def command(self, app: App, command: str) -> str:
        """`Insert Footnote` for `.uno:InsertFootnote`."""
        name = command.partition(":")[2].partition("?")[0]
        label = self._tables.label(app, command.partition("?")[0]) if self._tables else ""
        return label or spaced(name)

    def widget(self, act: Act, near: Collection[str] = ()) -> str:
        """The label of a widget in the dialog that the command opened; else its id in words. `near`: names of the test's widgets there."""
        if plain(act.name) in ("ok", "cancel", "close", "apply", "reset"):
            return "OK" if act.name.lower() == "ok" else act.name.capitalize()
        found = self._in_file(act, near)
        return (shown(found.label) if found else "") or self._beside(act) or _named(act.name)

    def _beside(self, act: Act) -> str:
        """The label that the dialog of the command has for it."""
        dialogs = [self._tables.dialog(name) for name in sorted(self._pages.dialogs_of(act.dialog))] if self._tables and act.dialog else []
        return next((dialog.labels[act.name] for dialog in dialogs if dialog and act.name in dialog.labels), "")

    def entry(self, act: Act, near: Collection[str], position: int) -> str:
        """“Entry” of a list by its position, where its dialog file has its entries; else its number."""
        found = self._in_file(act, near)
        items = found.items if found else ()
        return f"“{items[position]}”" if 0 <= position < len(items) else f"entry {position + 1}"

    def radio(self, act: Act, near: Collection[str]) -> bool:
        """Whether it is one of several choices."""
        found = self._in_file(act, near)
        return found is not None and found.kind == "GtkRadioButton"


def _named(name: str) -> str:
    return spaced(re.sub(r"^(?:x|cb|lb|ed|rb|btn|chk)(?=[A-Z_])|[-_]?(?:entry|edit|box|lb|cb|rb|btn|button)$", "", name)) or name


def spaced(name: str) -> str:
    """`InsertFootnote` as `Insert Footnote`, `line_spacing` as `line spacing`."""
    return re.sub(r"[_:.-]+", " ", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)).strip()


def steps_of(acts: Sequence[Act], app: App, words: Words) -> tuple[PlanStep, ...]:
    """A step for every action, with what a replay needs."""
    return tuple(_step(act, app, words, _near(acts, act)) for act in acts)


def _near(acts: Sequence[Act], act: Act) -> set[str]:
    """The widgets that the test uses in the same dialog."""
    return {other.name for other in acts if other.kind == "widget" and other.dialog == act.dialog and other.name not in ("ok", "cancel", "close")}


def _step(act: Act, app: App, words: Words, near: set[str]) -> PlanStep:
    if act.kind != "widget":
        label = words.command(app, act.command)
        values = ", ".join(f"{spaced(str(k)).lower()} {v}" for k, v in act.args.items())
        text = f"Open “{label}”" if act.kind == "dialog" else f"Choose “{label}”{f' with {values}' if values else ''}"
        return PlanStep(text, "command", (Ref("command", label, act.command),), act.params)
    label = words.widget(act, near)
    ref = Ref("label", label, control="/".join(act.widget))
    told = _in_view(act) if act.view else _on_widget(act, label, words, near)
    return PlanStep(told, "content" if act.view else "control", () if act.view else (ref,), act.params)


def _in_view(act: Act) -> str:
    args = {str(k): str(v) for k, v in act.args.items()}
    where = args.get("CELL") or args.get("RANGE") or args.get("OBJECT") or args.get("PAGE")
    if act.action == "TYPE":
        return f"Press {_key(args['KEYCODE'])}" if "KEYCODE" in args else f"Type “{args.get('TEXT', '')}”"
    if act.action == "SELECT" and where:
        return f"Select {where}"
    if act.action == "SELECT" and args.get("TABLE", "").isdigit():
        return f"Select sheet {int(args['TABLE']) + 1}"
    if act.action == "SELECT" and "START_POS" in args:
        return f"Select the characters {args['START_POS']} to {args.get('END_POS', '')}"
    if act.action == "LAUNCH" and args.get("COL", "").isdigit():
        return f"Open the filter list of {autofilter(args)}"
    return f"{act.action.capitalize()} {', '.join(f'{k.lower()} {v}' for k, v in args.items())}".strip() + " in the document"


def autofilter(args: Mapping[str, str]) -> str:
    """The cell whose arrow an action LAUNCH means."""
    column = int(args["COL"])
    return f"{chr(65 + column) if column < 26 else chr(64 + column // 26) + chr(65 + column % 26)}{int(args.get('ROW', 0)) + 1}"


def _on_widget(act: Act, label: str, words: Words, near: set[str]) -> str:
    args = {str(k): str(v) for k, v in act.args.items()}
    if act.action in ("TYPE", "SET"):
        return f"Press {_key(args['KEYCODE'])} in “{label}”" if "KEYCODE" in args else f"Type “{args.get('TEXT', '')}” into “{label}”"
    if act.action == "SELECT" and "TEXT" in args:
        return f"Select “{args['TEXT']}” in “{label}”"
    if act.action in ("SELECT", "CLICK", "CHOOSE") and act.entry >= 0:
        return f"{act.action.capitalize()} {words.entry(act, near, act.entry)} of “{label}”"
    return f"{'Raise' if act.action == 'UP' else 'Lower' if act.action == 'DOWN' else act.action.capitalize()} “{label}”"


def _key(code: str) -> str:
    return "+".join(part.capitalize() for part in code.split("+"))


@dataclass(frozen=True)
class Phrase:
    """What a few actions come to."""

    text: str
    end: int
    """So many actions of the test have been done after it."""
    lasts: bool = True
    """Whether it leaves anything; a dialog that is cancelled does not."""


def task_of(acts: Sequence[Act], app: App, words: Words, looks: Collection[int] = ()) -> tuple[str, int, str]:
    """One sentence for what the actions come to (typed text, commands, values that were set, in order), how many of the actions it tells of,
    and why there is none. What the test only does to look at the result is not told.

    `looks`: after how many actions the test asserts something. Where everything is too much for a sentence, its beginning up to such a place
    is told.
    """
    phrases = list(_phrases(acts, app, words))
    while phrases and not phrases[-1].lasts:
        phrases.pop()
    if not phrases:
        return "", 0, "comes to nothing"
    whole = len(phrases)
    while phrases and _long(phrases):
        phrases.pop()
    does = any(act.kind != "widget" for act in acts[: phrases[-1].end]) if phrases else False
    if not phrases or (len(phrases) < whole and not (does and any(0 < look <= phrases[-1].end for look in looks))):
        return "", 0, "too much to say in a sentence"
    told = _counted([phrase.text for phrase in phrases])
    task = "; ".join(told[:-1]) + (", then " if len(told) > 1 else "") + told[-1]
    return task[:1].upper() + task[1:], phrases[-1].end, ""


def _long(phrases: Sequence[Phrase]) -> bool:
    told = _counted([phrase.text for phrase in phrases])
    return len(told) > MOST_PHRASES or len(re.findall(r"\w+", " ".join(told))) > MOST_WORDS - 2


def _counted(told: Sequence[str]) -> list[str]:
    """What is done several times in a row is said once, with the number."""
    runs = [(text, len(list(same))) for text, same in itertools.groupby(told)]
    return [text if count == 1 else f"{text} ({count} times)" for text, count in runs]


def _phrases(acts: Sequence[Act], app: App, words: Words) -> Iterator[Phrase]:
    cell, picked = "", ""
    number = 0
    while number < len(acts):
        act = acts[number]
        number += 1
        args = {str(k): str(v) for k, v in act.args.items()}
        if act.view:
            if act.action == "SELECT" and ("CELL" in args or "RANGE" in args):
                cell = picked = args.get("CELL") or args.get("RANGE", "")
                continue
            told, picked = _typed(act, args, cell, picked), ""
            ends = number < len(acts) and acts[number].view and acts[number].args == {"KEYCODE": "RETURN"} and app == "spreadsheet"
            cell = _below(cell) if args.get("KEYCODE") in ("RETURN", "DOWN") else cell if "TEXT" in args else ""
            if told:
                yield Phrase(told, number + ends)
        elif act.command in TAKEN_BACK:
            return
        elif act.kind == "dialog":
            close = next((i for i in range(number, len(acts)) if acts[i].closes and acts[i].dialog == act.command), len(acts))
            phrase = _dialog(act, acts[number:close], acts[close : close + 1], app, words, picked)
            number = min(close + 1, len(acts))
            if phrase:
                yield Phrase(phrase[0], number, phrase[1])
        elif act.kind == "command":
            if not MOVES.match(act.command):
                yield Phrase(_command(act, app, words, picked, args), number)
        else:
            told = _setting(act, words, _near(acts, act))
            if told:
                yield Phrase(told, number)


def _typed(act: Act, args: Mapping[str, str], cell: str, picked: str) -> str:
    if act.action == "TYPE" and "TEXT" in args:
        return f"type “{args['TEXT']}”{f' into {cell}' if cell else ''}"
    if act.action == "TYPE" and args.get("KEYCODE", "RETURN") not in QUIET:
        return f"press {_key(args['KEYCODE'])}{f' on {picked}' if picked else ''}"
    return "" if act.action in ("TYPE", "GOTO", "CLICK") or not args else _in_view(act)[:1].lower() + _in_view(act)[1:]


def _below(cell: str) -> str:
    found = re.fullmatch(r"([A-Z]+)(\d+)", cell)
    return f"{found[1]}{int(found[2]) + 1}" if found else ""


def _dialog(act: Act, inside: Sequence[Act], close: Sequence[Act], app: App, words: Words, cell: str) -> tuple[str, bool] | None:
    """What a dialog is used for, and whether it leaves anything; None for options of the office that are only looked at."""
    near = _near((*inside, *close), inside[0]) if inside else set()
    told = _counted([w for w in (_setting(a, words, near) for a in inside if a.kind == "widget") if w])
    button = close[0].name if close else ""
    if told:
        return f"{_command(act, app, words, cell, {})}: {', '.join(told)}", button != "cancel"
    if act.command == ".uno:OptionsTreeDialog":
        return None
    label = words.command(app, act.command)
    return f"open “{label}” and {'confirm' if button == 'ok' else 'cancel' if button == 'cancel' else 'close'} it", button not in ("cancel", "close")


def _command(act: Act, app: App, words: Words, cell: str, args: Mapping[str, str]) -> str:
    label = words.command(app, act.command)
    named = re.sub(r" (?:Dialog|Dlg)$", "", spaced(act.command.partition(":")[2].partition("?")[0]))
    phrase = next((text.lower() for text in (label, named) if " " in text and base(text.split()[0]) == text.split()[0].lower()), "")
    phrase = phrase or f"{'apply' if act.kind == 'command' else 'use'} “{label}”"
    query = dict(part.partition("=")[::2] for part in unquote(act.command.partition("?")[2]).split("&") if part)
    args = {k.partition(":")[0]: v for k, v in query.items()} | dict(args)
    given = ", ".join(f"{spaced(k.partition('.')[2] or k).lower()} {v}" for k, v in args.items())
    return phrase + (f" ({given})" if given else "") + (f" on {cell}" if cell else "")


def _setting(act: Act, words: Words, near: set[str]) -> str:
    """What a control was set to; empty for what only leads there."""
    args = {str(k): str(v) for k, v in act.args.items()}
    label = words.widget(act, near)
    if plain(label) in LEADING or act.widget[0] in LEADING or act.closes:
        return ""
    if act.action in ("TYPE", "SET") and "TEXT" in args:
        return f"set “{label}” to “{args['TEXT']}”"
    if act.action == "SELECT" and "TEXT" in args:
        return f"choose “{args['TEXT']}” in “{label}”"
    if act.action in ("SELECT", "CHOOSE", "CLICK") and act.entry >= 0:
        return f"choose {words.entry(act, near, act.entry)} of “{label}”"
    if act.action == "CLICK":
        return f"{'choose' if words.radio(act, near) else 'click'} “{label}”"
    return f"{'raise' if act.action == 'UP' else 'lower'} “{label}”" if act.action in ("UP", "DOWN") else ""
