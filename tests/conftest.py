"""Shared fixtures: an office per test module, and private run folders."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lam.envs.libreoffice import LibreOffice


@pytest.fixture(scope="module")
def office() -> Iterator[LibreOffice]:
    """A private LibreOffice in memory."""
    with LibreOffice() as environment:
        yield environment


@pytest.fixture(autouse=True)
def private_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run folders and audit logs of tests stay in the test's own folder."""
    state: Path = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("XDG_STATE_HOME", str(state))
    monkeypatch.delenv("LAM_RUNS", raising=False)
    return state


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """A text document: Title `Quarterly Report`, text, `Results`, text, a table of 3 rows, text."""
    import docx

    document = docx.Document()
    document.add_heading("Quarterly Report", 0)
    document.add_paragraph("The team met in May to plan the summer.")
    document.add_heading("Results", 1)
    document.add_paragraph("Sales grew by 12 percent over the year.")
    table = document.add_table(3, 2)
    for row, values in enumerate([("Name", "Amount"), ("Apples", "12"), ("Pears", "30")]):
        for column, value in enumerate(values):
            table.cell(row, column).text = value
    document.add_paragraph("The next meeting is in autumn.")
    document.save(str(tmp_path / "letter.docx"))
    return tmp_path / "letter.docx"


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    """A workbook: sheet `Sales` with Month and Sales for twelve months, sheet `Notes`."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "Sales"
    book.active.append(["Month", "Sales"])
    for index, month in enumerate(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]):
        book.active.append([month, 100 + 10 * index])
    book.create_sheet("Notes")["A1"] = "Topic"
    book.save(tmp_path / "sales.xlsx")
    return tmp_path / "sales.xlsx"


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    """A presentation: a title slide `Plan`, and `Findings` with three bullets."""
    import pptx

    deck = pptx.Presentation()
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text = "Plan"
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Findings"
    slide.placeholders[1].text = "Costs fell\nSales rose\nStaff stayed"
    deck.save(str(tmp_path / "deck.pptx"))
    return tmp_path / "deck.pptx"


@pytest.fixture(params=["letter", "sales", "deck"])
def document(request: pytest.FixtureRequest) -> Path:
    """Each kind of document in turn."""
    path: Path = request.getfixturevalue(request.param)
    return path
