"""What a clause adds to a wish: an exception, everywhere, where on the slide, which sections, two that are named together. Each must be heeded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from lam.actions import actions_for
from lam.reading.base import Reading
from lam.types import Element, Step
from lam.verdict.places.common import Work
from lam.verdict.places.spreadsheet import head_row
from lam.verdict.touch import EVERYWHERE, singles
from lam.verdict.words import COUNT, Said, flat, number_of

PLACE = (
    r"(?:(?:sub)?titles?|head(?:ing|er|line)s?|first|last|second|third|slides?|pages?|rows?|columns?|tables?|bullets?|points?|items?|ones?|paragraphs?"
    r"|captions?|footers?|cover|notes|cells?|sheets?|lines?|sections?|lists?|\d+)"
)
EXCEPTION = (
    r"\b(?:except(?:ing)?(?: for)?|apart from|other than|excluding|with the exception of|all but|but not|not|without|leav(?:e|ing)|keep(?:ing)?)"
    rf" (?:in |on |for |that |those )?(?:the |its |any |those )?(?:\w+ ){{0,2}}?{PLACE}\b"
)
"""Something is to be left as it is."""
EXCEPTED = r"\b(?:all|every\w*|each|throughout|everywhere)\b.*(?<!without )\b(?:except\w*|apart from|other than|excluding|but not)\b"
ONLY_THERE = rf"\b(?:but )?only (?:in|on|for|from|within) (?:the |its |those )?(?:\w+ ){{0,2}}?{PLACE}\b|\bnot (?:anywhere|somewhere|elsewhere)\b"
WHOLE = ("set_footer", "set_header", "find_replace")
"""Actions that, without a place, are done everywhere."""
EVERY = (
    r"\b(?:everywhere|throughout|wherever|whenever|(?:all|every|each)(?: of)?(?: the)? (?:occurr\w+|instances?|mentions?|places?)|(?:each|every) time"
    r"|(?:in|through|over|across) the (?:whole|entire) (?:document|text|deck|presentation|file|workbook|sheet|contract|report))\b"
)
SECTIONS = r"\bsections? (\d+)(?: ?(?:to|-|–|through|until|till|and) ?(?:section )?(\d+))?\b"
NUMBERED = re.compile(r"\s*(\d+)[.)]?\s")
"""The number of a section at the beginning of its heading."""
BLANKS = re.compile(r"\b[XN] (?:of|/) [YNM]\b", re.IGNORECASE)
"""Letters that stand for numbers."""
SIDE = r"(?:top|bottom|upper|lower|left|right|cent(?:er|re)|middle|corner|foot)"
SOMEWHERE = (
    r"\b(?:at|in|into|near|on|to|towards?|along|below|above|under|beside|next to|over) (?:the |its )?(?:very |far )?"
    rf"(?:{SIDE}\b|\w+ (?:corner|edge|side)\b)"
)
MADE = ("add_shape", "add_text_box")
ADDING = r"\b(?:add\w*|insert\w*|draw\w*|new|another|place|put|create|want|need|give|make (?:an?|one)|an?)\b"
COMPARED = (
    r"\b(?:more|less|fewer|greater|higher|lower|larger|smaller|bigger|above|over|below|under|least|most|beyond|exceed\w*)(?: than)?"
    r" (?:or equal to )?[$€£]?"
)
COMPUTED = r"(?i)^[^=].*\w (?:times|minus|plus|divided by|multiplied by) \w"
BEGINNING = r"(?:^|[.;:!?,]\s*|\band |\bthen |\bplease |\balso |\b(?:can|could|would|will) you )(?:please |also |then |just |now )*"
OBJECT = (
    r" (?:the|an?|all|every|each|this|that|these|those|it|them|both|my|our|its|slides?|rows?|columns?|sheets?|pages?|paragraphs?|tables?"
    r"|headings?|\d+)\b"
)
VERBS: Mapping[str, tuple[str, ...]] = {
    "delete|erase": ("delete", "clear", "remove"),
    "duplicate": ("duplicate", "copy", "insert", "set"),
    "hide": ("hide", "filter"),
    "sort(?! it)": ("sort", "move"),
    "freeze": ("freeze",),
    "(?:keep|leave) only": ("delete", "filter", "clear", "remove", "hide"),
    "protect": ("protect",),
    "merge": ("merge",),
    "transpose": ("transpose",),
    "underline": ("format", "apply", "style"),
    "move": ("move", "place", "order", "delete", "insert", "set", "find", "activate"),
}
"""Verbs that begin a wish -> beginnings of the actions that can fulfil it."""
COUNTED: Sequence[tuple[tuple[str, ...], str]] = (
    (("add_slide", "duplicate_slide", "delete_slide", "hide_slide"), "slides"),
    (("add_shape", "delete_shape"), "shapes|stars|arrows|rectangles|circles|ovals|ellipses|triangles|squares|boxes"),
    (("add_text_box",), "boxes"),
)
"""Actions that are done once for each of some things."""
SIDEWAYS = (
    r"\b(?:on|to|at|in|bottom|top|upper|lower) (?:the )?(?:far |bottom |top )?(?:left|right|cent(?:er|re)|middle|corner)\b"
    r"|\b(?:left|right)[- ]align\w*|\bcent(?:ered|red)\b"
)
BOTH = (
    r"\bboth (?:of )?(?:the |these |those |its )?(?:\w+ )?"
    r"(?:tables|slides|paragraphs|rows|columns|headings|titles|shapes|boxes|circles|stars|arrows|rectangles|ovals|lists|sheets|cells|charts|lines)\b"
)
ROLES = ("title", "subtitle")
UNIT = r"\b(?:cm|mm|in|inch\w*|cent\w*|mill\w*)\b|\d\s?(?:cm|mm|in\b|\")"
WIDEST = 12.0
"""Centimetres beyond which a number without a unit is hardly meant to be some."""


def unheeded(work: Work, after: Reading) -> str:
    """In words, the clause that was not heeded; empty when all were."""
    said, acts = work.said, work.acts
    bare = said.bare
    for find in (str(step.decision.action.args.get("find") or "").lower() for step in acts):
        bare = re.sub(rf"\bnot (?:the )?{re.escape(find)}", " ", bare) if find else bare  # what is to go, not where it is to stay
    if any(_everywhere(step, work.before) for step in acts) and any(re.search(clause, bare) for clause in (EXCEPTION, EXCEPTED, ONLY_THERE)):
        return "the instruction makes an exception, and everything was changed"
    if wrong := _not_everywhere(work, after) or _other_sections(work) or _not_both(work) or _elsewhere(work) or _charted(work):
        return wrong
    if said.has(BOTH) and len(acts) == 1 and single(acts[0]):
        return "the instruction says both, and one was changed"
    if wrong := _undone(said, acts) or _too_few_copies(said, acts) or _other_count(said, acts):
        return wrong
    for step in acts:
        name, args = step.decision.action.name, step.decision.action.args
        for text in (value for value in args.values() if isinstance(value, str)):
            if BLANKS.search(text):
                return f"“{text}” was written as it stands"
        if name in ("set_footer", "set_header") and "alignment" in _arguments(step) and "alignment" not in args and said.has(SIDEWAYS):
            return "the instruction says on which side, and nothing was done about it"
        if name in ("insert_comment", "insert_link") and ":" in (cell := str(args.get("cell", ""))) and cell not in said.text:
            return f"{cell} is more than the one cell that is meant"
        written = args.get("value")
        if name == "set_cell" and isinstance(written, str) and re.search(COMPUTED, written) and written not in said.quotes:
            return f"how it is computed was written as a text: “{written}”"
        if name == "set_cell" and isinstance(value := args.get("value"), int | float) and re.search(rf"{COMPARED}{value:g}\b", said.bare):
            return f"{value:g} is what is compared with, and was written"
        if name == "set_cell" and isinstance(args.get("value"), int | float) and said.has(r"\bhow (?:many|much)\b") and not _computed(acts):
            return f"the instruction asks how many, and {args['value']:g} was written"
        if name == "format_number" and (decimals := decimals_said(said)) is not None and args.get("decimals", decimals) != decimals:
            return f"the instruction says {decimals} decimals, and there are {args['decimals']}"
        for length in ("width_cm", "height_cm"):
            if isinstance(value := args.get(length), int | float) and name == "resize" and value > WIDEST and not said.has(UNIT):
                return f"nobody said {value:g} cm"
        if name == "add_slide" and said.has(r"\btitles of\b") and isinstance(points := args.get("bullets"), list):
            titles = {flat(e.text) for e in work.elements if e.role == "title"}
            if not {flat(str(point)) for point in points} <= titles:
                return "the instruction asks for titles, and other texts were listed"
    return ""


def _undone(said: Said, acts: Sequence[Step]) -> str:
    """A wish with a verb of its own for which nothing was done."""
    for verb, names in VERBS.items():
        hit = re.search(rf"{BEGINNING}({verb}){OBJECT}", said.bare)
        if hit and not any(step.decision.action.name.startswith(names) or _empties(step) for step in acts):
            return f"the instruction says {hit[1]}, and nothing that was done does it"
    return ""


def _empties(step: Step) -> bool:
    """Whether an action takes something away by giving it nothing."""
    return any(value in ("", "none", False, 0, [], [[""]]) for value in step.decision.action.args.values())


def _too_few_copies(said: Said, acts: Sequence[Step]) -> str:
    hit = re.search(rf"\b({COUNT}) (?:more |further |extra |identical |exact |new )*(?:copies|duplicates)\b", said.bare)
    wanted = number_of(hit[1]) if hit else 2 if said.has(r"\b(?:copy|duplicate|clone)\b.*\btwice\b") else None
    made = sum(step.decision.action.name.startswith(("duplicate", "copy")) for step in acts)
    return f"the instruction is about {wanted} copies, and there are {made}" if wanted and made and wanted != made else ""


def _other_count(said: Said, acts: Sequence[Step]) -> str:
    """In words, how many slides or shapes were to be added, deleted or hidden, where it were more or fewer."""
    for names, nouns in COUNTED:
        done = sum(step.decision.action.name in names for step in acts)
        wholes = any(step.decision.action.args.get("target") == "all" for step in acts)
        hits = re.findall(rf"\b(?:add|insert|create|delete|remove|hide|put|append)\w*\b[^.;:]*?\b({COUNT}) (?:\w+ ){{0,2}}?(?:{nouns})\b", said.bare)
        wanted = {number for hit in hits if (number := number_of(hit)) and number > 1}
        if done and not wholes and len(wanted) == 1 and done not in wanted:
            return f"the instruction is about {min(wanted)}, and it were {done}"
    return ""


def single(step: Step) -> bool:
    """Whether an action was done to one place."""
    places = [str(step.decision.action.args.get(name, "")) for name in ("target", "slide", "table", "range", "at")]
    return any(len(singles(place)) == 1 for place in places if place and place not in EVERYWHERE)


def _arguments(step: Step) -> Mapping[str, object]:
    """The arguments that this action has."""
    found = actions_for(step.observation.kind).get(step.decision.action.name)
    return found.schema["properties"] if found else {}


def decimals_said(said: Said) -> int | None:
    """How many decimals the instruction speaks of; None where it does not."""
    hit = re.search(rf"\b(no|zero|without|single|{COUNT})(?: any)? (?:decimals?|digits? (?:after|behind)|places?)\b", said.bare)
    if hit is None:
        return None
    return {"no": 0, "zero": 0, "without": 0, "single": 1}.get(hit[1], number_of(hit[1]))


def _computed(acts: Sequence[Step]) -> bool:
    """Whether a formula was written."""
    return any(str(step.decision.action.args.get("value", "")).startswith("=") for step in acts)


def _everywhere(step: Step, before: Reading) -> bool:
    """Whether an action was done to all there is, or to all points of a slide."""
    action = step.decision.action
    target = action.args.get("target", "")
    if target == "all" or (action.name in WHOLE and not target):
        return True
    roles = {element.id: element.role for element in step.observation.elements}
    return before.kind == "presentation" and action.name == "format_text" and not action.args.get("match") and roles.get(str(target)) == "content"


def _not_everywhere(work: Work, after: Reading) -> str:
    """A text that is to be changed wherever it stands, and stands at places that were left out."""
    if not work.said.has(EVERY):
        return ""
    for step in work.acts:
        action = step.decision.action
        text = str(action.args.get("match") or action.args.get("find") or "")
        if not text or action.args.get("regex"):
            continue
        if action.name == "find_replace":
            new = str(action.args.get("replace", ""))
            if text.lower() not in new.lower() and any(text in value for value in _texts(after)):
                return f"“{text}” is still there"
            continue
        matched = [s.decision.action.args for s in work.acts if s.decision.action.args.get("match") == text]
        covered = {single for args in matched for single in singles(str(args.get("target", "")))}
        if covered & {*EVERYWHERE}:
            continue
        left = [e.id for e in work.elements if flat(text) in flat(e.text) and e.id not in covered and e.id.partition(".")[0] not in covered]
        if left:
            return f"“{text}” also stands in {left[0]}"
    return ""


def _texts(reading: Reading) -> Iterable[str]:
    return (str(value) for part in reading.parts if part.kind != "properties" for value in part.properties.values())


def _paragraphs(acts: Sequence[Step], elements: Sequence[Element]) -> set[str]:
    """The ids that were named as targets; with `all`, all of them."""
    named = [str(step.decision.action.args.get("target", "")) for step in acts]
    if "all" in named:
        return {element.id for element in elements}
    return {single for target in named for single in singles(target)}


def _other_sections(work: Work) -> str:
    """Paragraphs outside of the numbered sections that are spoken of, or a section of several that was left out."""
    spoken = [(int(a), int(b or a)) for a, b in re.findall(SECTIONS, work.said.bare)]
    if work.before.kind != "document" or len(spoken) != 1:
        return ""
    section, sections = 0, dict[str, int]()
    for element in work.elements:
        if element.role.startswith("Heading") and (hit := NUMBERED.match(element.text)):
            section = int(hit[1])
        if element.id.startswith("p"):
            sections[element.id] = section
    wanted = set(range(spoken[0][0], spoken[0][1] + 1))
    if not wanted & set(sections.values()):
        return ""
    touched = {sections[p] for p in _paragraphs(work.acts, work.elements) if p in sections}
    if touched - wanted:
        return f"section {min(touched - wanted)} was worked on"
    if touched and (missing := wanted & set(sections.values()) - touched):
        return f"section {min(missing)} was left out"
    return ""


def _not_both(work: Work) -> str:
    """The title or the subtitle, where both are named together and one was left out."""
    if not work.said.has(r"\btitle (?:and|as well as|&) (?:the |its )?sub-?title\b|\bsub-?title (?:and|as well as|&) (?:the |its )?title\b"):
        return ""
    touched = _paragraphs(work.acts, work.elements)
    by_role = {role: {e.id for e in work.elements if e.role.lower() == role} for role in ROLES}
    for role, ids in by_role.items():
        if ids and touched and not touched & (ids | {i.partition(".")[0] for i in ids}):
            return f"the {role} was left out"
    return ""


def _elsewhere(work: Work) -> str:
    """A shape or a text box that has a place on the slide and was put anywhere, or was added where one that is there is spoken of."""
    made = [step for step in work.acts if step.decision.action.name in MADE]
    placed = any(step.decision.action.name == "place_shape" for step in work.acts)
    for step in made:
        args = step.decision.action.args
        pointing = str(args.get("shape", "")).startswith("arrow") and work.said.has(r"\barrow (?:pointing )?(?:to|towards) the\b")
        if (
            work.said.has(SOMEWHERE)
            and not pointing
            and not placed
            and not any(name.endswith("_cm") or name in ("align", "position") for name in args)
        ):
            return "the instruction says where on the slide, and nothing was done about it"
        shape = str(args.get("shape", "text box")).partition("_")[0]
        there = any(shape in f"{e.role} {e.detail}" for e in work.elements)
        if there and work.said.has(rf"\bthe (?:\w+ )?{shape}s?\b") and not work.said.has(ADDING):
            return f"the {shape} that is there is spoken of, and another one was added"
    return ""


def _charted(work: Work) -> str:
    """A row that is spoken of by its label, where a chart shows others besides."""
    for step in work.acts:
        action = step.decision.action
        if action.name != "insert_chart" or work.before.kind != "spreadsheet":
            continue
        hit = re.fullmatch(r"([A-Z]+)(\d+):[A-Z]+(\d+)", str(action.args.get("range", "")).rpartition("!")[2])
        if not hit:
            continue
        labels, rows = _labels(work.before, hit[1]), range(int(hit[2]), int(hit[3]) + 1)
        top = head_row(work.before)
        named = {row for row, label in labels.items() if row > top and len(label) > 3 and re.search(rf"\b{re.escape(label)}\b", work.said.bare)}
        if named and len(set(labels) & set(rows)) > len(named) + 1 and not work.said.has(r"\b(?:all|whole|entire|every|table)\b"):
            return f"the instruction speaks of row {min(named)}, and the chart shows others besides"
    return ""


def _labels(before: Reading, column: str) -> dict[int, str]:
    """Row -> the text in this column, in small letters."""
    found: dict[int, str] = {}
    for part in before.parts:
        hit = re.search(rf"!{column}(\d+)$", part.key)
        if hit and part.kind == "cell" and isinstance(text := part.properties.get("value"), str):
            found.setdefault(int(hit[1]), text.lower())
    return found
