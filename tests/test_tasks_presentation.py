"""Every presentation task proves itself: nothing done scores 0, the expert 1, the expert plus damage elsewhere 0."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from pptx import Presentation

from lam.actions import validate
from lam.agent.prompt import outline
from lam.envs.base import Environment
from lam.envs.libreoffice import LibreOffice
from lam.envs.memory import Memory
from lam.reading import compare, only_changed, read
from lam.tasks.base import Family, Move, Task
from lam.tasks.presentation import FAMILIES, checks, documents
from lam.tasks.presentation.slides import LONGEST, SummarySlide, gist
from lam.tasks.wordings import load, split_of
from tests.experts import carry_out

SEEDS = range(3)
IN_MEMORY = ("add_slide", "summary_slide", "delete_slide", "move_slide", "hide_slide", "set_bullets", "add_text_box", "speaker_notes")
"""Families whose actions the office in memory carries out, formatting kept."""
every_family = pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)


def sample(family: Family, seed: int) -> Task:
    return family.sample(random.Random(f"{family.name} {seed}"), "test" if seed % 3 == 0 else "train")


def work(environment: Environment, task: Task, folder: Path) -> tuple[Path, Path, list[Move]]:
    """The deck before and after the expert."""
    before, after = folder / "before.pptx", folder / "after.pptx"
    return before, after, carry_out(environment, task, before, after)


def prove(environment: Environment, task: Task, folder: Path, seed: int) -> None:
    before, after, _ = work(environment, task, folder)
    score = task.verify(before, after)
    assert score.value == 1.0, f"{task.instruction}: {score.reasons}"
    new = [
        int(found[1])
        for c in compare(read(before), read(after))
        if c.part == "slide" and c.before is None and (found := re.match(r"slide (\d+)$", c.where))
    ]
    what = documents.damage(after, random.Random(seed), new)
    assert task.verify(before, after).value == 0.0, f"{task.instruction}, but also {what}"


@every_family
@pytest.mark.parametrize("seed", SEEDS)
def test_doing_nothing_scores_0(family: Family, seed: int, tmp_path: Path) -> None:
    task = sample(family, seed)
    task.make(tmp_path / "deck.pptx")
    assert task.verify(tmp_path / "deck.pptx", tmp_path / "deck.pptx").value == 0.0, task.instruction


@pytest.mark.parametrize("family", [f for f in FAMILIES if f.name in IN_MEMORY], ids=lambda family: family.name)
@pytest.mark.parametrize("seed", SEEDS)
def test_in_memory_the_expert_scores_1_and_damage_elsewhere_0(family: Family, seed: int, tmp_path: Path) -> None:
    prove(Memory(), sample(family, seed), tmp_path, seed)


@pytest.mark.office
@every_family
@pytest.mark.parametrize("seed", SEEDS)
def test_in_the_office_the_expert_scores_1_and_damage_elsewhere_0(family: Family, seed: int, tmp_path: Path, office: LibreOffice) -> None:
    prove(office, sample(family, seed), tmp_path, seed)


@every_family
def test_experts_speak_in_the_terms_of_the_outline(family: Family, tmp_path: Path) -> None:
    environment = Memory()
    for seed in range(4):
        task = sample(family, seed)
        task.make(tmp_path / "deck.pptx")
        seen = environment.reset(tmp_path / "deck.pptx")
        ids = {element.id for element in seen.elements} | {"all", f"s{sum('.' not in e.id for e in seen.elements) + 1}"}
        moves = task.expert(seen)
        assert [m.action.name for m in moves].count("finish") == 1
        assert moves[-1].action.name == "finish"
        for move in moves:
            assert validate("presentation", move.action)[1].args == move.action.args
            assert {v for k, v in move.action.args.items() if k in ("slide", "target", "after")} <= ids, task.instruction
            assert 0 < len(move.thought.split()) <= 12, move.thought


@every_family
def test_a_seed_makes_the_same_task_and_deck(family: Family, tmp_path: Path) -> None:
    one, two = sample(family, 1), sample(family, 1)
    assert (one.instruction, one.wording) == (two.instruction, two.wording)
    one.make(tmp_path / "one.pptx")
    two.make(tmp_path / "two.pptx")
    assert compare(read(tmp_path / "one.pptx"), read(tmp_path / "two.pptx")) == ()


@pytest.mark.parametrize("family", [f for f in FAMILIES if f.name != "joined"], ids=lambda family: family.name)
def test_wordings_are_many_and_those_for_tests_never_occur_in_training(family: Family) -> None:
    lines = [line for section in load("presentation", family.name).values() for line in section]
    assert len(lines) >= 60
    used = {split: {family.sample(random.Random(f"{split}{n}"), split).wording for n in range(50)} for split in ("train", "test")}  # type: ignore[arg-type]
    assert not used["train"] & used["test"]
    assert all(split_of(wording) >= 0.15 for wording in used["train"])


def test_no_slot_is_left_unfilled_and_no_instruction_is_blank() -> None:
    for family in FAMILIES:
        for seed in range(30):
            text = sample(family, seed).instruction
            assert text.strip()
            assert not re.search(r"\{\w+\}", text), text


def test_what_an_instruction_names_is_in_view_for_a_small_model(tmp_path: Path) -> None:
    """Of the elements that experts address, nearly all are among the lines that a prompt shows."""
    shown, hidden = 0, 0
    for family in FAMILIES:
        for seed in range(3):
            task = sample(family, seed)
            task.make(tmp_path / "deck.pptx")
            seen = Memory().reset(tmp_path / "deck.pptx")
            lines = {line.split(" ", 1)[0] for line in outline(seen, task.instruction, 60, 18).splitlines()}
            named = [str(v) for m in task.expert(seen) for k, v in m.action.args.items() if k in ("slide", "target", "after") and v != "all"]
            shown += sum(name in lines for name in named)
            hidden += sum(name not in lines for name in named)
    assert hidden <= 0.03 * (shown + hidden), (shown, hidden)


class TestSummaries:
    """The verifier of the summary slide takes other summaries than the expert's, but none that is made up."""

    @staticmethod
    def score(folder: Path, title: str, bullets: list[str], spoil: bool = False) -> float:
        deck = documents.Deck(
            (
                documents.Slide("title", "Town energy plan", "Spring review"),
                documents.Slide("title_content", "Heating", lists=(("Heat pumps cut gas use by 30%", "Boilers are old"),)),
                documents.Slide("title_content", "Power", lists=(("Solar panels cover half of the roofs", "Wind power comes next"),)),
            )
        )
        before, after = folder / "before.pptx", folder / "after.pptx"
        documents.write(deck, before)
        file = Presentation(str(before))
        slide = file.slides.add_slide(file.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = "\n".join(bullets)
        if spoil:
            file.slides[1].placeholders[1].text = "Boilers are old"
        file.save(str(after))
        old, new = read(before), read(after)
        return only_changed(old, new, checks.summary(None, None, None)(old, new)).value

    def test_the_decks_own_words_in_another_form_are_fine(self, tmp_path: Path) -> None:
        assert self.score(tmp_path, "In short", ["Gas use cut by 30% with heat pumps", "Solar panels on half of the roofs"]) == 1.0

    def test_titles_of_the_slides_are_fine(self, tmp_path: Path) -> None:
        assert self.score(tmp_path, "Key Points", ["Heating", "Power"]) == 1.0

    @pytest.mark.parametrize(
        "bullets", [["Quarterly revenue doubled", "Customers love us"], ["Heat pumps cut gas use by 45%", "Boilers are old"], ["Boilers are old"]]
    )
    def test_invented_facts_and_single_bullets_are_not(self, tmp_path: Path, bullets: list[str]) -> None:
        assert self.score(tmp_path, "Key Findings", bullets) == 0.0

    def test_a_missing_title_is_not(self, tmp_path: Path) -> None:
        assert self.score(tmp_path, "", ["Boilers are old", "Wind power comes next"]) == 0.0

    def test_an_old_slide_that_changed_is_not(self, tmp_path: Path) -> None:
        assert self.score(tmp_path, "Key Findings", ["Boilers are old", "Wind power comes next"], spoil=True) == 0.0

    def test_long_items_are_cut_where_a_clause_ends(self) -> None:
        long = "Orders rose by 20% in Bern, which the board welcomes because demand is growing fast"
        assert gist(long) == "Orders rose by 20% in Bern"
        assert gist("Boilers are old") == "Boilers are old"
        assert len(gist(" ".join(["word"] * 30)).split()) == LONGEST

    def test_the_sample_sentence_is_one_of_the_instructions(self) -> None:
        wording = "Create a new slide with a bullet-point list summarizing the {topic}."
        assert wording in load("presentation", SummarySlide.name)[""]
