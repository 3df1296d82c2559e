"""Whether the arguments of actions say what the instruction says: the choices that it names, and texts that somebody asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from lam.envs.libreoffice.inside.colors import spoken, to_number
from lam.errors import ActionRejected
from lam.reading.base import Reading
from lam.types import Step
from lam.verdict.words import Said, listed

Choices = Mapping[Any, str]
"""Value of an argument -> what an instruction says (a regular expression) that asks for it."""
DRAWN = r"(?:charts?|graphs?|diagrams?|plots?)"
CHARTS: Choices = {
    "column": rf"\b(?:column|vertical)\w* (?:\w+ )?{DRAWN}\b|{DRAWN} (?:with|of|in|using) (?:\w+ )?columns",
    "bar": rf"\bbars?\b|\bhorizontal\w* (?:\w+ )?{DRAWN}\b",
    "line": rf"\b(?:line|curve)s?(?: |-)?{DRAWN}\b|\bcurve\b|{DRAWN} (?:with|of|in|using|as) (?:a |one )?lines?\b|\bas (?:a )?lines?\b",
    "pie": r"\bpies?\b|\bcake\b|\bslices\b",
    "area": rf"\barea (?:\w+ )?{DRAWN}|\b(?:filled|stacked) area",
    "scatter": r"\bscatter\w*|\bxy\b|x-y\b",
    "donut": r"\bdo(?:ugh)?nuts?\b|\bring\b",
}
CASES: Choices = {
    "upper": r"\bupper\w*|\b(?:all|block) (?:caps|capitals?)\b|\bcapitals\b|\bcaps\b|\bcapital letters\b|\bshout",
    "lower": r"\blower\w*|\bsmall letters?\b|\bno capitals\b|\bminuscule",
    "title": r"\btitle[- ]?case\b|\beach word\b|\bevery word\b|\bwords?' first|\ball words\b|\bcapitali[sz]ed words\b|\btitle capital\w*|\bheadline (?:style|case)",
    "sentence": r"\bsentence[- ]?(?:case|style)|\blike (?:a|normal) sentence|\bas in (?:a )?sentence|\bfirst letter of (?:the|each|every) sentence",
}
ALIGNMENTS: Choices = {
    "left": r"\bleft\w*",
    "right": r"\bright\w*",
    "center": r"\bcent[er]{2}\w*|\bmiddle\b|\bcentral\w*",
    "justify": r"\bjustif\w*|\bblock\b|\bboth (?:sides|margins|edges)|\bflush\b",
}
FUNCTIONS: Choices = {
    "average": r"\baverag\w*|\bavg\b|\bmean\b",
    "sum": r"\bsums?\b|\btotal\w*|\badd\w*(?: \w+)* (?:up|together)\b|\bsumm?(?:ed|ing) up\b|\bautosum\b|\baddition\b|\baltogether\b|\bin all\b|\bcombined\b|\boverall\b",
    "max": r"\bmax\w*|\bhighest\b|\blargest\b|\bbiggest\b|\bgreatest\b|\btop value\b|\bmost\b|\bpeak\b|\bbest\b|\blongest\b|\boldest\b|\blatest\b",
    "min": r"\bmin\w*|\blowest\b|\bsmallest\b|\bleast\b|\bfewest\b|\bworst\b|\bhow low\b|\bshortest\b|\bearliest\b|\bcheapest\b",
    "median": r"\bmedian\b|\bmiddle value\b",
    "count": r"\bcount\w*|\bhow many\b|\bnumber of\b",
    "product": r"\bproduct of\b|\bmultipl\w*",
}
OPERATORS: tuple[tuple[str, str], ...] = (
    (
        ">=",
        r"\bat least\b|\bor (?:more|above|over|higher|greater|larger|bigger|later)\b|\bno(?:t)? (?:less|fewer|lower|smaller|below|under)\b|\bupwards?\b"
        r"|\bminimum\b|>=|≥|\band (?:above|over|up|more|higher)\b|\bfrom \S+ (?:on|up)\b|\bnot (?:below|under)\b",
    ),
    (
        "<=",
        r"\bat most\b|\bor (?:less|below|under|fewer|lower|smaller|earlier)\b|\bno(?:t)? (?:more|higher|larger|greater|above|over|bigger)\b|\bdownwards?\b"
        r"|\bmaximum\b|<=|≤|\band (?:below|under|less|lower)\b|\bup to\b|\bnot (?:above|over|exceed\w*)\b",
    ),
    (
        ">",
        r"\b(?:more|greate+r|higher|larger|bigger|later|better) (?:than|as)\b|\babove\b|\bover\b|\bexceed\w*|\bbeyond\b|\bpast\b|>|\bafter\b|\btops?\b",
    ),
    ("<", r"\b(?:less|lower|smaller|fewer|earlier|worse) (?:than|as)\b|\bbelow\b|\bunder\b|<|\bbefore\b|\bbeneath\b|\bshort of\b"),
    ("between", r"\bbetween\b|\bfrom \S+ (?:to|through|until)\b|\bwithin\b"),
)
"""Operator -> what asks for it, the longer phrases first: `not below 5` holds `below`."""
COMPLEMENTS = {">": "<=", "<": ">=", ">=": "<", "<=": ">", "=": "!=", "!=": "="}
REMOVING = r"\b(?:hide|hiding|without|except|remove|exclude|drop|get rid|filter out|leave out|take out|no rows)\b"
SHAPES: Choices = {
    "rectangle": r"\brect\w*|\bbox\b|\bsquare",
    "rounded_rectangle": r"\bround\w*",
    "ellipse": r"\bellip\w*|\bovals?\b|\bcircles?\b",
    "triangle": r"\btriang\w*",
    "diamond": r"\bdiamond|\brhomb",
    "arrow_right": r"\barrow\b(?!.*\bleft)|\bright\w* arrow|\barrow\b.*\bright",
    "arrow_left": r"\barrow\b.*\bleft|\bleft\w* arrow|\barrow\b",
    "star": r"\bstars?\b",
    "line": r"\bline\b",
}
TRANSITIONS: Choices = {
    "fade": r"\bfad\w*",
    "wipe": r"\bwip\w*",
    "push": r"\bpush\w*",
    "cover": r"\bcover\w*",
    "dissolve": r"\bdissol\w*",
    "cut": r"\bcut\b",
    "none": r"\bno(?:t|ne)?\b|\bwithout\b|\bremov\w*|\bdelet\w*|\brid\b|\boff\b|\bany\b|\bstop\b|\bclear\b",
}
SEPARATORS: Choices = {
    "comma": r"\bcommas?\b|,\s*$|[\"'(]?,[\"')]",
    "semicolon": r"\bsemi-?colons?\b",
    "tab": r"\btabs?\b|\btabulators?\b",
    "space": r"\b(?:spaces?|blanks?)\b",
    "pipe": r"\bpipes?\b|\bvertical (?:bar|line)s?\b|\bbars?\b",
    "hyphen": r"\bhyphens?\b|\bdash(?:es)?\b|\bminus\b",
}
FORMATS: Choices = {
    "percent": r"\bper ?cent\w*|%",
    "currency": r"\bcurrenc\w*|\bmoney\b|\beuros?\b|\bdollars?\b|[$€£¥]|\bpounds?\b|\byen\b|\bfrancs?\b|\bmonetary\b|\bprices?\b|\bamounts?\b",
    "date": r"\bdates?\b|\b(?:dd|mm|yy)(?:yy)?\b|\biso\b|\bdays?\b|\bmonths?\b|\byears?\b",
    "text": r"\btexts?\b",
    "scientific": r"\bscientific\w*|\bexponent\w*",
    "time": r"\btimes?\b|\bhours?\b|\bclock\b",
}
LISTS: Choices = {
    "bullet": r"\bbul\w*|\bblu\w*|\bdots?\b|\bpoints?\b|\bunordered\b",
    "number": r"\bnumber\w*|\benumerat\w*|\b1, ?2\b|\bordered\b|\bcount\w*",
    "none": r"\bno\b|\bnot\b|\bremov\w*|\bwithout\b|\bplain\b|\bnormal\b|\bordinary\b|\boff\b|\bdelet\w*|\brid\b|\bstop\w*|\baway\b|\binstead\b|\bdrop\b|n't\b",
}
ORDERS: Choices = {
    "front": r"\bfront\b|\b(?:upper|top)\w*|\bforeground\b|\bhighest\b|\babove\b|\bover\b|\bforemost\b",
    "back": r"\bback\b|\bbottom\w*|\bbackground\b|\b(?:lowe|rearmo|hindmo)\w*|\bbehind\b|\bbelow\b|\bunder\w*|\brearmost\b|\b(?:others|everything|rest)\b",
}
ORIENTATIONS: Choices = {"landscape": r"\blandscape\b|\bsideways\b|\bhorizontal\w*|\bwide\b", "portrait": r"\bportrait\b|\bupright\b|\bvertical\w*"}
SIZES: Choices = {size: rf"\b{size.lower()}\b" for size in ("A3", "A4", "A5", "Letter", "Legal")}
SYMBOLS: Choices = {"$": r"\$|\bdollars?\b|\busd\b", "€": r"€|\beuros?\b|\beur\b", "£": r"£|\bpounds?\b|\bgbp\b", "¥": r"¥|\byen\b|\bjpy\b"}
SCRIPTS: Choices = {
    "superscript": r"\bsuper\w*|\brais\w*|\babove\b|\bup\b|\bhigh\w*",
    "subscript": r"\bsub\w*|\blower\w*|\bbelow\b|\bdown\b|\bunder\b",
}

NAMED: Mapping[tuple[str, str], Choices] = {
    ("insert_chart", "type"): CHARTS,
    ("format_text", "case"): CASES,
    ("format_text", "script"): SCRIPTS,
    ("format_paragraph", "alignment"): ALIGNMENTS,
    ("format_cells", "alignment"): ALIGNMENTS,
    ("set_header", "alignment"): ALIGNMENTS,
    ("set_footer", "alignment"): ALIGNMENTS,
    ("pivot_table", "function"): FUNCTIONS,
    ("add_shape", "shape"): SHAPES,
    ("set_transition", "kind"): TRANSITIONS,
    ("text_to_columns", "separator"): SEPARATORS,
    ("format_number", "format"): FORMATS,
    ("format_number", "symbol"): SYMBOLS,
    ("set_list", "kind"): LISTS,
    ("order_shape", "to"): ORDERS,
    ("set_page", "orientation"): ORIENTATIONS,
    ("set_page", "size"): SIZES,
}
"""(action, argument) -> its choices. Where an instruction names some of them, the argument must be one of those."""
FORMULA_LITERAL = re.compile(r"(?<![A-Za-z\d.$])\d+(?:\.\d+)?%?(?![\d.:A-Za-z(])")
DEFAULTS: Mapping[tuple[str, str], str] = {("insert_chart", "type"): "column", ("pivot_table", "function"): "sum", ("set_list", "kind"): "bullet"}
"""What an argument that is left out means."""
FORMULA = re.compile(r"^=\s*(AVERAGE|SUM|MAX|MIN|MEDIAN|COUNTA?|PRODUCT)\s*\([^()]*\)\s*$", re.IGNORECASE)
FALLING = (
    r"\bdescend\w*|\bfalling\b|\bdecreas\w*|\bz (?:to|-) a\b|\b(?:high\w*|large\w*|big\w*|great\w*|most|top|latest|last|newest|recent|youngest|best|longest)\b"
    r"|\bdown\b|\breverse"
)
RISING = r"\bascend\w*|\brising\b|\bincreas\w*|\ba (?:to|-) z\b|\balphabet\w*|\b(?:low\w*|small\w*|least|earl\w*|oldest|cheap\w*|fewest|shortest|worst)\b|\bup\b"
AT_THE_END = r"(?:at|to) the (?:bottom|end|foot)|\blast\b"
COLORED = ("color", "highlight", "fill", "background", "border_color", "header_background", "line")


def contradicted(said: Said, acts: Sequence[Step]) -> str:
    """In words, the first argument that says something else than the instruction; empty when none does."""
    wanted_colors = colors(said.text)
    for step in acts:
        action = step.decision.action
        args = {**_left_out(action.name, action.args), **action.args}
        for name, value in args.items():
            choices = NAMED.get((action.name, name), {})
            named = _named(said, choices)
            if named and value in choices and value not in named:
                return _instead(" or ".join(map(str, named)), name, value)
            if (
                (action.name, name) in CHOSEN
                and not named
                and value in choices
                and value != DEFAULTS.get((action.name, name))
                and not said.has(ANY_CHOICE)
            ):
                return f"nobody asked for {name.replace('_', ' ')} {value}"
            if name in COLORED and isinstance(value, str) and wanted_colors and (shade := _number(value)) is not None and shade not in wanted_colors:
                return f"{name} {value} is not a colour that the instruction names"
        for check in (_comparison, _direction, _function):
            if wrong := check(said, action.name, args):
                return wrong
    return ""


def colors(text: str) -> set[int]:
    """The colours that a text names, as numbers; of `dark blue` not also blue."""
    return {number for number, _ in named_colors(text.lower())}


def named_colors(text: str) -> list[tuple[int, str]]:
    """The colours that a text in small letters names, as number and word."""
    words = [*re.findall(r"#[0-9a-f]{6}\b", text), *(hit[0] for hit in _color_names().finditer(text))]
    return [(number, word) for word in words if (number := _number(word)) is not None]


@lru_cache(maxsize=1)
def _color_names() -> re.Pattern[str]:
    names = sorted((n for n in spoken() if n != "none"), key=len, reverse=True)
    joined = "|".join(re.escape(name).replace(r"\ ", r"[ -]?").replace("gray", "gr[ae]y") for name in names)
    return re.compile(rf"\b(?:{joined})\b")


def _number(color: str) -> int | None:
    try:
        return to_number(color)
    except ActionRejected:
        return None


def _left_out(action: str, args: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for (owner, name), value in DEFAULTS.items() if owner == action and name not in args}


def _named(said: Said, choices: Choices) -> list[Any]:
    return [value for value, pattern in choices.items() if re.search(pattern, said.text.lower())]


def _instead(wanted: str, name: str, value: object) -> str:
    return f"the instruction says {wanted}, and {name.replace('_', ' ')} was {value}"


def _comparison(said: Said, action: str, args: Mapping[str, Any]) -> str:
    """A comparison with another sign than the one in words."""
    operator = args.get("operator")
    if action not in ("filter", "conditional_format") or operator not in COMPLEMENTS:
        return ""
    rest, named = said.bare, []
    for sign, pattern in OPERATORS:
        if re.search(pattern, rest):
            named.append(sign)
            rest = re.sub(pattern, " ", rest)
    options = {*named, *(COMPLEMENTS[sign] for sign in named if sign in COMPLEMENTS and action == "filter" and said.has(REMOVING))}
    return _instead(" or ".join(named), "operator", operator) if named and operator not in options else ""


def _direction(said: Said, action: str, args: Mapping[str, Any]) -> str:
    """A sort in the other direction."""
    if action != "sort":
        return ""
    falling, rising = re.search(FALLING, said.bare), re.search(RISING, said.bare)
    if (not falling and not rising) or re.search(AT_THE_END, said.bare):
        return ""
    down = falling is not None and (rising is None or falling.start() < rising.start())
    return _instead("falling" if down else "rising", "order", "the other way") if bool(args.get("descending")) != down else ""


def _function(said: Said, action: str, args: Mapping[str, Any]) -> str:
    """Another aggregate than the one that is named."""
    hit = FORMULA.match(str(args.get("value", ""))) if action == "set_cell" else None
    named = _named(said, FUNCTIONS) if hit else []
    own = hit[1].lower().replace("counta", "count") if hit else ""
    return _instead(" or ".join(named), "the formula", hit[0]) if hit and named and own not in named else ""


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
    "place_shape": ("width_cm", "height_cm"),
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
BY_COMPARISON = (
    r"\b(?:bigger|larger|smaller|wider|narrower|taller|more|less|by|increase|decrease|reduce|grow|shrink|enlarge|twice|double|half|halve|same|as)\b"
)
CHOSEN = {("insert_chart", "type"), ("pivot_table", "function"), ("order_shape", "to"), ("set_page", "orientation"), ("format_text", "case")}
"""Those that nobody sets without saying which."""
ANY_CHOICE = r"\b(?:some|any|suitable|whatever|nice|like|your choice|decide)\b"
CENTIMETRES = (2.54, 0.1, 1.0)


def miscounted(said: Said, acts: Sequence[Step]) -> str:
    """In words, a number of an argument that the instruction does not say; empty when there is none."""
    numbers = said.numbers | {float(len(said.quotes))}
    for step in acts:
        action = step.decision.action
        for name in COUNTED.get(action.name, ()):
            for value in _numbers(action.args.get(name)):
                if value in FREE.get(name, ()) or (name in ("rows", "columns") and action.args.get("data")):
                    continue
                scales = CENTIMETRES if name.endswith("_cm") else (1.0, 0.01, 1000.0, -1.0)
                if not any(abs(number * scale - value) < 0.011 for number in numbers for scale in scales) and not (
                    name == "size_pt" and said.has(BY_COMPARISON)
                ):
                    return f"nobody asked for {name.replace('_', ' ')} {value:g}"
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
}
"""Action -> arguments whose words are all in the instruction."""
LABELS = frozenset(
    [
        "average",
        "mean",
        "sum",
        "total",
        "maximum",
        "max",
        "minimum",
        "min",
        "median",
        "count",
        "highest",
        "lowest",
        "last",
        "quarter",
        "of",
        "the",
        "for",
        "in",
        "per",
        "number",
        "no",
        "result",
        "results",
        "overall",
        "difference",
        "product",
        "ratio",
        "share",
        "change",
        "new",
        "all",
        "first",
        "half",
        "year",
        "month",
        "months",
        "monthly",
        "values",
        "value",
        "and",
        "to",
        "by",
        "best",
        "worst",
        "largest",
        "smallest",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "oct",
        "nov",
        "dec",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
    ]
)
"""Words that a new label in a sheet may have unasked: what a formula computes, and the months and days of a series."""
GIVEN: Mapping[str, tuple[str, ...]] = {
    "insert_link": ("text",),
    "insert_footnote": ("text",),
    "insert_comment": ("text",),
    "insert_text": ("text",),
    "replace_text": ("text",),
    "set_header": ("text",),
    "set_footer": ("text",),
    "insert_toc": ("title",),
    "set_properties": ("title",),
    "set_table_cells": ("data",),
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
}
"""Action -> arguments whose words the person gives, in the instruction or in the document."""


COMPOSED = (
    r"\b(?:summar\w*|draft|compos\w*|describ\w*|explain\w*|suggest\w*|examples?|translat\w*|rephras\w*|paraphras\w*|improv\w*|rewrit\w*|reword\w*"
    r"|shorten\w*|simplif\w*|correct|fix|spelling|grammar|polish|expand|elaborat\w*|placeholders?|dummy|lorem|random|sample|fictional|invent|fitting|suitable"
    r"|appropriate|short|brief|nice|catchy|write (?:a|an|some|two|three|me))\b"
)
"""With these words the person leaves the text to who acts."""
GIST = r"\b(?:key|main|important|essen\w*|finding\w*|takeaway\w*|points?|messages?|highlights?|lessons?|insights?|conclu\w*|results?|wrap|recap|core|idea\w*|sum)\b"
"""With these the person leaves the title of a new slide to who acts."""
NAMING = r"\b(?:nam\w*|call\w*|label\w*|titl\w*|as|=)\b|="


def invented(said: Said, acts: Sequence[Step], before: Reading) -> str:
    """A text in an argument of which some words are neither in the instruction nor in the document; empty when there is none."""
    known = lru_cache(maxsize=1)(lambda: _words(" ".join([said.text, *(str(v) for p in before.parts for v in p.properties.values())])))
    own = _words(said.text)
    free, unnamed = said.has(COMPOSED), not said.has(NAMING) and not said.quotes
    for step in acts:
        action = step.decision.action
        for name in SAID.get(action.name, ()):
            if name == "name" and unnamed:
                continue
            for text in listed(action.args.get(name, "")):
                if strange := _words(text) - own:
                    return f"nobody gave the word {min(strange)!r} of {name} {text!r}"
        for name in () if free or (action.name == "add_slide" and said.has(GIST)) else GIVEN.get(action.name, ()):
            for text in listed(action.args.get(name, "")):
                if not text.startswith("=") and not _words(text) <= own and (strange := _words(text) - known() - LABELS):
                    return f"nobody gave the word {min(strange)!r} of {name} {text!r}"
    return ""


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
