"""What lies on a slide, by hand: selected with Tab, its text changed with F2, its looks in dialogs."""

from __future__ import annotations

import re

from lam.data.demonstrate.hands.acts import (
    ALIGNMENT,
    Acts,
    Given,
    NotByHand,
    background,
    by,
    click,
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
from lam.data.demonstrate.hands.slides import go
from lam.data.demonstrate.hands.text import SPACING, characters

ALIGN = {"left": "Left", "center": "Centered", "right": "Right", "top": "Top", "middle": "Center", "bottom": "Bottom"}
ORDER = {"front": "Bring to Front", "back": "Send to Back", "forward": "Bring Forward", "backward": "Send Backward"}
PLACES = {"x_cm": "Position X:", "y_cm": "Position Y:", "width_cm": "Width:", "height_cm": "Height:"}


def shape(given: Given, target: str) -> Acts:
    """A shape selected: Tab goes through those of a slide."""
    found = re.fullmatch(r"(s\d+)\.(\d+)", target)
    if not found:
        raise NotByHand(f"{target} is no shape")
    if given.way == "hybrid":
        return [select(target)]
    return [*go(given, found[1]), press("Tab", int(found[2]))]


def text_in(given: Given, target: str, match: str = "") -> Acts:
    """The text of a shape selected, or the first place where a text stands in it."""
    opened = [*shape(given, target), press("F2")]
    if not match:
        return [*opened, press("Ctrl+A")]
    fields = [tick("Match case"), tick("Whole words only", False), set_text("Find:", match)]
    return [*opened, press("Ctrl+Home"), press("Ctrl+H"), *fields, click("push button: Find Next"), click("push button: Close")]


@by("presentation", "replace_text", "set_title", "set_bullets")
def replace_text(given: Given) -> Acts:
    args = given.args
    target = f"{args['slide']}.{_title(given, str(args['slide']))}" if given.name == "set_title" else str(args["target"])
    words = "\n".join(map(str, args["bullets"])) if given.name == "set_bullets" else str(args["text"])
    return [*text_in(given, target), type_text(words), press("Escape", 2)]


def _title(given: Given, slide: str) -> int:
    """Which of a slide's shapes is its title."""
    titles = [e.id for e in given.seen.elements if e.id.startswith(f"{slide}.") and "title" in e.role and "subtitle" not in e.role]
    if not titles:
        raise NotByHand(f"{slide} has no title")
    return int(titles[0].rpartition(".")[2])


@by("presentation", "format_text")
def format_text(given: Given) -> Acts:
    acts: Acts = []
    pages: list[Acts] = []
    for name, value in given.args.items():
        match name:
            case "target" | "match":
                continue
            case "font":
                pages.append([tab("Fonts"), set_text("Family:", value)])
            case "size_pt":
                pages.append([tab("Fonts"), set_text("Size:", f"{value:g} pt")])
            case _ if look := characters(name, value):
                acts += look[0]
                pages += look[1]
            case _:
                raise NotByHand(f"{name}={value} of text on a slide")
    place = text_in(given, str(given.args["target"]), str(given.args.get("match", "")))
    return [*place, *acts, *(dialog("Format > Character...", *pages) if pages else []), press("Escape", 2)]


@by("presentation", "format_paragraph")
def format_paragraph(given: Given) -> Acts:
    acts: Acts = []
    for name, value in given.args.items():
        match name:
            case "target":
                continue
            case "alignment":
                acts.append(press(ALIGNMENT[value]))
            case "line_spacing" if value in SPACING and value != 1.15:
                acts += dialog("Format > Paragraph...", pick("combo box (1)", SPACING[value]))
            case "line_spacing":
                acts += dialog("Format > Paragraph...", pick("combo box (1)", "Proportional"), set_text("spin box (6)", f"{100 * float(value):g}%"))
            case "bullets" if value in ("bullet", "number"):
                acts += menu(f"Format > Lists > {'Unordered' if value == 'bullet' else 'Ordered'} List")
            case _:
                raise NotByHand(f"{name}={value} of paragraphs on a slide")
    return [*text_in(given, str(given.args["target"])), *acts, press("Escape", 2)]


@by("presentation", "insert_link")
def insert_link(given: Given) -> Acts:
    target, match = str(given.args["target"]), str(given.args.get("match", ""))
    text = match or next((e.text for e in given.seen.elements if e.id == target), "")
    if not text or text.endswith("…") or " / " in text:
        raise NotByHand(f"the outline does not show the text of {target}")
    fields = (set_text("URL:", given.args["url"]), set_text("Text:", text))
    return [*text_in(given, target, match), *dialog("Insert > Hyperlink...", *fields), press("Escape", 2)]


@by("presentation", "format_shape")
def format_shape(given: Given) -> Acts:
    args = given.args
    acts: Acts = []
    if args.get("fill"):
        acts += dialog("Format > Text Box and Shape > Area...", *background(str(args["fill"])))
    if args.get("line") or args.get("line_width_pt"):
        fields: list[Acts] = [[pick("Style:", "Continuous")]]
        fields += [drop_down("Color:", str(args["line"]))] if args.get("line") else []
        fields += [[set_text("Width:", f"{args['line_width_pt']:g} pt")]] if args.get("line_width_pt") else []
        acts += dialog("Format > Text Box and Shape > Line...", *fields)
    return [*shape(given, str(args["target"])), *acts, press("Escape")]


@by("presentation", "place_shape")
def place_shape(given: Given) -> Acts:
    args = given.args
    acts = menu(f"Format > Align Objects > {ALIGN[args['align']]}") if args.get("align") else []
    pages: list[Acts] = []
    if fields := [set_text(label, f"{args[name]:g} cm") for name, label in PLACES.items() if args.get(name) is not None]:
        pages.append([tab("Position and Size"), tick("Keep ratio", False), *fields])
    if args.get("rotation_deg") is not None:
        pages.append([tab("Rotation"), set_text("Angle:", f"{-float(args['rotation_deg']) % 360:g}")])
    acts += dialog("Format > Text Box and Shape > Position and Size...", *pages) if pages else []
    return [*shape(given, str(args["target"])), *acts, press("Escape")]


@by("presentation", "order_shape")
def order_shape(given: Given) -> Acts:
    return [*shape(given, str(given.args["target"])), *menu(f"Format > Arrange > {ORDER[given.args['to']]}"), press("Escape")]


@by("presentation", "delete_shape")
def delete_shape(given: Given) -> Acts:
    return [*shape(given, str(given.args["target"])), press("Delete")]


@by("presentation", "insert_table")
def insert_table(given: Given) -> Acts:
    args = given.args
    columns = int(args["columns"])
    fields = (set_text("Number of columns:", columns), set_text("Number of rows:", args["rows"]))
    words: Acts = []
    for number, row in enumerate(args.get("data") or []):
        words += [press("Tab")] if number else []
        words += flat(*([type_text(str(value))] + ([press("Tab")] if at < columns - 1 else []) for at, value in enumerate(row)))
    return [*go(given, str(args["slide"])), *dialog("Insert > Table...", *fields), *words, press("Escape", 2)]


@by("presentation", "set_table_cells")
def set_table_cells(given: Given) -> Acts:
    table, data = str(given.args["table"]), given.args["data"]
    size = re.match(r"(\d+)x(\d+)", next((e.detail for e in given.seen.elements if e.id == table), ""))
    place = re.fullmatch(r"([A-Z])(\d+)", str(given.args["cell"]))
    if not size or not place or len(data) != 1:
        raise NotByHand("more cells than those of one row")
    further = (int(place[2]) - 1) * int(size[2]) + ord(place[1]) - 65
    acts: Acts = [*shape(given, table), press("F2"), *([press("Tab", further)] if further else [])]
    for number, value in enumerate(data[0]):
        acts += [*([press("Tab")] if number else []), press("Ctrl+A"), type_text(str(value))]
    return [*acts, press("Escape", 2)]
