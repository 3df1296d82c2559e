"""Families that move, hide, add and take away rows and columns."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from openpyxl.utils import column_index_from_string, get_column_letter

from lam.reading import Change, Goal, Reading
from lam.tasks.base import Split
from lam.tasks.compose import Piece
from lam.tasks.spreadsheet import documents, phrases, pools
from lam.tasks.spreadsheet.asking import Ask, Judge, SheetFamily, cells, filled, heights, move, near, parts, split_address, value_of
from lam.tasks.spreadsheet.documents import Book, Sheet

Grid = dict[str, Any]
"""What the cells of a sheet show, by address; empty cells are absent."""


def grid(sheet: Sheet) -> Grid:
    """The cells of a generated sheet, without its row of totals."""
    found: Grid = {"A1": sheet.title} if sheet.title else {}
    for index, column in enumerate(sheet.columns):
        found[f"{sheet.letter(index)}{sheet.header_row}"] = column.header
        found |= {f"{sheet.letter(index)}{sheet.first + i}": value for i, value in enumerate(column.values)}
    return found


def shows(sheet: Sheet, wanted: Grid, allowed: Callable[[Change], bool]) -> Judge:
    """The goal that a sheet shows exactly these cells."""

    def judge(before: Reading, after: Reading) -> Goal:
        now = {key.rpartition("!")[2]: value_of(part) for key, part in filled(after).items() if key.rpartition("!")[0] == sheet.name}
        wrong = [f"{a} shows {now.get(a)!r}, not {v!r}" for a, v in wanted.items() if not near(v)(now.get(a))]
        more = [f"{a} shows {v!r} but should be empty" for a, v in now.items() if a not in wanted]
        return Goal({}, lambda change: allowed(change) or heights(sheet)(change), tuple((wrong + more)[:5]))

    return judge


class SortRows(SheetFamily):
    """The rows of the table in order of one column, or of two."""

    name = "sort_rows"
    weights: Mapping[str, float] = {"up": 3, "down": 3, "text_up": 2, "text_down": 1, "date_up": 1, "date_down": 1, "two": 0.8}

    def book(self, rng: random.Random, split: Split) -> Book:
        return documents.book(rng, split, ("list", "list", "list", "monthly", "quarters across", "dated"), title=0.15)

    def ask(self, ask: Ask) -> Piece | None:
        rng, sheet, section = ask.rng, ask.sheet, ask.section
        kinds = ("date",) if section.startswith("date") else ("label", "text") if section.startswith("text") else ("int", "money", "percent")
        options = sheet.indices("text") if section == "two" else sheet.indices(*kinds)
        if sheet.shape == "monthly" or section.startswith("text"):
            options = [i for i in options if i or sheet.shape == "list"]
        if not options or (section == "two" and not sheet.numeric):
            return None
        index = rng.choice(options)
        down = section.endswith("down")
        given = {"column": phrases.column(rng, sheet, index), "header": phrases.header(rng, sheet, index)}
        args: dict[str, Any] = {"range": sheet.table, "by": sheet.letter(index)}
        thought = f"the table is {sheet.table}, {sheet.columns[index].header} is column {sheet.letter(index)}"
        by = [index]
        if down:
            args["descending"] = True
        if section == "two":
            by.append(rng.choice(sheet.numeric))
            given["second"] = phrases.column(rng, sheet, by[1])
            args["then_by"] = sheet.letter(by[1])
            thought = f"the table is {sheet.table}, columns are {sheet.letter(index)} and {sheet.letter(by[1])}"
        now = [tuple(_rank(sheet.columns[i].values[p]) for i in by) for p in range(sheet.count)]
        if now == sorted(now, reverse=down):
            return None
        touched = cells(f"A{sheet.first}:{sheet.right}{sheet.last}")
        return ask.piece(given, [move(thought, "sort", **args)], _sorted_goal(sheet, by, down), "The rows are sorted.", touched)


def _sorted_goal(sheet: Sheet, by: Sequence[int], down: bool) -> Judge:
    area = {f"{sheet.name}!{address}" for address in cells(f"A{sheet.first}:{sheet.right}{sheet.last}")}

    def judge(before: Reading, after: Reading) -> Goal:
        old, new = (_rows(sheet, reading) for reading in (before, after))
        missed = [] if sorted(map(repr, old)) == sorted(map(repr, new)) else ["the rows are not the same rows as before"]
        order = [tuple(_rank(row[i]) for i in by) for row in new]
        if order != sorted(order, reverse=down):
            missed.append("the rows are not in order")
        return Goal({}, lambda change: change.where in area or heights(sheet)(change), tuple(missed))

    return judge


def _rows(sheet: Sheet, reading: Reading) -> list[list[Any]]:
    """The data rows that the file shows, numbers rounded so that a re-save is no difference."""
    known = parts(reading)

    def shown(column: int, row: int) -> Any:
        value = value_of(known.get(f"{sheet.name}!{sheet.letter(column)}{row}"))
        return round(float(value), 6) if isinstance(value, (int, float)) else value

    return [[shown(c, r) for c in range(len(sheet.columns))] for r in range(sheet.first, sheet.last + 1)]


def _rank(value: Any) -> tuple[int, Any]:
    return (0, value) if isinstance(value, (int, float)) else (1, str(value).casefold())


class FilterRows(SheetFamily):
    """Only the rows that meet a condition stay in view."""

    name = "filter_rows"
    weights: Mapping[str, float] = {"equal": 4, "not_equal": 1.5, "above": 2.5, "below": 2, "at_least": 1, "at_most": 1, "contains": 1, "buttons": 1}

    def book(self, rng: random.Random, split: Split) -> Book:
        return documents.book(rng, split, ("list", "list", "list", "list", "monthly", "quarters across"), title=0.15)

    def ask(self, ask: Ask) -> Piece | None:
        rng, sheet, section = ask.rng, ask.sheet, ask.section
        touched = {"rows", *cells(sheet.table)}
        if section == "buttons":
            args = {"range": sheet.table, "column": "A"}
            return ask.piece(
                {}, [move(f"the table is {sheet.table}", "filter", **args)], _hidden_goal(sheet, set()), "The headers have filter buttons.", touched
            )
        words = section in ("equal", "not_equal", "contains")
        options = [i for i in sheet.indices("text") if "@" not in str(sheet.columns[i].values[0])] if words else sheet.indices("int", "money")
        if not options:
            return None
        index = rng.choice(options)
        column = sheet.columns[index]
        operator = {"equal": "=", "not_equal": "!=", "above": ">", "below": "<", "at_least": ">=", "at_most": "<=", "contains": "contains"}[section]
        value: Any = column.values[rng.choice(sheet.seen_rows)] if words else threshold(rng, column.values)
        if section == "contains":
            value = _piece_of(rng, value)
        hidden = {sheet.first + i for i, v in enumerate(column.values) if not _meets(v, operator, value)}
        if not hidden or len(hidden) == sheet.count:
            return None
        said = phrases.quoted(rng, value) if words else phrases.amount(rng, value)
        given = {"column": phrases.column(rng, sheet, index), "value": said, "text": f'"{value}"'}
        args = {"range": sheet.table, "column": sheet.letter(index)} | ({} if operator == "=" else {"operator": operator}) | {"value": value}
        thought = f"the table is {sheet.table}, {column.header} is column {sheet.letter(index)}"
        return ask.piece(given, [move(thought, "filter", **args)], _hidden_goal(sheet, hidden), "Only the matching rows are shown.", touched)


def threshold(rng: random.Random, values: Sequence[float]) -> int | float:
    """A round number among the values."""
    middle = rng.choice(sorted(values)[len(values) // 5 : -(len(values) // 5) or None]) + rng.choice((0, 0, 1))
    step = 10 ** max(0, len(str(int(middle))) - rng.choice((1, 2)))
    return max(1, int(middle // step * step)) if rng.random() < 0.8 else int(middle)


def _piece_of(rng: random.Random, text: str) -> str:
    words = [w for w in re.split(r"[^A-Za-z]+", text) if len(w) > 2]
    return (rng.choice(words) if words else text)[: rng.choice((3, 4, 12))]


def _meets(found: Any, operator: str, value: Any) -> bool:
    if isinstance(found, str):
        one, other = found.casefold(), str(value).casefold()
        return {"=": one == other, "!=": one != other, "contains": other in one}[operator]
    return bool(
        {"=": found == value, ">": found > value, "<": found < value, ">=": found >= value, "<=": found <= value, "!=": found != value}[operator]
    )


def _hidden_goal(sheet: Sheet, hidden: set[int]) -> Judge:
    def judge(before: Reading, after: Reading) -> Goal:
        expected: dict[str, dict[str, Any]] = {f"{sheet.name}!row {r}": {"hidden": r in hidden} for r in range(sheet.first, sheet.last + 1)}
        expected[sheet.name] = {"filter": bool}
        return Goal(expected, heights(sheet))

    return judge


class RemoveDuplicates(SheetFamily):
    """Repeated rows go; the first of them stays."""

    name = "remove_duplicates"
    weights: Mapping[str, float] = {"all": 3, "column": 2}

    def book(self, rng: random.Random, split: Split) -> Book:
        made = documents.book(rng, split, ("list",), title=0.12)
        return replace(made, sheets=tuple(_repeat_rows(rng, s) if i == made.active else s for i, s in enumerate(made.sheets)))

    def ask(self, ask: Ask) -> Piece | None:
        rng, sheet = ask.rng, ask.sheet
        rows = list(zip(*(c.values for c in sheet.columns), strict=True))
        args: dict[str, Any] = {"range": sheet.table}
        thought, given = f"the table is {sheet.table}", {}
        if ask.section == "column":
            index = rng.choice([0, 0, *sheet.indices("text")])
            seen = [row[index] for row in rows]
            args["columns"] = [sheet.letter(index)]
            given = {"column": phrases.column(rng, sheet, index), "header": phrases.header(rng, sheet, index)}
            thought += f", {sheet.columns[index].header} is column {sheet.letter(index)}"
        else:
            seen = [tuple(map(str, row)) for row in rows]
        kept = [row for i, row in enumerate(rows) if seen[i] not in seen[:i]]
        if len(kept) == len(rows):
            return None
        columns = tuple(replace(c, values=tuple(row[i] for row in kept)) for i, c in enumerate(sheet.columns))
        area = set(cells(f"A{sheet.first}:{sheet.right}{sheet.last}"))

        def allowed(change: Change) -> bool:
            label = change.where.rpartition("!")[2]
            return change.where.startswith(f"{sheet.name}!") and (label in area or (label.startswith("row ") and not change.property))

        goal = shows(sheet, grid(replace(sheet, columns=columns)), allowed)
        return ask.piece(given, [move(thought, "remove_duplicates", **args)], goal, "The duplicate rows are gone.", {"rows", *area}, structural=True)


def _repeat_rows(rng: random.Random, sheet: Sheet) -> Sheet:
    """The sheet with some rows a second time, whole or with the first cell only."""
    rows = [list(row) for row in zip(*(c.values for c in sheet.columns), strict=True)]
    for _ in range(rng.randint(1, max(1, min(4, len(rows) // 3)))):
        source = rng.choice(rows)
        copy = list(source) if rng.random() < 0.7 else [source[0], *rng.choice(rows)[1:]]
        rows.insert(rng.randint(rows.index(source) + 1, len(rows)), copy)
    return replace(sheet, columns=tuple(replace(c, values=tuple(row[i] for row in rows)) for i, c in enumerate(sheet.columns)))


class InsertDelete(SheetFamily):
    """Rows and columns, by their place or their name: added, deleted, hidden."""

    name = "insert_delete"
    weights: Mapping[str, float] = {
        "insert_row_above": 1.5, "insert_row_below": 1.5, "insert_rows": 1, "insert_top": 0.6, "delete_row": 2, "delete_label": 1.5, "delete_rows": 1,
        "insert_column_left": 1.3, "insert_column_right": 1.3, "insert_column_named": 1, "delete_column": 2, "hide_column": 1, "hide_row": 0.7,
    }  # fmt: skip

    def book(self, rng: random.Random, split: Split) -> Book:
        return documents.book(rng, split, title=0.15)

    def ask(self, ask: Ask) -> Piece | None:
        if len(ask.sheet.columns) < 3 or ask.sheet.count < 4:
            return None
        if ask.section.startswith("hide"):
            return _hide(ask)
        return _columns(ask) if "column" in ask.section else _rows_piece(ask)


def _rows_piece(ask: Ask) -> Piece | None:
    rng, sheet, section = ask.rng, ask.sheet, ask.section
    position = rng.choice(sheet.seen_rows)
    label, number = phrases.show(sheet, 0, position), sheet.first + position
    if sheet.columns[0].values.count(sheet.columns[0].values[position]) > 1:
        return None
    count = rng.randint(2, 5)
    given = {
        "row": phrases.row(rng, sheet, position),
        "label": phrases.quoted(rng, label, 0.3),
        "count": rng.choice((str(count), phrases.COUNTS[count])),
    }
    thought = f"{label} is row {number}"
    if section.startswith("delete"):
        if section == "delete_rows":
            given["rows"], number, count = _run(rng, sheet, count)
            thought = f"those are rows {number} to {number + count - 1}"
        else:
            count = 1
        steps = [move(thought, "delete_rows", at=number, **({"count": count} if count > 1 else {}))]
        return _structure(ask, given, steps, "row", number, -count, "The row is deleted." if count == 1 else "The rows are deleted.")
    if section == "insert_top":
        number, thought, count = 1, "the top is row 1", 1
    elif section == "insert_row_below":
        number, thought, count = number + 1, f"{label} is row {number}, the new row is {number + 1}", 1
    elif section == "insert_row_above":
        count = 1
    if (number == 1 and section != "insert_top") or number > sheet.bottom:
        return None  # a row behind the last one is no change that a file could show
    steps = [move(thought, "insert_rows", at=number, **({"count": count} if count > 1 else {}))]
    return _structure(ask, given, steps, "row", number, count, "The row is inserted." if count == 1 else "The rows are inserted.")


def _run(rng: random.Random, sheet: Sheet, count: int) -> tuple[str, int, int]:
    """Words for a run of rows, its first row number and how many rows it has."""
    count = min(count, sheet.count - 1)
    if rng.random() < 0.3:
        return f"the last {rng.choice((str(count), phrases.COUNTS[count]))} rows", sheet.last - count + 1, count
    start = sheet.first + rng.randint(0, sheet.count - count)
    end = start + count - 1
    form = (
        "rows {0} and {1}"
        if count == 2 and rng.random() < 0.5
        else rng.choice(("rows {0} to {1}", "rows {0}-{1}", "the rows {0} through {1}", "rows {0} to {1}"))
    )
    return form.format(start, end), start, count


def _columns(ask: Ask) -> Piece | None:
    rng, sheet, section = ask.rng, ask.sheet, ask.section
    index = rng.randrange(len(sheet.columns))
    letter, header = sheet.letter(index), sheet.columns[index].header
    name = rng.choice((pools.word(rng, ask.split), phrases.invented(rng, ask.split)))
    given = {"column": phrases.column(rng, sheet, index), "name": phrases.quoted(rng, name, 0.3)}
    thought = f"{header} is column {letter}"
    if section == "delete_column":
        if sheet.title and index == 0:
            return None
        return _structure(ask, given, [move(thought, "delete_columns", at=letter)], "column", index + 1, -1, "The column is deleted.")
    if section == "insert_column_right":
        index += 1
        thought += f", the new column is {get_column_letter(index + 1)}"
    if (sheet.title and index == 0) or index == len(sheet.columns):
        return None
    new = get_column_letter(index + 1)
    steps = [move(thought, "insert_columns", at=new)]
    head = {}
    if section == "insert_column_named":
        head = {f"{new}{sheet.header_row}": name}
        steps.append(move(f"headers are in row {sheet.header_row}", "set_cell", cell=f"{new}{sheet.header_row}", value=name))
    return _structure(ask, given, steps, "column", index + 1, 1, "The column is inserted.", head)


def _structure(
    ask: Ask, given: Mapping[str, str], steps: Sequence[Any], axis: str, at: int, count: int, done: str, more: Grid | None = None
) -> Piece:
    """The piece after which everything from row or column `at` lies `count` further; negative deletes."""
    sheet = ask.sheet
    wanted: Grid = dict(more or {})
    for address, value in grid(sheet).items():
        letter, row = split_address(address)
        place = row if axis == "row" else column_index_from_string(letter)
        if at <= place < at - count:
            continue
        moved = place + count if place >= at else place
        wanted[f"{letter}{moved}" if axis == "row" else f"{get_column_letter(moved)}{row}"] = value
    lines = {f"{sheet.name}!{axis} {n if axis == 'row' else get_column_letter(n)}" for n in range(at, at + abs(count))}
    new = {f"{sheet.name}!{address}" for address in more or {}}

    def allowed(change: Change) -> bool:
        """The lines themselves with their cells, and the settings of rows and columns that a shift carries along."""
        if change.where in lines or change.where in new:
            return True
        match = re.fullmatch(re.escape(sheet.name) + r"!([A-Z]+)(\d+)", change.where)
        if match and not change.property:
            return f"{sheet.name}!{axis} {match[2] if axis == 'row' else match[1]}" in lines
        return change.part in ("row", "column") and change.property in ("width", "height_pt") and change.where.startswith(f"{sheet.name}!{axis} ")

    return ask.piece(given, steps, shows(sheet, wanted, allowed), done, {"rows", *cells(f"A1:{sheet.right}{sheet.bottom}")}, structural=True)


def _hide(ask: Ask) -> Piece | None:
    rng, sheet = ask.rng, ask.sheet
    if ask.section == "hide_column":
        index = rng.randrange(len(sheet.columns))
        letter = sheet.letter(index)
        given, line, where = {"column": phrases.column(rng, sheet, index)}, f"column {letter}", f"{letter}:{letter}"
        thought, done = f"{sheet.columns[index].header} is column {letter}", "The column is hidden."
    else:
        position = rng.choice(sheet.seen_rows)
        number = sheet.first + position
        given, line, where = {"row": phrases.row(rng, sheet, position)}, f"row {number}", f"{number}:{number}"
        thought, done = f"{phrases.show(sheet, 0, position)} is row {number}", "The row is hidden."
    goal = _line_goal(sheet, line, {"hidden": True})
    return ask.piece(given, [move(thought, "hide", range=where)], goal, done, {line})


def _line_goal(sheet: Sheet, line: str, wanted: Mapping[str, Any]) -> Judge:
    return lambda before, after: Goal({f"{sheet.name}!{line}": wanted}, heights(sheet))


__all__ = ["FilterRows", "InsertDelete", "RemoveDuplicates", "SortRows", "threshold"]
