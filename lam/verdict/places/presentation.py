"""Whether a presentation was changed where the instruction says."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lam.guard import strings
from lam.types import Step
from lam.verdict.places.common import (
    AFTER,
    BEFORE,
    ORDINAL,
    Places,
    Work,
    beside,
    deleted_otherwise,
    ends,
    listed,
    named_by_words,
    ordinal,
    quotes_from,
    spoken_of,
    texts_of,
)
from lam.verdict.words import flat, number_of


def in_presentation(work: Work) -> str:
    """In words, what the instruction names and where something else was touched; empty when all is where it should be."""
    if any(step.decision.action.name == "delete_slide" for step in work.acts) and work.said.has(OBJECT):
        return "the instruction is about something on a slide, and the slide was deleted"
    if wrong := deleted_otherwise(work, "delete_slide", "slide|page", lambda step: _slides(step) or ()):
        return wrong
    if not work.settled:
        return ""
    if wrong := _once_more(work) or _hidden(work) or _other_kind(work) or _text_for_slide(work) or _whole_for_part(work):
        return wrong
    texts = texts_of(work.before, ("text", "notes", "footer"))
    touched: set[int] = set()
    for step, area in zip(work.acts, work.touched, strict=True):
        own = _slides(step)
        if own is None or area.everywhere:
            if step.decision.action.name == "add_slide":
                return ends(work, sorted(texts)) or beside(work, _slides_named(work, texts))
            whole = step.decision.action.args.get("target") == "all" and not work.said.has(ALL)
            return "nobody spoke of all slides" if whole else ""
        touched |= own
    if not touched:
        return ""
    if work.said.has(EVERY_SLIDE) and len(touched) < len(texts) and all(step.decision.action.name in TO_ALL for step in work.acts):
        return f"the instruction is about every slide, and only {len(touched)} of {len(texts)} were changed"
    if wrong := _titled(work, touched) or _one_of_two(work, len(texts), touched):
        return wrong
    if len(touched) == 1 and len(texts) > 1 and not _tells(work, texts, touched):
        return f"nothing in the instruction is about slide {min(touched)}"
    if len(touched) < len(texts) and work.said.has(THROUGHOUT) and all(step.decision.action.name == "format_text" for step in work.acts):
        return f"the instruction is about all slides, and only {len(touched)} of {len(texts)} were changed"
    several = listed("slide|page", work.said.bare)
    if several - touched and all(step.decision.action.name in TO_ALL for step in work.acts):
        return f"the instruction is about slide {min(several - touched)} too"
    return (
        named_by_words(work, texts, touched, "slide")
        or _other_part(work)
        or _other_shape(work)
        or _numbered_slide(work, len(texts), touched)
        or ends(work, sorted(texts))
        or beside(work, _slides_named(work, texts))
    )


def _slides_named(work: Work, texts: Places) -> list[Iterable[int]]:
    """The slides that the instruction names by their numbers, or else by their words."""
    numbers = slide_numbers(work, len(texts))
    return [*numbers] if len(numbers) > 1 else [*numbers, *(at for _, at in spoken_of(work, texts))]


def _one_of_two(work: Work, count: int, touched: set[int]) -> str:
    """A slide that was left as it was, where it is named by its number beside one that is named by its title."""
    if (
        len(touched) != 1
        or work.said.has(f"{BEFORE}|{AFTER}")
        or any(step.decision.action.name not in ("delete_slide", "hide_slide") for step in work.acts)
    ):
        return ""
    numbers = {number for numbers in slide_numbers(work, count) for number in numbers}
    joined = work.said.has(r"\bslide\b.*\band (?:also )?(?:the )?(?:\w+ )?slide\b")
    return f"the instruction is about slide {min(numbers - touched)} too" if joined and numbers - touched else ""


def _titled(work: Work, touched: set[int]) -> str:
    """The slide that is named by its title, where one that only speaks of the same was changed."""
    hit = re.search(
        r"\b(?:slide|page) (?:(?:that is |which is )?(?:called|titled|entitled|named|headed|with the title) |(?=[\"“'‘]))(.*)",
        work.said.text,
        re.IGNORECASE,
    )
    said = flat(hit[1]) if hit else ""
    titles = {int(e.id[1:].partition(".")[0]): flat(e.text) for e in work.elements if e.role == "title" and e.text}
    called = {number for number, title in titles.items() if title.strip() and said.startswith(title)}
    if called and not work.near(called) & touched:
        return f"the instruction is about slide {min(called)}, and slide {min(touched)} was changed"
    return ""


THROUGHOUT = (
    r"\bthroughout the (?:deck|presentation|slides)\b|\b(?:on|of|in) (?:every|each|all) (?:the )?slides?\b"
    r"|\b(?:whole|entire) (?:deck|presentation)\b|\b(?:whatever|whichever) slide\b|\bnone left out\b|\bwithout exception\b"
)
ADDING = ("add_shape", "add_text_box", "insert_table", "insert_chart", "set_notes")
PLACED = (
    r"\b(?:first|last|final|title slide|cover|opening|closing|next|previous|this|here|current|every\w*|each|all|any|deck|presentation|end|start"
    r"|begin\w*|empty|blank|hidden|agenda|summary|only)\b"
)
"""Words that tell a slide to which something is added."""
TOLD = (
    r"\b(?:first|last|final|title|cover|opening|closing|next|previous|this|here|current|every\w*|each|all|any|deck|presentation|end|start|begin\w*|bottom|top"
    r"|back|front|table|chart|graph|picture|image|shape|box|arrow|rectangle|star|oval|ellipse|circle|hexagon|diamond|rhombus|chevron|triangle|photo|notes?|hidden|empty|agenda|summary|only|list|bullets?)\b"
)
"""Words by which a slide may be told apart without its own."""


def _tells(work: Work, texts: Places, touched: set[int]) -> bool:
    """Whether something in the instruction may be about the slide: its number, its words, or what is on it."""
    adds = any(step.decision.action.name in ADDING for step in work.acts)
    told = work.said.has(PLACED if adds else TOLD)
    return told or bool(slide_numbers(work, len(texts)) or spoken_of(work, texts)) or quotes_from(work, texts, touched)


ALL = r"\b(?:all|every\w*|each|whole|entire|throughout|deck|presentation|slides|wherever|global\w*|any)\b"
EVERY_SLIDE = (
    r"\b(?:(?:all|every|each)(?: of)?(?: the)? (?:slides?|pages?)|(?:whole|entire) (?:deck|presentation))\b(?! (?:but|except|with|that|about))"
)
TO_ALL = ("set_transition", "set_background", "hide_slide")
"""Actions that all slides may get."""
KINDS = {
    "rectangle": ("rectangle",),
    "chevron": ("chevron",),
    "ellipse": ("ellipse", "oval", "circle"),
    "diamond": ("diamond", "rhombus"),
    "hexagon": ("hexagon",),
    "triangle": ("triangle",),
    "star": ("star",),
    "arrow": ("arrow",),
    "table": ("table",),
    "chart": ("chart",),
    "text box": ("text box", "textbox"),
}
"""Kind of a shape, as its role or detail tells -> what people call it."""


def _hidden(work: Work) -> str:
    """A slide that was not hidden, where the hidden one is spoken of."""
    if not work.said.has(r"\bhidden (?:slides?|pages?|ones?)\b"):
        return ""
    hidden = {int(part.key.split()[1]) for part in work.before.parts if part.kind == "slide" and part.properties.get("hidden")}
    slides = {int(hit[1]) for step in work.acts if (hit := re.fullmatch(r"s(\d+)", str(step.decision.action.args.get("slide", ""))))}
    return f"the instruction is about a hidden slide, and slide {min(slides - hidden)} was not" if hidden and slides - hidden else ""


def _once_more(work: Work) -> str:
    """Something that was added to a slide which has one, where the instruction speaks of the one that is there."""
    for step in work.acts:
        name, slide = step.decision.action.name, str(step.decision.action.args.get("slide", ""))
        kind = {"add_text_box": "text box", "insert_table": "table", "insert_chart": "chart"}.get(name)
        present = kind and any(e.id.startswith(f"{slide}.") and kind in f"{e.role} {e.detail}" for e in work.elements)
        said = "|".join(KINDS.get(kind or "", ()))
        if present and work.said.has(rf"\b(?:the|this|that|its|my) (?:\w+ )?(?:{said})\b") and not work.said.has(r"\b(?:new|another|more|second)\b"):
            return f"the instruction is about the {kind} of slide {slide[1:]}, and another one was added"
    return ""


def _text_for_slide(work: Work) -> str:
    """All text of a slide that was coloured where nothing in the instruction is about text."""
    for step in work.acts:
        action = step.decision.action
        whole = action.name == "format_text" and "color" in action.args and re.fullmatch(r"s\d+|all", str(action.args.get("target")))
        if whole and not work.said.quotes and not work.said.has(TEXTS):
            return "the instruction is about a slide, and its text was coloured"
    return ""


def _whole_for_part(work: Work) -> str:
    """A link on all text of a shape, where a part of it is quoted."""
    texts = {e.id: flat(e.text) for e in work.elements}
    for step in work.acts:
        args = step.decision.action.args
        there = texts.get(str(args.get("target")), "")
        if step.decision.action.name != "insert_link" or args.get("match") or not there.strip():
            continue
        for quote in work.said.quotes:
            if flat(quote) in there and 2 * len(flat(quote)) < len(there) and flat(quote) not in map(flat, strings(dict(args))):
                return f"the instruction is about “{quote}”, and all of {args['target']} was changed"
    return ""


TEXTS = (
    r"\b(?:texts?|fonts?|letters?|letter\w*|words?|writing|writ\w+|characters?|titles?|head\w*|bullets?|points?|contents?|everything|type\w*"
    r"|ink|print\w*)\b"
)


def _other_kind(work: Work) -> str:
    """A shape of another kind than the one that is named."""
    named = [kind for kind, names in KINDS.items() if work.said.has(rf"\b(?:the|this|that|its|of|my) (?:\w+ ){{0,2}}(?:{'|'.join(names)})\b")]
    kinds = {e.id: f"{e.role} {e.detail}" for e in work.elements if "." in e.id}
    present = [kind for kind in named if any(kind in told for told in kinds.values())]
    if len(named) != 1 or not present:
        return ""
    for step in work.acts:
        told = kinds.get(str(step.decision.action.args.get("target", "")), "")
        if told.startswith(("shape", "text box", "table", "chart")) and named[0] not in told and step.decision.action.name.endswith("_shape"):
            return f"the instruction is about the {named[0]}, and the {told.split()[-1]} was changed"
    return ""


OBJECT = (
    r"\b(?:table|chart|shape|box|arrow|rectangle|oval|ellipse|circle|star|picture|image|diamond|triangle|chevron|hexagon|figure|note)s?\b"
    r"[^.;]{0,40}\b(?:on|from|off|of|at) "
)
"""Something on a slide."""
PARTS_OF_SLIDES = {
    "title": r"\b(?:titles?|headings?|headlines?|heads?)\b(?! slide)",
    "content": r"\b(?:bullets?|bullet points?|points|lists?|content|body|items)\b",
}
"""Role of a shape -> what people call it."""


def _other_part(work: Work) -> str:
    """A whole slide, or its other part, that was formatted where title or bullets are named."""
    bare = re.sub(
        r"\b(?:with|has|have|having|called|titled|lists?|that|whose) (?:the |a )?(?:title|heading|bullet|point|list)\w*", " ", work.said.bare
    )
    bare = re.sub(r"\b(?:body|content|bullets?|titles?)\b[^,.;]*\b(?:untouched|unchanged|alone|as (?:it|they) (?:is|are))\b", " ", bare)
    bare = re.sub(r"\b(?:title|bullet|heading) slides?\b|\bslides? titles?\b(?= (?!of))", " ", bare)
    bare = re.sub(r"\b(?:below|under|above|beneath|next to|beside) (?:the |its )?(?:title|heading|bullets?|list)\b", " ", bare)
    named = [role for role, words in PARTS_OF_SLIDES.items() if re.search(words, bare)]
    if len(named) != 1:
        return ""
    roles = {e.id: e.role for e in work.elements}
    for step in work.acts:
        target = str(step.decision.action.args.get("target", ""))
        if step.decision.action.name in ("format_text", "format_paragraph") and not step.decision.action.args.get("match"):
            if re.fullmatch(r"s\d+|all", target):
                return f"the instruction is about the {named[0]}, and the whole slide was changed"
            if (role := roles.get(target)) in PARTS_OF_SLIDES and role != named[0]:
                return f"the instruction is about the {named[0]}, and the {role} was changed"
    return ""


def _other_shape(work: Work) -> str:
    """A shape that is named by its words, where others were changed."""
    targets = {str(step.decision.action.args.get("target", "")) for step in work.acts}
    if not all(re.fullmatch(r"s\d+\.\w+", target) for target in targets):
        return ""
    given = {flat(text) for step in work.acts for text in strings(dict(step.decision.action.args))}
    for quote in work.said.quotes:
        named = [e.id for e in work.elements if "." in e.id and e.role not in PARTS_OF_SLIDES and flat(e.text) == flat(quote)]
        if len(named) == 1 and flat(quote) not in given and named[0] not in targets:
            return f"the instruction is about “{quote}”, which is {named[0]}, and {min(targets)} was changed"
    return ""


def _slides(step: Step) -> set[int] | None:
    args = step.decision.action.args
    named = [str(args[name]) for name in ("target", "slide", "after") if name in args]
    numbers = {int(hit[1]) for name in named if (hit := re.match(r"s(\d+)(?:\.|$)", name))}
    if step.decision.action.name == "move_slide" and isinstance(to := args.get("to"), int):
        numbers |= {to}
    return numbers or None


def _numbered_slide(work: Work, count: int, touched: set[int]) -> str:
    """A slide that is named by its number and was not touched."""
    wanted = {number for numbers in slide_numbers(work, count) for number in numbers}
    return f"the instruction is about slide {min(wanted)}, and slide {min(touched)} was changed" if wanted and not work.near(wanted) & touched else ""


def slide_numbers(work: Work, count: int) -> list[set[int]]:
    """The slides that the instruction names by their numbers."""
    bare = work.said.bare
    found = [ordinal(hit[1], count) for hit in re.finditer(rf"\b({ORDINAL}) (?:slide|page)\b", bare)]
    found += [number_of(hit[1]) for hit in re.finditer(r"\b(?:slide|page)s?(?: number| no\.?| nr\.?)? ?#? ?(\w+)(?![.,]?\w)", bare)]
    found += [1 for e in work.elements[:1] if re.search(r"\b(?:title|cover|opening) (?:slide|page)\b", bare) and e.role in ("slide title", "slide")]
    found += [count for _ in re.findall(r"\bclosing (?:slide|page)\b", bare)]
    return [{number} for number in found if number and number <= count]
