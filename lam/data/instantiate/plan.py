"""A pair's steps as actions on a document that is made to fit, with the effect that they should have; or why that cannot be."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from lam.data.evolve.scopes import SELECTED, SELECTION
from lam.data.evolve.values import with_values
from lam.data.evolve.wording import capital
from lam.data.instantiate import functions, survey
from lam.data.instantiate.effects import STATES, Known, known
from lam.data.instantiate.recipe import Place, Recipe, places, source
from lam.data.instantiate.survey import CHOSEN, MORE, OUTSIDE, WIZARD, Shown, Surveyed, wizard
from lam.data.instantiate.widgets import ROLES, find_widget
from lam.data.pairs import Pair, PlanStep, Ref
from lam.types import Kind

MOST_ACTIONS = 14
SELECTS = re.compile(
    r"^(?:select|mark|click (?:in|into|on|inside)?|place the cursor|position the cursor|put the cursor|go to|activate)\b[^.;]*"
    r"\b(cells?|range|rows?|columns?|paragraphs?|text|words?|tables?|slides?|object|shape|document|heading|title)\b[^.;]{0,60}[.]?$",
    re.IGNORECASE,
)
"""Steps that only bring the cursor or the selection somewhere, which the first action does."""
KEYS = {"arrow right": "Right", "arrow left": "Left", "arrow up": "Up", "arrow down": "Down", "right arrow": "Right", "left arrow": "Left",
        "up arrow": "Up", "down arrow": "Down", "enter": "Return", "page up": "PageUp", "page down": "PageDown", "spacebar": "Space", "del": "Delete",
        "plus key": "plus", "ctrl": "Ctrl", "control": "Ctrl", "command": "Ctrl", "option": "Alt"}  # fmt: skip
NEEDS: Mapping[str, tuple[str, ...]] = {
    **survey.NEEDS,
    "heading": ("heading",),
    "title": ("title",),
    "item": ("bullet",),
    "formatted": ("formatted",),
    "table row": ("table",),
    "sheet": ("sheets",),
}
NOUNS: Mapping[str, str] = {
    "paragraphs": "paragraph", "text": "paragraph", "character": "paragraph", "characters": "paragraph", "rows": "row", "columns": "column",
    "range": "cells", "slides": "slide", "object": "shape", "objects": "shape", "shapes": "shape",
}  # fmt: skip
SWITCH = re.compile(r"\bwhether\b|\bor not\b|^(?:toggle|enable or disable|turn .* on or off|show or hide|display or hide)\b", re.IGNORECASE)


class Dropped(Exception):  # noqa: N818 (it is an outcome that is counted, not a mistake)
    """The pair cannot be grounded; the message is the reason that is counted."""


@dataclass
class Planned:
    """What has been planned so far."""

    kind: Kind
    recipe: Recipe
    instruction: str
    moves: list[dict[str, Any]] = field(default_factory=list)
    """{"thought", "action", "args"}."""
    effects: list[dict[str, Any]] = field(default_factory=list)
    selected: Place | None = None
    dialog: Surveyed | None = None
    tab: str = ""
    command: str = ""
    """Which command opened the dialog."""
    said: list[str] = field(default_factory=list)
    """Places and values that the instruction must say and does not yet."""

    def act(self, thought: str, action: str, **args: Any) -> None:
        if len(self.moves) >= MOST_ACTIONS:
            raise Dropped("too many actions")
        self.moves.append({"thought": " ".join(thought.split()[:12]), "action": action, "args": args})


class Planner:
    """Plans pairs by what the office was asked about (`surveyed`) and its dialog files (`root`)."""

    def __init__(self, surveyed: Mapping[tuple[str, str], Surveyed], root: Path | None = None) -> None:
        self.surveyed, self.root = surveyed, root

    def plan(self, pair: Pair, rng: random.Random, split: Any = "train") -> Planned:
        """Raises: Dropped."""
        if pair.context.get("product") not in (None, "", "LibreOffice"):
            raise Dropped("another product")
        if not pair.steps:
            raise Dropped("no steps")
        kind: Kind = pair.app if pair.app != "any" else "document"
        for step in pair.steps if kind == "spreadsheet" else ():
            if typed := functions.SYNTAX.match(step.text):
                return _typed(pair, typed["name"], functions.named(typed["arguments"]), split)
            if chosen := CHOSEN.match(step.text):
                return _typed(pair, chosen["name"], self._fields(chosen["name"]), split, by_wizard=True)
        pair = _settled(rng, pair, self.root)
        recipe = Recipe(kind, f"{pair.id}", split, self._needs(pair, kind))
        planned = Planned(kind, recipe, pair.task.rstrip())
        for step in pair.steps:
            self._step(planned, pair, step, rng)
        if not planned.effects:
            raise Dropped("no effect known")
        planned.instruction = _said(planned, pair)
        planned.act("the result is as asked", "finish", message=f"Done: {planned.instruction[:150]}")
        return planned

    def _fields(self, name: str) -> Sequence[str]:
        """The fields that the Function Wizard shows for a function.

        Raises: Dropped.
        """
        found = self.surveyed.get(("spreadsheet", WIZARD + name))
        if name in functions.table() and (found is None or found.result != "fields"):
            raise Dropped("not surveyed, or the office fails")
        return [c.name for page in found.pages.values() for c in page] if found else []

    def _needs(self, pair: Pair, kind: Kind) -> tuple[str, ...]:
        """What the document must hold for the commands of the plan."""
        wanted: set[str] = set()
        for step in pair.steps:
            for ref in step.refs:
                found = known(kind, ref.command)
                asked = self.surveyed.get((kind, ref.command))
                wanted.update(NEEDS.get(found.selected if found else asked.selected if asked else "", ()))
        if re.search(r"\btable\b", pair.task, re.IGNORECASE) and kind == "document":
            wanted.add("table")
        return tuple(sorted(wanted))

    def _step(self, planned: Planned, pair: Pair, step: PlanStep, rng: random.Random) -> None:
        if "document" in step.params:
            return  # the document is open
        if "target" in step.params:
            self._select(planned, resolve(planned.recipe, str(step.params["target"])))
            return
        refs = [r for r in step.refs if r.command or r.control or r.kind == "key"]
        if not refs:
            if step.level == "content" and SELECTS.match(step.text):
                return
            raise Dropped("a step that is not grounded" if step.level == "unresolved" else "a step on content that is left to the reader")
        for ref in refs:
            if ref.control:
                self._control(planned, pair, step, ref, rng)
            elif planned.dialog and not ref.command:
                raise Dropped("a key in a dialog")
            elif "value" in step.params:
                raise Dropped("a value that the plan does not set")
            else:
                self._command(planned, pair, ref, rng)

    # -- commands and keys --------------------------------------------------------------------------------------------

    def _command(self, planned: Planned, pair: Pair, ref: Ref, rng: random.Random) -> None:
        command = ref.command
        if not command:
            raise Dropped("a key whose command is not known")
        if OUTSIDE.match(command):
            raise Dropped("leaves the document, or needs a file, a printer or a network")
        if command == ".uno:OptionsTreeDialog":
            raise Dropped("a setting of the program, not of a document")
        if planned.dialog:
            raise Dropped("a command while a dialog is open")
        line = known(planned.kind, command)
        found = self.surveyed.get((planned.kind, command))
        if line and not (found and found.result == "dialog"):
            if not _agrees(pair, command, line):
                raise Dropped("task and command say different things")
            self._take_place(planned, pair, line.selected, rng)
            self._run(planned, ref)
            planned.effects.append(self._document_effect(planned, line))
            return
        if found is None or found.result in ("unavailable", "fault"):
            raise Dropped(
                "not available in the documents that are made" if found and found.result == "unavailable" else "not surveyed, or the office fails"
            )
        if found.result == "dialog":
            if not found.title or found.title.startswith("Untitled") or found.title == "LibreOffice":
                raise Dropped("a window without a title")
            self._take_place(planned, pair, found.selected, rng, quiet=True)
            self._run(planned, ref)
            planned.dialog, planned.tab, planned.command = found, next(iter(found.pages), ""), command.removeprefix(".uno:")
            planned.effects.append({"kind": "dialog", "title": found.title.partition(": ")[0]})
            return
        path = [part.strip() for part in re.split(r" > | - ", ref.text)] if ref.kind == "menu" else []
        if command.removeprefix(".uno:") in STATES and len(path) > 1:
            if not SWITCH.search(pair.task):
                raise Dropped("a state that may be so already")
            above = " > ".join(path[:-1])
            planned.act(f"the menu {path[0]} has {path[-1]}", "open_menu", path=above)
            planned.act(f"{path[-1]} switches it", "click", control=path[-1])
            planned.act("the menu shows the state", "open_menu", path=above)
            planned.effects.append({"kind": "state", "item": path[-1]})
            return
        raise Dropped("no effect known")

    def _run(self, planned: Planned, ref: Ref) -> None:
        if ref.kind == "key":
            keys = "+".join(KEYS.get(part.strip().lower(), part.strip()) for part in ref.text.split("+"))
            if re.search(r"\bor\b|,", keys):
                raise Dropped("a choice of keys")
            planned.act(f"{keys} does it", "press", keys=keys)
        elif ref.kind == "menu" and (">" in ref.text or " - " in ref.text) and ref.text[:1].isupper():
            planned.act(f"it is in the menu {re.split('>| - ', ref.text)[0].strip()}", "menu", path=ref.command)
        else:
            planned.act("the command does it", "menu", path=ref.command)

    def _take_place(self, planned: Planned, pair: Pair, what: str, rng: random.Random, quiet: bool = False) -> None:
        """Select something that the command can work on; `quiet`: the instruction need not say what."""
        if planned.selected or not what:
            return
        part, what = re.match(r"(inner |later |earlier |)(.*)", what).groups()  # type: ignore[union-attr]
        named = SELECTED.search(pair.task)
        if quiet and named and planned.kind == "spreadsheet" and what not in MORE["spreadsheet"]:
            what = NOUNS.get(named[1].lower(), named[1].lower())
        usual = KIND_DEFAULT[planned.kind] if what not in MORE[planned.kind] else what
        found = list(places(planned.recipe, what)) or list(places(planned.recipe, usual))
        found = {"inner ": found[1:-1], "later ": found[1:], "earlier ": found[:-1]}.get(part, found)
        if not found:
            raise Dropped("the documents that are made hold nothing to do it to")
        place = rng.choice(found)
        self._select(planned, place)
        if (place.name and not quiet) or named or SELECTION.search(pair.task):
            planned.said.append(place.name)

    def _select(self, planned: Planned, place: Place) -> None:
        planned.selected = place
        for name, args in place.acts():
            thought = f"{place.name} is {place.target}" if name == "select" else f"{place.name} comes first"
            planned.act(thought, name, **args)

    def _document_effect(self, planned: Planned, line: Known) -> dict[str, Any]:
        place = planned.selected.key if planned.selected else ""
        expected = line.expected
        if (
            expected.value in ("added", "removed", "moved")
            or expected.part in ("sheet", "footnote", "endnote", "slide")
            or "added" in " ".join(expected.allowed)
        ):
            place = "" if expected.value != "removed" else place
        return replace(expected, place=place).record()

    # -- dialogs ------------------------------------------------------------------------------------------------------

    def _control(self, planned: Planned, pair: Pair, step: PlanStep, ref: Ref, rng: random.Random) -> None:
        dialog = planned.dialog
        if dialog is None:
            raise Dropped("a control of a dialog that nothing opens")
        if ref.control == "tree":
            raise Dropped("a setting of the program, not of a document")
        if ref.control == "tab":
            self._tab(planned, ref.text)
            return
        if _plain(ref.text) in ("ok", "cancel", "close", "apply"):
            self._confirm(planned, ref.text)
            return
        widget = find_widget(self.root, ref.control)
        label = ref.text or (widget.label if widget else "") or pair.context.get("label", "")
        roles = ROLES.get(widget.kind, ()) if widget else ()
        tab, control = _find(dialog, label, roles, planned.tab)
        if tab != planned.tab:
            self._tab(planned, tab)
        amount = re.match(r"-?\d+(?:\.\d+)?(?=\s*[%°]?$)", str(step.params.get("value", "")))
        if widget and amount and not (widget.low or 0) <= float(amount[0]) <= (widget.high or float("inf")):
            raise Dropped("a value out of the control's range")
        self._set(planned, pair, step, control, label)

    def _tab(self, planned: Planned, name: str) -> None:
        assert planned.dialog is not None
        found = next((tab for tab in planned.dialog.pages if _plain(tab) == _plain(name)), None)
        if found is None:
            raise Dropped("a tab that the dialog does not show")
        planned.tab = found
        planned.act(f"it is on the tab {found}", "click", control=f"page tab: {found}")

    def _confirm(self, planned: Planned, label: str) -> None:
        assert planned.dialog is not None
        shown = [c for c in planned.dialog.pages.get(planned.tab, ()) if c.role == "push button" and _plain(c.name) == _plain(label)]
        if not shown:
            raise Dropped("a button that the dialog does not show")
        planned.act(f"{shown[0].name} closes the dialog", "click", control=shown[0].label)
        planned.dialog = None
        if _plain(label) in ("ok", "apply"):
            place = planned.selected.key if planned.selected else ""
            planned.effects.append({"kind": "reach", "what": reach(planned.command), "place": place})

    def _set(self, planned: Planned, pair: Pair, step: PlanStep, control: Shown, label: str) -> None:
        assert planned.dialog is not None
        value = str(step.params.get("value", ""))
        effect = {"kind": "control", "dialog": planned.dialog.title.partition(": ")[0], "role": control.role, "name": control.name}
        thought = f"{label.strip(' :')} is in the dialog {planned.dialog.title}"
        if control.role == "check box":
            wanted = value != "off" if value in ("on", "off") else (not control.on if SWITCH.search(pair.task) else True)
            if wanted == control.on:
                raise Dropped("already so")
            planned.act(thought, "click", control=control.label)
            planned.effects.append({**effect, "on": wanted})
            if SWITCH.search(pair.task) or label.lower() not in pair.task.lower():
                planned.said.append(f"“{label.strip(' :')}” {'on' if wanted else 'off'}")
        elif control.role == "radio button":
            if control.on:
                raise Dropped("already so")
            if re.search(r"\bfile\b", label, re.IGNORECASE):
                raise Dropped("leaves the document, or needs a file, a printer or a network")
            planned.act(thought, "click", control=control.label)
            planned.effects.append({**effect, "on": True})
        elif not value:
            raise Dropped("no value known for the control" if control.role != "push button" else "a button whose effect is not known")
        elif control.role in ("spin box", "text", "date editor"):
            planned.act(thought, "set_text", control=control.label, text=value)
            planned.effects.append({**effect, "value": value})
        elif control.role in ("combo box", "list"):
            if _plain(control.value) == _plain(value):
                raise Dropped("already so")
            planned.act(thought, "select_item", control=control.label, item=value)
            planned.effects.append({**effect, "value": value})
        else:
            raise Dropped(f"a control that cannot be judged: {control.role}")


LOOKS = re.compile(
    r"^(?:Paragraph|Font|Transform|Format|TextAttributes|Graphic|Frame|Measure|Outline|Bullet|Table(?:Dialog|Properties)|Row|Column|Object|SetOptimal)"
)
PAGES = re.compile(r"^(?:Page|SlideSetup|Zoom|AutoCorrect|Footnote|LineNumber|Chapter|Configure|Customize|Thesaurus|Hyphen|Signature|ChineseConv)")


def reach(command: str) -> str:
    """What the OK of a command's dialog may change, as lam.data.instantiate.task.spared takes it."""
    return "looks" if LOOKS.match(command) else "page" if PAGES.match(command) else "content"


SHEETS = 16
"""How many sheets are looked at for one that a function fits."""


def _typed(pair: Pair, name: str, labels: Sequence[str], split: Any, by_wizard: bool = False) -> Planned:
    """A cell function on a sheet that has arguments for it; the result goes beside the table. `labels`: what its arguments are called.

    Raises: Dropped where nothing here computes the function.
    """
    if name not in functions.table():
        raise Dropped("a cell function that is not computed here")
    for number in range(SHEETS):
        recipe = Recipe("spreadsheet", f"{pair.id} {number}" if number else pair.id, split)
        book = source(recipe).content
        try:
            call = functions.call(name, book.sheet, random.Random(f"{pair.id} {number}"), len(book.sheets))
        except functions.Unfit:
            continue
        if by_wizard and len(call.arguments) > len(labels):
            raise Dropped("a function with more arguments than the wizard shows at once")
        cell = f"{book.sheet.letter(len(book.sheet.columns))}{book.sheet.first}"
        told = [f"{labels[i] if i < len(labels) else f'argument {i + 1}'} = {text}" for i, text in enumerate(call.arguments)]
        instruction = f"{capital(pair.task.strip().rstrip('.'))}: in cell {cell}" + (f", with {'; '.join(told)}" if told else "")
        planned = Planned("spreadsheet", recipe, instruction)
        if by_wizard:
            for action, args in wizard(cell, name):
                planned.act(f"{name} is chosen in the Function Wizard", action, **args)
            for label, text in zip(labels, call.arguments, strict=False):
                planned.act(f"{label} is {text}", "set_text", control=f"text: {label}", text=text)
            planned.act("OK enters the formula", "click", control="push button: OK")
            planned.effects.append({"kind": "dialog", "title": "Function Wizard"})
        elif functions.table()[name].typed:
            planned.act(f"the result goes to {cell}", "select", target=cell)
            planned.act(f"the formula is {name} of what is given", "type_text", text=call.text)
            planned.act("Return enters it", "press", keys="Return")
        else:
            planned.act(f"the result goes to {cell}", "set_cell", cell=cell, value=call.text)
        planned.effects.append({"kind": "formula", "cell": f"{book.sheet.name}!{cell}", "function": name, "value": call.value})
        planned.act("the result is as asked", "finish", message=f"Done: {cell} holds {call.text}"[:150])
        return planned
    raise Dropped("a cell function that no sheet made here fits")


def _agrees(pair: Pair, command: str, line: Known) -> bool:
    """Whether a task can mean what the command does: a word in common, and no opposite. What help says of a command itself is taken as it is."""
    task = pair.task.lower()
    opposite = {"up": r"\b(?:reduce|decrease|shrink|smaller|lower)", "down": r"\b(?:increase|enlarge|grow|larger|raise)"}.get(line.expected.value, "")
    if opposite and re.search(opposite, task):
        return False
    if pair.kind == "command" and len(pair.steps) == 1:
        return True
    words = {w.lower()[:5] for w in re.findall(r"[A-Z][a-z]+", command)} | {
        w[:5] for w in re.findall(r"[a-z]+", line.expected.property) if len(w) > 3
    }
    words |= {w[:5] for name, more in MEANINGS.items() if name in command for w in more.split()}
    return bool(words & {w[:5] for w in re.findall(r"[a-z]+", task)})


MEANINGS: Mapping[str, str] = {
    "Strikeout": "strike strikethrough through", "Para": "align paragraph justify center", "Grow": "increase enlarge larger size", "Cut": "cut",
    "Shrink": "reduce decrease smaller size", "Page": "slide page", "SpacePara": "line spacing", "DefaultBullet": "unordered bullet list",
    "DefaultNumbering": "ordered number list", "ChangeCase": "case uppercase lowercase capital", "Delete": "delete remove", "Freeze": "freeze fix",
    "HideSlide": "hide", "SuperScript": "raise superscript", "SubScript": "lower subscript", "Align": "align",
}  # fmt: skip
"""What else people say for what a command does."""
KIND_DEFAULT: Mapping[Kind, str] = {"document": "paragraph", "spreadsheet": "cells", "presentation": "shape"}


def resolve(recipe: Recipe, target: str) -> Place:
    """The place that an evolved task names, in this document.

    Raises: Dropped when it is not there, or told by content that generated documents do not have.
    """
    told = target.strip()
    if recipe.kind == "spreadsheet":
        if m := re.fullmatch(r"(?:the )?(?:cells?|range) ([A-Z])(\d+)(?:(?: to |:)([A-Z])(\d+))?", told):
            span = m[1] + m[2] + (f":{m[3]}{m[4]}" if m[3] else "")
            sheet = places(recipe, "cell")[0].key.partition("!")[0]
            return Place(span, told, f"{sheet}!{span}")
        what, pattern = ("row", r"row (\d+)") if told.startswith("row") else ("column", r"column ([A-Z])")
        found = [p for p in places(recipe, what) if re.fullmatch(pattern, told) and p.name == told]
    elif recipe.kind == "presentation":
        slides = list(places(recipe, "slide"))
        title = [p for p in places(recipe, "text") if p.name == told]
        position = {"the first slide": 0, "the second slide": 1, "the third slide": 2, "the last slide": len(slides) - 1}.get(told, -1)
        found = (
            title or [p for p in slides if p.name == told] or slides[position : position + 1]
            if position >= 0 or title or told.startswith("slide")
            else []
        )
    else:
        ordinals = {"first": 0, "second": 1, "third": 2, "last": -1}
        found = []
        if m := re.fullmatch(r"the (first|second|third|last) (heading|table)", told):
            all_of = list(places(recipe, m[2]))
            found = all_of[ordinals[m[1]] :][:1]
        elif told == "the title":
            found = list(places(recipe, "title"))
    if not found:
        raise Dropped("a place that the documents made do not have")
    return replace(found[0], name=told)


def _find(dialog: Surveyed, label: str, roles: Sequence[str], tab: str) -> tuple[str, Shown]:
    """(tab, control) of a label.

    Raises: Dropped when no tab shows it.
    """
    wanted = _plain(label)
    for name in (tab, *(t for t in dialog.pages if t != tab)):
        found = [c for c in dialog.pages.get(name, ()) if wanted and _plain(c.name) == wanted and (not roles or c.role in roles)]
        if len(found) == 1 or (found and len({c.role for c in found}) == len(found)):
            return name, found[0]
        if found:
            raise Dropped("a label that several controls share")
    raise Dropped("a control that the dialog does not show")


def _plain(label: str) -> str:
    return re.sub(r"\s+", " ", label.strip().strip("“”\"'").rstrip(" :.…").replace("~", "")).casefold()


def _settled(rng: random.Random, pair: Pair, root: Path | None) -> Pair:
    """The pair with a value where its control asks for one and it has none yet."""
    if pair.kind != "control" or any("value" in s.params for s in pair.steps):
        return pair
    found = find_widget(root, next((r.control for s in reversed(pair.steps) for r in s.refs if ".ui:" in r.control), ""))
    if found is None or found.kind in ("GtkCheckButton", "GtkRadioButton", "GtkButton"):
        return pair
    return with_values(rng, pair, root) or pair


def _said(planned: Planned, pair: Pair) -> str:
    """The instruction with the places and values that the plan has fixed."""
    task = pair.task.strip().rstrip(".") if not pair.task.rstrip().endswith("?") else pair.task.strip()
    for name in planned.said:
        if name.casefold() in task.casefold():
            continue
        if name.startswith("“"):
            task = f"{task}: switch {name}" if ":" not in task else f"{task}; switch {name}"
        elif SELECTED.search(task):
            task = SELECTED.sub(name, task, count=1)
        elif SELECTION.search(task):
            task = SELECTION.sub(name, task, count=1)
        elif task.endswith("?"):
            task = f"{task} It is about {name}."
        else:
            task = f"{task} ({name})" if len(task) > 90 else f"{task}: {name}"
    return capital(task)
