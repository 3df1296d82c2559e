"""Where less was done than the instruction says, or a thing beside the one that is there."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from typing import Any

from lam.reading.base import Reading
from lam.types import Step
from lam.verdict.checks.choices import CHOICES
from lam.verdict.words import COUNT, LEXICON, Said, flat, value_of

FONTS = frozenset(LEXICON["fonts"]["names"])
WRITING = ("set_title", "replace_text", "insert_text", "set_cell", "add_text_box")

GOING_ON = r"\b(?:keep (?:on )?going|go on|carry on|continue|and so on|and so forth|etc|all the way (?:down|to)|(?:un)?till? (?:the|you|it|all))\b"
"""More of the same is to follow."""
SERIES = (frozenset(name.lower() for name in calendar.month_name if name), frozenset(name.lower() for name in calendar.day_name))
ONE_BY_ONE = r"\b(?:next|down\w*|below|under\w*|months?|days|idea|series|row by row|one (?:by|after)|through|until|till)\b"
LASTING = (
    rf"\b(?:{COUNT}|half a|an?)(?:-| )seconds?\b(?! (?:slide|page|paragraph|row|line|column|time))|\b\d+(?:[.,]\d+)? ?(?:s|sec|secs)\b"
    r"|\bseconds? (?:long|each)\b"
)
"""How long something is to take."""
CENTRED = r"\bcent(?:er|re|ering|ring|ered|red)\b(?! (?:cell|column|row)\b)"
THOSE_WORDS = r"\b(?:(?:those|these|that|this) (?:two |three |few )?(?:words?|phrase|expression|bit|passage)|(?:just|only) (?:those|that|these))\b"
SURROUNDED = r"\b(?:(?:the )?surrounding (?:text|words)|(?:the )?words? around (?:it|them)|(?:an?|the|one) (?:passage|phrase|expression)\b)"
"""What is only said of a part of a text."""
THE_TABLE = r"\b(?:the|this|that|its|my|our) (?:\w+ )?table\b"
ANOTHER = r"\b(?:new|another|second|further table|extra table|insert\w*|create|make|need|want|draw|build|add an?|an? \w* ?table|set up|put in)\b"
BESIDE_IT = r"\b(?:below|under\w*|beneath|after|before|above|behind|over|following|next to) (?:the|this|that|my|our) (?:\w+ )?table\b"
TAKEN_ALONG = (
    r"\b(?:put|hang|place|stick|paste|drop|insert|set|move|shift|carry|bring)\b[^.;]*"
    r"\b(?:behind|after|before|below|under|above|beneath|in front of)\b"
)
"""What is taken out here is to go in there."""


CURRENCIES = CHOICES["format_number"]["symbol"]
"""Sign of a currency -> what people say for it."""
LEVEL = r"\b(?:heading|level)(?: number| no\.?)? (\d)\b"
LISTED = re.compile(r"^[ \t]*(?:[-*•–]|\d+[.)])[ \t]+\S", re.MULTILINE)
"""A line of the instruction that is written as a point."""


def fallen_short(said: Said, acts: Sequence[Step], before: Reading) -> str:
    """In words, what was left out of a wish or done beside what is spoken of; empty when nothing."""
    for step in acts:
        name, args = step.decision.action.name, step.decision.action.args
        value = str(args.get("value", ""))
        if len(acts) == 1 and name == "set_cell" and not value.startswith("=") and (said.has(GOING_ON) or _of_a_series(said, value)):
            return "the instruction asks for more of the same, and one cell was filled"
        written = args.get("text", args.get("value"))
        if name in WRITING and isinstance(written, str) and written.casefold() in FONTS and written not in said.quotes:
            return f"{written} is a font, and was written as a text"
        if name == "set_transition" and "seconds" not in args and said.has(LASTING):
            return "the instruction says how long, and nothing was done about it"
        if name == "merge_cells" and said.has(CENTRED) and not any("alignment" in other.decision.action.args for other in acts):
            return "the instruction is about the centre, and nothing was aligned"
        if name == "insert_table" and _has_table(before) and said.has(THE_TABLE) and not said.has(ANOTHER) and not said.has(BESIDE_IT):
            return "the instruction is about a table that is there, and another one was inserted"
        if name == "delete" and len(acts) == 1 and said.has(TAKEN_ALONG) and said.has(r"\b(?:take|taken|cut|pull|lift)\b"):
            return "it is to go elsewhere, and was deleted"
        if name == "pivot_table" and (group := _ungiven(said, args.get("rows"))):
            return f"nobody spoke of {group}"
        if wrong := _other_details(said, name, args):
            return wrong
        several = len(said.quotes) > 1 or name == "insert_link"
        if name in ("format_text", "insert_link") and not args.get("match") and several and (said.has(THOSE_WORDS) or said.has(SURROUNDED)):
            return "the instruction is about some words, and all of the text was changed"
    return ""


SPACINGS = (
    (r"\bdoubl(?:e|ed|y)[- ](?:line[- ])?spac\w*|\bdouble (?:line )?spacing\b|\bdouble lines?\b", 2.0),
    (r"\bsingle[- ](?:line[- ])?spac\w*|\bsingle (?:line )?spacing\b", 1.0),
)
"""What a line spacing is called -> in lines."""
IN_LINES = re.compile(
    r"(?<![\w.,])(\d(?:[.,]\d+)?)(?:[- ]?(?:lines?|times|fold|x))?[- ](?:line[- ])?spac(?:ing|ed)\b"
    r"|\bline spacing (?:of |to |at |is |= ?)?(\d(?:[.,]\d+)?)(?![\d.,]*\d| ?(?:pt|points?|cm|mm|%))"
)


def _other_details(said: Said, name: str, args: Mapping[str, Any]) -> str:
    """In words, a currency, level, share of a line, point or choice that is not the one that is said."""
    if name == "format_number" and args.get("format") == "currency":
        named = [sign for sign, words in CURRENCIES.items() if re.search(words, said.text.lower())]
        symbol = str(args.get("symbol", "$"))
        if len(named) == 1 and not re.search(CURRENCIES[named[0]], symbol.lower()):
            return f"the instruction says {named[0]}, and the currency was {symbol}"
    levels = set(re.findall(LEVEL, said.bare))
    if name == "set_heading" and len(levels) == 1 and str(args.get("level", "")) not in levels | {""}:
        return f"the instruction says level {min(levels)}, and it was {args['level']}"
    spacing = args.get("line_spacing")
    if isinstance(spacing, int) and said.has(r"\band a half\b") and spacing + 0.5 in said.numbers:
        return f"the instruction says {spacing} and a half, and it was {spacing}"
    told = [value for words, value in SPACINGS if said.has(words)]
    lines = [value for figures in IN_LINES.findall(said.bare) if (value := value_of(figures[0] or figures[1])) is not None]
    told += lines if len(lines) == 1 else []
    if spacing is not None and len(told) == 1 and spacing != told[0]:
        return f"the instruction asks for {told[0]:g} lines of space, and it was {spacing:g}"
    points = args.get("bullets")
    listed = len(LISTED.findall(said.text))
    if isinstance(points, list) and listed > 1 and len(points) != listed:
        return f"the instruction lists {listed} points, and there are {len(points)}"
    values = [str(value) for value in args.get("values", ())] if name == "validate_list" else []
    if len(values) > 1 and (left_out := _between(said.text, values[-2], values[-1])):
        return f"the instruction lists {left_out}, too"
    return ""


def _between(text: str, one: str, other: str) -> str:
    """What a list says between two of its members that should follow each other; empty when nothing."""
    hit = re.search(
        rf"(?<!\w){re.escape(one)}['\"”’]?, *(?:and |or )?['\"“‘]?([^,;.]+?)['\"”’]?,? (?:and|or) ['\"“‘]?{re.escape(other)}(?!\w)",
        text,
        re.IGNORECASE,
    )
    return hit[1] if hit else ""


def _of_a_series(said: Said, value: str) -> bool:
    """Whether a month or weekday was written, and others are spoken of."""
    words = set(flat(said.text).split())
    return said.has(ONE_BY_ONE) and any(value.casefold() in series and len(words & series) > 1 for series in SERIES)


def _has_table(before: Reading) -> bool:
    return any(part.key.startswith("table ") for part in before.parts)


def _ungiven(said: Said, rows: object) -> str:
    """A head by which was grouped of which no word is said."""
    words = flat(said.text)
    for head in rows if isinstance(rows, list) else ():
        parts = [word for word in flat(head).split() if len(word) > 2]
        if (
            parts
            and not any(f" {word[: max(3, len(word) - 2)]}" in words for word in parts)
            and not re.search(r"\b(?:first|second|third|column)\b", words)
        ):
            return str(head)
    return ""
