"""Which licences may enter: identifiers, patterns and groups, so that non-commercial and share-alike text stays out of a set that must be free."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase

from lam.data.pairs import Pair
from lam.errors import UserError

GROUPS = {
    "permissive": ("CC0-*", "CC-BY-[0-9]*", "Apache-*", "MIT", "MIT-*", "BSD-*", "0BSD", "ISC", "Unlicense", "PDDL-*", "MPL-*"),
    "share-alike": ("CC-BY-SA-*", "GFDL-*", "GPL-*", "LGPL-*", "AGPL-*", "ODbL-*"),
    "non-commercial": ("CC-BY-NC-*", "*-noncommercial", "*-NonCommercial*"),
}
"""What a word on the command line stands for. MPL is file-level copyleft: text taken from it goes on under it, what is beside it stays free."""
ANY, UNKNOWN = "any", "unknown"


class Licences:
    """A choice of licences."""

    def __init__(self, chosen: Sequence[str]) -> None:
        """`chosen`: identifiers, patterns with `*`, groups, `any` (everything, `unknown` too), `unknown`.

        Raises: UserError for a word that can be no identifier.
        """
        if not chosen:
            raise UserError("no licence is allowed; name some, for example --licences permissive,share-alike")
        for word in chosen:
            if not re.fullmatch(r"[A-Za-z0-9.+*-]+", word):
                raise UserError(f"{word!r} is no licence identifier; groups are {', '.join((ANY, *GROUPS, UNKNOWN))}")
        self._any = ANY in chosen
        self._patterns = [p.lower() for word in chosen for p in GROUPS.get(word.lower(), (word,))]

    def allows(self, licence: str) -> bool:
        """Whether a licence is among them; one that is not known only when `unknown` or `any` was said."""
        name = (licence or UNKNOWN).lower()
        if self._any:
            return True
        if name == UNKNOWN:
            return UNKNOWN in self._patterns
        return any(fnmatchcase(name, pattern) for pattern in self._patterns)

    def reason(self, pair: Pair) -> str:
        """`licence X` when it is not allowed, else empty."""
        licence = pair.provenance.licence or UNKNOWN
        return "" if self.allows(licence) else f"licence {licence}"
