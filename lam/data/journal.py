"""A stage's memory: one line per item of work, written in one go with everything that came of it.

So a stage that is stopped at any moment goes on where it was, and nothing is lost or done twice, whoever did the work.

    <folder>/stage.json      stage, configuration, whether it is complete, the funnel
    <folder>/journal.jsonl   {"key": ..., "kept": [records], "dropped": {reason: count}, "facts": {...}}
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from lam.errors import UserError
from lam.store import append_line, read_lines

SCHEMA = 1


class Journal:
    """The journal of one stage in its folder. `done`: the keys of the items that are finished."""

    def __init__(self, folder: Path, stage: str, config: Mapping[str, Any] | None = None, begin: bool = True) -> None:
        """Opens or begins it; without `begin`, to read from. `config`: what decides the result (not how many workers there are).

        Raises: UserError when the folder holds another stage's work, or the same with another configuration.
        """
        self.folder, self.stage = folder, stage
        self.config = json.loads(json.dumps(dict(config or {}), default=str))
        self.path = folder / "journal.jsonl"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UserError(f"cannot make {folder}: {error.strerror}") from error
        self._check()
        self.done: set[str] = set()
        self.counts: Counter[str] = Counter()
        """items, kept, and `dropped: <reason>`."""
        if begin:
            self._mend()
        for line in read_lines(self.path):
            self._count(line)
        if begin:
            self._write(complete=False)

    @classmethod
    def of(cls, folder: Path, stage: str) -> Journal:
        """The journal that a stage left, to read from.

        Raises: UserError naming the command that makes it.
        """
        return cls(folder, stage, _work(folder, stage)["config"], begin=False)

    def record(
        self, key: str, kept: Sequence[Mapping[str, Any]] = (), dropped: Mapping[str, int] | None = None, facts: Mapping[str, Any] | None = None
    ) -> None:
        """Finish an item: what it gave, what was dropped for which reason, and anything else worth knowing. An item known already is left alone."""
        if key in self.done:
            return
        line = {"key": key, "kept": list(kept), "dropped": dict(dropped or {}), "facts": dict(facts or {})}
        append_line(self.path, line)
        self._count(line)

    def lines(self) -> Iterator[dict[str, Any]]:
        """The finished items."""
        return read_lines(self.path)

    def kept(self) -> Iterator[dict[str, Any]]:
        """All kept records, one at a time."""
        return _kept(self.path)

    @property
    def dropped(self) -> int:
        """How much was dropped, for whatever reason."""
        return sum(count for name, count in self.counts.items() if name.startswith("dropped: "))

    @property
    def funnel(self) -> dict[str, Any]:
        """{"items": n, "kept": n, "dropped": {reason: n}}, the commonest reason first."""
        dropped = {k.removeprefix("dropped: "): n for k, n in self.counts.most_common() if k.startswith("dropped: ")}
        return {"items": self.counts["items"], "kept": self.counts["kept"], "dropped": dropped}

    def finish(self, **facts: Any) -> dict[str, Any]:
        """Mark the stage as complete; its `stage.json`."""
        return self._write(complete=True, **facts)

    def _count(self, line: Mapping[str, Any]) -> None:
        self.done.add(line["key"])
        self.counts["items"] += 1
        self.counts["kept"] += len(line["kept"])
        for reason, count in line["dropped"].items():
            self.counts[f"dropped: {reason}"] += count

    def _check(self) -> None:
        known = told(self.folder)
        if not known:
            return
        if known["stage"] != self.stage or known["schema"] != SCHEMA:
            raise UserError(f"{self.folder} holds the stage {known['stage']!r}; choose another folder with --out")
        different = sorted(k for k in {*known["config"], *self.config} if known["config"].get(k) != self.config.get(k))
        if different:
            was = ", ".join(f"{k}={known['config'].get(k)!r}" for k in different)
            raise UserError(f"{self.folder} was begun with {was}; go on with the same, remove it, or choose another folder with --out")

    def _mend(self) -> None:
        """Cut off a last line that a crash left without its end, so that the next one begins on its own."""
        if not self.path.exists():
            return
        with self.path.open("rb+") as file:
            size = file.seek(0, os.SEEK_END)
            at = size
            while at > 0:
                step = min(65_536, at)
                file.seek(at - step)
                found = file.read(step).rfind(b"\n")
                if found >= 0:
                    at = at - step + found + 1
                    break
                at -= step
            if at < size:
                file.truncate(at)

    def _write(self, complete: bool, **facts: Any) -> dict[str, Any]:
        record = {"schema": SCHEMA, "stage": self.stage, "config": self.config, "complete": complete, "written": time.strftime("%Y-%m-%dT%H:%M:%S%z")}
        record |= {"funnel": self.funnel, **facts}
        new = self.folder / "stage.json.new"
        try:
            new.write_text(json.dumps(record, indent=1, ensure_ascii=False, default=str), encoding="utf-8")
            os.replace(new, self.folder / "stage.json")
        except OSError as error:
            raise UserError(f"cannot write {self.folder / 'stage.json'}: {error.strerror}") from error
        return record


def records(folder: Path, stage: str = "") -> Iterator[dict[str, Any]]:
    """The kept records of a folder, one at a time; unlike `Journal.of` it does not read them all to count them first. `stage`: whose they are
    to be; any stage's when empty.

    Raises: UserError at once, not at the first record, when the folder holds no such work.
    """
    _work(folder, stage)
    return _kept(folder / "journal.jsonl")


def _kept(path: Path) -> Iterator[dict[str, Any]]:
    return (record for line in read_lines(path) for record in line["kept"])


def _work(folder: Path, stage: str) -> dict[str, Any]:
    known = told(folder)
    if not known or stage not in ("", known["stage"]):
        raise UserError(f"{folder} holds no work of `lam data{' ' + stage if stage else ''}`; run that first, or name its folder")
    return known


def told(folder: Path) -> dict[str, Any]:
    """What `stage.json` says; empty where there is none."""
    try:
        found: dict[str, Any] = json.loads((folder / "stage.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise UserError(f"{folder / 'stage.json'} is damaged: {error}; remove the folder to begin anew") from None
    return found
