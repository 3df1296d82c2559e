"""How people point at parts of a sheet and say values: shared by all families."""

from __future__ import annotations

import random
from typing import Any

from lam.tasks.base import Split
from lam.tasks.spreadsheet import pools
from lam.tasks.spreadsheet.documents import Sheet

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
COUNTS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}


def header(rng: random.Random, sheet: Sheet, index: int) -> str:
    """A header as it is, or in lower case where it is an ordinary word."""
    text = sheet.columns[index].header
    return text.lower() if rng.random() < 0.35 and text.replace(" ", "").isalpha() and text[1:].islower() else text


def quoted(rng: random.Random, text: str, chance: float = 0.4) -> str:
    """The text, sometimes in quotation marks."""
    return f"{mark}{text}{mark}" if rng.random() < chance and (mark := rng.choice('""\'')) not in text else text


def column(rng: random.Random, sheet: Sheet, index: int) -> str:
    """A column by its header, its letter or its place."""
    name, letter, last = header(rng, sheet, index), sheet.letter(index), len(sheet.columns) - 1
    ways = [(6, f"the {name} column"), (3, f"column {letter}"), (2, f"the column {quoted(rng, name, 0.5)}"), (1, f'the column named "{name}"')]
    ways += [(1, f"the {name} values" if index else f"the {name} column"), (1, f"column {quoted(rng, name, 0.5)}")]
    if len(name) > 2:
        ways.append((2, quoted(rng, name, 0.4)))
    if index < len(ORDINALS):
        ways.append((1, f"the {ORDINALS[index]} column"))
    if index == last and last > 1:
        ways.append((1, rng.choice(("the last column", "the rightmost column"))))
    return _pick(rng, ways)


def number_column(rng: random.Random, sheet: Sheet, index: int) -> str:
    """A column whose values are counted on: also `the sales figures`, `all sales`."""
    name = header(rng, sheet, index)
    extra = (
        f"the {name} figures",
        f"all {name}",
        f"the numbers in {sheet.letter(index)}",
        f"the values in column {sheet.letter(index)}",
        f"the {name}",
    )
    return rng.choice(extra) if rng.random() < 0.2 else column(rng, sheet, index)


def row(rng: random.Random, sheet: Sheet, position: int) -> str:
    """A data row by its number or by its label; `position` counts from 0."""
    number, label = sheet.first + position, show(sheet, 0, position)
    ways = [
        (3, f"row {number}"),
        (3, f"the {quoted(rng, label, 0.3)} row"),
        (2, f"the row for {label}"),
        (2, f'the row "{label}"'),
        (1, f"the row of {label}"),
    ]
    ways += [(1, f"the line for {label}"), (1, f"the row with {label}")]
    if position == sheet.count - 1 and not sheet.total:
        ways.append((2, rng.choice(("the last row", "the bottom row"))))
    return _pick(rng, ways)


def headers(rng: random.Random, sheet: Sheet) -> str:
    """The header row."""
    return _pick(
        rng,
        [
            (6, "the header row"),
            (3, "the headers"),
            (3, f"row {sheet.header_row}"),
            (2, "the column headers"),
            (2, "the headings"),
            (1, "the column titles"),
        ]
        + [(2, "the first row"), (1, "the top row")] * (sheet.header_row == 1),
    )


def cell(rng: random.Random, address: str) -> str:
    return rng.choice((address, address, f"cell {address}", f"cell {address}", f"the cell {address}"))


def named_cell(rng: random.Random, sheet: Sheet, index: int, position: int) -> str:
    """A cell by its address, or by the names of its column and row."""
    if rng.random() < 0.55:
        return cell(rng, f"{sheet.letter(index)}{sheet.first + position}")
    name, label = header(rng, sheet, index), show(sheet, 0, position)
    return rng.choice((f"the {name} of {label}", f"the {name} for {label}", f"{label}'s {name}", f"the cell {name} of {label}"))


def label_column(sheet: Sheet) -> str:
    return sheet.columns[0].header


def show(sheet: Sheet, index: int, position: int) -> str:
    """A value as the sheet displays it (labels and texts as they are)."""
    return text_of(sheet.columns[index].values[position], sheet.columns[index].number_format)


def text_of(value: Any, number_format: str = "") -> str:
    if hasattr(value, "isoformat"):
        styles = {"dd/mm/yyyy": "%d/%m/%Y", "mm/dd/yyyy": "%m/%d/%Y", "dd.mm.yyyy": "%d.%m.%Y"}
        if number_format == "d mmm yyyy":
            return f"{value.day} {value:%b %Y}"
        return str(value.strftime(styles.get(number_format, "%Y-%m-%d")))
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


COLORS = {
    "train": "red green blue yellow orange purple pink gray brown teal navy gold maroon turquoise|light blue|light green|light gray|"
    "dark blue|dark green|"
    "dark red|light yellow|sky blue|lime|salmon|violet|tomato|lavender",
    "test": "red green blue yellow orange cyan magenta olive silver|dark orange|light pink|crimson|coral|indigo",
}


def color(rng: random.Random, split: Split, hexadecimal: float = 0.12) -> str:
    """A colour's name as said, or `#RRGGBB`."""
    if rng.random() < hexadecimal:
        return f"#{rng.randrange(1 << 24):06X}"
    return rng.choice([name for group in COLORS[split].split("|") for name in (group.split() if group.count(" ") > 1 else [group])])


def size(rng: random.Random, points: int) -> str:
    forms = [f"{points}", f"{points}pt", f"{points} pt", f"size {points}", f"{points} points", f"{points} point"]
    return rng.choice(forms)


def decimals(rng: random.Random, count: int) -> str:
    words = {0: "no", 1: "one", 2: "two", 3: "three", 4: "four"}
    amount = rng.choice((str(count), words[count])) if count else "no"
    noun = "decimal" if count == 1 else "decimals"
    place = "decimal place" if count == 1 else "decimal places"
    return f"{amount} {rng.choice((noun, noun, place, place, 'digit after the point' if count == 1 else 'digits after the point'))}"


def amount(rng: random.Random, value: float) -> str:
    """A number in an instruction: `1200`, `1,200` or `1200.5`."""
    if value == int(value) and abs(value) >= 1000 and rng.random() < 0.2:
        return f"{int(value):,}"
    return text_of(round(value, 2)) if isinstance(value, float) else str(value)


def invented(rng: random.Random, split: Split) -> str:
    """A short new name for a sheet, a title or a heading."""
    kind = rng.random()
    if kind < 0.35:
        return pools.word(rng, split)
    if kind < 0.65:
        return rng.choice(NAMES[split])
    if kind < 0.8:
        return f"{rng.choice(NAMES[split])} {rng.randint(2015, 2030)}"
    return f"{rng.choice(NAMES[split])} {pools.word(rng, split)}"


NAMES: dict[Split, tuple[str, ...]] = {
    "train": (
        "Archive",
        "Backup",
        "Analysis",
        "Draft",
        "Notes",
        "Plan",
        "Final",
        "Review",
        "Totals",
        "Charts",
        "Old data",
        "New figures",
        "Comments",
        "Budget plan",
        "Evaluation",
        "January",
        "Spring",
        "Quarter",
        "Checklist",
        "Ideas",
        "Costs",
        "Team data",
        "Import",
        "Export",
        "Print",
        "Test",
        "Raw",
        "Clean",
        "Weekly",
        "Regional",
        "Customers",
        "Best sellers",
        "Overtime",
        "Goals",
        "Targets",
    ),
    "test": (
        "Ledger",
        "Catalogue",
        "Snapshot",
        "Outlook",
        "Minutes",
        "Autumn",
        "Milestones",
        "Inbox",
        "Queue",
        "Benchmarks",
        "Seasonal",
        "Appendix",
        "Lookup",
        "Staging",
        "Holidays",
    ),
}
TITLE_ENDS = ("by month", "overview", "at a glance", "this year", "compared", "in figures", "summary", "development", "per item")


def title(rng: random.Random, split: Split, sheet: Sheet) -> str:
    """A title for a chart or a table."""
    subject = rng.choice([sheet.columns[i].header for i in sheet.numeric] or [sheet.name])
    kind = rng.random()
    if kind < 0.5:
        return f"{subject} {rng.choice(TITLE_ENDS)}"
    if kind < 0.75:
        return f"{pools.word(rng, split)} {rng.choice(('report', 'results', 'figures', 'chart', subject.lower()))}"
    return invented(rng, split)


def _pick(rng: random.Random, ways: list[tuple[int, str]]) -> str:
    return rng.choices([text for _, text in ways], [weight for weight, _ in ways])[0]
