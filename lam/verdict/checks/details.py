"""Details of a wish that an action left at its default: beside what it was to be put, what was to be kept, which number was meant."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lam.types import Step
from lam.verdict.places.common import Work
from lam.verdict.touch import singles
from lam.verdict.words import COUNT, ORDINALS, Said, number_of

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
ADDED_TO = (
    r"\b(?:append\w*|add\w*|as well|also|too|in addition|additionally|besides|extend\w*|another|further|one more"
    r"|(?:after|behind|below|under) what)\b|\bwithout (?:over\w+|losing|touching|deleting)\b"
)
REPLACED = r"\b(?:replac\w*|instead|overwrit\w*|chang\w*|swap\w*|exchang\w*|new notes?|only|nothing but|no longer|now)\b"
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
        if name.startswith("format_") and len(work.acts) == 1 and "match" not in args and said.has(PART_OF_IT):
            return "the instruction is about a part of it, and all of it was changed"
        if name == "set_notes" and said.has(ADDED_TO) and not said.has(REPLACED) and _has_notes(work, str(args.get("slide", ""))):
            return "the instruction is about adding to the notes, and they were replaced"
        if name == "insert_table" and (data := args.get("data")) and (wrong := _wider(said, args.get("columns"), len(data[0]))):
            return wrong
        if name == "insert_page_break" and (wrong := _before_it(work, step)):
            return wrong
    return ""


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
