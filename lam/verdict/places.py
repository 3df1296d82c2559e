"""Whether it was done where the instruction says: what it calls a place by (words, numbers, names of columns) against the places that were touched."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lam.reading.base import Reading, column_letters, column_number
from lam.types import Element, Step
from lam.verdict.touch import Touched, singles
from lam.verdict.words import COMMON, Said, listed, number_of, tokens

FEW = 3
"""Words that occur at more places than this name none of them."""
LONGEST = 8
"""Words of a phrase at most."""
STRUCTURAL = ("insert", "delete", "move", "add", "duplicate", "replace", "copy", "remove", "text_to", "sort", "filter", "transpose", "undo", "redo")
"""Beginnings of actions after which places have other numbers."""
ANCHORED = ("insert_text", "insert_table", "insert_toc", "insert_image", "move", "add_slide")
"""Actions whose place is beside the one that is named."""
RELATIVE = r"\b(?:after|before|above|below|under\w*|follow\w*|preced\w*|next|between|beneath|behind|front|ahead|until|except|but|section|part|without|like|as)\b"
ORDINAL = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th)|last|final)"
Places = Mapping[int, str]
"""Number of a paragraph, slide or row -> its words with blanks between and around them."""


@dataclass(frozen=True)
class Work:
    """What was done, in the order of the actions, with the file as it was."""

    said: Said
    acts: Sequence[Step]
    touched: Sequence[Touched]
    before: Reading
    elements: Sequence[Element]
    """As the policy saw the document at first."""

    @property
    def settled(self) -> list[tuple[Step, Touched]]:
        """The actions up to the first that moves others, which still have the numbers of the beginning."""
        found = []
        for step, area in zip(self.acts, self.touched, strict=True):
            found.append((step, area))
            if step.decision.action.name.startswith(STRUCTURAL):
                break
        return found


def elsewhere(work: Work) -> str:
    """In words, what the instruction names and where something else was touched; empty when all is where it should be."""
    match work.before.kind:
        case "document":
            return _in_document(work)
        case "presentation":
            return _in_presentation(work)
        case "spreadsheet":
            return _in_spreadsheet(work)


def phrases(words: Sequence[str], places: Places) -> list[tuple[str, frozenset[int]]]:
    """The longest phrases of an instruction that occur at few places, with those places. Words that every instruction may have name nothing."""
    found = []
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + LONGEST), start, -1):
            phrase = " ".join(words[start:end])
            if all(word in COMMON or len(word) < 3 for word in words[start:end]):
                continue
            at = frozenset(number for number, text in places.items() if f" {phrase} " in text)
            if at:
                if len(at) <= FEW:
                    found.append((phrase, at))
                start = end
                break
        else:
            start += 1
    return found


def _named_by_words(work: Work, places: Places, touched: set[int], noun: str) -> str:
    """A phrase of the instruction that stands at other places than the touched ones."""
    given = [text for step in work.acts for text in listed(dict(step.decision.action.args))]
    words = tokens(_without(work.said.text, given))
    loose = work.said.has(RELATIVE) or any(step.decision.action.name in ANCHORED for step in work.acts)
    for phrase, at in phrases(words, places):
        near = {number + shift for number in at for shift in ((-1, 0, 1) if loose else (0,))}
        if not near & touched:
            return f"the instruction speaks of “{phrase}”, which is in {noun} {min(at)}, and {noun} {min(touched)} was changed"
    return ""


def _without(text: str, given: Iterable[str]) -> str:
    """The instruction without the texts that went into arguments."""
    for part in sorted((g for g in given if len(g) > 1), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(part.strip())}(?!\w)", " | ", text, flags=re.IGNORECASE)
    return text


def _in_document(work: Work) -> str:
    texts = {int(hit[1]): _flat(part.properties.get("text", "")) for part in work.before.parts if (hit := re.fullmatch(r"paragraph (\d+)", part.key))}
    touched: set[int] = set()
    for step, area in work.settled:
        own = _paragraphs(step)
        if own is None or area.everywhere:
            return _numbered_table(work)
        touched |= own
    return (
        _numbered_table(work)
        or _whole_for_part(work, texts)
        or (touched and (_numbered_paragraph(work, touched) or _named_by_words(work, texts, touched, "paragraph")))
        or ""
    )


def _numbered_paragraph(work: Work, touched: set[int]) -> str:
    """Paragraphs and headings that are named by their number, the title, and how many there are of them."""
    ids = [(int(e.id[1:]), e.role) for e in work.elements if re.fullmatch(r"p\d+", e.id)]
    if not ids or not work.settled:
        return ""
    bare = work.said.bare
    every = [n for n, _ in ids]
    texts = [n for n, role in ids if role.startswith("Text")]
    heads = [n for n, role in ids if role.startswith("Heading")]
    items = [n for n, role in ids if role.startswith(("bullet", "number"))]
    titles = [n for n, role in ids if role == "Title"] or every[:1]
    loose = work.said.has(RELATIVE) or any(step.decision.action.name in ANCHORED for step, _ in work.settled)
    shifts = (-1, 0, 1) if loose else (0,)
    counted = [
        (rf"({ORDINAL}) (?:(?:body|text|normal|section) )?(?:paragraph|line)\b", (every, texts), "paragraph"),
        (r"\b(?:paragraph|line)(?: number| no\.?| nr\.?)? ?#? ?(\d+)\b(?!\s*(?:-|to|through|and))", (every, texts), "paragraph"),
        (rf"({ORDINAL}) (?:section |sub)?heading\b", (heads, sorted({*heads, *titles[:1]})), "heading"),
        (rf"({ORDINAL}) (?:bullet|list item|item|bullet point|point)\b", (items,), "list item"),
    ]
    for pattern, ways, noun in counted:
        for hit in re.finditer(rf"(?<!-){pattern}" if pattern.startswith("(") else pattern, bare):
            word = hit[1]
            options = {way[-1 if word in ("last", "final") else n - 1] for way in ways if (n := number_of(word) or 1) and len(way) >= n}
            if options and not {option + shift for option in options for shift in shifts} & touched:
                return f"the instruction is about the {word} {noun}, and p{min(touched)} was changed"
    if re.search(
        r"\b(?:the|this|document|document's|its|my|our) (?:document |main |whole |report )?title(?: line| at the top)?\b(?!-?case| case| style| of the (?:table|slide))",
        bare,
    ):
        about = not any(step.decision.action.name in ("set_properties", "insert_toc", "apply_style") for step in work.acts)
        if about and not {n + shift for n in titles for shift in shifts} & touched:
            return f"the instruction is about the title, and p{min(touched)} was changed"
    return _several(work, touched, every, texts) or _ends(work, [str(n) for n in every])


AT_THE_END = r"\b(?:(?:at|to|on) the (?:very )?(?:end|bottom)(?! of (?:the |this )?(?:\w+ )?(?:paragraph|line|heading|item|page|slide))|as the last (?:thing|paragraph|slide)|very end)\b"
AT_THE_START = r"\b(?:(?:at|to) the (?:very )?(?:beginning|start|top|front)(?! of (?:the |this )?(?:\w+ )?(?:paragraph|line|heading|item|page|slide))|as the first (?:thing|paragraph|slide))\b"


def _ends(work: Work, order: Sequence[str]) -> str:
    """What should go to the end or the beginning of the document and went elsewhere. `order`: the numbers of its paragraphs or slides."""
    for step, _ in work.settled:
        action = step.decision.action
        name = {"move": "to", "insert_table": "after", "insert_toc": "after", "add_slide": "after", "move_slide": "to"}.get(action.name)
        if not name or len(order) < 2 or (name not in action.args and action.name != "add_slide"):
            continue
        number = re.sub(r"\D", "", str(action.args.get(name, order[-1])))
        if work.said.has(AT_THE_END) and not work.said.has(AT_THE_START) and number and number != order[-1]:
            return "it should go to the end, and went elsewhere"
        if work.said.has(AT_THE_START) and not work.said.has(AT_THE_END) and number and number not in (order[0], "1"):
            return "it should go to the beginning, and went elsewhere"
    return ""


def _several(work: Work, touched: set[int], every: list[int], texts: list[int]) -> str:
    """Several paragraphs that are named by their numbers or by `all`, of which some were left out."""
    bare = work.said.bare
    ways: list[list[int]] = []
    if hit := re.search(r"\b(first|last) (\w+) (?:(?:body|text|normal) )?paragraphs\b", bare):
        n = number_of(hit[2]) or 0
        ways = [way[:n] if hit[1] == "first" else way[-n:] for way in (every, texts) if n]
    elif hit := re.search(r"\bparagraphs (\w+)(?: ?(?:-|to|through|and) ?)(\w+)\b", bare):
        first, last = number_of(hit[1]), number_of(hit[2])
        ways = [way[first - 1 : last] for way in (every, texts) if first and last and first < last]
    elif re.search(r"\b(?:all|every|each)(?: of)?(?: the)? (?:body|text|normal) paragraphs?\b", bare):
        ways = [texts]
    ways = [way for way in ways if way]
    if ways and not any(set(way) <= touched for way in ways):
        return f"the instruction is about the paragraphs {', '.join(f'p{n}' for n in ways[0])}, and not all of them were changed"
    return ""


PARTS = ("format_text", "insert_link", "insert_footnote", "insert_comment")
"""Actions that take a part of a paragraph as their place."""
WHOLE_PARAGRAPHS = r"\b(?:paragraph|line|item|bullet|point|heading|head|section|title|headline|part|sentence|subtitle|text|entry|header|row)s?\b"


def _whole_for_part(work: Work, texts: Places) -> str:
    """A quoted part of a paragraph, where no match was given and nothing in the instruction is about paragraphs."""
    if work.said.has(WHOLE_PARAGRAPHS) or not work.said.quotes:
        return ""
    for step, _ in work.settled:
        args = step.decision.action.args
        if step.decision.action.name not in PARTS or args.get("match"):
            continue
        given = {text.casefold() for text in listed(dict(args))}
        for quote in work.said.quotes:
            words = _flat(quote)
            if quote.casefold() not in given and any(words in texts.get(n, "") and words != texts[n] for n in _paragraphs(step) or ()):
                return f"the instruction is about “{quote}”, and the whole paragraph was changed"
    return ""


def _numbered_table(work: Work) -> str:
    """A table that is named by its number, where another one was changed; a row or column of it likewise."""
    count = sum(part.kind == "table" for part in work.before.parts)
    wanted = {number for hit in re.finditer(rf"\b({ORDINAL}) table\b(?! of)", work.said.bare) if (number := _ordinal(hit[1], count))}
    wanted |= {number for hit in re.finditer(r"\btable(?: number| no\.?)? ?#? ?(\d+)\b", work.said.bare) if (number := number_of(hit[1]))}
    names = [str(step.decision.action.args[k]) for step in work.acts for k in ("table", "target") if k in step.decision.action.args]
    touched = {int(hit[1]) for name in names if (hit := re.match(r"t(\d+)", name))}
    if wanted and touched and not wanted & touched:
        return f"the instruction is about table {min(wanted)}, and table {min(touched)} was changed"
    heads: dict[int, str] = {}
    for part in work.before.parts:
        if hit := re.match(r"table (\d+), cell", part.key):
            heads[int(hit[1])] = heads.get(int(hit[1]), "") + _flat(part.properties.get("text", ""))
    return _named_by_words(work, heads, touched, "table") if touched and len(heads) > 1 and not wanted else ""


def _paragraphs(step: Step) -> set[int] | None:
    """Numbers of the paragraphs that an action names; None where it names other things, or none."""
    args = step.decision.action.args
    named = [str(args[name]) for name in ("target", "to", "after", "before") if name in args]
    numbers = {int(hit[1]) for name in named for single in singles(name) if (hit := re.fullmatch(r"p(\d+)", single))}
    return numbers if numbers and all(re.match(r"p\d", name) for name in named) else None


def _in_presentation(work: Work) -> str:
    texts: dict[int, str] = {}
    for part in work.before.parts:
        if hit := re.match(r"slide (\d+)(?:,|$)", part.key):
            said = [str(part.properties.get(name, "")) for name in ("text", "notes", "footer")]
            texts[int(hit[1])] = texts.get(int(hit[1]), "") + _flat(" ".join(said))
    touched: set[int] = set()
    for step, area in work.settled:
        own = _slides(step)
        if own is None or area.everywhere:
            return ""
        touched |= own
    if not touched:
        return ""
    return _named_by_words(work, texts, touched, "slide") or _numbered_slide(work, len(texts), touched) or _ends(work, [str(n) for n in sorted(texts)])


def _slides(step: Step) -> set[int] | None:
    args = step.decision.action.args
    named = [str(args[name]) for name in ("target", "slide", "after") if name in args]
    numbers = {int(hit[1]) for name in named if (hit := re.match(r"s(\d+)(?:\.|$)", name))}
    if step.decision.action.name == "move_slide" and isinstance(to := args.get("to"), int):
        numbers |= {to}
    return numbers or None


def _numbered_slide(work: Work, count: int, touched: set[int]) -> str:
    """A slide that is named by its number and was not touched."""
    bare = work.said.bare
    wanted = {number for hit in re.finditer(rf"\b({ORDINAL}|\w+) (?:slide|page)\b", bare) if (number := _ordinal(hit[1], count))}
    wanted |= {
        number for hit in re.finditer(r"\b(?:slide|page)s?(?: number| no\.?| nr\.?)? ?#? ?(\w+)(?![.,]?\w)", bare) if (number := number_of(hit[1]))
    }
    loose = work.said.has(RELATIVE) or any(step.decision.action.name in ANCHORED for step in work.acts)
    wanted = {number for number in wanted if number <= count}
    near = {number + shift for number in wanted for shift in ((-1, 0, 1) if loose else (0,))}
    return f"the instruction is about slide {min(wanted)}, and slide {min(touched)} was changed" if wanted and not near & touched else ""


def _ordinal(word: str, count: int) -> int | None:
    """1 for `first`, `1st` and `number one`; `count` for `last`."""
    return count if word in ("last", "final") else number_of(word) if not word.isdigit() else None


def _flat(text: object) -> str:
    return f" {' '.join(tokens(str(text)))} "


CELL = re.compile(r"(?<![\w!$])\$?([A-Z]{1,2})\$?(\d{1,5})(?:\s*(?::|-|to|through|till|until)\s*\$?([A-Z]{1,2})\$?(\d{1,5}))?(?![\w(])")
ONWARDS = r"\b(?:from|start\w*|begin\w*|down\w*|right|left|upper|corner|at|to|in|into|top|put|place)\b"
COLUMN_WORDS = r"\b(?:column|columns|col|values?|figures?|numbers?|cells?|by|of|in|on|for|per|each|from|times|minus|plus|than|and|the)\b"
BY_COLUMN = {"sort": ("by", "then_by"), "filter": ("column",), "insert_columns": ("at",), "delete_columns": ("at",)}
"""Actions that name their columns beside the range."""
WHOLE = ("transpose", "name_range", "merge_cells", "insert_chart", "pivot_table", "remove_duplicates", "freeze")
"""Actions whose range may hold more columns than are named."""
RANGED = ("format_number", "format_cells", "conditional_format", "validate_list", "hide", "resize", "clear", "text_to_columns", "find_replace")
"""Actions on the columns or rows of their range."""


def _in_spreadsheet(work: Work) -> str:
    return _addresses(work) or _sheets(work) or _columns(work) or _rows(work)


def _sheets(work: Work) -> str:
    """A sheet in an argument that is neither the active one nor named by the instruction, or one that is named and left alone."""
    names = {str(part.properties.get("name", "")) for part in work.before.parts if part.kind == "sheet"}
    said = work.said.text.casefold()
    used = {str(step.decision.action.args["sheet"]) for step in work.acts if step.decision.action.args.get("sheet")}
    used |= {
        name
        for step in work.acts
        for text in listed(dict(step.decision.action.args))
        for name in names
        if text.startswith((f"{name}!", f"'{name}'!"))
    }
    active = _active(work.before)
    for name in used - {active}:
        if name.casefold() not in said:
            return f"nobody spoke of the sheet {name}"
    for name in names - used - {active}:
        flat = re.escape(name.casefold())
        if re.search(rf"(?:sheet|tab)(?: named| called)? [\"'“]?{flat}\b|\b{flat}[\"'”]? (?:sheet|tab|worksheet)\b", said):
            return f"the instruction is about the sheet {name}, and nothing was done there"
    return ""


def _addresses(work: Work) -> str:
    """A cell or range that the instruction names and that stands in no argument."""
    content = {word for part in work.before.parts for word in tokens(_plain(part.properties.get("value")))}
    said = " ".join(text for step in work.acts for text in (*listed(dict(step.decision.action.args)), *_counted(step))).replace("$", "").upper()
    named = set(re.findall(r"(?<![A-Z0-9])[A-Z]{1,2}\d{1,5}(?::[A-Z]{1,2}\d{1,5})?(?![\w(])", said))
    corners = {corner for address in named for corner in address.split(":")}
    for hit in CELL.finditer(work.said.text):
        first, last = hit[1] + hit[2], hit[3] + hit[4] if hit[3] else ""
        if first.casefold() in content:
            continue
        ok = f"{first}:{last}" in named or {first, last} <= corners if last else first in named or (first in corners and work.said.has(ONWARDS))
        if not ok:
            return f"the instruction names {hit[0]}, and nothing was done there"
    return ""


def _counted(step: Step) -> list[str]:
    """The cells that an action says it changed."""
    return [key.rpartition("!")[2] for key in step.outcome.changed]


def _columns(work: Work) -> str:
    """A column that the instruction names and that no action is about, or the reverse."""
    heads = _heads(work.before)
    given = [text for step in work.acts for text in listed(dict(step.decision.action.args)) if not text.startswith("=")]
    letters = {
        letter
        for hit in re.finditer(r"\b[Cc]olumns? ([A-Z]{1,2})\b(?:(?: and |, | to |-)([A-Z]{1,2})\b)?", work.said.text)
        for letter in hit.groups()
        if letter
    }
    letters |= {hit[1] for hit in re.finditer(r"(?<![\w.])([A-Z]) column\b", work.said.text)}
    rest = f" {' '.join(tokens(_without(work.said.text, [g for g in given if g.casefold() not in {h.casefold() for h in heads.values()}])))} "
    named = set(letters)
    for column, head in sorted(heads.items(), key=lambda item: -len(item[1])):
        words = " ".join(tokens(head))
        known = len(words) > 2 and words not in COMMON and f" {words} " in rest
        if known or f" {words} column " in rest or f" column {words} " in rest:
            named |= {column}
            rest = rest.replace(f" {words} ", " | ")
    first = min((column_number(column) for column in heads), default=1)
    count = len(heads)
    ordered = [
        {column_letters(n), column_letters(first + n - 1)}
        for hit in re.finditer(rf"\b({ORDINAL}) column\b", work.said.bare)
        if (n := _ordinal(hit[1], count))
    ]
    if not named and not ordered:
        return ""
    broad: set[str] = set()
    strict: set[str] = set()
    for step in work.acts:
        own, exact = _columns_of(step, heads)
        broad |= own
        strict |= exact
        if not own:
            return ""
    lost = named - broad
    if (named and lost == named) or (lost & letters):
        return f"the instruction is about column {min(lost)}, and {min(broad)} was worked on"
    for options in ordered:
        if not options & broad and not work.said.has(RELATIVE):
            return f"the instruction is about column {max(options)}, and {min(broad)} was worked on"
    more = strict - named - {letter for options in ordered for letter in options}
    if more and not named & strict and not ordered:
        return f"the instruction is about column {min(named)}, and {min(strict)} was worked on"
    if more and not work.said.has(SEVERAL):
        return f"nobody spoke of column {min(more)}"
    return ""


SEVERAL = r"\b(?:rows?|lines?|tables?|everything|whole|all|every\w*|each|sheet|head\w*|columns|entire|between|to|through|data|range|cells?|numbers|values?|titles?)\b"
"""Words with which more columns may be meant than are named."""


def _columns_of(step: Step, heads: Mapping[str, str]) -> tuple[set[str], set[str]]:
    """The columns that an action has to do with, and those that it is about."""
    action = step.decision.action
    args = action.args
    texts = [str(args[name]) for name in ("range", "cell", "target", "at", "to") if isinstance(args.get(name), str)]
    own = {column for text in texts for single in singles(text) if (column := _letters(single))}
    own |= {column for text in listed(dict(args)) if text.startswith("=") for hit in REFERENCE.findall(text) for column in _between(*hit)}
    own |= {
        column
        for text in listed([args.get("rows"), args.get("values"), args.get("columns")])
        for column, head in heads.items()
        if text in (head, column)
    }
    if action.name in BY_COLUMN:
        exact = {str(args[name]) for name in BY_COLUMN[action.name] if args.get(name)}
        return (exact or own), exact
    return own, own if action.name in RANGED else set()


REFERENCE = re.compile(r"\$?([A-Z]{1,2})\$?\d+(?::\$?([A-Z]{1,2})\$?\d+)?")


def _between(first: str, last: str) -> list[str]:
    return [column_letters(n) for n in range(column_number(first), column_number(last or first) + 1)]


def _letters(single: str) -> str:
    hit = re.fullmatch(r"([A-Z]{1,2})\d*", single.rpartition("!")[2].replace("$", ""))
    return hit[1] if hit else ""


def _rows(work: Work) -> str:
    """Rows that the instruction names by number or by a label, where other rows were worked on."""
    touched: set[int] = set()
    for step, _ in work.settled:
        own = _rows_of(step)
        if own is None:
            return ""
        touched |= own
    if not touched:
        return ""
    wanted = {
        int(n)
        for hit in re.finditer(r"\b(?:row|line)s?(?: number| no\.?)? #?(\d+)(?:(?:\s*(?:-|to|through|and)\s*)(\d+))?", work.said.bare)
        for n in hit.groups()
        if n
    }
    loose = work.said.has(RELATIVE) or work.acts[0].decision.action.name.startswith("insert")
    near = {number + shift for number in wanted for shift in ((-1, 0, 1) if loose else (0,))}
    if wanted and not near & touched:
        return f"the instruction is about row {min(wanted)}, and row {min(touched)} was worked on"
    top = _head_row(work.before)
    labels: dict[int, str] = {}
    for _, row, value in _cells_of(work.before):
        if row > top and not isinstance(value, int | float):
            labels[row] = labels.get(row, " ") + _flat(value)
    return _named_by_words(work, labels, touched | ({row + 1 for row in touched} if loose else set()), "row")


def _rows_of(step: Step) -> set[int] | None:
    """The rows that an action is about; None where it is about whole columns or tables."""
    action, args = step.decision.action, step.decision.action.args
    if action.name in ("insert_rows", "delete_rows"):
        start = int(args.get("at", 0))
        return set(range(start, start + int(args.get("count", 1))))
    if action.name not in ("set_cell", "insert_comment", "insert_link", "clear", "format_cells", "hide", "resize", "set_cells"):
        return None
    texts = [str(args[name]) for name in ("range", "cell") if args.get(name)]
    rows = {int(hit[1]) for text in texts for single in singles(text) if (hit := re.fullmatch(r"[A-Z]{0,2}(\d+)", single.rpartition("!")[2]))}
    return rows or None


def _active(reading: Reading) -> str:
    return next((str(part.properties.get("active")) for part in reading.parts if part.kind == "workbook"), "")


def _cells_of(reading: Reading) -> Iterable[tuple[str, int, object]]:
    """(column, row, value) of the cells of the active sheet that hold something."""
    active = _active(reading)
    for part in reading.parts:
        hit = re.fullmatch(r"'?(.*?)'?!([A-Z]{1,3})(\d+)", part.key)
        if hit and hit[1] == active and (value := part.properties.get("value")) not in (None, ""):
            yield hit[2], int(hit[3]), value


def _head_row(reading: Reading) -> int:
    """The first row in which several cells hold texts; 0 where there is none."""
    rows = Counter(row for _, row, value in _cells_of(reading) if isinstance(value, str) and not value.startswith("="))
    return min((row for row, count in rows.items() if count > 1), default=0)


def _heads(reading: Reading) -> dict[str, str]:
    """Column -> its head, on the sheet that is active."""
    top = _head_row(reading)
    return {column: value for column, row, value in _cells_of(reading) if row == top and isinstance(value, str)}


def _plain(value: object) -> str:
    return str(value).casefold() if value is not None else ""
