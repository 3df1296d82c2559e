"""The stage itself: items of all sources are read side by side, filtered in their order, and recorded one by one.

The order makes the set the same however many workers there are and however often it was stopped: of two near-duplicates the first one stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from lam.data.collect import open_source
from lam.data.collect.base import Item, Read, Source
from lam.data.filters import Filters, Rules
from lam.data.journal import Journal, told
from lam.data.pairs import from_record, to_record
from lam.data.parallel import Runner, in_order
from lam.errors import UserError

STAGE = "collect"


@dataclass(frozen=True)
class Options:
    """What decides the result."""

    sources: tuple[str, ...]
    """As `--source` takes them."""
    rules: Rules
    limit: int = 0
    """Items of each source; 0: all."""


class Reader:
    """The work of one process: sources are opened once, and read item by item."""

    def __init__(self, sources: tuple[str, ...]) -> None:
        self._told = sources
        self._sources: list[Source] = []

    def open(self) -> None:
        self._sources = [open_source(told) for told in self._told]

    def do(self, item: tuple[int, Item]) -> Read:
        which, what = item
        return self._sources[which].read(what)

    def close(self) -> None:
        self._sources = []


def fresh(folder: Path) -> None:
    """Forget what the folder holds. Raises: UserError when it is another stage's."""
    known = told(folder)
    if known and known["stage"] != STAGE:
        raise UserError(f"{folder} holds the stage {known['stage']!r}; choose another folder with --out")
    for name in ("journal.jsonl", "stage.json"):
        (folder / name).unlink(missing_ok=True)


def collect(folder: Path, options: Options, runner: Runner, say: Callable[[Journal], None] = lambda journal: None) -> dict[str, Any]:
    """Read what is still to read; what `stage.json` says then. `say` is called after every item.

    Raises: UserError for a source that cannot be opened, before anything is written.
    """
    sources = [open_source(told) for told in options.sources]
    names = _names(sources)
    firsts = [next(iter(source.items()), None) for source in sources]
    for name, first in zip(names, firsts, strict=True):
        if first is None:
            raise UserError(f"the source {name} holds nothing to read")
    journal = Journal(folder, STAGE, asdict(options))
    filters = Filters(options.rules, map(from_record, journal.kept()))
    todo = _todo(sources, names, options.limit, journal.done)
    for result in in_order(runner, partial(Reader, options.sources), todo):
        which, item = result.item
        read = result.value or Read((), {f"reader failed: {result.fault}": 1})
        _record(journal, f"{names[which]}:{item.key}", read, filters)
        say(journal)
    return journal.finish(counts=count(journal.kept()))


def _names(sources: Sequence[Source]) -> list[str]:
    seen: Counter[str] = Counter()
    names = []
    for source in sources:
        seen[source.name] += 1
        names.append(source.name if seen[source.name] == 1 else f"{source.name}#{seen[source.name]}")
    return names


def _todo(sources: Sequence[Source], names: Sequence[str], limit: int, done: set[str]) -> Iterator[tuple[int, Item]]:
    for which, source in enumerate(sources):
        for item in islice(source.items(), limit or None):
            if f"{names[which]}:{item.key}" not in done:
                yield which, item


def _record(journal: Journal, key: str, read: Read, filters: Filters) -> None:
    dropped, kept = Counter(read.dropped), []
    for pair in read.pairs:
        reason = filters.reason(pair)
        if reason:
            dropped[f"filter: {reason}"] += 1
        else:
            kept.append(to_record(pair))
    journal.record(key, kept, dropped)


def count(records: Iterator[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    """How many pairs there are by source, kind, application, tier and licence, and by source, kind and application together."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("source", "kind", "app", "tier", "licence", "each")}
    for record in records:
        source = record["provenance"]["source"]
        for name in ("kind", "app", "tier"):
            counts[name][record[name]] += 1
        counts["source"][source] += 1
        counts["licence"][record["provenance"]["licence"]] += 1
        counts["each"][f"{source} {record['kind']} {record['app']}"] += 1
    return {name: dict(sorted(counter.items())) for name, counter in counts.items()}
