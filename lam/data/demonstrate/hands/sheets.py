"""Sheets by hand: rows and columns, order and filters, the sheets of a workbook, charts."""

from __future__ import annotations

import re

from lam.data.demonstrate.hands.acts import (
    Acts,
    Given,
    NotByHand,
    by,
    click,
    confirm,
    dialog,
    menu,
    pick,
    press,
    set_text,
    tick,
)
from lam.data.demonstrate.hands.cells import on_sheet, place

LINES = {
    "insert_rows": "Sheet > Insert Rows > Rows Above",
    "insert_columns": "Sheet > Insert Columns > Columns Before",
    "delete_rows": "Sheet > Delete Rows",
    "delete_columns": "Sheet > Delete Columns",
}
FILTERS = {"contains": "Contains", "top": "Largest", "!=": "<>"}
SEPARATORS = {"comma": "Comma", "semicolon": "Semicolon", "tab": "Tab", "space": "Space", "pipe": "|", "hyphen": "-"}
CHARTS = {"column": "Column", "bar": "Bar", "pie": "Pie", "area": "Area", "line": "Line", "scatter": "XY (Scatter)"}


def letters(number: int) -> str:
    """The name of a column, counted from 1."""
    return letters((number - 1) // 26) + chr(65 + (number - 1) % 26) if number > 0 else ""


def column(name: str) -> int:
    """The number of a column, counted from 1."""
    return sum((ord(letter) - 64) * 26**at for at, letter in enumerate(reversed(name)))


@by("spreadsheet", *LINES)
def lines(given: Given) -> Acts:
    at, count = str(given.args["at"]), int(given.args.get("count", 1))
    chosen = f"{at}:{int(at) + count - 1}" if at.isdigit() else f"{at}:{letters(column(at) + count - 1)}"
    return [*on_sheet(given, given.args.get("sheet")), *place(given, chosen), *menu(LINES[given.name])]


@by("spreadsheet", "merge_cells")
def merge_cells(given: Given) -> Acts:
    what = "Merge Cells" if given.args.get("merged", True) else "Split Cells"
    return [*place(given, str(given.args["range"])), *menu(f"Format > Merge and Unmerge Cells > {what}")]


@by("spreadsheet", "freeze")
def freeze(given: Given) -> Acts:
    rows, columns = int(given.args.get("rows", 0)), int(given.args.get("columns", 0))
    if not rows and not columns:
        raise NotByHand("freeze: nothing to freeze")
    return [*on_sheet(given, given.args.get("sheet")), *place(given, f"{letters(columns + 1)}{rows + 1}"), *menu("View > Freeze Rows and Columns")]


@by("spreadsheet", "resize")
def resize(given: Given) -> Acts:
    address = str(given.args["range"])
    whole_rows = re.fullmatch(r"(?:.+!)?\d+:\d+", address)
    if not whole_rows and not re.fullmatch(r"(?:.+!)?[A-Z]+:[A-Z]+", address):
        raise NotByHand(f"resize of {address}")
    head, size, key = ("Rows", "Height", "height_cm") if whole_rows else ("Columns", "Width", "width_cm")
    given.only("range", "fit", key)
    chosen = place(given, address)
    if given.args.get("fit"):
        return [*chosen, *dialog(f"Format > {head} > Optimal {size}...")]
    return [*chosen, *dialog(f"Format > {head} > {size}...", set_text(size, f"{given.args[key]} cm"))]


@by("spreadsheet", "hide")
def hide(given: Given) -> Acts:
    address = str(given.args["range"])
    head = "Rows" if re.fullmatch(r"(?:.+!)?\d+:\d+", address) else "Columns"
    return [*place(given, address), *menu(f"Format > {head} > {'Hide' if given.args.get('hidden', True) else 'Show'}")]


@by("spreadsheet", "sort")
def sort(given: Given) -> Acts:
    args = given.args
    keys = [k for k in (args["by"], args.get("then_by")) if k]
    acts: Acts = []
    if args.get("header") is not None:
        acts.append(tick("Range contains column labels", bool(args["header"])))
    for number, key in enumerate(keys, 1):
        acts += [
            pick(f"combo box ({number})", _header(given, str(key))),
            click(f"radio button: {'De' if args.get('descending') else 'A'}scending ({number})"),
        ]
    return [*place(given, str(args["range"])), *dialog("Data > Sort...", *acts)]


@by("spreadsheet", "filter")
def filter_(given: Given) -> Acts:
    args = given.args
    chosen = place(given, str(args["range"]))
    if args.get("value") is None:
        return [*chosen, *menu("Data > AutoFilter")]
    operator = str(args.get("operator", "="))
    acts = [
        pick("Field Name 1", _header(given, str(args["column"]))),
        pick("Condition 1", FILTERS.get(operator, operator)),
        set_text("Value 1", args["value"]),
    ]
    return [*chosen, *menu("Data > AutoFilter"), *dialog("Data > More Filters > Standard Filter...", *acts)]


@by("spreadsheet", "clear_filter")
def clear_filter(given: Given) -> Acts:
    return [*on_sheet(given, given.args.get("sheet")), *menu("Data > AutoFilter")]


@by("spreadsheet", "remove_duplicates")
def remove_duplicates(given: Given) -> Acts:
    """The rows that repeat an earlier one, seen in the outline and deleted one by one, the last first."""
    bounds = re.fullmatch(r"([A-Z])(\d+):([A-Z])(\d+)", str(given.args["range"]))
    shown = [e.id for e in given.seen.elements if e.role == "column"]
    rows = {int(e.id): e.text.split(" | ") for e in given.seen.elements if e.role == "row" and e.id.isdigit()}
    if not bounds or shown[:1] != ["A"]:
        raise NotByHand(f"duplicates in {given.args['range']}")
    first, last = int(bounds[2]) + (given.args.get("header") is not False), int(bounds[4])
    columns = given.args.get("columns") or [letters(n) for n in range(column(bounds[1]), column(bounds[3]) + 1)]
    if any(row not in rows or "…" in str(rows[row]) for row in range(first, last + 1)):
        raise NotByHand("the outline does not show all rows")
    known: set[tuple[str, ...]] = set()
    repeated = []
    for row in range(first, last + 1):
        key = tuple((rows[row] + [""] * 30)[column(str(name)) - 1] for name in columns)
        repeated += [row] if key in known else []
        known.add(key)
    acts = [move for row in reversed(repeated) for move in (*place(given, f"A{row}"), *menu(LINES["delete_rows"]))]
    if not acts:
        raise NotByHand("no row repeats another")
    return acts


@by("spreadsheet", "transpose")
def transpose(given: Given) -> Acts:
    source, target = str(given.args["range"]), str(given.args["to"])
    return [*place(given, source), press("Ctrl+C"), *place(given, target), *menu("Edit > Paste Special > Paste Transposed"), press("Escape")]


@by("spreadsheet", "text_to_columns")
def text_to_columns(given: Given) -> Acts:
    wanted = SEPARATORS[str(given.args.get("separator", "comma"))]
    acts: Acts = [tick(name, name == wanted) for name in ("Tab", "Comma", "Semicolon", "Space")]
    other = len(wanted) == 1
    acts += [tick("Trim spaces"), tick("check box: Other", other), *([set_text("text: Other", wanted)] if other else [])]
    return [
        *place(given, str(given.args["range"])),
        *dialog("Data > Text to Columns...", click("Separated by"), *acts),
        confirm("push button: Yes", "LibreOffice"),
    ]


@by("spreadsheet", "protect_sheet")
def protect_sheet(given: Given) -> Acts:
    start = on_sheet(given, given.args.get("sheet"))
    if not given.args.get("protected", True):
        return [*start, *menu("Tools > Protect Sheet...")]
    password = given.args.get("password")
    acts = [set_text("Password:", password), set_text("Confirm:", password)] if password else []
    return [*start, *dialog("Tools > Protect Sheet...", *acts)]


# -- the sheets of a workbook


@by("spreadsheet", "add_sheet")
def add_sheet(given: Given) -> Acts:
    if given.args.get("after"):
        acts = (click("After current sheet"), set_text("Name:", given.args["name"]))
        return [click(f"page tab: {given.args['after']}"), *dialog("Sheet > Insert Sheet...", *acts)]
    return dialog("Sheet > Insert Sheet at End...", set_text("text (1)", given.args["name"]))


@by("spreadsheet", "rename_sheet")
def rename_sheet(given: Given) -> Acts:
    return [click(f"page tab: {given.args['sheet']}"), *dialog("Sheet > Rename Sheet...", set_text("Name", given.args["name"]))]


@by("spreadsheet", "copy_sheet")
def copy_sheet(given: Given) -> Acts:
    acts = (tick("radio button: Copy"), pick("Insert before", "- move to end position -"), set_text("text (1)", given.args["name"]))
    return [click(f"page tab: {given.args['sheet']}"), *dialog("Sheet > Move or Copy Sheet...", *acts, ok="Copy")]


@by("spreadsheet", "delete_sheet")
def delete_sheet(given: Given) -> Acts:
    return [click(f"page tab: {given.args['sheet']}"), *menu("Sheet > Delete Sheet..."), click("push button: Yes")]


@by("spreadsheet", "activate_sheet")
def activate_sheet(given: Given) -> Acts:
    return [click(f"page tab: {given.args['sheet']}")]


# -- charts


@by("spreadsheet", "insert_chart")
def insert_chart(given: Given) -> Acts:
    given.only("range", "type", "title", "x_title", "y_title", "legend")
    args = given.args
    if args["type"] not in CHARTS:
        raise NotByHand(f"a {args['type']} chart")
    titles = [
        set_text(label, args[name])
        for name, label in (("title", "text: Title"), ("x_title", "text: X axis"), ("y_title", "text: Y axis"))
        if args.get(name)
    ]
    legend = args.get("legend", "right")
    side = [tick("Display legend", False)] if legend == "none" else [click(f"radio button: {legend.capitalize()}")]
    steps = [click("Next >")] * 3
    acts = [pick("list (1)", CHARTS[args["type"]]), *steps, *titles, *side]
    return [*place(given, str(args["range"])), *dialog("Insert > Chart...", *acts, ok="Finish"), press("Escape", 2)]


def _header(given: Given, name: str) -> str:
    """What a dialog calls a column: its heading, or its letter."""
    text = next((e.text for e in given.seen.elements if e.role == "column" and e.id == name), "")
    return text or f"Column {name}"
