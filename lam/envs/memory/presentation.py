"""Presentations in memory: ten actions through python-pptx."""

from __future__ import annotations

import io
from typing import Any

import pptx
from PIL import ImageColor
from pptx.dml.color import RGBColor
from pptx.slide import Slide
from pptx.util import Cm, Pt

from lam.errors import ActionRejected
from lam.types import Element

LAYOUTS = {"title": 0, "title_content": 1, "two_content": 3, "title_only": 5, "blank": 6}
"""Declared layout -> place among the layouts of the usual template."""
ROLES = {"TITLE": "title", "CENTER_TITLE": "title", "SUBTITLE": "subtitle", "BODY": "content", "OBJECT": "content"}
Changed = tuple[str, tuple[str, ...]]


class Presentation:
    """Actions are methods by their declared names; each gives what was read back and the ids that it touched."""

    actions = frozenset(
        {"add_slide", "delete_slide", "move_slide", "hide_slide", "set_title", "set_bullets", "replace_text"}
        | {"add_text_box", "format_text", "set_notes", "delete_shape"}
    )

    def __init__(self, stream: io.BytesIO) -> None:
        self.deck = pptx.Presentation(stream)

    def save(self, stream: io.BytesIO) -> None:
        self.deck.save(stream)

    def summary(self) -> str:
        count = len(self.deck.slides)
        return f"{count} slide{'' if count == 1 else 's'}, current s1"

    def elements(self) -> list[Element]:
        found = []
        for number, slide in enumerate(self.deck.slides, 1):
            hidden = "hidden" if slide._element.get("show") == "0" else ""
            found.append(Element(f"s{number}", f"slide {_layout(slide)}", "", hidden))
            for place, shape in enumerate(slide.shapes, 1):
                found.append(Element(f"s{number}.{place}", _role(shape), _text(shape)))
            if slide.has_notes_slide and slide.notes_slide.notes_text_frame:
                found.append(Element(f"s{number}.notes", "notes", slide.notes_slide.notes_text_frame.text))
        return found

    def add_slide(self, title: str = "", bullets: list[str] | None = None, layout: str = "title_content", after: str | None = None) -> Changed:
        if layout not in LAYOUTS or LAYOUTS[layout] >= len(self.deck.slide_layouts):
            raise ActionRejected(f"this deck has no layout {layout!r}")
        place = self._number(after) + 1 if after else len(self.deck.slides) + 1
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[LAYOUTS[layout]])
        if title:
            self._title(slide).text_frame.text = title
        if bullets:
            self._content(slide).text_frame.text = "\n".join(bullets)
        self._place(len(self.deck.slides), place)
        return f"slide {place}: {title!r} with {len(bullets or [])} bullets", (f"s{place}",)

    def delete_slide(self, slide: str) -> Changed:
        number = self._number(slide)
        if len(self.deck.slides) == 1:
            raise ActionRejected("the only slide cannot be deleted")
        ids = self.deck.slides._sldIdLst
        self.deck.part.drop_rel(ids[number - 1].rId)
        ids.remove(ids[number - 1])
        return f"{len(ids)} slides left", (slide,)

    def move_slide(self, slide: str, to: int) -> Changed:
        number = self._number(slide)
        if to > len(self.deck.slides):
            raise ActionRejected(f"there are only {len(self.deck.slides)} slides")
        self._place(number, to)
        return f"{slide} is now slide {to}", (slide, f"s{to}")

    def hide_slide(self, slide: str, hidden: bool = True) -> Changed:
        self._slide(slide)._element.set("show", "0" if hidden else "1")
        return f"{slide} {'hidden' if hidden else 'shown'}", (slide,)

    def set_title(self, slide: str, text: str) -> Changed:
        shape = self._title(self._slide(slide))
        shape.text_frame.text = text
        return f"title {text!r}", (f"{slide}.{[s.shape_id for s in self._slide(slide).shapes].index(shape.shape_id) + 1}",)

    def set_bullets(self, target: str, bullets: list[str]) -> Changed:
        shape = self._shape(target) if "." in target else self._content(self._slide(target))
        shape.text_frame.text = "\n".join(bullets)
        return f"{len(bullets)} bullets", (target,)

    def replace_text(self, target: str, text: str) -> Changed:
        self._shape(target).text_frame.text = text
        return f"{text[:60]!r}", (target,)

    def add_text_box(self, slide: str, text: str, x_cm: float = 2.0, y_cm: float = 10.0, width_cm: float = 12.0, height_cm: float = 2.0) -> Changed:
        shapes = self._slide(slide).shapes
        shapes.add_textbox(Cm(x_cm), Cm(y_cm), Cm(width_cm), Cm(height_cm)).text_frame.text = text
        return f"text box {text[:40]!r}", (f"{slide}.{len(shapes)}",)

    def format_text(self, target: str, match: str = "", **wanted: Any) -> Changed:
        known = {"bold", "italic", "underline", "font", "size_pt", "color"}
        if match or not wanted or wanted.keys() - known:
            raise ActionRejected(f"the office in memory formats whole shapes, and only {', '.join(sorted(known))}")
        shapes = [self._shape(target)] if "." in target else [s for s in self._slide(target).shapes if s.has_text_frame]
        for run in (run for shape in shapes for paragraph in shape.text_frame.paragraphs for run in paragraph.runs):
            for name, value in wanted.items():
                if name == "color":
                    run.font.color.rgb = RGBColor(*_rgb(value))
                elif name == "size_pt":
                    run.font.size = Pt(value)
                else:
                    setattr(run.font, {"font": "name"}.get(name, name), value)
        return ", ".join(f"{k} {v}" for k, v in wanted.items()), (target,)

    def set_notes(self, slide: str, text: str) -> Changed:
        self._slide(slide).notes_slide.notes_text_frame.text = text
        return f"notes {text[:40]!r}", (f"{slide}.notes",)

    def delete_shape(self, target: str) -> Changed:
        node = self._shape(target, text=False)._element
        node.getparent().remove(node)
        return f"deleted {target}", (target,)

    def _number(self, key: str) -> int:
        if not key.startswith("s") or not key[1:].isdigit() or not 1 <= int(key[1:]) <= len(self.deck.slides):
            raise ActionRejected(f"there is no slide {key!r}; the deck has s1 to s{len(self.deck.slides)}")
        return int(key[1:])

    def _slide(self, key: str) -> Slide:
        return self.deck.slides[self._number(key) - 1]

    def _shape(self, key: str, text: bool = True) -> Any:
        slide, _, place = key.partition(".")
        shapes = list(self._slide(slide).shapes)
        if not place.isdigit() or not 1 <= int(place) <= len(shapes):
            raise ActionRejected(f"there is no shape {key!r}; {slide} has {slide}.1 to {slide}.{len(shapes)}")
        if text and not shapes[int(place) - 1].has_text_frame:
            raise ActionRejected(f"{key} holds no text")
        return shapes[int(place) - 1]

    def _title(self, slide: Slide) -> Any:
        if slide.shapes.title is None:
            raise ActionRejected("the slide has no title placeholder")
        return slide.shapes.title

    def _content(self, slide: Slide) -> Any:
        found = next((s for s in slide.placeholders if s.placeholder_format.idx == 1), None)
        if found is None:
            raise ActionRejected("the slide has no content placeholder")
        return found

    def _place(self, number: int, to: int) -> None:
        ids = self.deck.slides._sldIdLst
        node = ids[number - 1]
        ids.remove(node)
        ids.insert(to - 1, node)


def _layout(slide: Slide) -> str:
    names = {"Title Slide": "title", "Title and Content": "title_content", "Two Content": "two_content", "Title Only": "title_only", "Blank": "blank"}
    return str(names.get(slide.slide_layout.name, slide.slide_layout.name))


def _role(shape: Any) -> str:
    if shape.is_placeholder:
        return ROLES.get(shape.placeholder_format.type.name, "shape")
    return "table" if shape.has_table else "chart" if shape.has_chart else "text box" if shape.name.startswith("TextBox") else "shape"


def _text(shape: Any) -> str:
    return " / ".join(p.text for p in shape.text_frame.paragraphs) if shape.has_text_frame else ""


def _rgb(color: str) -> tuple[int, int, int]:
    try:
        red, green, blue = ImageColor.getrgb(color.replace(" ", ""))[:3]
    except ValueError:
        raise ActionRejected(f"no colour {color!r}") from None
    return red, green, blue
