"""The schema of the moment as a grammar: what an answer can say now, given the actions that are usable and the ids that exist.

Answers are compact JSON in a fixed order, as `prompt.answer` writes them. GBNF is the grammar language of llama.cpp.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from lam.actions import Declaration
from lam.agent.prompt import OPENING
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
COPIED: Mapping[str, tuple[str, ...]] = {
    "add_text_box": ("text",),
    "find_replace": ("find", "replace"),
    "format_text": ("match",),
    "insert_bookmark": ("name",),
    "insert_comment": ("text", "match"),
    "insert_footnote": ("text", "match"),
    "insert_link": ("url", "match"),
    "name_range": ("name",),
    "replace_text": ("text",),
    "set_bullets": ("bullets",),
    "set_footer": ("text",),
    "set_header": ("text",),
    "set_notes": ("text",),
}
"""Arguments whose texts the person gives: they are copied from the instruction, letter for letter."""
PIECE = re.compile(r"\w+|\s+|[^\w\s]")
PIECES = 160
"""Pieces of an instruction at most, for its texts to be copied from: every one is a rule."""


@dataclass(frozen=True)
class Guidance:
    """What the instruction can mean here and now, which the schema does not tell."""

    places: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    """(action, argument) -> the ids of which one may be meant."""
    choices: Mapping[tuple[str, str], tuple[Any, ...]] = field(default_factory=dict)
    """(action, argument) -> the values of which one may be meant."""
    columns: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    """(action, argument) -> the columns at which a range of cells may begin and end."""
    rows: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """(action, argument) -> the row of the one cell that may be meant."""
    needed: frozenset[tuple[str, str]] = frozenset()
    """(action, argument) that may be left out, but not now."""
    needless: frozenset[tuple[str, str]] = frozenset()
    """(action, argument) that may be left out, and must be: no value of it is meant."""
    named: frozenset[str] = frozenset()
    """The ids that a thought may name; empty: any."""
    said: str = ""
    """What given texts are copied from; empty: they are free."""


NO_GUIDANCE = Guidance()


def grammar(observation: Observation, vocabulary: Mapping[str, Declaration], guidance: Guidance = NO_GUIDANCE, begun: bool = False) -> str:
    """GBNF for the answers that make sense now; of one that is `begun`, for what comes behind `OPENING`.

    Ids that the outline leaves out cannot be listed: where it is cut, any id of the right form may be named.
    """
    controls = [c.id for c in observation.controls]
    usable = {name: d for name, d in vocabulary.items() if controls or not _needs_control(d)}
    sheets = _sheets(observation)
    shown = [e.id for e in observation.elements]
    rules = {"document": _document, "presentation": _presentation, "spreadsheet": _cells}[observation.kind]
    ids = rules(observation, shown, bool(observation.omitted))
    meant = {place: found for place, found in guidance.places.items() if place[0] in usable and found}
    sets = list(dict.fromkeys(meant.values()))
    moment = [
        _thought(guidance.named),
        _copied(guidance.said),
        f"target ::= {ids['target']}",
        f"slide ::= {ids.get('slide', 'target')}",
        f"sheet ::= {_choice(map(_string, sheets)) if sheets else 'text'}",
        f"control ::= {_choice(map(_string, controls)) or 'text'}",
    ]
    for number, found in enumerate(sets):
        own = rules(observation, [i for i in shown if i in found], None)
        moment += [f"target-{number} ::= {own['target']}", f"slide-{number} ::= {own.get('slide') or ids.get('slide', 'target')}"]
    prefix = _choice(_literal(_prefix(s)) for s in sheets) or r'[A-Za-z0-9 ]{1,31} "!"'
    known: dict[tuple[str, str], _Known] = {place: _Known(place=sets.index(found)) for place, found in meant.items()}
    for place, options in guidance.choices.items():
        known[place] = replace(known.get(place, _Known()), options=options)
    areas = {place: (guidance.columns.get(place, frozenset()), guidance.rows.get(place, 0)) for place in {**guidance.columns, **guidance.rows}}
    kinds = list(dict.fromkeys(areas.values()))
    for place, area in areas.items():
        known[place] = replace(known.get(place, _Known()), area=kinds.index(area))
    moment += [_ranges(number, columns, row, sheets) for number, (columns, row) in enumerate(kinds)]
    for place in guidance.needless:
        known[place] = _Known(needless=True)
    for place in guidance.needed:
        known[place] = replace(known.get(place, _Known()), needed=True)
    root = f"root ::= {'' if begun else _literal(OPENING)} thought {_literal(',' + json.dumps('action') + ':')} action {_literal('}')}"
    actions = _actions(tuple(usable.items()), tuple(known.items()))
    return "\n".join([root, actions, *moment, ""]).replace("SHEETS", prefix)


@dataclass(frozen=True)
class _Known:
    """What is known of an argument at the moment."""

    place: int | None = None
    """Number of the rule for the ids that may be meant."""
    options: tuple[Any, ...] = ()
    area: int | None = None
    """Number of the rule for ranges in the columns, or of the cell in the row, that may be meant."""
    needed: bool = False
    needless: bool = False


@lru_cache(maxsize=16)
def _actions(usable: tuple[tuple[str, Declaration], ...], known: tuple[tuple[tuple[str, str], _Known], ...] = ()) -> str:
    """The rules that no document changes."""
    rules: list[str] = []
    names = []
    for name, declaration in usable:
        rule = "a-" + re.sub(r"[^a-z0-9]", "-", name.lower())
        names.append(rule)
        own = {argument: told for (action, argument), told in known if action == name}
        arguments = _arguments(name, rule, declaration.schema, rules, own)
        rules.append(f"{rule} ::= {_literal(json.dumps(name) + ',' + json.dumps('args') + ':{')} {arguments} {_literal('}')}")
    rules.append("action ::= " + " | ".join(names))
    terminals = _TERMINALS.replace("TEXT", str(TEXT)).replace("COLORS", _choice(map(_literal, spoken())))
    return "\n".join(rules) + terminals


def _arguments(action: str, rule: str, schema: Mapping[str, Any], rules: list[str], known: Mapping[str, _Known]) -> str:
    """All required arguments, then any of the optional ones in their order. Optional ones that come first need a rule per beginning."""
    pairs: list[tuple[str, bool]] = []
    for name, spec in sorted(schema["properties"].items(), key=lambda item: item[0] not in schema["required"]):
        own = known.get(name, _Known())
        if own.needless and name not in schema["required"]:
            continue
        if own.options:
            value = "(" + _choice(_literal(json.dumps(option, ensure_ascii=False)) for option in own.options) + ")"
        else:
            value = _value(name, spec, copied=name in COPIED.get(action, ())) + ("" if own.place is None else f"-{own.place}")
            if own.area is not None and value == "range":
                value = f"range-{own.area}"
        pairs.append((f"{_literal(json.dumps(name) + ':')} {value}", name in schema["required"] or own.needed))
    comma = f" {_literal(',')} "
    starts = []
    for n, (pair, needed) in enumerate(pairs):
        starts.append(pair + "".join(comma + later if must else f" ({comma}{later})?" for later, must in pairs[n + 1 :]))
        if needed:
            break
    if len(starts) < 2 and any(needed for _, needed in pairs):
        return "".join(starts)
    if starts:
        rules.append(f"{rule}-args ::= {' | '.join(starts)}")
        return f"{rule}-args" if any(needed for _, needed in pairs) else f"({rule}-args)?"
    return ""


def _value(name: str, spec: Mapping[str, Any], copied: bool = False) -> str:
    """The rule for an argument's value."""
    if "enum" in spec or "const" in spec:
        return "(" + _choice(_literal(json.dumps(option, ensure_ascii=False)) for option in spec.get("enum", [spec.get("const")])) + ")"
    if "anyOf" in spec:
        types = {option.get("type") for option in spec["anyOf"]}
        return "value" if "string" in types and len(types) > 1 else "(" + " | ".join(_value(name, option, copied) for option in spec["anyOf"]) + ")"
    match spec.get("type"):
        case "boolean":
            return "bool"
        case "integer":
            return "int" if spec.get("minimum", -1) < 0 else "whole"
        case "number":
            return "decimal"
        case "array":
            item = _value(name, spec.get("items", {}), copied)
            return f'"[" ({item} ("," {item}){{0,{ITEMS - 1}}})? "]"'
        case "string":
            return _string_rule(name, spec, copied)
    return "value"


def _string_rule(name: str, spec: Mapping[str, Any], copied: bool) -> str:
    if spec.get("ref") == "element":
        return "slide" if name in SLIDE_ARGUMENTS else "target"
    if spec.get("ref") == "control":
        return "control"
    if name in SHEET_ARGUMENTS:
        return "sheet"
    pattern = spec.get("pattern", "")
    return next((rule for start, rule in _BY_PATTERN if start.match(pattern)), "copy" if copied else "text")


def _ranges(number: int, columns: Iterable[str], row: int, sheets: Sequence[str]) -> str:
    """The rule for ranges that begin and end in one of these columns (none: any), and for whole rows; with a row, for a cell of it."""
    letters, rows = f"({_choice(map(_literal, sorted(columns))) or 'letters'})", "[1-9] [0-9]{0,5}"
    cell = f"{letters} {rows}"
    prefix = f"({_choice(_literal(_prefix(s)) for s in sheets)})?" if sheets else ""
    if row:
        return rf'range-{number} ::= "\"" {prefix} {letters} {_literal(str(row))} "\""'
    return rf'range-{number} ::= "\"" {prefix} ({cell} (":" {cell})? | {letters} ":" {letters} | {rows} ":" {rows}) "\""'


def _prefix(sheet: str) -> str:
    return f"{sheet}!" if sheet.isalnum() else f"'{sheet}'!"


def _thought(named: frozenset[str]) -> str:
    """The rule for a thought behind its first quotation mark. `named`: the ids that it may name, all of one letter; empty: any."""
    letters = {name[0] for name in named if re.fullmatch(r"[ps]\d+(\.\d+)?", name)}
    if len(letters) != 1:
        return rf'thought ::= char{{0,{THOUGHT}}} "\""'
    letter = min(letters)
    rules = r"""
thought ::= unit{0,LENGTH} ("LETTER"+ | id)? "\""
unit ::= [^LETTER"\\\x00-\x1f] | escape | ("LETTER"+ | id) ([^LETTER0-9"\\\x00-\x1f] | escape)
escape ::= "\\" ["\\/nt]
"""
    ids = _choice(_literal(name) for name in sorted(named) if name[0] == letter)
    return rules.replace("LENGTH", str(THOUGHT)).replace("LETTER", letter) + f"id ::= {ids}"


def _copied(said: str) -> str:
    """The rule for a text that is copied from what was said: from any of its words to any later one, the first letter as it is or capital."""
    pieces = PIECE.findall(said)
    if not 0 < len(pieces) <= PIECES:
        return "copy ::= text"
    starts, rules = [], []
    for n, piece in enumerate(pieces):
        if piece.isspace():
            continue
        blank = pieces[n + 1] if n + 1 < len(pieces) and pieces[n + 1].isspace() else ""
        follows = n + 2 if blank else n + 1
        rules.append(f"t{n} ::= " + (f"({_inside(blank)} c{follows})?" if follows < len(pieces) else '""'))
        rules.append(f"c{n} ::= {_inside(piece)} t{n}")
        starts += [f"c{n}"] + [f"{_inside(piece[0].upper() + piece[1:])} t{n}"] * piece[0].islower()
    return "\n".join([f'copy ::= "\\"" " "? ({_choice(starts)})? "\\""', *rules])


def _inside(text: str) -> str:
    """A GBNF terminal for this text inside a JSON string."""
    return _literal(json.dumps(text, ensure_ascii=False)[1:-1])


def _needs_control(declaration: Declaration) -> bool:
    return any(spec.get("ref") == "control" for spec in declaration.schema["properties"].values())


def _document(observation: Observation, ids: Sequence[str], cut: bool | None) -> dict[str, str]:
    """Paragraphs and ranges of them, tables and their cells, images, and the words that stand for places.

    `cut`: whether there are more than these; None: they are what is meant, of neighbours all or one.
    """
    paragraphs = [i for i in ids if re.fullmatch(r"p\d+", i)]
    tables = [i for i in ids if re.fullmatch(r"t\d+", i)]
    others = [i for i in ids if i not in {*paragraphs, *tables}]
    paragraph = r'"p" [1-9] [0-9]{0,4}' if cut else _choice(map(_literal, paragraphs))
    table = r'"t" [1-9] [0-9]{0,2}' if cut else _choice(map(_literal, tables))
    forms = [*map(_literal, ("all", "start", "end", "selection", *others))]
    forms += ([paragraph, *_runs(paragraphs)] if cut is None else [f'({paragraph}) ("-" ({paragraph}))?']) if paragraph else []
    forms += [rf'({table}) ("." letters [1-9] [0-9]{{0,2}} (":" letters [1-9] [0-9]{{0,2}})?)?'] if table else []
    return {"target": rf'"\"" ({" | ".join(forms)}) "\""'}


def _runs(paragraphs: Sequence[str]) -> list[str]:
    """The longest ranges of neighbours."""
    runs: list[list[int]] = []
    for number in (int(paragraph[1:]) for paragraph in paragraphs):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [_literal(f"p{run[0]}-p{run[-1]}") for run in runs if len(run) > 1]


def _presentation(observation: Observation, ids: Sequence[str], cut: bool | None) -> dict[str, str]:
    """Slides, the shapes on them, and `all`."""
    slides = [i for i in ids if re.fullmatch(r"s\d+", i)]
    if cut or not ids:
        slide = r'"s" [1-9] [0-9]{0,3}'
        return {"target": rf'"\"" ("all" | {slide} ("." [1-9] [0-9]?)?) "\""', "slide": rf'"\"" {slide} "\""'}
    shapes = [i for i in ids if i not in slides]
    return {"target": _choice(map(_string, ["all", *slides, *shapes])), "slide": _choice(map(_string, slides))}


def _cells(observation: Observation, ids: Sequence[str], cut: bool | None) -> dict[str, str]:
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
