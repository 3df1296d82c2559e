"""Passages of a text document: replaced in all places for one, half of a phrase, a paragraph for its sentence, some of the headings for all."""

from __future__ import annotations

import re

from lam.types import Step
from lam.verdict.places.common import Work, first_wrong, without
from lam.verdict.touch import singles
from lam.verdict.words import COMMON, COUNT, flat, number_of, tokens

EVERYWHERE = r"\b(?:every\w*|all|each|wherever|throughout|whole|entire|any)\b"
IN_A_PART = (
    r"\b(?:in|within|under|inside) (?:the|this|that|my|our) (?:[\w'’-]+ ){0,3}?(?:paragraph|part|section|list|sentence|line|letterhead|signature"
    r"|chapter|item|bullet|step|point|salutation|introduction|conclusion|title|heading)\b"
)
"""One place in a text."""
EVERY_ONE = r"\b(?:every|each|all|everywhere|wherever|throughout)\b(?! (?:word|letter|of the words) in)"
NAMED_LOOK = re.compile(
    r"\b(?:[Mm]ake|[Pp]ut|[Ss]et|[Tt]urn|[Pp]rint|[Ss]how) (?:the (?:words?|names?) )?([A-Z][\w-]+(?: [A-Z][\w-]+)*) (?:in(?:to)? )?"
    r"(?:bold|italics?|underlined?|capitals|red|green|blue|orange|purple|yellow|grey|gray)\b"
)
"""A name in a text gets another look."""
ANY_CASE = r"\b(?:case|capital\w*|upper\w*|lower\w*|exact\w*)\b"
FEW_OF = r"\b(?:amount|month|year|figure|percentage|date|price|number|name)s? (?:of|for|in|on)\b|['’]s name\b"
"""A word or two of a text."""
LONGER_THAN = 6
"""Words of a text that has more than these."""
ONE_IN_IT = re.compile(r"\bthe [\"'“‘]?([A-Z][a-z]+|\d[\w.,]*%?)[\"'”’]? in (?:the|that|this|my|our)\b")
"""A name or a number in a text."""
FEWEST_WORDS = 4
SENTENCE = r"\bsentence\b"
OF_A_PARAGRAPH = r"\b(?:first|second|third|fourth|last|final|opening|closing|next) sentence (?:of|in|from|under)\b"
SENTENCES = re.compile(r"[.!?](?=\s+[A-Z\d])")
MOVED = r"\b(?:mov\w+|shift\w*|relocat\w*|transfer\w*)\b"
_ALL_OF_THEM = r"\b(?:all|every|each)(?: of)?(?: the| my| our| single)?|^(?:the |my |our )?(?=(?:section |chapter )?headings\b)(?:section|chapter)?"
HEADINGS = rf"(?:{_ALL_OF_THEM}) ?(main |top |top[- ]level |first[- ]level |level[- ]1 )?head(?:ing|line)s?\b"
EXCEPTED = (
    r"\b(?:but|except\w*|not|without|first|last|that|with|which|under|below|above|between|of|after|before|from|apart|other|containing"
    r"|about|whose"
    r"|paragraphs?|text|body|titles?|everything)\b"
)
"""Not all of them may be meant."""
SEVERAL = (
    rf"(?:^|\b(?:make|let|set|put|turn|give|format|colou?r|bold|underline|highlight|delete|remove|indent|cent(?:er|re)|justify|number|italici[sz]e) )"
    rf"(?:the|my|our|these|those) ({COUNT}) (?:[\w'’]+ )??(?:headings|bullets|paragraphs|items|steps|points|lines|entries|don['’]?ts|rules|warnings"
    r"|remarks|questions|tasks|decisions|tips|wishes|requests|features|reminders)\b"
)
BOTH_ENDS = r"\bfirst and (?:the )?last (?:heading|bullet|paragraph|item|step|point|line|entry|section)\b"
"""Two of some things."""
BEHIND = ("to", "with", "by", "into", "write", "say", "use", "for")


def misplaced(work: Work) -> str:
    """In words, which passage was taken for another; empty when none was."""
    if work.before.kind != "document":
        return ""
    return first_wrong(
        work,
        (
            _everywhere,
            _somewhere,
            _half_a_phrase,
            _half_a_replacement,
            _one_case,
            _whole_paragraph,
            _whole_for_few,
            _one_in_it,
            _part_of_it,
            _copied,
            _some_headings,
            _other_count,
        ),
    )


def _everywhere(work: Work, step: Step) -> str:
    """A replacement in all places, where one is named."""
    action = step.decision.action
    find = str(action.args.get("find", "")).casefold()
    if action.name != "find_replace" or action.args.get("target", "all") != "all" or not find or work.said.has(EVERYWHERE):
        return ""
    hit = re.search(IN_A_PART, work.said.bare)
    count = sum(find in e.text.casefold() for e in work.elements)
    return f"the instruction says “{hit[0]}”, and {count} places were changed" if hit and count > 1 else ""


def _somewhere(work: Work, step: Step) -> str:
    """A replacement at one place, where every place is spoken of."""
    action = step.decision.action
    find, target = str(action.args.get("find", "")).casefold(), action.args.get("target", "all")
    if action.name != "find_replace" or target == "all" or not find or len(work.acts) > 1 or not work.said.has(EVERY_ONE):
        return ""
    left = [e.id for e in work.elements if e.id != target and find in e.text.casefold() and re.fullmatch(r"p\d+", e.id)]
    wrong = left and re.fullmatch(r"p\d+", str(target)) and not work.said.has(IN_A_PART)
    return f"every place was to be changed, and {left[0]} was left" if wrong else ""


def _half_a_phrase(work: Work, step: Step) -> str:
    """A part of the phrase that is to be replaced, so that the rest of it stays: `Town` by `Town Hall` in `Town House`."""
    action = step.decision.action
    find, new = tokens(str(action.args.get("find", ""))), tokens(str(action.args.get("replace", "")))
    said = flat(work.said.text)
    if action.name != "find_replace" or not find or not new or action.args.get("regex"):
        return ""
    old, done = " ".join(find), " ".join(new)
    if action.args.get("target", "all") != "all" or action.args["find"] in work.said.quotes or said.replace(f" {done} ", " ").count(f" {old} ") != 1:
        return ""
    for text in (flat(e.text) for e in work.elements):
        for hit in re.finditer(rf" {re.escape(old)} (\w+)", text):
            if hit[1] not in COMMON and f" {old} {hit[1]} " in said and f" {done} {hit[1]} " not in said:
                return f"the instruction speaks of “{old} {hit[1]}”, and {old} alone was replaced"
    return ""


def _part_of_it(work: Work, step: Step) -> str:
    """A part of a quoted phrase that was replaced, and with it all places where that part stands alone."""
    action = step.decision.action
    find = flat(action.args.get("find", ""))
    if action.name != "find_replace" or action.args.get("target", "all") != "all" or action.args.get("regex") or not find.strip():
        return ""
    longer = [flat(quote) for quote in work.said.quotes if find in flat(quote) and find != flat(quote)]
    exact = any(flat(quote) == find for quote in work.said.quotes) or flat(without(work.said.text, work.said.quotes)).count(find) > 0
    texts = [flat(e.text) for e in work.elements]
    wrong = len(longer) == 1 and not exact and sum(t.count(find) for t in texts) > sum(t.count(longer[0]) for t in texts) > 0
    return f"the instruction is about “{longer[0].strip()}”, and{find}was replaced elsewhere, too" if wrong else ""


def _half_a_replacement(work: Work, step: Step) -> str:
    """What is put in lacks the word that it begins with."""
    action = step.decision.action
    new = flat(action.args.get("replace", "")).strip()
    if action.name != "find_replace" or not new or str(action.args["replace"]) in work.said.quotes:
        return ""
    hit = re.search(rf" (?:{'|'.join(BEHIND)}) (\w+) {re.escape(new)} ", flat(work.said.text))
    wrong = hit is not None and hit[1] not in COMMON and hit[1] not in BEHIND and hit[1] not in ("the", "a", "an", "my", "our", "its", "just", "only")
    return f"the instruction says “{hit[1]} {new}”" if wrong and hit else ""


def _one_case(work: Work, step: Step) -> str:
    """A replacement that leaves the word where it is written with other letters, capital or small ones."""
    action = step.decision.action
    find = str(action.args.get("find", ""))
    if action.name != "find_replace" or not action.args.get("match_case") or work.said.has(ANY_CASE):
        return ""
    left = any(hit[0] != find for e in work.elements for hit in re.finditer(re.escape(find), e.text, re.IGNORECASE))
    return f"{find!r} stands there in other letters, too, and was left" if left else ""


def _whole_paragraph(work: Work, step: Step) -> str:
    """A paragraph that was deleted for one of its sentences."""
    action = step.decision.action
    if action.name != "delete" or len(work.acts) > 1:
        return ""
    texts = [e.text for e in work.elements if e.id == action.args.get("target")]
    several = any(SENTENCES.search(text) for text in texts)
    whole = [quote for quote in work.said.quotes if quote.rstrip().endswith((".", "!", "?")) and len(tokens(quote)) >= FEWEST_WORDS]
    quoted = any(flat(quote) in flat(text) for quote in whole for text in texts)
    of_paragraph = work.said.has(r"\b(?:paragraph|section|part)s? (?:with|that|where|about|on|containing)\b") and not work.said.has(OF_A_PARAGRAPH)
    wrong = several and (work.said.has(SENTENCE) or quoted) and not of_paragraph
    return "the instruction is about a sentence, and its paragraph was deleted" if wrong else ""


def _whole_for_few(work: Work, step: Step) -> str:
    """All of a text, where the name, the date or the amount in it is spoken of."""
    action = step.decision.action
    if action.name != "format_text" or "match" in action.args or len(work.acts) > 1 or not work.said.has(FEW_OF):
        return ""
    longer = any(e.id == action.args.get("target") and len(tokens(e.text)) > LONGER_THAN for e in work.elements)
    told = work.said.has(r"\b(?:paragraph|line|sentence|row|section|heading|title|item|bullet|text|page numbers?)\b")
    return "the instruction is about a few words, and all of the text was changed" if longer and not told else ""


def _one_in_it(work: Work, step: Step) -> str:
    """All of a text, where a name or a number in it is spoken of."""
    action, inside = step.decision.action, ONE_IN_IT.search(work.said.text) or NAMED_LOOK.search(work.said.text)
    if action.name not in ("format_text", "insert_link") or "match" in action.args or len(work.acts) > 1 or inside is None:
        return ""
    texts = [flat(e.text) for e in work.elements if e.id == action.args.get("target")]
    wrong = any(flat(inside[1]) in text and text != flat(inside[1]) for text in texts)
    return f"the instruction is about {inside[1]} in a text, and all of it was changed" if wrong else ""


def _copied(work: Work, step: Step) -> str:
    """What was to be moved stands there twice."""
    text = str(step.decision.action.args.get("text", ""))
    if step.decision.action.name != "insert_text" or len(work.acts) > 1 or len(tokens(text)) < 3 or not work.said.has(MOVED):
        return ""
    return "it was to be moved, and stands there twice" if any(flat(text) in flat(e.text) for e in work.elements) else ""


def _targets(work: Work) -> set[str]:
    """The elements that were worked on."""
    return {single for act in work.acts for part in str(act.decision.action.args.get("target", "")).split(",") for single in singles(part.strip())}


def _some_headings(work: Work, step: Step) -> str:
    """Other headings than all of them, or of the main ones."""
    name, hit = step.decision.action.name, re.search(HEADINGS, work.said.bare)
    if (
        hit is None
        or not name.startswith(("format_", "apply_style"))
        or any(act.decision.action.name != name for act in work.acts)
        or work.said.has(EXCEPTED)
        or re.match(r"[\w ]{0,20}[Hh]eadings [\"'“‘A-Z]", work.said.text)
    ):
        return ""
    roles = {e.id: e.role for e in work.elements if re.match(r"Heading \d", e.role)}
    wanted = {place for place, role in roles.items() if not hit[1] or role == "Heading 1"}
    done = _targets(work)
    if not wanted or not all(re.fullmatch(r"p\d+", place) for place in done):
        return ""
    other = min(wanted ^ done, default="", key=lambda place: int(place[1:]))
    return f"the instruction is about {hit[0]}, and {other} was {'left' if other in wanted else 'changed, too'}" if other else ""


def _other_count(work: Work, step: Step) -> str:
    """More or fewer paragraphs than are counted."""
    name = step.decision.action.name
    if not name.startswith(("format_", "set_list", "delete", "apply_style")) or "match" in step.decision.action.args:
        return ""
    if any(act.decision.action.name != name for act in work.acts):
        return ""
    counts = [number_of(count) or 0 for count in re.findall(SEVERAL, work.said.bare)] + [2] * work.said.has(BOTH_ENDS)
    done = _targets(work)
    wrong = len(counts) == 1 and counts[0] > 1 and len(done) != counts[0] and all(re.fullmatch(r"p\d+", place) for place in done)
    return f"the instruction is about {counts[0]}, and {len(done)} were changed" if wrong else ""
