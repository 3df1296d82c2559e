"""Tables: values in the columns that are named before them, new rows that stay empty, the table of another section; links to half an address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lam.reading.base import column_letters, column_number
from lam.types import Step
from lam.verdict.places.common import Work, first_wrong, without
from lam.verdict.places.spreadsheet import filled_cells, head_row, heads_of
from lam.verdict.places.tables import cells_of_table
from lam.verdict.words import COMMON, tokens, value_of

SHORTEST = 3
"""Letters of a head that is looked for in an instruction."""
STEM = 5
"""Letters of a word by which its forms are told."""
OLDER = r"\b(?:mov\w*|chang\w*|correct\w*|replac\w*|swap\w*|instead|also|too|as well|then|rename\w*|cop\w+|fill\w*)\b"
"""Something else may be written than into what is new."""
OF_A_TABLE = re.compile(r"\b(?:the|this|that|my|our) ([^\W\d_]{4,}) (?:table|grid)\b")
A_LIST = r"(?:the |our |my |this |that )?(?:whole )?(?:[\w-]+ )?(?:list|bullets|bullet points|steps)\b"
BESIDE_A_LIST = rf"\b(?:after|below|under|beneath|behind|following|before|above|ahead of|over|in front of) {A_LIST}"
REORDERED = (
    r"\b(?:revers\w*|sort\w*|order\w*|alphabet\w*|swap\w*|exchang\w*|before|after|first|last|top|bottom|end|start|front|then|respectively|turn\w*|mov\w*"
    r"|follow\w*|preced\w*|between|left|right)\b"
)
"""Things that are listed may go in another order."""
IN_THIS_ORDER = re.compile(r"\bfrom top to bottom\b|\bfrom left to right\b|\bin (?:this|that) order\b")
ONE_COLUMN = re.compile(r"([A-Z]+)\d+:\1\d+$")
BY_PLACE = (
    r"\b(?:first|second|third|fourth|fifth|last|next|above|below|under\w*|beneath|before|after|empty|blank|new|add\w*|insert\w*|append\w*|bottom|top"
    r"|rows? \d|[a-z]\d|head\w*|columns?|corner|cell)\b"
)
"""A cell of a table may be told by its place."""
RELABELLED = r"\b(?:instead|rename\w*|replac\w*|chang\w*|rather|becomes?|turn\w*|correct\w*|label\w*|question)\b"
ONLY_MAIN = (
    r"\b(?:only|just) (?:the )?(?:main|top|first|chapter|upper|highest)\b"
    r"|\b(?:main|chapter|top[- ]level|first[- ]level) (?:headings?|titles?|ones) only\b"
    r"|\bno sub\w*|\bwithout (?:the )?sub\w*|\bone level\b"
)


def mistabled(work: Work) -> str:
    """In words, what went to a wrong place of a table, or a wrong address; empty when nothing did."""
    checks = (
        _other_columns,
        _left_empty,
        _table_of_another,
        _inside_a_list,
        _all_levels,
        _half_an_address,
        _text_lost,
        _other_order,
        _head_elsewhere,
        _beyond_the_heads,
        _other_label,
    )
    return first_wrong(work, checks)


def _written(work: Work, step: Step) -> tuple[Mapping[str, str], dict[str, str]]:
    """Column -> head, of a table or sheet that an action fills, and column -> value, where it fills one row."""
    action = step.decision.action
    rows = action.args.get("data" if action.name == "set_table_cells" else "rows")
    hit = re.fullmatch(r"([A-Z]+)(\d+)", str(action.args.get("cell", "")))
    if (
        action.name not in ("set_table_cells", "set_cells")
        or hit is None
        or not isinstance(rows, list)
        or len(rows) != 1
        or not isinstance(rows[0], list)
    ):
        return {}, {}
    first = column_number(hit[1])
    values = {column_letters(first + n): str(value).strip() for n, value in enumerate(rows[0])}
    if action.name == "set_cells":
        return ({}, {}) if hit[2] == "1" else (heads_of(work.before), values)
    cells = cells_of_table(work.before, str(action.args.get("table", "")))
    return ({}, {}) if hit[2] == "1" else ({cell[:-1]: text for cell, text in cells.items() if re.fullmatch(r"[A-Z]+1", cell)}, values)


def _other_columns(work: Work, step: Step) -> str:
    """A value in another column than the one whose head stands before it: `budget 900, actual 870`."""
    heads, values = _written(work, step)
    said = work.said.text
    for column, head in heads.items():
        words = head.split() if isinstance(head, str) else tokens(str(head))
        name = r"\W+".join(re.escape(word) for word in words)
        if len(" ".join(words)) < SHORTEST:
            continue
        hit = re.search(rf"(?<!\w){name}(?: of| is| was|:| =|, )? [\"'“‘]?[$€£]?(\d[\d.,]*|[^\W\d_][\w-]*)", said, re.IGNORECASE)
        if hit is None:
            continue
        at = [place for place, value in values.items() if value and _same(value, hit[1])]
        if len(at) == 1 and at[0] != column and column in values:
            return f"{hit[1]} is for {head.strip()}, and stands in column {at[0]}"
    return ""


def _same(one: str, other: str) -> bool:
    value = value_of(other.rstrip(".,"))
    return one.casefold() == other.casefold() or (value is not None and value_of(re.sub(r"^[$€£]", "", one)) == value)


def _left_empty(work: Work, step: Step) -> str:
    """A new row or column that stays empty, while what is for it went elsewhere."""
    action = step.decision.action
    hit = re.fullmatch(r"insert_(table_)?(rows|columns)", action.name)
    if hit is None or len(work.acts) != 2 or work.acts[0] is not step or work.said.has(OLDER):
        return ""
    other = work.acts[1].decision.action
    if other.name not in (("set_table_cells",) if hit[1] else ("set_cell", "set_cells")) or other.args.get("table") != action.args.get("table"):
        return ""
    cell = re.fullmatch(r"(?:.*!)?([A-Z]+)(\d+)", str(other.args.get("cell", "")))
    start = action.args.get("at")
    if cell is None or start is None:
        return ""
    rows = other.args.get("data") or other.args.get("rows") or [[""]]
    first = int(cell[2]) if hit[2] == "rows" else column_number(cell[1])
    many = len(rows) if hit[2] == "rows" else max(len(row) if isinstance(row, list) else 1 for row in rows)
    from_ = start if isinstance(start, int) else column_number(start) if str(start).isalpha() else 0
    new = range(from_, from_ + int(action.args.get("count", 1)))
    return f"what is new stays empty, and {cell[1]}{cell[2]} was filled" if from_ and not set(new) & set(range(first, first + many)) else ""


def _sections(work: Work) -> Iterator[tuple[str, str]]:
    """The tables of a document, each with the heading above it."""
    heading = ""
    for element in work.elements:
        if re.match(r"Heading \d|Title", element.role):
            heading = element.text
        elif re.fullmatch(r"t\d+", element.id):
            yield element.id, heading


def _table_of_another(work: Work, step: Step) -> str:
    """A table under another heading than the one it is called by."""
    args = step.decision.action.args
    table = str(args.get("table", args.get("target", "")))
    hit = OF_A_TABLE.search(work.said.bare)
    if work.before.kind != "document" or hit is None or not re.fullmatch(r"t\d+", table) or hit[1] in COMMON:
        return ""
    worked_on = {str(act.decision.action.args.get(name)) for act in work.acts for name in ("table", "target") if name in act.decision.action.args}
    if len(worked_on) > 1:
        return ""
    tables = dict(_sections(work))
    named = [name for name, heading in tables.items() if any(word[:STEM] == hit[1][:STEM] for word in tokens(heading))]
    own = " ".join(cells_of_table(work.before, table).values())
    if len(named) == 1 and table in tables and table not in named and f" {hit[1][:STEM]}" not in own:
        return f"the instruction says {hit[0]}, which is {named[0]}, and {table} was changed"
    return ""


def _inside_a_list(work: Work, step: Step) -> str:
    """What is to stand after, or before, a list stands inside of it."""
    action = step.decision.action
    if action.name not in ("insert_table", "insert_toc", "insert_image") or work.before.kind != "document" or len(work.acts) > 1:
        return ""
    order = [element for element in work.elements if re.fullmatch(r"[pt]\d+", element.id)]
    place = next((n for n, element in enumerate(order) if element.id == action.args.get("after")), -1)
    inside = 0 <= place < len(order) - 1 and all(re.match(r"bullet|number", order[n].role) for n in (place, place + 1))
    wrong = inside and work.said.has(BESIDE_A_LIST)
    return f"it was to stand beside a list, and stands inside of it, after {action.args['after']}" if wrong else ""


def _all_levels(work: Work, step: Step) -> str:
    """A table of contents of all levels, where only the main headings are asked for."""
    action = step.decision.action
    wrong = action.name == "insert_toc" and action.args.get("levels") != 1 and work.said.has(ONLY_MAIN)
    return "the instruction is about the main headings only" if wrong else ""


def _half_an_address(work: Work, step: Step) -> str:
    """A link to an address that goes on in the instruction."""
    url = str(step.decision.action.args.get("url", ""))
    found = re.search(rf"{re.escape(url)}((?:[\w-]|[/?#=&%~]+\w)[^\s\"'“”‘’<>]*)", work.said.text) if url else None
    other = url and re.search(rf"{re.escape(url)}(?![\w-]|[./?#=&%~]+\w)", work.said.text)
    return f"the address goes on with {found[1]}" if found and not other else ""


def _text_lost(work: Work, step: Step) -> str:
    """The text of a cell that became the address of its link."""
    args = step.decision.action.args
    url, text = str(args.get("url", "")), args.get("text")
    if step.decision.action.name != "insert_link" or work.before.kind != "spreadsheet" or text != url:
        return ""
    place = str(args.get("cell", "")).rpartition("!")[2]
    held = next((value for column, row, value in filled_cells(work.before) if f"{column}{row}" == place), None)
    return f"{place} held {str(held)!r}, and the address stands there instead" if held not in (None, url) else ""


def _other_order(work: Work, step: Step) -> str:
    """A list in another order than told."""
    args = step.decision.action.args
    rows = args.get("data") if step.decision.action.name == "insert_table" else None
    first = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], list) else []
    for values in (first, args.get("bullets"), args.get("values") if step.decision.action.name == "validate_list" else None, args.get("categories")):
        texts = [str(value) for value in values] if isinstance(values, list) else []
        found = [[hit.start() for hit in re.finditer(rf"(?<!\w){re.escape(text)}(?!\w)", work.said.text)] for text in texts if text]
        if len(found) < 2 or any(len(places) != 1 for places in found) or re.search(REORDERED, IN_THIS_ORDER.sub(" ", work.said.bare)):
            continue
        if found != sorted(found):
            return "the instruction lists them in another order"
    return ""


def _head_elsewhere(work: Work, step: Step) -> str:
    """The head of a new column above another one than its formulas."""
    filled = {hit[1] for act in work.acts if act.decision.action.name == "fill_down" and (hit := ONE_COLUMN.match(_at(act)))}
    if step.decision.action.name != "set_cell" or work.before.kind != "spreadsheet" or len(filled) != 1:
        return ""
    value, hit = step.decision.action.args.get("value"), re.fullmatch(r"([A-Z]+)(\d+)", _at(step))
    heads, top = heads_of(work.before), head_row(work.before)
    column = min(filled)
    named = any(re.fullmatch(rf"{column}{top}", _at(act)) for act in work.acts if act.decision.action.name == "set_cell")
    wrong = hit and isinstance(value, str) and not value.startswith("=") and int(hit[2]) == top and hit[1] != column
    return f"{value!r} stands above another column than its formulas" if wrong and column not in heads and not named else ""


def _beyond_the_heads(work: Work, step: Step) -> str:
    """A row of values that begins behind the first column and goes beyond the last one."""
    rows, hit = step.decision.action.args.get("rows"), re.fullmatch(r"([A-Z]+)(\d+)", _at(step))
    if step.decision.action.name != "set_cells" or work.before.kind != "spreadsheet" or hit is None or not isinstance(rows, list):
        return ""
    heads = [column_number(column) for column in heads_of(work.before)]
    first, wide = column_number(hit[1]), max((len(row) for row in rows if isinstance(row, list)), default=0)
    wrong = len(heads) > 1 and int(hit[2]) > head_row(work.before) and min(heads) < first <= max(heads) < first + wide - 1
    return f"the values go beyond {column_letters(max(heads))}, and {column_letters(min(heads))} stays empty" if wrong else ""


def _at(step: Step) -> str:
    """The cell or range that an action names, without its sheet."""
    args = step.decision.action.args
    return str(args.get("cell", args.get("range", ""))).rpartition("!")[2]


def _other_label(work: Work, step: Step) -> str:
    """A cell in another row of a table than the only one whose label has words of the instruction, or that label itself beside an empty cell."""
    action = step.decision.action
    hit = re.fullmatch(r"([A-Z]+)(\d+)", str(action.args.get("cell", "")))
    data = action.args.get("data")
    if (
        action.name != "set_table_cells"
        or hit is None
        or len(work.acts) > 1
        or work.said.has(BY_PLACE)
        or not isinstance(data, list)
        or len(data) != 1
    ):
        return ""
    cells = cells_of_table(work.before, str(action.args.get("table", "")))
    texts = [str(value) for value in data[0]] if isinstance(data[0], list) else []
    said = {word[:STEM] for word in _meant(without(work.said.text, texts))}
    labels = {int(cell[1:]): {word[:STEM] for word in _meant(text)} for cell, text in cells.items() if re.fullmatch(r"A\d+", cell) and cell != "A1"}
    shared = {row: len(words & said) for row, words in labels.items()}
    most = max(shared.values(), default=0)
    best = [row for row, count in shared.items() if count == most]
    if most == 0 or len(best) != 1:
        return ""
    row, label = int(hit[2]), cells[f"A{best[0]}"].strip()
    if row > 1 and shared.get(row, 0) == 0:
        return f"the instruction is about “{label}”, in row {best[0]} of the table, and row {row} was filled"
    lost = row == best[0] and hit[1] == "A" and not cells.get(f"B{row}", "").strip() and not work.said.has(RELABELLED)
    return f"“{label}” tells what is to be filled in, and was replaced" if lost else ""


def _meant(text: str) -> list[str]:
    return [word for word in tokens(text) if len(word) > SHORTEST and word not in COMMON]
