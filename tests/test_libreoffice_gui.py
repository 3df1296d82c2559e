"""The three sample tasks by GUI actions alone, and the controls, menus and dialogs that they need."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
import pptx
import pytest

from lam.envs.libreoffice import LibreOffice
from lam.envs.libreoffice.worker import _closed
from lam.errors import ActionRejected
from lam.types import Action, Control

pytestmark = pytest.mark.office
SAMPLES = Path(__file__).resolve().parents[1] / "samples"


class Hand:
    """Operates controls by what a person reads on them; uses GUI actions only."""

    def __init__(self, office: LibreOffice) -> None:
        self.office = office

    def find(self, name: str, role: str = "") -> Control:
        controls = self.office.observe(controls=True).controls
        return next(c for c in controls if name in (c.name, c.value) and role in ("", c.role))

    def click(self, name: str, role: str = "") -> str:
        return self.office.act(Action("click", {"control": self.find(name, role).id})).message

    def set_text(self, name: str, text: str) -> str:
        return self.office.act(Action("set_text", {"control": self.find(name).id, "text": text})).message

    def press(self, keys: str, times: int = 1) -> None:
        self.office.act(Action("press", {"keys": keys, "times": times}))

    def type(self, text: str) -> None:
        self.office.act(Action("type_text", {"text": text}))

    def menu(self, path: str) -> None:
        self.office.act(Action("open_menu", {"path": path.rpartition(" > ")[0]}))
        self.click(path.rpartition(" > ")[2])


@pytest.fixture
def hand(office: LibreOffice) -> Hand:
    return Hand(office)


def test_title_is_made_bold_and_16_by_hand(hand: Hand, tmp_path: Path) -> None:
    hand.office.reset(SAMPLES / "report.docx")
    hand.click("Quarterly Service Report")
    hand.press("Home")
    hand.press("Shift+End")
    assert "now on" in hand.click("Bold", "toggle button")
    assert "16" in hand.set_text("Font Size", "16")
    hand.office.snapshot(tmp_path / "after.docx")
    paragraphs = docx.Document(str(tmp_path / "after.docx")).paragraphs
    runs = [r for r in paragraphs[0].runs if r.text]
    assert [(r.bold, r.font.size.pt) for r in runs] == [(True, 16.0)] * len(runs)
    assert not any(r.bold for r in paragraphs[1].runs)


def test_average_of_the_last_quarter_is_entered_by_hand(hand: Hand, tmp_path: Path) -> None:
    hand.office.reset(SAMPLES / "sales.xlsx")
    hand.set_text("Name Box", "B14")
    hand.type("=AVERAGE(B11:B13)\n")
    hand.office.snapshot(tmp_path / "after.xlsx")
    assert openpyxl.load_workbook(tmp_path / "after.xlsx")["Sales"]["B14"].value == "=AVERAGE(B11:B13)"
    value = openpyxl.load_workbook(tmp_path / "after.xlsx", data_only=True)["Sales"]["B14"].value
    assert value == pytest.approx((1820 + 1965 + 2240) / 3)


def test_slide_with_bullets_is_made_by_hand(hand: Hand, tmp_path: Path) -> None:
    hand.office.reset(SAMPLES / "deck.pptx")
    hand.menu("Slide > New Slide")
    hand.press("Ctrl+Return")
    hand.type("Key findings")
    hand.press("Ctrl+Return")
    hand.type("The rose walk was named most often\nShade near the ponds is scarce in summer")
    hand.press("Escape", 2)
    hand.office.snapshot(tmp_path / "after.pptx")
    slides = list(pptx.Presentation(str(tmp_path / "after.pptx")).slides)
    assert len(slides) == 6
    texts = [[p.text for p in shape.text_frame.paragraphs] for slide in slides for shape in slide.placeholders if shape.has_text_frame]
    assert ["Key findings"] in texts
    assert ["The rose walk was named most often", "Shade near the ponds is scarce in summer"] in texts


def test_dialog_is_filled_in_and_confirmed(hand: Hand) -> None:
    hand.office.reset(SAMPLES / "report.docx")
    hand.click("Quarterly Service Report")
    outcome = hand.office.act(Action("menu", {"path": "Table > Insert Table..."}))
    assert "Insert Table" in outcome.message
    assert hand.office.observe().dialogs == ("Insert Table",)
    hand.set_text("Rows:", "4")
    hand.click("Insert", "push button")
    observation = hand.office.observe()
    assert observation.dialogs == ()
    assert any(e.id == "t1" and "4x" in e.detail for e in observation.elements)


def test_a_key_may_close_its_window(hand: Hand) -> None:
    hand.office.reset(SAMPLES / "report.docx")
    for path in ("Format > Paragraph...", "Insert > Hyperlink..."):
        hand.office.act(Action("menu", {"path": path}))
        assert hand.office.observe().dialogs
        hand.press("Escape")
        assert hand.office.observe().dialogs == ()
    hand.office.act(Action("open_menu", {"path": "Format"}))
    hand.press("Escape", 2)
    assert hand.office.observe(controls=True).controls


def test_stale_control_is_rejected_in_words(hand: Hand) -> None:
    hand.office.reset(SAMPLES / "report.docx")
    hand.office.act(Action("menu", {"path": "Format > Character..."}))
    cancel = hand.find("Cancel")
    hand.click("Cancel")
    with pytest.raises(ActionRejected, match="no longer showing"):
        hand.office.act(Action("click", {"control": cancel.id}))


def test_unknown_menu_entry_names_the_nearest(hand: Hand) -> None:
    hand.office.reset(SAMPLES / "report.docx")
    with pytest.raises(ActionRejected, match="Image"):
        hand.office.act(Action("menu", {"path": "Insert > Imagee..."}))


def test_document_with_an_open_dialog_can_be_left(hand: Hand) -> None:
    hand.office.reset(SAMPLES / "report.docx")
    hand.office.act(Action("menu", {"path": "Format > Paragraph..."}))
    assert hand.office.reset(SAMPLES / "sales.xlsx").dialogs == ()


def test_visible_office_shows_on_a_virtual_display(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    with LibreOffice(show=True) as office:
        office.reset(SAMPLES / "report.docx")
        picture = office.screenshot(tmp_path / "shown.png")
    assert picture is not None
    assert picture.size[0] > 600


def test_a_message_over_a_dialog_is_what_shows(hand: Hand) -> None:
    hand.office.reset(SAMPLES / "sales.xlsx")
    hand.office.act(Action("menu", {"path": "Tools > Goal Seek"}))
    hand.set_text("Target value:", "no number")
    hand.click("OK", "push button")
    shown = hand.office.observe(controls=True)
    assert len(shown.dialogs) == 2
    assert shown.dialogs[0] == "Goal Seek"
    assert {c.dialog for c in shown.controls} == {shown.dialogs[-1]}
    hand.click("OK", "push button")
    assert hand.office.observe().dialogs == ("Goal Seek",)
    hand.press("Escape")
    assert hand.office.observe().dialogs == ()


def test_a_color_of_ones_own_is_given_by_its_number(hand: Hand, tmp_path: Path) -> None:
    hand.office.reset(SAMPLES / "report.docx")
    hand.click("Volume")
    hand.press("Ctrl+Shift+Down")
    hand.menu("Format > Character...")
    hand.click("Font Effects", "page tab")
    hand.click("Font color:", "button menu")
    assert hand.office.observe().dialogs == ("Character", "popup")
    hand.click("Custom Color…")
    hand.set_text("Hex #:", "C01234")
    hand.click("OK", "push button")
    hand.click("OK", "push button")
    hand.menu("Format > Paragraph...")  # the menu bar opens after a dialog as well
    hand.click("Area", "page tab")
    hand.click("Color", "push button")
    hand.set_text("Hex", "FFEEDD")
    hand.click("OK", "push button")
    hand.office.snapshot(tmp_path / "after.docx")
    heading = next(p for p in docx.Document(str(tmp_path / "after.docx")).paragraphs if p.text == "Volume")
    assert str(heading.runs[0].font.color.rgb) == "C01234"
    assert 'w:fill="FFEEDD"' in heading._p.xml


def test_a_new_line_comes_before_what_is_typed_after_it(hand: Hand) -> None:
    hand.office.reset(SAMPLES / "report.docx")
    hand.press("Ctrl+Home")
    hand.press("End")
    hand.type(" 2026\nWritten in May")
    assert [e.text for e in hand.office.observe().elements[:2]] == ["Quarterly Service Report 2026", "Written in May"]


def test_a_shape_is_selected_by_a_click(hand: Hand) -> None:
    hand.office.reset(SAMPLES / "deck.pptx")
    hand.press("Page_Down")
    shapes = [c for c in hand.office.observe(controls=True).controls if c.role == "shape"]
    hand.office.act(Action("click", {"control": shapes[1].id}))
    assert hand.office.observe().selection == "s2.1"


def test_a_field_of_several_lines_gets_no_tab(hand: Hand) -> None:
    hand.office.reset(SAMPLES / "report.docx")
    hand.office.act(Action("menu", {"path": ".uno:InsertSignatureLine"}))
    hand.set_text("Instructions to the signer:", "Sign below")
    hand.set_text("Title:", "Director")
    shown = {c.name: c.value for c in hand.office.observe(controls=True).controls}
    assert (shown["Instructions to the signer:"], shown["Title:"]) == ("Sign below", "Director")
    hand.press("Escape")


def test_a_row_of_a_table_in_a_dialog_is_selected_by_one_of_its_cells(hand: Hand) -> None:
    hand.office.reset(SAMPLES / "report.docx")
    for name in ("first place", "second place"):
        hand.office.act(Action("menu", {"path": ".uno:InsertBookmark"}))
        hand.set_text("Name:", name)
        hand.click("Insert")
    hand.office.act(Action("menu", {"path": ".uno:InsertBookmark"}))
    table = next(c for c in hand.office.observe(controls=True).controls if c.role == "table")
    assert table.name == "Bookmarks:"
    with pytest.raises(ActionRejected, match=r"no row 'third place'; there are .*first place"):
        hand.office.act(Action("select_item", {"control": table.id, "item": "third place"}))
    assert "second place" in hand.office.act(Action("select_item", {"control": table.id, "item": "second place"})).message
    hand.click("Delete")
    table = next(c for c in hand.office.observe(controls=True).controls if c.role == "table")
    with pytest.raises(ActionRejected, match="no row 'second place'"):
        hand.office.act(Action("select_item", {"control": table.id, "item": "second place"}))
    hand.press("Escape")


def test_a_list_without_a_name_goes_by_that_of_its_group_and_tells_what_is_chosen(hand: Hand) -> None:
    hand.office.reset(SAMPLES / "report.docx")
    hand.office.act(Action("menu", {"path": ".uno:ChapterNumberingDialog"}))
    levels = next(c for c in hand.office.observe(controls=True).controls if c.role == "list")
    assert (levels.name, levels.value) == ("Level", "1")
    hand.office.act(Action("select_item", {"control": levels.id, "item": "3"}))
    assert next(c for c in hand.office.observe(controls=True).controls if c.role == "list").value == "3"
    hand.press("Escape")


def test_the_print_preview_is_observed(hand: Hand) -> None:
    before = hand.office.reset(SAMPLES / "report.docx")
    hand.office.act(Action("menu", {"path": ".uno:PrintPreview"}))
    assert [e.text for e in hand.office.observe().elements] == [e.text for e in before.elements]
    hand.office.act(Action("menu", {"path": ".uno:ClosePreview"}))
    assert "page" in hand.office.observe().summary


@pytest.mark.parametrize(
    ("before", "now", "gone"),
    [
        (["Sort"], [], True),
        (["Sort", "Message"], ["Sort"], True),
        ([], ["Sort"], False),
        (["Sort"], ["Sort", "Message"], False),
        (["A"], ["B"], False),
    ],
)
def test_dialogs_that_close_are_told_from_those_that_open(before: list[str], now: list[str], gone: bool) -> None:
    assert _closed(before, now) is gone


def test_what_was_chosen_in_a_dialog_is_carried_out_when_the_act_returns(hand: Hand) -> None:
    hand.office.reset(SAMPLES / "sales.xlsx")
    for direction in ("Descending", "Ascending"):
        hand.set_text("Name Box", "A1:B13")
        hand.office.act(Action("menu", {"path": "Data > Sort"}))
        hand.click(direction)
        assert "opened" not in hand.click("OK")
        assert hand.office.observe().dialogs == ()
