"""From the words of a help page to a task: imperative, self-contained, or none."""

from __future__ import annotations

import re
from collections.abc import Iterator

WORDS = """abort accept access activate adapt add adjust align allow animate anchor answer append apply arrange ask assign attach automate avoid base
    bind break bring browse calculate cancel capitalize cascade center change check choose clear click close collapse color colour combine compare
    compress configure confirm connect consolidate continue contract convert copy correct count create crop cross-fade customize cut cycle deactivate
    decrease define delete demote deselect detach determine disable display distribute divide dock double-click download drag draw duplicate edit
    embed enable encrypt end enlarge enter erase evaluate exchange exclude execute exit expand export extend extract fill filter find finish fit flip
    force format freeze generate get give go group have hide highlight hyphenate ignore import include increase indent initiate insert inspect install
    invert join jump justify keep label launch leave limit link list load lock locate look make manage map mark match maximize merge minimize mirror
    modify move name navigate number obtain omit open optimize organize outdent outline overwrite paste pause perform permit pick pin place play
    position post prefix preserve press prevent preview print promote protect prune publish put query quit raise rearrange recalculate recheck record
    recover redefine redo reduce refer refresh regroup reject release reload remove rename renumber reorder reorganize repair repeat replace
    reposition reset resize resolve restart restore restrict retrieve return reuse reverse review revert right-click rotate round route run
    save scale scan
    schedule scroll search select send separate set share sharpen shift show shrink shuffle sign skip smooth snap soften solve sort specify spell
    spellcheck split start stop store straighten strikethrough style submit substitute subtract suppress swap switch synchronize tag test tile tilt
    toggle track transfer transform translate transpose trim turn type undefine underline undo undock unfreeze ungroup unhide uninstall unlink unlock
    unmark unprotect update upgrade use validate vary verify view visualize widen wrap write zoom colorize crossfade superimpose subtotal summarize
    stretch squeeze sum trace total bend slant fade hold fold keep lower maintain form produce block consider advance
    concatenate compute estimate extrapolate multiply complement raise derive blend rebuild detect accumulate encode decode truncate simulate begin
    compile construct correlate restrict mask encipher reconnect redraw render sample shorten lengthen spread underline unwrap visualise reapply"""
VERBS = frozenset(WORDS.split())
NOUNS = """search list display sort filter print format style label link number name view zoom scale shift set table frame reference preview outline
    group base limit mark position change start end map query track type use match sum total count"""
ALSO_NOUNS = frozenset(NOUNS.split())
STEP_WORDS = """choose click select press open type enter drag right-click double-click go hold position place move use mark check clear set insert
    switch activate start specify copy paste close highlight release save delete draw point change define put do repeat make turn apply add format
    create locate browse tick uncheck deselect edit run pick scroll resize ctrl-click shift-click adjust confirm assign unmark disable enable cut
    connect load import export rename remove name expand collapse navigate modify replace print send keep leave find look hover tap write undo drop
    double click accept reject search sort filter view let follow"""
STEP_VERBS = frozenset(STEP_WORDS.split())
ADVERBS = "automatically|manually|temporarily|quickly|directly|permanently|immediately|only|also|individually|simultaneously"
UNCLEAR = re.compile(
    r"\bor to\b|\b(?:corresponding|respective|aforementioned|described|previously mentioned)\b|\b(?:it|them|this|these|one|ones|so|that)$"
    r"|\bth(?:is|ese) (?:dialog|list|function|command|options?|area|icon|box|page|tab page|toolbar|button|field|checkbox|section|item|setting|case"
    r"|way|mode|tool|value|number|menu|window|example|effect|feature|property|text box|link|file|character|object|style|step|document)s?\b"
    r"|\b(?:the|a|an|from|and|or|by|as)$|\byou\b.*\bcan\b|^(?:See|Look|Find out|Refer)\b|[:;]|\bnext section\b"
    r"|\bthe (?:above|below)\b|\bfollowing (?:\w+ )?(?:options?|commands?|dialog|table|list|way|method|is|are|functions?)\b|\bfollowing$"
    r"|\b(?:listed|shown|mentioned|given|specified|see|box|list|field|area) (?:above|below)\b"
    r"|^(?:Do|Have|Go|Use|Using) (?:this|it|them)\b|^\w+ (?:it|them|they|this|so|its|their)\b|^\w+ (?:the|a) dialog\b(?! (?:for|to|that))"
    r"|\b(?:e\.g|i\.e|etc)\b|\?$|\bdo one of\b|\bas follows\b|\bwhatever\b|\bsame way\b|\bexample\b|\balso\b|\bhere\b|\bas well\b|\bagain\b"
    r"|\bthe other\b|\blegacy\b|^\w+ (?:the |an? )?\w+ (?:is|are|was|were|can|will) "
    r"|^(?:Click|Press|Drag|Double-click|Right-click) |\b(?:I|we)\b|\bif \w+ (?:is|are) (?:selected|marked|enabled)\b"
    r"|, (?:or |then |and then )?(?:click|choose|select|press|type)\b"
    r"|^Use (?:the |an? )?[\w ]*(?:box|list|field|button|icon|arrows?|command|page)\b",
    re.IGNORECASE,
)
"""What leans on the page around it, or is no task."""
OPEN_END = re.compile(r"\b(?:to|of|for|in|on|with|into)$", re.IGNORECASE)
RELATIVE = re.compile(r"\b(?:that|which|whom|you)\b", re.IGNORECASE)
"""A task may end with a preposition where a relative clause does: `the text that the object is anchored to`."""
SHORTER = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\s*\((?:for example|e\.g\.|for instance)[^)]*\)|,? (?:for example|for instance|such as),? .*$",
        r"^Opens? (?:an?|the) (?:[\w /&-]+ )?(?:dialog|window)(?: box)?,? (?:(?:where|in which) you can|that lets you|which lets you) (?=[a-z])",
        r",? (?:where|from which|in which|with which|so that|which|that) you can (?:later |then |also )?.*$",
        r"^(?:Select|Mark|Enable|Check|Tick|Click|Choose|Use|Activate)s? th(?:is|e) (?:option|check ?box|box|button|field|command|icon|tool)"
        r" (?:to|if you want to|when you want to) ",
        r"^(?:If you want to|When you want to|In order to|How to|Steps? to|Procedure to|To|You can) (?=[a-zA-Z])",
        r"^(?:This|The) (?:command|option|function|button|icon|dialog|page|tool|menu) (?=\w+s\b)",
        r"^(?:Click|Choose|Select|Press|Mark|Check|Tick|Enable|Use|Activate)s?(?: here| (?:on )?(?:this|the)(?: \w+)?"
        r"(?: icon| button| command| option| check ?box| box| field| tool| item)?)? (?:to|in order to) (?=[a-z]+\b)(?!the\b|a\b)",
        r"\s*\((?:optional|if any)\)$",
        r"^(?:Allows?|Lets?|Enables?|Permits?) (?:you|the user|users) to ",
        r",? (?:in|from|with|using|of|on) (?:this|the following) (?:\w+ )?(?:box|field|area|dialog|list|page|list box|text box)$",
    )
)
"""What goes without changing the task: examples, what the dialog is for, what to click to get it."""


def base(word: str) -> str:
    """The base form of a verb from its base form, third person or gerund; empty when it is no verb known here."""
    word = word.lower()
    if word in VERBS:
        return word
    stems: list[str] = []
    if word.endswith("ing"):
        stem = word[:-3]
        stems = [stem + "e", stem, stem[:-1] if stem[-1:] == stem[-2:-1] else ""]
        if stem in VERBS:
            stems = [stem]
    elif word.endswith("ies"):
        stems = [word[:-3] + "y"]
    elif word.endswith("s"):
        stems = [word[:-1], word[:-2] if word.endswith("es") else ""]
    return next((s for s in stems if s in VERBS), "")


def imperative(text: str) -> str:
    """A heading, a lead (`To insert a row`), or a sentence that says what a command does (`Inserts a row.`) as a task; empty when it is none."""
    text = re.sub(r"\s+", " ", next(iter(sentences(text)), "")).strip().rstrip(":. ").replace("(s)", "s")
    for pattern in SHORTER:
        text = pattern.sub("", text)
    found = re.match(rf"^((?:{ADVERBS}) )?([A-Za-z][a-z]*(?:-[a-z]+)?)\b(.*)$", text, re.IGNORECASE)
    if not found:
        return ""
    adverb, verb, rest = found.group(1) or "", found.group(2), found.group(3)
    own = base(verb)
    if not own or (verb.lower() == own and own in ALSO_NOUNS and re.match(r" (?:\w+s|is|are|of|that|which)\b", rest) and _subject(rest)):
        return ""
    if verb.lower() != own:
        rest = re.sub(r"(\band then|\band|\bor|,) (?!and|or)(\w+)\b", lambda m: f"{m.group(1)} {_follow(verb, m.group(2))}", rest)
    text = f"{adverb.lower()}{own}{rest}".strip()
    return text[:1].upper() + text[1:]


def _subject(rest: str) -> bool:
    """Whether the word in front was a noun: `Search starts at ...`, `Number of rows`."""
    word = rest.split()[0]
    return word in ("is", "are", "of", "that", "which") or base(word) not in ("", word)


def _follow(first: str, word: str) -> str:
    """The second verb of `Inserts and formats`, in base form when it stands as the first one did."""
    same = word.endswith("ing") if first.lower().endswith("ing") else word.endswith("s")
    return base(word) if same and base(word) else word


def task_problem(task: str) -> str:
    """Why a text is no task that stands alone; empty when it is one."""
    words = task.split()
    if not task or (not base(words[0]) and not re.match(rf"(?:{ADVERBS}) \w+", task, re.IGNORECASE)):
        return "task is no instruction"
    if len(words) < 2:
        return "task is one word"
    if len(words) > 28 or len(task) > 160:
        return "task is too long"
    if UNCLEAR.search(task) or (OPEN_END.search(task) and not RELATIVE.search(task)):
        return "task leans on its page"
    return ""


def is_step(sentence: str) -> bool:
    """Whether a sentence tells somebody to do something."""
    first = re.match(r"[A-Za-z][A-Za-z-]*", sentence)
    if first and first.group().lower() in STEP_VERBS:
        return not re.match(r"\w+ (?:is|are|was|can|will|has|appears?)\b", sentence)
    led = re.match(
        r"^(?:In|On|From|Under|At|With|While|After|Before|When|If|For|Then|Next|First|Now|Optionally|To)\b[^,]*,\s*(?:then\s+|and\s+)?([A-Za-z-]+)",
        sentence,
    ) or re.match(
        r"^(?:In|On|From|Under|At) (?:the )?.{1,80}?\s(?:box|area|dialog|list|menu|tab|bar|field|section|toolbar|window|page|sidebar|pane"
        r"|view|deck|submenu"
        r"|cell|document)\s+([a-z-]+)",
        sentence,
    )
    return bool(led and led.group(1).lower() in STEP_VERBS)


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text; abbreviations do not end one."""
    kept = re.sub(r"\b(e\.g|i\.e|etc|vs|No|Fig|approx)\.", lambda m: m.group().replace(".", "\u2024"), text)
    for part in re.split(r"(?<=[.!?])\s+(?=[A-Z\"“(\[])", kept):
        if part.strip():
            yield part.replace("\u2024", ".").strip()


CLAUSES = re.compile(
    r",?\s+and then\s+|,\s+then\s+|;\s+(?:and\s+)?(?:then\s+)?|\.\s+Then\s+"
    rf"|,\s+and\s+(?=(?:{'|'.join(sorted(STEP_VERBS))})\b)|,?\s+and\s+(?=(?:choose|click|select|press|drag|type|enter|open|release|double-click)\b)"
)
HELD = re.compile(r"\bhold(?:ing)? (?:down )?|\bpress(?:ing)? and hold\b|\bdrag\b.*\brelease\b|\bwhile\b", re.IGNORECASE)


def clauses(sentence: str) -> list[str]:
    """`Click X, and then choose Y` as two steps; what has to be done at the same time stays together."""
    sentence = sentence.rstrip(". ")
    parts = [part.strip(" ,") for part in CLAUSES.split(sentence)]
    if HELD.search(sentence) or not all(is_step(part[:1].upper() + part[1:]) for part in parts if part):
        parts = [sentence]
    return [part[:1].upper() + part[1:] for part in parts if part]


OTHERWISE = re.compile(
    r",? or,? (?:(?:on|in|from|by|via|with|else|alternatively|just|simply)\b,? ?)*(?:the )?(?=(?:click|choose|press|right-click"
    r"|double-click|use|select|drag|open|"
    r"type|context menu|go)\b).*$|\s*[,(]\s*(?:or|alternatively)\b.*$",
    re.IGNORECASE,
)


def one_way(sentence: str) -> str:
    """A sentence that gives two ways keeps its first."""
    cut = OTHERWISE.sub("", sentence).rstrip(" ,(")
    return cut + "." if sentence.endswith(".") and not cut.endswith(".") else cut
