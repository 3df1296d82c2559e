"""Slides by hand: their order, layouts, backgrounds, transitions, notes and footers."""

from __future__ import annotations

import re

from lam.data.demonstrate.hands.acts import (
    Acts,
    Given,
    Glance,
    NotByHand,
    background,
    by,
    click,
    confirm,
    dialog,
    matching,
    menu,
    pick,
    press,
    select,
    set_text,
    tab,
    tick,
    type_text,
    wait_for,
)
from lam.types import Observation

COMMANDS = {"delete_slide": "Delete Slide", "duplicate_slide": "Duplicate Slide"}
LAYOUTS = {"blank": "Blank Slide", "title": "Title Slide", "title_content": "Title, Content", "two_content": "Title and 2 Content",
           "title_only": "Title Only", "centered_text": "Centered Text"}  # fmt: skip
TRANSITIONS = {"none": "None", "fade": "Fade", "wipe": "Wipe", "push": "Push", "cover": "Cover", "dissolve": "Dissolve", "cut": "Cut"}
AT_ONCE = 12
"""So many slides at most are changed one after the other."""


def slides(given: Given) -> list[str]:
    """The ids of all slides."""
    return [e.id for e in given.seen.elements if re.fullmatch(r"s\d+", e.id)]


def go(given: Given, slide: str) -> Acts:
    """A slide in view: from the first one so many further."""
    if not re.fullmatch(r"s\d+", slide):
        raise NotByHand(f"{slide} is no slide")
    if given.way == "hybrid":
        return [select(slide)]
    further = int(slide[1:]) - 1
    return [press("Home"), *([press("Page_Down", further)] if further else [])]


@by("presentation", *COMMANDS)
def command(given: Given) -> Acts:
    return [*go(given, str(given.args["slide"])), *menu(f"Slide > {COMMANDS[given.name]}")]


@by("presentation", "hide_slide")
def hide_slide(given: Given) -> Acts:
    return [*go(given, str(given.args["slide"])), *menu(f"Slide > {'Hide' if given.args.get('hidden', True) else 'Show'} Slide")]


@by("presentation", "move_slide")
def move_slide(given: Given) -> Acts:
    slide, to = str(given.args["slide"]), int(given.args["to"])
    steps = to - int(slide[1:])
    if to == len(slides(given)):
        moves = menu("Slide > Move > Slide to End")
    elif to == 1:
        moves = menu("Slide > Move > Slide to Start")
    else:
        moves = menu(f"Slide > Move > Slide {'Down' if steps > 0 else 'Up'}") * abs(steps)
    return [*go(given, slide), *moves]


@by("presentation", "set_layout")
def set_layout(given: Given) -> Acts:
    return [*go(given, str(given.args["slide"])), *menu(f"Slide > Layout > {LAYOUTS[given.args['layout']]}")]


@by("presentation", "add_slide")
def add_slide(given: Given) -> Acts:
    args = given.args
    layout = LAYOUTS[args.get("layout", "title_content")]
    acts = [*go(given, str(args.get("after") or slides(given)[-1])), *menu("Slide > New Slide"), *menu(f"Slide > Layout > {layout}")]
    if args.get("title"):
        acts += [press("Ctrl+Return"), type_text(str(args["title"]))]
    if args.get("bullets"):
        acts += [press("Ctrl+Return"), type_text("\n".join(map(str, args["bullets"])))]
    return [*acts, press("Escape", 2)]


@by("presentation", "set_background")
def set_background(given: Given) -> Acts:
    target = str(given.args["target"])
    wanted = slides(given) if target == "all" else [target]
    if len(wanted) > AT_ONCE:
        raise NotByHand(f"the backgrounds of {len(wanted)} slides")
    fill = dialog("Slide > Slide Properties...", tab("Background"), *background(str(given.args["color"])))
    return [act for slide in wanted for act in (*go(given, slide), *fill)]


@by("presentation", "set_transition")
def set_transition(given: Given) -> Acts:
    target = str(given.args["target"])
    kind = str(given.args["kind"])
    acts = [
        *go(given, "s1" if target == "all" else target),
        *_pane("Slide Transition", "Apply Transition to All Slides"),
        wait_for("Wipe"),
        pick("list (1)", TRANSITIONS[kind]),
    ]
    if kind == "fade":
        acts.append(pick("combo box (1)", "Smoothly"))
    if given.args.get("seconds"):
        acts.append(set_text("spin box (1)", f"{given.args['seconds']:g} sec"))
    return [*acts, *([click("Apply Transition to All Slides")] if target == "all" else [])]


def _pane(entry: str, shown: str) -> Acts:
    """A pane beside the slide; its menu entry would close it where it shows already."""

    def closed(seen: Observation) -> bool:
        return not matching(seen.controls, shown)

    return [Glance(move.thought, move.action, closed) for move in menu(f"Slide > {entry}")]


@by("presentation", "set_footer")
def set_footer(given: Given) -> Acts:
    given.only("text", "slide_number")
    acts: Acts = [tick("Do not show on the first slide", False)]
    if given.args.get("text"):
        acts += [tick("check box: Footer"), set_text("Footer text:", given.args["text"])]
    if given.args.get("slide_number") is not None:
        acts.append(tick("Slide number", bool(given.args["slide_number"])))
    return dialog("Insert > Header and Footer...", *acts, ok="Apply to All")


@by("presentation", "set_notes")
def set_notes(given: Given) -> Acts:
    written: Acts = [press("Tab", 2), press("F2"), press("Ctrl+A"), type_text(str(given.args["text"])), press("Escape", 2)]
    return [*go(given, str(given.args["slide"])), *menu("View > Notes"), *written, *menu("View > Normal")]


@by("presentation", "find_replace")
def find_replace(given: Given) -> Acts:
    given.only("find", "replace", "match_case", "whole_words", "target")
    find, target = str(given.args["find"]), str(given.args.get("target", "all"))
    elsewhere = [e.id for e in given.seen.elements if find.lower() in e.text.lower() and not f"{e.id}.".startswith(f"{target}.")]
    if target != "all" and elsewhere:
        raise NotByHand(f"{find!r} stands in {elsewhere[0]} as well")
    return [
        press("Home"),
        press("Ctrl+H"),
        tick("Match case", bool(given.args.get("match_case"))),
        tick("Whole words only", bool(given.args.get("whole_words"))),
        set_text("Find:", find),
        set_text("Replace:", given.args["replace"]),
        click("push button: Replace All"),
        confirm("push button: Close", "Search Results"),
        click("push button: Close"),
    ]
