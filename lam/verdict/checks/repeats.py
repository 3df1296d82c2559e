"""The same once more at another place, and formulas that cover something twice, backwards or unevenly."""

from __future__ import annotations

import json
import re

from lam.types import Action, Step
from lam.verdict.places.common import Work, first_wrong
from lam.verdict.places.spreadsheet import filled_cells, head_row
from lam.verdict.words import COUNT, value_of

PLACE = ("target", "cell", "range", "slide", "table", "after", "before", "at", "column", "columns", "sheet")
"""Arguments that say where."""
SEVERAL = (
    r"\b(?:both|each|every|everywhere|all|any|whole|either|too|also|as well|two|three|four|five|twice|times|another|others?|again|likewise"
    r"|same|alike|respectively|copy|copies|duplicate|entire|throughout)\b"
)
ANEW = ("add_slide", "insert_table", "insert_footnote", "add_sheet", "insert_image", "insert_toc", "insert_chart")
AREA = r"[a-z]{1,2}\d+ ?(?::|-|–|to|until|through|and|,|&) ?[a-z]{1,2}\d+"
TWOFOLD = r"\b(?:both|twice|two|three|four|respectively|copy|copies)\b"
PLURALS = (
    r"\b(?:paragraphs|slides|pages|cells|rows|columns|headings|titles|sections|shapes|boxes|texts|lines|points|bullets|items|tables|sheets|tabs|pictures|images"
    r"|footnotes|comments|links|entries|charts|sentences|subtitles|headlines|months|names|figures|totals|ones|them|those|these|they|their|lists|parts)\b"
)
LEFT_ALONE = (
    r"\b(?:(?:all|both|the) )?other\w*\b.{0,40}?\b(?:keep|stay|remain|as (?:it|they)|unchanged|alone)\b[^,.;]*"
    r"|\d+ points?\b|\ball i \w+|\bin all\b"
)
"""What is said of what stays as it is, and words that license nothing."""
WRITTEN = ("text", "value", "title", "url", "data", "rows", "bullets", "name")
"""Arguments that hold what is written."""
ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)")
EVEN = re.compile(r"\b(?:SUMIFS?|AVERAGEIFS?|COUNTIFS)\(", re.IGNORECASE)
SQUARED = r"\b(?:squared?|itself|twice|double[ds]?|doubling|power)\b"


def repeated(work: Work) -> str:
    """In words, what was done once too often, or covers what it should not; empty when nothing does."""
    return _twice(work) or first_wrong(work, (_backwards, _uneven, _itself, _apart))


def _without_place(action: Action) -> str:
    return json.dumps({name: value for name, value in action.args.items() if name not in PLACE}, sort_keys=True, ensure_ascii=False)


def _twice(work: Work) -> str:
    """The same action at two places, where one is spoken of."""
    seen: dict[tuple[str, str], Action] = {}
    said = re.sub(LEFT_ALONE, " ", work.said.bare)
    for step in work.acts:
        action = step.decision.action
        key = (action.name, _without_place(action))
        first = seen.setdefault(key, action)
        if (
            first is action
            or first.args == action.args
            or action.name in ("read", "find_text", "delete_rows", "delete_columns", "insert_rows", "move")
        ):
            continue
        written = [str(value) for name, value in action.args.items() if name in WRITTEN and not isinstance(value, bool)]
        formula = any(value.startswith("=") for value in written)
        once = all(work.said.text.casefold().count(value.casefold()) < 2 for value in written if len(value) > 2)
        named = sum(
            bool(re.search(rf"(?<!\w){re.escape(str(a.args.get(n)).lower())}(?!\w)", said)) for a in (first, action) for n in PLACE if n in a.args
        )
        if named > 1 or (not formula and written and not once):
            continue
        many = re.search(SEVERAL, said) or re.search(PLURALS, said)
        joined = re.search(r"\band\b|[&+]|\d ?[-–] ?\d|\d,|\b(?:from|through)\b.*\b(?:to|until|till|on)\b", said) or (
            "," in said and action.name == "set_cell"
        )
        twofold = re.search(TWOFOLD, said)
        if action.name in ANEW and not twofold and not re.search(r"\b(?:each|every|all|also|too)\b", said):
            return f"nobody asked for {action.name} twice"
        cells = [str(a.args.get("cell", "")).lower() for a in (first, action)]
        told = [bool(cell) and re.search(rf"\b{cell}\b", said) is not None for cell in cells]
        if (
            any(told)
            and not all(told)
            and not re.search(r"\b(?:both|twice|two|respectively)\b", said)
            and not re.search(rf"\b(?:each|every|all)\b|{AREA}", said)
        ):
            return f"{cells[told.index(False)].upper()} is not named"
        anew = (
            written
            and action.name.startswith("set_cell")
            and ((_outside(work, first) and _outside(work, action)) or _new_label(work, written, first, action))
        )
        if (formula or anew) and not twofold:
            return "the same stands in two cells"
        if re.search(r"\b(?:this|that) (?:one|slide|page|paragraph|shape|cell) only\b|\bonly (?:this|that) one\b", said):
            return f"one place only was spoken of for {action.name}"
        alone = written and (action.name != "set_cell" or _outside(work, first) or _outside(work, action))
        if not many and (alone or not joined):
            return f"nobody asked for {action.name} at two places"
    return ""


def _outside(work: Work, action: Action) -> bool:
    """Whether a cell lies below or beside all that is filled."""
    hit = re.fullmatch(r"([A-Z]+)(\d+)", str(action.args.get("cell", "")))
    filled = list(filled_cells(work.before)) if work.before.kind == "spreadsheet" else []
    return bool(hit and filled) and (int(hit[2]) > max(row for _, row, _ in filled) or hit[1] > max(column for column, _, _ in filled))  # type: ignore[index]


def _new_label(work: Work, written: list[str], one: Action, other: Action) -> bool:
    """Whether two neighbouring cells got the same text, which the sheet did not have."""
    hits = [re.fullmatch(r"([A-Z])(\d+)", str(action.args.get("cell", ""))) for action in (one, other)]
    if work.before.kind != "spreadsheet" or hits[0] is None or hits[1] is None or value_of(written[0]) is not None:
        return False
    near = abs(ord(hits[0][1]) - ord(hits[1][1])) + abs(int(hits[0][2]) - int(hits[1][2])) == 1
    return near and written[0] not in {str(value) for _, _, value in filled_cells(work.before)}


def _backwards(work: Work, step: Step) -> str:
    """A range whose last row is above its first."""
    for value in map(str, step.decision.action.args.values()):
        for hit in ADDRESS.finditer(value):
            if int(hit[4]) < int(hit[2]) and hit[0].lower() not in work.said.text.lower():
                return f"{hit[0]} ends above its beginning"
    return ""


def _uneven(work: Work, step: Step) -> str:
    """A sum of those that fulfil something, whose ranges are not alike."""
    for value in _formulas(step):
        if EVEN.search(value):
            sizes = {int(hit[4]) - int(hit[2]) for hit in ADDRESS.finditer(value) if hit[1] == hit[3]}
            starts = {int(hit[2]) for hit in ADDRESS.finditer(value) if hit[1] == hit[3]}
            if len(sizes) > 1 or len(starts) > 1:
                return f"the ranges of {value} are not alike"
    return ""


def _formulas(step: Step) -> list[str]:
    args = step.decision.action.args
    rows = args.get("rows")
    cells = [cell for row in rows for cell in (row if isinstance(row, list) else [row])] if isinstance(rows, list) else []
    return [str(value) for value in (args.get("value"), *cells) if str(value).startswith("=")]


def _itself(work: Work, step: Step) -> str:
    """A cell with itself."""
    for value in _formulas(step):
        if re.fullmatch(r"=\$?([A-Z]+)\$?(\d+)[-+*/]\$?\1\$?\2", value) and not work.said.has(SQUARED):
            return f"{value} is a cell with itself"
    return ""


def _apart(work: Work, step: Step) -> str:
    """A label in another row than the formula that it is for."""
    acts = [other.decision.action for other in work.acts if other.decision.action.name != "finish"]
    if work.before.kind != "spreadsheet" or len(acts) != 2 or any(act.name != "set_cell" for act in acts) or step is not work.acts[0]:
        return ""
    labels = [act for act in acts if not str(act.args.get("value", "")).startswith("=") and isinstance(act.args.get("value"), str)]
    sums = [act for act in acts if str(act.args.get("value", "")).startswith("=")]
    if len(labels) != 1 or len(sums) != 1:
        return ""
    one, other = (re.fullmatch(r"([A-Z]+)(\d+)", str(act.args.get("cell", ""))) for act in (labels[0], sums[0]))
    if one is None or other is None or work.said.has(rf"\b{one[0].lower()}\b"):
        return ""
    last = max((row for _, row, _ in filled_cells(work.before)), default=0)
    below = int(one[2]) > last - 1 and int(other[2]) > last - 1 and int(other[2]) > head_row(work.before)
    wrong = below and one[1] != other[1] and one[2] != other[2] and not re.search(rf"\b{COUNT} rows\b", work.said.bare)
    return f"the label is in row {one[2]}, and the formula in row {other[2]}" if wrong else ""
