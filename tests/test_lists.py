"""Checks of lists and series, of the same done twice, of parts of phrases and columns, and of what measures and heads fix."""

from __future__ import annotations

from typing import Any

import pytest

from lam.reading.base import Part, Reading
from lam.types import Action, Decision, Element, Kind, Observation, Outcome, Step
from lam.verdict.checks.lists import mislisted
from lam.verdict.checks.measures import mismeasured
from lam.verdict.checks.parts import partial
from lam.verdict.checks.repeats import repeated
from lam.verdict.places.common import Work
from lam.verdict.words import Said

PAGE = (
    Element("p1", "Title", "Orchard day"),
    Element("p2", "Text 1", "The tea rota hangs in the lower hall of Green Hill."),
    Element("p3", "Text 2", "Bring boots."),
    Element("t1", "table", "2 x 3"),
)
DECK = (
    Element("s1", "slide title", ""),
    Element("s1.1", "title", "Orchard day"),
    Element("s2", "slide title_content", ""),
    Element("s2.1", "title", "Orchard rules"),
    Element("s2.2", "content", "Bring boots / Write to trees@hill.example / Entry is 4 euros"),
    Element("s2.3", "shape", "Free!", "ellipse"),
)
ROWS = (
    ("Tree", "Keeper", "Picked", "Weight"),
    ("Quince", "Ida Blom", "yes", 12),
    ("Medlar", "Ugo Rasch", "no", 9),
    ("Pear", "Ida Blom", "no", 31),
    ("Plum", "Eva Lund", "yes", 7),
    ("Sloe", "Eva Lund", "no", 3),
)
SHEET = Reading(
    "spreadsheet",
    (
        Part("workbook", "workbook", {"active": "Trees"}),
        Part("Trees", "sheet", {"name": "Trees"}),
        *(Part(f"Trees!{'ABCD'[n]}{row}", "cell", {"value": value}) for row, values in enumerate(ROWS, 1) for n, value in enumerate(values)),
    ),
)
Act = tuple[str, dict[str, Any]]


def work(kind: Kind, instruction: str, *acts: Act) -> Work:
    elements = {"document": PAGE, "presentation": DECK, "spreadsheet": ()}[kind]
    steps = [Step(n, Decision("", Action(*act)), Outcome(True, ""), Observation(kind, "", "", elements)) for n, act in enumerate(acts, 1)]
    return Work(Said(instruction), steps, [], SHEET if kind == "spreadsheet" else Reading(kind, ()), elements)


def cells(at: str, *rows: Any) -> Act:
    return "set_cells", {"cell": at, "rows": [list(row) if isinstance(row, tuple) else [row] for row in rows]}


def cell(at: str, value: Any) -> Act:
    return "set_cell", {"cell": at, "value": value}


def points(*lines: str) -> Act:
    return "set_bullets", {"target": "s2.2", "bullets": list(lines)}


def choices(*values: str) -> Act:
    return "validate_list", {"range": "B2:B6", "values": list(values)}


MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


@pytest.mark.parametrize(
    ("kind", "instruction", "act", "right"),
    [
        ("presentation", "new points on slide 2: Ladders, Baskets, Gloves", points("Gloves", "Baskets", "Ladders"), False),
        ("presentation", "new points on slide 2: Ladders, Baskets, Gloves", points("Ladders", "Baskets", "Gloves"), True),
        ("presentation", "put the points of slide 2 in reverse: Ladders, Baskets, Gloves", points("Gloves", "Baskets", "Ladders"), True),
        ("spreadsheet", "add a last row: Fig, Ida Blom, no", cells("A7", ("no", "Ida Blom", "Fig")), False),
        ("spreadsheet", "add a last row: Fig, Ida Blom, no", cells("A7", ("Fig", "Ida Blom", "no")), True),
        ("spreadsheet", "add a last row: Fig, Ida Blom, no", cells("A7", ("Fig", "Ida Blom")), False),
        ("spreadsheet", "Ida Blom keeps the new Fig, not picked: no", cells("A7", ("Fig", "Ida Blom", "no")), True),
        ("presentation", "the points of slide 2 should be Ladders / Baskets / Gloves for all", points("Ladders", "Baskets"), False),
        ("spreadsheet", "B2:B6 should accept A / B / C only", choices("B", "C"), False),
        ("spreadsheet", "B2:B6 should accept A / B / C only", choices("A", "B", "C"), True),
        ("spreadsheet", "whoever is in column B today may be chosen there, nobody else", choices("Ida Blom", "Eva Lund"), False),
        ("spreadsheet", "whoever is in column B today may be chosen there, nobody else", choices("Eva Lund", "Ida Blom", "Ugo Rasch"), True),
        ("spreadsheet", "the months from January downwards in F2", cells("F2", *MONTHS), True),
        ("spreadsheet", "the months from January downwards in F2", cells("F2", *MONTHS[::-1]), False),
        ("spreadsheet", "the months from January downwards in F2", cells("F2", *MONTHS[1:]), False),
        ("spreadsheet", "all months in F2 and below", cells("F2", *MONTHS[:-1]), False),
        ("spreadsheet", "March to June in F2 and below", cells("F2", *MONTHS[2:6]), True),
        ("spreadsheet", "count up to 5 from F2 on, the first being 1", cells("F2", 5, 4, 3, 2, 1), False),
        ("spreadsheet", "count down from 5 in F2", cells("F2", 5, 4, 3, 2, 1), True),
        ("spreadsheet", "1 to 6 from F2 on", cells("F2", 1, 2, 3, 4, 5), False),
        ("spreadsheet", "number the rows in a new column No", cells("E1", "No", 1, 2, 3, 4, 5), True),
        ("spreadsheet", "number the rows in a new column No", cells("E1", "No", 1, 2, 3, 4), False),
        ("spreadsheet", "number the rows in a new column No", cells("E1", 1, 2, 3, 4, 5), False),
        ("spreadsheet", "number the rows in a new column No", cells("F1", "No", 1, 2, 3, 4, 5), False),
        ("spreadsheet", "number the rows in a new column No", cells("E1", 5, 4, 3, 2, 1, "No"), False),
        ("presentation", "a last slide with the takeaways in bullets", ("add_slide", {"title": "Takeaways", "bullets": ["Bring boots"]}), False),
        ("presentation", "a last slide with the takeaways in bullets", ("add_slide", {"title": "Takeaways", "bullets": ["Boots", "Entry"]}), True),
        ("presentation", "a slide Lost and found with the bullet Boots", ("add_slide", {"title": "Lost and found", "bullets": ["Boots"]}), True),
    ],
)
def test_lists_are_as_they_were_told(kind: Kind, instruction: str, act: Act, right: bool) -> None:
    assert (mislisted(work(kind, instruction, act)) == "") == right


def footnote(target: str) -> Act:
    return "insert_footnote", {"target": target, "text": "See the plan."}


def aligned(target: str) -> Act:
    return "format_paragraph", {"target": target, "alignment": "right"}


@pytest.mark.parametrize(
    ("kind", "instruction", "acts", "right"),
    [
        ("document", "the title needs a footnote, its content being See the plan.", (footnote("p1"), footnote("p2")), False),
        ("document", "both paragraphs need a footnote: See the plan.", (footnote("p2"), footnote("p3")), True),
        ("document", "all others keep what they have, align the title to the right", (aligned("p1"), aligned("p2")), False),
        ("document", "align the title and the line below to the right", (aligned("p1"), aligned("p2")), True),
        ("spreadsheet", "the mean weight below its column", (cell("D7", "=AVERAGE(D2:D6)"), cell("E7", "=AVERAGE(D2:D6)")), False),
        ("spreadsheet", "write Total below and the sum of weights beside it", (cell("A7", "Total"), cell("D7", "=SUM(D2:D6)")), True),
        ("spreadsheet", "write Total below and the sum of weights beside it", (cell("A8", "Total"), cell("D7", "=SUM(D2:D6)")), False),
        (
            "spreadsheet",
            "write Total below and the sum of weights beside it",
            (cell("A7", "Total"), cell("A8", "Total"), cell("D7", "=SUM(D2:D6)")),
            False,
        ),
        ("spreadsheet", "Medlar, Pear are picked: yes", (cell("C3", "yes"), cell("C4", "yes")), True),
        ("spreadsheet", "put 5 into F2 as well as in F3", (cell("F2", 5), cell("F3", 5)), True),
        ("spreadsheet", "put Due into F2", (cell("F2", "Due"), cell("G2", "Due")), False),
        ("presentation", "an empty slide between slides 1 and 2", (("add_slide", {"after": "s1"}), ("add_slide", {"after": "s2"})), False),
        ("presentation", "two empty slides at the end", (("add_slide", {"after": "s2"}), ("add_slide", {"after": "s3"})), True),
        ("spreadsheet", "sum of the weights of Ida Blom", (cell("D8", '=SUMIF(B3:B6,"Ida Blom",D2:D6)'),), False),
        ("spreadsheet", "sum of the weights of Ida Blom", (cell("D8", '=SUMIF(B2:B6,"Ida Blom",D2:D6)'),), True),
        ("spreadsheet", "weight times weight of a neighbour in E2", (cell("E2", "=D2*D2"),), False),
        ("spreadsheet", "the weight squared in E2", (cell("E2", "=D2*D2"),), True),
        ("spreadsheet", "clear row 2", (("clear", {"range": "A3:D2"}),), False),
    ],
)
def test_nothing_is_done_twice_or_backwards(kind: Kind, instruction: str, acts: tuple[Act, ...], right: bool) -> None:
    assert (repeated(work(kind, instruction, *acts)) == "") == right


def replaced(find: str, new: str, **where: str) -> Act:
    return "find_replace", {"find": find, "replace": new, **where}


def colored(target: str) -> Act:
    return "format_text", {"target": target, "color": "green"}


@pytest.mark.parametrize(
    ("kind", "instruction", "acts", "right"),
    [
        ("document", "wherever it says lower hall it should say barn", (replaced("hall", "barn"),), False),
        ("document", "wherever it says lower hall it should say barn", (replaced("lower hall", "barn"),), True),
        ("document", "Green Hill is Apple Hill from now on", (replaced("Green Hill", "Apple"),), False),
        ("document", "Green Hill is Apple Hill from now on", (replaced("Green Hill", "Apple Hill"),), True),
        ("document", "it says Green Hill, it has to be Hill Farm from now on", (replaced("Green Hill", "Farm"),), False),
        ("document", "people should click on tea rota and land at https://a.example", (("insert_link", {"target": "p2", "match": "rota"}),), False),
        (
            "document",
            "people should click on tea rota and land at https://a.example",
            (("insert_link", {"target": "p2", "match": "tea rota"}),),
            True,
        ),
        ("spreadsheet", 'call the copy of Trees "Trees 2027"', (("copy_sheet", {"sheet": "Trees", "name": "2027"}),), False),
        ("spreadsheet", 'call the copy of Trees "Trees 2027"', (("copy_sheet", {"sheet": "Trees", "name": "Trees 2027"}),), True),
        ("presentation", "green titles on slides 1 and 2", (colored("s1.1"),), False),
        ("presentation", "green titles on slides 1 and 2", (colored("s1.1"), colored("s2.1")), True),
        ("spreadsheet", "a yes/no list in column C", (choices("yes"),), False),
        ("spreadsheet", "mark those that were not picked", (("conditional_format", {"range": "C2:C6", "operator": "<", "value": "no"}),), False),
        (
            "spreadsheet",
            "a pivot table with the trees of each keeper",
            (("pivot_table", {"rows": ["Keeper"], "values": "Tree", "function": "max"}),),
            False,
        ),
        (
            "spreadsheet",
            "a pivot table with the trees of each keeper",
            (("pivot_table", {"rows": ["Keeper"], "values": "Tree", "function": "count"}),),
            True,
        ),
        ("spreadsheet", "a new row at 3: Fig, Ida Blom, no", (("insert_rows", {"at": 7}), cells("A3", ("Fig", "Ida Blom", "no"))), False),
        ("spreadsheet", "a new row at 3: Fig, Ida Blom, no", (("insert_rows", {"at": 3}), cells("A3", ("Fig", "Ida Blom", "no"))), True),
        (
            "document",
            "a new column Due at the end of the table",
            (("insert_table_columns", {"table": "t1", "at": 4}), ("set_table_cells", {"table": "t1", "cell": "D2", "data": [["Due"]]})),
            False,
        ),
        (
            "document",
            "a new column Due at the end of the table",
            (("insert_table_columns", {"table": "t1", "at": 4}), ("set_table_cells", {"table": "t1", "cell": "D1", "data": [["Due"]]})),
            True,
        ),
        ("spreadsheet", "Picked in A8, beside it how many", (cells("A8", ('=COUNTIF(C2:C6,"yes")', "Picked")),), False),
        ("presentation", "take out the point on boots", (points("Entry is 4 euros", "Write to trees@hill.example"),), False),
        ("presentation", "take out the point on boots", (points("Write to trees@hill.example", "Entry is 4 euros"),), True),
        ("spreadsheet", "no becomes open in the picked column", (replaced("no", "open", target="C2:C5"),), False),
        ("spreadsheet", "no becomes open in the picked column", (replaced("no", "open", target="C2:C6"),), True),
        ("spreadsheet", "two decimals for the weights", (("format_number", {"range": "D3:D6", "format": "number"}),), False),
        ("spreadsheet", "two decimals for the weights", (("format_number", {"range": "D2:D6", "format": "number"}),), True),
        ("document", "the title in all lowercase, caps are too loud", (("format_text", {"target": "p1", "case": "upper"}),), False),
        ("presentation", "lose the dots on slide 2", (("format_paragraph", {"target": "s2.2", "bullets": "number"}),), False),
        (
            "presentation",
            "lose the dots on slide 2, number the points instead",
            (("format_paragraph", {"target": "s2.2", "bullets": "number"}),),
            True,
        ),
        ("presentation", "make the ellipse orange", (("format_shape", {"target": "s2.3", "line": "orange"}),), False),
        ("presentation", "make the ellipse orange", (("format_shape", {"target": "s2.3", "fill": "orange"}),), True),
        ("spreadsheet", "undo the merging of the top row", (("merge_cells", {"range": "A1:D1", "merged": True}),), False),
        ("spreadsheet", "undo the merging of the top row", (("merge_cells", {"range": "A1:D1", "merged": False}),), True),
        ("presentation", "remove the slides Orchard day and Orchard rules", (("delete_slide", {"slide": "s2"}),), False),
    ],
)
def test_nothing_is_done_by_half(kind: Kind, instruction: str, acts: tuple[Act, ...], right: bool) -> None:
    assert (partial(work(kind, instruction, *acts)) == "") == right


def indented(target: str, by: float) -> Act:
    return "format_paragraph", {"target": target, "indent_left_cm": by}


@pytest.mark.parametrize(
    ("kind", "instruction", "acts", "right"),
    [
        ("document", "indent the first two paragraphs 3 cm", (indented("p2-p3", 2),), False),
        ("document", "indent the first two paragraphs 3 cm", (indented("p2-p3", 3),), True),
        ("document", "indent the first two paragraphs 25 mm", (indented("p2-p3", 2.5),), True),
        ("document", "indent the first two paragraphs by 1 cm more", (indented("p2-p3", 2),), True),
        ("document", "indent the paragraph that mentions tea", (indented("p2-p3", 2),), False),
        ("document", "indent the paragraph that mentions tea and the one below", (indented("p2-p3", 2),), True),
        ("document", "indent the paragraphs about tea and boots", (indented("p2-p3", 2),), True),
        ("document", "indent both paragraphs", (indented("p2-p3", 2), indented("p2", 2)), False),
        ("document", 'make the text "tea rota" a link to https://a.example', (("insert_link", {"target": "p2", "url": "https://a.example"}),), False),
        (
            "document",
            'link the paragraph that has "tea rota" to https://a.example',
            (("insert_link", {"target": "p2", "url": "https://a.example"}),),
            True,
        ),
        ("spreadsheet", "the heaviest, then the newest on top", (("sort", {"range": "A1:D6", "by": "D", "descending": False}),), False),
        ("spreadsheet", "oldest at the top please", (("sort", {"range": "A1:D6", "by": "D"}),), True),
        ("spreadsheet", "hold the two top lines in place", (("freeze", {"rows": 1}),), False),
        ("spreadsheet", "let the first two rows scroll again", (("freeze", {"rows": 0, "columns": 0}),), True),
        ("presentation", "the ellipse right up to the left edge of the slide", (("place_shape", {"target": "s2.3", "align": "right"}),), False),
        ("spreadsheet", "the weights: heading stays, the rest goes", (("clear", {"range": "D1:D6"}),), False),
        ("spreadsheet", "the weights: heading stays, the rest goes", (("clear", {"range": "D2:D6"}),), True),
        ("spreadsheet", "two decimals, and rank the rows by weight", (("format_number", {"range": "D2:D6"}),), False),
        ("spreadsheet", "repeats go by the Keeper column", (("remove_duplicates", {"range": "A1:D6", "columns": ["C"]}),), False),
        ("spreadsheet", "repeats go by the Keeper column", (("remove_duplicates", {"range": "A1:D6", "columns": ["B"]}),), True),
        ("spreadsheet", "sums below", (cells("C7", ("=SUM(B2:B6)", "=SUM(C2:C6)")),), False),
        ("spreadsheet", "sums below", (cells("B7", ("=SUM(B2:B6)", "=SUM(C2:C6)")),), True),
        ("document", "no lines in both tables", (("style_table", {"table": "t1", "border": "none"}),), False),
        ("presentation", "Georgia for every heading in the master", (("set_master_font", {"font": "Georgia", "target": "body"}),), False),
        ("presentation", "a slide at the end, heading Who to ask, with two points", (("add_slide", {"title": "Who to"}),), False),
        ("presentation", "a slide at the end, heading Who to ask, with two points", (("add_slide", {"title": "Who to ask"}),), True),
        ("spreadsheet", "a new column headed Half with half the weight", (cell("E2", "=D2/2"),), False),
        ("spreadsheet", "a new column headed Half with half the weight", (cell("E1", "Part"), cell("E2", "=D2/2")), False),
        ("spreadsheet", "a new column headed Half with half the weight", (cell("E1", "Half"), cell("E2", "=D2/2")), True),
        ("spreadsheet", "a column Free: weight minus weight", (cell("E1", "Free"), cell("E2", "=D2-D3")), False),
        ("spreadsheet", "a column Free: weight minus picked", (cell("E1", "Free"), cell("E2", "=D2-C2")), False),
        ("spreadsheet", "a column Free: weight minus picked", (cell("E1", "Free"), cell("E2", "=D2-C2"), ("fill_down", {"range": "E2:E6"})), True),
        ("spreadsheet", "cells over 10 turn pink", (("conditional_format", {"range": "D2:D6", "color": "pink"}),), False),
        ("spreadsheet", "cells over 10 get pink letters", (("conditional_format", {"range": "D2:D6", "color": "pink"}),), True),
        (
            "document",
            "once the rota is through, a line Bring cake",
            (("insert_text", {"target": "p2", "text": "Bring cake", "where": "before"}),),
            False,
        ),
        ("document", "ahead of the rota a line Bring cake", (("insert_text", {"target": "p2", "text": "Bring cake", "where": "before"}),), True),
        ("document", "lift rota up like a footnote number", (("insert_footnote", {"target": "p2", "text": "rota", "match": "rota"}),), False),
        ("document", "a footnote at rota: See the plan.", (("insert_footnote", {"target": "p2", "text": "See the plan.", "match": "rota"}),), True),
        ("presentation", "centre the rules across the slide", (("format_paragraph", {"target": "s2.2", "alignment": "center"}),), False),
        ("presentation", "centre the rules", (("format_paragraph", {"target": "s2.2", "alignment": "center"}),), True),
        ("spreadsheet", "rename Trees to Fruit and put it first", (("rename_sheet", {"sheet": "Trees", "name": "Fruit"}),), False),
        ("spreadsheet", "Tree, Keeper and so on: make that line bold", (("format_cells", {"range": "A1:D6", "bold": True}),), False),
        ("spreadsheet", "Tree, Keeper and so on: make that line bold", (("format_cells", {"range": "A1:D1", "bold": True}),), True),
        ("presentation", "call the new slide Fire drill please", (("add_slide", {"title": "drill"}),), True),
        ("spreadsheet", "a copy of Trees named Trees backup", (("copy_sheet", {"sheet": "Trees", "name": "backup"}),), False),
        ("presentation", "the ellipse ranks last, everything else lies above it", (("order_shape", {"target": "s2.3", "to": "backward"}),), False),
    ],
)
def test_what_the_words_fix_is_so(kind: Kind, instruction: str, acts: tuple[Act, ...], right: bool) -> None:
    assert (mismeasured(work(kind, instruction, *acts)) == "") == right
