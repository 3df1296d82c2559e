"""Rewording: the same task as other people would say it. Nothing is added and nothing is lost; what stands in quotes stays as it is."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "insert": ("add", "put in", "place"),
    "add": ("insert", "put in"),
    "delete": ("remove", "take out", "get rid of"),
    "remove": ("delete", "take out", "get rid of"),
    "specify": ("set", "define", "determine"),
    "define": ("set", "specify"),
    "select": ("choose", "pick"),
    "choose": ("select", "pick"),
    "open": ("bring up", "call up"),
    "display": ("show", "let me see"),
    "show": ("display", "let me see"),
    "create": ("make", "set up"),
    "change": ("alter", "modify"),
    "modify": ("change", "adjust"),
    "edit": ("change", "revise"),
    "enter": ("type in", "fill in"),
    "enable": ("turn on", "switch on", "activate"),
    "activate": ("turn on", "switch on", "enable"),
    "disable": ("turn off", "switch off"),
    "rename": ("give a new name to",),
    "enlarge": ("make bigger",),
    "convert": ("turn", "transform"),
    "copy": ("make a copy of", "duplicate"),
    "assign": ("give", "allot"),
    "adjust": ("tune", "change"),
    "determine": ("define", "decide on"),
    "indicate": ("mark",),
    "print": ("print out",),
    "search": ("look",),
    "find": ("look up", "locate"),
    "close": ("shut",),
    "combine": ("join", "put together"),
    "move": ("shift",),
    "save": ("store",),
    "jump": ("go", "skip"),
    "list": ("show", "give a list of"),
    "use": ("work with", "make use of"),
    "start": ("begin",),
    "replace": ("swap", "substitute"),
    "resize": ("change the size of",),
    "align": ("line up",),
    "arrange": ("lay out", "order"),
    "update": ("refresh", "bring up to date"),
    "view": ("look at", "see"),
    "protect": ("lock", "guard"),
    "calculate": ("work out", "compute"),
    "return": ("give back", "come back with"),
    "apply": ("use", "put on"),
    "hide": ("conceal", "stop showing"),
}
"""First verbs that may stand for each other before an object."""
REGISTERS: Mapping[str, tuple[str, ...]] = {
    "question": (
        "How do I {0}?", "How can I {0}?", "Can you {0}?", "What do I have to do to {0}?", "Is there a way to {0}?", "Where would I go to {0}?",
        "Could I {0} somehow?", "Which command lets me {0}?", "Would it be possible to {0}?", "Do you know how to {0}?", "Any idea how to {0}?",
        "What is the quickest way to {0}?",
    ),
    "polite": (
        "Please {0}.", "Could you please {0}?", "Would you kindly {0}?", "I would be grateful if you could {0}.", "{1}, please.",
        "Would you mind helping me? I would like to {0}.", "If it is no trouble, {0}.", "May I ask you to {0}?", "Kindly {0}, thank you.",
        "When you have a moment, please {0}.",
    ),
    "chatty": (
        "I'm trying to {0} and cannot find where that is done, can you do it for me?", "OK, next thing: {0}.", "Right, I'd like to {0} now.",
        "So what I want is to {0}, nothing else.", "Hi! I need to {0}, could you sort that out?", "My boss asked me to {0}, so let's do that.",
        "I never remember how this goes, but I want to {0}.", "Before I send this off I have to {0}.", "Let's {0}, shall we?",
        "Looks fine so far, now I only need to {0}.", "I keep forgetting this one: {0}.", "Since you're at it, {0}.",
    ),
    "clumsy": (
        "pls {0} thx", "want to {0} here", "need this: {0}", "it should be so that you {0}", "i have to {0}, do it", "{0} - how to", "{0} asap",
        "make it that i can {0}", "how to {0}", "must {0} now", "task is {0}",
    ),
    "plain": (
        "I want to {0}.", "I need to {0}.", "{1}.", "Your job is to {0}.", "The goal is to {0}.", "Go ahead and {0}.", "Do the following: {0}.",
        "I would like to {0}.", "Help me {0}.", "We have to {0}.",
    ),
}  # fmt: skip
ARTICLES = re.compile(r"\b(?:the|an?|your)\b ", re.IGNORECASE)
STEP_VERBS: Sequence[tuple[str, tuple[str, ...]]] = (
    (r"Choose (?=[A-Z][\w ]* (?:-|>|▸) )", ("Go to ", "Open the menu ", "In the menu, take ", "Choose ", "Call ")),
    (r"Choose ", ("Pick ", "Choose ")),
    (r"Click (?:on )?", ("Press ", "Click on ", "Click ")),
    (r"Press ", ("Hit ", "Use ", "Press ", "Type ")),
    (r"Select ", ("Pick ", "Mark ", "Select ", "Go for ")),
    (r"Enter ", ("Type ", "Fill in ", "Enter ", "Put ")),
    (r"Open ", ("Bring up ", "Go to ", "Open ")),
    (r"In the ", ("Within the ", "Inside the ", "In the ")),
    (r"On the ", ("Using the ", "On the ")),
    (r"Do one of the following", ("Do one of these",)),
)
NAMES = frozenset(
    "LibreOffice Writer Calc Impress Draw Base Basic Math PDF Excel Word English Asian Chinese Unicode Fontwork Java Windows Internet".split()  # noqa: SIM905
)
NEIGHBOURS = {"a": "s", "e": "r", "i": "o", "o": "p", "t": "r", "n": "m", "s": "d", "l": "k", "r": "t", "c": "v", "u": "y", "g": "h", "m": "n"}
_QUOTED = re.compile(r"[“\"‘][^”\"’]*[”\"’]|\S*[\d.#:/\\<>]\S*")
PLACED = re.compile(r"(?:in|for|on|this|these|we|i|it|open \S+ and|first|before|two things|three things|1\.|do the)\b", re.IGNORECASE)
"""Tasks that begin with where or when, not with what."""
KINDS = (*REGISTERS, "terse", "synonym", "typo")


def reword(rng: random.Random, task: str, kinds: tuple[str, ...] = KINDS) -> tuple[str, str]:
    """(the register, the task in it)."""
    kind = rng.choice(kinds)
    if kind == "terse":
        return kind, terse(task)
    if kind == "synonym":
        return kind, synonym(rng, task)
    if kind == "typo":
        return kind, mistype(rng, task if rng.random() < 0.4 else _framed(rng, task, rng.choice(tuple(REGISTERS))))
    return kind, _framed(rng, task if rng.random() < 0.5 else synonym(rng, task), kind)


def small(text: str) -> str:
    """With a small first letter, unless its first word is an abbreviation or a name."""
    word = re.split(r"\W", text, maxsplit=1)[0]
    return text if len(word) > 1 and (word.isupper() or not word[1:].islower()) else text[:1].lower() + text[1:]


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def core(task: str) -> str:
    """The task without its final stop, beginning with a small letter."""
    return small(task.rstrip(" ."))


def synonym(rng: random.Random, task: str) -> str:
    """Its first verb said otherwise, where that is safe: before an object that begins with an article, a number or a plural."""
    first, _, rest = task.partition(" ")
    others = SYNONYMS.get(first.lower())
    if not others or not re.match(r"(?:the|a|an|all|any|one|two|this|selected|new|your|[0-9“]|[a-z]+s\b)", rest, re.IGNORECASE):
        return task
    if re.match(r"(?:how|whether|if|as|with)\b", rest) or (first.lower() == "convert" and not re.search(r"\b(?:in)?to\b", rest)):
        return task
    if first.lower() in ("add", "insert", "put", "change", "specify", "define", "adjust", "assign") and re.search(r" to \S", rest):
        return task
    if first.lower() in ("use", "apply") and re.search(r" to (?:the|a|selected|your|all|[a-z]+s?)\b", rest):
        return task
    said = rng.choice(others)
    return capital(f"{said} {rest}") if first[:1].isupper() else f"{said} {rest}"


def terse(task: str) -> str:
    """As one types it into a search box: `insert footnote at cursor`."""
    kept = _outside(core(task), lambda text: ARTICLES.sub("", text))
    return re.sub(r"\s+", " ", kept).strip()


def mistype(rng: random.Random, task: str) -> str:
    """With one or two slips of the fingers in long words; numbers, paths and what is in quotes stay right."""
    spans = [m.span() for m in _QUOTED.finditer(task)]
    words = [m for m in re.finditer(r"\b[a-z]{5,}\b", task) if not any(a <= m.start() < b for a, b in spans)]
    for match in sorted(rng.sample(words, min(len(words), rng.choice((1, 1, 2)))), key=lambda m: -m.start()):
        task = task[: match.start()] + _slip(rng, match.group()) + task[match.end() :]
    return task


def restep(rng: random.Random, text: str) -> str:
    """A step of a plan with its first verb said otherwise; what it names stays."""
    for pattern, others in STEP_VERBS:
        if match := re.match(pattern, text):
            return rng.choice(others) + text[match.end() :]
    return text


def plain_case(task: str) -> str:
    """A heading in capitals as a sentence: `Move Cells by Dragging` becomes `Move cells by dragging`."""
    words = task.split()
    long = [w for w in words[1:] if len(w) > 3 and w[0].isalpha()]
    if len(long) < 2 or sum(w[0].isupper() for w in long) < 0.7 * len(long):
        return task
    return " ".join([words[0], *(w if not re.fullmatch(r"[A-Z][a-z]+(?:-[A-Z]?[a-z]+)*[,.;:]?", w) or w in NAMES else w.lower() for w in words[1:])])


def _slip(rng: random.Random, word: str) -> str:
    at = rng.randrange(1, len(word) - 2)
    way = rng.randrange(4)
    if way == 0 and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if way == 1:
        return word[:at] + word[at + 1 :]
    if way == 2 and word[at] in NEIGHBOURS:
        return word[:at] + NEIGHBOURS[word[at]] + word[at + 1 :]
    return word[:at] + word[at] + word[at:]


def _framed(rng: random.Random, task: str, register: str) -> str:
    frame = rng.choice(REGISTERS[register])
    body = core(task)
    if "?" in body or ". " in body or "; " in body or PLACED.match(body):  # several sentences fit into no frame but these
        frame = rng.choice(("{1}, please.", "{1}. Thank you!", "{1}, if you would.", "{1}. Can you do that?"))
    if "please" in body.lower() and "lease" in frame:
        frame = "{1}."
    return frame.format(body, capital(body)).replace("?.", "?")


def _outside(text: str, change: object) -> str:
    """`change` applied to what is outside quotes."""
    out, at = [], 0
    for match in re.finditer(r"[“\"][^”\"]*[”\"]", text):
        out += [change(text[at : match.start()]), match.group()]  # type: ignore[operator]
        at = match.end()
    return "".join([*out, change(text[at:])])  # type: ignore[operator]
