"""The schema of the moment as a grammar: what an answer can say now, given the actions that are usable and the ids that exist.

Answers are compact JSON in a fixed order, as `prompt.answer` writes them. GBNF is the grammar language of llama.cpp.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from lam.actions import Declaration
from lam.envs.libreoffice.inside.colors import spoken
from lam.types import Observation

THOUGHT = 90
"""Characters of a thought at most."""
TEXT = 300
"""Characters of any other text at most."""

ITEMS = 12
"""Members of a list at most."""

_TERMINALS = r"""
char ::= [^"\\\x00-\x1f] | "\\" ["\\/nt]
thought ::= "\"" char{0,THOUGHT} "\""
text ::= "\"" char{0,TEXT} "\""
bool ::= "true" | "false"
whole ::= "0" | [1-9] [0-9]{0,5}
int ::= "-"? whole
decimal ::= int ("." [0-9]{1,3})?
number ::= "-"? ("0" | [1-9] [0-9]{0,11}) ("." [0-9]{1,6})?
value ::= text | number | bool | "null"
letters ::= [A-Z] [A-Z]?
cell ::= letters [1-9] [0-9]{0,5}
box ::= cell (":" cell)? | letters ":" letters | [1-9] [0-9]{0,5} ":" [1-9] [0-9]{0,5}
column ::= "\"" letters "\""
range ::= "\"" (SHEETS)? box "\""
tablecells ::= "\"" letters [1-9] [0-9]{0,2} (":" letters [1-9] [0-9]{0,2})? "\""
onecell ::= "\"" letters [1-9] [0-9]{0,2} "\""
color ::= "\"#" [0-9A-Fa-f]{6} "\"" | "\"" (COLORS) "\""
"""
_BY_PATTERN = (
    (re.compile(re.escape(r"^(?:(?:'[^']+'|")), "range"),
    (re.compile(re.escape(r"^[A-Z]{1,2}\d{1,4}(")), "tablecells"),
    (re.compile(re.escape(r"^[A-Z]{1,2}\d{1,4}$")), "onecell"),
    (re.compile(re.escape(r"^[A-Za-z]{1,3}$")), "column"),
    (re.compile(re.escape(r"^(#[0-9A-Fa-f]{6}|")), "color"),
)
"""Rules for strings, told by how the pattern of their declaration begins."""
SHEET_ARGUMENTS = ("sheet",)
SLIDE_ARGUMENTS = ("slide",)


def grammar(observation: Observation, vocabulary: Mapping[str, Declaration]) -> str:
    """GBNF for the answers that make sense now.

    Ids that the outline leaves out cannot be listed: where it is cut, any id of the right form may be named.
    """
    controls = [c.id for c in observation.controls]
    usable = {name: d for name, d in vocabulary.items() if controls or not _needs_control(d)}
    sheets = _sheets(observation)
    ids = {"document": _document, "presentation": _presentation, "spreadsheet": _cells}[observation.kind](observation)
    moment = [
        f"target ::= {ids['target']}",
        f"slide ::= {ids.get('slide', 'target')}",
        f"sheet ::= {_choice(map(_string, sheets)) if sheets else 'text'}",
        f"control ::= {_choice(map(_string, controls)) or 'text'}",
    ]
    prefix = _choice(_literal(s + "!" if s.isalnum() else f"'{s}'!") for s in sheets) or r'[A-Za-z0-9 ]{1,31} "!"'
    return _actions(tuple(usable.items())).replace("SHEETS", prefix) + "\n".join(moment) + "\n"


@lru_cache(maxsize=16)
def _actions(usable: tuple[tuple[str, Declaration], ...]) -> str:
    rules = [r'root ::= "{\"thought\":" thought ",\"action\":" action "}"']
    names = []
    for name, declaration in usable:
        rule = "a-" + re.sub(r"[^a-z0-9]", "-", name.lower())
        names.append(rule)
        rules.append(
            f"{rule} ::= {_literal(json.dumps(name) + ',' + json.dumps('args') + ':{')} {_arguments(rule, declaration.schema, rules)} {_literal('}')}"
        )
    rules.append("action ::= " + " | ".join(names))
    terminals = _TERMINALS.replace("THOUGHT", str(THOUGHT)).replace("TEXT", str(TEXT)).replace("COLORS", _choice(map(_literal, spoken())))
    return "\n".join(rules) + terminals


def _arguments(rule: str, schema: Mapping[str, Any], rules: list[str]) -> str:
    """All required arguments, then any of the optional ones in their order. Optional ones that come first need a rule per beginning."""
    required: list[str] = []
    optional: list[str] = []
    for name, spec in schema["properties"].items():
        pair = f"{_literal(json.dumps(name) + ':')} {_value(name, spec)}"
        (required if name in schema["required"] else optional).append(pair)
    comma = f" {_literal(',')} "
    if required:
        return comma.join(required) + "".join(f" ({comma}{pair})?" for pair in optional)
    starts = [pair + "".join(f" ({comma}{later})?" for later in optional[i + 1 :]) for i, pair in enumerate(optional)]
    if starts:
        rules.append(f"{rule}-args ::= {' | '.join(starts)}")
        return f"({rule}-args)?"
    return ""


def _value(name: str, spec: Mapping[str, Any]) -> str:
    """The rule for an argument's value."""
    if "enum" in spec or "const" in spec:
        return "(" + _choice(_literal(json.dumps(option, ensure_ascii=False)) for option in spec.get("enum", [spec.get("const")])) + ")"
    if "anyOf" in spec:
        types = {option.get("type") for option in spec["anyOf"]}
        return "value" if "string" in types and len(types) > 1 else "(" + " | ".join(_value(name, option) for option in spec["anyOf"]) + ")"
    match spec.get("type"):
        case "boolean":
            return "bool"
        case "integer":
            return "int" if spec.get("minimum", -1) < 0 else "whole"
        case "number":
            return "decimal"
        case "array":
            item = _value(name, spec.get("items", {}))
            return f'"[" ({item} ("," {item}){{0,{ITEMS - 1}}})? "]"'
        case "string":
            return _string_rule(name, spec)
    return "value"


def _string_rule(name: str, spec: Mapping[str, Any]) -> str:
    if spec.get("ref") == "element":
        return "slide" if name in SLIDE_ARGUMENTS else "target"
    if spec.get("ref") == "control":
        return "control"
    if name in SHEET_ARGUMENTS:
        return "sheet"
    pattern = spec.get("pattern", "")
    return next((rule for start, rule in _BY_PATTERN if start.match(pattern)), "text")


def _needs_control(declaration: Declaration) -> bool:
    return any(spec.get("ref") == "control" for spec in declaration.schema["properties"].values())


def _document(observation: Observation) -> dict[str, str]:
    """Paragraphs and ranges of them, tables and their cells, images, and the words that stand for places."""
    ids = [e.id for e in observation.elements]
    paragraphs = [i for i in ids if re.fullmatch(r"p\d+", i)]
    tables = [i for i in ids if re.fullmatch(r"t\d+", i)]
    others = [i for i in ids if i not in {*paragraphs, *tables}]
    cut = bool(observation.omitted)
    paragraph = r'"p" [1-9] [0-9]{0,4}' if cut else _choice(map(_literal, paragraphs))
    table = r'"t" [1-9] [0-9]{0,2}' if cut else _choice(map(_literal, tables))
    forms = [*map(_literal, ("all", "start", "end", "selection", *others))]
    forms += [f'({paragraph}) ("-" ({paragraph}))?'] if paragraph else []
    forms += [rf'({table}) ("." letters [1-9] [0-9]{{0,2}} (":" letters [1-9] [0-9]{{0,2}})?)?'] if table else []
    return {"target": rf'"\"" ({" | ".join(forms)}) "\""'}


def _presentation(observation: Observation) -> dict[str, str]:
    """Slides, the shapes on them, and `all`."""
    ids = [e.id for e in observation.elements]
    slides = [i for i in ids if re.fullmatch(r"s\d+", i)]
    if observation.omitted or not slides:
        slide = r'"s" [1-9] [0-9]{0,3}'
        return {"target": rf'"\"" ("all" | {slide} ("." [1-9] [0-9]?)?) "\""', "slide": rf'"\"" {slide} "\""'}
    shapes = [i for i in ids if i not in slides]
    return {"target": _choice(map(_string, ["all", *slides, *shapes])), "slide": _choice(map(_string, slides))}


def _cells(observation: Observation) -> dict[str, str]:
    """Cells, a whole sheet, or everything."""
    sheets = _sheets(observation)
    return {"target": r'range | "\"all\"" | "\"selection\""' + "".join(f" | {_string(s)}" for s in sheets)}


def _sheets(observation: Observation) -> list[str]:
    """Names of all sheets, the active one from the summary's first words."""
    if observation.kind != "spreadsheet":
        return []
    others = [e.id for e in observation.elements if e.role == "sheet"]
    active = re.search(r"(?:^sheets: |, )([^,]*?) \(active\)", observation.summary)
    return [*([active[1]] if active else []), *others] if active and not observation.omitted else []


def _literal(text: str) -> str:
    """A GBNF terminal for this text."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _string(text: str) -> str:
    """A GBNF terminal for this text as a JSON string."""
    return _literal(json.dumps(text, ensure_ascii=False))


def _choice(options: Iterable[str]) -> str:
    return " | ".join(dict.fromkeys(options))
