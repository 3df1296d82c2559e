"""What a source of task-plan pairs is: it names its items of work in a fixed order, and reads one item at a time.

A new source is a class in a module of this folder and a line in `SOURCES` (`__init__.py`). Its constructor takes the path that the person gave
(`--source html=help/`), then keyword options that are strings (`--source html=help/,licence=MIT,product=GIMP`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from lam.data.pairs import Pair


@dataclass(frozen=True)
class Item:
    """One item of work: a page, a file, a chunk of a dump. Small enough to be read in seconds and to be sent to another process."""

    key: str
    """Names it inside its source, the same in every run: `writer/guide/footnotes.html`, `posts.xml:12`."""
    data: Any = None
    """What can only be had by streaming: the rows of the chunk. Empty where the key says where to read."""


@dataclass(frozen=True)
class Read:
    """What came of an item."""

    pairs: tuple[Pair, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)
    """Why parts of it became no pair: short reasons with counts. A malformed item is a reason here, not an exception."""


class Source(Protocol):
    """Pickled before it is used and opened in each worker: what is large (tables, indices) is loaded at the first `read`."""

    name: str
    """As `--source` and `Provenance.source` have it."""

    def items(self) -> Iterator[Item]:
        """Every item, always in the same order, streamed.

        Raises: UserError when the source is not there, with the command that would get it.
        """

    def read(self, item: Item) -> Read:
        """The pairs of one item; the same whenever it is read."""
