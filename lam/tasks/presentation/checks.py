"""Goals of presentation tasks: what should differ between the deck before and after, and nothing else."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from lam.reading import Change, Goal, Part, Reading, compare, counterparts
from lam.reading.drawing import twin
from lam.reading.presentation import RUN, merged
from lam.tasks.presentation import values

GoalOf = Callable[[Reading, Reading], Goal]
ALIKE = 0.5
"""Likeness of two slides' words from which they count as one slide, for finding it in a changed order."""
GROUNDED = 0.6
"""Share of a bullet's words that must stand in the deck."""


def rgb(color: str) -> str:
    """`#RRGGBB` of a colour's name or code; `none` stays."""
    return color if color == "none" else values.COLORS.get(color, color).upper()


# Looking at readings


def slide_parts(reading: Reading, index: int) -> tuple[Part, ...]:
    """A slide (from 0) and all that is on it."""
    key = f"slide {index + 1}"
    return tuple(p for p in reading.parts if p.key == key or p.key.startswith(key + ", "))


def count(reading: Reading) -> int:
    return sum(p.kind == "slide" for p in reading.parts)


def shapes(reading: Reading, index: int, role: str) -> list[Part]:
    return [p for p in slide_parts(reading, index) if p.kind == "shape" and p.properties["role"] == role]


def lines(reading: Reading, shape: str) -> list[str]:
    """Texts of a shape's paragraphs."""
    return [p.properties["text"] for p in reading.parts if p.kind == "paragraph" and p.key.startswith(shape + ", ")]


def words(reading: Reading, index: int) -> str:
    """All that a slide says, as one text."""
    return "\n".join(str(p.properties["text"]) for p in slide_parts(reading, index) if p.properties.get("text"))


def different(old: Reading, i: int, new: Reading, j: int) -> tuple[Change, ...]:
    """How a slide of one reading differs from a slide of another, wherever they stand."""
    return compare(_alone(old, i), _alone(new, j))


def _alone(reading: Reading, index: int) -> Reading:
    stem = f"slide {index + 1}"
    return Reading(reading.kind, tuple(Part("slide 1" + p.key[len(stem) :], p.kind, p.properties) for p in slide_parts(reading, index)))


# Slides that come, go and move


def _whole_slide(change: Change) -> bool:
    return change.part == "slide" and not change.property


def order(old: Reading, new: Reading, origin: Sequence[int | None]) -> list[str]:
    """Why the new deck is not the old one in this order, where an entry is the old slide (from 0) or None for a new one."""
    if count(new) != len(origin):
        return [f"there are {count(new)} slides, not {len(origin)}"]
    was, now = [[words(reading, i) for i in range(count(reading))] for reading in (old, new)]
    wrong = [f"slide {at + 1} is not the former slide {i + 1}" for at, i in enumerate(origin) if i is not None and not _alike(was, i, now[at])]
    if wrong:
        return wrong
    reported = {int(re.findall(r"\d+", c.where)[0]) - 1 for c in compare(old, new) if _whole_slide(c) and c.before is not None}
    twice = {i for i in origin if i is not None and origin.count(i) > 1}
    return [
        f"{change} (once slide {i + 1})"
        for at, i in enumerate(origin)
        if i is not None and i in reported | twice
        for change in different(old, i, new, at)
    ]


def _alike(was: Sequence[str], index: int, now: str) -> bool:
    """Whether a slide's text may be that of the former slide `index` and is not that of another one."""
    if now in was:
        return now == was[index]
    return difflib.SequenceMatcher(None, was[index], now, autojunk=False).ratio() >= ALIKE


def removed(chosen: Sequence[int]) -> GoalOf:
    def goal(old: Reading, new: Reading) -> Goal:
        return Goal(allowed=_whole_slide, missed=tuple(order(old, new, [i for i in range(count(old)) if i not in chosen])))

    return goal


def moved(index: int, to: int) -> GoalOf:
    def goal(old: Reading, new: Reading) -> Goal:
        origin: list[int | None] = [i for i in range(count(old)) if i != index]
        origin.insert(to, index)
        return Goal(allowed=_whole_slide, missed=tuple(order(old, new, origin)))

    return goal


def copied(index: int) -> GoalOf:
    def goal(old: Reading, new: Reading) -> Goal:
        origin = list(range(count(old)))
        return Goal(allowed=_whole_slide, missed=tuple(order(old, new, [*origin[: index + 1], index, *origin[index + 1 :]])))

    return goal


def added(index: int, title: str, bullets: Sequence[str]) -> GoalOf:
    """A new slide at `index` with exactly this title and list; with neither, a blank one."""

    def goal(old: Reading, new: Reading) -> Goal:
        missed = order(old, new, _with_new(old, index))
        if not missed:
            said = _title(new, index)
            missed += [f"the new slide's title is {said!r}, not {title!r}"] * (said != title)
            listed = _listed(new, index)
            missed += [f"the new slide lists {listed}, not {list(bullets)}"] * (listed != list(bullets))
        return Goal(allowed=_whole_slide, missed=tuple(missed))

    return goal


def summary(index: int | None, title: str | None, bullets: int | None) -> GoalOf:
    """A new slide with a title and bullets in the deck's own words; place, title and number where they were asked for."""

    def goal(old: Reading, new: Reading) -> Goal:
        places = range(count(old), -1, -1) if index is None else [index]
        reasons = [order(old, new, _with_new(old, at)) for at in places]
        fitting = [at for at, why in zip(places, reasons, strict=True) if not why]
        if not fitting:
            return Goal(allowed=_whole_slide, missed=tuple(reasons[0]))
        said, listed = _title(new, fitting[0]), _listed(new, fitting[0])
        missed = [] if said else ["the new slide has no title"]
        if title is not None and said.lower() != title.lower():
            missed.append(f"the new slide's title is {said!r}, not {title!r}")
        if len(listed) < 2 or (bullets is not None and len(listed) != bullets) or len(set(listed)) < len(listed):
            missed.append(f"the new slide has {len(listed)} bullets, not {bullets or 'two or more'}")
        known = " ".join(words(old, i) for i in range(count(old)))
        missed += [f"{text!r} is not in the deck" for text in listed if not grounded(text, known)]
        return Goal(allowed=_whole_slide, missed=tuple(missed))

    return goal


def grounded(text: str, known: str) -> bool:
    """Whether a text keeps to the words of another: most of its longer words, and all its numbers, stand there."""
    vocabulary = set(re.findall(r"\w+", known.lower()))
    said = re.findall(r"\w+", text.lower())
    long = [w for w in said if len(w) > 3 and not w.isdigit()] or said
    return bool(long) and sum(w in vocabulary for w in long) >= GROUNDED * len(long) and all(w in vocabulary for w in said if w.isdigit())


def _with_new(old: Reading, index: int) -> list[int | None]:
    origin: list[int | None] = list(range(count(old)))
    origin.insert(index, None)
    return origin


def _title(reading: Reading, index: int) -> str:
    return "\n".join(line for shape in shapes(reading, index, "title") for line in lines(reading, shape.key))


def _listed(reading: Reading, index: int) -> list[str]:
    """Texts on a slide but for its title, empty lines left out."""
    others = [p for p in slide_parts(reading, index) if p.kind == "shape" and p.properties["role"] != "title"]
    return [line for shape in others for line in lines(reading, shape.key) if line.strip()]


# What slides and shapes look like and say


def slide_properties(chosen: Iterable[int], **wanted: Any) -> GoalOf:
    """These properties of these slides."""
    keys = [f"slide {i + 1}" for i in chosen]
    return lambda old, new: Goal(dict.fromkeys(keys, wanted))


def transition(kind: str, seconds: float | None) -> Callable[[Iterable[int]], GoalOf]:
    """The transition of slides; its duration is free unless asked for."""
    wanted: dict[str, Any] = {"transition": kind, "transition_s": seconds if seconds is not None else lambda value: True}
    return lambda chosen: slide_properties(chosen, **wanted)


def footer(text: str | None, number: bool) -> GoalOf:
    wanted: dict[str, Any] = ({"footer": text} if text is not None else {}) | ({"slide_number": True} if number else {})
    return lambda old, new: slide_properties(range(count(old)), **wanted)(old, new)


def shape_properties(index: int, role: str, nth: int, **wanted: Any) -> GoalOf:
    """These properties of one shape; an outline that was not there may bring a width."""
    extra = {"line_width_pt": lambda value: True} if "line" in wanted else {}
    return lambda old, new: Goal({shapes(old, index, role)[nth].key: wanted | extra})


def text(index: int, role: str, nth: int, wanted: Sequence[str]) -> GoalOf:
    """The paragraphs of one shape; they look as its first paragraph did."""

    def goal(old: Reading, new: Reading) -> Goal:
        shape = shapes(old, index, role)[nth].key
        place = counterparts(old, new).get(shape, "")
        if not place:
            return Goal(missed=(f"{shape} is missing",))
        said = [p for p in new.parts if p.kind == "paragraph" and p.key.startswith(place + ", ")]
        missed = (
            []
            if [p.properties["text"] for p in said] == list(wanted)
            else [f"{place} says {[p.properties['text'] for p in said]}, not {list(wanted)}"]
        )
        model = next((p.properties for p in old.parts if p.kind == "paragraph" and p.key.startswith(shape + ", ")), {})
        missed += [f"{p.key} looks different" for p in said if model and _look(p.properties) != _look(model)]
        return Goal(allowed=lambda change: change.part == "paragraph" and change.where.startswith((place + ", ", shape + ", ")), missed=tuple(missed))

    return goal


def _look(properties: Mapping[str, Any]) -> tuple[Any, ...]:
    """A paragraph's looks without its words: its own, and those of its first characters."""
    first = next(iter(properties["runs"]), ("",))
    return (*(value for name, value in properties.items() if name not in ("text", "runs")), first[1:])


def formatted(spots: Sequence[tuple[int, str, int]], args: Mapping[str, Any], match: str = "") -> GoalOf:
    """Characters of these shapes (slide, role, place) with these arguments of `format_text`, everywhere or where `match` stands."""
    changes = {RUN.index(key): rgb(value) if key == "color" else twin(value) if key == "font" else value for key, value in args.items()}

    def goal(old: Reading, new: Reading) -> Goal:
        expected = {}
        for index, role, nth in spots:
            shape = shapes(old, index, role)[nth].key
            for part in old.parts:
                if part.kind == "paragraph" and part.key.startswith(shape + ", "):
                    runs = [piece for run in part.properties["runs"] for piece in _split(run, match)]
                    now = [tuple(changes.get(i, v) for i, v in enumerate(run)) if _hit(run, match) else run for run in runs]
                    if tuple(now) != tuple(runs):
                        expected[part.key] = {"runs": merged(now)}
        return Goal(expected)

    return goal


def _split(run: tuple[Any, ...], match: str) -> list[tuple[Any, ...]]:
    if not match:
        return [run]
    return [(piece, *run[1:]) for piece in re.split(f"({re.escape(match)})", run[0], flags=re.IGNORECASE) if piece]


def _hit(run: tuple[Any, ...], match: str) -> bool:
    return not match or run[0].lower() == match.lower()


def replaced(chosen: Iterable[int], old_text: str, new_text: str) -> GoalOf:
    """Every occurrence on these slides, in whatever case, exchanged; the look stays."""
    pattern = re.compile(re.escape(old_text), re.IGNORECASE)

    def goal(old: Reading, new: Reading) -> Goal:
        parts = [p for i in chosen for p in slide_parts(old, i) if p.kind == "paragraph" and pattern.search(p.properties["text"])]
        fresh = {p.key: tuple((pattern.sub(lambda _: new_text, run[0]), *run[1:]) for run in p.properties["runs"]) for p in parts}
        return Goal({p.key: {"text": pattern.sub(lambda _: new_text, p.properties["text"]), "runs": fresh[p.key]} for p in parts})

    return goal


def new_shape(index: int, said: str) -> GoalOf:
    """One more shape on a slide that says exactly this."""

    def goal(old: Reading, new: Reading) -> Goal:
        known = counterparts(old, new)
        slide = known.get(f"slide {index + 1}", "")
        fresh = [p for p in new.parts if p.kind == "shape" and p.key.startswith(slide + ", ") and p.key not in known.values()]
        right = [p for p in fresh if "\n".join(lines(new, p.key)) == said]
        missed = () if len(fresh) == 1 and right else (f"{slide or 'the slide'} has {len(right)} new text boxes that say {said!r}",)
        return Goal(allowed=lambda c: not c.property and c.before is None and bool(right) and c.where == right[0].key, missed=missed)

    return goal
