"""What is anchored in the text: insert_image, insert_link, insert_bookmark, insert_footnote, insert_comment, insert_toc."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import uno
from com.sun.star.uno import Exception as UnoException
from com.sun.star.util import DateTime

from lam.envs.libreoffice.inside.document.body import body_of
from lam.envs.libreoffice.inside.document.content import new_paragraph
from lam.envs.libreoffice.inside.document.outline import shorten
from lam.envs.libreoffice.inside.document.pages import page_styles
from lam.envs.libreoffice.inside.document.targets import Spot, addresses, content, ranges
from lam.envs.libreoffice.inside.office import Effect, Office, implements, properties
from lam.errors import ActionRejected

PIXEL = 2540 / 96
"""Hundredths of a millimetre of an image's pixel where the image does not say its size."""
AUTHOR = "LAM"


@implements("document")
def insert_image(office: Office, path: str, after: str = "end", width_cm: float | None = None, alt: str = "") -> Effect:
    graphic = _load(office, path)
    size = graphic.Size100thMM
    width, height = size.Width, size.Height
    if not width or not height:
        width, height = (round(side * PIXEL) for side in (graphic.SizePixel.Width, graphic.SizePixel.Height))
    style = page_styles(office)[0]
    room = style.Width - style.LeftMargin - style.RightMargin
    wanted = round(width_cm * 1000) if width_cm else min(width, room)
    body = body_of(office)
    paragraph = new_paragraph(office, addresses(body, after)[-1], False, "")
    image = office.document.createInstance("com.sun.star.text.TextGraphicObject")
    image.Graphic = graphic
    image.AnchorType = uno.Enum("com.sun.star.text.TextContentAnchorType", "AS_CHARACTER")
    image.Width, image.Height = wanted, max(1, round(height * wanted / width))
    image.Description = alt
    paragraph.Text.insertTextContent(paragraph.Start, image, False)
    body.refresh()
    item = next((i for i in body.images if i.thing.Name == image.Name), None)
    if item is None or abs(item.thing.Width - wanted) > 20:
        raise RuntimeError("the image is not in the document")
    shape = f"{item.thing.Width / 1000:.3g} x {item.thing.Height / 1000:.3g} cm"
    return Effect(f"inserted {item.id} ({Path(path).name}, {shape}) in p{body.paragraph_number(item.thing.Anchor)}", [item.id])


def _load(office: Office, path: str) -> Any:
    if not Path(path).is_file():
        raise ActionRejected(f"there is no file {Path(path).name}")
    provider = office.create("com.sun.star.graphic.GraphicProvider")
    try:
        graphic = provider.queryGraphic(properties(URL=Path(path).as_uri()))
    except UnoException:
        graphic = None
    if graphic is None:
        raise ActionRejected(f"{Path(path).name} is no image that can be read")
    return graphic


def _single(office: Office, target: str, match: str) -> Spot:
    """The one stretch of text that a note or link belongs to: the paragraph, or the first occurrence of `match`."""
    spots = ranges(office, target, match)
    if not match and len({spot.id for spot in spots}) > 1:
        raise ActionRejected(f"{target!r} is more than one paragraph; give one id")
    return spots[0]


def _cursor(spot: Spot) -> Any:
    cursor = spot.range.Text.createTextCursorByRange(spot.range.Start)
    cursor.gotoRange(spot.range.End, True)
    return cursor


@implements("document")
def insert_link(office: Office, target: str, url: str, match: str = "") -> Effect:
    spot = _single(office, target, match)
    cursor = _cursor(spot)
    words = cursor.String
    if not words:
        raise ActionRejected(f"{spot.id} is empty; a link needs text")
    cursor.HyperLinkURL = url
    if cursor.HyperLinkURL.rstrip("/") != url.rstrip("/"):
        raise RuntimeError(f"the link goes to {cursor.HyperLinkURL!r}")
    return Effect(f"{shorten(words, 40)!r} in {spot.id} links to {cursor.HyperLinkURL}", [spot.id])


@implements("document")
def insert_bookmark(office: Office, target: str, name: str) -> Effect:
    if office.document.Bookmarks.hasByName(name):
        raise ActionRejected(f"there is a bookmark {name!r} already")
    spot = _single(office, target, "")
    mark = office.document.createInstance("com.sun.star.text.Bookmark")
    mark.Name = name
    spot.range.Text.insertTextContent(_cursor(spot), mark, True)
    if not office.document.Bookmarks.hasByName(name):
        raise RuntimeError(f"the bookmark is called {mark.Name!r}")
    return Effect(f"{spot.id} has the bookmark {name}", [spot.id])


@implements("document")
def insert_footnote(office: Office, target: str, text: str, match: str = "") -> Effect:
    spot = _single(office, target, match)
    note = office.document.createInstance("com.sun.star.text.Footnote")
    cursor = spot.range.Text.createTextCursorByRange(spot.range.End)
    try:
        cursor.Text.insertTextContent(cursor, note, False)
    except UnoException:
        raise ActionRejected(f"a footnote is not possible in {spot.id}") from None
    note.String = text
    notes = office.document.Footnotes
    number = next((i + 1 for i in range(notes.Count) if notes.getByIndex(i).String == text), 0)
    if not number:
        raise RuntimeError(f"the footnote reads {note.String[:60]!r}")
    behind = f"behind {match!r} in" if match else "at the end of"
    return Effect(f"footnote {number} {behind} {spot.id}: {shorten(text, 60)}", [spot.id])


@implements("document")
def insert_comment(office: Office, target: str, text: str, match: str = "") -> Effect:
    spot = _single(office, target, match)
    field = office.document.createInstance("com.sun.star.text.textfield.Annotation")
    field.Content = text
    field.Author = AUTHOR
    field.Initials = AUTHOR[:1]
    field.DateTimeValue = _now()
    cursor = _cursor(spot)
    cursor.Text.insertTextContent(cursor, field, bool(cursor.String))
    if field.Content != text or text not in _comments(office):
        raise RuntimeError("the comment is not in the document")
    where = f"{match!r} in {spot.id}" if match else spot.id
    return Effect(f"{where} has the comment: {shorten(text, 60)}", [spot.id])


def _now() -> Any:
    now = datetime.now()
    return DateTime(0, now.second, now.minute, now.hour, now.day, now.month, now.year, False)


def _comments(office: Office) -> list[str]:
    walk = office.document.TextFields.createEnumeration()
    found = []
    while walk.hasMoreElements():
        field = walk.nextElement()
        if field.supportsService("com.sun.star.text.textfield.Annotation"):
            found.append(field.Content)
    return found


@implements("document")
def insert_toc(office: Office, after: str = "start", title: str = "Contents", levels: int = 3) -> Effect:
    body = body_of(office)
    headings = sum(item.style.startswith("Heading ") for item in body.paragraphs)
    count = len(body.paragraphs)
    place = addresses(body, after)[-1]
    if place.kind == "p" and body.paragraph(place.last).getPropertyValue("DocumentIndex") is not None:
        raise ActionRejected(f"{after} is a line of the table of contents that is there; name a paragraph outside of it")
    landing = new_paragraph(office, place, after == "start", "")
    index = office.document.createInstance("com.sun.star.text.ContentIndex")
    index.CreateFromOutline = True
    index.Level = levels
    index.Title = title
    landing.Text.insertTextContent(landing.Start, index, False)
    index.update()
    entries = [p for p in content(index.Anchor) if p.supportsService("com.sun.star.text.Paragraph")]
    body.refresh()
    first = body.paragraph_number(entries[0].Start)
    leftover = first + len(entries)
    if len(body.paragraphs) > count + len(entries) and leftover <= len(body.paragraphs) and not body.paragraphs[leftover - 1].text:
        body.paragraph(leftover).dispose()
        body.refresh()
    if not body.paragraphs[first - 1].text.startswith(title):
        raise RuntimeError(f"the table of contents begins with {body.paragraphs[first - 1].text[:40]!r}")
    names = [f"p{number}" for number in range(first, first + len(entries))]
    lacking = "" if headings else "; it is empty, for there are no headings"
    return Effect(f"table of contents with {len(entries) - bool(title)} entries in {names[0]}-{names[-1]}{lacking}", names)
