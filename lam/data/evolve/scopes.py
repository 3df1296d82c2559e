"""Where in a document a task is to be done: an added condition by position or content, and vaguer words that only the document resolves."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lam.data.evolve import occasions
from lam.data.evolve.wording import capital, small
from lam.data.pairs import App, Pair, PlanStep

Targets = Mapping[str, Sequence[str]]
_PARAGRAPH = (
    "the first paragraph", "the second paragraph", "the last paragraph", "the third paragraph", "the paragraph after the title",
    "the paragraph before the table", "the shortest paragraph", "the paragraph that mentions the budget", "the paragraph under “Summary”",
    "the first paragraph of the second section",
)  # fmt: skip
_PARAGRAPHS = (
    "the first two paragraphs", "all paragraphs under the first heading", "every paragraph except the title", "the last three paragraphs",
    "the paragraphs between the first and the second heading", "all list items", "the paragraphs of the section “Results”", "paragraphs 2 to 4",
)  # fmt: skip
_TEXT = (
    "the title", "the first heading", "the first sentence", "the last sentence of the first paragraph", "the words in brackets",
    "the first word of every paragraph", "the second heading", "the line under the title", "the text of the last paragraph",
)  # fmt: skip
_CELL = ("cell B2", "cell A1", "cell D5", "the last cell of column C", "the cell with the largest amount", "the cell under “Total”", "cell F12")
_CELLS = (
    "cells B2 to B9", "the range A1:D1", "the cells C2:C20", "the header row", "the cells above 500 in column D", "all negative numbers in column E",
    "the empty cells of column B", "the range B3:E10", "rows 2 to 8 of column C", "the cells with “open” in column F", "the totals in the last row",
)  # fmt: skip
_ROW = ("row 3", "the first row", "the last row", "row 12", "the row of March", "the row with the totals")
_ROWS = (
    "rows 2 to 5",
    "the first three rows",
    "all rows below the header",
    "the rows above the totals",
    "rows 7 to 9",
    "every row without an amount",
)
_COLUMN = ("column C", "the first column", "the last column", "column B", "the column “Amount”", "the date column")
_COLUMNS = ("columns B to D", "the first two columns", "the columns with numbers", "the last two columns", "columns E and F")
_SLIDE = ("slide 2", "the first slide", "the last slide", "the third slide", "the slide “Next steps”", "the slide with the chart", "slide 4")
_SLIDES = ("slides 2 to 4", "all slides except the first", "the last two slides", "the slides with pictures", "slides 1 and 3")
_OBJECT = ("the first picture", "the largest shape", "the text box at the bottom", "the picture on the right", "the rectangle at the top")
_OBJECTS = ("the two pictures", "all text boxes", "the three shapes at the top", "the picture and its caption", "all arrows")

PLACES: Mapping[App, Targets] = {
    "document": {
        "paragraph": _PARAGRAPH, "paragraphs": _PARAGRAPHS, "text": (*_TEXT, *_PARAGRAPH[:5]), "characters": _TEXT, "character": _TEXT,
        "table": ("the first table", "the last table", "the table under “Results”", "the table on page 2"),
        "row": ("the first row of the table", "the last row of the table", "the second row of the table"),
        "rows": ("the first two rows of the table", "the last two rows of the table"),
        "column": ("the first column of the table", "the last column of the table"),
        "columns": ("the first two columns of the table",),
        "cell": ("the first cell of the table", "the cell in the last row and the last column"),
        "cells": ("the cells of the header row", "the cells of the first column", "the cells of the last row"),
        "image": ("the first picture", "the picture on page 2", "the last picture"),
        "object": ("the first picture", "the last picture", "the text box"),
        "objects": ("the two pictures", "the pictures on the first page"),
        "frame": ("the first frame", "the frame around the picture"),
        "page": ("the first page", "the last page", "page 2"),
        "heading": ("the first heading", "the second heading", "the heading “Conclusions”"),
    },
    "spreadsheet": {
        "cell": _CELL, "cells": _CELLS, "range": _CELLS, "row": _ROW, "rows": _ROWS, "column": _COLUMN, "columns": _COLUMNS,
        "text": (*_CELL, *_CELLS[:4]), "sheet": ("the second sheet", "the sheet “Costs”", "the last sheet"),
        "sheets": ("the first two sheets", "the sheets “Jan” to “Mar”"), "object": ("the first picture", "the chart", "the text box beside the data"),
        "chart": ("the first chart", "the chart beside the data"),
        "paragraph": _CELL, "paragraphs": _CELLS[:5], "characters": _CELLS[:5],
    },
    "presentation": {
        "slide": _SLIDE, "slides": _SLIDES, "object": tuple(f"{o} on slide {n}" for o in _OBJECT[:3] for n in (1, 2, 3)),
        "objects": tuple(f"{o} on slide {n}" for o in _OBJECTS for n in (2, 4)),
        "shape": ("the first shape on slide 2", "the arrow on the last slide"),
        "text": ("the title of slide 2", "the title of the first slide", "the bullets on slide 3", "the first bullet on slide 2"),
        "paragraph": ("the first bullet on slide 2", "the last bullet on slide 3", "the title of slide 4"),
        "paragraphs": ("all bullets on slide 2", "the bullets on slides 2 and 3", "the first two bullets on slide 3"),
        "characters": ("the title of slide 2", "the title of the last slide"),
        "table": ("the table on slide 3", "the table on the last slide"),
        "image": ("the picture on slide 2", "the picture on the last slide"),
    },
}  # fmt: skip
"""What stands for a noun that help speaks of in general, by position or by content that can be checked."""
VAGUE: Mapping[App, Sequence[str]] = {
    "document": (
        "the part about {0}", "the bit on {0}", "whatever it says about {0}", "the passage where {0} comes up", "the place where {0} is explained",
        "what we wrote on {0}",
    ),
    "spreadsheet": (
        "the numbers for {0}", "the part of the sheet on {0}", "wherever {0} is listed", "the figures that belong to {0}", "whatever is there on {0}",
        "the entries about {0}",
    ),
    "presentation": (
        "the part about {0}", "the piece about {0}", "what is shown on {0}", "wherever {0} comes up", "the bit on {0}", "what we say on {0}",
    ),
}  # fmt: skip
_NOUNS = (
    "paragraph|text|character|table|row|column|cell|image|graphic|picture|object|drawing object|graphic object|frame|page|heading|range|cell range|"
    "sheet|chart|slide|shape|text object|text portion"
)
SELECTED = re.compile(
    rf"\b(?:the |all |all the |any |a |one or (?:several|more) )?(?:currently |active or )?(?:selected|current|active|highlighted) "
    rf"({_NOUNS})(\(s\)|s)?\b(?! (?:style|styles|break|border|borders|line|lines|format|number|area|size|direction|background|name|content))",
    re.IGNORECASE,
)
SELECTION = re.compile(r"\b(?:the|your) (?:current )?selection\b", re.IGNORECASE)
SAME = {
    "graphic": "image",
    "picture": "image",
    "drawing object": "object",
    "graphic object": "object",
    "cell range": "range",
    "text object": "object",
}
SAME |= {"text portion": "text"}
FORMATTING = re.compile(r"\bformat\b|\b(?:text ?bar|formatting|textobjectbar|textstylebar)\b", re.IGNORECASE)
SUBJECT = re.compile(
    r"\b(paragraphs?|text|characters?|fonts?|cells?|rows|columns|line spacing|indents?)\b(?! (?:box|frame|wrap|field|file|style))", re.I
)
SETTING = re.compile(
    r"^(?:specify|set|select|choose|apply|change|align|define|format|increase|decrease|reduce|enlarge|adjust|rotate|center|justify)\b", re.I
)
TEXTUAL = frozenset(("paragraph", "paragraphs", "text", "character", "characters", "cell", "cells", "range", "rows", "row", "slide", "slides"))
"""What the content of a document can tell; which picture or shape is meant it cannot."""
_SUBJECTS = {"font": "text", "fonts": "text", "line spacing": "paragraphs", "indent": "paragraph", "indents": "paragraphs"}
GENERAL = re.compile(r"\boptions?\b|\bby default\b|\bdefaults?\b|\bthis (?:setting|command)|\bprint|\bdialog|\bstyles?\b|\bdocument\b", re.IGNORECASE)
MANY = re.compile(
    r"(?:all|cells|rows|columns|slides|paragraphs|every|the (?:cells|rows|columns|words|two|numbers|figures|entries|first (?:two|three)))\b"
)


@dataclass(frozen=True)
class Scope:
    """A task narrowed down to a place."""

    task: str
    target: str
    step: PlanStep
    """How the place is reached, before anything else is done."""


def condition(rng: random.Random, pair: Pair) -> Scope | None:
    """The task at one place; None where it is not about a place of the document."""
    return _scope(rng, pair, ())


def vaguer(rng: random.Random, pair: Pair, topics: Sequence[str]) -> Scope | None:
    """The task at a place that only the document's content tells."""
    return _scope(rng, pair, topics)


def with_scope(pair: Pair, scope: Scope | None, operation: str) -> Pair | None:
    """The pair at that place; None without one."""
    if scope is None:
        return None
    return replace(pair.evolve(operation), task=scope.task, steps=(scope.step, *pair.steps))


def _scope(rng: random.Random, pair: Pair, topics: Sequence[str]) -> Scope | None:
    """`topics`: what the document speaks of, for a place told by its content; none: a place by position."""
    places = PLACES.get(pair.app)
    if not places or occasions.general(pair) or re.search(r",? or (?!below|above|left|right)", pair.task):
        return None
    choices, span, textual = _place(pair, places)
    if not choices or (topics and not textual):
        return None
    vague = VAGUE[pair.app] if span else VAGUE[pair.app][:2]
    target = rng.choice(vague).format(rng.choice(topics)) if topics else rng.choice(choices)
    if span:
        task = pair.task[: span[0]] + target + pair.task[span[1] :]
    else:
        stem = pair.task.rstrip(" .")
        frames = ("{0}, but only for {1}", "{0}, for {1} only", "For {1}, {2}", "{0}. Do this only for {1}")
        task = rng.choice(frames).format(stem, target, small(stem))
    text = rng.choice(("Find {0} and select it.", "Look for {0} and select it.") if topics else ("Select {0}.", "Mark {0}.", "Select {0} first."))
    if MANY.match(target):
        text = text.replace("select it", "select them")
    return Scope(capital(task), target, PlanStep(text.format(target), "content", (), {"target": target}))


def _place(pair: Pair, places: Targets) -> tuple[Sequence[str], tuple[int, int] | None, bool]:
    """(places that fit, the words of the task that they replace, whether content can tell the place)."""
    if found := SELECTED.search(pair.task):
        noun = SAME.get(found[1].lower(), found[1].lower())
        plural = bool(found[2]) or "all" in found[0].lower().split()
        choices = (places.get(noun + "s") if plural else places.get(noun)) or (() if found[2] == "s" else places.get(noun, ()))
        return choices, found.span(), noun in TEXTUAL
    if found := SELECTION.search(pair.task):
        return places.get("cells" if pair.app == "spreadsheet" else "text", ()), found.span(), True
    return _about(pair, places), None, True


def _about(pair: Pair, places: Targets) -> Sequence[str]:
    """The places of what a formatting command is about, where its task does not say which."""
    subject = SUBJECT.search(pair.task)
    steps = " ".join(step.text for step in pair.steps)
    if not subject or not SETTING.search(pair.task) or re.search(r"\bor\b|,", pair.task):
        return ()
    if not FORMATTING.search(steps) or GENERAL.search(f"{pair.task} {steps}"):
        return ()
    noun = _SUBJECTS.get(subject[1].lower(), subject[1].lower())
    return places.get(noun, ())
