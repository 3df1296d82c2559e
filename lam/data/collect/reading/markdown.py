"""The blocks of a Markdown page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lam.data.collect.reading.blocks import Block, refs_of
from lam.data.collect.reading.words import plain
from lam.data.pairs import PlanStep


@dataclass
class _Lines:
    """The numbered list that is being read."""

    start: int = 1
    steps: list[str] = field(default_factory=list)


def markdown_blocks(text: str) -> Iterator[Block]:
    """The blocks of a Markdown page: headings, numbered lists with what is indented below, `Term` and `: description`."""
    title, text = _front_matter(text)
    if title:
        yield Block("heading", title, 1)
    now = _Lines()
    fence, above, blank = "", "", False
    for line in (*text.splitlines(), "# "):
        bare = line.strip()
        mark = re.match(r"(```|~~~)", bare)
        if mark and (not fence or bare.startswith(fence)):
            fence = "" if fence else mark.group()
            continue
        if fence:
            continue
        numbered = re.match(r"( *)(\d{1,3})[.)]\s+(.*)", line.expandtabs(4))
        head = re.match(r"(#{1,6})(?:\s+(.*?)\s*#*)?$", line)
        if numbered and (len(numbered[1]) < 3 or now.steps):
            if not now.steps:
                now.start = int(numbered[2])
            now.steps.append(numbered[3])
        elif not bare:
            blank = True
            continue
        elif now.steps and not head and (line.startswith(("  ", "\t")) or not blank):
            now.steps[-1] += f" {re.sub(r'^[-*+] ', '', bare)}"
        else:
            if now.steps:
                yield Block("steps", level=now.start, steps=tuple(_markdown_step(s) for s in now.steps))
                now = _Lines()
            if head:
                if head[2]:
                    yield Block("heading", _unmarked(head[2]), len(head[1]))
            elif re.fullmatch(r"(=+|-+)", bare) and above and not blank:
                yield Block("heading", _unmarked(above), 1 if bare[0] == "=" else 2)
            elif bare.startswith(": ") and above:
                yield Block("term", _unmarked(above), more=_unmarked(bare[2:]))
            else:
                yield Block("text", _unmarked(bare))
        above, blank = bare, False


def _markdown_step(text: str) -> PlanStep:
    marked = [("label", m) for m in re.findall(r"(?:\*\*|__)(.+?)(?:\*\*|__)", text)]
    keys = [("key", m) for m in re.findall(r"<kbd>(.+?)</kbd>", text)]
    words = _unmarked(text)
    return PlanStep(words, refs=refs_of(words, [*((k, _unmarked(m)) for k, m in marked), *keys]))


def _unmarked(text: str) -> str:
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    text = re.sub(r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])", r"\1", text)
    text = re.sub(r"(\*\*|__|`)(.+?)\1", r"\2", text)
    text = re.sub(r"(?<!\w)([*_])([^*_]+)\1(?!\w)", r"\2", text)
    return plain(re.sub(r"\{[:#.][^}]*\}|\\(?=[\\`*_{}\[\]()#+.!>-])", "", text))


def _front_matter(text: str) -> tuple[str, str]:
    found = re.match(r"---\s*\n(.*?)\n(?:---|\.\.\.)\s*\n", text, re.DOTALL)
    if not found:
        return "", text
    title = re.search(r"^title:\s*[\"']?(.+?)[\"']?\s*$", found[1], re.MULTILINE)
    return (title[1] if title else ""), text[found.end() :]
