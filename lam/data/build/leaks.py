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
    found: list[str] = []
    for test in ("test", "test_family"):
        known: dict[str, set[int]] = {name: set() for name in LOOKS}
        for row in read_parquet(folder / f"{test}.parquet", COLUMNS):
            for name, look in LOOKS.items():
                known[name].add(hash(look(row)))
        for row in read_parquet(folder / "train.parquet", COLUMNS):
            found += [f"{n} of {test}: {look(row)[:80]!r} (row {row['id']})" for n, look in LOOKS.items() if hash(look(row)) in known[n]]
            if len(found) >= MOST:
                return found
    for row in read_parquet(folder / "train.parquet", ("id", "family")):
        if held := set(row["family"].split("+")) & set(held_out):
            found.append(f"family {', '.join(sorted(held))} (row {row['id']})")
    return found[:MOST]
