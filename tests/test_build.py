"""Training sets: split by family, document and phrasing, checked for leaks, readable by those who train."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from lam.data.build import sets
from lam.data.build.files import Writer, read_parquet
from lam.data.build.leaks import leaks
from lam.data.build.rows import Row, plan_rows
from lam.data.build.sets import build
from lam.data.build.splits import Splitter, choose_families
from lam.data.evolve import Chunk, Evolving, Settings
from lam.data.instantiate.plan import Dropped, Planner
from lam.data.instantiate.stage import instantiate
from lam.data.pairs import Pair, PlanStep, Provenance, Ref, from_record, split_of, to_record
from lam.errors import TaskBroken, UserError

pytest.importorskip("pyarrow", reason="needs the extra `data`")


def row(number: int, family: str = "bold", split: str = "train", **changes: object) -> Row:
    turns = ({"role": "user", "content": f"Do {number}"}, {"role": "assistant", "content": f"done {number}"})
    made = Row(f"id{number}", turns, f"do {number}", "document", "family", "Apache-2.0", family, f"d{number}", f"w{number}", ("x",), split=split)
    return replace(made, **changes)  # type: ignore[arg-type]


def sides(rows: list[Row], **options: object) -> tuple[dict[str, str], Counter[str]]:
    splitter = Splitter(**options)  # type: ignore[arg-type]
    splitter.learn(rows)
    return {r.id: side for side, r in splitter.divide(rows)}, splitter.dropped


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"document": "d1"}, "document is tested on"),
        ({"phrasing": "w1"}, "phrasing is tested on"),
        ({"instruction": "DO 1!"}, "instruction is tested on"),
        ({"parents": ("id1",)}, "made from rows of both sides"),
    ],
)
def test_what_is_tested_on_is_not_learnt(changes: dict[str, object], why: str) -> None:
    found, dropped = sides([row(1, split="test"), row(2, **changes), row(3)])
    assert found == {"id1": "test", "id3": "train"}
    assert dropped == {why: 1}


def test_the_same_conversation_counts_once() -> None:
    found, dropped = sides([row(1), row(1)])
    assert (found, dropped) == ({"id1": "train"}, {"the same conversation twice": 1})


def test_held_out_families_are_never_learnt_not_even_as_half_of_a_task() -> None:
    rows = [row(n, "bold+move" if n % 3 else "move" if n % 2 else "bold") for n in range(200)]
    found, dropped = sides(rows, held_out=frozenset({"move"}))
    assert {r.family for r in rows if found.get(r.id) == "train"} == {"bold"}
    assert {r.family for r in rows if found.get(r.id) == "test_family"} == {"bold+move", "move"}
    assert set(dropped) == {"family is held out, document is trained on"}


def made_on(page: int, count: int) -> list[Pair]:
    """Pairs of one page of the help, whose commands stand in one menu with those of the other pages."""
    things = ("Bold", "Italic", "Underline", "Strikethrough", "Shadow", "Superscript")
    return [
        Pair("command", "document", f"Make the selected text {things[k].lower()} as page {page} says",
             (PlanStep(f"Choose Format > Text > {things[k]}", "command", (Ref("menu", f"Format > Text > {things[k]}", f".uno:{things[k]}"),)),),
             Provenance("libreoffice-help", f"text/page{page}.html#{k}", "MPL-2.0"))
        for k in range(count)
    ]  # fmt: skip


def test_a_pair_the_task_of_it_and_its_evolved_children_are_on_the_side_of_its_page() -> None:
    worker, planner = Evolving(Settings(per_pair=8)), Planner({})
    originals = [pair for page in range(40) for pair in made_on(page, 3)]
    evolved = [from_record(record) for record in worker.do(Chunk("document-1", tuple(to_record(p) for p in originals)))[0]]
    side = {pair.id: split_of(pair) for pair in originals}
    assert set(side.values()) == {"train", "test"}
    assert any(len({p.provenance.page for p in originals if p.id in child.evolved_from}) > 1 for child in evolved), "pages are joined"
    found, dropped = sides(list(plan_rows([*originals, *evolved])), held_out=frozenset())
    tasks = 0
    for pair in (*originals, *evolved):
        (mine,) = {side[parent] for parent in pair.evolved_from or (pair.id,)}
        assert found.get(pair.id, mine) == split_of(pair) == mine
        with suppress(Dropped):
            assert instantiate(planner, pair)["split"] == mine
            tasks += 1
    assert tasks > len(originals)
    assert "made from rows of both sides" not in dropped
    assert len(found) > 0.9 * (len(originals) + len(evolved))


def test_what_is_made_from_rows_of_both_sides_goes_nowhere() -> None:
    parents = [row(1, split="test"), row(2, split="test"), row(3), row(4)]
    children = [row(12, split="test", parents=("id1", "id2")), row(34, parents=("id3", "id4"))]
    mixed = [row(13, split="test", parents=("id1", "id3")), row(31, parents=("id3", "id1"))]
    found, dropped = sides([*mixed, *children, *parents])
    assert found == {"id1": "test", "id2": "test", "id12": "test", "id3": "train", "id4": "train", "id34": "train"}
    assert dropped == {"made from rows of both sides": 2}


def test_large_families_are_not_held_out() -> None:
    counts = Counter({"huge": 1000} | {f"f{n}": 10 for n in range(20)})
    chosen = choose_families({"document": counts}, 0.2)
    assert len(chosen) == 4
    assert "huge" not in chosen
    assert chosen == choose_families({"document": counts}, 0.2)


def write(folder: Path, **files: list[Row]) -> Path:
    for side in ("train", "test", "test_family"):
        with Writer(folder, side) as writer:
            for item in files.get(side, []):
                writer.add(item)
    return folder


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"id": "id1"}, "row of test"),
        ({"document": "d1"}, "document of test"),
        ({"phrasing": "w1"}, "phrasing of test"),
        ({"instruction": "Do, 1"}, "instruction of test"),
        ({"messages": row(1).messages}, "conversation of test"),
        ({"family": "move+bold"}, "family move"),
    ],
)
def test_leaks_are_found_in_the_written_files(tmp_path: Path, changes: dict[str, object], told: str) -> None:
    assert leaks(write(tmp_path, train=[row(2), row(3)], test=[row(1)]), {"move"}) == []
    assert any(told in line for line in leaks(write(tmp_path, train=[row(2), row(3, **changes)], test=[row(1)]), {"move"}))


def test_a_leak_fails_the_build_and_leaves_the_old_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [row(1, split="test"), row(2), row(3)]
    build("steps", lambda: rows, tmp_path / "set")
    before = (tmp_path / "set" / "train.jsonl").read_bytes()
    monkeypatch.setattr(Splitter, "_leak", lambda self, row, side: "")
    with pytest.raises(TaskBroken, match="document of test"):
        build("steps", lambda: [*rows, row(4, document="d1")], tmp_path / "set")
    assert (tmp_path / "set" / "train.jsonl").read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["set"]


def test_a_set_is_parquet_chat_lines_and_a_card(tmp_path: Path) -> None:
    rows = [row(n, split="test" if n % 10 == 0 else "train", licence="MPL-2.0" if n % 2 else "Apache-2.0") for n in range(60)]
    summary = build("steps", lambda: rows, tmp_path / "set", licences={"MPL-2.0", "Apache-2.0"})
    assert summary.rows == {"train": 54, "test": 6}
    lines = [json.loads(line) for line in (tmp_path / "set" / "train.jsonl").read_text().splitlines()]
    assert lines == list(read_parquet(tmp_path / "set" / "train.parquet"))
    assert lines[0]["messages"] == [{"role": "user", "content": "Do 1"}, {"role": "assistant", "content": "done 1"}]
    card = (tmp_path / "set" / "README.md").read_text()
    assert card.startswith("---\nlanguage: en")
    assert "| MPL-2.0 | 30 | 30 | 0 |" in card
    only = build("steps", lambda: rows, tmp_path / "set", licences={"MPL-2.0"})
    assert only.dropped["licence not among those that may enter"] == 30


def test_nothing_to_build_from_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no steps"):
        build("steps", list, tmp_path / "set")


def test_plans_are_asked_and_answered_in_words() -> None:
    origin = Provenance("libreoffice-help", "page.html#notes", "MPL-2.0")
    pair = Pair("procedure", "document", "Insert a footnote", (PlanStep("Choose Insert - Footnote."), PlanStep("Type the text.")), origin)
    (made,) = plan_rows([pair, replace(pair, steps=())])
    assert [m["role"] for m in made.messages] == ["system", "user", "assistant"]
    assert made.messages[2]["content"] == "1. Choose Insert - Footnote.\n2. Type the text."
    assert (made.document, made.licence, made.id) == ("page.html", "MPL-2.0", pair.id)


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(folder: Path, name: str) -> Writer:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sets, "Writer", full)
    with pytest.raises(UserError, match="No space left"):
        build("steps", lambda: [row(1)], tmp_path / "set")
    assert list(tmp_path.iterdir()) == []
