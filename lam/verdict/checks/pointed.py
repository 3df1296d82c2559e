"""Whether the places that were worked on are those that such instructions point at, by the reader of places that learnt it from demonstrations."""

from __future__ import annotations

import re
from itertools import pairwise

from lam.guard import strings
from lam.reading.base import column_letters, column_number
from lam.types import Action
from lam.verdict.intents.facts import known_as
from lam.verdict.places.common import STRUCTURAL, Work
from lam.verdict.places.named import named, quoted
from lam.verdict.places.spreadsheet import LETTERED
from lam.verdict.pointing.clues import read
from lam.verdict.pointing.pointer import NEVER, shipped
from lam.verdict.pointing.queries import TABLES, Query, queries

ONE_BY_ONE = ("hide_slide", "delete_slide", "set_transition", "set_background", "duplicate_slide", "delete", "format_text", "format_paragraph")
"""Actions that are done to one place after another: each must be meant."""
FAR = 1.5
"""Margin beyond which a name or a quote excuses no other choice: of six such runs on the training side, two were right."""
PLAIN, AGAIN = -2.0, -1.0
"""Margins below which a choice must lie where nothing else speaks for it; the second beside formulas, which have rules of their own, and in further
attempts only."""


def astray(work: Work) -> str:
    """In words, a place at which such an instruction does not point, where it points at another; empty when there is none.

    Asked of the actions that saw the places with the numbers of the beginning; not where more of the same was done later.
    """
    moving = next((n for n, step in enumerate(work.acts) if STRUCTURAL.match(step.decision.action.name)), len(work.acts))
    moving = len(work.acts) if _from_behind(work) else moving
    acts, later = work.acts[: moving + 1], {known_as(step.decision.action.name) for step in work.acts[moving + 1 :]}
    formulas = [text for step in acts for text in strings(dict(step.decision.action.args)) if text.startswith("=")]
    pointer = shipped()
    strictest = PLAIN if not formulas else AGAIN if work.attempt > 1 else NEVER
    for query in queries(acts, work.elements):
        verbatim = query.argument == "formula" and all(formula in work.said.text for formula in formulas)
        if verbatim or query.action in later:
            continue
        answer = pointer.answer(query, work.said.text, alone=_one_wish(work))
        elsewhere = answer.margin > min(pointer.limit(query.slot), strictest)
        stray = answer.stray and query.action in ONE_BY_ONE
        if not (elsewhere or stray) or _otherwise_told(work, query, answer.margin):
            continue
        if elsewhere:
            return f"such instructions point at {answer.rather} rather than at {answer.chosen}"
        return f"such instructions do not point at {answer.chosen}"
    return ""


def pointed(work: Work, action: Action, name: str) -> float:
    """How far below the chosen places of an argument the best other one lies (log-odds); 0 where the reader of places does not know."""
    if not work.settled:
        return 0.0
    pointer = shipped()
    acts = [step for step in work.acts if step.decision.action.name == action.name]
    own = [query for query in queries(acts, work.elements) if query.argument == name]
    return min((-pointer.answer(query, work.said.text, alone=_one_wish(work)).margin for query in own), default=0.0)


def _otherwise_told(work: Work, query: Query, margin: float) -> bool:
    """Whether the instruction names what was chosen in a way that was not learnt: counted otherwise, by words of its own, by what a table holds."""
    values = {str(step.decision.action.args.get(query.argument, "")) for step in work.acts if known_as(step.decision.action.name) == query.action}
    if margin < FAR and len(values) == 1 and (named(work, min(values)) or quoted(work, min(values))):
        return True
    said = read(work.said.text, query.candidates)
    if query.action in TABLES and query.argument != "table":
        numbers = {number for candidate in query.candidates for number, _ in (candidate.numbers or {}).values()}
        return not any(token.at or token.number in numbers or token.number < 0 for token in said)
    if work.before.kind == "spreadsheet" and query.chosen <= lettered(work.said.text):
        return True
    figures = {f" {figure} " for figure in re.findall(r"\d+", work.said.bare)}
    if any([c.id for c in query.candidates if figure in c.text] == sorted(query.chosen) for figure in figures):
        return True
    chosen = [candidate for candidate in query.candidates if candidate.id in query.chosen]
    ends = (chosen[0], chosen[-1])
    counted = {token.number for token in said if token.number}
    return work.before.kind == "document" and all(
        any(number in counted or number - count - 1 in counted for number, count in (end.numbers or {}).values()) for end in ends
    )


def lettered(text: str) -> frozenset[str]:
    """The columns that are spoken of by their letters: `column E`, `columns B to D`."""
    found: set[str] = set()
    for hit in LETTERED.finditer(text):
        ends = (column_number(hit[1]), column_number(hit[2] or hit[1]))
        spanned = range(min(ends), max(ends) + 1) if re.search(r"to|-", hit[0].partition(hit[1])[2]) else ends
        found |= {column_letters(number) for number in spanned}
    return frozenset(found)


def _from_behind(work: Work) -> bool:
    """Whether slides or rows were deleted one after another from behind, so that none moved before it was its turn."""
    names = {step.decision.action.name for step in work.acts}
    if len(names) != 1 or not min(names).startswith("delete_"):
        return False
    args = [step.decision.action.args for step in work.acts]
    places = [int(re.sub(r"\D", "", str(own.get("slide", own.get("at", 0)))) or 0) for own in args]
    return all(place and place > following for place, following in pairwise(places))


def _one_wish(work: Work) -> bool:
    """Whether the actions were all of one sort: then all that is said is about them."""
    return len({known_as(step.decision.action.name) for step in work.acts}) == 1
