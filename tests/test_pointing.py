"""The reader of places: the questions that a run answers, the clues of an instruction, and what it makes of both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lam.types import Action, Decision, Element, Kind, Observation, Outcome, Step
from lam.verdict.intents.features import Vocabulary
from lam.verdict.pointing.clues import BUCKETS, clues, read
from lam.verdict.pointing.pointer import NEVER, Pointer, load, save, shipped
from lam.verdict.pointing.queries import Query, candidates, queries

LETTER = (
    Element("p1", "Title", "Plan for the Garden"),
    Element("p2", "Text 1", "Roses are red."),
    Element("p3", "Heading 1", "Costs"),
    Element("p4", "Text 2", "Violets are blue."),
    Element("t1", "table", "Plant | Price", "3x2"),
    Element("p5", "bullet 1", "Buy soil"),
    Element("p6", "bullet 1", "Dig"),
)
SHEET = (
    Element("A", "column", "Product", "A2:A4 text"),
    Element("B", "column", "Price", "B2:B4 number"),
    Element("C", "column", "Q3", "C2:C4 number"),
    Element("2", "row", "Lamp | 12 | 3"),
    Element("3", "row", "Chair | 40 | 4"),
    Element("4", "row", "Desk | 99 | 5"),
)
DECK = (
    Element("s1", "slide title"),
    Element("s1.1", "title", "Plan"),
    Element("s2", "slide title_content"),
    Element("s2.1", "title", "Money"),
    Element("s2.2", "content", "Rents / Loans"),
    Element("s2.3", "shape", "Approved", "star"),
    Element("s3", "slide title_only"),
    Element("s3.1", "title", "Next steps"),
)
SEEN: dict[Kind, tuple[Element, ...]] = {"document": LETTER, "spreadsheet": SHEET, "presentation": DECK}
SUMMARY = "sheets: Sales (active); used A1:C4; next free row 5, next free column D"


def step(kind: Kind, action: str, /, **args: Any) -> Step:
    return Step(1, Decision("", Action(action, args)), Outcome(True, "ok"), Observation(kind, "", SUMMARY, SEEN[kind]))


def asked(kind: Kind, action: str, /, **args: Any) -> dict[str, set[str]]:
    return {query.slot: set(query.chosen) for query in queries([step(kind, action, **args)], SEEN[kind])}


# -- questions ----------------------------------------------------------------------------------------------------------


def test_each_place_of_an_action_is_a_question() -> None:
    assert asked("document", "delete", target="p2-p4") == {"delete.target": {"p2", "p3", "p4"}}
    assert asked("document", "move", target="p2", to="p5", where="before") == {"move.target:before": {"p2"}, "move.to:before+": {"p5"}}
    assert asked("presentation", "move_slide", slide="s3", to=1) == {"move_slide.slide": {"s3"}, "move_slide.to-": {"s1"}}
    assert asked("presentation", "format_text", target="s2.1", bold=True) == {"format_text.target": {"s2.1"}}
    assert asked("document", "delete_table_rows", table="t1", at=2) == {"delete_table_rows.table": {"t1"}, "delete_table_rows.at": {"2"}}
    assert asked("document", "set_page", columns=2) == {}


def test_a_range_asks_for_its_columns_and_its_rows() -> None:
    found = queries([step("spreadsheet", "format_cells", range="B2:C4", bold=True)], SHEET)
    assert [(query.slot, set(query.chosen)) for query in found] == [("format_cells.range", {"B", "C"}), ("format_cells.range", {"2", "3", "4"})]
    assert {candidate.id for candidate in found[0].candidates} == {"A", "B", "C", "D"}
    assert {candidate.id for candidate in found[1].candidates} == {"1", "2", "3", "4", "5", "6"}
    assert found[0].argument == "range"


def test_a_formula_asks_for_what_it_refers_to() -> None:
    found = queries([step("spreadsheet", "set_cell", cell="B5", value="=SUM(B2:B4)")], SHEET)
    assert {(query.slot, *sorted(query.chosen)) for query in found} == {
        *(("set_cell.formula", "B"), ("set_cell.formula", "2", "3", "4"), ("set_cell.cell=", "B"), ("set_cell.cell=", "5"))
    }


def test_what_was_chosen_and_not_seen_is_no_question() -> None:
    assert asked("document", "delete", target="p9") == {}
    assert asked("document", "format_text", target="all", bold=True) == {}


# -- clues --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "kind", "text", "mentioned"),
    [
        ("block", "document", "make the paragraph about violets bold", {"p4"}),
        ("block", "document", "delete the line 'Roses are red.'", {"p2"}),
        ("slide", "presentation", "hide the slide called Next Steps", {"s3"}),
        ("shape", "presentation", "the star labeled Approved goes", {"s2.3"}),
        ("column", "spreadsheet", "format the Q3 numbers as currency", {"C"}),
        ("row", "spreadsheet", "what it says of the Chair is wrong", {"3"}),
        ("row", "spreadsheet", "put 7 into B4", {"4"}),
        ("column", "spreadsheet", "put 7 into B4", {"B"}),
        ("slide", "presentation", "say it in nice words", set()),
    ],
)
def test_mentions(level: str, kind: Kind, text: str, mentioned: set[str]) -> None:
    tokens = read(text, candidates(SEEN[kind], level, SUMMARY))
    assert {own for token in tokens for own in token.at} == mentioned


def test_ordinals_and_figures_count() -> None:
    tokens = read("Swap the third and the 2nd with number 7, or the last.", candidates(LETTER, "block"))
    assert [token.number for token in tokens if token.number] == [3, 2, 7, -1]


@pytest.mark.parametrize(
    ("said", "number"), [("next-to-last", -2), ("third from last", -3), ("penultimate", -2), ("last line but one", -2), ("last but two", -3)]
)
def test_places_are_counted_from_the_end(said: str, number: int) -> None:
    assert number in [token.number for token in read(f"delete the {said} of this", candidates(LETTER, "block"))]


def test_clues_tell_candidates_apart() -> None:
    pool = candidates(DECK, "slide")
    given = clues("delete_slide.slide", "remove the second slide", pool, Vocabulary(["remove", "slide"]))
    first, second, _ = (set(own) for own in given.relations)
    assert second - first
    assert all(0 <= name < BUCKETS for rows in (given.words, *given.marks, *given.relations) for name in rows)


# -- the reader ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "text", "action", "args", "right"),
    [
        ("presentation", "Drop the second slide.", "delete_slide", {"slide": "s2"}, True),
        ("presentation", "Drop the second slide.", "delete_slide", {"slide": "s3"}, False),
        ("presentation", "the box labeled Approved shall be red inside", "format_shape", {"target": "s2.3", "fill": "red"}, True),
        ("presentation", "Nobody need see the next-to-last slide, hide it.", "hide_slide", {"slide": "s2"}, True),
        ("document", "Violets in the garden paragraph should be italic", "format_text", {"target": "p6", "italic": True}, False),
        ("document", "I'd like the title underlined", "format_text", {"target": "p1", "underline": True}, True),
        ("document", "I'd like the title underlined", "format_text", {"target": "p3", "underline": True}, False),
        ("spreadsheet", "Price column as currency", "format_number", {"range": "B2:B4", "format": "currency"}, True),
        ("spreadsheet", "Price column as currency", "format_number", {"range": "C2:C4", "format": "currency"}, False),
    ],
)
def test_shipped_reader_of_places(kind: Kind, text: str, action: str, args: dict[str, Any], right: bool) -> None:
    answers = [shipped().answer(query, text) for query in queries([step(kind, action, **args)], SEEN[kind])]
    assert (max(answer.margin for answer in answers) < 0) is right


def test_it_names_what_it_would_have_chosen() -> None:
    (query,) = queries([step("presentation", "delete_slide", slide="s3")], DECK)
    answer = shipped().answer(query, "Drop the second slide.")
    assert (answer.chosen, answer.rather) == ("s3", "s2")


def test_a_slot_that_is_not_known_is_never_doubted() -> None:
    assert shipped().limit("juggle.target") == NEVER


def test_everything_chosen_leaves_nothing_else() -> None:
    pool = candidates(DECK, "slide")
    answer = shipped().answer(Query("set_transition.target", pool, frozenset(c.id for c in pool)), "fade on all slides")
    assert answer.margin < -NEVER / 2


def test_saved_reader_is_the_same(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    own = Pointer(
        Vocabulary(["red", "slide"]),
        *(rng.normal(size=(BUCKETS, 2)).astype(np.float32) for _ in range(2)),
        rng.normal(size=BUCKETS).astype(np.float32),
        {"delete_slide.slide": 1.5},
    )
    save(tmp_path / "places.npz", own)
    again = load(tmp_path / "places.npz")
    (query,) = queries([step("presentation", "delete_slide", slide="s3")], DECK)
    assert again.limits == own.limits
    assert again.answer(query, "the red slide").margin == pytest.approx(own.answer(query, "the red slide").margin, abs=0.2)


def test_limit_is_what_right_choices_hardly_ever_have() -> None:
    pytest.importorskip("torch")
    from lam.training.places import limits

    assert limits({"a": [*(-1.0 for _ in range(199)), 7.0], "b": [2.0] * 5, "c": [1.5] * 50, "d": [7.0] * 50}) == {"a": 0.5, "c": 1.5, "d": 2.0}
