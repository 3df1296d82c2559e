"""Actions on slides in the real office: each is verified in the saved file by an independent library, then undone."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pptx
import pytest
from PIL import Image
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm

from lam.actions import actions_for, validate
from lam.agent.prompt import line
from lam.envs.libreoffice import LibreOffice
from lam.errors import ActionRejected
from lam.reading import compare, read
from lam.types import Action, Observation, Outcome

pytestmark = pytest.mark.office
Deck = Any


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deck of six slides, a large one, an image, and the deck as the office saves it untouched."""
    home: Path = tmp_path_factory.mktemp("decks")
    make(home / "deck.pptx")
    make(home / "large.pptx", 200)
    Image.new("RGB", (200, 100), "navy").save(home / "flag.png")
    return home


@pytest.fixture(scope="module")
def untouched(office: LibreOffice, folder: Path) -> Path:
    office.reset(folder / "deck.pptx")
    office.snapshot(folder / "untouched.pptx")
    return folder / "untouched.pptx"


@pytest.fixture(scope="module")
def first(office: LibreOffice, folder: Path, untouched: Path) -> Observation:
    """How the deck looks before anything is done."""
    return office.reset(folder / "deck.pptx")


@pytest.fixture
def fresh(office: LibreOffice, folder: Path, first: Observation) -> Observation:
    """The deck as it was; opened again only where a test left it changed, because opening takes longest."""
    seen = office.observe() if office.kind == "presentation" else None
    same = seen is not None and (seen.title, seen.elements) == (first.title, first.elements)
    return first if same else office.reset(folder / "deck.pptx")


def make(path: Path, extra: int = 0) -> None:
    deck = pptx.Presentation()
    first = add(deck, 0, "Quarterly Review")
    first.placeholders[1].text = "Spring results"
    listed(add(deck, 1, "Key Findings"), "Sales grew 12%", "Costs fell", "New markets opened")
    deck.slides[1].notes_slide.notes_text_frame.text = "Mention the team"
    table = add(deck, 5, "Numbers").shapes.add_table(3, 2, Cm(3), Cm(5), Cm(15), Cm(4)).table
    for row in range(3):
        for column in range(2):
            table.cell(row, column).text = f"{'AB'[column]}{row + 1}"
    data = CategoryChartData()
    data.categories = ["East", "West"]
    data.add_series("Sales", (1, 2))
    add(deck, 5, "Trend").shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Cm(3), Cm(5), Cm(15), Cm(10), data)
    blank = deck.slides.add_slide(deck.slide_layouts[6])
    box = blank.shapes.add_textbox(Cm(2), Cm(2), Cm(10), Cm(2)).text_frame
    box.word_wrap, box.text = True, "Ask the costs team"
    blank.shapes.add_shape(1, Cm(5), Cm(8), Cm(6), Cm(3)).text_frame.text = "Plan"
    pair = add(deck, 3, "Compare")
    pair.placeholders[1].text, pair.placeholders[2].text = "left", "right"
    for index in range(extra):
        listed(add(deck, 1, f"Topic number {index}"), *(f"Point {k} with several words to read" for k in range(5)))
    if extra:
        deck.slides[150].shapes.title.text = "Zebra crossings"
    deck.save(str(path))


def add(deck: Deck, layout: int, title: str) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[layout])
    slide.shapes.title.text = title
    return slide


def listed(slide: Any, first: str, *rest: str) -> None:
    frame = slide.placeholders[1].text_frame
    frame.text = first
    for text in rest:
        frame.add_paragraph().text = text


def act(office: LibreOffice, name: str, **args: Any) -> Outcome:
    return office.act(validate("presentation", Action(name, args))[1])


def texts(slide: Any) -> list[str]:
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def runs(shape: Any) -> list[Any]:
    return [run for paragraph in shape.text_frame.paragraphs for run in paragraph.runs]


def xml(slide: Any) -> str:
    return re.sub(r">\s+<", "><", pptx.oxml.xmlchemy.serialize_for_reading(slide._element))


def shape_named(slide: Any, start: str) -> Any:
    return next(shape for shape in slide.shapes if shape.name.startswith(start))


def near(length: Any, cm: float) -> bool:
    return abs(length.cm - cm) < 0.05


def saved(office: LibreOffice, path: Path) -> Deck:
    office.snapshot(path)
    return pptx.Presentation(str(path))


Check = Callable[[Deck], object]
CASES: dict[str, tuple[str, dict[str, Any], Check, tuple[str, ...]]] = {
    # what: (action, arguments, what the saved deck says, where the reading may differ)
    "title": ("set_title", {"slide": "s2", "text": "News"}, lambda d: d.slides[1].shapes.title.text == "News", ("slide 2, shape 1",)),
    "title on a blank slide": ("set_title", {"slide": "s5", "text": "News"}, lambda d: d.slides[4].shapes.title.text == "News", ("slide 5",)),
    "bullets": ("set_bullets", {"target": "s2", "bullets": ["one", "two"]}, lambda d: texts(d.slides[1])[1] == "one\ntwo", ("slide 2, shape 2",)),
    "lines of a shape": ("set_bullets", {"target": "s5.2", "bullets": ["a", "b"]}, lambda d: texts(d.slides[4])[1] == "a\nb", ("slide 5, shape 2",)),
    "text": ("replace_text", {"target": "s1.2", "text": "Autumn"}, lambda d: texts(d.slides[0])[1] == "Autumn", ("slide 1, shape 2",)),
    "text of a cell": (
        "replace_text",
        {"target": "s3.2.B2", "text": "x"},
        lambda d: d.slides[2].shapes[1].table.cell(1, 1).text == "x",
        ("slide 3, shape 2",),
    ),
    "new notes": ("set_notes", {"slide": "s1", "text": "Smile"}, lambda d: d.slides[0].notes_slide.notes_text_frame.text == "Smile", ("slide 1",)),
    "other notes": ("set_notes", {"slide": "s2", "text": "Smile"}, lambda d: d.slides[1].notes_slide.notes_text_frame.text == "Smile", ("slide 2",)),
    "replace": (
        "find_replace",
        {"find": "costs", "replace": "Prices"},
        lambda d: "Prices fell" in texts(d.slides[1])[1] and texts(d.slides[4])[0] == "Ask the Prices team",
        ("slide 2, shape 2", "slide 5, shape 1"),
    ),
    "replace by expression": (
        "find_replace",
        {"find": r"(\w+) (\d+)%", "replace": "$2 % $1", "regex": True},
        lambda d: texts(d.slides[1])[1].startswith("Sales 12 % grew"),
        ("slide 2, shape 2",),
    ),
    "format": (
        "format_text",
        {"target": "s1.1", "bold": True, "italic": True, "underline": True, "size_pt": 30, "font": "Georgia", "color": "dark red"},
        lambda d: (
            [(r.font.bold, r.font.italic, r.font.underline, r.font.size.pt, r.font.name, str(r.font.color.rgb)) for r in runs(d.slides[0].shapes[0])]
            == [(True, True, True, 30, "Georgia", "8B0000")]
        ),
        ("slide 1, shape 1",),
    ),
    "format a word": (
        "format_text",
        {"target": "s2", "match": "fell", "bold": True, "highlight": "yellow"},
        lambda d: (
            [r.text for r in runs(d.slides[1].shapes[1]) if r.font.bold] == ["fell"]
            and 'highlight><a:srgbclr val="ffff00"' in xml(d.slides[1]).lower()
        ),
        ("slide 2, shape 2",),
    ),
    "format a table": (
        "format_text",
        {"target": "s3.2", "size_pt": 11, "strikethrough": True},
        lambda d: (
            {(r.font.size.pt, r._r.rPr.get("strike")) for c in d.slides[2].shapes[1].table.iter_cells() for r in c.text_frame.paragraphs[0].runs}
            == {(11, "sngStrike")}
        ),
        ("slide 3, shape 2",),
    ),
    "paragraphs": (
        "format_paragraph",
        {"target": "s2.2", "alignment": "right", "line_spacing": 1.5},
        lambda d: {(str(p.alignment), p.line_spacing) for p in d.slides[1].shapes[1].text_frame.paragraphs} == {("RIGHT (3)", 1.5)},
        ("slide 2, shape 2",),
    ),
    "numbers": (
        "format_paragraph",
        {"target": "s2.2", "bullets": "number"},
        lambda d: xml(d.slides[1]).count("arabicPeriod") == 3,
        ("slide 2, shape 2",),
    ),
    "no bullets": ("format_paragraph", {"target": "s2.2", "bullets": "none"}, lambda d: "buChar" not in xml(d.slides[1]), ("slide 2, shape 2",)),
    "bullets in a box": (
        "format_paragraph",
        {"target": "s5.1", "bullets": "bullet"},
        lambda d: xml(d.slides[4]).count("buChar") == 1,
        ("slide 5, shape 1",),
    ),
    "link": (
        "insert_link",
        {"target": "s2.2", "url": "example.org/a", "match": "Costs"},
        lambda d: [(r.text, r.hyperlink.address) for r in runs(d.slides[1].shapes[1]) if r.hyperlink.address] == [("Costs", "https://example.org/a")],
        ("slide 2, shape 2",),
    ),
    "hide": ("hide_slide", {"slide": "s3"}, lambda d: d.slides[2]._element.get("show") == "0", ("slide 3",)),
    "background": (
        "set_background",
        {"target": "s2", "color": "gold"},
        lambda d: str(d.slides[1].background.fill.fore_color.rgb) == "FFD700",
        ("slide 2",),
    ),
    "backgrounds": (
        "set_background",
        {"target": "all", "color": "#112233"},
        lambda d: {str(s.background.fill.fore_color.rgb) for s in d.slides} == {"112233"},
        ("slide ",),
    ),
    **{
        kind: ("set_transition", {"target": "s2", "kind": kind, "seconds": 1.5}, lambda d, k=kind: f"<p:{k}" in xml(d.slides[1]), ("slide 2",))
        for kind in ("fade", "wipe", "push", "cover", "dissolve", "cut")
    },
    "footer": (
        "set_footer",
        {"text": "Internal", "slide_number": True},
        lambda d: all("Internal" in texts(s) and "sldNum" in xml(s) for s in d.slides),
        ("slide ",),
    ),
    "box": ("add_text_box", {"slide": "s1", "text": "Hello"}, lambda d: near(shape_named(d.slides[0], "TextBox").top, 10), ("slide 1",)),
    "star": (
        "add_shape",
        {"slide": "s1", "shape": "star", "text": "Hi", "fill": "orange", "x_cm": 3},
        lambda d: (s := shape_named(d.slides[0], "Star")).text_frame.text == "Hi" and str(s.fill.fore_color.rgb) == "FFA500" and near(s.left, 3),
        ("slide 1",),
    ),
    "line": ("add_shape", {"slide": "s1", "shape": "line", "line": "red"}, lambda d: shape_named(d.slides[0], "Line").height == 0, ("slide 1",)),
    "image": (
        "insert_image",
        {"slide": "s5", "path": "FOLDER/flag.png", "width_cm": 6, "alt": "flag"},
        lambda d: near((s := shape_named(d.slides[4], "Picture")).width, 6) and near(s.height, 3) and s._element.nvPicPr.cNvPr.get("descr") == "flag",
        ("slide 5",),
    ),
    "fill": (
        "format_shape",
        {"target": "s5.2", "fill": "green", "line": "black", "line_width_pt": 3},
        lambda d: (
            (s := d.slides[4].shapes[1])
            and str(s.fill.fore_color.rgb) == "008000"
            and str(s.line.color.rgb) == "000000"
            and abs(s.line.width.pt - 3) < 0.1
        ),
        ("slide 5, shape 2",),
    ),
    "place": (
        "place_shape",
        {"target": "s5.2", "x_cm": 1, "y_cm": 2, "width_cm": 5, "height_cm": 4},
        lambda d: (s := d.slides[4].shapes[1]) and near(s.left, 1) and near(s.top, 2) and near(s.width, 5) and near(s.height, 4),
        ("slide 5, shape 2",),
    ),
    "align": ("place_shape", {"target": "s5.2", "align": "right"}, lambda d: near(d.slides[4].shapes[1].left, 25.4 - 6), ("slide 5, shape 2",)),
    "rotate": (
        "place_shape",
        {"target": "s5.2", "rotation_deg": 30},
        lambda d: (s := d.slides[4].shapes[1]) and abs(s.rotation - 30) < 0.1 and near(s.left, 5) and near(s.top, 8),
        ("slide 5, shape 2",),
    ),
    "order": ("order_shape", {"target": "s5.1", "to": "front"}, lambda d: texts(d.slides[4]) == ["Plan", "Ask the costs team"], ("slide 5",)),
    "delete a shape": ("delete_shape", {"target": "s5.1"}, lambda d: texts(d.slides[4]) == ["Plan"], ("slide 5",)),
    "table": (
        "insert_table",
        {"slide": "s5", "rows": 3, "columns": 2, "data": [["a", 1], [2.5, True]]},
        lambda d: [c.text for c in shape_named(d.slides[4], "Table").table.iter_cells()] == ["a", "1", "2.5", "TRUE", "", ""],
        ("slide 5",),
    ),
    "cells": (
        "set_table_cells",
        {"table": "s3.2", "cell": "A2", "data": [["new", 5]]},
        lambda d: [c.text for c in d.slides[2].shapes[1].table.iter_cells()] == ["A1", "B1", "new", "5", "A3", "B3"],
        ("slide 3, shape 2",),
    ),
    "chart": (
        "insert_chart",
        {"slide": "s5", "type": "pie", "categories": ["a", "b"], "values": [3, 4], "series": "Sum", "title": "Shares"},
        lambda d: (
            (c := shape_named(d.slides[4], "Chart").chart).chart_title.text_frame.text == "Shares" and list(c.plots[0].series[0].values) == [3, 4]
        ),
        ("slide 5",),
    ),
    "new slide": (
        "add_slide",
        {"title": "Summary", "bullets": ["one", "two"]},
        lambda d: texts(d.slides[6]) == ["Summary", "one\ntwo"] and xml(d.slides[6]).count("buChar") == 2,
        ("slide 7",),
    ),
    "new slide in between": (
        "add_slide",
        {"title": "Both", "layout": "two_content", "after": "s1"},
        lambda d: texts(d.slides[1]) == ["Both", "", ""] and texts(d.slides[2])[0] == "Key Findings",
        ("slide 2",),
    ),
    "copy": ("duplicate_slide", {"slide": "s2"}, lambda d: texts(d.slides[1]) == texts(d.slides[2]) and len(d.slides) == 7, ("slide 2", "slide 3")),
    "move up": ("move_slide", {"slide": "s6", "to": 2}, lambda d: [texts(s)[0] for s in d.slides][1:3] == ["Compare", "Key Findings"], ("slide ",)),
    "move down": (
        "move_slide",
        {"slide": "s1", "to": 6},
        lambda d: [texts(s)[0] for s in d.slides][0::5] == ["Key Findings", "Quarterly Review"],
        ("slide ",),
    ),
    "delete": ("delete_slide", {"slide": "s3"}, lambda d: len(d.slides) == 5 and "Numbers" not in [texts(s)[0] for s in d.slides], ("slide ",)),
    "layout": ("set_layout", {"slide": "s2", "layout": "two_content"}, lambda d: len(d.slides[1].placeholders) == 3, ("slide 2",)),
    "master font": (
        "set_master_font",
        {"font": "Georgia", "target": "title"},
        lambda d: (
            {r.font.name for s in d.slides if s.shapes.title for r in runs(s.shapes.title)} == {"Georgia"}
            and runs(d.slides[1].shapes[1])[0].font.name == "Calibri"
        ),
        ("slide ",),
    ),
}
LOOKING = {"find_text", "read", "select"}


@pytest.mark.parametrize("what", CASES)
def test_action_does_what_it_says_and_nothing_else_and_can_be_undone(
    what: str, office: LibreOffice, folder: Path, fresh: Observation, untouched: Path, tmp_path: Path
) -> None:
    name, args, check, allowed = CASES[what]
    full = act(office, "read", target="all").data
    outcome = act(office, name, **{k: v.replace("FOLDER", str(folder)) if isinstance(v, str) else v for k, v in args.items()})
    assert 0 < len(outcome.message) < 200
    assert check(saved(office, tmp_path / "after.pptx"))
    elsewhere = [str(c) for c in compare(read(untouched), read(tmp_path / "after.pptx")) if not c.where.startswith(allowed)]
    assert elsewhere == []
    act(office, "undo")
    assert office.observe().elements == fresh.elements
    assert act(office, "read", target="all").data == full


def test_every_declared_action_is_here() -> None:
    own = {name for name, declaration in actions_for("presentation").items() if declaration.app == "presentation"}
    assert own | {"find_replace"} == {name for name, *_ in CASES.values()}


def test_many_actions_are_undone_to_the_file_as_it_was(office: LibreOffice, folder: Path, untouched: Path, tmp_path: Path) -> None:
    office.reset(folder / "deck.pptx")
    done = 0
    for what in (
        "star",
        "fill",
        "place",
        "order",
        "delete a shape",
        "format",
        "format a word",
        "bullets in a box",
        "link",
        "cells",
        "layout",
        "copy",
        "delete",
    ):
        name, args, *_ = CASES[what]
        act(office, name, **args)
        done += 1
    assert compare(read(untouched), read_now(office, tmp_path / "changed.pptx"))
    act(office, "undo", steps=done)
    assert [str(c) for c in compare(read(untouched), read_now(office, tmp_path / "undone.pptx"))] == []


def read_now(office: LibreOffice, path: Path) -> Any:
    office.snapshot(path)
    return read(path)


@pytest.mark.parametrize(
    ("name", "args", "words"),
    [
        ("set_title", {"slide": "s9", "text": "x"}, "there is no s9; the deck has s1 to s6"),
        ("set_title", {"slide": "s2.1", "text": "x"}, "its slide is s2"),
        ("replace_text", {"target": "s2.7", "text": "x"}, "there is no s2.7 on s2; it has s2.1, s2.2"),
        ("replace_text", {"target": "s2", "text": "x"}, "s2 is a whole slide; its shapes are s2.1, s2.2"),
        ("replace_text", {"target": "p3", "text": "x"}, "'p3' is no slide"),
        ("replace_text", {"target": "s4.2", "text": "x"}, "s4.2 is a chart"),
        ("format_text", {"target": "s2", "match": "zzz", "bold": True}, "'zzz' does not occur in s2"),
        ("format_text", {"target": "s2"}, "not told what to change"),
        ("format_text", {"target": "s2", "color": "purpel"}, "there is no colour"),
        ("find_replace", {"find": "zzz", "replace": "x"}, "'zzz' does not occur in the deck"),
        ("find_replace", {"find": "(", "replace": "x", "regex": True}, "no regular expression"),
        ("move_slide", {"slide": "s2", "to": 9}, "there is no place 9; the deck has s1 to s6"),
        ("add_slide", {"title": "x", "layout": "blank"}, "the layout blank has no title"),
        ("set_bullets", {"target": "s3", "bullets": ["x"]}, "s3 has no content placeholder"),
        ("set_table_cells", {"table": "s3.2", "cell": "B3", "data": [[1, 2]]}, "which has A1 to B3"),
        ("insert_table", {"slide": "s5", "rows": 1, "columns": 1, "data": [[1, 2]]}, "does not fit"),
        ("insert_chart", {"slide": "s5", "type": "bar", "categories": ["a"], "values": [1, 2]}, "1 categories and 2 values"),
        ("insert_image", {"slide": "s5", "path": "/nowhere/cat.png"}, "no file cat.png"),
        ("insert_image", {"slide": "s5", "path": __file__}, "is no image"),
        ("format_shape", {"target": "s4.2", "fill": "red"}, "s4.2 is a chart"),
        ("read", {"target": "s1.notes"}, "s1 has no notes"),
    ],
)
def test_rejected_action_changes_nothing_and_says_why(name: str, args: dict[str, Any], words: str, office: LibreOffice, fresh: Observation) -> None:
    with pytest.raises(ActionRejected, match=words.replace("(", r"\(")):
        act(office, name, **args)
    assert office.observe().elements == fresh.elements


def test_only_slide_cannot_be_deleted(office: LibreOffice, tmp_path: Path) -> None:
    deck = pptx.Presentation()
    add(deck, 0, "Alone")
    deck.save(str(tmp_path / "one.pptx"))
    office.reset(tmp_path / "one.pptx")
    with pytest.raises(ActionRejected, match="only slide"):
        act(office, "delete_slide", slide="s1")
    act(office, "add_slide", title="Next", bullets=["a", "b"])
    slide = saved(office, tmp_path / "two.pptx").slides[1]
    assert texts(slide) == ["Next", "a\nb"]
    assert slide.shapes[0].top + slide.shapes[0].height <= slide.shapes[1].top
    assert xml(slide).count("buChar") == 2


def test_outline_names_slides_shapes_and_notes(office: LibreOffice, folder: Path) -> None:
    seen = office.reset(folder / "deck.pptx")
    assert seen.summary == "6 slides, current s1"
    assert [line(element, 18) for element in seen.elements] == [
        "s1 [slide title]",
        "s1.1 [title] Quarterly Review",
        "s1.2 [subtitle] Spring results",
        "s2 [slide title_content]",
        "s2.1 [title] Key Findings",
        "s2.2 [content] Sales grew 12% / Costs fell / New markets opened",
        "s2.notes [notes] Mention the team",
        "s3 [slide title_only]",
        "s3.1 [title] Numbers",
        "s3.2 [table] A1 | B1 (3x2)",
        "s4 [slide title_only]",
        "s4.1 [title] Trend",
        "s4.2 [chart] Sales (column)",
        "s5 [slide blank]",
        "s5.1 [text box] Ask the costs team",
        "s5.2 [shape] Plan (rectangle)",
        "s6 [slide two_content]",
        "s6.1 [title] Compare",
        "s6.2 [content] left",
        "s6.3 [content] right",
    ]
    act(office, "hide_slide", slide="s5")
    act(office, "select", target="s5.2")
    seen = office.observe()
    assert seen.selection == "s5.2"
    assert [line(e) for e in seen.elements if e.id == "s5"] == ["s5 [slide blank] (hidden)"]
    assert seen.summary == "6 slides, current s5"


def test_outline_is_the_same_after_saving_and_opening(office: LibreOffice, folder: Path, untouched: Path) -> None:
    before = [(e.id, e.role, e.text) for e in office.reset(folder / "deck.pptx").elements]
    assert [(e.id, e.role, e.text) for e in office.reset(untouched).elements] == before


def test_large_deck_is_seen_within_bounds_and_found_by_words(office: LibreOffice, folder: Path) -> None:
    office.reset(folder / "large.pptx")
    started = time.perf_counter()
    seen = office.observe("make the title of the slide about zebra crossings bold")
    assert time.perf_counter() - started < 5, "an outline must not take seconds"
    assert len(seen.elements) <= 60
    assert sum(len(line(e, 999)) for e in seen.elements) < 6000
    assert seen.omitted > 500
    assert {"s1.1", "s151.1", "s206.1"} <= {e.id for e in seen.elements}
    assert "s190.1" in {e.id for e in office.observe("move slide 190 to the front").elements}


def test_looking_further_finds_and_reads(office: LibreOffice, folder: Path) -> None:
    office.reset(folder / "deck.pptx")
    found = act(office, "find_text", query="costs")
    assert found.changed == ("s2.2", "s5.1")
    assert "s2.2" in found.data
    assert act(office, "find_text", query="zzz").message.startswith("no element")
    assert act(office, "read", target="s3.2").data.splitlines() == ["s3.2 [table] (3x2)", "A1 | B1", "A2 | B2", "A3 | B3"]
    assert "West | 2.0" in act(office, "read", target="s4").data
    assert "Mention the team" in act(office, "read", target="s1:s2").data
    assert office.supported() >= LOOKING
