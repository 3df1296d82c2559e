"""Checks of how far something reaches: a word or all of its text, one column or all, rows or whole columns."""

from __future__ import annotations

from typing import Any

import pytest

from lam.reading.base import Part, Reading
from lam.types import Action, Decision, Element, Kind, Observation, Outcome, Step
from lam.verdict.checks.extent import overreached
from lam.verdict.places.common import Work
from lam.verdict.words import Said

LETTER = (
    Element("p1", "Title", "Plan"),
    Element("p2", "Text 1", "Roses looked red, and so did the moss."),
    Element("p3", "Text 2", "Soil costs 4,800 pounds."),
    Element("p4", "Text 3", "Questions go to Mirja Talvo at the depot."),
)
LIST = ["Welcome from Mrs Addlow", "Choosing options", "Homework"]
DECK = (Element("s1", "slide title_content"), Element("s1.1", "title", "Evening"), Element("s1.2", "content", " / ".join(LIST)))
SEEN: dict[Kind, tuple[Element, ...]] = {"document": LETTER, "spreadsheet": (), "presentation": DECK}
CELLS = [["Guest", "Channel"], ["Hotel Vale", "Hotel"], ["Ida", "Online"]]
PARTS: dict[Kind, list[Part]] = {
    "document": [],
    "presentation": [],
    "spreadsheet": [
        Part("workbook", "workbook", {"active": "Stays"}),
        *(Part(f"Stays!{letter}{n}", "cell", {"value": value}) for n, row in enumerate(CELLS, 1) for letter, value in zip("AB", row, strict=True)),
    ],
}


def work(kind: Kind, instruction: str, *acts: tuple[str, dict[str, Any]]) -> Work:
    seen = Observation(kind, "", "", SEEN[kind])
    steps = [Step(n, Decision("", Action(*act)), Outcome(True, ""), seen) for n, act in enumerate(acts, 1)]
    return Work(Said(instruction), steps, [], Reading(kind, tuple(PARTS[kind])), seen.elements)


STRUCK = ("format_text", {"target": "p2", "strikethrough": True})
WORD_STRUCK = ("format_text", {"target": "p2", "strikethrough": True, "match": "looked"})
RED = ("format_text", {"target": "p1", "color": "red"})
GROUND = ("format_paragraph", {"target": "p1", "background": "red"})
EVERYWHERE = ("find_replace", {"find": "Hotel", "replace": "Inn"})
THERE = ("find_replace", {"find": "Hotel", "replace": "Inn", "target": "B:B"})


@pytest.mark.parametrize(
    ("kind", "instruction", "act", "right"),
    [
        ("document", "The rest of the second paragraph keeps its look, but 'looked' in it is struck through", STRUCK, False),
        ("document", "The rest of the second paragraph keeps its look, but 'looked' in it is struck through", WORD_STRUCK, True),
        ("document", "Take the second paragraph: 'looked' in it is to be struck through", STRUCK, False),
        ("document", "Strike through the paragraph that has 'looked' in it", STRUCK, True),
        ("document", "Strike through the second paragraph, the rest of the document stays as it is", STRUCK, True),
        ("document", "strike through Roses and the rest of that line", STRUCK, True),
        ("document", "Not the font colour! Only behind the title should it be red", RED, False),
        ("document", "Not the font colour! Only behind the title should it be red", GROUND, True),
        ("document", "The title in red letters, not the background", RED, True),
        ("document", "The title in red letters, not the background", GROUND, False),
        ("document", "Insert > Bookmark, type start, Add; the title is where it goes", ("insert_bookmark", {"target": "p1", "name": "Add"}), False),
        ("document", "Insert > Bookmark, type start, Add; the title is where it goes", ("insert_bookmark", {"target": "p1", "name": "start"}), True),
        ("spreadsheet", "make a copy called Stays June", ("copy_sheet", {"sheet": "Stays", "name": "June"}), False),
        ("spreadsheet", "make a copy called Stays June", ("copy_sheet", {"sheet": "Stays", "name": "Stays June"}), True),
        ("spreadsheet", "new sheet: Budget 2016", ("add_sheet", {"name": "2016"}), False),
        ("spreadsheet", "new sheet: Budget 2016", ("add_sheet", {"name": "Budget 2016"}), True),
        ("spreadsheet", "Copy Stays to June", ("copy_sheet", {"sheet": "Stays", "name": "June"}), True),
        ("spreadsheet", "Insert > Link, on A3, Address field: http://a.example", ("insert_link", {"cell": "A3", "text": "Address"}), False),
        ("document", "Could you note see Kedeta on the title in a comment?", ("insert_comment", {"target": "p1", "text": "Kedeta"}), False),
        ("document", "Could you note see Kedeta on the title in a comment?", ("insert_comment", {"target": "p1", "text": "see Kedeta"}), True),
        ("document", "A comment on the title that says something like ask Ida", ("insert_comment", {"target": "p1", "text": "ask Ida"}), True),
        ("document", "Make the margins 2 cm left and right", ("set_page", {"margin_cm": 2}), False),
        ("document", "Make the margins 2 cm left, right, top and bottom", ("set_page", {"margin_cm": 2}), True),
        ("document", "Make the margins 2 cm left and right", ("set_page", {"margin_left_cm": 2, "margin_right_cm": 2}), True),
        ("document", "4,800 should be bold", ("format_text", {"target": "p3", "bold": True}), False),
        ("document", "4,800 should be bold", ("format_text", {"target": "p3", "bold": True, "match": "4,800"}), True),
        ("document", "not before the title but after it goes p3", ("move", {"target": "p3", "to": "p1", "where": "before"}), False),
        ("document", "not before the title but after it goes p3", ("move", {"target": "p3", "to": "p1", "where": "after"}), True),
        (
            "presentation",
            "Add a bullet 'Bring a pen' under the welcome",
            ("set_bullets", {"target": "s1.2", "bullets": [*LIST, "Bring a pen"]}),
            False,
        ),
        (
            "presentation",
            "Add a bullet 'Bring a pen' under the welcome",
            ("set_bullets", {"target": "s1.2", "bullets": [LIST[0], "Bring a pen", *LIST[1:]]}),
            True,
        ),
        ("presentation", "Add a bullet 'Bring a pen' under the rest", ("set_bullets", {"target": "s1.2", "bullets": [*LIST, "Bring a pen"]}), True),
        ("document", "Link Mirja Talvo's name to http://a.example", ("insert_link", {"target": "p4", "url": "http://a.example"}), False),
        (
            "document",
            "Link Mirja Talvo's name to http://a.example",
            ("insert_link", {"target": "p4", "match": "Mirja", "url": "http://a.example"}),
            False,
        ),
        (
            "document",
            "Link Mirja Talvo's name to http://a.example",
            ("insert_link", {"target": "p4", "match": "Mirja Talvo", "url": "http://a.example"}),
            True,
        ),
        ("document", "Bold Mirja in the last paragraph", ("format_text", {"target": "p4", "match": "Mirja", "bold": True}), True),
        ("spreadsheet", "Replace Hotel with Inn in the Channel column only", EVERYWHERE, False),
        ("document", "underline 4,800", ("format_text", {"target": "p3", "underline": True}), False),
        ("document", "Insert 'about' after 4,800 pounds", ("insert_text", {"target": "p3", "text": "about", "where": "after"}), False),
        ("document", "Insert 'Ask Ivo' after the paragraph on soil", ("insert_text", {"target": "p3", "text": "Ask Ivo", "where": "after"}), True),
        ("document", "Footnote behind 'Mirja': formerly at Orl", ("insert_footnote", {"target": "p4", "match": "Mirja", "text": "Orl"}), False),
        (
            "document",
            "Footnote behind 'Mirja': formerly at Orl",
            ("insert_footnote", {"target": "p4", "match": "Mirja", "text": "formerly at Orl"}),
            True,
        ),
        ("presentation", "remove the second bullet", ("set_bullets", {"target": "s1.2", "bullets": LIST[1:]}), False),
        ("presentation", "remove the first bullet", ("set_bullets", {"target": "s1.2", "bullets": LIST[1:]}), True),
        ("presentation", "the second bullet should read Sport", ("set_bullets", {"target": "s1.2", "bullets": [*LIST[:2], "Sport"]}), False),
        ("presentation", "set slides 1 to 2 to hidden", ("hide_slide", {"slide": "s1"}), False),
        ("presentation", "hide slide 1", ("hide_slide", {"slide": "s1"}), True),
        ("spreadsheet", "Put Treasurer: Ola in A5", ("set_cell", {"cell": "A5", "value": "Ola"}), False),
        ("spreadsheet", "Put Treasurer: Ola in A5", ("set_cell", {"cell": "A5", "value": "Treasurer: Ola"}), True),
        ("spreadsheet", "Put the text Ola in A5", ("set_cell", {"cell": "A5", "value": "Ola"}), True),
        ("spreadsheet", "write Channel no. instead of Channel", ("set_cell", {"cell": "B1", "value": "no."}), False),
        ("spreadsheet", "write Channel no. instead of Channel", ("set_cell", {"cell": "B1", "value": "Channel no."}), True),
        ("spreadsheet", "the delivery note says 406, so should B2", ("set_cell", {"cell": "B2", "value": 406}), True),
        ("spreadsheet", "in Channel, replace Hotel with Inn", EVERYWHERE, False),
        ("spreadsheet", "in Channel, replace Hotel with Inn", THERE, True),
        ("spreadsheet", "replace Hotel with Inn", EVERYWHERE, True),
        ("spreadsheet", "in Channel, replace Online with Web", ("find_replace", {"find": "Online", "replace": "Web"}), True),
        ("spreadsheet", "Name it stays, from the heads down to the last entry", ("name_range", {"range": "A:B", "name": "stays"}), False),
        ("spreadsheet", "Name it stays, from the heads down to the last entry", ("name_range", {"range": "A1:B3", "name": "stays"}), True),
        ("spreadsheet", "Name the columns A and B stays", ("name_range", {"range": "A:B", "name": "stays"}), True),
    ],
)
def test_what_reaches_too_far_is_found(kind: Kind, instruction: str, act: tuple[str, dict[str, Any]], right: bool) -> None:
    assert (overreached(work(kind, instruction, act)) == "") is right
