"""Families on how text and shapes look."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from lam.reading.drawing import twin
from lam.tasks.base import Move, Split
from lam.tasks.compose import Piece
from lam.tasks.presentation import checks, phrases, values
from lam.tasks.presentation.base import SlideFamily, act
from lam.tasks.presentation.documents import Deck
from lam.tasks.presentation.phrases import Spot
from lam.types import Observation


class FormatSlideText(SlideFamily):
    """Character formatting of a title, a list, a subtitle, a text box; of one word; of all titles."""

    name = "format_slide_text"
    high = 9
    wishes: ClassVar[Mapping[str, float]] = {"box": 0.2}

    def ask(self, rng: random.Random, split: Split, deck: Deck, section: str, wanted: frozenset[str]) -> Piece | None:
        given: dict[str, str] = {}
        args: dict[str, Any] = {}
        if "style" in wanted:
            style = phrases.style(rng, plain=section == "both" and rng.random() < 0.5)
            given["style"], args = style.text, dict(style.args)
        if "font" in wanted:
            given["font"] = args["font"] = values.font(rng, split)
        if "size" in wanted:
            given["size"], args["size_pt"] = phrases.size(rng)
        if "color" in wanted:
            given["color"], args["color"] = phrases.color(rng)
        args = {key: args[key] for key in ("bold", "italic", "underline", "strikethrough", "font", "size_pt", "color") if key in args}
        if section == "titles":
            return self._titles(rng, split, deck, given, args)
        if section == "word":
            return self._word(rng, split, deck, given, args)
        spot = text_spot(rng, deck)
        if spot is None or _already(deck, spot, args):
            return None
        given["part"] = spot.text
        goal = checks.formatted([(spot.index, spot.role, spot.nth)], args)
        return self.make(
            rng,
            split,
            section,
            given,
            lambda o: [act(spot.thought(o), "format_text", target=spot.id(o), **args)],
            goal,
            "The text is formatted.",
            [spot.index],
        )

    def _titles(self, rng: random.Random, split: Split, deck: Deck, given: dict[str, str], args: dict[str, Any]) -> Piece | None:
        chosen = [i for i, s in enumerate(deck.slides) if s.title]
        if len(deck.slides) > 7:
            return None

        def moves(o: Observation) -> list[Move]:
            ids = [phrases.part_id(o, i, "title") for i in chosen]
            return [
                act(f"{'first' if n == 0 else 'next'} title is {i}, {len(ids) - n - 1} left", "format_text", target=i, **args)
                for n, i in enumerate(ids)
            ]

        return self.make(
            rng, split, "titles", given, moves, checks.formatted([(i, "title", 0) for i in chosen], args), "All titles are formatted.", chosen
        )

    def _word(self, rng: random.Random, split: Split, deck: Deck, given: dict[str, str], args: dict[str, Any]) -> Piece | None:
        index = rng.randrange(len(deck.slides))
        slide = deck.slides[index]
        places = [("title", 0, slide.title), *(("content", n, " / ".join(phrases.visible_items(items))) for n, items in enumerate(slide.lists))]
        words = [(role, n, word) for role, n, text in places for word in re.findall(r"[A-Za-z]{4,}", text) if word.lower() not in values.FILLERS]
        once = [found for found in words if "\n".join(slide.texts).lower().count(found[2].lower()) == 1]
        if not once:
            return None
        role, nth, word = rng.choice(once)
        ref = phrases.slide(rng, deck, index)
        if word.lower() in ref.text.lower():
            return None
        spot = Spot(ref.text, index, role, nth, f'{ref.ground}; "{word}"')
        goal = checks.formatted([(index, role, nth)], args, word)
        given |= {"slide": ref.text, "word": word}
        return self.make(
            rng,
            split,
            "word",
            given,
            lambda o: [act(spot.thought(o), "format_text", target=spot.id(o), match=word, **args)],
            goal,
            f'"{word}" is formatted.',
            [index],
        )


def text_spot(rng: random.Random, deck: Deck) -> Spot | None:
    """Some title, list, subtitle or text box of the deck."""
    index = rng.randrange(len(deck.slides))
    slide = deck.slides[index]
    kinds = [
        ("title", 4.0 * bool(slide.title)),
        ("content", 3.0 * bool(slide.lists)),
        ("subtitle", 2.0 * bool(slide.subtitle)),
        ("text box", 2.5 * bool(slide.of_role("text box"))),
    ]
    kind = rng.choices([k for k, _ in kinds], [w + 1e-9 for _, w in kinds])[0]
    if not dict(kinds)[kind]:
        return None
    if kind == "text box":
        return phrases.extra_of(rng, deck, index, "text box")
    return {"title": phrases.title_of, "content": phrases.list_of, "subtitle": phrases.subtitle_of}[kind](rng, deck, index)


def _already(deck: Deck, spot: Spot, args: dict[str, Any]) -> bool:
    """Whether the text has this font, size or colour already, so that there would be nothing to do."""
    slide = deck.slides[spot.index]
    font, size, color = {
        "title": (deck.fonts[0], 44.0, "#000000"),
        "content": (deck.fonts[1], 28.0 if slide.layout == "two_content" else 32.0, "#000000"),
        "subtitle": (deck.fonts[1], 32.0, "#8B8B8B"),
        "text box": (deck.fonts[1], 18.0, "#000000"),
    }[spot.role]
    if spot.role == "title" and slide.title_look:
        font, size, color = slide.title_look
    wanted = args.get("color", "")
    return twin(args.get("font", "")) == twin(font) or args.get("size_pt") == size or checks.rgb(wanted) == color


class ShapeFill(SlideFamily):
    """Fill and outline of drawn shapes."""

    name = "shape_fill"
    high = 9
    wishes: ClassVar[Mapping[str, float]] = {"shape": 0.45}

    def ask(self, rng: random.Random, split: Split, deck: Deck, section: str, wanted: frozenset[str]) -> Piece | None:
        candidates: Sequence[int] = [i for i, s in enumerate(deck.slides) if s.of_role("shape")]
        spot = phrases.extra_of(rng, deck, rng.choice(candidates), "shape") if candidates else None
        if spot is None:
            return None
        given: dict[str, str] = {"part": spot.text}
        args: dict[str, str] = {"fill": "none"} if section == "none" else {}
        if section in ("fill", "both"):
            given["color"], args["fill"] = phrases.color(rng)
        if section == "line":
            given["color"], args["line"] = phrases.color(rng)
        if section == "both":
            given["line"], args["line"] = phrases.color(rng)
            if args["line"] == args["fill"]:
                return None
        old = deck.slides[spot.index].of_role("shape")[spot.nth].color
        if values.COLORS.get(args.get("fill", ""), args.get("fill")) == old:
            return None
        goal = checks.shape_properties(spot.index, "shape", spot.nth, **{key: checks.rgb(value) for key, value in args.items()})
        return self.make(
            rng,
            split,
            section,
            given,
            lambda o: [act(spot.thought(o), "format_shape", target=spot.id(o), **args)],
            goal,
            "The shape is coloured.",
            [spot.index],
        )


LOOK_FAMILIES = (FormatSlideText(), ShapeFill())
