"""Everyday tasks: the files beside the package are what they should be, recipes become documents, experts act in the real office."""

import json
import random
import re
from pathlib import Path
from typing import Any, get_args

import docx
import openpyxl
import pptx
import pytest

from lam.actions import validate
from lam.agent.episodes import episode
from lam.data.demonstrate.everyday import _wrong_ways
from lam.data.demonstrate.execute import Demonstrator, demonstrate
from lam.envs.libreoffice import LibreOffice
from lam.errors import TaskBroken
from lam.evaluation.live import SUFFIX, _like, everyday_tasks
from lam.tasks.base import Split
from lam.tasks.everyday import FAMILY, _read, everyday, names
from lam.tasks.everyday.recipes import writer
from lam.tasks.mistakes import _other_place
from lam.types import Element, Observation


@pytest.mark.parametrize("split", get_args(Split))
def test_what_is_written_can_be_done(split: Split) -> None:
    for found in everyday(split):
        assert found.wishes
        for wish in found.wishes:
            assert len(set(wish.say)) == len(wish.say) >= 2, f"{found.name}: {wish.say[0]}"
            assert wish.more
            assert wish.more not in wish.say
            assert wish.moves[-1].action.name == "finish"
            for move in wish.moves:
                validate(found.kind, move.action)
                assert len(move.thought.split()) <= 15, f"{found.name}: {move.thought}"


def test_nothing_is_on_both_sides() -> None:
    train, test = ({text.casefold() for found in everyday(split) for wish in found.wishes for text in wish.say} for split in get_args(Split))
    assert not sum(text in train for text in test)
    recipes = [json.dumps(found.recipe, sort_keys=True) for split in get_args(Split) for found in everyday(split)]
    assert len(set(recipes)) == len(recipes)


def test_a_text_document_is_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    lines = ["# Trip", "We meet at nine.", "## What to bring", "### Food", "- Water", "1. First", "| Name | Paid |", "| Ada | yes |", ""]
    writer({"kind": "document", "lines": lines, "font": "Arial", "header": "Choir", "landscape": True})(path)
    made = docx.Document(str(path))
    styles = [(p.style.name, p.text) for p in made.paragraphs if p.style]
    assert styles[:4] == [("Title", "Trip"), ("Normal", "We meet at nine."), ("Heading 1", "What to bring"), ("Heading 2", "Food")]
    assert styles[4:6] == [("List Bullet", "Water"), ("List Number", "First")]
    assert made.tables[0].cell(1, 1).text == "yes"
    assert made.sections[0].header.paragraphs[0].text == "Choir"
    assert made.sections[0].page_width > made.sections[0].page_height


def test_a_workbook_is_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    sheet: dict[str, Any] = {
        "name": "Stock",
        "rows": [["Shop"], ["Item", "Price", "Date", "Twice"], ["Tea", 2.5, "2026-03-01", "=B3*2"], [None, 3]],
        "bold": ["A2:D2"],
        "merge": ["A1:D1"],
        "fills": {"A2": "#DDEBF7"},
        "formats": {"B3:B4": "0.00"},
        "widths": {"A": 20},
        "freeze": "A3",
    }
    writer({"kind": "spreadsheet", "sheets": [sheet]})(path)
    made = openpyxl.load_workbook(path)["Stock"]
    assert made["A4"].value is None
    assert made["C3"].value.isoformat().startswith("2026-03-01")
    assert (made["D3"].value, made["B4"].number_format, made.freeze_panes) == ("=B3*2", "0.00", "A3")
    assert made["D2"].font.bold
    assert made["A2"].fill.start_color.rgb.endswith("DDEBF7")


def test_a_deck_is_its_slides(tmp_path: Path) -> None:
    path = tmp_path / "a.pptx"
    extras = [
        {"role": "shape", "form": "ellipse", "text": "Go", "box": [20, 10, 4, 3]},
        {"role": "chart", "form": "bar", "text": "Rain", "cells": [["Jan", 4], ["Feb", 6]], "box": [2, 6, 10, 8]},
        {"role": "image", "text": "a bridge", "box": [14, 6, 4, 3]},
    ]
    slides = [
        {"layout": "title", "title": "Rivers", "subtitle": "A talk"},
        {"layout": "title_content", "title": "Plan", "lists": [["one", "two"]], "notes": "slowly", "extras": extras},
    ]
    writer({"kind": "presentation", "slides": slides})(path)
    second = pptx.Presentation(str(path)).slides[1]
    assert second.shapes.title is not None
    assert second.shapes.title.text_frame.text == "Plan"
    assert second.notes_slide.notes_text_frame is not None
    assert second.notes_slide.notes_text_frame.text == "slowly"
    assert [shape.has_chart for shape in second.shapes].count(True) == 1


@pytest.mark.parametrize(
    "recipe",
    [
        {"kind": "drawing"},
        {"kind": "document"},
        {"kind": "document", "lines": ["| a | b |", "| c |"]},
        {"kind": "presentation", "slides": [{"layout": "wide"}]},
        {"kind": "presentation", "slides": [{"layout": "blank", "extras": [{"role": "film", "box": [1, 1, 1, 1]}]}]},
    ],
)
def test_a_wrong_recipe_is_named(recipe: dict[str, Any]) -> None:
    with pytest.raises(TaskBroken):
        writer(recipe)


def test_a_wrong_line_is_named() -> None:
    with pytest.raises(TaskBroken, match=r"train/x.jsonl:2: KeyError"):
        _read("train", "x", '{"kind": "document", "lines": ["a"]}\n{"say": ["b"]}')


def test_an_expert_carries_out_every_wording() -> None:
    name = names("train")[0]
    found = everyday("train")[0]
    worker = Demonstrator()
    worker.open()
    try:
        line = worker.do(("everyday", f"train/{name}"))
    finally:
        worker.close()
    assert not line["dropped"], line["facts"]
    kept = [episode(record) for record in line["kept"]]
    assert len(kept) == sum(len(wish.say) for wish in found.wishes)
    assert {one.wording for one in kept} == {wish.say[0] for wish in found.wishes}
    wrong = [record["trajectory"] for record in line["facts"]["wrong"]]
    more = [told for told in wrong if told["reason"] == "asks for more"]
    assert {told["instruction"] for told in more} == {wish.more for wish in found.wishes}
    assert len(found.wishes) / 2 < len(wrong) - len(more) <= len(found.wishes)
    assert {told["verdict"] for told in wrong} == {"not done"}


@pytest.mark.parametrize("value", ["p3", "s2.1", "B2:B9", "C4", "3", "D"])
def test_another_place_is_another_one_of_its_kind(value: str) -> None:
    elements = [Element(id_, "Text", "words") for id_ in ("p2", "p3", "p4", "s2.1", "s2.2", "s3")]
    found = {str(_other_place(value, elements, random.Random(seed))) for seed in range(30)} - {value}
    assert len(found) > (0 if value == "s2.1" else 1)
    assert {re.sub(r"[0-9]+|[A-Z]", "#", other) for other in found} == {re.sub(r"[0-9]+|[A-Z]", "#", value)}


def test_a_wrong_way_is_not_the_right_one() -> None:
    wishes = everyday("train")[0].wishes
    seen = Observation("document", "a", "", (Element("p1", "Title", "a"), Element("p2", "Text 1", "b"), Element("p3", "Text 2", "c")))
    for wish in wishes:
        for moves, why in _wrong_ways(wish, [other for other in wishes if other is not wish], seen, random.Random(1)):
            assert why
            assert moves[-1].action.name == "finish"
            assert [move.action for move in moves] != [move.action for move in wish.moves]


def test_a_run_is_held_against_what_the_expert_makes(tmp_path: Path) -> None:
    task = next(everyday_tasks(1, "train"))
    assert task.family == FAMILY
    document = tmp_path / f"a{SUFFIX[task.kind]}"
    task.make(document)
    with LibreOffice() as office:
        office.reset(document)
        untouched = tmp_path / f"b{document.suffix}"
        office.snapshot(untouched)
        demonstrate(office, task, tmp_path)
    reference = tmp_path / f"after{document.suffix}"
    assert _like(reference, reference).value == 1.0
    assert _like(reference, untouched).value == 0.0


def test_everyday_tasks_take_each_wish_once() -> None:
    chosen = list(everyday_tasks(10_000, "train", seed=3))
    assert len(chosen) == sum(len(found.wishes) for found in everyday("train"))
    assert [t.instruction for t in everyday_tasks(5, "train")] == [t.instruction for t in everyday_tasks(5, "train")]
