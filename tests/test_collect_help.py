"""The installed help as task-plan pairs, on pages of our own in the structure of the real ones; and the stage that collects."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from lam.data.collect import DEFAULT, SOURCES, open_source, stage
from lam.data.collect.base import Item, Read
from lam.data.collect.help import Help
from lam.data.collect.help.pages import read_page
from lam.data.collect.help.tables import Tables, key_code, key_text, plain, shown
from lam.data.collect.help.wording import clauses, imperative, is_step, one_way, task_problem
from lam.data.filters import Rules
from lam.data.journal import Journal
from lam.data.pairs import Pair, PlanStep, Provenance
from lam.data.parallel import Processes
from lam.errors import UserError

HERE = Path(__file__).parent / "fixtures" / "help"
SPEC = f"libreoffice-help={HERE / 'help'},office={HERE / 'share'}"
RULES = Rules(("permissive",), (), 0, 1)


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    source = open_source(SPEC)
    return [pair for item in source.items() for pair in source.read(item).pairs]


def found(pairs: list[Pair], task: str, app: str = "document") -> list[list[str]]:
    return [[s.text for s in p.steps] for p in pairs if p.task == task and p.app == app]


# wording


@pytest.mark.parametrize(
    ("said", "task"),
    [
        ("Inserts a note, and links it to the text.", "Insert a note, and link it to the text"),
        ("To Add a Side Note", "Add a Side Note"),
        ("Inserting and Editing Comments", "Insert and edit Comments"),
        ("Opens a dialog in which you can define a label range.", "Define a label range"),
        ("Select this option if you want to restart the numbering.", "Restart the numbering"),
        ("Displays more commands, for example, to create an entry.", "Display more commands"),
        ("Search starts at the cursor.", ""),
        ("The result is shown.", ""),
    ],
)
def test_what_a_command_does_becomes_an_instruction(said: str, task: str) -> None:
    assert imperative(said) == task


@pytest.mark.parametrize("task", ["Delete it", "Select the options in this dialog", "Insert the following options", "Footnote", "Rotate"])
def test_a_task_that_leans_on_its_page_is_refused(task: str) -> None:
    assert task_problem(task)


@pytest.mark.parametrize(
    "task", ["Delete the selected row", "Keep the object in the text that it is anchored to", "Specify whether to print comments"]
)
def test_a_task_that_stands_alone_is_accepted(task: str) -> None:
    assert task_problem(task) == ""


def test_a_sentence_is_cut_into_steps_but_not_into_things() -> None:
    assert clauses("Select the text, and then click OK.") == ["Select the text", "Click OK"]
    assert clauses("Hold down Shift, and then drag the shape.") == ["Hold down Shift, and then drag the shape"]
    assert clauses("Enter a space, then the sign.") == ["Enter a space, then the sign"]


def test_of_two_ways_the_first_is_kept() -> None:
    assert one_way("Choose Insert - Note, or click the Note icon.") == "Choose Insert - Note."
    assert not is_step("The dialog opens.")
    assert is_step("In the Type box, select a format")


# tables


def test_tables_know_menus_toolbars_keys_and_dialogs() -> None:
    tables = Tables(HERE / "share")
    found = tables.find("document", ("Insert", "Side Note"))
    assert found is not None
    assert (found.entry.path, found.entry.command) == (("Insert", "Side Notes"), ".uno:Notes")
    assert tables.find("presentation", ("Insert", "Thick Frame")) is None
    assert tables.toolbars["document"][".uno:Frame"] == ["Standard"]
    assert tables.keys_of("document", ".uno:Notes") == ["Ctrl+Shift+N"]
    dialog = tables.dialog("cui/ui/sidenotes")
    assert dialog is not None
    assert (dialog.title, dialog.named("distance"), dialog.labels["gap"]) == ("Side Notes", "gap", "Distance")
    assert tables.dialog("cui/ui/nowhere") is None


def test_labels_and_keys_read_as_people_write_them() -> None:
    assert (shown("~Side Notes..."), plain("Find & Replace…")) == ("Side Notes", "find and replace")
    assert key_code("Ctrl+Shift+F9") == "F9_SHIFT_MOD1"
    assert key_text("F9_SHIFT_MOD1") == "Ctrl+Shift+F9"
    assert key_code("Ctrl+Arrow") == ""


# pages


def test_a_page_shows_what_one_application_on_linux_shows_and_joins_split_marks() -> None:
    path = "swriter/guide/notes.html"
    page = read_page(path, (HERE / "help/en-US/text" / path).read_bytes(), "document")
    assert page is not None
    steps = [b for b in page.blocks if b.kind == "steps"]
    spans = [s.text for s in steps[0].items[1].text.spans]
    assert spans == ["Insert - Side Notes", "Side Notes"]
    assert [s.text for s in steps[1].items[1].below[1].spans] == ["Ctrl+Shift+N"]


@pytest.mark.parametrize("text", [b"", b"<html><body>nothing</body></html>", b"\xff\xfe\x00", b"<div id='DisplayArea'><h1>"])
def test_a_page_that_holds_no_help_gives_no_block_and_no_error(text: bytes) -> None:
    page = read_page("x.html", text, "document")
    assert page is None or page.blocks == []


# pairs


def test_a_numbered_list_becomes_a_grounded_procedure_without_what_only_happens(pairs: list[Pair]) -> None:
    steps = found(pairs, "Add a Side Note")
    assert steps == [["Click the paragraph that needs a note.", "Choose Insert - Side Notes.", "Enter a value in the Distance box.", "Click OK."]]
    pair = next(p for p in pairs if p.task == "Add a Side Note")
    assert [s.level for s in pair.steps] == ["content", "command", "control", "control"]
    assert pair.steps[2].refs[0].control == "cui/ui/sidenotes.ui:gap"
    assert (pair.tier, pair.provenance.licence, pair.provenance.path) == ("A", "MPL-2.0", "en-US/text/swriter/guide/notes.html")


def test_alternatives_are_two_plans_and_not_one_after_the_other(pairs: list[Pair]) -> None:
    plans = found(pairs, "Move a Note")
    assert plans == [
        ["Click the note.", "Drag the note to another paragraph."],
        ["Click the note.", "Press Ctrl+Shift+N and choose a place."],
    ]


def test_a_command_is_reached_by_menu_toolbar_context_menu_and_key(pairs: list[Pair]) -> None:
    frame = found(pairs, "Draw a thick line around the selected paragraphs")
    assert frame == [
        ["Choose Insert > Thick Frame"],
        ["Click “Thick Frame” on the Standard toolbar"],
        ["Right-click the text", "Choose Thick Frame"],
    ]
    assert ["Press Ctrl+Shift+N"] in found(pairs, "Insert a note beside the paragraph, and link the note to the text")
    assert not found(pairs, "Draw a thick line around the selected paragraphs", "presentation")


def test_a_control_is_used_inside_its_dialog_and_confirmed(pairs: list[Pair]) -> None:
    distance = found(pairs, "Enter the distance that you want to keep between a note and the text (Side Notes dialog)")
    assert distance == [["Choose Insert > Side Notes", "Enter the value in “Distance”", "Click “OK”"]]
    line = next(p for p in pairs if p.context.get("label") == "Draw a line")
    assert line.steps[1].text == "Tick or clear “Draw a line”"
    assert not [p for p in pairs if p.context.get("section") == "All notes" and p.kind == "control"], "a list is described, not used"


def test_a_key_that_is_one_key_is_a_shortcut(pairs: list[Pair]) -> None:
    keys = [p for p in pairs if p.provenance.path.endswith("keys.html")]
    assert [(p.task, p.app, p.steps[0].refs[0].command) for p in keys] == [("Open the side notes of the document", "any", ".uno:Notes")]


def test_a_function_is_typed_or_inserted_by_the_wizard(pairs: list[Pair]) -> None:
    assert found(pairs, "Calculate half of a number with HALVE", "spreadsheet") == [
        ["Select the cell for the result", "Type =HALVE(Number) with your values and press Enter"]
    ]
    assert len(found(pairs, "Calculate half of a number with the Function Wizard (HALVE)", "spreadsheet")) == 1


def test_every_pair_says_where_it_comes_from(pairs: list[Pair]) -> None:
    assert pairs
    for pair in pairs:
        assert pair.provenance.source == "libreoffice-help"
        assert pair.provenance.extractor.startswith("help@")
        assert pair.steps
        assert "%PRODUCT" not in json.dumps([s.text for s in pair.steps])


# sources


def test_missing_help_is_named_with_the_command_that_gets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lam.data.collect.help.PLACES", ())
    with pytest.raises(UserError, match="apt-get install libreoffice-help-en-us"):
        next(iter(Help(None, str(HERE / "share")).items()))


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ("libreoffice-halp", "did you mean libreoffice-help"),
        ("libreoffice-help,ofice=x", "did you mean office"),
        (f"libreoffice-help={HERE}", "holds no LibreOffice help"),
        (f"libreoffice-help={HERE / 'help'},office={HERE}", "holds no LibreOffice configuration"),
    ],
)
def test_a_wrong_source_is_one_clear_line(told: str, says: str) -> None:
    with pytest.raises(UserError, match=says):
        next(iter(open_source(told).items()))


def test_the_default_source_is_a_source() -> None:
    assert set(DEFAULT) <= set(SOURCES)


# the stage


def keys_and_tasks(folder: Path) -> list[tuple[str, list[str]]]:
    return [(line["key"], [r["id"] for r in line["kept"]]) for line in Journal.of(folder, "collect").lines()]


def test_collecting_records_counts_and_is_the_same_with_workers(tmp_path: Path) -> None:
    options = stage.Options((SPEC,), RULES)
    told = stage.collect(tmp_path / "one", options, Processes(0))
    stage.collect(tmp_path / "two", options, Processes(2))
    assert keys_and_tasks(tmp_path / "one") == keys_and_tasks(tmp_path / "two")
    assert told["complete"]
    assert told["funnel"]["kept"] == sum(told["counts"]["kind"].values()) > 5
    assert told["counts"]["licence"] == {"MPL-2.0": told["funnel"]["kept"]}
    assert told["funnel"]["dropped"]["not one key"] == 1


def test_stopped_anywhere_it_goes_on_to_the_same_set(tmp_path: Path) -> None:
    options = stage.Options((SPEC,), RULES)
    stage.collect(tmp_path / "whole", options, Processes(0))
    whole = keys_and_tasks(tmp_path / "whole")
    for stop in range(1, len(whole)):
        folder = tmp_path / f"stopped-{stop}"
        seen = Counter[str]()

        def say(journal: Journal, stop: int = stop, seen: Counter[str] = seen) -> None:
            seen["items"] += 1
            if seen["items"] == stop:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            stage.collect(folder, options, Processes(0), say)
        with (folder / "journal.jsonl").open("a") as file:
            file.write('{"key": "half a li')
        stage.collect(folder, options, Processes(0))
        assert keys_and_tasks(folder) == whole


def test_a_killed_process_loses_and_repeats_nothing(tmp_path: Path) -> None:
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom lam.data.collect import stage\nfrom lam.data.filters import Rules\n"
        "from lam.data.parallel import Processes\nseen = []\n"
        "def say(journal):\n    seen.append(1)\n    len(seen) == 3 and os.kill(os.getpid(), 9)\n"
        f"stage.collect(Path(sys.argv[1]), stage.Options(({SPEC!r},), Rules(('permissive',), (), 0, 1)), Processes(0), say)"
    )
    run = subprocess.run([sys.executable, "-c", code, str(tmp_path / "killed")], cwd=Path(__file__).parents[1], capture_output=True, timeout=120)
    assert run.returncode == -9, run.stderr.decode()
    options = stage.Options((SPEC,), RULES)
    stage.collect(tmp_path / "killed", options, Processes(0))
    stage.collect(tmp_path / "whole", options, Processes(0))
    assert keys_and_tasks(tmp_path / "killed") == keys_and_tasks(tmp_path / "whole")


class Licensed:
    """A source of one pair of each licence."""

    name = "html"

    def items(self) -> list[Item]:
        return [Item("only")]

    def read(self, item: Item) -> Read:
        licences = ("MPL-2.0", "MIT", "CC-BY-4.0", "GFDL-1.3-or-later", "CC-BY-SA-4.0", "CC-BY-NC-SA-3.0", "unknown")
        return Read(
            tuple(Pair("howto", "any", f"Do the thing number {n}", (PlanStep("Do"),), Provenance("html", "x", li)) for n, li in enumerate(licences))
        )


def test_share_alike_non_commercial_and_unknown_licences_stay_out_unless_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from lam.cli.data.collect import LICENCES

    monkeypatch.setattr(stage, "open_source", lambda told: Licensed())
    rules = Rules(tuple(LICENCES.split(",")), (), 0, 1)
    told = stage.collect(tmp_path / "default", stage.Options(("html",), rules), Processes(0))
    assert set(told["counts"]["licence"]) == {"MPL-2.0", "MIT", "CC-BY-4.0", "GFDL-1.3-or-later"}
    assert told["funnel"]["dropped"]["filter: licence unknown"] == 1
    rules = Rules((*LICENCES.split(","), "CC-BY-NC-SA-3.0"), (), 0, 1)
    told = stage.collect(tmp_path / "named", stage.Options(("html",), rules), Processes(0))
    assert "CC-BY-NC-SA-3.0" in told["counts"]["licence"]


def test_fresh_forgets_only_its_own_stage(tmp_path: Path) -> None:
    options = stage.Options((SPEC,), RULES, 1)
    stage.collect(tmp_path / "own", options, Processes(0))
    with pytest.raises(UserError, match="was begun with"):
        stage.collect(tmp_path / "own", stage.Options((SPEC,), RULES, 2), Processes(0))
    stage.fresh(tmp_path / "own")
    stage.collect(tmp_path / "own", stage.Options((SPEC,), RULES, 2), Processes(0))
    Journal(tmp_path / "other", "evolve")
    with pytest.raises(UserError, match="evolve"):
        stage.fresh(tmp_path / "other")


# the command


def lam(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lam", "data", "collect", *words], cwd=Path(__file__).parents[1], capture_output=True, text=True, timeout=120
    )


def test_the_command_tells_counts_and_shows_a_sample(tmp_path: Path) -> None:
    run = lam("--source", SPEC, "--out", str(tmp_path / "pairs"), "--workers", "1", "--similar", "1", "--languages", "", "--sample", "2",
              "--kind", "control")  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert f"pairs in {tmp_path / 'pairs'}" in run.stdout
    assert "libreoffice-help control document" in run.stdout
    assert "not one key" in run.stdout
    assert "2. [control" in run.stdout
    assert "items" in run.stderr


def test_the_command_refuses_what_is_wrong_and_writes_nothing(tmp_path: Path) -> None:
    run = lam("--source", "libreoffice-halp", "--out", str(tmp_path / "pairs"))
    assert (run.returncode, run.stderr.count("\n")) == (2, 1)
    assert "did you mean libreoffice-help" in run.stderr
    assert not (tmp_path / "pairs").exists()
