"""Writes the sample documents under samples/: a report, a year of sales and a deck. Run once; the files are kept in the repository."""

from pathlib import Path

import docx
import openpyxl
import pptx
from openpyxl.styles import Font

FOLDER = Path(__file__).resolve().parents[1] / "samples"

REPORT = [
    ("Title", "Quarterly Service Report"),
    ("Normal", "This report sums up how the support desk did between July and September and what should change before winter."),
    ("Heading 1", "Volume"),
    ("Normal", "The desk closed 4,180 requests, 9 percent more than in the quarter before. Most of the growth came by chat."),
    ("Normal", "Phone calls went down for the third time in a row and now make up less than a fifth of all requests."),
    ("Heading 1", "Quality"),
    ("Normal", "Two out of three requests were solved on the first contact. The goal for the year is three out of four."),
    ("List Bullet", "First answers took 42 minutes at the median."),
    ("List Bullet", "Customers rated the answers 4.4 of 5."),
    ("List Bullet", "Eleven requests waited longer than a week."),
    ("Heading 1", "Next steps"),
    ("Normal", "The night shift gets a second seat in November. The list of known problems moves to the public help pages."),
]
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
SALES = [1240, 1185, 1410, 1530, 1490, 1620, 1585, 1455, 1710, 1820, 1965, 2240]
COSTS = [830, 815, 900, 960, 945, 1010, 1000, 940, 1080, 1150, 1205, 1360]
DECK = [
    ("Garden Survey 2025", "What 640 visitors told us"),
    ("Who came", ["Six in ten visitors live within five kilometres", "Half of them came with children"]),
    ("What they liked", ["The rose walk was named most often", "Nine in ten found the paths easy to follow"]),
    ("What they missed", ["Shade near the ponds is scarce in summer", "The café closes too early on weekdays"]),
    ("What it costs", ["Longer opening hours need two more staff", "Trees by the ponds cost 18,000 once"]),
]


def report() -> None:
    document = docx.Document()
    for style, text in REPORT:
        document.add_paragraph(text, style=style)
    document.save(str(FOLDER / "report.docx"))


def sales() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sales"
    sheet.append(["Month", "Sales", "Costs"])
    for row in zip(MONTHS, SALES, COSTS, strict=True):
        sheet.append(row)
    for cell in sheet[1]:
        cell.font = Font(name="Calibri", size=11, bold=True)
    sheet.column_dimensions["A"].width = 14
    book.save(FOLDER / "sales.xlsx")


def deck() -> None:
    show = pptx.Presentation()
    for number, (title, body) in enumerate(DECK):
        slide = show.slides.add_slide(show.slide_layouts[1 if number else 0])
        slide.shapes.title.text = title
        slide.placeholders[1].text = "\n".join(body) if isinstance(body, list) else body
    show.save(str(FOLDER / "deck.pptx"))


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    report()
    sales()
    deck()
