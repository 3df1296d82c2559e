"""What people type into a search box: wishes in their own words, without a plan. Layouts of MS MARCO and ORCAS, as TSV or Parquet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lam.data.collect.base import Item, Read
from lam.data.collect.reading.files import chunks, lines, need, suffix
from lam.data.filters.relevance import app_of
from lam.data.packages import needed
from lam.data.pairs import Pair, Provenance
from lam.errors import ExitCode, UserError

ROWS = 5_000
"""Rows of an item."""
LICENCES = {"msmarco": "LicenseRef-MSMARCO-NonCommercial", "triples": "LicenseRef-MSMARCO-NonCommercial", "orcas": "LicenseRef-ORCAS-NonCommercial"}
"""Both are for non-commercial research only (https://microsoft.github.io/msmarco/, Terms and Conditions)."""
COLUMNS = {"msmarco": ("qid", "query"), "triples": ("query", "positive", "negative"), "orcas": ("qid", "query", "did", "url")}
"""msmarco: `queries.*.tsv`; triples: `triples.*.tsv`, a query with the passages or ids that answer it and do not; orcas: `orcas.tsv`."""
ALIASES = {"query_id": "qid", "docid": "did", "doc_id": "did", "document_id": "did", "query_text": "query", "text": "query"}
LONGEST = 500
EXTRACTOR = "queries 1"


class Queries:
    """A query log. Rows of one query that follow each other become one pair with its clicks counted."""

    name = "queries"

    def __init__(self, path: Path | None, licence: str = "", layout: str = "") -> None:
        """`layout`: msmarco, triples or orcas; told by the columns when it is not given. Raises: UserError for another one."""
        if layout and layout not in COLUMNS:
            raise UserError(f"no layout {layout!r}; there are {', '.join(COLUMNS)}")
        self.path, self.licence, self.layout = path, licence, layout

    def items(self) -> Iterator[Item]:
        path = need(self.path, self.name)
        counts: Counter[str] = Counter()
        rows = self._parquet(path) if suffix(path) in (".parquet", ".pq") else self._tsv(path, counts)
        yield from chunks(_grouped(rows), path.name, ROWS, counts)

    def read(self, item: Item) -> Read:
        dropped = Counter(item.data["dropped"])
        pairs = []
        for layout, query, clicks, hosts in item.data["rows"]:
            text = " ".join(query.split())
            if not re.search(r"[^\W\d_]", text):
                dropped["query without words"] += 1
                continue
            context = {"layout": layout} | ({"clicks": str(clicks)} if clicks else {}) | ({"hosts": ", ".join(hosts)} if hosts else {})
            provenance = Provenance(self.name, item.key, self.licence or LICENCES[layout], extractor=EXTRACTOR)
            pairs.append(Pair("query", app_of(text), text, (), provenance, context=context))
        return Read(tuple(pairs), dropped)

    def _tsv(self, path: Path, counts: Counter[str]) -> Iterator[tuple[str, str, str, str]]:
        """(layout, key, query, url) of each row."""
        layout = self.layout
        for number, line in enumerate(lines(path, counts)):
            fields = line.rstrip("\r\n").split("\t")
            if number == 0:
                if any(f.strip().lower() in ("qid", "query", "query_id") for f in fields):
                    continue
                layout = layout or _layout_of(path, fields)
            if not line.strip():
                continue
            layout = layout or _layout_of(path, fields)
            if len(fields) != len(COLUMNS[layout]):
                counts["row with another number of columns"] += 1
                continue
            row = dict(zip(COLUMNS[layout], fields, strict=True))
            if len(row["query"]) > LONGEST:
                counts["query too long"] += 1
                continue
            yield layout, row.get("qid", row["query"]), row["query"], row.get("url", "")

    def _parquet(self, path: Path) -> Iterator[tuple[str, str, str, str]]:
        with needed("pyarrow", "reading Parquet"):
            import pyarrow as pa
            import pyarrow.parquet as pq
        try:
            file = pq.ParquetFile(path)
        except pa.ArrowInvalid as error:
            raise UserError(f"{path} is no Parquet file: {str(error).splitlines()[0]}", ExitCode.WRONG_SUFFIX) from error
        names = {ALIASES.get(n.lower(), n.lower()): n for n in reversed(file.schema_arrow.names)}
        if "query" not in names:
            raise UserError(f"{path} has no column query; it has {', '.join(file.schema_arrow.names)}")
        layout = self.layout or ("orcas" if "url" in names or "did" in names else "msmarco")
        wanted = {key: names[key] for key in ("qid", "query", "url") if key in names}
        try:
            for batch in file.iter_batches(batch_size=5_000, columns=list(wanted.values())):
                columns = {key: batch.column(name).to_pylist() for key, name in wanted.items()}
                for number, query in enumerate(columns["query"]):
                    told: dict[str, Any] = {key: column[number] for key, column in columns.items()}
                    yield layout, str(told.get("qid", query)), str(query or "")[:LONGEST], str(told.get("url") or "")
        except (pa.ArrowInvalid, OSError) as error:
            raise UserError(f"{path} is damaged: {str(error).splitlines()[0]}", ExitCode.CORRUPT) from error


def _layout_of(path: Path, fields: list[str]) -> str:
    found = {2: "msmarco", 3: "triples", 4: "orcas"}.get(len(fields))
    if not found:
        wanted = "; ".join(f"{name}: {', '.join(columns)}" for name, columns in COLUMNS.items())
        raise UserError(f"{path} has {len(fields)} columns separated by tabs in its first line; wanted are {wanted}")
    return found


def _grouped(rows: Iterator[tuple[str, str, str, str]]) -> Iterator[tuple[str, str, int, list[str]]]:
    """(layout, query, clicks, hosts): neighbouring rows with one key together; up to five hosts."""
    last, clicks, hosts = ("", "", ""), 0, list[str]()
    for layout, key, query, url in rows:
        if (layout, key, query) != last:
            if last[0]:
                yield last[0], last[2], clicks, hosts
            last, clicks, hosts = (layout, key, query), 0, []
        if url or layout == "orcas":
            clicks += 1
        host = re.sub(r"^\w+://(www\.)?|/.*$", "", url)
        if host and host not in hosts and len(hosts) < 5:
            hosts.append(host)
    if last[0]:
        yield last[0], last[2], clicks, hosts
