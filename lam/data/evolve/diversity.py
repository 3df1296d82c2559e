"""How varied a set of pairs is: distinct n-grams, commands, controls, targets and opening verbs, and the share of near-duplicates."""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np

from lam.data.evolve.checks import SIMILAR, shingles
from lam.data.packages import needed
from lam.data.pairs import Pair, normal

PERMUTATIONS, BANDS, ROWS = 128, 16, 8
"""Two pairs of similarity 0.8 meet in one band at least with probability 0.95; what meets is compared by all permutations."""


class Near:
    """Near-duplicates among all pairs seen: a Jaccard similarity of about 0.8 or more of the three-word shingles of task and steps."""

    def __init__(self, seed: int = 1) -> None:
        """Raises: UserError when datasketch is missing."""
        with needed("datasketch", "looking for near-duplicates"):
            from datasketch import MinHash, MinHashLSH
        self._empty = MinHash(num_perm=PERMUTATIONS, seed=seed, hashfunc=zlib.crc32)
        self._index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, ROWS))
        self._signatures: list[bytes] = []

    def add(self, pair: Pair, always: bool = False) -> bool:
        """Whether it is a near-duplicate of a pair that was added before; if it is not, or `always`, it is remembered."""
        sketch = self._empty.copy()
        sketch.update_batch([s.encode() for s in shingles(pair)])
        mine = sketch.hashvalues.astype(np.uint32)
        near = any((np.frombuffer(self._signatures[k], np.uint32) == mine).mean() >= SIMILAR for k in self._index.query(sketch))
        if always or not near:
            self._index.insert(len(self._signatures), sketch, check_duplication=False)
            self._signatures.append(mine.tobytes())
        return near


class Diversity:
    """Counts as pairs go by; about 3 kB a pair while near-duplicates are looked for."""

    def __init__(self, near_duplicates: bool = True) -> None:
        """Raises: UserError when datasketch is missing and near-duplicates are to be counted."""
        self.grams: dict[int, set[int]] = {1: set(), 2: set(), 3: set()}
        self.seen = dict.fromkeys(self.grams, 0)
        self.verbs: Counter[str] = Counter()
        self.operations: Counter[str] = Counter()
        self.apps: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.commands: set[str] = set()
        self.controls: set[str] = set()
        self.targets: set[str] = set()
        self.pairs = self.near = 0
        self._near = Near(seed=2) if near_duplicates else None

    def add(self, pair: Pair) -> None:
        self.pairs += 1
        words = normal(pair.task).split()
        for n, known in self.grams.items():
            found = [zlib.crc32(" ".join(words[i : i + n]).encode()) for i in range(len(words) - n + 1)]
            known.update(found)
            self.seen[n] += len(found)
        self.verbs[words[0] if words else ""] += 1
        self.operations["+".join(pair.evolution) or "original"] += 1
        self.apps[pair.app] += 1
        self.kinds[pair.kind] += 1
        for step in pair.steps:
            self.commands.update(r.command for r in step.refs if r.command)
            self.controls.update(r.control for r in step.refs if r.control)
            self.targets.update(str(step.params[name]) for name in ("target", "document") if name in step.params)
        if self._near is not None and self._near.add(pair):
            self.near += 1

    def report(self) -> dict[str, Any]:
        total = sum(self.verbs.values()) or 1
        entropy = -sum(n / total * math.log2(n / total) for n in self.verbs.values())
        return {
            "pairs": self.pairs,
            "distinct": {f"{n}-grams": len(known) for n, known in self.grams.items()},
            "distinct per gram": {f"{n}-grams": round(len(known) / max(1, self.seen[n]), 4) for n, known in self.grams.items()},
            "commands": len(self.commands),
            "controls": len(self.controls),
            "targets": len(self.targets),
            "first words": len(self.verbs),
            "entropy of first words, bits": round(entropy, 2),
            "near-duplicates": self.near,
            "near-duplicate share": round(self.near / max(1, self.pairs), 4),
            "apps": dict(self.apps.most_common()),
            "kinds": dict(self.kinds.most_common()),
            "operations": dict(self.operations.most_common(40)),
        }


def measure(pairs: Iterable[Pair]) -> dict[str, Any]:
    """The report on these pairs."""
    found = Diversity()
    for pair in pairs:
        found.add(pair)
    return found.report()
