"""Spreadsheet families prove themselves: nothing done scores 0, the expert 1, the expert with damage elsewhere 0."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from lam.actions import validate
from lam.envs.libreoffice import LibreOffice
from lam.reading import compare, read
from lam.tasks import families
from lam.tasks.base import Family, Split, Task
from lam.tasks.spreadsheet import documents
from lam.tasks.spreadsheet.damage import damage
from lam.tasks.wordings import TEST_SHARE, load, split_of
from lam.types import Observation
from tests.experts import carry_out

FAMILIES = families("spreadsheet")
SEEDS = range(5)
BLANK = Observation("spreadsheet", "", "")
by_family = pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)


def draw(family: Family, seed: int, split: Split = "train") -> Task:
    return family.sample(random.Random(f"{family.name} {seed}"), split)


@by_family
@pytest.mark.parametrize("split", ["train", "test"])
def test_expert_speaks_the_declared_vocabulary_briefly_and_finishes(family: Family, split: Split) -> None:
    for seed in range(40):
        task = draw(family, seed, split)
        moves = task.expert(BLANK)
        assert "{" not in task.instruction
        for move in moves:
            validate("spreadsheet", move.action)
            assert 1 <= len(move.thought.split()) <= 15, move.thought
        assert [m.action.name for m in moves].index("finish") == len(moves) - 1 >= 1


@by_family
def test_same_seed_gives_the_same_task_and_workbook(family: Family, tmp_path: Path) -> None:
    one, other = draw(family, 1), draw(family, 1)
    assert one.instruction == other.instruction
    for name, task in (("a.xlsx", one), ("b.xlsx", other)):
        task.make(tmp_path / name)
    assert not compare(read(tmp_path / "a.xlsx"), read(tmp_path / "b.xlsx"))


@by_family
@pytest.mark.parametrize("seed", range(12))
def test_doing_nothing_and_damage_alone_score_zero(family: Family, seed: int, tmp_path: Path) -> None:
    task = draw(family, seed)
    task.make(tmp_path / "a.xlsx")
    assert task.verify(tmp_path / "a.xlsx", tmp_path / "a.xlsx").value == 0, task.instruction
    shutil.copy(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    damage(tmp_path / "b.xlsx", random.Random(seed))
    assert task.verify(tmp_path / "a.xlsx", tmp_path / "b.xlsx").value == 0, task.instruction


@pytest.mark.office
@by_family
@pytest.mark.parametrize("seed", SEEDS)
def test_expert_scores_one_and_with_damage_zero(family: Family, seed: int, office: LibreOffice, tmp_path: Path) -> None:
    task = draw(family, seed, "test" if seed == 0 else "train")
    carry_out(office, task, tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    assert task.verify(tmp_path / "a.xlsx", tmp_path / "b.xlsx").reasons == (), task.instruction
    damage(tmp_path / "b.xlsx", random.Random(seed))
    assert task.verify(tmp_path / "a.xlsx", tmp_path / "b.xlsx").value == 0, task.instruction


@pytest.mark.office
@pytest.mark.parametrize("seed", range(8))
def test_outline_gives_the_columns_and_rows_that_experts_use(office: LibreOffice, tmp_path: Path, seed: int) -> None:
    made = documents.book(random.Random(seed), "train", total=0.3, title=0.4)
    documents.write(made, tmp_path / "a.xlsx")
    seen = office.reset(tmp_path / "a.xlsx")
    elements = {e.id: e for e in seen.elements}
    sheet = made.sheet
    assert f"{sheet.name} (active)" in seen.summary
    assert f"next free row {sheet.bottom + 1}, next free column {sheet.letter(len(sheet.columns))}" in seen.summary
    for index, column in enumerate(sheet.columns):
        found = elements[sheet.letter(index)]
        assert (found.role, found.text, found.detail.split()[0]) == ("column", column.header, sheet.data(index))
    assert {f"{sheet.first + position}" for position in sheet.seen_rows} <= elements.keys()


@pytest.mark.parametrize("family", [f for f in FAMILIES if not f.name.startswith("joined")], ids=lambda family: family.name)
def test_families_have_many_wordings_and_hold_some_back(family: Family) -> None:
    lines = [line for section in load("spreadsheet", family.name).values() for line in section]
    assert len(lines) >= 60
    assert 0 < sum(split_of(line) < TEST_SHARE for line in lines) < len(lines) / 3


@by_family
def test_wordings_of_the_splits_are_disjoint(family: Family) -> None:
    drawn = {split: {w for seed in range(60) for w in draw(family, seed, split).wording.split(" + ")} for split in ("train", "test")}
    assert not drawn["train"] & drawn["test"]
