"""Less, or more, than was said: the end of a text cut off, all of a text for the address in it, all slides for one, half of what is frozen."""

from __future__ import annotations

import re

from lam.types import Step
from lam.verdict.checks.given import KINDS
from lam.verdict.places.common import Work, first_wrong, without
from lam.verdict.places.spreadsheet import filled_cells, head_row, heads_of
from lam.verdict.words import COMMON, flat, tokens

WRITTEN = {
    "set_title": "text",
    "replace_text": "text",
    "set_notes": "text",
    "add_text_box": "text",
    "rename_sheet": "name",
    "set_header": "text",
    "set_footer": "text",
}
"""Actions -> the text that they write."""
GOES_ON = re.compile(r"^ (?:(?:to|of|for|from|with|in|and|&) (?:(?:the|a|an|our|my) )?)?([\w'’-]+)(?: [\w'’-]+)?\s*[.!]?\s*$", re.IGNORECASE)
"""What may belong to a text that is not quoted: two or three words up to the end of the instruction."""
NO_TEXT = (
    r"\b(?:slides?|decks?|presentation|document|sheets?|page|cell|please|pls|thanks?|thank you|me|us|now|instead|there|here|everywhere|too|also|only"
    r"|again|henceforth|henceforward|onwards|already|tomorrow|then|it|them|its|bold|italics?|red|blue|green|black|white|centre|center|left|right|big|large|top|bottom|first|last|field|box|button|enter"
    r"|title|titles|heading|headings|notes|name|header|footer|tab|one|ones|today|soon|row|column|table|text|file|shape|size|font|points?|pt)\b"
)
"""These go on with the instruction."""
ON_THIS_SLIDE = re.compile(r"^ (?:on|for|with|during|at|in) (?:this|that) (?:slide|one|page)\s*[.!]?\s*$", re.IGNORECASE)
CARD = re.compile(
    r"\b(?:first|last|title|cover|opening|closing|final|\w+th|second|third) (?:slide|page)\b|\bcover\b|\bslides? (?:no\.? ?|number )?\d+\b"
)
ITS_PARAGRAPH = (
    r"\b(?:paragraph|line|sentence|bullet|point|item|entry|row|title|heading)s? (?:with|that|which|where|containing|on|about|of|has|beside)\b"
)
NOT_ALL = re.compile(
    r"\b(?:on|in|of) (?:the )?(?:(?:first|last|title|cover|opening|closing|second|third|\d+(?:st|nd|rd|th)) slide\b|cover\b"
    r"|slide (?:no\.? |number )?\d+\b(?! ?(?:and|to|-|,)))"
)
"""One slide."""
ALL = r"\b(?:all|every\w*|each|whole|entire|throughout|wherever|any|deck|presentation|slides)\b"
WRITING = (
    r"\b(?:text|words?|letter\w*|font|writing|written|caption|label|titles?|type|characters?|print\w*|says?|reads?|name|lettering|numbers?|bullets?|lines?"
    r"|heading|list|points?|content|paragraph|line|subtitle)\b"
)
SHAPE = r"\b(?:bubble|arrow|hexagon|chevron|circle|ellipse|oval|diamond|star|rectangle|triangle|shape|blob|badge|cloud|heart|square)\b"
ORDERED = re.compile(r"\b(day|month|year)s?(?:\W{1,3}|,? then |,? and )(day|month|year)s?(?:\W{1,3}|,? then |,? and )(day|month|year)s?\b")
FIRST_OF_DATE = re.compile(
    r"\b(day|month|year) (?:first|in front|at the (?:front|start|beginning))\b|\b(?:start|begin)\w*(?: with)? the (day|month|year)\b"
)
EXAMPLE = r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\by{2,4}\b|\bd{1,2}[./-]|\b(?:not|nobody|never|instead|rather)\b|n['’]t\b"
"""An example of a date, or how dates are not to look."""
SIGHT = r"\b(?:sight|view|visible|fre\w+ze|frozen|scroll\w*|pin\w*|lock\w*|stay\w*|stick\w*|put)\b"
HEADS = r"\b(?:headings?|headers?|header row|column (?:names|titles|heads|headings|headers)|top row|first row|titles)\b"
PLACE_IN_TEXT = re.compile(
    r",? (?:and )?(?:to|on|at|in) (?:its|the) (?:left|right)(?: (?:side )?of (?:it|that))?$|\b(?:left|right), |, (?:left|right|above|below)\b"
)
STRIKE = r"\bstr(?:ike|iking|uck)\b(?![- ]?(?:through|out))"
THROUGH = r"\b(?:through|strikethrough|struck|cross\w*|line|lines|format\w*|look\w*|style|effect|still|visible|readable|legible|see)\b"
TOLD = re.compile(
    r"^(?:please |pls |could you |can you |now )?(?:change|replace|turn|rename|swap|correct) "
    r"(?:the (?:words?|names?|value|term) |all |every |each |the )?"
    r"[\"'“„‘]?([^.;:,\"'“”‘’]{1,40}?)[\"'”’]? (?:to|with|by|into) [\"'“„‘]?([^.;:,\"'“”‘’]{1,60}?)[\"'”’]?"
    r"(?=,? (?:everywhere|throughout|in|on|at|please|pls|wherever|whenever|all over|across|each|every|all|too|as well|within|from|for|and|then|so"
    r"|because|since|but|only|instead|now|again|thanks)\b|[.;:,!?]|\s*$)",
    re.IGNORECASE,
)
"""What is to be replaced, and by what."""
ALL_THE_WAY = (
    r"\b(?:all the way|very (?:back|front|bottom|top)|any further|as far as|completely|entirely"
    r"|(?:behind|in front of|above|below) (?:every|all)\w*)\b"
)
ONE_STEP = r"\b(?:one (?:step|level|layer|place|position)|a (?:step|level|layer|bit|little)|step)\b"
ONLY = r"\b(?:only|just|nothing but|hide|no others?|nobody else|except|apart from)\b"
BUTTONS = (
    r"\b(?:buttons?|arrows?|auto-?filter|drop-?downs?"
    r"|filters? (?:on|to|in|for|at)|add|put|switch|turn|set up|possib\w+|can|could|able|later|myself)\b"
)
TITLE = r"\b(?:titles?|headlines?|headings?|captions?|name)\b"
SERIES = re.compile(r"\bfrom (\d+) (?:(?:up|all the way|right|onwards?) )?(?:to|until|till|through|as far as) (\d+)\b")
TITLE_ONLY = r"\btitle[- ]only\b|\bonly (?:a |the |its )?title\b|\bjust (?:a |the |its )?title\b|\btitle and nothing else\b"


def cropped(work: Work) -> str:
    """In words, what is less, or more, than was said; empty when nothing is."""
    checks = (
        _its_end,
        _half_of_it,
        _half_a_number,
        _only_of_its_kind,
        _all_slides,
        _writing_for_shape,
        _date_order,
        _another_name,
        _untold_columns,
        _half_frozen,
        _not_title_only,
        _place_in_text,
        _invisible,
        _struck,
        _later_start,
        _how_far_down,
        _only_buttons,
        _above_the_heads,
        _not_to_the_heads,
        _data_merged,
    )
    return first_wrong(work, checks)


def _its_end(work: Work, step: Step) -> str:
    """A text that goes on in the instruction: `Dates to remember`, of which `Dates` was written."""
    action = step.decision.action
    text = action.args.get(WRITTEN.get(action.name, ""))
    if not isinstance(text, str) or not text.strip() or len(work.acts) > 1 or work.said.quotes:
        return ""
    places = [hit.end() for hit in re.finditer(rf"(?<!\w){re.escape(text.strip())}(?!\w)", work.said.text, re.IGNORECASE)]
    rest = work.said.text[places[0] :] if len(places) == 1 else ""
    named = (
        re.search(r"\b(?:to|reads?|says?|saying|reading|titled?|called?|be|as|type|write|put) $|: $", work.said.text[: places[0] - len(text)])
        if rest
        else None
    )
    if named and (ON_THIS_SLIDE.match(rest) and CARD.search(work.said.bare[: places[0]])):
        return f"the text goes on with {rest.strip()!r}"
    goes_on = GOES_ON.match(rest) if named else None
    wrong = (
        goes_on
        and (action.name != "add_text_box" or (named is not None and named[0] == ": "))
        and not re.search(NO_TEXT, rest.casefold())
        and goes_on[1].casefold() not in COMMON
    )
    return f"the text goes on with {rest.strip()!r}" if wrong else ""


def _half_of_it(work: Work, step: Step) -> str:
    """A part of what was to be replaced: `XI` for `Second XI`; of the name of a chart likewise."""
    action = step.decision.action
    find, new = str(action.args.get("find", "")), str(action.args.get("replace", ""))
    if action.name == "insert_chart" and (title := str(action.args.get("title") or "")) and title not in work.said.quotes:
        hit = re.search(
            rf"(?:named|called|titled|title|entitled) {re.escape(title)} ([a-z][\w-]+) (?:from|with|showing|based|out of)\b", work.said.text
        )
        return f"the title goes on with {hit[1]!r}" if hit and hit[1] not in COMMON and not re.search(NO_TEXT, hit[1]) else ""
    if action.name != "find_replace" or not find.strip() or not new.strip() or action.args.get("regex"):
        return ""
    quotes = [flat(quote) for quote in work.said.quotes]
    old, done, rest = flat(find), flat(new), flat(without(work.said.text, work.said.quotes))
    whole = [quote for quote in quotes if old in quote and old != quote]
    fits = any(quote.replace(old, done) in quotes for quote in quotes if old in quote)
    part_only = whole and old not in quotes and old not in rest and not fits and action.args.get("target", "all") == "all"
    if part_only and _stands(work, whole[0]):
        return f"“{whole[0].strip()}” was to be replaced, and {find!r} was"
    if (
        not fits
        and done not in quotes
        and done not in rest
        and (more := [quote for quote in quotes if done in quote])
        and old not in more[0].replace(done, " ")
    ):
        return f"the instruction says “{more[0].strip()}”, and {new!r} is a part of it"
    if done not in quotes and any(done in quote and quote.replace(done, " ").strip() == old.strip() for quote in quotes):
        return f"{new!r} is a part of what is quoted"
    named = re.findall(rf"(?<!\w){re.escape(find)}(?: ([A-Z]\w+))?(?!\w)", work.said.text)
    if done.startswith(old) and len(named) > 1 and all(named) and old not in quotes:
        return f"{find!r} is a part of names, and was replaced"
    hit = TOLD.search(work.said.text)
    if hit is None:
        return ""
    before, behind = flat(hit[1]), flat(hit[2])
    if old not in quotes and old in before and old != before and _stands(work, before):
        return f"{hit[1]!r} was to be replaced, and {find!r} was"
    wrong = done not in quotes and done in behind and done != behind
    return f"it was to be replaced by {hit[2]!r}, and {new!r} is a part of it" if wrong else ""


def _stands(work: Work, words: str) -> bool:
    """Whether these words, as `flat` makes them, stand somewhere in the document."""
    held = (part.properties.get(name) for part in work.before.parts for name in ("text", "value"))
    return any(words in flat(value) for value in held if value) or any(words in flat(e.text) for e in work.elements)


def _half_a_number(work: Work, step: Step) -> str:
    """A part of a number that is written in groups: `0142` of `0555 0142`."""
    match = str(step.decision.action.args.get("match", ""))
    if not re.fullmatch(r"[\d ]+", match):
        return ""
    hit = re.search(rf"(?<!\w)(\d+) {re.escape(match)}(?!\w)|(?<!\w){re.escape(match)} (\d+)(?!\w)", work.said.text)
    there = hit and any(hit[0] in e.text for e in work.elements if e.id == step.decision.action.args.get("target"))
    return f"the instruction says {hit[0]}, and {match} is a part of it" if hit and there else ""


def _how_far_down(work: Work, step: Step) -> str:
    """One step to the back, or the front, for all the way, or the other way round."""
    to = step.decision.action.args.get("to")
    if step.decision.action.name != "order_shape" or len(work.acts) > 1 or work.said.has(ALL_THE_WAY) == work.said.has(ONE_STEP):
        return ""
    wrong = to in (("backward", "forward") if work.said.has(ALL_THE_WAY) else ("back", "front"))
    return f"the instruction says how far, and it went {to}" if wrong else ""


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
    rows = range(*sorted((int(hit[2]), int(hit[4]) + 1)))
    several = len({row for _, row, _ in filled_cells(work.before) if min(int(hit[2]), int(hit[4])) <= row <= max(int(hit[2]), int(hit[4]))}) > 1
    return f"the title was to be merged, and {len(rows)} rows were" if several and not work.said.has(r"\brows\b|\bcells? below\b") else ""


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


def _only_of_its_kind(work: Work, step: Step) -> str:
    """All of a text, where the address, the date or the amount in it is spoken of."""
    action = step.decision.action
    if action.name not in ("format_text", "insert_link") or "match" in action.args or work.said.has(ITS_PARAGRAPH):
        return ""
    text = next((e.text for e in work.elements if e.id == action.args.get("target")), "")
    for words, form in KINDS:
        found = [hit[0].strip() for hit in re.finditer(form, text)]
        if len(found) == 1 and len(tokens(text)) > len(tokens(found[0])) + 1 and re.search(rf"\b(?:the|The) (?:{words})s?\b(?! \d)", work.said.text):
            return f"the instruction is about {found[0]!r}, and all of the text was changed"
    return ""


def _all_slides(work: Work, step: Step) -> str:
    """A replacement in all slides, where one is named."""
    action = step.decision.action
    find = str(action.args.get("find", "")).casefold()
    if work.before.kind != "presentation" or action.name != "find_replace" or action.args.get("target", "all") != "all" or not find:
        return ""
    hit = NOT_ALL.search(work.said.bare)
    slides = {e.id.partition(".")[0] for e in work.elements if find in e.text.casefold()}
    return f"the instruction says “{hit[0]}”, and {len(slides)} slides were changed" if hit and len(slides) > 1 and not work.said.has(ALL) else ""


def _writing_for_shape(work: Work, step: Step) -> str:
    """The writing on a shape, where the shape is to have a colour."""
    action = step.decision.action
    if action.name != "format_text" or "color" not in action.args or "match" in action.args or len(work.acts) > 1:
        return ""
    roles = {e.id: e.role for e in work.elements}
    wrong = roles.get(str(action.args.get("target"))) == "shape" and work.said.has(SHAPE) and not work.said.has(WRITING)
    return "the instruction is about a shape, and its writing was coloured" if wrong else ""


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
    top, columns = head_row(work.before), dict[str, set[str]]()
    for column, row, held in filled_cells(work.before):
        if row > top and isinstance(held, str) and not held.startswith("="):
            columns.setdefault(column, set()).add(held)
    for held_there in columns.values():
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


def _not_title_only(work: Work, step: Step) -> str:
    """Another layout than the one with a title alone."""
    action = step.decision.action
    wrong = action.name == "set_layout" and action.args.get("layout") != "title_only" and work.said.has(TITLE_ONLY) and len(work.acts) == 1
    return "the layout was to have a title only" if wrong else ""


def _place_in_text(work: Work, step: Step) -> str:
    """A text that runs on into where it, or what follows it, is to stand: `Mean, to its left`."""
    action = step.decision.action
    text = action.args.get("value") if action.name == "set_cell" else action.args.get(WRITTEN.get(action.name, ""))
    wrong = isinstance(text, str) and not text.startswith("=") and text not in work.said.quotes and PLACE_IN_TEXT.search(text)
    return f"{text!r} tells a place, too" if wrong else ""


def _invisible(work: Work, step: Step) -> str:
    """Letters in the colour of what is behind them."""
    args = step.decision.action.args
    behind = next((str(args[name]) for name in ("highlight", "fill", "background") if args.get(name)), "")
    return f"letters and ground would both be {behind}" if behind and str(args.get("color", "")).casefold() == behind.casefold() else ""


def _struck(work: Work, step: Step) -> str:
    """A text that was struck through, where `strike` may mean that it is to go."""
    action = step.decision.action
    wrong = action.name in ("format_text", "format_cells") and action.args.get("strikethrough") and work.said.has(STRIKE)
    return "to strike may mean to delete, and it was struck through" if wrong and not work.said.has(THROUGH) else ""
