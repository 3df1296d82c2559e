"""A page of the installed help as blocks: headings, paragraphs, lists, the ways to a command, tables of keys. What other applications and systems
show is taken out first (the pages hold every variant and let a script choose)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lxml import html

from lam.data.pairs import App

VARIANTS: Mapping[App, str] = {"document": "WRITER", "spreadsheet": "CALC", "presentation": "IMPRESS", "any": ""}
SYSTEMS = {"MAC", "WIN", "UNIX"}
MARKED = ("emph", "menuitem", "keycode", "input", "literal", "widget")
JOINED = ("emph", "menuitem")


@dataclass
class Span:
    """A marked part of a text: a label, a menu path, a key, what to type."""

    text: str
    mark: str
    link: str = ""
    """The help page that it points to, relative to the pages' folder."""


@dataclass
class Rich:
    """Text with its marked parts."""

    text: str = ""
    spans: list[Span] = field(default_factory=list)

    def part(self, text: str) -> Rich:
        """A piece of it, with the marks that lie inside."""
        squeezed = text.replace(" ", "")
        return Rich(text, [s for s in self.spans if ("icon" in text if s.mark == "icon" else s.text.replace(" ", "") in squeezed)])


@dataclass
class ListItem:
    text: Rich
    more: list[Rich] = field(default_factory=list)
    """Further paragraphs of the item."""
    below: list[Rich] = field(default_factory=list)
    """The items of a list inside."""


@dataclass
class Block:
    kind: str
    """heading, paragraph, steps, bullets, access, note, table"""
    rich: Rich = field(default_factory=Rich)
    level: int = 0
    items: list[ListItem] = field(default_factory=list)
    rows: list[list[Rich]] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    """Names in front of a heading or paragraph, by which the office's dialogs find their help."""
    start: int = 1
    avis: str = ""
    """The sentence that the office shows as extended tip."""


@dataclass
class Page:
    path: str
    title: str
    blocks: list[Block]

    @cached_property
    def guide(self) -> bool:
        return "/guide/" in self.path

    def sections(self) -> Iterator[tuple[list[str], Block, list[Block]]]:
        """(headings above and own, heading, the blocks under it up to the next heading)."""
        above: list[str] = [""] * 7
        heading, under = Block("heading"), []
        for block in self.blocks:
            if block.kind != "heading":
                under.append(block)
                continue
            if under or heading.rich.text:
                yield [h for h in above if h], heading, under
            above[block.level] = block.rich.text
            above[block.level + 1 :] = [""] * (6 - block.level)
            heading, under = block, []
        yield [h for h in above if h], heading, under


def squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u200b", "")).strip()


def read_page(path: str, text: bytes, app: App, product: str = "LibreOffice") -> Page | None:
    """The page as the application shows it; None when it holds no help."""
    told = re.sub(r"%PRODUCTNAME|%productname", product, text.decode("utf-8", "replace")).replace("%PRODUCTVERSION", "")
    tree = html.document_fromstring(told) if told.strip() else None
    area = tree.get_element_by_id("DisplayArea", None) if tree is not None else None
    if area is None:
        return None
    _choose(area, VARIANTS[app])
    blocks = list(_blocks(area, []))
    title = next((b.rich.text for b in blocks if b.kind == "heading" and b.level == 1), "")
    return Page(path, title or next((b.rich.text for b in blocks if b.kind == "heading"), ""), blocks)


def _choose(area: Any, app: str) -> None:
    """Leave of every set of variants the one for this application, and for Linux."""
    for switch in list(area.iter("span")):
        if (switch.get("class") or "") not in ("switch", "switchinline"):
            continue
        variants = [v for v in switch.iterchildren("span") if v.get("hidden")]
        names = [v.get("class") or "" for v in variants]
        wanted = ("UNIX" if "UNIX" in names else "") if SYSTEMS & set(names) else (app if app in names else "")
        for variant, name in zip(variants, names, strict=True):
            if name != wanted:
                variant.drop_tree()


def _blocks(element: Any, anchors: list[str]) -> Iterator[Block]:
    for child in element:
        if not isinstance(child.tag, str):
            continue
        kind = child.get("class") or ""
        if child.tag == "a" and child.get("name") and not child.get("href") and not len(child) and not (child.text or "").strip():
            anchors.append(child.get("name"))
        elif re.fullmatch(r"h[1-6]", child.tag):
            inside = [a.get("name") for a in child.iter("a") if a.get("name")]
            text = rich(child)
            if text.text:
                yield Block("heading", text, int(child.tag[1]), anchors=[*anchors, *inside])
                anchors.clear()
        elif child.tag == "p" or kind == "icontable":
            text = rich(child)
            avis = next((rich(s).text for s in child.iter("span") if s.get("class") == "avis"), "")
            if text.text:
                inside = [a.get("name") for a in child.iter("a") if a.get("name")]
                yield Block("paragraph", text, avis=avis, anchors=[*anchors, *inside])
                anchors.clear()
        elif child.tag in ("ol", "ul"):
            start = child.get("start") or "1"
            yield Block("steps" if child.tag == "ol" else "bullets", items=_items(child), start=int(start) if start.isdigit() else 1)
        elif child.tag == "table":
            rows = [[rich(cell) for cell in row if cell.tag in ("td", "th")] for row in child.iter("tr")]
            yield Block("table", rows=[r for r in rows if r])
        elif kind == "howtoget":
            bodies = child.find_class("howtogetbody")
            ways = [rich(p) for p in bodies[0].iter("p")] if bodies else []
            yield Block("access", items=[ListItem(w) for w in ways if w.text])
        elif kind in ("note", "tip", "warning"):
            for paragraph in child.iter("p"):
                yield Block("note", rich(paragraph))
        elif kind != "relatedtopics":
            yield from _blocks(child, anchors)


def _items(listing: Any) -> list[ListItem]:
    found: list[ListItem] = []
    for entry in listing.iterchildren("li"):
        paragraphs: list[Rich] = []
        below: list[Rich] = []
        _item(entry, paragraphs, below)
        if not paragraphs:
            own = rich(entry)
            paragraphs = [own] if own.text else []
        if paragraphs or below:
            found.append(ListItem(paragraphs[0] if paragraphs else Rich(), paragraphs[1:], below))
    return found


def _item(element: Any, paragraphs: list[Rich], below: list[Rich]) -> None:
    for child in element:
        if not isinstance(child.tag, str) or child.get("class") in ("note", "tip", "warning") or child.tag == "table":
            continue
        if child.tag in ("p", "h2", "h3", "h4"):
            text = rich(child)
            if text.text:
                paragraphs.append(text)
        elif child.tag in ("ol", "ul"):
            for inner in child.iterchildren("li"):
                texts = [t for t in map(rich, inner.findall(".//p")) if t.text] or [rich(inner)]
                joined = Rich(" ".join(t.text for t in texts), [s for t in texts for s in t.spans])
                if joined.text:
                    below.append(joined)
        else:
            _item(child, paragraphs, below)


def rich(element: Any) -> Rich:
    """The text of an element. Neighbouring marks that make one path or one key are one span."""
    spans: list[Span] = []
    open_span: Span | None = None
    words: list[str] = []
    for text, mark, link in _pieces(element, "", ""):
        words.append(text)
        if mark == "icon":
            spans.append(Span(link, "icon"))
        elif mark:
            together = open_span and (mark == open_span.mark == "keycode" or (mark in JOINED and open_span.mark in JOINED))
            if open_span and together:
                open_span.text += text
                open_span.link = open_span.link or link
            else:
                open_span = Span(text, mark, link)
                spans.append(open_span)
        elif open_span:
            glue = r"\s*\+\s*" if open_span.mark == "keycode" else r"\s*[-–—>▸]?\s*"
            if re.fullmatch(glue, text):
                open_span.text += text
            else:
                open_span = None
    for span in spans:
        span.text = squeeze(span.text).strip("+- ") if span.mark == "keycode" else squeeze(span.text)
    return Rich(squeeze("".join(words)), [s for s in spans if s.text])


def _pieces(element: Any, mark: str, link: str) -> Iterator[tuple[str, str, str]]:
    """(text, mark, link) in reading order; an icon has no text and its file name as link."""
    if element.tag == "span":
        kind = (element.get("class") or "").partition(" ")[0]
        mark = kind if kind in MARKED else mark
    if element.tag == "a" and element.get("href"):
        link = re.sub(r"^.*?text/|[#?].*$", "", element.get("href"))
    source = element.get("src") or "" if element.tag == "img" else ""
    if source and "helpimg" not in source:
        yield "", "icon", source.rpartition("/")[2]
    if element.text:
        yield element.text, mark, link
    for child in element:
        if isinstance(child.tag, str) and child.tag not in ("ul", "ol", "table"):
            if child.tag == "br":
                yield " ", "", ""
            yield from _pieces(child, mark, link)
        if child.tail:
            yield child.tail, mark, link
