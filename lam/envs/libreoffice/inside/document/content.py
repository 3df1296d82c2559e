"""What the body holds: insert_text, replace_text, delete, move."""

from __future__ import annotations

import contextlib
from typing import Any

import uno
from com.sun.star.uno import Exception as UnoException

from lam.envs.libreoffice.inside.document.body import PARAGRAPH, Body, Item, body_of
from lam.envs.libreoffice.inside.document.formatting import body_style, style_name
from lam.envs.libreoffice.inside.document.outline import plural, shorten
from lam.envs.libreoffice.inside.document.targets import Address, addresses, content, ids, one, paragraphs
from lam.envs.libreoffice.inside.office import Effect, Office, implements
from lam.errors import ActionRejected

PARAGRAPH_BREAK = 0
EMPHASIS: tuple[str, ...] = (
    *("CharWeight", "CharPosture", "CharUnderline", "CharStrikeout", "CharEscapement", "CharEscapementHeight"),
    *("CharHighlight", "CharBackColor", "CharColor", "CharStyleName", "HyperLinkURL"),
)
"""Character formatting that new text does not take over from its neighbour."""
DIRECT: tuple[str, ...] = (
    *EMPHASIS,
    *("CharFontName", "CharHeight", "ParaAdjust", "ParaTopMargin", "ParaBottomMargin", "ParaLeftMargin", "ParaRightMargin"),
    *("ParaFirstLineIndent", "ParaLineSpacing", "ParaBackColor", "NumberingStyleName", "NumberingLevel"),
)
"""Direct formatting that a paragraph with another style does not take over."""


@implements("document")
def insert_text(office: Office, text: str, target: str = "end", where: str = "after", style: str | None = None) -> Effect:
    body = body_of(office)
    name = style_name(office, style) if style else ""
    if where.startswith("inside"):
        return _insert_inside(office, text, target, where, name)
    found = addresses(body, target)
    address = found[0] if where == "before" else found[-1]
    if not text:
        raise ActionRejected("insert_text needs a text")
    lines = text.replace("\r\n", "\n").split("\n")
    paragraph = new_paragraph(office, address, where == "before", lines[0], name)
    cursor = paragraph.Text.createTextCursorByRange(paragraph.End)
    for line in lines[1:]:
        paragraph.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        paragraph.Text.insertString(cursor, line, False)
    names, reads = _inserted(office, cursor, len(lines))
    if reads[-len(lines) :] != lines:
        raise RuntimeError(f"the new text reads {reads[0][:60]!r}")
    return Effect(f"inserted {ids(names)}: {shorten(lines[0], 40)}", names)


def _inserted(office: Office, cursor: Any, count: int) -> tuple[list[str], list[str]]:
    """Ids and texts of the `count` paragraphs that end at the cursor."""
    body = body_of(office)
    if (cell := cursor.Cell) is not None:
        name = cursor.TextTable.Name
        id_ = next(f"{t.id}.{cell.CellName}" for t in body.tables if t.thing.Name == name)
        return [id_], [p.String for p in content(cell)]
    last = body.paragraph_number(cursor)
    found = body.paragraphs[last - count : last]
    return [item.id for item in found], [item.text for item in found]


def new_paragraph(office: Office, address: Address, before: bool, text: str, style: str = "") -> Any:
    """A new paragraph beside an element: in a list beside a list item, body text beside a heading, without the neighbour's emphasis."""
    body = body_of(office)
    if address.kind == "i":
        raise ActionRejected(f"give the paragraph or table beside which the text goes, not {address.kind}{address.first}")
    if address.kind == "t" and not address.cells:
        return _beside_table(office, body.table(address.first if before else address.last), before, text, style)
    at_edge = address.kind in ("start", "end", "all")
    if at_edge:
        before = address.kind == "start" or (address.kind == "all" and before)
        first = body.items[0]
        if before and first.kind == "t":
            return _beside_table(office, first.thing, True, text, style)
        neighbour = body.paragraph(1 if before else len(body.paragraphs))
        if len(body.items) == 1 and not neighbour.String:
            neighbour.String = text
            neighbour.ParaStyleName = style or neighbour.ParaStyleName
            return neighbour
    else:
        spots = paragraphs(office, address_text(address))
        neighbour = (spots[0] if before else spots[-1]).range
    kept = neighbour.ParaStyleName
    paragraph = _split_off(neighbour, before, text)
    if style or kept.startswith(("Heading", "Title", "Subtitle", "Caption")) or (at_edge and paragraph.NumberingIsNumber):
        paragraph.ParaStyleName = style or body_style(office)
        _reset(paragraph, DIRECT)
    else:
        _reset(paragraph, EMPHASIS)
    return paragraph


def _reset(paragraph: Any, names: tuple[str, ...]) -> None:
    cursor = paragraph.Text.createTextCursorByRange(paragraph.Start)
    cursor.gotoEndOfParagraph(True)
    for name in names:
        cursor.setPropertyToDefault(name)


def _split_off(neighbour: Any, before: bool, text: str) -> Any:
    """A paragraph of the same style and formatting as its neighbour."""
    cursor = neighbour.Text.createTextCursorByRange(neighbour.Start if before else neighbour.End)
    neighbour.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
    if before:
        cursor.gotoPreviousParagraph(False)
    else:
        cursor.BreakType = uno.Enum("com.sun.star.style.BreakType", "NONE")
    cursor.Text.insertString(cursor, text, False)
    return whole(cursor)


def _beside_table(office: Office, table: Any, before: bool, text: str, style: str) -> Any:
    new = office.document.createInstance(PARAGRAPH)
    if before:
        office.document.Text.insertTextContentBefore(new, table)
    else:
        office.document.Text.insertTextContentAfter(new, table)
    body = body_of(office)
    items = [item for item in body.items if item.kind != "i"]
    index = next(i for i, item in enumerate(items) if item.kind == "t" and item.thing.Name == table.Name)
    paragraph = body.paragraph(items[index - 1 if before else index + 1].number)
    paragraph.ParaStyleName = style or body_style(office)
    paragraph.String = text
    return paragraph


def whole(cursor: Any) -> Any:
    """The paragraph object that a cursor stands in."""
    cursor.gotoStartOfParagraph(False)
    cursor.gotoEndOfParagraph(True)
    return cursor.createEnumeration().nextElement()


def _insert_inside(office: Office, text: str, target: str, where: str, style: str) -> Effect:
    if style:
        raise ActionRejected("text inside a paragraph takes no paragraph style; use where before or after")
    spots = paragraphs(office, target)
    spot = spots[0] if where == "inside_start" else spots[-1]
    before = spot.range.String
    cursor = spot.range.Text.createTextCursorByRange(spot.range.Start if where == "inside_start" else spot.range.End)
    _insert_lines(cursor, text)
    reads = spot.range.String
    if "\n" not in text and reads != (text + before if where == "inside_start" else before + text):
        raise RuntimeError(f"{spot.id} reads {reads[:80]!r}")
    return Effect(f"{spot.id} now reads: {_ends(reads)}", [spot.id])


def _ends(text: str) -> str:
    return shorten(text, 80) if len(text) <= 80 else f"{shorten(text[:40], 40)} … {' '.join(text[-40:].split())}"


def _insert_lines(cursor: Any, text: str) -> None:
    for index, line in enumerate(text.replace("\r\n", "\n").split("\n")):
        if index:
            cursor.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        cursor.Text.insertString(cursor, line, False)


@implements("document")
def replace_text(office: Office, target: str, text: str) -> Effect:
    spots = paragraphs(office, target)
    holders = list(dict.fromkeys(spot.id for spot in spots))
    if len(holders) > 1:
        raise ActionRejected(f"replace_text takes one paragraph or cell, not {ids(holders)}")
    for extra in spots[1:]:
        extra.range.dispose()
    put_text(spots[0].range, text)
    if not office.document.RecordChanges and "\n" not in text and spots[0].range.String != text:
        raise RuntimeError(f"{target} reads {spots[0].range.String[:60]!r}")
    return Effect(f"{holders[0]} now reads: {shorten(text, 80)}", holders)


def put_text(paragraph: Any, text: str) -> None:
    """Replace a paragraph's text; what is new looks like the longest stretch of what was there."""
    runs = [run for run in content(paragraph) if run.TextPortionType == "Text" and run.String]
    if not runs:
        paragraph.String = ""
        _insert_lines(paragraph.Text.createTextCursorByRange(paragraph.Start), text)
        return
    longest = max(runs, key=lambda run: len(run.String))
    cursor = paragraph.Text.createTextCursorByRange(longest.Start)
    cursor.goRight(1, False)
    cursor.gotoRange(paragraph.End, True)
    tail, cursor = cursor, paragraph.Text.createTextCursorByRange(paragraph.Start)
    cursor.gotoRange(longest.Start, True)
    tail.String = ""
    cursor.String = ""
    _insert_lines(paragraph.Text.createTextCursorByRange(paragraph.End), text)
    first = paragraph.Text.createTextCursorByRange(paragraph.Start)
    first.goRight(1, True)
    first.String = ""


@implements("document")
def delete(office: Office, target: str) -> Effect:
    body = body_of(office)
    doomed: list[tuple[str, Any]] = []
    for address in addresses(body, target):
        if address.kind in ("start", "end"):
            raise ActionRejected(f"delete needs an element id, not {address.kind!r}")
        if address.kind == "i":
            doomed += [(f"i{n}", body.image(n)) for n in range(address.first, address.last + 1)]
        elif address.kind == "t" and not address.cells:
            doomed += [(f"t{n}", body.table(n)) for n in range(address.first, address.last + 1)]
        elif address.kind == "all":
            doomed += [(item.id, item.thing) for item in body.tables]
            doomed += [(f"p{n}", p) for n, p in enumerate(body.between(1, len(body.paragraphs)), 1)]
        elif address.kind == "p" and address.last - address.first == len(body.paragraphs) - 1 and not body.tables:
            return delete(office, "all")
        else:
            doomed += [(spot.id, spot.range) for spot in paragraphs(office, address_text(address))]
    tables, counts = len(body.tables), len(body.paragraphs)
    emptied = [remove(body, id_, thing) for id_, thing in reversed(doomed)]
    gone = [id_ for id_, _ in doomed]
    body.refresh()
    expected = (tables - sum(g[0] == "t" and "." not in g for g in gone), counts - sum(g[0] == "p" for g in gone) + sum(map(bool, emptied)))
    if not office.document.RecordChanges and (len(body.tables), len(body.paragraphs)) != expected:
        raise RuntimeError(f"{len(body.paragraphs)} paragraphs and {len(body.tables)} tables are left instead of {expected[1]} and {expected[0]}")
    verb = "emptied" if all("." in id_ for id_ in gone) else "deleted"
    left = "; an empty paragraph has to stay" if any(emptied) else ""
    return Effect(f"{verb} {ids(gone)}{left}; {plural(len(body.paragraphs), 'paragraph')} left", gone)


def remove(body: Body, id_: str, thing: Any) -> str:
    """Remove one thing; the id of a paragraph that had to stay behind empty, else nothing."""
    if "." in id_:
        thing.String = ""
        return ""
    if id_[0] != "p":
        thing.dispose()
        return ""
    text = body.document.Text
    alone = text.compareRegionStarts(thing, text.Start) == 0 and text.compareRegionEnds(thing, text.End) == 0
    walk = text.createTextCursorByRange(thing.Start)
    if alone or not (_follows_paragraph(text, thing) or walk.gotoNextParagraph(False)):
        thing.String = ""
        thing.ParaStyleName = "Standard"
        return id_
    thing.dispose()
    return ""


def _follows_paragraph(text: Any, paragraph: Any) -> bool:
    """Whether the element right before is a paragraph."""
    cursor = text.createTextCursorByRange(paragraph.Start)
    if not cursor.gotoPreviousParagraph(False):
        return False
    cursor.gotoEndOfParagraph(False)
    cursor.gotoRange(paragraph.Start, True)
    return all(part.supportsService(PARAGRAPH) for part in content(cursor))


@implements("document")
def move(office: Office, target: str, to: str, where: str = "after") -> Effect:
    body = body_of(office)
    source = one_block(body, target)
    items = body.items
    named = [i for i, item in enumerate(items) if item.kind == source.kind and source.first <= item.number <= source.last]
    moved = list(range(named[0], named[-1] + 1))  # with the tables and images that stand between them
    place = _destination(body, to, where, moved)
    before = [_mark(item) for item in items if item.kind != "i"]
    order = [_mark(item) for i, item in enumerate(items) if i not in moved and item.kind != "i"]
    images = sum(item.kind == "i" for i, item in enumerate(items[:place]) if i not in moved)
    inside = sum(i < place for i in moved)
    block = [_mark(items[i]) for i in moved]
    at = place - inside - images
    order[at:at] = block
    _shift(office, body, moved, place)
    if order[-1][0] == "t":
        order.append(("p", "", "Standard"))
    held = _tidy(body, order)
    if held == before != order:
        raise ActionRejected(f"{target} cannot be moved {where} {to}: the lines of a table of contents stay together")
    if held != order:
        raise RuntimeError(f"{target} did not arrive {where} {to}")
    arrived = [item.id for item in [i for i in body.items if i.kind != "i"][at : at + len(block)]]
    return Effect(f"moved {target} {where} {to}; it is now {ids(arrived)}", arrived)


def one_block(body: Body, target: str) -> Address:
    """A paragraph, a run of paragraphs, or a table."""
    found = addresses(body, target)
    if len(found) != 1 or found[0].kind not in "pt" or found[0].cells or (found[0].kind == "t" and found[0].first != found[0].last):
        raise ActionRejected(f"move takes paragraphs such as p3 or p3-p5, or one table, not {target!r}")
    return found[0]


def _mark(item: Item) -> tuple[str, str, str]:
    return item.kind, item.text, item.style


def _tidy(body: Body, order: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Remove the empty paragraphs that carrying a table leaves behind; what the body holds then."""
    while True:
        body.refresh()
        items = [item for item in body.items if item.kind != "i"]
        marks = [_mark(item) for item in items]
        extra = next((i for i, mark in enumerate(marks) if i >= len(order) or mark != order[i]), None)
        if extra is None or len(marks) <= len(order) or items[extra].kind != "p" or items[extra].text:
            return marks
        body.paragraph(items[extra].number).dispose()


def _destination(body: Body, to: str, where: str, moved: list[int]) -> int:
    """Index in the items before which the moved ones go."""
    address = one(body, to)
    if address.kind in ("start", "end"):
        place = 0 if address.kind == "start" else len(body.items)
    elif address.kind in ("p", "t") and not address.cells:
        index = next(i for i, item in enumerate(body.items) if item.kind == address.kind and item.number == address.first)
        place = index if where == "before" else index + 1
    else:
        raise ActionRejected(f"move goes before or after a paragraph or a table, not {to!r}")
    while place < len(body.items) and body.items[place].kind == "i":
        place += 1
    if moved[0] <= place <= moved[-1] + 1:
        raise ActionRejected(f"it is already {where} {to}")
    return place


def _shift(office: Office, body: Body, moved: list[int], place: int) -> None:
    """Paragraphs go past paragraphs by the office's own command; with a table in it or on the way, they are carried over."""
    items = body.items
    down = place > moved[-1]
    crossed = [item for item in (items[moved[-1] + 1 : place] if down else items[place : moved[0]]) if item.kind != "i"]
    kept = [items[i] for i in moved if items[i].kind != "i"]
    selection = office.controller.Selection
    if any(item.kind == "t" for item in [*crossed, *kept]):
        _carry(office, body, kept, items[place] if place < len(items) else None)
    else:
        _select_paragraphs(office, body, kept)
        for _ in crossed:
            office.dispatch(".uno:MoveDown" if down else ".uno:MoveUp")
    with contextlib.suppress(UnoException):
        office.controller.select(selection)


def _select_paragraphs(office: Office, body: Body, items: list[Item]) -> Any:
    first, last = body.paragraph(items[0].number), body.paragraph(items[-1].number)
    cursor = first.Text.createTextCursorByRange(first.Start)
    cursor.gotoRange(last.End, True)
    office.controller.select(cursor)
    return cursor


def _carry(office: Office, body: Body, kept: list[Item], behind: Item | None) -> None:
    """Copy to an empty paragraph at the destination, then delete the original and the empty paragraph."""
    originals = [item.thing if item.kind == "t" else body.paragraph(item.number) for item in kept]
    if kept[0].kind == "t":
        office.controller.select(originals[0])
        office.controller.ViewCursor.gotoRange(originals[0].getCellByName("A1").Start, False)
        office.dispatch(".uno:SelectTable")
    else:
        _select_paragraphs(office, body, kept)
    cargo = office.controller.getTransferable()
    address = Address("end") if behind is None else Address(behind.kind, behind.number, behind.number)
    landing = new_paragraph(office, address, behind is not None, "")
    _reset(landing, DIRECT)
    office.controller.ViewCursor.gotoRange(landing.Start, False)
    office.controller.insertTransferable(cargo)
    for item, original in zip(kept, originals, strict=True):
        remove(body, item.id, original)
    body.refresh()


def address_text(address: Address) -> str:
    """An address as it is written."""
    if address.kind not in "pti":
        return address.kind
    last = f"-{address.kind}{address.last}" if address.last != address.first else ""
    return f"{address.kind}{address.first}{last}" + (f".{address.cells}" if address.cells else "")
