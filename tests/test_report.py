"""The report of a run: complete, safe to open, and readable without the run's program."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from lam.errors import TaskBroken
from lam.evaluation import report
from lam.session import run
from lam.store import RunFolder

HOSTILE = "<script>alert(1)</script> & 'quotes'"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "letter.docx"
    made = docx.Document()
    made.add_heading("My title", 0)
    made.add_paragraph(HOSTILE)
    made.save(str(path))
    return path


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "script.jsonl"
    path.write_text('{"action": "format_text", "args": {"target": "p1", "bold": true}, "thought": "<b>title</b> is p1"}\n')
    return path


def test_report_shows_every_step_with_picture_and_mark(document: Path, script: Path, office_name: str) -> None:
    result = run("Make the title bold.", document, policy=f"script:{script}", office=office_name)
    page = (Path(result.folder) / "report.html").read_text(encoding="utf-8")
    assert "Done, verified" in page
    assert "Make the title bold." in page
    assert page.count("<article") == result.steps == 2
    assert "format_text" in page
    assert "paragraph 1" in page
    assert f"lam undo {result.run}" in page
    if office_name == "libreoffice":
        assert 'src="step-1.png"' in page
        assert 'style="left:' in page
        assert (Path(result.folder) / "step-1.png").stat().st_size > 10_000


def test_text_of_document_and_policy_is_escaped(document: Path, script: Path) -> None:
    result = run(f"Make the title bold {HOSTILE}", document, policy=f"script:{script}", office="memory")
    page = (Path(result.folder) / "report.html").read_text(encoding="utf-8")
    assert "<script>" not in page
    assert "&lt;b&gt;title&lt;/b&gt; is p1" in page


def test_run_without_a_result_is_no_report(tmp_path: Path) -> None:
    folder = RunFolder.create(tmp_path, "cut off", {"instruction": "x", "kind": "document"})
    with pytest.raises(TaskBroken, match="no result"):
        report.write(folder)


@pytest.fixture(params=["memory", pytest.param("libreoffice", marks=pytest.mark.office)])
def office_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)
