"""Less, or more, than was said: the end of a text cut off, all of a text for the address in it, all slides for one, half of a name."""

from __future__ import annotations

import re
from collections import Counter

from lam.types import Step
from lam.verdict.checks.given import KINDS
from lam.verdict.places.common import Work, first_wrong, points_of, stands, without
from lam.verdict.words import COMMON, flat, tokens

WRITTEN = {
    "set_title": "text",
    "replace_text": "text",
    "set_notes": "text",
    "add_text_box": "text",
    "rename_sheet": "name",
    "set_header": "text",
    "set_footer": "text",
}
"""Actions -> the text that they write."""
GOES_ON = re.compile(r"^ (?:(?:to|of|for|from|with|in|and|&) (?:(?:the|a|an|our|my) )?)?([\w'’-]+)(?: [\w'’-]+)?\s*[.!]?\s*$", re.IGNORECASE)
"""What may belong to a text that is not quoted: two or three words up to the end of the instruction."""
NO_TEXT = (
    r"\b(?:slides?|decks?|presentation|document|sheets?|page|cell|please|pls|thanks?|thank you|me|us|now|instead|there|here|everywhere|too|also|only"
    r"|again|henceforth|henceforward|onwards|already|tomorrow|then|it|them|its|bold|italics?|red|blue|green|black|white|centre|center|left|right|big|large|top|bottom|first|last|field|box|button|enter"
    r"|title|titles|heading|headings|notes|name|header|footer|tab|one|ones|today|soon|row|column|table|text|file|shape|size|font|points?|pt)\b"
)
"""These go on with the instruction."""
ON_THIS_SLIDE = re.compile(r"^ (?:on|for|with|during|at|in) (?:this|that) (?:slide|one|page)\s*[.!]?\s*$", re.IGNORECASE)
CARD = re.compile(
    r"\b(?:first|last|title|cover|opening|closing|final|\w+th|second|third) (?:slide|page)\b|\bcover\b|\bslides? (?:no\.? ?|number )?\d+\b"
)
ITS_PARAGRAPH = (
    r"\b(?:paragraph|line|sentence|bullet|point|item|entry|row|title|heading)s? (?:with|that|which|where|containing|on|about|of|has|beside)\b"
)
NOT_ALL = re.compile(
    r"\b(?:on|in|of) (?:the )?(?:(?:first|last|title|cover|opening|closing|second|third|\d+(?:st|nd|rd|th)) slide\b|cover\b"
    r"|slide (?:no\.? |number )?\d+\b(?! ?(?:and|to|-|,)))"
)
"""One slide."""
ALL = r"\b(?:all|every\w*|each|whole|entire|throughout|wherever|any|deck|presentation|slides)\b"
WRITING = (
    r"\b(?:text|words?|letter\w*|font|writing|written|caption|label|titles?|type|characters?|print\w*|says?|reads?|name|lettering|numbers?|bullets?|lines?"
    r"|heading|list|points?|content|paragraph|line|subtitle)\b"
)
SHAPE = r"\b(?:bubble|arrow|hexagon|chevron|circle|ellipse|oval|diamond|star|rectangle|triangle|shape|blob|badge|cloud|heart|square)\b"
PLACE_IN_TEXT = re.compile(
    r",? (?:and )?(?:to|on|at|in) (?:its|the) (?:left|right)(?: (?:side )?of (?:it|that))?$|\b(?:left|right), |, (?:left|right|above|below)\b"
)
STRIKE = r"\bstr(?:ike|iking|uck)\b(?![- ]?(?:through|out))"
THROUGH = r"\b(?:through|strikethrough|struck|cross\w*|line|lines|format\w*|look\w*|style|effect|still|visible|readable|legible|see)\b"
TOLD = re.compile(
    r"^(?:please |pls |could you |can you |now )?(?:change|replace|turn|rename|swap|correct) "
    r"(?:the (?:words?|names?|value|term) |all |every |each |the )?"
    r"[\"'“„‘]?([^.;:,\"'“”‘’]{1,40}?)[\"'”’]? (?:to|with|by|into) [\"'“„‘]?([^.;:,\"'“”‘’]{1,60}?)[\"'”’]?"
    r"(?=,? (?:everywhere|throughout|in|on|at|please|pls|wherever|whenever|all over|across|each|every|all|too|as well|within|from|for|and|then|so"
    r"|because|since|but|only|instead|now|again|thanks)\b|[.;:,!?]|\s*$)",
    re.IGNORECASE,
)
"""What is to be replaced, and by what."""
ALL_THE_WAY = (
    r"\b(?:all the way|very (?:back|front|bottom|top)|any further|as far as|completely|entirely"
    r"|(?:behind|in front of|above|below) (?:every|all)\w*)\b"
)
ADDED = r"\b(?:add\w*|append\w*|insert\w*|extra|another|additional|further|(?:one|two|three) more)\b"
TAKEN = (
    r"\b(?:replac\w*|remov\w*|delet\w*|drop\w*|instead|rather|chang\w*|only|without|swap\w*|out|rid|scrap\w*|clear\w*|new (?:list|points|bullets)"
    r"|cut|merge\w*|combin\w*|join\w*|shorten\w*|rewrit\w*|reword\w*|not|no longer|correct\w*|set|fix\w*|updat\w*|turn\w*|split\w*|goes|go|gone)\b"
)
SAME_LINE = (
    r"\b(?:no|without a|without any) line breaks?\b|\b(?:in front of|before) (?:the|its) first (?:letter|word)\b|\bin the same (?:line|paragraph)\b"
)
ONE_STEP = r"\b(?:one (?:step|level|layer|place|position)|a (?:step|level|layer|bit|little)|step)\b"
TITLE_ONLY = r"\btitle[- ]only\b|\bonly (?:a |the |its )?title\b|\bjust (?:a |the |its )?title\b|\btitle and nothing else\b"


def cropped(work: Work) -> str:
    """In words, what is less, or more, than was said; empty when nothing is."""
    checks = (
        _its_end,
        _half_of_it,
        _half_a_number,
        _only_of_its_kind,
        _all_slides,
        _writing_for_shape,
        _not_title_only,
        _place_in_text,
        _invisible,
        _struck,
        _points_lost,
        _one_unlike,
        _own_paragraph,
        _how_far_down,
    )
    return first_wrong(work, checks)


def _its_end(work: Work, step: Step) -> str:
    """A text that goes on in the instruction: `Dates to remember`, of which `Dates` was written."""
    action = step.decision.action
    text = action.args.get(WRITTEN.get(action.name, ""))
    if not isinstance(text, str) or not text.strip() or len(work.acts) > 1 or work.said.quotes:
        return ""
    places = [hit.end() for hit in re.finditer(rf"(?<!\w){re.escape(text.strip())}(?!\w)", work.said.text, re.IGNORECASE)]
    rest = work.said.text[places[0] :] if len(places) == 1 else ""
    named = (
        re.search(r"\b(?:to|reads?|says?|saying|reading|titled?|called?|be|as|type|write|put) $|: $", work.said.text[: places[0] - len(text)])
        if rest
        else None
    )
    if named and (ON_THIS_SLIDE.match(rest) and CARD.search(work.said.bare[: places[0]])):
        return f"the text goes on with {rest.strip()!r}"
    goes_on = GOES_ON.match(rest) if named else None
    wrong = (
        goes_on
        and (action.name != "add_text_box" or (named is not None and named[0] == ": "))
        and not re.search(NO_TEXT, rest.casefold())
        and goes_on[1].casefold() not in COMMON
    )
    return f"the text goes on with {rest.strip()!r}" if wrong else ""


def _half_of_it(work: Work, step: Step) -> str:
    """A part of what was to be replaced: `XI` for `Second XI`; of the name of a chart likewise."""
    action = step.decision.action
    find, new = str(action.args.get("find", "")), str(action.args.get("replace", ""))
    if action.name == "insert_chart" and (title := str(action.args.get("title") or "")) and title not in work.said.quotes:
        hit = re.search(
            rf"(?:nam\w+|called|titled|title|entitled) {re.escape(title)} ([a-z][\w-]+) (?:from|with|showing|based|out of)\b", work.said.text
        )
        return f"the title goes on with {hit[1]!r}" if hit and hit[1] not in COMMON and not re.search(NO_TEXT, hit[1]) else ""
    if action.name != "find_replace" or not find.strip() or not new.strip() or action.args.get("regex"):
        return ""
    quotes = [flat(quote) for quote in work.said.quotes]
    old, done, rest = flat(find), flat(new), flat(without(work.said.text, work.said.quotes))
    whole = [quote for quote in quotes if old in quote and old != quote]
    fits = any(quote.replace(old, done) in quotes for quote in quotes if old in quote)
    part_only = whole and old not in quotes and old not in rest and not fits and action.args.get("target", "all") == "all"
    if part_only and stands(work, whole[0]):
        return f"“{whole[0].strip()}” was to be replaced, and {find!r} was"
    if (
        not fits
        and done not in quotes
        and done not in rest
        and (more := [quote for quote in quotes if done in quote])
        and old not in more[0].replace(done, " ")
    ):
        return f"the instruction says “{more[0].strip()}”, and {new!r} is a part of it"
    if done not in quotes and any(done in quote and quote.replace(done, " ").strip() == old.strip() for quote in quotes):
        return f"{new!r} is a part of what is quoted"
    named = re.findall(rf"(?<!\w){re.escape(find)}(?: ([A-Z]\w+))?(?!\w)", work.said.text)
    if done.startswith(old) and len(named) > 1 and all(named) and old not in quotes:
        return f"{find!r} is a part of names, and was replaced"
    hit = TOLD.search(work.said.text)
    if hit is None:
        return ""
    before, behind = flat(hit[1]), flat(hit[2])
    if old not in quotes and old in before and old != before and stands(work, before):
        return f"{hit[1]!r} was to be replaced, and {find!r} was"
    wrong = done not in quotes and done in behind and done != behind
    return f"it was to be replaced by {hit[2]!r}, and {new!r} is a part of it" if wrong else ""


def _half_a_number(work: Work, step: Step) -> str:
    """A part of a number that is written in groups: `0142` of `0555 0142`."""
    match = str(step.decision.action.args.get("match", ""))
    if not re.fullmatch(r"[\d ]+", match):
        return ""
    hit = re.search(rf"(?<!\w)(\d+) {re.escape(match)}(?!\w)|(?<!\w){re.escape(match)} (\d+)(?!\w)", work.said.text)
    there = hit and any(hit[0] in e.text for e in work.elements if e.id == step.decision.action.args.get("target"))
    return f"the instruction says {hit[0]}, and {match} is a part of it" if hit and there else ""


def _points_lost(work: Work, step: Step) -> str:
    """A point of a list that is gone, where one was to be added."""
    bullets, target = step.decision.action.args.get("bullets"), step.decision.action.args.get("target")
    if step.decision.action.name != "set_bullets" or not isinstance(bullets, list) or not work.said.has(ADDED) or work.said.has(TAKEN):
        return ""
    there = points_of(work, target)
    kept = {flat(bullet) for bullet in bullets}
    lost = [line for line in there if flat(line) not in kept]
    return f"a point was to be added, and {lost[0]!r} is gone" if lost and len(lost) < len(there) else ""


def _one_unlike(work: Work, step: Step) -> str:
    """One of several that lacks an attribute which all others got, where all are spoken of."""
    acts = [act for act in work.acts if act.decision.action.name == step.decision.action.name]
    sets = Counter(frozenset(name for name in act.decision.action.args if name not in ("target", "match")) for act in acts)
    own = frozenset(name for name in step.decision.action.args if name not in ("target", "match"))
    alike, count = sets.most_common(1)[0]
    wrong = step.decision.action.name == "format_text" and len(acts) == len(work.acts) > 2 and count == len(acts) - 1 and own < alike
    return f"all were to be alike, and {step.decision.action.args.get('target')} is not" if wrong and work.said.has(ALL) else ""


def _own_paragraph(work: Work, step: Step) -> str:
    """A paragraph of its own, where a text was to be in the line that is there."""
    action = step.decision.action
    wrong = action.name == "insert_text" and str(action.args.get("where", "after")) in ("before", "after") and work.said.has(SAME_LINE)
    return "it was to stand in the same line, and became a paragraph of its own" if wrong and len(work.acts) == 1 else ""


def _how_far_down(work: Work, step: Step) -> str:
    """One step to the back, or the front, for all the way, or the other way round."""
    to = step.decision.action.args.get("to")
    if step.decision.action.name != "order_shape" or len(work.acts) > 1 or work.said.has(ALL_THE_WAY) == work.said.has(ONE_STEP):
        return ""
    wrong = to in (("backward", "forward") if work.said.has(ALL_THE_WAY) else ("back", "front"))
    return f"the instruction says how far, and it went {to}" if wrong else ""


def _only_of_its_kind(work: Work, step: Step) -> str:
    """All of a text, where the address, the date or the amount in it is spoken of."""
    action = step.decision.action
    if action.name not in ("format_text", "insert_link") or "match" in action.args or work.said.has(ITS_PARAGRAPH):
        return ""
    text = next((e.text for e in work.elements if e.id == action.args.get("target")), "")
    for words, form in KINDS:
        found = [hit[0].strip() for hit in re.finditer(form, text)]
        if len(found) == 1 and len(tokens(text)) > len(tokens(found[0])) + 1 and re.search(rf"\b(?:the|The) (?:{words})s?\b(?! \d)", work.said.text):
            return f"the instruction is about {found[0]!r}, and all of the text was changed"
    return ""


def _all_slides(work: Work, step: Step) -> str:
    """A replacement in all slides, where one is named."""
    action = step.decision.action
    find = str(action.args.get("find", "")).casefold()
    if work.before.kind != "presentation" or action.name != "find_replace" or action.args.get("target", "all") != "all" or not find:
        return ""
    hit = NOT_ALL.search(work.said.bare)
    slides = {e.id.partition(".")[0] for e in work.elements if find in e.text.casefold()}
    return f"the instruction says “{hit[0]}”, and {len(slides)} slides were changed" if hit and len(slides) > 1 and not work.said.has(ALL) else ""


def _writing_for_shape(work: Work, step: Step) -> str:
    """The writing on a shape, where the shape is to have a colour."""
    action = step.decision.action
    if action.name != "format_text" or "color" not in action.args or "match" in action.args or len(work.acts) > 1:
        return ""
    roles = {e.id: e.role for e in work.elements}
    wrong = roles.get(str(action.args.get("target"))) == "shape" and work.said.has(SHAPE) and not work.said.has(WRITING)
    return "the instruction is about a shape, and its writing was coloured" if wrong else ""


def _not_title_only(work: Work, step: Step) -> str:
    """Another layout than the one with a title alone."""
    action = step.decision.action
    wrong = action.name == "set_layout" and action.args.get("layout") != "title_only" and work.said.has(TITLE_ONLY) and len(work.acts) == 1
    return "the layout was to have a title only" if wrong else ""


def _place_in_text(work: Work, step: Step) -> str:
    """A text that runs on into where it, or what follows it, is to stand: `Mean, to its left`."""
    action = step.decision.action
    text = action.args.get("value") if action.name == "set_cell" else action.args.get(WRITTEN.get(action.name, ""))
    wrong = isinstance(text, str) and not text.startswith("=") and text not in work.said.quotes and PLACE_IN_TEXT.search(text)
    return f"{text!r} tells a place, too" if wrong else ""


def _invisible(work: Work, step: Step) -> str:
    """Letters in the colour of what is behind them."""
    args = step.decision.action.args
    behind = next((str(args[name]) for name in ("highlight", "fill", "background") if args.get(name)), "")
    return f"letters and ground would both be {behind}" if behind and str(args.get("color", "")).casefold() == behind.casefold() else ""


def _struck(work: Work, step: Step) -> str:
    """A text that was struck through, where `strike` may mean that it is to go."""
    action = step.decision.action
    wrong = action.name in ("format_text", "format_cells") and action.args.get("strikethrough") and work.said.has(STRIKE)
    return "to strike may mean to delete, and it was struck through" if wrong and not work.said.has(THROUGH) else ""
