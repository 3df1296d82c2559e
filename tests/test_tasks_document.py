"""Document families prove themselves: nothing done scores 0, the expert 1, the expert with damage elsewhere 0."""

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
from lam.tasks.document import SINGLE, documents
from lam.tasks.wordings import TEST_SHARE, load, slots, split_of
from lam.types import Observation
from tests.experts import carry_out

FAMILIES = families("document")
SEEDS = range(4)
BLANK = Observation("document", "", "")
by_family = pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)


def draw(family: Family, seed: int, split: Split = "train") -> Task:
    return family.sample(random.Random(f"{family.name} {seed}"), split)


@by_family
@pytest.mark.parametrize("split", ["train", "test"])
def test_expert_speaks_the_declared_vocabulary_briefly_and_finishes(family: Family, split: Split) -> None:
    for seed in range(40):
        moves = draw(family, seed, split).expert(BLANK)
        for move in moves:
            validate("document", move.action)
            assert 1 <= len(move.thought.split()) <= 12, move.thought
        assert [m.action.name for m in moves].index("finish") == len(moves) - 1 >= 1


@by_family
def test_same_seed_gives_the_same_task_and_document(family: Family, tmp_path: Path) -> None:
    one, other = draw(family, 1), draw(family, 1)
    assert one.instruction == other.instruction
    for name, task in (("a.docx", one), ("b.docx", other)):
        task.make(tmp_path / name)
    assert not compare(read(tmp_path / "a.docx"), read(tmp_path / "b.docx"))


@by_family
@pytest.mark.parametrize("seed", SEEDS)
def test_doing_nothing_and_damage_alone_score_zero(family: Family, seed: int, tmp_path: Path) -> None:
    task = draw(family, seed)
    task.make(tmp_path / "a.docx")
    assert task.verify(tmp_path / "a.docx", tmp_path / "a.docx").value == 0
    shutil.copy(tmp_path / "a.docx", tmp_path / "b.docx")
    documents.damage(tmp_path / "b.docx", random.Random(seed))
    assert task.verify(tmp_path / "a.docx", tmp_path / "b.docx").value == 0


@pytest.mark.office
@by_family
@pytest.mark.parametrize("seed", SEEDS)
def test_expert_scores_one_and_with_damage_zero(family: Family, seed: int, office: LibreOffice, tmp_path: Path) -> None:
    task = draw(family, seed, "test" if seed == 0 else "train")
    carry_out(office, task, tmp_path / "a.docx", tmp_path / "b.docx")
    assert task.verify(tmp_path / "a.docx", tmp_path / "b.docx").reasons == (), task.instruction
    documents.damage(tmp_path / "b.docx", random.Random(seed))
    assert task.verify(tmp_path / "a.docx", tmp_path / "b.docx").value == 0, task.instruction


@pytest.mark.office
@pytest.mark.parametrize("seed", range(6))
def test_outline_gives_the_ids_that_experts_use(office: LibreOffice, tmp_path: Path, seed: int) -> None:
    source = documents.source(random.Random(seed), "train", ("table",) if seed % 2 else ())
    source.make(tmp_path / "a.docx")
    elements = {e.id: e for e in office.reset(tmp_path / "a.docx").elements}
    manuscript: documents.Manuscript = source.content
    assert list(elements) == list(manuscript.ids)
    ordinal = 0
    for block, id_ in zip(manuscript.blocks, manuscript.ids, strict=True):
        ordinal += block.kind == "text"
        roles = {
            "title": "Title",
            "text": f"Text {ordinal}",
            "heading": f"Heading {block.level}",
            "bullet": "bullet 1",
            "number": "number 1",
            "table": "table",
        }
        if block.kind in roles:
            assert elements[id_].role == roles[block.kind]


@pytest.mark.parametrize("family", SINGLE, ids=lambda family: family.name)
def test_families_have_many_wordings_and_hold_some_back(family: Family) -> None:
    lines = [line for section in load("document", family.name).values() for line in section]
    assert len(lines) >= 60
    assert sum(not slots(line) for line in lines) <= 0.5 * len(lines)
    assert 0 < sum(split_of(line) < TEST_SHARE for line in lines) < len(lines) / 3


@by_family
def test_wordings_of_the_splits_are_disjoint(family: Family) -> None:
    drawn = {split: {w for seed in range(60) for w in draw(family, seed, split).wording.split(" + ")} for split in ("train", "test")}
    assert not drawn["train"] & drawn["test"]
