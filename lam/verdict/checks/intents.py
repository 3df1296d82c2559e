"""Whether what was done is what such instructions ask for, and all of it, by the readers that learnt it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lam.actions import Declaration
from lam.types import Kind, Step
from lam.verdict.intents.facts import LEFT_TO_PLACES, PLACED, action_of, facts, in_words
from lam.verdict.intents.reader import shipped
from lam.verdict.intents.surplus import shipped as surplus
from lam.verdict.matching.reader import shipped as matches
from lam.verdict.touch import singles
from lam.verdict.words import Said, flat

LOOKS = (
    r"\b(?:make|format|align\w*|cent(?:er|re)\w*|bold|italic\w*|underlin\w*|highlight\w*|colou?r\w*|spac\w*|indent\w*|justif\w*|fonts?|size"
    r"|big\w*|small\w*|left|right)\b"
)
"""Words about how something is to look."""


def misread(said: Said, kind: Kind, acts: Sequence[Step], declarations: Mapping[str, Declaration]) -> str:
    """In words, a fact that such an instruction never asks for, or one that it always asks for and that is missing; empty when all fits.

    Nothing is said about actions of which the reader has learnt nothing.
    """
    reader, done = shipped(), facts(acts, declarations)
    quoted = _quoted(said, acts)
    if not reader.knows({action for fact in done if (action := action_of(fact))}):
        return ""
    if unasked := [fact for fact in reader.unasked(kind, said.text, done) if not (quoted and "@target" in fact)]:
        return f"such instructions do not ask for {in_words(unasked[0])}"
    plainly = _plainly_inserted(said, acts)
    undone = [fact for fact in reader.undone(kind, said.text, done) if fact != LEFT_TO_PLACES]
    if undone := [fact for fact in undone if not (quoted and fact.endswith(".match")) and not (plainly and fact.startswith("format"))]:
        return f"such instructions ask for {in_words(undone[0])}, which was not done"
    if rather := reader.rather(kind, said.text, done):
        return f"such instructions rather ask for {in_words(rather)}"
    if left_out := reader.left_out(kind, said.text, done):
        return f"a part of the instruction asks for {in_words(left_out)}, which was not done"
    return ""


def surpassed(said: Said, kind: Kind, acts: Sequence[Step], declarations: Mapping[str, Declaration]) -> bool:
    """Whether the instruction seems to ask for more than what was done, by the reader of surplus.

    Numbers that stand at the places which were worked on name these, and are no wish: the reader does not hear of them.
    """
    touched = {single for step in acts for name in PLACED if (place := step.decision.action.args.get(name)) for single in singles(str(place))}
    there = " ".join(flat(element.text) for step in acts for element in step.observation.elements if element.id in touched)
    text = re.sub(r"(?<![\w.,])\d+(?:[.,]\d+)*(?![\w.,]?\d)", lambda hit: "that" if flat(hit[0]) in there else hit[0], said.text)
    return surplus().exceeds(kind, text, facts(acts, declarations))


def unmatched(said: Said, acts: Sequence[Step], attempt: int = 1) -> bool:
    """Whether the reader of matches finds less likeness between what was done and the instruction than right runs nearly always have."""
    return matches().refuses(said.text, acts, attempt)


def _plainly_inserted(said: Said, acts: Sequence[Step]) -> bool:
    """Whether the wish begins with `insert` or `add`, that was done, and no look is spoken of: the lines of a text are no line spacing then."""
    added = any(step.decision.action.name.startswith(("insert_", "add_")) for step in acts)
    return added and said.has(r"^\W*(?:please )?(?:insert|add)\b") and not said.has(LOOKS)


def _quoted(said: Said, acts: Sequence[Step]) -> bool:
    """Whether the instruction quotes what stands at the targets, which may then be of any kind."""
    quotes = [flat(quote).strip() for quote in said.quotes if len(quote) > 1]
    targets = {str(step.decision.action.args.get("target", "")) for step in acts}
    return any(quote in flat(e.text) for step in acts for e in step.observation.elements if e.id in targets for quote in quotes)
