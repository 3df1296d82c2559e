"""The check of the bank of wordings sees what is wrong with a broken bank, and finds the shipped one sound."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from lam.cli.data.check import command
from lam.data import bank
from lam.data.bank import Limits, Wording, alike, check, references, registers, slips
from lam.errors import UserError


def wordings(*texts: str, family: str = "one", section: str = "", split: str = "train") -> list[Wording]:
    return [Wording("document", family, section, text, split) for text in texts]  # type: ignore[arg-type]


def folder(root: Path, **files: str) -> Path:
    (root / "document").mkdir(parents=True)
    for name, text in files.items():
        (root / "document" / f"{name}.txt").write_text(text, encoding="utf-8")
    return root


def sorts(found: list[bank.Pair]) -> list[str]:
    return [pair.sort for pair in found]


def test_same_words_in_another_case_and_punctuation_are_a_duplicate() -> None:
    assert sorts(alike(wordings("Delete {target}, please.", "delete {target} please"))) == ["duplicate"]


def test_signs_of_comparison_are_words() -> None:
    assert alike(wordings("Filter {column} > {value}", "Filter {column} < {value}")) == []


@pytest.mark.parametrize(
    "other", ["Set the size of all {target} to {size}.", "Set the font of {target} to {size}.", "Set the size of {target} to exactly {size}"]
)
def test_long_wordings_one_word_apart_are_near(other: str) -> None:
    assert sorts(alike(wordings("Set the size of {target} to {size}.", other))) == ["near"]


def test_two_words_apart_or_another_section_is_not_near() -> None:
    one = wordings("Set the size of {target} to {size}.")
    assert alike([*one, *wordings("Make the width of {target} be {size}.")]) == []
    assert alike([*one, *wordings("Set the font of {target} to {size}.", section="other")]) == []


def test_short_wordings_may_differ_in_one_word() -> None:
    assert alike(wordings("Delete {target}.", "Remove {target}.")) == []


def test_families_that_sound_alike_are_told_but_are_no_duplicates() -> None:
    assert sorts(alike([*wordings("Delete {row}."), *wordings("Delete {column}.", family="two")])) == ["across"]


def test_a_pair_over_both_splits_leaks() -> None:
    pairs = alike([*wordings("Make {target} bold."), *wordings("make {target} bold", split="test")])
    assert [pair.leaks for pair in pairs] == [True]


@pytest.mark.parametrize(
    ("text", "tone"),
    [
        ("Can you delete {row}?", "question"),
        ("Kindly delete {row}.", "polite"),
        ("I want {row} gone.", "wish"),
        ("{row} should go.", "statement"),
        ("delete {row}", "terse"),
        ("I don't need it any more. Delete {row}.", "chatty"),
        ("Delete the whole of {row} from there", "imperative"),
        ("Remvoe all of {row}.", "typo"),
    ],
)
def test_registers(text: str, tone: str) -> None:
    known = slips([*wordings(*["Remove all of {row} number"] * 8), *wordings(text)])
    assert tone in registers(wordings(text)[0], known)


@pytest.mark.parametrize(
    ("instruction", "kinds"),
    [
        ("Make the second paragraph bold", {"position"}),
        ('Delete the part that starts with "Last week our"', {"content"}),
        ("Center the subtitle", {"role"}),
        ("Delete the row with the highest Amount", {"comparison"}),
        ("Make it bold", set()),
    ],
)
def test_references(instruction: str, kinds: set[str]) -> None:
    assert references(instruction) == kinds


def test_a_broken_bank_fails_for_every_reason(tmp_path: Path) -> None:
    root = folder(
        tmp_path / "bank",
        delete_paragraph="Delete {target}.\ndelete {target}\n## never\nBurn {target} to ashes.\nTear {target} apart, {mood}.\n",
        coined="Set the size of {target} to {size}.\nSet the font of {target} to {size}.\n",
    )
    found = check(root, samples=4)
    told = " / ".join(found["failures"])
    assert "2 families, fewer than 60" in told
    assert "document/coined: 2, document/delete_paragraph: 4" in told
    assert "1 duplicates" in told
    assert "2 wordings of 6 have near-duplicates" in told
    assert "stand in training almost as they are" in told
    assert found["unused"] == ["document/delete_paragraph: mood", "document/delete_paragraph: never"]
    assert len(found["duplicates"]) == len(found["near"]) == 1


def test_a_sound_small_bank_passes_with_lower_limits(tmp_path: Path) -> None:
    root = folder(tmp_path / "bank", coined="Delete {row}.\nTake {row} out.\nCould {row} go?\n")
    assert check(root, Limits(families=1, wordings=3), samples=0)["failures"] == []
    assert check(root, Limits(families=1, wordings=4), samples=0)["failures"] == ["fewer than 4 wordings: document/coined: 3"]


def test_no_wordings_are_said_so(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="holds no wordings"):
        check(tmp_path, samples=0)


def test_the_command_ends_with_one_for_a_broken_bank_and_prints_json(tmp_path: Path) -> None:
    root = folder(tmp_path / "bank", coined="Delete {row}.\ndelete {row}\n")
    result = CliRunner().invoke(command, ["--wordings", str(root), "--samples", "0", "--json"])
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert told["wordings"] == 2
    assert len(told["duplicates"]) == 1
    passed = CliRunner().invoke(command, ["--wordings", str(folder(tmp_path / "b", coined="Delete {row}.\nTake {row} out.\n")), "--samples", "0",
                                          "--min-families", "1", "--min-wordings", "2"])  # fmt: skip
    assert passed.exit_code == 0, passed.output
    assert "all thresholds hold" in passed.output


def test_the_shipped_bank_is_sound() -> None:
    found = check(samples=0)
    assert found["failures"] == []
    assert found["families"] >= 60
    assert min(row["wordings"] for row in found["rows"]) >= 60
    assert all(found["registers"][tone] >= 30 for tone in bank.REGISTERS)
    assert all(families >= 20 for families, _ in found["kinds"].values())
