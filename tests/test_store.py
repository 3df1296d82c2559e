"""Run folders hold a run as it happens and give it back unchanged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lam.errors import ExitCode, TaskBroken, UserError
from lam.store import Result, RunFolder, append_line, folders, read_lines
from lam.types import Action, Control, Decision, Element, Observation, Outcome, Step

STEP = Step(
    1,
    Decision("title is p1", Action("format_text", {"target": "p1", "bold": True, "size_pt": 16.0}), 0.5, 400, 300, 40),
    Outcome(True, "bold, 16 pt", ("p1",), box=(1, 2, 3, 4), duration_s=0.1),
    Observation(
        "document",
        "letter.docx",
        "2 paragraphs",
        (Element("p1", "Title", "Line\u2028two — “quoted”", "x"),),
        controls=(Control("c1", "button", "Bold", "", ("checked",), (1, 2, 3, 4), "Font"),),
        dialogs=("Font",),
        changed=("p1 [Title] x",),
    ),
    "step-1.png",
)


def folder(root: Path) -> RunFolder:
    return RunFolder.create(root, "My Letter!", {"instruction": "do it", "kind": "document", "policy": "script"})


def test_a_trajectory_comes_back_as_it_was_written(tmp_path: Path) -> None:
    run = folder(tmp_path)
    run.begin("do it", "document", "script")
    run.step(STEP)
    run.fault(2, "the office died", 1)
    run.end("done", "")
    trajectory = run.trajectory()
    assert trajectory.steps == (STEP,)
    assert (trajectory.instruction, trajectory.kind, trajectory.policy, trajectory.verdict) == ("do it", "document", "script", "done")
    assert run.faults()[0]["message"] == "the office died"


def test_a_run_that_was_cut_off_keeps_its_steps_and_counts_as_a_fault(tmp_path: Path) -> None:
    run = folder(tmp_path)
    run.begin("do it", "document", "script")
    run.step(STEP)
    with (run.path / "trajectory.jsonl").open("a") as stream:
        stream.write('{"type": "step", "index": 2, "deci')
    assert len(run.trajectory().steps) == 1
    assert run.trajectory().verdict == "fault"
    assert run.result() is None


def test_a_run_without_a_trajectory_still_knows_its_instruction(tmp_path: Path) -> None:
    assert folder(tmp_path).trajectory().instruction == "do it"


def test_a_result_comes_back_as_it_was_written(tmp_path: Path) -> None:
    run = folder(tmp_path)
    result = Result(run.name, "do it", "/a.docx", "done", changes=({"where": "paragraph 1"},), seconds_of={"start": 1.0})
    run.write_result(result)
    assert run.result() == result


def test_an_older_schema_is_refused_and_not_misread(tmp_path: Path) -> None:
    run = folder(tmp_path)
    run.write("config.json", {**run.config, "schema": 0})
    with pytest.raises(TaskBroken, match="schema 0"):
        run.trajectory()


def test_a_run_is_found_by_name_beginning_ending_and_path(tmp_path: Path) -> None:
    run, other = folder(tmp_path), RunFolder.create(tmp_path, "other", {})
    for name in (run.name, run.name[-4:], str(run.path)):
        assert RunFolder.find(tmp_path, name).path == run.path
    assert len(folders(tmp_path)) == 2
    with pytest.raises(UserError, match="2 runs") as caught:
        RunFolder.find(tmp_path, run.name[:8])
    assert caught.value.code == ExitCode.NO_RUN
    with pytest.raises(UserError, match="no run named 'nothing'"):
        RunFolder.find(tmp_path, "nothing")
    assert other.name.split("-")[2] == "other"


def test_a_run_folder_is_private(tmp_path: Path) -> None:
    assert folder(tmp_path / "deep" / "runs").path.stat().st_mode & 0o077 == 0


def test_lines_are_appended_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    for number in range(3):
        append_line(path, {"n": number, "text": "a\u2028b\nc"})
    assert [record["n"] for record in read_lines(path)] == [0, 1, 2]
    assert all(json.loads(line) for line in path.read_text().split("\n") if line)
    assert list(read_lines(tmp_path / "none.jsonl")) == []
