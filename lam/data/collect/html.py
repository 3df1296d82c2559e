"""Help pages of any product, in HTML or Markdown: numbered lists under a heading are procedures, definition lists are commands."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, get_args

from lam.data.collect.base import Item, Read
from lam.data.collect.reading.blocks import Block
from lam.data.collect.reading.files import decode, need, pages
from lam.data.collect.reading.markdown import markdown_blocks
from lam.data.collect.reading.markup import html_blocks
from lam.data.collect.reading.words import is_imperative, is_task, sentences, task_of, title_of, to_imperative
from lam.data.filters.relevance import app_of, is_office
from lam.data.pairs import App, Pair, PairKind, PlanStep, Provenance, Ref
from lam.errors import UserError

SUFFIXES = (".html", ".htm", ".xhtml", ".md", ".markdown")
LARGEST = 8_000_000
"""Bytes of a page."""
EXTRACTOR = "html 1"
LICENCE = re.compile(r"creativecommons\.org/(?:licenses/(?P<kind>by[a-z-]*)/(?P<version>\d\.\d)|publicdomain/zero/1\.0)")
KEYS = re.compile(
    r"(?:(?:ctrl|control|alt|shift|cmd|command|option|super|⌘|⌥) ?[+-] ?)+(?:[\w.,;+-]|\w{2,10})|F\d{1,2}|Esc|Del(?:ete)?|Home|End|Tab", re.IGNORECASE
)
log = logging.getLogger(__name__)


class Pages:
    """A folder, an archive or a single page. Pages seldom say their licence: `licence` does."""

    name = "html"

    def __init__(self, path: Path | None, licence: str = "", product: str = "", app: str = "") -> None:
        """`app`: document, spreadsheet, presentation or any; guessed for each procedure when it is not given. Raises: UserError for another one."""
        if app and app not in get_args(App):
            raise UserError(f"no application {app!r}; there are {', '.join(get_args(App))}")
        self.path, self.licence, self.product, self.app = path, licence, product, app
        self._warned = bool(licence)

    def items(self) -> Iterator[Item]:
        path = need(self.path, self.name, folder=True)
        if not self._warned:
            self._warned = True
            log.warning("%s: no licence was given (licence=...); pages that name none are marked `unknown`", path)
        found = False
        for item in pages(path, SUFFIXES, LARGEST):
            found = True
            yield item
        if not found:
            raise UserError(f"{path} holds no pages ({', '.join(SUFFIXES)})")

    def read(self, item: Item) -> Read:
        dropped: Counter[str] = Counter()
        data = item.data if item.data is not None else self._bytes(item.key, dropped)
        if len(data) > LARGEST:
            dropped["page too large"] += 1
        elif not data.strip(b"\0 \r\n\t"):
            dropped.update([] if dropped else ["empty page"])
        else:
            text = decode(_declared(data), dropped)
            markdown = Path(item.key).suffix.lower() in (".md", ".markdown")
            blocks = list(markdown_blocks(text) if markdown else html_blocks(text, dropped))
            licence = self.licence or _licence(text)
            return Read(tuple(self._pairs(item.key, blocks, licence, dropped)), dropped)
        return Read((), dropped)

    def _bytes(self, key: str, dropped: Counter[str]) -> bytes:
        assert self.path is not None
        try:
            with (self.path / key if self.path.is_dir() else self.path).open("rb") as file:
                return file.read(LARGEST + 1)
        except OSError as error:
            dropped[f"page cannot be read: {error.strerror}"] += 1
            return b""

    def _pairs(self, key: str, blocks: list[Block], licence: str, dropped: Counter[str]) -> Iterator[Pair]:
        page = title_of(next((b.text for b in blocks if b.kind == "heading"), Path(key).stem))
        for number, (kind, section, heading, steps, context) in enumerate(procedures(blocks, dropped)):
            task = task_of(heading)
            told = {"page": page, "section": title_of(section)} | ({"product": self.product} if self.product else {}) | context
            words = [s.text for s in steps]
            app: Any = self.app or ("any" if self.product and not is_office(self.product) else app_of(f"{task} {self.product}", [page, *words]))
            yield Pair(kind, app, task, steps, Provenance(self.name, f"{key}#{number}", licence, extractor=EXTRACTOR), context=told)


def procedures(blocks: Iterable[Block], dropped: Counter[str]) -> Iterator[tuple[PairKind, str, str, tuple[PlanStep, ...], dict[str, str]]]:
    """(kind, section, heading of the task, steps, context) of what the blocks tell how to do. What is left out is counted."""
    heading, lead, used = "", "", ""
    held: list[Any] = []
    for block in blocks:
        if held and not (block.kind == "text" or (block.kind == "steps" and block.level > 1)):
            yield ("howto", held[0], held[1], tuple(held[2]), {})
            held = []
        if block.kind == "heading":
            heading, lead = block.text, ""
        elif block.kind == "text":
            lead = block.text
        elif block.kind == "term":
            task, label = to_imperative(sentences(block.more)[0]) if block.more else "", block.text.strip(" :.…")
            if not task or not label or len(label.split()) > 8:
                dropped["term is no command"] += 1
                continue
            kind, step = _command(heading, label)
            yield kind, heading, task, (step,), {"label": label}
        elif block.level > 1 and held:
            held[2].extend(block.steps)
        else:
            told = _lead(lead)
            task = told or heading
            lead = ""
            if not _procedure(block.steps):
                dropped["list is no procedure"] += 1
            elif not is_task(task_of(task)):
                dropped["heading is no task"] += 1
            elif task == used:
                dropped["second list under one heading"] += 1
            else:
                held, used = [heading, task, list(block.steps)], task
    if held:
        yield "howto", held[0], held[1], tuple(held[2]), {}


def _command(heading: str, label: str) -> tuple[PairKind, PlanStep]:
    """What a term is: a key, a command of the menu that the heading names, or a control of what the heading names."""
    if KEYS.fullmatch(label):
        return "shortcut", PlanStep(f"Press {label}", refs=(Ref("key", label),))
    menu = re.search(r"^(?:the )?[\"“']?(.{2,20}?)[\"”']? menu(?: commands)?$", title_of(heading), re.IGNORECASE)
    if menu and "context" not in menu[1]:
        path = f"{menu[1]} - {label}"
        return "command", PlanStep(f"Choose {path}", refs=(Ref("menu", path),))
    return "control", PlanStep(f"Use “{label}”", refs=(Ref("label", label),))


def _lead(text: str) -> str:
    """The sentence before a list when it says what the list is for: `To insert a footnote:`, `Follow these steps to sort a table.`"""
    last = sentences(text)[-1] if text else ""
    found = re.search(
        r"^to (?P<a>[^,:]{5,100}?)(?:, (?:do|follow|proceed|use|perform|complete)\b.*)?:?$|steps to (?P<b>[^,:]{5,100}?)[.:]?$", last, re.IGNORECASE
    )
    return (found["a"] or found["b"]) if found else ""


def _procedure(steps: tuple[PlanStep, ...]) -> bool:
    """Whether at least half of the steps tell somebody to do something."""
    return bool(steps) and 2 * sum(is_imperative(s.text) for s in steps) >= len(steps)


def _declared(data: bytes) -> bytes:
    """The bytes in UTF-8 where the page itself names another encoding that fits."""
    found = re.search(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{3,20})", data[:4096], re.IGNORECASE)
    name = found[1].decode().lower() if found else ""
    if not name or name.startswith(("utf", "unicode")):
        return data
    try:
        return data.decode(name).encode()
    except (LookupError, UnicodeError):
        return data


def _licence(text: str) -> str:
    """The Creative Commons licence that a page links to; else `unknown`."""
    found = LICENCE.search(text)
    if not found:
        return "unknown"
    return f"CC-{found['kind'].upper()}-{found['version']}" if found["kind"] else "CC0-1.0"
