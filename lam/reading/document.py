"""Reads .docx files into parts with effective values: styles, defaults, themes and numbering resolved, whoever wrote the file."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.part import Part as Package
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml.etree import XMLSyntaxError

from lam.errors import UserError
from lam.reading.base import Part, Reading, column_letters
from lam.reading.styles import Properties, Styles

Xml = Any
"""An lxml element of WordprocessingML."""
CHARACTER = ("bold", "italic", "underline", "strikethrough", "script", "small_caps", "font", "size_pt", "color", "highlight")
TWIPS_PER_CM = 1440 / 2.54
EMU_PER_CM = 360_000
PAGE_NUMBER = "#"
"""How a page number field reads."""
_SPACE = re.compile(r"[\t\n\r]")
"""White space that is no more than a space inside w:t."""
_FOLLOWED = {qn(f"w:{name}") for name in ("hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "r")}
_MARKS = {qn("w:tab"): "\t", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def read(path: Path) -> Reading:
    """The parts of a .docx file in document order.

    Raises: UserError when it is not one.
    """
    try:
        document = docx.Document(str(path))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, XMLSyntaxError) as error:
        raise UserError(f"{path.name} is not a readable .docx file: {error}") from None
    return Reading("document", tuple(_Reader(document).parts()))


@dataclass
class _Piece:
    """Characters with one formatting."""

    text: str
    format: Properties
    link: str = ""


@dataclass
class _Text:
    """What the runs of a paragraph hold."""

    pieces: list[_Piece] = field(default_factory=list)
    breaks: list[str] = field(default_factory=list)
    """Page and column breaks, `before` or `inside` the text."""
    notes: list[tuple[str, str]] = field(default_factory=list)
    """(footnote | endnote | comment, id) anchored here."""
    images: list[Properties] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)
    revisions: int = 0

    @property
    def plain(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    def properties(self) -> Properties:
        """Text, character properties (one value, or pairs of text and value) and links."""
        found: Properties = {"text": self.plain}
        for name in CHARACTER:
            runs: list[tuple[str, Any]] = []
            for piece in self.pieces:
                value = piece.format.get(name)
                if runs and runs[-1][1] == value:
                    runs[-1] = (runs[-1][0] + piece.text, value)
                elif piece.text:
                    runs.append((piece.text, value))
            if runs:
                found[name] = runs[0][1] if len(runs) == 1 else tuple(runs)
        links: list[tuple[str, str]] = []
        for piece in self.pieces:
            if piece.link and links and links[-1][1] == piece.link:
                links[-1] = (links[-1][0] + piece.text, piece.link)
            elif piece.link:
                links.append((piece.text, piece.link))
        return found | ({"links": tuple(links)} if links else {}) | ({"bookmarks": tuple(self.bookmarks)} if self.bookmarks else {})


class _Reader:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.package: Package = document.part
        self.styles = Styles(self.package)
        self.paragraphs = self.tables = self.images = 0
        self.pending_break = False
        self.anchors: dict[tuple[str, str], str] = {}

    @cached_property
    def headings(self) -> dict[str, str]:
        """Bookmark -> the words of its paragraph; gathered for the first link that leads to a name made up by an office."""
        return {
            str(mark.get(qn("w:name"))): "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
            for paragraph in self.document.element.body.iter(qn("w:p"))
            for mark in paragraph.iter(qn("w:bookmarkStart"))
        }

    def parts(self) -> Iterator[Part]:
        properties = self.document.core_properties
        yield Part("properties", "properties", {"title": properties.title or "", "author": properties.author or ""})
        yield from self._pages()
        for child in _blocks(self.document.element.body):
            if not _only_ends_a_section(child):
                yield from self._paragraph(child) if child.tag == qn("w:p") else self._table(child)
        yield from self._notes()

    # -- body ---------------------------------------------------------------------------------------------------------

    def _paragraph(self, element: Xml) -> Iterator[Part]:
        self.paragraphs += 1
        key = f"paragraph {self.paragraphs}"
        text, layout = self._text(element, self.package), self.styles.paragraph(element)
        text_properties = text.properties()
        layout["page_break_before"] = bool(layout.get("page_break_before")) or self.pending_break or "before" in text.breaks
        self.pending_break = "after" in text.breaks
        for kind, number in text.notes:
            self.anchors.setdefault((kind, number), key)
        if text.revisions:
            layout["revisions"] = text.revisions
        if "inside" in text.breaks:
            layout["page_breaks_inside"] = text.breaks.count("inside")
        yield Part(key, "paragraph", text_properties | layout)
        for image in text.images:
            self.images += 1
            yield Part(f"image {self.images}", "image", image | {"anchor": key})

    def _table(self, element: Xml) -> Iterator[Part]:
        self.tables += 1
        rows = element.findall(qn("w:tr"))
        key = f"table {self.tables}"
        widths = [sum(_span(cell) for cell in row.findall(qn("w:tc"))) for row in rows]
        layout = self.styles.table(element)
        yield Part(key, "table", {"rows": len(rows), "columns": max(widths, default=0)} | layout)
        for number, row in enumerate(rows, 1):
            column = 1
            for cell in row.findall(qn("w:tc")):
                yield Part(f"{key}, cell {column_letters(column)}{number}", "cell", self._cell(cell, element))
                column += _span(cell)

    def _cell(self, cell: Xml, table: Xml) -> Properties:
        whole = _Text()
        alignment = ""
        for position, paragraph in enumerate(p for p in _blocks(cell) if p.tag == qn("w:p")):
            text = self._text(paragraph, self.package, self.styles.table_characters(table))
            whole.pieces += [*([_Piece("\n", {})] if position else []), *text.pieces]
            alignment = alignment or str(self.styles.paragraph(paragraph)["alignment"])
        found = whole.properties() | {"alignment": alignment} | self.styles.cell(cell, table)
        return found | ({"columns": _span(cell)} if _span(cell) > 1 else {})

    # -- page, headers, notes -----------------------------------------------------------------------------------------

    def _pages(self) -> Iterator[Part]:
        sections = self.document.element.body.xpath("./w:sectPr | ./w:p/w:pPr/w:sectPr")
        background = self.document.element.find(qn("w:background"))
        seen: set[str] = set()
        for number, section in enumerate(sections, 1):
            suffix = f" {number}" if number > 1 else ""
            found = _page(section)
            if background is not None and number == 1:
                found["background"] = background.get(qn("w:color"), "").upper()
            yield Part(f"page{suffix}", "page", found)
            different_first = section.find(qn("w:titlePg")) is not None
            for kind in ("header", "footer"):
                for reference in section.findall(qn(f"w:{kind}Reference")):
                    which, target = reference.get(qn("w:type"), "default"), reference.get(qn("r:id"))
                    if target in seen or (which == "first" and not different_first) or which == "even":
                        continue
                    seen.add(target)
                    shown = self._edge(self.package.related_parts[target])
                    if shown.get("text"):
                        yield Part(f"{kind}{suffix}" + (" of the first page" if which == "first" else ""), kind, shown)

    def _edge(self, part: Any) -> Properties:
        whole, alignment = _Text(), ""
        for paragraph in (p for p in _blocks(_root(part)) if p.tag == qn("w:p")):
            text = self._text(paragraph, part)
            if text.plain:
                whole.pieces += [*([_Piece("\n", {})] if whole.pieces else []), *text.pieces]
                alignment = alignment or str(self.styles.paragraph(paragraph)["alignment"])
        return whole.properties() | {"alignment": alignment}

    def _notes(self) -> Iterator[Part]:
        for kind, tag in (("footnote", "w:footnote"), ("endnote", "w:endnote"), ("comment", "w:comment")):
            part = next((r.target_part for r in self.package.rels.values() if not r.is_external and r.reltype.endswith(f"/{kind}s")), None)
            notes = _root(part).findall(qn(tag)) if part is not None else []
            number = 0
            for note in notes:
                anchor = self.anchors.get((kind, note.get(qn("w:id"))))
                if anchor is None:
                    continue
                number += 1
                text = "\n".join(self._text(p, part).plain for p in note.iter(qn("w:p"))).strip()
                yield Part(f"{kind} {number}", kind, {"text": text, "anchor": anchor})

    # -- runs ---------------------------------------------------------------------------------------------------------

    def _text(self, paragraph: Xml, part: Any, under: Properties | None = None) -> _Text:
        found = _Text()
        base = self.styles.base_characters(paragraph, under or {})
        fields: list[list[str]] = []
        """Open complex fields: [instruction, "" before or "result" behind the separator]."""
        for element, link in _inline(paragraph, part):
            tag = element.tag
            if tag == qn("w:r"):
                self._run(element, self._lasting(link), base, fields, found, part)
            elif tag == qn("w:fldSimple"):
                if "PAGE" in element.get(qn("w:instr"), "").split():
                    found.pieces.append(_Piece(PAGE_NUMBER, base()))
            elif tag == qn("w:commentRangeStart"):
                found.notes.append(("comment", element.get(qn("w:id"))))
            elif tag == qn("w:bookmarkStart") and not element.get(qn("w:name"), "_").startswith("_"):
                found.bookmarks.append(element.get(qn("w:name")))
            elif tag in (qn("w:ins"), qn("w:del")):
                found.revisions += 1
        if "before" in found.breaks and not found.plain:
            found.breaks = ["after" if mark == "before" else mark for mark in found.breaks]
        elif found.breaks and found.breaks[-1] == "inside?":
            found.breaks[-1] = "after"
        found.breaks = ["inside" if mark == "inside?" else mark for mark in found.breaks]
        return found

    def _lasting(self, link: str) -> str:
        """A link into the document by the words it leads to, where its name is one that offices make up anew each time (`#_Toc424`)."""
        return f"#{self.headings[link[1:]]}" if link.startswith("#_") and link[1:] in self.headings else link

    def _run(self, run: Xml, link: str, base: Any, fields: list[list[str]], found: _Text, part: Any) -> None:
        look = base(run)
        for child in run:
            tag = child.tag
            text = ""
            if tag == qn("w:fldChar"):
                kind = child.get(qn("w:fldCharType"))
                if kind == "begin":
                    fields.append(["", ""])
                elif kind == "separate" and fields:
                    fields[-1][1] = "result"
                elif kind == "end" and fields and fields.pop()[0].split()[:1] == ["PAGE"]:
                    text = PAGE_NUMBER
            elif tag == qn("w:instrText") and fields:
                fields[-1][0] += child.text or ""
            elif fields and (not fields[-1][1] or fields[-1][0].split()[:1] == ["PAGE"]):
                continue
            elif tag == qn("w:t"):
                text = _SPACE.sub(" ", child.text or "")
            elif tag == qn("w:br"):
                if child.get(qn("w:type")) == "page":
                    found.breaks.append("inside?" if found.plain else "before")
                elif child.get(qn("w:type")) != "column":
                    text = "\n"
            elif tag in (qn("w:footnoteReference"), qn("w:endnoteReference"), qn("w:commentReference")):
                found.notes.append((tag.split("}")[1].removesuffix("Reference"), child.get(qn("w:id"))))
            elif tag in (qn("w:drawing"), qn("w:pict")) or tag.endswith("}AlternateContent"):
                found.images += _images(child, part)
            else:
                text = _MARKS.get(tag, "")
            if text:
                if found.breaks and found.breaks[-1] == "inside?":
                    found.breaks[-1] = "inside"
                found.pieces.append(_Piece(text.upper() if look.get("caps") else text, look, link))


def _blocks(parent: Xml) -> Iterator[Xml]:
    """Paragraphs and tables, also those inside content controls."""
    for child in parent:
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")):
            yield from _blocks(child)


def _only_ends_a_section(element: Xml) -> bool:
    """An empty paragraph that carries a section's settings: the office has no such paragraph."""
    layout = element.find(qn("w:pPr"))
    return layout is not None and layout.find(qn("w:sectPr")) is not None and all(child is layout for child in element)


def _inline(parent: Xml, part: Any, link: str = "") -> Iterator[tuple[Xml, str]]:
    """Runs and marks of a paragraph with the link they stand in; deleted text is passed over."""
    for child in parent:
        inner = link
        if child.tag == qn("w:hyperlink"):
            target = child.get(qn("r:id"))
            relation = part.rels.get(target) if target else None
            inner = str(relation.target_ref) if relation is not None else ""
            inner += f"#{child.get(qn('w:anchor'))}" if child.get(qn("w:anchor")) else ""
        yield child, inner
        if (
            child.tag in _FOLLOWED
            and child.tag != qn("w:r")
            and not (child.tag == qn("w:fldSimple") and "PAGE" in child.get(qn("w:instr"), "").split())
        ):
            yield from _inline(child, part, inner)


def _images(element: Xml, part: Any) -> list[Properties]:
    found = []
    for picture in element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}blip"):
        holder = picture
        while holder is not None and holder.tag not in (qn("wp:inline"), qn("wp:anchor")):
            holder = holder.getparent()
        related = part.related_parts.get(picture.get(qn("r:embed")))
        if holder is None or related is None:
            continue
        extent, name = holder.find(qn("wp:extent")), holder.find(qn("wp:docPr"))
        found.append(
            {
                "picture": hashlib.sha256(related.blob).hexdigest()[:16],
                "width_cm": round(int(extent.get("cx")) / EMU_PER_CM, 2),
                "height_cm": round(int(extent.get("cy")) / EMU_PER_CM, 2),
                "alt": (name.get("descr") or "") if name is not None else "",
            }
        )
    return found


def _page(section: Xml) -> Properties:
    size, margins, columns = (section.find(qn(f"w:{name}")) for name in ("pgSz", "pgMar", "cols"))
    width, height = (_cm(size, name, default) for name, default in (("w", 12240), ("h", 15840)))
    found: Properties = {"width_cm": width, "height_cm": height, "orientation": "landscape" if width > height else "portrait"}
    for side in ("left", "right", "top", "bottom"):
        found[f"margin_{side}_cm"] = _cm(margins, side, 1440)
    found["columns"] = int(columns.get(qn("w:num"), "1")) if columns is not None else 1
    return found


def _cm(element: Xml, name: str, default: int) -> float:
    value = element.get(qn(f"w:{name}")) if element is not None else None
    return round(float(value if value is not None else default) / TWIPS_PER_CM, 2)


def _span(cell: Xml) -> int:
    found = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    return int(found.get(qn("w:val"), "1")) if found is not None else 1


def _root(part: Any) -> Xml:
    return part.element if hasattr(part, "element") else parse_xml(part.blob)
