"""Is it about office work? For sources that hold everything: a score by vocabulary, and which of the three applications is meant.

Names of office programs count most, then terms that hardly occur elsewhere (footnote, pivot table), then common words (row, page, bold) which only
count together. Words of other trades (programming, biology, sport) count against.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from lam.data.pairs import App, Pair

OPEN = ("wikihow", "queries", "stackexchange")
"""Sources about anything."""
BODY_MOST = 2.0
"""How much the steps can add: a recipe that mentions a spreadsheet is no office work."""
BODY_SHARE = 0.25
PROGRAMS: Mapping[App, str] = {
    "any": "libreoffice|openoffice|libre office|open office|microsoft office|ms office|office 365|google workspace|wps office|onlyoffice",
    "document": "microsoft word|ms word|libreoffice writer|openoffice writer|google docs?|word document|word processor|docx|odt",
    "spreadsheet": "(?<!how to )excel(?! sports)|microsoft excel|libreoffice calc|openoffice calc|google sheets?|spreadsheets?|xlsx|ods|gnumeric"
    "|worksheets?|workbooks?",
    "presentation": "powerpoint|power point|libreoffice impress|openoffice impress|google slides?|pptx?|odp|slide ?shows?",
}
"""Three points each; written alone, `Word`, `Writer`, `Calc` and `Impress` are words, and are judged by their company."""
FUNCTIONS: Mapping[App, str] = {
    "document": "mail.merge track.changes? table.of.contents page.breaks? page.numbers? hanging.indent drop.caps?",
    "spreadsheet": "pivot.tables? [vxh]lookup sum.?ifs? count.?ifs? average.?ifs?  auto.?fill drop.?down.list",
    "presentation": "speaker.notes slide.master slide.transitions? slide.numbers? slide.layouts?",
}
"""What only such programs have, and people name as they do: three points each."""
TERMS: Mapping[App, str] = {
    "document": """footnotes? endnotes? section.breaks? line.spacing
        paragraph.spacing paragraph.styles? title.page header.row header.and.footer headers? footers? watermarks?
        superscript subscript hyperlinks? bibliography page.margins? margins? landscape.orientation page.orientation word.count
        find.and.replace spell.?check(?:er)? auto.?correct heading.styles?""",
    "spreadsheet": """auto.?filter
        named.ranges? data.validation absolute.reference cell.references? columns.and.rows rows.and.columns merge.cells? merged.cells?
        number.format text.to.columns cells? formulas? pie.chart bar.chart line.chart bar.graph scatter.plot
        standard.deviation trendlines? remove.duplicates""",
    "presentation": """slides? animations? bullet.points? text.box(?:es)?""",
    "any": """clip.?art font.size fonts? bulleted.list numbered.list print.preview password.protect""",
}
"""Two points each."""
WEAK = """row rows column columns page pages paragraph paragraphs table tables chart charts graph graphs text bold italic italics underline underlined
    strikethrough indent indentation align alignment justify document documents sheet sheets sort filter print printing pdf comment comments border
    borders background template templates style styles heading headings layout bullet bullets list lists sum average total percentage currency
    insert format formatting paste copy delete merge split highlight undo zoom shortcut image picture shape shapes date dates number numbers macro
    average median value values word title titles presentation presentations calculate cross.reference hide unhide lock"""
"""One point each, two at most in a task."""
AGAINST = """python java javascript typescript c\\+\\+ c# php html css sql mysql latex tex pandas numpy openpyxl vba regex django android ios
    linux bash jquery node\\.?js react api ruby perl matlab stem.cells? blood prison phone cell.phones? cellular membranes?
    battery batteries solar sickle god bible game games minecraft crossword guitar piano wood wooden kitchen garden chicken cake
    recipe baby dog cat horse hair skin nail nails soccer football basketball boat car tires? stocks? mortgage lottery highway
    landing bowling microscope playground water dna tumou?r math.class muscle hotel restaurant nutrition amendment constitution
    movie song lyrics wedding wrestling weather"""
"""Three points against each."""
TRADES = """photoshop illustrator indesign autocad gimp inkscape blender wordpress facebook instagram youtube twitter gmail outlook whatsapp iphone
    ipad netflix salesforce tableau power.bi access.database jira notion visual.studio"""
"""Other programs: two points against each."""
SCORE_OF_PROGRAM, SCORE_OF_TERM, WEAK_MOST = 3.0, 2.0, 2.0


def _pattern(words: str) -> re.Pattern[str]:
    alternatives = sorted(words.split(), key=len, reverse=True)
    joined = "|".join(re.sub(r"\.(?!\?)", "[ -]", w) if "\\" not in w else w for w in alternatives).replace(".?", "[ -]?")
    return re.compile(rf"(?<![\w-])(?:{joined})(?![\w+#])", re.IGNORECASE)


_PROGRAMS = {app: re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(p.split('|'), key=len, reverse=True))})(?![\w])", re.I) for app, p in PROGRAMS.items()}
_FUNCTIONS = {app: _pattern(words) for app, words in FUNCTIONS.items()}
_TERMS = {app: _pattern(words) for app, words in TERMS.items()}
_WEAK, _AGAINST, _TRADES = _pattern(WEAK), _pattern(AGAINST), _pattern(TRADES)
_COMPANY: Mapping[App, re.Pattern[str]] = {
    "document": re.compile(
        r"\b(?:in|on|using|with|into|from|to|for|microsoft|ms) (?:Word|word|Writer)\b(?! of| problem)|\bWord (?:20\d\d|document|for)\b"
        r"|^word (?!search)\w+|\bwriter\b"
    ),
    "spreadsheet": re.compile(r"\b(?:in|on|using|with|into|from) (?:[Cc]alc|[Ss]heets)\b"),
    "presentation": re.compile(r"\b(?:in|on|using|with|into|from) (?:[Ii]mpress|[Kk]eynote)\b"),
}
"""Program names that are also words count where a preposition goes before them."""


def score(task: str, steps: Iterable[str] = ()) -> float:
    """How much it is about office work: 3 is likely, 0 or less is not."""
    body = " ".join(steps)[:4000]
    return _score(task) + (min(BODY_MOST, BODY_SHARE * max(0.0, _score(body))) if body else 0.0)


def relevance_reason(pair: Pair, least: float) -> str:
    """`not about office work` for a pair of an open source that scores less; else empty."""
    if pair.provenance.source not in OPEN:
        return ""
    return "" if score(pair.task, (step.text for step in pair.steps)) >= least else "not about office work"


def app_of(task: str, steps: Iterable[str] = ()) -> App:
    """The application that is meant: by program names, then by terms, in the task before the steps; `any` where they do not decide."""
    body = " ".join(steps)[:4000]
    for text in (task, body):
        for patterns in (_PROGRAMS, _COMPANY, _FUNCTIONS, _TERMS):
            counts = {app: len(pattern.findall(text)) for app, pattern in patterns.items() if app != "any"}
            best = max(counts, key=lambda app: counts[app])
            if counts[best] and list(counts.values()).count(counts[best]) == 1:
                return best
    return "any"


def is_office(product: str) -> bool:
    """Whether a product's name is that of an office program."""
    return bool(re.fullmatch(r"word|writer|calc|impress|sheets|slides|docs|office|keynote|pages|numbers", product.strip(), re.IGNORECASE)) or any(
        pattern.search(product) for pattern in _PROGRAMS.values()
    )


def _score(text: str) -> float:
    programs = sum(SCORE_OF_PROGRAM for p in _PROGRAMS.values() if p.search(text))
    programs += sum(SCORE_OF_PROGRAM for app, p in _COMPANY.items() if p.search(text) and not _PROGRAMS[app].search(text))
    programs += SCORE_OF_PROGRAM * len({m.group().lower() for p in _FUNCTIONS.values() for m in p.finditer(text)})
    terms = SCORE_OF_TERM * len({m.group().lower() for p in _TERMS.values() for m in p.finditer(text)})
    weak = min(WEAK_MOST, float(len({m.group().lower() for m in _WEAK.finditer(text)})))
    against = 3.0 * len({m.group().lower() for m in _AGAINST.finditer(text)}) + 2.0 * len({m.group().lower() for m in _TRADES.finditer(text)})
    return programs + terms + weak - against
