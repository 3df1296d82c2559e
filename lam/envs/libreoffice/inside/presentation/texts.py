"""What slides say: titles, bullets, notes, find and replace, links."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from lam.envs.libreoffice.inside.office import Effect, Office
from lam.envs.libreoffice.inside.presentation.deck import (
    LAYOUTS,
    Deck,
    deck,
    is_empty_placeholder,
    layout_name,
    notes_shape,
    notes_text,
    one_line,
    role,
)
from lam.envs.libreoffice.inside.presentation.journal import (
    Journal,
    Kept,
    Paragraph,
    described,
    dress,
    journalled,
    link,
    mark,
    own_look,
    paragraphs,
    portions,
    recorded,
)
from lam.errors import ActionRejected

ENOUGH = 12
"""Slides that are asked how the deck's titles and lists look."""


@journalled
def set_title(office: Office, journal: Journal, slide: str, text: str) -> Effect:
    now = deck(office)
    number, page = now.slide(slide)
    shape = placeholder(page, "title")
    if shape is None:
        shape = _with_title(office, page)
    if shape is None:
        raise ActionRejected(f"s{number} has no title, and its layout {layout_name(page)} has no place for one")
    id = now.id_of(shape, number)
    write(now, journal.text(id, shape), page, text.splitlines() or [""])
    return Effect(f"{id} now says {shown(shape)}", [id])


@journalled
def set_bullets(office: Office, journal: Journal, target: str, bullets: list[str]) -> Effect:
    now = deck(office)
    number, page = now.slide(target.split(".")[0])
    if "." in target:
        id, text = only_text(now, target)
    else:
        text = placeholder(page, "content") or placeholder(page, "subtitle")
        if text is None:
            raise ActionRejected(
                f"{target} has no content placeholder, its layout is {layout_name(page)}; use add_text_box, or set_layout title_content"
            )
        id = now.id_of(text, number)
    lines = [one_line(bullet) for bullet in bullets]
    kept = journal.text(id, text)
    write(now, kept, page, lines, kept.paragraphs[:1])
    said = [p.String for p in paragraphs(text)]
    if said != lines:
        raise RuntimeError(f"{id} says {said} instead")
    return Effect(f"{id} now lists {len(lines)} item{'s' * (len(lines) != 1)}: {shown(text)}", [id])


@journalled
def replace_text(office: Office, journal: Journal, target: str, text: str) -> Effect:
    now = deck(office)
    id, old = only_text(now, target)
    write(now, journal.text(id, old), now.slide(target.split(".")[0])[1], text.splitlines() or [""])
    return Effect(f"{id} now says {shown(old)}", [id])


@journalled
def set_notes(office: Office, journal: Journal, slide: str, text: str) -> Effect:
    number, page = deck(office).slide(slide)
    shape = notes_shape(page)
    if shape is None:
        raise ActionRejected(f"s{number} has no page for notes")
    journal.text(f"s{number}.notes", shape).rewrite(text.splitlines() or [""])
    said = notes_text(page)
    return Effect(
        f"the notes of s{number} now say {said[:80]!r}" if said else f"s{number} has no notes now", [f"s{number}.notes" if said else f"s{number}"]
    )


@journalled
def find_replace(
    office: Office,
    journal: Journal,
    find: str,
    replace: str,
    target: str = "all",
    regex: bool = False,
    match_case: bool = False,
    whole_words: bool = False,
) -> Effect:
    now = deck(office)
    pattern = compiled(find, regex, match_case, whole_words)
    template = re.sub(r"\$(\d)", r"\\\1", replace) if regex else replace.replace("\\", r"\\")
    changed, count = [], 0
    for id, text in everything(now, target):
        found = list(occurrences(text, pattern))
        if not found:
            continue
        journal.text(id, text)
        for cursor, match in reversed(found):
            _exchange(text, cursor, _expanded(match, template))
        changed.append(id)
        count += len(found)
    if not count:
        raise ActionRejected(f"{find!r} does not occur in {'the deck' if target == 'all' else target}")
    return Effect(f"replaced {count} occurrence{'s' * (count != 1)} in {', '.join(changed[:8])}{' …' * (len(changed) > 8)}", changed)


@journalled
def insert_link(office: Office, journal: Journal, target: str, url: str, match: str = "") -> Effect:
    if not re.match(r"(?i)(https?|ftp|mailto|file):|#", url):
        url = f"https://{url}" if re.match(r"[\w-]+(\.[\w-]+)+(/|$)", url) else url
    id, text = only_text(deck(office), target)
    journal.text(id, text)
    found = [cursor for cursor, _ in occurrences(text, compiled(match))] if match else [c for c in lines(text) if c.String]
    if not found:
        raise ActionRejected(f"{match!r} does not occur in {id}" if match else f"{id} has no text that could be a link")
    words = [cursor.String for cursor in found]
    for cursor, said in reversed(list(zip(found, words, strict=True))):
        look = _first_look(text, cursor)
        text.insertTextContent(cursor, link(office.document, url, said), True)
        dress(cursor, look)
    now = [p.TextField.URL for paragraph in paragraphs(text) for p in portions(paragraph) if p.TextPortionType == "TextField"]
    if now.count(url) < len(found):
        raise RuntimeError(f"{id} holds links to {now} instead")
    return Effect(f"{' / '.join(words)[:60]!r} in {id} links to {url}", [id])


def write(now: Deck, kept: Kept, page: Any, lines: list[str], models: list[Paragraph] | None = None) -> None:
    """Put words into a text. A placeholder that was empty takes the look of the deck's other slides."""
    models = models or kept.paragraphs
    kind = role(kept.text) if kept.empty else ""
    if kept.empty and kind in ("title", "content", "subtitle"):
        models = _customary(now, page, kind)
    kept.rewrite(lines, models)
    if kept.empty and kind == "content" and not models:
        for paragraph in paragraphs(kept.text):
            mark(paragraph, "bullet")


# Looking into texts


def placeholder(page: Any, wanted: str) -> Any:
    """The first placeholder of a slide with this role, or None."""
    for index in range(page.Count):
        shape = page.getByIndex(index)
        if shape.ShapeType.startswith("com.sun.star.presentation.") and role(shape) == wanted:
            return shape
    return None


def only_text(now: Deck, target: str) -> tuple[str, Any]:
    """The one text with this id. Raises: ActionRejected when it is a slide, or a shape without text."""
    if "." not in target:
        number, _ = now.slide(target)
        ids = ", ".join(spot.id for spot in now.spots(number)) or "none"
        raise ActionRejected(f"{target} is a whole slide; its shapes are {ids}")
    found = now.texts(target)
    if not found:
        raise ActionRejected(f"{target} is a {role(now.spot(target).shape)} and holds no text of its own")
    if len(found) > 1:
        raise ActionRejected(f"{target} is a table; its cells are {found[0][0]} to {found[-1][0]}")
    return found[0]


def everything(now: Deck, target: str) -> list[tuple[str, Any]]:
    """The texts of a target with the notes of its slides, empty placeholders left out."""
    found = [(id, text) for id, text in now.texts(target) if text.String]
    if "." not in target:
        found += [(f"s{number}.notes", notes_shape(page)) for number, page in now.pages(target) if notes_text(page)]
    return found


def compiled(find: str, regex: bool = False, match_case: bool = False, whole_words: bool = False) -> re.Pattern[str]:
    """The pattern to look for. Raises: ActionRejected when the expression is wrong or matches nothing at all."""
    source = find if regex else re.escape(find)
    if whole_words:
        source = rf"(?<!\w)(?:{source})(?!\w)"
    try:
        pattern = re.compile(source, 0 if match_case else re.IGNORECASE)
    except re.error as error:
        raise ActionRejected(f"{find!r} is no regular expression: {error}") from None
    if not find or pattern.fullmatch(""):
        raise ActionRejected(f"{find!r} matches the empty text")
    return pattern


def occurrences(text: Any, pattern: re.Pattern[str]) -> Iterator[tuple[Any, re.Match[str]]]:
    """A cursor over every match, paragraph by paragraph."""
    for paragraph in paragraphs(text):
        matches = [m for m in pattern.finditer(paragraph.String) if m[0]]
        if not matches:
            continue
        places = _places(paragraph)
        for match in matches:
            cursor = text.createTextCursorByRange(paragraph.getStart())
            cursor.goRight(places[match.start()], False)
            cursor.goRight(places[match.end()] - places[match.start()], True)
            yield cursor, match


def lines(text: Any) -> Iterator[Any]:
    """A cursor over every paragraph."""
    for paragraph in paragraphs(text):
        cursor = text.createTextCursorByRange(paragraph.getStart())
        cursor.gotoRange(paragraph.getEnd(), True)
        yield cursor


def shown(text: Any) -> str:
    """The first words of a text, quoted, for a message."""
    said = one_line(text.String)
    return repr(said if len(said) <= 80 else said[:80].rsplit(" ", 1)[0] + "…")


def _places(paragraph: Any) -> list[int]:
    """For every character of the paragraph's string the office's position: a field is one position, however long it reads."""
    places, position = [], 0
    for portion in portions(paragraph):
        size = len(portion.String)
        if portion.TextPortionType == "TextField":
            places += [position] * size
            position += 1
        else:
            places += range(position, position + size)
            position += size
    return [*places, position]


def _exchange(text: Any, cursor: Any, words: str) -> None:
    """Other words in the look of the first of the old ones."""
    look = _first_look(text, cursor)
    cursor.setString(words)
    if words:
        dress(cursor, look)


def _first_look(text: Any, cursor: Any) -> dict[str, Any]:
    first = text.createTextCursorByRange(cursor.getStart())
    first.goRight(1, True)
    return own_look(first)


def _expanded(match: re.Match[str], template: str) -> str:
    try:
        return match.expand(template)
    except (re.error, IndexError) as error:
        raise ActionRejected(f"the replacement is wrong: {error}") from None


def _customary(now: Deck, page: Any, kind: str) -> list[Paragraph]:
    """How most placeholders of this role in the deck begin, asking slides of the same layout first, then of the same master."""
    ranked = sorted(now.slides, key=lambda other: (layout_name(other) != layout_name(page), other.MasterPage != page.MasterPage))
    first = None
    looks: list[Paragraph] = []
    for other in ranked:
        rank = (layout_name(other) == layout_name(page), other.MasterPage == page.MasterPage)
        if first not in (None, rank) or len(looks) == ENOUGH:
            break
        shape = placeholder(other, kind)
        if shape is not None and other != page and not is_empty_placeholder(shape) and shape.String.strip():
            looks.append(described(paragraphs(shape)[0]))
            first = rank
    usual = Counter(_key(look) for look in looks).most_common(1)
    return [next(look for look in looks if _key(look) == usual[0][0])] if usual else []


def _key(paragraph: Paragraph) -> str:
    look = paragraph.pieces[0].look if paragraph.pieces else {}
    return repr([look.get(name) for name in ("CharFontName", "CharHeight", "CharWeight", "CharColor", "CharPosture", "CharUnderline")])


def _with_title(office: Office, page: Any) -> Any:
    """The title that a slide gets by a layout that has one, or None."""
    number = LAYOUTS["title_only"] if layout_name(page) in ("blank", "other") else page.Layout
    office.controller.setCurrentPage(page)
    with recorded(office.document):
        office.dispatch(".uno:AssignLayout", WhatPage=page.Number - 1, WhatLayout=number)
    return placeholder(page, "title")
