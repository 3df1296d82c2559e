"""Questions and their best answers from a StackExchange dump (`Posts.xml`), streamed.

An answer may stand millions of rows behind its question, so what is needed of both is kept in a temporary database on disk, not in memory.
"""

from __future__ import annotations

import logging
import re
import sqlite3
import weakref
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from lam.data.collect.base import Item, Read
from lam.data.collect.reading.files import LONGEST, binary, chunks, need
from lam.data.collect.reading.markup import html_blocks
from lam.data.collect.reading.words import is_imperative, plain, sentences, task_of
from lam.data.filters.relevance import app_of
from lam.data.pairs import Pair, PlanStep, Provenance
from lam.errors import ExitCode, UserError

ROWS = 500
"""Questions of an item."""
QUESTION, ANSWER = "1", "2"
LICENCES = (("2011-04-08", "CC-BY-SA-2.5"), ("2018-05-02", "CC-BY-SA-3.0"), ("9999", "CC-BY-SA-4.0"))
"""The licence of a post by the day before which it was written (https://stackoverflow.com/help/licensing)."""
EXTRACTOR = "stackexchange 2"
SCHEMA = """
create table questions (id integer primary key, title text, tags text, accepted integer, day text);
create table answers (question integer primary key, rank integer, id integer, body text, day text);
"""
BETTER = """
insert into answers values (?, ?, ?, ?, ?) on conflict do update
set rank = excluded.rank, id = excluded.id, body = excluded.body, day = excluded.day where excluded.rank > rank
"""
ACCEPTED = 1_000_000
"""Rank of the accepted answer before its score."""
log = logging.getLogger(__name__)


class StackExchange:
    """A file `Posts.xml`, plain or gzipped, or the folder that holds it."""

    name = "stackexchange"

    def __init__(self, path: Path | None, licence: str = "", site: str = "") -> None:
        """`site`: for the context, for example superuser.com."""
        self.path, self.licence, self.site = path, licence, site
        self._posts: tuple[sqlite3.Connection, Counter[str]] | None = None
        """The database, kept as long as this source, and what was wrong with the posts."""

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_posts": None}

    def items(self) -> Iterator[Item]:
        path = need(self.path, self.name, folder=True)
        if path.is_dir():
            path = next((p for p in (path / "Posts.xml", path / "Posts.xml.gz") if p.is_file()), path / "Posts.xml")
            need(path, self.name)
        if self._posts is None:
            self._posts = _load(path)
            weakref.finalize(self, self._posts[0].close)
        base, counts = self._posts
        yield from chunks(_answered(base), path.name, ROWS, Counter(counts))

    def read(self, item: Item) -> Read:
        dropped = Counter(item.data["dropped"])
        pairs = []
        for number, title, tags, day, answer, body, written in item.data["rows"]:
            if body is None:
                dropped["question without answer"] += 1
                continue
            steps = _steps(body)
            if not steps:
                dropped["answer without steps"] += 1
                continue
            task = task_of(title.rstrip("?"))
            licence = self.licence or _licence(max(day, written))
            names = " ".join(re.findall(r"[^<>|]+", tags))
            context = {"page": plain(title), "tags": names} | ({"product": self.site} if self.site else {})
            provenance = Provenance(self.name, f"{item.key.split(':')[0]}/{number}#{answer}", licence, extractor=EXTRACTOR)
            told = [s.text for s in steps]
            pairs.append(Pair("howto", app_of(f"{title} {names.replace('-', ' ')}", told), task, steps, provenance, context=context))
        return Read(tuple(pairs), dropped)


def _load(path: Path) -> tuple[sqlite3.Connection, Counter[str]]:
    """A database of the questions and the best answer to each, in a file without a name that is gone when it is closed, and what was wrong."""
    counts: Counter[str] = Counter()
    base = sqlite3.connect("")
    try:
        base.executescript(f"pragma journal_mode=off; pragma synchronous=off; pragma cache_size=-16000; {SCHEMA}")
        _fill(base, path, counts)
        base.commit()
    except sqlite3.OperationalError as error:
        base.close()
        raise UserError(f"cannot keep the posts of {path} on disk: {error}; SQLITE_TMPDIR names another place", ExitCode.DISK_FULL) from error
    return base, counts


def _fill(base: sqlite3.Connection, path: Path, counts: Counter[str]) -> None:
    for row in _posts(path, counts):
        kind, day = row.get("PostTypeId", ""), row.get("CreationDate", "")[:10]
        try:
            number = int(row.get("Id", ""))
            if kind == QUESTION:
                told = (number, row["Title"], row.get("Tags", ""), int(row.get("AcceptedAnswerId", 0)), day)
                base.execute("insert or ignore into questions values (?, ?, ?, ?, ?)", told)
            elif kind == ANSWER:
                question, rank = int(row["ParentId"]), int(row.get("Score", 0))
                found = base.execute("select accepted from questions where id = ?", (question,)).fetchone()
                rank += ACCEPTED * bool(found and found[0] == number)
                base.execute(BETTER, (question, rank, number, row["Body"], day))
        except (KeyError, ValueError):
            counts["post without its fields"] += 1


def _posts(path: Path, counts: Counter[str]) -> Iterator[dict[str, str]]:
    """The attributes of every row, one at a time; a file that breaks off ends there.

    Raises: UserError when it is no file of posts.
    """
    from lxml import etree

    rows = seen = 0
    with binary(path) as file:
        try:
            reader = etree.iterparse(file, events=("start", "end"), recover=True, huge_tree=True, resolve_entities=False, no_network=True)
            for event, element in reader:
                if event == "start":
                    seen += 1
                    if seen == 1 and element.tag != "posts":
                        raise UserError(f"{path} holds {element.tag!r}, not posts", ExitCode.WRONG_SUFFIX)
                    continue
                if element.tag == "row":
                    rows += 1
                    if sum(map(len, element.attrib.values())) > LONGEST:
                        counts["post too long"] += 1
                    else:
                        yield dict(element.attrib)
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
            broken = [e for e in reader.error_log if e.level_name == "FATAL" or "EndTag" in e.message or "Premature" in e.message]
        except etree.XMLSyntaxError as error:
            if not rows:
                raise UserError(f"{path} is no XML file: {error.msg}", ExitCode.WRONG_SUFFIX) from error
            broken = [error]
        except (EOFError, OSError):
            broken = [path]
    if not seen:
        raise UserError(f"{path} is no XML file", ExitCode.WRONG_SUFFIX)
    if broken:
        counts["malformed XML"] += 1
        log.warning("%s is malformed or breaks off; %d rows were read", path, rows)


def _answered(base: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    """Questions in their order with their best answers; the accepted one where it came before the question was known, too."""
    yield from base.execute(
        "select q.id, q.title, q.tags, q.day, a.id, a.body, a.day from questions q left join answers a on a.question = q.id order by q.id"
    )


def _steps(body: str) -> tuple[PlanStep, ...]:
    """The longest numbered list with instructions in it; else the sentences that tell somebody to do something, when there are two and no code."""
    blocks = list(html_blocks(body, Counter()))
    lists = [b.steps for b in blocks if b.kind == "steps" and 2 * sum(is_imperative(s.text) for s in b.steps) >= len(b.steps)]
    if lists:
        return max(lists, key=len)
    if re.search(r"<pre\b", body):
        return ()
    told = [s for s in chain.from_iterable(sentences(b.text) for b in blocks if b.kind == "text") if is_imperative(s) and not s.endswith("?")]
    return tuple(map(PlanStep, told)) if len(told) > 1 else ()


def _licence(day: str) -> str:
    return next(licence for before, licence in LICENCES if day < before)
