"""App actions done by hand: how controls are named, what waits for what shows, and tasks of many families by GUI actions alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from lam.data.demonstrate import hands
from lam.data.demonstrate.coverage import measure
from lam.data.demonstrate.execute import Demonstrator
from lam.data.demonstrate.hands import acts
from lam.envs.libreoffice import LibreOffice
from lam.tasks import families
from lam.tasks.base import Move, Task
from lam.types import Action, Control, Element, Kind, Observation

SHEET = Observation("spreadsheet", "book", "", (Element("A", "column", "Month"), Element("B", "column", "Sales")))
DECK = Observation(
    "presentation", "deck", "", tuple(Element(i, r, t) for i, r, t in (("s1", "slide", ""), ("s1.1", "title", "One"), ("s2", "slide", "")))
)
PAPER = Observation(
    "document",
    "letter",
    "",
    (Element("p1", "Title", "T"), Element("t1", "table", "Name", "3x2"), Element("p2", "Text 1", "U"), Element("p3", "Text 2", "V")),
)
SORT = (
    Control("c1", "combo box", "", "Month"),
    Control("c2", "radio button", "Descending"),
    Control("c3", "combo box", "", "- undefined -"),
    Control("c4", "radio button", "Descending"),
    Control("c5", "check box", "Range contains column labels", "", ("checked",)),
    Control("c6", "check menu item", "Page Style"),
    Control("c7", "push button", "OK"),
)


def told(kind: Kind, *actions: Action, seen: Observation, way: hands.Way = "gui") -> list[Move]:
    def expert(observation: Observation) -> list[Move]:
        return [*(Move("why", action) for action in actions), Move("done", Action("finish", {}))]

    task = Task("test", kind, "do it", "do it", lambda path: None, expert, lambda before, after: pytest.fail("not judged here"))
    return hands.by_hand(task, way).expert(seen)


def words(moves: list[Move]) -> list[str]:
    return [f"{move.action.name} {' '.join(map(str, move.action.args.values()))}".strip() for move in moves]


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("combo box (2)", ["c3"]),
        ("radio button: Descending (2)", ["c4"]),
        ("Descending", ["c2", "c4"]),
        ("menu item: Page Style", ["c6"]),
        ("Month", ["c1"]),
        ("combo box (3)", []),
        ("push button: Cancel", []),
    ],
)
def test_controls_are_named_as_a_person_names_them(label: str, found: list[str]) -> None:
    assert [control.id for control in hands.matching(SORT, label)] == found


@pytest.mark.parametrize(("on", "needed"), [(True, False), (False, True)])
def test_a_box_is_clicked_only_where_it_is_not_yet_as_wished(on: bool, needed: bool) -> None:
    move = acts.tick("Range contains column labels", on)
    assert isinstance(move, hands.Glance)
    assert move.needed(Observation("spreadsheet", "book", "", controls=SORT)) is needed


@pytest.mark.parametrize(
    ("kind", "seen", "action", "moves"),
    [
        ("spreadsheet", SHEET, Action("resize", {"range": "B:B", "width_cm": 4.5}),
         ["set_text Name Box B:B", "open_menu Format > Columns", "click menu item: Width...", "set_text Width 4.5 cm", "click push button: OK"]),
        ("spreadsheet", SHEET, Action("freeze", {"rows": 1}), ["set_text Name Box A2", "open_menu View", "click menu item: Freeze Rows and Columns"]),
        ("document", PAPER, Action("set_heading", {"target": "p2-p3", "level": 2}),
         ["press Ctrl+Home 3", "press Ctrl+Down 7", "press Ctrl+Shift+Down 2", "press Ctrl+2"]),
        ("presentation", DECK, Action("hide_slide", {"slide": "s2"}),
         ["press Home", "press Page_Down", "open_menu Slide", "click menu item: Hide Slide"]),
        ("presentation", DECK, Action("set_title", {"slide": "s1", "text": "Two"}),
         ["press Home", "press Tab", "press F2", "press Ctrl+A", "type_text Two", "press Escape 2"]),
    ],
)  # fmt: skip
def test_an_app_action_becomes_menus_dialogs_and_keys(kind: Kind, seen: Observation, action: Action, moves: list[str]) -> None:
    assert words(told(kind, action, seen=seen)) == [*moves, "finish"]


def test_a_later_action_goes_by_what_shows_then() -> None:
    rows, cell = Action("insert_table_rows", {"table": "t1", "at": 1}), Action("set_table_cells", {"table": "t1", "cell": "A4", "data": [["x"]]})
    *_, later, _ = told("document", rows, cell, seen=PAPER)
    assert isinstance(later, hands.Later)
    grown = Observation("document", "letter", "", (PAPER.elements[0], Element("t1", "table", "Name", "4x3")))
    assert "press Ctrl+Down 10" in words(later.moves(grown))


@pytest.mark.parametrize(
    ("kind", "seen", "action"),
    [
        ("document", PAPER, Action("set_properties", {"author": "A. Lee"})),
        ("document", PAPER, Action("move", {"target": "p1", "to": "p2"})),
        ("spreadsheet", SHEET, Action("pivot_table", {"range": "A1:B9", "rows": ["Month"], "values": "Sales"})),
    ],
)
def test_what_a_hand_cannot_do_here_is_said(kind: Kind, seen: Observation, action: Action) -> None:
    with pytest.raises(hands.NotByHand):
        told(kind, action, seen=seen)


# -- in the real office


@pytest.fixture(scope="module")
def work(office: LibreOffice) -> Iterator[Demonstrator]:
    demonstrator = Demonstrator("gui", offices=lambda hidden: office)
    demonstrator.open()
    yield demonstrator
    demonstrator._folder.cleanup()


REPRESENTATIVE = {
    "document": ("shade_paragraph", "page_header_footer", "insert_table", "script_text"),
    "spreadsheet": ("sort_rows", "highlight_cells", "filter_rows", "sheets"),
    "presentation": ("shape_fill", "transition", "speaker_notes", "place_shape"),
}


@pytest.mark.office
@pytest.mark.parametrize("family", [f for f in families() if f.name in REPRESENTATIVE[f.kind]], ids=lambda f: f"{f.kind}.{f.name}")
def test_a_family_is_demonstrated_by_hand_alone(work: Demonstrator, family: Any) -> None:
    row = measure(work, family, 1)
    assert row.results == {"kept": 1}, row.reasons
