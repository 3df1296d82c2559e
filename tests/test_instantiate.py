"""Instantiating: a pair becomes a document, a plan and an effect that proves itself, or is dropped with its reason."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lam.actions import validate
from lam.data.instantiate import effects, functions
from lam.data.instantiate.plan import NEEDS as PLANNED_NEEDS
from lam.data.instantiate.plan import Dropped, Planner, reach, resolve
from lam.data.instantiate.recipe import Recipe, places, write
from lam.data.instantiate.stage import batches, instantiate, run, summary
from lam.data.instantiate.survey import MORE, NEEDS, OUTSIDE, WIZARD, Shown, Surveyed, base, read_survey, survey
from lam.data.instantiate.task import computed, equal, spared, task
from lam.data.instantiate.widgets import find_widget, read_dialog
from lam.data.journal import Journal
from lam.data.pairs import Pair, PlanStep, Provenance, Ref, split_of, to_record
from lam.data.parallel import Processes
from lam.errors import EnvironmentFault
from lam.reading import Reading, read
from lam.reading.base import Computed, Part
from lam.types import Action, Control, Decision, Kind, Observation, Outcome, Step

HELP = Provenance("libreoffice-help", "swriter/01/page.html#x", "MPL-2.0")
OK = Shown("push button", "OK", "", False)
FOOTNOTES = Surveyed("dialog", "Settings of Footnotes", "paragraph", {
    "Footnotes": (Shown("check box", "Restart", "", False), Shown("spin box", "Start at:", "1", False), OK),
    "Endnotes": (Shown("radio button", "End of page", "", True), Shown("combo box", "Counting:", "Per page", False), OK),
})  # fmt: skip
SURVEY = {
    ("document", ".uno:FootnoteDialog"): FOOTNOTES,
    ("document", ".uno:Ruler"): Surveyed("acts", selected="paragraph"),
    ("document", ".uno:Wonder"): Surveyed("acts", selected="paragraph"),
    ("document", ".uno:Gone"): Surveyed("unavailable"),
}
PLANNER = Planner(SURVEY)


def menu(path: str, command: str) -> PlanStep:
    return PlanStep(f"Choose {path}", "command", (Ref("menu", path, command),))


def control(text: str, label: str, where: str = "sw/notes.ui:x", **params: Any) -> PlanStep:
    return PlanStep(text, "control", (Ref("label", label, control=where),), params)


def pair(task: str, *steps: PlanStep, app: str = "document", kind: str = "command", **context: str) -> Pair:
    return Pair(kind, app, task, steps, HELP, "A", context)  # type: ignore[arg-type]


BOLD = pair("Make the selected text bold", menu("Format > Text > Bold", ".uno:Bold"))
OPEN = menu("Tools > Footnotes and Endnotes...", ".uno:FootnoteDialog")
TICK = pair("Restart the numbering of footnotes", OPEN, control("Tick “Restart”", "Restart"), control("Click “OK”", "OK", "button"), kind="control")


def step(index: int, action: Action, seen: Observation, message: str = "") -> Step:
    return Step(index, Decision("", action), Outcome(True, message), seen)


def walk(record: dict[str, Any], after: Sequence[Observation]) -> list[Step]:
    """The plan's steps with what would have been seen: `after` each act, in its order."""
    blank = Observation("document", "x", "")
    seen = [blank, *after]
    return [step(i + 1, Action(m["action"], m["args"]), seen[min(i, len(seen) - 1)]) for i, m in enumerate(record["plan"])]


def dialog(*controls: Control, title: str = "Settings of Footnotes") -> Observation:
    return Observation("document", "x", "", dialogs=(title,), controls=controls)


def test_command_gets_a_place_an_effect_and_an_instruction_that_says_both() -> None:
    record = instantiate(PLANNER, BOLD)
    names = [m["action"] for m in record["plan"]]
    assert names == ["select", "menu", "finish"]
    assert "selected" not in record["instruction"]
    assert record["effects"][0] | {"place": ""} == {
        "kind": "document",
        "part": "paragraph",
        "property": "bold",
        "value": "true",
        "allowed": (),
        "place": "",
    }
    place = next(p for p in places(Recipe("document", BOLD.id, record["split"]), "paragraph") if p.target == record["plan"][0]["args"]["target"])
    assert place.name in record["instruction"]
    assert record["effects"][0]["place"] == place.key


def test_document_is_made_again_by_its_recipe(tmp_path: Path) -> None:
    for kind, suffix in (("document", ".docx"), ("spreadsheet", ".xlsx"), ("presentation", ".pptx")):
        made: Recipe = Recipe(kind, "7")  # type: ignore[arg-type]
        write(made, tmp_path / f"a{suffix}")
        write(made, tmp_path / f"b{suffix}")
        one, other = read(tmp_path / f"a{suffix}"), read(tmp_path / f"b{suffix}")
        assert [p.properties for p in one.parts] == [p.properties for p in other.parts]


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("document", "paragraph"),
        ("document", "table"),
        ("spreadsheet", "cells"),
        ("spreadsheet", "row"),
        ("spreadsheet", "column"),
        ("presentation", "slide"),
    ],
)
def test_places_are_what_a_reading_of_the_file_names(kind: Kind, what: str, tmp_path: Path) -> None:
    made = Recipe(kind, "3", "train", NEEDS.get(what, ()))
    path = tmp_path / {"document": "a.docx", "spreadsheet": "a.xlsx", "presentation": "a.pptx"}[kind]
    write(made, path)
    keys = {part.key for part in read(path).parts}
    found = places(made, what)
    assert found
    for place in found:
        assert place.key.partition(":")[0] in keys
        validate(kind, Action("select", {"target": place.target}))


@pytest.mark.parametrize(("kind", "what"), [(kind, what) for kind, contexts in MORE.items() for what in contexts])
def test_every_further_context_is_in_its_document(kind: Kind, what: str, tmp_path: Path) -> None:
    made = base(kind, what)
    path = tmp_path / {"document": "a.docx", "spreadsheet": "a.xlsx", "presentation": "a.pptx"}[kind]
    write(made, path)
    place = places(made, what)[0]
    assert place.key.partition(":")[0] in {"", *(part.key for part in read(path).parts)}
    for name, args in place.acts():
        validate(kind, Action(name, {**args, "control": "c1"} if "control" in args else args))


def typed(task: str, formula: str) -> Pair:
    step = PlanStep(f"Type ={formula} with your values and press Enter", "key", (Ref("key", "Enter"),))
    return pair(task, PlanStep("Select the cell for the result", "content"), step, app="spreadsheet", kind="procedure")


ROUND = typed("Round a number with ROUND", "ROUND(Number [; Count])")


def test_function_gets_arguments_a_cell_and_a_value_computed_here() -> None:
    record = instantiate(PLANNER, ROUND)
    effect = record["effects"][0]
    text = record["plan"][0]["args"]["value"]
    number, count = text.removeprefix("=ROUND(").removesuffix(")").split(",")
    assert effect["value"] == round(float(number), int(count))
    assert f"Number = {number}; Count = {count}" in record["instruction"]
    assert record["plan"][0]["args"]["cell"] in record["instruction"]
    with pytest.raises(Dropped, match="not computed here"):
        instantiate(PLANNER, typed("Read a web page with WEBSERVICE", "WEBSERVICE(URI)"))


def test_every_function_of_the_table_has_a_value() -> None:
    from lam.tasks.spreadsheet import documents as books

    assert len(functions.table()) >= 300
    for name in functions.table():
        found = None
        for number in range(40):
            rng = random.Random(f"{name} {number}")
            with contextlib.suppress(functions.Unfit):
                found = functions.call(name, books.book(rng, "train").sheet, rng)
                break
        assert found, name
        assert found.text.startswith(f"={name}(")


@pytest.mark.parametrize(
    ("text", "value"),
    [("STDEV", 2.138089935299395), ("SKEW", 0.8184875533567997), ("KURT", 0.940625), ("GEOMEAN", 4.603215596046736), ("VARP", 4.0), ("MEDIAN", 4.5)],
)
def test_values_are_those_of_the_textbook(text: str, value: float) -> None:
    given = functions.table()[text].formula
    assert functions.nearly(eval(given, {**functions.NAMES, "a": [2, 4, 4, 4, 5, 5, 7, 9]}), value)


def test_formula_is_judged_by_function_value_and_all_the_rest() -> None:
    sheet = [Part("S", "sheet", {"name": "S"}), Part("S!A1", "cell", {"value": 4}), Part("S!A2", "cell", {"value": 9})]
    effect = {"cell": "S!B1", "function": "SQRT", "value": 2.0}

    def after(formula: str, value: Any, *more: Part) -> Reading:
        return Reading("spreadsheet", (*sheet[:2], Part("S!B1", "cell", {"value": Computed(value), "formula": formula}), sheet[2], *more))

    before = Reading("spreadsheet", tuple(sheet))
    assert computed(before, before, effect).value == 0.0
    assert computed(before, after("=SQRT(A1)", 2.0), effect).value == 1.0
    assert computed(before, after("=SQRT(A2)", 3.0), effect).value == 0.0
    assert computed(before, after("=A1/2", 2.0), effect).value == 0.0
    assert computed(before, after("=SQRT(A1)", 2.0, Part("S!B2", "cell", {"value": 7})), effect).value == 0.0


def test_ok_of_a_dialog_may_change_its_place_and_damage_nothing() -> None:
    def reading(first: str, bold: bool, second: str = "two", other: bool = False) -> Reading:
        parts = (("paragraph 1", first, bold), ("paragraph 2", second, other))
        return Reading("document", tuple(Part(key, "paragraph", {"text": text, "bold": look}) for key, text, look in parts))

    before = reading("one", False)
    assert spared(before, reading("one", True), "paragraph 1", "looks").value == 1.0
    assert spared(before, reading("one", True, other=True), "paragraph 1", "looks").value == 0.0
    assert spared(before, reading("1", False), "paragraph 1", "looks").value == 0.0
    assert spared(before, reading("1", False), "paragraph 1", "content").value == 1.0
    assert spared(before, reading("one", False, second=""), "paragraph 1", "content").value == 0.0
    assert (reach("ParagraphDialog"), reach("PageDialog"), reach("InsertTable")) == ("looks", "page", "content")


def test_control_that_is_set_and_cancelled_leaves_the_file_alone(tmp_path: Path) -> None:
    import docx

    choice = control("Set “Counting” to “Per document”.", "Counting", value="Per document")
    given = task(instantiate(PLANNER, pair("Specify the numbering of endnotes", OPEN, choice, kind="control", label="Counting")))
    before, after = tmp_path / "before.docx", tmp_path / "after.docx"
    given.make(before)
    assert given.verify(before, before).value == 1.0
    file = docx.Document(str(before))
    file.paragraphs[0].add_run(" damage")
    file.save(str(after))
    assert given.verify(before, after).value == 0.0


def test_doing_nothing_scores_0_the_effect_1_and_damage_elsewhere_0(tmp_path: Path) -> None:
    import docx

    record = instantiate(PLANNER, BOLD)
    given = task(record)
    before, after = tmp_path / "before.docx", tmp_path / "after.docx"
    given.make(before)
    assert given.verify(before, before).value == 0.0
    number = int(record["effects"][0]["place"].split()[1])
    file = docx.Document(str(before))
    for run_ in file.paragraphs[number - 1].runs:
        run_.bold = True
    file.save(str(after))
    assert given.verify(before, after).value == 1.0
    file.paragraphs[number % len(file.paragraphs)].insert_paragraph_before("damage")
    file.save(str(after))
    assert given.verify(before, after).value == 0.0
    assert given.witness is None


def test_dialog_and_control_are_judged_by_what_was_seen() -> None:
    record = instantiate(PLANNER, TICK)
    assert [m["action"] for m in record["plan"]] == ["select", "menu", "click", "click", "finish"]
    given = task(record)
    assert given.witness
    box = Control("c1", "check box", "Restart", "", ("checked",), dialog="Settings of Footnotes")
    off = Control("c1", "check box", "Restart", "", (), dialog="Settings of Footnotes")
    nothing = Observation("document", "x", "")
    assert given.witness([]).value == 0.0
    assert given.witness(walk(record, [nothing, nothing])).value == 0.0
    assert given.witness(walk(record, [nothing, dialog(off), dialog(off), nothing])).value == 0.0
    assert given.witness(walk(record, [nothing, dialog(off), dialog(box), nothing])).value == 1.0


def test_tab_is_opened_before_its_control() -> None:
    choice = control("Set “Counting” to “Per document”.", "Counting", value="Per document")
    counting = pair("Specify when the numbering of endnotes begins anew", OPEN, choice, kind="control", label="Counting")
    record = instantiate(PLANNER, counting)
    acts = [(m["action"], m["args"].get("control", "")) for m in record["plan"]]
    assert acts[2:4] == [("click", "page tab: Endnotes"), ("select_item", "combo box: Counting:")]


def test_toggle_is_judged_by_a_menu_that_shows_another_state() -> None:
    record = instantiate(PLANNER, pair("Show or hide the ruler", menu("View > Rulers > Rulers", ".uno:Ruler")))
    given = task(record)
    assert given.witness
    nothing, on = (
        Observation("document", "x", ""),
        Observation("document", "x", "", controls=(Control("c1", "check menu item", "Rulers", "", ("checked",)),)),
    )
    off = Observation("document", "x", "", controls=(Control("c1", "check menu item", "Rulers"),))
    assert given.witness(walk(record, [on, nothing, off, nothing])).value == 1.0
    assert given.witness(walk(record, [on, nothing, on, nothing])).value == 0.0
    assert given.witness(walk(record, [nothing])).value == 0.0


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (pair("Do a wonder", menu("Tools > Wonder", ".uno:Wonder")), "no effect known"),
        (pair("Do what is gone", menu("Tools > Gone", ".uno:Gone")), "not available"),
        (pair("Print it all", menu("File > Print...", ".uno:Print")), "printer"),
        (pair("Set the user's name", menu("Tools > Options...", ".uno:OptionsTreeDialog")), "a setting of the program"),
        (pair("Draw a line", PlanStep("Drag the line with the mouse", "content")), "left to the reader"),
        (pair("Set the start", OPEN, control("Enter the value in “Start at”", "Start at"), kind="control"), "no value known"),
        (pair("Put the notes there", OPEN, control("Select the option “End of page”", "End of page"), kind="control"), "already so"),
        (pair("Use the third way", OPEN, control("Tick “Third”", "Third"), kind="control"), "a control that the dialog does not show"),
        (pair("Make the font bold", menu("Format > Bold", ".uno:Bold"), product="OtherOffice"), "another product"),
        (pair("Zoom to 50%", replace(menu("View > Footnotes...", ".uno:FootnoteDialog"), params={"value": "50%"})), "a value that the plan"),
        (pair("Reduce the font size", menu("Format > Grow", ".uno:Grow")), "different things"),
    ],
)  # fmt: skip
def test_what_cannot_be_grounded_is_dropped_with_its_reason(given: Pair, reason: str) -> None:
    with pytest.raises(Dropped, match=reason):
        instantiate(PLANNER, given)


def test_evolved_place_is_found_or_the_pair_is_dropped() -> None:
    assert resolve(Recipe("spreadsheet", "1"), "cells B2 to B9").target == "B2:B9"
    assert resolve(Recipe("presentation", "1"), "slide 2").target == "s2"
    with pytest.raises(Dropped):
        resolve(Recipe("document", "1"), "the passage where the venue comes up")


def test_every_line_of_the_table_can_be_planned() -> None:
    table = effects.table()
    assert len({command for _, command in table}) >= 120
    for (kind, command), line in table.items():
        what = line.selected.removeprefix("later ").removeprefix("earlier ")
        made = Recipe(kind, "1", "train", PLANNED_NEEDS.get(what, ()))  # type: ignore[arg-type]
        assert places(made, what), (kind, command)
        assert not OUTSIDE.match(f".uno:{command}")


@pytest.mark.parametrize(
    ("shown", "wanted", "same"),
    [("0.31″", "0.8 cm", True), ("1.97″", "0.8 cm", False), ("12", "12 pt", True), ("Per page", "per page", True), ("Per page", "Per text", False),
     ("5.00 cm", "5 cm", True), ("", "3", False), ("45.00°", "45°", True)],
)  # fmt: skip
def test_values_are_equal_in_whatever_unit(shown: str, wanted: str, same: bool) -> None:
    assert equal(shown, wanted) is same


def test_dialog_files_tell_labels_items_and_ranges(tmp_path: Path) -> None:
    (tmp_path / "d.ui").write_text(
        """<interface><object class="GtkAdjustment" id="a"><property name="lower">1</property><property name="upper">99</property></object>
        <object class="GtkDialog" id="D"><property name="title">Sort</property><child><object class="GtkLabel" id="l">
        <property name="label">_Rows:</property><property name="mnemonic_widget">rows</property></object></child>
        <child><object class="GtkSpinButton" id="rows"><property name="adjustment">a</property></object></child>
        <child><object class="GtkComboBoxText" id="way"><items><item>Up</item><item>Down</item></items></object></child></object></interface>"""
    )
    found = find_widget(tmp_path, "d.ui:rows")
    assert found
    assert (found.label, found.low, found.high) == ("Rows:", 1, 99)
    assert read_dialog(tmp_path, "d.ui").widgets["way"].items == ("Up", "Down")  # type: ignore[union-attr]
    (tmp_path / "bad.ui").write_text("<interface")
    assert read_dialog(tmp_path, "bad.ui") is None
    assert find_widget(None, "d.ui:rows") is None


def test_stage_goes_on_where_it_was_and_counts_what_it_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lam.data.instantiate.stage.BATCH", 2)
    pairs = tmp_path / "pairs"
    journal = Journal(pairs, "evolve", {})
    for given in (
        BOLD,
        pair("Print it all", menu("File > Print...", ".uno:Print")),
        pair("Underline the selection", menu("Format > Underline", ".uno:Underline")),
    ):
        journal.record(given.id, [to_record(given)])
    surveyed = tmp_path / "survey"
    asked = Journal(surveyed, "survey", {})
    asked.finish()
    whole = Journal(tmp_path / "a", "instantiate", {})
    run(pairs, surveyed, whole, Processes(0))
    assert whole.funnel["kept"] == 2
    assert list(whole.funnel["dropped"].values()) == [1]
    lines = (tmp_path / "a" / "journal.jsonl").read_text().splitlines(keepends=True)
    Journal(tmp_path / "b", "instantiate", {})
    (tmp_path / "b" / "journal.jsonl").write_text(lines[0] + lines[1][:30])
    again = Journal(tmp_path / "b", "instantiate", {})
    run(pairs, surveyed, again, Processes(0))
    assert list(again.kept()) == list(whole.kept())
    assert summary(whole.kept())["effects"] == {"document": 2}
    assert [key for key, _ in batches(pairs)] == ["batch-1", "batch-2"]


def test_split_goes_by_the_page() -> None:
    assert split_of(BOLD) == split_of(BOLD.evolve("rewording", task="Bold it"))


@pytest.mark.office
def test_plans_are_carried_out_and_verified_in_the_office(office: Any, tmp_path: Path) -> None:
    from lam.data.demonstrate.execute import demonstrate
    from lam.envs.libreoffice import LibreOffice

    asked = Journal(tmp_path / "survey", "survey", {})
    wanted: list[tuple[Kind, str]] = [("document", ".uno:FootnoteDialog"), ("document", ".uno:Print")]
    survey(LibreOffice, wanted, asked)
    known = read_survey(asked)
    assert known["document", ".uno:FootnoteDialog"].title == "Settings of Footnotes and Endnotes"
    assert ("document", ".uno:Print") not in known
    planner = Planner(known)
    dialogs = pair("Change the settings of footnotes", OPEN)
    cells = pair("Make the selected cells italic", menu("Format > Text > Italic", ".uno:Italic"), app="spreadsheet")
    slide = pair("Hide the selected slide", menu("Slide > Hide Slide", ".uno:HideSlide"), app="presentation")
    for given in (BOLD, dialogs, cells, slide):
        made = task(instantiate(planner, given))
        assert demonstrate(office, made, tmp_path, controls=True).verdict == "done", given.task


@pytest.mark.office
def test_further_contexts_are_asked_about_and_used_in_the_office(office: Any, tmp_path: Path) -> None:
    from lam.data.demonstrate.execute import demonstrate
    from lam.envs.libreoffice import LibreOffice

    asked = Journal(tmp_path / "survey", "survey", {})
    wanted: list[tuple[Kind, str]] = [("document", ".uno:FormatLine"), ("spreadsheet", ".uno:FontDialog"), ("spreadsheet", f"{WIZARD}ROUND")]
    survey(LibreOffice, wanted, asked)
    told = len(asked.done)
    survey(lambda: pytest.fail("nothing is left to ask"), wanted, asked)
    assert len(asked.done) == told
    known = read_survey(asked)
    assert (known["document", ".uno:FormatLine"].selected, known["spreadsheet", ".uno:FontDialog"].selected) == ("drawing", "cell text")
    planner = Planner(known)
    chosen = PlanStep("Select ROUND in “Function” and click “Next”", "control", (Ref("label", "Function", control="f.ui:function"),))
    given = [
        pair("Set the options of the line", menu("Format > Object and Shape > Line...", ".uno:FormatLine")),
        pair("Change the font of the selected characters", menu("Format > Character...", ".uno:FontDialog"), app="spreadsheet"),
        pair("Invert the picture", menu("Image > Filter > Invert", ".uno:GraphicFilterInvert")),
        pair("Accept all changes", menu("Edit > Track Changes > Accept All", ".uno:AcceptAllTrackedChanges")),
        pair("Delete the comment", menu("Sheet > Cell Comments > Delete", ".uno:DeleteNote"), app="spreadsheet"),
        typed("Calculate the secant with SEC", "SEC(Number)"),
        pair("Round a number with the Function Wizard (ROUND)", chosen, app="spreadsheet", kind="procedure"),
    ]
    for item in given:
        made = task(instantiate(planner, item))
        try:
            found = demonstrate(office, made, tmp_path, controls=True)
        except EnvironmentFault:  # the office's own: what it shows while a formula is typed can take it down
            found = demonstrate(office, made, tmp_path, controls=True)
        assert found.verdict == "done", (item.task, found.reason)


def test_plan_follows_from_the_seed() -> None:
    assert PLANNER.plan(BOLD, random.Random(4)).moves == PLANNER.plan(BOLD, random.Random(4)).moves
