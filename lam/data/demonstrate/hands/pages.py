"""Documents by hand: tables, pages, headers, notes, links and what else is put into a text."""

from __future__ import annotations

import re

from lam.data.demonstrate.hands.acts import (
    ALIGNMENT,
    Acts,
    Given,
    Glance,
    NotByHand,
    background,
    by,
    click,
    dialog,
    flat,
    matching,
    menu,
    press,
    set_text,
    tab,
    tick,
    type_text,
)
from lam.data.demonstrate.hands.text import chosen, end_of, go
from lam.types import Action, Observation

MARGINS = {"margin_left_cm": "Left:", "margin_right_cm": "Right:", "margin_top_cm": "Top:", "margin_bottom_cm": "Bottom:"}
BORDERS = {"none": "No Borders", "thin": "Outer Border and All Inner Lines"}

# -- tables


def cell(given: Given, address: str) -> Acts:
    """The cursor in a cell of a table, such as B4."""
    table, columns = str(given.args["table"]), size(given)[1]
    match = re.fullmatch(r"([A-Z])(\d+)", address)
    if not match:
        raise NotByHand(f"{address} is no single cell")
    return go(given, table, (int(match[2]) - 1) * columns + ord(match[1]) - 65)


def size(given: Given) -> tuple[int, int]:
    """Rows and columns of the table that is meant."""
    detail = next((e.detail for e in given.seen.elements if e.id == given.args["table"]), "")
    match = re.match(r"(\d+)x(\d+)", detail)
    if not match:
        raise NotByHand(f"the outline does not show {given.args['table']}")
    return int(match[1]), int(match[2])


@by("document", "insert_table")
def insert_table(given: Given) -> Acts:
    given.only("rows", "columns", "after", "data")
    after = str(given.args.get("after", "end"))
    ids = [e.id for e in given.seen.elements]
    last = after == "end" or after == ids[-1]
    start = [press("Ctrl+End"), press("Return")] if last else go(given, ids[ids.index(after) + 1]) if after in ids else []
    if not start or (not last and ids[ids.index(after) + 1].startswith("t")):
        raise NotByHand(f"a table after {after}")
    columns = int(given.args["columns"])
    acts = (set_text("Columns:", columns), set_text("Rows:", given.args["rows"]))
    data = given.args.get("data") or []
    words: Acts = []
    for number, row in enumerate(data):
        words += [press("Tab")] if number else []
        words += flat(*([type_text(str(value))] + ([press("Tab")] if at < columns - 1 else []) for at, value in enumerate(row)))
    return [*start, *dialog("Table > Insert Table...", *acts, ok="Insert"), *words]


@by("document", "set_table_cells")
def set_table_cells(given: Given) -> Acts:
    data = given.args["data"]
    match = re.fullmatch(r"([A-Z])(\d+)(?::.+)?", str(given.args["cell"]))
    if not match:
        raise NotByHand(f"cells from {given.args['cell']}")
    acts: Acts = []
    for row, values in enumerate(data, int(match[2])):
        for column, value in enumerate(values, ord(match[1])):
            acts += [*cell(given, f"{chr(column)}{row}"), press("Shift+End"), type_text(str(value)) if value not in ("", None) else press("Delete")]
    return acts


@by("document", "insert_table_rows", "insert_table_columns")
def insert_lines(given: Given) -> Acts:
    rows, columns = size(given)
    at, count = int(given.args["at"]), int(given.args.get("count", 1))
    upright = given.name == "insert_table_columns"
    total, first, behind = (columns, "Columns Before", "Columns After") if upright else (rows, "Rows Above", "Rows Below")
    near = min(at, total)
    start = cell(given, f"{chr(64 + near)}1" if upright else f"A{near}")
    return [*start, *menu(f"Table > Insert > {first if at <= total else behind}") * count]


@by("document", "delete_table_rows", "delete_table_columns")
def delete_lines(given: Given) -> Acts:
    at, count = int(given.args["at"]), int(given.args.get("count", 1))
    upright = given.name == "delete_table_columns"
    start = cell(given, f"{chr(64 + at)}1" if upright else f"A{at}")
    return [*start, *menu(f"Table > Delete > {'Delete Columns' if upright else 'Delete Rows'}") * count]


@by("document", "style_table")
def style_table(given: Given) -> Acts:
    given.only("table", "header_background", "header_bold", "border", "alignment")
    args = given.args
    acts: Acts = []
    pages: list[Acts] = []
    if args.get("header_bold"):
        acts += [*menu("Table > Select > Row"), press("Ctrl+B")]
    if args.get("header_background"):
        acts += menu("Table > Select > Row")
        acts += dialog("Table > Properties...", tab("Background"), *background(args["header_background"]))
    if args.get("alignment"):
        pages.append([tab("Table"), click(f"radio button: {str(args['alignment']).capitalize()}")])
    if args.get("border"):
        if args["border"] not in BORDERS:
            raise NotByHand(f"{args['border']} borders")
        pages.append([tab("Borders"), click(BORDERS[args["border"]])])
    return [*cell(given, "A1"), *acts, *([*go(given, str(args["table"])), *dialog("Table > Properties...", *pages)] if pages else [])]


# -- pages


@by("document", "set_page")
def set_page(given: Given) -> Acts:
    pages: list[Acts] = []
    for name, value in given.args.items():
        match name:
            case "size":
                pages.append([tab("Page"), set_text("Format:", value)])
            case "orientation":
                pages.append([tab("Page"), click(f"radio button: {str(value).capitalize()}")])
            case "margin_cm":
                pages.append([tab("Page"), *(set_text(label, f"{value:g} cm") for label in MARGINS.values())])
            case "columns":
                pages.append([tab("Columns"), set_text("Columns:", value)])
            case "background":
                pages.append([tab("Area"), *background(value)])
            case _ if name in MARGINS:
                pages.append([tab("Page"), set_text(MARGINS[name], f"{value:g} cm")])
            case _:
                raise NotByHand(f"{name}={value} of the page")
    return dialog("Format > Page Style...", *pages)


@by("document", "set_header", "set_footer")
def set_header(given: Given) -> Acts:
    top = given.name == "set_header"
    name = "Header" if top else "Footer"
    entry = "menu item: Default Page Style"
    there: list[bool] = []

    def absent(seen: Observation) -> bool:
        there.append(any("checked" in c.states for c in matching(seen.controls, entry)[:1]))
        return not there[-1]

    def present(seen: Observation) -> bool:
        return there[-1]

    acts: Acts = [
        menu(f"Insert > Header and Footer > {name} > Default Page Style")[0],
        Glance("it is to be there, and the cursor goes to it", Action("click", {"control": entry}), absent),
        Glance("it is there already", Action("press", {"keys": "Escape", "times": 3}), present),
        Glance("these keys go to it", Action("press", {"keys": f"Ctrl+Page_{'Up' if top else 'Down'}"}), present),
        Glance("what it says is to go", Action("press", {"keys": "Ctrl+A"}), present),
        Glance("what it says is to go", Action("press", {"keys": "Delete"}), present),
    ]
    if given.args.get("text"):
        acts.append(type_text(str(given.args["text"]) + (" " if given.args.get("page_number") else "")))
    if given.args.get("page_number"):
        acts += menu("Insert > Field > Page Number")
    if given.args.get("alignment"):
        acts.append(press(ALIGNMENT[given.args["alignment"]]))
    return acts


@by("document", "insert_page_break")
def insert_page_break(given: Given) -> Acts:
    return [*go(given, str(given.args["before"])), *dialog("Format > Paragraph...", tab("Text Flow"), tick("Insert"))]


# -- notes, links and indexes


@by("document", "insert_footnote")
def insert_footnote(given: Given) -> Acts:
    target, match = str(given.args["target"]), str(given.args.get("match", ""))
    start = [*chosen(given, target, match), press("Right")] if match or given.way == "hybrid" else end_of(given, target)
    return [*start, *menu("Insert > Footnote and Endnote > Footnote"), type_text(str(given.args["text"]))]


@by("document", "insert_comment")
def insert_comment(given: Given) -> Acts:
    start = chosen(given, str(given.args["target"]), str(given.args.get("match", "")))
    return [*start, *menu("Insert > Comment"), type_text(str(given.args["text"])), press("Escape")]


@by("document", "insert_link")
def insert_link(given: Given) -> Acts:
    start = chosen(given, str(given.args["target"]), str(given.args.get("match", "")))
    return [*start, *dialog("Insert > Hyperlink...", set_text("URL:", given.args["url"]))]


@by("document", "insert_bookmark")
def insert_bookmark(given: Given) -> Acts:
    return [*chosen(given, str(given.args["target"])), *dialog("Insert > Bookmark...", set_text("Name:", given.args["name"]), ok="Insert")]


@by("document", "insert_toc")
def insert_toc(given: Given) -> Acts:
    after = str(given.args.get("after", "start"))
    ids = [e.id for e in given.seen.elements]
    if after != "start" and (after not in ids or after == ids[-1]):
        raise NotByHand(f"contents after {after}")
    start = [press("Ctrl+Home")] if after == "start" else go(given, ids[ids.index(after) + 1])
    acts = (set_text("Title:", given.args.get("title", "Contents")), set_text("Evaluate up to level:", given.args.get("levels", 3)))
    path = "Insert > Table of Contents and Index > Table of Contents, Index or Bibliography..."
    return [*start, *dialog(path, *acts)]


@by("document", "set_properties")
def set_properties(given: Given) -> Acts:
    given.only("title", "subject", "keywords")
    fields = [set_text(f"{name.capitalize()}:", value) for name, value in given.args.items()]
    return dialog("File > Properties...", tab("Description"), *fields)
