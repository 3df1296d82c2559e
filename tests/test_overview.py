"""The data can be looked at: samples in the terminal, one page with funnels and distributions."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from lam.cli.data import STAGES, data
from lam.data.journal import Journal
from lam.data.overview import page
from lam.data.overview.stages import sample
from lam.data.pairs import Pair, PlanStep, Provenance, to_record
from lam.errors import UserError

ORIGIN = Provenance("libreoffice-help", "swriter/<b>page</b>.html", "MPL-2.0")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    journal = Journal(tmp_path / "pairs", "collect")
    for n in range(30):
        pair = Pair("procedure" if n % 3 else "command", "document", f"Insert <thing> {n}", (PlanStep("Choose Insert.", "command"),), ORIGIN)
        journal.record(f"page{n}", [to_record(pair)], {"too short": 2})
    journal.finish()
    return tmp_path


def test_the_page_has_counts_funnels_and_samples(root: Path) -> None:
    text = page.write(root, root / "report.html", samples=3).read_text()
    assert "<b>30</b>" in text
    assert "dropped: too short" in text
    assert ">60</em>" in text
    assert "procedure" in text
    assert "&lt;thing&gt;" in text, "what the data says is never markup"
    assert text.count("<pre>") == 3


def test_nothing_to_report_on_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no data"):
        page.write(tmp_path, tmp_path / "report.html")


def test_samples_are_random_and_reproducible(root: Path) -> None:
    def show(*more: str) -> str:
        result = CliRunner().invoke(data, ["show", "pairs", "--data", str(root), "-n", "4", *more])
        assert result.exit_code == 0, result.output
        return result.output

    assert show() == show()
    assert show() != show("--seed", "1")
    assert show().count("libreoffice-help") == 4
    assert show("--find", "thing> 17").count("libreoffice-help") == 1
    assert "1. Choose Insert.  <command>" in show()


def test_each_item_is_as_likely_as_the_others() -> None:
    counts = Counter(item for seed in range(2000) for item in sample(range(20), 5, seed))
    assert set(counts) == set(range(20))
    assert all(400 < n < 600 for n in counts.values())


@pytest.mark.parametrize("stage", ["pairs", "evolved", "tasks", "demonstrations"])
def test_a_stage_that_was_not_run_is_named_with_its_command(tmp_path: Path, stage: str) -> None:
    result = CliRunner().invoke(data, ["show", stage, "--data", str(tmp_path)])
    assert isinstance(result.exception, UserError)
    assert "run that first" in str(result.exception)


@pytest.mark.parametrize("name", STAGES)
def test_every_command_explains_itself(name: str) -> None:
    result = CliRunner().invoke(data, [name, "--help"])
    assert result.exit_code == 0, result.output
    assert len(result.output.splitlines()) > 5
