"""The bounded outline of a text document: its head, its end, and what shares words with the instruction."""

from __future__ import annotations

import re
from typing import Any

from lam.envs.libreoffice.inside.document.body import TEXT_STYLES, Body, Item, body_of, table_size
from lam.envs.libreoffice.inside.office import Office, Outline

MOST = 60
"""Elements in an outline at most."""
HEAD, TAIL = 30, 8
TEXT_CHARACTERS = 64
"""Characters of an element's text, so that a full outline stays near 1,200 tokens."""


def outline(office: Office, focus: str) -> Outline:
    """What `Environment.observe` tells of the open document."""
    body = body_of(office)
    numbers = ordinals(body)
    chosen = _choose(body.items, focus)
    elements = [_element(body, office, body.items[index], numbers) for index in chosen]
    return Outline(_summary(office, body), elements, len(body.items) - len(elements), selection(office, body))


def selection(office: Office, body: Body) -> str:
    """Id of the selected element, or the selected words; empty when nothing is selected."""
    selected = getattr(office.controller, "Selection", None)  # the print preview has none
    if selected is None:
        return ""
    if selected.supportsService("com.sun.star.text.TextRanges"):
        return _selected_range(body, selected)
    if selected.supportsService("com.sun.star.text.TextTableCursor"):
        name = office.controller.ViewCursor.TextTable.Name
        table = next((t.id for t in body.tables if t.thing.Name == name), "table")
        return f"{table}.{selected.RangeName}"
    if selected.supportsService("com.sun.star.text.TextContent") and hasattr(selected, "Name"):
        return next((i.id for i in body.images if i.thing.Name == selected.Name), str(selected.Name))
    return ""


def _selected_range(body: Body, selected: Any) -> str:
    parts = [selected.getByIndex(i) for i in range(selected.Count)]
    parts = [part for part in parts if part.String]
    if not parts:
        return ""
    words = shorten(parts[0].String)
    more = f" and {len(parts) - 1} more" if len(parts) > 1 else ""
    cell = parts[0].getPropertyValue("Cell")
    if cell is not None:
        name = parts[0].getPropertyValue("TextTable").Name
        table = next((t.id for t in body.tables if t.thing.Name == name), "table")
        return f"{words!r} in {table}.{cell.CellName}{more}"
    first, last = body.paragraph_number(parts[0].Start), body.paragraph_number(parts[0].End)
    if not first:
        return f"{words!r}{more}"
    where = f"p{first}" if first == last else f"p{first}-p{last}"
    whole = "\n".join(p.text for p in body.paragraphs[first - 1 : last])
    return f"{where}{more}" if whole == parts[0].String.replace("\r\n", "\n") else f"{words!r} in {where}{more}"


def _summary(office: Office, body: Body) -> str:
    pages = getattr(office.controller, "PageCount", 0)  # the print preview tells none
    counts = [(len(body.paragraphs), "paragraph"), (len(body.tables), "table"), (len(body.images), "image"), (pages, "page")]
    words = [plural(count, noun) for count, noun in counts if count]
    return ", ".join(words + (["changes are recorded"] if office.document.RecordChanges else []))


def plural(count: int, noun: str) -> str:
    """`1 page`, `2 pages`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def ordinals(body: Body) -> dict[int, int]:
    """Paragraph number -> ordinal among the non-empty paragraphs of body text."""
    found: dict[int, int] = {}
    for item in body.paragraphs:
        if item.style in TEXT_STYLES and not item.list_kind and item.text.strip():
            found[item.number] = len(found) + 1
    return found


def role(item: Item, ordinals: dict[int, int], display: dict[str, str]) -> str:
    """`Text 3`, `bullet 1`, `Heading 2`, `empty`, `table`, `image`."""
    if item.kind != "p":
        return "table" if item.kind == "t" else "image"
    if item.list_kind and not item.style.startswith(("Heading", "Title")):
        return f"{item.list_kind} {item.level}"
    if not item.text.strip():
        return "empty"
    if item.number in ordinals:
        return f"Text {ordinals[item.number]}"
    return display.get(item.style, item.style)


def _element(body: Body, office: Office, item: Item, ordinals: dict[int, int]) -> tuple[str, str, str, str]:
    detail = ""
    if item.kind == "t":
        rows, columns = table_size(item.thing)
        detail = f"{rows}x{columns}"
    return item.id, role(item, ordinals, display_names(office, item)), shorten(item.text), detail


def display_names(office: Office, item: Item) -> dict[str, str]:
    names: dict[str, str] = office.memo.setdefault("style names", {})
    if item.style and item.style not in names:
        styles = office.document.StyleFamilies.getByName("ParagraphStyles")
        names[item.style] = styles.getByName(item.style).DisplayName if styles.hasByName(item.style) else item.style
    return names


def shorten(text: str, limit: int = TEXT_CHARACTERS) -> str:
    """One line of at most `limit` characters, cut between words."""
    line = " ".join(text[: 3 * limit].split())
    if len(line) <= limit and len(text) <= 3 * limit:
        return line
    return line[:limit].rsplit(" ", 1)[0] + " …"


def _choose(items: list[Item], focus: str) -> list[int]:
    """Indices of what is shown: all of a small document, else the head, the tail and the best matches of the focus between them."""
    if len(items) <= MOST:
        return list(range(len(items)))
    kept = set(range(HEAD)) | set(range(len(items) - TAIL, len(items)))
    words = set(re.findall(r"\w{3,}|\d+", focus.lower()))
    texts = {i: f"{items[i].text} {items[i].style}".lower() for i in range(HEAD, len(items) - TAIL)} if words else {}
    hits: dict[int, float] = {}
    for word in words:
        whole = re.compile(rf"\b{re.escape(word)}\b")
        found = [i for i, text in texts.items() if word in text and whole.search(text)]
        for i in found:
            hits[i] = hits.get(i, 0.0) + 1.0 / len(found)
    best = sorted(hits, key=lambda i: (-hits[i], i))[: MOST - len(kept)]
    return sorted(kept | set(best))
