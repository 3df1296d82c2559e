"""Places of another sort than the one that the instruction speaks of: numbers for dates, list items for body text, a paragraph for words in it."""

from __future__ import annotations

import re

from lam.reading.base import Reading
from lam.types import Step
from lam.verdict.intents.facts import RANGE
from lam.verdict.places.common import Work, first_wrong
from lam.verdict.places.spreadsheet import LETTERED
from lam.verdict.places.tables import cells_of_table
from lam.verdict.touch import active_sheet, singles
from lam.verdict.words import Said, flat

AT_THE_TOP = (
    r"\b(?:(?:at|to|on|near) the (?:very )?(?:top|beginning|start|front)(?! of (?!the (?:document|text|file|letter|report)|everything))|up ?front"
    r"|top of (?:the )?(?:doc\w*|text|file|letter|report)|first (?:thing|of all)|before everything)\b"
)
BEHIND = r"\b(?:after|behind|below|under|beneath|underneath|following|beside|next to|before|between|above|ahead of|past|near|once)\b"
"""With a word like this, the top is not all that is said about where."""
BODY = r"\b(?:(?:body|ordinary|normal|running)(?: text)? ?(?:text|paragraphs?|copy)|body)\b"
LIKE_BODY = r"\b(?:into|to|like|as|same|match\w*|than|become|be)\b(?: \w+){0,3} (?:body|normal|ordinary|running)\b"
"""Something is to become body text."""
OTHER_TEXT = r"\b(?:head(?:ing|line|er)s?|(?:sub)?titles?|lists?|bullets?|bulleted|items?|points?|numbered|captions?|everything|both)\b"
ROLES = re.compile(r"(?:Title|Subtitle|Heading|bullet|number)\b")
"""Paragraphs that are no body text."""
IN_A_PLACE = (
    r"(?<!is )(?<!isn't )(?<!isnt )(?<!not )(?<!all )(?<!are )(?<!get )\b(left|right|cent(?:er|re)\w*|middle)\b"
    r"(?! (?:now|away|after|before|below|above|under|behind|next|beside|here|there|out|alone|as|in|it|yet))"
)
"""Where a header's text is to stand."""
SIDE = r"\b(?:on|to|at|against|along) the (left|right)(?:[ -]hand)? (?:side|edge)\b(?! of\b)"
ASIDE = ("alignment", "indent_left_cm", "indent_right_cm", "first_line_cm")
"""Arguments that bring a text to a side."""
WITH_TOTAL = (
    r"\b(?:total|sum)s?(?: row| line)? (?:included|too|as well)\b"
    r"|\b(?:including|incl\.?|and) (?:the |its |their )?(?:total|sum)(?: row| line)?\s*[.!]?\s*$"
)
OTHERWISE = r"\bbetween\b|\b(?:add|insert|put|write)\b|\b(?:row|line|column|cell)s? with\b"
"""The total may be spoken of for other reasons."""
WORDS_OUT = (
    r"\b(?:tak\w+|remov\w+|delet\w+|drop\w*|cut\w*|strip\w*|eras\w+) (?:the |that |our |my )?"
    r"(?!(?:\w+ ){0,2}(?:paragraph|line|row|sentence|item|bullet|point|table|image|picture|photo|logo|chart|heading|title|slide|section|one)s?\b"
    r"|everything|all\b|(?:the )?(?:text|rest)\b)"
    r"(?:\w+ ){1,3}(?:out of|from) (?:the |that |our |my )?(?:\w+ ){0,2}(?:paragraph|sentence|line|bullet|title|heading)\b"
    r"(?! (?:page|lists?|points?|on|onwards?|down|to|until)\b)"
)
"""Some words of a text are to go."""
WHOLE_OF = (
    r"(?<!in the )(?<!of the )(?<!from the )(?<!within the )"
    r"\b(?:line|paragraph|bullet|item|heading|sentence) (?:with|containing|mentioning|that (?:has|contains|mentions|says|speaks of))"
    r" (?:the )?(?:words? |phrase |name |text )?$"
)
"""Before what only tells which paragraph is meant."""
THESE_WORDS = r"\b(?:that|these|those|only|just|the) (?:words?|amount|name|phrase|part|number|address|date)\b"
DOWN = (
    r"\b(?:first|left|leftmost|left-hand) column (?:says|reads|holds|contains|lists|has|with|gets|should (?:say|read))\b"
    r"(?!.*\b(?:second|2nd|other|next|right|last|third|headed|head(?:ing|er)?|title)\b)"
)
NOT_OF_LIST = r"(?! of (?!(?:the |this |that |its )?(?:\w+ )?(?:list|bullets|points|items)))"
LAST_ITEM, FIRST_ITEM = (
    rf"(?<!before the )(?<!after the )(?<!behind the )(?<!above the )(?<!below the )(?<!under the )"
    rf"\b(?:{nth}) (?:bullet|point|item)\b(?! (?:on|of) slide)"
    rf"|\bat the (?:very )?(?:{end})\b{NOT_OF_LIST}"
    for nth, end in (("last|final|closing", "end|bottom"), ("first|opening", "top|beginning|start"))
)
DENIED = (
    r"\b(?:no|not|never|without|off|away|remov\w*|delet\w*|tak\w*|get rid|drop|hid\w*|un\w+|plain|normal|none|instead|regular|lose|stop|out|disabl\w*"
    r"|deactivat\w*|strip\w*|clear\w*|eras\w*|omit\w*|suppress\w*|replac\w*|mov\w*|rather|only|just|except)\b|n['’]t\b"
)
HEAD_LOOKS = ("header_bold", "header_background")
TABLE_HEAD = "head caption top first upper title label names row line"
PAGES_COUNTED = (
    r"\b(?:count|number)(?:s|ing)? (?:the |its |all |all the |my |our |up the )?pages\b|\bpages? (?:counted|numbered)\b|\bpaginat\w*|\bfolios?\b"
    r"|\bnumbers? (?:of|for|on) (?:the |each |every |this )?(?:single )?(?:pages?|sheets?)\b|\b(?:which|what) page (?:it|they|you|one|we|i)\b"
    r"|\bpages? (?:get|gets|have|has|carry|carries|bear|bears|show|shows) (?:its |their |a |the )?(?:own )?numbers?\b"
)
"""The pages are to have numbers."""
TOTAL = re.compile(r"\s*(?:grand |sub)?(?:total|sum)\b", re.IGNORECASE)
ANY_SORT = ("mixed", "empty", "formula")
FORMATS = {"date": ("date", *ANY_SORT), "currency": ("number", *ANY_SORT), "percent": ("number", *ANY_SORT)}
"""Format of numbers -> sorts of columns that it is for."""


def mistaken(work: Work) -> str:
    """In words, what is of another sort; empty when nothing is."""
    checks = (
        _behind_the_top,
        _not_body,
        _not_to_the_side,
        _without_total,
        _other_values,
        _all_for_words,
        _words_for_all,
        _across,
        _other_end,
        _switched_off,
        _not_counted,
        _no_head,
        _header_elsewhere,
    )
    return first_wrong(work, checks)


def _behind_the_top(work: Work, step: Step) -> str:
    """A table of contents behind something, where the top of the document is spoken of."""
    after = step.decision.action.args.get("after")
    wrong = step.decision.action.name == "insert_toc" and after is not None and work.said.has(AT_THE_TOP) and not work.said.has(BEHIND)
    return f"the instruction says at the top, and it was put behind {after}" if wrong else ""


def _not_body(work: Work, step: Step) -> str:
    """A title, heading or list item, where only body text is spoken of."""
    name, args = step.decision.action.name, step.decision.action.args
    if work.before.kind != "document" or not name.startswith(("format_", "set_list", "apply_style")) or args.get("kind") == "none":
        return ""
    said = Said(re.sub(r"\bno [\w ]+$|\b(?:bullets?|numbered|lists?|items?|points?)\b", " ", work.said.bare)) if name == "set_list" else work.said
    if (
        not said.has(BODY)
        or said.has(OTHER_TEXT)
        or said.has(LIKE_BODY)
        or re.search(r"body|standard|normal|default", str(args.get("style", "")), re.IGNORECASE)
    ):
        return ""
    touched = set(singles(str(args.get("target", ""))))
    other = next((e for e in step.observation.elements if e.id in touched and ROLES.match(e.role)), None)
    return f"the instruction speaks of body text, and {other.id} is of the sort {other.role}" if other else ""


def _not_to_the_side(work: Work, step: Step) -> str:
    """Nothing that says left or right, where a text is to stand on that side."""
    hit = re.search(SIDE, work.said.bare, re.IGNORECASE)
    if (
        work.before.kind != "document"
        or hit is None
        or step is not work.acts[0]
        or not all(a.decision.action.name.startswith("format_") for a in work.acts)
    ):
        return ""
    aligned = any(set(ASIDE) & set(act.decision.action.args) or hit[1].lower() in str(act.decision.action.args) for act in work.acts)
    return "" if aligned else f"the instruction says on the {hit[1].lower()} side, and nothing was aligned"


def _without_total(work: Work, step: Step) -> str:
    """A range that ends above the total that is to be included."""
    hit = RANGE.fullmatch(str(step.decision.action.args.get("range", "")))
    if hit is None or not hit[4] or not step.decision.action.name.startswith("format_") or not work.said.has(WITH_TOTAL) or work.said.has(OTHERWISE):
        return ""
    rows = total_rows(work.before, active_sheet(step)) if work.settled else []
    ends = {int(own[4] or own[2] or 0) for act in work.acts if (own := RANGE.fullmatch(str(act.decision.action.args.get("range", ""))))}
    return f"the total in row {rows[0]} was to be included" if rows and not any(end >= rows[0] for end in ends) else ""


def total_rows(reading: Reading, sheet: str) -> list[int]:
    """The rows of a sheet whose first text speaks of a total."""
    cells = ((re.fullmatch(r"'?(.*?)'?!A(\d+)", part.key), part.properties.get("value")) for part in reading.parts)
    return [int(hit[2]) for hit, value in cells if hit and hit[1] == sheet and isinstance(value, str) and TOTAL.match(value) and int(hit[2]) > 1]


def _other_values(work: Work, step: Step) -> str:
    """A format for values that its columns do not have, where others have them."""
    args = step.decision.action.args
    hit = RANGE.fullmatch(str(args.get("range", "")))
    fit = FORMATS.get(str(args.get("format", "")))
    if step.decision.action.name != "format_number" or hit is None or fit is None or "!" in str(args["range"]):
        return ""
    columns = {e.id: e.detail.rpartition(" ")[2] for e in step.observation.elements if e.role == "column"}
    said = flat(work.said.text)
    if LETTERED.search(work.said.text) or any(f" {flat(e.text).strip()} column " in said for e in step.observation.elements):
        return ""
    own = [columns[letter] for letter in singles(f"{hit[1]}:{hit[3] or hit[1]}") if letter in columns]
    wrong = own and not any(sort in fit for sort in own) and any(sort in fit for sort in columns.values())
    return f"{args['range']} holds no values for the format {args['format']}, and other columns do" if wrong else ""


def _all_for_words(work: Work, step: Step) -> str:
    """A text that was deleted as a whole, where some words were to be taken out of it."""
    alone = all(act.decision.action.name == "delete" for act in work.acts) and str(step.decision.action.args.get("target", "")).startswith("p")
    wrong = alone and work.before.kind == "document" and work.said.has(WORDS_OUT)
    return "the instruction is about some words of a text, and all of it was deleted" if wrong else ""


def _words_for_all(work: Work, step: Step) -> str:
    """Words in a paragraph, where they only tell which paragraph is meant."""
    action = step.decision.action
    match = str(action.args.get("match", ""))
    if action.name not in ("format_text", "insert_link") or not match or len(work.acts) > 1:
        return ""
    places = [hit.start() for hit in re.finditer(re.escape(match), work.said.text, re.IGNORECASE)]
    if len(places) != 1 or re.search(THESE_WORDS, work.said.text[places[0] :], re.IGNORECASE):
        return ""
    wrong = re.search(WHOLE_OF, work.said.text[: places[0]].rstrip("“‘\"'"), re.IGNORECASE)
    return f"the instruction is about the whole text with “{match}”" if wrong else ""


def _across(work: Work, step: Step) -> str:
    """Texts for a new table's first column that stand in its first row."""
    data = step.decision.action.args.get("data")
    wrong = step.decision.action.name == "insert_table" and isinstance(data, list) and len(data) == 1 and len(data[0]) > 1 and work.said.has(DOWN)
    return "the first column was to hold what stands in the first row" if wrong else ""


def _other_end(work: Work, step: Step) -> str:
    """A list that has its one new item at the other end than the instruction says."""
    action = step.decision.action
    bullets = action.args.get("bullets")
    shown = next((e.text for e in step.observation.elements if e.id == action.args.get("target")), "")
    if action.name != "set_bullets" or not isinstance(bullets, list):
        return ""
    new = [n for n, item in enumerate(bullets) if str(item)[:20] not in shown]
    if len(new) != 1 or len(bullets) != len(shown.split(" / ")) + 1:
        return ""
    last, first = work.said.has(LAST_ITEM), work.said.has(FIRST_ITEM)
    if last != first and new[0] != (len(bullets) - 1 if last else 0) and new[0] in (0, len(bullets) - 1):
        return f"the new item was to stand {'last' if last else 'first'}"
    return ""


def _switched_off(work: Work, step: Step) -> str:
    """Page numbers or bold heads that were switched off where nothing is denied."""
    for name in ("slide_number", "page_number", "header_bold"):
        word = "bold" if name.endswith("bold") else r"(?:page|slide) ?numbers?|numbers|numbering|numbered"
        if any(act.decision.action.args.get(name) is True for act in work.acts):
            continue
        if step.decision.action.args.get(name) is False and work.said.has(rf"\b(?:{word})\b") and not work.said.has(DENIED):
            return f"the instruction asks for {name.replace('_', ' ')}, and it was switched off"
    return ""


def _not_counted(work: Work, step: Step) -> str:
    """A header or footer without the page numbers that are spoken of."""
    counted = any(act.decision.action.args.get(name) is True for act in work.acts for name in ("page_number", "slide_number"))
    wrong = step.decision.action.name in ("set_header", "set_footer") and not counted and work.said.has(PAGES_COUNTED) and not work.said.has(DENIED)
    return f"the pages were to be numbered, and the {step.decision.action.name[4:]} has no number" if wrong else ""


def _no_head(work: Work, step: Step) -> str:
    """The head of a table, where none is spoken of."""
    args = step.decision.action.args
    wrong = step.decision.action.name == "style_table" and any(name in args for name in HEAD_LOOKS) and not work.said.mentions(TABLE_HEAD)
    said = flat(work.said.text)
    heads = [text for cell, text in cells_of_table(work.before, str(args.get("table", ""))).items() if cell[1:] == "1" and text.strip()]
    return "nobody spoke of the table's head" if wrong and not any(head in said for head in heads) else ""


def _header_elsewhere(work: Work, step: Step) -> str:
    """The text of headers or footers where it stands by itself, though a side, or the middle, is spoken of."""
    action = step.decision.action
    hit = re.search(IN_A_PLACE, work.said.bare, re.IGNORECASE)
    wrong = action.name in ("set_header", "set_footer") and work.before.kind == "document" and "alignment" not in action.args and len(work.acts) == 1
    return f"the instruction says {hit[1]}, and the {action.name[4:]} was not aligned" if wrong and hit else ""
