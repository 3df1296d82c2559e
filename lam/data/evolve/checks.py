"""What every evolved pair must stand, whether rules or a model made it: sound, of one piece, what was asked for, and not what there is already."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from lam.data.filters.language import Languages
from lam.data.pairs import App, Pair, normal

SIMILAR = 0.8
"""From which Jaccard similarity of three-word shingles (task and steps) on two pairs are near-duplicates."""
WORDS = range(2, 71)
CHARACTERS = 420
STEPS = 14
FOREIGN: Mapping[App, re.Pattern[str]] = {
    "document": re.compile(r"\b(?:cells? [A-Z]\d+|slides? \d|pivot tables?)\b"),
    "spreadsheet": re.compile(r"\b(?:slides? \d|footnotes?|endnotes?)\b"),
    "presentation": re.compile(r"\b(?:cells? [A-Z]\d+|pivot tables?|footnotes?)\b"),
}
"""Things that one application does not have."""
_BROKEN = re.compile(
    r"<\w+>|\{\w*\}|\b(the|a|an|to|of|in|for|and) \1\b|  |,,|\.\.(?!\.)|\?\.|“[^”]*$|\bthe (?:a|an|your) |\b(?:a|an) (?:the|cells|all)\b",
    re.IGNORECASE,
)


def shingles(pair: Pair) -> frozenset[str]:
    """The three-word sequences of the task and the steps."""
    words = normal(" ".join((pair.task, *(step.text for step in pair.steps)))).split()
    return frozenset(" ".join(words[i : i + 3]) for i in range(max(1, len(words) - 2)))


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))


def unsound(pair: Pair, languages: Languages | None = None) -> str:
    """Why the pair by itself is no good; empty when it is. `languages`: for words that no rule has made."""
    if len(re.findall(r"\w+", pair.task)) not in WORDS or len(pair.task) > CHARACTERS:
        return "length"
    if not pair.steps or len(pair.steps) > STEPS or any(not step.text.strip() for step in pair.steps):
        return "steps"
    if _BROKEN.search(pair.task):
        return "broken sentence"
    foreign = FOREIGN.get(pair.app)
    if foreign and foreign.search(pair.task):
        return "of another application"
    if invisible(pair):
        return "value not said"
    return (languages.reason(pair) and "language") if languages else ""


def invisible(pair: Pair) -> str:
    """A value, place or document that a step fixes and the task or the step does not say; empty when all are said."""
    task = pair.task.casefold()
    for step in pair.steps:
        for name, value in step.params.items():
            told = str(value).casefold()
            here = step.text.casefold()
            if name == "value" and told in ("on", "off"):
                control = str(step.params.get("control", "")).casefold()
                said = control in task and control in here
            elif name in ("value", "target", "document"):
                said = told in task and told in here
            else:
                said = True
            if not said:
                return f"{name} {value}"
    return ""


def known(pair: Pair, others: Iterable[tuple[str, frozenset[str]]]) -> str:
    """Whether it says what its parent or a sibling says; `others`: their normal task and shingles."""
    task, mine = normal(pair.task), shingles(pair)
    for told, theirs in others:
        if task == told:
            return "says the same"
        if similarity(mine, theirs) >= SIMILAR:
            return "near-duplicate of its parent or a sibling"
    return ""
