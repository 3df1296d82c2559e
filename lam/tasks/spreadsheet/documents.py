"""Makes workbooks: tables by month, quarter, date or item, with one to three sheets, in varied looks. Deterministic from an rng."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from lam.tasks.base import Split
from lam.tasks.spreadsheet import pools
from lam.tasks.spreadsheet.topics import MEASURES, SHEET_NAMES, TITLES, TOPICS

Shape = Literal["monthly", "quarterly", "quarters across", "dated", "list"]
ColumnKind = Literal["label", "text", "int", "money", "percent", "date", "formula"]
NUMBERS: frozenset[str] = frozenset({"int", "money", "percent", "formula"})


@dataclass(frozen=True)
class Column:
    """A column of a table: a header and the values below it."""

    header: str
    kind: ColumnKind
    values: tuple[Any, ...]
    """What the cells show; of a formula column what the formulas come to."""
    number_format: str = "General"
    formula: str = ""
    """With `{row}` for the row number."""


@dataclass(frozen=True)
class Look:
    font: str = "Calibri"
    size: float = 11
    header_bold: bool = False
    header_fill: str = ""
    freeze: bool = False
    widths: bool = False


@dataclass(frozen=True)
class Sheet:
    """One worksheet: a table that starts in column A, perhaps under a title."""

    name: str
    shape: Shape
    columns: tuple[Column, ...]
    title: str = ""
    merged: bool = False
    """Whether the title is merged over the table."""
    header_row: int = 1
    total: bool = False
    """Whether a row of totals follows the data."""
    measure: str = ""
    """What all number columns measure, where that is one thing (`Sales` by region)."""
    look: Look = field(default_factory=Look)

    @property
    def first(self) -> int:
        return self.header_row + 1

    @property
    def last(self) -> int:
        """The last data row; a row of totals lies below it."""
        return self.header_row + len(self.columns[0].values)

    @property
    def bottom(self) -> int:
        return self.last + self.total

    @property
    def count(self) -> int:
        return len(self.columns[0].values)

    @property
    def right(self) -> str:
        return str(get_column_letter(len(self.columns)))

    @property
    def table(self) -> str:
        """The table with its header, without a row of totals: `A1:D13`."""
        return f"A{self.header_row}:{self.right}{self.last}"

    @property
    def header(self) -> str:
        return f"A{self.header_row}:{self.right}{self.header_row}"

    def letter(self, index: int) -> str:
        return str(get_column_letter(index + 1))

    def data(self, index: int) -> str:
        """The cells below a header: `B2:B13`."""
        return f"{self.letter(index)}{self.first}:{self.letter(index)}{self.last}"

    def indices(self, *kinds: str) -> list[int]:
        return [i for i, c in enumerate(self.columns) if c.kind in kinds]

    @property
    def numeric(self) -> list[int]:
        return [i for i, c in enumerate(self.columns) if c.kind in NUMBERS]

    @property
    def seen_rows(self) -> list[int]:
        """Positions of the data rows that the outline shows."""
        return list(range(self.count)) if self.count <= 16 else [*range(6), *range(self.count - 6 + self.total, self.count)]


@dataclass(frozen=True)
class Book:
    sheets: tuple[Sheet, ...]
    active: int = 0

    @property
    def sheet(self) -> Sheet:
        return self.sheets[self.active]

    @property
    def names(self) -> list[str]:
        return [s.name for s in self.sheets]


def book(
    rng: random.Random,
    split: Split,
    shapes: Sequence[Shape] = ("list", "list", "list", "monthly", "quarterly", "quarters across", "dated"),
    total: float = 0.0,
    title: float = 0.2,
    sheets: int = 0,
) -> Book:
    """A random workbook whose active sheet has one of `shapes`. `total`, `title`: chances of such a row; `sheets`: how many at least."""
    many = max(sheets, rng.choices((1, 2, 3), (55, 30, 15))[0])
    look = _look(rng)
    active = _sheet(rng, split, rng.choice(list(shapes)), look, title)
    if rng.random() < total and active.numeric and active.shape != "dated":
        active = replace(active, total=True)
    made = [active]
    while len(made) < many:
        other = _sheet(rng, split, rng.choice(("list", "list", "monthly")), look, 0.1, small=True)
        if other.name not in [s.name for s in made]:
            made.append(other)
    place = rng.choice([0, 0, 0, 0, 0, len(made) - 1])
    made[0], made[place] = made[place], made[0]
    return Book(tuple(made), place)


def write(made: Book, path: Path) -> None:
    """Save the workbook; formulas carry no values, the office computes them."""
    file = Workbook()
    file.remove(file.active)
    for sheet in made.sheets:
        _fill(file.create_sheet(sheet.name), sheet)
    file.active = made.active
    stamp = dt.datetime(2024, 1, 1)
    file.properties.creator, file.properties.created, file.properties.modified = "Office", stamp, stamp
    file.save(path)


def _fill(target: Worksheet, sheet: Sheet) -> None:
    look = sheet.look
    plain = Font(name=look.font, size=look.size)
    if sheet.title:
        target["A1"] = sheet.title
        target["A1"].font = Font(name=look.font, size=look.size + 3, bold=True)
    if sheet.merged:
        target.merge_cells(f"A1:{sheet.right}1")
        target["A1"].alignment = Alignment(horizontal="center")
    for index, column in enumerate(sheet.columns):
        letter = sheet.letter(index)
        head = target[f"{letter}{sheet.header_row}"]
        head.value, head.font = column.header, Font(name=look.font, size=look.size, bold=look.header_bold)
        if look.header_fill:
            head.fill = PatternFill("solid", start_color=look.header_fill)
        for row, value in enumerate(column.values, sheet.first):
            cell = target[f"{letter}{row}"]
            cell.value = "=" + column.formula.format(row=row) if column.formula else value
            cell.number_format, cell.font = column.number_format, plain
        if look.widths:
            longest = max([len(column.header), *(len(str(v)) if not isinstance(v, dt.date) else 10 for v in column.values)])
            target.column_dimensions[letter].width = min(40, longest + 4)
    if sheet.total:
        target[f"A{sheet.bottom}"] = "Total"
        target[f"A{sheet.bottom}"].font = plain
        for index in sheet.numeric:
            cell = target[f"{sheet.letter(index)}{sheet.bottom}"]
            cell.value, cell.font, cell.number_format = f"=SUM({sheet.data(index)})", plain, sheet.columns[index].number_format
    if look.freeze:
        target.freeze_panes = f"A{sheet.first}"


def _look(rng: random.Random) -> Look:
    return Look(
        font=rng.choice(["Calibri", "Calibri", "Arial", "Liberation Sans", "Times New Roman", "Verdana", "Cambria"]),
        size=rng.choice([10, 11, 11, 11, 12]),
        header_bold=rng.random() < 0.4,
        header_fill=rng.choice(["", "", "", "DDEBF7", "E2EFDA", "FFF2CC", "D9D9D9"]),
        freeze=rng.random() < 0.08,
        widths=rng.random() < 0.6,
    )


def _sheet(rng: random.Random, split: Split, shape: Shape, look: Look, title: float, small: bool = False) -> Sheet:
    if shape == "list":
        name, caption, columns = _list(rng, split, small)
        measure = ""
    else:
        columns, measure = _series(rng, split, shape, small)
        name = measure if measure and rng.random() < 0.6 else rng.choice([n for n in SHEET_NAMES[split] if n != "Sales" or measure in ("", "Sales")])
        caption = rng.choice(TITLES[split])
    titled = rng.random() < title
    row = rng.choice((2, 3)) if titled else 1
    return Sheet(name, shape, tuple(columns), caption if titled else "", header_row=row, measure=measure, look=look)


def _list(rng: random.Random, split: Split, small: bool) -> tuple[str, str, list[Column]]:
    topic = rng.choice(TOPICS[split])
    count = rng.randint(4, 8) if small else rng.choice((rng.randint(4, 12), rng.randint(6, 16), rng.randint(10, 30), rng.randint(17, 60)))
    labels = pools.distinct(rng, topic.pool, split, count)
    columns = [Column(rng.choice(topic.labels.split("/")), "label", tuple(labels))]
    specs = topic.columns.split(";")
    kept = sorted(rng.sample(range(len(specs)), rng.randint(2, len(specs))))
    while not any(specs[i].split(":")[1] in NUMBERS for i in kept):
        kept = sorted(rng.sample(range(len(specs)), rng.randint(2, len(specs))))
    order = kept if rng.random() < 0.7 else rng.sample(kept, len(kept))
    base = dt.date(rng.choice((2021, 2022, 2023, 2024)) if split == "train" else 2019, rng.randint(1, 6), 1)
    for index in order:
        columns.append(_column(rng, split, specs[index], len(labels), base))
    return rng.choice(topic.sheets.split("/")), rng.choice(topic.titles.split("/")), columns


def _column(rng: random.Random, split: Split, spec: str, count: int, base: dt.date) -> Column:
    names, kind, low, *rest = spec.split(":")
    header = rng.choice(names.split("/"))
    if kind == "text":
        pool = tuple(pools.distinct(rng, low, split, 5)) if low in ("team", "category", "region", "status", "person", "place") else ()
        return Column(header, "text", tuple(rng.choice(pool) if pool else pools.draw(rng, low, split) for _ in range(count)))
    floor, ceiling = int(low), int(rest[0])
    if kind == "date":
        return Column(header, "date", tuple(base + dt.timedelta(rng.randint(floor, ceiling)) for _ in range(count)), _date_format(rng))
    if kind == "percent":
        return Column(header, "percent", tuple(rng.randint(floor, ceiling) / 100 for _ in range(count)), rng.choice(("0%", "0%", "0.0%", "General")))
    if kind == "money":
        return Column(header, "money", _amounts(rng, floor, ceiling, count), _money_format(rng))
    return Column(header, "int", tuple(rng.randint(floor, ceiling) for _ in range(count)))


def _series(rng: random.Random, split: Split, shape: Shape, small: bool) -> tuple[list[Column], str]:
    """Tables over time: a period column and measures, or one measure by region, product or team."""
    by = rng.random()
    measure = rng.choice(MEASURES[split]) if (by < 0.45 and shape != "dated") or shape == "quarters across" else ""
    if shape == "quarters across":
        year = rng.choice(("", "", f" {rng.randint(2018, 2025)}"))
        header, pool = rng.choice((("Region", "region"), ("Product", "product"), ("Department", "team"), ("City", "place"), ("Seller", "person")))
        labels = pools.distinct(rng, pool, split, rng.randint(3, 8))
        first = Column(header, "label", tuple(labels))
        heads = [f"Q{q}{year}" for q in range(1, 5)]
    else:
        first = _periods(rng, shape, small)
        if measure:
            heads = pools.distinct(rng, rng.choice(("region", "product", "team", "place")), split, rng.randint(2, 4))
        else:
            heads = rng.sample(MEASURES[split], rng.randint(1, 4))
            if "Sales" not in heads and rng.random() < 0.35:
                heads[rng.randrange(len(heads))] = "Sales"
    kind: ColumnKind = rng.choice(("int", "int", "money"))
    scale = rng.choice((100, 1000, 10_000, 100_000))
    style = _money_format(rng) if kind == "money" else "General"
    count = len(first.values)
    columns = [first]
    for head in heads:
        values = _amounts(rng, scale // 10, scale, count) if kind == "money" else tuple(rng.randint(scale // 10, scale) for _ in range(count))
        columns.append(Column(head, kind, values, style))
    return columns, measure


def _periods(rng: random.Random, shape: Shape, small: bool) -> Column:
    year = rng.randint(2017, 2025)
    if shape == "quarterly":
        count = rng.choice((4, 4, 4, 8))
        form = rng.choice(("Q{q}", "Q{q} {y}", "Quarter {q}", "{y} Q{q}")) if count == 4 else rng.choice(("Q{q} {y}", "{y} Q{q}"))
        return Column(rng.choice(("Quarter", "Period")), "label", tuple(form.format(q=i % 4 + 1, y=year + i // 4) for i in range(count)))
    if shape == "dated":
        months, each = rng.choice(((12, 1), (8, 1), (6, 1), (8, 2), (5, 3), (6, 2)))
        days = {1: (1,), 2: (1, 15), 3: (5, 15, 25)}[each]
        start = rng.randint(1, 12)
        days_listed = tuple(dt.date(year + (start + m - 1) // 12, (start + m - 1) % 12 + 1, d) for m in range(months) for d in days)
        return Column(rng.choice(("Date", "Day", "Date")), "date", days_listed, _date_format(rng))
    count = 6 if small else rng.choice((12, 12, 12, 12, rng.randint(6, 11), 24))
    start = rng.choice((0, 0, 0, 0, 3, 6)) if count < 24 else 0
    form = rng.choice(("{m}", "{m}", "{s}", "{s}", "{m} {y}", "{s} {y}")) if count <= 12 else rng.choice(("{s} {y}", "{m} {y}"))
    values = tuple(
        form.format(m=pools.MONTHS[(start + i) % 12], s=pools.MONTHS[(start + i) % 12][:3], y=year + (start + i) // 12) for i in range(count)
    )
    return Column("Month", "label", values)


def _amounts(rng: random.Random, low: int, high: int, count: int) -> tuple[Any, ...]:
    style = rng.random()
    if style < 0.4:
        return tuple(rng.randint(low, high) for _ in range(count))
    if style < 0.6:
        return tuple(rng.randint(max(1, low // 10), max(2, high // 10)) * 10 for _ in range(count))
    return tuple(round(rng.uniform(low, high), 2) for _ in range(count))


def _money_format(rng: random.Random) -> str:
    return rng.choice(("General", "General", "General", "0.00", "#,##0", "#,##0.00", '"$"#,##0.00', "[$€-407]#,##0.00"))


def _date_format(rng: random.Random) -> str:
    return rng.choice(("yyyy-mm-dd", "yyyy-mm-dd", "dd/mm/yyyy", "mm/dd/yyyy", "dd.mm.yyyy", "d mmm yyyy"))
