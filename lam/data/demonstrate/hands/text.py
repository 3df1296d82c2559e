"""Text by hand: where the cursor goes, what is selected, how characters and paragraphs look, what is typed, moved and deleted."""

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
    menu,
    pick,
    press,
    select,
    set_text,
    tab,
    tick,
    type_text,
)

CASES = {"upper": "UPPERCASE", "lower": "lowercase", "title": "Capitalize Every Word", "sentence": "Sentence case"}
SCRIPTS = {"superscript": "Ctrl+Shift+P", "subscript": "Ctrl+Shift+B"}
SPACING = {1: "Single", 1.15: "1.15 Lines", 1.5: "1.5 Lines", 2: "Double"}
LENGTHS = {
    "space_before_pt": ("Above paragraph:", "pt"),
    "space_after_pt": ("Below paragraph:", "pt"),
    "indent_left_cm": ("Before text:", "cm"),
    "indent_right_cm": ("After text:", "cm"),
    "first_line_cm": ("First line:", "cm"),
}
LISTS = {"bullet": "Shift+F12", "number": "F12", "none": "Ctrl+Shift+F12"}

# -- where the cursor goes


def stops(given: Given, target: str) -> int:
    """How often Ctrl+Down is pressed from the start of the text to an element; in a table it stops at every cell.

    Raises: NotByHand when the outline does not show all that comes before.
    """
    count, paragraphs = 0, 0
    for element in given.seen.elements:
        if element.id == target:
            return count
        if re.fullmatch(r"p\d+", element.id):
            count, paragraphs = count + 1, paragraphs + 1
            if element.id != f"p{paragraphs}":
                break
        elif size := re.fullmatch(r"(\d+)x(\d+).*", element.detail) if element.role == "table" else None:
            count += int(size[1]) * int(size[2])
        else:
            break
    raise NotByHand(f"the outline does not show all before {target}")


def go(given: Given, target: str, further: int = 0) -> Acts:
    """The cursor at the start of an element, or of a cell so much further."""
    count = stops(given, target) + further
    full = [press("Ctrl+Down", 100)] * (count // 100)
    tables = any(e.role == "table" for e in given.seen.elements)  # from within a table the keys lead to its own start first
    return [press("Ctrl+Home", 3 if tables else 1), *full, *([press("Ctrl+Down", count % 100)] if count % 100 else [])]


def end_of(given: Given, target: str) -> Acts:
    """The cursor at the end of a paragraph: where the next one starts, and one to the left."""
    if target == "end" or target == given.seen.elements[-1].id:
        return [press("Ctrl+End")]
    return [*go(given, target, 1), press("Left")]


def chosen(given: Given, target: str, match: str = "") -> Acts:
    """Paragraphs selected from first to last letter, or where a text stands in them."""
    if given.way == "hybrid":
        return [select(target, match)]
    found = re.fullmatch(r"p(\d+)(?:-p?(\d+))?", target)
    if target == "all":
        whole = [press("Ctrl+A")]
    elif found:
        first, last = int(found[1]), int(found[2] or found[1])
        if stops(given, f"p{last}") - stops(given, f"p{first}") != last - first:
            raise NotByHand(f"a table stands between the paragraphs of {target}")
        whole = [*go(given, f"p{first}"), press("Ctrl+Shift+Down", last - first + 1)]
    else:
        raise NotByHand(f"{target} cannot be selected with the cursor")
    if not match:
        return whole
    return [
        *whole, press("Ctrl+H"), tick("Current selection only", target != "all"), tick("Match case"), tick("Regular expressions", False),
        tick("Whole words only", False), set_text("Find:", match), click("push button: Find All"), confirm("push button: Close", "Search Results"),
        click("push button: Close"),
    ]  # fmt: skip


# -- how it looks


def characters(name: str, value: Any) -> tuple[Acts, list[Acts]] | None:
    """The keys, and the pages of the Character dialog, for what characters look like in texts and on slides alike; None for other looks."""
    match name:
        case "bold" | "italic" | "underline" if value is True:
            return [press(KEYS[name])], []
        case "script" if value in SCRIPTS:
            return [press(SCRIPTS[value])], []
        case "color":
            return [], [[tab("Font Effects"), *drop_down("Font color:", value)]]
        case "strikethrough":
            return [], [[tab("Font Effects"), pick("Strikethrough:", "Single" if value else "(Without)")]]
        case "highlight":
            return [], [[tab("Highlighting"), *background(value)]]
    return None


@by("document", "format_text")
def format_text(given: Given) -> Acts:
    acts: Acts = []
    pages: list[Acts] = []
    for name, value in given.args.items():
        match name:
            case "target" | "match":
                continue
            case "size_pt":
                acts.append(set_text("Font Size", f"{value:g}"))
            case "font":
                acts.append(set_text("Font Name", value))
            case "case":
                acts += menu(f"Format > Text > {CASES[value]}")
            case _ if look := characters(name, value):
                acts += look[0]
                pages += look[1]
            case _:
                raise NotByHand(f"{name}={value} of text")
    place = chosen(given, str(given.args["target"]), str(given.args.get("match", "")))
    return [*place, *acts, *(dialog("Format > Character...", *pages) if pages else [])]


@by("document", "format_paragraph")
def format_paragraph(given: Given) -> Acts:
    acts: Acts = []
    pages: list[Acts] = []
    for name, value in given.args.items():
        match name:
            case "target":
                continue
            case "alignment":
                acts.append(press(ALIGNMENT[value]))
            case "line_spacing" if value in SPACING:
                pages.append([tab("Indents & Spacing"), pick("combo box (1)", SPACING[value])])
            case "line_spacing":
                share = f"{100 * float(value):g}%"
                pages.append([tab("Indents & Spacing"), pick("combo box (1)", "Proportional"), set_text("spin box (6)", share)])
            case "background":
                pages.append([tab("Area"), *background(value)])
            case "page_break_before":
                pages.append([tab("Text Flow"), tick("Insert", bool(value))])
            case _ if name in LENGTHS:
                label, unit = LENGTHS[name]
                pages.append([tab("Indents & Spacing"), set_text(label, f"{value:g} {unit}")])
            case _:
                raise NotByHand(f"{name}={value} of paragraphs")
    return [*chosen(given, str(given.args["target"])), *acts, *(dialog("Format > Paragraph...", *pages) if pages else [])]


@by("document", "apply_style")
def apply_style(given: Given) -> Acts:
    return [*chosen(given, str(given.args["target"])), set_text("Paragraph Style", given.args["style"])]


@by("document", "set_heading")
def set_heading(given: Given) -> Acts:
    level = int(given.args["level"])
    act = press(f"Ctrl+{level}") if 0 < level <= 5 else set_text("Paragraph Style", f"Heading {level}" if level else "Default Paragraph Style")
    return [*chosen(given, str(given.args["target"])), act]


@by("document", "set_list")
def set_list(given: Given) -> Acts:
    given.only("target", "kind")
    return [*chosen(given, str(given.args["target"])), press(LISTS[given.args["kind"]])]


# -- what it says


@by("document", "insert_text")
def insert_text(given: Given) -> Acts:
    given.only("text", "target", "where")
    text, target, where = str(given.args["text"]), str(given.args.get("target", "end")), given.args.get("where", "after")
    match where:
        case "inside_end":
            return [*end_of(given, target), type_text(text)]
        case "inside_start":
            return [*go(given, target), type_text(text)]
        case "before":
            return [*go(given, target), type_text(f"{text}\n")]
        case _:
            return [*end_of(given, target), type_text(f"\n{text}")]


@by("document", "replace_text")
def replace_text(given: Given) -> Acts:
    return [*chosen(given, str(given.args["target"])), type_text(str(given.args["text"]))]


@by("document", "delete")
def delete(given: Given) -> Acts:
    target = str(given.args["target"])
    last = re.split(r"-p?", target.removeprefix("p"))[-1]
    ends = given.seen.elements and given.seen.elements[-1].id == f"p{last}"
    return [*chosen(given, target), press("Delete"), press("Backspace" if ends else "Delete")]


@by("document", "move")
def move(given: Given) -> Acts:
    target, to, before = str(given.args["target"]), str(given.args["to"]), given.args.get("where") == "before"
    if not re.fullmatch(r"p\d+", target) or not re.fullmatch(r"p\d+", to):
        raise NotByHand(f"move of {target} to {to}")
    start, end = stops(given, target), stops(given, to)
    if abs(start - end) != abs(int(target[1:]) - int(to[1:])):
        raise NotByHand("a table stands between the two places")
    steps = end - start - before if end > start else end - start + (not before)
    return [*go(given, target), *([press(f"Ctrl+Alt+{'Down' if steps > 0 else 'Up'}", abs(steps))] if steps else [])]


@by("document", "find_replace")
def find_replace(given: Given) -> Acts:
    given.only("find", "replace", "regex", "match_case", "whole_words", "target")
    target = str(given.args.get("target", "all"))
    return [
        *([press("Ctrl+Home")] if target == "all" else chosen(given, target)),
        press("Ctrl+H"),
        tick("Current selection only", target != "all"),
        tick("Match case", bool(given.args.get("match_case"))),
        tick("Whole words only", bool(given.args.get("whole_words"))),
        tick("Regular expressions", bool(given.args.get("regex"))),
        set_text("Find:", given.args["find"]),
        set_text("Replace:", given.args["replace"]),
        click("push button: Replace All"),
        confirm("push button: Close", "Search Results"),
        click("push button: Close"),
    ]
