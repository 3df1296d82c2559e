"""Episodes on the same document as one sequence: their common beginning is read once, and each continues on a branch of its own.

The outline of a document is most of an episode's tokens. A tree of four episodes costs half of what four sequences do, with the same gradients.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

import torch
from torch import Tensor

from lam.training.tokens import Tokens

LONGEST = 2048
"""Tokens of a tree at most; a longer group is split."""


@dataclass(frozen=True)
class Tree:
    """Token ids, their positions, their branches (0: the trunk, seen by all), and where the policy speaks."""

    ids: tuple[int, ...]
    positions: tuple[int, ...]
    branches: tuple[int, ...]
    is_answer: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def answers(self) -> int:
        """How many tokens the loss is taken on."""
        return sum(self.is_answer)

    def tensors(self, device: torch.device) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """ids_T, positions_T, sees_TT, wanted_T (where the next token is learnt) and those tokens, targets_N."""
        ids_T = torch.tensor(self.ids, device=device)
        branch_T = torch.tensor(self.branches, device=device)
        answer_T = torch.tensor(self.is_answer, device=device)
        order_T = torch.arange(len(self), device=device)
        sees_TT = (order_T[None] <= order_T[:, None]) & ((branch_T[None] == 0) | (branch_T[None] == branch_T[:, None]))
        wanted_T = torch.cat([answer_T[1:], answer_T.new_zeros(1)])
        return ids_T, torch.tensor(self.positions, device=device), sees_TT, wanted_T, ids_T[answer_T]


def tree(episodes: Sequence[Tokens]) -> Tree:
    """The episodes over their longest common beginning (of which no answer is a part)."""
    pairs = zip(*(zip(e.ids, e.is_answer, strict=True) for e in episodes), strict=False)
    trunk = sum(1 for _ in takewhile(lambda column: len(set(column)) == 1 and not column[0][1], pairs))
    ids, positions, branches, is_answer = list(episodes[0].ids[:trunk]), list(range(trunk)), [0] * trunk, [False] * trunk
    for number, episode in enumerate(episodes, 1):
        ids += episode.ids[trunk:]
        is_answer += episode.is_answer[trunk:]
        positions += range(trunk, len(episode.ids))
        branches += [number] * (len(episode.ids) - trunk)
    return Tree(tuple(ids), tuple(positions), tuple(branches), tuple(is_answer))


def trees(groups: Iterable[Sequence[Tokens]], longest: int = LONGEST) -> list[Tree]:
    """A tree per group, or several where one would be too long; an episode too long by itself is left out."""
    made: list[Tree] = []
    for group in groups:
        fitting = [episode for episode in group if len(episode.ids) <= longest]
        while fitting:
            size = next(n for n in range(len(fitting), 0, -1) if n == 1 or len(tree(fitting[:n])) <= longest)
            made.append(tree(fitting[:size]))
            fitting = fitting[size:]
    return made
