"""Families on what slides say: titles, lists, notes, text boxes, words throughout the deck."""

from __future__ import annotations

import random
import re

from lam.tasks.base import Split
from lam.tasks.compose import Piece
from lam.tasks.presentation import checks, phrases, values
from lam.tasks.presentation.base import SlideFamily, act
from lam.tasks.presentation.documents import Deck, Slide


class SetTitle(SlideFamily):
    name = "set_title"
    high = 20

    def ask(self, rng: random.Random, split: Split, deck: Deck, section: str, wanted: frozenset[str]) -> Piece | None:
        if section == "deck":
            if deck.slides[0].layout != "title":
                return None
            index, ground, text = 0, "title slide is s1", values.deck_title(rng, split)
            given = {"text": text}
        else:
            ref = phrases.slide(rng, deck, rng.choice([i for i, s in enumerate(deck.slides) if s.title]))
            index, ground, text = ref.index, ref.ground, values.slide_title(rng, split)
            given = {"slide": ref.text, "text": text}
        if text == deck.slides[index].title:
            return None
        moves = [act(ground, "set_title", slide=f"s{index + 1}", text=text)]
        return self.make(rng, split, section, given, moves, checks.text(index, "title", 0, [text]), f'The title is "{text}".', [index])


class SetBullets(SlideFamily):
    name = "set_bullets"
    high = 10

    def ask(self, rng: random.Random, split: Split, deck: Deck, section: str, wanted: frozenset[str]) -> Piece | None:
        candidates = [i for i, s in enumerate(deck.slides) if len(s.lists) == 1]
        if not candidates:
            return None
        ref = phrases.slide(rng, deck, rng.choice(candidates))
        count = rng.choice((2, 3, 3, 4))
        items = (
            tuple(b.rstrip(".") for b in values.bullets(rng, split, count))
            if rng.random() < 0.6
            else tuple({values.label(rng, split): None for _ in range(count)})
        )
        given = {"slide": ref.text, "bullets": phrases.bullet_list(rng, items)}
        spot = phrases.Spot(ref.text, ref.index, "content", 0, f"{ref.ground}; content")
        goal = checks.text(ref.index, "content", 0, items)
        return self.make(
            rng,
            split,
            section,
            given,
            lambda o: [act(spot.thought(o), "set_bullets", target=spot.id(o), bullets=list(items))],
            goal,
            "The list is replaced.",
            [ref.index],
        )


class SpeakerNotes(SlideFamily):
    name = "speaker_notes"
    high = 20

    def ask(self, rng: random.Random, split: Split, deck: Deck, section: str, wanted: frozenset[str]) -> Piece | None:
        candidates = [i for i, s in enumerate(deck.slides) if not s.notes]
        if not candidates:
            return None
        ref = phrases.slide(rng, deck, rng.choice(candidates))
        text = values.sentence(rng, split)
        moves = [act(ref.ground, "set_notes", slide=f"s{ref.index + 1}", text=text)]
        return self.make(
            rng,
            split,
            section,
            {"slide": ref.text, "text": text},
            moves,
            checks.slide_properties([ref.index], notes=text),
            "The notes are set.",
            [ref.index],
        )


class AddTextBox(SlideFamily):
    name = "add_text_box"
    high = 20

    def ask(self, rng: random.Random, split: Split, deck: Deck, section: str, wanted: frozenset[str]) -> Piece | None:
        ref = phrases.slide(rng, deck, rng.randrange(len(deck.slides)))
        text = rng.choice((values.sentence(rng, split), values.label(rng, split), values.bullet(rng, split)))
        moves = [act(ref.ground, "add_text_box", slide=f"s{ref.index + 1}", text=text)]
        return self.make(
            rng, split, section, {"slide": ref.text, "text": text}, moves, checks.new_shape(ref.index, text), "Added the text box.", [ref.index]
        )


class ReplaceWords(SlideFamily):
    name = "replace_words"
    high = 14

    def ask(self, rng: random.Random, split: Split, deck: Deck, section: str, wanted: frozenset[str]) -> Piece | None:
        found = replaceable(deck)
        if not found:
            return None
        old = rng.choice(sorted(found))
        new = rng.choice((values.name(rng, split), values.team(rng, split), values.city(rng, split), values.subject(rng, split).split()[0]))
        if old[0].islower():
            new = new.lower() if rng.random() < 0.5 else values.subject(rng, split).split()[0]
        if old.lower() in new.lower() or new.lower() in deck.words:
            return None
        chosen = found[old]
        given = {"old": old, "new": new}
        ground = f'"{old}" becomes "{new}"'
        if section == "one":
            ref = phrases.slide(rng, deck, rng.choice(chosen))
            if old.lower() in ref.text.lower():
                return None
            moves = [act(f"{ref.ground}", "find_replace", find=old, replace=new, target=f"s{ref.index + 1}")]
            return self.make(
                rng,
                split,
                section,
                {"slide": ref.text, **given},
                moves,
                checks.replaced([ref.index], old, new),
                f"Replaced {old} on the slide.",
                [ref.index],
            )
        return self.make(
            rng,
            split,
            section,
            given,
            [act(ground, "find_replace", find=old, replace=new)],
            checks.replaced(chosen, old, new),
            f"Replaced {old} everywhere.",
            chosen,
        )


def replaceable(deck: Deck) -> dict[str, list[int]]:
    """Words that stand in titles and lists only, always written the same and never inside another word, and the slides they are on."""
    found: dict[str, list[int]] = {}
    elsewhere = " ".join(
        s.notes + " " + " ".join(e.text + " ".join(c for row in e.cells for c in row) for e in s.extras if e.role in ("table", "chart", "image"))
        for s in deck.slides
    ).lower()
    for index, slide in enumerate(deck.slides):
        for word in dict.fromkeys(re.findall(r"[A-Za-z]{4,}", " ".join(_own(slide)))):
            found.setdefault(word, []).append(index)
    text = "\n".join(t for s in deck.slides for t in s.texts)
    return {
        w: at
        for w, at in found.items()
        if w.lower() not in elsewhere and text.lower().count(w.lower()) == len(re.findall(rf"\b{w}\b", text)) and w.lower() not in values.FILLERS
    }


def _own(slide: Slide) -> list[str]:
    return [slide.title, slide.subtitle, *(item for items in slide.lists for item in items)]


TEXT_FAMILIES = (SetTitle(), SetBullets(), SpeakerNotes(), AddTextBox(), ReplaceWords())
