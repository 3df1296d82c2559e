"""DrawingML: colours of a theme, and text properties that slides inherit from shapes, layouts and masters."""

from __future__ import annotations

import colorsys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pptx.oxml.ns import qn

GAMMA = 2.3
"""Tint and shade work on light, not on the stored values; the office and this reader agree on the exponent."""
TWINS = {
    "Carlito": "Calibri",
    "Caladea": "Cambria",
    "Helvetica": "Arial",
    "Liberation Sans": "Arial",
    "Liberation Serif": "Times New Roman",
    "Liberation Mono": "Courier New",
}
"""Fonts of equal widths; the office writes the second name for the first."""
_BODY = ("body", "obj", "tbl", "chart", "dgm", "media", "clipArt", "pic", "subTitle", "half")
_PLAIN = {"tx1": "dk1", "tx2": "dk2", "bg1": "lt1", "bg2": "lt2"}


@dataclass(frozen=True)
class Theme:
    """What a master's theme says."""

    colors: Mapping[str, str]
    """`dk1`, `accent1`, ... -> `#RRGGBB`."""
    fonts: Mapping[str, str]
    """`+mj-lt`, `+mn-lt` -> font name."""
    lines: tuple[Any, ...] = ()
    """`a:ln` elements of the format scheme."""
    aliases: Mapping[str, str] | None = None
    """The master's colour map, `tx1` -> `dk1`."""

    def font(self, name: str | None) -> str | None:
        return twin(self.fonts.get(name, name)) if name else None

    def color(self, holder: Any, own: str = "#000000") -> str | None:
        """The colour in a `solidFill`, `schemeClr` or the like; `own` stands for `phClr`. None for what has no single colour."""
        if holder is None:
            return None
        node = holder if holder.tag in (qn("a:srgbClr"), qn("a:schemeClr"), qn("a:sysClr"), qn("a:prstClr")) else next(iter(holder), None)
        if node is None:
            return None
        if node.tag == qn("a:srgbClr"):
            base = "#" + node.get("val").upper()
        elif node.tag == qn("a:sysClr"):
            base = "#" + node.get("lastClr", "000000").upper()
        elif node.tag == qn("a:schemeClr"):
            name = node.get("val")
            name = (self.aliases or _PLAIN).get(name, name)
            base = own if name == "phClr" else self.colors.get(name, "#000000")
        else:
            return str(node.get("val"))
        return _altered(base, node)


def twin(font: str) -> str:
    """The font's name, or that of the common font it stands in for."""
    return TWINS.get(font, font)


def theme(root: Any, master: Any) -> Theme:
    """The theme in an XML root, seen through the colour map of `master` (an XML root too, or None)."""
    colors, fonts, lines = {}, {}, ()
    if root is not None:
        for node in root.iter(qn("a:clrScheme")):
            for entry in node:
                value = entry[0]
                colors[entry.tag.split("}")[1]] = "#" + (value.get("lastClr") or value.get("val") or "000000").upper()
        for tag, short in (("a:majorFont", "+mj-lt"), ("a:minorFont", "+mn-lt")):
            for node in root.iter(qn(tag)):
                fonts[short] = node.find(qn("a:latin")).get("typeface")
        lines = tuple(line for node in root.iter(qn("a:lnStyleLst")) for line in node)
    mapping = master.find(qn("p:clrMap")) if master is not None else None
    return Theme(colors, fonts, lines, dict(mapping.attrib) if mapping is not None else None)


def _altered(base: str, node: Any) -> str:
    """A colour after its luminance, tint and shade; transparency is left aside."""
    red, green, blue = (int(base[i : i + 2], 16) / 255 for i in (1, 3, 5))
    for step in node:
        kind, value = step.tag.split("}")[1], int(step.get("val", "100000")) / 100000
        if kind in ("tint", "shade"):
            light = [channel**GAMMA for channel in (red, green, blue)]
            light = [1 - (1 - v) * value for v in light] if kind == "tint" else [v * value for v in light]
            red, green, blue = (v ** (1 / GAMMA) for v in light)
        elif kind in ("lumMod", "lumOff", "satMod"):
            hue, lum, sat = colorsys.rgb_to_hls(red, green, blue)
            lum = min(1.0, lum * value) if kind == "lumMod" else min(1.0, lum + value) if kind == "lumOff" else lum
            red, green, blue = colorsys.hls_to_rgb(hue, lum, min(1.0, sat * value) if kind == "satMod" else sat)
    return "#" + "".join(f"{int(min(1.0, max(0.0, v)) * 255 + 1e-6):02X}" for v in (red, green, blue))


class Inheritance:
    """Where the text of a shape takes its properties from, nearest first."""

    def __init__(self, shape: Any, layout: Any, master: Any, defaults: Any, is_cell: bool = False) -> None:
        """`layout`, `master`: XML roots or None; `defaults`: the presentation's `defaultTextStyle` or None."""
        self.lists: list[Any] = []
        self.style = shape.find(qn("p:style")) if shape is not None else None
        holder = placeholder(shape) if shape is not None else None
        self.kind = "" if holder is None else holder.get("type", "obj")
        self._add(shape)
        if holder is not None:
            near = [match(root, holder) for root in (layout, master) if root is not None]
            for node in near:
                self._add(node)
        styles = master.find(qn("p:txStyles")) if master is not None else None
        if styles is not None:
            name = (
                "titleStyle"
                if self.kind in ("title", "ctrTitle")
                else "bodyStyle"
                if holder is not None and self.kind not in ("ftr", "dt", "sldNum")
                else "otherStyle"
            )
            self.lists.append(styles.find(qn(f"p:{name}")))
        self.lists.append(defaults)
        self.lists = [node for node in self.lists if node is not None]

    def _add(self, shape: Any) -> None:
        body = shape.find(qn("p:txBody")) if shape is not None else None
        if body is not None:
            self.lists.append(body.find(qn("a:lstStyle")))

    def paragraph(self, own: Any) -> Iterator[Any]:
        """The `pPr` elements that apply to a paragraph, nearest first."""
        if own is not None:
            yield own
        yield from self._levels(own)

    def run(self, own: Any, paragraph: Any) -> Iterator[Any]:
        """The `rPr` elements that apply to a run, nearest first."""
        if own is not None:
            yield own
        for level in self._levels(paragraph):
            found = level.find(qn("a:defRPr"))
            if found is not None:
                yield found

    def _levels(self, own: Any) -> Iterator[Any]:
        level = int(own.get("lvl", "0")) if own is not None else 0
        for styles in self.lists:
            for name in (f"a:lvl{level + 1}pPr", "a:defPPr"):
                found = styles.find(qn(name))
                if found is not None:
                    yield found


def placeholder(shape: Any) -> Any:
    """The `p:ph` of a shape, or None."""
    return next(shape.iter(qn("p:ph")), None) if shape.tag in (qn("p:sp"), qn("p:pic"), qn("p:graphicFrame")) else None


def match(root: Any, holder: Any) -> Any:
    """The placeholder of a layout or master that a slide's placeholder inherits from: the same place, else the same kind."""
    candidates = [(node, ph) for node in root.iter(qn("p:sp")) if (ph := placeholder(node)) is not None]
    kind, place = holder.get("type", "obj"), holder.get("idx", "0")
    by_place = [node for node, ph in candidates if ph.get("idx", "0") == place and ph.get("type", "obj") == kind and root.tag == qn("p:sldLayout")]
    by_kind = [node for node, ph in candidates if _family(ph.get("type", "obj")) == _family(kind)]
    return next(iter(by_place + by_kind), None)


def _family(kind: str) -> str:
    return "title" if kind in ("title", "ctrTitle") else "body" if kind in _BODY else kind


def first(nodes: Sequence[Any], name: str) -> str | None:
    """The nearest value of an attribute."""
    return next((node.get(name) for node in nodes if node.get(name) is not None), None)


def nearest(nodes: Sequence[Any], *tags: str) -> Any:
    """The nearest child with one of these tags."""
    names = {qn(tag) for tag in tags}
    return next((child for node in nodes for child in node if child.tag in names), None)
