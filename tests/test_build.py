"""Training sets: split by family, document and phrasing, checked for leaks, readable by those who train."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from lam.data.build import sets
from lam.data.build.files import Writer, read_parquet
from lam.data.build.leaks import leaks
from lam.data.build.rows import Row, plan_rows
from lam.data.build.sets import build
from lam.data.build.splits import Splitter, choose_families
from lam.data.pairs import Pair, PlanStep, Provenance
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


def test_pairs_go_where_their_page_and_their_parents_go() -> None:
    pages = [row(n, split="", document=f"page{n // 4}") for n in range(400)]
    children = [row(1000 + n, split="", document=f"page{n // 4}", parents=(f"id{n}",)) for n in range(400)]
    mixed = [row(3000 + n, split="", document=f"both{n}", parents=(f"id{n}", f"id{399 - n}")) for n in range(200)]
    found, dropped = sides([*pages, *children, *mixed], test=0.3)
    assert 0.2 < sum(found[f"id{n}"] == "test" for n in range(400)) / 400 < 0.4
    assert all(len({found[f"id{4 * p + k}"] for k in range(4)}) == 1 for p in range(100))
    assert all(found[f"id{1000 + n}"] == found[f"id{n}"] for n in range(400))
    assert all(found.get(f"id{3000 + n}") in {None, found[f"id{n}"]} for n in range(200))
    assert dropped["made from rows of both sides"] > 0


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
    monkeypatch.setattr(Splitter, "_leak", lambda self, row: "")
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
    origin = Provenance("libreoffice-help", "page.html", "MPL-2.0")
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
