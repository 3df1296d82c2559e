"""What may enter a collection: one function that says why a pair is left out, in memory that does not grow with the input.

The cheap filters come first, so that of a log with millions of lines only the few that are about office work reach the dear ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lam.data.filters.duplicates import Duplicates
from lam.data.filters.language import Languages
from lam.data.filters.length import length_reason
from lam.data.filters.licences import Licences
from lam.data.filters.relevance import relevance_reason
from lam.data.pairs import Pair


@dataclass(frozen=True)
class Rules:
    """What is asked of a pair. Part of a stage's configuration: it decides the result."""

    licences: tuple[str, ...] = ("any",)
    """Identifiers, patterns (`CC-BY-*`) or groups (`permissive`, `share-alike`, `any`)."""
    languages: tuple[str, ...] = ("en",)
    """Two-letter codes; empty: every language."""
    relevance: float = 3.0
    """Least score of a pair from an open source; 0: everything is relevant."""
    similar: float = 0.85
    """From which Jaccard similarity on two pairs are near-duplicates; 1: only exact ones go."""


class Filters:
    """The filters with what they remember of the pairs that were kept."""

    def __init__(self, rules: Rules, kept: Iterable[Pair] = ()) -> None:
        """`kept`: the pairs of an earlier part of the same collection; the memory of duplicates is built anew from them.

        Raises: UserError for a malformed rule, or when a package is missing, with the command that installs it.
        """
        self.rules = rules
        self._licences = Licences(rules.licences)
        self._languages = Languages(rules.languages) if rules.languages else None
        self._duplicates = Duplicates(rules.similar)
        for pair in kept:
            self._duplicates.add(pair)

    def reason(self, pair: Pair) -> str:
        """Why the pair is left out, in a few words that can be counted; empty when it is kept, and then it is remembered."""
        return (
            self._licences.reason(pair)
            or length_reason(pair)
            or (relevance_reason(pair, self.rules.relevance) if self.rules.relevance else "")
            or (self._languages.reason(pair) if self._languages else "")
            or self._duplicates.add(pair)
        )
