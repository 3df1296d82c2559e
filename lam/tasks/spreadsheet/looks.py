"""Families of how cells look: number formats, fonts, fills and borders, conditional formats."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lam.envs.libreoffice.inside.colors import NAMES
from lam.reading import Change, Goal, Part, Reading
from lam.tasks.base import Split
from lam.tasks.compose import Piece
from lam.tasks.spreadsheet import documents, phrases
from lam.tasks.spreadsheet.asking import Ask, Judge, SheetFamily, cells, heights, looks, move, parts, split_address
from lam.tasks.spreadsheet.documents import Book, Sheet
from lam.tasks.spreadsheet.rows import threshold
from lam.tasks.wordings import slots

# Number formats

CURRENCIES: Mapping[str, tuple[str, ...]] = {
    "$": ("US dollars", "dollars", "dollar", "USD"),
    "€": ("euros", "euro", "EUR"),
    "£": ("pounds", "British pounds", "GBP"),
    "¥": ("yen", "Japanese yen"),
}
PATTERNS: Mapping[Split, tuple[str, ...]] = {
    "train": ("YYYY-MM-DD", "DD/MM/YYYY", "MM/DD/YYYY", "DD.MM.YYYY", "YYYY/MM/DD", "MMM YYYY", "D MMM YYYY", "DD.MM.YY", "MM/DD/YY"),
    "test": ("DD-MM-YYYY", "YYYY.MM.DD", "DD/MM/YY", "YYYY-MM-DD"),
}


def plain_format(text: str) -> str:
    """A format code without escapes, quotes and locale marks, in lower case."""
    first = text.split(";")[0]
    first = re.sub(r"\[\$([^\]-]*)(-[0-9A-Fa-f]+)?\]", r"\1", first)
    return re.sub(r'[\\"]', "", first).lower()


def places(text: str) -> int:
    """How many decimals a format code shows."""
    match = re.search(r"\.([0#?]+)", plain_format(text))
    return len(match[1]) if match else 0


def formatted(kind: str, decimals: int | None, symbol: str = "", pattern: str = "") -> Callable[[Any], bool]:
    """Whether a number format is of a kind."""

    def check(found: Any) -> bool:
        code = plain_format(str(found))
        if decimals is not None and places(str(found)) != decimals:
            return False
        money = any(sign in code for sign in "$€£¥")
        if kind == "currency":
            return symbol in code if symbol else money
        if kind == "percent":
            return "%" in code
        if kind == "date":
            return code == pattern.lower()
        return "0" in code and "%" not in code and not money and str(found) != "General"

    return check


class NumberFormat(SheetFamily):
    """How numbers and dates are shown."""

    name = "number_format"
    weights: Mapping[str, float] = {
        "currency": 2, "currency_symbol": 2, "percent": 2, "percent_decimals": 1, "decimals": 2, "currency_decimals": 1, "date": 1.5, "cell": 1.3,
    }  # fmt: skip

    def book(self, rng: random.Random, split: Split) -> Book:
        return documents.book(rng, split, title=0.15)

    def ask(self, ask: Ask) -> Piece | None:
        rng, sheet, section = ask.rng, ask.sheet, ask.section
        options = sheet.indices("date") if section == "date" else sheet.indices("int", "money", "percent")
        if section.startswith("percent"):
            options = sheet.indices("percent") * 3 + sheet.indices("int", "money")[:1]
        elif section != "date":
            options = sheet.indices("int", "money")
        if not options:
            return None
        index = rng.choice(options)
        column, count, symbol = sheet.columns[index], rng.choice((0, 1, 2, 2, 3)), rng.choice(list(CURRENCIES))
        position = rng.choice(sheet.seen_rows)
        pattern = rng.choice(PATTERNS[ask.split])
        address = f"{sheet.letter(index)}{sheet.first + position}"
        given = {
            "column": phrases.column(rng, sheet, index), "cell": phrases.cell(rng, address), "decimals": phrases.decimals(rng, count),
            "symbol": symbol,
            "currency": rng.choice(CURRENCIES[symbol]), "pattern": _pattern_said(rng, pattern),
        }  # fmt: skip
        line = ask.wording(given.keys())
        used = slots(line)
        kind = _kind(section, line)
        if kind == "number" and any(sign in column.number_format for sign in "$€£¥"):
            return None
        area = address if section == "cell" else sheet.data(index)
        args: dict[str, Any] = {"range": area, "format": kind}
        if "decimals" in used:
            args["decimals"] = count
        if used & {"symbol", "currency"}:
            args["symbol"] = symbol
        if kind == "date":
            args["pattern"] = pattern
        wanted = formatted(kind, args.get("decimals"), args.get("symbol", ""), args.get("pattern", ""))
        if wanted(column.number_format):
            return None
        thought = f"the cell is {address}" if section == "cell" else f"{column.header} is {area}"
        also = [] if section == "cell" else [f"{sheet.letter(index)}{sheet.header_row}"]
        goal = looks(sheet, cells(area), {"number_format": wanted}, also)
        return ask.piece(given, [move(thought, "format_number", **args)], goal, f"{area} has the {kind} format.", cells(area), wording=line)


def _kind(section: str, line: str) -> str:
    if section == "cell":
        return "currency" if re.search("currency|money", line) else "percent" if "percent" in line else "number"
    return "number" if section == "decimals" else section.split("_")[0]


def _pattern_said(rng: random.Random, pattern: str) -> str:
    if rng.random() < 0.2 and "MMM" not in pattern:
        return dt.date(rng.randint(2020, 2029), 12, rng.randint(13, 31)).strftime(_example(pattern))
    return pattern.lower() if rng.random() < 0.25 else pattern


def _example(pattern: str) -> str:
    return pattern.replace("YYYY", "%Y").replace("YY", "%y").replace("MM", "%m").replace("DD", "%d")


# Fonts, fills, borders


@dataclass(frozen=True)
class Area:
    """Cells that are pointed at, and the words for them."""

    range: str
    said: str
    thought: str
    also: tuple[str, ...] = ()
    """Cells that may be formatted as well: the header of a column."""
    header: bool = False


def color_of(name: str) -> str:
    """`#RRGGBB` of a colour's name."""
    return name.upper() if name.startswith("#") else f"#{NAMES[name.lower().replace(' ', '').replace('grey', 'gray')]:06X}"


def _area(rng: random.Random, sheet: Sheet, kind: str) -> Area:
    if kind == "header":
        return Area(sheet.header, phrases.headers(rng, sheet), f"the header row is {sheet.header}", header=True)
    if kind == "column":
        index = rng.randrange(len(sheet.columns))
        letter = sheet.letter(index)
        area = f"{letter}{sheet.header_row}:{letter}{sheet.bottom}"
        return Area(
            area, phrases.column(rng, sheet, index), f"{sheet.columns[index].header} is column {letter}, {area}", (f"{letter}{sheet.header_row}",)
        )
    if kind == "row":
        if sheet.total and rng.random() < 0.6:
            area = f"A{sheet.bottom}:{sheet.right}{sheet.bottom}"
            return Area(
                area, rng.choice(("the total row", "the Total row", "the totals", "the last row", "the bottom row")), f"the Total row is {area}"
            )
        position = rng.choice(sheet.seen_rows)
        number = sheet.first + position
        area = f"A{number}:{sheet.right}{number}"
        return Area(area, phrases.row(rng, sheet, position), f"{phrases.show(sheet, 0, position)} is row {number}, {area}")
    if kind == "table":
        area = f"A{sheet.header_row}:{sheet.right}{sheet.bottom}"
        return Area(area, rng.choice(("the table", "the whole table", "all the data", "the data range", area)), f"the table is {area}")
    if sheet.title and rng.random() < 0.3:
        return Area("A1", rng.choice(("the title", "the sheet title", "cell A1", "the title in A1")), "the title is A1")
    index, position = rng.randrange(len(sheet.columns)), rng.choice(sheet.seen_rows)
    address = f"{sheet.letter(index)}{sheet.first + position}"
    return Area(address, phrases.named_cell(rng, sheet, index, position) if index else phrases.cell(rng, address), f"the cell is {address}")


class FormatCells(SheetFamily):
    """How the header row, a column, a row or a cell looks."""

    name = "format_cells"
    weights: Mapping[str, float] = {
        "header": 4, "column": 2, "row": 1.5, "cell": 1.5, "bold": 1.5, "italic": 1, "underline": 0.8, "fill": 2, "text_color": 1.5, "align": 1,
        "center": 1,
        "size": 1.2, "font": 1, "wrap": 0.8, "border": 1, "outline": 0.6, "line_below": 0.6,
    }  # fmt: skip

    def book(self, rng: random.Random, split: Split) -> Book:
        return documents.book(rng, split, total=0.3, title=0.15)

    def ask(self, ask: Ask) -> Piece | None:
        rng, sheet, section = ask.rng, ask.sheet, ask.section
        if section in ("border", "outline", "line_below"):
            return _border(ask)
        fixed = section in ("header", "column", "row", "cell")
        area = _area(rng, sheet, section if fixed else rng.choice(("header", "header", "column", "row", "cell")))
        if section == "wrap":
            area = _area(rng, sheet, rng.choice(("header", "column")))
        given, args = _simple(ask, section) if not fixed else _look(rng, ask.split)
        given |= {"part": area.said, "headers": area.said, "column": area.said, "row": area.said, "cell": area.said}
        already = (
            {"bold": sheet.look.header_bold, "fill": sheet.look.header_fill} if area.header else {"bold": area.range == "A1" and bool(sheet.title)}
        )
        if any(args.get(name) and value for name, value in already.items()):
            return None
        if args.get("font") == sheet.look.font or args.get("size_pt") in (sheet.look.size, sheet.look.size + 3):
            return None
        wanted: dict[str, Any] = {name: color_of(value) if name in ("fill", "color") else value for name, value in args.items()}
        needed = [c for c in cells(area.range) if c not in area.also]
        goal = looks(sheet, needed, wanted, area.also)
        return ask.piece(
            given, [move(area.thought, "format_cells", range=area.range, **args)], goal, f"{area.range} is formatted.", cells(area.range)
        )


def _simple(ask: Ask, section: str) -> tuple[dict[str, str], dict[str, Any]]:
    rng, split = ask.rng, ask.split
    if section in ("fill", "text_color"):
        name = phrases.color(rng, split)
        return {"color": name}, {"fill" if section == "fill" else "color": name}
    if section == "align":
        side = rng.choice(("left", "right"))
        return {"side": side}, {"alignment": side}
    if section == "size":
        points = rng.choice((8, 9, 13, 14, 15, 16, 17, 18, 20, 22, 24, 28, 32))
        return {"size": phrases.size(rng, points)}, {"size_pt": points}
    if section == "font":
        name = rng.choice(FONTS[split])
        return {"font": name}, {"font": name}
    return {}, {"center": {"alignment": "center"}}.get(section, {section: True})


FONTS: Mapping[Split, tuple[str, ...]] = {
    "train": ("Arial", "Times New Roman", "Verdana", "Courier New", "Georgia", "Calibri", "Cambria", "Tahoma", "Comic Sans MS", "Century Gothic"),
    "test": ("Helvetica", "Garamond", "DejaVu Sans", "Trebuchet MS", "Consolas"),
}


def _look(rng: random.Random, split: Split) -> tuple[dict[str, str], dict[str, Any]]:
    """Words such as `bold and centered`, and their properties in the order of the declaration."""
    color, fill = phrases.color(rng, split, 0.05), phrases.color(rng, split, 0.05)
    points, font = rng.choice((8, 9, 13, 14, 15, 16, 18, 20, 24)), rng.choice(FONTS[split])
    big = rng.choice((f"{points}pt", f"{points} pt", f"size {points}", f"{points} points"))
    side = rng.choice(("left", "right"))
    ways: list[tuple[str, dict[str, Any]]] = [
        ("bold", {"bold": True}), ("italic", {"italic": True}), ("underlined", {"underline": True}), ("centered", {"alignment": "center"}),
        ("bold and italic", {"bold": True, "italic": True}), ("bold and centered", {"bold": True, "alignment": "center"}),
        (f"bold with a {fill} background", {"bold": True, "fill": fill}), (f"bold and {big}", {"bold": True, "size_pt": points}),
        (f"bold, in {font}", {"bold": True, "font": font}), (f"bold in {color} text", {"bold": True, "color": color}),
        (f"italic and {side}-aligned", {"italic": True, "alignment": side}), (f"centered with a {fill} fill", {"fill": fill, "alignment": "center"}),
        (f"{big} and underlined", {"underline": True, "size_pt": points}),
        (f"{side}-aligned", {"alignment": side}), (big, {"size_pt": points}), ("struck through", {"strikethrough": True}),
        (f"bold, {color} text on a {fill} background", {"bold": True, "color": color, "fill": fill}),
    ]  # fmt: skip
    words, args = rng.choices(ways, (6, 3, 2, 3, 2, 3, 3, 3, 1, 2, 1, 1, 1, 1, 2, 1, 1))[0]
    return {"look": words}, args


def _border(ask: Ask) -> Piece | None:
    rng, sheet = ask.rng, ask.sheet
    kinds = {"border": ("table", "table", "header", "row"), "outline": ("table", "header", "row"), "line_below": ("header", "header", "row")}[
        ask.section
    ]
    area = _area(rng, sheet, rng.choice(kinds))
    border = {"border": "all", "outline": "outline", "line_below": "bottom"}[ask.section]
    steps = [move(area.thought, "format_cells", range=area.range, border=border)]
    return ask.piece({"area": area.said}, steps, _border_goal(sheet, area.range, border), f"{area.range} has its border.", cells(area.range))


SIDES = {"top": (0, -1, "bottom"), "bottom": (0, 1, "top"), "left": (-1, 0, "right"), "right": (1, 0, "left")}


def _border_goal(sheet: Sheet, area: str, border: str) -> Judge:
    inside = {(ord(letter) - 64, row) for letter, row in map(split_address, cells(area))}

    def lines(place: tuple[int, int]) -> list[str]:
        edge = [side for side, (dx, dy, _) in SIDES.items() if (place[0] + dx, place[1] + dy) not in inside]
        return list(SIDES) if border == "all" else edge if border == "outline" else ["bottom"] if "bottom" in edge else []

    def judge(before: Reading, after: Reading) -> Goal:
        now = parts(after)

        def has(place: tuple[int, int], side: str) -> bool:
            part = now.get(f"{sheet.name}!{chr(64 + place[0])}{place[1]}")
            return bool(part and part.properties.get(f"border_{side}"))

        def line(place: tuple[int, int], side: str) -> bool:
            dx, dy, other = SIDES[side]
            return has(place, side) or has((place[0] + dx, place[1] + dy), other)

        missed = [f"{chr(64 + p[0])}{p[1]} has no border at the {side}" for p in sorted(inside) for side in lines(p) if not line(p, side)]
        near = {f"{sheet.name}!{chr(64 + x + dx)}{y + dy}" for x, y in inside for dx, dy, _ in [*SIDES.values(), (0, 0, "")]}

        def allowed(change: Change) -> bool:
            empty = not change.property and change.before is None and change.after in ("cell", "row", "column", "")
            return heights(sheet)(change) or (change.where in near and (change.property.startswith("border_") or empty)) or empty

        return Goal({}, allowed, tuple(missed[:3]))

    return judge


# Conditional formats


class HighlightCells(SheetFamily):
    """Cells that meet a condition stand out."""

    name = "highlight_cells"
    weights: Mapping[str, float] = {
        "above": 5,
        "below": 3,
        "all_above": 2,
        "all_below": 1,
        "at_least": 1,
        "at_most": 1,
        "equal": 2,
        "between": 1.3,
        "duplicates": 1,
        "scale": 0.8,
        "bold": 0.8,
        "red_text": 0.8,
    }

    def book(self, rng: random.Random, split: Split) -> Book:
        return documents.book(rng, split, title=0.15)

    def ask(self, ask: Ask) -> Piece | None:
        rng, sheet, section = ask.rng, ask.sheet, ask.section
        options = sheet.indices("text") if section == "equal" else sheet.indices("int", "money")
        if section == "duplicates":
            options = sheet.indices("text", "int")
        if not options:
            return None
        index = rng.choice(options)
        column, color = sheet.columns[index], phrases.color(rng, ask.split)
        if section.startswith("all_"):
            return _highlight_all(ask, color)
        operator = {"above": ">", "bold": ">", "below": "<", "red_text": "<", "at_least": ">=", "at_most": "<=", "equal": "=", "between": "between",
                    "duplicates": "duplicate", "scale": "color_scale"}[section]  # fmt: skip
        args: dict[str, Any] = {"range": sheet.data(index), "operator": operator}
        given = {
            "column": phrases.number_column(rng, sheet, index) if section not in ("equal", "duplicates") else phrases.column(rng, sheet, index),
            "color": color,
        }
        if section == "equal":
            args["value"] = column.values[rng.choice(sheet.seen_rows)]
            given["text"] = phrases.quoted(rng, args["value"], 0.6)
        elif section == "between":
            low, high = sorted((threshold(rng, column.values), threshold(rng, column.values)))
            if low == high:
                return None
            args |= {"value": low, "value2": high}
            given |= {"low": phrases.amount(rng, low), "high": phrases.amount(rng, high)}
        elif section not in ("duplicates", "scale"):
            args["value"] = threshold(rng, column.values)
            given["value"] = phrases.amount(rng, args["value"])
        if section != "scale":
            args |= {"bold": True} if section == "bold" else {"color" if section == "red_text" else "fill": color}
        goal = _rule_goal(sheet, [index], args)
        thought = f"{column.header} is {sheet.data(index)}"
        return ask.piece(given, [move(thought, "conditional_format", **args)], goal, "The cells stand out.", cells(sheet.data(index)))


def _highlight_all(ask: Ask, color: str) -> Piece | None:
    """Cells of all number columns at once: `highlight cells above 600`."""
    rng, sheet = ask.rng, ask.sheet
    numeric = sheet.indices("int", "money")
    if numeric != list(range(1, len(sheet.columns))):
        return None
    value = threshold(rng, [v for i in numeric for v in sheet.columns[i].values])
    args: dict[str, Any] = {
        "range": f"B{sheet.first}:{sheet.right}{sheet.last}",
        "operator": ">" if ask.section == "all_above" else "<",
        "value": value,
        "fill": color,
    }
    given = {"value": phrases.amount(rng, value), "color": color}
    thought = f"the numbers are {args['range']}"
    return ask.piece(
        given, [move(thought, "conditional_format", **args)], _rule_goal(sheet, numeric, args), "The cells stand out.", cells(args["range"])
    )


def _rule_goal(sheet: Sheet, indices: Sequence[int], args: Mapping[str, Any]) -> Judge:
    data = {c for index in indices for c in cells(sheet.data(index))}
    foreign = {*cells(sheet.table)} - data
    values = [args[name] for name in ("value", "value2") if name in args]

    def fits(part: Part) -> bool:
        found = part.properties
        covered = {c for area in str(found.get("range", "")).split() for c in cells(area)}
        if not data <= covered or covered & foreign or found.get("operator") != args["operator"]:
            return False
        if args["operator"] in ("color_scale",):
            return True
        same = [str(v).strip('"').casefold() for v in found.get("values", ())] == [str(v).casefold() for v in values]
        look = [(name, color_of(args[name]) if name in ("fill", "color") else args[name]) for name in ("fill", "color", "bold") if name in args]
        return same and all(found.get(name) == value for name, value in look)

    def judge(before: Reading, after: Reading) -> Goal:
        known = parts(before)
        rules = [p for p in after.parts if p.kind == "conditional format" and p.key.startswith(f"{sheet.name},") and p.key not in known]
        if len(rules) == 1 and fits(rules[0]):
            return Goal({}, lambda change: change.part == "conditional format" and change.where == rules[0].key)
        met = _met(sheet, indices, str(args["operator"]), values)
        if rules or met is None:
            return Goal({}, missed=("no new conditional format fits: " + "; ".join(str(dict(p.properties)) for p in rules),))
        wanted = {name: color_of(args[name]) if name in ("fill", "color") else args[name] for name in ("fill", "color", "bold") if name in args}
        return Goal({f"{sheet.name}!{address}": wanted for address in met}, heights(sheet))

    return judge


def _met(sheet: Sheet, indices: Sequence[int], operator: str, values: Sequence[Any]) -> list[str] | None:
    """The cells that meet a condition today, for those who colour them by hand."""
    tests: dict[str, Callable[[Any], bool]] = {
        ">": lambda v: v > values[0], "<": lambda v: v < values[0], ">=": lambda v: v >= values[0], "<=": lambda v: v <= values[0],
        "=": lambda v: str(v).casefold() == str(values[0]).casefold(), "between": lambda v: values[0] <= v <= values[1],
    }  # fmt: skip
    if operator not in tests:
        return None
    columns = [(sheet.letter(index), sheet.columns[index].values) for index in indices]
    return [f"{letter}{sheet.first + i}" for letter, shown in columns for i, v in enumerate(shown) if tests[operator](v)] or None
