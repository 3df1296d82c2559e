"""What a run did, as a set of facts that an instruction can ask for: actions, their choices, and the kinds of places that they touched.

A fact is a text: `format_text` (the action), `format_text.color` (an argument that may be left out), `set_list.kind=bullet` (a choice),
`format_cells@rows=head` (what its range is in the sheet), `@rows=head` (the same, whatever the action), `set_cell#several` (done more than once).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lam.actions import Declaration
from lam.types import Element, Step

SAME = {"set_cells": "set_cell"}
"""Actions that instructions do not tell apart."""
PLACED = ("target", "after", "before", "to", "table")
"""Arguments that are ids of elements."""
WHOLE_COLUMNS = ("resize", "hide")
"""Actions whose rows do not matter when they are about columns."""
WHOLE_TABLES = ("sort", "remove_duplicates")
"""Actions that take a whole column for the table's."""
ANYWHERE = ("filter", "set_bullets", "insert_page_break", "insert_text", "insert_table", "insert_toc", "insert_image", "add_slide", "move")
"""Actions that do the same whichever part of a table or slide they are given, and those whose place is beside one of any kind."""
LEFT_TO_PLACES = "find_replace.target"
"""Left out, it is the whole document: whether that is too much, the checks of places tell, and no reader of instructions."""
RANGE = re.compile(r"(?:.*!)?\$?([A-Z]*)\$?(\d*)(?::\$?([A-Z]*)\$?(\d*))?")
DATA = re.compile(r"[A-Z]+(\d+)(?::[A-Z]+(\d+))?\b")


def facts(acts: Sequence[Step], declarations: Mapping[str, Declaration]) -> frozenset[str]:
    """The facts about these successful steps."""
    found: set[str] = set()
    for step in acts:
        found |= set(_of_action(step, declarations[step.decision.action.name]))
        for place in _places(step) if step.decision.action.name not in ANYWHERE else ():
            found |= {f"{_name(step)}@{place}", f"@{place}"}
    counts = Counter(_name(step) for step in acts)
    for name in (name for name, count in counts.items() if count > 1):
        places = {fact.partition("@")[2] for fact in found if fact.startswith(f"{name}@target=") and not fact.endswith("s")}
        found |= {f"{name}#several", *(f"{name}@{place}s" for place in places), *(f"@{place}s" for place in places)}
    return frozenset(found)


def action_of(fact: str) -> str:
    """The action that a fact is about; empty where it is about a kind of place only."""
    return re.split(r"[.@#]", fact)[0]


def in_words(fact: str) -> str:
    """A fact as a person reads it."""
    action = action_of(fact).replace("_", " ")
    rest = fact[len(action_of(fact)) :]
    what, _, value = rest[1:].partition("=")
    what, value = re.sub(r"_(?:pt|cm|deg)$", "", what).replace("_", " "), value.replace("_", " ")
    if rest.startswith("."):
        return f"{action} with {what} {value}".rstrip()
    if rest.startswith("@"):
        return f"{action or 'working'} on {value} ({what})"
    return f"{action} several times" if rest else action


def known_as(action: str) -> str:
    """The name under which facts speak of an action."""
    return SAME.get(action, action)


def _name(step: Step) -> str:
    return known_as(step.decision.action.name)


def _of_action(step: Step, declaration: Declaration) -> Iterator[str]:
    name, schema, defaults = _name(step), declaration.schema, declaration.defaults
    yield name
    for argument, value in step.decision.action.args.items():
        told = schema["properties"].get(argument, {})
        if value is None or (argument in defaults and value == defaults[argument]):
            continue
        if isinstance(value, bool) or _is_choice(told):
            yield f"{name}.{argument}={value}"
        elif argument not in schema.get("required", ()):
            yield f"{name}.{argument}"


def _is_choice(told: Mapping[str, Any]) -> bool:
    return any("enum" in way for way in (told, *told.get("anyOf", ())))


def _places(step: Step) -> list[str]:
    args = step.decision.action.args
    if step.observation.kind == "spreadsheet":
        return list(_cells(step)) if isinstance(args.get("range"), str) else []
    roles = {element.id: _role(element) for element in step.observation.elements}
    return [f"target={place}" for name in PLACED if (value := args.get(name)) and (place := _place(str(value), roles))]


def _place(value: str, roles: Mapping[str, str]) -> str:
    """What an id stands for: `title`, `text`, `texts`, `slide`, `all`; empty where it is not known."""
    if value in ("start", "end", "all"):
        return value
    hit = re.match(r"([pts]\d+(?:\.\w+)?)([-:])?", value)
    role = roles.get(hit[1], "") if hit else ""
    return role + ("s" if hit and hit[2] and role else "")


def _role(element: Element) -> str:
    """The role without its number and details; all slides are one, and in documents title and headings, paragraphs and items of lists."""
    role = re.sub(r"\d+", "", element.role).split(",")[0].strip().lower()
    if element.role == "Title":
        return "heading"
    return "slide" if role.startswith("slide") else "text" if role in ("bullet", "number") else role


def _cells(step: Step) -> Iterator[str]:
    """What a range is in its sheet: which of its rows, how many of its columns."""
    name, columns = step.decision.action.name, [e for e in step.observation.elements if e.role == "column"]
    hit = RANGE.fullmatch(str(step.decision.action.args["range"]))
    data = [(int(rows[1]), int(rows[2] or rows[1])) for e in columns if (rows := DATA.match(e.detail))]
    if not hit or not data:
        return
    first, last = min(top for top, _ in data), max(bottom for _, bottom in data)
    left, right = hit[1], hit[3] or hit[1]
    if not (name in WHOLE_COLUMNS and left and (not hit[2] or hit[2] != hit[4])):
        yield f"rows={_rows(hit, first, last) if hit[2] else 'head and data' if name in WHOLE_TABLES else 'all'}"
    every = not left or (left == columns[0].id and right == columns[-1].id)
    yield f"columns={'one' if left == right and left else 'all' if every else 'some'}"


def _rows(hit: re.Match[str], first: int, last: int) -> str:
    top, bottom = int(hit[2]), int(hit[4] or hit[2])
    if top == bottom and first <= top <= last:
        return "one"
    exact = {(first - 1, first - 1): "head", (first, last): "data", (first - 1, last): "head and data"}
    if (top, bottom) in exact:
        return exact[top, bottom]
    return "below" if top > last else "above" if bottom < first - 1 else "a part" if top >= first and bottom <= last else "more"
