"""Sheets: dates in another order, rows of another name, half of what is frozen, a series without its beginning, formulas beside other rows."""

from __future__ import annotations

import re

from lam.types import Step
from lam.verdict.places.common import Work, first_wrong
from lam.verdict.places.spreadsheet import filled_cells, head_row, heads_of, texts_of_columns
from lam.verdict.words import COMMON, flat, tokens

ORDERED = re.compile(r"\b(day|month|year)s?(?:\W{1,3}|,? then |,? and )(day|month|year)s?(?:\W{1,3}|,? then |,? and )(day|month|year)s?\b")
FIRST_OF_DATE = re.compile(
    r"\b(day|month|year) (?:first|in front|at the (?:front|start|beginning))\b|\b(?:start|begin)\w*(?: with)? the (day|month|year)\b"
)
EXAMPLE = r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\by{2,4}\b|\bd{1,2}[./-]|\b(?:not|nobody|never|instead|rather)\b|n['’]t\b"
"""An example of a date, or how dates are not to look."""
SIGHT = r"\b(?:sight|view|visible|fre\w+ze|frozen|scroll\w*|pin\w*|lock\w*|stay\w*|stick\w*|put)\b"
HEADS = r"\b(?:headings?|headers?|header row|column (?:names|titles|heads|headings|headers)|top row|first row|titles)\b"
ONLY = r"\b(?:only|just|nothing but|hide|no others?|nobody else|except|apart from)\b"
BUTTONS = (
    r"\b(?:buttons?|arrows?|auto-?filter|drop-?downs?"
    r"|filters? (?:on|to|in|for|at)|add|put|switch|turn|set up|possib\w+|can|could|able|later|myself)\b"
)
TITLE = r"\b(?:titles?|headlines?|headings?|captions?|name)\b"
SERIES = re.compile(r"\bfrom (\d+) (?:(?:up|all the way|right|onwards?) )?(?:to|until|till|through|as far as) (\d+)\b")
AVERAGED = r"\b(?:averages?|mean|typical\w*|on average)\b"
FORMATS = r"\b(?:formats?|formatting|styling|styles?)\b"
CONTENTS = r"\b(?:contents?|values?|everything|texts?|data|numbers?|entries|all of it|both|too|as well)\b"
ALL_SIDES = r"\ball (?:four )?(?:sides|borders|edges)\b|\b(?:a)?round (?:every|each|all)\b|\bgrid ?lines?\b|\bevery side\b|\bfour sides\b"
SOME_ROWS = r"\b(?:first|last|except|without|but|totals?|sums?|rows?|until|up to|from|through|only|half|top|bottom|\d+)\b"
NOT_REACHED = (
    r"(?:\b(?:not|never|fail\w* to|without)|n['’]t) (?:quite |even |ever |yet )?"
    r"(?:get(?:s|ting)? (?:as far as|to|up to|past|beyond|above|over)|reach\w*"
    r"|com(?:e|es|ing) (?:up )?to|make it to|hit|attain|go(?:es)? (?:beyond|past|above|over|up to)|exceed\w*|surpass|top) (?:the )?[$€£]?\d"
)
"""Less than a number, told by what it is not."""


def misfilled(work: Work) -> str:
    """In words, what of a sheet is not as it was said; empty when all is."""
    checks = (
        _date_order,
        _another_name,
        _not_reached,
        _other_values,
        _contents_too,
        _some_sides,
        _row_short,
        _untold_columns,
        _half_frozen,
        _later_start,
        _data_merged,
        _only_buttons,
        _above_the_heads,
        _not_to_the_heads,
    )
    return first_wrong(work, checks)


def _only_buttons(work: Work, step: Step) -> str:
    """Filter buttons, where only some rows are to be seen."""
    args = step.decision.action.args
    wrong = step.decision.action.name == "filter" and "value" not in args and work.said.has(ONLY) and not work.said.has(BUTTONS)
    return "only some rows were to be seen, and all are" if wrong else ""


def _above_the_heads(work: Work, step: Step) -> str:
    """Formulas of rows that stand in other rows than those they compute."""
    rows, hit = step.decision.action.args.get("rows"), re.search(r"([A-Z]+)(\d+)$", str(step.decision.action.args.get("cell", "")))
    if step.decision.action.name != "set_cells" or not isinstance(rows, list) or hit is None:
        return ""
    shifts = set()
    for down, row in enumerate(rows):
        for value in row if isinstance(row, list) else []:
            places = {int(place) for place in re.findall(r"\$?[A-Z]{1,3}(\d+)", value)} if isinstance(value, str) and value.startswith("=") else set()
            if len(places) == 1:
                shifts.add(min(places) - int(hit[2]) - down)
    wrong = len(rows) > 2 and len(shifts) == 1 and shifts != {0} and abs(min(shifts)) == 1
    return "the formulas stand beside other rows than those that they compute" if wrong else ""


def _not_to_the_heads(work: Work, step: Step) -> str:
    """Rows that were frozen above the heads, which are to stay in view."""
    rows = step.decision.action.args.get("rows")
    if step.decision.action.name != "freeze" or not isinstance(rows, int) or work.before.kind != "spreadsheet" or not work.said.has(HEADS):
        return ""
    top = head_row(work.before)
    wrong = 0 < rows < top and not work.said.has(r"\b(?:top|first) row\b")
    return f"the heads are in row {top}, and {rows} rows stay in view" if wrong else ""


def _data_merged(work: Work, step: Step) -> str:
    """A title that was merged with the rows below it."""
    action = step.decision.action
    hit = re.fullmatch(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", str(action.args.get("range", "")).rpartition("!")[2])
    if action.name != "merge_cells" or hit is None or work.before.kind != "spreadsheet" or not work.said.has(TITLE):
        return ""
    first, last = sorted((int(hit[2]), int(hit[4])))
    several = len({row for _, row, _ in filled_cells(work.before) if first <= row <= last}) > 1
    return f"the title was to be merged, and {last - first + 1} rows were" if several and not work.said.has(r"\brows\b|\bcells? below\b") else ""


def _later_start(work: Work, step: Step) -> str:
    """Numbers of a series without the first of them."""
    rows = step.decision.action.args.get("rows")
    hit = SERIES.search(work.said.bare)
    if step.decision.action.name != "set_cells" or not isinstance(rows, list) or hit is None:
        return ""
    values = [value for row in rows for value in (row if isinstance(row, list) else [row])]
    if len(values) < 2 or not all(isinstance(value, int | float) for value in values):
        return ""
    first, last = (float(figure) for figure in hit.groups())
    wrong = last in map(float, values) and first not in map(float, values)
    return f"the numbers go from {first:g}, and {first:g} is not there" if wrong else ""


def _date_order(work: Work, step: Step) -> str:
    """Day, month and year in another order than told."""
    pattern = step.decision.action.args.get("pattern")
    if step.decision.action.name != "format_number" or not isinstance(pattern, str) or work.said.has(EXAMPLE):
        return ""
    order = [letter for letter in dict.fromkeys(re.sub(r"\[[^\]]*\]|\"[^\"]*\"", "", pattern.upper())) if letter in "DMY"]
    hit, first = ORDERED.search(work.said.bare), FIRST_OF_DATE.search(work.said.bare)
    wanted = [name[0].upper() for name in hit.groups()] if hit else []
    if len(set(wanted)) == 3 and order and order != wanted:
        return f"the instruction says {hit[0] if hit else ''}, and the dates are {pattern}"
    begins = (first[1] or first[2]) if first else ""
    return f"the {begins} comes first, and the dates are {pattern}" if begins and order and order[0] != begins[0].upper() else ""


def _another_name(work: Work, step: Step) -> str:
    """A value of a column, where another one of it is called by a part of its name: `Rita` for `Rita Voss`."""
    action = step.decision.action
    value = action.args.get("value")
    if action.name not in ("filter", "conditional_format") or not isinstance(value, str) or work.before.kind != "spreadsheet":
        return ""
    said = set(tokens(work.said.text))
    if not value.strip() or said & set(tokens(value)):
        return ""
    for held_there in texts_of_columns(work.before).values():
        if not any(flat(held) == flat(value) for held in held_there):
            continue
        named = {held for held in held_there if any(len(word) > 2 and word in said and word not in COMMON for word in tokens(held))}
        if len(named) == 1:
            return f"the instruction speaks of {min(named)!r}, and {value!r} was looked for"
    return ""


def _untold_columns(work: Work, step: Step) -> str:
    """Rows that are equal in some columns only, of which nobody speaks."""
    columns = step.decision.action.args.get("columns")
    if step.decision.action.name != "remove_duplicates" or not isinstance(columns, list) or work.before.kind != "spreadsheet":
        return ""
    heads = heads_of(work.before)
    said = flat(work.said.text)
    stems = {word[:4] for word in tokens(said)}
    for column in map(str, columns):
        words = [word for word in tokens(heads.get(column, "")) if len(word) > 2]
        told = f" {column.casefold()} " in said or any(word[:4] in stems for word in words) or work.said.has(r"\bcolumns?\b|\bonly by\b")
        if words and not told:
            return f"nobody spoke of {heads[column]}"
    return ""


def _half_frozen(work: Work, step: Step) -> str:
    """The heads alone, or the first column alone, where both are to stay in view."""
    args = step.decision.action.args
    if step.decision.action.name != "freeze" or work.before.kind != "spreadsheet" or len(work.acts) > 1 or not work.said.has(SIGHT):
        return ""
    heads = heads_of(work.before)
    words = [word for word in tokens(heads[min(heads)]) if len(word) > 2] if heads else []
    column = any(re.search(rf"\b(?:{word}s?|{word}) (?:names? )?and\b|\band (?:the )?{word}s?\b", work.said.bare) for word in map(re.escape, words))
    if column and work.said.has(HEADS) and not (args.get("rows") and args.get("columns")):
        return "two things are to stay in view, and one does"
    return ""


def _not_reached(work: Work, step: Step) -> str:
    """What is above a number, where what does not reach it is spoken of."""
    action = step.decision.action
    wrong = action.name in ("filter", "conditional_format") and action.args.get("operator", "=") not in ("<", "<=", "between")
    return "the instruction is about what does not reach a number" if wrong and len(work.acts) == 1 and work.said.has(NOT_REACHED) else ""


def _other_values(work: Work, step: Step) -> str:
    """A pivot table of another column than the one that is named, or sums for averages."""
    args = step.decision.action.args
    if step.decision.action.name != "pivot_table" or work.before.kind != "spreadsheet":
        return ""
    if work.said.has(AVERAGED) and args.get("function", "sum") == "sum" and len(work.acts) == 1:
        return "averages were asked for, and the pivot table adds up"
    said = flat(work.said.text)
    used = {flat(field) for name in ("rows", "columns") for field in (args.get(name) or ())}
    values = flat(args.get("values", ""))
    named = [head for head in heads_of(work.before).values() if len(head) > 2 and flat(head) in said and flat(head) not in used]
    wrong = len(named) == 1 and values != flat(named[0]) and values not in said
    return f"the instruction speaks of {named[0]}, and the pivot table of {values.strip()}" if wrong else ""


def _contents_too(work: Work, step: Step) -> str:
    """Cells that were emptied, where their formatting alone was to go."""
    action = step.decision.action
    wrong = action.name == "clear" and action.args.get("what", "contents") != "formats" and work.said.has(FORMATS) and not work.said.has(CONTENTS)
    return "the formatting was to go, and the contents went" if wrong and len(work.acts) == 1 else ""


def _some_sides(work: Work, step: Step) -> str:
    """A border on one side, where all are spoken of."""
    border = step.decision.action.args.get("border")
    wrong = step.decision.action.name == "format_cells" and border in ("top", "bottom") and work.said.has(ALL_SIDES)
    return f"all sides were to have a border, and it was {border}" if wrong and len(work.acts) == 1 else ""


def _row_short(work: Work, step: Step) -> str:
    """A name for a column that leaves out its first or last row, or goes a row beyond."""
    action = step.decision.action
    hit = re.fullmatch(r"([A-Z]+)(\d+):\1(\d+)", str(action.args.get("range", "")).rpartition("!")[2])
    if action.name != "name_range" or hit is None or work.before.kind != "spreadsheet" or work.said.has(SOME_ROWS):
        return ""
    rows = [row for column, row, _ in filled_cells(work.before) if column == hit[1]]
    top, last = head_row(work.before), max(rows, default=0)
    off = int(hit[2]) == top + 2 or abs(int(hit[3]) - last) == 1
    return f"the column goes from {top + 1} to {last}, and the name is for {hit[2]} to {hit[3]}" if last > top + 2 and off else ""
