"""Whether a workbook was changed where the instruction says: its cells, columns, rows and sheets."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from lam.guard import strings
from lam.reading.base import Computed, Reading, column_letters, column_number
from lam.types import Step
from lam.verdict.places.common import ORDINAL, Work, around, deleted_otherwise, longest_named, named_by_words, ordinal, without
from lam.verdict.places.ranges import in_ranges
from lam.verdict.touch import singles
from lam.verdict.words import COMMON, Said, flat, tokens

CELL = re.compile(r"(?<![\w!$])\$?([A-Z]{1,2})\$?(\d{1,5})(?:\s*(?::|-|to|through|till|until)\s*\$?([A-Z]{1,2})\$?(\d{1,5}))?(?![\w(])")
_VERBS = r"(?:is|to|and|in|of|should|has|with|as|by|so|on|for|at|are|will)"
LETTERED = re.compile(rf"\b[Cc]olumns? (?!I (?!{_VERBS})[a-z])([A-Z]{{1,2}})\b(?:(?: and |, | to |-)([A-Z]{{1,2}})\b)?")
"""Columns that are named by their letters; `the column I want` names none."""
ONWARDS = r"\b(?:from|start\w*|begin\w*|down\w*|right|left|upper|corner|at|to|in|into|top|put|place)\b"
ROUND_ABOUT = (
    r"\b(?:above|below|under(?!lin)\w*|beneath|after|before|between|next|following|over|except|but|than|like|where|whose|only|all|every|each"
    r"|sums?|totals?|averages?|mean|count\w*|how|maximum|minimum|highest|lowest|calculat\w*|comput\w*|add up|adds? up|differences?|work out)\b"
)
"""Words with which a named row may not be the one that is worked on."""
BY_COLUMN = {"sort": ("by", "then_by"), "filter": ("column",), "insert_columns": ("at",), "delete_columns": ("at",)}
"""Actions that name their columns beside the range."""
RANGED = ("format_number", "format_cells", "conditional_format", "validate_list", "hide", "resize", "clear", "text_to_columns", "find_replace")
"""Actions on the columns or rows of their range."""


def in_spreadsheet(work: Work) -> str:
    cells = {(column, row): value for column, row, value in filled_cells(work.before)}
    return _addresses(work) or _sheets(work) or _columns(work) or _rows(work) or in_ranges(work, cells, heads_of(work.before), head_row(work.before))


def _sheets(work: Work) -> str:
    """A sheet in an argument that is neither the active one nor named by the instruction, or one that is named and left alone."""
    names = {str(part.properties.get("name", "")) for part in work.before.parts if part.kind == "sheet"}
    said = work.said.text.casefold()
    used = {str(step.decision.action.args["sheet"]) for step in work.acts if step.decision.action.args.get("sheet")}
    used |= {
        name
        for step in work.acts
        for text in strings(dict(step.decision.action.args))
        for name in names
        if text.startswith((f"{name}!", f"'{name}'!"))
    }
    active = _active(work.before)
    order = [str(part.properties.get("name", "")) for part in work.before.parts if part.kind == "sheet"]
    counted = {
        order[n - 1]
        for hit in re.finditer(rf"\b({ORDINAL}) (?:sheet|tab|worksheet)\b", work.said.bare)
        if (n := ordinal(hit[1], len(order))) and n <= len(order)
    }
    if len(order) == 2 and work.said.has(r"\bother (?:sheet|tab|worksheet)\b"):
        counted |= {*order} - {active}
    for name in used - {active} - counted:
        if name.casefold() not in said:
            return f"nobody spoke of the sheet {name}"
    for name in names - used - {active}:
        escaped = re.escape(name.casefold())
        active_words = {
            word
            for part in work.before.parts
            if part.key.startswith((f"{active}!", f"'{active}'!"))
            for word in tokens(_plain(part.properties.get("value")))
        }
        alone = len(name) > LEAST and flat(name).strip() not in COMMON and not set(tokens(name)) & active_words
        if alone and flat(name) in flat(said):
            return f"the instruction is about the sheet {name}, and nothing was done there"
        if re.search(rf"(?:sheet|tab)(?: named| called)? [\"'“]?{escaped}\b|\b{escaped}[\"'”]? (?:sheet|tab|worksheet)\b", said):
            return f"the instruction is about the sheet {name}, and nothing was done there"
    return ""


LEAST = 3
"""Letters of a sheet's name that are too few to be meant wherever they are said."""


def _addresses(work: Work) -> str:
    """A cell or range that the instruction names and that stands in no argument."""
    content = {word for part in work.before.parts for word in tokens(_plain(part.properties.get("value")))}
    said = " ".join(text for step in work.acts for text in (*strings(dict(step.decision.action.args)), *_counted(step))).replace("$", "").upper()
    named = set(re.findall(r"(?<![A-Z0-9])[A-Z]{1,2}\d{1,5}(?::[A-Z]{1,2}\d{1,5})?(?![\w(])", said))
    corners = {corner for address in named for corner in address.split(":")}
    for hit in CELL.finditer(work.said.text):
        first, last = hit[1] + hit[2], hit[3] + hit[4] if hit[3] else ""
        if first.casefold() in content:
            continue
        ok = f"{first}:{last}" in named or {first, last} <= corners if last else first in named or (first in corners and work.said.has(ONWARDS))
        if not ok:
            return f"the instruction names {hit[0]}, and nothing was done there"
    return ""


def _counted(step: Step) -> list[str]:
    """The cells that an action says it changed."""
    return [key.rpartition("!")[2] for key in step.outcome.changed]


def _columns(work: Work) -> str:
    """A column that the instruction names and that no action is about, or the reverse."""
    heads = heads_of(work.before)
    given = [text for step in work.acts for text in strings(dict(step.decision.action.args)) if not text.startswith("=")]
    letters = {letter for hit in LETTERED.finditer(work.said.text) for letter in hit.groups() if letter}
    letters |= {hit[1] for hit in re.finditer(r"(?<![\w.])([A-Z]) column\b", work.said.text)}
    known_heads = {head.casefold() for head in heads.values()}
    rest = flat(without(work.said.text, [text for text in given if text.casefold() not in known_heads]))
    named = set(letters)
    for column, head in sorted(heads.items(), key=lambda item: -len(item[1])):
        words = flat(head).strip()
        capital = re.search(rf"(?<=\w ){re.escape(head)}\b", work.said.text) is not None and head[0].isupper()
        known = len(words) > 2 and (words not in COMMON or capital) and f" {words} " in rest
        if known or f" {words} column " in rest or f" column {words} " in rest:
            named |= {column}
            rest = rest.replace(f" {words} ", " | ")
    first = min((column_number(column) for column in heads), default=1)
    count = len(heads)
    ordered = [
        {column_letters(n), column_letters(first + n - 1)}
        for hit in re.finditer(rf"\b({ORDINAL}) column\b", work.said.bare)
        if (n := ordinal(hit[1], count))
    ]
    if not named and not ordered:
        return ""
    broad: set[str] = set()
    strict: set[str] = set()
    for step in work.acts:
        own, exact = _columns_of(step, heads)
        broad |= own
        strict |= exact
        if not own:
            return ""
    lost = named - broad
    if (named and lost == named) or (lost & letters):
        return f"the instruction is about column {min(lost)}, and {min(broad)} was worked on"
    for options in ordered:
        if not options & broad and not work.relative:
            return f"the instruction is about column {max(options)}, and {min(broad)} was worked on"
    for step in work.acts:
        range_ = str(step.decision.action.args.get("range", "")).rpartition("!")[2]
        if step.decision.action.name in (*RANGED, "name_range") and re.fullmatch(r"[A-Z]+\d+", range_) and not work.said.has(SINGLE):
            return f"the instruction is about a column, and only {range_} was worked on"
    more = strict - named - {letter for options in ordered for letter in options}
    if more and not named & strict and not ordered:
        return f"the instruction is about column {min(named)}, and {min(strict)} was worked on"
    if more and not work.said.has(SEVERAL):
        return f"nobody spoke of column {min(more)}"
    return ""


SEVERAL = (
    r"\b(?:rows?|lines?|tables?|everything|whole|all|every\w*|each|sheet|head\w*|columns|entire|between|to|through|data|range|cells?|numbers|values?"
    r"|titles?)\b"
)
"""Words with which more columns may be meant than are named."""


SINGLE = r"\b(?:rows?|lines?|cells?|entr\w+|head\w*|titles?|first|last|top|bottom|of|for|in|on|[a-z]{1,2}\d+)\b"
"""With these an instruction that names a column may be about one cell of it."""


def _columns_of(step: Step, heads: Mapping[str, str]) -> tuple[set[str], set[str]]:
    """The columns that an action has to do with, and those that it is about."""
    action = step.decision.action
    args = action.args
    texts = [str(args[name]) for name in ("range", "cell", "target", "at", "to") if isinstance(args.get(name), str)]
    own = {column for text in texts for single in singles(text) if (column := _letters(single))}
    own |= {column for text in strings(dict(args)) if text.startswith("=") for hit in REFERENCE.findall(text) for column in _between(*hit)}
    own |= {
        column
        for text in strings([args.get("rows"), args.get("values"), args.get("columns")])
        for column, head in heads.items()
        if text in (head, column)
    }
    if action.name == "insert_columns" and own:  # named is the one beside which the new ones go
        own |= {column_letters(n - 1) for column in own if (n := column_number(column)) > 1}
    if action.name in BY_COLUMN:
        exact = {str(args[name]) for name in BY_COLUMN[action.name] if args.get(name)}
        return (exact or own), exact
    return own, own if action.name in RANGED else set()


REFERENCE = re.compile(r"\$?([A-Z]{1,2})\$?\d+(?::\$?([A-Z]{1,2})\$?\d+)?")


def _between(first: str, last: str) -> list[str]:
    return [column_letters(n) for n in range(column_number(first), column_number(last or first) + 1)]


def _letters(single: str) -> str:
    hit = re.fullmatch(r"([A-Z]{1,2})\d*", single.rpartition("!")[2].replace("$", ""))
    return hit[1] if hit else ""


BY_ROW = ("format_cells", "resize", "hide", "clear", "delete_rows", "transpose")
"""Actions whose range has the rows that are named and no others."""


def _rows(work: Work) -> str:
    """Rows that the instruction names by number or by a label, where other rows were worked on."""
    if wrong := deleted_otherwise(work, "delete_rows", "row|line", lambda step: _rows_of(step) or ()):
        return wrong
    if not work.settled:
        return ""
    touched: set[int] = set()
    for step in work.acts:
        own = _rows_of(step)
        if own is None:
            return ""
        touched |= own
    if not touched:
        return ""
    wanted: set[int] = set()
    for hit in re.finditer(r"\b(?:row|line)s?(?: number| no\.?)? #?(\d+)(?:(?:\s*(?:-|to|through|and)\s*)(\d+))?", work.said.bare):
        wanted |= set(range(int(hit[1]), int(hit[2] or hit[1]) + 1))
    loose = work.relative or work.acts[0].decision.action.name.startswith("insert")
    if wanted and not around(wanted, loose) & touched:
        return f"the instruction is about row {min(wanted)}, and row {min(touched)} was worked on"
    exact = not loose and all(step.decision.action.name in BY_ROW for step in work.acts)
    if wanted and exact and touched - wanted and not re.search(r"\bcolumns?\b", work.said.bare):
        return f"the instruction is about row {min(wanted)}, and row {min(touched - wanted)} was worked on too"
    top = head_row(work.before)
    first = [step.decision.action for step in work.acts if step.decision.action.name == "insert_rows" and int(step.decision.action.args["at"]) <= top]
    if (
        first
        and work.said.has(r"\b(?:last|bottom|lowest|final) (?:row|line|entry|record)\b")
        and not work.said.has(r"\b(?:top|head\w*|title|first)\b")
    ):
        return f"the instruction is about the last row, and rows were inserted at row {first[0].args['at']}"
    labels: dict[int, str] = {}
    for _, row, value in filled_cells(work.before):
        if row > top and not isinstance(value, int | float):
            labels[row] = labels.get(row, " ") + flat(value)
    return named_by_words(work, labels, touched | ({row + 1 for row in touched} if loose else set()), "row")


def _rows_of(step: Step) -> set[int] | None:
    """The rows that an action is about; None where it is about whole columns or tables."""
    action, args = step.decision.action, step.decision.action.args
    if action.name in ("insert_rows", "delete_rows"):
        start = int(args.get("at", 0))
        return set(range(start, start + int(args.get("count", 1))))
    if action.name not in ("set_cell", "insert_comment", "insert_link", "clear", "format_cells", "hide", "resize", "set_cells", "transpose"):
        return None
    if str(args.get("value", "")).startswith("="):
        return None  # it stands where there is room, and is about the rows that it refers to
    texts = [str(args[name]) for name in ("range", "cell") if args.get(name)]
    rows = {int(hit[1]) for text in texts for single in singles(text) if (hit := re.fullmatch(r"[A-Z]{0,2}(\d+)", single.rpartition("!")[2]))}
    return rows or None


def _active(reading: Reading) -> str:
    return next((str(part.properties.get("active")) for part in reading.parts if part.kind == "workbook"), "")


def filled_cells(reading: Reading) -> Iterable[tuple[str, int, object]]:
    """(column, row, value) of the cells of the active sheet that hold something; of formulas what they came to, if it is known."""
    active = _active(reading)
    for part in reading.parts:
        hit = re.fullmatch(r"'?(.*?)'?!([A-Z]{1,3})(\d+)", part.key)
        if hit and hit[1] == active and (value := part.properties.get("value")) not in (None, ""):
            if isinstance(value, Computed):
                value = f"={str(part.properties.get('formula', '')).removeprefix('=')}" if value.result is None else value.result
            yield hit[2], int(hit[3]), value


def head_row(reading: Reading) -> int:
    """The first row in which several cells hold texts; 0 where there is none."""
    rows = Counter(row for _, row, value in filled_cells(reading) if isinstance(value, str) and not value.startswith("="))
    return min((row for row, count in rows.items() if count > 1), default=0)


def heads_of(reading: Reading) -> dict[str, str]:
    """Column -> its head, on the sheet that is active."""
    top = head_row(reading)
    return {column: value for column, row, value in filled_cells(reading) if row == top and isinstance(value, str)}


def texts_of_columns(reading: Reading) -> dict[str, dict[str, list[int]]]:
    """Column -> its texts below the heads, formulas aside -> their rows, on the sheet that is active; empty for other kinds of documents."""
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    if reading.kind != "spreadsheet":
        return found
    top = head_row(reading)
    for column, row, value in filled_cells(reading):
        if row > top and isinstance(value, str) and not value.startswith("="):
            found[column][value].append(row)
    return found


def named_row(reading: Reading, text: str) -> int:
    """The only row of the table of which an instruction names cells by all of their words; 0 where there is none, or other places are spoken of."""
    said = Said(text)
    if CELL.search(text) or said.has(rf"{ROUND_ABOUT}|\b{ORDINAL} row\b|\brows? \d"):
        return 0
    top, words = head_row(reading), flat(text)
    rows: dict[str, set[int]] = {}
    for _, row, value in filled_cells(reading):
        if row > top and isinstance(value, str) and not value.startswith("="):
            rows.setdefault(flat(value), set()).add(row)
    meant: set[int] = set()
    for own in sorted((rows[cell] for cell in longest_named(rows, words, 3)), key=len):
        if meant and not meant & own and len(own) == 1:
            return 0
        meant = meant & own or meant or own
    return min(meant) if len(meant) == 1 else 0


def _plain(value: object) -> str:
    return str(value).casefold() if value is not None else ""
