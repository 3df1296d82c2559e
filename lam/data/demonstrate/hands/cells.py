"""Cells by hand: what is typed into them, how they look, what they may hold."""

from __future__ import annotations

import re
from typing import Any

from lam.data.demonstrate.hands.acts import (
    ALIGNMENT,
    KEYS,
    Acts,
    Given,
    NotByHand,
    background,
    by,
    click,
    confirm,
    dialog,
    drop_down,
    flat,
    menu,
    pick,
    press,
    select,
    set_text,
    tab,
    tick,
    type_text,
)

PLAIN = re.compile(r"[A-Za-z(\"'].*|", re.DOTALL)
"""Texts that stay texts when they are typed."""
VERTICAL = {"top": "Top", "middle": "Middle", "bottom": "Bottom"}
BORDERS = {"none": "No Borders", "outline": "Outer Border Only", "all": "Outer Border and All Inner Lines"}
CONDITIONS = {
    ">": "is greater than", ">=": "is greater than or equal to", "<": "is less than", "<=": "is less than or equal to", "=": "is equal to",
    "!=": "is not equal to", "between": "is between", "contains": "contains", "duplicate": "is duplicate",
}  # fmt: skip
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def place(given: Given, address: str) -> Acts:
    """The cells selected: by the Name Box, or by an app action."""
    if given.way == "hybrid":
        return [select(address)]
    sheet, _, cells = address.rpartition("!")
    if not sheet:
        return [set_text("Name Box", cells)]
    return [click(f"page tab: {_bare(sheet)}"), set_text("Name Box", cells)]


def on_sheet(given: Given, sheet: Any) -> Acts:
    """A sheet in view: by its tab, where it is not yet."""
    shown = f"sheet {sheet}" in given.seen.summary or f"{sheet}'" in given.seen.summary
    return [] if not sheet or (shown and "other sheets" not in given.seen.summary) else [click(f"page tab: {sheet}")]


@by("spreadsheet", "set_cell")
def set_cell(given: Given) -> Acts:
    return [*place(given, str(given.args["cell"])), type_text(f"{typed(given.args['value'])}\n")]


@by("spreadsheet", "set_cells")
def set_cells(given: Given) -> Acts:
    match = re.fullmatch(r"((?:.+!)?[A-Z]+)(\d+)(?::[A-Z]+\d+)?", str(given.args["cell"]))
    rows = given.args["rows"]
    if not match:
        raise NotByHand("cells without an address")
    if all(len(row) == 1 for row in rows):
        return [*place(given, match[1] + match[2]), type_text("".join(f"{typed(row[0])}\n" for row in rows))]
    acts: Acts = []
    for number, row in enumerate(rows, int(match[2])):
        acts += place(given, f"{match[1]}{number}")
        for value in row:
            acts += [type_text(typed(value)), press("Tab")]
    return acts


@by("spreadsheet", "fill_down")
def fill_down(given: Given) -> Acts:
    return [*place(given, str(given.args["range"])), press("Ctrl+D")]


@by("spreadsheet", "clear")
def clear(given: Given) -> Acts:
    chosen = place(given, str(given.args["range"]))
    match given.args.get("what", "contents"):
        case "contents":
            return [*chosen, press("Delete")]
        case "formats":
            return [*chosen, press("Ctrl+M")]
        case _:
            return [*chosen, *dialog("Sheet > Clear Cells...", tick("Delete all"))]


@by("spreadsheet", "format_cells")
def format_cells(given: Given) -> Acts:
    acts, pages = [], []
    for name, value in given.args.items():
        match name:
            case "range":
                continue
            case "bold" | "italic" | "underline" if value is True:
                acts.append(press(KEYS[name]))
            case "size_pt":
                acts.append(set_text("Font Size", f"{value:g}"))
            case "font":
                acts.append(set_text("Font Name", value))
            case "alignment":
                acts.append(press(ALIGNMENT[value]))
            case "strikethrough":
                pages.append([tab("Font Effects"), pick("Strikethrough:", "Single" if value else "(Without)")])
            case "color":
                pages.append([tab("Font Effects"), *drop_down("Font color:", value)])
            case "fill":
                pages.append([tab("Background"), *background(value)])
            case "vertical":
                pages.append([tab("Alignment"), pick("Vertical:", VERTICAL[value])])
            case "wrap":
                pages.append([tab("Alignment"), tick("Wrap text automatically", value)])
            case "border" if value in BORDERS:
                pages.append([tab("Borders"), click(BORDERS[value])])
            case "border":  # the line on the left takes the keys first; it is put out again, and the keys go on to the one that is meant
                pages.append([tab("Borders"), click("Left border line"), press("Space"), press("Up" if value == "top" else "Down"), press("Space")])
            case _:
                raise NotByHand(f"{name}={value} of cells")
    return [*place(given, str(given.args["range"])), *acts, *(dialog("Format > Cells...", *pages) if pages else [])]


@by("spreadsheet", "format_number")
def format_number(given: Given) -> Acts:
    given.only("range", "format", "decimals", "symbol", "pattern")
    return [*place(given, str(given.args["range"])), *dialog("Format > Cells...", tab("Numbers"), set_text("Format Code", _code(given)))]


def _code(given: Given) -> str:
    """The format code, as a person types it into its field."""
    kind, decimals = given.args["format"], given.args.get("decimals")
    places = 2 if decimals is None else int(decimals)
    point = "." + "0" * places if places else ""
    symbol = given.args.get("symbol") or "$"
    if given.args.get("pattern"):
        return str(given.args["pattern"])
    if kind == "percent" and decimals is None:
        point = ""
    money = {"$": f"[$$-409]#,##0{point}", "€": f"#,##0{point} [$€-407]", "£": f"[$£-809]#,##0{point}"}.get(symbol, f'"{symbol}"#,##0{point}')
    codes = {"general": "General", "text": "@", "date": "YYYY-MM-DD", "time": "HH:MM", "number": f"#,##0{point}", "percent": f"0{point}%"}
    return {**codes, "scientific": f"0{point}E+00", "currency": money}[kind]


@by("spreadsheet", "conditional_format")
def conditional_format(given: Given) -> Acts:
    given.only("range", "operator", "value", "value2", "fill", "color", "bold")
    args = given.args
    chosen = place(given, str(args["range"]))
    if args["operator"] == "color_scale":
        return [*chosen, *dialog("Format > Conditional > Color Scale...")]
    style: list[Any] = []
    if args.get("fill"):
        style += [tab("Background"), *background(args["fill"])]
    if args.get("color"):
        style += [tab("Font Effects"), *drop_down("Font color:", args["color"])]
    if args.get("bold"):
        style += [tab("Font"), set_text("Style:", "Bold")]
    fields = [set_text("text (1)", _quoted(args["value"]))] if args.get("value") is not None else []
    if args.get("value2") is not None:
        fields.append(set_text("text (2)", _quoted(args["value2"])))
    acts = [pick("combo box (2)", CONDITIONS[args["operator"]]), *fields, pick("Apply Style:", "New Style..."), *style, click("push button: OK")]
    return [*chosen, *dialog("Format > Conditional > Condition...", *acts)]


@by("spreadsheet", "validate_list")
def validate_list(given: Given) -> Acts:
    entries = "\n".join(map(str, given.args["values"]))
    acts = (pick("Allow:", "List"), set_text("text (1)", entries))
    return [*place(given, str(given.args["range"])), *dialog("Data > Validity...", *acts)]


@by("spreadsheet", "insert_comment")
def insert_comment(given: Given) -> Acts:
    return [*place(given, str(given.args["cell"])), *menu("Insert > Comment"), type_text(str(given.args["text"])), press("Escape", 2)]


@by("spreadsheet", "insert_link")
def insert_link(given: Given) -> Acts:
    address = str(given.args["cell"])
    text = given.args.get("text") or cell_text(given, address)
    fields = (set_text("URL:", given.args["url"]), set_text("Text:", text))
    return [*place(given, address), *dialog("Insert > Hyperlink...", *fields), press("Return")]


@by("spreadsheet", "name_range")
def name_range(given: Given) -> Acts:
    acts = [set_text("Name:", given.args["name"])]
    return [*place(given, str(given.args["range"])), *dialog("Sheet > Named Ranges and Expressions > Define...", *acts, ok="Add")]


@by("spreadsheet", "find_replace")
def find_replace(given: Given) -> Acts:
    given.only("find", "replace", "regex", "match_case", "whole_words", "target")
    target = str(given.args.get("target", "all"))
    acts = [
        *([] if target == "all" else place(given, target)),
        press("Ctrl+H"),
        tick("All sheets", target == "all"),
        *replacing(given),
    ]
    return flat(set_text("Name Box", "A1"), *acts) if target == "all" else acts


def replacing(given: Given) -> Acts:
    """The dialog for finding and replacing, already open: filled in, carried out, closed."""
    return [
        tick("Match case", bool(given.args.get("match_case"))),
        tick("Regular expressions", bool(given.args.get("regex"))),
        set_text("Find:", given.args["find"]),
        set_text("Replace:", given.args["replace"]),
        click("push button: Replace All"),
        confirm("push button: Close", "Search Results"),
        confirm("push button: OK", "LibreOffice"),
        confirm("push button: OK", "Information"),
        click("push button: Close"),
    ]


def cell_text(given: Given, address: str) -> str:
    """What a cell of the outline shows.

    Raises: NotByHand when the outline leaves it out.
    """
    match = re.fullmatch(r"([A-Z])(\d+)", address)
    columns = [e for e in given.seen.elements if e.role == "column"]
    row = next((e for e in given.seen.elements if match and e.id == match[2]), None)
    at = [e.id for e in columns].index(match[1]) if match and match[1] in [e.id for e in columns] else -1
    if row is None or at < 0 or len(row.text.split(" | ")) != len(columns):
        raise NotByHand(f"the outline does not show {address}")
    return row.text.split(" | ")[at]


def typed(value: Any) -> str:
    """A cell's value as a person types it."""
    return ("TRUE" if value else "FALSE") if isinstance(value, bool) else "" if value is None else str(value)


def _quoted(value: Any) -> str:
    """A value in a condition: texts stand in quotation marks."""
    return typed(value) if not isinstance(value, str) or re.fullmatch(r"-?[\d.]+%?|=.*", value) else f'"{value}"'


def _bare(sheet: str) -> str:
    return sheet.strip("'").replace("''", "'")
