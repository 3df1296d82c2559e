"""Families that compute: aggregates of columns, rows and quarters; formula columns; values and texts in cells."""

from __future__ import annotations

import random
import statistics
from collections.abc import Mapping, Sequence
from typing import Any

from lam.reading import Goal, Reading
from lam.tasks.base import Split
from lam.tasks.compose import Piece
from lam.tasks.spreadsheet import documents, phrases, pools
from lam.tasks.spreadsheet.asking import Ask, Judge, SheetFamily, answered, cell_changes, heights, keys, move, near, written
from lam.tasks.spreadsheet.documents import Book, Shape, Sheet
from lam.tasks.wordings import slots

FUNCTIONS: Mapping[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "AVERAGE": ("average", ("average", "mean", "average", "mean value"), ("average", "mean", "average")),
    "SUM": ("sum", ("sum", "total"), ("total", "overall", "combined")),
    "MAX": ("maximum", ("maximum", "highest value", "largest value", "max"), ("highest", "maximum", "largest")),
    "MIN": ("minimum", ("minimum", "lowest value", "smallest value", "min"), ("lowest", "minimum", "smallest")),
    "MEDIAN": ("median", ("median", "median value"), ("median",)),
}
"""Formula function -> its plain name, nouns and adjectives in instructions."""
LABELS = {
    "train": (
        "Average",
        "Total",
        "Result",
        "Sum",
        "Mean",
        "Max",
        "Overall",
        "Summary",
        "Figure",
        "All",
        "Bottom line",
        "Check",
        "Value",
        "Key figure",
    ),
    "test": ("Outcome", "Aggregate", "Quarter value", "Reported", "Computed", "End result"),
}


def compute(function: str, values: Sequence[float]) -> float:
    """What the office's function gives."""
    by = {"SUM": sum, "AVERAGE": statistics.fmean, "MAX": max, "MIN": min, "MEDIAN": statistics.median, "COUNT": len, "COUNTA": len}
    return by[function](values)  # type: ignore[operator, no-any-return]


class Aggregate(SheetFamily):
    """One figure from many cells, into a cell that is named or the first free one."""

    name = "aggregate"
    weights: Mapping[str, float] = {
        "last_quarter": 10, "last_quarter_cell": 2, "last_quarter_label": 2, "column": 2.5, "column_cell": 2, "sum": 1.5, "sum_cell": 0.8,
        "average": 1,
        "largest": 0.7, "smallest": 0.7, "count": 0.7, "part": 1, "part_cell": 0.7, "row": 1, "row_cell": 0.7, "total_row": 1, "label": 1.2,
    }  # fmt: skip

    def book(self, rng: random.Random, split: Split) -> Book:
        shapes: tuple[Shape, ...] = ("list", "list", "monthly", "monthly", "monthly", "quarterly", "quarters across", "dated")
        return documents.book(rng, split, shapes, title=0.15)

    def ask(self, ask: Ask) -> Piece | None:
        if ask.section.startswith("last_quarter"):
            return _last_quarter(ask)
        if ask.section.startswith("row"):
            return _row(ask)
        if ask.section == "total_row":
            return _total_row(ask)
        return _column(ask)


def _column(ask: Ask) -> Piece | None:
    rng, sheet, section = ask.rng, ask.sheet, ask.section
    fixed = {"sum": "SUM", "sum_cell": "SUM", "average": "AVERAGE", "largest": "MAX", "smallest": "MIN"}
    function = fixed.get(section) or _function(rng)
    choices = list(range(len(sheet.columns))) if section == "count" else sheet.indices("int", "money")
    if not choices:
        return None
    index = rng.choice(choices)
    column = sheet.columns[index]
    if section == "count":
        function = "COUNT" if column.kind in documents.NUMBERS | {"date"} else "COUNTA"
    first, last, part = _part(rng, sheet) if section.startswith("part") else (0, sheet.count - 1, "")
    if first > last:
        return None
    letter = sheet.letter(index)
    area = f"{letter}{sheet.first + first}:{letter}{sheet.first + last}"
    given = _names(rng, function) | {"header": phrases.header(rng, sheet, index), "column": phrases.number_column(rng, sheet, index)}
    if section == "count":
        given["column"] = phrases.column(rng, sheet, index)
    if part:
        given["part"] = part
    rows = f"rows {sheet.first + first} to {sheet.first + last}"
    thought = f"{column.header} is {letter}, that part is {rows}" if part else f"{column.header} is {area}"
    return _result(ask, given, thought, function, area, compute(function, column.values[first : last + 1]), index)


def _last_quarter(ask: Ask) -> Piece | None:
    rng, sheet = ask.rng, ask.sheet
    if sheet.shape == "list" or (sheet.shape == "quarters across" and ask.section.endswith("label")):
        return None
    function = rng.choice(("AVERAGE", "AVERAGE", "AVERAGE", "SUM", "MAX", "MIN", "MEDIAN"))
    whole = bool(sheet.measure) and (sheet.shape == "quarters across" or rng.random() < 0.35)
    if whole and sheet.name != sheet.measure and sheet.measure not in sheet.title:
        return None
    left, right = (1, len(sheet.columns) - 1) if whole else (rng.choice(sheet.numeric),) * 2
    if sheet.shape == "quarters across":
        left = right
    if not {*range(left, right + 1)} <= {*sheet.numeric}:
        return None
    top, bottom = quarter_rows(sheet)
    area = f"{sheet.letter(left)}{sheet.first + top}:{sheet.letter(right)}{sheet.first + bottom}"
    if left == right and top == bottom:
        area = area.split(":")[0]
    name = sheet.measure if whole else sheet.columns[left].header
    small = name[1:].islower() and rng.random() < 0.75
    given = _names(rng, function) | {"header": name.lower() if small else name}
    values = [v for c in sheet.columns[left : right + 1] for v in c.values[top : bottom + 1]]
    rows = f"rows {sheet.first + top} to {sheet.first + bottom}" if top < bottom else f"row {sheet.first + bottom}"
    period = {
        "monthly": "last three months are",
        "quarterly": "last quarter is",
        "quarters across": "the data is in",
        "dated": "last three months are",
    }
    what = "last quarter" if sheet.shape == "quarters across" else name
    letters = sheet.letter(left) if left == right else f"{sheet.letter(left)} to {sheet.letter(right)}"
    thought = f"{what} is {letters}, {period[sheet.shape]} {rows}"
    if whole and left < right:
        thought = f"numbers are {letters}, {period[sheet.shape].removesuffix(' are')} {rows}"
    return _result(ask, given, thought, function, area, compute(function, values), left)


def quarter_rows(sheet: Sheet) -> tuple[int, int]:
    """Positions of the first and the last data row of the last quarter."""
    last = sheet.count - 1
    if sheet.shape == "quarterly":
        return last, last
    if sheet.shape == "quarters across":
        return 0, last
    if sheet.shape == "monthly":
        return last - 2, last
    months = [value.year * 12 + value.month for value in sheet.columns[0].values]
    return next(i for i, month in enumerate(months) if month > months[-1] - 3), last


def _row(ask: Ask) -> Piece | None:
    rng, sheet = ask.rng, ask.sheet
    if sheet.shape in ("list", "dated") or len(sheet.columns) < 3 or (sheet.shape != "quarters across" and not sheet.measure):
        return None
    if len(sheet.numeric) < len(sheet.columns) - 1:
        return None
    position, function = rng.choice(sheet.seen_rows), _function(rng)
    number = sheet.first + position
    area = f"B{number}:{sheet.right}{number}"
    given = _names(rng, function) | {"row": phrases.row(rng, sheet, position)}
    thought = f"{phrases.show(sheet, 0, position)} is row {number}, its numbers are {area}"
    value = compute(function, [c.values[position] for c in sheet.columns[1:]])
    target = f"{sheet.letter(len(sheet.columns))}{number}"
    return _result(ask, given, thought, function, area, value, 0, target)


def _result(ask: Ask, given: dict[str, str], thought: str, function: str, area: str, value: float, index: int, free: str = "") -> Piece:
    """The piece that writes one formula: into the named cell, with the label, or into the first free cell (`free` or below the column)."""
    rng, sheet = ask.rng, ask.sheet
    below = f"{sheet.letter(index)}{sheet.bottom + 1}"
    spare = _spare(rng, sheet)
    labels = list(LABELS[ask.split]) + [phrases.invented(rng, ask.split)] * 3
    offered = given | {"cell": phrases.cell(rng, spare), "label": rng.choice(labels)}
    line = ask.wording(offered if ask.section.endswith(("cell", "label")) else given)
    used = slots(line)
    label = offered["label"] if "label" in used else ""
    target = spare if "cell" in used else free or below
    named = "cell" in used or bool(label)
    where = "" if "cell" in used else f", {target} is free"
    steps = [move(thought + where, "set_cell", cell=target, value=f"={function}({area})")]
    if label:
        beside = f"A{sheet.bottom + 1}"
        steps.insert(0, move(f"row {sheet.bottom + 1} is free, label goes to {beside}", "set_cell", cell=beside, value=label))
        goal = written(sheet, {beside: label, target: value})
    else:
        goal = written(sheet, {target: value}) if named else answered(sheet, value)
    touched = {target, *_cells_of(area), f"row {target.lstrip('ABCDEFGHIJKLMNOP')}", f"column {target.rstrip('0123456789')}"}
    done = f"{target} shows the {FUNCTIONS[function][0] if function in FUNCTIONS else 'count'}."
    return ask.piece(offered, steps, goal, done, touched, wording=line)


def _total_row(ask: Ask) -> Piece | None:
    sheet = ask.sheet
    summed = sheet.indices("int", "money")
    if not summed or sheet.indices("percent") or sheet.shape == "dated":
        return None
    number = sheet.bottom + 1
    line: list[Any] = ["Total"] + [f"=SUM({sheet.data(i)})" if i in summed else None for i in range(1, len(sheet.columns))]
    while line[-1] is None:
        line.pop()
    wanted = {f"A{number}": "Total"} | {f"{sheet.letter(i)}{number}": sum(sheet.columns[i].values) for i in summed}
    names = f"{sheet.letter(summed[0])} to {sheet.letter(summed[-1])}" if len(summed) > 1 else sheet.letter(summed[0])
    thought = f"row {number} is free, number columns are {names}"
    return ask.piece({}, [move(thought, "set_cells", cell=f"A{number}", rows=[line])], written(sheet, wanted), f"Row {number} shows the totals.",
                     {f"row {number}", *(cell for i in summed for cell in _cells_of(sheet.data(i)))})  # fmt: skip


def _function(rng: random.Random) -> str:
    return rng.choices(list(FUNCTIONS), (4, 4, 2, 2, 1))[0]


def _names(rng: random.Random, function: str) -> dict[str, str]:
    if function not in FUNCTIONS:
        return {}
    _, nouns, adjectives = FUNCTIONS[function]
    return {"function": rng.choice(nouns), "adjective": rng.choice(adjectives)}


def _part(rng: random.Random, sheet: Sheet) -> tuple[int, int, str]:
    """First and last position and the words for a run of rows."""
    count = sheet.count
    if count < 4:
        return 1, 0, ""
    way = rng.random()
    size = rng.randint(2, min(5, count - 1))
    unit = {"monthly": "months", "quarterly": "quarters"}.get(sheet.shape, rng.choice(("rows", "entries")))
    if way < 0.25:
        return 0, size - 1, f"the first {rng.choice((str(size), phrases.COUNTS[size]))} {unit}"
    if way < 0.5:
        return count - size, count - 1, f"the last {rng.choice((str(size), phrases.COUNTS[size]))} {unit}"
    seen = sheet.seen_rows
    start, end = sorted(rng.sample(seen, 2))
    if way < 0.75:
        return start, end, f"rows {sheet.first + start} to {sheet.first + end}"
    return start, end, rng.choice(("{0} to {1}", "{0} through {1}")).format(phrases.show(sheet, 0, start), phrases.show(sheet, 0, end))


def _spare(rng: random.Random, sheet: Sheet) -> str:
    """An empty cell outside the table."""
    width = len(sheet.columns)
    if rng.random() < 0.5:
        return f"{sheet.letter(width + rng.randint(0, 3))}{rng.randint(1, sheet.bottom + 1)}"
    return f"{sheet.letter(rng.randrange(width + 2))}{sheet.bottom + rng.randint(1, 4)}"


def _cells_of(area: str) -> list[str]:
    return [key.rpartition("!")[2] for key in keys(Sheet("", "list", ()), area)]


class FormulaColumn(SheetFamily):
    """A new column that is computed row by row from others."""

    name = "formula_column"
    weights: Mapping[str, float] = {
        "product": 3,
        "sum": 1.5,
        "difference": 2,
        "ratio": 1.2,
        "percent": 1.5,
        "increase": 1,
        "row_total": 1.3,
        "row_average": 1,
    }

    def book(self, rng: random.Random, split: Split) -> Book:
        return documents.book(rng, split, ("list", "list", "list", "monthly", "quarters across", "quarterly"), title=0.12)

    def ask(self, ask: Ask) -> Piece | None:
        rng, sheet = ask.rng, ask.sheet
        numeric = sheet.indices("int", "money")
        across = ask.section.startswith("row_")
        if len(numeric) < 2 or (across and numeric != list(range(1, len(sheet.columns)))):
            return None
        one, two = rng.sample(numeric, 2)
        if ask.section == "ratio" and 0 in sheet.columns[two].values:
            return None
        if across and not sheet.measure and sheet.shape != "quarters across":
            return None
        rate = rng.choice((5, 7, 8, 10, 12, 15, 19, 20, 25, 30, 40, 50))
        a, b = f"{sheet.letter(one)}{{0}}", f"{sheet.letter(two)}{{0}}"
        span = f"B{{0}}:{sheet.right}{{0}}"
        formula = {"product": f"={a}*{b}", "sum": f"={a}+{b}", "difference": f"={a}-{b}", "ratio": f"={a}/{b}", "percent": f"={a}*{rate}%",
                   "increase": f"={a}*(1+{rate}%)", "row_total": f"=SUM({span})", "row_average": f"=AVERAGE({span})"}[ask.section]  # fmt: skip
        name = rng.choice(_COLUMN_NAMES[ask.section][ask.split]) if rng.random() < 0.6 else pools.word(rng, ask.split)
        if name in [c.header for c in sheet.columns]:
            return None
        new, top, bottom = sheet.letter(len(sheet.columns)), sheet.first, sheet.last
        heads = [sheet.columns[i].header for i in (one, two)]
        first, second = (phrases.header(rng, sheet, i) if rng.random() < 0.75 else phrases.column(rng, sheet, i) for i in (one, two))
        given = {"name": phrases.quoted(rng, name, 0.2), "first": first, "second": second, "percent": rng.choice((f"{rate}%", f"{rate} percent"))}
        source = {"row_total": f"numbers are columns B to {sheet.right}", "row_average": f"numbers are columns B to {sheet.right}"}.get(
            ask.section, f"{heads[0]} is {a[0]}" + (f", {heads[1]} is {b[0]}" if ask.section in ("product", "sum", "difference", "ratio") else "")
        )
        steps = [
            move(f"next free column is {new}, headers are in row {sheet.header_row}", "set_cell", cell=f"{new}{sheet.header_row}", value=name),
            move(source, "set_cell", cell=f"{new}{top}", value=formula.format(top)),
            move(f"data rows are {top} to {bottom}", "fill_down", range=f"{new}{top}:{new}{bottom}"),
        ]
        values = [_row_value(ask.section, sheet, position, one, two, rate) for position in range(sheet.count)]
        touched = {f"column {new}", *(cell for i in (numeric if across else (one, two)) for cell in _cells_of(sheet.data(i)))}
        return ask.piece(given, steps, _column_goal(sheet, new, name, values), f"Column {new} holds {name}.", touched)


_COLUMN_NAMES: Mapping[str, Mapping[Split, tuple[str, ...]]] = {
    "product": {"train": ("Total", "Value", "Amount", "Line total", "Revenue total", "Product"), "test": ("Subtotal", "Extended price", "Worth")},
    "sum": {"train": ("Total", "Sum", "Combined", "Both", "Overall"), "test": ("Joint", "Together", "Aggregate")},
    "difference": {"train": ("Difference", "Gap", "Balance", "Remaining", "Change"), "test": ("Variance", "Delta", "Surplus")},
    "ratio": {"train": ("Ratio", "Rate", "Per unit", "Quotient", "Average price"), "test": ("Proportion", "Relation", "Intensity")},
    "percent": {"train": ("Tax", "VAT amount", "Commission", "Bonus", "Fee share"), "test": ("Levy", "Surcharge", "Provision")},
    "increase": {"train": ("New price", "Next year", "Gross", "Raised", "Plan"), "test": ("Adjusted", "Uplifted", "Projection")},
    "row_total": {"train": ("Total", "Sum", "Row total", "All", "Year total"), "test": ("Grand sum", "Overall sum", "Everything")},
    "row_average": {"train": ("Average", "Mean", "Avg", "Row average"), "test": ("Mean value", "Typical", "Centre")},
}


def _row_value(section: str, sheet: Sheet, position: int, one: int, two: int, rate: int) -> float:
    a, b = sheet.columns[one].values[position], sheet.columns[two].values[position]
    if section.startswith("row_"):
        return compute("SUM" if section == "row_total" else "AVERAGE", [c.values[position] for c in sheet.columns[1:]])
    if section in ("percent", "increase"):
        return float(a * rate / 100 if section == "percent" else a * (1 + rate / 100))
    return float({"product": a * b, "sum": a + b, "difference": a - b, "ratio": a / b if b else 0}[section])


def _column_goal(sheet: Sheet, letter: str, name: str, values: Sequence[float]) -> Judge:
    wanted: dict[str, Any] = {f"{letter}{sheet.header_row}": name}
    wanted |= {f"{letter}{sheet.first + i}": value for i, value in enumerate(values)}
    return written(sheet, wanted)


class SetCell(SheetFamily):
    """A value, a text, a formula or nothing into a cell; a new row; a new header."""

    name = "set_cell"
    weights: Mapping[str, float] = {"address": 2.5, "named": 3, "row": 1.5, "header": 1.5, "formula": 1, "clear": 1.2}

    def book(self, rng: random.Random, split: Split) -> Book:
        return documents.book(rng, split, title=0.15)

    def ask(self, ask: Ask) -> Piece | None:
        return {"row": _new_row, "header": _header, "formula": _formula, "clear": _clear}.get(ask.section, _value)(ask)


def _value(ask: Ask) -> Piece | None:
    rng, sheet = ask.rng, ask.sheet
    position, index = rng.choice(sheet.seen_rows), rng.randrange(1, len(sheet.columns))
    column, label = sheet.columns[index], phrases.show(sheet, 0, position)
    address = f"{sheet.letter(index)}{sheet.first + position}"
    if column.kind in ("date", "formula") or (ask.section == "named" and sheet.columns[0].values.count(sheet.columns[0].values[position]) > 1):
        return None
    if ask.section == "address" and rng.random() < 0.3:
        address, column = _spare(rng, sheet), sheet.columns[0]
        value: Any = rng.choice((rng.randint(1, 5000), round(rng.uniform(1, 900), 2), phrases.invented(rng, ask.split)))
    elif column.kind == "text":
        value = rng.choice([v for v in column.values if v != column.values[position]] or [pools.word(rng, ask.split)])
    elif column.kind == "percent":
        value = rng.randint(1, 99) / 100
    elif column.kind == "int":
        value = rng.randint(0, rng.choice((100, 1000, 100_000)))
    else:
        value = rng.choice((rng.randint(1, 9999), round(rng.uniform(1, 9999), 2)))
    said = f"{round(value * 100)}%" if column.kind == "percent" and isinstance(value, float) and value < 1 else _said(rng, value)
    given = {"cell": phrases.cell(rng, address), "value": said, "header": phrases.header(rng, sheet, index), "label": label}
    thought = (
        f"{label} is row {sheet.first + position}, {column.header} is column {sheet.letter(index)}"
        if ask.section == "named"
        else f"the cell is {address}"
    )
    return ask.piece(given, [move(thought, "set_cell", cell=address, value=value)], written(sheet, {address: value}), f"{address} is {said}.",
                     _with_lines(sheet, address))  # fmt: skip


def _said(rng: random.Random, value: Any) -> str:
    return phrases.quoted(rng, value, 0.5) if isinstance(value, str) else phrases.text_of(value)


def _with_lines(sheet: Sheet, address: str) -> set[str]:
    """The cell, and its row or column where the table does not reach."""
    letter, number = address.rstrip("0123456789"), address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    inside = address in _cells_of(f"A1:{sheet.right}{sheet.bottom}")
    return {address} if inside else {address, f"row {number}", f"column {letter}"}


def _new_row(ask: Ask) -> Piece | None:
    rng, sheet = ask.rng, ask.sheet
    if sheet.indices("date", "formula") or len(sheet.columns) > 6:
        return None
    values: list[Any] = [pools.word(rng, ask.split) if rng.random() < 0.4 else phrases.invented(rng, ask.split)]
    for column in sheet.columns[1:]:
        sample = rng.choice(column.values)
        if column.kind == "int":
            sample = rng.randint(1, max(10, sample * 2))
        elif column.kind == "money":
            sample = rng.choice((rng.randint(1, 5000), round(rng.uniform(1, 900), 2)))
        values.append(sample)
    number = sheet.bottom + 1
    texts = [f"{round(v * 100)}%" if c.kind == "percent" else phrases.text_of(v) for c, v in zip(sheet.columns, values, strict=True)]
    join = rng.choice((", ", ", ", "; ", " | ", " / "))
    last = rng.choice((join, " and ")) if join == ", " else join
    given = {"values": join.join(texts[:-1]) + last + texts[-1]}
    wanted = {f"{sheet.letter(i)}{number}": value for i, value in enumerate(values)}
    steps = [move(f"next free row is {number}", "set_cells", cell=f"A{number}", rows=[values])]
    return ask.piece(given, steps, written(sheet, wanted), f"Row {number} is added.", {f"row {number}", *wanted})


def _header(ask: Ask) -> Piece | None:
    rng, sheet = ask.rng, ask.sheet
    index = rng.randrange(len(sheet.columns))
    name = rng.choice((pools.word(rng, ask.split), phrases.invented(rng, ask.split)))
    address = f"{sheet.letter(index)}{sheet.header_row}"
    given = {"column": phrases.column(rng, sheet, index), "name": name}
    if name in given["column"]:
        return None
    thought = f"{sheet.columns[index].header} is column {sheet.letter(index)}, its header is {address}"
    return ask.piece(
        given, [move(thought, "set_cell", cell=address, value=name)], written(sheet, {address: name}), f"{address} is {name}.", {address}
    )


def _formula(ask: Ask) -> Piece | None:
    rng, sheet = ask.rng, ask.sheet
    numeric = sheet.indices("int", "money")
    if not numeric:
        return None
    one, two = rng.choice(numeric), rng.choice(numeric)
    rows = [rng.choice(sheet.seen_rows) for _ in range(2)]
    a, b = (f"{sheet.letter(i)}{sheet.first + p}" for i, p in zip((one, two), rows, strict=True))
    x, y = (sheet.columns[i].values[p] for i, p in zip((one, two), rows, strict=True))
    function = rng.choice(("SUM", "AVERAGE", "MAX", "MIN"))
    factor = rng.randint(2, 12)
    formula, value = rng.choice(
        [
            (f"={a}+{b}", x + y),
            (f"={a}*{factor}", x * factor),
            (f"={a}-{b}", x - y),
            (f"={function}({sheet.data(one)})", compute(function, sheet.columns[one].values)),
        ]
    )
    target = _spare(rng, sheet)
    given = {"cell": phrases.cell(rng, target), "formula": formula}
    touched = _with_lines(sheet, target) | {a, b} | (set(_cells_of(sheet.data(one))) if "(" in formula else set())
    return ask.piece(given, [move(f"the cell is {target}", "set_cell", cell=target, value=formula)], written(sheet, {target: value}),
                     f"{target} has the formula.", touched)  # fmt: skip


def _clear(ask: Ask) -> Piece | None:
    rng, sheet = ask.rng, ask.sheet
    position, index = rng.choice(sheet.seen_rows), rng.randrange(1, len(sheet.columns))
    label = phrases.show(sheet, 0, position)
    if sheet.columns[0].values.count(sheet.columns[0].values[position]) > 1 or sheet.count < 3:
        return None
    address = f"{sheet.letter(index)}{sheet.first + position}"
    given = {"cell": phrases.cell(rng, address), "header": phrases.header(rng, sheet, index), "label": label}
    line = ask.wording(given.keys())
    named = f"{label} is row {sheet.first + position}, {sheet.columns[index].header} is column {sheet.letter(index)}"
    thought = f"the cell is {address}" if "cell" in slots(line) else named
    key = f"{sheet.name}!{address}"

    def goal(before: Reading, after: Reading) -> Goal:
        left = next((part.properties.get("value") for part in after.parts if part.key == key), None)
        missed = () if left in (None, "") else (f"{key} still holds {left!r}",)
        return Goal({}, cell_changes(after, {key}, heights(sheet)), missed)

    return ask.piece(given, [move(thought, "clear", range=address)], goal, f"{address} is empty.", {address}, wording=line)


__all__ = ["Aggregate", "FormulaColumn", "SetCell", "near"]
