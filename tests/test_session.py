"""From the words to the file in its place: verified, atomic, undoable, and never done when it was not."""

from __future__ import annotations

import json
import os
import shutil
import stat
import threading
import time
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

import lam
from lam.envs.memory import Memory
from lam.errors import EnvironmentFault, ExitCode, UserError
from lam.session import find
from lam.session.files import check_document, lock_of, place, sha256
from lam.session.instruction import check_kind, says_nothing
from lam.session.settings import resolve, runs_dir
from lam.session.start import Start
from lam.store import Result
from lam.types import Element, Observation
from lam.verdict.judge import is_question

BOLD = {"action": "format_text", "args": {"target": "p1", "bold": True, "size_pt": 16}, "thought": "title is p1"}
SIZE = {"action": "format_text", "args": {"target": "p1", "size_pt": 16}}
SAY = "Make the title bold and 16 points."


def script(folder: Path, *actions: dict[str, Any], message: str | None = "done") -> str:
    lines = [*actions, *([{"action": "finish", "args": {"message": message}}] if message is not None else [])]
    path = folder / "script.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines))
    return f"script:{path}"


def work(instruction: str, file: Path, *actions: dict[str, Any], message: str | None = "done", **options: Any) -> Result:
    return lam.run(instruction, file, policy=script(file.parent, *actions, message=message), office="memory", **options)


def act(name: str, **args: Any) -> dict[str, Any]:
    return {"action": name, "args": args}


# -- done ---------------------------------------------------------------------------------------------------------------


def test_an_instruction_is_carried_out_verified_and_put_in_place(letter: Path) -> None:
    original = letter.read_bytes()
    result = work(SAY, letter, BOLD)
    assert (result.verdict, result.code, result.target) == ("done", 0, str(letter))
    run = docx.Document(str(letter)).paragraphs[0].runs[0]
    assert (run.bold, run.font.size.pt) == (True, 16.0)
    folder = find(result.run)
    assert folder.document("before").read_bytes() == original
    assert folder.document("after").read_bytes() == letter.read_bytes()
    assert {c["property"] for c in result.changes} == {"bold", "size_pt"} or any("bold" in str(c) for c in result.changes)
    assert not result.unasked
    assert folder.config["policy"].startswith("script:")
    assert not (folder.path / "work").exists()


@pytest.mark.parametrize(
    ("fixture", "say", "action"),
    [
        ("sales", "Calculate the average sales of the last 3 months below the table.", act("set_cell", cell="B14", value="=AVERAGE(B11:B13)")),
        ("deck", "Add a slide titled 'Key findings' with 2 bullets.", act("add_slide", title="Key findings", bullets=["Costs fell", "Sales rose"])),
        ("deck", "Rename slide 2 to Results", act("set_title", slide="s2", text="Results")),
        ("letter", 'Replace the second paragraph by "Hello there."', act("replace_text", target="p2", text="Hello there.")),
        ("letter", "Set the amounts in the table to 14 and 35", act("set_table_cells", table="t1", cell="B2", data=[["14"], ["35"]])),
    ],
)
def test_every_kind_of_document_is_verified(request: pytest.FixtureRequest, fixture: str, say: str, action: dict[str, Any]) -> None:
    file: Path = request.getfixturevalue(fixture)
    before = file.read_bytes()
    result = work(say, file, action)
    assert (result.verdict, result.reason) == ("done", "")
    assert result.changes
    assert file.read_bytes() != before


def test_output_leaves_the_file_alone_and_is_removed_by_undo(letter: Path) -> None:
    before, output = letter.read_bytes(), letter.with_name("new.docx")
    result = work(SAY, letter, BOLD, output=output)
    assert (result.target, result.created, letter.read_bytes()) == (str(output), True, before)
    lam.undo()
    assert not output.exists()


def test_an_output_that_was_there_comes_back(letter: Path) -> None:
    output = letter.with_name("other.docx")
    output.write_bytes(b"something else")
    work(SAY, letter, BOLD, output=output)
    assert output.read_bytes() != b"something else"
    lam.undo()
    assert output.read_bytes() == b"something else"


def test_a_dry_run_shows_the_change_and_writes_nothing(letter: Path) -> None:
    before = letter.read_bytes()
    result = work(SAY, letter, BOLD, dry_run=True)
    assert (result.verdict, result.target) == ("done", "")
    assert result.changes
    assert letter.read_bytes() == before
    with pytest.raises(UserError, match="nothing to undo"):
        lam.undo()


def test_a_question_is_answered_from_the_document_without_changing_it(sales: Path) -> None:
    before = sales.read_bytes()
    result = work("What were the sales in May?", sales, act("find_text", query="May"), message="Sales in May were 140.")
    assert (result.verdict, result.message, result.target) == ("done", "Sales in May were 140.", "")
    result = work("What were the sales in May?", sales, act("find_text", query="May"), message="Sales in May were 999.")
    assert result.verdict == "not done"
    assert "999" in result.reason
    assert sales.read_bytes() == before


# -- not done -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("say", "actions", "message", "reason"),
    [
        (SAY, [], "done", "nothing was changed"),
        (SAY, [act("find_text", query="Report")], "done", "nothing was changed"),
        ("Make the title bold and 18 points", [BOLD], "done", "says 18"),
        ("Make the title bold, size 16, and the table 4 columns wide", [BOLD], "done", "says 4"),
        ("Replace 'spring' by 'winter'", [act("replace_text", target="p2", text="Winter is coming.")], "done", "“spring”"),
        ("Rename the heading to “Outcome”", [act("replace_text", target="p3", text="Results of it")], "done", "“Outcome”"),
        (SAY, [act("give_up", reason="there is no title")], None, "gave up: there is no title"),
        (SAY, [act("format_text", target="p99", bold=True)], "done", "was rejected"),
        (SAY, [BOLD, act("undo")], "done", "nothing was changed"),
        (
            "Replace the second paragraph by itself",
            [act("replace_text", target="p2", text="The team met in May to plan the summer.")],
            "done",
            "no difference",
        ),
    ],
)
def test_it_is_never_done_when_it_was_not(letter: Path, say: str, actions: list[dict[str, Any]], message: str | None, reason: str) -> None:
    before = letter.read_bytes()
    result = work(say, letter, *actions, message=message)
    assert result.verdict == "not done"
    assert reason in result.reason
    assert result.code == ExitCode.NOT_DONE
    assert letter.read_bytes() == before
    assert result.target == ""


def test_the_person_may_accept_what_was_not_verified(letter: Path) -> None:
    before = letter.read_bytes()
    refused = work("Make the title bold and 18 points", letter, BOLD)
    assert (refused.verdict, letter.read_bytes()) == ("not done", before)
    accepted = lam.accept()
    assert (accepted.run, accepted.verdict, accepted.target) == (refused.run, "not done", str(letter))
    assert docx.Document(str(letter)).paragraphs[0].runs[0].bold
    folder = find(refused.run)
    assert lam.runs()[0].accepted
    assert [line["action"] for line in folder.lines("audit.jsonl")] == ["format_text", "finish", "accept"]
    assert f"lam undo {refused.run}" in (folder.path / "report.html").read_text()
    with pytest.raises(UserError, match="already"):
        lam.accept(refused.run)
    lam.undo()
    assert letter.read_bytes() == before


def test_a_dry_run_may_be_accepted_elsewhere(letter: Path) -> None:
    before, output = letter.read_bytes(), letter.with_name("new.docx")
    work(SAY, letter, BOLD, dry_run=True)
    with pytest.raises(UserError, match=r"written as \.docx"):
        lam.accept(output=letter.with_name("new.pdf"))
    assert lam.accept(output=output).target == str(output)
    assert (letter.read_bytes(), docx.Document(str(output)).paragraphs[0].runs[0].bold) == (before, True)
    lam.undo()
    assert not output.exists()


def test_nothing_is_accepted_over_a_file_that_was_changed_since(letter: Path) -> None:
    refused = work("Make the title bold and 18 points", letter, BOLD)
    changed = docx.Document(str(letter))
    changed.add_paragraph("Mine.")
    changed.save(str(letter))
    kept = letter.read_bytes()
    with pytest.raises(UserError, match="changed by someone else") as told:
        lam.accept(refused.run)
    assert (told.value.code, letter.read_bytes()) == (ExitCode.CHANGED_SINCE, kept)


@pytest.mark.parametrize("actions", [[], [act("give_up", reason="there is no title")]])
def test_a_run_that_changed_nothing_offers_nothing(letter: Path, actions: list[dict[str, Any]]) -> None:
    assert not work(SAY, letter, *actions).on_offer
    with pytest.raises(UserError, match="left no result") as told:
        lam.accept()
    assert told.value.code == ExitCode.NO_RUN


def test_a_limit_is_not_done(letter: Path) -> None:
    before = letter.read_bytes()
    assert "limit of 1 steps" in work(SAY, letter, BOLD, max_steps=1).reason
    assert letter.read_bytes() == before


def test_a_dry_look_changes_nothing(letter: Path) -> None:
    result = work(SAY, letter, BOLD, approval="deny")
    assert result.verdict == "not done"
    assert "only look" in result.reason


@pytest.mark.parametrize(
    ("say", "action"),
    [
        ("Make the title 16pt", SIZE),
        ("Make the 1st heading 16 points", SIZE),
        ("Set the title to 16.0 pt.", SIZE),
        ('Insert the 2 lines "One" and "Two" after paragraph 2', act("insert_text", text="One\nTwo", target="p2")),
        ("Make paragraphs 2 to 4 bold", act("format_text", target="p2-p4", bold=True)),
        ("Make the paragraph about the 12 percent bold", act("format_text", target="p4", bold=True)),
        ("make 'quarterly report' bold", act("format_text", target="p1", bold=True)),
        ("Insert a table with 2 rows and 3 columns", act("insert_table", rows=2, columns=3)),
        ("Make cell B2 of the table say 1,500", act("set_table_cells", table="t1", cell="B2", data=[[1500]])),
    ],
)
def test_what_the_instruction_says_is_accounted_for(letter: Path, say: str, action: dict[str, Any]) -> None:
    result = work(say, letter, action)
    assert result.verdict == "done", result.reason


def test_a_change_that_nobody_asked_for_is_told(letter: Path) -> None:
    class Clumsy(lam_memory()):  # type: ignore[misc]
        """Deletes the last paragraph whatever it is asked."""

        def snapshot(self, path: Path) -> None:
            super().snapshot(path)
            if self.acts:
                document = docx.Document(str(path))
                document.paragraphs[-1].runs[0].text = "Damaged."
                document.save(str(path))

    from lam.session import start

    original = start.open_office
    start.open_office = lambda settings: Clumsy()
    try:
        result = work(SAY, letter, BOLD)
    finally:
        start.open_office = original
    assert [c["where"] for c in result.unasked] == ["paragraph 5"]
    assert result.by_saving == 0


def lam_memory() -> type:
    from lam.envs.memory import Memory

    return Memory


# -- the file ------------------------------------------------------------------------------------------------------------


def test_undo_brings_the_file_back_byte_for_byte_once(letter: Path) -> None:
    before = letter.read_bytes()
    work(SAY, letter, BOLD)
    result = lam.undo()
    assert letter.read_bytes() == before
    assert find(result.run).undone
    with pytest.raises(UserError, match="nothing to undo") as caught:
        lam.undo()
    assert caught.value.code == ExitCode.NO_RUN
    with pytest.raises(UserError, match="undone already"):
        lam.undo(result.run)


def test_two_runs_are_undone_one_after_the_other(letter: Path) -> None:
    first = letter.read_bytes()
    work(SAY, letter, BOLD)
    second = letter.read_bytes()
    work("Write “Hi” instead of the second paragraph", letter, act("replace_text", target="p2", text="Hi"))
    lam.undo()
    assert letter.read_bytes() == second
    lam.undo()
    assert letter.read_bytes() == first


def test_undo_refuses_when_the_file_was_changed_since_unless_forced(letter: Path) -> None:
    before = letter.read_bytes()
    work(SAY, letter, BOLD)
    letter.write_bytes(b"changed by the person")
    with pytest.raises(UserError, match="has been changed") as caught:
        lam.undo()
    assert caught.value.code == ExitCode.CHANGED_SINCE
    assert letter.read_bytes() == b"changed by the person"
    lam.undo(force=True)
    assert letter.read_bytes() == before


def test_permissions_links_and_attributes_stay(letter: Path) -> None:
    letter.chmod(0o640)
    link = letter.with_name("link.docx")
    link.symlink_to(letter.name)
    work(SAY, link, BOLD)
    assert link.is_symlink()
    assert stat.S_IMODE(letter.stat().st_mode) == 0o640
    assert docx.Document(str(letter)).paragraphs[0].runs[0].bold


def test_a_file_that_changes_meanwhile_is_left_alone(letter: Path) -> None:
    from lam.session import Audience

    audience = Audience(on_step=lambda step: letter.write_bytes(b"saved by the person") and None)
    with pytest.raises(UserError, match="changed by someone else") as caught:
        work(SAY, letter, BOLD, audience=audience)
    assert caught.value.code == ExitCode.CHANGED_SINCE
    assert letter.read_bytes() == b"saved by the person"
    assert lam.runs()[0].code == ExitCode.CHANGED_SINCE


def test_placing_leaves_no_temporary_file_and_never_a_part(tmp_path: Path) -> None:
    source, target = tmp_path / "a", tmp_path / "b"
    source.write_bytes(b"new")
    target.write_bytes(b"old")
    assert place(source, target) == sha256(target)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "b"]


def test_an_interrupted_run_leaves_the_file_and_is_on_record(letter: Path) -> None:
    from lam.session import Audience

    def stop(step: object) -> None:
        raise KeyboardInterrupt

    before = letter.read_bytes()
    with pytest.raises(KeyboardInterrupt):
        work(SAY, letter, BOLD, audience=Audience(on_step=stop))
    assert letter.read_bytes() == before
    assert (lam.runs()[0].code, lam.runs()[0].verdict) == (130, "not done")


def test_a_run_is_replayed_on_its_file_and_on_another(letter: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.docx"
    shutil.copyfile(letter, other)
    result = work(SAY, letter, BOLD)
    again = lam.replay(result.run, other)
    assert (again.verdict, again.policy) == ("done", f"replay:{result.run}")
    assert docx.Document(str(other)).paragraphs[0].runs[0].bold
    lam.undo(again.run)
    lam.undo(result.run)
    assert lam.replay(result.run).verdict == "done"


def test_runs_lists_the_newest_first_with_those_cut_off(letter: Path) -> None:
    first, second = work(SAY, letter, BOLD), work("Make the title bold and 18 points", letter, BOLD)
    (find(first.run).path / "result.json").unlink()
    listed = lam.runs()
    assert [r.run for r in listed] == sorted((first.run, second.run), reverse=True)
    assert {r.run: r.verdict for r in listed}[first.run] == "fault"


# -- bad input -----------------------------------------------------------------------------------------------------------


def refused(file: Path, say: str = SAY, **options: Any) -> int:
    """The exit code of a run that must be refused before anything starts, with the file untouched."""
    before = file.read_bytes() if file.is_file() else None
    with pytest.raises(UserError) as caught:
        lam.run(say, file, policy="script:/nowhere", office="memory", **options)
    assert "\n" not in str(caught.value)
    assert (file.read_bytes() if file.is_file() else None) == before
    assert not lam.runs()
    return caught.value.code


def test_files_that_cannot_be_worked_on_are_told_apart(letter: Path, sales: Path, tmp_path: Path) -> None:
    def put(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert refused(tmp_path / "missing.docx") == ExitCode.NO_FILE
    assert refused(letter / "x.docx") == ExitCode.NO_FILE
    assert refused(tmp_path) == ExitCode.NOT_A_FILE
    assert refused(put("empty.docx", b"")) == ExitCode.EMPTY_FILE
    assert refused(put("a.txt", b"text")) == ExitCode.UNSUPPORTED
    assert refused(put("a.odt", b"PK\x03\x04")) == ExitCode.UNSUPPORTED
    assert refused(put("nosuffix", letter.read_bytes())) == ExitCode.UNSUPPORTED
    assert refused(put("b.docx", sales.read_bytes())) == ExitCode.WRONG_SUFFIX
    assert refused(put("c.docx", b"plain text")) == ExitCode.WRONG_SUFFIX
    assert refused(put("old.docx", ole)) == ExitCode.WRONG_SUFFIX
    assert refused(put("locked.docx", ole + "EncryptedPackage".encode("utf-16-le"))) == ExitCode.PROTECTED
    assert refused(put("cut.docx", letter.read_bytes()[:-200])) == ExitCode.CORRUPT
    body = bytearray(letter.read_bytes())
    body[len(body) // 3 : len(body) // 3 + 400] = b"\0" * 400
    assert refused(put("spoiled.docx", bytes(body))) == ExitCode.CORRUPT
    os.mkfifo(tmp_path / "pipe.docx")
    with pytest.raises(UserError) as caught:
        check_document(tmp_path / "pipe.docx")
    assert caught.value.code == ExitCode.NOT_A_FILE


def test_a_package_with_broken_or_missing_main_part_is_damaged(letter: Path, tmp_path: Path) -> None:
    for name, content in (("broken", b"<w:document><w:body>"), ("missing", None)):
        path = tmp_path / f"{name}.docx"
        with zipfile.ZipFile(letter) as old, zipfile.ZipFile(path, "w") as new:
            for entry in old.infolist():
                if entry.filename != "word/document.xml":
                    new.writestr(entry, old.read(entry))
                elif content is not None:
                    new.writestr(entry.filename, content)
        assert refused(path) == ExitCode.CORRUPT


def test_read_only_files_and_folders_are_refused_unless_the_result_goes_elsewhere(letter: Path, tmp_path: Path) -> None:
    letter.chmod(0o444)
    assert refused(letter) == ExitCode.READ_ONLY
    assert work(SAY, letter, BOLD, output=tmp_path / "new.docx").verdict == "done"
    folder = tmp_path / "folder"
    folder.mkdir()
    shutil.copyfile(tmp_path / "new.docx", folder / "a.docx")
    folder.chmod(0o555)
    try:
        with pytest.raises(UserError) as caught:
            lam.run(SAY, folder / "a.docx", policy="script:/nowhere", office="memory")
        assert caught.value.code == ExitCode.READ_ONLY
    finally:
        folder.chmod(0o755)


@pytest.mark.parametrize("lock", [".~lock.letter.docx#", "~$letter.docx", "~$tter.docx"])
def test_a_file_that_is_open_elsewhere_is_refused(letter: Path, lock: str) -> None:
    letter.with_name(lock).write_text("x")
    assert refused(letter) == ExitCode.LOCKED
    assert lock_of(letter) == letter.with_name(lock)
    assert work(SAY, letter, BOLD, dry_run=True).verdict == "done"


def test_a_full_disk_is_said_and_changes_nothing(letter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(letter)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=1000))
    assert refused(letter) == ExitCode.DISK_FULL


def test_a_disk_that_fills_up_while_writing_is_said_and_changes_nothing(letter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = letter.read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match="no room") as caught:
        work(SAY, letter, BOLD)
    assert caught.value.code == ExitCode.DISK_FULL
    assert letter.read_bytes() == before
    assert not list(letter.parent.glob(".letter*"))


@pytest.mark.parametrize("say", ["", "   \n", "123 456", "?!", "x" * 5000, "make it \0 bold"])
def test_an_instruction_that_says_nothing_is_refused(letter: Path, say: str) -> None:
    assert refused(letter, say) == ExitCode.NO_INSTRUCTION


@pytest.mark.parametrize(
    ("fixture", "say"),
    [
        ("letter", "Create a new slide with a bullet-point list."),
        ("letter", "Freeze the top row"),
        ("letter", "Put the total into cell B14"),
        ("sales", "Add a slide about costs"),
        ("sales", "Insert a footnote"),
        ("deck", "Insert a table of contents"),
        ("deck", "Make a pivot table"),
    ],
)
def test_an_instruction_for_another_kind_of_document_is_refused(request: pytest.FixtureRequest, fixture: str, say: str) -> None:
    assert refused(request.getfixturevalue(fixture), say) == ExitCode.OTHER_KIND


@pytest.mark.parametrize(
    ("kind", "say"),
    [
        ("document", "Mention the slide deck in the second paragraph"),
        ("document", "Delete the third column of the table"),
        ("document", 'Write "Create a new slide" at the end'),
        ("spreadsheet", "Make the title row bold"),
        ("presentation", "Make the title of slide 2 bold"),
        ("presentation", "Put a table on the last slide"),
    ],
)
def test_an_instruction_for_this_kind_is_not_refused(kind: Any, say: str) -> None:
    check_kind(say, kind, Path("x"))


@pytest.mark.parametrize(
    ("say", "nothing"), [("Make me a sandwich", True), ("asdf qwer zxcv", True), ("embolden the headline", False), ("Improve the budget part", False)]
)
def test_an_absurd_instruction_names_nothing(say: str, nothing: bool) -> None:
    seen = Observation("document", "x", "", (Element("p1", "Title", "The budget of next year"),))
    assert says_nothing(say, seen, {}) is nothing


@pytest.mark.parametrize("say", ["What is the total?", "How many slides are there?", "Could you tell me who wrote it?", "Is the title bold?"])
def test_questions_are_told_from_instructions(say: str) -> None:
    assert is_question(say)


@pytest.mark.parametrize("say", ["Make it bold", "Can you make it bold?", "Please add a row", "Isolate the title", "Do the title in red"])
def test_instructions_are_no_questions(say: str) -> None:
    assert not is_question(say)


# -- settings ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ({"polcy": "local"}, "did you mean 'policy'"),
        ({"policy": "magic"}, "none of local, local:ADAPTER, script:FILE, openai:MODEL"),
        ({"approval": "maybe"}, "none of auto, ask or deny"),
        ({"max_steps": 0}, "max-steps"),
        ({"workspace": "/nowhere/at/all"}, "is no folder"),
        ({"output": "x.pdf"}, "written as .docx"),
    ],
)
def test_a_wrong_option_is_named(letter: Path, option: dict[str, Any], words: str) -> None:
    with pytest.raises(UserError, match=words):
        lam.run(SAY, letter, **{"office": "memory", **option})


def test_run_folders_live_where_they_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert runs_dir() == tmp_path / "lam" / "runs"
    monkeypatch.setenv("LAM_RUNS", str(tmp_path / "mine"))
    assert runs_dir() == tmp_path / "mine"
    assert runs_dir(tmp_path / "given") == tmp_path / "given"
    assert resolve({"instruction": "x", "file": "y"}).runs_dir == tmp_path / "mine"


def test_the_resolved_settings_are_in_the_run_folder_without_secrets(letter: Path) -> None:
    result = work(SAY, letter, BOLD, base_url="http://user:secret@127.0.0.1:1/v1", max_steps=7)
    text = (find(result.run).path / "config.json").read_text()
    assert json.loads(text)["max_steps"] == 7
    assert "secret" not in text


def test_a_picture_named_in_the_instruction_may_be_read(letter: Path) -> None:
    from lam.session.instruction import named_files

    (letter.parent / "logo.png").write_bytes(b"x")
    assert named_files("insert logo.png after the title", letter.parent) == {(letter.parent / "logo.png").resolve()}
    assert named_files('insert "logo.png", please', letter.parent)
    assert not named_files("insert the logo and other.png", letter.parent)


def test_an_untouched_formula_sheet_is_not_calculated_by_the_memory_office(sales: Path) -> None:
    work("Put =SUM(B2:B13) into B14", sales, act("set_cell", cell="B14", value="=SUM(B2:B13)"))
    assert openpyxl.load_workbook(sales)["Sales"]["B14"].value == "=SUM(B2:B13)"


def test_an_office_that_is_being_opened_is_waited_for_where_the_pool_does_not_know_of_it(letter: Path, tmp_path: Path) -> None:
    told: list[str] = []
    begun = threading.Event()

    class Slow(Memory):
        def reset(self, path: Path) -> Observation:
            begun.set()
            time.sleep(0.2)
            told.append("opened")
            return super().reset(path)

        def close(self) -> None:
            told.append("closed")

    start = Start(resolve({"instruction": "x", "file": letter}), letter, tmp_path / "start.docx", letter)
    with start:  # as if a signal had come while the thread was being started
        start._env = Slow(1.0)
        thread = threading.Thread(target=start._open, args=(start._env,))
        thread.start()
        begun.wait()
    assert told == ["opened", "closed"]
    thread.join()
    with pytest.raises(EnvironmentFault, match="no longer wanted"):
        start._open(start._env)
    assert told == ["opened", "closed"]
