"""From the words of a target (`p3`, `p3-p6`, `t1.B2`, `i1`, `selection`, `all`) to the objects of the office."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from com.sun.star.uno import Exception as UnoException

from lam.envs.libreoffice.inside.document.body import PARAGRAPH, Body, body_of, column_number, row_names, span
from lam.envs.libreoffice.inside.office import Office
from lam.errors import ActionRejected

_ONE = re.compile(r"^([pti])(\d{1,6})(?:-\1?(\d{1,6}))?(?:\.([A-Za-z]{1,2}\d{1,4}(?::[A-Za-z]{1,2}\d{1,4})?))?$", re.IGNORECASE)
WORDS = ("all", "selection", "start", "end")


@dataclass(frozen=True)
class Spot:
    """A stretch of text with the id it goes by: a paragraph object, or a range inside one."""

    id: str
    range: Any


@dataclass(frozen=True)
class Address:
    """One part of a target: `first` to `last` of a kind, or cells of a table."""

    kind: str
    """`p`, `t`, `i`, or one of WORDS."""
    first: int = 0
    last: int = 0
    cells: str = ""


def addresses(body: Body, target: str) -> list[Address]:
    """The parts of a target, checked against the document.

    Raises: ActionRejected when it is malformed or names what is not there.
    """
    found = []
    for word in re.split(r"\s*,\s*", target.strip()):
        if word.lower() in WORDS:
            found.append(Address(word.lower()))
            continue
        match = _ONE.match(word)
        if match is None:
            raise ActionRejected(f"{word!r} is not an element id; write p3, p3-p6, t1, t1.B2, i1, all or selection")
        kind, first, last, cells = match[1].lower(), int(match[2]), int(match[3] or match[2]), match[4] or ""
        if cells and kind != "t":
            raise ActionRejected(f"{word!r}: only tables have cells")
        count = len({"p": body.paragraphs, "t": body.tables, "i": body.images}[kind])
        for number in (first, last):
            if not 1 <= number <= count:
                noun = {"p": "paragraph", "t": "table", "i": "image"}[kind]
                raise ActionRejected(f"there is no {kind}{number}; the document has {span(kind, count, noun)}")
        if last < first:
            first, last = last, first
        found.append(Address(kind, first, last, cells))
    return found


def one(body: Body, target: str) -> Address:
    """The address of a target that must be a single element.

    Raises: ActionRejected otherwise.
    """
    found = addresses(body, target)
    if len(found) != 1 or found[0].first != found[0].last:
        raise ActionRejected(f"{target!r} is more than one element; give one id")
    return found[0]


def paragraphs(office: Office, target: str) -> list[Spot]:
    """The paragraphs of a target, those in table cells included, with the ids they go by.

    Raises: ActionRejected when there are none.
    """
    body = body_of(office)
    spots: list[Spot] = []
    for address in addresses(body, target):
        spots += _paragraphs(office, body, address)
    if not spots:
        raise ActionRejected(f"{target!r} holds no paragraphs")
    return spots


def _paragraphs(office: Office, body: Body, address: Address) -> list[Spot]:
    if address.kind == "all":
        everything = _paragraphs(office, body, Address("p", 1, len(body.paragraphs)))
        for table in body.tables:
            everything += _paragraphs(office, body, Address("t", table.number, table.number))
        return everything
    if address.kind == "p":
        found = body.between(address.first, address.last)
        return [Spot(f"p{number}", item) for number, item in zip(range(address.first, address.last + 1), found, strict=True)]
    if address.kind == "t":
        spots = []
        for number in range(address.first, address.last + 1):
            table = body.table(number)
            for name in cell_names(table, address.cells, f"t{number}"):
                spots += [Spot(f"t{number}.{name}", item) for item in content(table.getCellByName(name)) if item.supportsService(PARAGRAPH)]
        return spots
    if address.kind == "selection":
        return [Spot(_id_of(body, item), item) for part in selected(office) for item in content(part) if item.supportsService(PARAGRAPH)]
    if address.kind in ("start", "end"):
        number = 1 if address.kind == "start" else len(body.paragraphs)
        return _paragraphs(office, body, Address("p", number, number))
    raise ActionRejected("an image has no text")


def ranges(office: Office, target: str, match: str = "") -> list[Spot]:
    """The stretches of text that a target means: whole paragraphs, the selected words, or each occurrence of `match` in them.

    Raises: ActionRejected when there are none.
    """
    if not match:
        body = body_of(office)
        if [a.kind for a in addresses(body, target)] == ["selection"]:
            return [Spot(_id_of(body, part.Start), part) for part in selected(office)]
        return paragraphs(office, target)
    spots = paragraphs(office, target)
    for exact in (True, False):
        if found := list(_occurrences(office, spots, match, exact)):
            return found
    raise ActionRejected(f"{match!r} does not occur in {ids(s.id for s in spots)}")


def _occurrences(office: Office, spots: Iterable[Spot], match: str, exact: bool) -> Iterator[Spot]:
    descriptor = office.document.createSearchDescriptor()
    descriptor.SearchString = match
    descriptor.SearchCaseSensitive = exact
    wanted = match if exact else match.lower()
    for spot in spots:
        text = spot.range.String
        if wanted not in (text if exact else text.lower()):
            continue
        found = office.document.findNext(spot.range.Start, descriptor)
        while found is not None and inside(found, spot.range):
            yield Spot(spot.id, found)
            found = office.document.findNext(found.End, descriptor)


def inside(part: Any, whole: Any) -> bool:
    """Whether a range lies within another one; ranges in different texts never do."""
    text = whole.Text
    try:
        return bool(text.compareRegionStarts(whole, part) >= 0 and text.compareRegionEnds(part, whole) >= 0)
    except UnoException:
        return False


def selected(office: Office) -> list[Any]:
    """The selected text ranges.

    Raises: ActionRejected when no text is selected.
    """
    selection = office.controller.Selection
    if selection is not None and selection.supportsService("com.sun.star.text.TextRanges"):
        found = [selection.getByIndex(i) for i in range(selection.Count)]
        if any(part.String for part in found):
            return [part for part in found if part.String]
    if selection is not None and selection.supportsService("com.sun.star.text.TextTableCursor"):
        table = office.controller.ViewCursor.TextTable
        return [table.getCellByName(name) for name in cell_names(table, selection.RangeName, table.Name)]
    raise ActionRejected("nothing is selected; give an element id instead")


def content(text: Any) -> list[Any]:
    """The paragraphs and tables of a text or range."""
    walk = text.createEnumeration()
    found = []
    while walk.hasMoreElements():
        found.append(walk.nextElement())
    return found


def cell_names(table: Any, cells: str, name: str) -> list[str]:
    """Names of the cells in `B2` or `A1:C1`, or of all cells where `cells` is empty.

    Raises: ActionRejected when a corner is not in the table.
    """
    known = list(table.CellNames)
    if not cells:
        return known
    corners = [_place(corner) for corner in cells.split(":")]
    for corner, (row, column) in zip(cells.split(":"), corners, strict=True):
        if not any(_place(k) == (row, column) for k in known if "." not in k):
            width = len(row_names(table, 1))
            raise ActionRejected(f"{name} has no cell {corner.upper()}; it has {table.Rows.Count} rows and {width} columns")
    (top, left), (bottom, right) = corners[0], corners[-1]
    top, bottom, left, right = min(top, bottom), max(top, bottom), min(left, right), max(left, right)
    return [k for k in known if "." not in k and top <= _place(k)[0] <= bottom and left <= _place(k)[1] <= right]


def _place(cell: str) -> tuple[int, int]:
    match = re.match(r"([A-Za-z]+)(\d+)", cell)
    assert match is not None
    return int(match[2]), column_number(match[1])


def _id_of(body: Body, place: Any) -> str:
    """Id of the paragraph or cell that a range lies in; `selection` outside of the body."""
    try:
        cell = place.getPropertyValue("Cell")
        if cell is not None:
            name = place.getPropertyValue("TextTable").Name
            return next(f"{t.id}.{cell.CellName}" for t in body.tables if t.thing.Name == name)
    except (UnoException, StopIteration):
        return "selection"
    number = body.paragraph_number(place.Start)
    return f"p{number}" if number else "selection"


def ids(given: Iterable[str]) -> str:
    """`p3`, `p3-p6`, `p3, p5 and 7 more`: ids in few words."""
    names = _tables_joined(list(dict.fromkeys(given)))
    runs: list[list[str]] = []
    for name in names:
        if runs and name[0] == "p" == runs[-1][-1][0] and int(name[1:]) == int(runs[-1][-1][1:]) + 1:
            runs[-1].append(name)
        else:
            runs.append([name])
    words = [run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    return ", ".join(words) if len(words) <= 6 else f"{', '.join(words[:5])} and {len(words) - 5} more"


def _tables_joined(names: list[str]) -> list[str]:
    """Ids where more than three cells of one table become `t1 (12 cells)`."""
    cells = Counter(name.split(".")[0] for name in names if "." in name)
    words = [name if cells[name.split(".")[0]] <= 3 else f"{name.split('.')[0]} ({cells[name.split('.')[0]]} cells)" for name in names]
    return list(dict.fromkeys(words))


def are(given: Iterable[str]) -> str:
    """`p3 is` or `p3-p6 are`."""
    names = list(dict.fromkeys(given))
    return f"{ids(names)} {'is' if len(names) == 1 else 'are'}"
