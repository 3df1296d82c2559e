"""Details of a wish that an action left at its default: beside what it was to be put, what was to be kept, which number was meant."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lam.types import Step
from lam.verdict.checks.clauses import single
from lam.verdict.places.common import ANCHORED, LONGEST, ORDINAL, Work, ordinal
from lam.verdict.places.spreadsheet import CELL, head_row
from lam.verdict.touch import singles
from lam.verdict.words import COMMON, COUNT, ORDINALS, Said, flat, number_of, tokens

BESIDE: Mapping[str, str] = {"insert_toc": "after", "insert_table": "after", "insert_image": "after", "add_slide": "after", "insert_text": "target"}
"""Actions that put something at the end, or the beginning, of the document unless this argument says beside what."""
ANCHOR = (
    r"\b(?:after|before|behind|below|above|beneath|underneath|under|following|ahead of|in front of|next to|right by|between)"
    r" (?!that\b|this\b|which\b|all\b|everything\b|it all\b"
    r"|the (?:end|very end|beginning|start|very|last|final|other|rest|text|document|slides? number)\b)"
    r"(?:(?:the|my|our|its|their|that|slide|page|paragraph|section|table|heading)\b|<)"
)
"""Something is to stand beside something else."""
THROUGHOUT = r"\b(?:document|text|paragraphs?|lines?|pages?|words?|everything|body|all of it|letters|file|report|it all|throughout|whole|entire)\b"
SOME = r"\b(?:every|each|all|any)(?: of)?(?: the| my| our| these| those)? (?:single )?(?P<what>[^\W\d_]+|[$€£]\s?\w*)"
"""What is meant of all there is."""
PART_OF_IT = (
    rf"\b(?:first|last|second|third|opening|closing|initial|final|every other|\d+(?:st|nd|rd|th)) (?:{COUNT} |few |couple of )?"
    r"(?:words?|letters?|sentences?|characters?|syllables?|halves|half)\b|\b(?:top|bottom|upper|lower|left|right|one) half\b"
)
"""Of a text or a table, less than all of it."""
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
ALL_OF_THEM = {"presentation": r"(?:slide|page|title)", "document": r"(?:heading|headline|paragraph|section|chapter|title|subheading|table|list)"}
ALL_OF = (
    r"\b(?:all(?: of)?(?: the| my| our| these| those)?(?: other| remaining)? {noun}s|(?:every|each)(?: single)?(?: of the)?(?: other)? {noun}s?"
    r"|(?:the )?(?:other|remaining) {noun}s|the rest of the {noun}s)\b"
)
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
AFTER_IT = (
    r"\b(?:after|behind|follow\w*(?: directly| straight)?(?: on| upon)?|end of|below)"
    rf" (?:the )?(?:({'|'.join(ORDINALS)}|\d+(?:st|nd|rd|th)) paragraph|paragraph (?:no\.? |number )?({COUNT}))\b"
)
"""A new page is to begin behind a paragraph."""


def careless(work: Work) -> str:
    """In words, the detail that was not heeded; empty when none was overlooked."""
    said = work.said
    for step in work.acts:
        name, args = step.decision.action.name, step.decision.action.args
        beside = name in BESIDE and len(work.acts) == 1 and said.has(ANCHOR)
        if beside and BESIDE[name] not in args and not any(place in args for place in ("where", "slide")):
            return "the instruction says beside what, and nothing was done about it"
        if args.get("target") == "all" and "match" not in args and work.before.kind == "document" and (some := _some(said)):
            return f"the instruction is about {some}, and everything was changed"
        if isinstance(sheet := args.get("sheet"), str) and (wrong := _other_sheet(work, sheet)):
            return wrong
        if name == "freeze" and (frozen := args.get("rows", 0)) not in (0, 1, head_row(work.before), *said.numbers) and not CELL.search(said.text):
            return f"nobody said that {frozen} rows are to stay"
        if name not in ANCHORED and len(work.acts) == 1 and (wrong := _other_from_there(work, str(args.get("target", "")))):
            return wrong
        if name.startswith("format_") and len(work.acts) == 1 and "match" not in args and said.has(PART_OF_IT):
            return "the instruction is about a part of it, and all of it was changed"
        if name == "set_notes" and not said.has(NOTES_ANEW) and _has_notes(work, str(args.get("slide", ""))):
            return "there are notes, and they were replaced"
        if name == "set_footer" and work.before.kind == "presentation" and said.has(ON_A_SLIDE) and not said.has(EVERY_SLIDE):
            return "the instruction is about one slide, and the footers of all were changed"
        noun = ALL_OF_THEM.get(work.before.kind, "")
        if noun and len(work.acts) == 1 and single(step) and said.has(ALL_OF.replace("{noun}", noun)) and not said.has(AS_THEY_ARE):
            return "the instruction is about all of them, and one was changed"
        if name == "insert_table" and (data := args.get("data")) and (wrong := _wider(said, args.get("columns"), len(data[0]))):
            return wrong
        if name == "insert_page_break" and (wrong := _before_it(work, step)):
            return wrong
    return ""


def _other_sheet(work: Work, sheet: str) -> str:
    """A sheet that is not the one that is counted or named."""
    sheets = [str(part.properties["name"]) for part in work.before.parts if part.kind == "sheet" and "name" in part.properties]
    words = flat(work.said.text)
    if sheet not in sheets or flat(sheet) in words:
        return ""
    if (hit := re.search(rf"\b({ORDINAL}) (?:work)?(?:sheet|tab)\b", work.said.bare)) and (number := ordinal(hit[1], len(sheets))):
        return "" if sheets[number - 1 : number] == [sheet] else f"the instruction is about sheet {number}, and {sheet} was worked on"
    others = [name for name in sheets if flat(name) in words and len(name) > 2]
    return f"the instruction speaks of {others[0]}, and {sheet} was worked on" if others else ""


def _other_from_there(work: Work, target: str) -> str:
    """A paragraph that is not the one that is counted from another, as far as that is found."""
    hit = re.search(FROM_THERE, work.said.text, re.IGNORECASE)
    if not hit or work.before.kind != "document" or not re.fullmatch(r"p\d+", target):
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


def _has_notes(work: Work, slide: str) -> bool:
    """Whether there are notes on the slide."""
    number = slide.removeprefix("s")
    return any(part.key.startswith(f"slide {number}") and str(part.properties.get("notes", "")).strip() for part in work.before.parts)


def _wider(said: Said, columns: object, width: int) -> str:
    """A table with more columns than texts were given, although its number of columns is not spoken of."""
    if not isinstance(columns, int) or columns == width or said.has(r"\bcolumns?\b|\d ?(?:x|by|×) ?\d"):
        return ""
    return f"{width} columns were named, and there are {columns}"


def _before_it(work: Work, step: Step) -> str:
    """A page that begins with the paragraph behind which it was to begin."""
    hit = re.search(AFTER_IT, work.said.bare)
    if not hit or work.said.has(r"\bbefore\b"):
        return ""
    number = number_of(hit[1] or hit[2])
    begins = singles(str(step.decision.action.args.get("before", "")))
    return f"the new page was to begin after paragraph {number}, and begins with it" if begins == [f"p{number}"] else ""
