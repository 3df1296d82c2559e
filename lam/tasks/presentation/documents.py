"""Generated decks: a description that families look at, and the file made from it."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from lxml import etree
from PIL import Image, ImageDraw
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml.ns import qn
from pptx.util import Cm, Pt

from lam.errors import TaskBroken
from lam.tasks.base import Split
from lam.tasks.compose import Source
from lam.tasks.presentation import values

LAYOUTS = {"title": 0, "title_content": 1, "two_content": 3, "title_only": 5, "blank": 6}
"""Our layout names and their place in the default template."""
_SHAPES = (
    MSO_SHAPE.RECTANGLE,
    MSO_SHAPE.ROUNDED_RECTANGLE,
    MSO_SHAPE.OVAL,
    MSO_SHAPE.DIAMOND,
    MSO_SHAPE.RIGHT_ARROW,
    MSO_SHAPE.CHEVRON,
    MSO_SHAPE.HEXAGON,
)
FORMS = ("rectangle", "rounded rectangle", "ellipse", "diamond", "right arrow", "chevron", "hexagon")
"""What outlines call the forms of `_SHAPES`."""
_CHARTS = (XL_CHART_TYPE.COLUMN_CLUSTERED, XL_CHART_TYPE.BAR_CLUSTERED, XL_CHART_TYPE.LINE, XL_CHART_TYPE.PIE)
_rgb: Any = RGBColor.from_string
_ChartData: Any = CategoryChartData
CHANCES = {
    "shape": 0.1,
    "box": 0.12,
    "table": 0.06,
    "chart": 0.05,
    "image": 0.06,
    "notes": 0.15,
    "hidden": 0.03,
    "transition": 0.03,
    "background": 0.04,
}
"""How often a slide has such a thing, unless a family wishes otherwise."""


@dataclass(frozen=True)
class Extra:
    """What stands on a slide besides its placeholders."""

    role: str
    """`shape`, `text box`, `table`, `chart` or `image`, as an outline names it."""
    text: str = ""
    cells: tuple[tuple[str, ...], ...] = ()
    form: int = 0
    """Which form or type, where there are several."""
    color: str = ""
    box_cm: tuple[float, float, float, float] = (0, 0, 0, 0)
    """Left, top, width, height."""


@dataclass(frozen=True)
class Slide:
    """One slide of a generated deck."""

    layout: str
    title: str = ""
    subtitle: str = ""
    lists: tuple[tuple[str, ...], ...] = ()
    """Items of each content placeholder, left to right."""
    extras: tuple[Extra, ...] = ()
    notes: str = ""
    hidden: bool = False
    background: str = ""
    transition: str = ""
    title_look: tuple[str, float, str] | None = None
    """Explicit font, size in points and RGB of the title."""

    @property
    def items(self) -> tuple[str, ...]:
        return self.lists[0] if self.lists else ()

    def of_role(self, role: str) -> tuple[Extra, ...]:
        return tuple(e for e in self.extras if e.role == role)

    @property
    def texts(self) -> list[str]:
        """Everything that can be read on it, notes left out."""
        inside = [text for e in self.extras for text in (e.text, *(cell for row in e.cells for cell in row)) if text]
        return [text for text in (self.title, self.subtitle, *(item for items in self.lists for item in items), *inside) if text]


@dataclass(frozen=True)
class Deck:
    """A generated deck."""

    slides: tuple[Slide, ...]
    wide: bool = False
    """16:9 instead of 4:3."""
    fonts: tuple[str, str] = ("Calibri", "Calibri")
    """Fonts of titles and of body text."""
    footer: str = ""
    numbers: bool = False

    @property
    def size_cm(self) -> tuple[float, float]:
        return (33.867, 19.05) if self.wide else (25.4, 19.05)

    @property
    def words(self) -> str:
        """All its text in lower case, notes left out."""
        return "\n".join(text for slide in self.slides for text in slide.texts).lower()


def source(deck: Deck) -> Source:
    """A deck as families and tasks take it."""
    return Source(partial(write, deck), deck)


def deck(rng: random.Random, split: Split, low: int = 3, high: int = 12, **wishes: float) -> Deck:
    """A random deck of `low` to `high` slides, rather small than large. `wishes`: see `CHANCES`."""
    count = min(rng.randint(low, high), rng.randint(low, high))
    chance = CHANCES | wishes
    wide = rng.random() < 0.5
    slides: list[Slide] = []
    titles: set[str] = set()
    opening, closing, agenda = rng.random() < 0.85, rng.random() < 0.3, count >= 5 and rng.random() < 0.25
    for index in range(count):
        if index == 0 and opening:
            slides.append(_opening(rng, split))
            continue
        if index == count - 1 and closing and count > 3:
            slides.append(Slide("title", values.closing(rng), values.sentence(rng, split) if rng.random() < 0.4 else ""))
            continue
        slide = _inner(rng, split, chance, titles, wide)
        titles.add(slide.title.lower())
        slides.append(slide)
    if agenda:
        shown = tuple(s.title for s in slides[2:] if s.title)[: rng.randint(3, 5)]
        slides[1] = replace(slides[1], layout="title_content", title=values.agenda(rng), lists=(shown,), extras=())
    if rng.random() < 0.5:
        look = (
            values.font(rng, split),
            float(rng.choice((24, 28, 30, 32, 36, 40, 44))),
            values.COLORS[rng.choice(("navy", "dark blue", "black", "maroon", "dark green", "gray"))],
        )
        slides = [replace(s, title_look=look) if s.title and rng.random() < 0.8 else s for s in slides]
    fonts = (values.font(rng, split), values.font(rng, split)) if rng.random() < 0.5 else ("Calibri", "Calibri")
    return Deck(tuple(slides), wide, fonts, "", rng.random() < 0.1)


def _opening(rng: random.Random, split: Split) -> Slide:
    subtitle = rng.choice(
        (
            values.period(rng).capitalize(),
            f"{values.team(rng, split)} team",
            f"{values.city(rng, split)}, {values.period(rng)}",
            values.name(rng, split),
            "",
        )
    )
    return Slide("title", values.deck_title(rng, split), subtitle)


def _inner(rng: random.Random, split: Split, chance: dict[str, float], taken: set[str], wide: bool) -> Slide:
    title = values.slide_title(rng, split)
    while title.lower() in taken:
        title = values.slide_title(rng, split)
    extras: list[Extra] = []
    layout = rng.choices(("title_content", "two_content", "title_only", "blank"), (8, 1.2, 1.5, 0.3))[0]
    width = 33.867 if wide else 25.4
    lists: tuple[tuple[str, ...], ...] = ()
    if layout == "title_content":
        lists = (values.bullets(rng, split, rng.choice((1, 2, 3, 3, 3, 4, 4, 5))),)
    elif layout == "two_content":
        lists = (values.bullets(rng, split, rng.randint(2, 3)), values.bullets(rng, split, rng.randint(2, 3)))
    else:
        kinds = ("table", "chart", "image")
        wanted = rng.choices((*kinds, ""), (*(chance[k] * 5 for k in kinds), 0.4))[0]
        if wanted:
            extras.append(_big(rng, split, wanted, width))
    if rng.random() < chance["shape"]:
        count = rng.choice((1, 1, 2, 3))
        fills = [rng.choice(tuple(values.COLORS.values())) for _ in range(count)]
        texts = {values.label(rng, split) for _ in range(count)}
        extras += [
            Extra("shape", text, form=rng.randrange(len(_SHAPES)), color=fill, box_cm=(1.5 + i * 7.2, 14.6, 6.2, 2.4))
            for i, (text, fill) in enumerate(zip(sorted(texts), fills, strict=False))
        ]
    if rng.random() < chance["box"]:
        text = rng.choice((values.sentence(rng, split), values.label(rng, split)))
        extras.append(Extra("text box", text, box_cm=(1.8, 17.1, 14.0, 1.2)))
    return Slide(
        layout,
        "" if layout == "blank" else title,
        lists=lists,
        extras=tuple(extras),
        notes=values.sentence(rng, split) if rng.random() < chance["notes"] else "",
        hidden=rng.random() < chance["hidden"],
        background=values.COLORS[rng.choice(("light yellow", "beige", "lavender", "light blue"))] if rng.random() < chance["background"] else "",
        transition=rng.choice(("fade", "push", "wipe")) if rng.random() < chance["transition"] else "",
    )


def _big(rng: random.Random, split: Split, role: str, width: float) -> Extra:
    box = (2.0, 5.0, width - 4.0, 8.5)
    if role == "table":
        return Extra(role, cells=values.table(rng, split), box_cm=box)
    if role == "chart":
        rows = tuple((values.city(rng, split), str(rng.randint(5, 300))) for _ in range(rng.randint(3, 5)))
        return Extra(role, rng.choice(("", values.slide_title(rng, split))), rows, rng.randrange(len(_CHARTS)), box_cm=box)
    return Extra(role, values.label(rng, split), form=rng.randrange(1 << 16), color=values.COLORS[values.color(rng)], box_cm=(4.0, 5.0, 9.0, 7.0))


# The file


def write(deck: Deck, path: Path) -> None:
    """Write the deck to `path` as .pptx."""
    file = Presentation()
    _theme_fonts(file, deck.fonts)
    if deck.wide:
        _widen(file)
    for slide in deck.slides:
        _write_slide(file, slide, deck.numbers)
    file.core_properties.title = deck.slides[0].title
    file.core_properties.author = "LAM samples"
    file.save(str(path))


def _write_slide(file: Any, slide: Slide, number: bool) -> None:
    page = file.slides.add_slide(file.slide_layouts[LAYOUTS[slide.layout]])
    bodies = [p for p in page.placeholders if p.placeholder_format.idx in (1, 2)]
    if slide.title:
        page.shapes.title.text_frame.text = slide.title
        if slide.title_look:
            font = page.shapes.title.text_frame.paragraphs[0].runs[0].font
            font.name, font.size, font.color.rgb = slide.title_look[0], Pt(slide.title_look[1]), _rgb(slide.title_look[2][1:])
    if slide.layout == "title":
        bodies[0].text_frame.text = slide.subtitle
        if not slide.subtitle:
            bodies[0]._element.getparent().remove(bodies[0]._element)
    for body, items in zip(bodies, slide.lists, strict=False):
        body.text_frame.text = items[0]
        for item in items[1:]:
            body.text_frame.add_paragraph().text = item
    for extra in slide.extras:
        _write_extra(page, extra)
    if number:
        _write_number(page, file)
    if slide.notes:
        page.notes_slide.notes_text_frame.text = slide.notes
    if slide.hidden:
        page._element.set("show", "0")
    if slide.background:
        page.background.fill.solid()
        page.background.fill.fore_color.rgb = _rgb(slide.background[1:])
    if slide.transition:
        inner = {"fade": "<p:fade/>", "push": '<p:push dir="u"/>', "wipe": '<p:wipe dir="l"/>'}[slide.transition]
        node = etree.fromstring(f'<p:transition xmlns:p="{page._element.nsmap["p"]}" spd="med">{inner}</p:transition>')
        page._element.find(qn("p:clrMapOvr")).addnext(node)


def _write_extra(page: Any, extra: Extra) -> None:
    left, top, width, height = (Cm(v) for v in extra.box_cm)
    if extra.role == "shape":
        shape = page.shapes.add_shape(_SHAPES[extra.form], left, top, width, height)
        shape.text_frame.text = extra.text
        shape.fill.solid()
        shape.fill.fore_color.rgb = _rgb(extra.color[1:])
    elif extra.role == "text box":
        box = page.shapes.add_textbox(left, top, width, height)
        box.text_frame.word_wrap = True
        box.text_frame.text = extra.text
    elif extra.role == "table":
        table = page.shapes.add_table(len(extra.cells), len(extra.cells[0]), left, top, width, height).table
        for r, row in enumerate(extra.cells):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
    elif extra.role == "chart":
        data: Any = _ChartData()
        data.categories = [row[0] for row in extra.cells]
        data.add_series("Amount", [float(row[1]) for row in extra.cells])
        chart = page.shapes.add_chart(_CHARTS[extra.form], left, top, width, height, data).chart
        chart.has_title = bool(extra.text)
        if extra.text:
            chart.chart_title.text_frame.text = extra.text
    else:
        picture = page.shapes.add_picture(io.BytesIO(_picture(extra)), left, top, width)
        picture._element.nvPicPr.cNvPr.set("descr", extra.text)


def _picture(extra: Extra) -> bytes:
    image = Image.new("RGB", (180, 140), "white")
    draw = ImageDraw.Draw(image)
    for i in range(5):
        draw.rectangle((10 + i * 34, 130 - (extra.form >> i * 3 & 7) * 16, 34 + i * 34, 132), fill=extra.color, outline="black")
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def _write_number(page: Any, file: Any) -> None:
    """The layout's slide number placeholder, copied to the slide as an office does it."""
    for holder in page.slide_layout.placeholders:
        if "sldNum" in etree.tostring(holder._element).decode():
            page.shapes._spTree.append(etree.fromstring(etree.tostring(holder._element)))
            return


def _theme_fonts(file: Any, fonts: tuple[str, str]) -> None:
    part = next(rel.target_part for rel in file.slide_master.part.rels.values() if rel.reltype.endswith("/theme"))
    tree = etree.fromstring(part.blob)
    for tag, name in zip(("majorFont", "minorFont"), fonts, strict=True):
        for node in tree.iter(f"{{{tree.nsmap['a']}}}{tag}"):
            node[0].set("typeface", name)
    part._blob = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _widen(file: Any) -> None:
    """Make the 4:3 template 16:9: the page, and all that stands on its master and layouts."""
    scale = 12192000 / file.slide_width
    file.slide_width = 12192000
    for page in (file.slide_master, *file.slide_layouts):
        for node in page._element.iter(qn("a:off"), qn("a:ext")):
            for name in ("x", "cx"):
                if node.get(name):
                    node.set(name, str(round(int(node.get(name)) * scale)))


def damage(path: Path, rng: random.Random, keep: Sequence[int] = ()) -> str:
    """Spoil one thing in a deck, in place, on none of the slides `keep` (from 1); what was done."""
    file = Presentation(str(path))
    pages = [(number, page) for number, page in enumerate(file.slides, 1) if number not in keep]
    for number, page in rng.sample(pages, len(pages)):
        texts = [shape for shape in page.shapes if shape.has_text_frame and shape.text_frame.text.strip() and not _is_furniture(shape)]
        runs = [run for shape in texts for p in shape.text_frame.paragraphs for run in p.runs if run.text.strip()]
        what = rng.choice(("word", "bold", "size", "shape", "place", "hide", "notes"))
        if not runs:
            continue
        run: Any = rng.choice(runs)
        if what == "word":
            run.text += " whatever"
        elif what == "bold":
            run.font.bold = not run.font.bold
        elif what == "size":
            run.font.size = Pt(9)
        elif what == "shape":
            texts[0]._element.getparent().remove(texts[0]._element)
        elif what == "place":
            shape = rng.choice(texts)
            shape.left, shape.top, shape.width, shape.height = shape.left + Cm(1), shape.top, shape.width, shape.height
        elif what == "hide":
            page._element.set("show", "1" if page._element.get("show") == "0" else "0")
        else:
            page.notes_slide.notes_text_frame.text += " whatever"
        file.save(str(path))
        return f"{what} on slide {number}"
    raise TaskBroken(f"{path.name} has nothing to spoil")


def _is_furniture(shape: Any) -> bool:
    return shape.is_placeholder and any(kind in etree.tostring(shape._element.nvSpPr).decode() for kind in ('"ftr"', '"sldNum"', '"dt"'))
