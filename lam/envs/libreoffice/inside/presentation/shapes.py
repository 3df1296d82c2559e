"""Shapes: text boxes, drawn forms, images; their fill, outline, place and order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import uno
from com.sun.star.awt import Point, Size

from lam.envs.libreoffice.inside import colors
from lam.envs.libreoffice.inside.office import Effect, Office, implements, properties
from lam.envs.libreoffice.inside.presentation.deck import Deck, Spot, deck, form, role
from lam.envs.libreoffice.inside.presentation.journal import Journal, journalled
from lam.envs.libreoffice.inside.presentation.texts import shown
from lam.errors import ActionRejected

FORMS = {
    "rectangle": "rectangle",
    "rounded_rectangle": "round-rectangle",
    "ellipse": "ellipse",
    "triangle": "isosceles-triangle",
    "diamond": "diamond",
    "arrow_right": "right-arrow",
    "arrow_left": "left-arrow",
    "star": "star5",
}
"""Our forms and the office's names of them."""
_FILL = tuple(uno.Enum("com.sun.star.drawing.FillStyle", name) for name in ("NONE", "SOLID"))
_LINE = tuple(uno.Enum("com.sun.star.drawing.LineStyle", name) for name in ("NONE", "SOLID"))
_NO_PAINT = frozenset({"chart", "table", "object", "media"})
_MIDDLE = uno.Enum("com.sun.star.drawing.TextVerticalAdjust", "CENTER")
_CENTERED = 3
_PER_POINT = 2540 / 72
"""Hundredths of a millimetre in a point; 1000 are a centimetre."""
_SLACK = 15
"""Hundredths of a millimetre by which the office may round a place."""


@journalled
def add_text_box(
    office: Office, journal: Journal, slide: str, text: str, x_cm: float = 2.0, y_cm: float = 10.0, width_cm: float = 12.0, height_cm: float = 2.0
) -> Effect:
    now = deck(office)
    number, page = now.slide(slide)
    shape = insert(office, journal, page, "TextShape", "TextBox", (x_cm, y_cm, width_cm, height_cm))
    shape.TextWordWrap = True
    shape.TextAutoGrowHeight = True
    shape.setString(text)
    id = now.refresh().id_of(shape, number)
    return Effect(f"added {id}, a text box that says {shown(shape)}", [id])


@journalled
def add_shape(
    office: Office,
    journal: Journal,
    slide: str,
    shape: str,
    text: str = "",
    fill: str | None = None,
    line: str | None = None,
    x_cm: float = 4.0,
    y_cm: float = 6.0,
    width_cm: float = 6.0,
    height_cm: float | None = None,
) -> Effect:
    now = deck(office)
    height_cm = height_cm if height_cm is not None else 0.0 if shape == "line" else 4.0
    number, page = now.slide(slide)
    if shape == "line" and (text or fill):
        raise ActionRejected("a line has no text and no fill")
    name = shape.replace("_", " ").title()
    new = insert(office, journal, page, "LineShape" if shape == "line" else "CustomShape", name, (x_cm, y_cm, width_cm, height_cm))
    if shape != "line":
        new.CustomShapeGeometry = properties(Type=FORMS[shape])
        new.TextAutoGrowHeight = False
        new.TextWordWrap = True
        new.TextVerticalAdjust, new.ParaAdjust = _MIDDLE, _CENTERED
        new.setString(text)
        _place(new, (x_cm, y_cm, width_cm, height_cm))
    _paint(new, fill, line, None)
    id = now.refresh().id_of(new, number)
    said = f" that says {shown(new)}" if text else ""
    return Effect(f"added {id}, {_article(form(new))} {form(new)}{said}", [id])


@journalled
def insert_image(
    office: Office, journal: Journal, slide: str, path: str, x_cm: float = 4.0, y_cm: float = 5.0, width_cm: float | None = None, alt: str = ""
) -> Effect:
    now = deck(office)
    number, page = now.slide(slide)
    file = Path(path)
    if not file.is_file():
        raise ActionRejected(f"there is no file {file.name} in the workspace")
    provider = office.create("com.sun.star.graphic.GraphicProvider")
    graphic = provider.queryGraphic(properties(URL=file.as_uri()))
    if graphic is None:
        raise ActionRejected(f"{file.name} is no image that can be read")
    width, height = _natural_cm(graphic)
    wanted = (
        width_cm
        if width_cm is not None
        else min(width, max(1.0, page.Width / 1000 - x_cm - 1), width * max(1.0, page.Height / 1000 - y_cm - 1) / height)
    )
    shape = insert(office, journal, page, "GraphicObjectShape", "Picture", (x_cm, y_cm, wanted, wanted * height / width))
    shape.Graphic = graphic
    shape.Description = alt
    id = now.refresh().id_of(shape, number)
    return Effect(f"added {id}, the image {file.name}, {_box(shape)}", [id])


@journalled
def format_shape(
    office: Office, journal: Journal, target: str, fill: str | None = None, line: str | None = None, line_width_pt: float | None = None
) -> Effect:
    if fill is None and line is None and line_width_pt is None:
        raise ActionRejected("format_shape was not told what to change; give fill, line or line_width_pt")
    spots = _drawn(deck(office), target)
    for spot in spots:
        names = ["LineStyle", "LineColor", "LineWidth"] + ["FillStyle", "FillColor"] * hasattr(spot.shape, "FillStyle")
        journal.properties(spot.id, spot.shape, *sorted(names))
        if fill is not None and not hasattr(spot.shape, "FillStyle"):
            raise ActionRejected(f"{spot.id} is a {form(spot.shape)} and cannot be filled")
        _paint(spot.shape, fill, line, line_width_pt)
    said = {_painted(spot.shape, fill, line, line_width_pt) for spot in spots}
    if len(said) != 1:
        raise RuntimeError(f"the shapes differ: {said}")
    return Effect(f"{', '.join(spot.id for spot in spots[:8])}: {said.pop()}", [spot.id for spot in spots])


@journalled
def place_shape(
    office: Office,
    journal: Journal,
    target: str,
    x_cm: float | None = None,
    y_cm: float | None = None,
    width_cm: float | None = None,
    height_cm: float | None = None,
    align: str | None = None,
    rotation_deg: float | None = None,
) -> Effect:
    if all(value is None for value in (x_cm, y_cm, width_cm, height_cm, align, rotation_deg)):
        raise ActionRejected("place_shape was not told what to change; give x_cm, y_cm, width_cm, height_cm, align or rotation_deg")
    spot = _shape(deck(office), target)
    shape, page = spot.shape, spot.page
    journal.place(target, shape)
    angle = getattr(shape, "RotateAngle", 0)
    if rotation_deg is not None and not hasattr(shape, "RotateAngle"):
        raise ActionRejected(f"{target} is a {role(shape)} and cannot be rotated")
    if angle:
        shape.RotateAngle = 0
    if width_cm is not None or height_cm is not None:
        if hasattr(shape, "TextAutoGrowHeight") and height_cm is not None:
            journal.properties(target, shape, "TextAutoGrowHeight")
            shape.TextAutoGrowHeight = False
        old = shape.getSize()
        shape.setSize(Size(_hundredths(width_cm, old.Width), _hundredths(height_cm, old.Height)))
    x, y = _hundredths(x_cm, shape.getPosition().X), _hundredths(y_cm, shape.getPosition().Y)
    size = shape.getSize()
    x = {"left": 0, "center": (page.Width - size.Width) // 2, "right": page.Width - size.Width}.get(align or "", x)
    y = {"top": 0, "middle": (page.Height - size.Height) // 2, "bottom": page.Height - size.Height}.get(align or "", y)
    shape.setPosition(Point(x, y))
    box = _box(shape)
    if rotation_deg is not None:
        angle = round(-rotation_deg * 100) % 36000
    if angle:
        shape.RotateAngle = angle
    place = shape.getPosition()
    if not angle and (abs(place.X - x) > _SLACK or abs(place.Y - y) > _SLACK):
        raise RuntimeError(f"{target} is at {_box(shape)} instead")
    turned = f", rotated {(-shape.RotateAngle / 100) % 360:g}°" if rotation_deg is not None else ""
    return Effect(f"{target} is {box}{turned}", [target])


@journalled
def order_shape(office: Office, journal: Journal, target: str, to: str) -> Effect:
    now = deck(office)
    spot = _shape(now, target)
    number = int(target[1:].split(".")[0])
    before, last = spot.shape.ZOrder, spot.shape.Parent.Count - 1
    after = {"front": last, "back": 0, "forward": min(before + 1, last), "backward": max(before - 1, 0)}[to]
    if after == before:
        raise ActionRejected(f"{target} is already at the {'front' if to in ('front', 'forward') else 'back'}")
    spot.shape.ZOrder = after
    if spot.shape.ZOrder != after:
        raise RuntimeError(f"{target} is at place {spot.shape.ZOrder} instead of {after}")
    id = now.refresh().id_of(spot.shape, number)
    journal.reordered(id, before)
    return Effect(f"{target} is now {id}, {'on top' if after == last else 'behind all' if after == 0 else f'place {after + 1} of {last + 1}'}", [id])


@implements("presentation")
def delete_shape(office: Office, target: str) -> Effect:
    now = deck(office)
    spot = _shape(now, target)
    parent = spot.shape.Parent
    count = parent.Count
    if target.count(".") > 1 and count == 1:
        raise ActionRejected(f"{target} is the last shape of its group; delete the group {target.rsplit('.', 1)[0]}")
    words = role(spot.shape)
    parent.remove(spot.shape)
    if parent.Count != count - 1:
        raise RuntimeError(f"{target} is still there")
    left = [s.id for s in now.refresh().spots(now.slide(target.split(".")[0])[0])]
    return Effect(f"deleted {target}, a {words}; {', '.join(left[:8]) or 'nothing'} left on {target.split('.')[0]}", [target.split(".")[0]])


def insert(office: Office, journal: Journal, page: Any, kind: str, name: str, box_cm: tuple[float, float, float, float]) -> Any:
    """A new shape on a slide, named and counted as offices do."""
    shape = office.document.createInstance(f"com.sun.star.drawing.{kind}")
    page.add(shape)
    journal.added(page)
    shape.Name = f"{name} {page.Count}"
    _place(shape, box_cm)
    return shape


def _place(shape: Any, box_cm: tuple[float, float, float, float]) -> None:
    x, y, width, height = (round(value * 1000) for value in box_cm)
    shape.setSize(Size(width, height))
    shape.setPosition(Point(x, y))


def _shape(now: Deck, target: str) -> Spot:
    """The shape with this id; a slide or its notes are none."""
    if target.endswith(".notes"):
        raise ActionRejected(f"{target} are the speaker notes, no shape on the slide; set_notes changes them")
    return now.spot(target)


def _drawn(now: Deck, target: str) -> list[Spot]:
    """The shapes of a target that have a fill and an outline; of a slide or `all` only drawn shapes and text boxes."""
    if "." in target:
        spot = _shape(now, target)
        if role(spot.shape) == "group":
            return [
                inner for inner in now.spots(now.slide(target.split(".")[0])[0]) if inner.id.startswith(f"{target}.") and role(inner.shape) != "group"
            ]
        if role(spot.shape) in _NO_PAINT or not hasattr(spot.shape, "LineStyle"):
            raise ActionRejected(f"{target} is a {role(spot.shape)}; it has no fill and no outline to change")
        return [spot]
    found = [spot for spot in now.within(target) if role(spot.shape) == "shape"]
    if not found:
        raise ActionRejected(f"{target} has no drawn shapes")
    return found


def _paint(shape: Any, fill: str | None, line: str | None, line_width_pt: float | None) -> None:
    if fill is not None:
        number = colors.to_number(fill)
        shape.FillStyle = _FILL[number >= 0]
        if number >= 0:
            shape.FillColorTheme = -1
            shape.FillColor = number
    if line is not None:
        number = colors.to_number(line)
        shape.LineStyle = _LINE[number >= 0]
        if number >= 0:
            shape.LineColor = number
    if line_width_pt is not None:
        if line is None and shape.LineStyle == _LINE[0]:
            shape.LineStyle = _LINE[1]
        shape.LineWidth = round(line_width_pt * _PER_POINT)


def _painted(shape: Any, fill: str | None, line: str | None, line_width_pt: float | None) -> str:
    said = []
    if fill is not None:
        said.append(f"filled {colors.to_text(shape.FillColor)}" if shape.FillStyle == _FILL[1] else "not filled")
    if line is not None:
        said.append(f"outline {colors.to_text(shape.LineColor)}" if shape.LineStyle != _LINE[0] else "no outline")
    if line_width_pt is not None:
        said.append(f"outline {round(shape.LineWidth / _PER_POINT, 1):g} pt wide")
    return ", ".join(said)


def _box(shape: Any) -> str:
    place, size = shape.getPosition(), shape.getSize()
    return f"at {place.X / 1000:.1f}, {place.Y / 1000:.1f} cm, {size.Width / 1000:.1f} x {size.Height / 1000:.1f} cm"


def _natural_cm(graphic: Any) -> tuple[float, float]:
    size = graphic.Size100thMM
    if size.Width > 0 and size.Height > 0:
        return size.Width / 1000, size.Height / 1000
    pixels = graphic.SizePixel
    return pixels.Width * 2.54 / 96, pixels.Height * 2.54 / 96


def _hundredths(value_cm: float | None, else_: int) -> int:
    return else_ if value_cm is None else round(value_cm * 1000)


def _article(word: str) -> str:
    return "an" if word[:1] in "aeiou" else "a"
