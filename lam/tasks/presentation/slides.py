"""Families on whole slides: add, sum up, delete, move, duplicate, hide, background, transition, footer."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from lam.tasks.base import Split
from lam.tasks.compose import Piece
from lam.tasks.presentation import checks, phrases, values
from lam.tasks.presentation.base import SlideFamily, act
from lam.tasks.presentation.documents import Deck

TOPICS = (
    "key findings", "main points", "key points", "most important points", "takeaways", "key takeaways", "main takeaways", "conclusions",
    "main conclusions", "highlights", "main results", "key results", "main findings", "findings", "key messages", "main messages", "main ideas",
    "essentials", "most important findings", "core points", "central points", "key facts", "main facts", "essential points", "key insights",
    "main insights", "lessons",
)  # fmt: skip
"""What people ask to see summed up; in title case, the title that such a slide gets."""
_SUMMARY_TITLES = (
    "In Short",
    "Summary",
    "At a Glance",
    "Wrap-up",
    "To Remember",
    "Recap",
    "In a Nutshell",
    "Bottom Line",
    "What to Keep in Mind",
    "Overview",
    "Closing Remarks",
    "Our Results",
    "The Short Version",
)
MOST_BULLETS = 5
LONGEST = 12
"""Words of a bullet."""
TRANSITIONS = ("fade", "wipe", "push", "cover", "dissolve", "cut")


class SummarySlide(SlideFamily):
    """A new slide whose bullets are the first items of the slides that list something."""

    name = "summary_slide"
    low, high = 3, 16
    wishes: ClassVar[Mapping[str, float]] = {"shape": 0.06, "box": 0.08}

    def ask(self, rng: random.Random, split: Split, deck: Deck, section: str, wanted: frozenset[str]) -> Piece | None:
        listing = [i for i, s in enumerate(deck.slides) if phrases.is_listing(s)]
        if len(listing) < 2:
            return None
        listing = listing[:MOST_BULLETS]
        topic = rng.choice(TOPICS)
        title = topic.title() if "topic" in wanted else "Summary"
        given = {"topic": topic} if "topic" in wanted else {}
        if "count" in wanted:
            listing = listing[: rng.randint(2, len(listing))]
            given["count"] = phrases.quantity(rng, len(listing))
        if "title" in wanted:
            title = given["title"] = rng.choice((rng.choice(_SUMMARY_TITLES), values.slide_title(rng, split)))
        args, at = {"title": title, "bullets": [gist(deck.slides[i].items[0]) for i in listing]}, None
        ground = ""
        if "position" in wanted:
            position = place(rng, deck)
            given["position"], at, ground = position.text, position.index, position.short
            args |= position.args
        thought = f"first items of {', '.join(f's{i + 1}' for i in listing)}" + (f"; {ground}" if ground else "")
        goal = checks.summary(at, given.get("title"), len(listing) if "count" in wanted else None)
        return self.make(rng, split, section, given, [act(thought, "add_slide", **args)], goal, f'Added the slide "{title}".', listing, True)


def gist(item: str) -> str:
    """An item at a sensible length: a long one up to its first comma or semicolon, else its first twelve words."""
    words = item.split()
    if len(words) <= LONGEST:
        return item
    ends = [n for n, word in enumerate(words[:LONGEST], 1) if word.endswith((",", ";")) and n >= 3]
    return " ".join(words[: ends[0] if ends else LONGEST]).rstrip(",;")


@dataclass(frozen=True)
class Place:
    """Where a new slide goes."""

    text: str
    index: int
    """From 0, in the deck that has it."""
    ground: str
    args: Mapping[str, str]

    @property
    def short(self) -> str:
        return f"after {self.args['after']}" if self.args else "at the end"


def place(rng: random.Random, deck: Deck, opening: bool = False) -> Place:
    """A phrase for a place, the index that the new slide gets there, and the arguments of `add_slide` for it."""
    count = len(deck.slides)
    kind = rng.choices(("after", "before", "between", "nth", "end", "start"), (5, 3, 1, 1, 2, 0.8 if opening else 0))[0]
    if kind == "end":
        return Place(rng.choice(("at the end", "at the very end", "as the last slide", "at the end of the deck")), count, "at the end", {})
    if kind == "start":
        return Place(rng.choice(("at the beginning", "as the first slide", "at the very start", "before the first slide")), 0, "at the beginning", {})
    index = rng.randrange(1, count)
    after = {"after": f"s{index}"}
    if kind == "after":
        ref = phrases.slide(rng, deck, index - 1)
        return Place(f"{rng.choice(('after', 'after', 'right after', 'behind', 'directly after', 'following'))} {ref.text}", index, ref.ground, after)
    if kind == "before":
        ref = phrases.slide(rng, deck, index)
        return Place(
            f"{rng.choice(('before', 'before', 'right before', 'in front of', 'directly before'))} {ref.text}",
            index,
            f"{ref.ground}; after s{index}",
            after,
        )
    if kind == "nth":
        return Place(
            rng.choice(
                (f"as slide {index + 1}", f"as the {phrases.ordinal(index + 1)} slide", f"at position {index + 1}", f"as slide number {index + 1}")
            ),
            index,
            f"place {index + 1} is after s{index}",
            after,
        )
    return Place(
        rng.choice((f"between slides {index} and {index + 1}", f"between slide {index} and slide {index + 1}")),
        index,
        f"between s{index} and s{index + 1}",
        after,
    )


class AddSlide(SlideFamily):
    name = "add_slide"
    high = 20

    def ask(self, rng: random.Random, split: Split, deck: Deck, section: str, wanted: frozenset[str]) -> Piece | None:
        given: dict[str, str] = {}
        args: dict[str, object] = {}
        index, ground = len(deck.slides), "at the end"
        title = ""
        bullets: tuple[str, ...] = ()
        if "title" in wanted:
            title = given["title"] = args["title"] = values.slide_title(rng, split)
        if "bullets" in wanted:
            bullets = (
                tuple(b.rstrip(".") for b in values.bullets(rng, split, rng.choice((2, 2, 3, 3, 4))))
                if rng.random() < 0.6
                else tuple({values.label(rng, split): None for _ in range(3)})
            )
            given["bullets"] = phrases.bullet_list(rng, bullets)
            args["bullets"] = list(bullets)
        if section == "blank":
            args["layout"] = "blank"
        if "position" in wanted:
            position = place(rng, deck, opening=True)
            given["position"], index, ground = position.text, position.index, position.ground
            args |= position.args
        moves = [act(f"new slide {ground}" if ground.startswith("at") else ground, "add_slide", **args)]
        if index == 0:
            moves.append(act(f"new slide is s{len(deck.slides) + 1}; first place", "move_slide", slide=f"s{len(deck.slides) + 1}", to=1))
        return self.make(
            rng,
            split,
            section,
            given,
            moves,
            checks.added(index, title, bullets),
            f'Added the slide "{title}".' if title else "Added a blank slide.",
            (),
            True,
        )


def several(rng: random.Random, deck: Deck, most: int) -> tuple[str, list[int]]:
    """A phrase for two or three slides, and their indexes in order."""
    count = len(deck.slides)
    kind = rng.choice(("numbers", "numbers", "range", "last", "titles", "ordinals"))
    if kind == "last":
        n = rng.randint(2, most)
        return rng.choice((f"the last {phrases.quantity(rng, n)} slides", f"the final {phrases.quantity(rng, n)} slides")), list(
            range(count - n, count)
        )
    if kind == "range":
        n = rng.randint(2, most)
        first = rng.randrange(count - n + 1)
        a, b = first + 1, first + n
        return rng.choice((f"slides {a} to {b}", f"slides {a}-{b}", f"slides {a} through {b}", f"slide {a} to {b}")), list(range(first, first + n))
    chosen = sorted(rng.sample(range(count), rng.choice((2, 2, min(3, most)))))
    if kind == "titles":
        chosen = chosen[:2]
        refs = [phrases.slide(rng, deck, i) for i in chosen]
        return f"{refs[0].text} and {refs[1].text}", chosen
    words = [str(i + 1) if kind == "numbers" else f"{phrases.ordinal(i + 1)}" for i in chosen]
    joined = ", ".join(words[:-1]) + f" and {words[-1]}"
    return (f"slides {joined}" if kind == "numbers" else f"the {joined} slides"), chosen


def _named(chosen: Sequence[int]) -> str:
    return ", ".join(f"s{i + 1}" for i in chosen)


class DeleteSlide(SlideFamily):
    name = "delete_slide"
    high = 20

    def ask(self, rng: random.Random, split: Split, deck: Deck, section: str, wanted: frozenset[str]) -> Piece | None:
        if section == "several":
            text, chosen = several(rng, deck, min(3, len(deck.slides) - 1))
            moves = [
                act(
                    f"slides are {_named(chosen)}; from the back, s{i + 1}" if i == chosen[-1] else f"next s{i + 1}",
                    "delete_slide",
                    slide=f"s{i + 1}",
                )
                for i in reversed(chosen)
            ]
            return self.make(rng, split, section, {"slides": text}, moves, checks.removed(chosen), f"Deleted {len(chosen)} slides.", chosen, True)
        ref = phrases.slide(rng, deck, rng.randrange(len(deck.slides)))
        moves = [act(ref.ground, "delete_slide", slide=f"s{ref.index + 1}")]
        return self.make(rng, split, section, {"slide": ref.text}, moves, checks.removed([ref.index]), "Deleted the slide.", [ref.index], True)


class MoveSlide(SlideFamily):
    name = "move_slide"
    high = 20

    def ask(self, rng: random.Random, split: Split, deck: Deck, section: str, wanted: frozenset[str]) -> Piece | None:
        count = len(deck.slides)
        index = rng.randrange(count)
        ref = phrases.slide(rng, deck, index)
        kind = rng.choices(("nth", "before", "after", "end", "start"), (3, 3, 3, 2, 1.5))[0]
        ground = ref.ground
        if kind in ("before", "after"):
            other = rng.choice([i for i in range(count) if i != index])
            anchor = phrases.slide(rng, deck, other)
            words = (
                ("before", "before", "right before", "in front of", "directly before")
                if kind == "before"
                else ("after", "after", "right after", "behind", "directly after")
            )
            where = f"{rng.choice(words)} {anchor.text}"
            to = other - (index < other) if kind == "before" else other + (index > other)
            ground += f"; {anchor.ground}"
        elif kind == "nth":
            to = rng.randrange(count)
            n = to + 1
            where = rng.choice(
                (
                    f"to position {n}",
                    f"at position {n}",
                    f"in {phrases.ordinal(n)} place",
                    f"to the {phrases.ordinal(n)} position",
                    f"to place {n}",
                    f"at number {n}",
                )
            )
        else:
            to = count - 1 if kind == "end" else 0
            ends = ("to the end", "at the end", "at the very end", "to the very end of the deck", "behind all the others")
            where = rng.choice(
                ends if kind == "end" else ("to the beginning", "to the front", "at the start", "at the very beginning", "before all the others")
            )
        if to == index:
            return None
        moves = [act(f"{ground}; to {to + 1}", "move_slide", slide=f"s{index + 1}", to=to + 1)]
        return self.make(
            rng,
            split,
            section,
            {"slide": ref.text, "where": where},
            moves,
            checks.moved(index, to),
            f"Moved the slide to place {to + 1}.",
            [index],
            True,
        )


class DuplicateSlide(SlideFamily):
    name = "duplicate_slide"
    high = 20

    def ask(self, rng: random.Random, split: Split, deck: Deck, section: str, wanted: frozenset[str]) -> Piece | None:
        ref = phrases.slide(rng, deck, rng.randrange(len(deck.slides)))
        moves = [act(ref.ground, "duplicate_slide", slide=f"s{ref.index + 1}")]
        return self.make(rng, split, section, {"slide": ref.text}, moves, checks.copied(ref.index), "Duplicated the slide.", [ref.index], True)


class HideSlide(SlideFamily):
    name = "hide_slide"
    high = 20
    wishes: ClassVar[Mapping[str, float]] = {"hidden": 0.12}

    def ask(self, rng: random.Random, split: Split, deck: Deck, section: str, wanted: frozenset[str]) -> Piece | None:
        hide = section != "show"
        if section == "several":
            text, chosen = several(rng, deck, min(3, len(deck.slides) - 1))
            if any(deck.slides[i].hidden for i in chosen):
                return None
            moves = [
                act(f"slides are {_named(chosen)}; first s{i + 1}" if i == chosen[0] else f"next s{i + 1}", "hide_slide", slide=f"s{i + 1}")
                for i in chosen
            ]
            return self.make(
                rng, split, section, {"slides": text}, moves, checks.slide_properties(chosen, hidden=True), f"Hid {len(chosen)} slides.", chosen
            )
        candidates = [i for i, s in enumerate(deck.slides) if s.hidden != hide]
        if not candidates:
            return None
        ref = phrases.slide(rng, deck, rng.choice(candidates))
        args = {} if hide else {"hidden": False}
        moves = [act(ref.ground, "hide_slide", slide=f"s{ref.index + 1}", **args)]
        return self.make(
            rng,
            split,
            section,
            {"slide": ref.text},
            moves,
            checks.slide_properties([ref.index], hidden=hide),
            "Hid the slide." if hide else "The slide is shown again.",
            [ref.index],
        )


class SetBackground(SlideFamily):
    name = "set_background"
    high = 20

    def ask(self, rng: random.Random, split: Split, deck: Deck, section: str, wanted: frozenset[str]) -> Piece | None:
        text, color = phrases.color(rng)
        given = {"color": text}
        chosen: Sequence[int] = range(len(deck.slides))
        if section == "all":
            moves = [act("all slides", "set_background", target="all", color=color)]
        else:
            ref = phrases.slide(rng, deck, rng.choice(chosen))
            given, chosen = {"slide": ref.text, **given}, [ref.index]
            moves = [act(ref.ground, "set_background", target=f"s{ref.index + 1}", color=color)]
        if all(checks.rgb(color) == (deck.slides[i].background or "#FFFFFF") for i in chosen):
            return None
        return self.make(
            rng, split, section, given, moves, checks.slide_properties(chosen, background=checks.rgb(color)), f"The background is {color}.", chosen
        )


class Transition(SlideFamily):
    name = "transition"
    high = 20
    wishes: ClassVar[Mapping[str, float]] = {"transition": 0.2}

    def ask(self, rng: random.Random, split: Split, deck: Deck, section: str, wanted: frozenset[str]) -> Piece | None:
        kind = "none" if section == "none" else rng.choice(TRANSITIONS)
        given = {"kind": kind} if "kind" in wanted else {}
        args: dict[str, object] = {"kind": kind}
        chosen: Sequence[int] = range(len(deck.slides))
        ground = "all slides"
        if section != "all":
            candidates = [i for i, s in enumerate(deck.slides) if bool(s.transition) == (kind == "none")]
            if not candidates:
                return None
            ref = phrases.slide(rng, deck, rng.choice(candidates))
            chosen, ground = [ref.index], ref.ground
            given["slide"] = ref.text
        if "seconds" in wanted:
            seconds = rng.choice((0.5, 1, 1.5, 2, 2.5, 3, 4, 5))
            args["seconds"] = seconds
            given["seconds"] = f"{phrases.quantity(rng, int(seconds)) if seconds == int(seconds) else seconds} second" + ("s" if seconds != 1 else "")
        moves = [act(ground, "set_transition", target=f"s{chosen[0] + 1}" if section != "all" else "all", **args)]
        wish = checks.transition(kind, float(args["seconds"]) if "seconds" in args else None)  # type: ignore[arg-type]
        done = "The transition is gone." if kind == "none" else f"The transition is {kind}."
        return self.make(rng, split, section, given, moves, wish(chosen), done, chosen)


class FooterNumbers(SlideFamily):
    name = "footer_numbers"
    high = 16

    def ask(self, rng: random.Random, split: Split, deck: Deck, section: str, wanted: frozenset[str]) -> Piece | None:
        if deck.numbers:
            return None
        args: dict[str, object] = {}
        given: dict[str, str] = {}
        if "text" in wanted:
            texts = (
                values.name(rng, split),
                "Confidential",
                f"{values.team(rng, split)} team",
                f"{values.team(rng, split)}, {values.period(rng)}",
                values.label(rng, split),
                f"{values.city(rng, split)} {rng.randint(2018, 2031)}",
            )
            args["text"] = given["text"] = rng.choice(
                (*texts, f"Draft {rng.randint(1, 9)}", f"{values.name(rng, split)} | internal", values.deck_title(rng, split))
            )
        if section in ("numbers", "both"):
            args["slide_number"] = True
        ground = {"numbers": "slide numbers on all slides", "text": "footer on all slides", "both": "footer and numbers on all slides"}[section]
        goal = checks.footer(given.get("text"), section != "text")
        return self.make(rng, split, section, given, [act(ground, "set_footer", **args)], goal, "The footer is set.", range(len(deck.slides)))


SLIDE_FAMILIES = (
    SummarySlide(),
    AddSlide(),
    DeleteSlide(),
    MoveSlide(),
    DuplicateSlide(),
    HideSlide(),
    SetBackground(),
    Transition(),
    FooterNumbers(),
)
