"""Text documents in memory: a dozen actions through python-docx."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Iterator
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from PIL import ImageColor

from lam.errors import ActionRejected
from lam.types import Element

ALIGNMENT = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
Changed = tuple[str, tuple[str, ...]]


class Document:
    """Actions are methods by their declared names; each gives what was read back and the ids that it touched."""

    actions = frozenset(
        {"format_text", "format_paragraph", "apply_style", "set_heading", "insert_text", "replace_text", "delete"}
        | {"insert_table", "set_table_cells", "find_replace", "set_properties"}
    )

    def __init__(self, stream: io.BytesIO) -> None:
        self.doc = docx.Document(stream)

    def save(self, stream: io.BytesIO) -> None:
        self.doc.save(stream)

    def summary(self) -> str:
        tables = len(self.doc.tables)
        return f"{len(self.doc.paragraphs)} paragraphs" + (f", {tables} table{'s' if tables > 1 else ''}" if tables else "")

    def elements(self) -> list[Element]:
        found, texts = [], 0
        for key, part in self._body():
            if isinstance(part, Table):
                head = " | ".join(cell.text for cell in part.rows[0].cells) if part.rows else ""
                found.append(Element(key, "table", head, f"{len(part.rows)}x{len(part.columns)}"))
                continue
            style = part.style.name if part.style else "Normal"
            role = "bullet 1" if "Bullet" in style else "number 1" if "Number" in style else style
            if not part.text.strip():
                role = "empty"
            elif role in ("Normal", "Body Text"):
                texts += 1
                role = f"Text {texts}"
            found.append(Element(key, role, part.text))
        return found

    def format_text(self, target: str, match: str = "", **wanted: Any) -> Changed:
        known = {"bold", "italic", "underline", "font", "size_pt", "color"}
        if not wanted or wanted.keys() - known:
            raise ActionRejected(f"the office in memory formats only {', '.join(sorted(known))}")
        touched = self._targets(target)
        runs = [run for _, part in touched for run in _runs(part, match)]
        if not runs:
            raise ActionRejected(f"{match!r} does not occur in {target}" if match else f"{target} holds no text")
        for run in runs:
            _format(run, wanted)
        return f"{', '.join(f'{k} {v}' for k, v in wanted.items())}: {runs[0].text[:40]!r}", tuple(key for key, _ in touched)

    def format_paragraph(self, target: str, alignment: str = "", **rest: Any) -> Changed:
        if rest or not alignment:
            raise ActionRejected("the office in memory sets only the alignment of paragraphs")
        touched = self._targets(target)
        for _, part in touched:
            part.alignment = ALIGNMENT[alignment]
        return f"alignment {alignment}", tuple(key for key, _ in touched)

    def apply_style(self, target: str, style: str) -> Changed:
        names = {s.name.lower(): s for s in self.doc.styles if s.type == 1 and s.name}
        if style.lower() not in names:
            raise ActionRejected(f"no paragraph style {style!r}; there are {', '.join(sorted(s.name or '' for s in names.values())[:20])}")
        touched = self._targets(target)
        for _, part in touched:
            part.style = names[style.lower()]
        return f"style {names[style.lower()].name}", tuple(key for key, _ in touched)

    def set_heading(self, target: str, level: int) -> Changed:
        return self.apply_style(target, f"Heading {level}" if level else "Normal")

    def insert_text(self, text: str, target: str = "end", where: str = "after", style: str | None = None) -> Changed:
        lines, paragraphs = text.split("\n"), [part for _, part in self._body() if isinstance(part, Paragraph)]
        if target in ("start", "end"):
            anchor, where = (paragraphs[0], "before") if target == "start" else (paragraphs[-1], "after")
        else:
            anchor = self._targets(target)[-1][1]
        if where.startswith("inside"):
            run = anchor.add_run(text)
            if where == "inside_start":
                anchor._p.insert(1 if anchor._p.pPr is not None else 0, run._r)
            return f"{anchor.text[:60]!r}", (self._key(anchor),)
        fresh: list[Paragraph] = []
        for line in lines:
            added = copy.deepcopy(anchor._p)
            (anchor._p.addprevious if where == "before" else (fresh[-1] if fresh else anchor)._p.addnext)(added)
            fresh.append(Paragraph(added, anchor._parent))
            _set_text(fresh[-1], line)
        if style:
            for part in fresh:
                self.apply_style(self._key(part), style)
        return f"inserted {fresh[0].text[:40]!r}", tuple(self._key(part) for part in fresh)

    def replace_text(self, target: str, text: str) -> Changed:
        touched = self._targets(target)
        _set_text(touched[0][1], text)
        for _, part in touched[1:]:
            _remove(part._p)
        return f"{text[:60]!r}", (touched[0][0],)

    def delete(self, target: str) -> Changed:
        table = next((part for key, part in self._body() if key == target and isinstance(part, Table)), None)
        touched = [(target, table._tbl)] if table is not None else [(key, part._p) for key, part in self._targets(target)]
        for _, node in touched:
            _remove(node)
        return f"deleted {target}", tuple(key for key, _ in touched)

    def insert_table(self, rows: int, columns: int, after: str = "end", data: list[list[Any]] | None = None) -> Changed:
        anchor = [part for _, part in self._body() if isinstance(part, Paragraph)][-1] if after == "end" else self._targets(after)[-1][1]
        table = self.doc.add_table(rows, columns)
        anchor._p.addnext(table._tbl)
        _fill(table, 0, 0, data or [])
        return f"table of {rows} rows and {columns} columns", (self._key(table),)

    def set_table_cells(self, table: str, cell: str, data: list[list[Any]]) -> Changed:
        found = next((part for key, part in self._body() if key == table and isinstance(part, Table)), None)
        if found is None:
            raise ActionRejected(f"there is no table {table!r}")
        column, row = _cell(cell.split(":")[0])
        _fill(found, row, column, data)
        return f"{sum(map(len, data))} cells from {cell}", (f"{table}.{cell}",)

    def find_replace(
        self, find: str, replace: str, target: str = "all", regex: bool = False, match_case: bool = False, whole_words: bool = False
    ) -> Changed:
        pattern = re.compile(
            (rf"\b{re.escape(find)}\b" if whole_words else re.escape(find)) if not regex else find, 0 if match_case else re.IGNORECASE
        )
        touched, count = [], 0
        for key, part in self._targets(target):
            for run in part.runs:
                fresh, hits = pattern.subn(replace if regex else lambda _: replace, run.text)
                if hits:
                    run.text, count = fresh, count + hits
                    touched.append(key)
        if not count:
            raise ActionRejected(f"{find!r} does not occur in {target}")
        return f"{count} replaced", tuple(dict.fromkeys(touched))

    def set_properties(self, **wanted: str) -> Changed:
        for name, value in wanted.items():
            setattr(self.doc.core_properties, name, value)
        return ", ".join(f"{k} {v!r}" for k, v in wanted.items()), ("properties",)

    def _body(self) -> Iterator[tuple[str, Any]]:
        """Paragraphs and tables in document order, with their ids."""
        counts = {"p": 0, "t": 0}
        for part in self.doc.iter_inner_content():
            letter = "t" if isinstance(part, Table) else "p"
            counts[letter] += 1
            yield f"{letter}{counts[letter]}", part

    def _targets(self, target: str) -> list[tuple[str, Paragraph]]:
        parts = dict(self._body())
        paragraphs = [(key, part) for key, part in parts.items() if isinstance(part, Paragraph)]
        if target == "all":
            return paragraphs
        if hit := re.fullmatch(r"(t\d+)\.([A-Z]+\d+)", target):
            table = parts.get(hit[1])
            if isinstance(table, Table):
                column, row = _cell(hit[2])
                return [(target, table.cell(row, column).paragraphs[0])]
        first, _, last = target.partition("-")
        if isinstance(parts.get(first), Paragraph) and (not last or isinstance(parts.get(last), Paragraph)):
            return [(key, part) for key, part in paragraphs if int(first[1:]) <= int(key[1:]) <= int((last or first)[1:])]
        raise ActionRejected(f"there is no paragraph {target!r}; the document has p1 to p{len(paragraphs)}")

    def _key(self, wanted: Any) -> str:
        return next(key for key, part in self._body() if part._element is wanted._element)


def _runs(part: Paragraph, match: str) -> list[Run]:
    """The runs of a paragraph, or those that hold exactly `match`, split off where needed."""
    if not match:
        return list(part.runs)
    found = []
    for run in list(part.runs):
        start = run.text.find(match)
        if start < 0:
            continue
        pieces = [run.text[:start], match, run.text[start + len(match) :]]
        nodes = [run._r, copy.deepcopy(run._r), copy.deepcopy(run._r)]
        run._r.addnext(nodes[1])
        nodes[1].addnext(nodes[2])
        for node, text in zip(nodes, pieces, strict=True):
            Run(node, part).text = text
        found.append(Run(nodes[1], part))
    return found


def _format(run: Run, wanted: dict[str, Any]) -> None:
    for name in ("bold", "italic", "underline"):
        if name in wanted:
            setattr(run, name, wanted[name])
    if "font" in wanted:
        run.font.name = wanted["font"]
    if "size_pt" in wanted:
        run.font.size = Pt(wanted["size_pt"])
    if "color" in wanted:
        try:
            run.font.color.rgb = RGBColor(*ImageColor.getrgb(wanted["color"].replace(" ", ""))[:3])
        except ValueError:
            raise ActionRejected(f"no colour {wanted['color']!r}") from None


def _set_text(part: Paragraph, text: str) -> None:
    if not part.runs:
        part.add_run(text)
        return
    part.runs[0].text = text
    for run in part.runs[1:]:
        _remove(run._r)


def _fill(table: Table, row: int, column: int, data: list[list[Any]]) -> None:
    if data and (row + len(data) > len(table.rows) or column + max(map(len, data)) > len(table.columns)):
        raise ActionRejected(f"the data does not fit: the table has {len(table.rows)} rows and {len(table.columns)} columns")
    for r, values in enumerate(data):
        for c, value in enumerate(values):
            _set_text(table.cell(row + r, column + c).paragraphs[0], "" if value is None else str(value))


def _cell(name: str) -> tuple[int, int]:
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", name).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1, int(digits) - 1


def _remove(node: Any) -> None:
    node.getparent().remove(node)
