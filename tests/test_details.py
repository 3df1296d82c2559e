"""Details that an action left at its default, or that it lost: beside what, which of all, what was there, once and not twice."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from lam.reading import read
from lam.reading.base import Part, Reading
from lam.types import Action, Decision, Element, Kind, Observation, Outcome, Step
from lam.verdict.checks.aspects import too_often, uncolored
from lam.verdict.checks.choices import contradicted
from lam.verdict.checks.details import careless
from lam.verdict.checks.given import miscounted
from lam.verdict.checks.pointed import lettered
from lam.verdict.places.common import Work
from lam.verdict.places.spreadsheet import heads_of, in_spreadsheet, named_row
from lam.verdict.words import Said

LONG = Element("p4", "Text 2", "All prices are net, and this offer is valid until 28 February.")
ELEMENTS = (Element("p1", "Title", "Vinegar"), Element("p2", "Text 1", "9 October"), Element("p3", "Heading 1", "Abstract"), LONG)
NOTES = (Part("slide 4", "slide", {"notes": "Explain why 24."}), Part("slide 5", "slide", {"notes": ""}))
SHEETS = (Part("Plants", "sheet", {"name": "Plants"}), Part("Suppliers", "sheet", {"name": "Suppliers"}))


def steps(kind: Kind, *actions: tuple[str, dict[str, Any]], elements: tuple[Element, ...] = ELEMENTS) -> list[Step]:
    seen = Observation(kind, "", "", elements)
    return [Step(n, Decision("", Action(name, args)), Outcome(True, ""), seen) for n, (name, args) in enumerate(actions, 1)]


def verdict(kind: Kind, instruction: str, action: str, args: dict[str, Any]) -> str:
    before = Reading(kind, {"presentation": NOTES, "spreadsheet": SHEETS, "document": ()}[kind])
    return careless(Work(Said(instruction), steps(kind, (action, args)), [], before, ELEMENTS))


@pytest.mark.parametrize(
    ("kind", "instruction", "action", "args", "wrong"),
    [
        ("document", "Insert a table of contents after the date", "insert_toc", {}, True),
        ("document", "Insert a table of contents after the date", "insert_toc", {"after": "p2"}, False),
        ("document", "Insert a table of contents before everything else", "insert_toc", {}, False),
        ("document", "Add a table after the last paragraph", "insert_table", {"rows": 2, "columns": 2}, False),
        ("document", "An empty table wherever the second section ends", "insert_table", {"rows": 2, "columns": 2}, True),
        ("document", "An empty table as the last paragraph", "insert_table", {"rows": 2, "columns": 2}, False),
        ("presentation", "Put a slide called News behind the agenda", "add_slide", {"title": "News"}, True),
        ("document", "change every £ amount to bold", "format_text", {"target": "all", "bold": True}, True),
        ("document", "make all dates in the letter bold", "format_text", {"target": "all", "bold": True}, True),
        ("document", "Highlight the date of the offer in yellow", "format_text", {"target": "p4", "highlight": "yellow"}, True),
        ("document", "Highlight the date of the offer in yellow", "format_text", {"target": "p2", "highlight": "yellow"}, False),
        ("document", "Highlight the paragraph with the date", "format_text", {"target": "p4", "highlight": "yellow"}, False),
        ("document", "Make all the text bold", "format_text", {"target": "all", "bold": True}, False),
        ("document", "Every occurrence of Oak in bold", "format_text", {"target": "all", "match": "Oak", "bold": True}, False),
        ("presentation", "Add to the notes of slide 4: cold spring", "set_notes", {"slide": "s4", "text": "cold spring"}, True),
        ("presentation", "Add to the notes of slide 5: cold spring", "set_notes", {"slide": "s5", "text": "cold spring"}, False),
        ("presentation", "Replace the notes of slide 4 by: cold spring, too", "set_notes", {"slide": "s4", "text": "cold spring"}, False),
        ("presentation", "Change 24 to 25 in the notes of slide 4", "set_notes", {"slide": "s4", "text": "25"}, True),
        ("presentation", 'The notes of slide 4 should say "25"', "set_notes", {"slide": "s4", "text": "25"}, False),
        ("presentation", "Slide numbers are missing on the agenda slide", "set_footer", {"slide_number": True}, True),
        ("presentation", "Slide numbers are missing on the slides", "set_footer", {"slide_number": True}, False),
        ("presentation", "Put the pink of the first slide on all the other slides", "set_background", {"target": "s1", "color": "pink"}, True),
        ("presentation", "Slide 1 pink, leave all the other slides", "set_background", {"target": "s1", "color": "pink"}, False),
        ("presentation", "On slide 2 remove the last bullet", "delete_slide", {"slide": "s2"}, True),
        ("presentation", "Remove the last slide with its bullets", "delete_slide", {"slide": "s9"}, False),
        ("presentation", "Delete the title slide", "delete_slide", {"slide": "s1"}, False),
        ("document", "All headings in italics", "format_text", {"target": "p3", "italic": True}, True),
        ("document", "All headings in italics", "format_text", {"target": "p3-p9", "italic": True}, False),
        ("document", "third paragraph under the salutation in italics", "format_text", {"target": "p3", "italic": True}, True),
        ("document", "the first paragraph under Vinegar in italics", "format_text", {"target": "p2", "italic": True}, False),
        ("document", "the second paragraph under Vinegar in italics", "format_text", {"target": "p2", "italic": True}, True),
        ("presentation", "Make the logo 8 cm wide", "place_shape", {"target": "s2.5", "width_cm": 8, "height_cm": 8}, True),
        ("presentation", "Make the logo 8 cm wide", "place_shape", {"target": "s2.5", "width_cm": 8}, False),
        ("presentation", "Make the logo a square of 8 cm", "place_shape", {"target": "s2.5", "width_cm": 8, "height_cm": 8}, False),
        ("presentation", "The logo: 8 cm wide, 8 cm high", "place_shape", {"target": "s2.5", "width_cm": 8, "height_cm": 8}, False),
        ("spreadsheet", "Rename the second sheet to Contacts", "rename_sheet", {"sheet": "Plants", "name": "Contacts"}, True),
        ("spreadsheet", "Rename the second sheet to Contacts", "rename_sheet", {"sheet": "Suppliers", "name": "Contacts"}, False),
        ("spreadsheet", "Protect Suppliers", "protect_sheet", {"sheet": "Plants"}, True),
        ("spreadsheet", "Protect this sheet", "protect_sheet", {"sheet": "Plants"}, False),
        ("document", "We say customer here, not client.", "find_replace", {"find": "customer", "replace": "client"}, True),
        ("document", "We say customer here, not client.", "find_replace", {"find": "client", "replace": "customer"}, False),
        ("spreadsheet", "the average price for each concert", "set_cell", {"cell": "F2", "value": "=AVERAGE(1)"}, True),
        ("spreadsheet", "the average price for each concert", "set_cell", {"cell": "F2", "value": "=AVERAGE(B2:C2)"}, False),
        ("spreadsheet", "Freeze the top row", "freeze", {"rows": 3}, True),
        ("spreadsheet", "Freeze the top row", "freeze", {"rows": 1}, False),
        ("spreadsheet", "Freeze the 3 rows at the top", "freeze", {"rows": 3}, False),
        ("document", "A table with A, B and C on top, four rows", "insert_table", {"rows": 4, "columns": 4, "data": [["A", "B", "C"]]}, True),
        ("document", "A table with A, B and C on top, four rows", "insert_table", {"rows": 4, "columns": 3, "data": [["A", "B", "C"]]}, False),
        ("document", "A table of 4 columns with A and B on top", "insert_table", {"rows": 4, "columns": 4, "data": [["A", "B"]]}, False),
        ("document", "After paragraph two a new page begins", "insert_page_break", {"before": "p2"}, True),
        ("document", "After the second paragraph a new page begins", "insert_page_break", {"before": "p3"}, False),
        (
            "document",
            'Attach that to "this offer", as it occurs in the paragraph starting with "All prices"',
            "insert_link",
            {"target": "p4", "url": "https://a.example", "match": "All prices"},
            True,
        ),
        (
            "document",
            'Attach that to "this offer", as it occurs in the paragraph starting with "All prices"',
            "insert_link",
            {"target": "p4", "url": "https://a.example", "match": "this offer"},
            False,
        ),
        ("presentation", 'under the main title: "For volunteers"', "set_title", {"slide": "s1", "text": "For volunteers"}, True),
        ("presentation", 'under the title "News", as its subtitle, "For all"', "replace_text", {"target": "p1", "text": "For all"}, True),
        ("presentation", 'Change the title to "For volunteers"', "set_title", {"slide": "s1", "text": "For volunteers"}, False),
        ("presentation", 'The line under the title stays, make the title into "New"', "set_title", {"slide": "s1", "text": "New"}, False),
    ],
)
def test_details(kind: Kind, instruction: str, action: str, args: dict[str, Any], wrong: bool) -> None:
    assert bool(verdict(kind, instruction, action, args)) == wrong


def test_a_text_is_written_once() -> None:
    twice = steps("presentation", ("set_title", {"slide": "s3", "text": "Work"}), ("set_title", {"slide": "s6", "text": "Work"}))
    assert too_often(Said("the title of the slide on hiking is now Work"), twice) == "set_title"
    assert not too_often(Said("the titles of both slides on hiking are now Work"), twice)


@pytest.mark.parametrize(
    ("instruction", "on", "wrong"),
    [
        ("make the last heading 11 pt, and not bold", True, True),
        ("make the last heading 11 pt, and not bold", False, False),
        ("the title isn't bold any more", True, True),
        ("unbold the title", True, True),
        ("make the title bold, not only big", True, False),
        ("make the title bold", True, False),
        ("make the title bold", False, True),
        ("take the bold off", False, False),
    ],
)
def test_looks_are_switched_as_it_is_said(instruction: str, on: bool, wrong: bool) -> None:
    assert bool(contradicted(Said(instruction), steps("document", ("format_text", {"target": "p1", "bold": on})))) == wrong


def test_white_is_a_color_where_it_is_said_of_one() -> None:
    acts = steps("presentation", ("set_background", {"target": "s1", "color": "dark blue"}))
    assert uncolored("White background on slide 1, and the text in dark blue", acts, (), Reading("presentation")) == "white"
    assert not uncolored("Dark blue for slide 1, the white one", acts, (), Reading("presentation"))


def test_a_share_on_top_is_more_than_the_share() -> None:
    said = Said("a column with Orders with 50 percent on top")
    assert miscounted(said, steps("spreadsheet", ("set_cell", {"cell": "F2", "value": "=B2*50%"})))
    assert not miscounted(said, steps("spreadsheet", ("set_cell", {"cell": "F2", "value": "=B2*(1+50%)"})))


def test_columns_are_named_by_their_letters() -> None:
    assert lettered("hide column E") == {"E"}
    assert lettered("hide columns B to D") == {"B", "C", "D"}
    assert lettered("hide columns B and F") == {"B", "F"}
    assert not lettered("hide the column I do not need")


@pytest.fixture
def members(tmp_path: Path) -> Reading:
    """Members with their fees: a formula that nothing has computed stands in column D."""
    book = openpyxl.Workbook()
    for n, row in enumerate((["First", "Last", "Fee", "Twice"], ["Peter", "Olsen", 90], ["Tom", "Fischer", 90], ["Tom", "Olsen", 45]), 1):
        book.active.append([*row, f"=C{n}*2"] if n > 1 else row)  # type: ignore[union-attr]
    book.save(tmp_path / "members.xlsx")
    return read(tmp_path / "members.xlsx")


@pytest.mark.parametrize(
    ("instruction", "row"),
    [
        ("Delete the row of Tom Fischer", 3),
        ("Tom Olsen pays 60 from now on", 4),
        ("Delete the row of Tom", 0),
        ("Insert a row below Fischer", 0),
        ("What is the total of Fischer?", 0),
        ("Set C2 to 80 as Fischer wants it", 0),
    ],
)
def test_a_row_is_named_by_its_cells(members: Reading, instruction: str, row: int) -> None:
    assert named_row(members, instruction) == row


def test_formulas_are_numbers_even_if_nobody_computed_them(members: Reading) -> None:
    elements = tuple(Element(letter, "column", head, f"{letter}2:{letter}4 number") for letter, head in heads_of(members).items())
    acts = steps("spreadsheet", ("set_cell", {"cell": "D5", "value": "=SUM(D2:D4)"}), elements=elements)
    work = Work(Said("put the total of the Twice column right under it"), acts, [], members, elements)
    assert "no numbers" not in in_spreadsheet(work)
