"""Words of an instruction that name what is to be done (bold, sort, footnote, average ...), and whether anything done is about them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lam.reading.base import Change
from lam.types import Kind, Step
from lam.verdict.words import Said

ANY: frozenset[Kind] = frozenset({"document", "spreadsheet", "presentation"})
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
    (r"strike ?through|struck through|cross(?:ed)? out", ANY, "strike"),
    (r"highlight\w*", ANY, "highlight|fill|color|background|condition"),
    (r"superscript|subscript", ANY, "script"),
    (r"upper ?case|lower ?case|capital letters|title case|sentence case", TEXT, "case|text"),
    (r"cent(?:er|re)(?:d|ed)?|justif\w+", ANY, "align"),
    (r"landscape|portrait", ANY, "orientation"),
    (r"foot ?notes?", TEXT, "footnote"),
    (r"comments?", DOCUMENT, "comment"),
    (r"hyper ?links?", ANY, "link"),
    (r"(?:as|with|into|in) (?:(?!the\b|this\b|that\b)\w+ ){0,2}bullet\w*(?! (?:about|on|that|which|saying|with|named|called))", TEXT, "bullet|list|slide"),
    (r"page break", TEXT, "break"),
    (r"transitions?", TEXT, "transition"),
    (r"speaker notes?", TEXT, "note"),
    (r"sort\w*", SHEET, "sort"),
    (r"filter\w*", SHEET, "filter"),
    (r"fr[eo]{1,2}z\w*", SHEET, "freeze|frozen"),
    (r"charts?|graph|diagram", SHEET, "chart"),
    (r"averag\w*|avg|(?<!should )(?<!would )(?<!to )mean", SHEET, "average|pivot|subtotal"),
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


WISHES: dict[str, str] = {
    "bold": r"bold|heav|strong|thick|weight|fat\b|emphas|stands? out|highlight",
    "italic": r"ital|slant|cursive|oblique|emphas|stands? out",
    "underline": r"under ?-?lin|under ?-?scor|line (?:under|below|beneath)|emphas|stands? out",
    "strikethrough": r"str[iu](?:ke|ck)|cross|line through|through",
    "size_pt": r"size|big|larg|small|tall|huge|tiny|\bpt\b|point|grow|shrink|enlarg|increas|decreas|reduc|\d",
}
"""Argument of `format_text` -> words, one of which an instruction that wishes it has."""


def unwished(instruction: str, acts: Sequence[Step]) -> list[str]:
    """The formats that actions gave to text although no word of the instruction is about them."""
    said = instruction.lower()
    given = {name for step in acts if step.decision.action.name == "format_text" for name, value in step.decision.action.args.items() if value}
    return [name for name, words in WISHES.items() if name in given and not re.search(words, said)]


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
    "find_replace": "replac chang swap turn find substitut instead becom renam correct occurr place call read say have writ exchang updat use spell hunt misspel should mak be overwrit search wherever whoever ->",
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
    "transpose": "transpos flip swap exchang row turn other+way rotat switch revers convert column side+by right horizont vertic down across",
    "text_to_columns": "column split separat divid two part apart break",
    "protect_sheet": "protect lock guard edit chang read secur password unlock writ prevent touch alter modif seal safe typing freez",
    "add_slide": "slid pag summar add foil side foil takeaway bullet",
    "duplicate_slide": "duplicat copy copi twice again clone repeat doubl second two replic same twin clon identic reproduc one+more",
    "move_slide": "mov slid position order put plac bring shift befor after swap end start stand last first go",
    "delete_slide": "slid pag " + REMOVAL,
    "hide_slide": "hid show skip visib unhid slid",
    "set_layout": "layout arrang",
    "set_title": "titl head nam call renam top retitl titel tittl",
    "set_bullets": "bullet list point item text content body show read see say line",
    "add_text_box": "text box textbox note captio add writ label put field word",
    "format_shape": "fill colo line border outlin shap box backgr paint frame shad tint make edge contour recolo insid",
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


def unlicensed(said: Said, acts: Sequence[Step]) -> list[str]:
    """The actions that no word of the instruction is about."""
    names = dict.fromkeys(step.decision.action.name for step in acts)
    return [name for name in names if name in LICENCES and not said.mentions(LICENCES[name])]
