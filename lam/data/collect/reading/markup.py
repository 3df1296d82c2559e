"""The blocks of an HTML page, however broken it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from lam.data.collect.reading.blocks import Block, refs_of
from lam.data.collect.reading.words import plain
from lam.data.pairs import PlanStep

NOT_TEXT = {"nav", "header", "footer", "aside", "script", "style", "noscript", "template", "form", "button", "svg", "iframe", "figure", "head", "pre"}
MARKS = {"b": "label", "strong": "label", "kbd": "key"}
CLASSES = re.compile(r"\b(?:menuitem|guimenu\w*|guilabel|guibutton|menuchoice|uicontrol|ui-?label|gui)\b")


def html_blocks(text: str, dropped: Counter[str]) -> Iterator[Block]:
    """The blocks of an HTML page, however broken."""
    from lxml import etree, html

    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\0", ""))
    try:
        root = html.document_fromstring(text, parser=html.HTMLParser(huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        dropped["malformed HTML"] += 1
        return
    body = root.find("body")
    seen: list[Block] = list(_walk(root if body is None else body))
    title = plain("".join(root.xpath("//title[1]//text()")))
    if title and not any(b.kind == "heading" for b in seen):
        yield Block("heading", title, 1)
    yield from seen


def _walk(top: Any) -> Iterator[Block]:
    """Depth first, without recursion: pages are nested thousands deep when a tag is left open."""
    stack = [top]
    while stack:
        node = stack.pop()
        tag = node.tag if isinstance(node.tag, str) else "script"
        if tag in NOT_TEXT or node.get("role") == "navigation":
            continue
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            inside = _outermost(node)  # a heading that is never closed holds the lists after it
            yield Block("heading", _text(node, inside), int(tag[1]))
            stack.extend(reversed(inside))
        elif tag == "ol":
            steps = tuple(_steps(node))
            if steps:
                start = node.get("start", "1")
                yield Block("steps", level=int(start) if start.isdigit() else 1, steps=steps)
        elif tag == "dl":
            terms = [child for child in node if child.tag in ("dt", "dd")]
            if any(child.find(".//ol") is not None for child in terms):
                stack.extend(reversed(terms))
                continue
            for term, description in pairwise(terms):
                if term.tag == "dt" and description.tag == "dd":
                    yield Block("term", _text(term), more=_text(description))
        elif tag == "dt":
            yield Block("heading", _text(node), 6)
        elif tag == "p":
            yield Block("text", _text(node))
        else:
            stack.extend(reversed(node))


def _steps(node: Any, depth: int = 0) -> Iterator[PlanStep]:
    """The steps of a numbered list; those of a numbered list inside a step follow it, bullets become a part of it."""
    for item in (li for li in node.iter("li") if next(li.iterancestors("ol", "ul")) is node):
        outer = _outermost(item)
        text = _text(item, skip=outer)
        bullets = [_text(li) for child in outer if child.tag == "ul" for li in child.iterchildren("li")]
        if bullets and sum(map(len, bullets)) < 400:
            text = f"{text.rstrip(' .:')}: {'; '.join(b.rstrip('.') for b in bullets)}"
        if text and not (len(list(item.iter("a"))) == 1 and _text(next(item.iter("a"))) == text):
            yield PlanStep(text, refs=refs_of(text, [(_mark(m), _text(m)) for m in item.iter() if _mark(m)]))
        for child in outer if depth < 3 else ():
            if child.tag == "ol":
                yield from _steps(child, depth + 1)


def _outermost(node: Any) -> list[Any]:
    """The lists inside an element that are in no other list inside it."""
    inside = [child for child in node.iter("ol", "ul", "dl") if child is not node]
    known = set(inside)
    return [child for child in inside if not any(a in known for a in child.iterancestors("ol", "ul", "dl"))]


def _mark(node: Any) -> str:
    if not isinstance(node.tag, str):
        return ""
    return MARKS.get(node.tag, "") or ("label" if CLASSES.search(node.get("class", "")) else "")


def _text(node: Any, skip: Iterable[Any] = ()) -> str:
    """The words of an element without those of scripts, pictures and the elements in `skip`; block elements end a word."""
    left = set(skip)
    parts: list[str] = []

    def tell(start: Any) -> None:
        stack: list[Any] = [start]
        while stack:
            part = stack.pop()
            if isinstance(part, str):
                parts.append(part)
                continue
            if isinstance(part.tag, str) and part not in left and part.tag not in ("script", "style", "figure") and part.get("class") != "figure":
                space = " " if part.tag in ("p", "div", "br", "li", "td", "tr", "dt", "dd") else ""
                inner: list[Any] = [space, part.text or ""]
                for child in part:
                    inner += [child, child.tail or ""]
                stack.extend(reversed([*inner, space]))

    tell(node)
    return re.sub(r" ([.,;:!?)])", r"\1", " ".join("".join(parts).split()))
