"""Rules of the verdict that came of runs in other voices: each refuses what was called done falsely, and not what is right beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from lam.reading.base import Part, Reading
from lam.types import Action, Decision, Element, Kind, Observation, Outcome, Step
from lam.verdict.checks.aspects import too_often
from lam.verdict.checks.choices import contradicted
from lam.verdict.checks.given import invented, miscounted
from lam.verdict.checks.pointed import astray
from lam.verdict.checks.shortfalls import fallen_short
from lam.verdict.judge import Evidence, unaccounted
from lam.verdict.places.common import Work, surely_pointed
from lam.verdict.places.document import in_document
from lam.verdict.places.presentation import in_presentation
from lam.verdict.places.spreadsheet import in_spreadsheet
from lam.verdict.sureness import unsure
from lam.verdict.touch import touched_by
from lam.verdict.words import Said

LETTER = (
    Element("p1", "Title", "Plan for the Garden"),
    Element("p2", "Text 1", "Roses grew well this year."),
    Element("p3", "Heading 1", "Costs"),
    Element("p4", "Text 2", "Soil became dear in April."),
    Element("t1", "table", "Plant | Price", "3x2"),
)
DECK = tuple(
    element
    for number, title in enumerate(("Welcome", "Water supply", "Budget", "Next steps"), 1)
    for element in (Element(f"s{number}", "slide title_content"), Element(f"s{number}.1", "title", title))
)
SHEET = (Element("A", "column", "Product", "A2:A4 text"), Element("B", "column", "Price", "B2:B4 number"), Element("C", "column", "Stock", "C2:C4"))
SEEN: dict[Kind, tuple[Element, ...]] = {"document": LETTER, "presentation": DECK, "spreadsheet": SHEET}
CELLS = [["Product", "Price", "Stock"], ["Hammer", 10, 4], ["Nail", 1, 900], ["Saw", 25, 7]]


def reading(kind: Kind) -> Reading:
    if kind == "document":
        texts = [Part(f"paragraph {e.id[1:]}", "paragraph", {"text": e.text}) for e in LETTER if e.id[0] == "p"]
        return Reading(kind, (*texts, Part("table 1", "table", {"rows": 3}), Part("table 1, cell A1", "cell", {"text": "Plant"})))
    if kind == "presentation":
        return Reading(kind, tuple(Part(f"slide {e.id[1]}, shape 1", "shape", {"text": e.text}) for e in DECK if e.role == "title"))
    cells = tuple(Part(f"Shop!{'ABC'[c]}{r}", "cell", {"value": value}) for r, row in enumerate(CELLS, 1) for c, value in enumerate(row))
    return Reading(kind, (Part("workbook", "workbook", {"active": "Shop"}), Part("Shop", "sheet", {"name": "Shop"}), *cells))


def step(kind: Kind, action: str, /, **args: Any) -> Step:
    return Step(1, Decision("", Action(action, args)), Outcome(True, "ok"), Observation(kind, "", "sheets: Shop (active)", SEEN[kind]))


def work(kind: Kind, instruction: str, *acts: Step) -> Work:
    return Work(Said(instruction), acts, [touched_by(act, acts) for act in acts], reading(kind), SEEN[kind])


@pytest.mark.parametrize(
    ("kind", "instruction", "action", "args", "wrong"),
    [
        ("spreadsheet", "write January into A6 and keep going down to December", "set_cell", {"cell": "A6", "value": "January"}, True),
        ("spreadsheet", "A6 = January, next one = February, you get the idea", "set_cell", {"cell": "A6", "value": "February"}, True),
        (
            "presentation",
            "On slide 2 it says supply. That and only that is the link.",
            "insert_link",
            {"target": "s2.1", "url": "https://a.org"},
            True,
        ),
        ("spreadsheet", "write January into A6", "set_cell", {"cell": "A6", "value": "January"}, False),
        ("presentation", "fade in slide 2, and let it last one second", "set_transition", {"target": "s2", "kind": "fade"}, True),
        ("presentation", "fade on the second slide", "set_transition", {"target": "s2", "kind": "fade"}, False),
        ("spreadsheet", "join A1:C1 and put the words in the centre", "merge_cells", {"range": "A1:C1"}, True),
        ("spreadsheet", "join A1:C1 into one", "merge_cells", {"range": "A1:C1"}, False),
        ("document", "the table is to be supplemented by 3 rows", "insert_table", {"rows": 3, "columns": 2}, True),
        ("document", "insert a table with 3 rows below the table", "insert_table", {"rows": 3, "columns": 2}, False),
        ("document", "take the first paragraph out and hang it behind the last one", "delete", {"target": "p2"}, True),
        ("document", "take the first paragraph out", "delete", {"target": "p2"}, False),
        ("spreadsheet", "a pivot table of the stock per shop", "pivot_table", {"range": "A1:C4", "rows": ["Product"], "values": "Stock"}, True),
        ("spreadsheet", "a pivot table of the stock per product", "pivot_table", {"range": "A1:C4", "rows": ["Product"], "values": "Stock"}, False),
        ("document", "In 'Roses grew well' the words 'well' matter: those words bold", "format_text", {"target": "p2", "bold": True}, True),
        ("presentation", "get the title of slide 2 set in Cambria", "set_title", {"slide": "s2", "text": "Cambria"}, True),
        (
            "document",
            "The passage 'well' in 'Roses grew well': yellow, and not the surrounding text",
            "format_text",
            {"target": "p2", "highlight": "yellow"},
            True,
        ),
        ("spreadsheet", "the prices are in €, as their currency format", "format_number", {"range": "B2:B4", "format": "currency"}, True),
        (
            "spreadsheet",
            "the prices are in euros, as their currency format",
            "format_number",
            {"range": "B2:B4", "format": "currency", "symbol": "EUR"},
            False,
        ),
        ("document", "The rung where this belongs is Heading 3, so hang it on that one", "set_heading", {"target": "p2", "level": 1}, True),
        ("document", "The rung where this belongs is Heading 3, so hang it on that one", "set_heading", {"target": "p2", "level": 3}, False),
        ("document", "line spacing two and a half lines", "format_paragraph", {"target": "all", "line_spacing": 2}, True),
        ("document", "line spacing two lines", "format_paragraph", {"target": "all", "line_spacing": 2}, False),
        ("presentation", "New points:\n- One, two\n- Three", "set_bullets", {"target": "s2.2", "bullets": ["One", "two", "Three"]}, True),
        ("presentation", "New points:\n- One, two\n- Three", "set_bullets", {"target": "s2.2", "bullets": ["One, two", "Three"]}, False),
        ("spreadsheet", "Yes, No and Maybe are legal in Stock", "validate_list", {"range": "C2:C4", "values": ["Yes", "Maybe"]}, True),
        ("spreadsheet", "Yes, No and Maybe are legal in Stock", "validate_list", {"range": "C2:C4", "values": ["Yes", "No", "Maybe"]}, False),
        ("presentation", "title slide 2 'Cambria'", "set_title", {"slide": "s2", "text": "Cambria"}, False),
    ],
)
def test_less_was_done_than_was_said(kind: Kind, instruction: str, action: str, args: dict[str, Any], wrong: bool) -> None:
    assert bool(fallen_short(Said(instruction), [step(kind, action, **args)], reading(kind))) is wrong


@pytest.mark.parametrize(
    ("instruction", "action", "args", "wrong"),
    [
        ("the inside shall be red, not the line", "format_shape", {"target": "s1.1", "line": "red"}, True),
        ("a red line, please", "format_shape", {"target": "s1.1", "line": "red"}, False),
        ("first row with dark blue as the background", "format_cells", {"range": "A1:C1", "color": "dark blue"}, True),
        ("first row with dark blue as the background", "format_cells", {"range": "A1:C1", "fill": "dark blue"}, False),
        ("How many pieces do we have altogether?", "set_cell", {"cell": "C5", "value": "=COUNT(C2:C4)"}, True),
        ("How many entries are there altogether?", "set_cell", {"cell": "C5", "value": "=COUNT(C2:C4)"}, False),
        ("how many belong to each city; no adding up", "pivot_table", {"rows": ["City"], "values": "Score"}, True),
        ('All may stay on screen but the rows with "Saw"', "filter", {"range": "A1:C4", "column": "A", "value": "Saw"}, True),
        ('All may stay on screen but the rows with "Saw"', "filter", {"range": "A1:C4", "column": "A", "operator": "!=", "value": "Saw"}, False),
        ('Only the rows with "Saw", but keep the rest', "filter", {"range": "A1:C4", "column": "A", "value": "Saw"}, False),
        ("Just the rim of the star, nothing inside it: cyan", "format_shape", {"target": "s2.2", "fill": "cyan"}, True),
        ("Just the rim of the star, nothing inside it: cyan", "format_shape", {"target": "s2.2", "line": "cyan"}, False),
        ("The rim and the inside of the star: cyan", "format_shape", {"target": "s2.2", "fill": "cyan"}, False),
        ("headings white on dark blue", "format_cells", {"range": "A1:C1", "color": "dark blue", "fill": "white"}, True),
        ("headings white on dark blue", "format_cells", {"range": "A1:C1", "color": "white", "fill": "dark blue"}, False),
        ("white letters on a red ground, then red ones on white below", "format_cells", {"range": "A1", "color": "white", "fill": "red"}, False),
        ("I want to meet every kind, Music excepted", "filter", {"range": "A1:C4", "column": "A", "value": "Music"}, True),
        ("40000 tops, those in red", "conditional_format", {"range": "C2:C4", "operator": ">", "value": 40000}, True),
        ("40000 tops, those in red", "conditional_format", {"range": "C2:C4", "operator": "<=", "value": 40000}, False),
    ],
)
def test_choices(instruction: str, action: str, args: dict[str, Any], wrong: bool) -> None:
    assert bool(contradicted(Said(instruction), [step("spreadsheet", action, **args)])) is wrong


@pytest.mark.parametrize(
    ("instruction", "action", "args", "wrong"),
    [
        ("stick a table on slide 4, 3 columns, seven rows", "insert_table", {"rows": 3, "columns": 3}, True),
        ("stick a table on slide 4, 3 columns, seven rows", "insert_table", {"rows": 7, "columns": 3}, False),
    ],
)
def test_sizes(instruction: str, action: str, args: dict[str, Any], wrong: bool) -> None:
    assert bool(miscounted(Said(instruction), [step("presentation", action, **args)])) is wrong


def test_a_word_for_nothing_is_not_written() -> None:
    act = step("spreadsheet", "set_cell", cell="B2", value="vacant")
    assert invented(Said("cell B2 has to be vacant"), [act], reading("spreadsheet"))
    assert not invented(Said("write 'vacant' into B2"), [act], reading("spreadsheet"))


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("Six in nine visitors live within five kilometres", True),
        ("Six in ten visitors live within five kilometers", False),  # spelt otherwise
        ("Six in ten visitors live within five kilometres", False),
        ("Rents fell in May", False),
    ],
)
def test_a_summary_quotes_the_deck_as_it_is(line: str, wrong: bool) -> None:
    deck = Reading(
        "presentation", (Part("slide 1, shape 2", "shape", {"text": "Six in ten visitors live within five kilometres\nRents fell in May"}),)
    )
    act = step("presentation", "add_slide", title="Key points", bullets=[line])
    assert bool(invented(Said("add a slide with the key points"), [act], deck)) is wrong


def test_the_same_is_not_made_twice() -> None:
    acts = [step("document", "insert_table", rows=2, columns=3, after=after) for after in ("p2", "p4")]
    assert too_often(Said("a blank table with 2 rows and 3 columns behind the first paragraph"), acts)
    assert not too_often(Said("two tables with 2 rows and 3 columns"), acts)


@pytest.mark.parametrize(
    ("kind", "instruction", "action", "args", "wrong"),
    [
        ("presentation", "the slide titled Water supply and the third slide must go", "delete_slide", {"slide": "s2"}, True),
        ("presentation", "the slide titled Water supply must go", "delete_slide", {"slide": "s2"}, False),
        ("presentation", "a spare page after the last one", "add_slide", {"layout": "blank", "after": "s1"}, True),
        ("presentation", "a spare page after the last one", "add_slide", {"layout": "blank", "after": "s4"}, False),
        ("presentation", "the headings of the entire presentation bold", "format_text", {"target": "s1.1", "bold": True}, True),
        ("document", "'Hello' gets the top spot", "insert_text", {"text": "Hello"}, True),
        ("document", "'Hello' as a new paragraph", "insert_text", {"text": "Hello"}, False),
        ("document", "one more row at the foot of the table", "insert_table_rows", {"table": "t1", "at": 1}, True),
        ("document", "one more row at the foot of the table", "insert_table_rows", {"table": "t1", "at": 4}, False),
        ("document", "over 'April' (the one from the paragraph on soil) lay a link", "insert_link", {"target": "p4", "url": "https://a.org"}, True),
        ("spreadsheet", "open up a gap of one line over the bottom row", "insert_rows", {"at": 1}, True),
        ("spreadsheet", "open up a gap of one line over the bottom row", "insert_rows", {"at": 4}, False),
        ("spreadsheet", "how many things are in the Product column?", "set_cell", {"cell": "A5", "value": "=COUNT(A2:A4)"}, True),
        ("spreadsheet", "how many prices are there? below, please", "set_cell", {"cell": "B5", "value": "=COUNT(B2:B4)"}, False),
    ],
)
def test_places(kind: Kind, instruction: str, action: str, args: dict[str, Any], wrong: bool) -> None:
    checks = {"document": in_document, "presentation": in_presentation, "spreadsheet": in_spreadsheet}
    assert bool(checks[kind](work(kind, instruction, step(kind, action, **args)))) is wrong


def test_a_wish_beside_the_header_is_held_to_its_paragraphs() -> None:
    acts = [step("document", "set_header", text="Draft"), step("document", "format_paragraph", target="p2-p4", line_spacing=1)]
    said = "Header: 'Draft'. Also every body paragraph, line spacing single."
    assert in_document(work("document", said, *acts))
    acts[1] = step("document", "format_paragraph", target="all", line_spacing=1)
    assert not in_document(work("document", "Header: 'Draft'. Also all text, line spacing single.", *acts))


# -- the readers --------------------------------------------------------------------------------------------------------


def test_where_another_place_is_pointed_at_the_answer_is_no() -> None:
    assert "s2" in astray(work("presentation", "Please hide the slide about the water supply.", step("presentation", "hide_slide", slide="s3")))
    assert not astray(work("presentation", "Please hide the slide about the water supply.", step("presentation", "hide_slide", slide="s2")))


def test_slides_that_go_from_behind_are_judged_together() -> None:
    said = "Please delete the slide about the water supply."
    both = [step("presentation", "delete_slide", slide=slide) for slide in ("s4", "s2")]
    assert astray(work("presentation", said, *both))
    assert not astray(work("presentation", said, *both[1:]))


def test_a_formula_that_was_given_is_not_questioned() -> None:
    act = step("spreadsheet", "set_cell", cell="B6", value="=B2-B4")
    assert not astray(work("spreadsheet", "Put the formula =B2-B4 in B6", act))


@pytest.mark.parametrize(
    ("confidence", "args", "doubt"),
    [
        ({"target": 0.3}, {"target": "s2", "color": "red"}, False),  # it is the one that is pointed at
        ({"target": 0.3}, {"target": "s3", "color": "red"}, True),
        ({"target": 0.6}, {"target": "s3", "color": "red"}, True),
        ({"action": 0.2}, {"target": "s2", "color": "red"}, False),  # such words ask for it
        ({"action": 0.001}, {"target": "s2", "color": "red"}, True),  # not that plainly
    ],
)
def test_where_the_model_hesitates_the_readers_may_know(confidence: dict[str, float], args: dict[str, Any], doubt: bool) -> None:
    act = step("presentation", "set_background", **args)
    act = replace(act, decision=replace(act.decision, confidence=confidence))
    assert bool(unsure(work("presentation", "Set the background of the slide about the water supply to red", act))) is doubt


def test_an_action_hardly_believed_needs_plain_words() -> None:
    act = step("presentation", "set_background", target="s2", color="red")
    act = replace(act, decision=replace(act.decision, confidence={"action": 0.2}))
    plain = "Set the background of the slide about the water supply to red"
    assert not unsure(work("presentation", plain, act))
    assert unsure(work("presentation", f"{plain}, said the treasurer when we met at the fair on Friday", act))


def test_another_of_the_same_must_be_believed_by_the_model() -> None:
    acts = [step("presentation", "set_background", target=slide, color="red") for slide in ("s2", "s3")]
    for sure in (0.2, 0.9):
        further = replace(acts[1], decision=replace(acts[1].decision, confidence={"action": sure}))
        doubt = unsure(work("presentation", "Set the backgrounds of slides 2 and 3 to red", acts[0], further))
        assert ("another set_background" in doubt) == (sure < 0.5)


def test_to_strike_out_is_no_denial() -> None:
    act = step("spreadsheet", "format_cells", range="A4", strikethrough=True)
    assert not contradicted(Said("Strike out the moss"), [act])
    assert contradicted(Said("Take the strikethrough away from the moss"), [act])


def test_where_neither_has_understood_a_guess_may_look_sure() -> None:
    act = step("spreadsheet", "insert_rows", at=3)
    act = replace(act, decision=replace(act.decision, confidence={"action": 0.97, "at": 0.98}))
    assert unsure(work("spreadsheet", "Someone stapled the same pages twice; the later ones leave", act))
    assert not unsure(work("spreadsheet", "Insert an empty row above row 3", act))


def test_millimetres_are_no_centimetres() -> None:
    for width, missing in ((15, ["15"]), (1.5, [])):
        act = step("spreadsheet", "resize", range="A:C", width_cm=width)
        evidence = Evidence("", (act,), {}, reading("spreadsheet"), reading("spreadsheet"), (), ())
        assert unaccounted("all columns 15 mm wide", [act], [touched_by(act, [act])], evidence) == missing


def test_a_further_attempt_needs_something_that_speaks_for_it() -> None:
    act = step("presentation", "hide_slide", slide="s2")
    act = replace(act, decision=replace(act.decision, confidence={"action": 0.99, "slide": 0.99}))
    vague = replace(work("presentation", "The second part is not what they came for", act), attempt=1)
    assert not unsure(replace(work("presentation", "Please hide the slide about the water supply", act), attempt=3))
    assert not astray(replace(work("presentation", "Please hide the slide about the water supply", act), attempt=3))
    assert unsure(replace(vague, attempt=3)) or astray(replace(vague, attempt=3))


def test_each_of_several_slides_must_be_meant() -> None:
    said = "Please hide the slide about the water supply."
    acts = [step("presentation", "hide_slide", slide=slide) for slide in ("s2", "s1", "s3", "s4")]
    assert "do not point" in astray(work("presentation", said, *acts))


def test_a_colour_is_no_point_of_a_list() -> None:
    acts = [
        step("presentation", "set_bullets", target="s2.2", bullets=["Wells", "pink"]),
        step("presentation", "format_text", target="s3.1", color="pink"),
    ]
    assert "colour" in miscounted(Said("Bullets of slide 2: Wells. Title of slide 3: pink."), acts)


@pytest.mark.parametrize(
    ("instruction", "missing"),
    [
        ("the box 'spacing after' of paragraph 2 gets a 7", []),
        ('paragraph 2: "spacing, after" 7!', []),
        ("the box 'spacing before' of paragraph 2 gets a 7", ["“spacing before”"]),
        ("'roses after' in paragraph 2 get a 7", ["“roses after”"]),
    ],
)
def test_a_quote_may_be_what_a_dialog_calls_it(instruction: str, missing: list[str]) -> None:
    act = step("document", "format_paragraph", target="p2", space_after_pt=7)
    evidence = Evidence("", (act,), {}, reading("document"), reading("document"), (), ())
    assert unaccounted(instruction, [act], [touched_by(act, [act])], evidence) == missing


def test_a_word_that_stands_elsewhere_means_no_place_where_another_is_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    act = step("presentation", "set_transition", target="s4", kind="fade")
    assert surely_pointed(work("presentation", "Use a fade transition for slide 4", act))
    assert not surely_pointed(work("presentation", "Use a fade transition for slide 3", act))
    for plain in (True, False):
        monkeypatch.setattr("lam.verdict.places.common.surely_pointed", lambda _, plain=plain: plain)
        assert bool(in_presentation(work("presentation", "My supply of jokes is spent, so just fade in slide 4", act))) is not plain


def test_so_many_more_are_so_many() -> None:
    instruction = "Row 5 has to come down, because right on top of it go 5 more lines"
    one, five = step("spreadsheet", "insert_rows", at=5), step("spreadsheet", "insert_rows", at=5, count=5)
    assert "5 more" in miscounted(Said(instruction), [one])
    assert not miscounted(Said(instruction), [five])
    assert not miscounted(Said("One more line on top of row 5"), [one])


@pytest.mark.parametrize(("spacing", "wrong"), [(2, False), (1.5, True), (1, True)])
def test_double_spacing_is_two_lines(spacing: float, wrong: bool) -> None:
    step = Step(
        1,
        Decision("", Action("format_paragraph", {"target": "p2", "line_spacing": spacing})),
        Outcome(True, ""),
        Observation("document", "", "", LETTER),
    )
    assert bool(fallen_short(Said("double-space the part on roses"), [step], reading("document"))) == wrong


@pytest.mark.parametrize(("spacing", "wrong"), [(2, False), (1.5, True), (1, True)])
def test_so_many_lines_of_space_are_so_many(spacing: float, wrong: bool) -> None:
    step = Step(
        1,
        Decision("", Action("format_paragraph", {"target": "p2", "line_spacing": spacing})),
        Outcome(True, ""),
        Observation("document", "", "", LETTER),
    )
    for said in ("2 lines line spacing in paragraph 1", "line spacing of 2 for the part on roses"):
        assert bool(fallen_short(Said(said), [step], reading("document"))) == wrong


def test_a_colour_behind_the_words_tells_no_place() -> None:
    made = Work(Said("Behind the words of paragraph 1 a bit of yellow"), [], [], reading("document"), LETTER)
    assert not made.relative
    assert Work(Said("Behind paragraph 1 a new one"), [], [], reading("document"), LETTER).relative


def test_the_points_of_a_list_are_called_by_the_heading_above_it() -> None:
    elements = (
        Element("p1", "Title", "Guide"),
        Element("p2", "Heading 1", "Upgrade steps"),
        *(Element(f"p{n}", "number 1", f"Do {n}") for n in (3, 4)),
    )
    before = Reading("document", tuple(Part(f"paragraph {e.id[1:]}", "paragraph", {"text": e.text}) for e in elements))
    for target, wrong in (("p3-p4", False), ("p3", True)):
        act = Action("set_list", {"target": target, "kind": "bullet"})
        step = Step(1, Decision("", act), Outcome(True, ""), Observation("document", "", "", elements))
        made = Work(Said("upgrade steps as bullets"), [step], [touched_by(step, [step])], before, elements)
        assert bool(in_document(made)) == wrong
