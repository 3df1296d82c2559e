"""Whether the table, and its rows, columns and cells, that the instruction names were worked on."""

from __future__ import annotations

import re

from lam.reading.base import Reading, column_letters, column_number
from lam.verdict.places.common import AFTER, BEFORE, ORDINAL, Work, named_by_words, ordinal
from lam.verdict.words import COUNT, flat, number_of

AT_ITS_FOOT = r"\b(?:at|to|on|below|under\w*|beneath|after|behind) (?:the |its |all |everything)?(?:very )?(?:foot|bottom|end|last row|last line)\b"
"""Where a new row goes below all others."""


def in_tables(work: Work) -> str:
    """A table that is named by its number, where another one was changed; a row or column of it likewise."""
    count = sum(part.kind == "table" for part in work.before.parts)
    wanted = {number for hit in re.finditer(rf"\b({ORDINAL}) table\b(?! of)", work.said.bare) if (number := ordinal(hit[1], count))}
    wanted |= {number for hit in re.finditer(r"\btable(?: number| no\.?)? ?#? ?(\d+)\b", work.said.bare) if (number := number_of(hit[1]))}
    names = [str(step.decision.action.args[k]) for step in work.acts for k in ("table", "target") if k in step.decision.action.args]
    touched = {int(hit[1]) for name in names if (hit := re.match(r"t(\d+)", name))}
    if wanted and touched and not wanted & touched:
        return f"the instruction is about table {min(wanted)}, and table {min(touched)} was changed"
    heads: dict[int, str] = {}
    for part in work.before.parts:
        if hit := re.match(r"table (\d+), cell", part.key):
            heads[int(hit[1])] = heads.get(int(hit[1]), "") + flat(part.properties.get("text", ""))
    return (
        _table_column(work)
        or _table_row(work)
        or _head_cell(work)
        or (named_by_words(work, heads, touched, "table") if touched and len(heads) > 1 and not wanted else "")
    )


def cells_of_table(before: Reading, table: str) -> dict[str, str]:
    """Cell -> its words, of a table by the id that it has in outlines (`t1`, `s2.3`)."""
    hit = re.fullmatch(r"t(\d+)|s(\d+)\.(\d+)", table)
    if hit is None:
        return {}
    key = rf"table {hit[1]}, cell ([A-Z]\d+)" if hit[1] else rf"slide {hit[2]}, shape {hit[3]}(?: \([^)]*\))?, cell ([A-Z]\d+)"
    found = ((re.fullmatch(key, part.key), str(part.properties.get("text", ""))) for part in before.parts)
    return {cell[1]: flat(text) for cell, text in found if cell}


def _heads(work: Work, table: str) -> dict[int, str]:
    """Column -> the words of its cell in the first row of the table with this number."""
    return {column_number(cell[0]): text for cell, text in cells_of_table(work.before, f"t{table}").items() if cell[1:] == "1"}


RIGHT_END = (
    r"\b(?:rightmost|far right|right hand end)\b|\b(?:at|on) the (?:very )?(?:right|right hand side|right side)\b"
    r"(?! of (?!(?:the )?(?:\w+ ){0,2}table\b))"
)
"""Where a new column is the last one. In words as `flat` gives them."""


def _table_column(work: Work) -> str:
    """A column of a table that is named by its head or number, where another one was deleted, or a new one put elsewhere."""
    bare = re.sub(r"\btable with .*?(?=[.;,]? (?:and then|then|also)\b|$)", " ", work.said.text, flags=re.IGNORECASE)
    by_number = rf"\b({ORDINAL}) column\b|\bcolumn (?:number |no\.? )?(\d+)\b"
    for step in work.acts:
        action = step.decision.action
        if action.name not in ("insert_table_columns", "delete_table_columns"):
            continue
        number = re.sub(r"\D", "", str(action.args.get("table", "")))
        heads = _heads(work, number)
        said = flat(bare)
        named = {place for place, head in heads.items() if len(head) > 4 and head in said}
        if action.name.startswith("insert") and re.search(RIGHT_END, said):
            return f"the new column goes to the right of {len(heads)}" if action.args.get("at") != len(heads) + 1 and " left of " not in said else ""
        named |= {n for hit in re.finditer(by_number, bare.lower()) if (n := ordinal(hit[1] or hit[2] + "th", len(heads)))}
        at = int(action.args.get("at", 0))
        if len(named) != 1 or not at:
            continue
        place = min(named)
        before, after = (
            re.search(r"\b(?:before|left|ahead|in front)\b", bare.lower()),
            re.search(r"\b(?:after|right|behind|follow\w*)\b", bare.lower()),
        )
        options = (
            {place} if action.name.startswith("delete") or (before and not after) else {place + 1} if after and not before else {place, place + 1}
        )
        if at not in options:
            return f"the instruction is about column {place}, and column {at} was worked on"
    return ""


def _table_row(work: Work) -> str:
    """A row that is named by its number, where another was deleted or a new one put elsewhere; and how many new ones there are."""
    bare = work.said.bare
    for step in work.acts:
        action = step.decision.action
        hit = re.fullmatch(r"(insert|delete)_table_(rows|columns)", action.name)
        if not hit:
            continue
        several = re.search(rf"\b({COUNT}) (?:\w+ ){{0,2}}{hit[2]}\b", bare)
        wanted = number_of(several[1]) if several else None
        total = sum(int(s.decision.action.args.get("count", 1)) for s in work.acts if s.decision.action.name == action.name)
        if wanted and wanted > 1 and total != wanted:
            return f"the instruction is about {wanted} {hit[2]}, and there were {total}"
        if hit[2] == "columns":
            continue
        table = str(action.args.get("table", "")).removeprefix("t")
        count = next((int(str(part.properties.get("rows", 0))) for part in work.before.parts if part.key == f"table {table}"), 0)
        named = [
            n
            for found in re.finditer(rf"\b({ORDINAL}) (?:table )?row\b|\brow (?:number |no\.? )?(\d+)\b", bare)
            if (n := ordinal(found[1] or found[2] + "th", count))
        ]
        before, after = work.said.has(BEFORE), work.said.has(AFTER)
        at = int(action.args.get("at", 0))
        if hit[1] == "insert" and 0 < at <= count and work.said.has(AT_ITS_FOOT) and not before:
            return f"the new row goes below row {count}, and went above row {at}"
        if len(set(named)) != 1 or not at or (hit[1] == "insert" and before == after):
            continue
        place = named[0] + (hit[1] == "insert" and after)
        if at != place:
            return f"the instruction is about row {place}, and row {at} was worked on"
    return ""


def _head_cell(work: Work) -> str:
    """The head of a column that is named, where another cell was filled."""
    if not work.said.has(r"\b(?:header|heading|head|headline|top cell|name|title)\b") or len(work.acts) != 1:
        return ""
    action = work.acts[0].decision.action
    hit = re.fullmatch(r"t(\d+)", str(action.args.get("table", "")))
    if action.name != "set_table_cells" or not hit:
        return ""
    said = flat(re.sub(r"\btable with .*?(?= (?:to|into|as|by|and)\b|$)", " ", work.said.text, flags=re.IGNORECASE))
    heads = {f"{column_letters(column)}1": head for column, head in _heads(work, hit[1]).items()}
    named = [cell for cell, head in heads.items() if len(head) > 3 and (f"{head}column " in said or f" column{head}" in said)]
    cell = str(action.args.get("cell", "")).upper()
    return (
        f"the instruction is about the head {heads[named[0]].strip()}, in {named[0]}, and {cell} was filled"
        if len(named) == 1 and cell != named[0]
        else ""
    )
