"""Sizes with their unit, ends and directions, spans for one paragraph, columns by their heads, formulas of a row: what the words fix."""

from __future__ import annotations

import re
from itertools import combinations

from lam.types import Action, Step
from lam.verdict.places.common import Work, first_wrong
from lam.verdict.places.spreadsheet import filled_cells, head_row, heads_of
from lam.verdict.words import COUNT, flat, number_of, tokens, value_of

SIZED = re.compile(
    r"(?<![\w.,])(\d+(?:[.,]\d+)?) ?-?(cm|centimet\w+|mm|millimet\w+|pt|points?)\b(?! (?:more|less|larger|bigger|smaller|wider|further))"
)
BY_HOW_MUCH = (
    r"\b(?:by|more|less|larger|bigger|smaller|wider|narrower|increas\w+|reduc\w+|decreas\w+|extra|further|add\w*|another|up|down|than|over|under"
    r"|instead of|not|from \d\S*|currently|now|was|were|of these|at the moment)\b"
)
ONE_PARAGRAPH = (
    r"\b(?:the|this|that|a|first|second|third|fourth|fifth|sixth|last|final|whole) (?:\w+ ){0,2}(?:paragraph|heading|title|sentence)\b"
    r"|\b(?:paragraph|heading) (?:number |no\.? ?|#)?\d+(?! ?(?:-|–|to|and|through))"
    r"|\bthe text (?:that|which|starting|beginning)|\bthe name of\b"
)
SPOKEN_OF_MORE = (
    r"\b(?:paragraphs|headings|titles|lines|sentences|both|each|every|all|two|three|four|five|six|following|and the|until|through|up to|as well|too"
    r"|from|list|lists|items|points|section|part|below it|after it|block|rows|steps|those|these|them|they|entire|down to)\b"
)
STRETCHED = re.compile(r"p(\d+)-p(\d+)")
NEWEST, OLDEST = (
    rf"\b(?:{words})(?: \w+){{0,3}} (?:first|on top|at the top|up top|uppermost|to the top|comes? first)\b"
    for words in ("newest|latest|most recent|freshest", "oldest|earliest")
)
FROZEN = re.compile(rf"\b({COUNT}) (?:top|first|upper|uppermost) (?:lines|rows)\b|\b(?:top|first|upper|uppermost) ({COUNT}) (?:lines|rows)\b")
SIDE = re.compile(r"\b(?:the|its) (?:very )?(left|right|top|bottom)(?:-hand)? (?:edge|border|side|margin) of the (?:slide|page)\b")
KEPT_HEAD = (
    r"\b(?:titles?|head(?:ing|er)?s?|column names?|names?)\b[^.,;:]{0,25}\b(?:stays?|remains?|fine|keep\w*|kept|survives?)\b"
    r"|\b(?:keep|leave)\b[^.,;:]{0,15}\bhead\w*"
)
SORTED = r"\b(?:rank|sort|arrange) (?:the |all |these |those )?(?:rows|table|list|data|lines|entries)\b"
AWAY_FROM_ALL = (
    r"\b(?:every other|all (?:the )?other|everything else|all else|the rest)\b[^.;]{0,40}\b(?:above|on top of|over|in front of) it\b|\branks? last\b"
)
HEADINGS = r"\b(?:headings?|titles?|headlines?)\b"
REST_KEPT = r"\b(?:only|just|keep|keeps|leave|stay|stays|not the|untouched|alone)\b"
CALLED = r"\b(?:reads?|called|named|headings?|titled?|headed|labell?ed|entitled)"
AFTER_A_NAME = ("please", "thanks", "instead", "now", "then", "too", "everywhere", "today", "there", "here", "again", "pls")
NO_FURTHER = r"\b(?:no further|only that (?:one )?word|just that (?:one )?word|nothing but that word)\b"
HEADED = r"\b(?:headed|heading|header|titled|entitled|labell?ed|called|named)\b"
CELLS_TURN = r"\bcells?(?: \w+){0,4} (?:turns?|goes|becomes?|lights? up|glows?)\b|\bcells? (?:\w+ )?(?:go|is|are|be|should be|in|lights? up|glows?)\b"
LETTERS = r"\b(?:texts?|letters?|fonts?|writing|words?|numbers?|figures?|digits?|ink|print|type|values?)\b"
BEFORE = (
    r"before|above|ahead|over\b|\btop\b|in front|preced|preface|first\b|prior|beginning|start|between|until|up to|lead|open|introduc|\bon to\b"
    r"|run-?up|front|earlier|foreword|previous|head\b|atop|by the time|upstairs|come to|reach|get to"
    r"|arriv|towards|followed by|on its way|what follows|next comes|then comes"
)
FROM_ROW_TO_ROW = r"\b(?:previous|prior|before|running|cumulat\w*|chang\w+|growth|last|next|between|rows?|earlier|preceding|difference)\b|[a-z]\d"
ON_SLIDE = (
    r"\bacross the (?:slide|page)\b|\b(?:middle|cent\w+) of the (?:slide|page)\b|\bbetween the (?:two )?(?:sides|edges)\b"
    r"|\b(?:sideways|horizontally)\b"
)
PUT_IT = r"\band (?:then )?(?:put|move|place|drag|shift|bring|send) (?:it|them|that one)\b(?! (?:in|on) (?:the )?(?:middle|cent))"
ONE_ROW = r"\b(?:that|the|this) (?:\w+ ){0,2}(?:line|row)\b"
NOT_ONE_ROW = (
    r"\b(?:rows|lines|cells|columns?|table|all|every\w*|each|whole|sheet|from|down|under|below|above"
    r"|between|until|to the (?:last|end)|data|values?)\b"
)
NO_NAME = re.compile(r"it|of|by|as|to|the|a|them|this|that|now|simply|just|sheet|tab|is|should|must|be|and|slide|with")
QUOTED_PLACE = (
    r"(?:paragraph|line|item|sentence|heading|title|slide|box|bullet|point|section|row|table|shape|cell|one|part|caption|entry|text)s?"
    r"(?:,? (?:that|which|with|where|starting|beginning|containing|mentioning|about|headed|titled|called|reading|saying|labell?ed|entitled|is|on|the"
    r"|it|says?|reads?|begins?|starts?|mentions?|contains?|holds?|has|goes|words?|in it|first|from|:))*\W*$"
)


def mismeasured(work: Work) -> str:
    """In words, what is not as the words fix it; empty when all is."""
    checks = (
        _other_measure,
        _stretched,
        _quoted_words,
        _newest,
        _frozen_rows,
        _other_side,
        _head_cleared,
        _unsorted,
        _other_key,
        _beside_their_columns,
        _one_of_both_tables,
        _other_fonts,
        _name_goes_on,
        _far_back,
        _unheaded,
        _one_cell,
        _letters_for_cells,
        _before,
        _note_of_itself,
        _on_the_slide,
        _put_elsewhere,
        _more_rows,
    )
    return _overlapping(work) or first_wrong(work, checks)


def _other_measure(work: Work, step: Step) -> str:
    """Another number of centimetres or points than is said."""
    if step is not work.acts[0] or work.said.has(BY_HOW_MUCH):
        return ""
    lengths = [
        (name, float(value))
        for act in work.acts
        for name, value in act.decision.action.args.items()
        if name.endswith(("_cm", "_pt")) and isinstance(value, int | float) and value is not True
    ]
    for hit in SIZED.finditer(work.said.bare):
        told = value_of(hit[1])
        if told is None or not lengths:
            continue
        unit = "_pt" if hit[2].startswith("p") else "_cm"
        told = told / 10 if hit[2].startswith("m") else told
        fits = [value for name, value in lengths if name.endswith(unit)]
        if fits and not any(abs(value - told) < 0.02 for value in fits):
            return f"{hit[0]} was told, and it is {fits[0]:g}"
    return ""


def _stretched(work: Work, step: Step) -> str:
    """Two paragraphs, where one is spoken of."""
    action = step.decision.action
    hit = STRETCHED.fullmatch(str(action.args.get("target", "")))
    said = re.sub(
        r"\b(?:all|the) others?\b.{0,40}?\b(?:keep|stay|remain|unchanged|alone)\b[^,.;]*|\bother paragraphs\b|\ball i \w+", " ", work.said.bare
    )
    if hit is None or int(hit[2]) != int(hit[1]) + 1 or not action.name.startswith(("format", "set_list", "apply_style", "change")):
        return ""
    lone = re.search(ONE_PARAGRAPH, said) and not re.search(SPOKEN_OF_MORE, said) and not re.search(r"\d ?(?:-|–|to|and|&|,) ?\d", said)
    return f"one paragraph is spoken of, and {hit[0]} was changed" if lone and len(re.findall(ONE_PARAGRAPH, said)) == 1 else ""


def _overlapping(work: Work) -> str:
    """The same once more on a stretch that has some of the same paragraphs."""

    def stretch(action: Action) -> set[int]:
        hit = re.fullmatch(r"p(\d+)(?:-p(\d+))?", str(action.args.get("target", "")))
        return set(range(int(hit[1]), int(hit[2] or hit[1]) + 1)) if hit else set()

    for one, other in combinations([act.decision.action for act in work.acts], 2):
        both = stretch(one) & stretch(other)
        rest = [{name: value for name, value in action.args.items() if name != "target"} for action in (one, other)]
        if one.name == other.name and rest[0] == rest[1] and both and "-" in f"{one.args.get('target')}{other.args.get('target')}":
            return f"{one.name} was done twice at p{min(both)}"
    return ""


def _quoted_words(work: Work, step: Step) -> str:
    """All of a paragraph, where words of it are quoted that do not say which paragraph is meant."""
    action = step.decision.action
    if action.name not in ("format_text", "insert_link") or action.args.get("match") or work.before.kind == "spreadsheet" or len(work.acts) > 1:
        return ""
    text = flat(next((e.text for e in work.elements if e.id == action.args.get("target")), ""))
    for quote in work.said.quotes:
        own = flat(quote)
        if len(tokens(text)) <= len(tokens(quote)) + 1 or own not in text or text.startswith(own):
            continue
        at = work.said.text.find(quote)
        before, behind = work.said.text[:at].rstrip("\"'“‘«„ ").lower(), work.said.text[at + len(quote) :].lower()
        by_place = re.search(QUOTED_PLACE, before) and not re.search(r"\bthe (?:words?|texts?|phrase|term|expression)\W*$", before)
        words = re.search(r"\b(?:the (?:words?|texts?|phrase|term|expression)|on|make|turn|so|over)\W*$", before) and re.match(
            r"\W*(?:in|of|within|into|a link|an? |should|must|ought)\b", behind
        )
        one_word = work.said.has(NO_FURTHER) and len(tokens(quote)) == 1
        if (words or one_word) and not by_place and not re.match(r"\W*(?:paragraph|line|heading|item|sentence|section|point)", behind):
            return f"the instruction is about “{quote}”, and all of the text was changed"
    return ""


def _newest(work: Work, step: Step) -> str:
    """The oldest first, where the newest is to be, or the other way round."""
    action = step.decision.action
    new, old = work.said.has(NEWEST), work.said.has(OLDEST)
    wrong = action.name == "sort" and new != old and bool(action.args.get("descending", False)) != new
    return f"the {'newest' if new else 'oldest'} is to come first" if wrong else ""


def _frozen_rows(work: Work, step: Step) -> str:
    """Another number of rows than the one that is to stay in view."""
    rows, hit = step.decision.action.args.get("rows"), FROZEN.search(work.said.bare)
    count = number_of(hit[1] or hit[2]) if hit else None
    wrong = step.decision.action.name == "freeze" and count is not None and isinstance(rows, int) and rows not in (0, count)
    return f"{count} rows are to stay in view, and {rows} do" if wrong else ""


def _other_side(work: Work, step: Step) -> str:
    """A shape at another edge than the one that is named."""
    align, hit = step.decision.action.args.get("align"), SIDE.search(work.said.bare)
    wrong = step.decision.action.name == "place_shape" and align and hit and len(work.acts) == 1 and align != hit[1]
    return f"it was to go to the {hit[1]}, and went to {align}" if wrong and hit else ""


def _head_cleared(work: Work, step: Step) -> str:
    """The head of a column, emptied with it, where it is to stay."""
    action = step.decision.action
    hit = re.fullmatch(r"([A-Z]+)(\d+):\1(\d+)", str(action.args.get("range", "")))
    if action.name != "clear" or hit is None or work.before.kind != "spreadsheet" or int(hit[2]) > head_row(work.before):
        return ""
    return "the head of the column was to stay" if work.said.has(KEPT_HEAD) else ""


def _unsorted(work: Work, step: Step) -> str:
    """Rows that were to be sorted, too."""
    names = {act.decision.action.name for act in work.acts}
    wrong = work.before.kind == "spreadsheet" and work.said.has(SORTED) and names <= {"format_number", "filter", "format_cells", "freeze"}
    return "the rows were to be sorted" if wrong else ""


def _other_key(work: Work, step: Step) -> str:
    """Repeated rows by another column than the only one that is named by its head."""
    columns = step.decision.action.args.get("columns")
    if step.decision.action.name != "remove_duplicates" or work.before.kind != "spreadsheet" or not isinstance(columns, list) or len(columns) != 1:
        return ""
    heads, said = heads_of(work.before), work.said.text.lower()
    letter = re.search(r"\bcolumn ([a-z])\b", said)
    if letter:
        return f"column {letter[1].upper()} is named, and {columns[0]} was looked at" if letter[1].upper() != columns[0] else ""
    named = [
        c
        for c, head in heads.items()
        if re.search(rf"\b{re.escape(head.lower())}\W+column\b|\bcolumn\W+(?:called |named )?{re.escape(head.lower())}\b", said)
    ]
    wrong = len(named) == 1 and named[0] != columns[0]
    return f"{heads[named[0]]} is named, and {heads.get(str(columns[0]), columns[0])} was looked at" if wrong else ""


def _beside_their_columns(work: Work, step: Step) -> str:
    """Formulas of a row that stand in other columns than those they compute."""
    rows = step.decision.action.args.get("rows")
    hit = re.fullmatch(r"([A-Z])(\d+)", str(step.decision.action.args.get("cell", "")))
    if step.decision.action.name != "set_cells" or hit is None or not isinstance(rows, list) or len(rows) != 1 or not isinstance(rows[0], list):
        return ""
    shifts = []
    for right, value in enumerate(rows[0]):
        area = re.fullmatch(r"=[A-Z]+\(\$?([A-Z])\$?\d+:\$?\1\$?\d+\)", str(value))
        shifts += [ord(area[1]) - ord(hit[1]) - right] if area else []
    return "the formulas stand in other columns than those that they compute" if len(shifts) > 1 and 0 not in shifts else ""


def _one_of_both_tables(work: Work, step: Step) -> str:
    """One of both tables, or both in different ways."""
    acts = [act.decision.action for act in work.acts]
    if any(act.name != "style_table" for act in acts) or not work.said.has(
        r"\bboth (?:of the |the |my |these )?tables\b|\bthe two tables\b|\bas well as the\b"
    ):
        return ""
    looks = {str({name: value for name, value in act.args.items() if name != "table"}) for act in acts}
    if len({act.args.get("table") for act in acts}) < 2:
        return "both tables were to be changed, and one was"
    return "both tables were to be changed alike" if len(looks) > 1 else ""


def _other_fonts(work: Work, step: Step) -> str:
    """The font of the text, or of all, for that of the headings in the master."""
    action = step.decision.action
    if action.name != "set_master_font" or not work.said.has(HEADINGS) or work.said.has(r"\b(?:body|everything|whole|both|all (?:the )?text)\b"):
        return ""
    target = action.args.get("target", "all")
    return "the headings were spoken of" if target == "body" or (target == "all" and work.said.has(REST_KEPT)) else ""


def _name_goes_on(work: Work, step: Step) -> str:
    """A name without its last word: `Who to` for `Who to ask,`."""
    action = step.decision.action
    name = {"rename_sheet": "name", "add_slide": "title", "set_title": "text", "copy_sheet": "name", "add_sheet": "name"}.get(action.name, "")
    new = str(action.args.get(name, "") or "").strip()
    if not new or work.said.text.count(new) != 1 or work.said.quotes:
        return ""
    at = work.said.text.find(new)
    behind = re.match(rf" (\w+)\s*(?:[,.;:!?]|$|\b(?:{'|'.join(AFTER_A_NAME)})\b)", work.said.text[at + len(new) :])
    before = re.search(rf"{CALLED} (\w+) $", work.said.text[:at], re.IGNORECASE)
    if before and not NO_NAME.fullmatch(before[1].lower()) and not new[:1].isdigit() and action.name != "set_title":
        return f"the name begins with {before[1]!r}"
    wrong = (
        behind
        and re.search(rf"{CALLED}\W+$", work.said.text[:at], re.IGNORECASE)
        and behind[1].lower() not in (*AFTER_A_NAME, "from", "for", "as", "on", "in")
    )
    return f"the name goes on with {behind[1]!r}" if wrong and behind else ""


def _unheaded(work: Work, step: Step) -> str:
    """A new column without the head that is told, or with another one."""
    action = step.decision.action
    hit = re.fullmatch(r"([A-Z])(\d+)", str(action.args.get("cell", "")))
    if action.name not in ("set_cell", "set_cells") or hit is None or work.before.kind != "spreadsheet" or not work.said.has(HEADED):
        return ""
    heads, top = heads_of(work.before), head_row(work.before)
    if hit[1] in heads or not heads or hit[1] < max(heads):
        return ""
    rows = action.args.get("rows")
    first = rows[0][0] if isinstance(rows, list) and rows and isinstance(rows[0], list) and rows[0] else action.args.get("value")
    if int(hit[2]) == top and isinstance(first, str) and first.strip() and not first.startswith("="):
        return f"nobody spoke of {first!r}" if not set(tokens(first)) & set(tokens(work.said.text)) else ""
    written = {str(other.decision.action.args.get("cell", "")) for other in work.acts}
    wrong = int(hit[2]) == top + 1 and str(first).startswith("=") and f"{hit[1]}{top}" not in written and len(work.acts) < 3
    return "the new column has no head" if wrong else ""


def _one_cell(work: Work, step: Step) -> str:
    """The formula of a new column in one row, or one that computes a cell with another of the same column."""
    action = step.decision.action
    hit = re.fullmatch(r"([A-Z])(\d+)", str(action.args.get("cell", "")))
    value = str(action.args.get("value", ""))
    if action.name != "set_cell" or hit is None or work.before.kind != "spreadsheet" or not value.startswith("="):
        return ""
    two = re.fullmatch(r"=\$?([A-Z]+)\$?(\d+)[-+*/]\$?([A-Z]+)\$?(\d+)", value)
    if two and two[1] == two[3] and two[2] != two[4] and work.said.has(r"\bcolumn\b") and not work.said.has(FROM_ROW_TO_ROW):
        return f"{value} computes two rows of one column"
    top, heads = head_row(work.before), heads_of(work.before)
    names = [act.decision.action.name for act in work.acts]
    headed = any(act.decision.action.args.get("cell") == f"{hit[1]}{top}" for act in work.acts)
    wrong = headed and hit[1] not in heads and int(hit[2]) == top + 1 and two and two[2] == two[4] == hit[2] and names == ["set_cell", "set_cell"]
    rows = {row for _, row, _ in filled_cells(work.before) if row > top}
    return "the new column is filled in one row only" if wrong and len(rows) > 2 else ""


def _letters_for_cells(work: Work, step: Step) -> str:
    """Coloured letters, where cells are to turn into a colour."""
    action = step.decision.action
    wrong = action.name in ("conditional_format", "format_cells") and "color" in action.args and "fill" not in action.args
    return "the cells were to have a colour, and their letters got it" if wrong and work.said.has(CELLS_TURN) and not work.said.has(LETTERS) else ""


def _before(work: Work, step: Step) -> str:
    """Something before a place, where no word asks for that."""
    action = step.decision.action
    wrong = action.name == "insert_text" and action.args.get("where") == "before" and len(work.acts) == 1
    return "nobody asked for it before something" if wrong and not re.search(BEFORE, work.said.text.lower()) else ""


def _note_of_itself(work: Work, step: Step) -> str:
    """A footnote with the words that it hangs on, which were to look like one."""
    args = step.decision.action.args
    wrong = step.decision.action.name == "insert_footnote" and args.get("text") and flat(args["text"]) == flat(args.get("match") or "")
    return f"the footnote says what it hangs on: {args['text']!r}" if wrong else ""


def _on_the_slide(work: Work, step: Step) -> str:
    """Lines centred in their box, where something is to be centred on the slide."""
    action = step.decision.action
    wrong = action.name == "format_paragraph" and action.args.get("alignment") == "center" and work.before.kind == "presentation"
    return "it was to be in the middle of the slide, and its lines are in the middle of their box" if wrong and work.said.has(ON_SLIDE) else ""


def _put_elsewhere(work: Work, step: Step) -> str:
    """Something that was changed and was also to be put elsewhere."""
    names = {act.decision.action.name for act in work.acts}
    wrong = names <= {"rename_sheet", "set_title", "format_text", "format_cells", "set_sheet_color", "hide_sheet"}
    return "it was also to be put elsewhere" if wrong and work.said.has(PUT_IT) else ""


def _more_rows(work: Work, step: Step) -> str:
    """Several rows, where one is spoken of."""
    action = step.decision.action
    hit = re.fullmatch(r"(?:.*!)?[A-Z]+(\d+)?:[A-Z]+(\d+)?", str(action.args.get("range", "")))
    if action.name != "format_cells" or hit is None or (hit[1] and int(hit[2] or 0) - int(hit[1]) < 2):
        return ""
    wrong = work.said.has(ONE_ROW) and not work.said.has(NOT_ONE_ROW)
    return f"one row is spoken of, and {action.args.get('range')} was formatted" if wrong else ""


def _far_back(work: Work, step: Step) -> str:
    """One step back, where everything else is to lie above."""
    wrong = step.decision.action.name == "order_shape" and step.decision.action.args.get("to") != "back" and work.said.has(AWAY_FROM_ALL)
    return "everything else was to lie above it" if wrong else ""
