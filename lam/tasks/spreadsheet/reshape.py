"""Families that bring cells into another form: transposed, split, exchanged, emptied, numbered, summed up by group."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from openpyxl.utils import get_column_letter

from lam.reading import Change, Goal, Reading
from lam.tasks.base import Split
from lam.tasks.compose import Piece
from lam.tasks.spreadsheet import documents, phrases, pools
from lam.tasks.spreadsheet.asking import Ask, Judge, SheetFamily, cell_changes, cells, filled, heights, keys, move, near, value_of, written
from lam.tasks.spreadsheet.documents import Book, Column, Sheet
from lam.tasks.spreadsheet.rows import grid, shows

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MARKS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "comma": (", ", ("comma",)),
    "semicolon": ("; ", ("semicolon",)),
    "space": (" ", ("space", "blank")),
    "pipe": (" | ", ("pipe", "vertical bar")),
    "hyphen": (" - ", ("hyphen", "dash")),
}
"""Separators: how they stand between two words, and what they are called."""
LARGEST = 14
"""Most rows of a table that is transposed or numbered cell by cell."""


class Transpose(SheetFamily):
    """The table, its headers or a column, with rows and columns exchanged, beside or under the table."""

    name = "transpose"
    weights: Mapping[str, float] = {"table": 3, "header": 1, "column": 1.2}

    def book(self, rng: random.Random, split: Split) -> Book:
        return documents.book(rng, split, ("list", "quarterly", "quarters across", "monthly"), title=0.12)

    def ask(self, ask: Ask) -> Piece | None:
        rng, sheet, section = ask.rng, ask.sheet, ask.section
        if sheet.count > LARGEST or sheet.indices("formula"):
            return None
        index = rng.randrange(len(sheet.columns))
        area, thought = sheet.table, f"the table is {sheet.table}"
        if section == "header":
            area, thought = sheet.header, f"the headers are {sheet.header}"
        elif section == "column":
            area, thought = sheet.data(index), f"{sheet.columns[index].header} is {sheet.data(index)}"
        left, top = len(sheet.columns) + rng.randint(1, 3), rng.randint(1, 4)
        if rng.random() < 0.4:
            left, top = 0, sheet.bottom + rng.randint(2, 4)
        place = f"{sheet.letter(left)}{top}"
        given = {"cell": phrases.cell(rng, place), "column": phrases.column(rng, sheet, index), "headers": phrases.headers(rng, sheet)}
        wanted = _turned(sheet, area, left, top)
        touched = {*cells(area), *wanted, *(f"row {top + i}" for i in range(len(sheet.columns)))}
        steps = [move(thought, "transpose", range=area, to=place)]
        return ask.piece(given, steps, written(sheet, wanted), f"{area} stands transposed at {place}.", touched)


def _turned(sheet: Sheet, area: str, left: int, top: int) -> dict[str, Any]:
    """What the cells show when `area` stands transposed at column `left` (from 0) and row `top` (from 1)."""
    shown, held = grid(sheet), cells(area)
    first = held[0]
    width = len([c for c in held if c.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == first.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")])
    return {f"{get_column_letter(left + 1 + n // width)}{top + n % width}": shown[cell] for n, cell in enumerate(held)}


class TextToColumns(SheetFamily):
    """A column whose texts hold two things, split at a mark into two columns."""

    name = "text_to_columns"
    weights: Mapping[str, float] = {"named": 2, "plain": 1}

    def book(self, rng: random.Random, split: Split) -> Book:
        made = documents.book(rng, split, ("list", "list", "monthly"), title=0.12)
        sheet = made.sheet
        mark = rng.choice([*MARKS])
        one, two = rng.choice((("person", "place"), ("place", "region"), ("person", "status"), ("status", "place"), ("region", "person")))
        values = tuple(MARKS[mark][0].join((_word(rng, one, split), _word(rng, two, split))) for _ in range(sheet.count))
        header = rng.choice(("Contact", "Details", "Entry", "Assigned", "Combined", "Both", "Origin"))
        columns = (*(c for c in sheet.columns[:4] if c.header != header), Column(header, "text", values))
        return replace(made, sheets=tuple(replace(s, columns=columns) if i == made.active else s for i, s in enumerate(made.sheets)))

    def ask(self, ask: Ask) -> Piece | None:
        rng, sheet = ask.rng, ask.sheet
        index = len(sheet.columns) - 1
        column = sheet.columns[index]
        mark = next((m for m in MARKS if all(isinstance(v, str) and v.count(MARKS[m][0].strip() or " ") == 1 for v in column.values)), None)
        if not mark or column.kind != "text" or (mark != "space" and any("@" in v for v in column.values)):
            return None
        parts = [[part.strip() for part in v.split(MARKS[mark][0].strip() or " ")] for v in column.values]
        if any(not part.isalpha() for row in parts for part in row):
            return None
        given = {"column": phrases.column(rng, sheet, index), "mark": rng.choice(MARKS[mark][1])}
        here, beside = sheet.letter(index), sheet.letter(index + 1)
        split = {f"{letter}{sheet.first + i}": row[n] for i, row in enumerate(parts) for n, letter in enumerate((here, beside))}
        lines = {f"{sheet.name}!{name}" for letter in (here, beside) for name in (f"column {letter}", f"{letter}{sheet.header_row}")}
        mine = lines | {f"{sheet.name}!{cell}" for cell in split}
        goal = shows(sheet, grid(sheet) | split, lambda change: change.where in mine)
        steps = [move(f"{column.header} is {sheet.data(index)}, split at {mark}", "text_to_columns", range=sheet.data(index), separator=mark)]
        return ask.piece(given, steps, goal, f"{column.header} is split in two.", {*split, f"column {beside}"})


def _word(rng: random.Random, pool: str, split: Split) -> str:
    """A value of the pool that is one plain word."""
    return next(v for v in iter(lambda: pools.draw(rng, pool, split), None) if v.isalpha())


class ReplaceValues(SheetFamily):
    """One text for another, wherever it stands or in one column."""

    name = "replace_values"
    weights: Mapping[str, float] = {"all": 3, "column": 2}

    def book(self, rng: random.Random, split: Split) -> Book:
        return documents.book(rng, split, ("list",), title=0.12)

    def ask(self, ask: Ask) -> Piece | None:
        rng, sheet = ask.rng, ask.sheet
        options = [(i, v) for i in sheet.indices("text") for v in sorted({str(v) for v in sheet.columns[i].values}) if "@" not in v]
        if not options:
            return None
        index, old = rng.choice(options)
        column = sheet.columns[index]
        other = [str(v) for v in column.values if v != old]
        new = rng.choice((pools.word(rng, ask.split), *other[:1], phrases.invented(rng, ask.split)))
        texts = [str(v) for s in ask.book.sheets for c in s.columns for v in (c.header, *c.values)] + [s.title for s in ask.book.sheets]
        hits = sum(old.lower() in t.lower() for t in texts)
        if hits != column.values.count(old) or old.lower() in new.lower() or not any(column.values[p] == old for p in sheet.seen_rows):
            return None
        wanted = {f"{sheet.letter(index)}{sheet.first + i}": new for i, v in enumerate(column.values) if v == old}
        given = {"old": phrases.quoted(rng, old, 0.6), "new": phrases.quoted(rng, new, 0.6), "column": phrases.column(rng, sheet, index)}
        args: dict[str, Any] = {"find": old, "replace": new}
        thought = f"{old} becomes {new}"
        if ask.section == "column":
            args["target"] = sheet.data(index)
            thought = f"{column.header} is {sheet.data(index)}"
        return ask.piece(given, [move(thought, "find_replace", **args)], written(sheet, wanted), f"{old} is replaced.", cells(sheet.data(index)))


class ClearCells(SheetFamily):
    """A column, a range or a row made empty; a header row without its formatting."""

    name = "clear_cells"
    weights: Mapping[str, float] = {"column": 2.5, "range": 1.5, "row": 1.5, "formats": 1.5}

    def book(self, rng: random.Random, split: Split) -> Book:
        return documents.book(rng, split, title=0.12)

    def ask(self, ask: Ask) -> Piece | None:
        rng, sheet, section = ask.rng, ask.sheet, ask.section
        if sheet.indices("formula") or sheet.total or len(sheet.columns) < 3:
            return None
        index = rng.randrange(1, len(sheet.columns))
        position = rng.choice(sheet.seen_rows)
        area, thought = sheet.data(index), f"{sheet.columns[index].header} is {sheet.data(index)}"
        given = {"column": phrases.column(rng, sheet, index), "row": phrases.row(rng, sheet, position), "headers": phrases.headers(rng, sheet)}
        if section == "formats":
            return self._formats(ask, given)
        if section == "row":
            if sheet.columns[0].values.count(sheet.columns[0].values[position]) > 1:
                return None
            area = f"A{sheet.first + position}:{sheet.right}{sheet.first + position}"
            thought = f"{phrases.show(sheet, 0, position)} is row {sheet.first + position}, {area}"
        elif section == "range":
            right, top = rng.randrange(index, len(sheet.columns)), rng.randint(sheet.first, sheet.last - 1)
            area = f"{sheet.letter(index)}{top}:{sheet.letter(right)}{rng.randint(top + 1, min(sheet.last, top + 5))}"
            thought = f"the cells are {area}"
            given["range"] = rng.choice((area, f"cells {area}", f"the range {area}", f"the cells {area}"))
        mine = set(keys(sheet, area))

        def goal(before: Reading, after: Reading) -> Goal:
            left = sorted(mine & filled(after).keys())
            missed = (f"{', '.join(left[:3])} still hold something",) if left else ()
            return Goal({}, lambda c: _emptied(c, sheet, area) or cell_changes(after, mine, heights(sheet))(c), missed)

        return ask.piece(given, [move(thought, "clear", range=area)], goal, f"{area} is empty.", cells(area), structural=True)

    def _formats(self, ask: Ask, given: Mapping[str, str]) -> Piece | None:
        sheet = ask.sheet
        if not sheet.look.header_bold and not sheet.look.header_fill:
            return None
        mine = set(keys(sheet, sheet.header))

        def goal(before: Reading, after: Reading) -> Goal:
            wanted = {key: {"bold": False, "fill": "none"} for key in mine}
            return Goal(wanted, lambda c: heights(sheet)(c) or (c.where in mine and c.property in ("font", "size_pt", "color", "alignment")))

        steps = [move(f"the header row is {sheet.header}", "clear", range=sheet.header, what="formats")]
        return ask.piece(given, steps, goal, "The headers are plain.", cells(sheet.header))


def _emptied(change: Change, sheet: Sheet, area: str) -> bool:
    """Whether a line at the edge of the table is reported as gone because all its cells are empty now."""
    if change.property or change.part not in ("row", "column") or not change.where.startswith(f"{sheet.name}!"):
        return False
    lines = {f"row {a.lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}" for a in cells(area)} | {f"column {a.rstrip('0123456789')}" for a in cells(area)}
    return change.where.rpartition("!")[2] in lines


class NumberRows(SheetFamily):
    """Running numbers beside the rows, and series of numbers, months and days down from a cell."""

    name = "number_rows"
    weights: Mapping[str, float] = {"rows": 3, "series": 2, "months": 1, "days": 1}

    def book(self, rng: random.Random, split: Split) -> Book:
        return documents.book(rng, split, ("list", "list", "monthly", "quarterly"), title=0.12)

    def ask(self, ask: Ask) -> Piece | None:
        rng, sheet, section = ask.rng, ask.sheet, ask.section
        free = sheet.letter(len(sheet.columns))
        if section == "rows":
            name = rng.choice(("No", "Nr", "Number", "ID", "Rank", "Line", "Pos", pools.word(rng, ask.split)))
            if sheet.count > LARGEST or name in [c.header for c in sheet.columns]:
                return None
            values: list[Any] = [name, *range(1, sheet.count + 1)]
            place = f"{free}{sheet.header_row}"
            thought = f"next free column is {free}, data rows are {sheet.first} to {sheet.last}"
            given = {"name": phrases.quoted(rng, name, 0.3)}
        else:
            letter, top = sheet.letter(len(sheet.columns) + rng.randint(0, 3)), rng.randint(1, 9)
            place, thought = f"{letter}{top}", f"from {letter}{top} down"
            first, step = rng.choice((1, 1, 1, 5, 10, 100)), rng.choice((1, 1, 2, 5, 10))
            last = first + step * rng.randint(3, 9)
            values = {"series": [*range(first, last + 1, step)], "months": list(pools.MONTHS), "days": list(WEEKDAYS)}[section]
            said = str(step)
            given = {"cell": phrases.cell(rng, place), "first": str(first), "last": str(last), "step": said}
            if section == "series" and step == 1:
                del given["step"]
        line = ask.wording(given.keys()) if section != "series" or "step" not in given else ""
        while section == "series" and "step" in given and "{step}" not in line:
            line = ask.wording(given.keys())
        wanted = _down(place, values)
        steps = [move(thought, "set_cells", cell=place, rows=[[v] for v in values])]
        letter = place.rstrip("0123456789")
        touched = {*wanted, f"column {letter}"}
        return ask.piece(given, steps, written(sheet, wanted), f"{len(values)} cells are filled from {place}.", touched, wording=line)


def _down(place: str, values: list[Any]) -> dict[str, Any]:
    letter, top = place.rstrip("0123456789"), int(place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    return {f"{letter}{top + i}": value for i, value in enumerate(values)}


class PivotTable(SheetFamily):
    """Sums, averages and counts of a column by the groups of another, as a pivot table on a sheet of its own."""

    name = "pivot_table"
    weights: Mapping[str, float] = {"sum": 4, "average": 2, "count": 1.2}

    def book(self, rng: random.Random, split: Split) -> Book:
        return documents.book(rng, split, ("list",), title=0.1)

    def ask(self, ask: Ask) -> Piece | None:
        rng, sheet, section = ask.rng, ask.sheet, ask.section
        groups = [i for i in sheet.indices("text") if len(set(sheet.columns[i].values)) < sheet.count and "@" not in str(sheet.columns[i].values[0])]
        numeric = sheet.indices("int", "money")
        heads = [c.header for c in sheet.columns]
        if not groups or not numeric or len(set(heads)) < len(heads) or "Pivot" in ask.book.names:
            return None
        by, of = rng.choice(groups), rng.choice(numeric)
        one, two = sheet.columns[by], sheet.columns[of]
        results: dict[str, float] = {}
        for label in {str(v) for v in one.values}:
            found = [n for n, v in zip(two.values, one.values, strict=True) if v == label]
            results[label] = {"sum": sum(found), "average": sum(found) / len(found), "count": len(found)}[section]
        given = {"group": phrases.header(rng, sheet, by), "values": phrases.header(rng, sheet, of)}
        args: dict[str, Any] = {"range": sheet.table, "rows": [one.header], "values": two.header}
        if section != "sum":
            args["function"] = section
        steps = [move(f"the table is {sheet.table}, rows by {one.header}, values {two.header}", "pivot_table", **args)]
        goal = _grouped(ask.book, results)
        return ask.piece(
            given, steps, goal, f"The pivot table shows the {section} by {one.header}.", {"sheets", *cells(sheet.table)}, structural=True
        )


def _grouped(book: Book, results: Mapping[str, float]) -> Judge:
    """One new sheet shows every group with its value in the cell to the right; the old sheets stay."""

    def goal(before: Reading, after: Reading) -> Goal:
        fresh = [str(p.properties["name"]) for p in after.parts if p.kind == "sheet" and p.properties["name"] not in book.names]
        if len(fresh) != 1:
            return Goal({}, missed=(f"the new sheets are {fresh}, not one",))
        shown = {key.rpartition("!")[2]: value_of(part) for key, part in filled(after).items() if key.startswith(f"{fresh[0]}!")}
        pairs = {(str(v), shown.get(f"{chr(ord(a[0]) + 1)}{a[1:]}")) for a, v in shown.items() if len(a.rstrip("0123456789")) == 1}
        lacking = [label for label, value in results.items() if not any(near(round(value, 6))(_rounded(n)) for text, n in pairs if text == label)]
        missed = (f"{fresh[0]} does not show the right values of {', '.join(lacking[:3])}",) if lacking else ()

        def allowed(change: Change) -> bool:
            return (change.part == "sheet" and not change.property and change.where == fresh[0]) or (
                change.where == "workbook" and change.property == "active"
            )

        return Goal({}, allowed, missed)

    return goal


def _rounded(value: Any) -> Any:
    return round(value, 6) if isinstance(value, float) else value
