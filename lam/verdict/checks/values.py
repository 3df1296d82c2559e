"""Values that the instruction names, and something else was looked for, counted or swapped: `the open jobs`, and `Done` was counted."""

from __future__ import annotations

import re

from lam.types import Step
from lam.verdict.places.common import Work, first_wrong
from lam.verdict.places.spreadsheet import filled_cells, head_row, heads_of, texts_of_columns
from lam.verdict.words import COMMON, COUNT, flat, number_of, tokens, value_of

IN_FORMULA = re.compile(r'"([^"]+)"')
OVER_ALL = re.compile(r"^=\s*(?:SUM|AVERAGE|MAX|MIN|MEDIAN|COUNTA?)\(\s*\$?[A-Z]{1,3}\$?(\d+):\$?[A-Z]{1,3}\$?(\d+)\s*\)\s*$", re.IGNORECASE)
"""A formula over all of some rows."""
SUMMED_IF = re.compile(r"^=\s*SUMIFS?\((.*)\)\s*$", re.IGNORECASE)
HOW_MANY = r"\bhow many\b|\bnumber of\b|\bcount (?:the|of|how|all)\b"
OTHER_ROWS = (
    r"\b(?:and|or|except|but|without|than|between|from|to|through|not|other|like|under|below|above|after|before|beside|next|(?<!in )all|every|whole"
    r"|overall|everything|each|compare\w*)\b"
)
"""With words like these, a category that is named may not be the one that is computed."""
SHORTEST = 3
"""Letters of a value that is looked for in an instruction."""
SWAPPED = r"\b(?:swap|exchange|switch|interchange)\b|\b(?:change|trade) (?:their )?places\b|\bthe other way (?:round|around)\b"
TURNED_ROUND = r"\b(?:the )?wrong (?:way (?:round|around)|order)\b|\bback to front\b|\bin each other['’]s place\b"
ONE_TEXT = ("find_replace", "set_title", "replace_text", "set_cell", "set_header", "set_footer")
"""Actions that set one text; two that are swapped need two of them."""
TO_FRONT = r"\b(?:to|at|in) the (?:very )?(?:front|start|beginning|head|far left|leftmost)\b|\bfirst\b|\bon the (?:far|very|extreme) left\b"
TO_END = r"\b(?:to|at|in) the (?:very )?(?:end|back|tail|far right|rightmost)\b|\blast\b|\bfar right end\b|\bon the (?:far|very|extreme) right\b"
BEFORE_ALL = r"\bon the far left\b|\b(?:in front of|ahead of|before) (?:all )?(?:the )?(?:others?|rest)\b"
NOTHING_BEHIND = r"\b(?:nothing|no (?:other )?(?:tab|sheet)) (?:after|behind) it\b|\bat the tail\b|\bfar right end\b"
BESIDE = r"\b(?:before|after|behind|in front of|ahead of|next to|between|beside|right of|left of|second)\b"
BEHIND_SHEET, BEFORE_SHEET = (
    rf"\b(?:{words}) (?:the )?(?:(?:sheet|tab|worksheet)(?: called| named)? )?[\"'“‘]?"
    for words in ("after|behind|following|(?:to the )?right of", "before|in front of|ahead of|(?:to the )?left of")
)
"""Beside a sheet."""
BY = re.compile(rf"(?<![\w.,])({COUNT}) ?(?:by|x|×) ?({COUNT})(?![\w.,]\d)", re.IGNORECASE)
"""Rows by columns."""
SOME_ROWS = (
    r"\b(?:first|last|top|bottom|rows?|lines?|only|just|without|except|exclud\w*|but|from|until|till|through|between|quarter|half|latest|newest"
    r"|oldest|earliest|recent|months?|years?|weeks?|days?|before|after|since|above|so far|up to|down to|first|cells?)\b|\d:"
)
"""With words like these a formula may be over some rows only."""
NO_ROWS = (
    r"\b(?:each|every|all|all the|any) rows?\b|\bthe rows (?:make|give|come|amount)\b|\b(?:opening|punch|bottom|closing) line\b"
    r"|\b(?:next|first) (?:empty|free) (?:cell|row|line)\b"
    r"|\b(?:below|under|underneath|beneath|after) the (?:last|bottom)(?: \w+)?\b|\b(?:empty|free|blank) cells?\b"
)
"""Words like those that are about no part of a column."""
SECOND_KEY = (
    r"\b(?:and )?(?:then|afterwards|secondly|second) by\b|,? (?:and )?(?:within|inside) (?:each|every|the same|that|one)\b"
    r"|\bif (?:equal|the same|tied)\b|\bties\b"
)
"""A sort has two keys."""
TAX = r"(?:vat|tax|discount|commission|tip|deposit|fee|interest|duty)"
SHARE_ALONE = rf"\b{TAX} of \d+(?:[.,]\d+)? ?(?:%|percent)|\b\d+(?:[.,]\d+)? ?(?:%|percent) {TAX}\b"
WITH_SHARE = rf"\b(?:incl\w*|plus|gross of)\b\.?(?: the| of)?[^.;]{{0,15}}(?:\d ?(?:%|percent)|\b{TAX}\b)|\bwith (?:\d+ ?% )?{TAX}\b"
INCREASED = r"\b(?:add\w*|rais\w*|increas\w*|plus|total|after|higher|more|new|net|gross|reduc\w*|less|minus|deduct\w*|subtract\w*|off|on top)\b"
TIMES_MORE, TIMES_LESS = re.compile(r"\*\s*\(?\s*1\s*[.+]|\*\s*1\d\d\s*%"), re.compile(r"^=[^+-]*\*\s*(?:0?\.\d+|\d?\d(?:\.\d+)?%)\s*\)?$")
"""How a formula adds a share, and how it gives the share alone."""
SIDEWAYS = r"\brows?\b|\bcolumns?\b|\bwide\b|\bhigh\b|\bacross\b|\bdown\b"
STYLED = re.compile(r"(?![A-Z]{1,3}\d+$)[^\W\d_][\w/.-]*")
"""One word of a list."""


def misvalued(work: Work) -> str:
    """In words, which value was taken for another; empty when none was."""
    checks = (
        _another_value,
        _every_category,
        _summed,
        _one_of_two,
        _other_end,
        _unlisted,
        _sheet_elsewhere,
        _without_sign,
        _one_of_both,
        _turned,
        _rows_missing,
        _one_key,
        _share,
    )
    return first_wrong(work, checks)


def _another_value(work: Work, step: Step) -> str:
    """A value of a column that is not named, where another one of that column is."""
    action = step.decision.action
    if work.before.kind != "spreadsheet" or action.name not in ("set_cell", "conditional_format", "filter"):
        return ""
    given = action.args.get("value")
    looked_for = IN_FORMULA.findall(given) if isinstance(given, str) and given.startswith("=") else [given] if action.name != "set_cell" else []
    said = flat(work.said.text)
    for value in looked_for:
        if not isinstance(value, str) or _names(said, value):
            continue
        for column in texts_of_columns(work.before).values():
            others = [other for other in column if flat(other) != flat(value) and _names(said, other)]
            if len(others) == 1 and any(flat(other) == flat(value) for other in column):
                return f"the instruction speaks of {others[0]!r}, and {value!r} was looked for"
    return ""


def _every_category(work: Work, step: Step) -> str:
    """A formula over all rows, where those of one category are spoken of."""
    hit = OVER_ALL.match(str(step.decision.action.args.get("value", "")))
    if step.decision.action.name != "set_cell" or work.before.kind != "spreadsheet" or hit is None or work.said.has(OTHER_ROWS):
        return ""
    rows, said, top = set(range(int(hit[1]), int(hit[2]) + 1)), flat(work.said.text), head_row(work.before)
    for column in texts_of_columns(work.before).values():
        named = [value for value in column if _names(said, value)]
        own = column[named[0]] if len(named) == 1 else []
        if len(own) > 1 and len(column) > 1 and min(own) > top and rows - set(own) and set(own) <= rows:
            return f"the instruction speaks of {named[0]!r}, and the formula is over all rows"
    return ""


def _summed(work: Work, step: Step) -> str:
    """A sum of numbers that nobody speaks of, where things are to be counted."""
    hit = SUMMED_IF.match(str(step.decision.action.args.get("value", "")))
    if step.decision.action.name != "set_cell" or hit is None or not work.said.has(HOW_MANY):
        return ""
    columns = set(re.findall(r"\$?([A-Z]{1,3})\$?\d*:\$?[A-Z]{1,3}", IN_FORMULA.sub("", hit[1])))
    said = f" {' '.join(tokens(work.said.text))}"
    heads = [word for column, head in heads_of(work.before).items() if column in columns for word in tokens(head) if len(word) > SHORTEST]
    return "" if any(f" {word[:5]}" in said for word in heads) else "things were to be counted, and numbers were added up"


def _one_of_two(work: Work, step: Step) -> str:
    """One text, where two were to be swapped."""
    action = step.decision.action
    if action.name not in ONE_TEXT or len(work.acts) > 1:
        return ""
    if work.said.has(TURNED_ROUND):
        return "two are in the wrong order, and one was changed"
    if not (hit := re.search(SWAPPED, work.said.bare)):
        return ""
    behind = work.said.text[hit.end() :] if len(work.said.bare) == len(work.said.text) else work.said.bare[hit.end() :]
    return "two were to be swapped, and one was changed" if re.search(r"\band\b", behind) and not re.search(r"\b(?:for|with)\b", behind) else ""


def _other_end(work: Work, step: Step) -> str:
    """A sheet at another place than the end that is named."""
    action = step.decision.action
    count = sum(part.kind == "sheet" for part in work.before.parts)
    if action.name != "move_sheet" or count == 0 or (work.said.has(BESIDE) and not work.said.has(rf"{BEFORE_ALL}|{NOTHING_BEHIND}")):
        return ""
    front, end = work.said.has(TO_FRONT) or work.said.has(BEFORE_ALL), work.said.has(TO_END)
    if front != end and action.args.get("to") != (1 if front else count):
        return f"the sheet was to stand {'first' if front else 'last'}"
    return ""


def _unlisted(work: Work, step: Step) -> str:
    """A choice at the end, or the beginning, of those that are listed, which was left out."""
    values = step.decision.action.args.get("values")
    if step.decision.action.name != "validate_list" or not isinstance(values, list) or len(values) < 2:
        return ""
    capital = all(str(value)[:1].isupper() for value in values)
    known = {flat(value) for column in texts_of_columns(work.before).values() for value in column}
    quote = "['\"“”‘’]?"
    first, last = (re.escape(str(values[n])) for n in (0, -1))
    found = [
        *re.findall(rf"(?<!\w){last}{quote}(?:, ?| ?/ ?|,? (?:and|or|&) ){quote}(\w[\w/.-]*){quote}", work.said.text),
        *re.findall(rf"(\w[\w/.-]*){quote}(?:, ?| ?/ ?|,? (?:and|or|&) ){quote}{first}(?!\w)", work.said.text),
    ]
    for word in found:
        if (
            word not in map(str, values)
            and STYLED.fullmatch(word)
            and (flat(word) in known or (capital and word[0].isupper() and word.lower() not in COMMON))
        ):
            return f"the instruction lists {word}, too"
    return ""


def _sheet_elsewhere(work: Work, step: Step) -> str:
    """A new sheet, or a copy, that does not stand beside the one that is named."""
    action = step.decision.action
    names = [str(part.properties["name"]) for part in work.before.parts if part.kind == "sheet" and "name" in part.properties]
    if action.name != "add_sheet" or not names:
        return ""
    place = [flat(name) for name in names].index(flat(action.args["after"])) if flat(action.args.get("after")) in map(flat, names) else len(names) - 1
    for pattern, shift in ((BEHIND_SHEET, 0), (BEFORE_SHEET, -1)):
        for n, name in enumerate(names):
            if re.search(rf"{pattern}{re.escape(name)}(?!\w)", work.said.text, re.IGNORECASE) and place != n + shift:
                return f"the new sheet was to stand beside {name}"
    return ""


def _without_sign(work: Work, step: Step) -> str:
    """A number without the minus that is said."""
    value = step.decision.action.args.get("value")
    if step.decision.action.name != "set_cell" or isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        return ""
    figures = re.findall(r"(?<![\w.,])([-−–]?)[$€£]?(\d[\d.,]*)", work.said.text)
    signs = {sign for sign, figure in figures if value_of(figure.rstrip(".,")) == value}
    return f"the instruction says minus {value:g}" if signs and "" not in signs else ""


def _one_of_both(work: Work, step: Step) -> str:
    """One cell, where both of two are spoken of."""
    action = step.decision.action
    wrong = action.name == "set_cell" and len(work.acts) == 1 and not str(action.args.get("value", "")).startswith("=") and work.said.has(r"\bboth\b")
    return "the instruction says both, and one cell was set" if wrong else ""


def _turned(work: Work, step: Step) -> str:
    """A table with as many rows as it was to have columns."""
    args = step.decision.action.args
    hit = BY.search(work.said.bare)
    if step.decision.action.name != "insert_table" or hit is None or work.said.has(SIDEWAYS):
        return ""
    said, made = [number_of(hit[1].lower()), number_of(hit[2].lower())], [args.get("rows"), args.get("columns")]
    return f"{hit[0]} is rows by columns" if said[0] != said[1] and made == said[::-1] else ""


def _rows_missing(work: Work, step: Step) -> str:
    """A formula that leaves out the first or the last number of a column."""
    args = step.decision.action.args
    hit = re.fullmatch(
        r"=\s*(?:SUM|AVERAGE|MAX|MIN|MEDIAN)\(\s*\$?([A-Z]{1,3})\$?(\d+):\$?\1\$?(\d+)\s*\)", str(args.get("value", "")), re.IGNORECASE
    )
    if step.decision.action.name != "set_cell" or hit is None or work.before.kind != "spreadsheet":
        return ""
    if re.search(SOME_ROWS, re.sub(NO_ROWS, " ", work.said.bare)):
        return ""
    cells = {row for column, row, value in filled_cells(work.before) if column == hit[1].upper() and isinstance(value, int | float)}
    texts = [(row, flat(v)) for _, row, v in filled_cells(work.before) if isinstance(v, str) and row in cells and not v.startswith("=")]
    said = flat(work.said.text)
    if any(text in said for _, text in texts if len(text) > SHORTEST + 2):
        return ""
    computed = {row for row, text in texts if re.search(r" (?:sub)?totals? | sum | average | mean ", text)}
    for row in (int(hit[2]) - 1, int(hit[3]) + 1):
        if row in cells and row not in computed and not str(args.get("cell", "")).endswith(f"{hit[1].upper()}{row}"):
            return f"the formula leaves out row {row}"
    return ""


def _one_key(work: Work, step: Step) -> str:
    """A sort by one column, where a second one is spoken of."""
    wrong = step.decision.action.name == "sort" and len(work.acts) == 1 and "then_by" not in step.decision.action.args and work.said.has(SECOND_KEY)
    return "the instruction speaks of a second column to sort by" if wrong else ""


def _share(work: Work, step: Step) -> str:
    """A share with what it is a share of, or the other way round."""
    formula = str(step.decision.action.args.get("value", ""))
    if step.decision.action.name != "set_cell" or not formula.startswith("=") or formula in work.said.text:
        return ""
    alone, together = work.said.has(SHARE_ALONE), work.said.has(WITH_SHARE)
    if alone and not together and TIMES_MORE.search(formula) and not work.said.has(INCREASED):
        return f"{formula} is not the share alone"
    return f"{formula} is the share alone" if together and TIMES_LESS.match(formula) else ""


def _names(said: str, value: str) -> bool:
    """Whether an instruction has a value as it is. `said`: as `flat` makes it."""
    return len(value) >= SHORTEST and flat(value) in said
