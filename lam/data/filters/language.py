"""In which language a pair is written. Short imperatives are hard to tell apart (`Delete Row`), so they get the benefit of the doubt.

Measured on 800 headings of two to nine words from the installed help, of which 17 are lost (`User Data`, `Top 10`: hardly tasks), and on 101 short
tasks in 22 other languages, of which none gets in; `tests/test_filters.py` holds a part. By itself the identifier loses 183 of the 800.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from lam.data.packages import needed
from lam.data.pairs import Pair
from lam.errors import UserError

CODES = "en de fr es pt it nl sv da no fi pl cs hu ro tr id vi ru uk el zh ja ko ar he hi"
COMMON = CODES.split()
"""The languages that are told apart. Asked about all of its ninety, the identifier takes an English heading of three words for Pidgin or Latin."""
SURE, POSSIBLE = 0.2, 0.01
"""Least probability by itself, and beside a word that only English has."""
ENOUGH = 400
"""Characters that are looked at."""
ENGLISH_WORDS = """above add all an and any apply are as average below between border borders break breaks bulleted by can cell cells change
    changing chart charts check choose click close column columns copy create creating cut default delete display down drop
    duplicates each edit editing enable enter file find footnote footnotes freeze from heading headings hidden hide how
    insert inserting into is it keep link lock lookup make merge move new not of off on one open or out page percentage
    picture pictures pivot print remove removing rename replace row rows save select selected set shape shapes shortcut show
    sort spacing spell split spreadsheet that the their thesaurus this to transpose turn two unhide unlock use using view
    what when where which with without words wrap you your"""
ENGLISH = frozenset(ENGLISH_WORDS.split())
"""Words of tasks that the other languages do not share (or hardly ever write)."""


class Languages:
    """The languages to keep."""

    def __init__(self, wanted: Sequence[str]) -> None:
        """Raises: UserError for a code that is unknown, or when py3langid is missing."""
        unknown = [code for code in wanted if code not in COMMON]
        if unknown:
            raise UserError(f"no language {unknown[0]!r}; there are {', '.join(sorted(COMMON))}")
        self.wanted = tuple(wanted)
        self._identifier  # noqa: B018  a missing package is said before the work begins

    @cached_property
    def _identifier(self) -> Any:
        with needed("py3langid", "the language filter"):
            from py3langid import langid
        identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
        identifier.set_languages(COMMON)
        return identifier

    def language(self, text: str) -> str:
        """The likeliest language; English where it is possible and the words say so."""
        text = text[:ENOUGH].lower()
        ranked = self._identifier.rank(text)
        english = next(float(p) for code, p in ranked if code == "en")
        if english >= SURE or (english >= POSSIBLE and ENGLISH & set(re.findall(r"[^\W\d_]+", text))):
            return "en"
        first: str = next(code for code, _ in ranked if code != "en")
        return first

    def reason(self, pair: Pair) -> str:
        """`language xx` when it is none of the wanted ones, else empty."""
        found = self.language(" ".join((pair.task, *(step.text for step in pair.steps))))
        return "" if found in self.wanted else f"language {found}"
