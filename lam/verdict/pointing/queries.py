"""What a run pointed at, as questions: of all paragraphs, slides, shapes, columns or rows that the policy saw, which did it choose, and for what."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lam.guard import strings
from lam.reading.base import column_letters, column_number
from lam.types import Element, Step
from lam.verdict.intents.facts import DATA, known_as
from lam.verdict.touch import singles
from lam.verdict.words import flat

PLACED = ("target", "after", "before", "to", "table", "slide")
"""Arguments that name paragraphs, tables, slides and shapes."""
CELLS = ("range", "cell", "at", "by", "column", "target")
"""Arguments that name cells, columns and rows."""
TABLES = ("set_table_cells", "insert_table_rows", "delete_table_rows", "insert_table_columns", "delete_table_columns")
"""Actions on rows and columns of the tables of documents and slides."""
MOVING = ("move", "move_slide")
"""Actions whose second place depends on the first."""
MOST = 60
"""Candidates of one question at most; of more, the run is not asked."""
AREA = re.compile(r"([A-Z]{0,2})(\d*)(?::([A-Z]{0,2})(\d*))?")
"""A cell, a range, columns or rows."""
REFERENCE = re.compile(r"\$?([A-Z]{1,2})\$?(\d+)(?::\$?([A-Z]{1,2})\$?(\d+))?")


@dataclass(frozen=True)
class Candidate:
    """Something that could be pointed at."""

    id: str
    text: str
    """Its words with blanks between and around them."""
    within: str = ""
    """The words of what it is part of or what is part of it: its slide, its row."""
    marks: tuple[str, ...] = ()
    """What it is and where: role, neighbours, first or last of its role."""
    numbers: Mapping[str, tuple[int, int]] | None = None
    """Way of counting -> (its number, how many there are)."""
    group: int = 0
    """Number of its slide; its place among all candidates otherwise."""


@dataclass(frozen=True)
class Query:
    """A question with the run's answer. `slot`: the action and the argument, with what else decides the place."""

    slot: str
    candidates: tuple[Candidate, ...]
    chosen: frozenset[str]

    @property
    def action(self) -> str:
        """The action that it is about, by the name that facts have for it."""
        return self.slot.partition(".")[0]

    @property
    def argument(self) -> str:
        """The argument that it is about."""
        return re.split(r"[.:=+-]", self.slot)[1]


def queries(acts: Sequence[Step], elements: Sequence[Element]) -> list[Query]:
    """The questions that these steps answer. `elements`: what the policy saw at first; only steps that see the same numbers may be given."""
    if not acts:
        return []
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    sheet = acts[0].observation.kind == "spreadsheet"
    for step in acts:
        for slot, level, ids in _in_sheet(step) if sheet else _in_outline(step):
            found[slot, level] |= ids
    pools = {level: candidates(elements, level, acts[0].observation.summary) for _, level in found}
    asked = []
    for (slot, level), ids in found.items():
        pool = pools[level]
        known = {candidate.id for candidate in pool}
        if level == "row":
            ids = _within(ids, known)
        if ids and ids <= known and 1 < len(pool) <= MOST:
            asked.append(Query(slot, pool, frozenset(ids)))
    return asked


def _in_outline(step: Step) -> Iterator[tuple[str, str, set[str]]]:
    """(slot, level, ids) of the arguments of an action on a document or presentation."""
    action = step.decision.action
    for name in PLACED:
        value = action.args.get(name)
        if isinstance(value, bool) or not isinstance(value, str | int) or value in ("all", "start", "end", "selection"):
            continue
        text = f"s{value}" if isinstance(value, int) else value
        ids = set(singles(text))
        level = level_of(text, ids)
        slot = f"{known_as(action.name)}.{name}"
        if action.args.get("where"):
            slot += f":{action.args['where']}"
        if action.name in MOVING and name == "to":
            slot += "+" if _number(text) > _number(str(action.args.get("target", action.args.get("slide")))) else "-"
        yield slot, level, {re.sub(r"^(t\d+)\..*", r"\1", single) for single in ids}
    yield from in_table(step)


def level_of(place: str, ids: Iterable[str]) -> str:
    """The level of a place in a document or presentation, which stands for these ids."""
    if any("." in one for one in ids):
        return "shape"
    return "slide" if place.startswith("s") else "block"


def in_table(step: Step) -> Iterator[tuple[str, str, set[str]]]:
    """The same of the rows and columns of tables: level `rows of t1`."""
    action = step.decision.action
    table, name = action.args.get("table"), known_as(action.name)
    if not isinstance(table, str) or name not in TABLES:
        return
    if name == "set_table_cells":
        data = action.args.get("data") or [[""]]
        hit = re.fullmatch(r"([A-Z])(\d+)", str(action.args.get("cell", "A1")))
        if not hit or not isinstance(data, list) or not all(isinstance(row, list) for row in data):
            return
        wide = max(map(len, data))
        yield f"{name}.row", f"rows of {table}", {str(int(hit[2]) + n) for n in range(len(data))}
        yield f"{name}.column", f"columns of {table}", _span(hit[1], column_letters(column_number(hit[1]) + wide - 1))
        return
    at, count = action.args.get("at"), action.args.get("count", 1)
    if isinstance(at, int) and isinstance(count, int):
        rows = name.endswith("rows")
        ids = {str(n) if rows else column_letters(n) for n in range(at, at + (count if name.startswith("delete") else 1))}
        yield f"{name}.at", f"{'rows' if rows else 'columns'} of {table}", ids


def _in_sheet(step: Step) -> Iterator[tuple[str, str, set[str]]]:
    """The same of an action on a spreadsheet: the columns and the rows of each argument, and of the formulas."""
    action = step.decision.action
    name = known_as(action.name)
    formula = False
    for text in strings(dict(action.args)):
        if text.startswith("="):
            formula = True
            refs = REFERENCE.findall(text)
            for left, top, right, bottom in refs:
                yield f"{name}.formula", "column", _span(left, right or left)
                yield f"{name}.formula", "row", _span(top, bottom or top)
    for argument in CELLS:
        value = action.args.get(argument)
        if isinstance(value, bool) or not isinstance(value, str | int):
            continue
        text = str(value).rpartition("!")[2].replace("$", "").upper()
        slot = f"{name}.{argument}" + ("=" if formula else "")
        hit = AREA.fullmatch(text)
        if not hit:
            continue
        if hit[1]:
            yield slot, "column", _span(hit[1], hit[3] or hit[1])
        if hit[2]:
            yield slot, "row", _span(hit[2], hit[4] or hit[2])


def _span(first: str, last: str) -> set[str]:
    """Columns or rows from one to another."""
    return set(singles(f"{first}:{last}"))


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text.partition(".")[0]) or 0)


def _within(ids: set[str], known: set[str]) -> set[str]:
    """Rows that the outline leaves out are taken for done when those around them are."""
    shown = sorted(int(row) for row in known if row.isdigit())
    gaps = {str(row) for row in range(shown[0], shown[-1] + 1)} - known if shown else set()
    return (ids - gaps) or ids


def candidates(elements: Sequence[Element], level: str, summary: str = "") -> tuple[Candidate, ...]:
    """What could be pointed at. `level`: `block` (paragraphs, tables, images), `slide`, `shape`, `column` or `row`."""
    if level in ("column", "row"):
        return _of_sheet(elements, level, summary)
    if " of " in level:
        return _of_table(elements, *level.split(" of "))
    if level == "block":
        return _blocks([e for e in elements if re.fullmatch(r"[pti]\d+", e.id)])
    slides = [e for e in elements if re.fullmatch(r"s\d+", e.id)]
    shapes = [e for e in elements if re.fullmatch(r"s\d+\.\d+", e.id)]
    return _slides(slides, shapes) if level == "slide" else _shapes(slides, shapes)


def _role(element: Element) -> str:
    return re.sub(r"\s*\d+$", "", element.role).lower()


def _blocks(found: Sequence[Element]) -> tuple[Candidate, ...]:
    roles = [_role(e) for e in found]
    made = []
    totals = {role: roles.count(role) for role in roles}
    counts: dict[str, int] = defaultdict(int)
    paragraphs = [e.id for e in found if e.id.startswith("p")]
    lists = [role in ("bullet", "number") for role in roles]
    section = 0
    for place, (element, role) in enumerate(zip(found, roles, strict=True)):
        counts[role] += 1
        numbers = {role: (counts[role], totals[role])}
        if element.id in paragraphs:
            numbers["paragraph"] = (paragraphs.index(element.id) + 1, len(paragraphs))
        if lists[place]:
            numbers["item"] = (sum(lists[: place + 1]), sum(lists))
        if role in ("title", "heading"):
            numbers["head"] = (counts["title"] + counts["heading"], totals.get("title", 0) + totals.get("heading", 0))
            section = place
        elif roles[section] == "heading":
            own = sum(r not in ("table", "image") for r in roles[section + 1 : place + 1])
            numbers["in section"] = (own, 0)
        before = roles[place - 1] if place else "^"
        after = roles[place + 1] if place + 1 < len(roles) else "$"
        marks = [role, element.role.lower(), f"{role} before {after}", f"{role} after {before}", *_ends(numbers, role)]
        made.append(Candidate(element.id, flat(element.text), "", tuple(marks), numbers, place))
    return tuple(made)


def _ends(numbers: Mapping[str, tuple[int, int]], role: str) -> list[str]:
    marks = []
    for way, (number, count) in numbers.items():
        marks += [f"first {way}"] if number == 1 else []
        marks += [f"last {way}"] if number == count else []
        marks += [f"only {way}"] if number == count == 1 else []
    return [*marks, *(f"{role} {mark}" for mark in marks)]


def _slides(slides: Sequence[Element], shapes: Sequence[Element]) -> tuple[Candidate, ...]:
    made = []
    for place, slide in enumerate(slides):
        own = [e for e in shapes if e.id.startswith(f"{slide.id}.")]
        title = next((e.text for e in own if e.role == "title"), "")
        numbers = {"slide": (place + 1, len(slides))}
        marks = [
            _role(slide),
            *_ends(numbers, ""),
            *(f"has {_role(e)}" for e in own),
            *(f"has {e.detail.split(',')[0]}" for e in own if e.role == "shape"),
        ]
        marks += ["hidden"] if "hidden" in f"{slide.role} {slide.detail}" else []
        made.append(Candidate(slide.id, flat(title), flat(" | ".join(e.text for e in own)), tuple(dict.fromkeys(marks)), numbers, place))
    return tuple(made)


def _shapes(slides: Sequence[Element], shapes: Sequence[Element]) -> tuple[Candidate, ...]:
    parents = {c.id: c for c in _slides(slides, shapes)}
    made = []
    for shape in shapes:
        slide = parents.get(shape.id.partition(".")[0])
        if slide is None:
            continue
        same = [e.id for e in shapes if e.id.startswith(f"{slide.id}.") and _role(e) == _role(shape)]
        of_role = [e.id for e in shapes if _role(e) == _role(shape)]
        form = shape.detail.split(",")[0] if shape.role == "shape" else _role(shape)
        numbers = dict(slide.numbers or {})
        marks = [form, _role(shape), *(f"on {mark}" for mark in slide.marks if " " not in mark or mark.startswith(("first", "last")))]
        marks += [
            f"{form} {'only' if len(same) == 1 else 'one of several'} on its slide",
            f"{form} {'only' if len(of_role) == 1 else 'one of several'}",
        ]
        if len(same) > 1:
            numbers["on slide"] = (same.index(shape.id) + 1, len(same))
        made.append(Candidate(shape.id, flat(shape.text), slide.text, tuple(marks), numbers, slide.group))
    return tuple(made)


def _of_table(elements: Sequence[Element], level: str, table: str) -> tuple[Candidate, ...]:
    """The rows or columns of a table, of which the outline shows the heads and the size; one more stands for those that are added behind."""
    element = next((e for e in elements if e.id == table), None)
    size = re.search(r"(\d+)x(\d+)", element.detail) if element else None
    if element is None or size is None:
        return ()
    heads = element.text.split(" | ")
    count = int(size[1 if level == "rows" else 2])
    made = []
    for n in range(1, count + 2):
        numbers = {level: (n, count), **({"below the head": (n - 1, count - 1)} if n > 1 else {})}
        marks = ["behind"] if n > count else [*_ends(numbers, ""), *(["head"] if n == 1 and level == "rows" else [])]
        text = flat(heads[n - 1]) if level == "columns" and n <= len(heads) else flat(element.text) if n == 1 and level == "rows" else " "
        made.append(Candidate(str(n) if level == "rows" else column_letters(n), text, "", tuple(marks), numbers, n))
    return tuple(made)


def _of_sheet(elements: Sequence[Element], level: str, summary: str) -> tuple[Candidate, ...]:
    columns = [e for e in elements if e.role == "column"]
    rows = [e for e in elements if e.role == "row"]
    free = re.search(r"next free row (\d+), next free column ([A-Z]+)", summary)
    made = []
    if level == "column":
        cells = [f"{row.text} | {row.detail}".split(" | ") for row in rows]
        for place, column in enumerate(columns):
            kind = column.detail.rpartition(" ")[2]
            numbers = {
                "column": (place + 1, len(columns)),
                kind: (sum(c.detail.endswith(f" {kind}") for c in columns[: place + 1]), sum(c.detail.endswith(f" {kind}") for c in columns)),
            }
            marks = [kind, *_ends(numbers, kind)]
            values = " | ".join(row[place] for row in cells if place < len(row))
            made.append(Candidate(column.id, flat(column.text), flat(values), tuple(marks), numbers, place))
        if free:
            made.append(Candidate(free[2], " ", "", ("free",), {}, len(made)))
        return tuple(made)
    data = [(int(hit[1]), int(hit[2] or hit[1])) for c in columns if (hit := DATA.match(c.detail))]
    if not data:
        return ()
    first, last = min(top for top, _ in data), max(bottom for _, bottom in data)
    top = (
        [
            Candidate(
                str(first - 1),
                flat(" | ".join(c.text for c in columns)),
                "",
                ("head",),
                {"row": (first - 1, last), "sheet row": (first - 1, last)},
                -1,
            )
        ]
        if first > 1
        else []
    )
    for place, row in enumerate(rows):
        number = int(row.id)
        numbers = {"row": (number, last), "data row": (number - first + 1, last - first + 1)}
        marks = ["data", *_ends(numbers, "")]
        own = row.text.split(" | ")
        made.append(Candidate(row.id, flat(own[0]), flat(f"{row.text} | {row.detail}"), tuple(marks), numbers, place))
    for extra, mark in ((last + 1, "free"), (last + 2, "free 2")):
        made.append(Candidate(str(extra), " ", "", (mark,), {"row": (extra, last)}, len(made)))
    return (*top, *made)
