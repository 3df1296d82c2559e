"""One training set: rows are split, written, checked for leaks and described; it appears whole or not at all."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from lam.data.build.card import card
from lam.data.build.files import Writer
from lam.data.build.leaks import leaks
from lam.data.build.rows import Row
from lam.data.build.splits import SIDES, Side, Splitter, choose_families
from lam.errors import TaskBroken, UserError

COUNTED = ("source", "app", "family", "licence", "way")


@dataclass
class Summary:
    """What a set holds: rows per side, and per side and field how often each value occurs."""

    name: str
    held_out: tuple[str, ...] = ()
    rows: Counter[str] = field(default_factory=Counter)
    counts: dict[str, dict[str, Counter[str]]] = field(default_factory=dict)
    actions: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    characters: Counter[str] = field(default_factory=Counter)
    documents: dict[str, int] = field(default_factory=dict)
    phrasings: dict[str, int] = field(default_factory=dict)

    def add(self, side: Side, row: Row) -> None:
        self.rows[side] += 1
        self.characters[side] += sum(len(m["content"]) for m in row.messages)
        self.actions.update(row.actions)
        for name in COUNTED:
            self.counts.setdefault(name, {}).setdefault(side, Counter())[getattr(row, name)] += 1


def build(name: str, source: Callable[[], Iterable[Row]], out: Path, hold_out: float = 0.08, licences: Collection[str] = ()) -> Summary:
    """Write `out` with train, test and test_family as Parquet and JSON Lines, `README.md` (the data card) and `summary.json`.

    `source` gives the rows anew each time it is called: they are read three times and never held. `hold_out`: share of families that
    training never sees; `licences`: those that may enter, all when empty.
    Raises: UserError when there are no rows or a leak is found; then nothing is written.
    """

    def rows() -> Iterable[Row]:
        return (row for row in source() if not licences or row.licence in licences)

    apps: dict[str, Counter[str]] = {}
    total = left_out = 0
    for row in source():
        total += 1
        left_out += bool(licences) and row.licence not in licences
        for part in row.family.split("+"):
            apps.setdefault(row.app, Counter())[part] += 1
    if not total:
        raise UserError(f"there are no {name} to build a set of")
    splitter = Splitter(choose_families(apps, hold_out))
    splitter.learn(rows())
    summary = Summary(name, tuple(sorted(splitter.held_out)))
    seen: dict[str, dict[Side, set[int]]] = {"document": {}, "phrasing": {}}
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f"{out.name}.", dir=out.parent))
    try:
        with ExitStack() as stack:
            writers = {side: stack.enter_context(Writer(fresh, side)) for side in SIDES}
            for side, row in splitter.divide(rows()):
                writers[side].add(row)
                summary.add(side, row)
                for what, sides in seen.items():
                    sides.setdefault(side, set()).add(hash(getattr(row, what)))
        summary.documents = {side: len(found) for side, found in seen["document"].items()}
        summary.phrasings = {side: len(found) for side, found in seen["phrasing"].items()}
        summary.dropped = splitter.dropped
        if left_out:
            summary.dropped["licence not among those that may enter"] = left_out
        found = leaks(fresh, splitter.held_out)
        if found:
            raise TaskBroken(f"training would see what it is tested on, {len(found)} times: " + "; ".join(found[:3]))
        (fresh / "README.md").write_text(card(summary, licences), encoding="utf-8")
        (fresh / "summary.json").write_text(json.dumps(as_json(summary), indent=1, ensure_ascii=False), encoding="utf-8")
        if out.exists():
            shutil.rmtree(out)
        fresh.chmod(0o755)
        fresh.rename(out)
    except OSError as error:
        raise UserError(f"cannot write the set in {out.parent}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return summary


def as_json(summary: Summary) -> dict[str, object]:
    """The summary as JSON values, with the hundred commonest actions."""
    told = dict(vars(summary))
    return told | {"actions": dict(summary.actions.most_common(100)), "distinct_actions": len(summary.actions)}
