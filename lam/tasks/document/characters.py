"""Families about characters: how text looks, its marking, its case."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lam.reading import Goal, Reading
from lam.tasks.compose import Piece
from lam.tasks.document import pools
from lam.tasks.document import references as refs
from lam.tasks.document.documents import BlockKind, Manuscript, key
from lam.tasks.document.family import DocumentFamily, Judge, Variant, each, expect, ids, spans, step
from lam.tasks.document.references import Reference

FLAGS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "bold": (("bold", "bold", "bold", "boldface", "in bold"), ("bold", "bold face", "bold formatting"), ("bold", "embolden")),
    "italic": (
        ("italic", "italic", "in italics", "italicized", "in italic"),
        ("italics", "italic style", "italic formatting"),
        ("italicize", "italicise"),
    ),
    "underline": (("underlined", "underlined", "underline"), ("underline", "underlining"), ("underline",)),
    "strikethrough": (("struck through", "crossed out", "strikethrough"), ("strikethrough", "line through it"), ("strike through", "cross out")),
}
"""Per flag: how it is said after "make it", as a noun, and as a verb."""
COLORS: Mapping[str, tuple[str, ...]] = {
    "red": ("FF0000",),
    "blue": ("0000FF",),
    "green": ("008000", "00FF00", "00A933"),
    "orange": ("FFA500", "FF8000", "FFC000"),
    "purple": ("800080",),
    "brown": ("A52A2A",),
    "gray": ("808080",),
    "teal": ("008080",),
    "navy": ("000080",),
    "maroon": ("800000",),
    "dark red": ("8B0000", "C00000"),
    "dark blue": ("00008B", "002060"),
    "dark green": ("006400",),
    "magenta": ("FF00FF",),
    "pink": ("FFC0CB", "FF00FF"),
    "crimson": ("DC143C",),
    "olive": ("808000",),
    "indigo": ("4B0082",),
    "steel blue": ("4682B4",),
}
"""Colour names with the values that count as it."""
MARKERS: Mapping[str, tuple[str, ...]] = {
    "yellow": ("FFFF00",),
    "green": ("008000", "00FF00", "00A933"),
    "cyan": ("00FFFF",),
    "pink": ("FFC0CB", "FF00FF"),
    "magenta": ("FF00FF",),
    "orange": ("FFA500", "FF8000", "FFC000"),
    "red": ("FF0000",),
    "blue": ("0000FF",),
    "gray": ("808080", "C0C0C0"),
    "turquoise": ("40E0D0", "00FFFF"),
    "lime": ("00FF00",),
    "light green": ("90EE90",),
    "light blue": ("ADD8E6",),
    "gold": ("FFD700",),
}
SIZES = (8, 9, 10, 10.5, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 24, 26, 28, 30, 32, 36, 40, 44, 48, 54, 60, 72)
NUMBERS = {
    8: "eight",
    9: "nine",
    10: "ten",
    11: "eleven",
    12: "twelve",
    14: "fourteen",
    16: "sixteen",
    18: "eighteen",
    20: "twenty",
    24: "twenty-four",
    30: "thirty",
}


def colored(names: Mapping[str, tuple[str, ...]], name: str) -> Callable[[Any], bool]:
    """Whether a value read from a file is the named colour."""
    accepted = names.get(name, (name.lstrip("#").upper(),))
    return lambda value: value in accepted


def size(rng: random.Random, value: float) -> str:
    """A font size as people write it."""
    number = f"{value:g}"
    words = [f"{NUMBERS[int(value)]} points"] if value in NUMBERS else []
    return rng.choice([number, number, number, f"{number}pt", f"{number} pt", f"{number} points", *words])


def a_color(rng: random.Random) -> str:
    return rng.choice([*COLORS]) if rng.random() < 0.9 else f"#{rng.randrange(16**6):06X}"


class FormatText(DocumentFamily):
    """Bold, italic, underline, strikethrough, size, font, colour: one to three at once, on elements or on quoted words."""

    name = "format_text"

    def variants(self) -> Sequence[Variant]:
        return (
            *(self._looks,) * 3,
            *(self._size,) * 2,
            self._font,
            self._color,
            *(self._flag_and_size,) * 2,
            self._off,
            self._verb,
            *(self._words,) * 2,
            self._everywhere,
        )

    def _format(self, rng: random.Random, m: Manuscript, section: str, to: Reference, given: Mapping[str, str], args: Mapping[str, Any]) -> Piece:
        moves = each(to, "format_text", **{name: args[name] for name in ORDER if name in args})
        return self.build(rng, m, section, {"target": to.phrase, **given}, moves, expect(m, to.blocks, _wanted(args)), _done(args), ids(m, to.blocks))

    def _looks(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.any_paragraph(rng, m, several=True)
        if not to:
            return None
        args = _fresh(rng, m, to.blocks, rng.choice((1, 1, 1, 2, 2, 3)))
        return self._format(rng, m, "look", to, {"look": say(rng, args)}, args) if args else None

    def _size(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.any_paragraph(rng, m, several=True)
        if not to:
            return None
        now = {m.look(i).size_pt for i in to.blocks}
        new = rng.choice([s for s in SIZES if s not in now])
        sections = ["size", "size", *(["bigger"] if new > max(now) else ["smaller"] if new < min(now) else [])]
        return self._format(rng, m, rng.choice(sections), to, {"size": size(rng, new)}, {"size_pt": new})

    def _font(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.any_paragraph(rng, m, several=True)
        new = pools.pick(rng, pools.FONTS, m.split)
        if not to or any(m.look(i).font == new for i in to.blocks):
            return None
        return self._format(rng, m, "font", to, {"font": new}, {"font": new})

    def _color(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.any_paragraph(rng, m, several=True)
        new = a_color(rng)
        if not to or any(m.look(i).color in (*COLORS.get(new, ()), new[1:]) for i in to.blocks):
            return None
        return self._format(rng, m, "color", to, {"color": new}, {"color": new})

    def _flag_and_size(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = (rng.random() < 0.4 and refs.title(rng, m)) or refs.any_paragraph(rng, m)
        if not to:
            return None
        look = m.look(to.blocks[0])
        flags = [f for f in FLAGS if not getattr(look, f)]
        larger = [s for s in SIZES if s > look.size_pt]
        if not flags or not larger:
            return None
        flag, new = rng.choice(flags if rng.random() < 0.4 else flags[:1]), rng.choice(larger)
        given = {"flag": rng.choice(FLAGS[flag][0][:3]), "size": size(rng, new)}
        return self._format(rng, m, "flag_and_size", to, given, {flag: True, "size_pt": new})

    def _off(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.any_paragraph(rng, m)
        if not to:
            return None
        on = [f for f in FLAGS if getattr(m.look(to.blocks[0]), f)]
        if not on:
            return None
        flag = rng.choice(on)
        return self._format(rng, m, "off", to, {"noun": rng.choice(FLAGS[flag][1])}, {flag: False})

    def _verb(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.any_paragraph(rng, m, several=True)
        flag = rng.choice([*FLAGS])
        if not to or any(getattr(m.look(i), flag) for i in to.blocks):
            return None
        return self._format(rng, m, "verb", to, {"verb": rng.choice(FLAGS[flag][2])}, {flag: True})

    def _words(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.any_paragraph(rng, m, "text", "bullet")
        found = to and refs.words_in(rng, m, to.blocks)
        if not to or not found:
            return None
        block, words = found
        args = _fresh(rng, m, [block], rng.choice((1, 1, 2)), flags_only=rng.random() < 0.5)
        if not args:
            return None
        given = {"words": refs.quoted(rng, words), "look": say(rng, args)}
        thought = f"{words} is in {m.ids[block]}"
        if rng.random() < 0.5:
            given["target"] = to.phrase
            thought = to.thought
        move = step(thought, "format_text", target=m.ids[block], match=words, **{name: args[name] for name in ORDER if name in args})
        return self.build(rng, m, "words", given, [move], marked(m, [block], words, args), _done(args), [m.ids[block]])

    def _everywhere(self, rng: random.Random, m: Manuscript) -> Piece | None:
        found = refs.repeated(rng, m)
        if not found or m.of("table"):
            return None
        words, blocks = found
        args = _fresh(rng, m, blocks, 1)
        if not args:
            return None
        given = {"words": refs.quoted(rng, words), "look": say(rng, args)}
        move = step("every occurrence: the whole document", "format_text", target="all", match=words, **args)
        return self.build(rng, m, "everywhere", given, [move], marked(m, blocks, words, args), _done(args), ids(m, blocks))


ORDER = ("bold", "italic", "underline", "strikethrough", "font", "size_pt", "color", "highlight")
"""The declared order of the arguments."""


def _fresh(rng: random.Random, m: Manuscript, blocks: Sequence[int], count: int, flags_only: bool = False) -> dict[str, Any]:
    """Some formatting that none of the blocks has yet."""
    looks = [m.look(i) for i in blocks]
    flags = [f for f in FLAGS if not any(getattr(look, f) for look in looks)]
    weights = {"bold": 4, "italic": 3, "underline": 2, "strikethrough": 1}
    options = [f for f in flags for _ in range(weights[f])] + ([] if flags_only else ["color"] * 2 + ["size_pt"] * 2 + ["font"])
    if not options:
        return {}
    chosen: dict[str, Any] = {}
    for _ in range(count):
        name = rng.choice(options)
        if name == "color":
            chosen[name] = rng.choice([c for c in COLORS if not any(look.color in COLORS[c] for look in looks)])
        elif name == "size_pt":
            chosen[name] = rng.choice([s for s in SIZES if all(s != look.size_pt for look in looks)])
        elif name == "font":
            chosen[name] = rng.choice([f for f in pools.pool(",".join(pools.FONTS), m.split) if all(f != look.font for look in looks)])
        else:
            chosen[name] = True
    return chosen


def say(rng: random.Random, args: Mapping[str, Any]) -> str:
    """Formatting in words that can stand after "make it": `bold, red and 16 pt`."""
    parts = []
    for name, value in args.items():
        if name in FLAGS:
            parts.append(rng.choice(FLAGS[name][0]))
        elif name == "color":
            parts.append(rng.choice((value, f"{value} in color") if len(args) == 1 else (value,)))
        elif name == "size_pt":
            number = f"{value:g}"
            parts.append(rng.choice((f"{number} pt", f"{number}pt", f"{number} points", f"size {number}", f"{number} pt in size")))
        else:
            parts.append(f"in {value}")
    rng.shuffle(parts)
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + rng.choice((" and ", " and ", ", ", " & ")) + parts[-1]


def _wanted(args: Mapping[str, Any]) -> dict[str, Any]:
    return {name: colored(COLORS, value) if name == "color" else value for name, value in args.items()}


def _done(args: Mapping[str, Any]) -> str:
    names = {"size_pt": "size", "strikethrough": "strikethrough"}
    return "Changed the " + " and ".join(names.get(name, name) for name in args) + "."


def marked(m: Manuscript, blocks: Sequence[int], words: str, args: Mapping[str, Any]) -> Judge:
    """The words, and only they, have the formatting in each of the blocks."""

    def goal(before: Reading, after: Reading) -> Goal:
        expected: dict[str, dict[str, Callable[[Any], bool]]] = {}
        for block in blocks:
            old = before[key(m.ids[block])].properties
            expected[key(m.ids[block])] = {name: _spans_check(str(old["text"]), words, name, value, old.get(name)) for name, value in args.items()}
        return Goal(expected)

    return goal


def _spans_check(text: str, words: str, name: str, value: Any, base: Any) -> Callable[[Any], bool]:
    tables = {"color": COLORS, "highlight": MARKERS}
    accepted = tables[name].get(value, (value.lstrip("#").upper(),)) if name in tables else (value,)
    return lambda found: any(found == spans(text, words, option, base) for option in accepted)


class HighlightText(DocumentFamily):
    """A marker colour behind elements or behind quoted words."""

    name = "highlight_text"

    def variants(self) -> Sequence[Variant]:
        return (self._elements, self._elements, self._plain, self._words, self._words, self._plain_words)

    def _elements(self, rng: random.Random, m: Manuscript, plain: bool = False) -> Piece | None:
        to = refs.any_paragraph(rng, m, several=True)
        if not to:
            return None
        color = "yellow" if plain else rng.choice([*MARKERS])
        given = {"target": to.phrase} if plain else {"target": to.phrase, "color": color}
        wanted = {"highlight": _any_color if plain else colored(MARKERS, color)}
        return self.build(
            rng, m, "", given, each(to, "format_text", highlight=color), expect(m, to.blocks, wanted), f"Highlighted in {color}.", ids(m, to.blocks)
        )

    def _plain(self, rng: random.Random, m: Manuscript) -> Piece | None:
        return self._elements(rng, m, plain=True)

    def _words(self, rng: random.Random, m: Manuscript, plain: bool = False) -> Piece | None:
        to = refs.any_paragraph(rng, m, "text", "bullet")
        found = to and refs.words_in(rng, m, to.blocks)
        if not to or not found:
            return None
        block, words = found
        color = "yellow" if plain else rng.choice([*MARKERS])
        given = {"words": refs.quoted(rng, words)} | ({} if plain else {"color": color})
        thought = f"{words} is in {m.ids[block]}"
        if not plain and rng.random() < 0.4:
            given["target"], thought = to.phrase, to.thought
        move = step(thought, "format_text", target=m.ids[block], match=words, highlight=color)
        return self.build(rng, m, "", given, [move], marked(m, [block], words, {"highlight": color}), f"Highlighted in {color}.", [m.ids[block]])

    def _plain_words(self, rng: random.Random, m: Manuscript) -> Piece | None:
        return self._words(rng, m, plain=True)


def _any_color(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


CASES: Mapping[str, tuple[str, ...]] = {
    "upper": ("uppercase", "upper case", "capital letters", "all caps", "capitals", "block capitals", "UPPERCASE", "ALL CAPS"),
    "lower": ("lowercase", "lower case", "small letters", "all lowercase", "lowercase letters"),
    "title": ("title case", "Title Case", "capitalized words", "title capitalization"),
    "sentence": ("sentence case", "Sentence case"),
}


class ChangeCase(DocumentFamily):
    """Capitals, small letters, title and sentence case."""

    name = "change_case"

    def variants(self) -> Sequence[Variant]:
        return (self._elements, self._elements, self._words)

    def _elements(self, rng: random.Random, m: Manuscript) -> Piece | None:
        kinds: tuple[BlockKind, ...] = rng.choice((("title", "heading"), ("title", "heading"), ("text", "bullet"), ()))
        to = refs.any_paragraph(rng, m, *kinds, several=rng.random() < 0.2)
        case = rng.choice(("upper", "upper", "lower", "title", "sentence"))
        if not to or any(cased(m.blocks[i].text, case) == m.blocks[i].text or (case == "sentence" and ". " in m.blocks[i].text) for i in to.blocks):
            return None
        given = {"target": to.phrase, "case": rng.choice(CASES[case])}
        return self.build(
            rng, m, "", given, each(to, "format_text", case=case), _shown(m, to.blocks, case, ""), "Changed the case.", ids(m, to.blocks)
        )

    def _words(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.any_paragraph(rng, m, "text", "bullet")
        found = to and refs.words_in(rng, m, to.blocks)
        case = rng.choice(("upper", "upper", "lower", "title"))
        if not to or not found or cased(found[1], case) == found[1]:
            return None
        block, words = found
        given = {"words": refs.quoted(rng, words), "case": rng.choice(CASES[case])}
        move = step(f"{words} is in {m.ids[block]}", "format_text", target=m.ids[block], match=words, case=case)
        return self.build(rng, m, "", given, [move], _shown(m, [block], case, words), "Changed the case.", [m.ids[block]])


def cased(text: str, case: str) -> str:
    """The text in another case; title case gives every word a capital."""
    if case == "title":
        return " ".join(w[:1].upper() + w[1:].lower() for w in text.split(" "))
    return {"upper": text.upper(), "lower": text.lower(), "sentence": text.capitalize()}[case]


def _shown(m: Manuscript, blocks: Sequence[int], case: str, words: str) -> Judge:
    """The text as shown (a reading applies capitals made by formatting) is in that case."""
    expected = {}
    for block in blocks:
        text = m.blocks[block].text
        expected[key(m.ids[block])] = {"text": text.replace(words, cased(words, case)) if words else cased(text, case)}
    return lambda before, after: Goal(expected)


FAMILIES = (FormatText(), HighlightText(), ChangeCase())
