"""Details of a wish that an action left at its default: beside what it was to be put, what was to be kept, which number was meant."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lam.types import Kind, Step
from lam.verdict.checks.clauses import single
from lam.verdict.places.common import ANCHORED, LONGEST, ORDINAL, Work, first_wrong, ordinal
from lam.verdict.places.spreadsheet import CELL, head_row
from lam.verdict.touch import singles
from lam.verdict.words import COMMON, COUNT, ORDINALS, QUOTED, Said, flat, number_of, tokens

BESIDE: Mapping[str, str] = {"insert_toc": "after", "insert_table": "after", "insert_image": "after", "add_slide": "after", "insert_text": "target"}
"""Actions that put something at the end, or the beginning, of the document unless this argument says beside what."""
ANCHOR = (
    r"\b(?:after|before|behind|below|above|beneath|underneath|under|following|ahead of|in front of|next to|right by|between)"
    r" (?!that\b|this\b|which\b|all\b|everything\b|it all\b"
    r"|the (?:end|very end|beginning|start|very|last|final|other|rest|text|document|slides? number)\b)"
    r"(?:(?:the|my|our|its|their|that|slide|page|paragraph|section|table|heading)\b|<)"
)
"""Something is to stand beside something else."""
COUNTED_PLACE = rf"\b(?!last|final|closing){ORDINAL} (?:heading|paragraph|section|chapter|bullet|image|picture)\b"
"""A place in a text that is named by its number, and is not its end."""
THROUGHOUT = r"\b(?:document|text|paragraphs?|lines?|pages?|words?|everything|body|all of it|letters|file|report|it all|throughout|whole|entire)\b"
SOME = r"\b(?:every|each|all|any)(?: of)?(?: the| my| our| these| those)? (?:single )?(?P<what>[^\W\d_]+|[$€£]\s?\w*)"
"""What is meant of all there is."""
PART_OF_IT = (
    rf"\b(?:first|last|second|third|opening|closing|initial|final|every other|\d+(?:st|nd|rd|th)) (?:{COUNT} |few |couple of )?"
    r"(?:words?|letters?|sentences?|characters?|syllables?|halves|half)\b|\b(?:top|bottom|upper|lower|left|right|one) half\b"
)
"""Of a text or a table, less than all of it."""
A_FEW_WORDS = (
    r"\b(?:highlight\w*|bold\w*|underlin\w*|italici[sz]\w*|colou?r\w*|mark\w*|make|set|put|strike\w*)(?: through| out)?"
    r" (?:the|every|each|all|this|that)(?: the)? (?:[^\W\d_]+ ){0,2}?(?:date|amount|price|name|number|word|phrase|address|e-?mail|figure|percentage"
    r"|sum|fee|deadline)(?:e?s)?\b(?! (?:paragraph|line|row|column|cell|heading|section|sentence|slide|text|item|bullet|table|list))"
)
"""What is worked on is a date, a name: a few words of a text."""
MOST_OF_FEW = 6
"""Words that these have at most."""
SQUARE = (
    r"\b(?:square|both|by|x|each|equally|same|all (?:sides|round|around)|size"
    r"|(?:wide|width|broad) and (?:high|height|tall)|(?:high|height|tall) and (?:wide|width))\b"
)
"""Words for a size both ways."""
FROM_THERE = (
    rf"\b(?P<nth>{ORDINAL}) (?:text )?(?:paragraph|line|sentence|item|bullet|point|entry) (?:under|below|after|beneath|underneath|following|behind)"
    r" (?:the |my |our )?(?:heading |headline |title |section |words? )?(?P<where>.+)"
)
"""A place that is counted from another."""
NOTES_ANEW = (
    r"\b(?:replac\w*|overwrit\w*|rewrit\w*|instead|new notes?|only|nothing but|no longer|delet\w*|remov\w*|clear\w*)\b"
    r"|\bnotes? (?:on|of|for|to|under|below|at|in)?[^.;]*\b(?:to (?:say|read)|should (?:just |only |now )?(?:say|read|be)|(?:say|read)s?)\b"
    r"|\b(?:chang\w*|set|make|swap\w*|exchang\w*) (?:the |all |its |my |our )?(?:speaker(?:['’]?s)? |presenter )?notes?\b"
)
"""Notes that are there are to go."""
ALL_OF_THEM: Mapping[Kind, str] = {
    "presentation": r"(?:slide|page|title)",
    "document": r"(?:heading|headline|paragraph|section|chapter|title|subheading|table|list)",
}
ALL_OF = (
    r"\b(?:all(?: of)?(?: the| my| our| these| those)?(?: other| remaining)? {noun}s|(?:every|each)(?: single)?(?: of the)?(?: other)? {noun}s?"
    r"|(?:the )?(?:other|remaining) {noun}s|the rest of the {noun}s)\b"
)
"""All of some things."""
AS_THEY_ARE = (
    r"\b(?:leav\w*|keep\w*|stays?|remains?|untouched|unchanged|preserv\w*|alone|as (?:it|they) (?:is|are)|not|no|n['’]t|nothing|without|except|but"
    r"|unlike|than|like|of all|among|between|before|after|ahead|follow\w*|first of|last of)\b"
)
"""Where all the others are spoken of and nothing is to happen to them."""
EVERY_SLIDE = r"\b(?:all|every\w*|each|throughout|whole|entire|slides|deck|presentation|pages|bottom of the show|any)\b"
ON_A_SLIDE = (
    r"\b(?:on|to|for|of|at|in|from) (?:the |my |our |this )?(?:(?!each|every|all)\w+ ){0,3}?slide\b(?! (?:show|deck|number))"
    r"|\bslide (?:no\.? |number )?\d"
)
"""One slide (`ON_A_SLIDE`), and not every slide."""
ON_IT = (
    r"\b(?:delet\w*|remov\w*|eras\w*|tak\w*|drop\w*|cut\w*|scrap\w*|get rid of|duplicat\w*|copy|hid\w*|mov\w*)(?: out| away)?"
    rf" (?:(?:the|that|this|my|our|its|a|all|both|{ORDINAL}|{COUNT}|only|empty|top|bottom) )*(?!slides?\b)(?:\w+ )?"
    r"(?:bullets?|points?|items?|lines?|sentences?|words?|pictures?|images?|photos?|box(?:es)?|tables?|charts?|titles?|subtitles?|shapes?|notes?|logos?"
    r"|footers?|numbers?|rectangles?|circles?|arrows?|stars?)\b(?! slides?\b)"
)
"""Something on a slide is to go, or to be copied, hidden or moved."""
CALLED = re.compile(r"^=.*\b(?:AVERAGE|SUM|MAX|MIN|MEDIAN|COUNT\w*|PRODUCT|ROUND)\(", re.IGNORECASE)
"""A formula that needs cells."""
BEGINS = r"\b(?:start|begin|open)\w* (?:with|on)(?: the words?| the text)?:?\s*$"
"""Before what a paragraph is told by."""
UNDER_TITLE = (
    r"\b(?:under|below|beneath|underneath) (?:the |its |our |my )?(?:(?:main|big|slide['’]?s?) )?(?:title|headline)\b(?! slide)"
    r"(?!.*\btitle (?:to|into|as)\b)"
)
"""Where a subtitle stands."""
AFTER_IT = (
    r"\b(?:after|behind|follow\w*(?: directly| straight)?(?: on| upon)?|end of|below)"
    rf" (?:the )?(?:({'|'.join(ORDINALS)}|\d+(?:st|nd|rd|th)) paragraph|paragraph (?:no\.? |number )?({COUNT}))\b"
)
"""A new page is to begin behind a paragraph."""


def careless(work: Work) -> str:
    """In words, the detail that was not heeded; empty when none was overlooked."""
    checks = (
        _not_beside,
        _too_much,
        _other_sheet,
        _frozen,
        _other_from_there,
        _overwritten,
        _all_footers,
        _whole_slide,
        _not_all,
        _wider,
        _before_it,
        _the_other_way,
        _of_nothing,
        _both_ways,
        _under_the_title,
        _its_beginning,
    )
    return first_wrong(work, checks)


def _not_beside(work: Work, step: Step) -> str:
    """Something new at the end, or the beginning, that has a place beside something."""
    name, args = step.decision.action.name, step.decision.action.args
    if name not in BESIDE or len(work.acts) > 1 or BESIDE[name] in args or "where" in args or "slide" in args:
        return ""
    told = work.said.has(ANCHOR) or (name != "add_slide" and work.said.has(COUNTED_PLACE))
    return "the instruction says beside what, and nothing was done about it" if told else ""


def _too_much(work: Work, step: Step) -> str:
    """All of the text, where `every amount` is spoken of, or all of a paragraph, where a part of it is."""
    name, args = step.decision.action.name, step.decision.action.args
    if "match" in args:
        return ""
    if args.get("target") == "all" and work.before.kind == "document" and (some := _some(work.said)):
        return f"the instruction is about {some}, and everything was changed"
    if not name.startswith("format_") or len(work.acts) > 1:
        return ""
    longer = (e.id == args.get("target") and len(tokens(e.text)) > MOST_OF_FEW for e in work.elements)
    if name == "format_text" and work.said.has(A_FEW_WORDS) and any(longer):
        return "the instruction is about a few words, and all of the text was changed"
    if work.said.has(PART_OF_IT):
        return "the instruction is about a part of it, and all of it was changed"
    return ""


def _under_the_title(work: Work, step: Step) -> str:
    """A title that is another, where something is to stand under it."""
    action = step.decision.action
    titles = {e.id for e in step.observation.elements if e.role.lower() == "title"}
    if action.name == "set_title" or (action.name == "replace_text" and action.args.get("target") in titles):
        return "the instruction says under the title, and the title itself was changed" if work.said.has(UNDER_TITLE) else ""
    return ""


def _its_beginning(work: Work, step: Step) -> str:
    """What a paragraph begins with, where something else in it is quoted, too."""
    match = step.decision.action.args.get("match")
    if not isinstance(match, str):
        return ""
    texts = [flat(e.text) for e in work.elements if e.id == step.decision.action.args.get("target")]
    quotes = [(next(group for group in hit.groups() if group), work.said.text[: hit.start()]) for hit in QUOTED.finditer(work.said.text)]
    others = [quote for quote, _ in quotes if flat(quote) != flat(match) and any(flat(quote) in text for text in texts)]
    named = any(flat(quote) == flat(match) and re.search(BEGINS, before) for quote, before in quotes)
    return f"“{match}” tells which paragraph, and “{others[0]}” was not worked on" if named and others else ""


def _frozen(work: Work, step: Step) -> str:
    """Rows that stay although nobody speaks of so many, and they are not those down to the heads."""
    rows = step.decision.action.args.get("rows", 0)
    if step.decision.action.name != "freeze" or rows in (0, 1, *work.said.numbers) or CELL.search(work.said.text) or rows == head_row(work.before):
        return ""
    return f"nobody said that {rows} rows are to stay"


def _overwritten(work: Work, step: Step) -> str:
    """Notes that were there, where nobody says that they are to go."""
    if step.decision.action.name != "set_notes" or work.said.has(NOTES_ANEW):
        return ""
    slide = f"slide {str(step.decision.action.args.get('slide', '')).removeprefix('s')}"
    there = any(part.key == slide and str(part.properties.get("notes", "")).strip() for part in work.before.parts)
    return "there are notes, and they were replaced" if there else ""


def _all_footers(work: Work, step: Step) -> str:
    """The footers of all slides, where one slide is spoken of."""
    if step.decision.action.name != "set_footer" or work.before.kind != "presentation" or work.said.has(EVERY_SLIDE):
        return ""
    return "the instruction is about one slide, and the footers of all were changed" if work.said.has(ON_A_SLIDE) else ""


def _whole_slide(work: Work, step: Step) -> str:
    """A slide, where something on it is spoken of."""
    if step.decision.action.name not in ("delete_slide", "duplicate_slide", "hide_slide", "move_slide") or len(work.acts) > 1:
        return ""
    return "the instruction is about something on the slide, and the slide was taken" if work.said.has(ON_IT) else ""


def _not_all(work: Work, step: Step) -> str:
    """One heading, paragraph or slide, where all of them are spoken of."""
    noun = ALL_OF_THEM.get(work.before.kind, "")
    if not noun or len(work.acts) > 1 or not single(step) or work.said.has(AS_THEY_ARE):
        return ""
    return "the instruction is about all of them, and one was changed" if work.said.has(ALL_OF.replace("{noun}", noun)) else ""


def _other_sheet(work: Work, step: Step) -> str:
    """A sheet that is not the one that is counted or named."""
    sheet = step.decision.action.args.get("sheet")
    if not isinstance(sheet, str):
        return ""
    sheets = [str(part.properties["name"]) for part in work.before.parts if part.kind == "sheet" and "name" in part.properties]
    words = flat(work.said.text)
    if sheet not in sheets or flat(sheet) in words:
        return ""
    if (hit := re.search(rf"\b({ORDINAL}) (?:work)?(?:sheet|tab)\b", work.said.bare)) and (number := ordinal(hit[1], len(sheets))):
        return "" if sheets[number - 1 : number] == [sheet] else f"the instruction is about sheet {number}, and {sheet} was worked on"
    others = [name for name in sheets if flat(name) in words and len(name) > 2]
    return f"the instruction speaks of {others[0]}, and {sheet} was worked on" if others else ""


def _other_from_there(work: Work, step: Step) -> str:
    """A paragraph that is not the one that is counted from another, as far as that is found."""
    hit, target = re.search(FROM_THERE, work.said.text, re.IGNORECASE), str(step.decision.action.args.get("target", ""))
    if not hit or step.decision.action.name in ANCHORED or len(work.acts) > 1 or work.before.kind != "document" or not re.fullmatch(r"p\d+", target):
        return ""
    order = [element.id for element in work.elements if re.fullmatch(r"p\d+", element.id)]
    words = tokens(hit["where"])[:LONGEST]
    for length in range(len(words), 0, -1):
        phrase = f" {' '.join(words[:length])} "
        found = [element.id for element in work.elements if element.id in order and phrase in flat(element.text)]
        headings = [element.id for element in work.elements if element.id in found and re.match(r"Heading|Title|Subtitle", element.role)]
        if (at := (headings or found)) and not set(words[:length]) <= COMMON:
            number = ordinal(hit["nth"].lower(), len(order)) or 0
            meant = {f"p{int(place[1:]) + number}" for place in at}
            return "" if target in meant else f"the instruction counts from {at[0]}, and {target} was changed"
    return f"nothing is found from which {hit['nth']} could be counted"


def _some(said: Said) -> str:
    """What is spoken of as `every amount`, `all dates`, where it is not all of the text."""
    hits = [hit["what"] for hit in re.finditer(SOME, said.bare)]
    return hits[0] if hits and not any(re.fullmatch(THROUGHOUT, hit) or hit in ("the", "them", "it", "time", "this", "that") for hit in hits) else ""


def _wider(work: Work, step: Step) -> str:
    """A table with more columns than texts were given, although its number of columns is not spoken of."""
    columns, data = step.decision.action.args.get("columns"), step.decision.action.args.get("data")
    if (
        step.decision.action.name != "insert_table"
        or not data
        or columns in (None, len(data[0]))
        or work.said.has(r"\bcolumns?\b|\d ?(?:x|by|×) ?\d")
    ):
        return ""
    return f"{len(data[0])} columns were named, and there are {columns}"


def _before_it(work: Work, step: Step) -> str:
    """A page that begins with the paragraph behind which it was to begin."""
    hit = re.search(AFTER_IT, work.said.bare)
    if step.decision.action.name != "insert_page_break" or not hit or work.said.has(r"\bbefore\b"):
        return ""
    number = number_of(hit[1] or hit[2])
    begins = singles(str(step.decision.action.args.get("before", "")))
    return f"the new page was to begin after paragraph {number}, and begins with it" if begins == [f"p{number}"] else ""


def _the_other_way(work: Work, step: Step) -> str:
    """A word that was replaced although it is the one that is wanted: `we say customer here, not client`."""
    action = step.decision.action
    find, new = (re.escape(flat(action.args.get(name, "")).strip()) for name in ("find", "replace"))
    if action.name != "find_replace" or not find or not new:
        return ""
    wrong = re.search(
        rf" {find} (?:(?:\w+ )?(?:not|instead of|rather than|in place of) (?:the |a )?|(?!to |by |with |into )(?:\w+ ){{1,4}}not ){new} ",
        flat(work.said.text),
    )
    return f"the instruction wants {action.args['find']}, and that was replaced" if wrong else ""


def _of_nothing(work: Work, step: Step) -> str:
    """A formula that computes something of no cell."""
    formula = str(step.decision.action.args.get("value", ""))
    if (
        step.decision.action.name != "set_cell"
        or not CALLED.search(formula)
        or formula in work.said.text
        or re.search(r"[A-Z]{1,3}\$?\d|[A-Z]:\$?[A-Z]", formula)
    ):
        return ""
    return f"{formula} computes nothing that is in the sheet"


def _both_ways(work: Work, step: Step) -> str:
    """A width and a height that are the same number, which was said once and of one of them."""
    args = step.decision.action.args
    size = args.get("width_cm")
    if size is None or args.get("height_cm") != size or work.said.has(SQUARE):
        return ""
    said = [hit for hit in re.findall(r"\d+(?:[.,]\d+)?", work.said.bare) if float(hit.replace(",", ".")) == size]
    return f"{size:g} is a width or a height, and both were changed" if len(said) == 1 else ""
