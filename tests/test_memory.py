"""The office in memory does what it says, on real files."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
import pptx
import pytest

from lam.agent.prompt import line
from lam.envs.memory import Memory
from lam.errors import ActionRejected, EnvironmentFault, ExitCode, UserError
from lam.types import Action


def outline(env: Memory) -> list[str]:
    return [line(e) for e in env.observe().elements]


def after(env: Memory, path: Path, *actions: Action) -> Path:
    env.reset(path)
    for action in actions:
        assert env.act(action).ok
    saved = path.with_stem("after")
    env.snapshot(saved)
    return saved


def test_a_text_document_is_outlined_by_the_contract(letter: Path) -> None:
    env = Memory()
    seen = env.reset(letter)
    assert seen.summary == "5 paragraphs, 1 table"
    assert outline(env) == [
        "p1 [Title] Quarterly Report",
        "p2 [Text 1] The team met in May to plan the summer.",
        "p3 [Heading 1] Results",
        "p4 [Text 2] Sales grew by 12 percent over the year.",
        "t1 [table] Name | Amount (3x2)",
        "p5 [Text 3] The next meeting is in autumn.",
    ]


def test_a_workbook_is_outlined_by_the_contract(sales: Path) -> None:
    env = Memory()
    assert env.reset(sales).summary == "sheets: Sales (active), Notes; used A1:B13; next free row 14, next free column C"
    lines = outline(env)
    assert lines[:3] == ["A: Month (A2:A13 text)", "B: Sales (B2:B13 number)", "2: Jan | 100"]
    assert lines[-1] == "Notes [sheet] Topic (A1:A1)"


def test_a_presentation_is_outlined_by_the_contract(deck: Path) -> None:
    env = Memory()
    assert env.reset(deck).summary == "2 slides, current s1"
    assert outline(env)[-2:] == ["s2.1 [title] Findings", "s2.2 [content] Costs fell / Sales rose / Staff stayed"]


def test_edits_of_a_text_document_reach_the_file(letter: Path) -> None:
    saved = after(
        Memory(),
        letter,
        Action("format_text", {"target": "p1", "bold": True, "size_pt": 16, "color": "dark blue"}),
        Action("format_text", {"target": "p4", "match": "12 percent", "italic": True}),
        Action("insert_text", {"text": "One\nTwo", "target": "p2"}),
        Action("set_table_cells", {"table": "t1", "cell": "B2", "data": [["13"], ["31"]]}),
        Action("delete", {"target": "p7"}),
    )
    document = docx.Document(str(saved))
    title = document.paragraphs[0].runs[0]
    assert (title.bold, title.font.size.pt, str(title.font.color.rgb)) == (True, 16.0, "00008B")
    assert [p.text for p in document.paragraphs[1:5]] == ["The team met in May to plan the summer.", "One", "Two", "Results"]
    assert [(r.text, r.italic) for r in document.paragraphs[5].runs if r.text] == [
        ("Sales grew by ", None),
        ("12 percent", True),
        (" over the year.", None),
    ]
    assert [cell.text for cell in document.tables[0].columns[1].cells] == ["Amount", "13", "31"]
    assert len(document.paragraphs) == 6


def test_edits_of_a_workbook_reach_the_file(sales: Path) -> None:
    saved = after(
        Memory(),
        sales,
        Action("set_cell", {"cell": "B14", "value": "=AVERAGE(B11:B13)"}),
        Action("format_cells", {"range": "A1:B1", "bold": True, "fill": "yellow"}),
        Action("format_number", {"range": "Sales!B2:B13", "format": "currency", "decimals": 2}),
        Action("freeze", {"rows": 1}),
        Action("rename_sheet", {"sheet": "Notes", "name": "Remarks"}),
    )
    book = openpyxl.load_workbook(saved)
    sheet = book["Sales"]
    assert (sheet["B14"].value, sheet["A1"].font.b, sheet["B1"].fill.fgColor.rgb) == ("=AVERAGE(B11:B13)", True, "FFFFFF00")
    assert (sheet["B5"].number_format, sheet.freeze_panes, book.sheetnames) == ('"$"#,##0.00', "A2", ["Sales", "Remarks"])


def test_edits_of_a_presentation_reach_the_file(deck: Path) -> None:
    saved = after(
        Memory(),
        deck,
        Action("add_slide", {"title": "Key findings", "bullets": ["One", "Two"], "after": "s1"}),
        Action("set_title", {"slide": "s3", "text": "Details"}),
        Action("set_notes", {"slide": "s1", "text": "Say hello"}),
        Action("delete_shape", {"target": "s1.2"}),
    )
    slides = pptx.Presentation(str(saved)).slides
    assert [s.shapes.title.text for s in slides] == ["Plan", "Key findings", "Details"]
    assert slides[1].placeholders[1].text == "One\nTwo"
    assert slides[0].notes_slide.notes_text_frame.text == "Say hello"
    assert len(slides[0].shapes) == 1


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (Action("format_text", {"target": "p9", "bold": True}), "p1 to p5"),
        (Action("format_text", {"target": "p1", "match": "nowhere", "bold": True}), "does not occur"),
        (Action("format_text", {"target": "p1", "color": "no colour"}), "no colour"),
        (Action("apply_style", {"target": "p1", "style": "Nothing"}), "no paragraph style"),
        (Action("set_table_cells", {"table": "t1", "cell": "B3", "data": [["1", "2"]]}), "does not fit"),
        (Action("insert_toc", {}), "not supported"),
        (Action("undo", {"steps": 3}), "only 0 changes"),
    ],
)
def test_a_rejection_says_why(letter: Path, action: Action, words: str) -> None:
    env = Memory()
    env.reset(letter)
    with pytest.raises(ActionRejected, match=words):
        env.act(action)


def test_undo_find_and_read(letter: Path) -> None:
    env = Memory()
    env.reset(letter)
    before = outline(env)
    env.act(Action("replace_text", {"target": "p2", "text": "Nothing"}))
    assert env.observe().changed == ("p2 [Text 1] Nothing",)
    env.act(Action("undo", {}))
    assert outline(env) == before
    assert "p4" in env.act(Action("find_text", {"query": "12 PERCENT"})).data
    assert env.act(Action("read", {"target": "p3"})).data == "p3 [Heading 1] Results"


def test_it_dies_when_told_to_and_comes_back(letter: Path, tmp_path: Path) -> None:
    env = Memory(faults=frozenset({1}))
    env.reset(letter)
    snapshot = tmp_path / "snapshot.docx"
    env.snapshot(snapshot)
    with pytest.raises(EnvironmentFault):
        env.act(Action("replace_text", {"target": "p2", "text": "x"}))
    with pytest.raises(EnvironmentFault):
        env.observe()
    env.restore(snapshot)
    assert env.act(Action("replace_text", {"target": "p2", "text": "x"})).ok


def test_what_it_cannot_open_is_the_callers_fault(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"nonsense")
    for name, code in (("a.docx", ExitCode.CORRUPT), ("b.docx", ExitCode.NO_FILE), ("c.doc", ExitCode.UNSUPPORTED)):
        with pytest.raises(UserError) as caught:
            Memory().reset(tmp_path / name)
        assert caught.value.code == code
