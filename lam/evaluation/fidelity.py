"""`make fidelity`: what opening and saving alone changes, in varied documents, by kind of part and property.

Text, formatting, formulas, charts, notes, comments, images and views are compared as effective values through independent readers.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from lam.envs.libreoffice import LibreOffice
from lam.evaluation import feature_documents
from lam.reading import compare, read
from lam.reading.base import Change
from lam.tasks import families
from lam.types import SUFFIXES

SUFFIX = {kind: suffix for suffix, kind in SUFFIXES.items() if suffix.endswith("x")}


@dataclass(frozen=True)
class Kept:
    """One document, opened and saved with nothing done."""

    name: str
    kind: str
    parts: int
    changes: tuple[Change, ...]


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the table by kind of change, and write every change when asked."""
    parser = argparse.ArgumentParser(prog="make fidelity ARGS=", description=__doc__)
    parser.add_argument("--documents", type=int, default=72, help="how many documents (default 72, a third of each kind)")
    parser.add_argument("--seed", type=int, default=7, help="seed of the generated documents (default 7)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every change to FILE")
    options = parser.parse_args(arguments)
    kept = list(measure(options.documents, options.seed))
    for kind in SUFFIX:
        mine = [k for k in kept if k.kind == kind]
        same = sum(not k.changes for k in mine)
        print(f"\n{kind}: {same} of {len(mine)} unchanged; {sum(len(k.changes) for k in mine)} changes in {sum(k.parts for k in mine)} parts")
        where: dict[tuple[str, str], set[str]] = {}
        count: Counter[tuple[str, str]] = Counter()
        example: dict[tuple[str, str], str] = {}
        for k in mine:
            for change in k.changes:
                what = (change.part, change.property or ("added" if change.before is None else "removed"))
                where.setdefault(what, set()).add(k.name)
                count[what] += 1
                example.setdefault(what, f"{k.name}: {change}")
        for what, number in count.most_common():
            print(f"  {what[0]:<20}{what[1]:<22}{number:>4} in {len(where[what]):>2} documents   {example[what][:110]}")
    if options.json:
        records = [{"document": k.name, "kind": k.kind, "changes": [asdict(c) for c in k.changes]} for k in kept]
        options.json.write_text(json.dumps(records, indent=1, ensure_ascii=False, default=str), encoding="utf-8")
    return 0


def measure(documents: int, seed: int) -> Iterator[Kept]:
    """Open and save each document in one office and compare the two files."""
    with tempfile.TemporaryDirectory(prefix="lam-fidelity-") as name, LibreOffice(deadline_s=60) as office:
        for number, path in enumerate(make_documents(Path(name), documents, seed)):
            office.reset(path)
            saved = path.with_name(f"saved-{path.name}")
            office.snapshot(saved)
            before = read(path)
            yield Kept(path.stem, before.kind, len(before.parts), compare(before, read(saved)))
            print(f"\r{number + 1} documents", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def make_documents(folder: Path, count: int, seed: int) -> Iterator[Path]:
    """The documents with one rare feature each, then generated ones of every family in turn."""
    per_kind = max(1, count // len(SUFFIX))
    for kind, suffix in SUFFIX.items():
        made = 0
        for name, make in feature_documents.MAKERS[kind].items():
            if made < per_kind:
                path = folder / f"{name}{suffix}"
                make(path)
                made += 1
                yield path
        known = families(kind)
        rng = random.Random(seed)
        while made < per_kind:
            family = known[made % len(known)]
            path = folder / f"{family.name}-{made}{suffix}"
            family.sample(rng, "test").make(path)
            made += 1
            yield path


if __name__ == "__main__":
    sys.exit(main())
