"""Slides: add, copy, move, delete, hide, layout, background, transition, footer."""

from __future__ import annotations

from typing import Any

import uno
from com.sun.star.animations import TransitionSubType as Sub
from com.sun.star.animations import TransitionType as Type
from com.sun.star.awt import Point, Size

from lam.envs.libreoffice.inside import colors
from lam.envs.libreoffice.inside.office import Effect, Office, implements
from lam.envs.libreoffice.inside.presentation.deck import LAYOUTS, Deck, deck, layout_name, role
from lam.envs.libreoffice.inside.presentation.journal import Journal, Kept, journalled
from lam.envs.libreoffice.inside.presentation.texts import placeholder, shown, write
from lam.errors import ActionRejected

SOLID, EMPTY = (uno.Enum("com.sun.star.drawing.FillStyle", name) for name in ("SOLID", "NONE"))
TRANSITIONS = {
    "none": (0, 0),
    "fade": (Type.FADE, Sub.CROSSFADE),
    "wipe": (Type.BARWIPE, Sub.LEFTTORIGHT),
    "push": (Type.PUSHWIPE, Sub.FROMBOTTOM),
    "cover": (Type.SLIDEWIPE, Sub.FROMRIGHT),
    "dissolve": (Type.DISSOLVE, 0),
    "cut": (Type.BARWIPE, Sub.FADEOVERCOLOR),
}
_KIN = {
    "title_content": ("two_content", "title_only"),
    "two_content": ("title_content", "title_only"),
    "title_only": ("title_content", "two_content"),
}
"""Layouts that share the place of the title, so that one's master serves the other."""
_TITLE_AT = {"title": (0.075, 0.31, 0.85, 0.21)}
_TITLE_ELSEWHERE = (0.05, 0.04, 0.9, 0.167)
_BODY_AT = (0.05, 0.233, 0.9, 0.66)
_ONE_BODY_AT = {"title": (0.15, 0.567, 0.7, 0.256), "centered_text": (0.1, 0.3, 0.8, 0.4)}
_HALF = 0.44
"""Places as shares of the slide's width and height, for decks in which no slide shows where its master wants them."""


@implements("presentation")
def add_slide(office: Office, title: str = "", bullets: list[str] | None = None, layout: str = "title_content", after: str | None = None) -> Effect:
    now = deck(office)
    number = now.slide(after)[0] if after is not None else len(now.slides)
    if title and layout == "blank":
        raise ActionRejected("the layout blank has no title; use title_only")
    if bullets and layout in ("blank", "title_only"):
        raise ActionRejected(f"the layout {layout} has no place for bullets; use title_content")
    if title and bullets and layout == "centered_text":
        raise ActionRejected("the layout centered_text has one text only; use title_content")
    models = _models(now, layout)
    count = len(now.slides)
    office.controller.setCurrentPage(now.slides[number - 1])
    office.dispatch(".uno:InsertPage", PageName="", WhatLayout=LAYOUTS[layout], IsPageBack=True, IsPageObj=True)
    now.refresh()
    page = now.slides[min(number, len(now.slides) - 1)]
    if len(now.slides) != count + 1 or layout_name(page) != layout:
        raise RuntimeError("the office did not insert the slide")
    _settle(page, layout, models)
    _fill(now, page, title, bullets)
    said = [shown(page.getByIndex(i)) for i in range(page.Count) if page.getByIndex(i).String]
    return Effect(f"added s{number + 1} ({layout})" + (f": {', '.join(said)}" if said else ""), [f"s{number + 1}"])


@implements("presentation")
def duplicate_slide(office: Office, slide: str) -> Effect:
    now = deck(office)
    number, page = now.slide(slide)
    count = len(now.slides)
    office.controller.setCurrentPage(page)
    office.dispatch(".uno:DuplicatePage")
    now.refresh()
    if len(now.slides) != count + 1 or now.slides[number].Count != now.slides[number - 1].Count:
        raise RuntimeError("the office did not copy the slide")
    return Effect(f"s{number + 1} is a copy of s{number}; {now.range()}", [f"s{number + 1}"])


@implements("presentation")
def move_slide(office: Office, slide: str, to: int) -> Effect:
    now = deck(office)
    number, page = now.slide(slide)
    if not 1 <= to <= len(now.slides):
        raise ActionRejected(f"there is no place {to}; {now.range()}")
    if to == number:
        raise ActionRejected(f"s{number} is already slide {to}")
    office.controller.setCurrentPage(page)
    for _ in range(2 * len(now.slides)):  # a dispatch may be passed over while the office is busy
        if page.Number == to:
            break
        office.dispatch(".uno:MovePageUp" if to < page.Number else ".uno:MovePageDown")
    now.refresh()
    if now.slides[to - 1] != page:
        raise RuntimeError(f"the office moved the slide to {page.Number} instead")
    return Effect(f"s{number} is now s{to}", [f"s{to}"])


@implements("presentation")
def delete_slide(office: Office, slide: str) -> Effect:
    now = deck(office)
    number, page = now.slide(slide)
    if len(now.slides) == 1:
        raise ActionRejected("s1 is the only slide; a deck needs one")
    count = len(now.slides)
    office.document.DrawPages.remove(page)
    now.refresh()
    if len(now.slides) != count - 1:
        raise RuntimeError("the office did not delete the slide")
    return Effect(f"deleted s{number}; {now.range()}" + (f", the next is s{number} now" if number < count else ""), [])


@journalled
def hide_slide(office: Office, journal: Journal, slide: str, hidden: bool = True) -> Effect:
    number, page = deck(office).slide(slide)
    journal.properties(slide, page, "Visible")
    page.Visible = not hidden
    return Effect(f"s{number} is {'shown' if page.Visible else 'hidden'} now", [f"s{number}"])


@implements("presentation")
def set_layout(office: Office, slide: str, layout: str) -> Effect:
    now = deck(office)
    number, page = now.slide(slide)
    if layout_name(page) == layout:
        raise ActionRejected(f"s{number} already has the layout {layout}")
    office.controller.setCurrentPage(page)
    office.dispatch(".uno:AssignLayout", WhatPage=number - 1, WhatLayout=LAYOUTS[layout])
    if layout_name(page) != layout:
        raise RuntimeError(f"the layout of s{number} is {layout_name(page)} instead")
    return Effect(f"s{number} has the layout {layout} now", [f"s{number}"])


@journalled
def set_background(office: Office, journal: Journal, target: str, color: str) -> Effect:
    pages = deck(office).pages(target)
    number = colors.to_number(color)
    for index, page in pages:
        journal.properties(f"s{index}", page, "Background")
        page.Background = _background(office, number)
    said = {_background_color(page) for _, page in pages}
    if said != {number}:
        raise RuntimeError(f"the background is {', '.join(colors.to_text(n) for n in said)} instead")
    where = "every slide" if target == "all" else target
    return Effect(
        f"{where} has the background {colors.to_text(number)}" if number >= 0 else f"{where} has no background of its own",
        [f"s{n}" for n, _ in pages],
    )


@journalled
def set_transition(office: Office, journal: Journal, target: str, kind: str, seconds: float | None = None) -> Effect:
    pages = deck(office).pages(target)
    wanted = TRANSITIONS[kind]
    for index, page in pages:
        journal.properties(f"s{index}", page, "TransitionType", "TransitionSubtype", "TransitionDirection", "TransitionDuration")
        page.TransitionType, page.TransitionSubtype = wanted
        page.TransitionDirection = kind != "wipe"
        if seconds is not None:
            page.TransitionDuration = float(seconds)
    said = {(page.TransitionType, page.TransitionSubtype) for _, page in pages}
    if said != {wanted}:
        raise RuntimeError(f"the transition is {said} instead")
    time = f" in {pages[0][1].TransitionDuration:g} s" if seconds is not None else ""
    where = "every slide" if target == "all" else target
    return Effect(f"{where} has {'no transition' if kind == 'none' else f'the transition {kind}{time}'}", [f"s{n}" for n, _ in pages])


@journalled
def set_footer(office: Office, journal: Journal, text: str | None = None, slide_number: bool | None = None, date: bool | None = None) -> Effect:
    if text is None and slide_number is None and date is None:
        raise ActionRejected("set_footer was not told what to change; give text, slide_number or date")
    pages = deck(office).pages("all")
    for index, page in pages:
        journal.properties(f"s{index}", page, "IsFooterVisible", "FooterText", "IsPageNumberVisible", "IsDateTimeVisible", "IsDateTimeFixed")
        if text is not None:
            page.IsFooterVisible, page.FooterText = bool(text), text
        if slide_number is not None:
            page.IsPageNumberVisible = slide_number
        if date is not None:
            page.IsDateTimeVisible, page.IsDateTimeFixed = date, False
    said = {_footer(page, text, slide_number, date) for _, page in pages}
    if len(said) != 1:
        raise RuntimeError(f"the slides disagree: {said}")
    return Effect(f"every slide shows {said.pop()}", [f"s{n}" for n, _ in pages])


def put(shape: Any, place: tuple[float, float, float, float], page: Any) -> None:
    """Place a shape at shares of the slide's width and height."""
    left, top, width, height = place
    shape.setPosition(Point(round(left * page.Width), round(top * page.Height)))
    shape.setSize(Size(round(width * page.Width), round(height * page.Height)))


def _models(now: Deck, layout: str) -> list[Any]:
    """Slides with this layout, then with a related one, each the last first."""
    return [page for wanted in (layout, *_KIN.get(layout, ())) for page in reversed(now.slides) if layout_name(page) == wanted]


def _settle(page: Any, layout: str, models: list[Any]) -> None:
    """Give a new slide the master of its models and their places; sensible places where the deck has no model."""
    if models and page.MasterPage != models[0].MasterPage:
        page.MasterPage = models[0].MasterPage
        page.Layout = LAYOUTS[layout]
    title, bodies = _places(page)
    for shape in [s for s in (title, *bodies) if s is not None]:
        _inset(shape, next(filter(None, (placeholder(model, role(shape)) for model in models)), None))
    if title is not None and not models:
        put(title, _TITLE_AT.get(layout, _TITLE_ELSEWHERE), page)
    exact = [model for model in models if layout_name(model) == layout and len(_places(model)[1]) == len(bodies)]
    left, top, width, height = _BODY_AT
    if len(bodies) == 2 or layout in _ONE_BODY_AT:
        for index, body in enumerate(bodies):
            if exact:
                body.setPosition(_places(exact[0])[1][index].getPosition())
                body.setSize(_places(exact[0])[1][index].getSize())
            elif layout in _ONE_BODY_AT:
                put(body, _ONE_BODY_AT[layout], page)
            elif not models:
                put(body, (left + index * (width - _HALF), top, _HALF, height), page)
    elif bodies and not models:
        put(bodies[0], _BODY_AT, page)


def _places(page: Any) -> tuple[Any, list[Any]]:
    """The placeholders of a slide: its title (or None) and those below it, left to right."""
    shapes = [page.getByIndex(i) for i in range(page.Count)]
    holders = [s for s in shapes if role(s) in ("content", "subtitle")]
    return placeholder(page, "title"), sorted(holders, key=lambda s: s.getPosition().X)


def _inset(shape: Any, like: Any) -> None:
    """Give the text in a new placeholder the distances from its edges that the deck's others have."""
    if like is not None:
        for name in ("TextLeftDistance", "TextRightDistance", "TextUpperDistance", "TextLowerDistance", "TextVerticalAdjust"):
            setattr(shape, name, getattr(like, name))


def _fill(now: Deck, page: Any, title: str, bullets: list[str] | None) -> None:
    heading, body = placeholder(page, "title"), placeholder(page, "content") or placeholder(page, "subtitle")
    if title:
        write(now, Kept(now.document, heading or body), page, [title])
    if bullets:
        write(now, Kept(now.document, body), page, [" ".join(bullet.split()) for bullet in bullets])


def _background(office: Office, color: int) -> Any:
    if color < 0:
        return None
    background = office.document.createInstance("com.sun.star.drawing.Background")
    background.FillStyle, background.FillColor = SOLID, color
    return background


def _background_color(page: Any) -> int:
    background = page.Background
    return int(background.FillColor) if background is not None and background.FillStyle == SOLID else colors.NONE


def _footer(page: Any, text: str | None, slide_number: bool | None, date: bool | None) -> str:
    said = []
    if text is not None:
        said.append(f"the footer {page.FooterText!r}" if page.IsFooterVisible else "no footer text")
    if slide_number is not None:
        said.append("its number" if page.IsPageNumberVisible else "no number")
    if date is not None:
        said.append("the date" if page.IsDateTimeVisible else "no date")
    return " and ".join(said)
