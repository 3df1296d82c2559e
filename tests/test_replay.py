"""UI tests replayed as demonstrations: sequences of our own, in the manner of the office's, carried out in the real office."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from lam.actions import validate
from lam.cli import cli
from lam.data.collect.help.tables import Tables
from lam.data.collect.uitests import UITests
from lam.data.demonstrate import replay
from lam.data.demonstrate.replay import Replayer, Verdicts, nearest
from lam.data.demonstrate.widgets import Hand, NotMapped
from lam.data.journal import Journal, records
from lam.data.pairs import Pair, split_of, to_record
from lam.envs.libreoffice import LibreOffice, install
from lam.types import Action, Control, Observation

HEAD = "class Own(UITestCase):\n    def test_own(self):\n"
TABLE = """
        with self.ui_test.create_doc_in_start_center("writer") as document:
            before = document.TextTables.getCount()
            with self.ui_test.execute_dialog_through_command(".uno:InsertTable") as xDialog:
                rows = xDialog.getChild("rowspin")
                rows.executeAction("TYPE", mkPropertyValues({"KEYCODE": "CTRL+A"}))
                rows.executeAction("TYPE", mkPropertyValues({"KEYCODE": "BACKSPACE"}))
                rows.executeAction("TYPE", mkPropertyValues({"TEXT": "5"}))
                self.assertEqual(get_state_as_dict(xDialog.getChild("rowspin"))["Text"], "5")
            tables = document.getTextTables()
            self.assertEqual(tables.getCount(), before + 1)
            self.assertEqual(len(tables[0].getRows()), 5)
            self.xUITest.executeCommand(".uno:Undo")
            self.assertEqual(tables.getCount(), before)
"""
CELL = """
        with self.ui_test.create_doc_in_start_center("calc") as document:
            xGrid = self.xUITest.getTopFocusWindow().getChild("grid_window")
            enter_text_to_cell(xGrid, "B2", "plums")
            self.assertEqual(get_cell_by_position(document, 0, 1, 1).getString(), "WANTED")
"""
FORMULA = """
        with self.ui_test.create_doc_in_start_center("calc") as document:
            xGrid = self.xUITest.getTopFocusWindow().getChild("grid_window")
            enter_text_to_cell(xGrid, "B2", "40")
            enter_text_to_cell(xGrid, "B3", "2")
            xGrid.executeAction("SELECT", mkPropertyValues({"CELL": "B4"}))
            self.xUITest.executeCommand(".uno:AutoSum")
            self.assertEqual(get_cell_by_position(document, 0, 1, 3).getValue(), 42)
            xGrid.executeAction("SELECT", mkPropertyValues({"CELL": "A1"}))
            with self.ui_test.execute_modeless_dialog_through_command(".uno:SearchDialog", close_button="close") as xDialog:
                xDialog.getChild("searchterm").executeAction("TYPE", mkPropertyValues({"TEXT": "4."}))
                xDialog.getChild("regexp").executeAction("CLICK", tuple())
                self.assertEqual(get_state_as_dict(xDialog.getChild("regexp"))["Selected"], "true")
"""
PLACES = """
        with self.ui_test.create_doc_in_start_center("writer") as document:
            with self.ui_test.execute_dialog_through_command(".uno:InsertBookmark", close_button="insert") as xDialog:
                xDialog.getChild("name").executeAction("TYPE", mkPropertyValues({"TEXT": "plums"}))
            with self.ui_test.execute_dialog_through_command(".uno:InsertBookmark", close_button="close") as xDialog:
                xDialog.getChild("bookmarks").getChild("0").executeAction("SELECT", tuple())
                xDialog.getChild("delete").executeAction("CLICK", tuple())
            self.assertEqual(document.Bookmarks.getCount(), 0)
            with self.ui_test.execute_dialog_through_command(".uno:ParagraphDialog") as xDialog:
                select_pos(xDialog.getChild("tabcontrol"), "3")
                xDialog.getChild("checkForbidList").executeAction("CLICK", tuple())
            self.assertEqual(document.Text.createEnumeration().nextElement().ParaIsForbiddenRules, False)
"""
NOWHERE = """
        with self.ui_test.create_doc_in_start_center("writer") as document:
            with self.ui_test.execute_dialog_through_command(".uno:InsertTable") as xDialog:
                xDialog.getChild("no_such_widget").executeAction("CLICK", tuple())
            self.assertEqual(document.TextTables.getCount(), 1)
"""


def pair(tmp_path: Path, body: str, place: str = "sw/qa/uitest/own/own.py") -> Pair:
    """The pair of a test with this body."""
    path = tmp_path / "source" / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + body)
    source = UITests(tmp_path / "source")
    found = [p for item in source.items() for p in source.read(item).pairs if p.provenance.page == place]
    assert len(found) == 1
    return found[0]


def replayed(given: Pair) -> dict[str, Any]:
    """The journal line of one test."""
    work = Replayer()
    work.open()
    try:
        return work.do((given.provenance.page, [to_record(given)]))
    finally:
        work.close()


def test_a_test_whose_assertions_hold_is_a_demonstration_of_our_actions(tmp_path: Path) -> None:
    given = pair(tmp_path, TABLE)
    line = replayed(given)
    (told,) = line["facts"]["tasks"]
    assert (told["result"], told["failed"], told["held"]) == ("kept", [], 4), told
    (record,) = line["kept"]
    steps = record["trajectory"]["steps"]
    assert [s["decision"]["action"]["name"] for s in steps] == ["menu", "set_text", "click", "finish"], "what it undoes after that is no part of it"
    for step in steps:
        action = step["decision"]["action"]
        validate("document", Action(action["name"], action["args"]))
    assert (record["family"], record["way"], record["licence"], record["source"]) == ("uitest", "gui", "MPL-2.0", "libreoffice-uitest")
    assert (record["split"], record["group"]) == (split_of(given), given.provenance.page)
    shown = {c["id"]: c["name"] for c in steps[1]["observation"]["controls"]}
    assert shown[steps[1]["decision"]["action"]["args"]["control"]].startswith("Rows"), "the control is one that the policy would have seen"
    assert "5" in record["trajectory"]["instruction"]


def test_a_test_whose_assertion_fails_is_refused_with_what_was_found(tmp_path: Path) -> None:
    line = replayed(pair(tmp_path, CELL, "sc/qa/uitest/own/cell.py"))
    assert (line["kept"], line["dropped"]) == ([], {"refused": 1})
    assert "'plums' and 'WANTED'" in line["facts"]["tasks"][0]["why"]


def test_a_formula_left_being_typed_is_entered_and_what_is_folded_away_is_unfolded(tmp_path: Path) -> None:
    line = replayed(pair(tmp_path, FORMULA, "sc/qa/uitest/own/formula.py"))
    (told,) = line["facts"]["tasks"]
    assert (told["result"], told["failed"], told["held"]) == ("kept", [], 2), told
    acts = [s["decision"]["action"] for s in line["kept"][0]["trajectory"]["steps"]]
    sum_up = next(i for i, act in enumerate(acts) if act["args"].get("path") == "Sum")
    assert (acts[sum_up + 1]["name"], acts[sum_up + 1]["args"]["keys"]) == ("press", "Return")


def test_rows_of_tables_and_pages_for_asian_scripts_are_found(tmp_path: Path) -> None:
    line = replayed(pair(tmp_path, PLACES, "sw/qa/uitest/own/places.py"))
    (told,) = line["facts"]["tasks"]
    assert (told["result"], told["failed"], told["held"]) == ("kept", [], 2), told


def test_a_panel_is_found_by_its_part_of_the_sidebar() -> None:
    told = {"op": "widget", "widget": "writer_edit", "action": "SIDEBAR", "args": {"PANEL": "SwNavigatorPanel"}}
    tables = Tables(install.find().soffice.parents[1] / "share")
    tabs = [Control("c1", "menu", "Navigator", "", (), (0, 0, 1, 1), ""), Control("c2", "toggle button", "Navigator", "", (), (0, 0, 1, 1), "")]
    hand = Hand(Answers(), "document", [told], tables)
    tab = {"control": "toggle button: Navigator"}
    assert [m.action.args for m in hand.moves(0, Observation("document", "", "", controls=tuple(tabs)))] == [tab]
    assert [m.action.args for m in hand.moves(0, Observation("document", "", ""))] == [{"path": "View > Sidebar"}, tab]
    told["args"] = {"PANEL": "NoPanel"}
    with pytest.raises(NotMapped, match="a panel that no part of the sidebar has"):
        list(hand.moves(0, Observation("document", "", "")))


@pytest.mark.parametrize(
    ("body", "dropped"),
    [
        (CELL.replace("self.assertEqual", "print"), "refused"),
        (CELL.replace("self.assertEqual", 'self.xUITest.executeCommand(".uno:BackgroundColor?Color:long=255")\n            self.assertEqual'),
         "not mapped: a command with arguments"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_told_before_an_office_is_started(body: str, dropped: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def started(office: LibreOffice) -> None:
        raise AssertionError("an office was started")

    monkeypatch.setattr(LibreOffice, "start", started)
    assert replayed(pair(tmp_path, body, "sc/qa/uitest/own/early.py"))["dropped"] == {dropped: 1}


def test_a_widget_that_is_not_there_drops_the_test_with_its_reason(tmp_path: Path) -> None:
    line = replayed(pair(tmp_path, NOWHERE))
    assert (line["kept"], line["dropped"]) == ([], {"not mapped: a widget that is not there": 1})


def test_the_command_replays_one_side_and_goes_on_where_it_was(tmp_path: Path) -> None:
    given = [pair(tmp_path, CELL.replace("WANTED", "plums"), f"sc/qa/uitest/own/cell{n}.py") for n in range(2)]
    journal = Journal(tmp_path / "pairs", "collect", {})
    journal.record("all", [to_record(p) for p in given])
    journal.finish()
    call = [
        "data",
        "demonstrate",
        "--uitests",
        str(tmp_path / "pairs"),
        "--split",
        split_of(given[0]),
        "--workers",
        "1",
        "--out",
        str(tmp_path / "out"),
    ]
    first = CliRunner().invoke(cli, call, catch_exceptions=False)
    assert first.exit_code == 0, first.output
    mine = [p for p in given if split_of(p) == split_of(given[0])]
    assert [r["group"] for r in records(tmp_path / "out", "demonstrate")] == [p.provenance.page for p in mine]
    journal_before = (tmp_path / "out" / "journal.jsonl").read_bytes()
    assert CliRunner().invoke(cli, call, catch_exceptions=False).exit_code == 0
    assert (tmp_path / "out" / "journal.jsonl").read_bytes() == journal_before


def test_a_document_that_is_not_given_is_missed(tmp_path: Path) -> None:
    body = TABLE.replace('create_doc_in_start_center("writer")', 'load_file(get_url_for_data_file("own.odt"))')
    line = replayed(pair(tmp_path, body))
    assert line["dropped"] == {"not mapped: it needs the test's document": 1}


def test_the_document_that_lies_nearest_to_the_test_is_meant(tmp_path: Path) -> None:
    for place in ("office-7/sw/qa/uitest/data/own.odt", "office-7/sc/qa/uitest/data/own.odt"):
        (tmp_path / place).parent.mkdir(parents=True)
        (tmp_path / place).touch()
    found = nearest(tmp_path, "own.odt", "sw/qa/uitest/own/own.py")
    assert found == tmp_path / "office-7/sw/qa/uitest/data/own.odt"
    assert nearest(tmp_path, "other.odt", "sw/qa/uitest/own/own.py") is None


def asked(told: list[dict[str, Any]], values: dict[str, Any], done: int = 9) -> Verdicts:
    verdicts = Verdicts(told)
    verdicts.reached(done, lambda source, name="": values.get(source, {"value": json.loads(source)} if source[:1].isdigit() else {"unknown": "?"}))
    return verdicts


@pytest.mark.parametrize(
    ("method", "args", "held", "failed"),
    [
        ("assertEqual", ["document.a", "3"], 1, 0),
        ("assertEqual", ["document.a", "4"], 0, 1),
        ("assertTrue", ["document.a"], 1, 0),
        ("assertFalse", ["document.a"], 0, 1),
        ("assertGreater", ["document.a", "2"], 1, 0),
        ("assertEqual", ["document.b", "3"], 0, 0),
        ("assertEqual", ["3", "3"], 0, 0),
        ("assertOwn", ["document.a"], 0, 0),
        ("assertEqual", ["document.gone", "3"], 0, 1),
    ],
)
def test_only_what_was_asked_counts(method: str, args: list[str], held: int, failed: int) -> None:
    values = {"document.a": {"value": 3}, "document.gone": {"error": "LookupError: no widget"}}
    verdicts = asked([{"after": 1, "method": method, "args": args}], values)
    assert (verdicts.held, len(verdicts.failed), verdicts.unknown.total()) == (held, failed, 1 - held - failed)


def test_assertions_wait_for_their_step_and_those_before_the_first_do_not_count() -> None:
    told = [{"after": n, "method": "assertEqual", "args": ["document.a", "3"]} for n in (0, 1, 5)]
    verdicts = asked(told, {"document.a": {"value": 3}}, done=2)
    assert (verdicts.held, verdicts.unknown) == (1, {"says nothing of what was done": 1})


class Answers:
    """An environment that shows one widget."""

    def __init__(self, **found: Any) -> None:
        self._found = {"control": "c4", "role": "list", "name": "Own", "value": "", "states": ["focused"], "items": []} | found

    def ask(self, what: str, **parameters: Any) -> Any:
        return self._found


def test_characters_are_selected_by_their_numbers() -> None:
    told = {"op": "widget", "widget": "writer_edit", "action": "SELECT", "args": {"START_POS": "0", "END_POS": "4"}}
    moves = Hand(Answers(), "document", [told], None).moves(0, Observation("document", "", ""))  # type: ignore[arg-type]
    assert [m.action.args for m in moves] == [{"keys": "Ctrl+Home"}, {"keys": "Shift+Right", "times": 4}]


BRANCH = [{"label": "fruit", "position": 1, "states": [], "plain": True}, {"label": "plums", "position": 2, "states": [], "plain": True}]
ITEMS = [{"label": "plums", "control": "c5", "states": []}, {"label": "pears", "control": "", "states": []}]


@pytest.mark.parametrize(
    ("action", "args", "found", "acts"),
    [
        ("CLICK", {}, {}, [("click", {"control": "c4"})]),
        ("SELECT", {"POS": "1"}, {"items": ITEMS}, [("select_item", {"control": "c4", "item": "pears"})]),
        ("SELECT", {"POS": "0"}, {"items": ITEMS, "control": ""}, [("click", {"control": "c5"})]),
        ("SELECT", {"TEXT": "plums"}, {"items": ITEMS}, [("select_item", {"control": "c4", "item": "plums"})]),
        ("TYPE", {"TEXT": "plums"}, {"value": "x"}, [("set_text", {"control": "c4", "text": "plums"})]),
        ("UP", {}, {"states": []}, [("click", {"control": "c4"}), ("press", {"keys": "Up"})]),
        ("SELECT", {}, {"role": "list item", "name": "pears", "control": "", "holder": "c9"},
         [("select_item", {"control": "c9", "item": "pears"})]),
        ("CLEAR", {}, {"value": "x"}, [("set_text", {"control": "c4", "text": ""})]),
        ("CLICK", {}, {"role": "tree item", "control": "", "holder": "c9", "chain": BRANCH},
         [("select_item", {"control": "c9", "item": "fruit"}), ("press", {"keys": "Right"}), ("press", {"keys": "Down", "times": 3})]),
        ("TYPE", {"KEYCODE": "CTRL+RETURN"}, {}, [("press", {"keys": "Ctrl+Return"})]),
    ],
)  # fmt: skip
def test_what_is_done_to_a_widget_has_its_action(action: str, args: dict[str, str], found: dict[str, Any], acts: list[Any]) -> None:
    hand = Hand(Answers(**found), "document", [{"op": "widget", "widget": "own", "action": action, "args": args}], None)  # type: ignore[arg-type]
    moves = [m.action for m in hand.moves(0, Observation("document", "", ""))]
    assert [(m.name, dict(m.args)) for m in moves] == acts


@pytest.mark.parametrize(
    ("action", "args", "found", "why"),
    [
        ("SELECT", {"POS": "7"}, {"items": ITEMS}, "an entry that is not there"),
        ("CLICK", {}, {"control": ""}, "a list that is not among the controls"),
        ("ROTATE", {}, {}, "ROTATE of a list"),
        ("SELECT", {}, {"role": "check box", "chain": [{}]}, "SELECT of an entry that would be ticked"),
    ],
)
def test_what_has_no_action_ends_the_replay(action: str, args: dict[str, str], found: dict[str, Any], why: str) -> None:
    hand = Hand(Answers(**found), "document", [{"op": "widget", "widget": "own", "action": action, "args": args}], None)  # type: ignore[arg-type]
    with pytest.raises(NotMapped, match=why):
        list(hand.moves(0, Observation("document", "", "")))


def test_only_tests_of_one_side_are_replayed(tmp_path: Path) -> None:
    given = pair(tmp_path, TABLE)
    other = "test" if split_of(given) == "train" else "train"
    assert list(replay.tests([to_record(given)], split_of(given))) == [given.provenance.page]
    assert not replay.tests([to_record(given)], other)  # type: ignore[arg-type]


def test_documents_are_taken_out_of_the_archive(tmp_path: Path) -> None:
    (tmp_path / "own.odt").write_bytes(b"own")
    with tarfile.open(tmp_path / "office.tar.gz", "w:gz") as tar:
        for name in ("office-7/sw/qa/uitest/data/own.odt", "office-7/sw/other/own.odt", "office-7/sw/qa/uitest/data/not_asked_for.odt"):
            tar.add(tmp_path / "own.odt", name)
    found = replay.documents(tmp_path / "office.tar.gz", [[{"context": {"document": "own.odt"}}]], tmp_path / "out")
    assert [p.relative_to(found).as_posix() for p in found.rglob("*.odt")] == ["sw/qa/uitest/data/own.odt"]
    assert nearest(found, "own.odt", "sw/qa/uitest/own/own.py") == found / "sw/qa/uitest/data/own.odt"
    assert replay.documents(tmp_path / "out", [], tmp_path) == tmp_path / "out"
