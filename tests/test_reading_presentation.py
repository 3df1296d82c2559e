"""What the reader says of a deck is what a person sees, whoever saved it."""

from __future__ import annotations

import io
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import PP_ALIGN
from pptx.util import Cm, Pt

from lam.envs.libreoffice import LibreOffice
from lam.errors import UserError
from lam.reading import compare, read
from lam.reading.presentation import RUN, merged
from lam.tasks.presentation import documents


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    """One deck with as many kinds of content as python-pptx makes."""
    file = Presentation()
    _texts(file)
    _shapes(file)
    _tables_and_charts(file)
    file.core_properties.title, file.core_properties.author = "Rich", "Somebody"
    file.save(str(tmp_path / "rich.pptx"))
    return tmp_path / "rich.pptx"


def _texts(file: Any) -> None:
    slide = file.slides.add_slide(file.slide_layouts[0])
    slide.shapes.title.text, slide.placeholders[1].text = "Rich deck", "First line\nSecond line"
    slide = file.slides.add_slide(file.slide_layouts[1])
    slide.shapes.title.text = "Runs"
    frame = slide.placeholders[1].text_frame
    frame.text = "Level one"
    for level, text in ((1, "Level two"), (2, "Level three")):
        paragraph = frame.add_paragraph()
        paragraph.text, paragraph.level = text, level
    paragraph = frame.add_paragraph()
    paragraph.alignment, paragraph.line_spacing = PP_ALIGN.RIGHT, 1.5
    for text in ("plain ", "bold ", "italic ", "red ", "big ", "accent ", "link"):
        paragraph.add_run().text = text
    _, bold, italic, red, big, accent, link = paragraph.runs
    bold.font.bold, italic.font.italic, red.font.color.rgb = True, True, RGBColor(255, 0, 0)
    big.font.size, big.font.name = Pt(40), "Georgia"
    accent.font.color.theme_color, accent.font.color.brightness = MSO_THEME_COLOR.ACCENT_2, 0.4
    link.hyperlink.address = "https://example.org/"
    slide.notes_slide.notes_text_frame.text = "Say hello\nthen go on"
    for layout, texts in ((2, ("text",)), (4, ("head", "a\nb", "head", "c\nd")), (7, ("content", "caption"))):
        slide = file.slides.add_slide(file.slide_layouts[layout])
        slide.shapes.title.text = f"Layout {layout}"
        for place, text in enumerate(texts, 1):
            slide.placeholders[place].text = text
    slide._element.set("show", "0")


def _shapes(file: Any) -> None:
    slide = file.slides.add_slide(file.slide_layouts[5])
    slide.shapes.title.text = "Shapes"
    plain = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Cm(2), Cm(5), Cm(5), Cm(3))
    plain.text_frame.text = "plain"
    ring = slide.shapes.add_shape(MSO_SHAPE.OVAL, Cm(8), Cm(5), Cm(5), Cm(3))
    ring.fill.background()
    ring.line.color.rgb, ring.line.width = RGBColor(0, 128, 0), Pt(3)
    star = slide.shapes.add_shape(MSO_SHAPE.STAR_5_POINT, Cm(14), Cm(5), Cm(5), Cm(3))
    star.fill.solid()
    star.fill.fore_color.theme_color, star.rotation = MSO_THEME_COLOR.ACCENT_3, 30
    star.line.fill.background()
    group = slide.shapes.add_group_shape()
    inner = group.shapes.add_shape(MSO_SHAPE.RECTANGLE, Cm(14), Cm(10), Cm(3), Cm(2))
    inner.text_frame.text = "grouped"
    box = slide.shapes.add_textbox(Cm(2), Cm(16), Cm(10), Cm(1))
    box.text_frame.text = "a box\nof two lines"
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = RGBColor(0xFF, 0xFF, 0xE0)
    data = io.BytesIO()
    Image.new("RGB", (30, 20), "teal").save(data, "PNG")
    slide.shapes.add_picture(data, Cm(20), Cm(15), Cm(3))


def _tables_and_charts(file: Any) -> None:
    slide = file.slides.add_slide(file.slide_layouts[5])
    slide.shapes.title.text = "Table"
    table = slide.shapes.add_table(3, 3, Cm(2), Cm(5), Cm(20), Cm(6)).table
    for place, cell in enumerate(table.iter_cells()):
        cell.text = f"cell {place}"
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(0, 1).text_frame.paragraphs[0].runs[0].font.italic = True
    for kind in (XL_CHART_TYPE.COLUMN_CLUSTERED, XL_CHART_TYPE.LINE, XL_CHART_TYPE.PIE):
        slide = file.slides.add_slide(file.slide_layouts[5])
        slide.shapes.title.text = f"Chart {int(kind)}"
        data: Any = CategoryChartData()
        data.categories = ["north", "south"]
        data.add_series("Sales", (3, 4.5))
        chart = slide.shapes.add_chart(kind, Cm(2), Cm(5), Cm(18), Cm(9), data).chart
        chart.has_title = True
        chart.chart_title.text_frame.text = "Sales by region"


def runs(path: Path, key: str) -> list[dict[str, Any]]:
    return [dict(zip(RUN, run, strict=True)) for run in read(path)[key].properties["runs"]]


def test_text_has_the_values_it_inherits(rich: Path) -> None:
    title = runs(rich, "slide 1, shape 1 (title), paragraph 1")[0]
    assert (title["font"], title["size_pt"], title["bold"], title["color"]) == ("Calibri", 44.0, False, "#000000")
    subtitle = read(rich)["slide 1, shape 2 (subtitle), paragraph 2"].properties
    assert (subtitle["text"], subtitle["alignment"], subtitle["bullet"]) == ("Second line", "center", "none")
    third = read(rich)["slide 2, shape 2 (content), paragraph 3"].properties
    assert (third["level"], third["bullet"], third["runs"][0][RUN.index("size_pt")]) == (3, "bullet", 24.0)


def test_text_has_the_values_of_its_own(rich: Path) -> None:
    paragraph = read(rich)["slide 2, shape 2 (content), paragraph 4"].properties
    assert (paragraph["alignment"], paragraph["line_spacing"]) == ("right", 1.5)
    plain, bold, italic, red, big, accent, link = runs(rich, "slide 2, shape 2 (content), paragraph 4")
    assert bold["bold"]
    assert italic["italic"]
    assert (plain["color"], red["color"], accent["color"]) == ("#000000", "#FF0000", "#D99694")
    assert (big["size_pt"], big["font"]) == (40.0, "Georgia")
    assert link["link"] == "https://example.org/"


def test_slides_and_shapes_have_what_a_person_sees(rich: Path) -> None:
    reading = read(rich)
    assert reading["slide 2"].properties["notes"] == "Say hello\nthen go on"
    assert [reading[f"slide {n}"].properties["hidden"] for n in (4, 5)] == [False, True]
    assert reading["slide 6"].properties["background"] == "#FFFFE0"
    assert reading["slide 1"].properties["background"] == "#FFFFFF"
    ring = reading["slide 6, shape 3 (shape)"].properties
    assert (ring["form"], ring["fill"], ring["line"], ring["line_width_pt"], ring["x_cm"]) == ("ellipse", "none", "#008000", 3.0, 8.0)
    star = reading["slide 6, shape 4 (shape)"].properties
    assert (star["fill"], star["line"], star["rotation_deg"]) == ("#9BBB59", "none", 30.0)
    assert reading["slide 6, shape 5 (group), shape 1 (shape), paragraph 1"].properties["text"] == "grouped"
    assert reading["slide 7, shape 2 (table), cell A2"].properties["span"] == "2x1"
    assert reading["slide 9, shape 2 (chart)"].properties["data"] == ((("north", "south"), (("Sales", (3.0, 4.5)),)),)


@pytest.mark.parametrize("seed", range(12))
def test_every_sort_of_damage_is_a_change(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    before, after = tmp_path / "before.pptx", tmp_path / "after.pptx"
    documents.write(documents.deck(rng, "train", 3, 6, shape=0.5, notes=0.5), before)
    shutil.copy(before, after)
    what = documents.damage(after, rng)
    changes = compare(read(before), read(after))
    assert changes, what
    assert all(c.where.startswith(what[what.index("slide") :]) for c in changes)


def test_a_slide_in_the_middle_is_one_addition(tmp_path: Path) -> None:
    deck = documents.deck(random.Random(5), "train", 5, 8)
    new = documents.Slide("title_content", "Something else", lists=(("alpha", "beta"),))
    documents.write(deck, tmp_path / "a.pptx")
    documents.write(documents.Deck((*deck.slides[:2], new, *deck.slides[2:]), deck.wide, deck.fonts, deck.footer, deck.numbers), tmp_path / "b.pptx")
    changes = compare(read(tmp_path / "a.pptx"), read(tmp_path / "b.pptx"))
    assert [(c.where, c.property, c.before) for c in changes] == [("slide 3", "", None)]


def test_equal_neighbours_are_one_run() -> None:
    assert merged([("a", 1), ("", 9), ("b", 1), ("c", 2)]) == (("ab", 1), ("c", 2))


@pytest.mark.parametrize("spoil", [lambda p: p.write_bytes(b""), lambda p: p.write_bytes(b"PK\x03\x04 not a zip"), lambda p: p.write_text("text")])
def test_what_is_no_deck_is_the_callers_fault(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    path = tmp_path / "broken.pptx"
    spoil(path)
    with pytest.raises(UserError, match=r"broken\.pptx"):
        read(path)


@pytest.mark.office
def test_saving_through_the_office_changes_nothing(rich: Path, office: LibreOffice) -> None:
    office.reset(rich)
    saved = rich.with_stem("saved")
    office.snapshot(saved)
    assert compare(read(rich), read(saved)) == ()


@pytest.mark.office
@pytest.mark.parametrize("seed", range(6))
def test_saving_a_generated_deck_through_the_office_changes_nothing(tmp_path: Path, office: LibreOffice, seed: int) -> None:
    source, saved = tmp_path / "deck.pptx", tmp_path / "saved.pptx"
    rng = random.Random(seed)
    wishes = {"shape": 0.3, "box": 0.3, "table": 0.3, "chart": 0.3, "image": 0.3, "transition": 0.3, "background": 0.3}
    documents.write(documents.deck(rng, "test", 4, 9, **wishes), source)
    office.reset(source)
    office.snapshot(saved)
    assert compare(read(source), read(saved)) == ()
