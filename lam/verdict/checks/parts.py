"""A part of a phrase, of a list of numbers or of a column; and what goes with what was done, but was not done."""

from __future__ import annotations

import re

from lam.types import Step
from lam.verdict.places.common import Work, first_wrong, points_of, stands
from lam.verdict.places.spreadsheet import filled_cells, head_row, heads_of, texts_of_columns
from lam.verdict.words import COMMON, QUOTED, flat, tokens, value_of

BEFORE_A_PHRASE = re.compile(
    r"an?|the|this|that|every|each|all|any|no|my|our|your|his|her|its|their|sa(?:ys?|id|ying)|reads?|change|replace|swap|exchange|write|call(?:ed)?"
    r"|named?|rename|turn|make|link|of|to|for|with|by|from|i[nst]|on|at|into|as|was|be|becomes?|instead|and|or|but|than|like|them|where(?:ver)?"
    r"|when(?:ever)?|words?|phrase|text|term|not|just|only|find|see|click|press|until"
)
"""Words before a phrase that are no part of it."""
ENUMERATED = re.compile(r"\b(slides|pages) ((?:\d+(?:,? (?:and|&|or) |, ?))+\d+)\b")
UNDONE = (
    r"\b(?:unmerg\w+|un-merg\w+|undo(?:ne|ing)? (?:the |that |this )?(?:merg\w+|join\w*)|split|separate|take apart|apart again|no longer merged)\b"
)
ONE_BOX = r"\b(?:(?:single|one) (?:\w+ )?(?:box|cell) (?:over|across)|merg(?:e|ed|ing)|join(?:ed)? (?:the |its |all )?cells)\b"
FOR_COLUMNS = r"\b(?:two|2)[- ]columns?\b|\btwo (?:lists|texts|halves) side by side\b"
NO_MARKS = (
    r"\b(?:without|no|lose|losing|remove|removing|drop|get rid of|take (?:off|away)|rid of|kill|strip\w*|delete) "
    r"(?:(?:any|the|those|these|all|of|its|their|list) )*(?:bullets?|dots?|markers?|numbers|numbering|bullet (?:signs|marks|symbols))\b(?! points?)"
)
REMOVES = r"\b(?:remove|delete|drop|cut|take out|get rid of|throw out|lose|scrap) (?:the |these |both |those |my |our )?(?:two |three )?slides\b"
OUTLINED = r"\b(?:outlin\w*|borders?|contours?|edges?|frames?d?|rims?|strokes?|lines?|around|surround\w*)\b"
LOWER = r"\b(?:all|in|into|to|entirely|only) (?:all )?(?:lower[- ]?case|small letters)\b"
UPPER = r"\b(?:all|in|into|to|entirely|only) (?:all )?(?:upper[- ]?case|capitals|capital letters)\b"
ON_TOP = (
    r"\bto (?:the )?front\b|\bon top of (?:all|every\w*|the (?:lot|rest|others?))|\b(?:sheet|one) (?:you|that is) seen? first\b|\babove the lot\b"
)
AT_BOTTOM = (
    r"\bto (?:the )?(?:very )?back\b|\bat the (?:very )?bottom\b|\bbehind (?:all|every\w*|the (?:lot|rest|others))\b|\ball (?:the )?others on top\b"
)
ORDERING = (
    r"\b(?:revers\w+|order\w*|sort\w*|swap\w*|exchang\w*|mov\w+|first|top|last|before|after|up|down|between|rearrang\w*|above|below|under|follow\w*"
    r"|end|start|begin\w*|precede\w*|goes|go|put|switch\w*|replac\w*|instead|next)\b"
)
SUITS_A_PART = r"\b(?:first|last|except|without|but|until|up to|from|through|only|half|top|bottom|\d+)\b"


def partial(work: Work) -> str:
    """In words, what is a part only, or lacks what goes with it; empty when all is there."""
    checks = (
        _part_of_phrase,
        _part_replacement,
        _listed_places,
        _one_choice,
        _text_compared,
        _texts_added_up,
        _over_a_row,
        _head_in_table,
        _formula_first,
        _points_reordered,
        _some_cells,
        _first_row_short,
        _opposite,
        _unmerged,
        _one_slide,
    )
    return first_wrong(work, checks)


def _part_of_phrase(work: Work, step: Step) -> str:
    """A word of a phrase that stands in the document, where the instruction has the whole phrase: `rota` for `tea rota`."""
    action = step.decision.action
    part = str(action.args.get("match") or (action.args.get("find") if action.name == "find_replace" else "") or "")
    text = re.sub(r"\S+://\S+", " ; ", work.said.text)
    said, own = flat(text), flat(part)
    if not part.strip() or action.args.get("regex") or said.count(own) == 0 or own in {flat(quote) for quote in work.said.quotes}:
        return ""
    if action.name == "find_replace" and own in (new := flat(action.args.get("replace", ""))):
        said = said.replace(new, " ; ")
    letter = re.search(rf"(?<!\w){re.escape(part)} ([A-Z])(?!\w)", text)
    lettered = [f"{own.strip()} {letter[1].lower()}"] if letter and stands(work, f"{own}{letter[1].lower()} ") else []
    found = []
    for hit in re.finditer(rf"(?:(\w+))?{re.escape(own)}(?:(\w+))?", said):
        longer = [f"{hit[1]} {own.strip()}"] * bool(hit[1] and not BEFORE_A_PHRASE.fullmatch(hit[1]))
        longer += [f"{own.strip()} {hit[2]}"] * bool(hit[2] and (hit[2] not in COMMON or len(hit[2]) == 1) and hit[2] != "a")
        there = [*(phrase for phrase in longer if stands(work, f" {phrase} ")), *lettered]
        if not there:
            return ""
        found += there
    sentence = [phrase for phrase in found if not re.search(rf"{'[ -]+'.join(map(re.escape, phrase.split()))}", text, re.IGNORECASE)]
    return f"the instruction says {found[0]!r}, and {part!r} is a part of it" if found and not sentence else ""


def _part_replacement(work: Work, step: Step) -> str:
    """A part of a name as the new text: `Great` for `Great Hall`; a new name of a sheet likewise."""
    action = step.decision.action
    name = {"find_replace": "replace", "rename_sheet": "name", "copy_sheet": "name", "set_title": "text"}.get(action.name, "")
    new = str(action.args.get(name, "") or "").strip()
    if not new or work.said.text.count(new) != 1 or new in work.said.quotes:
        return ""
    quotes = [hit for hit in QUOTED.finditer(work.said.text) if new in hit[0]]
    if quotes and not any(flat(a) == flat(quotes[0][0]) for s in work.acts for a in s.decision.action.args.values() if isinstance(a, str)):
        return f"the instruction says {quotes[0][0]}, and {new!r} is a part of it"
    find = str(action.args.get("find", ""))
    behind = re.search(rf"(?<!\w){re.escape(new)} ([\w-]+)", work.said.text)
    before = re.search(rf"(?:(\w)|^)\W*\b([A-Z][\w-]*) {re.escape(new)}(?!\w)", work.said.text)
    capital = new[:1].isupper() or new[:1].isdigit()
    if capital and behind and behind[1][:1].isupper() and len(behind[1]) > 1 and behind[1] not in ("I",):
        return f"the instruction says {behind[0]!r}, and {new!r} is a part of it"
    if (
        capital
        and before
        and before[1]
        and before[2].lower() not in COMMON
        and not BEFORE_A_PHRASE.fullmatch(before[2].lower())
        and (before[2] not in find or " " in find)
    ):
        return f"the instruction says “{before[2]} {new}”, and {new!r} is a part of it"
    if behind and find and find.split()[-1:] == [behind[1]] and not new.endswith(behind[1]):
        return f"the instruction says {behind[0]!r}, and {new!r} is a part of it"
    if capital and before and before[1] and find and find.split()[0] == before[2] and not new.startswith(before[2]) and len(find.split()) > 1:
        return f"the instruction says “{before[2]} {new}”, and {new!r} is a part of it"
    return ""


def _listed_places(work: Work, step: Step) -> str:
    """Some of the slides whose numbers are listed."""
    hit = ENUMERATED.search(work.said.bare)
    if hit is None or not work.settled or step is not work.acts[0] or work.said.has(r"\b(?:except|but|not|other than|apart)\b"):
        return ""
    targets = [str(act.decision.action.args.get(name, "")) for act in work.acts for name in ("target", "slide") if name in act.decision.action.args]
    targets += [str(place) for act in work.acts for place in (act.decision.action.args.get("slides") or ()) if isinstance(place, str)]
    if not targets or any("-" in target or not target.startswith("s") for target in targets):
        return ""
    wanted, done = {int(number) for number in re.findall(r"\d+", hit[2])}, {int(number[1:]) for t in targets for number in re.findall(r"^s\d+", t)}
    lost = wanted - done
    return f"s{min(lost)} is among those that are listed, and nothing was done there" if lost and lost != wanted else ""


def _one_choice(work: Work, step: Step) -> str:
    """A list with one choice."""
    values = step.decision.action.args.get("values")
    wrong = step.decision.action.name == "validate_list" and isinstance(values, list) and len(values) == 1
    return "a list to choose from has more than one choice" if wrong and not work.said.has(r"\b(?:only|single|one) (?:choice|option|value)\b") else ""


def _text_compared(work: Work, step: Step) -> str:
    """More or less than a text that is neither number nor date."""
    args = step.decision.action.args
    value = args.get("value")
    text = isinstance(value, str) and value_of(value) is None and not re.search(r"\d", value)
    wrong = step.decision.action.name in ("filter", "conditional_format") and args.get("operator") in ("<", ">", "<=", ">=") and text
    return f"nothing is more or less than {value!r}" if wrong and not work.said.has(r"\balphabet\w*|\b[a-z] ?(?:to|-|through) ?[a-z]\b") else ""


def _texts_added_up(work: Work, step: Step) -> str:
    """The sum or greatest of texts in a pivot table."""
    args = step.decision.action.args
    if step.decision.action.name != "pivot_table" or work.before.kind != "spreadsheet" or args.get("function", "sum") == "count":
        return ""
    head = next((column for column, text in heads_of(work.before).items() if flat(text) == flat(args.get("values", ""))), "")
    numbers = [
        value for column, row, value in filled_cells(work.before) if column == head and row > head_row(work.before) and not isinstance(value, str)
    ]
    texts = texts_of_columns(work.before).get(head, ())
    wrong = head and texts and not numbers
    return f"{args.get('values')} holds texts, which can only be counted" if wrong else ""


def _over_a_row(work: Work, step: Step) -> str:
    """Something new in a row that was filled, while a row was inserted elsewhere."""
    action = step.decision.action
    hit = re.fullmatch(r"([A-Z]+)(\d+)", str(action.args.get("cell", "")))
    added = [other.decision.action for other in work.acts if other.decision.action.name == "insert_rows" and other.index < step.index]
    rows = action.args.get("rows")
    if action.name != "set_cells" or hit is None or len(added) != 1 or not isinstance(rows, list) or work.before.kind != "spreadsheet":
        return ""
    at, count = added[0].args.get("at"), added[0].args.get("count", 1)
    if not isinstance(at, int) or not isinstance(count, int) or len(rows) > count:
        return ""
    row = int(hit[2])
    was = row if row < at else row - count
    filled = [column for column, r, value in filled_cells(work.before) if r == was and value not in ("", None)]
    return f"row {row} was full, and row {at} was inserted" if not at <= row < at + count and len(filled) > 2 and len(rows[0]) > 2 else ""


def _head_in_table(work: Work, step: Step) -> str:
    """The head of a new column below the first row of a table, or the label of a new row beside the first column."""
    action = step.decision.action
    hit = re.fullmatch(r"([A-Z])(\d+)", str(action.args.get("cell", "")))
    data = action.args.get("data")
    if action.name != "set_table_cells" or hit is None or not isinstance(data, list) or len(work.acts) != 2:
        return ""
    names = [act.decision.action.name for act in work.acts]
    one = len(data) == 1 and isinstance(data[0], list) and len(data[0]) == 1 and isinstance(data[0][0], str) and value_of(data[0][0]) is None
    if not one or work.said.has(r"\b(?:second|third|middle|row \d|column [a-z]\b|under\b)"):
        return ""
    if "insert_table_columns" in names and hit[2] != "1":
        return "the head of the new column is not in the first row"
    return (
        "the label of the new row is not in the first column" if "insert_table_rows" in names and hit[1] != "A" and work.said.has(r"\brow\b") else ""
    )


def _formula_first(work: Work, step: Step) -> str:
    """A formula with its label to the right."""
    rows = step.decision.action.args.get("rows")
    if step.decision.action.name != "set_cells" or not isinstance(rows, list):
        return ""
    for row in rows:
        if isinstance(row, list) and len(row) == 2 and str(row[0]).startswith("=") and isinstance(row[1], str) and not row[1].startswith("="):
            return "the label stands behind its formula"
    return ""


def _points_reordered(work: Work, step: Step) -> str:
    """The points of a list in another order than before, of which nobody speaks."""
    bullets, target = step.decision.action.args.get("bullets"), step.decision.action.args.get("target")
    if step.decision.action.name != "set_bullets" or not isinstance(bullets, list):
        return ""
    there = [flat(line) for line in points_of(work, target)]
    kept = [there.index(flat(bullet)) for bullet in bullets if flat(bullet) in there]
    if len(kept) < 2 or kept == sorted(kept) or len(set(there)) < len(there):
        return ""
    falls = (
        kept == sorted(kept, reverse=True)
        and len(kept) > 1
        and not work.said.has(r"\b(?:revers\w+|swap\w*|exchang\w*|turn\w*|order|sort\w*|switch\w*)\b")
    )
    return (
        "the points are in another order than before" if falls and (len(kept) > 2 or not work.said.has(ORDERING) or len(bullets) > len(there)) else ""
    )


def _some_cells(work: Work, step: Step) -> str:
    """A replacement in some cells of a column, where others of it have the same text."""
    action = step.decision.action
    hit = re.fullmatch(r"(?:.*!)?([A-Z]+)(\d+):\1(\d+)", str(action.args.get("target", "")))
    find = flat(action.args.get("find", ""))
    if action.name != "find_replace" or hit is None or work.before.kind != "spreadsheet" or hit[0].lower() in work.said.text.lower():
        return ""
    off = [row for c, row, v in filled_cells(work.before) if c == hit[1] and find in flat(v) and row > head_row(work.before)]
    lost = [row for row in off if not int(hit[2]) <= row <= int(hit[3])]
    return f"{hit[1]}{lost[0]} has it, too" if lost and not work.said.has(SUITS_A_PART) else ""


def _first_row_short(work: Work, step: Step) -> str:
    """A format for a column that leaves out the first or the last number, or a count that does."""
    action = step.decision.action
    value = str(action.args.get("value", ""))
    place = str(action.args.get("range", "")) if action.name == "format_number" else value if action.name == "set_cell" else ""
    form = r"=COUNTIF\(\$?([A-Z]+)\$?(\d+):\$?\1\$?(\d+)[,;].*\)" if value.startswith("=") else r"([A-Z]+)(\d+):\1(\d+)"
    hit = re.fullmatch(form, place)
    said = re.sub(r"\b(?:under|underneath|below|beneath|after|behind) the (?:last|bottom|first)\b", " ", work.said.bare)
    if hit is None or work.before.kind != "spreadsheet" or re.search(SUITS_A_PART, re.sub(r"\b\w*\d\w* (?:decimals?|digits?|places?)\b", " ", said)):
        return ""
    rows = {row for column, row, held in filled_cells(work.before) if column == hit[1] and row > head_row(work.before) and held not in ("", None)}
    if action.name == "format_number":
        rows = {row for column, row, held in filled_cells(work.before) if column == hit[1] and isinstance(held, int | float)}
    first, last = int(hit[2]), int(hit[3])
    labels = " ".join(flat(held) for _, row, held in filled_cells(work.before) if row in (first - 1, last + 1) and isinstance(held, str))
    if re.search(r" (?:sub)?totals? | sum | average | mean ", labels) or not rows or not {first, last} <= rows | {first}:
        return ""
    lost = sorted({first - 1, last + 1} & rows)
    return f"{hit[1]}{lost[0]} belongs to it, too" if lost and len(rows) > 3 else ""


def _opposite(work: Work, step: Step) -> str:
    """The opposite of what is said, or something that is not it: capitals for small letters, marks for none, a line for a fill, another layout."""
    action, args, said = step.decision.action, step.decision.action.args, work.said
    wrong = ""
    if action.name == "format_text" and args.get("case") in ("upper", "lower") and said.has(LOWER) != said.has(UPPER):
        wrong = f"{args['case']} case" if (args["case"] == "upper") == said.has(LOWER) else ""
    elif action.name == "format_paragraph" and args.get("bullets") in ("bullet", "number") and said.has(NO_MARKS):
        kind = "bullet" if said.has(r"\bbullets?\b|\bdots?\b") else "number"
        wrong = "a list" if not said.has(r"\b(?:but|instead|rather|replace\w*|number\w*|turn)\b") or args["bullets"] == kind else ""
    elif action.name == "set_list" and args.get("kind", "bullet") in ("bullet", "number") and said.has(rf"{NO_MARKS}|\bunlist\w*"):
        wrong = "a list" if not said.has(r"\b(?:but|instead|rather|replace\w*|turn)\b") else ""
    elif action.name == "format_shape" and "line" in args and "fill" not in args and len(args) == 2 and not said.has(OUTLINED):
        wrong = "the outline"
    elif action.name == "set_layout" and args.get("layout") != "two_content" and said.has(FOR_COLUMNS):
        wrong = f"the layout {args.get('layout')}"
    elif action.name == "place_shape" and args.get("align") in ("left", "center", "right") and said.has(r"\bto the (?:very )?(?:bottom|top)\b"):
        wrong = f"{args['align']}" if not said.has(r"\b(?:left|right|cent\w+|middle)\b") else ""
    elif action.name == "format_cells" and args.get("border") in ("top", "bottom") and said.has(r"\b(?:border|frame|box|line)s? (?:a)?round\b"):
        wrong = f"a border at the {args['border']}"
    elif action.name == "order_shape":
        up, down = said.has(ON_TOP), said.has(AT_BOTTOM)
        wrong = f"{args.get('to')}" if up != down and args.get("to") in (("back", "backward") if up else ("front", "forward")) else ""
        wrong = wrong or ("one step back" if down and not up and args.get("to") == "backward" and said.has(r"\ball (?:the )?others\b") else "")
    return f"it was to be something else than {wrong}" if wrong and len(work.acts) == 1 else ""


def _unmerged(work: Work, step: Step) -> str:
    """Cells that were merged and were to be taken apart, or were to become one and did not."""
    action = step.decision.action
    if action.name == "merge_cells" and action.args.get("merged", True) and work.said.has(UNDONE) and not work.said.has(r"\bmerge\b"):
        return "the cells were to be taken apart"
    names = {act.decision.action.name for act in work.acts}
    wrong = work.before.kind == "spreadsheet" and step is work.acts[-1] and "insert_rows" in names and "merge_cells" not in names
    return "one box was to go over several columns, and nothing was merged" if wrong and work.said.has(ONE_BOX) else ""


def _one_slide(work: Work, step: Step) -> str:
    """One slide taken out of several."""
    wrong = step.decision.action.name == "delete_slide" and len(work.acts) == 1 and re.search(REMOVES, work.said.bare)
    return "slides were to go, and one did" if wrong and " and " in f" {' '.join(tokens(work.said.text))} " else ""
