"""A text document that ends in a table, as libraries write it."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from lam.envs.libreoffice import LibreOffice
from lam.envs.libreoffice.repair import repair


@pytest.fixture(params=[0, 1], ids=["table only", "paragraph and table"])
def ends_in_table(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    document = docx.Document()
    for _ in range(request.param):
        document.add_paragraph("before")
    document.add_table(2, 2).cell(1, 1).text = "last cell"
    path = tmp_path / "table.docx"
    document.save(str(path))
    return path


def test_paragraph_is_added_behind_the_last_table_once(ends_in_table: Path) -> None:
    before = [p.text for p in docx.Document(str(ends_in_table)).paragraphs]
    assert repair(ends_in_table)
    assert not repair(ends_in_table)
    again = docx.Document(str(ends_in_table))
    assert [p.text for p in again.paragraphs] == [*before, ""]
    assert again.tables[0].cell(1, 1).text == "last cell"


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    plain = tmp_path / "plain.docx"
    document = docx.Document()
    document.add_paragraph("only words")
    document.save(str(plain))
    (tmp_path / "broken.docx").write_bytes(b"no zip at all")
    content = plain.read_bytes()
    assert not repair(plain)
    assert plain.read_bytes() == content
    assert not repair(tmp_path / "broken.docx")


@pytest.mark.office
def test_office_opens_it_and_sees_the_table(office: LibreOffice, ends_in_table: Path) -> None:
    observation = office.reset(ends_in_table)
    assert "t1" in [element.id for element in observation.elements]
