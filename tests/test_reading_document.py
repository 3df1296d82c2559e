"""A .docx file reads as a person would see it, and the office's saving of an untouched document is no change."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_BREAK, WD_COLOR_INDEX
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from lam.envs.libreoffice import LibreOffice
from lam.reading import Part, compare, read
from lam.tasks.document import documents

Made = Callable[[Callable[[Document], Any]], dict[str, Part]]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """Writes a document with a function and gives its parts by key."""

    def make(fill: Callable[[Document], Any]) -> dict[str, Part]:
        document = docx.Document()
        fill(document)
        document.save(str(tmp_path / "made.docx"))
        return {part.key: part for part in read(tmp_path / "made.docx").parts}

    return make


def test_formatting_comes_down_from_defaults_styles_and_theme(made: Made) -> None:
    def fill(document: Document) -> None:
        document.styles["Normal"].font.size = Pt(13)
        document.add_paragraph("plain")
        document.add_heading("Head", 2)

    parts = made(fill)
    assert parts["paragraph 1"].properties["size_pt"] == 13
    assert parts["paragraph 1"].properties["bold"] is False
    heading = parts["paragraph 2"].properties
    assert (heading["heading"], heading["bold"], heading["font"], heading["color"]) == (2, True, "Calibri", "4F81BD")


def test_a_property_of_part_of_a_paragraph_reads_as_text_and_value(made: Made) -> None:
    def fill(document: Document) -> None:
        paragraph = document.add_paragraph("The ")
        paragraph.add_run("quick").bold = True
        paragraph.add_run(" fox")
        paragraph.add_run(" ran")

    properties = made(fill)["paragraph 1"].properties
    assert properties["text"] == "The quick fox ran"
    assert properties["bold"] == (("The ", False), ("quick", True), (" fox ran", False))
    assert properties["italic"] is False


def test_colours_and_markers_read_as_hexadecimal(made: Made) -> None:
    def fill(document: Document) -> None:
        run = document.add_paragraph().add_run("x")
        run.font.color.rgb = RGBColor(0xC0, 0, 0)
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW

    properties = made(fill)["paragraph 1"].properties
    assert (properties["color"], properties["highlight"]) == ("C00000", "FFFF00")


def test_capitals_by_formatting_read_as_capitals(made: Made) -> None:
    def fill(document: Document) -> None:
        document.add_paragraph().add_run("loud").font.all_caps = True

    assert made(fill)["paragraph 1"].properties["text"] == "LOUD"


def test_paragraph_layout_is_in_points_and_centimetres(made: Made) -> None:
    def fill(document: Document) -> None:
        layout = document.add_paragraph("x").paragraph_format
        layout.space_before, layout.line_spacing, layout.left_indent, layout.first_line_indent = Pt(7), 1.5, Cm(2), Cm(-1)

    properties = made(fill)["paragraph 1"].properties
    assert {n: properties[n] for n in ("space_before_pt", "line_spacing", "indent_left_cm", "first_line_cm")} == {
        "space_before_pt": 7,
        "line_spacing": 1.5,
        "indent_left_cm": 2,
        "first_line_cm": -1,
    }


def test_lists_are_known_by_their_numbering(made: Made) -> None:
    def fill(document: Document) -> None:
        for style in ("List Bullet", "List Number", "Normal"):
            document.add_paragraph("x", style=style)

    assert [made(fill)[f"paragraph {n}"].properties["list"] for n in (1, 2, 3)] == ["bullet", "number", ""]


def _broken_after(document: Document) -> None:
    document.add_paragraph("one").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("two")


def _own_paragraph(document: Document) -> None:
    document.add_paragraph("one")
    document.add_paragraph("two").paragraph_format.page_break_before = True


def _before_text(document: Document) -> None:
    document.add_paragraph("one")
    paragraph = document.add_paragraph()
    paragraph.add_run().add_break(WD_BREAK.PAGE)
    paragraph.add_run("two")


@pytest.mark.parametrize("fill", [_broken_after, _own_paragraph, _before_text])
def test_page_breaks_read_the_same_however_they_are_written(made: Made, fill: Callable[[Document], None]) -> None:
    parts = made(fill)
    assert [parts[f"paragraph {n}"].properties["page_break_before"] for n in (1, 2)] == [False, True]


def test_paragraph_that_only_ends_a_section_is_none(made: Made) -> None:
    def fill(document: Document) -> None:
        document.add_paragraph("one")
        document.add_section()
        document.add_paragraph("two")
        document.sections[1].left_margin = Cm(4)

    parts = made(fill)
    assert [part.properties["text"] for part in parts.values() if part.kind == "paragraph"] == ["one", "two"]
    assert parts["page 2"].properties["margin_left_cm"] == 4


def test_raw_white_space_reads_as_a_space_and_marks_as_themselves(made: Made) -> None:
    def fill(document: Document) -> None:
        run = document.add_paragraph().add_run("a")
        run.add_tab()
        run.add_text("b")
        run.add_break()
        run._r.t_lst[-1].text = "b\tc"

    assert made(fill)["paragraph 1"].properties["text"] == "a\tb c\n"


def test_tables_read_cell_by_cell(made: Made) -> None:
    def fill(document: Document) -> None:
        table = document.add_table(2, 3, style="Table Grid")
        table.cell(0, 0).merge(table.cell(0, 1)).text = "both"
        table.cell(1, 2).text = "last"

    parts = made(fill)
    assert (parts["table 1"].properties["rows"], parts["table 1"].properties["columns"]) == (2, 3)
    assert parts["table 1, cell A1"].properties["columns"] == 2
    assert parts["table 1, cell C2"].properties["text"] == "last"


def test_links_headers_comments_and_page(made: Made) -> None:
    def fill(document: Document) -> None:
        paragraph = document.add_paragraph("See ")
        _link(paragraph, "the site", "https://example.org/a")
        document.add_comment(paragraph.runs, "Check this", author="x", initials="x")
        document.sections[0].header.paragraphs[0].text = "Top"
        _field(document.sections[0].footer.paragraphs[0], "PAGE")
        document.sections[0].left_margin = Cm(3)

    parts = made(fill)
    assert parts["paragraph 1"].properties["text"] == "See the site"
    assert parts["paragraph 1"].properties["links"] == (("the site", "https://example.org/a"),)
    assert parts["comment 1"].properties == {"text": "Check this", "anchor": "paragraph 1"}
    assert parts["header"].properties["text"] == "Top"
    assert parts["footer"].properties["text"] == "#"
    assert parts["page"].properties["margin_left_cm"] == 3


def _link(paragraph: Paragraph, text: str, url: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = OxmlElement("w:r")
    inner = OxmlElement("w:t")
    inner.text = text
    run.append(inner)
    link.append(run)
    paragraph._p.append(link)


def _field(paragraph: Paragraph, instruction: str) -> None:
    for kind in ("begin", "instr", "separate", "result", "end"):
        run = paragraph.add_run("7" if kind == "result" else "")
        if kind == "instr":
            held = OxmlElement("w:instrText")
            held.text = f" {instruction} "
            run._r.append(held)
        elif kind != "result":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


@pytest.mark.office
@pytest.mark.parametrize("seed", range(8))
def test_saving_an_untouched_document_is_no_change(office: LibreOffice, tmp_path: Path, seed: int) -> None:
    source = documents.source(random.Random(f"save {seed}"), "test" if seed % 4 == 0 else "train", ("table",) if seed % 2 else ())
    source.make(tmp_path / "a.docx")
    office.reset(tmp_path / "a.docx")
    office.snapshot(tmp_path / "b.docx")
    assert [str(change) for change in compare(read(tmp_path / "a.docx"), read(tmp_path / "b.docx"))] == []
