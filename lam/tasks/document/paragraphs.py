"""Families about paragraphs: alignment, spacing, headings, lists, page breaks."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from lam.tasks.compose import Piece
from lam.tasks.document import references as refs
from lam.tasks.document.documents import Manuscript
from lam.tasks.document.family import DocumentFamily, Variant, each, expect, ids, step
from lam.tasks.document.references import Reference

SIDES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "center": (("centered", "centred", "in the center", "center-aligned"), ("center", "centre", "center-align")),
    "right": (("right-aligned", "aligned right", "aligned to the right", "flush right"), ("right-align", "right align")),
    "left": (("left-aligned", "aligned left", "aligned to the left", "flush left"), ("left-align", "left align")),
    "justify": (("justified", "fully justified", "justified on both sides"), ("justify", "fully justify")),
}
SPACINGS: Mapping[float, tuple[str, ...]] = {
    1.0: ("single", "1", "1.0", "single line"),
    1.15: ("1.15", "1.15 lines"),
    1.25: ("1.25", "1.25 lines"),
    1.3: ("1.3",),
    1.5: ("1.5", "1.5 lines", "one and a half lines", "one and a half"),
    1.75: ("1.75",),
    2.0: ("double", "2", "2.0", "two lines", "2 lines"),
    2.5: ("2.5", "two and a half lines"),
    3.0: ("triple", "3", "three lines"),
}


class AlignParagraph(DocumentFamily):
    """Left, centred, right, justified."""

    name = "align_paragraph"

    def variants(self) -> Sequence[Variant]:
        return (self._align,)

    def _align(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.any_paragraph(rng, m, several=True)
        if not to:
            return None
        side = rng.choice(
            [s for s in ("center", "center", "right", "right", "justify", "left") if all(m.blocks[i].alignment != s for i in to.blocks)]
        )
        slot = rng.choice(("how", "how", "verb") if side == "justify" else ("how", "how", "verb", "side"))
        value = side if slot == "side" else rng.choice(SIDES[side][0 if slot == "how" else 1])
        moves = each(to, "format_paragraph", alignment=side)
        given = {"target": to.phrase, slot: value}
        return self.build(rng, m, "", given, moves, expect(m, to.blocks, {"alignment": side}), f"Aligned: {side}.", ids(m, to.blocks))


class SpaceParagraph(DocumentFamily):
    """Line spacing, space before and after, indents."""

    name = "space_paragraph"

    def variants(self) -> Sequence[Variant]:
        return (self._lines, self._lines, self._whole, self._gap, self._gap, self._indent, self._indent)

    def _set(self, rng: random.Random, m: Manuscript, section: str, to: Reference, slot: dict[str, str], name: str, value: float) -> Piece:
        moves = each(to, "format_paragraph", **{name: value})
        goal = expect(m, to.blocks, {name: value})
        return self.build(rng, m, section, {"target": to.phrase, **slot}, moves, goal, "Changed the spacing.", ids(m, to.blocks))

    def _lines(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.any_paragraph(rng, m, "text", several=True)
        if not to:
            return None
        value = rng.choice([s for s in SPACINGS if all(m.blocks[i].line_spacing != s for i in to.blocks)])
        return self._set(rng, m, "lines", to, {"spacing": rng.choice(SPACINGS[value])}, "line_spacing", value)

    def _whole(self, rng: random.Random, m: Manuscript) -> Piece | None:
        if m.of("table"):
            return None
        value = rng.choice([s for s in SPACINGS if all(b.line_spacing != s for b in m.blocks)])
        everything = range(len(m.blocks))
        moves = [step("the whole document is all", "format_paragraph", target="all", line_spacing=value)]
        goal = expect(m, everything, {"line_spacing": value})
        return self.build(rng, m, "whole", {"spacing": rng.choice(SPACINGS[value])}, moves, goal, "Changed the line spacing.", ids(m, everything))

    def _gap(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.any_paragraph(rng, m, "text", "title", "heading", several=True)
        value = rng.choice((2, 3, 5, 7, 9, 11, 12, 14, 16, 18, 20, 22, 25, 30, 36))
        if not to:
            return None
        side = rng.choice(("before", "after"))
        phrase = rng.choice((f"{value} pt", f"{value}pt", f"{value} points", f"{value} points"))
        return self._set(rng, m, side, to, {"gap": phrase}, f"space_{side}_pt", value)

    def _indent(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.any_paragraph(rng, m, "text", several=True)
        value = rng.choice((0.5, 1, 1.25, 1.5, 2, 2.5, 3, 0.8, 4))
        if not to:
            return None
        section, name = rng.choice((("left", "indent_left_cm"), ("left", "indent_left_cm"), ("right", "indent_right_cm"), ("first", "first_line_cm")))
        phrase = rng.choice((f"{value:g} cm", f"{value:g}cm", f"{value:g} centimeters" if value != 1 else "1 cm"))
        return self._set(rng, m, section, to, {"gap": phrase}, name, value)


class SetHeading(DocumentFamily):
    """Body text to heading, heading to another level, heading to body text."""

    name = "set_heading"

    def variants(self) -> Sequence[Variant]:
        return (self._promote, self._promote, self._promote_plain, self._relevel, self._demote)

    def _make(self, rng: random.Random, m: Manuscript, section: str, to: Reference, level: int, said: bool) -> Piece:
        given = {"target": to.phrase} | (
            {"level": rng.choice((f"heading {level}", f"Heading {level}", f"level {level} heading", f"heading level {level}"))} if said else {}
        )
        wanted = {"heading": level if said or not level else (lambda value: value in range(1, 10))}
        done = f"Made a heading of level {level}." if level else "Made body text."
        moves = each(to, "set_heading", level=level)
        return self.build(rng, m, section, given, moves, expect(m, to.blocks, wanted, free=("*",)), done, ids(m, to.blocks), structural=True)

    def _promote(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.any_paragraph(rng, m, "text", "text", "bullet")
        return self._make(rng, m, "make", to, rng.choice((1, 1, 2, 2, 3, 4)), True) if to else None

    def _promote_plain(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.any_paragraph(rng, m, "text")
        return self._make(rng, m, "plain", to, 1, False) if to else None

    def _relevel(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.any_paragraph(rng, m, "heading", several=True)
        if not to:
            return None
        level = rng.choice([n for n in (1, 2, 3, 4) if all(m.blocks[i].level != n for i in to.blocks)])
        return self._make(rng, m, "make", to, level, True)

    def _demote(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.any_paragraph(rng, m, "heading")
        return self._make(rng, m, "body", to, 0, False) if to else None


class MakeList(DocumentFamily):
    """Paragraphs to bullets or numbers, one kind to the other, list to plain text."""

    name = "make_list"

    def variants(self) -> Sequence[Variant]:
        return (self._from_text, self._from_text, self._from_text, self._change, self._change, self._remove)

    def _make(self, rng: random.Random, m: Manuscript, to: Reference, kind: str) -> Piece:
        wanted: dict[str, Any] = {"list": "" if kind == "none" else kind}
        moves = each(to, "set_list", kind=kind)
        done = "Removed the list." if kind == "none" else f"Made a {kind} list."
        return self.build(
            rng, m, kind, {"target": to.phrase}, moves, expect(m, to.blocks, wanted, free=("*",)), done, ids(m, to.blocks), structural=True
        )

    def _from_text(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.group(rng, m) if rng.random() < 0.8 else refs.paragraph(rng, m)
        if not to or any(m.blocks[i].kind != "text" for i in to.blocks) or len(to.targets) > 3:
            return None
        return self._make(rng, m, to, rng.choice(("bullet", "bullet", "number")))

    def _change(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.the_list(rng, m)
        if not to:
            return None
        return self._make(rng, m, to, "number" if m.blocks[to.blocks[0]].kind == "bullet" else "bullet")

    def _remove(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.the_list(rng, m)
        return self._make(rng, m, to, "none") if to else None


class PageBreak(DocumentFamily):
    """An element starts a new page."""

    name = "page_break"

    def variants(self) -> Sequence[Variant]:
        return (self._before, self._before, self._after)

    def _break(self, rng: random.Random, m: Manuscript, section: str, to: Reference, block: int, thought: str) -> Piece:
        moves = [step(thought, "insert_page_break", before=m.ids[block])]
        goal = expect(m, [block], {"page_break_before": True})
        return self.build(rng, m, section, {"target": to.phrase}, moves, goal, "Set the page break.", {m.ids[block], *ids(m, to.blocks)})

    def _before(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.any_paragraph(rng, m, "text", "heading")
        return self._break(rng, m, "before", to, to.blocks[0], to.thought) if to and to.blocks[0] else None

    def _after(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.any_paragraph(rng, m)
        if not to or to.blocks[0] + 1 >= len(m.blocks) or m.blocks[to.blocks[0] + 1].kind in ("table", "empty"):
            return None
        block = to.blocks[0] + 1
        return self._break(rng, m, "after", to, block, f"{to.thought}, next is {m.ids[block]}")


FAMILIES = (AlignParagraph(), SpaceParagraph(), SetHeading(), MakeList(), PageBreak())
