"""Whether a document was changed where the instruction says."""

from __future__ import annotations

import re

from lam.guard import strings
from lam.types import Step
from lam.verdict.places.common import (
    AFTER,
    ANCHORED,
    AT_THE_END,
    AT_THE_START,
    BEFORE,
    ORDINAL,
    Places,
    Work,
    beside,
    ends,
    named_by_words,
    ordinal,
    quotes_from,
    spoken_of,
    texts_of,
)
from lam.verdict.places.tables import in_tables
from lam.verdict.touch import singles
from lam.verdict.words import QUOTED, flat, number_of

TITLE = (
    r"\b(?:the|this|document|document's|its|my|our) (?:document |main |whole |report )?title(?: line| at the top)?\b"
    r"(?!-?case| case| style| of the (?:table|slide))"
)
NO_UNIT = r"(?!\s*(?:-|to\b|through\b|and\b|[.,]\d|%|cm|mm|pt|point|centi|milli|inch|in\b))"
BESIDE = re.compile(
    r"\b(?:below|under|beneath|underneath|after|above|before|except|but|than|like|as|matching|following|beside|from)\s+(?:for\s+)?"
    r"(?:the|this|my|our|its)\s+(?:\w+\s+)?(?:title|headline)\b"
    r"|\b(?:subtitles?|headings?|sections?|paragraphs?|lines?|tables?|cells?|lists?|bullets?|words?|sentences?|text|everything|columns?|rows?)\b"
)
"""An instruction that names the title and any of these may be about something else too."""


def in_document(work: Work) -> str:
    """In words, what the instruction names and where something else was touched; empty when all is where it should be."""
    texts = texts_of(work.before)
    top = [e.id for e in work.elements[:1]]
    if any(s.decision.action.name == "insert_page_break" and s.decision.action.args.get("before") in top for s in work.acts):
        return "there is nothing before the page break"
    targets = {str(step.decision.action.args.get("target", "all")) for step in work.acts if step.decision.action.name == "find_replace"}
    if targets - {"all"} and work.said.has(r"\b(?:whole|entire|throughout|everywhere|wherever) (?:the )?(?:document|text|letter|file|report)?"):
        return f"the instruction is about the whole document, and only {min(targets)} was searched"
    touched: set[int] = set()
    for step, area in zip(work.acts, work.touched, strict=True):
        if step.decision.action.name in OF_NO_PLACE:
            continue
        own = _paragraphs(step)
        if own is None or area.everywhere or not work.settled:
            return in_tables(work) or ends(work, sorted(texts))
        touched |= own
    return (
        in_tables(work)
        or _beside_the_table(work)
        or _listed_heads(work, touched)
        or _next_to_table(work, touched)
        or _under_title(work, touched)
        or _unnamed(work, texts, touched)
        or _appended(work)
        or _part_of_list(work, touched)
        or _one_of_several(work, touched)
        or _whole_for_part(work, texts)
        or (
            touched
            and (
                _under_heading(work, touched)
                or _numbered_paragraph(work, texts, touched)
                or named_by_words(work, texts, touched | _heading_of(work, touched), "paragraph")
            )
        )
        or ""
    )


OF_NO_PLACE = ("set_header", "set_footer", "set_page", "set_properties")
"""Actions that leave all paragraphs as they are."""


def _beside_the_table(work: Work) -> str:
    """Paragraphs that were changed where only a table's rows, columns or cells are spoken of."""
    bare = re.sub(r"\btexts? (?:in|of|from)\b", " ", work.said.bare)
    if (
        re.search(r"\b(?:row|column|cell)s?\b", bare)
        and re.search(r"\btables?\b", bare)
        and not re.search(WHOLE_PARAGRAPHS.replace("|row", ""), bare)
    ):
        for step in work.acts:
            if step.decision.action.name in ("delete", "format_text", "format_paragraph", "replace_text", "move") and _paragraphs(step):
                return "the instruction is about a table, and a paragraph was changed"
    return ""


def _next_to_table(work: Work, touched: set[int]) -> str:
    """A paragraph that is named as the one before or after the only table, where another one was changed."""
    hit = re.search(
        rf"\b(?:paragraph|line|text|heading) (?:that is |right |directly |immediately |just )*({BEFORE}|{AFTER}) the table\b", work.said.bare
    )
    tables = [place for place, e in enumerate(work.elements) if re.fullmatch(r"t\d+", e.id)]
    if not hit or len(tables) != 1 or not touched or any(step.decision.action.name in ANCHORED for step in work.acts):
        return ""
    place = tables[0] + (1 if re.fullmatch(AFTER, hit[1]) else -1)
    wanted = work.elements[place].id if 0 <= place < len(work.elements) else ""
    return f"the instruction is about {wanted}, and p{min(touched)} was changed" if wanted and int(wanted[1:]) not in touched else ""


def _listed_heads(work: Work, touched: set[int]) -> str:
    """The title or a heading that became an item of a list, where nobody speaks of them."""
    if any(step.decision.action.name != "set_list" for step in work.acts) or work.said.has(r"\b(?:titles?|head\w*|all|every\w*|whole|entire)\b"):
        return ""
    heads = {int(e.id[1:]) for e in work.elements if e.role == "Title" or e.role.startswith("Heading")}
    mixed = touched & heads and touched - heads
    return f"p{min(touched & heads)} is no part of a list" if mixed else ""


def _under_title(work: Work, touched: set[int]) -> str:
    """Another paragraph than the one that is named as standing under the title."""
    hit = re.search(
        r"\b(?:paragraph|line|text) (?:that is |that stands |right |directly |immediately |just )*(?:under|below|beneath|after) the title\b",
        work.said.bare,
    )
    title = next((int(e.id[1:]) for e in work.elements if e.role == "Title"), 0)
    if not hit or not title or not touched or any(step.decision.action.name in (*ANCHORED, "insert_page_break") for step in work.acts):
        return ""
    return f"the instruction is about p{title + 1}, and p{min(touched)} was changed" if title + 1 not in touched else ""


def _unnamed(work: Work, texts: Places, touched: set[int]) -> str:
    """One paragraph that was changed, where nothing in the instruction tells that it is this one."""
    if len(touched) != 1 or work.said.has(TOLD) or any(step.decision.action.args.get("match") for step in work.acts):
        return ""
    if work.said.has(AT_THE_START) or work.said.has(AT_THE_END):
        return ""
    if spoken_of(work, texts) or quotes_from(work, texts, touched):
        return ""
    return f"nothing in the instruction is about p{min(touched)}"


TOLD = (
    rf"\b(?:{ORDINAL}|titles?|headlines?|headings?|headers?|subtitles?|sections?|chapters?|lists?|bullets?|points?|items?|tables?|all|every\w*|each|whole|entire"
    r"|document|letter|report|text|end|bottom|start|begin\w*|top|body|opening|closing|intro\w*|conclu\w*|empty|blank|\d+|one|two|three|four|five|six|seven"
    r"|eight|nine|ten|quote|caption|here|above|below|highlighted|bold|italic|underlined|only)\b"
)
"""Words by which a paragraph may be told apart without its own."""


def _one_of_several(work: Work, touched: set[int]) -> str:
    """One paragraph that was changed where several are spoken of, or others than the headings."""
    hit = re.search(SEVERAL, work.said.bare)
    if not hit or work.said.has(ORDER) or any(step.decision.action.name not in TO_SEVERAL for step in work.acts):
        return ""
    if len(touched) == 1:
        return f"the instruction is about {hit[1]}, and only p{min(touched)} was changed"
    heads = {int(e.id[1:]) for e in work.elements if e.role.startswith("Heading")}
    others = touched - heads
    beside = (
        hit[1] == "headings"
        and heads
        and others
        and not work.relative
        and not any(e.role == "Title" and int(e.id[1:]) in others for e in work.elements)
    )
    return f"the instruction is about headings, and p{min(others)} was changed" if beside else ""


def _part_of_list(work: Work, touched: set[int]) -> str:
    """Items of the list that is spoken of as a whole which were left as they were."""
    hit = re.search(r"\b(?:the|this|my) (bullet|number)(?:ed)?(?: point)?s? ?list\b(?! item| point)", work.said.bare)
    if not hit or any(step.decision.action.name != "set_list" for step in work.acts):
        return ""
    items = {int(e.id[1:]) for e in work.elements if e.role.startswith(hit[1])}
    if items and not items & touched:
        return f"the list begins in p{min(items)}, and p{min(touched)} was changed" if touched else ""
    return f"the list goes on in p{min(items - touched)}" if items - touched else ""


def _appended(work: Work) -> str:
    """A text that was put before or after a paragraph to whose own text it should be added."""
    if not work.said.has(
        r"\b(?:append|add|complete|extend)\w* .*\bto the (?:(?:end|text|sentence) (?:of|in) the (?:\w+ )?paragraph|text|sentence)\b"
    ):
        return ""
    wrong = any(s.decision.action.name == "insert_text" and not str(s.decision.action.args.get("where", "")).startswith("inside") for s in work.acts)
    return "the text should be added to that of the paragraph, and became one of its own" if wrong else ""


def _heading_of(work: Work, touched: set[int]) -> set[int]:
    """The heading right above a list, all points of which were worked on: `the upgrade steps`."""
    roles = {int(e.id[1:]): e.role for e in work.elements if re.fullmatch(r"p\d+", e.id)}
    listed = {place for place, role in roles.items() if re.match(r"bullet|number", role)}
    first, last = min(touched, default=0), max(touched, default=0)
    whole = len(touched) > 1 and touched == set(range(first, last + 1)) <= listed and last + 1 not in listed
    return {first - 1} if whole and roles.get(first - 1, "").startswith("Heading") else set()


def _under_heading(work: Work, touched: set[int]) -> str:
    """The paragraph that is counted from a heading, where another one was changed."""
    hit = re.search(rf"\b({ORDINAL}) (?:\w+ )?paragraph (?:\w+ )?(?:under|below|after|in|of|beneath)\b", work.said.bare)
    said = flat(work.said.text)
    heads = [int(e.id[1:]) for e in work.elements if e.role.startswith("Heading") and re.fullmatch(r"p\d+", e.id) and flat(e.text) in said]
    number = number_of(hit[1]) if hit else None
    if number and len(heads) == 1 and heads[0] + number not in touched:
        return f"the instruction is about p{heads[0] + number}, and p{min(touched)} was changed"
    return ""


def _numbered_paragraph(work: Work, contents: Places, touched: set[int]) -> str:
    """Paragraphs and headings that are named by their number, the title, and how many there are of them."""
    ids = [(int(e.id[1:]), e.role) for e in work.elements if re.fullmatch(r"p\d+", e.id)]
    if not ids:
        return ""
    bare = work.said.bare
    every = [n for n, _ in ids]
    texts = [n for n, role in ids if role.startswith("Text")]
    heads = [n for n, role in ids if role.startswith("Heading")]
    items = [n for n, role in ids if role.startswith(("bullet", "number"))]
    titles = [n for n, role in ids if role == "Title"] or every[:1]
    counted = [
        (rf"(?<!-)({ORDINAL}) (?:section )?(?:paragraph|line)\b", (every, texts), "paragraph"),
        (rf"(?<!-)({ORDINAL}) (?:body|text|normal) paragraph\b", (texts,), "body paragraph"),
        (rf"\b(?:paragraph|line)(?: number| no\.?| nr\.?)? ?#? ?(\d+)\b{NO_UNIT}", (every, texts), "paragraph"),
        (rf"(?<!-)({ORDINAL}) (?:section |sub)?heading\b", (heads, sorted({*heads, *titles[:1]})), "heading"),
        (rf"(?<!-)({ORDINAL}) (?:bullet|list item|item|bullet point|point)\b", (items,), "list item"),
    ]
    named: list[set[int]] = []
    for pattern, ways, noun in counted:
        for hit in re.finditer(pattern, bare):
            word = hit[1]
            options = {way[n - 1] for way in ways if way and (n := ordinal(word, len(way)) or number_of(word) or 1) and len(way) >= n}
            named += [options] if options else []
            if options and not work.near(options) & touched:
                return f"the instruction is about the {word} {noun}, and p{min(touched)} was changed"
    if re.search(TITLE, bare):
        names = {step.decision.action.name for step in work.acts}
        about = not names & {"set_properties", "insert_toc", "apply_style"}
        if about and not work.near(titles) & touched:
            return f"the instruction is about the title, and p{min(touched)} was changed"
        alone = names <= {"format_text", "format_paragraph"} and not work.said.quotes and not BESIDE.search(bare)
        if alone and (others := touched - {*titles}):
            return f"the instruction is about the title, and p{min(others)} was changed"
        named += [set(titles)]
    table = re.search(rf"(?:{BEFORE}|{AFTER}) (?:\w+ ){{0,2}}(?:table|list|section)\b", bare)
    phrases = [] if table else [*named, *(at for _, at in spoken_of(work, contents))]
    return _several(work, touched, every, texts) or ends(work, every) or beside(work, phrases)


def _several(work: Work, touched: set[int], every: list[int], texts: list[int]) -> str:
    """Several paragraphs that are named by their numbers or by `all`, of which some were left out."""
    bare = work.said.bare
    ways: list[list[int]] = []
    if hit := re.search(r"\b(first|last) (\w+) (?:(?:body|text|normal) )?paragraphs\b", bare):
        n = number_of(hit[2]) or 0
        ways = [way[:n] if hit[1] == "first" else way[-n:] for way in (every, texts) if n]
    elif hit := re.search(r"\bparagraphs (\w+)(?: ?(?:-|to|through|and) ?)(\w+)\b", bare):
        first, last = number_of(hit[1]), number_of(hit[2])
        ways = [way[first - 1 : last] for way in (every, texts) if first and last and first < last]
    elif re.search(r"\b(?:all|every|each)(?: of)?(?: the)? (?:body|text|normal) paragraphs?\b", bare):
        ways = [texts]
    ways = [way for way in ways if way]
    if ways and not any(set(way) <= touched for way in ways):
        return f"the instruction is about the paragraphs {', '.join(f'p{n}' for n in ways[0])}, and not all of them were changed"
    placed = sum(step.decision.action.name not in OF_NO_PLACE for step in work.acts)
    if ways and placed == 1 and not any(touched <= set(way) for way in ways):
        return f"the instruction is about the paragraphs {', '.join(f'p{n}' for n in ways[0])}, and others were changed too"
    return ""


SEVERAL = r"\b(?:the|all|these|those|both|every|my|our) (?:(?!of\b|in\b)\w+ ){0,2}(paragraphs|headings|subheadings|lines|sections)\b"
TO_SEVERAL = ("format_text", "format_paragraph", "set_list", "apply_style", "set_heading", "delete")
ORDER = r"\b(?:between|of the paragraphs|one of|first of|last of|among)\b"
PARTS = ("format_text", "insert_link", "insert_footnote", "insert_comment")
"""Actions that take a part of a paragraph as their place."""
WHOLE_PARAGRAPHS = r"\b(?:paragraph|line|item|bullet|point|heading|head|section|title|headline|part|sentence|subtitle|text|entry|header|row)s?\b"


ALONE = re.compile(
    rf"\b(?:just|only|solely|nothing but) (?:the words? )?(?:{QUOTED.pattern})|(?:{QUOTED.pattern}) (?:only|alone)\b"
    rf"|(?:{QUOTED.pattern})\W*(?:the one |which is |that is )?(?:from|in|within|inside) the (?:\w+ ){{0,2}}"
    r"(?:paragraph|line|bullet|item|heading|sentence|title)\b|\brest of (?:the|its) (?:text|paragraph|line|sentence)\b",
    re.IGNORECASE,
)
"""A quote that is meant without what is around it."""


def _whole_for_sentence(work: Work) -> int:
    """The number of a paragraph of several sentences that was formatted as a whole; 0 where there is none."""
    whole = [step for step in work.acts if step.decision.action.name == "format_text" and not step.decision.action.args.get("match")]
    touched = {number for step in whole for number in _paragraphs(step) or ()}
    for part in work.before.parts:
        hit = re.fullmatch(r"paragraph (\d+)", part.key)
        if hit and int(hit[1]) in touched and re.search(r"[.!?]\s+\S", str(part.properties.get("text", "")).strip()):
            return int(hit[1])
    return 0


def _whole_for_part(work: Work, texts: Places) -> str:
    """A quoted part of a paragraph, where no match was given and nothing in the instruction is about paragraphs."""
    if work.said.has(r"\b(?:sentence|word)\b(?! case)") and (whole := _whole_for_sentence(work)):
        return f"the instruction is about a part of p{whole}, and all of it was changed"
    alone = ALONE.search(work.said.text)
    if (work.said.has(WHOLE_PARAGRAPHS) and not alone) or not work.said.quotes:
        return ""
    for step in work.acts:
        args = step.decision.action.args
        if step.decision.action.name not in PARTS or args.get("match"):
            continue
        given = {text.casefold() for text in strings(dict(args))}
        for quote in work.said.quotes:
            words = flat(quote)
            if quote.casefold() not in given and any(words in texts.get(n, "") and words != texts[n] for n in _paragraphs(step) or ()):
                return f"the instruction is about “{quote}”, and the whole paragraph was changed"
    return ""


def _paragraphs(step: Step) -> set[int] | None:
    """Numbers of the paragraphs that an action names; None where it names other things, or none."""
    args = step.decision.action.args
    named = [str(args[name]) for name in ("target", "to", "after", "before") if name in args]
    numbers = {int(hit[1]) for name in named for single in singles(name) if (hit := re.fullmatch(r"p(\d+)", single))}
    return numbers if numbers and all(re.match(r"p\d", name) for name in named) else None
