"""Documents with one rarely used feature each, to see what becomes of it: made with the libraries that the readers use."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pptx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_COLOR_INDEX
from docx.shared import Cm as DocxCm
from docx.shared import Pt as DocxPt
from docx.shared import RGBColor
from openpyxl.chart import BarChart, LineChart, PieChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor as PptxColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Cm, Pt

Maker = Callable[[Path], None]
WORDS = "The harbour office counts every boat that comes in and writes the number into the blue book."


def _picture() -> io.BytesIO:
    stream = io.BytesIO()
    Image.radial_gradient("L").resize((120, 80)).save(stream, "PNG")
    stream.seek(0)
    return stream


# -- text documents ---------------------------------------------------------------------------------------------------


def document_characters(path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for text, change in (
        ("bold ", {"bold": True}),
        ("italic ", {"italic": True}),
        ("under ", {"underline": True}),
        ("strike ", {"strike": True}),
        ("high ", {"superscript": True}),
        ("low ", {"subscript": True}),
        ("caps ", {"small_caps": True}),
    ):
        font = paragraph.add_run(text).font
        for name, value in change.items():
            setattr(font, name, value)
    run = paragraph.add_run("red and large")
    run.font.color.rgb, run.font.size, run.font.highlight_color = RGBColor(0xC0, 0x10, 0x20), DocxPt(17), WD_COLOR_INDEX.YELLOW
    document.save(str(path))


def document_paragraphs(path: Path) -> None:
    document = docx.Document()
    for alignment in (WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY):
        layout = document.add_paragraph(WORDS * 3).paragraph_format
        layout.alignment, layout.line_spacing, layout.space_after = alignment, 1.5, DocxPt(9)
        layout.left_indent, layout.first_line_indent, layout.keep_with_next = DocxCm(1), DocxCm(0.5), True
    document.add_paragraph("On a new page").paragraph_format.page_break_before = True
    document.save(str(path))


def document_table(path: Path) -> None:
    document = docx.Document()
    table = document.add_table(4, 3, style="Light Grid Accent 1")
    for row in range(4):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 0).merge(table.cell(0, 1))
    table.columns[0].width = DocxCm(3)
    document.save(str(path))


def document_image(path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(WORDS)
    document.add_picture(_picture(), width=DocxCm(6))
    document.add_paragraph(WORDS)
    document.save(str(path))


def document_header(path: Path) -> None:
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text, section.footer.paragraphs[0].text = "Harbour office", "Confidential"
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "First page only"
    for _ in range(40):
        document.add_paragraph(WORDS)
    document.save(str(path))


def document_sections(path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(WORDS)
    section = document.add_section()
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, section.page_height, section.page_width
    section.left_margin = DocxCm(4)
    document.add_paragraph(WORDS)
    document.save(str(path))


def document_lists(path: Path) -> None:
    document = docx.Document()
    for style in ("List Bullet", "List Bullet 2", "List Number", "List Number 2", "List Number"):
        document.add_paragraph(f"An item of {style}", style=style)
    document.save(str(path))


def document_comment(path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph(WORDS)
    document.add_comment(paragraph.runs, text="Is the book really blue?", author="Reader", initials="R")
    document.save(str(path))


def document_breaks(path: Path) -> None:
    document = docx.Document()
    run = document.add_paragraph("before").add_run()
    run.add_break(WD_BREAK.LINE)
    run.add_text("after\tand a tab")
    document.add_page_break()
    document.add_paragraph("the next page")
    document.core_properties.title, document.core_properties.author = "Breaks", "Office"
    document.save(str(path))


def document_styles(path: Path) -> None:
    document = docx.Document()
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "DejaVu Serif", DocxPt(11)
    for style in ("Title", "Subtitle", "Heading 1", "Heading 2", "Quote", "Intense Quote", "Caption", "Normal"):
        document.add_paragraph(f"A {style} paragraph", style=style)
    document.save(str(path))


# -- spreadsheets -----------------------------------------------------------------------------------------------------


def _book() -> tuple[openpyxl.Workbook, openpyxl.worksheet.worksheet.Worksheet]:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Boats"
    sheet.append(["Month", "In", "Out", "Share"])
    for number, month in enumerate(("January", "February", "March", "April", "May", "June"), 2):
        sheet.append([month, 40 + 7 * number, 35 + 6 * number, f"=B{number}/C{number}"])
    return book, sheet


def sheet_view(path: Path) -> None:
    book, sheet = _book()
    sheet.freeze_panes, sheet.sheet_view.zoomScale, sheet.sheet_view.showGridLines = "B2", 130, False
    sheet.sheet_view.selection[0].activeCell = "C3"
    book.create_sheet("Notes")["A1"] = "second"
    book.active = 1
    book.save(path)


def sheet_formats(path: Path) -> None:
    book, sheet = _book()
    for column, code in zip("BCD", ("#,##0.00", '"€"#,##0', "0.0%"), strict=True):
        for row in range(2, 8):
            sheet[f"{column}{row}"].number_format = code
    sheet["A10"], sheet["A11"] = datetime.date(2024, 3, 9), datetime.time(14, 30)
    sheet["A10"].number_format, sheet["A11"].number_format = "yyyy-mm-dd", "hh:mm"
    book.save(path)


def sheet_looks(path: Path) -> None:
    book, sheet = _book()
    thin = Side(style="thin", color="FF336699")
    for cell in sheet[1]:
        cell.font, cell.fill = Font(name="Calibri", size=12, bold=True, color="FFFFFFFF"), PatternFill("solid", fgColor="FF1F4E78")
        cell.alignment, cell.border = Alignment(horizontal="center", vertical="center", wrap_text=True), Border(bottom=thin, top=thin)
    sheet.merge_cells("A9:D9")
    sheet["A9"] = "a merged note"
    sheet.column_dimensions["A"].width, sheet.row_dimensions[1].height = 22, 30
    sheet.column_dimensions["C"].hidden, sheet.row_dimensions[4].hidden = True, True
    book.save(path)


def sheet_rules(path: Path) -> None:
    book, sheet = _book()
    sheet.conditional_formatting.add(
        "B2:B7", CellIsRule(operator="greaterThan", formula=["60"], fill=PatternFill(bgColor="FFFFC7CE", fill_type="solid"))
    )
    sheet.conditional_formatting.add("C2:C7", ColorScaleRule(start_type="min", start_color="FFF8696B", end_type="max", end_color="FF63BE7B"))
    choice = DataValidation(type="list", formula1='"yes,no,maybe"', allow_blank=True)
    sheet.add_data_validation(choice)
    choice.add("E2:E7")
    sheet.auto_filter.ref = "A1:D7"
    book.save(path)


def _chart(kind: type[BarChart | LineChart | PieChart], path: Path) -> None:
    book, sheet = _book()
    chart = kind()
    chart.title = "Boats by month"
    chart.add_data(Reference(sheet, min_col=2, max_col=2 if kind is PieChart else 3, min_row=1, max_row=7), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=7))
    if kind is not PieChart:
        chart.x_axis.title, chart.y_axis.title = "Month", "Boats"
        chart.x_axis.delete = chart.y_axis.delete = False
    sheet.add_chart(chart, "F2")
    book.save(path)


def sheet_bar_chart(path: Path) -> None:
    _chart(BarChart, path)


def sheet_line_chart(path: Path) -> None:
    _chart(LineChart, path)


def sheet_pie_chart(path: Path) -> None:
    _chart(PieChart, path)


def sheet_comment(path: Path) -> None:
    book, sheet = _book()
    sheet["B3"].comment = Comment("Counted twice", "Office")
    sheet["A2"].hyperlink = "https://example.org/january"
    book.defined_names["incoming"] = DefinedName("incoming", attr_text="Boats!$B$2:$B$7")
    sheet["F1"] = "=SUM(incoming)"
    book.save(path)


def sheet_image(path: Path) -> None:
    from openpyxl.drawing.image import Image as SheetImage

    book, sheet = _book()
    sheet.add_image(SheetImage(_picture()), "F3")
    book.save(path)


def sheet_protected(path: Path) -> None:
    book, sheet = _book()
    sheet.protection.sheet = True
    sheet.sheet_properties.tabColor = "FF00AA55"
    book.create_sheet("Hidden").sheet_state = "hidden"
    sheet.page_setup.orientation, sheet.print_title_rows = "landscape", "1:1"
    book.save(path)


# -- presentations ----------------------------------------------------------------------------------------------------


def _slide(layout: int = 5) -> tuple[pptx.presentation.Presentation, pptx.slide.Slide]:
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[layout])
    slide.shapes.title.text = "Boats in the harbour"
    return show, slide


def deck_shapes(path: Path) -> None:
    show, slide = _slide()
    for number, kind in enumerate((MSO_SHAPE.RECTANGLE, MSO_SHAPE.OVAL, MSO_SHAPE.RIGHT_ARROW, MSO_SHAPE.DIAMOND)):
        shape = slide.shapes.add_shape(kind, Cm(2 + 5 * number), Cm(6), Cm(4), Cm(3))
        shape.text_frame.text, shape.rotation = kind.name.lower(), 15 * number
        shape.fill.solid()
        shape.fill.fore_color.rgb, shape.line.color.rgb, shape.line.width = PptxColor(40, 90 + 30 * number, 160), PptxColor(20, 20, 20), Pt(2)
    show.save(str(path))


def deck_text(path: Path) -> None:
    show, slide = _slide(1)
    frame = slide.placeholders[1].text_frame
    frame.text = "first level"
    for level, text in ((1, "second level"), (2, "third level"), (0, "first again")):
        paragraph = frame.add_paragraph()
        paragraph.text, paragraph.level = text, level
    run = frame.paragraphs[0].runs[0].font
    run.bold, run.size, run.color.rgb = True, Pt(30), PptxColor(180, 30, 30)
    show.save(str(path))


def deck_notes(path: Path) -> None:
    show, slide = _slide(1)
    slide.placeholders[1].text_frame.text = WORDS
    slide.notes_slide.notes_text_frame.text = "Say how the boats are counted.\nPause here."
    show.slides.add_slide(show.slide_layouts[6])
    show.save(str(path))


def deck_table(path: Path) -> None:
    show, slide = _slide()
    table = slide.shapes.add_table(3, 3, Cm(3), Cm(6), Cm(18), Cm(5)).table
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    show.save(str(path))


def deck_chart(path: Path) -> None:
    show, slide = _slide()
    data = CategoryChartData()
    data.categories = ["January", "February", "March"]
    data.add_series("In", (41, 47, 53))
    data.add_series("Out", (39, 45, 50))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Cm(3), Cm(5), Cm(18), Cm(11), data).chart
    chart.has_legend = chart.has_title = True
    chart.chart_title.text_frame.text = "Boats"
    show.save(str(path))


def deck_picture(path: Path) -> None:
    show, slide = _slide()
    slide.shapes.add_picture(_picture(), Cm(4), Cm(6), width=Cm(9))
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = PptxColor(235, 240, 250)
    show.save(str(path))


def deck_group(path: Path) -> None:
    show, slide = _slide()
    group = slide.shapes.add_group_shape()
    for number in range(3):
        group.shapes.add_shape(MSO_SHAPE.RECTANGLE, Cm(3 + 5 * number), Cm(7), Cm(4), Cm(2)).text_frame.text = f"part {number}"
    show.save(str(path))


def deck_links(path: Path) -> None:
    show, slide = _slide()
    box = slide.shapes.add_textbox(Cm(3), Cm(8), Cm(12), Cm(2))
    run = box.text_frame.paragraphs[0].add_run()
    run.text = "the harbour's page"
    run.hyperlink.address = "https://example.org/harbour"
    slide._element.set("show", "0")
    show.save(str(path))


def deck_wide(path: Path) -> None:
    show = pptx.Presentation()
    show.slide_width, show.slide_height = Cm(33.867), Cm(19.05)
    for layout in (0, 1, 2, 3):
        slide = show.slides.add_slide(show.slide_layouts[layout])
        for number, place in enumerate(slide.placeholders):
            if place.has_text_frame:
                place.text_frame.text = f"placeholder {number}"
    show.save(str(path))


MAKERS: dict[str, dict[str, Maker]] = {
    kind: {name: make for name, make in list(globals().items()) if name.startswith(f"{prefix}_") and callable(make)}
    for kind, prefix in (("document", "document"), ("spreadsheet", "sheet"), ("presentation", "deck"))
}
