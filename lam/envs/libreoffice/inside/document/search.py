"""Looking further and replacing words: find_text, read, select, find_replace."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import Any

from com.sun.star.uno import Exception as UnoException

from lam.envs.libreoffice.inside.document.body import Body, Item, body_of, cell_texts, table_size
from lam.envs.libreoffice.inside.document.outline import display_names, ordinals, role, selection
from lam.envs.libreoffice.inside.document.targets import Address, Spot, addresses, cell_names, ids, inside, paragraphs, ranges
from lam.envs.libreoffice.inside.office import Effect, Office, implements
from lam.errors import ActionRejected

MOST_FOUND = 20
MOST_CHARACTERS = 6000
"""How much `find_text` lists and `read` reads at once."""


def pattern(find: str, regex: bool, match_case: bool = False, whole_words: bool = False) -> re.Pattern[str]:
    """The compiled search.

    Raises: ActionRejected when the regular expression is malformed.
    """
    source = find if regex else re.escape(find)
    if whole_words:
        source = rf"(?<!\w)(?:{source})(?!\w)"
    try:
        return re.compile(source, 0 if match_case else re.IGNORECASE)
    except re.error as error:
        raise ActionRejected(f"{find!r} is no regular expression: {error}") from None


@implements("document")
def find_text(office: Office, query: str, regex: bool = False) -> Effect:
    body = body_of(office)
    search = pattern(query, regex)
    found = [(id_, text, hits) for id_, text in _texts(body) if (hits := list(search.finditer(text)))]
    if not found:
        return Effect(f"{query!r} does not occur in the document")
    lines = [f"{id_} {_around(text, hits[0])}" + (f" ({len(hits)} times)" if len(hits) > 1 else "") for id_, text, hits in found[:MOST_FOUND]]
    if len(found) > MOST_FOUND:
        lines.append(f"... and {len(found) - MOST_FOUND} more")
    count = sum(len(hits) for _, _, hits in found)
    return Effect(f"{query!r} occurs {count} {'time' if count == 1 else 'times'}, in {ids(f[0] for f in found)}", [], "\n".join(lines))


def _around(text: str, hit: re.Match[str]) -> str:
    start, end = max(0, hit.start() - 30), hit.end() + 50
    return f"{'… ' if start else ''}{' '.join(text[start:end].split())}{' …' if end < len(text) else ''}"


def _texts(body: Body) -> Iterator[tuple[str, str]]:
    """(id, text) of paragraphs and table cells in document order."""
    for item in body.items:
        if item.kind == "t":
            for name in item.thing.CellNames:
                yield f"{item.id}.{name}", item.thing.getCellByName(name).String
        elif item.kind == "p":
            yield item.id, item.text


@implements("document")
def read(office: Office, target: str) -> Effect:
    body = body_of(office)
    lines: list[str] = []
    for address in addresses(body, target):
        lines += _lines(office, body, address)
    text = "\n".join(lines)
    cut = len(text) > MOST_CHARACTERS
    return Effect(f"{target}: {len(text)} characters{', the first of them below' if cut else ''}", [], text[:MOST_CHARACTERS] + (" …" if cut else ""))


def _lines(office: Office, body: Body, address: Address) -> list[str]:
    if address.kind == "selection":
        return [f"{spot.id} {spot.range.String}" for spot in ranges(office, "selection")]
    if address.cells:
        table, id_ = body.table(address.first), f"t{address.first}"
        return [f"{id_}.{name} {table.getCellByName(name).String}" for name in cell_names(table, address.cells, id_)]
    numbers = ordinals(body)
    chosen = [item for item in body.items if address.kind == "all" or (item.kind == address.kind and address.first <= item.number <= address.last)]
    if address.kind in ("start", "end"):
        chosen = [body.paragraphs[0 if address.kind == "start" else -1]]
    return [line for item in chosen for line in _item_lines(office, item, numbers)]


def _item_lines(office: Office, item: Item, numbers: dict[int, int]) -> list[str]:
    label = f"{item.id} [{role(item, numbers, display_names(office, item))}]"
    if item.kind == "t":
        rows, columns = table_size(item.thing)
        lines = (f"{item.id} row {row}: {' | '.join(cell_texts(item.thing, row))}" for row in range(1, rows + 1))
        return [f"{label} {rows} rows, {columns} columns", *lines]
    if item.kind == "i":
        return [f"{label} {item.text} {item.thing.Width / 1000:.3g} x {item.thing.Height / 1000:.3g} cm"]
    return [f"{label} {item.text}"]


@implements("document")
def select(office: Office, target: str, match: str = "") -> Effect:
    body = body_of(office)
    found = addresses(body, target)
    if not match and len(found) == 1 and found[0].kind == "i":
        office.controller.select(body.image(found[0].first))
    elif not match and len(found) == 1 and found[0].kind == "t":
        _select_cells(office, body, found[0])
    elif not match and target in ("start", "end"):
        office.controller.ViewCursor.gotoRange(office.document.Text.Start if target == "start" else office.document.Text.End, False)
        return Effect(f"the cursor is at the {target}")
    else:
        _select_ranges(office, paragraphs(office, target) if not match else ranges(office, target, match)[:1])
    return Effect(f"selected: {selection(office, body) or target}", [])


def _select_ranges(office: Office, spots: list[Spot]) -> None:
    """From the first to the last, in one stretch."""
    first, last = spots[0].range, spots[-1].range
    cursor = first.Text.createTextCursorByRange(first.Start)
    with contextlib.suppress(UnoException):  # a stretch cannot end in another text: then the first part alone
        cursor.gotoRange(last.End, True)
    if not cursor.String:
        cursor.gotoRange(first.End, True)
    office.controller.select(cursor)


def _select_cells(office: Office, body: Body, address: Address) -> None:
    table = body.table(address.first)
    names = cell_names(table, address.cells, f"t{address.first}")
    if len(names) == 1:
        cursor = table.getCellByName(names[0]).createTextCursor()
        cursor.gotoEnd(True)
        office.controller.select(cursor)
        return
    cells = table.createCursorByCellName(names[0])
    cells.gotoCellByName(names[-1], True)
    office.controller.select(cells)


@implements("document")
def find_replace(
    office: Office, find: str, replace: str, target: str = "all", regex: bool = False, match_case: bool = False, whole_words: bool = False
) -> Effect:
    if not find:
        raise ActionRejected("find_replace needs a text to find")
    pattern(find, regex, match_case, whole_words)
    descriptor = office.document.createReplaceDescriptor()
    descriptor.SearchString, descriptor.ReplaceString = find, replace
    descriptor.SearchRegularExpression, descriptor.SearchCaseSensitive, descriptor.SearchWords = regex, match_case, whole_words
    if target == "all":
        body = body_of(office)
        before = dict(_texts(body))
        count = office.document.replaceAll(descriptor)
        body.refresh()
        after = dict(_texts(body))
        changed = [id_ for id_, text in after.items() if before.get(id_) != text]
    else:
        count, changed = _replace_inside(office, target, descriptor, replace if not regex else None)
    if not count:
        raise ActionRejected(f"{find!r} does not occur in {'the document' if target == 'all' else target}")
    where = f" in {ids(changed)}" if changed else ""
    return Effect(f"replaced {find!r} by {replace!r} {count} {'time' if count == 1 else 'times'}{where}", changed)


def _replace_inside(office: Office, target: str, descriptor: Any, plain: str | None) -> tuple[int, list[str]]:
    """Replace inside the target alone, from the last occurrence to the first so that none is moved. A regular expression is expanded here."""
    found: list[Spot] = []
    for spot in ranges(office, target):
        hit = office.document.findNext(spot.range.Start, descriptor)
        while hit is not None and inside(hit, spot.range):
            found.append(Spot(spot.id, hit))
            hit = office.document.findNext(hit.End, descriptor)
    for spot in reversed(found):
        new = plain if plain is not None else _expand(descriptor, spot.range.String)
        overwrite(spot.range, new)
    return len(found), list(dict.fromkeys(spot.id for spot in found))


def _expand(descriptor: Any, hit: str) -> str:
    """What a found text becomes: `$1` in the replacement stands for the first group."""
    template = re.sub(r"\$(\d)", r"\\g<\1>", descriptor.ReplaceString.replace("\\", r"\\"))
    search = pattern(descriptor.SearchString, True, descriptor.SearchCaseSensitive)
    return search.sub(template, hit, count=1)


def overwrite(place: Any, text: str) -> None:
    """Put text in the place of a range that looks like the range's first letter."""
    if text == place.String:
        return
    start = place.Text.createTextCursorByRange(place.Start)
    rest = place.Text.createTextCursorByRange(place.Start)
    rest.goRight(1, False)
    insertion = place.Text.createTextCursorByRange(rest.Start)
    rest.gotoRange(place.End, True)
    rest.String = ""
    place.Text.insertString(insertion, text, False)
    start.goRight(1, True)
    start.String = ""
