"""Words of an instruction that name what is to be done (bold, sort, footnote, average ...), and whether anything done is about them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lam.reading.base import Change
from lam.types import Kind, Step

ANY: frozenset[Kind] = frozenset({"document", "spreadsheet", "presentation"})
TEXT: frozenset[Kind] = frozenset({"document", "presentation"})
DOCUMENT: frozenset[Kind] = frozenset({"document"})
SHEET: frozenset[Kind] = frozenset({"spreadsheet"})
NOUNS = (
    r"(?:paragraphs?|texts?|words?|lines?|rows?|columns?|cells?|headings?|titles?|slides?|shapes?|box(?:es)?|parts?|sentences?|lists?|items?|points?)"
)

ASPECTS: tuple[tuple[str, frozenset[Kind], str], ...] = (
    # (what the instruction says, in which kinds of document, what an action's name, argument or changed property must contain)
    (r"bold\w*", ANY, "bold"),
    (r"italic\w*", ANY, "italic"),
    (r"underlin\w*", ANY, "underline"),
    (r"strike ?through|struck through|cross(?:ed)? out", ANY, "strike"),
    (r"highlight\w*", ANY, "highlight|fill|color|background|condition"),
    (r"superscript|subscript", ANY, "script"),
    (r"upper ?case|lower ?case|capital letters|title case|sentence case", TEXT, "case|text"),
    (r"cent(?:er|re)(?:d|ed)?|justif\w+", ANY, "align"),
    (r"landscape|portrait", ANY, "orientation"),
    (r"foot ?notes?", TEXT, "footnote"),
    (r"comments?", DOCUMENT, "comment"),
    (r"hyper ?links?", ANY, "link"),
    (r"(?:as|with|into|in) (?:\w+ ){0,2}bullet\w*", TEXT, "bullet|list|slide"),
    (r"page break", TEXT, "break"),
    (r"transitions?", TEXT, "transition"),
    (r"speaker notes?", TEXT, "note"),
    (r"sort\w*", SHEET, "sort"),
    (r"filter\w*", SHEET, "filter"),
    (r"fr[eo]{1,2}z\w*", SHEET, "freeze|frozen"),
    (r"charts?|graph|diagram", SHEET, "chart"),
    (r"averag\w*|avg|mean", SHEET, "average|pivot|subtotal"),
)


def unmet(instruction: str, kind: Kind, acts: Sequence[Step], effect: Sequence[Change]) -> list[str]:
    """The aspects that the instruction names and that no successful action and no change is about.

    A word that only tells which part is meant (`the bold paragraph`) or that went into an argument (`insert "be bold"`) asks for nothing.
    """
    done = " ".join(
        [*(f"{s.decision.action.name} {' '.join(s.decision.action.args)}" for s in acts), *(f"{c.part} {c.property}" for c in effect)]
    ).lower()
    said = " ".join(str(value) for s in acts for value in s.decision.action.args.values()).lower()
    bare = re.sub(r"\"[^\"]*\"|“[^”]*”|'[^']*'", " ", instruction.lower())
    missing = []
    for words, kinds, wanted in ASPECTS:
        if kind not in kinds:
            continue
        bare_of_references = re.sub(rf"\b(?:the|a|an|this|that|every|each|all|any) (?:{words}) {NOUNS}\b", " ", bare)
        hit = re.search(rf"\b(?:{words})\b", bare_of_references)
        if hit and not re.search(wanted, done) and not re.search(wanted, said) and hit[0] not in said:
            missing.append(hit[0])
    return missing


WISHES: dict[str, str] = {
    "bold": r"bold|heav|strong|thick|weight|fat\b|emphas|stands? out|highlight",
    "italic": r"ital|slant|cursive|oblique|emphas|stands? out",
    "underline": r"under ?-?lin|under ?-?scor|line (?:under|below|beneath)|emphas|stands? out",
    "strikethrough": r"str[iu](?:ke|ck)|cross|line through|through",
    "size_pt": r"size|big|larg|small|tall|huge|tiny|\bpt\b|point|grow|shrink|enlarg|increas|decreas|reduc|\d",
}
"""Argument of `format_text` -> words, one of which an instruction that wishes it has."""


def unwished(instruction: str, acts: Sequence[Step]) -> list[str]:
    """The formats that actions gave to text although no word of the instruction is about them."""
    said = instruction.lower()
    given = {name for step in acts if step.decision.action.name == "format_text" for name, value in step.decision.action.args.items() if value}
    return [name for name, words in WISHES.items() if name in given and not re.search(words, said)]
