"""The same tasks by hand: an expert's app actions as keys, menus, toolbars and fields; the task's own verifier says whether they do it.

`hybrid` selects with an app action and does the rest on the user interface; `gui` selects by hand as well. What has no counterpart here
is not demonstrated by hand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from lam.errors import TaskBroken
from lam.tasks.base import Move, Task
from lam.types import Action, Kind, Observation

Way = Literal["hybrid", "gui"]
KEYS = {"bold": "Ctrl+B", "italic": "Ctrl+I", "underline": "Ctrl+U"}
ALIGNMENT = {"left": "Ctrl+L", "center": "Ctrl+E", "right": "Ctrl+R", "justify": "Ctrl+J"}
SPACING = {1: "Ctrl+1", 1.5: "Ctrl+5", 2: "Ctrl+2"}
LINES = {
    "insert_rows": "Sheet > Insert Rows > Rows Above",
    "insert_columns": "Sheet > Insert Columns > Columns Before",
    "delete_rows": "Sheet > Delete Rows",
    "delete_columns": "Sheet > Delete Columns",
}
SLIDES = {"delete_slide": "Slide > Delete Slide", "duplicate_slide": "Slide > Duplicate Slide", "hide_slide": "Slide > Hide Slide"}


class NotByHand(TaskBroken):
    """An action without a counterpart here."""


def by_hand(given: Task, way: Way) -> Task:
    """The task with an expert that works by hand; the expert raises NotByHand when it cannot."""

    def expert(seen: Observation) -> list[Move]:
        moves: list[Move] = []
        for move in given.expert(seen):
            moves += [move] if move.action.name == "finish" else _moves(given.kind, move, seen, way)
        return moves

    return replace(given, expert=expert, family=given.family)


def _moves(kind: Kind, move: Move, seen: Observation, way: Way) -> list[Move]:
    found = {"document": _document, "spreadsheet": _spreadsheet, "presentation": _presentation}[kind](move.action, seen, way)
    if found is None:
        raise NotByHand(f"{move.action.name}({', '.join(move.action.args)}) has no counterpart by hand")
    return [Move(move.thought if n == 0 else thought, action) for n, (thought, action) in enumerate(found)]


Told = tuple[str, Action]


def press(keys: str, times: int = 1) -> Told:
    return f"{keys} does it", Action("press", {"keys": keys} | ({"times": times} if times > 1 else {}))


def type_text(text: str) -> Told:
    return "the text is typed", Action("type_text", {"text": text})


def set_text(control: str, text: Any) -> Told:
    return f"{control} takes it", Action("set_text", {"control": control, "text": str(text)})


def menu(path: str) -> list[Told]:
    head, _, leaf = path.rpartition(" > ")
    return [(f"it is in the menu {head}", Action("open_menu", {"path": head})), (f"{leaf} does it", Action("click", {"control": leaf}))]


def select(target: str) -> Told:
    return f"{target} is to be selected", Action("select", {"target": target})


def _document(action: Action, seen: Observation, way: Way) -> list[Told] | None:
    args = dict(action.args)
    target = str(args.pop("target", args.pop("before", "")))
    if "match" in args or not target:
        return None
    chosen = [select(target)] if way == "hybrid" else _paragraphs(target, seen)
    if chosen is None:
        return None
    match action.name:
        case "format_text":
            acts = _font(args)
        case "format_paragraph":
            acts = _each(args, {"alignment": ALIGNMENT, "line_spacing": SPACING})
        case "set_heading":
            acts = [press(f"Ctrl+{args['level']}")] if int(args.get("level", 0)) in range(1, 6) else None
        case "set_list":
            acts = [press("Shift+F12" if args.get("kind") == "bullet" else "F12")] if args.get("kind") in ("bullet", "number") else None
        case "insert_page_break":
            return [*chosen, press("Home"), press("Ctrl+Return")]
        case "replace_text":
            acts = [type_text(str(args["text"]))]
        case "delete":
            acts = [press("Delete"), press("Delete")]
        case _:
            acts = None
    return [*chosen, *acts] if acts else None


def _spreadsheet(action: Action, seen: Observation, way: Way) -> list[Told] | None:
    args = dict(action.args)
    if action.name == "set_cell":
        place, rest = str(args["cell"]), [type_text(f"{_typed(args['value'])}\n")]
    elif action.name in LINES and set(args) <= {"at", "count"} and args.get("count", 1) == 1:
        at = str(args["at"])
        place, rest = (f"A{at}" if at.isdigit() else f"{at}1"), menu(LINES[action.name])
    elif action.name == "fill_down":
        place, rest = str(args["range"]), [press("Ctrl+D")]
    elif action.name == "merge_cells":
        place, rest = str(args["range"]), menu("Format > Merge and Unmerge Cells > Merge Cells")
    elif action.name == "clear":
        place, rest = str(args["range"]), [press("Delete")]
    elif action.name == "freeze":
        place, rest = str(args.get("cell", "")), menu("View > Freeze Rows and Columns")
    elif action.name == "format_cells":
        place = str(args.pop("range"))
        rest = _font(args) or _each(args, {"alignment": ALIGNMENT}) or []
    else:
        return None
    if not place or not rest or "!" in place:
        return None
    return [select(place) if way == "hybrid" else set_text("Name Box", place), *rest]


def _presentation(action: Action, seen: Observation, way: Way) -> list[Told] | None:
    args = dict(action.args)
    if action.name == "add_slide" and "after" not in args and set(args) <= {"title", "bullets"} and args.get("title"):
        last = [e.id for e in seen.elements if re.fullmatch(r"s\d+", e.id)][-1]
        start = [select(last)] if way == "hybrid" else [press("Page_Down", int(last[1:]))]
        written = [*start, *menu("Slide > New Slide"), press("Ctrl+Return"), type_text(str(args["title"]))]
        if args.get("bullets"):
            written += [press("Ctrl+Return"), type_text("\n".join(map(str, args["bullets"])))]
        return [*written, press("Escape", 2)]
    if way == "gui":
        return None
    if action.name in SLIDES and set(args) == {"slide"}:
        return [select(str(args["slide"])), *menu(SLIDES[action.name])]
    if action.name == "format_text" and "match" not in args:
        acts = _font({k: v for k, v in args.items() if k != "target"})
        return [select(str(args["target"])), *acts] if acts else None
    return None


def _font(args: Mapping[str, Any]) -> list[Told] | None:
    """Character formatting on what is selected; None where a wish has no key and no field."""
    acts: list[Told] = []
    for name, value in args.items():
        if name in KEYS and value is True:
            acts.append(press(KEYS[name]))
        elif name == "size_pt":
            acts.append(set_text("Font Size", f"{value:g}" if isinstance(value, float) else value))
        elif name == "font":
            acts.append(set_text("Font Name", value))
        else:
            return None
    return acts or None


def _each(args: Mapping[str, Any], keys: Mapping[str, Mapping[Any, str]]) -> list[Told] | None:
    """A key for each wish; None where one has none."""
    found = [keys.get(name, {}).get(value) for name, value in args.items()]
    return [press(key) for key in found if key] if found and all(found) else None


def _paragraphs(target: str, seen: Observation) -> list[Told] | None:
    """Selects whole paragraphs with the cursor keys; None where tables stand before them, which the cursor would enter."""
    match = re.fullmatch(r"p(\d+)(?:-p(\d+))?", target)
    if not match:
        return None
    ids = [e.id for e in seen.elements]
    last = f"p{match[2] or match[1]}"
    if last not in ids or any(not re.fullmatch(r"p\d+", i) for i in ids[: ids.index(last)]):
        return None
    first, count = int(match[1]), int(match[2] or match[1]) - int(match[1]) + 1
    down = [press("Ctrl+Down", first - 1)] if first > 1 else []
    return [press("Ctrl+Home"), *down, press("Ctrl+Shift+Down", 2 * count - 1)]


def _typed(value: Any) -> str:
    """A cell's value as a person types it."""
    return ("TRUE" if value else "FALSE") if isinstance(value, bool) else str(value)
