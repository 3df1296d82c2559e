"""Families about the page and what hangs on the text: headers, footers, page set-up, footnotes, comments, links."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from lam.reading import Change, Goal, Reading
from lam.tasks.compose import Piece
from lam.tasks.document import pools
from lam.tasks.document import references as refs
from lam.tasks.document.documents import Manuscript, key
from lam.tasks.document.family import DocumentFamily, Judge, Variant, step

PAPERS: Mapping[str, tuple[float, float]] = {
    "A3": (29.7, 42.0),
    "A4": (21.0, 29.7),
    "A5": (14.8, 21.0),
    "Letter": (21.59, 27.94),
    "Legal": (21.59, 35.56),
}
"""Width and height in centimetres, upright."""


class PageHeaderFooter(DocumentFamily):
    """Text and page numbers at the top and the bottom of every page."""

    name = "page_header_footer"

    def variants(self) -> Sequence[Variant]:
        return (*(self._text,) * 4, *(self._number,) * 2, self._both)

    def _edge(self, rng: random.Random, m: Manuscript, text: str, number: bool) -> Piece | None:
        edge = rng.choice(("header", "footer", "footer"))
        if getattr(m, edge):
            return None
        given = {"text": refs.quoted(rng, text)} if text else {}
        section = f"{edge} number" if number else edge
        side = rng.choice(("left", "center", "right")) if rng.random() < 0.25 and not (text and number) else None
        if side:
            given["side"] = side
        args = {"text": text or None, "page_number": number or None, "alignment": side}
        moves = [step(f"{edge} of the page" if text else f"page number in the {edge}", f"set_{edge}", **args)]
        return self.build(rng, m, section, given, moves, _edged(edge, text, number, side), f"Set the {edge}.", [edge])

    def _text(self, rng: random.Random, m: Manuscript) -> Piece | None:
        return self._edge(rng, m, pools.new_text(rng, m.split, words=rng.choice((0, 3, 3, 3))), False)

    def _number(self, rng: random.Random, m: Manuscript) -> Piece | None:
        return self._edge(rng, m, "", True)

    def _both(self, rng: random.Random, m: Manuscript) -> Piece | None:
        return self._edge(rng, m, pools.new_text(rng, m.split, words=3), True)


class PageSetup(DocumentFamily):
    """Orientation, size, margins, columns."""

    name = "page_setup"

    def variants(self) -> Sequence[Variant]:
        return (self._orientation, self._size, self._margins, self._margins, self._side, self._columns, self._two)

    def _set(
        self, rng: random.Random, m: Manuscript, given: Mapping[str, str], args: Mapping[str, Any], wanted: Mapping[str, Any], thought: str
    ) -> Piece:
        free = ("width_cm", "height_cm", "orientation") if {"size", "orientation"} & args.keys() else ()
        goal = _paged(wanted, free)
        return self.build(rng, m, "", given, [step(thought, "set_page", **args)], goal, "Changed the page.", ["page"])

    def _orientation(self, rng: random.Random, m: Manuscript) -> Piece | None:
        new = "portrait" if m.landscape else "landscape"
        return self._set(rng, m, {"orientation": new}, {"orientation": new}, _sheet(m, m.page, new), f"page to {new}")

    def _size(self, rng: random.Random, m: Manuscript) -> Piece | None:
        name = rng.choice([n for n, sheet in PAPERS.items() if sorted(sheet) != sorted(m.page)])
        return self._set(rng, m, {"size": name}, {"size": name}, _sheet(m, PAPERS[name], _now(m)), f"paper is {name}")

    def _two(self, rng: random.Random, m: Manuscript) -> Piece | None:
        name = rng.choice([n for n, sheet in PAPERS.items() if sorted(sheet) != sorted(m.page)])
        new = "portrait" if m.landscape else "landscape"
        given = {"size": name, "orientation": new}
        return self._set(rng, m, given, given, _sheet(m, PAPERS[name], new), f"paper is {name}, {new}")

    def _margins(self, rng: random.Random, m: Manuscript) -> Piece | None:
        value = rng.choice([v for v in (0.5, 1, 1.2, 1.27, 1.8, 2, 2.2, 3, 3.5, 4, 2.75, 5) if v != m.margin_cm])
        wanted = {f"margin_{side}_cm": value for side in ("left", "right", "top", "bottom")}
        return self._set(rng, m, {"margin": centimetres(rng, value)}, {"margin_cm": value}, wanted, "all four margins")

    def _side(self, rng: random.Random, m: Manuscript) -> Piece | None:
        value = rng.choice([v for v in (1, 1.2, 1.8, 2.2, 3.2, 3.5, 4, 4.5, 5) if v != m.margin_cm])
        side = rng.choice(("left", "right", "top", "bottom"))
        name = f"margin_{side}_cm"
        return self._set(rng, m, {"side": side, "margin": centimetres(rng, value)}, {name: value}, {name: value}, f"only the {side} margin")

    def _columns(self, rng: random.Random, m: Manuscript) -> Piece | None:
        count = rng.choice((2, 2, 3, 4))
        said = rng.choice((str(count), ("two", "three", "four")[count - 2]))
        return self._set(rng, m, {"columns": said}, {"columns": count}, {"columns": count}, f"{count} text columns")


class InsertFootnoteComment(DocumentFamily):
    """Footnotes and comments, on a paragraph or on quoted words."""

    name = "insert_footnote_comment"

    def variants(self) -> Sequence[Variant]:
        return (self._element, self._element, self._words)

    def _note(self, rng: random.Random, m: Manuscript, block: int, given: dict[str, str], thought: str, match: str | None) -> Piece:
        what = rng.choice(("footnote", "comment"))
        text = pools.new_text(rng, m.split, words=rng.choice((0, 0, 3)))
        moves = [step(thought, f"insert_{what}", target=m.ids[block], text=text, match=match)]
        given = {**given, "text": refs.quoted(rng, text)}
        return self.build(rng, m, what, given, moves, _noted(what, text, key(m.ids[block])), f"Added the {what}.", {m.ids[block], f"{what}s"})

    def _element(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.any_paragraph(rng, m, "text", "heading", "bullet")
        return self._note(rng, m, to.blocks[0], {"target": to.phrase}, to.thought, None) if to else None

    def _words(self, rng: random.Random, m: Manuscript) -> Piece | None:
        found = refs.words_in(rng, m, m.of("text", "bullet") or [0])
        if not found:
            return None
        block, words = found
        return self._note(rng, m, block, {"words": refs.quoted(rng, words)}, f"{words} is in {m.ids[block]}", words)


class InsertLink(DocumentFamily):
    """Words or a whole paragraph become a hyperlink."""

    name = "insert_link"

    def variants(self) -> Sequence[Variant]:
        return (self._words, self._words, self._words_in, self._element)

    def _link(self, rng: random.Random, m: Manuscript, block: int, words: str, given: dict[str, str], thought: str, match: str | None) -> Piece:
        url = address(rng)
        moves = [step(thought, "insert_link", target=m.ids[block], url=url, match=match)]
        goal = _linked(key(m.ids[block]), words, url)
        return self.build(rng, m, "", {**given, "url": url}, moves, goal, "Set the link.", [m.ids[block]])

    def _words(self, rng: random.Random, m: Manuscript) -> Piece | None:
        found = refs.words_in(rng, m, m.of("text", "bullet") or [0])
        if not found:
            return None
        block, words = found
        return self._link(rng, m, block, words, {"words": refs.quoted(rng, words)}, f"{words} is in {m.ids[block]}", words)

    def _words_in(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.any_paragraph(rng, m, "text", "bullet")
        found = to and refs.words_in(rng, m, to.blocks)
        if not to or not found:
            return None
        return self._link(rng, m, found[0], found[1], {"words": refs.quoted(rng, found[1]), "target": to.phrase}, to.thought, found[1])

    def _element(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.any_paragraph(rng, m, "heading", "bullet", "text")
        if not to:
            return None
        return self._link(rng, m, to.blocks[0], m.blocks[to.blocks[0]].text, {"target": to.phrase}, to.thought, None)


def address(rng: random.Random) -> str:
    """A web address of a coined host."""
    host = pools.coined(rng, rng.choice((2, 3))).lower() + rng.choice((".com", ".org", ".net", ".io", ".eu", ".example"))
    path = rng.choice(("", "", f"/{pools.coined(rng).lower()}", f"/{rng.choice(('docs', 'news', 'shop', 'help', 'team'))}/{rng.randint(1, 999)}"))
    return rng.choice(("https://", "https://", "http://", "https://www.")) + host + path


def centimetres(rng: random.Random, value: float) -> str:
    return rng.choice((f"{value:g} cm", f"{value:g}cm", f"{value:g} centimeters" if value != 1 else "1 centimeter"))


# Goals


def _now(m: Manuscript) -> str:
    return "landscape" if m.landscape else "portrait"


def _sheet(m: Manuscript, sheet: tuple[float, float], orientation: str) -> dict[str, Any]:
    short, long = sorted(sheet)
    width, height = (long, short) if orientation == "landscape" else (short, long)
    return {"width_cm": width, "height_cm": height, "orientation": orientation}


def _paged(wanted: Mapping[str, Any], free: Sequence[str]) -> Judge:
    return lambda before, after: Goal({"page": wanted}, lambda change: change.part == "page" and change.property in free)


def _edged(edge: str, text: str, number: bool, side: str | None) -> Judge:
    """The header or footer shows the text, and the page number where asked for. A page number reads as `#`."""

    def goal(before: Reading, after: Reading) -> Goal:
        found = [p for p in after.parts if p.kind == edge]
        shown = " ".join(str(p.properties.get("text", "")) for p in found).strip()
        missed = []
        plain = shown.replace("#", "").strip() if number else shown
        if plain not in (text, f"{text} -", f"{text} –", f"{text} |", f"{text}, page", f"{text} Page", f"Page {text}".strip()):
            missed.append(f"the {edge} says {shown!r}, not {text!r}")
        if number != ("#" in shown) and "#" not in text:
            missed.append(f"the {edge} shows {'no' if number else 'a'} page number")
        if side and not any(p.properties.get("alignment") == side for p in found):
            missed.append(f"the {edge} is not aligned {side}")
        return Goal(
            {},
            lambda c: c.part == edge or (c.part == "page" and c.property.startswith((edge, "margin_top" if edge == "header" else "margin_bottom"))),
            tuple(missed),
        )

    return goal


def _noted(what: str, text: str, anchor: str) -> Judge:
    def goal(before: Reading, after: Reading) -> Goal:
        had = [p for p in before.parts if p.kind == what]
        notes = [p for p in after.parts if p.kind == what]
        fits = [p for p in notes if p.properties.get("text") == text and p.properties.get("anchor") == anchor]
        missed = () if fits and len(notes) == len(had) + 1 else (f"there is no new {what} {text!r} at {anchor}",)
        return Goal({}, lambda c: not c.property and c.part == what and c.before is None, missed)

    return goal


def _linked(anchor: str, words: str, url: str) -> Judge:
    def reached(value: Any) -> bool:
        links = [(text.strip(" ."), address.rstrip("/")) for text, address in value or ()]
        return (words.strip(" ."), url.rstrip("/")) in links

    def goal(before: Reading, after: Reading) -> Goal:
        def allowed(change: Change) -> bool:
            return change.where == anchor and change.property in ("color", "underline")

        return Goal({anchor: {"links": reached}}, allowed)

    return goal


FAMILIES = (PageHeaderFooter(), PageSetup(), InsertFootnoteComment(), InsertLink())
