"""Whether what was done is what such instructions ask for, by the reader of intents that learnt it from demonstrations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lam.actions import Declaration
from lam.intents.facts import action_of, facts, in_words
from lam.intents.reader import shipped
from lam.types import Kind, Step
from lam.verdict.words import Said


def misread(said: Said, kind: Kind, acts: Sequence[Step], declarations: Mapping[str, Declaration]) -> str:
    """In words, a fact that such an instruction never asks for, or one that it always asks for and that is missing; empty when all fits.

    Nothing is said about actions of which the reader has learnt nothing.
    """
    reader, done = shipped(), facts(acts, declarations)
    if not reader.knows({action for fact in done if (action := action_of(fact))}):
        return ""
    if unasked := reader.unasked(kind, said.text, done):
        return f"such instructions do not ask for {in_words(unasked[0])}"
    if undone := reader.undone(kind, said.text, done):
        return f"such instructions ask for {in_words(undone[0])}, which was not done"
    if left_out := reader.left_out(kind, said.text, done):
        return f"a part of the instruction asks for {in_words(left_out)}, which was not done"
    return ""
