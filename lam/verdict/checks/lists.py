"""Lists and series: told in one order and written in another, without one of their members, with their head at the other end or beside a gap."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import Any

from lam.types import Step
from lam.verdict.places.common import Work, first_wrong
from lam.verdict.places.spreadsheet import filled_cells, head_row, heads_of, texts_of_columns
from lam.verdict.words import flat, number_of, tokens, value_of

LISTED = ("bullets", "values", "rows", "data")
"""Arguments that hold lists."""
TURNED = r"\b(?:backwards?|revers\w+|count\w* ?down|descend\w*|swap\w*|exchang\w*|turn\w*|order\w*|sort\w*|upside|rearrang\w*|reorder\w*|switch\w*)\b"
RELATIVE = r"\b(?:before|after|above|below|under\w*|top|first|last|front|behind|ahead|between|left|right)\b"
DIVIDED = re.compile(r"\s*(?:[;\n|]|,(?!\d)|(?<!\d)/|/(?!\d)|\b(?:and|or|then|plus)\b|&)\s*(?:(?:and|or|then|finally)\s+)?", re.IGNORECASE)
"""What stands between the members of a list in a sentence."""
SENTENCE = re.compile(r"(?<=\w)[.:!?](?=\s|$)|\s[-–—]\s|[()]")
MEMBER_WORDS, LONG_MEMBER = 4, 6
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FULL = 4
"""Values that make a series."""
RECAP = (
    r"\b(?:summar\w+|sums? up|summing|recap\w*|take-?aways?|conclusions?|findings|central points|main points|key points|essentials|bullets"
    r"|bullet points)\b"
)


def mislisted(work: Work) -> str:
    """In words, what of a list or series is not as it was said; empty when all is."""
    return first_wrong(work, (_turned, _member_missing, _calendar, _numbers, _numbered_rows, _beside_a_gap, _some_of_all, _one_point))


def members(step: Step) -> list[list[str]]:
    """The rows of what an action writes, each with its members; one row for a plain list."""
    args = step.decision.action.args
    rows: list[Any] = next((args[name] for name in LISTED if isinstance(args.get(name), list)), [])
    if step.decision.action.name == "pivot_table":
        return []
    if all(isinstance(row, list) for row in rows):
        return [[str(value) for value in row if value is not None] for row in rows]
    return [[str(value) for value in rows]]


def _turned(work: Work, step: Step) -> str:
    """Members in just the opposite order, or rows whose first members are."""
    rows = members(step)
    said = flat(work.said.text)
    if not rows or work.said.has(TURNED):
        return ""
    firsts = [row[0] for row in rows if row] if len(rows) > 1 else []
    for values in ([value for row in rows for value in row], firsts):
        at = [said.find(flat(value)) for value in values if flat(value).strip() and said.count(flat(value)) == 1 and values.count(value) == 1]
        if len(at) < 2 or len(at) <= len(values) // 2 or any(one < other for one, other in pairwise(at)):
            continue
        is_row = "bullets" not in step.decision.action.args and "values" not in step.decision.action.args and len(rows) == 1
        together = len(at) == len(values) > 2 and all(_side_by_side(work.said.text, later, one) for one, later in pairwise(values))
        if (
            together
            if is_row
            else (values is firsts or len(at) > 2 or not work.said.has(RELATIVE) or _side_by_side(work.said.text, values[-1], values[-2]))
        ):
            return f"the instruction has {values[-1]!r} before {values[0]!r}"
    return ""


def _side_by_side(text: str, one: str, other: str) -> bool:
    """Whether nothing but a comma or the like stands between two members in a text."""
    return re.search(rf"{re.escape(one)}\W*(?:\b(?:and|or|then)\b)?\W*{re.escape(other)}", text, re.IGNORECASE) is not None


def _member_missing(work: Work, step: Step) -> str:
    """All members of a list in the instruction but the first or the last one."""
    values = Counter(flat(value) for row in members(step) for value in row)
    if not values or any(len(tokens(value)) > MEMBER_WORDS for value in values):
        return ""
    written = "".join(flat(value) for other in work.acts for row in members(other) for value in row)
    written += "".join(flat(value) for other in work.acts for value in other.decision.action.args.values() if isinstance(value, str | int | float))
    for sentence in SENTENCE.split(work.said.text):
        parts = list(DIVIDED.split(sentence))
        seps = DIVIDED.findall(sentence)
        for n, (one, other) in enumerate(pairwise(parts)):
            if (
                values[flat(one)]
                and not values[flat(other)]
                and _is_member(other, n + 2 == len(parts), seps[n])
                and not any(flat(other).startswith(v) for v in values)
            ):
                rest = [flat(part) for part in parts[max(0, n - 1) : n + 1]]
                if "/" in seps[n] or (len(rest) > 1 and all(values[part] for part in rest)):
                    return f"{other.strip()!r} is in the list that was told, and was left out"
            before = (
                values[flat(other)] and not values[flat(one)] and (sum(bool(values[flat(part)]) for part in parts[n + 1 :]) > 1 or "/" in seps[n])
            )
            if before and (found := _last_like(one, other)) and flat(found) not in written:
                return f"{found!r} is in the list that was told, and was left out"
        told = Counter(flat(part) for part in parts if values[flat(part)])
        if sum(told.values()) > 2 and (lost := [part for part, count in told.items() if count > values[part] and value_of(part.strip()) is not None]):
            counted = sum(flat(value) == lost[0] for act in work.acts for row in members(act) for value in row)
            if counted < told[lost[0]]:
                return f"{lost[0].strip()} is told {told[lost[0]]} times, and was written fewer times"
    return ""


def _is_member(part: str, is_last: bool, separator: str) -> bool:
    """Whether what stands behind the last member that was written looks like one itself."""
    words = tokens(part)
    if separator.strip() == "/" and is_last:
        return 0 < len(words) <= LONG_MEMBER
    small = len(words) <= 2 and (is_last and (len(words) == 1 or part.strip().strip("'\"“”")[:1].isupper()))
    return bool(words) and small and part.strip().lower() not in ("please", "thanks", "pls", "too", "thank you", "etc", "nothing else")


def _last_like(part: str, like: str) -> str:
    """The last word of a text where it is of the shape of a member: a single capital, a number or a word with a capital; or all of it."""
    words, model = part.split(), like.strip()
    if not words or " " in model:
        return ""
    last = words[-1].strip("'\"“”‘’")
    if len(words) == 1:
        return last if re.fullmatch(r"\w+", last) else ""
    alike = len(model) == len(last) == 1 and model.isupper() and last.isupper()
    return last if alike or (model.istitle() and last.istitle() and len(words) > 1) else ""


def _first_like(part: str, like: str) -> str:
    """The first word of a text that goes on behind it, where it is one with a capital like the member before."""
    hit = re.match(r"([A-Z]\w*) [a-z]", part)
    return hit[1] if hit and len(like.split()) == 1 and like.strip()[:1].isupper() and hit[1] != "I" else ""


def _calendar(work: Work, step: Step) -> str:
    """Months or weekdays the other way round, or without the first or last of them."""
    values = _column(step)
    for names in (MONTHS, WEEKDAYS):
        series = [value.lower() for value in values if value.lower() in names]
        if len(series) < FULL:
            continue
        steps = {(names.index(b) - names.index(a)) % len(names) for a, b in pairwise(series)}
        if steps == {len(names) - 1} and not work.said.has(TURNED):
            return f"the {'months' if names is MONTHS else 'weekdays'} are the wrong way round"
        named = [word for word in tokens(work.said.text) if word in names]
        ends = {names[names.index(series[0]) - 1], names[(names.index(series[-1]) + 1) % len(names)]}
        if steps == {1} and (lost := [name for name in named if name in ends and name not in series]):
            return f"{lost[0].title()} was told, and is not there"
        short = len(series) == len(names) - 1 and not {series[0], series[-1]} <= set(named)
        if steps == {1} and short:
            return f"of the {len(names)} {'months' if names is MONTHS else 'weekdays'} one is not there"
    return ""


def _column(step: Step) -> list[str]:
    """What an action writes into one column, or one row."""
    rows = members(step) if step.decision.action.name == "set_cells" else []
    if all(len(row) == 1 for row in rows):
        return [row[0] for row in rows]
    return rows[0] if len(rows) == 1 else []


def _numbers(work: Work, step: Step) -> str:
    """A series of numbers the other way round, or without the number that it was to go to."""
    values = [value_of(value) for value in _column(step)]
    numbers = [value for value in values if value is not None]
    if len(numbers) < FULL or len(numbers) < len(values) - 1:
        return ""
    if values[-1] is None:
        return "the head of the column stands at its end"
    widths = {round(b - a, 9) for a, b in pairwise(numbers)}
    if len(widths) != 1:
        return ""
    width = widths.pop()
    falls = rf"\b(?:from |with |at ){max(numbers):g}\b"
    if width < 0 and not work.said.has(TURNED) and not work.said.has(falls):
        return "the numbers are the wrong way round"
    told = re.search(r"\b(?:(?:up )?to|as far as|until|till|through|ending (?:at|with|in))(?: and including)? (\d+)\b", work.said.bare)
    if width > 0 and told and float(told[1]) == numbers[-1] + width:
        return f"the numbers go to {told[1]}, and {told[1]} is not there"
    return ""


def _numbered_rows(work: Work, step: Step) -> str:
    """Numbers for the rows of a table that begin in the row of the heads, or leave out the last row."""
    values = _column(step)
    hit = re.search(r"([A-Z]+)(\d+)$", str(step.decision.action.args.get("cell", "")))
    if work.before.kind != "spreadsheet" or hit is None or len(values) < FULL or not all(value.isdigit() for value in values[1:]):
        return ""
    heads = heads_of(work.before)
    top = head_row(work.before)
    if int(hit[2]) != top or len(heads) < 2 or [int(value) for value in values[1:]] != list(range(int(values[1]), int(values[1]) + len(values) - 1)):
        return ""
    if values[0].isdigit() and f"{hit[1]}{hit[2]}".lower() not in work.said.bare:
        return "the numbers begin in the row of the heads"
    last = max((row for _, row, value in filled_cells(work.before) if isinstance(value, str | int | float)), default=0)
    told = {int(number) for number in work.said.numbers}
    label = next((str(value) for column, row, value in filled_cells(work.before) if row == last and column == min(heads)), "")
    wrong = len(values) - 1 == last - top - 1 and len(values) - 1 not in told and not re.search("total|sum|average|mean", label, re.IGNORECASE)
    return "the last row has no number" if wrong else ""


def _beside_a_gap(work: Work, step: Step) -> str:
    """A new column with an empty one between it and the table."""
    action = step.decision.action
    hit = re.fullmatch(r"([A-Z])(\d+)", str(action.args.get("cell", "")))
    if action.name not in ("set_cell", "set_cells") or work.before.kind != "spreadsheet" or hit is None or int(hit[2]) != head_row(work.before):
        return ""
    values = _column(step) if action.name == "set_cells" else [str(action.args.get("value", ""))]
    columns = [column for column, row, _ in filled_cells(work.before) if row == int(hit[2]) and len(column) == 1]
    written = {
        str(other.decision.action.args.get("cell", ""))[:1]
        for other in work.acts
        if other is not step and other.decision.action.name.startswith("set_cell")
    }
    told = re.search(rf"\b{hit[1].lower()}{hit[2]}\b|\bcolumn {hit[1].lower()}\b|\b{hit[1]}\b(?!['’])", work.said.text) or work.said.has(
        rf"\b{hit[1].lower()}{hit[2]}\b|\bcolumn {hit[1].lower()}\b|\b(?:gap|empty|blank|space|apart|skip)\b"
    )
    if not columns or not values or value_of(values[0]) is not None or told or any(o.decision.action.name == "insert_columns" for o in work.acts):
        return ""
    wrong = ord(hit[1]) == ord(max(columns)) + 2 and (len(values) > 1 or hit[1] not in written) and len(columns) > 1
    return f"column {chr(ord(hit[1]) - 1)} is free, and the new one is {hit[1]}" if wrong and chr(ord(hit[1]) - 1) not in written else ""


def _some_of_all(work: Work, step: Step) -> str:
    """Some of the entries of a column as choices, of which none is named."""
    action = step.decision.action
    values, hit = action.args.get("values"), re.match(r"(?:.*!)?([A-Z]+)", str(action.args.get("range", "")))
    if action.name != "validate_list" or not isinstance(values, list) or hit is None or work.before.kind != "spreadsheet":
        return ""
    said = flat(work.said.text)
    if any(flat(value) in said for value in values):
        return ""
    heads = set(heads_of(work.before).values())
    held = {flat(text) for text in texts_of_columns(work.before).get(hit[1], ()) if text not in heads}
    chosen = {flat(value) for value in values}
    return "entries of the column are no choices" if chosen < held and len(held - chosen) == 1 else ""


def _one_point(work: Work, step: Step) -> str:
    """One bullet point, where several are spoken of, or another number of them."""
    bullets = step.decision.action.args.get("bullets")
    if step.decision.action.name != "add_slide" or not isinstance(bullets, list) or not bullets or not work.said.has(RECAP):
        return ""
    if len(bullets) == 1 and flat(bullets[0]) not in flat(work.said.text) and not work.said.has(r"\b(?:one|single|1) (?:bullet|point)"):
        return "a summary has more than one point"
    told = re.search(r"\b(?:bullet|point)s?(?: point)? ?(?:count|number)\W+(\w+)", work.said.bare)
    count = number_of(told[1]) if told else None
    return f"{told[1] if told else ''} points were asked for, and there are {len(bullets)}" if count not in (None, len(bullets)) else ""
