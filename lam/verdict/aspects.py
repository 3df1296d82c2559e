"""Words of an instruction that name what is to be done (bold, sort, footnote, average ...), and whether anything done is about them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lam.reading.base import Change, Reading
from lam.types import Kind, Step
from lam.verdict.arguments import COLORED, colors, named_colors
from lam.verdict.words import Said, listed

ANY: frozenset[Kind] = frozenset({"document", "spreadsheet", "presentation"})
PRESENTATION: frozenset[Kind] = frozenset({"presentation"})
TEXT: frozenset[Kind] = frozenset({"document", "presentation"})
DOCUMENT: frozenset[Kind] = frozenset({"document"})
SHEET: frozenset[Kind] = frozenset({"spreadsheet"})
NOUNS = (
    r"(?:paragraphs?|texts?|words?|lines?|rows?|columns?|cells?|headings?|titles?|slides?|shapes?|box(?:es)?|parts?|sentences?|lists?|items?|points?)"
)

ASPECTS: tuple[tuple[str, frozenset[Kind], str], ...] = (
    # (what the instruction says, in which kinds of document, what an action's name, argument or changed property must contain)
    (r"bold\w*", ANY, "bold"),
    (r"italic\w*", ANY, "italic"),
    (r"underlin\w*", ANY, "underline"),
    (r"strike ?through|struck through", ANY, "strike"),
    (r"highlight(?!s)\w*", ANY, "highlight|fill|color|background|condition"),
    (r"superscript|subscript", ANY, "script"),
    (r"upper ?case|lower ?case|capital letters|title case|sentence case", TEXT, "case|text"),
    (r"cent(?:er|re)ed|justif\w+", ANY, "align|merge"),
    (r"landscape|portrait", ANY, "orientation"),
    (r"foot ?notes?", TEXT, "footnote"),
    (r"comments?", DOCUMENT, "comment"),
    (r"hyper ?links?", ANY, "link"),
    (
        r"(?:as|with|into|in) (?:(?!the\b|this\b|that\b)\w+ ){0,2}bullet\w*(?! (?:about|on|that|which|saying|with|named|called))",
        TEXT,
        "bullet|list|slide",
    ),
    (r"page break", TEXT, "break"),
    (r"transitions?", TEXT, "transition"),
    (r"speaker notes?", TEXT, "note"),
    (r"sort(?! of)(?! out)\w*", SHEET, "sort"),
    (r"(?<!can't )filter\w*", SHEET, "filter"),
    (r"fr[eo]{1,2}z\w*", SHEET, "freeze|frozen|protect"),
    (r"charts?|graph|diagram", SHEET, "chart"),
    (r"bookmarks?", DOCUMENT, "bookmark|name"),
    (r"(?:page|set|all|give|left|right|top|bottom|\d ?cm|centimeters?|wide|narrow) margins?(?! of the)", DOCUMENT, "margin|indent"),
    (r"table of contents?", DOCUMENT, "toc|contents"),
    (r"(?:document(?:'s)?|file(?:'s)?|in the|into the) propert\w*|metadata", DOCUMENT, "propert|title|author"),
    (r"(?:page|paper|paragraph|slide|a|the) background(?! slide)", ANY, "background|fill|shad|color|highlight|order"),
    (r"footers?", TEXT, "footer"),
    (r"headers?(?! row| cell)", DOCUMENT, "header|table"),
    (r"indent\w*", DOCUMENT, "indent|first_line"),
    (r"line spacing", TEXT, "spacing"),
    (r"transpos\w*", SHEET, "transpose"),
    (r"pivot\w*", SHEET, "pivot"),
    (r"protect(?:ed)?|lock(?:ed)?", SHEET, "protect|freeze|frozen"),
    (r"duplicates?", SHEET, "duplicate|delete|copy"),
    (r"duplicate|twin|clone|exact copy", PRESENTATION, "duplicate"),
    (r"named range", SHEET, "name"),
    (r"(?:set|fit|change|adjust) (?:the )?(?:\w+ )?(?:width|height)", SHEET, "resize|width|height"),
    (r"validation|drop-?down", SHEET, "valid"),
    (r"merg\w*", SHEET, "merge"),
    (r"currency|percent format|as percent\w*", SHEET, "number|currency|percent"),
    (r"text box|textbox", PRESENTATION, "link|text_box|shape|text|align|place|order|delete|format"),
    (
        r"(?:insert|add|put|make|new|want|need) (?:in |me |us )?(?:a|an|another|one more|empty|new) (?:\w+ ){0,2}(?:table|grid)(?! of cont)",
        TEXT,
        "table",
    ),
    (
        r"(?:insert|add|put|make|new|want|need|end with) (?:in |me |us )?(?:a|an|another|one more|empty|new|final|last) (?:\w+ ){0,2}slide",
        PRESENTATION,
        "slide",
    ),
    (
        r"(?:insert|add|draw|place|put) (?:in |me |us )?(?:a|an) (?:\w+ ){0,2}(?:rectangle|arrow|ellipse|circle|triangle|star|diamond|shape)",
        PRESENTATION,
        "shape",
    ),
    (r"new page", DOCUMENT, "break|page"),
    (r"speaker'?s? notes?|in the notes", PRESENTATION, "note"),
    (r"(?:very|to the|in the|all the way) (?:front|back)", PRESENTATION, "order|move_slide"),
    (r"shading", DOCUMENT, "background|shad|fill|highlight"),
    (
        r"(?:delete|get rid|erase|throw (?:out|away)|take (?:it )?off again)",
        ANY,
        "delete|remove|clear|none|hid|filter|replace|cut|find|set_|data|format",
    ),
    (r"averag\w*|avg|(?<!should )(?<!would )(?<!to )(?<!don't )mean", SHEET, "average|pivot|subtotal"),
)


def unmet(instruction: str, kind: Kind, acts: Sequence[Step], effect: Sequence[Change]) -> list[str]:
    """The aspects that the instruction names and that no successful action and no change is about.

    A word that only tells which part is meant (`the bold paragraph`) or that went into an argument (`insert "be bold"`) asks for nothing.
    """
    done = " ".join(
        [*(f"{s.decision.action.name} {' '.join(s.decision.action.args)}" for s in acts), *(f"{c.part} {c.property}" for c in effect)]
    ).lower()
    said = " ".join(str(value) for s in acts for value in s.decision.action.args.values()).lower()
    bare = re.sub(r"\"[^\"]*\"|“[^”]*”|'[^']*'", " ", instruction.lower())
    missing = []
    for words, kinds, wanted in ASPECTS:
        if kind not in kinds:
            continue
        bare_of_references = re.sub(rf"\b(?:the|a|an|this|that|every|each|all|any) (?:{words}) {NOUNS}\b", " ", bare)
        hit = re.search(rf"\b(?:{words})\b", bare_of_references)
        if hit and not re.search(wanted, done) and not re.search(wanted, said) and hit[0] not in said:
            missing.append(hit[0])
    return missing


SIDES = r"ce?n|left|right|cent[er]{2}|justif|block|middle|flush|align|edge|both|indent"
COLORS = r"colo|hue|tint|ink|dye|paint|shade"
FILLS = rf"{COLORS}|fill|background|highlight|mark(?!et)|shad|emphas|stands? out"
SIZES = r"size|big|larg|small|tall|huge|tiny|\bpt\b|point|grow|shrink|enlarg|increas|decreas|reduc|\d"
STRONG = r"bold|bo?ld|heav|strong|thick|weight|fat\b|emphas|stands? out|highlight"
SLANTED = r"ital|itl|slant|cursive|oblique|emphas|stands? out"
LINED = r"under ?-?lin|under ?-?scor|undrl|unde?rln|line (?:under|below|beneath)|emphas|stands? out"
WISHES: dict[str, dict[str, str]] = {
    "format_text": {
        "bold": STRONG,
        "italic": SLANTED,
        "underline": LINED,
        "strikethrough": r"str[iu](?:ke|ck)|strik|cross|line through|through",
        "size_pt": SIZES,
        "color": COLORS,
        "highlight": FILLS,
        "script": r"scri|su[sb]||rais|high|low|above|below|sup|sub|up\b|down|index|exponent|footnote",
        "case": r"cap|case|upper|lower|letter|big|small|shout",
        "font": r"font|type|typeface|letters|\bin [A-Z]|set in|use|face",
    },
    "format_paragraph": {
        "alignment": SIDES,
        "space_before_pt": r"spac|before|above|over|gap|distance|room|air|\d",
        "space_after_pt": r"spac|after|below|under|gap|distance|room|air|\d",
        "line_spacing": r"spac|line|doubl|single|half|apart|distance|\d",
        "indent_left_cm": r"indent|left|shift|in\b.*\d|push|\d",
        "indent_right_cm": r"indent|right|\d",
        "first_line_cm": r"first|indent|\d",
        "page_break_before": r"page",
        "background": FILLS,
        "bullets": r"bul|blu|number|point|list|dot|mark|plain",
    },
    "format_cells": {
        "bold": STRONG,
        "italic": SLANTED,
        "underline": LINED,
        "strikethrough": r"str[iu](?:ke|ck)|strik|cross|line through|through",
        "size_pt": SIZES,
        "color": COLORS,
        "fill": FILLS,
        "alignment": SIDES,
        "vertical": r"top|middle|bottom|vertical|cent",
        "wrap": r"wrap|line|break|fit|inside|whole",
        "border": r"border|line|frame|outline|grid|box|edge|rul",
        "font": r"font|type|letters|face",
    },
    "set_page": {
        "size": r"size|a\d|letter|legal|paper|format",
        "orientation": r"landscape|portrait|sideways|orient|wide|upright|horizont|vertical|turn|rotat",
        "margin_cm": r"mar?g?ins?|\d|space|edge|border|side|white|frame",
        "margin_left_cm": r"left|side|binding|inner",
        "margin_right_cm": r"right|side|outer",
        "margin_top_cm": r"top|above|upper|head",
        "margin_bottom_cm": r"bottom|below|lower|foot|under",
        "columns": r"col|\d",
        "background": FILLS,
    },
    "format_shape": {"fill": FILLS, "line": rf"{COLORS}|border|line|frame|contour|edge|outside", "line_width_pt": r"\d|thick|thin|width|wide|heav"},
    "set_background": {"color": FILLS},
    "style_table": {
        "style": r"style|look|format|design",
        "header_background": FILLS,
        "header_bold": STRONG,
        "border": r"border|line|grid|frame|outline|edge|box",
        "border_color": r"border|line|grid|frame|edge",
        "alignment": SIDES,
    },
    "place_shape": {
        "width_cm": r"wid|narrow|broad|size|across|\bby\b|x\b|large|big|small",
        "height_cm": r"heigh|high|tall|size|\bby\b|x\b|flat|large|big|small",
        "rotation_deg": r"rotat|turn|tilt|upside|degree|°|spin|angle|lean|slant",
        "align": r"left|right|cent|top|bottom|middle|edge|border|corner|side|align|upper|lower",
    },
    "set_footer": {"slide_number": r"n[umb]{2,}|count|pagin", "page_number": r"n[umb]{2,}|count|pagin", "date": r"date|day|today"},
    "set_header": {"page_number": r"n[umb]{2,}|count|pagin"},
}
"""Action -> argument -> words, one of which an instruction that wishes it has."""


def unwished(instruction: str, acts: Sequence[Step]) -> list[str]:
    """The formats that actions gave although no word of the instruction is about them."""
    said = instruction.lower()
    colored = bool(colors(instruction))
    missing: dict[str, None] = {}
    for step in acts:
        for name, value in step.decision.action.args.items():
            words = WISHES.get(step.decision.action.name, {}).get(name)
            if not words or value in (None, False, "") or re.search(words, said) or str(value).lower() in said or (name in COLORED and colored):
                continue
            missing[name] = None
    return list(missing)


REMOVAL = "delet remov drop cut omit rid eras clear empt blank wipe clean discard throw leav out without lose strike no+longer kill dispos exclud tak away bin scrap ditch trash disappear vanish go eliminat off purg nothing rather+not not+be anything undo strip reset back start+over no+format expung"
LINKS = "link url web http www hyperlink point+to click"
LICENCES: dict[str, str] = {
    "apply_style": "style format look quot subtitl capti head titl normal preformat apply switch",
    "set_heading": "head level titl section subhead chapter outlin caption",
    "set_list": "list bullet number item point enumerat dot ticks",
    "insert_text": "add insert new paragraph line sentenc writ append put text typ extend note say read includ follow begin miss need word place give above below directly head stand",
    "replace_text": "replac chang rewrit instead becom edit text say read turn set mak correct updat rephras reword swap exchang overwrit word put be use giv writ box renam",
    "delete": REMOVAL + " need",
    "move": "mov put place shift bring drag chang order swap befor after above below transfer reorder relocat position end start belong behind go com under cut past follow last final first end top",
    "insert_table": "table grid matrix",
    "set_table_cells": "table cell row column entr head",
    "insert_table_rows": "row line entr record table",
    "delete_table_rows": "row line entr record table",
    "insert_table_columns": "column",
    "delete_table_columns": "column",
    "merge_table_cells": "merg join combin unit span",
    "style_table": "table border head grid line",
    "text_to_table": "table",
    "insert_image": "imag pictur photo logo graphic illustrat",
    "insert_link": LINKS,
    "insert_bookmark": "bookmark anchor mark jump refer",
    "insert_footnote": "footnot note foot",
    "insert_comment": "comment note remark annot review bubble hover balloon read notic",
    "set_header": "header head top",
    "set_footer": "footer foot bottom number dat",
    "set_page": "pag paper landscap portrait margin orient a4 a3 a5 letter legal sheet background format column border edge document wide",
    "insert_toc": "contents content toc index overview list+section list+head",
    "insert_page_break": "pag break sheet",
    "track_changes": "track chang record review accept reject revision",
    "find_replace": "where+put replac chang swap turn find substitut instead becom renam correct occurr place call read say have writ exchang updat use spell hunt misspel should mak be overwrit search wherever whoever ->",
    "set_properties": "propert titl author subject keyword metadata meta writ document",
    "clear": REMOVAL,
    "insert_rows": "row line insert add titl new headlin above space room record entr",
    "delete_rows": f"row line entr record {REMOVAL}",
    "insert_columns": "column",
    "delete_columns": f"column {REMOVAL}",
    "hide": "hid show unhid visib invisib sight display see conceal out",
    "resize": "wid height narrow tall resiz broad fit size stretch larg small cm space high centimet thick autofit room mm",
    "format_number": "format percent currenc date time number decimal digit money euro dollar € $ £ % place thousand comma scien text show display point pound yen ¥ sign symbol"
    " franc amount",
    "conditional_format": "highlight condition mark colo fill shad paint show flag stand tint stress backgr red green format turn bold tell call than above below under over >",
    "sort": "sort order arrang rank alphabet ascend descend latest earl newest oldest high low small larg big first top a-z most least recent put mov goes+up goes+down go+up go+down",
    "filter": "filter only show just hid narrow keep display where see leav limit restrict list",
    "clear_filter": "filter show all",
    "remove_duplicates": "duplicat repeat twice doubl uniq same once alread occur copi again dedup distinct first identic redundan per each before again",
    "validate_list": "list drop choos choic pick select option allow valid limit entr restrict only offer decid permit accept possib nothing anything type any",
    "freeze": "freez froz lock fix visib stay scroll keep pin pane stick hold see remain sight alway",
    "merge_cells": "merg join combin one unit span titl across headlin unmerg split single",
    "name_range": "nam call refer defin label known = as stand mean instead",
    "add_sheet": "sheet tab worksh",
    "rename_sheet": "renam nam call sheet tab titl worksh",
    "copy_sheet": "copy copi duplicat sheet tab worksh",
    "move_sheet": "mov sheet tab position order worksh",
    "delete_sheet": "sheet tab worksh",
    "color_sheet": "colo tab sheet worksh",
    "activate_sheet": "sheet tab open go switch show activ worksh",
    "insert_chart": "chart graph diagram plot visual pie bar line draw curv develop donut picture",
    "pivot_table": "pivot cross summar",
    "transpose": "transpos flip swap exchang row turn other+way rotat switch revers convert column side+by right horizont vertic down across line",
    "text_to_columns": "column split separat divid two part apart break",
    "protect_sheet": "protect lock guard edit chang read secur password unlock writ prevent touch alter modif seal safe typing freez",
    "add_slide": "slid pag summar add foil side foil takeaway bullet",
    "duplicate_slide": "duplicat copy copi twice again clone repeat doubl second two replic same twin clon identic reproduc one+more dplc",
    "move_slide": "mov slid position order put plac bring shift befor after swap end start stand last first go",
    "delete_slide": "slid pag " + REMOVAL,
    "hide_slide": "hid show skip visib unhid slid",
    "set_layout": "layout arrang",
    "set_title": "titl head nam call renam top retitl titel tittl",
    "set_bullets": "bullet list point item text content body show read see say line",
    "add_text_box": "text box textbox note captio add writ label put field word",
    "format_shape": "fill colo line border outlin shap box backgr paint frame shad tint make edge contour recolo insid in+# figure",
    "set_background": "backgr colo behind back paint slid deck",
    "add_shape": "shap rectangl star arrow ellips oval circl triangl diamond line box square rhomb round draw",
    "set_notes": "note speak say present ntes noet nots under",
    "set_transition": "transit fad wip push dissolv cut cover effect animat chang com appear mov",
    "place_shape": "mov plac put posit align cent siz wid height rotat turn larg small corner tilt resiz cm high left right top bottom middle big shift narrow set drag border edg stand touch to cm",
    "order_shape": "front back order layer top behind forward abov below cover send bring over under foreground lowest bottom highest stack topmost",
    "delete_shape": f"keep need {REMOVAL}",
    "set_master_font": "font typefac letter",
}
"""Action -> beginnings of words, one of which an instruction that wants it has. Actions that are not here serve many wishes."""


ADDING = "add insert new more extra another blank empty put append plac need want giv miss includ above below befor after follow room spac mak exten"
DELETING = (
    "delet remov drop cut omit rid eras take+out strike strik scrap bin discard throw eliminat ditch off purg exclud wipe disappear dispos no+longer not+need"
    " kill trash go out lose vanish without repeat same duplicat keep only nothing obsolete away redundan superfluous crossed any+more"
)
STRONGLY_DELETING = r"\b(?:delet|remov|eras|get rid|throw|eliminat|scrap|disappear)"
VERBAL = re.compile(r"(insert|delete)_(?:rows|columns|table_rows|table_columns|slide)$")


def unlicensed(said: Said, acts: Sequence[Step]) -> list[str]:
    """The actions that no word of the instruction is about."""
    colored = bool(colors(said.text))
    actions = [step.decision.action for step in acts]
    names = dict.fromkeys(action.name for action in actions if not (colored and any(name in COLORED for name in action.args)))
    return [name for name in names if (name in LICENCES and not said.mentions(LICENCES[name])) or _reversed(name, said)]


SEQUEL = (
    r"^first\b.*\bthen\b|[,;.] (?:and )?(?:then|after that|afterwards|additionally)\b(?! by\b)|[,;.] also,? (?!by\b)|\band (?:then|after that)\b(?! by\b)"
    r"|[.!?] (?:and|also|then|after that)\b"
)
"""What joins a second wish to the first."""
PLACES = ("target", "range", "slide", "cell", "table", "sheet", "after", "before", "at", "match")


def half_done(said: Said, acts: Sequence[Step]) -> bool:
    """Whether the instruction has a second wish and only one thing was done. One action may fulfil two wishes by two arguments."""
    return len(acts) == 1 and said.has(SEQUEL) and sum(name not in PLACES for name in acts[0].decision.action.args) < 2


def _reversed(name: str, said: Said) -> bool:
    """Whether rows, columns or slides were deleted where nobody says so, or inserted where only deleting is spoken of."""
    hit = VERBAL.match(name)
    if not hit:
        return False
    return not said.mentions(DELETING) if hit[1] == "delete" else said.has(STRONGLY_DELETING) and not said.mentions(ADDING)


def uncolored(instruction: str, acts: Sequence[Step], effect: Sequence[Change], before: Reading) -> str:
    """A colour that the instruction names outside of quotes and that nothing done is about; empty when there is none.

    Colours that the document speaks of or has already are no wishes.
    """
    bare = Said(instruction).bare
    there = " ".join(str(value) for part in before.parts for value in part.properties.values()).lower()
    used = {number for step in acts for text in listed(dict(step.decision.action.args)) for number in colors(text)}
    used |= {number for change in effect for number in colors(f"{change.before} {change.after}")}
    for number, name in named_colors(bare):
        if number not in used and name not in there and f"#{number:06x}" not in there:
            return name
    return ""
