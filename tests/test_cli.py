"""The command line: each command says what it did, each fault has its own exit code and one line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from lam.errors import ExitCode

SAY = "Make the title bold and 16 points."


def lam(*args: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lam", *map(str, args)]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=60, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, check=False
    )


@pytest.fixture
def script(tmp_path: Path) -> str:
    path = tmp_path / "script.jsonl"
    actions = [
        {"action": "format_text", "args": {"target": "p1", "bold": True, "size_pt": 16}},
        {"action": "finish", "args": {"message": "the title is bold"}},
    ]
    path.write_text("\n".join(json.dumps(action) for action in actions))
    return f"script:{path}"


def run(file: Path, script: str, *options: str, say: str = SAY) -> subprocess.CompletedProcess[str]:
    return lam("run", say, file, "--policy", script, "--office", "memory", *options)


def test_run_shows_steps_change_and_verdict(letter: Path, script: str) -> None:
    done = run(letter, script)
    assert done.returncode == 0, done.stderr
    assert "format_text(p1, bold=True, size_pt=16)  ok" in done.stderr
    assert "paragraph 1" in done.stdout
    assert "done: the title is bold" in done.stdout
    assert f"written to {letter}" in done.stdout
    assert docx.Document(str(letter)).paragraphs[0].runs[0].bold


def test_not_done_says_why_and_has_its_own_code(letter: Path, script: str) -> None:
    before = letter.read_bytes()
    done = run(letter, script, say="Make the title bold and 99 points")
    assert done.returncode == ExitCode.NOT_DONE
    assert "not done: the instruction says 99" in done.stdout
    assert letter.read_bytes() == before


def test_json_is_one_object_on_standard_output(letter: Path, script: str) -> None:
    done = run(letter, script, "--json")
    record = json.loads(done.stdout)
    assert (record["verdict"], record["code"], record["target"]) == ("done", 0, str(letter))
    assert record["changes"]
    failed = lam("run", SAY, letter.with_name("none.docx"), "--json")
    assert json.loads(failed.stdout)["code"] == failed.returncode == ExitCode.NO_FILE
    assert len(failed.stderr.strip().splitlines()) == 1
    wrong = lam("run", "--json")
    assert json.loads(wrong.stdout)["code"] == wrong.returncode == ExitCode.USAGE


def test_undo_runs_show_and_replay(letter: Path, script: str) -> None:
    before = letter.read_bytes()
    assert "no runs yet" in lam("runs").stdout
    name = json.loads(run(letter, script, "--json").stdout)["run"]
    assert name in lam("runs").stdout
    assert json.loads(lam("runs", "--json").stdout)["runs"][0]["run"] == name
    shown = lam("show", name)
    assert "the title is bold" in shown.stdout
    assert "format_text" in shown.stderr
    assert json.loads(lam("show", "--json").stdout)["trajectory"]["steps"][0]["decision"]["action"]["name"] == "format_text"
    undone = lam("undo")
    assert undone.returncode == 0
    assert "as it was" in undone.stdout
    assert letter.read_bytes() == before
    assert "(undone)" in lam("runs").stdout
    assert lam("undo").returncode == ExitCode.NO_RUN
    again = lam("replay", name)
    assert again.returncode == 0, again.stderr
    assert docx.Document(str(letter)).paragraphs[0].runs[0].bold
    assert lam("show", "nothing").returncode == ExitCode.NO_RUN


def test_what_was_not_verified_can_be_accepted(letter: Path, script: str) -> None:
    before = letter.read_bytes()
    refused = lam("run", "Make the title bold and 18 points.", letter, "--policy", script, "--office", "memory")
    assert refused.returncode == ExitCode.NOT_DONE
    assert "the file is as it was; `lam accept` puts this result in place all the same" in refused.stdout
    accepted = lam("accept")
    assert accepted.returncode == 0, accepted.stderr
    assert str(letter) in accepted.stdout
    assert docx.Document(str(letter)).paragraphs[0].runs[0].bold
    assert "not done (accepted)" in lam("runs").stdout
    assert "accepted and written to" in lam("show").stdout
    assert json.loads(lam("undo", "--json").stdout)["file"] == str(letter)
    assert letter.read_bytes() == before
    assert lam("accept").returncode == ExitCode.NO_RUN


def test_quiet_and_verbose(letter: Path, script: str) -> None:
    quiet = run(letter, script, "--quiet", "--dry-run")
    assert (quiet.stdout, quiet.stderr) == ("done: the title is bold\n", "")
    assert "bold" in run(letter, script, "--verbose", "--dry-run").stderr


@pytest.mark.parametrize(
    ("name", "code"),
    [("none.docx", ExitCode.NO_FILE), ("", ExitCode.NOT_A_FILE), ("a.txt", ExitCode.UNSUPPORTED), ("empty.docx", ExitCode.EMPTY_FILE)],
)
def test_bad_input_is_one_line_and_a_code(tmp_path: Path, name: str, code: int) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "empty.docx").touch()
    done = lam("run", SAY, tmp_path / name)
    assert done.returncode == code
    assert done.stdout == ""
    assert done.stderr.startswith("lam: ")
    assert len(done.stderr.splitlines()) == 1


def test_wrong_usage_is_code_2(letter: Path) -> None:
    for args in (("run",), ("nothing",), ("run", SAY, letter, "--approval", "perhaps"), ("run", SAY, letter, "--policy", "magic")):
        assert lam(*args).returncode == ExitCode.USAGE


def test_help_is_everywhere_and_lists_the_exit_codes() -> None:
    text = lam("--help").stdout
    assert all(code.meaning in " ".join(text.split()) for code in ExitCode)
    for command in ("run", "undo", "accept", "runs", "show", "replay", "actions", "doctor"):
        assert command in text
        assert lam(command, "--help").returncode == 0


def test_help_imports_nothing_heavy() -> None:
    heavy = ("pydantic", "docx", "openpyxl", "pptx", "PIL", "lam.actions", "lam.session", "jinja2")
    code = f"import sys, lam.cli; print([m for m in {heavy} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_actions_follow_from_the_declarations() -> None:
    assert "format_text(target, match?" in lam("actions", "--kind", "document").stdout
    assert "| `insert_chart` |" in lam("actions", "--markdown").stdout
    schemas = json.loads(lam("actions", "--json").stdout)
    assert schemas["spreadsheet"]["set_cell"]["parameters"]["required"] == ["cell", "value"]
    assert schemas["any"]["finish"]["risk"] == "read"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, ExitCode.INTERRUPTED), (signal.SIGTERM, ExitCode.TERMINATED)])
def test_a_signal_ends_it_with_the_file_untouched(letter: Path, tmp_path: Path, number: int, code: int) -> None:
    before = letter.read_bytes()
    lines = [json.dumps({"action": "replace_text", "args": {"target": "p2", "text": f"line {n}"}}) for n in range(900)]
    (tmp_path / "long.jsonl").write_text("\n".join(lines))
    command = [
        sys.executable,
        "-m",
        "lam",
        "run",
        "Write lines",
        str(letter),
        "--policy",
        f"script:{tmp_path}/long.jsonl",
        "--office",
        "memory",
        "--max-steps",
        "1000",
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    for line in process.stderr:
        if line.lstrip().startswith("3 "):
            break
    process.send_signal(number)
    _, rest = process.communicate(timeout=30)
    assert process.returncode == code
    assert rest.strip().splitlines()[-1].startswith("lam: stopped")
    assert letter.read_bytes() == before
    assert json.loads(lam("runs", "--json").stdout)["runs"][0]["verdict"] == "not done"
