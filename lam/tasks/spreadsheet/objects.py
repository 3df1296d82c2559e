"""Families of what stands on or holds the cells: charts and sheets."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from lam.reading import Change, Goal, Reading
from lam.tasks.base import Move, Split
from lam.tasks.compose import Piece
from lam.tasks.spreadsheet import documents, phrases, pools
from lam.tasks.spreadsheet.asking import Ask, Judge, SheetFamily, filled, heights, move, parts, value_of
from lam.tasks.spreadsheet.documents import Book, Sheet
from lam.tasks.spreadsheet.looks import color_of
from lam.tasks.wordings import slots

CHARTS: Mapping[str, tuple[str, ...]] = {
    "column": ("column chart", "column chart", "column graph", "column diagram", "chart with columns"),
    "bar": ("bar chart", "bar chart", "bar graph", "bar diagram"),
    "line": ("line chart", "line chart", "line graph", "line diagram"),
    "pie": ("pie chart", "pie chart", "pie", "pie diagram"),
    "area": ("area chart", "area chart", "area diagram"),
    "donut": ("donut chart", "doughnut chart"),
}


class InsertChart(SheetFamily):
    """A chart of the table or of its first number column."""

    name = "insert_chart"
    weights: Mapping[str, float] = {"table": 3, "titled": 2, "column": 2, "column_titled": 1.3, "placed": 1}

    def book(self, rng: random.Random, split: Split) -> Book:
        return documents.book(rng, split, ("monthly", "monthly", "quarterly", "quarters across", "list"), title=0.15)

    def ask(self, ask: Ask) -> Piece | None:
        rng, sheet, section = ask.rng, ask.sheet, ask.section
        one = section.startswith("column")
        numeric = sheet.indices("int", "money")
        if (numeric[:1] != [1]) if one else numeric != list(range(1, len(sheet.columns))):
            return None
        last = 1 if one else len(sheet.columns) - 1
        kind = rng.choice(
            ("column", "column", "line", "line", "bar", "pie", "area", "donut") if last == 1 else ("column", "column", "line", "line", "bar", "area")
        )
        area = f"A{sheet.header_row}:{sheet.letter(last)}{sheet.last}"
        title = phrases.title(rng, ask.split, sheet)
        spot = (
            f"{sheet.letter(len(sheet.columns) + rng.randint(0, 3))}{rng.randint(1, 12)}"
            if rng.random() < 0.6
            else f"A{sheet.bottom + rng.randint(2, 5)}"
        )
        given = {"chart": rng.choice(CHARTS[kind]), "title": phrases.quoted(rng, title, 0.7), "cell": phrases.cell(rng, spot)}
        given |= {"column": phrases.number_column(rng, sheet, 1), "label_header": phrases.header(rng, sheet, 0)}
        line = ask.wording(given.keys())
        args: dict[str, Any] = {"range": area, "type": kind}
        if "title" in slots(line):
            args["title"] = title
        if "cell" in slots(line):
            args["at"] = spot
        thought = f"{sheet.columns[1].header} is column B, with labels {area}" if one else f"the table is {area}"
        goal = _chart_goal(sheet, last, args)
        return ask.piece(given, [move(thought, "insert_chart", **args)], goal, f"The {kind} chart is on the sheet.", {"chart"}, wording=line)


def _chart_goal(sheet: Sheet, last: int, args: Mapping[str, Any]) -> Judge:
    wanted = tuple(f"{sheet.name}!{sheet.data(i)}" for i in range(1, last + 1))

    def judge(before: Reading, after: Reading) -> Goal:
        known = parts(before)
        charts = [p for p in after.parts if p.kind == "chart" and p.key.startswith(f"{sheet.name},") and p.key not in known]
        if len(charts) != 1:
            return Goal(missed=(f"there are {len(charts)} new charts on {sheet.name}",))
        found, missed = charts[0].properties, []
        if found.get("type") != args["type"]:
            missed.append(f"it is a {found.get('type')} chart")
        if tuple(found.get("values", ())) != wanted:
            missed.append(f"it shows {found.get('values')}, not {wanted}")
        if "title" in args and found.get("title") != args["title"]:
            missed.append(f"its title is {found.get('title')!r}")
        if "at" in args and found.get("at") != args["at"]:
            missed.append(f"it stands at {found.get('at')}")
        return Goal({}, lambda change: change.where == charts[0].key, tuple(missed))

    return judge


class Sheets(SheetFamily):
    """Sheets of the workbook: added, renamed, copied, deleted, coloured, moved, brought to the front."""

    name = "sheets"
    weights: Mapping[str, float] = {
        "add": 3, "add_after": 1, "rename": 2.5, "rename_active": 1.2, "copy": 1.5, "copy_active": 0.8, "delete": 2, "color": 1, "move_first": 0.7,
        "move_last": 0.7, "activate": 0.8,
    }  # fmt: skip

    def book(self, rng: random.Random, split: Split) -> Book:
        return documents.book(rng, split, title=0.1, sheets=rng.choice((1, 2, 2, 3)))

    def ask(self, ask: Ask) -> Piece | None:
        rng, book, section = ask.rng, ask.book, ask.section
        names = book.names
        sheet = rng.choice(names)
        if section.endswith("active"):
            sheet = book.sheet.name
        if section in ("delete", "move_first", "move_last", "activate") and len(names) < 2:
            return None
        if (
            (section == "move_first" and sheet == names[0])
            or (section == "move_last" and sheet == names[-1])
            or (section == "activate" and sheet == book.sheet.name)
        ):
            return None
        name = phrases.invented(rng, ask.split) if rng.random() < 0.7 else pools.word(rng, ask.split)
        if name.lower() in [n.lower() for n in names]:
            return None
        color = phrases.color(rng, ask.split)
        given = {"sheet": phrases.quoted(rng, sheet, 0.35), "name": phrases.quoted(rng, name, 0.35), "color": color}
        action, args, order = _sheet_action(section, names, sheet, name, color)
        thought = {"add": f"there is no sheet {name} yet", "delete": f"{sheet} is one of the sheets"}.get(
            section.split("_")[0], f"the sheet is {sheet}"
        )
        if section.endswith("active"):
            thought = f"the active sheet is {sheet}"
        steps: list[Move] = [move(thought, action, **args)]
        goal = _sheets_goal(book, section, sheet, name, color, order)
        done = {"delete": f"{sheet} is deleted.", "activate": f"{sheet} is active.", "add": f"{name} is added."}.get(
            section.split("_")[0], f"{order[-1]} is the last sheet."
        )
        if section.startswith(("rename", "copy")):
            done = f"The sheet is called {name}." if section.startswith("rename") else f"{name} is a copy of {sheet}."
        elif section == "color":
            done = f"The tab of {sheet} is {color}."
        return ask.piece(given, steps, goal, done, {"sheets"}, structural=section not in ("color",))


def _sheet_action(section: str, names: Sequence[str], sheet: str, name: str, color: str) -> tuple[str, dict[str, Any], list[str]]:
    """The action, its arguments, and the sheets in order afterwards."""
    rest, here = [n for n in names if n != sheet], names.index(sheet)
    if section == "add":
        return "add_sheet", {"name": name}, [*names, name]
    if section == "add_after":
        return "add_sheet", {"name": name, "after": sheet}, [*names[: here + 1], name, *names[here + 1 :]]
    if section.startswith("rename"):
        return "rename_sheet", {"sheet": sheet, "name": name}, [name if n == sheet else n for n in names]
    if section.startswith("copy"):
        return "copy_sheet", {"sheet": sheet, "name": name}, [*names, name]
    if section == "delete":
        return "delete_sheet", {"sheet": sheet}, rest
    if section == "move_first":
        return "move_sheet", {"sheet": sheet, "to": 1}, [sheet, *rest]
    if section == "move_last":
        return "move_sheet", {"sheet": sheet, "to": len(names)}, [*rest, sheet]
    if section == "activate":
        return "activate_sheet", {"sheet": sheet}, list(names)
    return "color_sheet", {"sheet": sheet, "color": color}, list(names)


def _sheets_goal(book: Book, section: str, sheet: str, name: str, color: str, order: Sequence[str]) -> Judge:
    def judge(before: Reading, after: Reading) -> Goal:
        found = [str(p.properties["name"]) for p in after.parts if p.kind == "sheet"]
        missed = []
        if section.startswith(("add", "copy")) and section != "add_after":
            if sorted(found) != sorted(order) or [n for n in found if n != name] != book.names:
                missed.append(f"the sheets are {found}")
        elif found != list(order):
            missed.append(f"the sheets are {found}, not {list(order)}")
        if section.startswith("copy") and _contents(after, name) != _contents(after, sheet):
            missed.append(f"{name} does not hold what {sheet} holds")
        if section.startswith("add") and _contents(after, name):
            missed.append(f"{name} is not empty")
        expected: dict[str, dict[str, Any]] = {}
        if section == "color":
            expected[sheet] = {"tab_color": color_of(color)}
        if section == "activate":
            expected["workbook"] = {"active": sheet}
        moved = section.startswith(("move", "delete"))
        kept = {n: n for n in book.names if n != (sheet if section == "delete" else "")} | ({sheet: name} if section.startswith("rename") else {})
        if moved:
            missed += [f"{old} has other contents" for old, new in kept.items() if _contents(before, old) != _contents(after, new)]

        def allowed(change: Change) -> bool:
            if change.where == "workbook" and change.property == "active":
                return section != "color"
            whole = change.part == "sheet" and not change.property
            if section.startswith("rename"):
                return change.where == name and change.property == "name"
            return whole and (change.where == name if section.startswith(("add", "copy")) else change.where == sheet if moved else False)

        return Goal(expected, lambda change: allowed(change) or heights(book.sheet)(change), tuple(missed))

    return judge


def _contents(reading: Reading, sheet: str) -> list[tuple[str, Any]]:
    return [(key.rpartition("!")[2], value_of(part)) for key, part in filled(reading).items() if key.rpartition("!")[0] == sheet]
