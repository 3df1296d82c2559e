"""Families on where shapes stand and what their text does: place, size, turn, order, alignment, words, links."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from lam.reading import Goal, Reading
from lam.reading.compare import same
from lam.reading.presentation import RUN, merged
from lam.tasks.base import Split
from lam.tasks.compose import Piece
from lam.tasks.presentation import checks, phrases, values
from lam.tasks.presentation.base import GoalOf, SlideFamily, act
from lam.tasks.presentation.documents import Deck
from lam.tasks.presentation.looks import text_spot
from lam.tasks.presentation.phrases import Spot

EDGES: Mapping[str, tuple[str, ...]] = {
    "left": ("the left edge of the slide", "the left side of the slide", "the left border of the slide"),
    "right": ("the right edge of the slide", "the right side of the slide", "the right border of the slide"),
    "top": ("the top edge of the slide", "the top of the slide", "the upper border of the slide"),
    "bottom": ("the bottom edge of the slide", "the bottom of the slide", "the lower border of the slide"),
}
SIDES: Mapping[str, tuple[str, ...]] = {
    "left": ("left-aligned", "aligned left", "flush left"),
    "center": ("centered", "centred", "center-aligned"),
    "right": ("right-aligned", "aligned right", "flush right"),
    "justify": ("justified", "fully justified"),
}
USUAL: Mapping[str, str] = {"title": "center", "subtitle": "center", "content": "left", "text box": "left", "shape": "center"}
"""The alignment that texts of generated decks have by their role."""
SPACINGS: Mapping[float, tuple[str, ...]] = {0.9: ("0.9", "0.9 lines"), 1.2: ("1.2", "1.2 lines"), 1.5: ("1.5", "one and a half lines", "1.5 lines"),
                                             2.0: ("double", "2 lines", "2.0")}  # fmt: skip


def a_shape(rng: random.Random, deck: Deck) -> Spot | None:
    candidates: Sequence[int] = [i for i, s in enumerate(deck.slides) if s.of_role("shape")]
    return phrases.extra_of(rng, deck, rng.choice(candidates), "shape") if candidates else None


class PlaceShape(SlideFamily):
    """A shape moved to an edge, to the middle or to a point, made wider or higher, turned."""

    name = "place_shape"
    high = 9
    wishes: ClassVar[Mapping[str, float]] = {"shape": 0.45}

    def ask(self, rng: random.Random, split: Split, deck: Deck, section: str, wanted: frozenset[str]) -> Piece | None:
        spot = a_shape(rng, deck)
        if spot is None:
            return None
        x, y, width, height = deck.slides[spot.index].of_role("shape")[spot.nth].box_cm
        given = {"part": spot.text}
        args: dict[str, Any] = {}
        if section == "edge":
            args["align"] = rng.choice([*EDGES])
            given["edge"] = rng.choice(EDGES[args["align"]])
        elif section in ("center", "middle"):
            args["align"] = section
        elif section == "point":
            args |= {"x_cm": _round(rng.uniform(0.5, 12)), "y_cm": _round(rng.uniform(3, 14))}
            given |= {"x": _cm(rng, args["x_cm"]), "y": _cm(rng, args["y_cm"])}
        elif section == "turn":
            args["rotation_deg"] = rng.choice((15, 30, 45, 60, 90, 120, 135, 180, 270))
            given["angle"] = rng.choice((f"{args['rotation_deg']} degrees", f"{args['rotation_deg']}°", f"{args['rotation_deg']} degrees"))
        else:
            for name, low, high in (("width", 2, 12), ("height", 1, 6)):
                if name in wanted:
                    args[f"{name}_cm"] = _round(rng.uniform(low, high))
                    given[name] = _cm(rng, args[f"{name}_cm"])
        page = deck.size_cm
        places = {
            "left": {"x_cm": 0.0}, "center": {"x_cm": (page[0] - width) / 2}, "right": {"x_cm": page[0] - width},
            "top": {"y_cm": 0.0}, "middle": {"y_cm": (page[1] - height) / 2}, "bottom": {"y_cm": page[1] - height},
        }  # fmt: skip
        goal_of: dict[str, Any] = places[args["align"]] if "align" in args else args
        now = {"x_cm": x, "y_cm": y, "width_cm": width, "height_cm": height}
        if all(abs(now.get(name, -1) - value) < 0.1 for name, value in goal_of.items()):
            return None
        expected = {name: value if name == "rotation_deg" else _near(value) for name, value in goal_of.items()}
        goal = checks.shape_properties(spot.index, "shape", spot.nth, **expected)
        return self.make(
            rng,
            split,
            section,
            given,
            lambda o: [act(spot.thought(o), "place_shape", target=spot.id(o), **args)],
            goal,
            "The shape is placed.",
            [spot.index],
        )


def _round(value: float) -> float:
    return round(value * 2) / 2


def _cm(rng: random.Random, value: float) -> str:
    return rng.choice((f"{value:g} cm", f"{value:g} cm", f"{value:g}cm", f"{value:g} centimeters"))


def _near(wanted: float) -> Any:
    return lambda found: abs(found - wanted) < 0.05


class OrderShape(SlideFamily):
    """A shape in front of all others, or behind them."""

    name = "order_shape"
    high = 9
    wishes: ClassVar[Mapping[str, float]] = {"shape": 0.5, "box": 0.4}

    def ask(self, rng: random.Random, split: Split, deck: Deck, section: str, wanted: frozenset[str]) -> Piece | None:
        role = rng.choice(("shape", "shape", "text box"))
        candidates = [i for i, s in enumerate(deck.slides) if s.of_role(role) and len(s.extras) > 1 and s.title]
        spot = phrases.extra_of(rng, deck, rng.choice(candidates), role) if candidates else None
        if spot is None:
            return None
        extras = deck.slides[spot.index].extras
        mine = deck.slides[spot.index].of_role(role)[spot.nth]
        if section == "front" and extras[-1] is mine:
            return None
        goal = _reordered(spot, section == "front")
        done = "The shape lies on top." if section == "front" else "The shape lies behind the others."
        return self.make(
            rng,
            split,
            section,
            {"part": spot.text},
            lambda o: [act(spot.thought(o), "order_shape", target=spot.id(o), to=section)],
            goal,
            done,
            [spot.index],
            True,
        )


def _reordered(spot: Spot, front: bool) -> GoalOf:
    """The slide's shapes lie in another order, and are otherwise what they were."""

    def goal(old: Reading, new: Reading) -> Goal:
        key = checks.shapes(old, spot.index, spot.role)[spot.nth].key
        before, after = (_stack(reading, spot.index) for reading in (old, new))
        names = [name for name, _ in before]
        order = [content for name, content in before if name != key]
        order.insert(len(order) if front else 0, dict(before)[key])
        fits = len(order) == len(after) and all(same("", one, two) for one, (_, two) in zip(order, after, strict=True))
        missed = () if fits else (f"{key} of {len(names)} shapes is not {'in front' if front else 'at the back'}, or a shape changed",)
        return Goal(allowed=lambda change: fits and change.where.startswith(f"slide {spot.index + 1}, "), missed=missed)

    return goal


def _stack(reading: Reading, index: int) -> list[tuple[str, tuple[Any, ...]]]:
    """The shapes of a slide from the back to the front, each with all that is in it."""
    found: list[tuple[str, tuple[Any, ...]]] = []
    for part in checks.slide_parts(reading, index):
        content = (part.kind, dict(part.properties))
        if part.kind == "shape":
            found.append((part.key, (content,)))
        elif found:
            found[-1] = (found[-1][0], (*found[-1][1], content))
    return found


class AlignText(SlideFamily):
    """How the paragraphs of a text stand: left, centred, right; their spacing; with numbers or without bullets."""

    name = "align_text"
    high = 9
    wishes: ClassVar[Mapping[str, float]] = {"box": 0.2}

    def ask(self, rng: random.Random, split: Split, deck: Deck, section: str, wanted: frozenset[str]) -> Piece | None:
        spot = text_spot(rng, deck)
        if spot is None or (section in ("number", "none") and spot.role != "content"):
            return None
        given = {"part": spot.text}
        if section == "align":
            side = rng.choice([s for s in ("left", "center", "right", "justify") if s != USUAL[spot.role]])
            args: dict[str, Any] = {"alignment": side}
            given["side"] = rng.choice(SIDES[side])
        elif section == "spacing":
            args = {"line_spacing": rng.choice([*SPACINGS])}
            given["spacing"] = rng.choice(SPACINGS[args["line_spacing"]])
        else:
            args = {"bullets": section}
        wish = {"bullet" if name == "bullets" else name: value for name, value in args.items()}

        def goal(old: Reading, new: Reading) -> Goal:
            shape = checks.shapes(old, spot.index, spot.role)[spot.nth].key
            said = [p for p in old.parts if p.kind == "paragraph" and p.key.startswith(shape + ", ") and p.properties["text"]]
            return Goal({p.key: wish for p in said})

        return self.make(
            rng,
            split,
            section,
            given,
            lambda o: [act(spot.thought(o), "format_paragraph", target=spot.id(o), **args)],
            goal,
            "The paragraphs are set.",
            [spot.index],
        )


class ReplaceShapeText(SlideFamily):
    """A shape, a text box or a subtitle says something else."""

    name = "replace_shape_text"
    high = 9
    wishes: ClassVar[Mapping[str, float]] = {"shape": 0.35, "box": 0.3}

    def ask(self, rng: random.Random, split: Split, deck: Deck, section: str, wanted: frozenset[str]) -> Piece | None:
        role = rng.choice(("shape", "shape", "text box", "text box", "subtitle"))
        candidates = [i for i, s in enumerate(deck.slides) if (s.subtitle if role == "subtitle" else s.of_role(role))]
        if not candidates:
            return None
        index = rng.choice(candidates)
        spot = phrases.subtitle_of(rng, deck, index) if role == "subtitle" else phrases.extra_of(rng, deck, index, role)
        text = values.label(rng, split) if role == "shape" else rng.choice((values.label(rng, split), values.sentence(rng, split)))
        if spot is None or text.lower() in deck.words:
            return None
        goal = checks.text(index, role, spot.nth, [text])
        return self.make(
            rng,
            split,
            section,
            {"part": spot.text, "text": rng.choice((f'"{text}"', f'"{text}"', text))},
            lambda o: [act(spot.thought(o), "replace_text", target=spot.id(o), text=text)],
            goal,
            "The text is replaced.",
            [index],
        )


class InsertLink(SlideFamily):
    """A text or a word on a slide opens a page."""

    name = "insert_link"
    high = 9
    wishes: ClassVar[Mapping[str, float]] = {"shape": 0.15, "box": 0.3}

    def ask(self, rng: random.Random, split: Split, deck: Deck, section: str, wanted: frozenset[str]) -> Piece | None:
        host = f"{values.name(rng, split).lower()}.{rng.choice(('com', 'org', 'net', 'io', 'example'))}"
        url = f"https://{rng.choice(('', 'www.'))}{host}{rng.choice(('', '', '/news', '/team', f'/page/{rng.randint(1, 99)}'))}"
        if " " in url:
            return None
        if section == "word":
            return self._word(rng, split, deck, url)
        spot = a_shape(rng, deck) if rng.random() < 0.25 else text_spot(rng, deck)
        if spot is None or spot.role == "content":
            return None
        given = {"part": spot.text, "url": url}
        goal = _linked(spot, url)
        return self.make(
            rng,
            split,
            section,
            given,
            lambda o: [act(spot.thought(o), "insert_link", target=spot.id(o), url=url)],
            goal,
            "The link is set.",
            [spot.index],
        )

    def _word(self, rng: random.Random, split: Split, deck: Deck, url: str) -> Piece | None:
        index = rng.randrange(len(deck.slides))
        slide = deck.slides[index]
        places = [("title", 0, slide.title), *(("content", n, " / ".join(phrases.visible_items(items))) for n, items in enumerate(slide.lists))]
        words = [(role, n, word) for role, n, text in places for word in re.findall(r"[A-Za-z]{4,}", text) if word.lower() not in values.FILLERS]
        once = [found for found in words if "\n".join(slide.texts).lower().count(found[2].lower()) == 1]
        ref = phrases.slide(rng, deck, index)
        if not once:
            return None
        role, nth, word = rng.choice(once)
        if word.lower() in ref.text.lower():
            return None
        spot = Spot(ref.text, index, role, nth, f'{ref.ground}; "{word}"')
        given = {"slide": ref.text, "word": rng.choice((word, f'"{word}"')), "url": url}
        moves = lambda o: [act(spot.thought(o), "insert_link", target=spot.id(o), url=url, match=word)]  # noqa: E731
        return self.make(rng, split, "word", given, moves, _linked(spot, url, word), "The link is set.", [index])


def _linked(spot: Spot, url: str, match: str = "") -> GoalOf:
    """The text, or the word in it, leads to the page; links are underlined and have a colour of their own."""
    at = {name: RUN.index(name) for name in ("underline", "color", "link")}

    def link(run: tuple[Any, ...], address: str) -> tuple[Any, ...]:
        changed = {at["underline"]: True, at["color"]: "link", at["link"]: address}
        return tuple(changed.get(i, v) for i, v in enumerate(run))

    def goal(old: Reading, new: Reading) -> Goal:
        shape = checks.shapes(old, spot.index, spot.role)[spot.nth].key
        expected: dict[str, dict[str, Any]] = {}
        for part in old.parts:
            if part.kind != "paragraph" or not part.key.startswith(shape + ", ") or not re.search(re.escape(match), part.properties["text"], re.I):
                continue
            runs = [piece for run in part.properties["runs"] for piece in checks._split(run, match)]
            options = [merged([link(run, a) if checks._hit(run, match) else run for run in runs]) for a in (url, f"{url}/")]
            expected[part.key] = {"runs": lambda found, options=options: found in options}
        return Goal(expected)

    return goal


ARRANGE_FAMILIES = (PlaceShape(), OrderShape(), AlignText(), ReplaceShapeText(), InsertLink())
