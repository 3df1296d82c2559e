"""Families of how a sheet is laid out: widths and heights, frozen panes, merged titles."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from lam.reading import Change, Goal, Reading
from lam.tasks.base import Move, Split
from lam.tasks.compose import Piece
from lam.tasks.spreadsheet import documents, phrases
from lam.tasks.spreadsheet.asking import Ask, Judge, SheetFamily, cells, heights, keys, move, parts, value_of
from lam.tasks.spreadsheet.documents import Book, Sheet
from lam.tasks.spreadsheet.rows import shows


class ColumnWidth(SheetFamily):
    """Widths of columns and heights of rows, given or fitted."""

    name = "column_width"
    weights: Mapping[str, float] = {"width": 3, "all_width": 1, "fit": 2, "fit_all": 2, "height": 1.2}

    def book(self, rng: random.Random, split: Split) -> Book:
        made = documents.book(rng, split, title=0.1)
        return replace(made, sheets=tuple(replace(s, look=replace(s.look, widths=False)) for s in made.sheets))

    def ask(self, ask: Ask) -> Piece | None:
        rng, sheet, section = ask.rng, ask.sheet, ask.section
        index = rng.randrange(len(sheet.columns))
        letter, whole = sheet.letter(index), f"A:{sheet.right}"
        lengths = [max(len(c.header), *(len(phrases.text_of(v, c.number_format)) for v in c.values)) for c in sheet.columns]
        column = sheet.columns[index]
        given = {"column": phrases.column(rng, sheet, index)}
        thought, lines = f"{column.header} is column {letter}", [index]
        args: dict[str, Any] = {"range": f"{letter}:{letter}"}
        if section == "height":
            header = rng.random() < 0.5
            position = rng.choice(sheet.seen_rows)
            number = sheet.header_row if header else sheet.first + position
            given = {"row": phrases.headers(rng, sheet) if header else phrases.row(rng, sheet, position)}
            args = {"range": f"{number}:{number}"}
            thought = f"the header row is row {number}" if header else f"{phrases.show(sheet, 0, position)} is row {number}"
            given["height"], args["height_cm"] = _length(rng, (0.6, 0.7, 0.8, 1.0, 1.2, 1.5, 2.0, 2.5))
            points = args["height_cm"] * 28.3465
            wanted: dict[str, dict[str, Any]] = {f"{sheet.name}!row {number}": {"height_pt": lambda v: v is not None and abs(v - points) < 1.5}}
            return ask.piece(given, [move(thought, "resize", **args)], lambda b, a: Goal(wanted), f"Row {number} has its height.", {f"row {number}"})
        if section in ("all_width", "fit_all"):
            thought, args, lines = f"the columns are A to {sheet.right}", {"range": whole}, list(range(len(sheet.columns)))
        if section.startswith("fit"):
            if lengths[index] < 14 if section == "fit" else max(lengths) < 14:
                return None
            args["fit"] = True
            spans = [(lengths[i], max(lengths[i], len(sheet.title) * 2 if i == 0 else 0)) for i in lines]
            goal = _width_goal(sheet, lines, [_fits(low, high, sheet.look.size) for low, high in spans])
        else:
            given["width"], args["width_cm"] = _length(rng, (1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 6.0, 7.5, 8.0, 10.0))
            target = args["width_cm"]
            goal = _width_goal(sheet, lines, [lambda v: v is not None and abs(v.cm - target) < max(0.15, target * 0.04)] * len(lines))
        touched = {f"width {sheet.letter(i)}" for i in lines}
        return ask.piece(given, [move(thought, "resize", **args)], goal, "The width is set.", touched)


def _length(rng: random.Random, options: Sequence[float]) -> tuple[str, Any]:
    value = rng.choice(options)
    number: Any = int(value) if value == int(value) else value
    way = rng.random()
    if way < 0.15:
        return f"{round(value * 10)} mm", number
    return rng.choice((f"{number} cm", f"{number}cm", f"{number} centimetres", f"{number} centimeters", f"{number} cm")), number


def _fits(low: int, high: int, size: float) -> Callable[[Any], bool]:
    """Whether a width in centimetres suits texts of `low` to `high` characters."""
    return lambda found: found is not None and low * 0.115 * size / 11 <= found.cm <= high * 0.30 * size / 11 + 1.0


def _width_goal(sheet: Sheet, indices: Sequence[int], tests: Sequence[Callable[[Any], bool]]) -> Judge:
    expected = {f"{sheet.name}!column {sheet.letter(i)}": {"width": test} for i, test in zip(indices, tests, strict=True)}
    return lambda before, after: Goal(expected, heights(sheet))


class FreezePanes(SheetFamily):
    """What stays in view while scrolling."""

    name = "freeze_panes"
    weights: Mapping[str, float] = {"header": 4, "column": 1.5, "both": 1.5, "rows": 1.5, "columns": 1, "none": 1}

    def book(self, rng: random.Random, split: Split) -> Book:
        made = documents.book(rng, split, title=0.2)
        frozen = rng.random() < 0.12
        return replace(made, sheets=tuple(replace(s, look=replace(s.look, freeze=frozen and i == made.active)) for i, s in enumerate(made.sheets)))

    def ask(self, ask: Ask) -> Piece | None:
        rng, sheet, section = ask.rng, ask.sheet, ask.section
        if (section == "none") != sheet.look.freeze:
            return None
        count = rng.randint(2, 5)
        given = {"count": rng.choice((str(count), phrases.COUNTS[count]))}
        line = ask.wording(given.keys())
        top = bool(re.search("(first|top) row|top$", line))
        rows = sheet.header_row
        if rows > 1 and top and section == "header":
            return None
        choices: dict[str, tuple[dict[str, int], str]] = {
            "header": ({"rows": rows}, f"headers are in row {rows}"),
            "column": ({"columns": 1}, "the first column is A"),
            "both": ({"rows": rows, "columns": 1}, f"headers are in row {rows}, the first column is A"),
            "rows": ({"rows": count}, f"rows 1 to {count} stay"),
            "columns": ({"columns": count}, f"the first {count} columns stay"),
            "none": ({"rows": 0, "columns": 0}, "nothing stays frozen"),
        }
        args, thought = choices[section]
        wanted = {sheet.name: {"frozen": (args.get("rows", 0), args.get("columns", 0))}}
        done = "Nothing is frozen." if section == "none" else "The panes are frozen."
        return ask.piece(given, [move(thought, "freeze", **args)], lambda before, after: Goal(wanted), done, {"freeze"}, wording=line)


class MergeTitle(SheetFamily):
    """A title over the whole table, and merged cells."""

    name = "merge_title"
    weights: Mapping[str, float] = {"title": 3, "plain": 1.5, "range": 1, "range_center": 1, "add": 2, "unmerge": 0.7}

    def book(self, rng: random.Random, split: Split) -> Book:
        made = documents.book(rng, split, title=0.7)
        merged = rng.random() < 0.12
        return replace(made, sheets=tuple(replace(s, merged=merged and bool(s.title)) if i == made.active else s for i, s in enumerate(made.sheets)))

    def ask(self, ask: Ask) -> Piece | None:
        rng, sheet, section = ask.rng, ask.sheet, ask.section
        across = f"A1:{sheet.right}1"
        if (section == "unmerge") != sheet.merged or (section == "add") == bool(sheet.title) or sheet.look.freeze:
            return None
        thought = f"the title is A1, the table ends at column {sheet.right}"
        if section == "add":
            return _add_title(ask, across)
        if section == "unmerge":
            steps = [move(f"the merged title is {across}", "merge_cells", range=across, merged=False)]
            goal = _merge_goal(sheet, across, (), None)
            return ask.piece({}, steps, goal, "The title is no longer merged.", {"merge", "A1"})
        area = across
        if section == "range" and rng.random() < 0.6:
            left = len(sheet.columns) + rng.randint(1, 3)
            top = rng.randint(1, sheet.bottom)
            area = f"{sheet.letter(left)}{top}:{sheet.letter(left + rng.randint(1, 3))}{top + rng.choice((0, 0, 1, 2))}"
        steps = [move(thought if area == across and section in ("title", "plain") else f"the cells are {area}", "merge_cells", range=area)]
        center = section in ("title", "range_center")
        if center:
            steps.append(move(f"{area} is merged, now center it", "format_cells", range=area, alignment="center"))
        goal = _merge_goal(sheet, area, (area,), "center" if center else None)
        return ask.piece({"range": area}, steps, goal, f"{area} is merged.", {"merge", *cells(area)})


def _merge_goal(sheet: Sheet, area: str, merged: tuple[str, ...], alignment: str | None) -> Judge:
    first = cells(area)[0]

    def judge(before: Reading, after: Reading) -> Goal:
        expected: dict[str, dict[str, Any]] = {sheet.name: {"merged": merged}}
        if alignment:
            expected[f"{sheet.name}!{first}"] = {"alignment": alignment}
        mine = set(keys(sheet, area))
        free = ("alignment", "vertical", "wrap")

        def allowed(change: Change) -> bool:
            empty = not change.property and change.before is None and change.after in ("cell", "row", "column", "")
            return empty or heights(sheet)(change) or (change.where in mine and change.property in free)

        return Goal(expected, allowed)

    return judge


def _add_title(ask: Ask, across: str) -> Piece:
    sheet = ask.sheet
    title = phrases.title(ask.rng, ask.split, sheet)
    steps: list[Move] = [
        move("the new first row is row 1", "insert_rows", at=1),
        move("the title goes to A1", "set_cell", cell="A1", value=title),
        move(f"the table ends at column {sheet.right}", "merge_cells", range=across),
        move(f"{across} is merged, now center it", "format_cells", range=across, alignment="center"),
    ]
    wanted: dict[str, Any] = {"A1": title}
    for index, column in enumerate(sheet.columns):
        wanted[f"{sheet.letter(index)}2"] = column.header
        wanted |= {f"{sheet.letter(index)}{3 + i}": value for i, value in enumerate(column.values)}
    mine = set(keys(sheet, across))

    def allowed(change: Change) -> bool:
        if change.part == "row" and change.property == "height_pt":
            return True
        return change.where in mine or change.where == f"{sheet.name}!row 1" or (change.where == sheet.name and change.property == "merged")

    def judge(before: Reading, after: Reading) -> Goal:
        base = shows(sheet, wanted, allowed)(before, after)
        now = parts(after)
        problems = list(base.missed)
        if now[sheet.name].properties.get("merged") != (across,) if sheet.name in now else True:
            problems.append(f"{across} is not merged")
        head = now.get(f"{sheet.name}!A1")
        if not head or head.properties.get("alignment") != "center" or value_of(head) != title:
            problems.append("the title is not centered in A1")
        return replace(base, missed=tuple(problems))

    given = {"title": phrases.quoted(ask.rng, title, 0.7)}
    return ask.piece(given, steps, judge, "The title stands above the table.", {"rows", "merge", *cells(sheet.table)}, structural=True)
