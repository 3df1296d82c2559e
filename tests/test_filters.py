"""What is kept and what is left out, and why."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lam.data.filters import Filters, Rules
from lam.data.filters.duplicates import Duplicates
from lam.data.filters.language import Languages
from lam.data.filters.length import length_reason
from lam.data.filters.licences import Licences
from lam.data.filters.relevance import app_of, is_office, score
from lam.data.journal import Journal
from lam.data.pairs import App, Pair, PairKind, PlanStep, Provenance, Ref, from_record, to_record
from lam.errors import UserError


def pair(task: str, *steps: str, kind: PairKind = "howto", app: App = "document", source: str = "html", licence: str = "MIT") -> Pair:
    return Pair(kind, app, task, tuple(PlanStep(s) for s in steps), Provenance(source, "page#0", licence))


def by_menu(task: str, menu: str) -> Pair:
    return Pair("howto", "any", task, (PlanStep(" ".join(["Click and press"] * 20), refs=(Ref("menu", menu),)),), Provenance("html", "page#0", "MIT"))


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes a package impossible to import."""

    def hide(package: str) -> None:
        real = builtins.__import__

        def importing(name: str, *more: Any, **others: Any) -> Any:
            if name.split(".")[0] == package:
                raise ImportError(name)
            return real(name, *more, **others)

        monkeypatch.setattr(builtins, "__import__", importing)

    return hide


# ---- size


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (pair("Insert a footnote", "Click Insert."), ""),
        (pair("Footnote", "Click Insert."), "task too short"),
        (pair("word " * 31, "Click Insert."), "task too long"),
        (pair("w" * 150 + " " + "w" * 150, "Click Insert."), "task too long"),
        (pair("Insert a footnote"), "no steps"),
        (pair("Insert a footnote", kind="query"), ""),
        (pair("Insert a footnote", *["Click Insert."] * 41), "too many steps"),
        (pair("Insert a footnote", "Click " * 300), "step too long"),
        (pair("Insert a footnote", "Click Insert.", "..."), "empty step"),
    ],
)
def test_size_of_task_and_steps(made: Pair, reason: str) -> None:
    assert length_reason(made) == reason


# ---- licences


@pytest.mark.parametrize(
    ("chosen", "allowed", "refused"),
    [
        ("any", ["MIT", "unknown", "", "CC-BY-NC-SA-3.0"], []),
        ("permissive", ["MIT", "MPL-2.0", "CC-BY-4.0", "CC0-1.0"], ["CC-BY-SA-4.0", "CC-BY-NC-4.0", "unknown", "", "GPL-3.0"]),
        ("permissive,share-alike", ["MIT", "CC-BY-SA-3.0", "GFDL-1.3-or-later"], ["CC-BY-NC-SA-3.0", "LicenseRef-MSMARCO-NonCommercial"]),
        ("non-commercial", ["CC-BY-NC-SA-3.0", "LicenseRef-ORCAS-NonCommercial"], ["MIT", "CC-BY-SA-4.0"]),
        ("cc-by-sa-*,MIT", ["CC-BY-SA-2.5", "MIT"], ["CC-BY-4.0", "MIT-0"]),
        ("MIT,unknown", ["", "unknown", "MIT"], ["MPL-2.0"]),
        ("*", ["MIT"], ["unknown"]),
    ],
)
def test_licences_by_identifier_pattern_and_group(chosen: str, allowed: list[str], refused: list[str]) -> None:
    licences = Licences(chosen.split(","))
    assert [name for name in allowed if not licences.allows(name)] == []
    assert [name for name in refused if licences.allows(name)] == []


@pytest.mark.parametrize("chosen", [[], ["all rights"], [""]])
def test_word_that_is_no_licence_is_said(chosen: list[str]) -> None:
    with pytest.raises(UserError):
        Licences(chosen)


# ---- language


ENGLISH = """Delete Row|Edit Menu|Insert Track Change Comment|Print page view|Hide menu bar|Set null|Add Archive|Sort Order|Insert Cells|To Find Text
Open File|Insert Column|Inserting Hyperlinks|Changing Indents|Add all|Edit terms|Select Certificate|Delete All Images|Change Icon|mail merge
pivot table excel|how to bold text|Make the title bold|Freeze the first row|Save as PDF|Rename a sheet|Unprotect Cells"""
FOREIGN = """de Fußnote einfügen|de Text fett formatieren|de Zeile löschen|de Diagramm erstellen|fr Changer la police|fr Trier les colonnes
fr Calculer la moyenne|es Insertar una nota al pie|es Combinar celdas|it Come inserire una tabella in Word|it Unire le celle|pt Calcular a média
pt Mesclar células|nl Rij verwijderen
sv Infoga en fotnot|pl Scal komórki|cs Odstranit řádek|tr Satırı sil
ru Вставить сноску|zh 插入脚注|ja 脚注を挿入する"""


@pytest.fixture(scope="module")
def english() -> Languages:
    pytest.importorskip("py3langid", reason="needs py3langid (pip install 'lam[data]')")
    return Languages(("en",))


@pytest.mark.parametrize("task", ENGLISH.replace("\n", "|").split("|"))
def test_short_english_tasks_are_kept(english: Languages, task: str) -> None:
    assert english.reason(pair(task)) == ""


@pytest.mark.parametrize("told", FOREIGN.replace("\n", "|").split("|"))
def test_short_tasks_in_other_languages_are_left_out(english: Languages, told: str) -> None:
    assert english.reason(pair(told.split(" ", 1)[1])).startswith("language ")


def test_steps_tell_the_language_when_the_task_does_not(english: Languages) -> None:
    assert english.reason(pair("Format Menu", "Klicken Sie auf die Schaltfläche.", "Wählen Sie die Zeilen aus.")) == "language de"


def test_other_languages_may_be_wanted() -> None:
    pytest.importorskip("py3langid", reason="needs py3langid (pip install 'lam[data]')")
    assert Languages(("de",)).reason(pair("Fußnote in den Text einfügen")) == ""
    assert Languages(("de",)).reason(pair("Insert a footnote in the text")) == "language en"
    with pytest.raises(UserError, match="no language 'xx'"):
        Languages(("xx",))


# ---- relevance


OFFICE = """how to insert rows in excel|how to center text vertically in word|powerpoint presenter view|create hanging indent|writer table formula
make all slides same background|How to Create a Mail Merge in Microsoft Word|how to merge cells|google sheets sort by date|delete section break
How to Make a Spreadsheet|libreoffice remove header from first page|excel drop down list|add a watermark to a word document"""
OTHER = """what is a cell membrane made of|table saw reviews|how to excel in school|word search puzzles for kids|how to sort a list in python
sql insert statement|slide tackle rules|How to Format a Hard Drive|How to Bake a Cake|average height of men|page boy haircut|fonts for tattoos
how to print money|vba delete rows excel|presentation of gifts in chinese culture|water slide parks"""


@pytest.mark.parametrize("task", OFFICE.replace("\n", "|").split("|"))
def test_office_work_is_relevant(task: str) -> None:
    assert score(task) >= Rules().relevance


@pytest.mark.parametrize("task", OTHER.replace("\n", "|").split("|"))
def test_other_things_are_not(task: str) -> None:
    assert score(task) < Rules().relevance


def test_steps_help_a_task_a_little() -> None:
    steps = ["Open the workbook in Excel.", "Select the cells and click Merge."]
    assert score("How to Join Two Columns", steps) > score("How to Join Two Columns")
    assert score("How to Bake a Cake", steps) < Rules().relevance


@pytest.mark.parametrize(
    ("task", "app"),
    [
        ("how to freeze the top row in excel", "spreadsheet"),
        ("word mail merge", "document"),
        ("add speaker notes", "presentation"),
        ("Insert a chart in Calc", "spreadsheet"),
        ("open a file", "any"),
    ],
)
def test_application_that_is_meant(task: str, app: str) -> None:
    assert app_of(task) == app


def test_names_of_office_programs() -> None:
    assert all(map(is_office, ("LibreOffice", "Microsoft Excel", "Writer", "Google Docs")))
    assert not any(map(is_office, ("GIMP", "Firefox", "Quill")))


# ---- duplicates


@pytest.fixture
def duplicates() -> Duplicates:
    pytest.importorskip("datasketch", reason="needs datasketch (pip install 'lam[data]')")
    return Duplicates()


LONG = [
    "Open the document and place the cursor in the table that you want to change.",
    "Right-click and choose the entry from the context menu that appears.",
    "In the dialog, enter the number and confirm with OK.",
]


def test_duplicates_are_found(duplicates: Duplicates) -> None:
    assert duplicates.add(pair("Insert a footnote", *LONG)) == ""
    assert duplicates.add(pair("insert a FOOTNOTE!", *LONG)) == "duplicate"
    assert duplicates.add(pair("Insert footnote", *LONG)) == "near-duplicate"
    assert duplicates.add(pair("Please insert the footnote", *LONG[:2], "In the dialog enter a number and confirm with OK")) == "near-duplicate"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (pair("Insert a row above", *LONG), pair("Insert a row below", *LONG)),
        (pair("Set the left margin", *LONG), pair("Set the right margin", *LONG)),
        (pair("convert word to pdf"), pair("convert pdf to word")),
        (pair("Insert a footnote", *LONG), pair("Insert a footnote", *LONG, app="spreadsheet")),
        (pair("Insert a footnote", *LONG), pair("Insert a footnote", "Press the key.", "Type the text.")),
        (pair("Set the size to 14", *LONG), pair("Set the size to 16", *LONG)),
        (by_menu("Set a border", "Format - Page"), by_menu("Set a border", "Format - Table")),
    ],
)
def test_other_tasks_are_no_duplicates(duplicates: Duplicates, first: Pair, second: Pair) -> None:
    assert duplicates.add(first) == ""
    assert duplicates.add(second) == ""


def test_only_so_many_pairs_are_held(duplicates: Duplicates) -> None:
    small = Duplicates(most=50)
    made = [pair(f"Do thing number {n} of the list", f"Click button {n} in window {n * 7}.") for n in range(200)]
    assert all(small.add(p) == "" for p in made)
    assert (len(small._signatures), len(small._meant), len(list(small._index.keys))) == (50, 50, 50)
    assert all(not table or len(list(table.keys())) <= 50 for table in small._index.hashtables), "nothing stays of those that left"
    assert small.add(made[0]) == "duplicate", "exact duplicates are found among all"
    assert small.add(pair("Do the thing number 199 of a list", "Click button 199 in window 1393.")) == "near-duplicate"


# ---- all together


def test_missing_packages_are_named_with_the_command(without: Callable[[str], None]) -> None:
    pytest.importorskip("py3langid", reason="needs py3langid (pip install 'lam[data]')")
    without("py3langid")
    with pytest.raises(UserError, match=r"py3langid; install it with: pip install 'lam\[data\]'"):
        Filters(Rules())


def test_without_datasketch_only_exact_duplicates_can_be_found(without: Callable[[str], None]) -> None:
    without("datasketch")
    with pytest.raises(UserError, match=r"datasketch; install it with: pip install 'lam\[data\]'"):
        Filters(Rules(languages=()))
    exact = Filters(Rules(languages=(), similar=1))
    assert [exact.reason(pair("Insert a footnote", "Click Insert.")) for _ in range(2)] == ["", "duplicate"]


@pytest.mark.parametrize("similar", [0.2, 1.5])
def test_similarity_out_of_range_is_said(similar: float) -> None:
    with pytest.raises(UserError, match=r"between 0.5 and 1"):
        Filters(Rules(similar=similar, languages=()))


def stream() -> Iterator[Pair]:
    for n in range(60):
        yield pair(f"Insert picture {n % 20} into the text", f"Click place {n % 20}.", *LONG)
        yield pair(f"weather number {n}", "Look up.", source="wikihow")
        yield pair(f"Insert footnote {n}", *LONG, licence="CC-BY-NC-4.0")
        yield pair(f"Fußnote {n} in den Text einfügen", "Klicken Sie auf die Schaltfläche.")


@pytest.mark.parametrize("stopped", [1, 150])
def test_what_is_kept_does_not_depend_on_where_it_was_stopped(tmp_path: Path, stopped: int) -> None:
    pytest.importorskip("py3langid", reason="needs py3langid (pip install 'lam[data]')")
    pytest.importorskip("datasketch", reason="needs datasketch (pip install 'lam[data]')")
    rules = Rules(licences=("permissive",))
    for until in (stopped, None):
        journal = Journal(tmp_path, "collect")
        filters = Filters(rules, map(from_record, journal.kept()))
        for number, made in enumerate(stream()):
            if number == until:
                break
            if str(number) in journal.done:
                continue
            reason = filters.reason(made)
            journal.record(str(number), [] if reason else [to_record(made)], {reason: 1} if reason else {})
    assert journal.funnel == {
        "items": 240,
        "kept": 20,
        "dropped": {"not about office work": 60, "licence CC-BY-NC-4.0": 60, "language de": 60, "duplicate": 40},
    }
