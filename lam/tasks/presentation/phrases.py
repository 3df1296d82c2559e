"""How people refer to slides, to parts of slides and to values; each reference says in a few words what it grounds to."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from lam.errors import TaskBroken
from lam.tasks.presentation import values
from lam.tasks.presentation.documents import FORMS, Deck, Slide
from lam.types import Observation

_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"]
_NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_SHORT = {
    "a",
    "an",
    "and",
    "at",
    "by",
    "for",
    "from",
    "how",
    "in",
    "is",
    "of",
    "on",
    "or",
    "our",
    "the",
    "to",
    "we",
    "what",
    "why",
    "with",
    "about",
    "has",
    "have",
    "will",
    "than",
    "more",
}
_FORM_WORDS = {
    "ellipse": ("ellipse", "oval"),
    "right arrow": ("arrow", "right arrow"),
    "rounded rectangle": ("rounded rectangle", "box with round corners"),
}
VISIBLE_WORDS = 18
"""How many first words of an element an outline line shows."""


@dataclass(frozen=True)
class Reference:
    """A phrase for one slide."""

    text: str
    index: int
    """From 0."""
    ground: str
    """`third slide is s3`."""


@dataclass(frozen=True)
class Spot:
    """A phrase for one text or shape on a slide."""

    text: str
    index: int
    """Of the slide, from 0."""
    role: str
    nth: int
    """Which of the slide's parts in this role, from 0."""
    ground: str
    """Without the id, which only the observation knows: `title of slide 3`."""

    def id(self, observation: Observation) -> str:
        return part_id(observation, self.index, self.role, self.nth)

    def thought(self, observation: Observation) -> str:
        return f"{self.ground} is {self.id(observation)}"


def part_id(observation: Observation, index: int, role: str, nth: int = 0) -> str:
    """The id of a slide's part.

    Raises: TaskBroken when the observation does not show it.
    """
    found = [e.id for e in observation.elements if e.id.startswith(f"s{index + 1}.") and e.role == role]
    if nth >= len(found):
        raise TaskBroken(f"slide {index + 1} shows {len(found)} parts in the role {role!r}, wanted number {nth + 1}")
    return found[nth]


def slide(rng: random.Random, deck: Deck, index: int) -> Reference:
    """One of the ways to speak of a slide, such that no other slide fits."""
    makers = [(_by_number, 4.0), (_by_title, 4.0), (_by_end, 2.0), (_by_words, 2.0), (_by_part, 1.0)]
    while True:
        maker = rng.choices([m for m, _ in makers], [w for _, w in makers])[0]
        if found := maker(rng, deck, index):
            text, ground = found
            return Reference(text, index, f"{ground} is s{index + 1}")


def ordinal(number: int) -> str:
    """`3rd`."""
    return f"{number}{'th' if 10 <= number % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def quantity(rng: random.Random, number: int) -> str:
    """`3` or `three`."""
    return _NUMBERS[number - 1] if number <= len(_NUMBERS) and rng.random() < 0.6 else str(number)


def _by_number(rng: random.Random, deck: Deck, index: int) -> tuple[str, str] | None:
    n = index + 1
    options = [f"slide {n}"] * 5 + [f"slide number {n}", f"slide no. {n}", f"the {ordinal(n)} slide", f"page {n}", f"slide #{n}"]
    if n <= len(_ORDINALS):
        options += [f"the {_ORDINALS[index]} slide"] * 3 + [f"slide {_NUMBERS[index]}", f"slide number {_NUMBERS[index]}"]
    text = rng.choice(options)
    return text, text.removeprefix("the ")


def _by_end(rng: random.Random, deck: Deck, index: int) -> tuple[str, str] | None:
    if index == 0:
        text = rng.choice(
            (
                "the first slide",
                "the opening slide",
                "the very first slide",
                "the title slide" if deck.slides[0].layout == "title" else "the first slide",
                "the cover slide",
            )
        )
    elif index == len(deck.slides) - 1:
        text = rng.choice(("the last slide", "the last slide", "the final slide", "the closing slide", "the very last slide"))
    elif index == len(deck.slides) - 2:
        return rng.choice(
            ("the second to last slide", "the next-to-last slide", "the slide before the last one", "the second-last slide")
        ), "next-to-last slide"
    else:
        return None
    return text, text.removeprefix("the ")


def _by_title(rng: random.Random, deck: Deck, index: int) -> tuple[str, str] | None:
    title = deck.slides[index].title
    if not title or sum(title.lower() in other.title.lower() for other in deck.slides) != 1:
        return None
    shown = title.lower() if rng.random() < 0.15 else title
    text = rng.choice(
        (
            f'the slide titled "{shown}"',
            f"the slide titled {shown}",
            f"the {shown} slide",
            f'the "{shown}" slide',
            f'slide "{shown}"',
            f"the slide called {shown}",
            f'the slide with the title "{shown}"',
            f'the slide headed "{shown}"',
            f'the slide "{shown}"',
        )
    )
    return text, _quote(title)


def _by_words(rng: random.Random, deck: Deck, index: int) -> tuple[str, str] | None:
    """By words that only this slide has, in its title or in what the outline shows of its list."""
    slide = deck.slides[index]
    if slide.items and rng.random() < 0.5:
        whole = visible_items(slide.items)
        item = rng.choice(whole) if whole else ""
        if not item or deck.words.count(item.lower()) != 1:
            return None
        item = item.rstrip(".")
        text = rng.choice(
            (f'the slide with the bullet "{item}"', f'the slide that says "{item}"', f'the slide with "{item}"', f'the slide that lists "{item}"')
        )
        return text, _quote(item)
    chunks = [chunk for chunk in _chunks(slide.title) if deck.words.count(chunk.lower()) == 1]
    if not chunks:
        return None
    words = rng.choice(chunks)
    shown = words if words != words.upper() and rng.random() < 0.3 else words.lower()
    text = rng.choice(
        (
            f"the slide about {shown}",
            f"the slide on {shown}",
            f"the slide that deals with {shown}",
            f"the slide that mentions {shown}",
            f"the {shown} slide",
            f"the one about {shown}",
        )
    )
    return text, _quote(slide.title)


def _quote(text: str) -> str:
    """The first words of a text, short enough for a thought."""
    return f'"{" ".join(text.split()[:3])}"'


def _by_part(rng: random.Random, deck: Deck, index: int) -> tuple[str, str] | None:
    slide = deck.slides[index]
    if slide.hidden and sum(s.hidden for s in deck.slides) == 1:
        return "the hidden slide", "hidden slide"
    for role, words in (("table", ("table",)), ("chart", ("chart", "diagram", "graph")), ("image", ("picture", "image", "photo"))):
        if slide.of_role(role) and sum(bool(s.of_role(role)) for s in deck.slides) == 1:
            return rng.choice(
                (
                    f"the slide with the {rng.choice(words)}",
                    f"the slide that has the {rng.choice(words)}",
                    f"the slide containing the {rng.choice(words)}",
                )
            ), f"slide with {role}"
    if index == 0 and rng.random() < 0.3:
        return rng.choice(("the current slide", "this slide")), "current slide"
    return None


def _chunks(title: str) -> list[str]:
    """Runs of one to three words of a title that carry meaning."""
    words = re.findall(r"[\w-]+", title)
    runs = [words[i : i + n] for n in (1, 2, 3) for i in range(len(words) - n + 1)]
    return [
        " ".join(run)
        for run in runs
        if run[0].lower() not in _SHORT and run[-1].lower() not in _SHORT and len(run[0]) > 3 and " ".join(run) in title and not run[0].isdigit()
    ]


def visible_items(items: Sequence[str]) -> list[str]:
    """The items that an outline line shows in full."""
    shown, used = [], 0
    for item in items:
        used += len(item.split())
        if used > VISIBLE_WORDS:
            break
        shown.append(item)
        used += 1
    return shown


# Parts of slides


def title_of(rng: random.Random, deck: Deck, index: int) -> Spot:
    ref = slide(rng, deck, index)
    text = rng.choice(
        (
            f"the title of {ref.text}",
            f"the title of {ref.text}",
            f"the title on {ref.text}",
            f"the heading of {ref.text}",
            f"the headline on {ref.text}",
            f"the heading on {ref.text}",
        )
    )
    if index == 0 and deck.slides[0].layout == "title" and rng.random() < 0.25:
        text = rng.choice(("the title of the presentation", "the main title", "the deck's title", "the title on the cover", "the presentation title"))
        return Spot(text, 0, "title", 0, text.removeprefix("the "))
    if re.fullmatch(r"slide \d+", ref.text) and rng.random() < 0.3:
        text = rng.choice((f"{ref.text}'s title", f"the {ref.text} title"))
    return Spot(text, index, "title", 0, f"{ref.ground}; title")


def list_of(rng: random.Random, deck: Deck, index: int) -> Spot:
    """A slide's list; of two lists, the left or the right one."""
    ref = slide(rng, deck, index)
    if len(deck.slides[index].lists) == 2:
        nth = rng.randrange(2)
        side = ("left", "right")[nth]
        text = rng.choice(
            (
                f"the {side} list on {ref.text}",
                f"the bullets on the {side} of {ref.text}",
                f"the text on the {side} of {ref.text}",
                f"the {side} column of {ref.text}",
            )
        )
        return Spot(text, index, "content", nth, f"{ref.ground}; {side} list")
    words = (
        "the bullets on",
        "the bullet points on",
        "the list on",
        "the body text of",
        "the content of",
        "all the bullet points on",
        "the points on",
        "the bullet list on",
        "the text below the title on",
    )
    return Spot(f"{rng.choice(words)} {ref.text}", index, "content", 0, f"{ref.ground}; content")


def subtitle_of(rng: random.Random, deck: Deck, index: int) -> Spot:
    ref = slide(rng, deck, index)
    alone = sum(bool(s.subtitle) for s in deck.slides) == 1
    text = rng.choice(
        ("the subtitle", f"the subtitle of {ref.text}", f"the subtitle on {ref.text}")
        if alone
        else (f"the subtitle of {ref.text}", f"the subtitle on {ref.text}")
    )
    return Spot(text, index, "subtitle", 0, f"{ref.ground}; subtitle" if ref.text in text else f"slide with subtitle is s{index + 1}; subtitle")


def extra_of(rng: random.Random, deck: Deck, index: int, role: str) -> Spot | None:
    """One of a slide's text boxes or shapes, by its text or because it is the only one there."""
    slide_spec = deck.slides[index]
    mine = slide_spec.of_role(role)
    if not mine:
        return None
    nth = rng.randrange(len(mine))
    word = "text box" if role == "text box" else rng.choice(("shape", "shape", "box", "figure") if not slide_spec.of_role("text box") else ("shape",))
    label = mine[nth].text
    unique = deck.words.count(label.lower()) == 1
    ref = slide(rng, deck, index)
    options = []
    if sum(len(s.of_role(role)) for s in deck.slides) == 1 and word in ("shape", "text box"):
        options += [(f"the {word}", f"{word} on s{index + 1}")]
    forms = [FORMS[e.form] for e in mine]
    if role == "shape" and forms.count(forms[nth]) == 1 and not (forms[nth] == "rectangle" and "rounded rectangle" in forms):
        form = rng.choice(_FORM_WORDS.get(forms[nth], (forms[nth],)))
        options += [(f"the {form} on {ref.text}", f"{ref.ground}; {forms[nth]}")] * 2
    if len(mine) == 1:
        options += [(f"the {word} on {ref.text}", f"{ref.ground}; {word}")] * 2
    if unique and len(label.split()) <= 6:
        options += [
            (text, f"{role} {_quote(label)}")
            for text in (
                f'the {word} that says "{label}"',
                f'the {word} "{label}"',
                f'the "{label}" {word}',
                f"the {word} labeled {label}",
                f'the {word} with the text "{label}"',
            )
        ]
    elif all(label.lower() not in other.text.lower() for i, other in enumerate(mine) if i != nth) and len(label.split()) <= 6:
        options += [(f'the {word} "{label}" on {ref.text}', f"{ref.ground}; {role} {_quote(label)}")]
    if not options:
        return None
    text, ground = rng.choice(options)
    return Spot(text, index, role, nth, ground)


# Values


@dataclass(frozen=True)
class Style:
    """Adjectives for text and the arguments that they stand for."""

    text: str
    args: dict[str, bool | str]


def style(rng: random.Random, plain: bool = False) -> Style:
    """`bold`, `italic and red`, ...; `plain`: no colours."""
    marks = {"bold": "bold", "italic": "italic", "underlined": "underline", "boldface": "bold", "struck through": "strikethrough"}
    words = rng.choices(list(marks), (6, 4, 3, 0.6, 0.6))[0]
    args: dict[str, bool | str] = {marks[words]: True}
    text = words
    if rng.random() < 0.2:
        second = rng.choice([w for w in ("bold", "italic", "underlined") if marks[w] not in args])
        text += f" and {second}"
        args[marks[second]] = True
    elif not plain and rng.random() < 0.25:
        name = values.color(rng)
        text = rng.choice((f"{text} and {name}", f"{name} and {text}"))
        args["color"] = name
    order = ("bold", "italic", "underline", "strikethrough", "color")
    return Style(text, {key: args[key] for key in order if key in args})


def color(rng: random.Random) -> tuple[str, str]:
    """(phrase, argument): a name, or now and then #RRGGBB."""
    if rng.random() < 0.12:
        code = f"#{rng.randrange(1 << 24):06X}"
        return code, code
    name = values.color(rng)
    return name, name


def size(rng: random.Random) -> tuple[str, float]:
    """(phrase, points): `20 pt`, `size 20`, `twenty points`."""
    points = rng.choice(
        (10, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 22, 24, 25, 26, 27, 28, 30, 32, 33, 34, 36, 38, 40, 42, 44, 45, 48, 50, 54, 60, 66, 72)
    )
    tens = {20: "twenty", 30: "thirty", 40: "forty", 50: "fifty", 60: "sixty"}
    options = [f"{points} pt", f"{points}pt", f"{points} points", f"{points} point"]
    if points in tens:
        options.append(f"{tens[points]} points")
    return rng.choice(options), points


def bullet_list(rng: random.Random, items: Sequence[str]) -> str:
    """Items as people type them."""
    kind = rng.randrange(7)
    quoted = [f'"{item}"' for item in items]
    if kind == 0:
        return "\n" + "\n".join(f"- {item}" for item in items)
    if kind == 1:
        return " ".join(f"{n}) {item}" for n, item in enumerate(items, 1))
    if kind == 2:
        return "; ".join(items)
    if kind == 3 or any("," in item for item in items):
        return ", ".join(quoted[:-1]) + f" and {quoted[-1]}" if len(items) > 1 else quoted[0]
    if kind == 4:
        return ", ".join(quoted)
    if kind == 5:
        return ", ".join(items)
    return " / ".join(items)


def is_listing(slide_spec: Slide) -> bool:
    """Whether a slide lists content of its own: neither opening, closing nor agenda."""
    return bool(slide_spec.items) and slide_spec.title not in values.AGENDAS
