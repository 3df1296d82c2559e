"""How far something reaches: all of a text for a word in it, every column for one, columns for a table, a text without its first word."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lam.types import Step
from lam.verdict.places.common import ORDINAL, Work, first_wrong, ordinal, without
from lam.verdict.places.spreadsheet import filled_cells, heads_of
from lam.verdict.words import COMMON, COUNT, QUOTED, flat, number_of, tokens

_TEXT = r"(?:paragraph|line|sentence|title|heading|headline|bullet|item|point|cell|it)"
REST_OF_IT = (
    rf"(?<!and )(?<!and the )(?<!with the )(?<!plus the )\b(?:rest|remainder) of (?:(?:the|that|this|its|my|our) )?(?:\w+ )?{_TEXT}\b"
    rf"|\b(?:rest|remainder) of (?:\w+ ){{0,2}}{_TEXT} (?:to |is |should |must |has to |be )*"
    r"(?:keeps?|stays?|remains?|left|alone|un(?:changed|touched))\b"
)
"""What stays as it is is a part of what is worked on."""
NOT_TOLD_BY = (
    r"\b(?:with|containing|contain\w*|mention\w*|has|have|says?|reads?|where|which|that|finds?|begin\w*|start\w*|end\w*)"
    r"(?: the)?(?: \w+)?\s*[\"'“‘]*$"
)
"""Before a quote that tells which text is meant."""
IN_IT = r"^[\"'”’]*,? (?:in|within|inside) (?:it|there|that|this)\b(?! (?:paragraph|line|section|slide|document|table|list))"
"""Behind a quote that is a part of what was named before."""
NOT_ITS = (
    r"\bnot (?:the|its|their|my|our|his|her) {part}(?: colou?rs?)?"
    r"(?! (?:box|frame|field|before|after|above|below|under|in|on|of|with|that|which)\b)\b"
)
WRITING = r"(?:fonts?|text|letter(?:s|ing)?|writing|words?|characters?)"
GROUND = r"(?:backgrounds?|fill(?:ing)?|shading|highlight(?:ing)?)"
DENIED: Mapping[str, str] = {
    "color": WRITING,
    "background": GROUND,
    "fill": GROUND,
    "highlight": GROUND,
    "line_color": r"(?:outlines?|borders?|lines?|frames?|edges?)",
}
"""Arguments -> what has this colour, where it is spoken of as what is not to be coloured."""
TO_THE_LAST = (
    r"\b(?:to|until|till) the (?:very )?(?:last|bottom|final|end)\b"
    r"|\b(?:with|including|plus|and) (?:the |its )?(?:head(?:er|ing|line)?s?|titles?)\b"
    r"|\b(?:whole|entire|complete|full) (?:data )?(?:table|block|list|data)\b"
)
"""Where something ends that is no column as a whole."""
NOT_BUT = {
    "before": r"\bnot (?:ahead of|before|in front of|above|over)\b[^.;:]*\bbut (?:after|behind|below|under\w*|following)\b",
    "after": r"\bnot (?:after|behind|below|under\w*)\b[^.;:]*\bbut (?:ahead|before|in front|above|over)\b",
}
"""Side of something -> where it is said that it is the other one."""
ONLY_THERE = (
    r"\b(?:only|just) (?:in|within|inside|under) (?:the|this|that|my|our)\b"
    r"|\b(?:in|within|inside|under) (?:the|this|that|my|our) (?:[\w'’]+ ){1,4}(?:only|alone)\b"
)
"""A replacement is not for all of the document."""
_NAME = r"([A-Z]\w+(?: [A-Z]\w+)+)"
NAME_OF = rf"{_NAME}(?:['’]s?) name\b|\b[Nn]ame(?: of)? {_NAME}"
"""A name of several words that is to be worked on."""
IN_DIALOG = r">|→|\b(?:type|press|click|hit|dialog\w*|menu|button)\b"
BUTTONS = ("add", "ok", "okay", "apply", "insert", "close", "cancel", "save", "enter", "done", "yes")
"""What is pressed when a dialog is filled in."""
WRITES = (
    r"\b(?:not(?:e|ing)|writ(?:e|ing)|say(?:s|ing)?|read(?:s|ing)|put(?:ting)? down|jot(?:ting)? down|typ(?:e|ing)|stat(?:es?|ing)|remind(?:s|ing)?)"
)
"""What is to be written comes behind these."""
SIDES = r"\b(?:left|right|top|bottom|upper|lower|inner|outer|both sides|the sides|sideways)\b"
ALL_SIDES = r"\b(?:all|every|each|everywhere|round|around|four)\b|(?=.*\bleft\b)(?=.*\bright\b)(?=.*\btop\b).*\bbottom\b"
NO_PART = (
    r"an?|the|th(?:at|is|ese|ose|ere)|it|as|[io]n|at|[tds]o|of|for|with|here|down|up|out|into|onto|over|under|about|by|from|and|or|but|is|are|be|was"
    r"|texts?|words?|comment|notes?|remark|message|line|sentence|phrase|cell|slide|my|our|your|their|its|his|h(?:er|im)|me|us|them|just|only"
    r"|something|anything|like|following|exactly|literally|simply|please|name|title|value|number"
)
"""Words between these and what is to be written that are no part of it."""
NAMING = ("add_sheet", "copy_sheet", "rename_sheet")
NOTES = ("set_notes", "insert_comment", "insert_footnote", "add_text_box", "set_header", "set_footer")
"""Actions whose text people write behind a colon."""
MOST_LEFT = 4
"""Words that are left out at most where a text is cut."""
ONE_SLIDE = ("hide_slide", "delete_slide", "duplicate_slide", "set_transition", "set_background")
"""Actions on one slide each."""
SLIDES_TO = rf"\bslides? (?:numbers? |nos?\.? )?({COUNT}) ?(?:to|through|thru|till|until|-|–) ?(?:slide |number |no\.? )?({COUNT})\b"
WRITTEN: Mapping[str, str] = {
    "insert_comment": "text",
    "insert_footnote": "text",
    "set_notes": "text",
    "set_cell": "value",
    "set_title": "text",
    "replace_text": "text",
    "add_text_box": "text",
    "set_header": "text",
    "set_footer": "text",
}
"""Actions -> the text that they write."""
OF_A_PART = (
    r"(?:bold|italics?|underlined?|struck through|red|blue|green|orange|yellow|purple|highlighted|bigger|larger"
    r"|in (?:bold|italics|red|blue|green|capitals))"
)
_FIGURE = r"[$€£]?(\d[\d.,]*\d)"
_UNIT = r"(?: ?(?:%|€|percent|per cent|euros?|pounds?|dollars?))?"
THAT_FIGURE = (
    rf"\b(?:bold|underline|highlight|italici[sz]e|mark|strike(?: through| out)?) (?:the )?(?:figure |number |amount |sum |price )?{_FIGURE}{_UNIT}"
    r"(?=\s*$|[.;!?]|,? (?:in|on|and|with)\b)"
)
BEHIND_FIGURE = rf"\b(?:after|before|behind|following) (?:the )?(?:figure |number |amount )?{_FIGURE}{_UNIT}(?=\s*$|[.;!?]|,? (?:in|on|and|with)\b)"
"""Something is to stand beside a figure in a text."""
ITS_FIGURE = (
    r"^(?:please |and )?(?:(?:make|set|put|turn|print|show) )?(?:the )?[$€£]?(\d[\d.,]*\d)(?: ?(?:%|€|percent|euros?|pounds?|dollars?))?"
    rf" (?:(?:should|must|has to|needs to|is to|ought to) (?:be|become|stand|appear) )?{OF_A_PART}\b"
)
"""A figure in a text is what is worked on."""
UNDER, ABOVE = (
    rf"\b(?:{words}) (?:the |that |our |my )?(?:(?:bullet|point|item|entry|line|one)s? )?"
    r"(?:(?:about|on|with|that says|saying|for|of|called|named|mentioning) )?(?:the )?"
    for words in ("under|below|after|beneath|underneath|behind|following", "above|before|over|ahead of|in front of")
)
"""Beside a point of a list."""
SHORT = 3
"""Letters of the heads that are too short to be looked for."""


def overreached(work: Work) -> str:
    """In words, what reaches too far, or not far enough; empty when nothing does."""
    checks = (
        _rest_too,
        _denied,
        _other_columns,
        _all_rows,
        _pressed,
        _cut_short,
        _every_side,
        _beside_another,
        _denied_side,
        _only_there,
        _part_of_name,
        _its_end,
        _not_that_point,
        _beside_figure,
        _slides_between,
    )
    return first_wrong(work, checks)


def _rest_too(work: Work, step: Step) -> str:
    """All of a text, where a part of it is quoted or the rest of it is spoken of."""
    action = step.decision.action
    if not action.name.startswith("format_text") or "match" in action.args:
        return ""
    if work.said.has(REST_OF_IT):
        return "the instruction is about a part of it, and all of it was changed"
    texts = [flat(e.text) for e in work.elements if e.id == action.args.get("target")]
    figure = re.search(ITS_FIGURE, work.said.bare) or re.search(THAT_FIGURE, work.said.bare)
    if figure and any(flat(figure[1]) in text and flat(figure[1]) != text for text in texts):
        return f"the instruction is about {figure[1]}, and all of the text was changed"
    for hit in QUOTED.finditer(work.said.text):
        quote = flat(next(group for group in hit.groups() if group))
        inside = any(quote in text and quote != text for text in texts)
        if inside and re.search(IN_IT, work.said.text[hit.end() :]) and not re.search(NOT_TOLD_BY, work.said.text[: hit.start()], re.IGNORECASE):
            return f"the instruction is about “{quote.strip()}” in it, and all of it was changed"
    return ""


def _denied(work: Work, step: Step) -> str:
    """The colour of what is not to be coloured: `not the font colour`."""
    if not step.decision.action.name.startswith("format_") or len(work.acts) > 1:
        return ""
    for name, part in DENIED.items():
        if name in step.decision.action.args and (hit := re.search(NOT_ITS.replace("{part}", part), work.said.bare)):
            return f"the instruction says “{hit[0]}”, and {name.replace('_', ' ')} was set"
    return ""


def _other_columns(work: Work, step: Step) -> str:
    """A replacement in all columns, where one is named by its head."""
    action = step.decision.action
    find = str(action.args.get("find", ""))
    if action.name != "find_replace" or work.before.kind != "spreadsheet" or action.args.get("target", "all") != "all" or not find:
        return ""
    there = {column for column, _, value in filled_cells(work.before) if find.casefold() in str(value).casefold()}
    said = flat(without(work.said.text, [find, str(action.args.get("replace", ""))]))
    for column, head in heads_of(work.before).items():
        name = flat(head).strip()
        named = len(name) > SHORT and re.search(
            rf" (?:in|within|inside|from|of) (?:the |our |my |its )?{re.escape(name)} | {re.escape(name)} column | column {re.escape(name)} ", said
        )
        if named and there - {column}:
            return f"the instruction is about {head}, and {find!r} was replaced in other columns, too"
    return ""


def _all_rows(work: Work, step: Step) -> str:
    """Columns as a whole for a name, where the rows of a table are spoken of."""
    action = step.decision.action
    wrong = action.name == "name_range" and re.fullmatch(r"(?:.*!)?[A-Z]+:[A-Z]+", str(action.args.get("range", ""))) and work.said.has(TO_THE_LAST)
    return f"the instruction is about the rows of a table, and {action.args['range']} has all rows of the sheet" if wrong else ""


def _pressed(work: Work, step: Step) -> str:
    """A name that is that of a button, or a text that is what a dialog calls its field."""
    for value in (str(step.decision.action.args.get(part, "")) for part in ("name", "text")):
        if not value or value in work.said.quotes:
            continue
        if value.casefold() in BUTTONS and work.said.has(IN_DIALOG):
            return f"{value} is to be pressed, and was taken for a text"
        if re.search(rf"(?<!\w){re.escape(value)} (?:field|box) ?:", work.said.text, re.IGNORECASE):
            return f"{value} is what a field is called, and was taken for a text"
    return ""


def _cut_short(work: Work, step: Step) -> str:
    """A text without the word that it begins with."""
    action = step.decision.action
    text = str(action.args.get(WRITTEN.get(action.name, ""), "")).strip()
    if not text or text in work.said.quotes:
        return ""
    places = [hit.start() for hit in re.finditer(rf"(?<!\w){re.escape(text)}(?!\w)", work.said.text, re.IGNORECASE)]
    before = re.search(rf"{WRITES} (\w+) $", work.said.text[: places[0]], re.IGNORECASE) if len(places) == 1 else None
    return (
        f"the text begins with {before[1]!r}, and that was left out"
        if before and not re.fullmatch(f"{NO_PART}|{WRITES}", before[1], re.IGNORECASE)
        else ""
    )


def _every_side(work: Work, step: Step) -> str:
    """All margins, where some sides are spoken of."""
    args = step.decision.action.args
    wrong = step.decision.action.name == "set_page" and "margin_cm" in args and work.said.has(SIDES) and not work.said.has(ALL_SIDES)
    return "the instruction is about the margins of some sides, and all were set" if wrong and work.said.has(r"\bmargins?\b") else ""


def _beside_another(work: Work, step: Step) -> str:
    """A new point of a list that does not stand beside the one that is named."""
    action = step.decision.action
    bullets = action.args.get("bullets")
    shown = next((e.text for e in step.observation.elements if e.id == action.args.get("target")), "")
    old = shown.split(" / ")
    if action.name != "set_bullets" or not isinstance(bullets, list) or len(bullets) != len(old) + 1 or "…" in shown:
        return ""
    new = [n for n, item in enumerate(bullets) if str(item) not in old]
    if len(new) != 1 or [str(item) for n, item in enumerate(bullets) if n != new[0]] != old:
        return ""
    said = without(work.said.text, [str(bullets[new[0]])]).casefold()
    words = [{word for word in tokens(item) if len(word) > SHORT and word not in COMMON} for item in old]
    for pattern, shift in ((UNDER, 1), (ABOVE, 0)):
        for hit in re.finditer(pattern, said):
            next_word = next(iter(tokens(said[hit.end() : hit.end() + 40])), "")
            at = [n for n, own in enumerate(words) if next_word in own]
            if len(at) == 1 and new[0] != at[0] + shift:
                return f"the new point was to stand beside {old[at[0]]!r}"
    return ""


def _denied_side(work: Work, step: Step) -> str:
    """The side of something that is denied: `not before it but after`."""
    where = step.decision.action.args.get("where")
    wrong = isinstance(where, str) and where in NOT_BUT and len(work.acts) == 1 and work.said.has(NOT_BUT[where])
    return f"the instruction says not {where} it" if wrong else ""


def _only_there(work: Work, step: Step) -> str:
    """A replacement everywhere, where one place is said to be the only one."""
    action = step.decision.action
    find = str(action.args.get("find", "")).casefold()
    if action.name != "find_replace" or action.args.get("target", "all") != "all" or not find or not work.said.has(ONLY_THERE):
        return ""
    texts = (str(part.properties.get("text", part.properties.get("value", ""))) for part in work.before.parts)
    return "the instruction is about one place only, and all were changed" if sum(find in text.casefold() for text in texts) > 1 else ""


def _part_of_name(work: Work, step: Step) -> str:
    """One word of a name, or all of a text, where the instruction says a name that stands in the text."""
    action = step.decision.action
    if action.name in NAMING:
        return _shortened(work, str(action.args.get("name", "")))
    if action.name not in ("format_text", "insert_link", "insert_comment", "insert_footnote"):
        return ""
    match = action.args.get("match")
    texts = [e.text for e in work.elements if e.id == action.args.get("target")]
    if isinstance(match, str) and match not in work.said.quotes:
        for before, after in ((r"[A-Z][\w'’]+ ", ""), ("", r" [A-Z][\w]+")):
            hits = re.findall(rf"(?<![\w.]){before}{re.escape(match)}{after}(?!\w)", work.said.text)
            if match[:1].isupper() and hits and any(hit in text for hit in hits for text in texts) and not work.said.text.startswith(hits[0]):
                return f"the instruction says {hits[0]}, and {match} is a part of it"
    if action.name == "insert_link" and match is None and len(work.acts) == 1 and (name := re.search(NAME_OF, work.said.text)):
        whole = next(group for group in name.groups() if group)
        for part in (whole, whole.partition(" ")[2]):
            if " " in part and any(part in text and flat(part) != flat(text) for text in texts):
                return f"the instruction is about {part}, and all of the text became a link"
    return ""


def _shortened(work: Work, name: str) -> str:
    """A name without the word beside it that belongs to it: `June` for `Budget June`."""
    text = work.said.text
    if not (name[:1].isupper() or name[:1].isdigit()) or name in work.said.quotes:
        return ""
    for hit in re.finditer(rf"(?<=[a-z,:] )([A-Z]\w+) {re.escape(name)}(?!\w)|(?<!\w){re.escape(name)} ([A-Z]\w+)", text):
        return f"the instruction says {hit[0]}, and {name} is a part of it"
    return ""


def _its_end(work: Work, step: Step) -> str:
    """The end of what stands behind a colon, or between `put` and the cell, where all of it was to be written."""
    action = step.decision.action
    text = action.args.get(WRITTEN.get(action.name, ""), "")
    if not isinstance(text, str) or text in work.said.quotes or not text.strip() or text.startswith("="):
        return ""
    if len(work.acts) > 1:
        return ""
    whole = [work.said.text.rpartition(": ")[2]] if ": " in work.said.text and action.name in NOTES else []
    whole += re.findall(rf"\b(?:[Pp]ut|[Ww]rite|[Ee]nter|[Tt]ype) (.+?) (?:in|into|to|at) (?:cell )?{action.args.get('cell')}(?!\w)", work.said.text)
    for told in whole:
        left = flat(told).removesuffix(flat(text)) if flat(told) != flat(text) and flat(told).endswith(flat(text)) else ""
        if "," not in told and len(left.split()) <= MOST_LEFT and any(not re.fullmatch(NO_PART, word) for word in left.split()):
            return f"the text begins with {left.strip()!r}, and that was left out"
    return ""


def _not_that_point(work: Work, step: Step) -> str:
    """Another point of a list than the one that is counted, taken out or changed."""
    action = step.decision.action
    bullets = action.args.get("bullets")
    shown = next((e.text for e in step.observation.elements if e.id == action.args.get("target")), "")
    old = shown.split(" / ")
    counted = re.findall(rf"\b({ORDINAL}) (?:bullet|point|item|line|entry)\b", work.said.bare)
    if (
        action.name != "set_bullets"
        or not isinstance(bullets, list)
        or "…" in shown
        or len(set(counted)) != 1
        or not 0 <= len(old) - len(bullets) < 2
    ):
        return ""
    changed = [n for n, item in enumerate(old, 1) if item not in map(str, bullets)]
    number = ordinal(counted[0], len(old))
    if (
        len(changed) != 1
        or not number
        or changed == [number]
        or (len(bullets) == len(old) and work.said.has(rf"\b(?:as|in|to) (?:the )?{counted[0]}\b"))
    ):
        return ""
    return f"the instruction is about point {number}, and point {changed[0]} was changed"


def _beside_figure(work: Work, step: Step) -> str:
    """A new paragraph, where something is to stand beside a figure in a text."""
    action = step.decision.action
    hit = re.search(BEHIND_FIGURE, work.said.bare)
    if action.name != "insert_text" or hit is None:
        return ""
    texts = [flat(e.text) for e in work.elements if e.id == action.args.get("target")]
    inside = any(flat(hit[1]) in text and flat(hit[1]) != text for text in texts)
    return f"the text was to stand beside {hit[1]}, and became a paragraph" if inside else ""


def _slides_between(work: Work, step: Step) -> str:
    """Fewer slides than those from one number to another."""
    name, hit = step.decision.action.name, re.search(SLIDES_TO, work.said.bare)
    if (
        name not in ONE_SLIDE
        or hit is None
        or any(act.decision.action.name != name for act in work.acts)
        or work.said.has(r"\b(?:move|shift|copy|put)\b")
    ):
        return ""
    first, last = number_of(hit[1]) or 0, number_of(hit[2]) or 0
    places = {
        str(act.decision.action.args.get("slide", act.decision.action.args.get("target"))) for act in work.acts if act.decision.action.name == name
    }
    few = 0 < first < last and len(places) <= last - first and all(re.fullmatch(r"s\d+", place) for place in places)
    return f"the instruction is about slides {first} to {last}, and {len(places)} were changed" if few else ""
