"""Families about what marks a text and a document: raised words, shading, styles, bookmarks, contents, page colour, properties."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from lam.reading import Change, Goal, Reading
from lam.tasks.base import Move
from lam.tasks.compose import Piece
from lam.tasks.document import pools
from lam.tasks.document import references as refs
from lam.tasks.document.characters import MARKERS, colored, marked
from lam.tasks.document.documents import Manuscript
from lam.tasks.document.family import DocumentFamily, Judge, Variant, each, expect, ids, step
from lam.types import Action

STYLES: Mapping[str, tuple[str, ...]] = {
    "Title": ("Title", "title"),
    "Subtitle": ("Subtitle", "subtitle"),
    "Quote": ("Quote", "quote"),
    "Intense Quote": ("Intense Quote", "intense quote"),
    "Caption": ("Caption", "caption"),
    "No Spacing": ("No Spacing", "no spacing"),
}
"""Paragraph styles of the generated documents, as they are said."""
SHADES: Mapping[str, tuple[str, ...]] = {
    **{name: MARKERS[name] for name in ("yellow", "orange", "pink", "light green", "light blue", "gold", "turquoise", "cyan", "lime")},
    "light gray": ("D3D3D3",),
    "light yellow": ("FFFFE0",),
    "beige": ("F5F5DC",),
    "lavender": ("E6E6FA",),
    "ivory": ("FFFFF0",),
    "sky blue": ("87CEEB",),
    "peach puff": ("FFDAB9",),
    "mint cream": ("F5FFFA",),
    "linen": ("FAF0E6",),
}
"""Colours for paper and for the background of paragraphs."""


def a_shade(rng: random.Random) -> str:
    return rng.choice([*SHADES]) if rng.random() < 0.88 else f"#{rng.randrange(0x80, 0x100):02X}{rng.randrange(256):02X}{rng.randrange(256):02X}"


class ScriptText(DocumentFamily):
    """Words raised or lowered."""

    name = "script_text"

    def variants(self) -> Sequence[Variant]:
        return (self._words, self._words, self._words_in)

    def _raise(self, rng: random.Random, m: Manuscript, block: int, words: str, given: Mapping[str, str], thought: str) -> Piece:
        script = rng.choice(("superscript", "superscript", "subscript"))
        move = step(thought, "format_text", target=m.ids[block], match=words, script=script)
        goal = marked(m, [block], words, {"script": script})
        return self.build(rng, m, script, given, [move], goal, f"The words are {script}.", [m.ids[block]])

    def _words(self, rng: random.Random, m: Manuscript) -> Piece | None:
        found = refs.words_in(rng, m, m.of("text", "bullet") or [0])
        if not found:
            return None
        block, words = found
        return self._raise(rng, m, block, words, {"words": refs.quoted(rng, words)}, f"{words} is in {m.ids[block]}")

    def _words_in(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.any_paragraph(rng, m, "text", "bullet", "heading")
        found = refs.words_in(rng, m, to.blocks) if to else None
        if not to or not found:
            return None
        return self._raise(rng, m, found[0], found[1], {"words": refs.quoted(rng, found[1]), "target": to.phrase}, to.thought)


class ShadeParagraph(DocumentFamily):
    """A colour behind whole paragraphs."""

    name = "shade_paragraph"

    def variants(self) -> Sequence[Variant]:
        return (self._shade,)

    def _shade(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.any_paragraph(rng, m, several=True)
        if not to:
            return None
        color = a_shade(rng)
        moves = each(to, "format_paragraph", background=color)
        goal = expect(m, to.blocks, {"background": colored(SHADES, color)})
        return self.build(rng, m, "", {"target": to.phrase, "color": color}, moves, goal, f"Shaded in {color}.", ids(m, to.blocks))


class ApplyStyle(DocumentFamily):
    """A paragraph style by its name."""

    name = "apply_style"

    def variants(self) -> Sequence[Variant]:
        return (self._style,)

    def _style(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.any_paragraph(rng, m, "text", "text", "bullet", "heading")
        style = rng.choice([s for s in STYLES if s != "Title" or not m.of("title")])
        if not to:
            return None
        said = rng.choice((*STYLES[style], refs.quoted(rng, style)))
        goal = expect(m, to.blocks, {"style": style.lower()}, free=("*",))
        moves = each(to, "apply_style", style=style)
        return self.build(rng, m, "", {"target": to.phrase, "style": said}, moves, goal, f"The style is {style}.", ids(m, to.blocks), structural=True)


class InsertBookmark(DocumentFamily):
    """A named place to come back to."""

    name = "insert_bookmark"

    def variants(self) -> Sequence[Variant]:
        return (self._mark,)

    def _mark(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.any_paragraph(rng, m, "text", "heading", "title", "bullet")
        if not to:
            return None
        subject = a_word(rng, m)
        coined, count = pools.coined(rng), rng.randint(1, 40)
        options = (coined, coined.lower(), f"{subject}_{count}", f"mark{count}", f"{subject}", f"{coined}{count}", f"see_{subject}", f"sec_{count}")
        name = rng.choice(options)
        moves = [Move(to.thought, Action("insert_bookmark", {"target": to.targets[0], "name": name}))]
        goal = expect(m, to.blocks, {"bookmarks": lambda found: found == (name,)})
        given = {"target": to.phrase, "name": rng.choice((name, name, refs.quoted(rng, name)))}
        return self.build(rng, m, "", given, moves, goal, f"Set the bookmark {name}.", [*ids(m, to.blocks), "bookmarks"])


def a_word(rng: random.Random, m: Manuscript) -> str:
    """One word that could name a place."""
    return pools.subjects(rng, m.split, 1)[0].split()[-1].lower()


class InsertContents(DocumentFamily):
    """A table of contents at the start or behind an element, with a title or a depth of its own."""

    name = "insert_toc"
    needs = ("heading",)

    def variants(self) -> Sequence[Variant]:
        return (self._start, self._start, self._after, self._after, self._titled, self._titled, self._levels)

    def _insert(
        self, rng: random.Random, m: Manuscript, section: str, given: Mapping[str, str], block: int, thought: str, **args: Any
    ) -> Piece | None:
        headings = [m.blocks[i].text for i in m.of("heading") if m.blocks[i].level <= args.get("levels", 3)]
        if len(headings) < 2 or m.blocks[0].kind == "table":
            return None
        after = m.ids[block] if block >= 0 else None
        title = str(args.get("title", "Contents"))
        moves = [step(thought, "insert_toc", after=after, **args)]
        goal = _listed(m, block + 1, title, headings)
        touches = {"toc", m.ids[max(block, 0)], *ids(m, m.of("heading"))}
        return self.build(rng, m, section, given, moves, goal, "Inserted the table of contents.", touches, structural=True)

    def _start(self, rng: random.Random, m: Manuscript) -> Piece | None:
        return self._insert(rng, m, "start", {}, -1, "contents go to the start")

    def _after(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = (rng.random() < 0.5 and refs.title(rng, m)) or refs.any_paragraph(rng, m, "title", "text")
        if not to or to.blocks[0] + 1 >= len(m.blocks) or m.blocks[to.blocks[0] + 1].kind in ("table", "empty"):
            return None
        return self._insert(rng, m, "after", {"target": to.phrase}, to.blocks[0], to.thought)

    def _titled(self, rng: random.Random, m: Manuscript) -> Piece | None:
        options = ("Overview", "Outline", "What Is Inside", "In This Document", "Topics", "Sections", "Index of Sections", "Guide", "At a Glance")
        title = rng.choice(pools.pool(",".join(options), m.split)) if rng.random() < 0.6 else pools.new_text(rng, m.split, words=3)
        return self._insert(rng, m, "titled", {"title": refs.quoted(rng, title)}, -1, f"contents at the start, titled {title}", title=title)

    def _levels(self, rng: random.Random, m: Manuscript) -> Piece | None:
        levels = rng.choice((1, 1, 2))
        said = {1: ("1", "one"), 2: ("2", "two")}[levels]
        given = {"levels": f"{rng.choice(said)} level" + ("s" if levels > 1 else "")}
        return self._insert(rng, m, "levels", given, -1, f"contents at the start, depth {levels}", levels=levels)


def _listed(m: Manuscript, position: int, title: str, headings: Sequence[str]) -> Judge:
    """At `position` stand the title and an entry per heading, in order; everything else stays."""

    def goal(before: Reading, after: Reading) -> Goal:
        parts = [p for p in after.parts if p.kind in ("paragraph", "table")]
        new = parts[position : position + 1 + len(headings)]
        said = [str(p.properties.get("text", "")) for p in new]
        missed = [] if said[:1] == [title] else [f"{said[:1]} stands there, not the title {title!r}"]
        missed += [f"{entry!r} is not the entry of {text!r}" for text, entry in zip(headings, said[1:], strict=False) if not entry.startswith(text)]
        known = [p for p in before.parts if p.kind in ("paragraph", "table")]
        rest = [p.properties.get("text") for p in (*parts[:position], *parts[position + len(new) :])]
        if rest != [p.properties.get("text") for p in known]:
            missed.append("the rest of the document reads differently")
        keys = {p.key for p in new}

        def allowed(change: Change) -> bool:
            return not change.property and change.part == "paragraph" and change.before is None and change.where in keys

        return Goal({}, allowed, tuple(missed[:4]))

    return goal


class PageColor(DocumentFamily):
    """The colour of the paper."""

    name = "page_color"

    def variants(self) -> Sequence[Variant]:
        return (self._color,)

    def _color(self, rng: random.Random, m: Manuscript) -> Piece | None:
        color = a_shade(rng)
        wanted = {"page": {"background": colored(SHADES, color)}}
        moves = [step("background of the page", "set_page", background=color)]
        return self.build(rng, m, "", {"color": color}, moves, lambda b, a: Goal(wanted), f"The page is {color}.", ["page"])


class SetProperties(DocumentFamily):
    """Title and author in the document's properties."""

    name = "set_properties"

    def variants(self) -> Sequence[Variant]:
        return (self._title, self._title, self._author, self._author, self._both, self._same)

    def _set(self, rng: random.Random, m: Manuscript, section: str, given: Mapping[str, str], thought: str, **args: str) -> Piece:
        goal = Goal({"properties": args})
        moves = [step(thought, "set_properties", **args)]
        return self.build(rng, m, section, given, moves, lambda b, a: goal, "The properties are set.", ["properties"])

    def _title(self, rng: random.Random, m: Manuscript) -> Piece | None:
        title = pools.new_text(rng, m.split, words=3)
        return self._set(rng, m, "title", {"title": refs.quoted(rng, title)}, "title in the properties", title=title)

    def _author(self, rng: random.Random, m: Manuscript) -> Piece | None:
        name = rng.choice((pools.person(rng), pools.company(rng), f"{pools.pick(rng, pools.TEAMS, m.split)} team"))
        return self._set(rng, m, "author", {"author": rng.choice((name, refs.quoted(rng, name)))}, "author in the properties", author=name)

    def _both(self, rng: random.Random, m: Manuscript) -> Piece | None:
        title, name = pools.new_text(rng, m.split, words=3), pools.person(rng)
        given = {"title": refs.quoted(rng, title), "author": name}
        return self._set(rng, m, "both", given, "title and author in the properties", title=title, author=name)

    def _same(self, rng: random.Random, m: Manuscript) -> Piece | None:
        if not m.of("title"):
            return None
        block = m.of("title")[0]
        text = m.blocks[block].text
        if len(text.split()) > refs.SIGHT:
            return None
        return self._set(rng, m, "same", {}, f"title is {m.ids[block]}", title=text)


FAMILIES = (ScriptText(), ShadeParagraph(), ApplyStyle(), InsertBookmark(), InsertContents(), PageColor(), SetProperties())
