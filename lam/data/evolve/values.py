"""Concrete values: a size, a colour, a name, a count, a state, in the task and in the step that sets it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lam.data.evolve.wording import small
from lam.data.instantiate.widgets import Widget, find_widget
from lam.data.pairs import Pair, PlanStep

COLOURS = (
    "dark blue",
    "light green",
    "orange",
    "light gray",
    "dark red",
    "yellow",
    "purple",
    "teal",
    "#336699",
    "brick red",
    "black",
    "gold",
    "magenta",
    "lime",
)
FONTS = ("Liberation Sans", "DejaVu Serif", "Arial", "Times New Roman", "Georgia", "Courier New", "Liberation Mono", "Carlito", "Verdana")
LANGUAGES = ("German", "French (France)", "Spanish (Spain)", "Italian (Italy)", "English (UK)", "Polish", "Dutch (Netherlands)", "Swedish (Sweden)")
NAMES = (
    "Overview",
    "Costs 2024",
    "Draft",
    "Final version",
    "North",
    "Annex A",
    "Contacts",
    "Archive",
    "Plan B",
    "Summary",
    "Figures",
    "Chapter 1",
    "Team",
    "May",
)
TEXTS = ("to be checked", "see annex", "internal", "draft", "as agreed", "urgent", "page", "confidential", "copy", "no entry", "done")
FILE = re.compile(r"\b(?:file|path|url|folder|directory|password|server|user|database|printer|template)\b", re.IGNORECASE)


def _centimetres(rng: random.Random) -> str:
    return f"{rng.choice((0.2, 0.3, 0.5, 0.6, 0.75, 0.8, 1.0, 1.2, 1.25, 1.5, 1.8, 2.0, 2.25, 2.5, 3.0, 3.5, 4.0, 5.0)):g} cm"


def _count(rng: random.Random) -> str:
    return str(rng.choice((2, 3, 4, 5, 6, 8, 10, 12)))


LABELLED: Sequence[tuple[str, Callable[[random.Random], str]]] = (
    (r"font size|\bpoint size", lambda rng: f"{rng.choice((8, 9, 10, 11, 12, 14, 16, 18, 20, 24, 28, 32))} pt"),
    (r"relative", lambda rng: f"{rng.choice((20, 30, 40, 50, 60, 70, 80, 90))}%"),
    (r"angle|rotation|rotate|degrees", lambda rng: f"{rng.choice((10, 15, 20, 30, 45, 60, 75, 90, 120, 135, 180, 270))}°"),
    (
        r"transparency|brightness|contrast|percent|scal(?:e|ing)|intensity|opacity|zoom|%",
        lambda rng: f"{rng.choice((5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 80))}%",
    ),
    (r"colou?r:?$|^colou?r\b", lambda rng: rng.choice(COLOURS)),
    (r"\bfont(?!work)\b(?! (?:effect|style|colou?r))", lambda rng: rng.choice(FONTS)),
    (r"\blanguage", lambda rng: rng.choice(LANGUAGES)),
    (r"minutes|interval|duration|delay|pause|seconds", lambda rng: f"{rng.choice((2, 3, 5, 8, 10, 12, 15, 20, 30))}"),
    (
        r"\b(?:rows|columns|lines|characters|pages|levels|copies|decimal|places|number of|count|steps|sides|corners|iterations|digits)\b",
        _count,
    ),
    (
        r"width|height|spacing|indent|distance|margin|position|padding|size|above|below|before|after|left|right|top|bottom|gap|offset|thickness|diameter|radius",
        _centimetres,
    ),
)
"""What a number field takes, by what its label or task says."""
TEXTUAL: Sequence[tuple[str, Sequence[str]]] = (
    (r"\bname\b|title|caption|category|heading|label|bookmark|subject|keyword", NAMES),
    (r"prefix|suffix|before|after|\btext\b|separator|comment|description|note", TEXTS),
)
COMMANDS: Mapping[str, tuple[str, Callable[[random.Random], str]]] = {
    "FontHeight": ("Set the font size to {0}", lambda rng: f"{rng.choice((8, 9, 10, 11, 12, 14, 16, 18, 20, 24, 28, 32, 36))} pt"),
    "CharFontName": ("Set the font to {0}", lambda rng: rng.choice(FONTS)),
    "Color": ("Set the text colour to {0}", lambda rng: rng.choice(COLOURS)),
    "FontColor": ("Set the text colour to {0}", lambda rng: rng.choice(COLOURS)),
    "CharBackColor": ("Highlight the text in {0}", lambda rng: rng.choice(COLOURS)),
    "BackColor": ("Highlight the text in {0}", lambda rng: rng.choice(COLOURS)),
    "BackgroundColor": ("Set the background colour to {0}", lambda rng: rng.choice(COLOURS)),
    "FillColor": ("Fill it with the colour {0}", lambda rng: rng.choice(COLOURS)),
    "XLineColor": ("Set the line colour to {0}", lambda rng: rng.choice(COLOURS)),
    "LineWidth": ("Set the line width to {0}", lambda rng: f"{rng.choice((0.05, 0.1, 0.15, 0.2, 0.3))} cm"),
    "Zoom": ("Zoom the view to {0}", lambda rng: f"{rng.choice((50, 60, 75, 80, 90, 110, 120, 125, 150, 175, 200))}%"),
    "InsertTable": ("Insert a table of {0}", lambda rng: f"{rng.randint(2, 8)} columns and {rng.randint(2, 12)} rows"),
    "InsertRowDialog": ("Insert {0} rows", _count),
    "InsertColumnDialog": ("Insert {0} columns", _count),
    "RowHeight": ("Set the row height to {0}", _centimetres),
    "ColumnWidth": ("Set the column width to {0}", _centimetres),
    "SetRowHeight": ("Set the row height to {0}", _centimetres),
    "SetColumnWidth": ("Set the column width to {0}", _centimetres),
    "Spacing": ("Set the character spacing to {0}", lambda rng: f"{rng.choice((0.5, 1, 1.5, 2, 3))} pt"),
    "InsertBookmark": ("Insert a bookmark called {0}", lambda rng: f"“{rng.choice(NAMES)}”"),
    "InsertAnnotation": ("Insert a comment that says {0}", lambda rng: f"“{rng.choice(TEXTS)}”"),
    "RenameTable": ("Rename the sheet to {0}", lambda rng: f"“{rng.choice(NAMES)}”"),
    "RenamePage": ("Rename the slide to {0}", lambda rng: f"“{rng.choice(NAMES)}”"),
    "NameGroup": ("Give the object the name {0}", lambda rng: f"“{rng.choice(NAMES)}”"),
    "Watermark": ("Insert a watermark that says {0}", lambda rng: f"“{rng.choice(TEXTS)}”"),
    "SetOutline": ("Set the outline level to {0}", lambda rng: str(rng.randint(1, 6))),
    "FormatColumns": ("Divide the text into {0} columns", lambda rng: str(rng.randint(2, 5))),
    "InsertSymbol": ("Insert the character {0}", lambda rng: rng.choice(("§", "©", "→", "°", "±", "✓", "€", "µ"))),
    "GoToPage": ("Go to page {0}", lambda rng: str(rng.randint(2, 12))),
    "JumpToTable": ("Go to cell {0}", lambda rng: f"{rng.choice('ABCDEFGH')}{rng.randint(2, 60)}"),
    "Add": ("Insert {0} sheets", lambda rng: str(rng.randint(2, 5))),
    "ParaLeftIndent": ("Set the left indent to {0}", _centimetres),
    "ParaspaceIncrease": ("Add {0} above the paragraph", lambda rng: f"{rng.choice((0.1, 0.2, 0.3, 0.5))} cm"),
    "FillTransparence": ("Set the area transparency to {0}", lambda rng: f"{rng.choice((10, 20, 25, 30, 40, 50, 75))}%"),
    "DuplicatePage": ("Duplicate the slide {0} times", lambda rng: str(rng.randint(2, 4))),
}
"""Commands that take a value of one kind, and how a task says it."""
SETTABLE = re.compile(
    r"^(?:specify|set|enter|select|choose|define|type|determine|change|adjust|pick|assign|indicate|fill in)(?: in)? "
    r"((?:the|a|an|your) [^.;:()]{3,80})$",
    re.IGNORECASE,
)
_LOOSE = re.compile(r"\b(?:you|whether|if|how|which|here|or|where|when)\b", re.IGNORECASE)
_OPEN_END = re.compile(r"\b(?:to|of|for|in|on|with|by|from|at|between|and|which|that)$| to \S+$", re.IGNORECASE)
_TAIL = re.compile(r" (?:that |which )?(?:you|that) (?:want|wish|would like|need) .*$", re.IGNORECASE)


@dataclass(frozen=True)
class Fixed:
    """A task with its value fixed, and the step that fixes it."""

    task: str
    index: int
    step: PlanStep


def with_values(rng: random.Random, pair: Pair, root: Path | None) -> Pair | None:
    """The pair with a concrete value; None where nothing in it takes one. `root`: the folder of the office's dialog files, if there is one."""
    fixed = _command(rng, pair) or _control(rng, pair, root)
    if fixed is None:
        return None
    steps = (*pair.steps[: fixed.index], fixed.step, *pair.steps[fixed.index + 1 :])
    return replace(pair.evolve("values"), task=fixed.task, steps=steps)


def _command(rng: random.Random, pair: Pair) -> Fixed | None:
    if pair.kind not in ("command", "shortcut") or len(pair.steps) != 1:
        return None
    step = pair.steps[0]
    name = next((r.command.removeprefix(".uno:") for r in step.refs if r.command), "")
    if name not in COMMANDS:
        return None
    words, value = COMMANDS[name]
    given = value(rng)
    text = f"{step.text.rstrip('.')}, and {words[:1].lower() + words[1:]}.".format(given)
    return Fixed(words.format(given), 0, replace(step, text=text, params={**step.params, "value": given.strip("“”")}))


def _control(rng: random.Random, pair: Pair, root: Path | None) -> Fixed | None:
    """The last step that sets a control of a dialog."""
    if pair.kind != "control":
        return None
    found = [(i, r.control) for i, s in enumerate(pair.steps) for r in s.refs if ".ui:" in r.control]
    if not found or re.search(r"\beither\b|\brandom", pair.task, re.IGNORECASE):
        return None
    index, control = found[-1]
    step = pair.steps[index]
    widget = find_widget(root, control) or _guess(step.text)
    label = (pair.context.get("label") or (widget.label if widget else "")).strip(" :.…")
    if widget is None or not label or len(label) > 50:
        return None
    if widget.kind == "GtkCheckButton":
        return _state(rng, pair, index, label)
    value = _value(rng, widget, f"{label} {pair.task}", label)
    if not value:
        return None
    task = _task(rng, pair.task, label, value, typed=widget.kind in ("GtkSpinButton", "GtkEntry", "GtkTextView"))
    where = pair.context.get("dialog", "")
    if where and f"“{label}”" in task and where.lower() not in task.lower() and len(where) < 50:
        task = rng.choice(("{0} in the {1}", "In the {1}, {2}")).format(task, where, small(task))
    return Fixed(task, index, replace(step, text=f"Set “{label}” to {value}.", params={**step.params, "value": value.strip("“”"), "control": label}))


def _state(rng: random.Random, pair: Pair, index: int, label: str) -> Fixed:
    state = rng.random() < 0.5
    where = pair.context.get("dialog") or pair.context.get("page", "")
    place = (
        f" in the {where if re.search('dialog|options', where) else f'{where} settings'}"
        if where and where.lower() != label.lower() and len(where) < 40
        else ""
    )
    frames = ("Switch “{0}” {1}{2}", "Make sure that “{0}” is {1}{2}", "Turn {1} the option “{0}”{2}", "Have “{0}” {1}{2}")
    task = rng.choice(frames).format(label, "on" if state else "off", place)
    text = f"{'Tick' if state else 'Clear'} “{label}”."
    params: dict[str, Any] = {**pair.steps[index].params, "value": "on" if state else "off", "control": label}
    return Fixed(task, index, replace(pair.steps[index], text=text, params=params))


def _task(rng: random.Random, task: str, label: str, value: str, typed: bool) -> str:
    plain = _TAIL.sub("", task.rstrip(" ."))
    settable = SETTABLE.match(plain) if plain == task.rstrip(" .") else None
    if settable and len(settable[1].split()) > 2 and not _LOOSE.search(settable[1]) and not _OPEN_END.search(settable[1]) and rng.random() < 0.7:
        return rng.choice(("Set {0} to {1}", "Change {0} to {1}", "Use {1} as {0}", "Set {0} to {1}")).format(settable[1], value)
    ways = (
        ("Set “{0}” to {1}", "Enter {1} as “{0}”", "Give “{0}” the value {1}")
        if typed
        else ("Set “{0}” to {1}", "Choose {1} for “{0}”", "Take {1} as “{0}”")
    )
    said = rng.choice(ways).format(label, value)
    if settable or plain != task.rstrip(" .") or len(plain) > 90 or _LOOSE.search(plain):
        return said
    return rng.choice((f"{plain}, with “{label}” at {value}", f"{said} to {small(plain)}"))


def _value(rng: random.Random, widget: Widget, told: str, label: str) -> str:
    """Something that the control takes; empty when nobody can say what."""
    if widget.items:
        items = [i for i in widget.items if 1 < len(i) < 40 and not re.search(r"[<>{}\[\]]", i)]
        return f"“{rng.choice(items)}”" if len(items) > 1 else ""
    low = told.lower()
    if FILE.search(low):
        return ""
    if widget.kind in ("GtkEntry", "GtkTextView"):
        return next((f"“{rng.choice(words)}”" for pattern, words in TEXTUAL if re.search(pattern, label.lower())), "")
    for pattern, make in LABELLED:
        if re.search(pattern, label.lower()) or re.search(pattern, " ".join(low.removeprefix(label.lower()).split()[:6])):
            numeric = make not in (c for p, c in LABELLED[4:7])
            if numeric != (widget.kind == "GtkSpinButton"):
                return ""
            value = make(rng)
            percent = "%" in low or "percent" in low
            return value if _fits(widget, value) and (not percent or value.endswith("%")) else ""
    return ""


def _fits(widget: Widget, value: str) -> bool:
    """Whether a number lies in the range that the dialog file gives (lengths there have units of their own, so only counts can be held to it)."""
    number = re.match(r"\d+$", value)
    if not number or widget.low is None or widget.high is None or widget.high <= widget.low:
        return True
    return widget.low <= int(number[0]) <= widget.high


def _guess(step: str) -> Widget | None:
    """What a control is by the words of its step, where no dialog file can be read."""
    for pattern, kind in (
        (r"^(?:tick|clear|check|untick)\b", "GtkCheckButton"),
        (r"^(?:enter (?:the )?<?value|set .* to <?value)", "GtkSpinButton"),
        (r"^(?:type|enter (?:the )?<?text)", "GtkEntry"),
    ):
        if re.match(pattern, step, re.IGNORECASE):
            return Widget(kind, "")
    return None
