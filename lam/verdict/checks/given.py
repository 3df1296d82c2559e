"""Whether the numbers and texts of arguments were given by the person, in the instruction or in the document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from lam.guard import strings
from lam.reading.base import Reading
from lam.types import Step
from lam.verdict.words import COUNT, LEXICON, Said, flat, number_of, one_off, pattern

FORMULA_LITERAL = re.compile(r"(?<![A-Za-z\d.$])\d+(?:\.\d+)?%?(?![\d.:A-Za-z(])")
COUNTED: Mapping[str, tuple[str, ...]] = {
    "insert_table": ("rows", "columns"),
    "format_text": ("size_pt",),
    "format_paragraph": ("space_before_pt", "space_after_pt", "line_spacing", "indent_left_cm", "indent_right_cm", "first_line_cm"),
    "set_page": ("margin_cm", "margin_left_cm", "margin_right_cm", "margin_top_cm", "margin_bottom_cm", "columns"),
    "resize": ("width_cm", "height_cm"),
    "insert_rows": ("count",),
    "insert_columns": ("count",),
    "insert_table_rows": ("count",),
    "insert_table_columns": ("count",),
    "format_cells": ("size_pt",),
    "conditional_format": ("value", "value2"),
    "filter": ("value",),
    "format_shape": ("line_width_pt",),
    "place_shape": ("width_cm", "height_cm", "x_cm", "y_cm", "rotation_deg"),
    "add_text_box": ("width_cm", "height_cm", "x_cm", "y_cm"),
    "add_shape": ("width_cm", "height_cm", "x_cm", "y_cm"),
    "insert_image": ("width_cm", "x_cm", "y_cm"),
    "set_list": ("level",),
    "set_transition": ("seconds",),
    "set_heading": ("level",),
    "insert_toc": ("levels",),
    "set_cell": ("value",),
    "insert_chart": ("values",),
    "format_number": ("decimals",),
}
"""Action -> arguments that are numbers which the person says."""
FREE = {"level": (0, 1), "count": (1,), "line_spacing": (1, 1.5, 2), "decimals": (0, 2), "columns": (1,)}
"""Values that are asked for without a number: `a heading`, `a row`, `double spacing`, `no decimals`."""
BY_COMPARISON = pattern(LEXICON["free"]["comparison"])
SERIES = (
    r"\b(?:number\w*|count\w*|consecutive\w*|sequen\w*|series|enumerat\w*|id|rank\w*|up|through|so on|every|each|steps?|then|until"
    r"|more|to \d+|position|running)\b"
)
"""Numbers of a series are not all said."""
CENTIMETRES = (2.54, 0.1, 1.0)


MORE_OF_THEM = (
    rf"(?<![\w.,])({COUNT}) (?:(?:more|empty|blank|extra|new|spare|fresh|further|additional|bare|unused) ){{1,2}}(?:rows?|lines?|columns?|records?)\b"
)
BULLETS = rf"(?<![\w.,])({COUNT}) (?:(?!slides?\b)[a-z-]+ ){{0,2}}(?:bullets?(?: points)?|points|items|lines|takeaways|findings|messages|lessons)\b"
SHARE = r"\b\d+(?:[.,]\d+)? ?(?:%|percent|per cent) of\b"
CHANGED_BY = (
    r"\b(?:plus|add\w*|rais\w*|increas\w*|more|higher|up|includ\w*|less|minus|discount\w*|reduc\w*|decreas\w*|lower|off|after|new|gross|net)\b"
)
RAISED = (
    r"\d ?(?:%|percent|per cent) (?:on top|more|higher|extra|added|up\b|surcharge)"
    r"|\b(?:plus|rais\w+|increas\w+)(?: \w+){0,2}? (?:by )?\d+(?:[.,]\d+)? ?(?:%|percent|per cent)"
)
WITH_ALL = r"\b1\s*\+|\+|\b1\.\d|\b1\d\d%"
"""How a formula adds a share to the whole."""


def miscounted(said: Said, acts: Sequence[Step]) -> str:
    """In words, a number of an argument that the instruction does not say; empty when there is none."""
    hit = re.search(BULLETS, said.bare)
    wanted = number_of(hit[1]) if hit else None
    for step in acts:
        bullets = step.decision.action.args.get("bullets")
        if wrong := _twice(said, step):
            return wrong
        tints = {str(other.decision.action.args.get("color", "")).casefold() for other in acts} - {""}
        if isinstance(bullets, list) and (tinted := [line for line in bullets if str(line).casefold() in tints and line not in said.quotes]):
            return f"{tinted[0]!r} is a colour, and was written as a point"
        if (
            isinstance(bullets, list)
            and len(bullets) == 1
            and " and " in bullets[0]
            and bullets[0] not in said.quotes
            and said.has(r"\b(?:points|bullets)\b")
        ):
            return f"the instruction is about several points, and {bullets[0]!r} is one"
        if wanted and step.decision.action.name == "add_slide" and isinstance(bullets, list) and len(bullets) != wanted:
            return f"the instruction is about {wanted} points, and there are {len(bullets)}"
        for name in ("rows", "columns") if step.decision.action.name == "insert_table" else ():
            sized = [number_of(count) or 0 for count in re.findall(rf"\b({COUNT}) {name}\b", said.bare)]
            if len(sized) == 1 and step.decision.action.args.get(name) != sized[0]:
                return f"the instruction is about {sized[0]} {name}, and there are {step.decision.action.args.get(name)}"
        for name in ("rows", "columns") if step.decision.action.name == "freeze" else ():
            frozen = re.search(rf"\b({COUNT}) (?:(?:top|upper|first|left|leftmost|topmost) )?(?:most )?{name}\b", said.bare)
            if frozen and step.decision.action.args.get(name, 0) not in (0, number_of(frozen[1])):
                return f"the instruction is about {frozen[1]} {name}, and {step.decision.action.args[name]} were frozen"
        formula = str(step.decision.action.args.get("value", ""))
        if re.search(r"\(\s*1\s*[-+]", formula) and said.has(SHARE) and not said.has(CHANGED_BY):
            return f"{formula} is not a share, and the instruction asks for one"
        if re.search(r"\*.*\d", formula) and said.has(RAISED) and not re.search(WITH_ALL, formula):
            return f"{formula} is a share alone, and the instruction asks for it on top"
    return _too_few(said, acts) or _unsaid(said, acts)


def _too_few(said: Said, acts: Sequence[Step]) -> str:
    """In words, another number of rows or columns than the `five more lines` that were to be inserted; empty when it fits or nothing is said."""
    adding = [step.decision.action for step in acts if step.decision.action.name.startswith("insert_") and "at" in step.decision.action.args]
    wanted = [number_of(count) or 0 for count in re.findall(MORE_OF_THEM, said.bare)]
    added = sum(int(action.args.get("count", 1)) for action in adding)
    if len(adding) == len(acts) and len(wanted) == 1 and wanted[0] not in (0, added):
        return f"the instruction is about {wanted[0]} more, and {added} were inserted"
    return ""


def _twice(said: Said, step: Step) -> str:
    """A text that stands oftener in a list of an action than in the instruction."""
    for name in ("bullets", "values", "categories"):
        given = step.decision.action.args.get(name)
        lines = [line.strip() for line in strings(given)] if isinstance(given, list) else []
        for line in lines:
            if lines.count(line) > 1 and lines.count(line) > said.text.count(line):
                return f"{line!r} stands twice among the {name}"
    return ""


def _unsaid(said: Said, acts: Sequence[Step]) -> str:
    numbers = said.numbers | {float(len(said.quotes))}
    for step in acts:
        action = step.decision.action
        for name in COUNTED.get(action.name, ()):
            for value in _numbers(action.args.get(name)):
                if value in FREE.get(name, ()) or ((data := action.args.get("data")) and value == (len(data) if name == "rows" else len(data[0]))):
                    continue
                scales = CENTIMETRES if name.endswith("_cm") else (1.0, 0.01, 1000.0, -1.0)
                if not any(abs(number * scale - value) < 0.011 for number in numbers for scale in scales) and not (
                    name == "size_pt" and said.has(BY_COMPARISON)
                ):
                    return f"nobody asked for {name.replace('_', ' ')} {value:g}"
        if action.name == "set_cells" and not said.has(SERIES):
            told = {number * scale for number in numbers for scale in (1.0, 0.01, -1.0, -0.01)}
            for value in _numbers(action.args.get("rows")):
                if not any(abs(value - number) < 1e-6 for number in told):
                    return f"nobody said {value:g}"
        formula = str(action.args.get("value", ""))
        if action.name == "set_cell" and formula.startswith("=") and formula not in said.text:
            for literal in FORMULA_LITERAL.findall(re.sub(r'"[^"]*"', "", formula)):
                value = float(literal.rstrip("%"))
                if value not in (0, 1) and not any(
                    abs(n * scale + plus - value) < 1e-6 for n in numbers for scale in (1, 0.01, -0.01) for plus in (0, 1)
                ):
                    return f"nobody said the {literal} of {formula}"
    return ""


def _numbers(value: object) -> list[float]:
    if isinstance(value, list):
        return [number for item in value for number in _numbers(item)]
    return [float(value)] if isinstance(value, int | float) and not isinstance(value, bool) else []


SAID: Mapping[str, tuple[str, ...]] = {
    "insert_bookmark": ("name",),
    "insert_link": ("url", "match"),
    "insert_footnote": ("match",),
    "insert_comment": ("match",),
    "format_text": ("match", "font"),
    "find_replace": ("find", "replace"),
    "name_range": ("name",),
    "add_sheet": ("name",),
    "rename_sheet": ("name",),
    "set_properties": ("author", "subject", "keywords"),
    "set_master_font": ("font",),
    "format_cells": ("font",),
    "apply_style": ("style",),
    "insert_toc": ("title",),
}
"""Action -> arguments whose words are all in the instruction."""
LABELS = frozenset(LEXICON["common"]["labels"].split())
"""Words that a new label in a sheet may have unasked: what a formula computes, and the months and days of a series."""
GIVEN: Mapping[str, tuple[str, ...]] = {
    "insert_link": ("text",),
    "insert_footnote": ("text",),
    "insert_comment": ("text",),
    "insert_text": ("text",),
    "replace_text": ("text",),
    "set_header": ("text",),
    "set_footer": ("text",),
    "set_properties": ("title",),
    "set_table_cells": ("data",),
    "insert_table": ("data",),
    "copy_sheet": ("name",),
    "set_title": ("text",),
    "set_bullets": ("bullets",),
    "set_notes": ("text",),
    "add_text_box": ("text",),
    "add_shape": ("text",),
    "insert_chart": ("title",),
    "validate_list": ("values",),
    "set_cell": ("value",),
    "set_cells": ("rows",),
    "add_slide": ("title",),
    "type_text": ("text",),
    "set_text": ("text",),
}
"""Action -> arguments whose words the person gives, in the instruction or in the document."""


EMPTY = ("vacant", "empty", "blank", "nothing", "void", "bare")
ONE_CELL = r"\bcell\b(?!s)"
LABELLED = ("set_cell", "set_cells")
"""Actions that may set labels."""
ADDRESS = re.compile(r"\S+://\S+|\S+@\S+\.\w+|\bwww\.\S+")
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
KINDS = (
    ("percentage|percent figure", r"\d+(?:[.,]\d+)? ?(?:%|percent\b|per cent\b)"),
    ("amount|price|sum|sum of money", r"[$€£] ?\d[\d.,]*\d|[$€£] ?\d|\b\d[\d.,]* (?:euros?|pounds?|dollars?|francs?|kroner|kronor)\b"),
    ("year", r"\b(?:19|20)\d\d\b"),
    ("month", rf"\b(?:{_MONTH})\b"),
    ("date", rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTH})(?: \d{{4}})?\b|\b(?:{_MONTH}) \d{{1,2}}(?:, \d{{4}})?\b|\b\d{{4}}-\d\d-\d\d\b"),
    ("(?:tele)?phone(?: number)?", r"\+?\d[\d ]{7,}\d"),
    ("e-?mail(?: address)?", r"\S+@\S+\.\w+"),
)
"""What people call a part of a text -> what it looks like."""
ANY_CASE = r"\b(?:case|capital\w*|caps|upper\w*|lower\w*)\b"
COMPOSED, GIST, NAMING = (pattern(LEXICON["free"][name]) for name in ("composed", "gist", "naming"))
"""With these in the instruction, texts, the title of a new slide, and names are left to who acts, as `lexicon.toml` tells."""


def invented(said: Said, acts: Sequence[Step], before: Reading) -> str:
    """A text in an argument that nobody gave, in the instruction or in the document, as it is; empty when there is none."""
    document = lru_cache(maxsize=1)(lambda: flat(" | ".join(str(v) for p in before.parts for v in p.properties.values())))
    quoted = {quote.casefold(): quote for quote in said.quotes}
    free, unnamed = said.has(COMPOSED), not said.has(NAMING) and not said.quotes
    for step in acts:
        action = step.decision.action
        if action.name.startswith(("set_cell", "set_table_cells")) and any(
            text.casefold().strip() in EMPTY and text not in said.quotes for text in strings(dict(action.args)) if text
        ):
            return "something is to be empty, and a word was written there"
        if action.name in ("add_slide", "set_bullets") and (line := _unfounded(action.args.get("bullets"), document() + flat(said.text))):
            return f"nothing in the document says {line!r}"
        if action.name == "add_slide" and said.has(GIST) and (line := _misquoted(action.args.get("bullets"), document(), before)):
            return f"the document says almost, but not quite {line!r}"
        given = () if free or (action.name == "add_slide" and said.has(GIST)) else GIVEN.get(action.name, ())
        for name in (*SAID.get(action.name, ()), *given):
            for text in _lines(action.args.get(name)):
                other = quoted.get(text.casefold(), text)
                if name == "match" and (part := next((q for key, q in quoted.items() if key != text.casefold() and key in text.casefold()), "")):
                    return f"the instruction is about {part!r}, and {text!r} was changed"
                if other != text and not said.has(ANY_CASE):
                    return f"the instruction says {other!r}, and {name} was {text!r}"
                if name == "data" and action.name == "set_table_cells" and said.has(ONE_CELL) and sum(1 for _ in strings(action.args["data"])) > 1:
                    return "the instruction is about one cell, and several were filled"
                if name == "data" and len(text) == 1 and text.isalpha() and not re.search(rf"\b{text}\b", said.text):
                    return f"nobody gave the {name} {text!r}"
                told = ADDRESS.sub(" ", said.text) if name == "match" else said.text
                if text.startswith("=") or (name == "name" and unnamed) or flat(text) in flat(told):
                    continue
                if name == "match" and _only_of_its_kind(said, text, str(action.args.get("target", "")), before):
                    continue
                labelled = action.name in LABELLED and _words(text) <= LABELS | _words(said.text)
                if name in SAID.get(action.name, ()) or not (labelled or flat(text) in document()):
                    return f"nobody gave the {name} {text!r}"
    return ""


def _only_of_its_kind(said: Said, match: str, target: str, before: Reading) -> bool:
    """Whether a part of a text is what it is called: `the amount` for the only one in it."""
    text = next((str(p.properties.get("text", "")) for p in before.parts if p.key == f"paragraph {target.removeprefix('p')}"), "")
    for words, form in KINDS:
        found = [hit[0].strip() for hit in re.finditer(form, text)]
        if len(found) == 1 and found[0] == match.strip() and said.has(rf"\bthe (?:{words})\b"):
            return True
    return False


def _unfounded(value: object, given: str) -> str:
    """A point of a summary whose numbers, or most of whose words, are neither in the document nor in the instruction."""
    for line in _lines(value):
        words = {word for word in _words(line) if len(word) > 3 or any(c.isdigit() for c in word)}
        missing = {word for word in words if f" {word} " not in given}
        if any(c.isdigit() for word in missing for c in word) or 2 * len(missing) > len(words):
            return line
    return ""


ALMOST = 0.75
"""Share of its words that a point has in common with a line that it was meant to repeat."""
LEAST_WORDS = 3


def _misquoted(value: object, given: str, before: Reading) -> str:
    """A point that is one of the document's lines but for a word or two; the same words in another spelling are the same."""
    lines = {flat(line) for part in before.parts for line in str(part.properties.get("text", "")).splitlines() if line.strip()}
    for line in _lines(value):
        words = set(flat(line).split())
        if flat(line) in given or len(words) < LEAST_WORDS:
            continue
        for other in (set(other.split()) for other in lines):
            almost = len(words & other) >= ALMOST * max(len(words), len(other))
            if almost and not all(any(one_off(word, spelt) for spelt in other - words) for word in words - other):
                return line
    return ""


def _lines(value: object) -> Iterator[str]:
    """The lines of all texts in a value that are not empty."""
    return (line for text in strings(value) for line in text.splitlines() if line.strip())


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
