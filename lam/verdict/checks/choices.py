"""Whether the choices among an argument's values are those that the instruction names: a chart type, a colour, a comparison, a direction."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from lam.envs.libreoffice.inside.colors import spoken, to_number
from lam.errors import ActionRejected
from lam.types import Step
from lam.verdict.words import LEXICON, Said, pattern

Choices = Mapping[str, str]
"""Value of an argument -> what an instruction says (a regular expression) that asks for it."""
CHOICES: Mapping[str, Mapping[str, Choices]] = {
    action: {name: {value: pattern(said) for value, said in values.items()} for name, values in arguments.items()}
    for action, arguments in LEXICON["choices"].items()
}
"""Action, or `any`, -> argument -> its choices. Where an instruction names some of them, the argument must be one of those."""
FUNCTIONS: Choices = {name: pattern(said) for name, said in LEXICON["functions"].items()}
COMPARISONS: Choices = {sign: pattern(said) for sign, said in LEXICON["comparisons"].items()}
"""The longer phrases first: `not below 5` holds `below`."""
COMPLEMENTS = {">": "<=", "<": ">=", ">=": "<", "<=": ">", "=": "!=", "!=": "="}
REMOVING = r"\b(?:hide|hiding|without|except(?:ed)?|remove|exclude|drop|get rid|filter out|leave out|take out|no rows)\b"
NEGATING = rf"{REMOVING}|\bnot\b|n't\b|\bother than\b|\bgone\b|\bbut\b|\bnever\b|\bdisappear\w*|\baway\b|\bout\b|<>|!=|≠"
BEHIND, LETTERS = (
    r"\b(?:b\w{1,3}kground|behind|fill\w*|shad(?:e|ing)|highlight\w*)\b",
    r"\b(?:texts?|fonts?|letters?|words?|writing|characters?|ink)\b",
)
LETTERED = r"(?:text|font|letters|letter|words|writing|print|type)"
"""What the first colour of `white on dark blue` may be said of."""
EDGE = r"\b(?:outlines?|borders?|contours?|edges?|frames?|rims?|strokes?)\b"
INSIDE = r"(?<!\bnothing )(?<!\bnot )(?<!\bnot the )(?<!\bnot its )\b(?:fill\w*|inside\w*|interior|background|area|solid|without|no|both|and)\b"
DENIED = r"\b(?:not|no|without|instead|rather|never|neither|nor)\b|n't\b"
DENIED_CHOICE = r"\b(?:not|no|instead of|rather than) (?:an? |the |as |in )?[a-z]+(?: (?:up|together)\b)?"
FALLING, RISING = (pattern(LEXICON["directions"][way]) for way in ("falling", "rising"))
DEFAULTS: Mapping[tuple[str, str], str] = {
    ("insert_chart", "type"): "column",
    ("pivot_table", "function"): "sum",
    ("set_list", "kind"): "bullet",
    ("clear", "what"): "contents",
}
"""What an argument that is left out means."""
ALTOGETHER, ENTRIES = r"\b(?:altogether|in all|combined)\b", r"\b(?:entries|rows|cells|items|values|names|records|lines|different|filled)\b"
"""How many there are of something altogether is a sum, unless its entries are spoken of."""
FORMULA = re.compile(r"^=\s*(AVERAGE|SUM|MAX|MIN|MEDIAN|COUNTA?|PRODUCT)\s*\([^()]*\)\s*$", re.IGNORECASE)
AT_THE_END = r"(?:at|to) the (?:bottom|end|foot)|\blast\b"
CHOSEN = (("insert_chart", "type"), ("pivot_table", "function"), ("order_shape", "to"), ("set_page", "orientation"), ("format_text", "case"))
"""Those that nobody sets without saying which."""
ANY_CHOICE = pattern(LEXICON["free"]["choice"])
COLORED = frozenset({"color", "highlight", "fill", "background", "border_color", "header_background", "line"})


def contradicted(said: Said, acts: Sequence[Step]) -> str:
    """In words, the first argument that says something else than the instruction; empty when none does."""
    wanted_colors = colors(said.text)
    for step in acts:
        action = step.decision.action
        args = {**_left_out(action.name, action.args), **action.args}
        for name, value in args.items():
            if isinstance(value, bool) and name in SWITCHED and (wrong := _switched(said, name, value)):
                return wrong
            if not isinstance(value, str):
                continue
            choices = _choices(action.name, name)
            named = _named(said, choices)
            if named and value in choices and value not in named:
                return _instead(" or ".join(named), name, value)
            unnamed = not named and value in choices and value != DEFAULTS.get((action.name, name))
            if unnamed and (action.name, name) in CHOSEN and not said.has(ANY_CHOICE):
                return f"nobody asked for {name.replace('_', ' ')} {value}"
            if name in COLORED and wanted_colors and (shade := _number(value)) is not None and shade not in wanted_colors:
                return f"{name} {value} is not a colour that the instruction names"
        if action.name == "format_shape" and "fill" in args and "line" not in args and said.has(EDGE) and not said.has(INSIDE):
            return "the instruction is about the outline, and the inside was filled"
        if (
            action.name == "format_shape"
            and "line" in args
            and "fill" not in args
            and said.has(rf"\bnot (?:its |the |just the )?(?:lines?\b|{EDGE})")
        ):
            return "the instruction says not the outline"
        if action.name == "format_cells" and "color" in args and "fill" not in args and said.has(BEHIND) and not said.has(LETTERS):
            return "the instruction is about the background, and the text was coloured"
        if action.name == "hide_slide" and args.get("hidden", True) and said.has(r"\bnot (?:just |only |merely |simply )?hid"):
            return "the instruction says not hidden"
        if action.name == "pivot_table" and args.get("rows") == [args.get("values")]:
            return f"{args['values']} was both grouped by and computed"
        if wrong := _on_each_other(said, args):
            return wrong
        for check in (_comparison, _direction, _function):
            if wrong := check(said, action.name, args):
                return wrong
    return ""


SWITCHED = {"bold": r"bold\w*", "italic": r"italic\w*", "underline": r"underlin\w*", "strikethrough": r"str(?:ike|uck)\w*(?! out\b)"}
"""Looks that are on or off -> what they are called."""
OFF = (
    r"\b(?:not|no longer|no|non|never|without|isn['’]?t|aren['’]?t|shouldn['’]?t|remov\w*|clear\w*|drop|lose|undo)[ -]"
    r"(?:(?:be|in|the|any|too|so|all|its|their) )*(?:{look}\b)|\bun-?(?:{look})\b|\b(?:{look}) (?:off|away|out)\b"
)
NOT_ONLY = r"\bnot (?:only|just|merely|simply)\b"
OFF_AT_ALL = (
    r"\b(?:not?|un\w+|n['’]?t|without|remov\w*|clear\w*|off|away|out|drop\w*|los\w+|rid|undo\w*|cancel\w*|stop\w*|plain|regular|normal|less|delet\w*"
    r"|tak\w+|end\w*)"
)


def _switched(said: Said, name: str, on: bool) -> str:
    """A look that was switched on although the instruction says off, or the other way round."""
    look = SWITCHED[name]
    off = said.has(OFF.replace("{look}", look)) and not said.has(NOT_ONLY)
    if on and off:
        return f"the instruction says not {name}"
    if not on and said.has(rf"\b{look}\b") and not said.has(OFF_AT_ALL):
        return f"the instruction says {name}, and it was switched off"
    return ""


def chosen(said: Said, action: str, name: str, value: object) -> bool:
    """Whether the instruction names this choice."""
    return value in _named(said, _choices(action, name))


def only_chosen(said: Said, action: str, name: str, value: object) -> bool:
    """Whether the instruction names this choice and no other, and does not say what it is not."""
    only = _signs(said) if name == "operator" else _named(said, _choices(action, name))
    return only == [value] and (value == "none" or not said.has(DENIED))


def _choices(action: str, name: str) -> Choices:
    return FUNCTIONS if name == "function" else CHOICES["any"].get(name) or CHOICES.get(action, {}).get(name, {})


def colors(text: str) -> set[int]:
    """The colours that a text names, as numbers; of `dark blue` not also blue."""
    return {number for number, _ in named_colors(text.lower())}


def named_colors(text: str) -> list[tuple[int, str]]:
    """The colours that a text in small letters names, as number and word."""
    words = [*re.findall(r"#[0-9a-f]{6}\b", text), *re.findall(rf"\b{_color_names()}\b", text)]
    return [(number, word) for word in words if (number := _number(word)) is not None]


@lru_cache(maxsize=1)
def _color_names() -> str:
    """A pattern for every colour that has a name, without its edges."""
    names = sorted((n for n in spoken() if n != "none"), key=len, reverse=True)
    joined = "|".join(re.escape(name).replace(r"\ ", r"[ -]?").replace("gray", "gr[ae]y") for name in names)
    return f"(?:{joined})"


def _number(color: str) -> int | None:
    try:
        return to_number(color)
    except ActionRejected:
        return None


def _left_out(action: str, args: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for (owner, name), value in DEFAULTS.items() if owner == action and name not in args}


def _named(said: Said, choices: Choices) -> list[str]:
    """The choices that an instruction names; what it says that it is not (`a count, not a total`) only where there is nothing else."""
    whole = said.text.lower()
    named = [value for value, words in choices.items() if re.search(words, whole)]
    kept = [value for value in named if value == "none" or re.search(choices[value], re.sub(DENIED_CHOICE, " ", whole))]
    return kept or named


def _instead(wanted: str, name: str, value: object) -> str:
    return f"the instruction says {wanted}, and {name.replace('_', ' ')} was {value}"


ALL_BUT = (
    r"\b(?:all|every\w*|any\w*|the (?:rest|others?))\b(?: \w+){0,6} (?:but|except|save|bar|apart from|other than)(?: for)?"
    r" (?:the |those |that )?(?:(?:rows?|ones?|lines?|entries|records)\b)?(?! (?:also|then|now|please|not|keep|leave|only|show))"
)
EXCEPTED = r"\bexcepted\b"
"""Of a filter: what is named before it is not to stay."""


def _on_each_other(said: Said, args: Mapping[str, Any]) -> str:
    """The colours of `white on dark blue` the other way round."""
    letters, behind = (_number(str(args.get(name, ""))) for name in ("color", "fill" if "fill" in args else "background"))
    if letters is None or behind is None or letters == behind:
        return ""
    hits = list(re.finditer(rf"\b({_color_names()})(?: {LETTERED})? on (?:an? |the )?({_color_names()})\b", said.text.lower()))
    if any((letters, behind) == (_number(hit[1]), _number(hit[2])) for hit in hits):
        return ""
    reverse = next((hit[0] for hit in hits if (letters, behind) == (_number(hit[2]), _number(hit[1]))), "")
    return f"the instruction says {reverse}, and it was done the other way round" if reverse else ""


def _comparison(said: Said, action: str, args: Mapping[str, Any]) -> str:
    """A comparison with another sign than the one in words."""
    operator = args.get("operator", "=" if action == "filter" and "value" in args else None)
    if action not in ("filter", "conditional_format") or operator not in COMPLEMENTS:
        return ""
    if action == "filter" and operator == "!=" and not said.has(NEGATING):
        return "the instruction says what is to stay, and that was filtered out"
    if action == "filter" and operator == "=" and (said.has(ALL_BUT) or said.has(EXCEPTED)):
        return "the instruction says what is not to stay, and only that stayed"
    named = _signs(said)
    options = {*named, *(COMPLEMENTS[sign] for sign in named if sign in COMPLEMENTS and action == "filter" and said.has(REMOVING))}
    return _instead(" or ".join(named), "operator", operator) if named and operator not in options else ""


def _signs(said: Said) -> list[str]:
    """The signs of the comparisons that an instruction makes."""
    rest, named = said.bare, []
    for sign, words in COMPARISONS.items():
        if re.search(words, rest):
            named.append(sign)
            rest = re.sub(words, " ", rest)
    return named


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
    if own == "count" and said.has(r"\bhow many\b") and said.has(ALTOGETHER) and not said.has(ENTRIES):
        return _instead("sum", "the formula", hit[0] if hit else "")
    return _instead(" or ".join(named), "the formula", hit[0]) if hit and named and own not in named else ""
