"""Exact and near-duplicates among all pairs of a collection, in bounded memory.

A pair is a near-duplicate when its task and steps share nearly all their shingles with a pair kept before (MinHash; Broder 1997), and the tasks say
the same, by the same commands: `Insert a row above` and `Insert a row below` have nearly the same steps and are two tasks.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from typing import Any

import numpy as np

from lam.data.packages import needed
from lam.data.pairs import Pair, normal
from lam.errors import UserError

PERMUTATIONS, BANDS, ROWS = 64, 8, 8
"""A pair of similarity 0.85 meets another in one band at least with probability 0.93, one of 0.6 with 0.13."""
SHINGLE = 3
SAME_TASK = 0.8
"""Jaccard similarity of the tasks' words from which on they may say the same."""
MOST = 200_000
"""Pairs that near-duplicates are looked for among; beyond, the oldest leave. Exact duplicates are found among all."""
STOP = "a an the my your i you we me do does did can could how to in on of for is are be it this that please want need way"
EMPTY_WORDS = frozenset(STOP.split())
"""Words that make no other task of a task."""


class Duplicates:
    """What has been kept so far. About 3.3 kB a pair up to `most` pairs, some 80 bytes beyond."""

    def __init__(self, similar: float = 0.85, most: int = MOST) -> None:
        """`similar`: 1 looks for exact duplicates only.

        Raises: UserError when datasketch is missing.
        """
        if not 0.5 <= similar <= 1:
            raise UserError(f"two pairs are near-duplicates from a similarity between 0.5 and 1 on, not {similar:g}")
        self.similar, self.most = similar, most
        self._exact: set[int] = set()
        self._meant: dict[int, bytes] = {}
        self._signatures: dict[int, bytes] = {}
        self._next = self._oldest = 0
        self._index: Any
        self._sketch: Any
        self._index, self._sketch = _open() if similar < 1 else (None, None)

    def add(self, pair: Pair) -> str:
        """`duplicate` or `near-duplicate` of a pair that was added before; else empty, and the pair is remembered."""
        steps = [step.text for step in pair.steps]
        told = "\x1f".join((pair.app, normal(pair.task) or pair.task, *(normal(s) or s for s in steps), "", *_commands(pair)))
        exact = int.from_bytes(hashlib.blake2b(told.encode(), digest_size=8).digest())
        if exact in self._exact:
            return "duplicate"
        if self._index is not None:
            task = _words(pair.task)
            sketch, meant = self._sketch_of(pair.app, task, steps), _meant(pair, task)
            if self._known(sketch, meant):
                return "near-duplicate"
            self._remember(sketch, meant)
        self._exact.add(exact)
        return ""

    def _sketch_of(self, app: str, task: list[str], steps: list[str]) -> Any:
        words = ["^", *task]
        for step in steps:
            words += ["^", *_words(step)]
        shingles = {" ".join((app, *words[i : i + SHINGLE])) for i in range(max(1, len(words) - SHINGLE + 1))}  # another application is another task
        sketch = self._sketch.copy()
        sketch.update_batch([s.encode() for s in shingles])
        return sketch

    def _known(self, sketch: Any, meant: bytes) -> bool:
        mine, words = sketch.hashvalues.astype(np.uint32), np.frombuffer(meant, np.uint32)
        for key in self._index.query(sketch):
            theirs = np.frombuffer(self._meant[key], np.uint32)
            if theirs[0] != words[0] or (np.frombuffer(self._signatures[key], np.uint32) == mine).mean() < self.similar:
                continue
            shared = len(np.intersect1d(theirs[1:], words[1:]))
            if shared >= SAME_TASK * (len(theirs) + len(words) - 2 - shared):
                return True
        return False

    def _remember(self, sketch: Any, meant: bytes) -> None:
        self._index.insert(self._next, sketch, check_duplication=False)
        self._signatures[self._next] = sketch.hashvalues.astype(np.uint32).tobytes()
        self._meant[self._next] = meant
        self._next += 1
        if self._next - self._oldest > self.most:
            self._index.remove(self._oldest)
            del self._signatures[self._oldest], self._meant[self._oldest]
            self._oldest += 1


def _open() -> tuple[Any, Any]:
    with needed("datasketch", "looking for near-duplicates"):
        from datasketch import MinHash, MinHashLSH
    index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, ROWS), hashfunc=lambda band: hashlib.blake2b(band, digest_size=8).digest())
    return index, MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=zlib.crc32)


def _words(text: str) -> list[str]:
    """The words that matter, lower case."""
    words = re.findall(r"\w+", text.lower())
    return [w for w in words if w not in EMPTY_WORDS] or words


def _commands(pair: Pair) -> list[str]:
    """What the steps name of the application."""
    return sorted({ref.command or normal(ref.text) for step in pair.steps for ref in step.refs if ref.kind in ("menu", "command", "key")})


def _meant(pair: Pair, task: list[str]) -> bytes:
    """What the pair is about in 32-bit hashes: of the commands all together, then of each word of the task."""
    words = sorted({zlib.crc32(word.encode()) for word in task})
    return np.array([zlib.crc32("\x1f".join(_commands(pair)).encode()), *words], np.uint32).tobytes()
