"""Rows on disk: Parquet for those who count, JSON Lines with chat messages for those who train. Streams both ways."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from lam.data.build.rows import Row
from lam.data.packages import needed
from lam.errors import UserError

BATCH = 1000
"""Rows in memory at a time."""


def arrow() -> Any:
    """pyarrow. Raises: UserError naming the command that installs it."""
    with needed("pyarrow", "Parquet"):
        import pyarrow
        import pyarrow.parquet
    return pyarrow


class Writer:
    """Writes `<name>.parquet` and `<name>.jsonl` side by side."""

    def __init__(self, folder: Path, name: str) -> None:
        pa = arrow()
        message = pa.struct([("role", pa.string()), ("content", pa.string())])
        text = [(n, pa.string()) for n in ("instruction", "app", "source", "licence", "family", "document", "phrasing")]
        fields = [("id", pa.string()), ("messages", pa.list_(message)), *text, ("actions", pa.list_(pa.string())), ("way", pa.string())]
        self._schema = pa.schema(fields)
        self._parquet = pa.parquet.ParquetWriter(folder / f"{name}.parquet", self._schema, compression="zstd")
        self._lines = (folder / f"{name}.jsonl").open("w", encoding="utf-8")
        self._rows: list[dict[str, Any]] = []
        self.count = 0

    def add(self, row: Row) -> None:
        record = row.record
        self._lines.write(json.dumps(record, ensure_ascii=False) + "\n")
        self._rows.append(record)
        self.count += 1
        if len(self._rows) == BATCH:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            self._parquet.write_table(arrow().Table.from_pylist(self._rows, self._schema))
            self._rows = []

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            self._flush()
        self._parquet.close()
        self._lines.close()


def read_parquet(path: Path, columns: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
    """The rows of a Parquet file, a batch at a time."""
    pa = arrow()
    try:
        file = pa.parquet.ParquetFile(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise UserError(f"{path} is no Parquet file: {error}") from None
    with file:
        for batch in file.iter_batches(BATCH, columns=list(columns) if columns else None):
            yield from batch.to_pylist()
