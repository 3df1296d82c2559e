"""Whether the model was sure of what the instruction does not settle: where it hesitated, its choice must be one that the person named."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, TypeGuard

from lam.guard import strings
from lam.types import Action
from lam.verdict.checks.choices import COLORED, chosen, colors, only_chosen
from lam.verdict.checks.given import COMPOSED, GIST
from lam.verdict.checks.pointed import pointed
from lam.verdict.intents.facts import known_as
from lam.verdict.intents.reader import shipped
from lam.verdict.places.common import Work
from lam.verdict.places.named import named, quoted
from lam.verdict.places.spreadsheet import named_row
from lam.verdict.words import Said, flat

SURE = 0.85
"""Probability below which a choice of the model needs the person's word for it. Found on tasks of the training side: of 20 right and 8 wrong runs
that the other checks passed, 13 and none were this sure of everything."""
LIKELY = 0.5
"""The same for which action it is, and that nothing is missing. An argument below this needs more than a word: a quote, or the reader."""
UNLIKELY = 0.1
"""Probability below which not even the place that is named is believed: what is to be done there is then in doubt."""
ONCE_MORE = 0.3
"""The same for an action that was done before: that it is asked for says nothing of how often. Of captured runs on the training side without other
doubts 6 wrong and no right ones had less."""
HARDLY, MANY_WORDS = 0.4, 14
"""Probability of an action below which the reader of intents is not believed, either, of an instruction of so many words: of captured runs of the
training side that were called done (357 right, 20 wrong) 6 right and 5 wrong ones had less."""
PLACED = 0.7
"""Probability below which a place must be told in words of its own (6 right and 3 wrong ones were not)."""
PLACES = ("target", "range", "cell", "slide", "at", "after", "before", "to", "table")
"""Arguments that are places."""
AGAIN = 0.4
"""What the reader of intents must give the action of a further attempt."""
TOGETHER, DESTROYED = 3.0, 4.0
"""What the log-odds of an action by the model and by the reader of intents must come to, added; the second where it takes something away."""
DESTROYING = ("delete", "clear")
"""Beginnings of such actions."""
SUREST = 0.99999
CLEAR = 3.0
"""Log-odds by which a place must lie above all others to be believed where the model was not sure of it."""
WRITTEN = ("bullets", "text", "title", "value", "rows", "message")
"""Arguments that the model may have to word itself."""


def unsure(work: Work) -> str:
    """In words, the first part of an action that the model was not sure of; empty when there is none."""
    said = work.said
    free = said.has(COMPOSED) or said.has(GIST)
    done: set[str] = set()
    for step in work.acts:
        action = step.decision.action
        if action.name in done and step.decision.confidence.get("action", 1.0) < ONCE_MORE:
            return f"the model was not sure of another {action.name}"
        done.add(action.name)
        for part, probability in step.decision.confidence.items():
            if part in ("action", "end"):
                settled = free if part == "end" else _meant(work, known_as(action.name), probability)
                if (part == "action" or probability < LIKELY) and not settled:
                    return f"the model was not sure of {action.name} ({probability:.0%})"
            elif probability < SURE and not (free and part in WRITTEN) and not _settled(work, action, part, probability):
                return f"the model was not sure of {part} {action.args.get(part)!r} ({probability:.0%})"
    return ""


def _settled(work: Work, action: Action, name: str, probability: float) -> bool:
    """Whether the instruction settles an argument that the model was not sure of; the less sure it was, the plainer it must be."""
    value = action.args.get(name)
    data = action.args.get("data")
    if name in ("rows", "columns") and data and value == (len(data[0]) if name == "columns" else len(data)):
        return True
    if (name == "at" or (name == "cell" and probability > UNLIKELY)) and _in_named_row(work, value):
        return True
    if _given(work.said, action.name, name, value):
        return True
    if name in PLACES and probability < PLACED:
        return probability > UNLIKELY and (quoted(work, value) or named(work, value))
    if probability > UNLIKELY and _understood(work, f"{action.name}.{name}={value}"):
        return True
    if probability > UNLIKELY and (quoted(work, value) or pointed(work, action, name) > CLEAR):
        return True
    if probability >= LIKELY:
        return _said(work.said, action.name, name, action.args) or named(work, value)
    return probability > UNLIKELY and not str(value).startswith("=") and named(work, value)


def _in_named_row(work: Work, value: Any) -> bool:
    """Whether a row or cell is of the one row of the sheet that the instruction names."""
    row = named_row(work.before, work.said.text) if work.before.kind == "spreadsheet" else 0
    return bool(row) and re.fullmatch(rf"(?:.*!)?[A-Z]*{row}", str(value)) is not None


def _meant(work: Work, action: str, probability: float) -> bool:
    """Whether model and reader of intents together find that this is the action which is asked for; what takes something away must be the plainer."""
    reader, kind, text = shipped(), work.before.kind, work.said.text
    read = reader.probability(kind, text, action)
    if (
        (probability < HARDLY and len(text.split()) >= MANY_WORDS)
        or (work.attempt > 1 and read < AGAIN)
        or (probability < LIKELY and reader.first(kind, text) != action)
    ):
        return False
    return log_odds(probability) + log_odds(read) > (DESTROYED if action.startswith(DESTROYING) else TOGETHER)


def log_odds(probability: float) -> float:
    """Of a probability, which counts as no nearer to 0 or 1 than `SUREST`."""
    kept = min(max(probability, 1 - SUREST), SUREST)
    return math.log(kept / (1 - kept))


def _understood(work: Work, fact: str) -> bool:
    """Whether the reader of intents, too, takes the instruction for asking this."""
    return shipped().expects(work.before.kind, work.said.text, fact)


def _given(said: Said, action: str, name: str, value: Any) -> bool:
    """Whether the person gave exactly this: all of its texts are quotes, it is the only number, or the only one of the choices that is named."""
    if _is_number(value):
        return said.numbers == {float(value)}
    if name in COLORED:
        return colors(str(value)) == colors(said.text)
    if (
        isinstance(value, list)
        and not {float(n) for row in value for n in (row if isinstance(row, list) else [row]) if _is_number(n)} <= said.numbers
    ):
        return False
    texts, quotes = list(strings(value)), {flat(quote) for quote in said.quotes}
    return only_chosen(said, action, name, value) or (bool(texts) and all(flat(text) in quotes for text in texts))


def _said(said: Said, action: str, name: str, args: Mapping[str, Any]) -> bool:
    """Whether the person named this value."""
    value = args.get(name)
    if isinstance(value, bool):
        return False
    if _is_number(value):
        return float(value) in said.numbers
    if name in COLORED:
        return bool(colors(str(value)) & colors(said.text))
    texts = list(strings(value))
    return bool(texts) and (all(flat(text) in flat(said.text) for text in texts) or chosen(said, action, name, value))


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
