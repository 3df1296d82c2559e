"""Whether the range that was worked on is the whole of what the instruction names: a column, a row, the keys of a sort."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lam.reading.base import column_letters, column_number
from lam.types import Step
from lam.verdict.places.common import Work
from lam.verdict.words import flat

WHOLE = ("format_number", "format_cells", "conditional_format", "validate_list", "name_range", "clear")
"""Actions that are done to all of a column where nothing else is said."""
SHAPED = ("format_cells", "clear", "format_number", "resize", "hide")
"""Actions to which it matters whether a range is a row or a column."""
OF_TABLES = ("insert_chart", "pivot_table", "sort", "filter", "remove_duplicates")
"""Actions that take the first row of their range for the heads."""
A_PART = (
    r"\b(?:rows?|lines?|first|second|third|last|top|bottom|upper|lower|head\w*|titles?|to|until|till|through|from|except|but|between|only|just|half"
    r"|for(?! (?:the|all|every|each|column)\b)|total|sum|cell|entry|value|[a-z]{1,2}\d+|\d+(?:st|nd|rd|th))\b"
)
"""Words with which an instruction that names a column may be about a part of it."""
ALL_COLUMNS = r"\b(?:all|every\w*|both|whole|entire|table|data|sheet|numbers|figures|and|with|by|to|versus|vs|against|per|over)\b"
TOTALS = r"^(?:grand )?(?:total|sum|average|mean|maximum|minimum|max|min|count|overall|all|median)\b"
A_ROW = r"\b(?:rows?|lines?|head\w*|titles?|top|labels?|names?|first|captions?|table|range|entries|data|sheet)\b"
A_COLUMN = r"\b(?:columns?|head\w*|cells?|table|range|data|sheet|values|figures|numbers)\b"


def in_ranges(work: Work, cells: Mapping[tuple[str, int], object], heads: Mapping[str, str], top: int) -> str:
    """In words, what is missing of a range or too much; empty when nothing. `cells`: values by column and row; `top`: the row of the heads."""
    if (
        wrong := _head_lost(work, top)
        or _no_numbers(work, cells)
        or _other_than_empty(work, cells)
        or _overwritten(work, cells)
        or _unnamed(work, cells, heads)
        or _untold_row(work, cells, top)
        or _other_than_quoted(work, cells)
        or _other_than_extreme(work, cells)
    ):
        return wrong
    totals = {row for (_, row), value in cells.items() if row > top and isinstance(value, str) and re.match(TOTALS, value.lower())}
    for step in work.acts:
        action = step.decision.action
        hit = re.fullmatch(r"([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?", address(action.args.get("range")))
        if not hit:
            continue
        first, last = int(hit[2]), int(hit[4] or hit[2])
        one_column, one_row = hit[3] in (None, hit[1]), first == last
        if not one_row and action.name in SHAPED and work.said.has(r"\brow\b") and not work.said.has(A_COLUMN):
            return f"the instruction is about a row, and {action.args['range']} was worked on"
        if one_row and not one_column and action.name in SHAPED and work.said.has(r"\bcolumn\b") and not work.said.has(A_ROW):
            return f"the instruction is about a column, and {action.args['range']} was worked on"
        if one_column and action.name in WHOLE and work.said.has(r"\bcolumns?\b") and not work.said.has(A_PART) and len(work.acts) == 1:
            rows = [row for column, row in cells if column == hit[1] and row > top and row not in totals]
            if rows and (first > min(rows) or last < max(rows)):
                return f"the column goes from row {min(rows)} to row {max(rows)}, and only {action.args['range']} was worked on"
        if action.name == "clear" and not one_row and not one_column and not work.said.has(MUCH) and not work.said.has(r"\b[a-z]{1,2}\d+\b"):
            return f"nobody spoke of all that {action.args['range']} held"
        if action.name in OF_TABLES and first < top:
            return f"the heads stand in row {top}, and {action.args['range']} begins above"
        if action.name == "insert_chart" and last in totals and not work.said.has(r"\b(?:totals?|sums?|averages?)\b"):
            return f"the chart shows row {last} too, which is no data"
        if action.name == "insert_chart" and (more := _charted(work, cells, heads, column_number(hit[1]), column_number(hit[3] or hit[1]))):
            return more
    return _keys(work, heads)


def address(value: object) -> str:
    """A range as it stands in an argument, without sheet and signs; empty where there is none."""
    return str(value or "").rpartition("!")[2].replace("$", "").upper()


def _single(step: Step) -> tuple[str, int] | None:
    """The one cell that an action names."""
    args = step.decision.action.args
    hit = re.fullmatch(r"([A-Z]+)(\d+)", address(args.get("cell") or args.get("range")))
    return (hit[1], int(hit[2])) if hit else None


def _other_than_empty(work: Work, cells: Mapping[tuple[str, int], object]) -> str:
    """A cell that held something, where an empty one is spoken of."""
    for step in work.acts:
        place = _single(step)
        if step.decision.action.name == "set_cell" and place in cells and work.said.has(r"\b(?:empty|blank|free|unused) cell\b"):
            return f"the instruction is about an empty cell, and {''.join(map(str, place or ()))} held {cells[place]!r}"  # type: ignore[index]
    return ""


MUCH = r"\b(?:all|every\w*|each|whole|entire\w*|table|data|sheet|range|rows|columns|cells|entries|values|numbers|figures|contents?|both|anything)\b"
POINTED_AT = (
    r"\b(?:cells?|head\w*|titles?|captions?|labels?|rows?|lines?|columns?|top|bottom|corner|start\w*|upper|lower|replace\w*|instead|max\w*|min\w*"
    r"|highest|lowest|largest|smallest|biggest|number\w*|[a-z]{1,2}\d+)\b"
)
"""Words by which a cell that holds something may be told."""


HEAD_STAYS = r"\b(?:leave|keep\w*|not|except|but|without|below|under|beneath)\b.*\b(?:titles?|head\w*|names?|labels?|captions?|top)\b"
"""An instruction that wants something cleared, but not what stands above it."""


def _head_lost(work: Work, top: int) -> str:
    """A head that was cleared and should stay: with its whole column, or with the rows below it."""
    for step in work.acts:
        range_ = address(step.decision.action.args.get("range")) if step.decision.action.name == "clear" else ""
        hit = re.fullmatch(r"[A-Z]+(?::[A-Z]+|(\d+)(?::[A-Z]+\d+)?)", range_)
        if hit and int(hit[1] or 0) <= top and work.said.has(HEAD_STAYS):
            return f"the head is to stay, and {range_} was cleared"
    return ""


AGGREGATE = re.compile(r"^=\s*(?:AVERAGE|SUM|MAX|MIN|MEDIAN|COUNT)\s*\(\s*\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)\s*\)$", re.IGNORECASE)


def _no_numbers(work: Work, cells: Mapping[tuple[str, int], object]) -> str:
    """An aggregate of cells, or a comparison with a number, where there are no numbers."""
    if sum(step.decision.action.name in ("set_cell", "set_cells") for step in work.acts) > 1:
        return ""
    for step in work.acts:
        action = step.decision.action
        hit = AGGREGATE.match(str(action.args.get("value", ""))) if action.name == "set_cell" else None
        if action.name == "conditional_format" and isinstance(action.args.get("value"), int | float):
            hit = re.fullmatch(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", address(action.args.get("range")))
        if not hit:
            continue
        columns = range(column_number(hit[1].upper()), column_number(hit[3].upper()) + 1)
        held = [value for (column, row), value in cells.items() if column_number(column) in columns and int(hit[2]) <= row <= int(hit[4])]
        if held and not any(isinstance(value, int | float) or str(value).startswith("=") for value in held):
            return f"there are no numbers in {hit[1]}{hit[2]}:{hit[3]}{hit[4]}"
    return ""


def _unnamed(work: Work, cells: Mapping[tuple[str, int], object], heads: Mapping[str, str]) -> str:
    """A cell that held something and holds something else now, of which nothing in the instruction speaks."""
    if work.said.has(POINTED_AT):
        return ""
    said = flat(work.said.text)
    for step in work.acts:
        place = _single(step)
        if step.decision.action.name not in ("set_cell", "set_cells") or place not in cells or place is None:
            continue
        told = [heads.get(place[0], ""), *(value for (_, row), value in cells.items() if row == place[1])]
        if not any(len(str(text)) > 1 and flat(text) in said for text in told):
            return f"nothing in the instruction is about {place[0]}{place[1]}, which held {cells[place]!r}"
    return ""


OF_A_ROW = ("insert_comment", "insert_link", "clear", "set_cell")
TOLD = (
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th)|last|final|next|empty|blank|new|below|under\w*|beneath|bottom"
    r"|end|foot|totals?|sums?|top|above|highest|lowest|largest|smallest|biggest|max\w*|min\w*|most|least|best|worst|fewest|latest|earliest|newest|oldest|all"
    r"|every\w*|each|whole|entire|columns?|table|[a-z]{1,2}\d+)\b"
)
"""Words by which a row may be told without its label."""


def _untold_row(work: Work, cells: Mapping[tuple[str, int], object], top: int) -> str:
    """One row of data that was worked on, where neither its number nor any of its texts is said."""
    if work.said.has(TOLD) or len(work.acts) != 1 or work.acts[0].decision.action.name not in OF_A_ROW:
        return ""
    args = work.acts[0].decision.action.args
    hit = re.fullmatch(r"[A-Z]+(\d+)(?::[A-Z]+(\d+))?", address(args.get("cell") or args.get("range")))
    row = int(hit[1]) if hit else 0
    texts = [str(value) for (_, number), value in cells.items() if number == row]
    if row <= top or (hit and hit[2] not in (None, hit[1])) or not texts or str(args.get("value", "")).startswith("="):
        return ""
    said = flat(work.said.text)
    words = {word for text in texts for word in flat(text).split() if len(word) > 1}
    if float(row) in work.said.numbers or any(f" {word} " in said for word in words):
        return ""
    return f"nothing in the instruction is about row {row}"


NEW_ROW = (
    r"\b(?:new|extra|additional|another|add\w*|append\w*|one more)\b (?:[a-z]+ ){0,2}(?:rows?|lines?|entr\w+|records?|columns?)\b"
    r"|\b(?:below|under|beneath|after|next to|beside|right of) the (?:table|data|list|last|numbers|rows?)\b"
)


def _overwritten(work: Work, cells: Mapping[tuple[str, int], object]) -> str:
    """Cells that held something and hold something else now, where something new is to be written beside what is there."""
    if not work.said.has(NEW_ROW):
        return ""
    if any(step.decision.action.name.startswith(("insert_rows", "insert_columns")) for step in work.acts):
        return ""
    for step in work.acts:
        action = step.decision.action
        hit = re.fullmatch(r"([A-Z]+)(\d+)", address(action.args.get("cell")))
        if action.name not in ("set_cell", "set_cells") or not hit or re.search(rf"\b{hit[0]}\b", work.said.text):
            continue
        rows = action.args.get("rows") or [[action.args.get("value")]]
        for down, row in enumerate(rows):
            for right, value in enumerate(row if isinstance(row, list) else [row]):
                old = cells.get((column_letters(column_number(hit[1]) + right), int(hit[2]) + down))
                if old not in (None, "", value) and value not in (None, ""):
                    return f"something new is to be written, and it stands where {old!r} stood"
    return ""


def _other_than_quoted(work: Work, cells: Mapping[tuple[str, int], object]) -> str:
    """A cell that got a link or comment, where the instruction quotes what stands in another one and names no cell by its address."""
    if re.search(r"\b[A-Z]{1,2}\d{1,5}\b", work.said.text):
        return ""
    for step in work.acts:
        place, name = _single(step), step.decision.action.name
        if not place or name not in ("insert_link", "insert_comment"):
            continue
        quotes = {flat(quote) for quote in work.said.quotes}
        named = {cell for cell, value in cells.items() if isinstance(value, str) and flat(value) in quotes}
        related = any(row == place[1] or (column == place[0] and row < place[1]) for column, row in named)  # by its label or its head
        if named and place not in named and not related:
            return f"the instruction quotes {''.join(map(str, min(named)))}, and {place[0]}{place[1]} was changed"
    return ""


HIGHEST = r"\b(?:highest|largest|biggest|greatest|maximum|most)\b"
LOWEST = r"\b(?:lowest|smallest|least|minimum|fewest)\b"
POINTED = ("insert_comment", "insert_link", "format_cells", "clear", "set_cell")
"""Actions on one cell that people point at."""


def _other_than_extreme(work: Work, cells: Mapping[tuple[str, int], object]) -> str:
    """A cell that is pointed at as the highest or lowest of its column, and is not."""
    high, low = work.said.has(HIGHEST), work.said.has(LOWEST)
    for step in work.acts:
        place, action = _single(step), step.decision.action
        if not place or high == low or action.name not in POINTED or str(action.args.get("value", "")).startswith("="):
            continue
        value = cells.get(place)
        column = [v for (c, _), v in cells.items() if c == place[0] and isinstance(v, int | float) and not isinstance(v, bool)]
        if column and isinstance(value, int | float) and value != (max(column) if high else min(column)):
            return f"{place[0]}{place[1]} is not the {'highest' if high else 'lowest'} of its column"
    return ""


def _charted(work: Work, cells: Mapping[tuple[str, int], object], heads: Mapping[str, str], left: int, right: int) -> str:
    """A column of numbers that a chart shows beside those which the instruction names by their heads."""
    said = flat(work.said.text)
    numbers = {column for (column, _), value in cells.items() if isinstance(value, int | float)}
    named = {column for column in numbers if len(heads.get(column, "")) > 2 and flat(heads[column]) in said}
    more = [c for c in sorted(numbers - named) if left <= column_number(c) <= right]
    if named and len(more) and left != column_number(more[0]) and not work.said.has(ALL_COLUMNS):
        return f"the instruction names {heads[min(named)]}, and the chart shows {heads.get(more[0], more[0])} too"
    return ""


def _keys(work: Work, heads: Mapping[str, str]) -> str:
    """The columns by which a table was sorted, where the instruction names them in another order or more of them."""
    if len(work.acts) != 1 or work.acts[0].decision.action.name != "sort":
        return ""
    args, said = work.acts[0].decision.action.args, flat(work.said.text)
    places = {column: said.find(flat(head)) for column, head in heads.items() if len(head) > 2 and flat(head) in said}
    order = sorted(places, key=lambda column: places[column])
    if len(order) != len(set(places.values())):
        return ""
    by = [str(args[name]).upper() for name in ("by", "then_by") if args.get(name)]
    if order and by[0] in heads and by[0] not in order:
        return f"the instruction names {heads[order[0]]}, and the table was sorted by {heads[by[0]]}"
    then = work.said.has(r"\b(?:then|and) (?:also |after that )?(?:by|within|on)\b|\bthen\b|\bwithin\b|\bties\b")
    if len(order) == 2 and then and by != (order[::-1] if work.said.has(r"\bwithin\b") else order):
        return f"the table is to be sorted by {heads[order[0]]}, then {heads[order[1]]}"
    if len(order) == 1 and len(by) == 2 and not then:
        return f"nobody spoke of sorting by {heads.get(by[1], by[1])} too"
    return ""
