"""The judges of the held-out sample tasks: right work passes, nothing done and wrong work do not; no wording is training data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lam.envs.libreoffice import LibreOffice
from lam.evaluation.held_out import JUDGES, SAMPLES, leaks, wordings
from lam.reading import read
from lam.types import Action

FOLDER = Path(__file__).resolve().parents[1] / "samples"
BULLETS = ["The rose walk was named most often", "Shade near the ponds is scarce in summer"]


def test_wordings_are_held_out_and_enough() -> None:
    assert leaks() == []
    assert all(len(wordings(task)) >= 12 for task in SAMPLES)


@pytest.mark.office
@pytest.mark.parametrize(
    ("task", "name", "args", "right"),
    [
        ("report", "format_text", {"target": "p1", "bold": True, "size_pt": 16}, True),
        ("report", "format_text", {"target": "p1", "bold": True}, False),
        ("report", "format_text", {"target": "all", "bold": True, "size_pt": 16}, False),
        ("sales", "set_cell", {"cell": "B14", "value": "=AVERAGE(B11:B13)"}, True),
        ("sales", "set_cell", {"cell": "B14", "value": "=AVERAGE(B13:C13)"}, False),
        ("sales", "set_cell", {"cell": "B13", "value": "=AVERAGE(B11:B12)"}, False),
        ("deck", "add_slide", {"title": "Key findings", "bullets": BULLETS}, True),
        ("deck", "add_slide", {"title": "Key findings", "bullets": ["Something else", "Entirely made up"]}, False),
        ("deck", "delete_slide", {"slide": "s2"}, False),
    ],
)
def test_judge_tells_right_from_wrong(office: LibreOffice, tmp_path: Path, task: str, name: str, args: dict[str, Any], right: bool) -> None:
    start, after = (tmp_path / f"{stem}{Path(SAMPLES[task]).suffix}" for stem in ("start", "after"))
    office.reset(FOLDER / SAMPLES[task])
    office.snapshot(start)
    assert JUDGES[task](read(start), read(start)), "nothing done is not right"
    office.act(Action(name, args))
    office.snapshot(after)
    assert (JUDGES[task](read(start), read(after)) == "") is right
