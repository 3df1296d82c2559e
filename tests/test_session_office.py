"""The life of one instruction in the real office: verified, brought back when the office dies, nothing left running."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

import lam
from lam.envs.libreoffice import LibreOffice, install
from lam.errors import ExitCode
from lam.session import Audience, find, start
from lam.types import Step

pytestmark = pytest.mark.office

SAY = "Make the title bold and 16 points."
BOLD = {"action": "format_text", "args": {"target": "p1", "bold": True, "size_pt": 16}}


def script(folder: Path, *actions: dict[str, Any]) -> str:
    path = folder / "script.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in [*actions, {"action": "finish", "args": {"message": "done"}}]))
    return f"script:{path}"


def children() -> set[int]:
    """Processes that descend from this one."""
    table = {int(p.name): p for p in Path("/proc").iterdir() if p.name.isdigit()}
    parents: dict[int, int] = {}
    for pid, path in table.items():
        try:
            parents[pid] = int((path / "stat").read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
    found: set[int] = set()
    for pid in parents:
        above, seen = pid, set()
        while above in parents and above not in seen:
            seen.add(above)
            above = parents[above]
            if above == os.getpid():
                found.add(pid)
    return found


def mentioning(folder: Path) -> list[int]:
    """Running processes with this folder in their command line: offices and workers whose private folder lies in it."""
    found = []
    for path in Path("/proc").iterdir():
        try:
            if path.name.isdigit() and str(folder).encode() in (path / "cmdline").read_bytes():
                found.append(int(path.name))
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
    return found


@pytest.fixture
def tracked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[LibreOffice]]:
    """The offices that a run opens, to end or count them."""
    opened: list[LibreOffice] = []
    original = start.open_office

    def watch(settings: Any) -> Any:
        env = original(settings)
        opened.append(env)
        return env

    monkeypatch.setattr(start, "open_office", watch)
    before = children()  # other tests of this process may have helpers that stay, such as the tracker of multiprocessing
    yield opened
    assert children() <= before, "a process is left behind"


def test_the_three_samples_are_done_verified_and_undone(letter: Path, sales: Path, deck: Path, tracked: list[LibreOffice]) -> None:
    jobs = [
        (letter, "Make the title of this document bold and increase the font size to 16.", BOLD),
        (sales, "Calculate the average sales for the last quarter.", {"action": "set_cell", "args": {"cell": "B14", "value": "=AVERAGE(B11:B13)"}}),
        (
            deck,
            "Create a new slide with a bullet-point list summarizing the key findings.",
            {"action": "add_slide", "args": {"title": "Key findings", "bullets": ["Costs fell", "Sales rose", "Staff stayed"]}},
        ),
    ]
    for file, say, action in jobs:
        before = file.read_bytes()
        result = lam.run(say, file, policy=script(file.parent, action))
        assert (result.verdict, result.reason) == ("done", "")
        assert not [c for c in result.unasked if c not in result.changes]
        assert file.read_bytes() != before
        assert list(find(result.run).path.glob("step-1.png"))
        lam.undo()
        assert file.read_bytes() == before


def test_a_formula_has_its_value_in_the_saved_file(sales: Path, tracked: list[LibreOffice]) -> None:
    average = {"action": "set_cell", "args": {"cell": "B14", "value": "=AVERAGE(B11:B13)"}}
    lam.run("Average of the last 3 months under the table", sales, policy=script(sales.parent, average))
    assert openpyxl.load_workbook(sales, data_only=True)["Sales"]["B14"].value == 200


@pytest.mark.parametrize("step", [0, 1, 2])
def test_an_office_killed_at_any_step_does_not_lose_the_work(letter: Path, tracked: list[LibreOffice], step: int) -> None:
    actions = [BOLD, *({"action": "replace_text", "args": {"target": p, "text": t}} for p, t in (("p2", "Newer."), ("p4", "Newest.")))]

    def kill(done: Step) -> None:
        if done.index == step:
            os.kill(tracked[0].office_pid, signal.SIGKILL)

    def say(line: str) -> None:
        if step == 0:
            os.kill(tracked[0].office_pid, signal.SIGKILL)

    result = lam.run(
        'Title bold, 16 points; replace the other texts by "Newer." and "Newest."',
        letter,
        policy=script(letter.parent, *actions),
        audience=Audience(kill, say),
    )
    assert (result.verdict, result.reason) == ("done", "")
    document = docx.Document(str(letter))
    assert document.paragraphs[0].runs[0].bold
    assert [document.paragraphs[1].text, document.paragraphs[3].text] == ["Newer.", "Newest."]
    assert find(result.run).faults()


def test_an_office_that_hangs_is_a_fault_within_the_deadline_and_is_brought_back(letter: Path, tracked: list[LibreOffice]) -> None:
    def hang(line: str) -> None:
        os.kill(tracked[0].office_pid, signal.SIGSTOP)

    result = lam.run(SAY, letter, policy=script(letter.parent, BOLD), audience=Audience(say=hang), deadline_s=8)
    assert result.verdict == "done"
    assert len(find(result.run).faults()) == 1


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, ExitCode.INTERRUPTED), (signal.SIGTERM, ExitCode.TERMINATED)])
@pytest.mark.parametrize("moment", ["at once", "office starts", "second step"])
def test_a_signal_at_any_moment_leaves_file_and_machine_as_they_were(
    letter: Path, tmp_path_factory: pytest.TempPathFactory, number: int, code: int, moment: str
) -> None:
    before, private = letter.read_bytes(), tmp_path_factory.mktemp("private")
    actions = [{"action": "replace_text", "args": {"target": "p2", "text": f"line {n}"}} for n in range(200)]
    command = [sys.executable, "-m", "lam", "run", "Write lines", str(letter), "--policy", script(letter.parent, *actions), "--max-steps", "300"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "TMPDIR": str(private)})
    assert process.stderr is not None
    if moment == "second step":
        for line in process.stderr:
            if line.lstrip().startswith("2 "):
                break
        assert mentioning(private)
    deadline = time.monotonic() + 60
    while moment == "office starts" and not list(private.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(number)
    process.communicate(timeout=60)
    assert process.returncode in ((code, -number) if moment == "at once" else (code,))  # before the first line of LAM runs, Python itself dies of it
    assert letter.read_bytes() == before
    assert not mentioning(private)
    assert not list(private.iterdir())


def test_no_office_is_said_with_the_command_that_installs_it(letter: Path) -> None:
    before = letter.read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "lam", "run", SAY, str(letter), "--policy", script(letter.parent, BOLD)],
        capture_output=True,
        text=True,
        env={**os.environ, "LAM_SOFFICE": "/nowhere/soffice"},
        check=False,
    )
    assert letter.read_bytes() == before
    assert done.returncode == ExitCode.NO_OFFICE
    assert "apt-get install" in done.stderr


def test_an_active_virtual_environment_does_not_matter(letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    venv = tmp_path / "venv"
    subprocess.run([install.find().python, "-m", "venv", "--without-pip", venv], check=True)
    next(venv.glob("lib/python3*/site-packages")).joinpath("lam.py").write_text("raise ImportError('not for the office')\n")
    monkeypatch.setenv("PATH", f"{venv / 'bin'}:{os.environ['PATH']}")
    with LibreOffice() as office:
        office.reset(letter)
        assert office.observe().elements[0].text == "Quarterly Report"
