"""What a command should leave in the saved file: a table by hand, and how it is judged.

A line: commands | kind of document | what is selected | what must change | what else may change. What must change is `part.property=value`, where the
value is true, false, up, down, any, a word, or for a part as a whole `added`, `removed` or `moved`; `runs[3]` is the fourth fact of every run of
text, and `value=dated` a number that reads as the same day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from lam.reading import Change, Reading, compare
from lam.reading.base import column_number
from lam.types import Kind, Score

TABLE = """
Bold | document | paragraph | paragraph.bold=true |
Italic | document | paragraph | paragraph.italic=true |
Underline UnderlineSingle | document | paragraph | paragraph.underline=true |
UnderlineDouble | document | paragraph | paragraph.underline=double |
Strikeout | document | paragraph | paragraph.strikethrough=true |
SuperScript | document | paragraph | paragraph.script=superscript | paragraph.size_pt
SubScript | document | paragraph | paragraph.script=subscript | paragraph.size_pt
SmallCaps | document | paragraph | paragraph.small_caps=true |
LeftPara CommonAlignLeft | document | paragraph | paragraph.alignment=left |
CenterPara CommonAlignHorizontalCenter | document | paragraph | paragraph.alignment=center |
RightPara CommonAlignRight | document | paragraph | paragraph.alignment=right |
JustifyPara CommonAlignJustified | document | paragraph | paragraph.alignment=justify |
SpacePara1 | document | paragraph | paragraph.line_spacing=1.0 |
SpacePara15 | document | paragraph | paragraph.line_spacing=1.5 |
SpacePara2 | document | paragraph | paragraph.line_spacing=2.0 |
ParaspaceIncrease | document | paragraph | paragraph.space_after_pt=up | paragraph.space_before_pt
ParaspaceDecrease | document | paragraph | paragraph.space_after_pt=down | paragraph.space_before_pt
IncrementIndent IncrementLevel | document | paragraph | paragraph.indent_left_cm=up |
HangingIndent | document | paragraph | paragraph.first_line_cm=any | paragraph.indent_left_cm
Grow | document | paragraph | paragraph.size_pt=up |
Shrink | document | paragraph | paragraph.size_pt=down |
DefaultBullet | document | paragraph | paragraph.list=any | paragraph.indent_left_cm paragraph.first_line_cm paragraph.style paragraph.list_level
DefaultNumbering | document | paragraph | paragraph.list=any | paragraph.indent_left_cm paragraph.first_line_cm paragraph.style paragraph.list_level
ChangeCaseToUpper | document | paragraph | paragraph.text=upper |
ChangeCaseToLower | document | paragraph | paragraph.text=lower |
ChangeCaseToTitleCase ChangeCaseToToggleCase ChangeCaseRotateCase | document | paragraph | paragraph.text=any |
ChangeCaseToSentenceCase | document | title | paragraph.text=any |
DecrementLevel DecrementSubLevels | document | item | paragraph.list_level=up | paragraph.indent_left_cm paragraph.first_line_cm paragraph.list
RemoveBullets | document | item | paragraph.list=any | paragraph.indent_left_cm paragraph.first_line_cm paragraph.list_level paragraph.style
MoveUp | document | later paragraph | paragraph.moved | paragraph.removed paragraph.space_after_pt paragraph.space_before_pt
MoveDown | document | earlier paragraph | paragraph.moved | paragraph.removed paragraph.space_after_pt paragraph.space_before_pt
ResetAttributes | document | formatted | paragraph.any=any | paragraph.*
DelToStartOfSentence | document | paragraph | paragraph.text=any | paragraph.*
InsertHardHyphen InsertNonBreakingSpace InsertNarrowNobreakSpace | document | end | paragraph.text=any |
InsertZWSP InsertWJ | document | end | paragraph.text=any |
InsertAnnotation | document | paragraph | comment.added |
AcceptAllTrackedChanges | document | change | paragraph.revisions=any | paragraph.*
RejectAllTrackedChanges | document | change | paragraph.revisions=any | paragraph.*
GraphicFilterInvert GraphicFilterPopart GraphicFilterRemoveNoise | document | picture | image.picture=any |
GraphicFilterSharpen GraphicFilterSobel | document | picture | image.picture=any |
DeleteRows | document | table row | table.rows=down | cell.* row.* table.*
DeleteColumns | document | table row | table.columns=down | cell.* column.* table.*
Delete Cut SwBackspace | document | paragraph | paragraph.text=empty | paragraph.*
InsertFootnote | document | paragraph | footnote.added | paragraph.text style footnote paragraph
InsertEndnote | document | paragraph | endnote.added | paragraph.text style endnote paragraph
InsertPagebreak | document | paragraph | paragraph.page_break_before=true | paragraph.added paragraph.text
InsertDateField InsertTimeField InsertPageNumberField InsertPageCountField | document | paragraph | paragraph.text=any |
InsertPara InsertLinebreak | document | paragraph | paragraph.text=any | paragraph.added
InsertRowsBefore InsertRowsAfter InsertRows | document | table | table.rows=up | cell.* row.* table.*
InsertColumnsBefore InsertColumnsAfter InsertColumns | document | table | table.columns=up | cell.* column.* table.*
DeleteTable | document | table | table.removed | paragraph.added
MergeCells | document | table | cell.any=any | cell.* table.* row.* column.*
Bold | spreadsheet | cells | cell.bold=true |
Italic | spreadsheet | cells | cell.italic=true |
Underline UnderlineDouble UnderlineSingle | spreadsheet | cells | cell.underline=true |
Strikeout | spreadsheet | cells | cell.strikethrough=true |
AlignLeft CommonAlignLeft LeftPara | spreadsheet | cells | cell.alignment=left |
AlignHorizontalCenter CommonAlignHorizontalCenter CenterPara | spreadsheet | cells | cell.alignment=center |
AlignRight CommonAlignRight RightPara | spreadsheet | cells | cell.alignment=right |
AlignBlock CommonAlignJustified JustifyPara | spreadsheet | cells | cell.alignment=justify | cell.wrap row.height_pt
AlignTop CommonAlignTop | spreadsheet | cells | cell.vertical=top |
AlignVCenter CommonAlignVerticalCenter | spreadsheet | cells | cell.vertical=middle |
WrapText | spreadsheet | cells | cell.wrap=true | row.height_pt
IncrementIndent | spreadsheet | cells | cell.indent=up | cell.alignment
Grow | spreadsheet | cells | cell.size_pt=up | row.height_pt
Shrink | spreadsheet | cells | cell.size_pt=down | row.height_pt
NumberFormatCurrency NumberFormatCurrencySimple | spreadsheet | cells | cell.number_format=any | column.width
NumberFormatPercent | spreadsheet | cells | cell.number_format=any | column.width
NumberFormatDate | spreadsheet | cells | cell.number_format=any | column.width cell.value=dated
NumberFormatScientific NumberFormatDecimal | spreadsheet | cells | cell.number_format=any | column.width
NumberFormatThousands NumberFormatIncDecimals NumberFormatDecDecimals | spreadsheet | cells | cell.number_format=any | column.width
ToggleMergeCells MergeCells | spreadsheet | cells | sheet.merged=any | cell.*
ClearContents | spreadsheet | cells | cell.value=empty | cell.formula cell.removed
Delete Cut | spreadsheet | cells | cell.value=empty | cell.*
FillDown | spreadsheet | cells | cell.value=any | cell.*
FillUp | spreadsheet | cells | cell.value=any | cell.*
ChangeCaseToUpper | spreadsheet | words | cell.value=upper |
ChangeCaseToLower | spreadsheet | words | cell.value=lower |
ChangeCaseToSentenceCase ChangeCaseToToggleCase | spreadsheet | words | cell.value=any |
FillRight FillLeft | spreadsheet | block | cell.value=any | cell.*
NumberFormatStandard | spreadsheet | formatted | cell.number_format=any | column.width
DataFilterHideAutoFilter | spreadsheet | filter | sheet.filter=any | row.hidden
SplitCell | spreadsheet | merged | sheet.merged=any | cell.*
DeleteNote DeleteAllNotes | spreadsheet | comment | cell.comment=any |
HideDetail | spreadsheet | outline | row.hidden=true | row.height_pt
JumpToNextTable | spreadsheet | sheet | workbook.active=any |
InsertCellsDown InsertCellsRight | spreadsheet | cell | cell.added | cell.* row.* column.*
DuplicateSheet | spreadsheet | cell | sheet.added | cell.* row.* column.* workbook.*
InsertRowsBefore | spreadsheet | row | row.added | cell.* row.* chart.* name.* sheet.filter
InsertRowsAfter | spreadsheet | row | row.added | cell.* row.* chart.* name.* sheet.filter
DeleteRows | spreadsheet | row | row.removed | cell.* row.* chart.* name.* sheet.filter
InsertColumnsBefore | spreadsheet | column | column.added | cell.* column.* chart.* name.* sheet.merged sheet.filter
InsertColumnsAfter | spreadsheet | column | column.added | cell.* column.* chart.* name.* sheet.merged sheet.filter
DeleteColumns | spreadsheet | column | column.removed | cell.* column.* chart.* name.* sheet.merged sheet.filter
HideRow | spreadsheet | row | row.hidden=true | row.height_pt
HideColumn | spreadsheet | column | column.hidden=true | column.width
SetOptimalColumnWidthDirect | spreadsheet | column | column.width=any |
FreezePanes | spreadsheet | cell | sheet.frozen=any |
FreezePanesRow FreezePanesFirstRow FreezePanesColumn FreezePanesFirstColumn | spreadsheet | cell | sheet.frozen=any |
InsertCurrentDate InsertCurrentTime | spreadsheet | cell | cell.value=any | cell.* column.width
Bold | presentation | text | paragraph.runs[3]=true |
Italic | presentation | text | paragraph.runs[4]=true |
Underline UnderlineDouble UnderlineSingle | presentation | text | paragraph.runs[5]=true |
Strikeout | presentation | text | paragraph.runs[6]=true |
LeftPara CommonAlignLeft | presentation | text | paragraph.alignment=left |
CenterPara CommonAlignHorizontalCenter | presentation | text | paragraph.alignment=center |
RightPara CommonAlignRight | presentation | text | paragraph.alignment=right |
JustifyPara CommonAlignJustified | presentation | text | paragraph.alignment=justify |
SpacePara15 | presentation | text | paragraph.line_spacing=1.5 |
SpacePara2 | presentation | text | paragraph.line_spacing=2.0 |
Grow | presentation | text | paragraph.runs[2]=up |
Shrink | presentation | text | paragraph.runs[2]=down |
DefaultBullet | presentation | text | paragraph.bullet=any | paragraph.level
ChangeCaseToUpper | presentation | text | paragraph.text=upper | paragraph.runs shape.text
ChangeCaseToLower | presentation | text | paragraph.text=lower | paragraph.runs shape.text
Backward | presentation | drawing | shape.moved | shape.removed paragraph.added paragraph.removed
BringToFront Forward | presentation | text | shape.moved | shape.removed paragraph.added paragraph.removed
ObjectAlignLeft ObjectAlignRight AlignCenter | presentation | drawing | shape.x_cm=any |
AlignUp AlignDown AlignMiddle | presentation | drawing | shape.y_cm=any |
GraphicFilterInvert GraphicFilterPopart GraphicFilterRemoveNoise | presentation | picture | shape.picture=any |
GraphicFilterSharpen GraphicFilterSobel | presentation | picture | shape.picture=any |
FormatGroup | presentation | shapes | shape.role=group | shape.* paragraph.*
Delete Cut | presentation | text | shape.removed | paragraph.*
InsertPage | presentation | slide | slide.added |
DuplicatePage | presentation | slide | slide.added |
DeletePage DeleteSlide | presentation | slide | slide.removed |
HideSlide | presentation | slide | slide.hidden=true |
"""
STATES = frozenset(
    """Ruler VRuler ControlCodes ViewBounds GridVisible GridUse HelplinesVisible HelplinesMove StatusBarVisible Sidebar Marks Fieldnames Fields
    SpellOnline Graphic ShowAnnotations HideWhitespace SmoothScrolling ViewValueHighlighting ViewRowColumnHeaders ViewHiddenColRow
    ToggleFormula InputLineVisible SnapBorder SnapFrame SnapPoints PageBreakMode BrowseView TrackChanges ShowTrackedChanges LeftPaneImpress
    TableBoundaries ShowFormulas AutomaticCalculation OnlineAutoFormat ShadowCursor SelectionModeBlock ShowRuler FormatPaintbrush AutoComplete
    Navigator ToolBarVisible MenuBarVisible ViewFormulas ShowPropChanges BezierConvert GlueEditMode QuickEdit SolidCreate""".split()  # noqa: SIM905
)
"""Commands that switch something on or off, whose menu item shows a mark."""


@dataclass(frozen=True)
class Expected:
    """What must change in the saved file."""

    part: str
    property: str
    """Empty for a part as a whole."""
    value: str
    allowed: tuple[str, ...]
    """`part.property`, `part.*`, `part` or `part.added` that may change besides."""
    place: str = ""
    """Reading key, or range, inside which it must happen; empty: anywhere."""

    def record(self) -> dict[str, Any]:
        return {"kind": "document", **asdict(self)}


@dataclass(frozen=True)
class Known:
    """A line of the table."""

    selected: str
    expected: Expected


@lru_cache(maxsize=1)
def table() -> dict[tuple[str, str], Known]:
    """(kind of document, command without `.uno:`) -> what it should do."""
    found = {}
    for line in TABLE.strip().splitlines():
        names, kind, selected, wanted, allowed = (part.strip() for part in line.split("|"))
        target, _, value = wanted.partition("=")
        part, _, name = target.partition(".")
        if not value:
            name, value = "", name
        for command in names.split():
            found[kind, command] = Known(selected, Expected(part, name, value, tuple(allowed.split())))
    return found


def known(kind: Kind, command: str) -> Known | None:
    return table().get((kind, command.removeprefix(".uno:")))


def judge(before: Reading, after: Reading, effects: Sequence[Mapping[str, Any]]) -> Score:
    """1.0 when every effect has come and nothing else changed; with no effect at all, when nothing changed."""
    changes = compare(before, after)
    wanted = [Expected(e["part"], e["property"], e["value"], tuple(e["allowed"]), e["place"]) for e in effects]
    reasons = [f"no change of {e.part} {e.property or e.value} {e.place}".rstrip() for e in wanted if not any(_hits(e, c) for c in changes)]
    reasons += [f"unexpected: {c}" for c in changes if not any(_belongs(e, c) for e in wanted)]
    reasons += [f"not only moved: {e.part}" for e in wanted if e.value == "moved" and not _only_moved(e.part, changes)]
    return Score(0.0 if reasons else 1.0, tuple(reasons[:8]))


def _only_moved(part: str, changes: Sequence[Change]) -> bool:
    """Whether what was taken away of a kind was put back elsewhere."""
    whole = [c for c in changes if c.part == part and not c.property]
    return sorted(str(c.before) for c in whole if c.before is not None) == sorted(str(c.after) for c in whole if c.before is None)


def _hits(expected: Expected, change: Change) -> bool:
    """Whether a change is the one that was wanted."""
    if change.part != expected.part or not inside(change.where, expected.place):
        return False
    if not expected.property:
        return not change.property and (change.before is None) == (expected.value in ("added", "moved"))
    name, _, index = expected.property.rstrip("]").partition("[")
    if name != "any" and change.property != name:
        return expected.value == "empty" and not change.property and change.after is None
    if index:
        pairs = list(zip(change.before or (), change.after or (), strict=False))
        return bool(pairs) and all(_is(expected.value, a[int(index)], b[int(index)]) for a, b in pairs)
    return _is(expected.value, change.before, change.after)


def _is(value: str, before: Any, after: Any) -> bool:
    match value:
        case "any":
            return bool(before != after)
        case "true" | "false":
            return after is (value == "true")
        case "up" | "down":
            return before is not None and after is not None and (after > before if value == "up" else after < before)
        case "upper":
            return str(after) == str(before).upper() != str(before)
        case "lower":
            return str(after) == str(before).lower() != str(before)
        case "empty":
            return after in ("", None)
    return str(after) == value


def _belongs(expected: Expected, change: Change) -> bool:
    """Whether a change is wanted, or allowed, at this place."""
    if _hits(expected, change):
        return True
    if change.part == expected.part and not inside(change.where, expected.place):
        return False
    name = change.property or ("added" if change.before is None else "removed")
    if expected.property and change.part == expected.part and change.property == expected.property.partition("[")[0]:
        return inside(change.where, expected.place) and expected.value in ("up", "down", "any", "upper", "lower")
    if f"{change.part}.{name}=dated" in expected.allowed and _same_day(change.before, change.after):
        return True
    return any(a in (f"{change.part}.{name}", f"{change.part}.*", change.part) for a in expected.allowed)


def _same_day(number: Any, shown: Any) -> bool:
    """Whether a number and a date are the same value of a cell, which reads as its format says."""
    try:
        return str(shown)[:10] == (dt.date(1899, 12, 30) + dt.timedelta(float(number))).isoformat()
    except (TypeError, ValueError, OverflowError):
        return False


_RANGE = re.compile(r"^(?P<sheet>.*!)(?P<a>[A-Z]{1,3})(?P<b>\d+):(?P<c>[A-Z]{1,3})(?P<d>\d+)$")


def inside(where: str, place: str) -> bool:
    """Whether the part lies in the place: the part itself, a part of it, or a cell of a range."""
    if not place or where == place or where.startswith((f"{place}, ", f"{place}!")):
        return True
    span = _RANGE.match(place)
    cell = re.match(r"^(.*!)([A-Z]{1,3})(\d+)$", where)
    if not span or not cell:
        return bool(span) and where == place.partition("!")[0]
    column, row = column_number(cell[2]), int(cell[3])
    return cell[1] == span["sheet"] and column_number(span["a"]) <= column <= column_number(span["c"]) and int(span["b"]) <= row <= int(span["d"])
