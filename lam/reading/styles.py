"""Effective formatting in WordprocessingML: defaults, table, paragraph and character styles, numbering, then what is set directly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn

Xml = Any
Properties = dict[str, Any]
TOGGLES = {
    "bold": ("b",),
    "italic": ("i",),
    "strikethrough": ("strike", "dstrike"),
    "small_caps": ("smallCaps",),
    "caps": ("caps",),
    "hidden": ("vanish",),
}
HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000", "yellow": "FFFF00",
    "white": "FFFFFF",
    "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000",
    "darkGray": "808080", "lightGray": "C0C0C0", "none": "",
}  # fmt: skip
ALIGNMENTS = {"start": "left", "end": "right", "both": "justify", "distribute": "justify"}
SAME_STYLE = {"standard": "normal", "default paragraph style": "normal", "text body": "body text"}
PARAGRAPH: Mapping[str, Any] = {
    "alignment": "left",
    "space_before_pt": 0.0,
    "space_after_pt": 0.0,
    "line_spacing": 1.0,
    "indent_left_cm": 0.0,
    "indent_right_cm": 0.0,
    "first_line_cm": 0.0,
    "page_break_before": False,
    "background": "",
    "heading": 0,
}
RUN: Mapping[str, Any] = {
    "bold": False, "italic": False, "underline": False, "strikethrough": False, "small_caps": False, "caps": False, "hidden": False,
    "script": "normal", "font": "Times New Roman", "size_pt": 10.0, "color": "000000", "highlight": "",
}  # fmt: skip
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


class Styles:
    """Looks up what formatting comes out for an element."""

    def __init__(self, package: Any) -> None:
        self._package = package
        root = package.part_related_by(RELATIONSHIP_TYPE.STYLES).element
        self._styles: dict[str, Xml] = {style.get(qn("w:styleId")): style for style in root.findall(qn("w:style"))}
        self._defaults: dict[str, Xml] = {s.get(qn("w:type")): s for s in self._styles.values() if s.get(qn("w:default")) in ("1", "true", "on")}
        defaults = root.find(qn("w:docDefaults"))
        holders = [defaults.find(f"{qn(f'w:{n}Default')}/{qn(f'w:{n}')}") if defaults is not None else None for n in ("rPr", "pPr")]
        self._run_defaults = {**RUN, **self._run(holders[0])}
        self._paragraph_defaults = {**PARAGRAPH, **self._layout(holders[1])}
        self._chains: dict[str, list[Xml]] = {}

    # -- paragraphs ---------------------------------------------------------------------------------------------------

    def paragraph(self, element: Xml) -> Properties:
        """Layout, style name, heading level and list of a paragraph."""
        direct = element.find(qn("w:pPr"))
        style = self._style_of(direct, "w:pStyle", "paragraph")
        chain = self._chain(style)
        found = dict(self._paragraph_defaults)
        numbering: tuple[str, int] | None = None
        for layer in [*(link.find(qn("w:pPr")) for link in chain), direct]:
            own = _numbering(layer, numbering)
            if own and own != numbering:
                numbering = own
                found |= self._level(numbering, "layout")
            found |= self._layout(layer)
        name = self.name(style)
        level = found.pop("outline", None)
        found["heading"] = level if level is not None else int(name[8:]) if name.startswith("heading ") and name[8:].isdigit() else 0
        kind = self._level(numbering, "kind").get("kind", "") if numbering else ""
        return found | {"style": name, "list": kind} | ({"list_level": (numbering or ("", 0))[1] + 1} if kind else {})

    def name(self, style: Xml) -> str:
        """A style's name as one word for all writers."""
        found = style.find(qn("w:name")) if style is not None else None
        name = str(found.get(qn("w:val"))).lower() if found is not None else "normal"
        return SAME_STYLE.get(name, name)

    def _layout(self, layer: Xml) -> Properties:
        """What a pPr sets."""
        if layer is None:
            return {}
        found: Properties = {}
        if (jc := layer.find(qn("w:jc"))) is not None:
            found["alignment"] = ALIGNMENTS.get(jc.get(qn("w:val")), jc.get(qn("w:val")))
        if (spacing := layer.find(qn("w:spacing"))) is not None:
            for side in ("before", "after"):
                if (value := spacing.get(qn(f"w:{side}"))) is not None:
                    found[f"space_{side}_pt"] = round(float(value) / 20, 1)
            if (line := spacing.get(qn("w:line"))) is not None:
                rule = spacing.get(qn("w:lineRule"), "auto")
                found["line_spacing"] = round(float(line) / 240, 2) if rule == "auto" else f"{rule} {float(line) / 20:g} pt"
        if (indent := layer.find(qn("w:ind"))) is not None:
            for name, sign, attributes in (
                ("indent_left_cm", 1, ("left", "start")),
                ("indent_right_cm", 1, ("right", "end")),
                ("first_line_cm", 1, ("firstLine",)),
                ("first_line_cm", -1, ("hanging",)),
            ):
                values = [v for a in attributes if (v := indent.get(qn(f"w:{a}"))) is not None]
                if values and not (sign < 0 and float(values[0]) == 0 and name in found):
                    found[name] = round(sign * float(values[0]) * 2.54 / 1440, 2) + 0.0
        if (mark := layer.find(qn("w:pageBreakBefore"))) is not None:
            found["page_break_before"] = _on(mark)
        if (outline := layer.find(qn("w:outlineLvl"))) is not None:
            level = int(outline.get(qn("w:val"))) + 1
            found["outline"] = level if level < 10 else 0
        if (shade := layer.find(qn("w:shd"))) is not None:
            found["background"] = _fill(shade)
        return found

    # -- lists --------------------------------------------------------------------------------------------------------

    @cached_property
    def _numbers(self) -> dict[str, Xml]:
        """numId -> (abstractNum, num)."""
        related = [r.target_part for r in self._package.rels.values() if not r.is_external and r.reltype == RELATIONSHIP_TYPE.NUMBERING]
        if not related:
            return {}
        root = related[0].element
        abstract = {a.get(qn("w:abstractNumId")): a for a in root.findall(qn("w:abstractNum"))}
        return {n.get(qn("w:numId")): abstract.get(n.find(qn("w:abstractNumId")).get(qn("w:val"))) for n in root.findall(qn("w:num"))}

    def _level(self, numbering: tuple[str, int], what: str) -> Properties:
        abstract = self._numbers.get(numbering[0])
        if abstract is None:
            return {}
        for level in abstract.findall(qn("w:lvl")):
            if level.get(qn("w:ilvl")) == str(numbering[1]):
                if what == "layout":
                    return self._layout(level.find(qn("w:pPr")))
                form, shown = level.find(qn("w:numFmt")), level.find(qn("w:lvlText"))
                value = form.get(qn("w:val")) if form is not None else "decimal"
                if value == "none" or (shown is not None and not shown.get(qn("w:val"))):
                    return {"kind": ""}
                return {"kind": "bullet" if value == "bullet" else "number"}
        return {}

    # -- characters ---------------------------------------------------------------------------------------------------

    def base_characters(self, paragraph: Xml, under: Properties) -> Callable[..., Properties]:
        """A function that gives the effective character formatting of a run of the paragraph, or of the bare paragraph."""
        chain = self._chain(self._style_of(paragraph.find(qn("w:pPr")), "w:pStyle", "paragraph"))
        base = self._run_defaults | under
        for link in chain:
            own = self._run(link.find(qn("w:rPr")))
            if link is self._defaults.get("paragraph"):
                own = {k: v for k, v in own.items() if k not in under}
            base |= own

        def look(run: Xml = None) -> Properties:
            direct = run.find(qn("w:rPr")) if run is not None else None
            found = dict(base)
            if direct is not None and direct.find(qn("w:rStyle")) is not None:
                for link in self._chain(self._style_of(direct, "w:rStyle", "character")):
                    own = self._run(link.find(qn("w:rPr")))
                    found |= {name: base[name] != value if name in TOGGLES and value else value for name, value in own.items()}
            return found | self._run(direct)

        return look

    def _run(self, layer: Xml) -> Properties:
        """What an rPr sets."""
        if layer is None:
            return {}
        found: Properties = {}
        for name, tags in TOGGLES.items():
            marks = [mark for tag in tags if (mark := layer.find(qn(f"w:{tag}"))) is not None]
            if marks:
                found[name] = any(_on(mark) for mark in marks)
        if (line := layer.find(qn("w:u"))) is not None:
            value = line.get(qn("w:val"), "single")
            found["underline"] = {"single": True, "none": False}.get(value, value)
        if (script := layer.find(qn("w:vertAlign"))) is not None:
            value = script.get(qn("w:val"))
            found["script"] = "normal" if value == "baseline" else value
        if (fonts := layer.find(qn("w:rFonts"))) is not None:
            theme = fonts.get(qn("w:asciiTheme"))
            named = self._theme_fonts.get("major" if theme.startswith("major") else "minor") if theme else None
            if family := named or fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi")):
                found["font"] = family
        if (size := layer.find(qn("w:sz"))) is not None:
            found["size_pt"] = float(size.get(qn("w:val"))) / 2
        if (color := layer.find(qn("w:color"))) is not None:
            value = color.get(qn("w:val"), "auto")
            found["color"] = "000000" if value == "auto" else value.upper()
        if (shade := layer.find(qn("w:shd"))) is not None:
            found["highlight"] = _fill(shade)
        if (marker := layer.find(qn("w:highlight"))) is not None:
            found["highlight"] = HIGHLIGHTS.get(marker.get(qn("w:val")), marker.get(qn("w:val")))
        return found

    @cached_property
    def _theme_fonts(self) -> dict[str, str]:
        related = [r.target_part for r in self._package.rels.values() if not r.is_external and r.reltype == RELATIONSHIP_TYPE.THEME]
        if not related:
            return {}
        root = parse_xml(related[0].blob)
        found = {}
        for kind in ("major", "minor"):
            latin = root.find(f".//{_A}{kind}Font/{_A}latin")
            if latin is not None:
                found[kind] = latin.get("typeface")
        return found

    # -- tables -------------------------------------------------------------------------------------------------------

    def table(self, element: Xml) -> Properties:
        """Alignment and borders of a table."""
        own = element.find(qn("w:tblPr"))
        jc = own.find(qn("w:jc")) if own is not None else None
        value = jc.get(qn("w:val")) if jc is not None else "left"
        return {"alignment": ALIGNMENTS.get(value, value)}

    def table_characters(self, element: Xml) -> Properties:
        """What the table's style says about characters."""
        found: Properties = {}
        for link in self._chain(self._style_of(element.find(qn("w:tblPr")), "w:tblStyle", "table")):
            found |= self._run(link.find(qn("w:rPr")))
        return found

    def cell(self, cell: Xml, table: Xml) -> Properties:
        """Shading and the border above a cell, its own or the table's."""
        own = cell.find(qn("w:tcPr"))
        shade = own.find(qn("w:shd")) if own is not None else None
        borders = [own.find(f"{qn('w:tcBorders')}/{qn('w:top')}") if own is not None else None]
        tables = [table.find(qn("w:tblPr")), *(link.find(qn("w:tblPr")) for link in reversed(self._chain(self._table_style(table))))]
        borders += [t.find(f"{qn('w:tblBorders')}/{qn('w:top')}") for t in tables if t is not None]
        line = next((b for b in borders if b is not None), None)
        merge = own.find(qn("w:vMerge")) if own is not None else None
        found: Properties = {
            "background": _fill(shade) if shade is not None else "",
            "border": line is not None and line.get(qn("w:val")) not in ("nil", "none"),
        }
        return found | ({"merged": merge.get(qn("w:val"), "continue")} if merge is not None else {})

    def _table_style(self, table: Xml) -> Xml:
        return self._style_of(table.find(qn("w:tblPr")), "w:tblStyle", "table")

    # -- style chains -------------------------------------------------------------------------------------------------

    def _style_of(self, properties: Xml, tag: str, kind: str) -> Xml:
        named = properties.find(qn(tag)) if properties is not None else None
        found = self._styles.get(named.get(qn("w:val"))) if named is not None else None
        return found if found is not None else self._defaults.get(kind)

    def _chain(self, style: Xml) -> list[Xml]:
        """A style with what it is based on, the base first."""
        if style is None:
            return []
        name = style.get(qn("w:styleId"))
        if name not in self._chains:
            links: list[Xml] = []
            current = style
            while current is not None and current not in links:
                links.append(current)
                based = current.find(qn("w:basedOn"))
                current = self._styles.get(based.get(qn("w:val"))) if based is not None else None
            self._chains[name] = links[::-1]
        return self._chains[name]


def _on(mark: Xml) -> bool:
    return mark.get(qn("w:val"), "true") not in ("0", "false", "off", "none")


def _fill(shade: Xml) -> str:
    value = str(shade.get(qn("w:fill"), "auto"))
    return "" if value == "auto" or shade.get(qn("w:val")) == "nil" else value.upper()


def _numbering(layer: Xml, inherited: tuple[str, int] | None) -> tuple[str, int] | None:
    """(numId, level) that a pPr sets, completed by what it inherits."""
    held = layer.find(qn("w:numPr")) if layer is not None else None
    if held is None:
        return inherited
    number, level = held.find(qn("w:numId")), held.find(qn("w:ilvl"))
    name = number.get(qn("w:val")) if number is not None else (inherited or ("0", 0))[0]
    return name, int(level.get(qn("w:val"))) if level is not None else (inherited or ("0", 0))[1]
