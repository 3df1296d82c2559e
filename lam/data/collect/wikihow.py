"""Articles of WikiHow from dumps that a person has: `wikihowAll.csv` or `wikihowSep.csv`, or the articles as JSON with goals and steps.

What is about office work is for the relevance filter to say, not for this importer.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lam.data.collect.base import Item, Read
from lam.data.collect.reading.files import chunks, lines, need, objects, suffix
from lam.data.collect.reading.words import plain, task_of
from lam.data.filters.relevance import app_of
from lam.data.pairs import Pair, PlanStep, Provenance
from lam.errors import ExitCode, UserError

ROWS = 500
"""Articles of an item."""
LICENCE = "CC-BY-NC-SA-3.0"
WIDEST = 1_000_000
"""Characters of a field; a quote that is never closed runs into this."""
EXTRACTOR = "wikihow 2"
GOALS, STEPS, TEXTS = ("title", "goal", "headline"), ("steps", "methods", "parts", "sections", "paragraphs"), ("headline", "step", "text", "name")
"""Keys of the JSON layouts, the likelier first."""


class WikiHow:
    """A dump of WikiHow: a CSV file, a JSON or JSON Lines file, or a folder of JSON files."""

    name = "wikihow"

    def __init__(self, path: Path | None, licence: str = LICENCE) -> None:
        self.path, self.licence = path, licence

    def items(self) -> Iterator[Item]:
        path = need(self.path, self.name, folder=True)
        counts: Counter[str] = Counter()
        if path.is_dir():
            files = sorted(p for p in path.rglob("*") if suffix(p) in (".json", ".jsonl") and p.is_file())
            if not files:
                raise UserError(f"{path} holds no .json or .jsonl files")
            yield from chunks((a for file in files for a in _articles(file, counts)), path.name, ROWS, counts)
        elif suffix(path) in (".json", ".jsonl"):
            yield from chunks(_articles(path, counts), path.name, ROWS, counts)
        elif suffix(path) == ".csv":
            yield from chunks(_rows(path, counts), path.name, ROWS, counts)
        else:
            raise UserError(f"{path} is neither .csv nor .json nor .jsonl", ExitCode.UNSUPPORTED)

    def read(self, item: Item) -> Read:
        dropped = Counter(item.data["dropped"])
        pairs = []
        for title, section, steps in item.data["rows"]:
            task, steps = task_of(title), [step for step in map(plain, steps) if step]
            if not task or not steps:
                dropped["article without title" if not task else "article without steps"] += 1
                continue
            context = {"page": plain(title), "product": "wikihow"} | ({"section": plain(section)} if section else {})
            provenance = Provenance(self.name, f"{item.key}/{plain(title)}", self.licence, extractor=EXTRACTOR)
            pairs.append(Pair("howto", app_of(task, steps), task, tuple(map(PlanStep, steps)), provenance, context=context))
        return Read(tuple(pairs), dropped)


def _rows(path: Path, counts: Counter[str]) -> Iterator[tuple[str, str, list[str]]]:
    """(title, section, steps) of each row; the steps are the bold lines of the column `headline`."""
    csv.field_size_limit(WIDEST)
    reader = csv.reader(lines(path, counts))
    try:
        header = [name.strip().lower() for name in next(reader, [])]
    except csv.Error as error:
        raise UserError(f"{path} is no CSV file: {error}", ExitCode.WRONG_SUFFIX) from error
    missing = [name for name in ("headline", "title", "text") if name not in header]
    if missing:
        raise UserError(f"{path} has no column {', '.join(missing)}; its first line has {', '.join(header)[:200]}")
    title, headline, label = header.index("title"), header.index("headline"), header.index("sectionlabel") if "sectionlabel" in header else None
    joint: tuple[str, str] = ("", "")
    steps: list[str] = []
    while True:
        try:
            row = next(reader, None)
        except csv.Error:
            counts["malformed CSV row"] += 1
            continue
        if row is None:
            break
        if len(row) != len(header):
            counts.update(["malformed CSV row"] if row else [])
            continue
        if label is None:  # wikihowAll: one row for a method of an article, its steps a line each
            yield row[title], "", [line.strip().rstrip(",") for line in row[headline].split("\n")]
            continue
        if (row[title], row[label]) != joint and steps:  # wikihowSep: one row for a step
            yield *joint, steps
            steps = []
        joint = (row[title], row[label])
        steps.append(row[headline].strip().rstrip(","))
    if steps:
        yield *joint, steps


def _articles(path: Path, counts: Counter[str]) -> Iterator[tuple[str, str, list[str]]]:
    """(title, section, steps) of each method of each article."""
    for article in objects(path, counts):
        title = next((article[k] for k in GOALS if isinstance(article.get(k), str)), "")
        found = list(_methods(article, ""))
        if not title or not found:
            counts["article without title" if not title else "article without steps"] += 1
        elif title:
            yield from ((title, section, steps) for section, steps in found)


def _methods(record: dict[str, Any], section: str) -> Iterator[tuple[str, list[str]]]:
    """(section, steps) of a record with steps in it, at whatever depth."""
    for key in STEPS:
        inner = record.get(key)
        if not isinstance(inner, list):
            continue
        steps = [step for step in map(_step, inner) if step]
        if steps:
            yield section, steps
        for method in inner:
            if isinstance(method, dict) and not _step(method):
                yield from _methods(method, str(method.get("name") or method.get("title") or method.get("headline") or ""))


def _step(step: Any) -> str:
    """The words of a step; empty for what holds steps itself."""
    if isinstance(step, str):
        return step
    if not isinstance(step, dict) or any(isinstance(step.get(k), list) for k in STEPS):
        return ""
    return next((step[k] for k in TEXTS if isinstance(step.get(k), str) and step[k].strip()), "")
