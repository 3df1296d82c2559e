"""Wishes and deeds: what the instruction asks for and nobody did, and what was done and nobody asked for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from lam.guard import strings
from lam.reading.base import Change, Reading
from lam.types import Kind, Step
from lam.verdict.checks.choices import COLORED, colors, named_colors
from lam.verdict.words import LEXICON, QUOTED, Said, pattern

NOUNS = (
    r"(?:paragraphs?|texts?|words?|lines?|rows?|columns?|cells?|headings?|titles?|slides?|shapes?|box(?:es)?|parts?|sentences?|lists?|items?|points?)"
)
ASPECTS = [(pattern(aspect["says"]), frozenset(aspect["kinds"]), aspect["about"]) for aspect in LEXICON["aspects"]]
"""(what the instruction says, in which kinds of document, what an action's name, argument or changed property must contain)"""
LICENCES: Mapping[str, str] = LEXICON["licences"]
"""Action -> beginnings of words, one of which an instruction that wants it has. Actions that are not here serve many wishes."""
WISHES = {action: {name: pattern(words) for name, words in arguments.items()} for action, arguments in LEXICON["wishes"].items()}
"""Action -> argument -> what an instruction says that wishes it."""
STRONGLY_DELETING = (
    r"\b(?:delet|remov|eras|get rid|throw|eliminat|scrap|disappear|(?:in|into) the (?:bin|trash|rubbish|wastebasket)|bin (?:it|them|the|that)\b|toss)"
)
VERBAL = re.compile(r"(insert|delete)_(rows|columns|table_rows|table_columns|slide|shape)$")
INSIDE = (
    r"\b(?:texts?|words?|contents?|entry|entries|values?|figures?|fill|outline|border|colou?r|bullets?|titles?|notes?) (?:in|of|on|from|out of)\b"
    r"|\bwhat (?:is|stands) "
)
"""What is in rows, columns, shapes and slides; where this is to go, they stay."""
_SAME_WISH = r"(?! by\b| (?:just |simply )?(?:hit|press|click|tap|confirm|pick|choose|type)\b)"
"""Not behind a `then`: the next key of the way through a menu is no wish of its own."""
SEQUEL = (
    rf"^first\b.*\bthen\b{_SAME_WISH}|[,;.] (?:and )?(?:then|after that|afterwards|additionally)\b{_SAME_WISH}|[,;.] also,? (?!by\b)"
    rf"|\band (?:then|after that)\b{_SAME_WISH}"
    rf"|[.!?] (?:and|also|then|after that)\b{_SAME_WISH}"
)
"""What joins a second wish to the first."""
ONE_WISH = (
    "filter",
    "sort",
    "order_shape",
    "move_slide",
    "move_sheet",
    "delete_slide",
    "validate_list",
    "freeze",
    "remove_duplicates",
    "set_transition",
)
"""Actions whose arguments together fulfil one wish."""
PLACES = ("target", "range", "slide", "cell", "table", "sheet", "after", "before", "at", "match")


def unmet(instruction: str, kind: Kind, acts: Sequence[Step], effect: Sequence[Change]) -> list[str]:
    """The aspects that the instruction names and that no successful action and no change is about.

    A word that only tells which part is meant (`the bold paragraph`) or that went into an argument (`insert "be bold"`) asks for nothing.
    """
    done = " ".join(
        [*(f"{s.decision.action.name} {' '.join(s.decision.action.args)}" for s in acts), *(f"{c.part} {c.property}" for c in effect)]
    ).lower()
    said = " ".join(str(value) for s in acts for value in s.decision.action.args.values()).lower()
    bare = QUOTED.sub(" ", instruction.lower())
    missing = []
    for words, kinds, wanted in ASPECTS:
        if kind not in kinds:
            continue
        bare_of_references = re.sub(rf"\b(?:the|a|an|this|that|every|each|all|any) (?:{words}) {NOUNS}\b", " ", bare)
        hit = re.search(rf"\b(?:{words})\b", bare_of_references)
        if hit and not re.search(wanted, done) and not re.search(wanted, said) and hit[0] not in said:
            missing.append(hit[0])
    return missing


def uncolored(instruction: str, acts: Sequence[Step], effect: Sequence[Change], before: Reading) -> str:
    """A colour that the instruction names outside of quotes and that nothing done is about; empty when there is none.

    Colours that the document speaks of or has already are no wishes, nor are white and black, which are said of much else.
    """
    bare = Said(instruction).bare
    there = " ".join(str(value) for part in before.parts for value in part.properties.values()).lower()
    used = {number for step in acts for text in strings(_tinting(step)) for number in colors(text)}
    seen = [change for change in effect if change.property in ("text", "value", "runs") or any(name in change.property for name in COLORED)]
    if any(step.decision.action.name in TINTED for step in acts):
        seen = [change for change in seen if change.property not in ("text", "value")]
    used |= {number for change in seen for number in colors(f"{change.before} {change.after}")}
    for number, name in named_colors(bare):
        if number not in used and _is_wish(name, bare) and name not in there and f"#{number:06x}" not in there:
            return name
    return ""


def _is_wish(color: str, bare: str) -> bool:
    """Whether a colour's name is said of a wanted colour: white and black are said of much else, and what something is changed from is not wanted."""
    if re.search(rf"\bfrom (?:the |its |that )?(?:\w+ )?{color}\b", bare):
        return False
    return color not in ("white", "black") or re.search(rf"\b{color} {PAINTED}", bare) is not None


def _tinting(step: Step) -> dict[str, Any]:
    """The arguments that may answer a wish for a colour: where an action has some for colours, those; else all."""
    action = step.decision.action
    tinted = action.name in TINTED or any(name in COLORED for name in action.args)
    return {name: value for name, value in action.args.items() if name in COLORED or not tinted}


PAINTED = r"(?:back\w+|fill\w*|text|letter(?:s|ing)?|font|words?|writing|type|colou?r\w*|outline)\b"
"""What is named behind white and black where they are meant as colours."""
TINTED = ("add_shape", "format_shape", "format_text", "format_cells", "set_background", "set_title", "add_text_box")
"""Actions whose texts are no colours."""


def half_done(said: Said, acts: Sequence[Step]) -> bool:
    """Whether the instruction has a second wish and only one thing was done. One action may fulfil two wishes by two arguments."""
    action = acts[0].decision.action
    single = action.name in ONE_WISH or sum(name not in PLACES for name in action.args) < 2
    return len(acts) == 1 and said.has(SEQUEL) and single


def unwished(instruction: str, acts: Sequence[Step]) -> list[str]:
    """The formats that actions gave although no word of the instruction is about them."""
    said = instruction.lower()
    colored = bool(colors(instruction))
    missing: dict[str, None] = {}
    for step in acts:
        for name, value in step.decision.action.args.items():
            words = WISHES.get(step.decision.action.name, {}).get(name)
            if (
                not words
                or value in (None, False, "")
                or re.search(words, said)
                or (isinstance(value, str) and value.lower() in said)
                or (name in COLORED and colored)
            ):
                continue
            missing[name] = None
    return list(missing)


def unwishable(said: Said, name: str, schema: Mapping[str, Any]) -> set[str]:
    """The arguments of an action that no word of the instruction wishes, whatever their value."""
    colored = bool(colors(said.text))
    closed = {n for n, told in schema["properties"].items() if told.get("type") != "string" or "enum" in told}
    wishes = WISHES.get(name, {})
    return {n for n in closed & wishes.keys() if not re.search(wishes[n], said.text.lower()) and not (n in COLORED and colored)}


def unlicensed(said: Said, acts: Sequence[Step]) -> list[str]:
    """The actions that no word of the instruction is about."""
    actions = [step.decision.action for step in acts]
    colored = {action.name for action in actions if any(name in COLORED for name in action.args)} if colors(said.text) else set()
    computed = {"fill_down"} if any(action.name.startswith("set_cell") for action in actions) else set()
    return [name for name in dict.fromkeys(action.name for action in actions) if not licensed(said, name) and name not in colored | computed]


def licensed(said: Said, name: str) -> bool:
    """Whether a word of the instruction is about the action of this name."""
    return (name not in LICENCES or said.mentions(LICENCES[name])) and not _reversed(name, said)


PLURAL = (
    r"\b(?:slides|rows|columns|paragraphs|lines|shapes|boxes|headings|items|bullets|points|cells|sheets|tables|all|both|every(?!body|one\b)\w*|each|duplicates?"
    r"|repeat\w*|then|after that)\b"
)
SINGULAR = r"\b(?:slide|page|row|column|paragraph|line|shape|box|heading|item|bullet|point|cell|sheet|table|title|one)\b"


def too_often(said: Said, acts: Sequence[Step]) -> str:
    """The action that deleted oftener than things are spoken of, or made the same again; empty when none did."""
    for name, noun in ADDED.items():
        made = [_unplaced(step) for step in acts if step.decision.action.name == name]
        if len(made) != len(set(made)) and not said.has(rf"\b(?:{noun}s|each|every(?!body|one\b)\w*|both|all|again|another|twice|copies)\b"):
            return name
    for name in WRITTEN_ONCE:
        made = [_unplaced(step) for step in acts if step.decision.action.name == name]
        if (
            len(made) != len(set(made))
            and not said.has(PLURAL)
            and not said.has(r"\b(?:again|another|twice|and (?:in|on|to|after|before|below|above))\b")
        ):
            return name
    deleting = Counter(a.name for step in acts if (a := step.decision.action).name.startswith(("delete", "clear", "remove")))
    spoken_of = len(re.findall(SINGULAR, said.bare))
    return next((name for name, times in deleting.items() if times > max(1, spoken_of) and not said.has(PLURAL)), "")


WRITTEN_ONCE = ("set_title", "replace_text", "set_notes", "insert_text", "insert_page_break", "insert_comment")
"""Actions that one wish asks for once, unless several places are spoken of."""
ADDED = {"insert_table": "table", "insert_chart": "chart", "insert_toc": "table", "add_slide": "slide", "add_shape": "shape", "insert_image": "image"}
"""Actions that make something -> what it is called."""


def _unplaced(step: Step) -> str:
    """What an action made, wherever it put it."""
    return repr(sorted((name, repr(value)) for name, value in step.decision.action.args.items() if name not in PLACES))


def _reversed(name: str, said: Said) -> bool:
    """Whether rows, columns or slides were deleted where nobody says so, or inserted where only deleting is spoken of, or rows for columns."""
    hit = VERBAL.match(name)
    if not hit:
        return False
    if "rows" in hit[2] and said.has(r"\bcolumns?\b") and not said.has(r"\b(?:rows?|lines?|entr\w+|records?|titles?|headlines?|above|below)\b"):
        return True
    if hit[1] == "delete" and said.has(INSIDE) and not said.has(SEQUEL):
        return True
    return (
        not said.mentions(LEXICON["verbs"]["delete"])
        if hit[1] == "delete"
        else said.has(STRONGLY_DELETING) and not said.mentions(LEXICON["verbs"]["insert"])
    )
