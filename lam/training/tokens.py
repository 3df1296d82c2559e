"""Conversations as token ids. The vocabulary is the one inside the base model's file, so trainer and policy see the same tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

from lam.agent.gguf import Gguf
from lam.agent.prompt import Message, turn

CONTROL = 3
"""Type of a token that stands for itself, such as `<|im_end|>`, in a GGUF vocabulary."""


@dataclass(frozen=True)
class Tokens:
    """One episode as tokens."""

    ids: tuple[int, ...]
    is_answer: tuple[bool, ...]
    """True where the policy speaks: what the loss is taken on."""


def tokenizer(model: Gguf) -> Tokenizer:
    """The byte-level BPE tokenizer of the model's file, which splits numbers into digits as llama.cpp does."""
    words, merges = model.fields["tokenizer.ggml.tokens"], model.fields["tokenizer.ggml.merges"]
    pairs = [tuple(merge.split(" ")) for merge in merges]
    made = Tokenizer(models.BPE(vocab={word: index for index, word in enumerate(words)}, merges=pairs))
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)]
    )
    made.decoder = decoders.ByteLevel()
    kinds = model.fields["tokenizer.ggml.token_type"]
    made.add_special_tokens([AddedToken(word, special=True, normalized=False) for word, kind in zip(words, kinds, strict=True) if kind == CONTROL])
    return made


def encode(made: Tokenizer, conversation: Sequence[Message]) -> Tokens:
    """A conversation in one sequence. Each answer is learnt with the mark that ends it; nothing else is."""
    ids: list[int] = []
    is_answer: list[bool] = []
    for message in conversation:
        opening, body = turn(message)
        for text, learnt in ((opening, False), (body, message["role"] == "assistant")):
            piece = made.encode(text, add_special_tokens=False).ids
            ids += piece
            is_answer += [learnt] * len(piece)
    return Tokens(tuple(ids), tuple(is_answer))
