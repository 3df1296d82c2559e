"""Checks of what is less, or more, than was said: cut texts, addresses in a text, one slide or all, dates, names, what is frozen."""

from __future__ import annotations

from typing import Any

import pytest

from lam.reading.base import Part, Reading
from lam.types import Action, Decision, Element, Kind, Observation, Outcome, Step
from lam.verdict.checks.sheets import misfilled
from lam.verdict.checks.values import misvalued
from lam.verdict.checks.whole import cropped
from lam.verdict.places.common import Work
from lam.verdict.words import Said

DECK = (
    Element("s1", "slide title", ""),
    Element("s1.1", "title", "Orchard day"),
    Element("s1.2", "subtitle", "Green Hill, 4 October"),
    Element("s2", "slide title_content", ""),
    Element("s2.1", "title", "Orchard rules"),
    Element("s2.2", "content", "Bring boots / Write to trees@hill.example / Entry is 4 euros"),
    Element("s2.3", "shape", "Free!", "ellipse"),
)
ROWS = (("Tree", "Keeper", "Picked", "Weight"), ("Quince", "Ida Blom", "", 12), ("Medlar", "Ugo Rasch", "", 9), ("Pear", "Ida Blom", "", 31))
SHEET = Reading(
    "spreadsheet",
    (
        Part("workbook", "workbook", {"active": "Trees"}),
        Part("Trees", "sheet", {"name": "Trees"}),
        *(Part(f"Trees!{'ABCD'[n]}{row}", "cell", {"value": value}) for row, values in enumerate(ROWS, 1) for n, value in enumerate(values)),
    ),
)
Act = tuple[str, dict[str, Any]]


def work(instruction: str, act: Act, kind: Kind, reading: Reading | None = None) -> Work:
    elements = DECK if kind == "presentation" else ()
    step = Step(1, Decision("", Action(*act)), Outcome(True, ""), Observation(kind, "", "", elements))
    return Work(Said(instruction), [step], [], reading or Reading(kind, ()), elements)


def title(text: str) -> Act:
    return "set_title", {"slide": "s2", "text": text}


def bullets(*lines: str) -> Act:
    return "set_bullets", {"target": "s2.2", "bullets": list(lines)}


def text(target: str, **look: Any) -> Act:
    return "format_text", {"target": target, **look}


@pytest.mark.parametrize(
    ("instruction", "act", "right"),
    [
        ("retitle slide 2 to Rules to remember", title("Rules"), False),
        ("retitle slide 2 to Rules to remember", title("Rules to remember"), True),
        ("set the title to Rules on slide 2", title("Rules"), True),
        ("retitle slide 2 to Rules, please", title("Rules"), True),
        ("title slide, notes: type Spend 2 minutes on this slide", ("set_notes", {"slide": "s1", "text": "Spend 2 minutes"}), False),
        ("link the e-mail address to mailto:trees@hill.example", ("insert_link", {"target": "s2.2", "url": "mailto:trees@hill.example"}), False),
        ("the point with the e-mail address in bold", text("s2.2", bold=True), True),
        ("make the date bold", text("s1.2", bold=True), False),
        ("make the date bold", text("s1.2", match="4 October", bold=True), True),
        ("say Apple day instead of Orchard day on the cover", ("find_replace", {"find": "Orchard", "replace": "Apple"}), False),
        ("say Apple instead of Orchard on every slide", ("find_replace", {"find": "Orchard", "replace": "Apple"}), True),
        ("say Apple instead of Orchard on slide 2", ("find_replace", {"find": "Orchard", "replace": "Apple", "target": "s2"}), True),
        ("the bubble should be orange", text("s2.3", color="orange"), False),
        ("the text in the bubble should be orange", text("s2.3", color="orange"), True),
        ("title-only layout for slide 2", ("set_layout", {"slide": "s2", "layout": "title"}), False),
        ("title-only layout for slide 2", ("set_layout", {"slide": "s2", "layout": "title_only"}), True),
    ],
)
def test_what_is_less_or_more_than_was_said_of_slides_is_told(instruction: str, act: Act, right: bool) -> None:
    assert (cropped(work(instruction, act, "presentation")) == "") == right


def pivot(values: str, **more: Any) -> Act:
    return "pivot_table", {"range": "A1:D4", "rows": ["Keeper"], "values": values, **more}


def dates(pattern: str) -> Act:
    return "format_number", {"range": "C2:C4", "format": "date", "pattern": pattern}


def only(value: str) -> Act:
    return "filter", {"range": "A1:D4", "column": "B", "operator": "=", "value": value}


@pytest.mark.parametrize(
    ("instruction", "act", "right"),
    [
        ("dates as day.month.year", dates("DD.MM.YYYY"), True),
        ("dates as day.month.year", dates("MM.DD.YYYY"), False),
        ("dates with the year first", dates("YYYY-MM-DD"), True),
        ("dates with the year first", dates("DD.MM.YYYY"), False),
        ("not with the year first, but like 31.12.2026", dates("DD.MM.YYYY"), True),
        ("only Ida's trees", only("Ida Blom"), True),
        ("only Ida's trees", only("Ugo Rasch"), False),
        ("drop what is in twice", ("remove_duplicates", {"range": "A1:D4"}), True),
        ("drop what is in twice", ("remove_duplicates", {"range": "A1:D4", "columns": ["B"]}), False),
        ("one row per keeper is enough", ("remove_duplicates", {"range": "A1:D4", "columns": ["B"]}), True),
        ("keep tree names and headings in sight", ("freeze", {"rows": 1}), False),
        ("keep tree names and headings in sight", ("freeze", {"rows": 1, "columns": 1}), True),
        ("keep the headings in sight", ("freeze", {"rows": 1}), True),
    ],
)
def test_what_is_less_or_more_than_was_said_of_sheets_is_told(instruction: str, act: Act, right: bool) -> None:
    assert ((cropped(made := work(instruction, act, "spreadsheet", SHEET)) or misfilled(made)) == "") == right


@pytest.mark.parametrize(("formula", "right"), [("=SUM(D2:D4)", True), ("=SUM(D2:D3)", False)])
def test_a_formula_in_a_row_is_no_total(formula: str, right: bool) -> None:
    computed = Part("Trees!E4", "cell", {"value": "=SUM(D4:D4)"})
    reading = Reading("spreadsheet", (*SHEET.parts, computed))
    made = work("the weights added up in D6", ("set_cell", {"cell": "D6", "value": formula}), "spreadsheet", reading)
    assert (misvalued(made) == "") == right


@pytest.mark.parametrize(
    ("instruction", "act", "right"),
    [
        ("strike the bullets on slide 2", text("s2.2", strikethrough=True), False),
        ("strike through the bullets on slide 2", text("s2.2", strikethrough=True), True),
        ("the subtitle on grey, please", text("s1.2", color="gray", highlight="gray"), False),
        ("the subtitle in white on grey, please", text("s1.2", color="white", highlight="gray"), True),
        ("change Orchard day to Apple day", ("find_replace", {"find": "day", "replace": "Apple day"}), False),
        ("change Orchard day to 'Apple day'", ("find_replace", {"find": "Orchard day", "replace": "Apple day"}), True),
        ("a pie on slide 2 called Fruit picked from plums = 3; pears = 4", ("insert_chart", {"slide": "s2", "type": "pie", "title": "Fruit"}), False),
        ("a pie on slide 2 called Fruit picked from plums = 3", ("insert_chart", {"slide": "s2", "type": "pie", "title": "Fruit picked"}), True),
    ],
)
def test_looks_and_names_are_what_was_said(instruction: str, act: Act, right: bool) -> None:
    assert (cropped(work(instruction, act, "presentation")) == "") == right


@pytest.mark.parametrize(
    ("instruction", "act", "right"),
    [
        ("send the bubble back until it can go no further, any further at all", ("order_shape", {"target": "s2.3", "to": "backward"}), False),
        ("send the bubble all the way back", ("order_shape", {"target": "s2.3", "to": "back"}), True),
        ("bring the bubble one step forward", ("order_shape", {"target": "s2.3", "to": "front"}), False),
        ("Slide: the first. Text box. Content: Bring a friend along", ("add_text_box", {"slide": "s1", "text": "Bring a friend"}), False),
        ("Slide: the first. Text box. Content: Bring a friend along", ("add_text_box", {"slide": "s1", "text": "Bring a friend along"}), True),
        ("add 'Wear a hat' to the rules", bullets("Write to trees@hill.example", "Entry is 4 euros", "Wear a hat"), False),
        ("add 'Wear a hat' to the rules", bullets("Bring boots", "Write to trees@hill.example", "Entry is 4 euros", "Wear a hat"), True),
        ("drop the boots and add 'Wear a hat'", bullets("Write to trees@hill.example", "Entry is 4 euros", "Wear a hat"), True),
        ("it is not Mr Farrant but Mr Dell", ("find_replace", {"find": "Mr", "replace": "Mr Dell"}), False),
        ("it is not Mr Farrant but Mr Dell", ("find_replace", {"find": "Mr Farrant", "replace": "Mr Dell"}), True),
    ],
)
def test_how_far_and_how_long(instruction: str, act: Act, right: bool) -> None:
    assert (cropped(work(instruction, act, "presentation")) == "") == right


@pytest.mark.parametrize(
    ("instruction", "act", "right"),
    [
        ("show me only Ida's", ("filter", {"range": "A1:D4", "column": "B"}), False),
        ("only rows whose weight doesn't get as far as 30", ("filter", {"range": "A1:D4", "column": "D", "operator": ">", "value": 30}), False),
        ("only rows whose weight doesn't get as far as 30", ("filter", {"range": "A1:D4", "column": "D", "operator": "<", "value": 30}), True),
        ("average weight per keeper in a pivot table", pivot("Weight", function="average"), True),
        ("average weight per keeper in a pivot table", pivot("Weight"), False),
        ("a pivot table with keeper in the rows and weight added up", pivot("Picked"), False),
        ("a pivot table with keeper in the rows and weight added up", pivot("Weight"), True),
        ("strip the formatting from the heads", ("clear", {"range": "A1:D1", "what": "all"}), False),
        ("strip the formatting from the heads", ("clear", {"range": "A1:D1", "what": "formats"}), True),
        ("borders round every cell", ("format_cells", {"range": "A1:D4", "border": "top"}), False),
        ("borders round every cell", ("format_cells", {"range": "A1:D4", "border": "all"}), True),
        ("name the weights kilos", ("name_range", {"range": "D2:D4", "name": "kilos"}), True),
        ("name the weights kilos", ("name_range", {"range": "D2:D3", "name": "kilos"}), False),
        ("name the weights kilos", ("name_range", {"range": "D3:D4", "name": "kilos"}), False),
        ("put filter buttons on it, I only want those", ("filter", {"range": "A1:D4", "column": "B"}), True),
        ("double the weights in E", ("set_cells", {"cell": "E2", "rows": [["=D2*2"], ["=D3*2"], ["=D4*2"]]}), True),
        ("double the weights in E", ("set_cells", {"cell": "E1", "rows": [["=D2*2"], ["=D3*2"], ["=D4*2"]]}), False),
    ],
)
def test_rows_and_formulas(instruction: str, act: Act, right: bool) -> None:
    assert ((cropped(made := work(instruction, act, "spreadsheet", SHEET)) or misfilled(made)) == "") == right


def test_what_is_frozen_reaches_to_the_heads() -> None:
    lower = tuple(Part(f"Trees!{'ABCD'[n]}{row}", "cell", {"value": value}) for row, values in enumerate(ROWS, 2) for n, value in enumerate(values))
    reading = Reading("spreadsheet", (*SHEET.parts[:2], Part("Trees!A1", "cell", {"value": "Orchard"}), *lower))
    for rows, right in ((1, False), (2, True)):
        made = work("keep title and headings visible when scrolling", ("freeze", {"rows": rows}), "spreadsheet", reading)
        assert (misfilled(made) == "") == right


def instead(find: str, replace: str) -> Act:
    return "find_replace", {"find": find, "replace": replace}


@pytest.mark.parametrize(
    ("instruction", "act", "right"),
    [
        ("replace Green Hill by Red Hall everywhere", instead("Green Hill", "Red Hall"), True),
        ("replace Green Hill by Red Hall everywhere", instead("Green", "Red Hall"), False),
        ("replace Green Hill by Red Hall everywhere", instead("Green Hill", "Red"), False),
        ("Replace Green Hill with Green Fern Hill", instead("Green Hill", "Fern Hill"), False),
        ("Replace Green Hill with Green Fern Hill", instead("Green Hill", "Green Fern Hill"), True),
        ("each 'bring boots' must become 'wear boots'", instead("bring", "wear"), True),
        ("each 'bring boots' must become 'wear shoes'", instead("bring", "wear shoes"), False),
        ("the full name is 'Orchard Trust'; write that where it says 'Orchard'", instead("Orchard", "Trust"), False),
        ("the full name is 'Orchard Trust'; write that where it says 'Orchard'", instead("Orchard", "Orchard Trust"), True),
    ],
)
def test_all_of_a_phrase_is_replaced_by_all_of_another(instruction: str, act: Act, right: bool) -> None:
    assert (cropped(work(instruction, act, "presentation")) == "") == right


@pytest.mark.parametrize(
    ("instruction", "act", "right"),
    [
        ("the mean in D6, and Mean to its left", ("set_cell", {"cell": "C6", "value": "Mean"}), True),
        ("computed left, mean on the right", ("set_cell", {"cell": "C6", "value": "computed left, mean"}), False),
        ("count from 1 to 5 below F1", ("set_cells", {"cell": "F1", "rows": [[2], [3], [4], [5]]}), False),
        ("count from 1 to 5 below F1", ("set_cells", {"cell": "F1", "rows": [[1], [2], [3], [4], [5]]}), True),
        ("merge the title over the table", ("merge_cells", {"range": "A1:D2"}), False),
        ("merge the title over the table", ("merge_cells", {"range": "A1:D1"}), True),
    ],
)
def test_cells_hold_what_was_said(instruction: str, act: Act, right: bool) -> None:
    assert ((cropped(made := work(instruction, act, "spreadsheet", SHEET)) or misfilled(made)) == "") == right


def test_a_number_in_groups_is_one() -> None:
    elements = (Element("p1", "Text 1", "Ring 0555 0142 at night."),)
    for match, right in (("0555 0142", True), ("0142", False), ("0555", False)):
        step = Step(1, Decision("", Action(*text("p1", match=match, bold=True))), Outcome(True, ""), Observation("document", "", "", elements))
        made = Work(Said("make the number 0555 0142 bold"), [step], [], Reading("document", ()), elements)
        assert (cropped(made) == "") == right


def test_all_that_are_to_be_alike_are() -> None:
    acts = [text(f"s{n}.1", italic=True, color="red") for n in (1, 2, 3)]
    for last, right in ((text("s4.1", italic=True, color="red"), True), (text("s4.1", color="red"), False)):
        made = work("make all titles italic and red", last, "presentation")
        steps = [Step(n, Decision("", Action(*act)), Outcome(True, ""), made.acts[0].observation) for n, act in enumerate([*acts, last], 1)]
        assert (cropped(Work(made.said, steps, [], made.before, DECK)) == "") == right


def test_a_text_without_a_line_break_is_no_paragraph() -> None:
    for where, right in (("before", False), ("inside_start", True)):
        made = work(
            "type 'Note: ' in front of the first letter, no line break",
            ("insert_text", {"text": "Note: ", "target": "p1", "where": where}),
            "document",
        )
        assert (cropped(made) == "") == right
