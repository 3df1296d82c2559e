"""The reader of intents: what it makes of an instruction, of what was done, and of the two together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lam.actions import actions_for
from lam.types import Action, Decision, Element, Kind, Observation, Outcome, Step
from lam.verdict.checks.intents import misread
from lam.verdict.intents.facts import action_of, facts, in_words
from lam.verdict.intents.features import OTHER, Vocabulary, parts, sequence, tokens
from lam.verdict.intents.reader import Reader, load, save, shipped
from lam.verdict.words import Said

SHEET = (Element("A", "column", "Product", "A2:A9 text"), Element("B", "column", "Price", "B2:B9 number"), Element("C", "column", "Stock", "C2:C9"))
LETTER = (
    Element("p1", "Title", "Plan"),
    Element("p2", "Text 1", "Roses are red."),
    Element("p3", "bullet 1", "Buy soil"),
    Element("p4", "bullet 1", "Dig"),
)
DECK = (Element("s1", "slide title"), Element("s1.1", "title", "Plan"), Element("s2", "slide two_content"), Element("s2.1", "title", "Money"))
SEEN: dict[Kind, tuple[Element, ...]] = {"document": LETTER, "spreadsheet": SHEET, "presentation": DECK}


def step(kind: Kind, action: str, /, **args: Any) -> Step:
    return Step(1, Decision("", Action(action, args)), Outcome(True, "ok"), Observation(kind, "", "", SEEN[kind]))


def done(kind: Kind, action: str, /, **args: Any) -> frozenset[str]:
    return facts([step(kind, action, **args)], actions_for(kind))


# -- facts --------------------------------------------------------------------------------------------------------------


def test_facts_are_the_action_its_choices_and_what_its_place_is() -> None:
    assert done("document", "format_text", target="p1", color="red", bold=True) == {
        *("format_text", "format_text.color", "format_text.bold=True", "format_text@target=heading", "@target=heading")
    }
    assert done("document", "set_list", target="p3-p4", kind="number") >= {"set_list.kind=number", "@target=texts"}
    assert done("presentation", "set_transition", target="all", kind="fade") >= {"@target=all", "set_transition.kind=fade"}
    twice = facts([step("presentation", "delete_slide", slide="s1"), step("presentation", "delete_slide", slide="s2")], actions_for("presentation"))
    assert "delete_slide#several" in twice


def test_what_a_default_says_is_no_fact() -> None:
    assert "insert_table.after" not in done("document", "insert_table", rows=2, columns=2, after="end")


@pytest.mark.parametrize(
    ("range_", "rows", "columns"),
    [
        ("B2:B9", "data", "one"),
        ("A1:C9", "head and data", "all"),
        ("A1:C1", "head", "all"),
        ("A4:C4", "one", "all"),
        ("B3:C5", "a part", "some"),
        ("A11:C11", "below", "all"),
        ("B:B", "all", "one"),
        ("4:4", "one", "all"),
        ("$B$2:$B$9", "data", "one"),
    ],
)
def test_what_a_range_is_in_its_sheet(range_: str, rows: str, columns: str) -> None:
    assert done("spreadsheet", "format_cells", range=range_, bold=True) >= {f"@rows={rows}", f"@columns={columns}"}


def test_rows_do_not_matter_when_columns_are_resized() -> None:
    assert not any(fact.startswith("@rows") for fact in done("spreadsheet", "resize", range="B1:B9", width_cm=3))


def test_facts_in_words() -> None:
    assert action_of("set_page.margin_top_cm") == "set_page"
    assert action_of("@rows=head") == ""
    assert in_words("set_page.margin_top_cm") == "set page with margin top"
    assert in_words("set_list.kind=bullet") == "set list with kind bullet"
    assert in_words("format_cells@rows=head") == "format cells on head (rows)"
    assert in_words("delete_slide#several") == "delete slide several times"


# -- features -----------------------------------------------------------------------------------------------------------


def test_what_belongs_to_one_document_is_masked() -> None:
    found = tokens('Put "Roses" into B2:C9, see https://example.org/x, 3rd row, 12 pt, colour #AA00FF in column D')
    assert found == [
        *("put", "<quote>", "into", "<range>", ",", "see", "<link>", "<nth>", "row", ",", "<number>", "pt", ",", "colour", "<shade>", "in", "column"),
        "<letter>",
    ]


def test_words_are_known_in_spite_of_typing_errors() -> None:
    known = Vocabulary(["paragraph", "bold", "after"]).known
    assert known("paragarph") == "paragraph"
    assert known("bol") == OTHER  # too short to guess
    assert known("zebra") == OTHER


def test_a_sequence_has_the_kind_the_known_tokens_and_the_words_that_were_meant() -> None:
    names, vocabulary = {"make", "bold", "crimson", "<quote>", ","}, Vocabulary(["make", "bold"])
    assert sequence("document", 'maek "Zorb" crimson\'s, quux bold', names, vocabulary) == [
        *("[document]", "make", "<quote>", "crimson", ",", OTHER, "bold"),
    ]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Make the title bold", []),
        ("Make the title bold. Then delete page two", ["Make the title bold", "delete page two"]),
        ("Sort by price, and after that freeze the header", ["Sort by price", "freeze the header"]),
        ('Write "this, and then that" below', []),
    ],
)
def test_parts_are_the_wishes_of_an_instruction(text: str, pieces: list[str]) -> None:
    assert parts(text) == pieces


# -- the reader ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "instruction", "action", "args", "wrong"),
    [
        ("document", "Please make the title bold", "format_text", {"target": "p1", "bold": True}, False),
        ("document", "Please make the title bold", "delete", {"target": "p1"}, True),
        ("document", "Delete the last paragraph", "delete", {"target": "p4"}, False),
        ("document", "Delete the last paragraph", "insert_text", {"text": "x", "target": "p4"}, True),
        ("spreadsheet", "Sort the table by price, highest first", "sort", {"range": "A1:C9", "by": "B", "descending": True}, False),
        ("spreadsheet", "Sort the table by price, highest first", "transpose", {"range": "A1:C9", "to": "E1"}, True),
        ("spreadsheet", "Make the header row bold", "format_cells", {"range": "A1:C1", "bold": True}, False),
        ("spreadsheet", "Make the header row bold", "format_cells", {"range": "B2:B9", "bold": True}, True),
        ("spreadsheet", "Freeze the first row", "delete_rows", {"at": 1}, True),
        ("presentation", "Fade transition for all slides", "set_transition", {"target": "all", "kind": "fade"}, False),
        ("presentation", "Make the background of every slide blue", "format_text", {"target": "all", "color": "blue"}, True),
        ("document", 'Replace "four boats" by "five boats" please', "find_replace", {"find": "four boats", "replace": "five boats"}, False),
        ("presentation", "Delete slide 2. Then show slide numbers in the footer", "delete_slide", {"slide": "s2"}, True),  # half of it
    ],
)
def test_the_shipped_reader_tells_what_goes_with_an_instruction(kind: Kind, instruction: str, action: str, args: dict[str, Any], wrong: bool) -> None:
    assert bool(misread(Said(instruction), kind, [step(kind, action, **args)], actions_for(kind))) == wrong


def test_nothing_is_said_about_actions_that_were_never_learnt() -> None:
    act = step("document", "track_changes", record=True)
    assert misread(Said("Accept all the changes and make the title bold"), "document", [act], actions_for("document")) == ""


def test_actions_that_an_instruction_cannot_mean_are_not_offered() -> None:
    unlikely = shipped().unlikely("spreadsheet", "Please sort the rows by the column Price")
    assert {"conditional_format", "copy_sheet"} <= unlikely
    assert "sort" not in unlikely


def test_arguments_that_an_instruction_cannot_mean_are_not_offered() -> None:
    assert {"size_pt", "bold"} <= shipped().needless("document", "Please underline the second paragraph", "format_text")
    assert "underline" not in shipped().needless("document", "Please underline the second paragraph", "format_text")
    declaration = actions_for("document")["format_text"]
    less = declaration.without({"italic", "target"})
    assert "italic" not in less.schema["properties"]
    assert "target" in less.schema["properties"]  # it cannot be left out
    assert less.validate({"target": "p1", "italic": True})  # it is still understood


def small_reader(width: int = 2) -> Reader:
    rng = np.random.default_rng(1)
    names = {OTHER: 0, "[document]": 1, "bold": 2, "sort": 3, "not": 4}
    kernel = rng.normal(size=(width, 4, 8)).astype(np.float32), rng.normal(size=8).astype(np.float32)
    embedding, weights, half = rng.normal(size=(5, 4)).astype(np.float32), rng.normal(size=(8, 2)).astype(np.float32), np.full(2, 0.5, np.float32)
    return Reader(Vocabulary(["bold", "sort"]), names, ("format_text", "sort"), embedding, (kernel,), weights, half, half)


def test_a_reader_is_the_same_when_read_again(tmp_path: Path) -> None:
    reader = small_reader()
    save(tmp_path / "reader.npz", reader)
    again = load(tmp_path / "reader.npz")
    assert (again.facts, again.names, again.vocabulary.words) == (reader.facts, reader.names, reader.vocabulary.words)
    np.testing.assert_allclose(again.probabilities("document", "bold"), reader.probabilities("document", "bold"), atol=0.05)


def test_the_order_of_words_matters_to_patterns_of_several_words_only() -> None:
    pairs, single = small_reader(), small_reader(width=1)
    assert not np.allclose(pairs.probabilities("document", "not bold sort"), pairs.probabilities("document", "bold not sort"))
    np.testing.assert_allclose(single.probabilities("document", "not bold sort"), single.probabilities("document", "bold not sort"), rtol=1e-6)


def test_a_reader_is_the_network_that_was_trained() -> None:
    torch = pytest.importorskip("torch")
    from lam.training.intents import WIDTHS, Network, exported

    names = {OTHER: 0, "[document]": 1, "bold": 2, "sort": 3}
    network = Network(names, {}, 2).eval()
    kernels = exported(network.kernels)
    assert [len(weights) for weights, _ in kernels] == list(WIDTHS)
    out, nothing = network.out, np.zeros(2, np.float32)
    weights, bias = out.weight.detach().numpy().T, out.bias.detach().numpy()
    reader = Reader(Vocabulary([]), names, ("a", "b"), network.embedding.weight.detach().numpy()[:-1], kernels, weights, bias, nothing)
    with torch.no_grad():
        rows = torch.tensor([[1, 2, 0, 3, 2], [1, 2, 4, 4, 4]])  # the last row of the embedding pads
        wanted = network(rows).sigmoid().numpy()
    np.testing.assert_allclose(reader.probabilities("document", "bold zebra sort bold"), wanted[0], rtol=1e-5)
    np.testing.assert_allclose(reader.probabilities("document", "bold"), wanted[1], rtol=1e-5)
