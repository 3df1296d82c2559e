"""Does training see what it is tested on? Looks at the written files only, so that no mistake of the splitter hides."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

from lam.data.build.files import read_parquet
from lam.data.pairs import normal

LOOKS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "row": lambda row: str(row["id"]),
    "document": lambda row: str(row["document"]),
    "phrasing": lambda row: str(row["phrasing"]),
    "instruction": lambda row: normal(row["instruction"]),
    "conversation": lambda row: normal(" ".join(m["content"] for m in row["messages"] if m["role"] != "system")),
}
COLUMNS = ("id", "document", "phrasing", "instruction", "messages", "family")
MOST = 50
"""Leaks that are told at most."""


def leaks(folder: Path, held_out: Collection[str] = ()) -> list[str]:
    """What stands in `train.parquet` and in a test file as well, one line each; empty when nothing does.

    `held_out`: families that training must not have.
    """
    known: dict[str, dict[str, set[int]]] = {}
    for test in ("test", "test_family"):
        known[test] = {name: set() for name in LOOKS}
        for row in read_parquet(folder / f"{test}.parquet", COLUMNS):
            for name, look in LOOKS.items():
                known[test][name].add(hash(look(row)))
    found: list[str] = []
    for row in read_parquet(folder / "train.parquet", COLUMNS):
        shown = {name: look(row) for name, look in LOOKS.items()}
        found += [f"{n} of {test}: {t[:80]!r} (row {row['id']})" for test, sets in known.items() for n, t in shown.items() if hash(t) in sets[n]]
        if held := set(row["family"].split("+")) & set(held_out):
            found.append(f"family {', '.join(sorted(held))} (row {row['id']})")
        if len(found) >= MOST:
            break
    return found[:MOST]
