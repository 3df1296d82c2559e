"""How people point at things in a document: each reference is a phrase, the target it means, and a thought that grounds it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lam.tasks.document.documents import BlockKind, Manuscript

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
NUMERALS = ("1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th", "10th")
SIGHT = 9
"""How many first words of a paragraph the outline shows: what a reference by content may use."""


@dataclass(frozen=True)
class Reference:
    """A phrase and what it means."""

    phrase: str
    blocks: tuple[int, ...]
    """Positions in the manuscript."""
    targets: tuple[str, ...]
    """Targets of the actions: ids, or ranges where the blocks are neighbours."""
    thought: str


def quoted(rng: random.Random, text: str) -> str:
    """A text as a person quotes it."""
    return rng.choice(('"{}"', '"{}"', '"{}"', "'{}'", "“{}”")).format(text) if "'" not in text else f'"{text}"'


def opening(rng: random.Random, text: str) -> str:
    """The first three to five words."""
    words = text.split()
    return " ".join(words[: min(len(words), rng.choice((3, 4, 5)))])


def targets(m: Manuscript, blocks: Sequence[int]) -> tuple[str, ...]:
    """Ids of the blocks, runs of neighbours (without a table between) as `p3-p6`."""
    runs: list[list[int]] = []
    for block in blocks:
        if runs and block == runs[-1][-1] + 1 and m.ids[block][0] == "p":
            runs[-1].append(block)
        else:
            runs.append([block])
    return tuple(m.ids[run[0]] if len(run) == 1 else f"{m.ids[run[0]]}-{m.ids[run[-1]]}" for run in runs)


def _one(m: Manuscript, block: int, phrase: str, label: str) -> Reference:
    return Reference(phrase, (block,), (m.ids[block],), f"{label} is {m.ids[block]}")


def _many(m: Manuscript, blocks: Sequence[int], phrase: str, label: str) -> Reference:
    found = targets(m, blocks)
    return Reference(phrase, tuple(blocks), found, f"{label}: {', '.join(found)}")


def title(rng: random.Random, m: Manuscript) -> Reference | None:
    """The title, by its role."""
    if not m.of("title"):
        return None
    phrases = (
        "the title",
        "the title",
        "the title",
        "the document title",
        "the title of this document",
        "the title of the document",
        "the main title",
        "my title",
    )
    return _one(m, m.of("title")[0], rng.choice((*phrases, "the title line", "the title at the top", "this document's title")), "title")


def heading(rng: random.Random, m: Manuscript) -> Reference | None:
    """A heading by its text or its place among the headings."""
    found = [i for i in m.of("heading") if [m.blocks[j].text for j in m.of("heading", "title")].count(m.blocks[i].text) == 1]
    if not found:
        return None
    everyone = m.of("heading")
    block = rng.choice(found)
    text, place = m.blocks[block].text, everyone.index(block)
    name = rng.choice((text, quoted(rng, text), quoted(rng, text)))
    phrases = [f"the heading {name}", f"the heading {quoted(rng, text)}", f"the {name} heading", f"the section heading {quoted(rng, text)}"]
    phrases.append(f"the heading that says {quoted(rng, text)}")
    labels = [f"heading {text}"] * len(phrases)
    if len(everyone) == 1:
        phrases, labels = [*phrases, "the heading", "the only heading"], [*labels, "heading", "heading"]
    elif place < len(ORDINALS):
        phrases, labels = (
            [*phrases, f"the {ORDINALS[place]} heading", f"the {NUMERALS[place]} heading"],
            [*labels, *[f"{ORDINALS[place]} heading"] * 2],
        )
        if block == everyone[-1]:
            phrases, labels = [*phrases, "the last heading"], [*labels, "last heading"]
    at = rng.randrange(len(phrases))
    return _one(m, block, phrases[at], labels[at])


def paragraph(rng: random.Random, m: Manuscript) -> Reference | None:
    """A body paragraph by number, by what it is about, by its first words, or by what stands next to it."""
    texts = m.of("text")
    if not texts:
        return None
    block = rng.choice(texts)
    makers = (_numbered, _numbered, _numbered, _about, _about, _about, _begins, _begins, _beside)
    return rng.choice(makers)(rng, m, block)


def _numbered(rng: random.Random, m: Manuscript, block: int) -> Reference | None:
    texts = m.of("text")
    place = texts.index(block)
    phrases: tuple[str, ...]
    if block == texts[-1] and block == len(m.blocks) - 1 and len(texts) > 1 and rng.random() < 0.6:
        phrases = ("the last paragraph", "the final paragraph", "the last paragraph of the document", "the very last paragraph")
        return _one(m, block, rng.choice(phrases), "last paragraph")
    if block == len(m.blocks) - 2 and texts[-2:] == [block, block + 1] and rng.random() < 0.3:
        return _one(m, block, rng.choice(("the second to last paragraph", "the last but one paragraph")), "last but one paragraph")
    if place >= len(ORDINALS):
        return None
    order, numeral = ORDINALS[place], NUMERALS[place]
    phrases = (
        f"the {order} paragraph",
        f"the {order} paragraph",
        f"the {order} paragraph",
        f"paragraph {place + 1}",
        f"the {numeral} paragraph",
    )
    phrases += (f"the {order} body paragraph", f"text paragraph {place + 1}", f"paragraph number {place + 1}", f"paragraph no. {place + 1}")
    return _one(m, block, rng.choice(phrases), f"paragraph {place + 1}")


def _about(rng: random.Random, m: Manuscript, block: int) -> Reference | None:
    about = m.blocks[block].about
    if not about or about not in seen(m, block) or sum(about.lower() in b.text.lower() for b in m.blocks) > 1 or about == "date":
        return None
    phrases: tuple[str, ...] = (
        f"the paragraph about {about}",
        f"the paragraph about the {about}",
        f"the paragraph on {about}",
        f"the paragraph that talks about {about}",
    )
    phrases += (
        f"the paragraph dealing with {about}",
        f"the {about} paragraph",
        f"the paragraph that mentions {about}",
        f"the part about the {about}",
    )
    return _one(m, block, rng.choice(phrases), f"about {about}")


def _begins(rng: random.Random, m: Manuscript, block: int) -> Reference | None:
    start = opening(rng, m.blocks[block].text)
    if sum(b.text.startswith(start) for b in m.blocks) > 1 or len(start) < 4:
        return None
    mark = quoted(rng, start)
    phrases: tuple[str, ...] = (
        f"the paragraph that starts with {mark}",
        f"the paragraph starting with {mark}",
        f"the paragraph beginning {mark}",
        f"the paragraph {mark}",
    )
    phrases += (f"the line that begins with {mark}", f"the text that starts {mark}", f"the paragraph which begins with {mark}")
    return _one(m, block, rng.choice(phrases), " ".join(start.split()[:3]).strip(".,:"))


def _beside(rng: random.Random, m: Manuscript, block: int) -> Reference | None:
    before = m.blocks[block - 1] if block else None
    after = m.blocks[block + 1] if block + 1 < len(m.blocks) else None
    if before and before.kind == "heading" and sum(b.text == before.text for b in m.blocks) == 1:
        name = rng.choice((before.text, quoted(rng, before.text)))
        phrases = (f"the first paragraph under {name}", f"the paragraph right after the heading {name}", f"the paragraph below the heading {name}")
        return _one(m, block, rng.choice(phrases), f"first under {before.text}")
    if before and before.kind == "title":
        return _one(
            m,
            block,
            rng.choice(("the paragraph below the title", "the paragraph right after the title", "the paragraph under the title")),
            "paragraph below title",
        )
    if before and before.kind == "table" and len(m.of("table")) == 1:
        return _one(
            m,
            block,
            rng.choice(("the paragraph after the table", "the paragraph below the table", "the text right under the table")),
            "paragraph after t1",
        )
    if after and after.kind == "table" and len(m.of("table")) == 1:
        return _one(
            m,
            block,
            rng.choice(("the paragraph before the table", "the paragraph above the table", "the paragraph just above the table")),
            "paragraph before t1",
        )
    return None


def item(rng: random.Random, m: Manuscript) -> Reference | None:
    """A list item by its place in the only list, or by its text."""
    items = m.of("bullet", "number")
    if not items:
        return None
    block = rng.choice(items)
    about, text = m.blocks[block].about, m.blocks[block].text
    noun = rng.choice(
        ("bullet", "bullet point", "item", "list item") if m.blocks[block].kind == "bullet" else ("item", "list item", "numbered item", "point")
    )
    if about in seen(m, block) and sum(about.lower() in b.text.lower() for b in m.blocks) == 1 and rng.random() < 0.5:
        return _one(m, block, rng.choice((f"the {noun} about {about}", f"the {noun} on {about}", f"the {noun} about the {about}")), f"about {about}")
    if items == list(range(items[0], items[-1] + 1)):
        place = items.index(block)
        if block == items[-1] and rng.random() < 0.6:
            return _one(m, block, f"the last {noun}", "last item")
        return _one(m, block, rng.choice((f"the {ORDINALS[place]} {noun}", f"the {NUMERALS[place]} {noun}")), f"{ORDINALS[place]} item")
    start = opening(rng, text)
    if sum(b.text.startswith(start) for b in m.blocks) > 1:
        return None
    return _one(
        m,
        block,
        rng.choice((f"the {noun} {quoted(rng, start)}", f"the {noun} starting with {quoted(rng, start)}")),
        " ".join(start.split()[:3]).strip(".,:"),
    )


def group(rng: random.Random, m: Manuscript) -> Reference | None:
    """Several elements at once: first paragraphs, headings, items of a list, all body paragraphs, a section, a pair."""
    return rng.choice((_first_texts, _headings, the_list, _texts, _between, _section, _section, _some_items, _headings_but, _pair))(rng, m)


def _under(m: Manuscript, head: int) -> list[int]:
    """What stands under a heading, up to the next."""
    behind = range(head + 1, len(m.blocks))
    end = next((i for i in behind if m.blocks[i].kind in ("heading", "title")), len(m.blocks))
    return list(range(head + 1, end))


def _unique_heads(m: Manuscript) -> list[int]:
    return [i for i in m.of("heading") if sum(m.blocks[i].text.lower() in b.text.lower() for b in m.blocks) == 1]


def _section(rng: random.Random, m: Manuscript) -> Reference | None:
    """The text of a section of two or more paragraphs without a table or a list."""
    found = [i for i in _unique_heads(m) if len(_under(m, i)) > 1 and all(m.blocks[j].kind == "text" for j in _under(m, i))]
    if not found:
        return None
    head = rng.choice(found)
    name = rng.choice((m.blocks[head].text, quoted(rng, m.blocks[head].text)))
    phrases = (
        f"the paragraphs under {name}",
        f"all paragraphs in the section {name}",
        f"the text of the section {name}",
        f"the paragraphs in the {name} section",
        f"the text under the heading {name}",
        f"every paragraph below the heading {name}",
        f"the section {name}, without its heading,",
    )
    return _many(m, _under(m, head), rng.choice(phrases), f"under {m.blocks[head].text}")


def _listed(rng: random.Random, m: Manuscript) -> Reference | None:
    """A list, by the heading above it."""
    found = []
    for head in _unique_heads(m):
        items = [i for i in _under(m, head) if m.blocks[i].kind in ("bullet", "number")]
        if len(items) > 1 and items == list(range(items[0], items[-1] + 1)):
            found.append((head, items))
    if not found:
        return None
    head, items = rng.choice(found)
    name = rng.choice((m.blocks[head].text, quoted(rng, m.blocks[head].text)))
    noun = rng.choice(("bullets", "bullet points", "items") if m.blocks[items[0]].kind == "bullet" else ("items", "numbered items", "list items"))
    phrases = (f"the {noun} under {name}", f"the list under {name}", f"all {noun} in the section {name}", f"the list in the {name} section")
    return _many(m, items, rng.choice(phrases), f"list under {m.blocks[head].text}")


def _some_items(rng: random.Random, m: Manuscript) -> Reference | None:
    """The first or the last few of the only list, or all of it but one."""
    items = m.of("bullet", "number")
    if len(items) < 4 or items != list(range(items[0], items[-1] + 1)):
        return None
    noun = rng.choice(("items", "list items", "points", *(("bullets", "bullet points") if m.blocks[items[0]].kind == "bullet" else ())))
    count = rng.choice((2, 2, 3))
    word = ("two", "three")[count - 2]
    part, phrase, label = rng.choice(
        (
            (items[:count], f"the first {word} {noun}", f"first {word} items"),
            (items[-count:], f"the last {word} {noun}", f"last {word} items"),
            (items[1:], f"all {noun} except the first one", "items but the first"),
            (items[:-1], f"all {noun} but the last", "items but the last"),
        )
    )
    return _many(m, part, phrase, label)


def _headings_but(rng: random.Random, m: Manuscript) -> Reference | None:
    """All headings but the first or the last."""
    found = m.of("heading")
    if not 3 <= len(found) <= 6:
        return None
    word, part = rng.choice((("first", found[1:]), ("last", found[:-1])))
    phrases = (f"all headings except the {word} one", f"every heading but the {word}", f"all the headings apart from the {word} one")
    return _many(m, part, rng.choice(phrases), f"headings but the {word}")


def _pair(rng: random.Random, m: Manuscript) -> Reference | None:
    """Two that are named one by one."""
    makers = (title, heading, paragraph, paragraph, item)
    first, second = (maker(rng, m) for maker in rng.sample(makers, 2))
    if not first or not second or first.blocks == second.blocks:
        return None
    blocks = sorted({*first.blocks, *second.blocks})
    thought = ", ".join(reference.thought for reference in sorted((first, second), key=lambda reference: reference.blocks))
    phrase = f"{rng.choice(('', '', 'both '))}{first.phrase} and {second.phrase}"
    return Reference(phrase, tuple(blocks), targets(m, blocks), thought)


def _first_texts(rng: random.Random, m: Manuscript) -> Reference | None:
    texts = m.of("text")
    count = rng.choice((2, 2, 3))
    if len(texts) <= count:
        return None
    if texts[-count:] == list(range(len(m.blocks) - count, len(m.blocks))) and rng.random() < 0.4:
        word = ("two", "three")[count - 2]
        return _many(m, texts[-count:], f"the last {word} paragraphs", f"last {word} paragraphs")
    word = ("two", "three")[count - 2]
    phrases = (
        (f"the first {word} paragraphs", f"paragraphs 1 to {count}", f"paragraphs 1-{count}")
        if count > 2
        else ("the first two paragraphs", "paragraphs 1 and 2")
    )
    return _many(m, texts[:count], rng.choice(phrases), f"first {word} paragraphs")


def _between(rng: random.Random, m: Manuscript) -> Reference | None:
    texts = m.of("text")[:10]
    if len(texts) < 4:
        return None
    start = rng.randrange(1, len(texts) - 1)
    stop = rng.randrange(start + 1, min(len(texts), start + 4))
    chosen = texts[start : stop + 1]
    if chosen != list(range(chosen[0], chosen[-1] + 1)):
        return None
    phrases = (f"paragraphs {start + 1} to {stop + 1}", f"paragraphs {start + 1}-{stop + 1}", f"paragraphs {start + 1} through {stop + 1}")
    return _many(m, chosen, rng.choice(phrases), f"paragraphs {start + 1} to {stop + 1}")


def _headings(rng: random.Random, m: Manuscript) -> Reference | None:
    found = m.of("heading")
    if not 2 <= len(found) <= 5:
        return None
    return _many(
        m,
        found,
        rng.choice(("all headings", "every heading", "all the headings", "each heading", "the headings", "all section headings")),
        "headings",
    )


def the_list(rng: random.Random, m: Manuscript) -> Reference | None:
    """The only list, or one by the heading above it."""
    return _listed(rng, m) if rng.random() < 0.4 else _only_list(rng, m)


def _only_list(rng: random.Random, m: Manuscript) -> Reference | None:
    items = m.of("bullet", "number")
    if len(items) < 2 or items != list(range(items[0], items[-1] + 1)) or len({m.blocks[i].kind for i in items}) > 1:
        return None
    bullet = m.blocks[items[0]].kind == "bullet"
    phrases = (
        ("the bullet list", "all bullets", "the bulleted list", "every bullet point", "the list")
        if bullet
        else ("the numbered list", "the whole list", "the list")
    )
    return _many(m, items, rng.choice(phrases), "list")


def _texts(rng: random.Random, m: Manuscript) -> Reference | None:
    texts = m.of("text")
    if not 2 <= len(targets(m, texts)) <= 4 and not (len(texts) > 1 and len(targets(m, texts)) == 1):
        return None
    return _many(
        m,
        texts,
        rng.choice(("all body paragraphs", "every body paragraph", "all normal paragraphs", "the body paragraphs", "all body text paragraphs")),
        "body paragraphs",
    )


def any_paragraph(rng: random.Random, m: Manuscript, *kinds: BlockKind, several: bool = False) -> Reference | None:
    """A reference to something of these kinds (all of them where none is named); with `several`, at times to more than one."""
    makers: list[Callable[[random.Random, Manuscript], Reference | None]] = []
    if several:
        makers += [group] * 3
    choices = {"title": title, "heading": heading, "text": paragraph, "bullet": item}
    makers += [maker for kind, maker in choices.items() if not kinds or kind in kinds]
    if not kinds or "text" in kinds:
        makers += [paragraph] * 2
    for _ in range(8):
        found = rng.choice(makers)(rng, m)
        if found and (not kinds or all(m.blocks[i].kind in kinds for i in found.blocks)):
            return found
    return None


def seen(m: Manuscript, block: int) -> str:
    """The part of a paragraph that the outline shows, in small letters as the subjects are."""
    return " ".join(m.blocks[block].text.split()[:SIGHT]).lower()


def words_in(rng: random.Random, m: Manuscript, blocks: Sequence[int]) -> tuple[int, str] | None:
    """A block and one to three of its visible words that occur once in the document."""
    block = rng.choice(list(blocks))
    words = m.blocks[block].text.split()[:SIGHT]
    if len(words) < 4:
        return None
    start = rng.randrange(1, len(words))
    chosen = " ".join(words[start : start + rng.choice((1, 1, 2, 2, 3))]).strip(".,:;")
    if len(chosen) < 4 or occurrences(m.text, chosen) != 1:
        return None
    return block, chosen


def occurrences(text: str, words: str) -> int:
    """How often the words occur, whatever their case, also inside longer words."""
    return len(re.findall(re.escape(words), text, re.IGNORECASE))


def repeated(rng: random.Random, m: Manuscript) -> tuple[str, list[int]] | None:
    """A longer word that stands, as a word of its own only, in two to five blocks."""
    counts: dict[str, list[int]] = {}
    for index, block in enumerate(m.blocks):
        for word in {w.strip(".,:;") for w in block.text.split()[:SIGHT]}:
            if len(word) > 3 and word.isalpha():
                counts.setdefault(word, []).append(index)
    good = [w for w, where in counts.items() if 2 <= len(where) <= 5 and sum(occurrences(b.text, w) for b in m.blocks) == len(where)]
    good = [w for w in good if all(occurrences(m.blocks[i].text, w) == m.blocks[i].text.split().count(w) for i in counts[w])]
    return (word, counts[word]) if good and (word := rng.choice(sorted(good))) else None


def table(rng: random.Random, m: Manuscript) -> Reference | None:
    """The only table, or one by its number or its columns."""
    found = m.of("table")
    if not found:
        return None
    block = rng.choice(found)
    heads = m.blocks[block].rows[0]
    if len(found) == 1:
        phrases = (
            "the table",
            "the table",
            "the only table",
            f"the table with {heads[0]} and {heads[1]}",
            f"the table with the columns {', '.join(heads)}",
        )
        return _one(m, block, rng.choice(phrases), "table")
    place = found.index(block)
    return _one(m, block, rng.choice((f"the {ORDINALS[place]} table", f"table {place + 1}")), f"{ORDINALS[place]} table")
