"""Evolving pairs: every operation does what it says, the checks catch what is wrong, and the result depends on the seed alone."""

from __future__ import annotations

import json
import random
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from lam.data.evolve import Settings, checks, evolve, joining, occasions, scopes, values, wording
from lam.data.evolve.diversity import Diversity
from lam.data.evolve.teacher import Teacher
from lam.data.journal import Journal
from lam.data.pairs import Pair, PlanStep, Provenance, Ref, from_record, to_record
from lam.data.parallel import Processes
from lam.errors import UserError

HELP = Provenance("libreoffice-help", "swriter/01/page.html#x", "MPL-2.0")


def pair(task: str, *steps: PlanStep, app: str = "document", kind: str = "command", **context: str) -> Pair:
    return Pair(kind, app, task, steps or (PlanStep("Choose Insert > Footnote", "command"),), HELP, "A", context)  # type: ignore[arg-type]


def menu(path: str, command: str) -> PlanStep:
    return PlanStep(f"Choose {path}", "command", (Ref("menu", path, command),))


def control(text: str, label: str, widget: str = "a/b.ui:c") -> PlanStep:
    return PlanStep(text, "control", (Ref("label", label, control=widget),))


BOLD = pair("Make the selected text bold", menu("Format > Text > Bold", ".uno:Bold"))
SIZE = pair("Change the font size", menu("Format > Character", ".uno:FontHeight"))
WIDTH = pair("Specify the width of the line", menu("Format > Line", ".uno:FormatLine"), control("Enter the value in “Width”", "Width"),
             kind="control", label="Width", dialog="Line dialog")  # fmt: skip
NOTES = [
    pair(f"Insert {thing} at the cursor", menu(f"Insert > {thing.title()}", f".uno:Insert{n}"))
    for n, thing in enumerate(("a footnote", "an endnote", "a bookmark", "a field", "a comment", "a page number", "a section", "a date"))
]


def test_rewording_keeps_quotes_and_numbers() -> None:
    task = "Set “Left indent” to 2.5 cm in the options of the numbering"
    for seed in range(60):
        _, told = wording.reword(random.Random(seed), task)
        assert "“Left indent”" in told
        assert "2.5 cm" in told


def test_verbs_are_exchanged_only_before_an_object() -> None:
    assert wording.synonym(random.Random(1), "Insert a footnote") != "Insert a footnote"
    assert wording.synonym(random.Random(1), "Specify whether to print") == "Specify whether to print"


def test_headings_become_sentences() -> None:
    assert wording.plain_case("Moving Cells by Drag-and-Drop in LibreOffice") == "Moving cells by drag-and-drop in LibreOffice"
    assert wording.plain_case("Insert a Table of contents") == "Insert a Table of contents"


def test_condition_replaces_the_selection_by_a_place_and_selects_it_first() -> None:
    scope = scopes.condition(random.Random(3), BOLD)
    assert scope
    made = scopes.with_scope(BOLD, scope, "condition")
    assert made
    assert "selected" not in made.task
    assert scope.target in made.task.lower() or scope.target in made.task
    assert scope.target in made.steps[0].text
    assert made.steps[1:] == BOLD.steps
    assert made.evolution == ("condition",)


@pytest.mark.parametrize("task", ["Set the default language for documents", "Update the installed extensions"])
def test_what_is_about_the_program_gets_no_place_and_no_document(task: str) -> None:
    given = pair(task, menu("Tools > Options", ".uno:OptionsTreeDialog"))
    rng = random.Random(1)
    assert scopes.condition(rng, given) is None
    assert occasions.on_document(rng, given, occasions.occasion(rng, "document")) is None


def test_vaguer_wording_names_what_the_document_speaks_of() -> None:
    scope = scopes.vaguer(random.Random(1), BOLD, ("the budget",))
    assert scope
    assert "the budget" in scope.task


@pytest.mark.parametrize("given", [SIZE, WIDTH], ids=["command", "control"])
def test_value_stands_in_task_and_step(given: Pair) -> None:
    made = values.with_values(random.Random(5), given, None)
    assert made
    step = made.steps[-1]
    assert step.params["value"] in made.task
    assert step.params["value"] in step.text
    assert step.text != given.steps[-1].text


def test_only_what_takes_a_value_gets_one() -> None:
    assert values.with_values(random.Random(5), BOLD, None) is None
    colour = pair("Enter the server name", control("Type it into “Server”", "Server"), kind="control", label="Server")
    assert values.with_values(random.Random(5), colour, None) is None


def test_composition_keeps_all_steps_in_the_order_of_work() -> None:
    bold = pair("Apply a border to the paragraph", menu("Format > Border", ".uno:Border"))
    made = joining.joined(random.Random(1), [bold, NOTES[0]])
    assert [s.text for s in made.steps] == ["Choose Insert > A Footnote", "Choose Format > Border"]
    assert set(made.evolved_from) == {bold.id, NOTES[0].id}


def test_tasks_under_two_licences_are_not_joined() -> None:
    assert joining.fits(NOTES[0], NOTES[1])
    assert not joining.fits(NOTES[0], replace(NOTES[1], provenance=replace(HELP, licence="CC-BY-NC-4.0")))


def test_tasks_of_two_applications_are_not_joined() -> None:
    assert joining.fits(NOTES[0], NOTES[1])
    assert not joining.fits(NOTES[0], pair("Insert a sheet", app="spreadsheet"))


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (pair("Insert the the footnote here"), "broken sentence"),
        (pair("Enter <value> in the field"), "broken sentence"),
        (pair("Insert"), "length"),
        (pair("Write a total into cell B4"), "of another application"),
        (pair("Set the size", PlanStep("Set the size to 12 pt", "control", (), {"value": "12 pt"})), "value not said"),
        (pair("Set the size to 12 pt", PlanStep("Set the size to 12 pt", "control", (), {"value": "12 pt"})), ""),
    ],
)
def test_checks_say_what_is_wrong(made: Pair, reason: str) -> None:
    assert checks.unsound(made) == reason


def test_near_duplicate_of_its_parent_is_known() -> None:
    parent = pair(
        "Insert a small footnote at the place of the cursor in the text, with a number of its own, and go on below the line",
        menu("Insert > Footnote and Endnote > Footnote", ".uno:InsertFootnote"),
    )
    told = [(checks.normal(parent.task), checks.shingles(parent))]
    assert checks.known(parent, told) == "says the same"
    assert checks.known(parent.evolve("rewording", task=parent.task + " there"), told).startswith("near-duplicate")
    assert checks.known(parent.evolve("rewording", task="Could you put in a note below the page?"), told) == ""


def test_diversity_counts_a_copy_as_near_duplicate() -> None:
    pytest.importorskip("datasketch")
    found = Diversity()
    for given in (*NOTES, NOTES[0]):
        found.add(given)
    report = found.report()
    assert report["near-duplicates"] == 1
    assert report["commands"] == len(NOTES)
    assert report["first words"] == 1


def collected(folder: Path) -> Path:
    journal = Journal(folder, "collect", {})
    for given in (*NOTES, BOLD, SIZE, WIDTH):
        journal.record(given.id, [to_record(given)])
    journal.finish()
    return folder


def kept(folder: Path, pairs: Path, workers: int, settings: Settings) -> list[str]:
    journal = Journal(folder, "evolve", {"seed": settings.seed})
    evolve(pairs, journal, settings, Processes(workers))
    return [json.dumps(record) for record in journal.kept()]


def test_result_depends_on_the_seed_and_not_on_workers_or_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("datasketch")
    monkeypatch.setattr("lam.data.evolve.CHUNK", 4)
    pairs = collected(tmp_path / "pairs")
    settings = Settings(seed=3, per_pair=6)
    whole = kept(tmp_path / "a", pairs, 0, settings)
    assert whole == kept(tmp_path / "b", pairs, 2, settings)
    assert whole != kept(tmp_path / "c", pairs, 0, Settings(seed=4, per_pair=6))
    lines = (tmp_path / "a" / "journal.jsonl").read_text().splitlines(keepends=True)
    stopped = tmp_path / "d"
    Journal(stopped, "evolve", {"seed": 3})
    (stopped / "journal.jsonl").write_text(lines[0] + lines[1][:40])
    assert whole == kept(stopped, pairs, 0, settings)


def test_evolved_pairs_are_sound_and_name_their_parents(tmp_path: Path) -> None:
    pytest.importorskip("datasketch")
    made = [from_record(json.loads(line)) for line in kept(tmp_path / "a", collected(tmp_path / "pairs"), 0, Settings())]
    known = {p.id for p in made if not p.evolved_from}
    evolved = [p for p in made if p.evolved_from]
    assert len(known) == len(NOTES) + 3
    assert len(evolved) > 5 * len(known)
    for given in evolved:
        assert set(given.evolved_from) <= known
        assert checks.unsound(given) == ""
        assert given.evolution


class _Model(BaseHTTPRequestHandler):
    """An endpoint that answers what it is told to."""

    answers: list[str]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert body["model"] == "tiny"
        text = self.answers[0] if len(self.answers) == 1 else self.answers.pop(0)
        told: dict[str, Any] = {"id": "1", "object": "chat.completion", "created": 0, "model": "tiny", "choices": [
            {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}]}  # fmt: skip
        reply = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""


@pytest.fixture
def endpoint() -> Iterator[str]:
    pytest.importorskip("openai")
    pytest.importorskip("py3langid")
    server = HTTPServer(("127.0.0.1", 0), _Model)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    thread.join()
    server.server_close()


GOOD = {"task": "Make the first heading bold", "steps": [{"text": "Select the first heading.", "params": {"target": "the first heading"}},
                                                        {"text": "Choose Format > Text > Bold", "keep": 0}]}  # fmt: skip


def test_teacher_pairs_pass_the_same_checks(endpoint: str, tmp_path: Path) -> None:
    pytest.importorskip("datasketch")
    bad = {**GOOD, "steps": GOOD["steps"][:1]}
    unsaid = {**GOOD, "task": "Make something bold"}
    _Model.answers = [json.dumps(bad), "no json at all", json.dumps(unsaid), "Here it is: " + json.dumps(GOOD), json.dumps(GOOD)]
    pairs = tmp_path / "pairs"
    Journal(pairs, "collect", {}).record("x", [to_record(BOLD)])
    journal = Journal(tmp_path / "out", "evolve", {})
    evolve(pairs, journal, Settings(per_pair=4, teacher="openai:tiny", base_url=endpoint), Processes(0))
    made = [from_record(r) for r in journal.kept() if r["evolved_from"]]
    assert [p.task for p in made] == ["Make the first heading bold"]
    assert made[0].steps[1].refs == BOLD.steps[0].refs
    assert made[0].provenance.source == "teacher"
    assert journal.funnel["dropped"]["teacher: no usable answer"] == 1
    assert journal.funnel["dropped"]["value not said"] == 1
    assert journal.funnel["dropped"]["says the same"] == 1


def test_unreachable_teacher_stops_the_stage_with_one_line() -> None:
    pytest.importorskip("openai")
    pytest.importorskip("py3langid")
    teacher = Teacher("openai:tiny", "http://127.0.0.1:9/v1")
    with pytest.raises(UserError, match="cannot be reached"):
        list(teacher.evolved(random.Random(1), BOLD, [], 1, Counter()))


def test_teacher_must_be_named_with_its_kind() -> None:
    with pytest.raises(UserError, match="openai:MODEL"):
        Teacher("tiny")
