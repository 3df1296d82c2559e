"""What goes together: two columns in one breath, a figure with what it is for, as many as are counted, all but the one that is excepted."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lam.types import Step
from lam.verdict.places.common import Work, first_wrong
from lam.verdict.places.spreadsheet import heads_of
from lam.verdict.places.tables import cells_of_table
from lam.verdict.touch import cells_of, singles
from lam.verdict.words import COUNT, QUOTED, flat, number_of, value_of

ALL_BUT = (
    r"\b(?:all|every\w*|each|everything|whole|rest)\b[^.;:]*\b(?:but|except\w*|apart from|other than|save for|bar|excluding|not)(?: for)?(?: on)?"
    r" (?:the |my |our )?(?:first|last|opening|closing|title|cover|titles?|headings?|final|slide|body|second|third)\b"
)
"""Everything but a part."""
SIDES_OF_TWO = ("format_number", "format_cells", "hide", "resize", "clear")
"""Actions on columns, which are done to each of two."""
_NUMBER = r"(\d+(?:[.,]\d+)?) ?(?:cm|centimet\w+)?"
SIZES: Mapping[str, str] = {
    "width_cm": rf"{_NUMBER},? (?:wide|broad|in width|across)\b|\b(?:width|wide|broad)(?: of| to| is|:| at)? {_NUMBER}",
    "height_cm": rf"{_NUMBER},? (?:high|tall|in height)\b|\b(?:height|high|tall)(?: of| to| is|:| at)? {_NUMBER}",
}
"""Arguments -> how they are said."""
SIZED_ROLES = r"\b(subtitle|title|headline)s?(?: to| at| in| is|:)? (\d+(?:[.,]\d+)?) ?(?:pt|points?)\b"
LEVELS = r"\blevel[- ]?(\d)\b|\bheading (\d)\b"
FIRST_OF = (
    rf"\b(?:first|last|next|top|bottom|opening|closing) ({COUNT}) (?:lines|paragraphs|items|bullets|points|headings|entries|steps)\b"
    r"(?! of (?:the|this|that) para)"
)
HEADER_CELLS = r"\b(?:header|head|heading|top|first)(?:[- ]row)? (?:cells|row|line)\b"
A_FEW = rf"\b(?:{COUNT}|left|right|some|both)\b"
WITH_DATE = r"\b(?:and|with|plus|also|,) (?:the )?(?:today['’]s |current )?date\b"
THOSE = r"\b(?:words?|phrase|term|expression)\s*$"
TOLD_BY = (
    r"\b(?:with|containing|contains?|mention\w*|has|have|says?|where|which|that|begin\w*|start\w*|end\w*|reads?|about)(?: the)?"
    r" (?:words?|phrase|term|expression)\s*$"
)
"""What is quoted tells which text is meant."""


def unpaired(work: Work) -> str:
    """In words, what does not go together; empty when all does."""
    checks = (
        _all_too,
        _one_column,
        _one_group,
        _sizes_crossed,
        _other_size,
        _other_number,
        _run_together,
        _other_level,
        _too_few,
        _header_cells,
        _no_date,
        _not_those_words,
    )
    return first_wrong(work, checks)


def _all_too(work: Work, step: Step) -> str:
    """All slides, or all texts, where one is excepted."""
    wrong = step.decision.action.args.get("target") == "all" and len(work.acts) == 1 and work.before.kind == "presentation" and work.said.has(ALL_BUT)
    return "the instruction excepts something, and all was changed" if wrong else ""


def _together(work: Work) -> list[tuple[str, str]]:
    """The columns whose heads are joined by `and`."""
    heads = [(column, re.escape(head.strip())) for column, head in heads_of(work.before).items() if len(head.strip()) > 1]
    return [
        (one, other)
        for one, first in heads
        for other, second in heads
        if one != other
        and re.search(rf"(?<!between )(?<!between the )(?<!\w){first}(?: columns?)? (?:and|&) (?:the )?{second}(?!\w)", work.said.text, re.IGNORECASE)
    ]


def _one_column(work: Work, step: Step) -> str:
    """One of two columns."""
    if (
        work.before.kind != "spreadsheet"
        or step.decision.action.name not in SIDES_OF_TWO
        or any("!" in str(a.decision.action.args) for a in work.acts)
    ):
        return ""
    if any(act.decision.action.name != step.decision.action.name for act in work.acts) or work.said.has(r"\b(?:where|if|whose|rows?|table with)\b"):
        return ""
    touched = {column for act in work.acts for column, _ in cells_of(act)}
    named = _together(work)
    lost = next((column for pair in named for column in pair if touched & {*pair} and column not in touched), "")
    return f"the instruction names {heads_of(work.before)[lost].strip()}, too, and it was left" if lost else ""


def _one_group(work: Work, step: Step) -> str:
    """A pivot table by one of two columns."""
    args = step.decision.action.args
    if step.decision.action.name != "pivot_table" or work.before.kind != "spreadsheet":
        return ""
    heads = heads_of(work.before)
    used = {flat(name) for part in ("rows", "columns") for name in args.get(part) or ()}
    for one, other in _together(work):
        names = {flat(heads[one]), flat(heads[other])}
        if flat(args.get("values")) not in names and used & names and names - used:
            return f"the instruction groups by {heads[one].strip()} and {heads[other].strip()}"
    return ""


def _sizes_crossed(work: Work, step: Step) -> str:
    """A width that is said to be the height, or the other way round."""
    args = step.decision.action.args
    for name, said in SIZES.items():
        found = {value_of(figure) for hit in re.finditer(said, work.said.bare) for figure in hit.groups() if figure}
        given = args.get(name)
        other = args.get("height_cm" if name == "width_cm" else "width_cm")
        if len(found) == 1 and given is not None and other in found and given not in found:
            return f"the instruction says {min(filter(None, found)):g} of the {name[:-3]}"
    return ""


def _other_size(work: Work, step: Step) -> str:
    """The size of letters of the title for the subtitle, or the other way round."""
    action = step.decision.action
    roles = {e.id: e.role.lower() for e in step.observation.elements}
    role = roles.get(str(action.args.get("target")), "")
    said = {name.replace("headline", "title"): value_of(size) for name, size in re.findall(SIZED_ROLES, work.said.bare)}
    wrong = (
        action.name == "format_text"
        and "size_pt" in action.args
        and len(said) == 2
        and said.get(role, action.args["size_pt"]) != action.args["size_pt"]
    )
    return f"the instruction says {said[role]:g} for the {role}" if wrong else ""


def _other_number(work: Work, step: Step) -> str:
    """A number of a chart beside another category than in the instruction."""
    args = step.decision.action.args
    categories, values = args.get("categories"), args.get("values")
    if (
        step.decision.action.name != "insert_chart"
        or not isinstance(categories, list)
        or not isinstance(values, list)
        or len(categories) != len(values)
    ):
        return ""
    pairs = []
    for category, value in zip(categories, values, strict=True):
        pattern = rf"(?<!\w){re.escape(str(category))}[\"'”’]?(?: ?[:=(]| is| has| at| with| of| -| –)? ?[$€£]?(-?\d[\d.,]*)"
        found = {value_of(figure.rstrip(".,")) for figure in re.findall(pattern, work.said.text, re.IGNORECASE)}
        pairs += [(category, value, min(found, key=str))] if len(found) == 1 else []
    wrong = (
        next(((category, said) for category, value, said in pairs if said is not None and said != value), None) if len(pairs) == len(values) else None
    )
    return f"the instruction says {wrong[1]:g} for {wrong[0]}" if wrong else ""


def _run_together(work: Work, step: Step) -> str:
    """Two points in one."""
    points = step.decision.action.args.get("bullets")
    one = str(points[0]) if isinstance(points, list) and len(points) == 1 and "; " in str(points[0]) and points[0] not in work.said.quotes else ""
    shown = " ".join(e.text for e in step.observation.elements)
    return f"{one!r} are two points" if one and one not in shown else ""


def _other_level(work: Work, step: Step) -> str:
    """A new heading of another level."""
    hit = re.fullmatch(r"Heading (\d)", str(step.decision.action.args.get("style", "")))
    said = {one or other for one, other in re.findall(LEVELS, work.said.bare)}
    wrong = step.decision.action.name == "insert_text" and hit is not None and len(work.acts) == 1 and len(said) == 1 and hit[1] not in said
    return f"the instruction says level {min(said)}, and it was {hit[1]}" if wrong and hit else ""


def _too_few(work: Work, step: Step) -> str:
    """One of several that are counted from an end."""
    name = step.decision.action.name
    if (
        work.before.kind != "document"
        or not name.startswith(("format_", "set_list", "delete", "apply_style"))
        or "match" in step.decision.action.args
    ):
        return ""
    counts = [number_of(count) or 0 for count in re.findall(FIRST_OF, work.said.bare)]
    if len(counts) != 1 or any(act.decision.action.name != name for act in work.acts):
        return ""
    given = [part.strip() for act in work.acts for part in str(act.decision.action.args.get("target", "")).split(",")]
    targets = {single for part in given for single in singles(part)}
    few = all(re.fullmatch(r"p\d+", target) for target in targets) and 0 < len(targets) < counts[0]
    return f"the instruction is about {counts[0]}, and {len(targets)} were changed" if few else ""


def _header_cells(work: Work, step: Step) -> str:
    """Cells of a table that are not those of its first row, or not all of them."""
    args = step.decision.action.args
    hit = re.fullmatch(r"([A-Z])(\d+):([A-Z])(\d+)", str(args.get("cells", "")))
    if step.decision.action.name != "merge_table_cells" or hit is None or not work.said.has(HEADER_CELLS):
        return ""
    columns = sorted(cell[0] for cell in cells_of_table(work.before, str(args.get("table", ""))) if cell[1:] == "1")
    if (hit[2], hit[4]) != ("1", "1"):
        return "the instruction is about the first row of the table, and other cells were merged"
    few = columns and (hit[1], hit[3]) != (columns[0], columns[-1]) and not work.said.has(A_FEW)
    return "the instruction is about the first row of the table, and some cells of it were merged" if few else ""


def _no_date(work: Work, step: Step) -> str:
    """A footer without the date that is spoken of."""
    args = step.decision.action.args
    wrong = step.decision.action.name == "set_footer" and work.before.kind == "presentation" and not args.get("date") and work.said.has(WITH_DATE)
    return (
        "the instruction asks for the date, and the footer has none" if wrong and not work.said.has(r"\b(?:no|without|not)\b[^.;]*\bdate\b") else ""
    )


def _not_those_words(work: Work, step: Step) -> str:
    """All of a text, or a part of the quote, where `the words` are quoted."""
    action = step.decision.action
    if action.name not in ("format_text", "insert_link"):
        return ""
    texts = [flat(e.text) for e in work.elements if e.id == action.args.get("target")]
    match = action.args.get("match")
    for hit in QUOTED.finditer(work.said.text):
        quote = flat(next(group for group in hit.groups() if group))
        inside = any(quote in text and quote != text for text in texts)
        before = work.said.text[: hit.start()]
        if match is not None and inside and flat(match) in quote and flat(match) != quote and match not in work.said.quotes:
            return f"the instruction says “{quote.strip()}”, and {match!r} is a part of it"
        if match is None and inside and len(work.acts) == 1 and re.search(THOSE, before) and not re.search(TOLD_BY, before, re.IGNORECASE):
            return f"the instruction is about the words “{quote.strip()}”, and all of the text was changed"
    return ""
