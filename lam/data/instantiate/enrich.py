"""What a generated file is given besides, so that more commands have something to work on: a picture, a drawing, a link, a recorded change, ...

The file of the task families' generators is opened again with an independent library; paragraphs and cells keep their places.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm
from openpyxl.comments import Comment
from openpyxl.worksheet.pagebreak import Break, ColBreak, RowBreak
from PIL import Image, ImageDraw

SHAPE = "Shape 1"
"""The drawing's name, by which it shows."""
LINKED, CHANGED, NOTED = "the web page", "in the coming weeks", "Please check"
"""Words of the link, of the recorded insertion, of the comment."""
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
LOOK = f"""<a:prstGeom {A} prst="ellipse"><a:avLst/></a:prstGeom><a:solidFill {A}><a:srgbClr val="DDEBF7"/></a:solidFill>
<a:ln {A} w="12700"><a:solidFill><a:srgbClr val="1F3864"/></a:solidFill></a:ln>"""
DRAWING = f"""<w:r {nsdecls("w", "wp", "a")} xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>
<wp:anchor distT="0" distB="0" distL="114300" distR="114300" simplePos="0" relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1"
allowOverlap="1">
<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>2700000</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="paragraph"><wp:posOffset>300000</wp:posOffset></wp:positionV><wp:extent cx="1440000" cy="720000"/>
<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapSquare wrapText="bothSides"/><wp:docPr id="91" name="{SHAPE}"/><a:graphic>
<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr/><wps:spPr>
<a:xfrm><a:off x="0" y="0"/><a:ext cx="1440000" cy="720000"/></a:xfrm>{LOOK}</wps:spPr><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>
</wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"""
ON_SHEET = """<{p}twoCellAnchor><{p}from><{p}col>{left}</{p}col><{p}colOff>0</{p}colOff><{p}row>2</{p}row><{p}rowOff>0</{p}rowOff></{p}from>
<{p}to><{p}col>{right}</{p}col><{p}colOff>0</{p}colOff><{p}row>7</{p}row><{p}rowOff>0</{p}rowOff></{p}to><{p}sp macro="" textlink=""><{p}nvSpPr>
<{p}cNvPr id="91" name="{name}"/><{p}cNvSpPr/></{p}nvSpPr><{p}spPr><a:xfrm {a}><a:off x="0" y="0"/><a:ext cx="1200000" cy="800000"/></a:xfrm>{look}
</{p}spPr><{p}txBody><a:bodyPr {a}/><a:p {a}><a:r><a:t>{text}</a:t></a:r></a:p></{p}txBody></{p}sp><{p}clientData/></{p}twoCellAnchor>"""


def enrich(path: Path, needs: Sequence[str], hosts: Sequence[int] = ()) -> None:
    """Give the file what `needs` names. `hosts`: the numbers, from 0, of a document's paragraphs that can carry something."""
    if path.suffix == ".docx":
        file = docx.Document(str(path))
        for need in needs:
            if need in IN_DOCUMENT:
                IN_DOCUMENT[need](file, file.paragraphs[hosts[0]])
        file.save(str(path))
    elif path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        for need in needs:
            if need in IN_SHEET:
                IN_SHEET[need](book.active)
        book.save(path)
        if "shape" in needs:
            _drawn(path, "Checked")


@lru_cache(maxsize=1)
def picture() -> bytes:
    """A small PNG."""
    image = Image.new("RGB", (240, 160), (200, 220, 240))
    ImageDraw.Draw(image).ellipse((40, 30, 160, 130), fill=(220, 80, 60))
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


# -- documents -----------------------------------------------------------------------------------------------------------


def _picture(file: Any, paragraph: Any) -> None:
    paragraph.add_run().add_picture(io.BytesIO(picture()), Cm(5))


def _shape(file: Any, paragraph: Any) -> None:
    paragraph._p.append(parse_xml(DRAWING))


def _link(file: Any, paragraph: Any) -> None:
    paragraph.add_run(" More is on ")
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), file.part.relate_to("https://www.example.org/news", RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(LINKED)
    link.append(run._r)
    paragraph._p.append(link)


def _change(file: Any, paragraph: Any) -> None:
    inserted = OxmlElement("w:ins")
    for name, value in (("id", "901"), ("author", "Office"), ("date", "2024-01-01T10:00:00Z")):
        inserted.set(qn(f"w:{name}"), value)
    run = paragraph.add_run(f" {CHANGED}")
    inserted.append(run._r)
    paragraph._p.append(inserted)


def _index(file: Any, paragraph: Any) -> None:
    """A table of contents behind everything else, as other programs write it."""
    headings = [p.text for p in file.paragraphs if p.style.name.startswith("Heading")]
    first = file.add_paragraph()
    for kind in ("begin", "instr", "separate"):
        run = first.add_run()._r
        if kind == "instr":
            run.append(parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve"> TOC \\o "1-3" \\h </w:instrText>'))
        else:
            run.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'))
    last = first
    for number, heading in enumerate(headings or ["Contents"]):
        last = first if number == 0 else file.add_paragraph()
        last.add_run(f"{heading}\t1")
    last.add_run()._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="end"/>'))
    file.add_paragraph("End of the document.")


IN_DOCUMENT: Mapping[str, Callable[[Any, Any], None]] = {"image": _picture, "shape": _shape, "link": _link, "change": _change, "index": _index}

# -- sheets --------------------------------------------------------------------------------------------------------------


def _comment(sheet: Any) -> None:
    sheet.cell(sheet.max_row, 1).comment = Comment(f"{NOTED}.", "Office")


def _filter(sheet: Any) -> None:
    top = next(r for r in range(1, 6) if sheet.cell(r, 2).value not in (None, ""))
    sheet.auto_filter.ref = f"A{top}:{sheet.cell(1, sheet.max_column).column_letter}{sheet.max_row}"


def _outline(sheet: Any) -> None:
    sheet.row_dimensions.group(sheet.max_row - 1, sheet.max_row, outline_level=1)


def _breaks(sheet: Any) -> None:
    sheet.row_breaks, sheet.col_breaks = RowBreak(), ColBreak()
    sheet.row_breaks.append(Break(id=sheet.max_row - 1))
    sheet.col_breaks.append(Break(id=1))
    sheet.print_area = f"A1:{sheet.cell(1, sheet.max_column).column_letter}{sheet.max_row}"


def _merged(sheet: Any) -> None:
    below = sheet.max_row + 2
    sheet.cell(below, 1).value = "Notes"
    sheet.merge_cells(start_row=below, end_row=below, start_column=1, end_column=2)


def _anchor(sheet: Any) -> None:
    """A picture, so that the file has a drawing to which shapes can be added."""
    image = openpyxl.drawing.image.Image(io.BytesIO(picture()))
    image.width, image.height = 60, 40
    sheet.add_image(image, f"{sheet.cell(1, sheet.max_column + 5).column_letter}3")


IN_SHEET: Mapping[str, Callable[[Any], None]] = {
    "comment": _comment, "filter": _filter, "outline": _outline, "breaks": _breaks, "merged": _merged, "shape": _anchor,
}  # fmt: skip


def _drawn(path: Path, text: str) -> None:
    """A shape beside the table: openpyxl writes none, so it goes into the drawing's part itself."""
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    name = next(n for n in parts if n.startswith("xl/drawings/drawing"))
    content = parts[name].decode()
    prefix = "xdr:" if content.lstrip().startswith(("<xdr:", "<?xml")) and "<xdr:wsDr" in content else ""
    column = int(content.split("col>")[1].split("<")[0]) - 4
    shape = ON_SHEET.format(p=prefix, left=column, right=column + 2, name=SHAPE, a=A, look=LOOK, text=text)
    end = content.rindex("</")
    parts[name] = (content[:end] + shape + content[end:]).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for part, data in parts.items():
            file.writestr(part, data)
