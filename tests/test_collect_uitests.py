"""Tests of a user interface as task-plan pairs, read from tests of our own in the manner of the office's."""

from __future__ import annotations

import json
import tarfile
from collections import Counter
from pathlib import Path

import pytest

from lam.data.collect import open_source
from lam.data.collect.uitests import UITests
from lam.data.collect.uitests.words import Act, Words, spaced, task_of
from lam.data.pairs import Pair
from lam.errors import UserError

HERE = Path(__file__).parent / "fixtures"
OFFICE = HERE / "help" / "share"


def read(path: Path) -> tuple[dict[str, Pair], Counter[str]]:
    source = open_source(f"libreoffice-uitest={path},office={OFFICE}")
    pairs: dict[str, Pair] = {}
    dropped: Counter[str] = Counter()
    for item in source.items():
        told = source.read(item)
        pairs |= {pair.context["test"]: pair for pair in told.pairs}
        dropped.update(told.dropped)
    return pairs, dropped


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tests where the office's source has them; they are kept as text, for they are no Python of this project."""
    root = tmp_path_factory.mktemp("source")
    for place, name in (("sw/qa/uitest/notes", "notes.py"), ("sc/qa/uitest/cells", "cells.py")):
        (root / place).mkdir(parents=True)
        (root / place / name).write_bytes((HERE / "uitests" / f"{name}.txt").read_bytes())
    (root / "sc/qa/uitest/cells/broken.py").write_text("def broken(:\n")
    (root / "sc/qa/other.py").write_text("not a test")
    return root


@pytest.fixture(scope="module")
def told(tree: Path) -> tuple[dict[str, Pair], Counter[str]]:
    return read(tree)


def test_a_test_becomes_steps_that_can_be_replayed(told: tuple[dict[str, Pair], Counter[str]]) -> None:
    pair = told[0]["test_note_with_distance"]
    assert (pair.kind, pair.app) == ("uitest", "document")
    assert [dict(s.params) for s in pair.steps] == [
        {"op": "widget", "widget": "writer_edit", "action": "TYPE", "args": {"TEXT": "Hello"}},
        {"op": "dialog", "command": ".uno:InsertNote"},
        {"op": "widget", "widget": "gap", "action": "TYPE", "args": {"TEXT": "3 cm"}, "dialog": ".uno:InsertNote"},
        {"op": "widget", "widget": "line", "action": "CLICK", "dialog": ".uno:InsertNote"},
        {"op": "widget", "widget": "ok", "action": "CLICK", "dialog": ".uno:InsertNote"},
    ]
    assert json.loads(pair.context["afterwards"]) == [{"op": "command", "command": ".uno:GoDown"}]
    assert pair.provenance.path == "sw/qa/uitest/notes/notes.py::test_note_with_distance"
    assert pair.provenance.licence == "MPL-2.0"


def test_its_assertions_say_after_which_action_they_hold(told: tuple[dict[str, Pair], Counter[str]]) -> None:
    assertions = json.loads(told[0]["test_note_with_distance"].context["assertions"])
    assert [(a["after"], a["method"]) for a in assertions] == [(4, "assertEqual"), (6, "assertEqual")]
    assert assertions[1]["args"] == ["document.Notes.getCount()", "1"]


def test_the_task_is_in_our_words_with_the_values(told: tuple[dict[str, Pair], Counter[str]]) -> None:
    task = told[0]["test_note_with_distance"].task
    assert task.startswith("Type “Hello”, then insert note: set “gap” to “3 cm”, click “")
    assert "go down" not in task.lower()
    assert "test" not in task.lower()


def test_loops_and_own_helpers_are_followed(told: tuple[dict[str, Pair], Counter[str]]) -> None:
    sort = told[0]["test_sort"]
    assert [s.params["args"]["CELL"] for s in sort.steps if "CELL" in s.params.get("args", {})] == ["A1", "A2", "A3"]
    assert sort.task.endswith("then sort ascending on A1:A3")
    remove = told[0]["test_helper_of_its_own"]
    assert (remove.context["document"], remove.steps[0].params["command"]) == ("letter.odt", ".uno:DeleteNote")


def test_what_cannot_be_followed_is_dropped_with_its_reason(told: tuple[dict[str, Pair], Counter[str]]) -> None:
    assert told[1] == {
        "test decides while it runs": 1,
        "test computes its actions": 1,
        "of another application": 1,
        "test without actions": 1,
        "comes to nothing": 1,
        "malformed Python": 1,
    }


def test_the_archive_of_the_distribution_gives_the_same_as_its_folder(tmp_path: Path, tree: Path, told: tuple[dict[str, Pair], Counter[str]]) -> None:
    archive = tmp_path / "libreoffice_7.4.7.orig.tar.xz"
    with tarfile.open(archive, "w:xz") as tar:
        tar.add(tree, "libreoffice-7.4.7.2")
    pairs, dropped = read(archive)
    assert {name: (p.id, p.provenance.path) for name, p in pairs.items()} == {n: (p.id, p.provenance.path) for n, p in told[0].items()}
    assert dropped == told[1]
    assert next(iter(pairs.values())).provenance.version == "7.4.7"


def test_a_missing_archive_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="needs a path"):
        UITests(None)
    with pytest.raises(UserError, match="no such"):
        UITests(tmp_path / "none.tar.xz")


def test_names_become_words() -> None:
    assert spaced("InsertFootnote") == "Insert Footnote"
    assert Act("command", ".uno:Bold").params == {"op": "command", "command": ".uno:Bold"}


def typing(**args: str) -> Act:
    return Act("widget", widget=("grid_window",), action="SELECT" if "CELL" in args else "TYPE", args=args)


def test_the_task_tells_of_what_lasts_and_where() -> None:
    acts = [typing(CELL="B2"), typing(TEXT="7"), typing(KEYCODE="RETURN"), typing(TEXT="8"), typing(CELL="A1"), typing(KEYCODE="DELETE")]
    acts += [Act("command", ".uno:Undo"), typing(CELL="A1"), typing(TEXT="9")]
    words = Words(str(OFFICE))
    assert task_of(acts, "spreadsheet", words) == ("Type “7” into B2; type “8” into B3, then press Delete on A1", 6, "")
    many = [act for row in range(1, 40) for act in (typing(CELL=f"A{row}"), typing(TEXT="7"))]
    assert task_of(many, "spreadsheet", words)[2] == "too much to say in a sentence"
    sorted_first = [typing(CELL="A1"), Act("command", ".uno:SortAscending"), *many]
    task, end, problem = task_of(sorted_first, "spreadsheet", words, looks=[2])
    assert (task[:20], problem) == ("Sort ascending on A1", "")
    assert 2 <= end < len(sorted_first)
