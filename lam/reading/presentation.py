"""Reads .pptx: slides, shapes and their paragraphs with effective values, as an independent library finds them."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from lxml import etree
from PIL import Image, UnidentifiedImageError
from pptx import Presentation
from pptx.exc import PackageNotFoundError
from pptx.oxml.ns import qn

from lam.errors import UserError
from lam.reading.base import Part, Reading
from lam.reading.drawing import Inheritance, Theme, first, match, nearest, placeholder, theme

EMU_PER_CM = 360000
RUN = ("text", "font", "size_pt", "bold", "italic", "underline", "strikethrough", "color", "highlight", "link")
"""The fields of a run, in order; the `runs` of a paragraph are a tuple of such tuples, equal neighbours merged."""
THIN_PT = 0.75
"""Lines up to this width look alike; the office leaves their width to its own theme, which has thinner ones."""
_ROLES = {"title": "title", "ctrTitle": "title", "subTitle": "subtitle", "pic": "image"}
_FORMS = {"straightConnector1": "line"}
_FURNITURE = ("ftr", "sldNum", "dt", "hdr")
_SPEEDS = {"fast": 0.5, "med": 0.75, "slow": 2.0}
_ALIGNMENTS = {"l": "left", "ctr": "center", "r": "right", "just": "justify", "dist": "justify"}
_TRANSITIONS = {"fade": "fade", "push": "push", "wipe": "wipe", "cover": "cover", "dissolve": "dissolve", "cut": "cut"}


def read(path: Path) -> Reading:
    """Everything that a person could see changed in a deck.

    Raises: UserError when the file is no .pptx.
    """
    try:
        file = Presentation(str(path))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, etree.XMLSyntaxError):
        raise UserError(f"{path.name} cannot be read as a presentation") from None
    deck = _Deck(file)
    properties = file.core_properties
    whole = {
        "width_cm": _cm(file.slide_width),
        "height_cm": _cm(file.slide_height),
        "title": properties.title or "",
        "author": properties.author or "",
    }
    parts = [Part("deck", "deck", whole)]
    for number, slide in enumerate(file.slides, 1):
        parts += deck.slide(slide, f"slide {number}")
    return Reading("presentation", tuple(parts))


def merged(runs: Sequence[Sequence[Any]]) -> tuple[tuple[Any, ...], ...]:
    """Runs with equal neighbours joined and empty ones dropped."""
    found: list[list[Any]] = []
    for run in runs:
        if not run[0]:
            continue
        if found and found[-1][1:] == list(run[1:]):
            found[-1][0] += run[0]
        else:
            found.append(list(run))
    return tuple(tuple(run) for run in found)


class _Deck:
    """Reads slides with the themes, layouts and masters behind them."""

    def __init__(self, file: Any) -> None:
        self.defaults = file.element.find(qn("p:defaultTextStyle"))
        self._themes: dict[int, Theme] = {}

    def slide(self, slide: Any, key: str) -> Iterator[Part]:
        """The slide's own part, then its shapes with what is in them."""
        layout = slide.slide_layout
        look = self._theme(layout.slide_master)
        reader = _Slide(slide, layout._element, layout.slide_master._element, look, self.defaults)
        yield Part(key, "slide", reader.properties())
        for place, shape in enumerate(reader.visible(slide.shapes), 1):
            yield from reader.shape(shape, f"{key}, shape {place}")

    def _theme(self, master: Any) -> Theme:
        if id(master.part) not in self._themes:
            blobs = [rel.target_part.blob for rel in master.part.rels.values() if rel.reltype.endswith("/theme")]
            self._themes[id(master.part)] = theme(etree.fromstring(blobs[0]) if blobs else None, master._element)
        return self._themes[id(master.part)]


class _Slide:
    """Reads one slide."""

    def __init__(self, slide: Any, layout: Any, master: Any, look: Theme, defaults: Any) -> None:
        self.slide, self.layout, self.master, self.look, self.defaults = slide, layout, master, look, defaults

    def properties(self) -> dict[str, Any]:
        kind, seconds = self._transition()
        furniture = [(placeholder(s._element).get("type"), s) for s in self.slide.placeholders if placeholder(s._element).get("type") in _FURNITURE]
        footer = next((s.text_frame.text for kind, s in furniture if kind == "ftr"), "")
        return {
            "hidden": self.slide._element.get("show", "1") in ("0", "false"),
            "background": self._background(),
            "notes": self._notes(),
            "transition": kind,
            "transition_s": seconds,
            "footer": footer,
            "slide_number": any(kind == "sldNum" for kind, _ in furniture),
            "date": any(kind == "dt" and s.text_frame.text.strip() != "" for kind, s in furniture),
        }

    def visible(self, shapes: Any) -> Iterator[Any]:
        """Shapes without footers and empty placeholders."""
        for shape in shapes:
            holder = placeholder(shape._element)
            if holder is not None and (holder.get("type") in _FURNITURE or (shape.has_text_frame and not shape.text_frame.text.strip())):
                continue
            yield shape

    def shape(self, shape: Any, stem: str) -> Iterator[Part]:
        """A shape, then its paragraphs, cells or inner shapes."""
        role = _role(shape)
        key = f"{stem} ({role})"
        yield Part(key, "shape", {"role": role, **self._geometry(shape, role), **self._look(shape, role), **_content(shape, role)})
        if role == "group":
            for place, inner in enumerate(shape.shapes, 1):
                yield from self.shape(inner, f"{key}, shape {place}")
        elif role == "table":
            yield from self._cells(shape, key)
        elif shape.has_text_frame:
            source = Inheritance(shape._element, self.layout, self.master, self.defaults)
            for place, paragraph in enumerate(shape._element.find(qn("p:txBody")).findall(qn("a:p")), 1):
                yield Part(f"{key}, paragraph {place}", "paragraph", self._paragraph(paragraph, source))

    # The slide itself

    def _background(self) -> str:
        for root in (self.slide._element, self.layout, self.master):
            back = root.find(f"{qn('p:cSld')}/{qn('p:bg')}")
            if back is not None:
                own = back.find(f"{qn('p:bgPr')}/{qn('a:solidFill')}")
                plain = own if own is not None else back.find(qn("p:bgRef"))
                return (self.look.color(plain) if plain is not None else None) or "picture or pattern"
        return "#FFFFFF"

    def _notes(self) -> str:
        if not self.slide.has_notes_slide:
            return ""
        frame = self.slide.notes_slide.notes_text_frame
        return frame.text.strip() if frame is not None else ""

    def _transition(self) -> tuple[str, float]:
        nodes = list(self.slide._element.iter(qn("p:transition")))
        if not nodes:
            return "none", 0.0
        node = nodes[0]
        effect = next((child.tag.split("}")[1] for child in node if child.tag.split("}")[1] not in ("sndAc", "extLst")), "none")
        milliseconds = next((value for name, value in node.attrib.items() if name.endswith("}dur")), None)
        seconds = round(int(milliseconds) / 1000, 2) if milliseconds else _SPEEDS.get(node.get("spd", "fast"), 0.5)
        return (_TRANSITIONS.get(effect, effect), seconds) if effect != "none" else ("none", 0.0)

    # A shape

    def _geometry(self, shape: Any, role: str) -> dict[str, Any]:
        """Place and size, without what follows from the contents: boxes that fit their text, rows of tables, groups."""
        if role == "group":
            return {}
        left, top, width, height = (_cm(v) for v in (shape.left, shape.top, shape.width, shape.height))
        rotation = round(getattr(shape, "rotation", 0.0) or 0.0, 1)
        body = shape._element.find(qn("p:txBody"))
        fits = body is not None and body.find(f"{qn('a:bodyPr')}/{qn('a:spAutoFit')}") is not None
        if fits and body.find(qn("a:bodyPr")).get("wrap") == "none":
            return {"middle_cm": round(left + width / 2, 2), "y_cm": top, "rotation_deg": rotation}
        whole = {} if fits or role == "table" else {"height_cm": height}
        return {"x_cm": left, "y_cm": top, "width_cm": width, **whole, "rotation_deg": rotation}

    def _look(self, shape: Any, role: str) -> dict[str, Any]:
        if role in ("table", "chart", "object", "group"):
            return {}
        own = shape._element.find(qn("p:spPr"))
        holder = placeholder(shape._element)
        sources = [own] + (
            [node.find(qn("p:spPr")) for root in (self.layout, self.master) if (node := match(root, holder)) is not None]
            if holder is not None
            else []
        )
        sources = [node for node in sources if node is not None]
        style = shape._element.find(qn("p:style"))
        form = nearest(sources[:1], "a:prstGeom")
        line, width = self._line(sources, style)
        found = {"fill": self._fill(sources, style), "line": line, "line_width_pt": width}
        return (
            found
            if role == "image" or holder is not None
            else {"form": _FORMS.get(form.get("prst"), form.get("prst")) if form is not None else "free form", **found}
        )

    def _fill(self, sources: Sequence[Any], style: Any) -> str:
        node = nearest(sources, "a:solidFill", "a:noFill", "a:gradFill", "a:pattFill", "a:blipFill")
        if node is not None:
            return (
                {qn("a:noFill"): "none", qn("a:gradFill"): "gradient", qn("a:pattFill"): "pattern", qn("a:blipFill"): "picture"}.get(node.tag)
                or self.look.color(node)
                or "none"
            )
        reference = style.find(qn("a:fillRef")) if style is not None else None
        if reference is None or reference.get("idx") == "0":
            return "none"
        return (self.look.color(reference) or "none") if reference.get("idx") == "1" else "gradient"

    def _line(self, sources: Sequence[Any], style: Any) -> tuple[str, float]:
        reference = style.find(qn("a:lnRef")) if style is not None else None
        index = int(reference.get("idx", "0")) if reference is not None else 0
        themed = self.look.lines[index - 1] if 0 < index <= len(self.look.lines) else None
        lines = [line for node in sources for line in node.findall(qn("a:ln"))]
        width = first([*lines, *([themed] if themed is not None else [])], "w") or "9525"
        paint = nearest(lines, "a:solidFill", "a:noFill", "a:gradFill", "a:pattFill")
        own = "#000000"
        if paint is None and themed is not None:
            paint, own = nearest([themed], "a:solidFill"), self.look.color(reference) or own
        if paint is None or paint.tag == qn("a:noFill"):
            return "none", 0.0
        return self.look.color(paint, own) or "gradient", max(THIN_PT, round(int(width) / 12700, 2))

    # Text

    def _cells(self, shape: Any, key: str) -> Iterator[Part]:
        source = Inheritance(None, self.layout, self.master, self.defaults)
        for r, row in enumerate(shape.table.rows):
            for c, cell in enumerate(row.cells):
                if cell.is_spanned:
                    continue
                paragraphs = [self._paragraph(p, source) for p in cell._tc.findall(f"{qn('a:txBody')}/{qn('a:p')}")]
                # Bold and colours come from named table styles, which the office turns into explicit values of its own.
                looks = tuple((run[0], run[1], run[2], run[4], run[5], run[6]) for p in paragraphs for run in p["runs"])
                span = f"{cell.span_height}x{cell.span_width}" if cell.is_merge_origin else ""
                values = {
                    "text": "\n".join(p["text"] for p in paragraphs),
                    "span": span,
                    "runs": looks,
                    "alignment": tuple(p["alignment"] for p in paragraphs),
                }
                yield Part(f"{key}, cell {chr(65 + c)}{r + 1}", "cell", values)

    def _paragraph(self, node: Any, source: Inheritance) -> dict[str, Any]:
        own = node.find(qn("a:pPr"))
        nodes = list(source.paragraph(own))
        runs = merged([self._run(child, own, source) for child in node if child.tag in (qn("a:r"), qn("a:fld"), qn("a:br"))])
        text = "".join(run[0] for run in runs)
        mark = nearest(nodes, "a:buNone", "a:buChar", "a:buAutoNum", "a:buBlip")
        bullet = (
            {qn("a:buChar"): "bullet", qn("a:buBlip"): "bullet", qn("a:buAutoNum"): "number"}.get(mark.tag, "none") if mark is not None else "none"
        )
        spacing = nearest(nodes, "a:lnSpc")
        percent = spacing.find(qn("a:spcPct")) if spacing is not None else None
        lines = (
            round(_percent(percent.get("val")), 2) if percent is not None else 1.0 if spacing is None else f"{int(spacing[0].get('val')) / 100:g} pt"
        )
        return {
            "text": text,
            "level": int(own.get("lvl", "0")) + 1 if own is not None else 1,
            "bullet": bullet if text else "none",
            "alignment": _ALIGNMENTS.get(first(nodes, "algn") or "l", "left"),
            "line_spacing": lines,
            "runs": runs,
        }

    def _run(self, node: Any, paragraph: Any, source: Inheritance) -> tuple[Any, ...]:
        nodes = list(source.run(node.find(qn("a:rPr")), paragraph))
        text = "\v" if node.tag == qn("a:br") else (node.findtext(qn("a:t")) or "")
        reference = source.style.find(qn("a:fontRef")) if source.style is not None else None
        latin = nearest(nodes, "a:latin")
        font = self.look.font(latin.get("typeface") if latin is not None else "+mn-lt")
        own = nearest(nodes[:1] if node.find(qn("a:rPr")) is not None else [], "a:solidFill")
        themed = self.look.color(reference) if own is None and reference is not None else None
        link = nearest(nodes, "a:hlinkClick")
        relation = self.slide.part.rels.get(link.get(qn("r:id"))) if link is not None else None
        address = relation.target_ref if relation is not None else ""
        color = self.look.color(own) if own is not None else themed or self.look.color(nearest(nodes, "a:solidFill"))
        mark = nearest(nodes, "a:highlight")
        return (
            text,
            font,
            int(first(nodes, "sz") or 1800) / 100,
            first(nodes, "b") in ("1", "true"),
            first(nodes, "i") in ("1", "true"),
            bool(address) or (first(nodes, "u") or "none") != "none",
            (first(nodes, "strike") or "noStrike") != "noStrike",
            "link" if address else color or "#000000",
            self.look.color(mark) or "none" if mark is not None else "none",
            address,
        )


def _role(shape: Any) -> str:
    """What a person calls the shape, in the words of outlines."""
    holder = placeholder(shape._element)
    tag = shape._element.tag
    if tag == qn("p:grpSp"):
        return "group"
    if tag == qn("p:pic"):
        return "image"
    if tag == qn("p:graphicFrame"):
        return "table" if shape.has_table else "chart" if shape.has_chart else "object"
    if holder is not None:
        return _ROLES.get(holder.get("type", "obj"), "content")
    if tag != qn("p:sp"):
        return "shape"
    own = shape._element.find(qn("p:spPr"))
    line = own.find(qn("a:ln"))
    bare = own.find(qn("a:noFill")) is not None and (line is None or line.find(qn("a:noFill")) is not None)
    form = own.find(qn("a:prstGeom"))
    box = shape._element.find(f"{qn('p:nvSpPr')}/{qn('p:cNvSpPr')}").get("txBox") in ("1", "true")
    return "text box" if box or (bare and form is not None and form.get("prst") == "rect" and shape.text_frame.text) else "shape"


def _content(shape: Any, role: str) -> dict[str, Any]:
    """What is inside that is not text: pixels, figures."""
    if role == "image":
        return {"picture": _pixels(shape), "alt": shape._element.nvPicPr.cNvPr.get("descr", "")}
    if role == "chart":
        chart = shape.chart
        title = chart.chart_title.text_frame.text if chart.has_title and chart.chart_title.has_text_frame else ""
        plots = tuple((tuple(str(c) for c in plot.categories), tuple((s.name, tuple(s.values)) for s in plot.series)) for plot in chart.plots)
        return {"title": title, "chart_type": tuple(p._element.tag.split("}")[1] for p in chart.plots), "data": plots}
    return {}


def _pixels(shape: Any) -> str:
    """A digest of what the picture shows, whichever way it is packed."""
    try:
        blob = shape.image.blob
    except (AttributeError, ValueError, KeyError):
        return "linked"
    try:
        with Image.open(io.BytesIO(blob)) as image:
            return hashlib.sha256(repr(image.size).encode() + image.convert("RGBA").tobytes()).hexdigest()[:16]
    except (UnidentifiedImageError, OSError):
        return hashlib.sha256(blob).hexdigest()[:16]


def _percent(value: str) -> float:
    return float(value[:-1]) / 100 if value.endswith("%") else int(value) / 100000


def _cm(value: int | None) -> float:
    return round((value or 0) / EMU_PER_CM, 2)
