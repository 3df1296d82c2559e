"""Importers of other sources: what they make of good files, of damaged ones, and of files too large to hold."""

from __future__ import annotations

import builtins
import gc
import gzip
import json
import logging
import os
import resource
import subprocess
import sys
import tarfile
import textwrap
import tracemalloc
import zipfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from lam.data.collect import stackexchange
from lam.data.collect.base import Source
from lam.data.collect.html import Pages
from lam.data.collect.queries import Queries
from lam.data.collect.reading import files
from lam.data.collect.stackexchange import StackExchange
from lam.data.collect.wikihow import WikiHow
from lam.data.journal import Journal
from lam.data.pairs import Pair, from_record, to_record
from lam.errors import UserError

FILES = Path(__file__).parent / "fixtures" / "importers"


def collect(source: Source) -> tuple[list[Pair], Counter[str]]:
    pairs: list[Pair] = []
    dropped: Counter[str] = Counter()
    for item in source.items():
        read = source.read(item)
        pairs += read.pairs
        dropped.update(read.dropped)
    return pairs, dropped


def by_task(pairs: Iterable[Pair]) -> dict[str, Pair]:
    return {pair.task: pair for pair in pairs}


def texts(pair: Pair) -> list[str]:
    return [step.text for step in pair.steps]


def refs(pair: Pair, step: int) -> list[tuple[str, str]]:
    return [(ref.kind, ref.text) for ref in pair.steps[step].refs]


# ---- HTML and Markdown


def test_numbered_lists_under_headings_become_procedures() -> None:
    pairs, dropped = collect(Pages(FILES / "help", product="Quill Writer"))
    found = by_task(pairs)
    note = found["Insert a footnote"]
    assert texts(note) == [
        "Click where the mark is to stand.",
        "Choose Insert > Footnote: Press Ctrl+Alt+F",
        "In the dialog, select Automatic and click OK.",
        "Type the text of the note.",
    ]
    assert ("menu", "Insert - Footnote") in refs(note, 1)
    assert ("key", "Ctrl+Alt+F") in refs(note, 1)
    assert refs(note, 2) == [("label", "Automatic"), ("label", "OK")]
    assert note.kind == "howto"
    assert note.context == {"page": "Working with footnotes", "section": "Inserting a footnote", "product": "Quill Writer"}
    assert note.provenance.path == "footnotes.html#0"
    assert texts(found["Restart the numbers on each page"]) == ["Choose Tools - Footnotes.", "Select Per page.", "Click OK."]
    assert ("menu", "Tools - Footnotes") in refs(found["Restart the numbers on each page"], 0)
    assert dropped["heading is no task"] == 1
    assert not any("nothing" in text for pair in pairs for text in texts(pair)), "scripts and code are no steps"


def test_definition_lists_become_commands_and_shortcuts() -> None:
    found = by_task(collect(Pages(FILES / "help"))[0])
    assert (found["Insert a caption below the picture"].kind, texts(found["Insert a caption below the picture"])) == (
        "command",
        ["Choose Insert - Caption"],
    )
    assert (found["Create a note"].kind, texts(found["Create a note"])) == ("shortcut", ["Press Ctrl+Shift+N"])
    assert found["Change the name of the sheet"].steps[0].refs[0].text == "Sheet - Rename"


def test_markdown_reads_like_html() -> None:
    found = by_task(collect(Pages(FILES / "help", licence="MIT"))[0])
    assert texts(found["Create a chart"]) == [
        "Select the cells with the data.",
        "Go to Insert > Chart. The assistant opens.",
        "Choose Pie and press Enter.",
    ]
    assert ("menu", "Insert - Chart") in refs(found["Create a chart"], 1)
    assert ("key", "Enter") in refs(found["Create a chart"], 2)
    assert texts(found["Delete a chart"]) == ["Click the chart.", "Press Delete."]
    assert found["Create a chart"].context["page"] == "Charts"


def test_licence_is_the_given_one_else_the_pages_own_else_unknown(caplog: pytest.LogCaptureFixture) -> None:
    assert {p.provenance.licence for p in collect(Pages(FILES / "help", licence="MIT"))[0]} == {"MIT"}
    with caplog.at_level(logging.WARNING):
        found = by_task(collect(Pages(FILES / "help"))[0])
    assert found["Insert a footnote"].provenance.licence == "CC-BY-SA-4.0"
    assert found["Create a chart"].provenance.licence == "unknown"
    assert "no licence was given" in caplog.text


@pytest.mark.parametrize("name", ["help.zip", "help.tar.gz"])
def test_archive_gives_what_the_folder_gives(tmp_path: Path, name: str) -> None:
    if name.endswith("zip"):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for page in (FILES / "help").iterdir():
                archive.write(page, page.name)
    else:
        with tarfile.open(tmp_path / name, "w:gz") as archive_:
            for page in sorted((FILES / "help").iterdir()):
                archive_.add(page, page.name)
    packed, _ = collect(Pages(tmp_path / name, licence="MIT"))
    assert {p.id for p in packed} == {p.id for p in collect(Pages(FILES / "help", licence="MIT"))[0]}


LIST = "<h1>Insert a table</h1><ol><li>Click Insert.</li><li>Select Table naïve.</li></ol>"


@pytest.mark.parametrize(
    ("data", "steps", "reason"),
    [
        ("<h1>Insert a table<ol><li>Click Insert.<li>Select Table", ["Click Insert.", "Select Table"], ""),
        (
            "</div></ol><p><h2>Insert a table</h1><ol><b><li>Click Insert.</b><li>Select <i>Table</ol></html></html>",
            ["Click Insert.", "Select Table"],
            "",
        ),
        ('<?xml version="1.0" encoding="utf-8"?>' + LIST, ["Click Insert.", "Select Table naïve."], ""),
        (LIST.encode("utf-16"), ["Click Insert.", "Select Table naïve."], ""),
        (LIST.encode("utf-16-le"), ["Click Insert.", "Select Table naïve."], ""),
        (LIST.encode("latin-1"), ["Click Insert.", "Select Table naïve."], files.GUESSED),
        (b'<meta charset="iso-8859-1">' + LIST.encode("latin-1"), ["Click Insert.", "Select Table naïve."], ""),
        (LIST.replace("ï", "").encode() + b"\xff\xfe\x81", ["Click Insert.", "Select Table nave."], files.GUESSED),
        ("<div>" * 5000 + LIST, None, ""),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", [], ""),
        ("", [], "empty page"),
        ("   \n", [], "empty page"),
        ("<!-- never closed " + LIST, None, ""),
    ],
)
def test_damaged_pages_are_read_as_far_as_they_go(tmp_path: Path, data: str | bytes, steps: list[str] | None, reason: str) -> None:
    (tmp_path / "page.html").write_bytes(data if isinstance(data, bytes) else data.encode())
    pairs, dropped = collect(Pages(tmp_path))
    if steps is not None:
        assert [texts(p) for p in pairs] == ([steps] if steps else [])
    assert dropped[reason] == bool(reason)


def test_page_larger_than_the_limit_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lam.data.collect.html.LARGEST", 50)
    (tmp_path / "page.html").write_text(LIST)
    assert collect(Pages(tmp_path)) == ([], Counter({"page too large": 1}))


# ---- WikiHow


def test_rows_of_wikihow_become_articles() -> None:
    pairs, dropped = collect(WikiHow(FILES / "wikihowAll.csv"))
    assert [(p.task, texts(p)) for p in pairs] == [
        ("Insert Rows in Excel", ["Open the spreadsheet in Excel.", "Click the row number.", "Right-click and select Insert."]),
        ("Bake a Cake", ["Preheat the oven.", "Mix the flour."]),
    ]
    assert len({p.provenance.page for p in pairs}) == 2, "an article is a page"
    assert pairs[0].app == "spreadsheet"
    assert {p.provenance.licence for p in pairs} == {"CC-BY-NC-SA-3.0"}
    assert dropped == {"article without steps": 1}


def test_goals_and_steps_of_json_become_articles_one_for_each_method() -> None:
    pairs, dropped = collect(WikiHow(FILES / "goals.json"))
    assert [(p.task, p.context.get("section"), texts(p)) for p in pairs] == [
        ("Add a Header in Word", "On a desktop", ["Open the document in Word.", "Click Insert & then Header."]),
        ("Add a Header in Word", "On a phone", ["Tap the screen.", 'Tap "Header".']),
        ("Sort a list in Word", None, ["Select the list.", "Click Sort."]),
    ]
    assert dropped == {"article without steps": 1}


def test_separate_rows_of_one_method_become_one_article(tmp_path: Path) -> None:
    rows = ["overview,headline,text,sectionLabel,title", "o,Open Excel.,t,Rows,How to Insert Rows", "o,Click Insert.,t,Rows,How to Insert Rows"]
    (tmp_path / "wikihowSep.csv").write_text("\n".join([*rows, "o,Click Columns.,t,Columns,How to Insert Rows"]))
    pairs, _ = collect(WikiHow(tmp_path / "wikihowSep.csv"))
    assert [(p.context["section"], texts(p)) for p in pairs] == [("Rows", ["Open Excel.", "Click Insert."]), ("Columns", ["Click Columns."])]


ROW = '"\nClick it.,\nPress it.","How to Use It","x"\n'


@pytest.mark.parametrize(
    ("body", "articles", "reason", "count"),
    [
        (ROW + '"only one field"\n' + ROW, 2, "malformed CSV row", 1),
        (ROW + '"never closed, "How to X","' + "y" * 1_100_000 + "\n" + ROW * 3, 1, "malformed CSV row", None),
        (ROW.replace("x", "y" * 900_000) + ROW, 2, "", 0),
        (ROW + "\n\n" + ROW, 2, "", 0),
        (ROW + "a,b,c,d,e\n", 1, "malformed CSV row", 1),
        (ROW.replace("it", "\0it"), 1, "", 0),
    ],
)
def test_broken_rows_are_counted_and_the_others_read(tmp_path: Path, body: str, articles: int, reason: str, count: int | None) -> None:
    (tmp_path / "w.csv").write_text("headline,title,text\n" + body)
    pairs, dropped = collect(WikiHow(tmp_path / "w.csv"))
    assert len(pairs) >= articles
    assert dropped[reason] == count if count is not None else dropped[reason] > 0


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_csv_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "w.csv").write_bytes(("headline,title,text\n" + ROW.replace("Use It", "Use the Café")).encode(encoding))
    pairs, dropped = collect(WikiHow(tmp_path / "w.csv"))
    assert [p.task for p in pairs] == ["Use the Café"]
    assert dropped == ({files.GUESSED: 1} if encoding == "latin-1" else {})


GOAL = json.dumps({"title": "How to Use It", "steps": ["Click it {once}.", 'Say "}".', "Back\\slash"]})


@pytest.mark.parametrize(
    ("data", "articles", "malformed"),
    [
        (GOAL, 1, 0),
        (f"{GOAL}\n{GOAL}\n", 2, 0),
        (f"[{GOAL},{GOAL}]", 2, 0),
        (json.dumps([json.loads(GOAL)] * 3, indent=0), 3, 0),
        (f"{GOAL}\n{GOAL[:40]}\n{GOAL}\n", 2, 1),
        (f"{GOAL}\n" + GOAL.replace('"Back', "Back") + f"\n{GOAL}\n", 2, 1),
        (f"[{GOAL},{GOAL[:-5]}", 1, 1),
        ("no json at all", 0, 0),
        ('[1, 2, "x"]', 0, 0),
        ('{"a":' * 5000, 0, 1),
        (f'{GOAL}\n{{"title": 3, "steps": [1, null]}}\n', 1, 0),
        (GOAL.encode("utf-16"), 1, 0),
    ],
)
def test_json_however_it_is_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: str | bytes, articles: int, malformed: int) -> None:
    (tmp_path / "w.json").write_bytes(data if isinstance(data, bytes) else data.encode())
    for piece in (files.PIECE, 7, 64):
        monkeypatch.setattr(files, "PIECE", piece)
        pairs, dropped = collect(WikiHow(tmp_path / "w.json"))
        assert len(pairs) == articles, piece
        assert dropped["malformed JSON"] == malformed, piece
        assert all(texts(p) == ["Click it {once}.", 'Say "}".', "Back\\slash"] for p in pairs)


def test_object_longer_than_the_limit_is_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LONGEST", 2000)
    monkeypatch.setattr(files, "PIECE", 500)
    (tmp_path / "w.jsonl").write_text(json.dumps({"title": "x" * 5000, "steps": ["y"]}) + "\n" + GOAL + "\n")
    pairs, dropped = collect(WikiHow(tmp_path / "w.jsonl"))
    assert (len(pairs), dropped["object too long"]) == (1, 1)


# ---- search queries


def test_layouts_of_query_logs_are_told_by_their_columns(tmp_path: Path) -> None:
    plain, _ = collect(Queries(FILES / "queries.tsv"))
    assert (plain[0].kind, plain[0].task, plain[0].steps, plain[0].app) == ("query", "how to freeze a row in excel", (), "spreadsheet")
    assert {p.provenance.licence for p in plain} == {"LicenseRef-MSMARCO-NonCommercial"}
    clicks, _ = collect(Queries(FILES / "orcas.tsv"))
    assert [(p.task, p.context) for p in clicks] == [
        ("pivot table excel", {"layout": "orcas", "clicks": "2", "hosts": "example.org, docs.example.com"}),
        ("mail merge", {"layout": "orcas", "clicks": "1", "hosts": "example.org"}),
    ]
    (tmp_path / "triples.tsv").write_text("sort a column\t7\t8\nsort a column\t7\t9\nbold text\t1\t2\n")
    assert [p.task for p in collect(Queries(tmp_path / "triples.tsv"))[0]] == ["sort a column", "bold text"]
    assert {p.provenance.licence for p in collect(Queries(FILES / "queries.tsv", licence="CC0-1.0"))[0]} == {"CC0-1.0"}


@pytest.mark.parametrize("columns", [("qid", "query"), ("query_id", "query", "url"), ("query",)])
def test_parquet_reads_like_tsv(tmp_path: Path, columns: tuple[str, ...]) -> None:
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow (pip install 'lam[data]')")
    import pyarrow.parquet as pq

    values = {"qid": [1, 2, 3], "query_id": [1, 1, 2], "query": ["freeze a row", "freeze a row", "mail merge"], "url": ["http://a.b/c", None, "x"]}
    pq.write_table(pa.table({name: values[name] for name in columns}), tmp_path / "q.parquet")
    pairs, _ = collect(Queries(tmp_path / "q.parquet"))
    assert [p.task for p in pairs] == ["freeze a row", "freeze a row", "mail merge"][1 if columns[0] != "qid" else 0 :]
    assert (pairs[0].context.get("clicks") == "2") == ("url" in columns)


@pytest.mark.parametrize(
    ("data", "tasks", "reason"),
    [
        (b"1\tsum a column\n2\n3\tbold text\n", ["sum a column", "bold text"], "row with another number of columns"),
        (b"1\tsum a column\n2\t\xe9dit text\n", ["sum a column", "édit text"], files.GUESSED),
        ("1\tsum a column\n2\tbold text\n".encode("utf-16"), ["sum a column", "bold text"], ""),
        (b"qid\tquery\n1\tsum a column\n", ["sum a column"], ""),
        (b"1\tsum a column\n2\t" + b"x" * 9000 + b"\n", ["sum a column"], "query too long"),
        (b"1\tsum a column\n2\t4711\n", ["sum a column"], "query without words"),
        (b"1\tsum a column\r\n2\tbold text", ["sum a column", "bold text"], ""),
    ],
)
def test_damaged_query_logs(tmp_path: Path, data: bytes, tasks: list[str], reason: str) -> None:
    (tmp_path / "q.tsv").write_bytes(data)
    pairs, dropped = collect(Queries(tmp_path / "q.tsv"))
    assert [p.task for p in pairs] == tasks
    assert dropped == ({reason: 1} if reason else {})


def test_line_without_an_end_does_not_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LONGEST", 1000)
    (tmp_path / "q.tsv").write_bytes(b"1\tsum a column\n2\t" + b"x" * 10_500 + b"\n3\tbold text\n")
    pairs, dropped = collect(Queries(tmp_path / "q.tsv"))
    assert ([p.task for p in pairs], dropped) == (["sum a column", "bold text"], {"line too long": 1})


def test_compressed_file_that_breaks_off_gives_what_is_there(tmp_path: Path) -> None:
    whole = gzip.compress("".join(f"{n}\tsort column {n}\n" for n in range(20_000)).encode())
    (tmp_path / "q.tsv.gz").write_bytes(whole[: len(whole) // 2])
    pairs, dropped = collect(Queries(tmp_path / "q.tsv.gz"))
    assert 1000 < len(pairs) < 20_000
    assert dropped["the file breaks off"] == 1


# ---- StackExchange


def test_questions_come_with_their_accepted_or_best_answers() -> None:
    pairs, dropped = collect(StackExchange(FILES / "Posts.xml", site="superuser.com"))
    freeze, links = pairs
    assert (freeze.task, texts(freeze)) == (
        "Freeze the first row in LibreOffice Calc",
        ["Click a cell in row 2.", "Choose View > Freeze Cells > Freeze First Row."],
    )
    assert (freeze.app, freeze.provenance.licence, freeze.provenance.path) == ("spreadsheet", "CC-BY-SA-3.0", "Posts.xml/1#4")
    assert len({pair.provenance.page for pair in pairs}) == 2, "a question is a page"
    assert freeze.context["tags"] == "libreoffice-calc spreadsheet"
    assert texts(links) == ["Press Ctrl+A to select everything.", "Then press Ctrl+Shift+F9."]
    assert links.provenance.licence == "CC-BY-SA-4.0"
    assert dropped == {"question without answer": 1}


@pytest.mark.parametrize(
    ("change", "pairs", "reason"),
    [
        (lambda s: s[: s.index('<row Id="5"') + 60], 1, "malformed XML"),
        (lambda s: s.replace("</posts>", ""), 2, "malformed XML"),
        (lambda s: s.replace('ParentId="5"', ""), 1, "post without its fields"),
        (lambda s: s.replace('Title="Remove all', 'Title="Remove \x01 all'), None, "malformed XML"),
    ],
)
def test_damaged_posts_are_counted_and_the_others_read(tmp_path: Path, change: Any, pairs: int | None, reason: str) -> None:
    (tmp_path / "Posts.xml").write_text(change((FILES / "Posts.xml").read_text()))
    found, dropped = collect(StackExchange(tmp_path))
    assert len(found) == pairs if pairs is not None else found
    assert dropped[reason] == 1


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_posts_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    text = (FILES / "Posts.xml").read_text().replace("utf-8", encoding).replace("first row", "naïve row")
    (tmp_path / "Posts.xml").write_bytes(text.encode(encoding))
    assert collect(StackExchange(tmp_path))[0][0].task == "Freeze the naïve row in LibreOffice Calc"


def test_bytes_that_are_no_characters_do_not_stop_the_posts(tmp_path: Path) -> None:
    data = (FILES / "Posts.xml").read_bytes().replace(b"first row", b"na\xefve \xff row")
    (tmp_path / "Posts.xml").write_bytes(data)
    pairs, dropped = collect(StackExchange(tmp_path))
    assert len(pairs) == 2
    assert dropped["malformed XML"] == 1


def test_entities_of_a_dump_are_not_expanded(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    text = (FILES / "Posts.xml").read_text().replace("<posts>", f'<!DOCTYPE posts [<!ENTITY x SYSTEM "{tmp_path}/secret">]><posts>&x;')
    (tmp_path / "Posts.xml").write_text(text)
    assert len(collect(StackExchange(tmp_path))[0]) == 2


# ---- what is no source at all


SOURCES = {"html": Pages, "wikihow": WikiHow, "queries": Queries, "stackexchange": StackExchange}


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize(
    ("path", "said"), [(None, "needs a path"), ("missing", "no such file"), ("empty.xml", "is empty"), ("x.7z", "unpack it first")]
)
def test_path_that_cannot_be_read_is_said(tmp_path: Path, name: str, path: str | None, said: str) -> None:
    (tmp_path / "empty.xml").touch()
    (tmp_path / "x.7z").write_text("7z")
    with pytest.raises(UserError, match=said):
        list(SOURCES[name](tmp_path / path if path else None).items())


@pytest.mark.parametrize(
    ("source", "name", "data", "said"),
    [
        (Pages, "", None, "holds no pages"),
        (Pages, "x.zip", b"PK no archive", "no archive"),
        (Pages, "x.tar.gz", b"no archive", "no archive"),
        (WikiHow, "", None, "holds no .json"),
        (WikiHow, "x.csv", b"a,b\n1,2\n", "no column headline, title, text; its first line has a, b"),
        (WikiHow, "x.txt", b"x", "neither .csv nor"),
        (WikiHow, "x.json.gz", b"no gzip", "not what its name says"),
        (Queries, "", None, "is a folder"),
        (Queries, "x.tsv", b"one column\n", "1 columns .* msmarco: qid, query"),
        (Queries, "x.parquet", b"no parquet at all", "no Parquet file"),
        (StackExchange, "", None, "no such file"),
        (StackExchange, "x.xml", b"<users><row/></users>", "not posts"),
        (StackExchange, "x.xml", b"no xml", "no XML file"),
    ],
)
def test_file_of_another_kind_is_said(tmp_path: Path, source: type[Any], name: str, data: bytes | None, said: str) -> None:
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow", reason="needs pyarrow (pip install 'lam[data]')")
    if data:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(UserError, match=said):
        list(source(tmp_path / name).items())


def test_parquet_without_the_column_is_said_and_so_is_a_broken_one(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow (pip install 'lam[data]')")
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"question": ["x"]}), tmp_path / "q.parquet")
    with pytest.raises(UserError, match="no column query; it has question"):
        list(Queries(tmp_path / "q.parquet").items())
    pq.write_table(pa.table({"query": [f"sort {n}" for n in range(9000)]}), tmp_path / "q.parquet")
    data = bytearray((tmp_path / "q.parquet").read_bytes())
    data[10:4000] = b"\xff" * 3990
    (tmp_path / "q.parquet").write_bytes(data)
    with pytest.raises(UserError, match="damaged"):
        list(Queries(tmp_path / "q.parquet").items())


def test_missing_pyarrow_is_named_with_the_command_that_installs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *more: Any, **others: Any) -> Any:
        if name.split(".")[0] == "pyarrow":
            raise ImportError(name)
        return real(name, *more, **others)

    monkeypatch.setattr(builtins, "__import__", without)
    (tmp_path / "q.parquet").write_bytes(b"PAR1")
    with pytest.raises(UserError, match=r"pip install 'lam\[data\]'"):
        list(Queries(tmp_path / "q.parquet").items())


@pytest.mark.parametrize("make", [lambda: Queries(None, layout="bing"), lambda: Pages(None, app="writer")])
def test_unknown_option_is_said(make: Any) -> None:
    with pytest.raises(UserError, match="there are"):
        make()


# ---- memory and disk


def large(folder: Path, kind: str, megabytes: float) -> Source:
    """A dump of about this size."""
    pad = "lorem ipsum " * 60
    size = int(megabytes * 1_000_000)
    if kind == "queries":
        with (folder / "q.tsv").open("w") as file:
            for number in range(size // 45):
                file.write(f"{number}\thow to sort column {number} in excel and more\n")
        return Queries(folder / "q.tsv")
    if kind == "csv":
        with (folder / "w.csv").open("w") as file:
            file.write("headline,title,text\n")
            for number in range(size // 800):
                file.write(f'"\nClick {number}.,\nPress it.","How to Use {number}","{pad}"\n')
        return WikiHow(folder / "w.csv")
    if kind == "json":
        with (folder / "w.json").open("w") as file:
            file.write("[")
            for number in range(size // 800):
                file.write(("," if number else "") + json.dumps({"title": f"How to Use {number}", "steps": [f"Click {number}.", pad]}))
            file.write("]")
        return WikiHow(folder / "w.json")
    with (folder / "Posts.xml").open("w") as file:
        file.write("<posts>\n")
        for number in range(size // 2000):
            ids = (2 * number + 1, 2 * number + 2)
            file.write(f'<row Id="{ids[0]}" PostTypeId="1" CreationDate="2020-01-01" Title="Sort {number}" Tags="" Body="{pad}" />\n')
            body = f"&lt;ol&gt;&lt;li&gt;Click {number}.&lt;/li&gt;&lt;li&gt;Press it.&lt;/li&gt;&lt;/ol&gt;{pad}"
            file.write(f'<row Id="{ids[1]}" PostTypeId="2" ParentId="{ids[0]}" CreationDate="2020-01-01" Score="1" Body="{body}" />\n')
        file.write("</posts>")
    return StackExchange(folder / "Posts.xml")


@pytest.mark.parametrize("kind", ["queries", "csv", "json", "posts"])
def test_memory_does_not_grow_with_the_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    for module in ("queries", "wikihow", "stackexchange"):
        monkeypatch.setattr(f"lam.data.collect.{module}.ROWS", 200)
    peaks, counts = [], []
    for megabytes in (0.3, 0.9):
        source = large(tmp_path, kind, megabytes)
        gc.collect()
        gc.freeze()  # what other tests left alive would put off the collection of what this one leaves
        tracemalloc.start()
        counts.append(sum(len(source.read(item).pairs) for item in source.items()))
        peaks.append(tracemalloc.get_traced_memory()[1] / 1e6)
        tracemalloc.stop()
        gc.unfreeze()
    assert counts[1] > 2.5 * counts[0] > 250
    assert peaks[1] < 1.25 * peaks[0] + 0.3, f"{peaks} MB for 0.3 and 0.9 MB"


def test_reading_again_gives_the_same_items(tmp_path: Path) -> None:
    source = large(tmp_path, "posts", 2)
    assert [(i.key, i.data) for i in source.items()] == [(i.key, i.data) for i in source.items()]


def test_full_disk_is_said_and_the_journal_goes_on_when_there_is_room(tmp_path: Path) -> None:
    source = large(tmp_path, "queries", 0.9)
    code = """
        import resource, sys
        from pathlib import Path
        from lam.data.collect.queries import Queries
        from lam.data.journal import Journal
        from lam.data.pairs import to_record
        from lam.errors import UserError
        source = Queries(Path(sys.argv[1]))
        journal = Journal(Path(sys.argv[2]), "collect")
        resource.setrlimit(resource.RLIMIT_FSIZE, (5_000_000, resource.RLIM_INFINITY))
        try:
            for item in source.items():
                read = source.read(item)
                journal.record(item.key, [to_record(p) for p in read.pairs], read.dropped)
        except UserError as error:
            sys.exit(f"said: {error}")
    """
    folder = tmp_path / "out"
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), str(tmp_path / "q.tsv"), str(folder)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[1],
        check=False,
    )
    assert run.stderr.startswith("said: cannot write"), run.stderr
    assert (folder / "journal.jsonl").stat().st_size <= 5_000_000
    assert (folder / "journal.jsonl").read_bytes().endswith(b"\n")
    journal = Journal(folder, "collect")
    before = set(journal.done)
    assert before
    items = list(source.items())
    assert before < {item.key for item in items}
    for item in items:
        journal.record(item.key, [to_record(p) for p in source.read(item).pairs])
    assert [from_record(r).id for r in journal.kept()] == [p.id for p in collect(source)[0]]


def test_full_disk_under_the_temporary_posts_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = large(tmp_path, "posts", 2)
    monkeypatch.setattr("lam.data.collect.stackexchange.SCHEMA", "pragma cache_size=10; " + stackexchange.SCHEMA)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, hard))
    try:
        with pytest.raises(UserError, match="cannot keep the posts"):
            next(iter(source.items()))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_unreadable_page_is_counted(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(LIST)
    os.symlink("nowhere", tmp_path / "gone.html")
    (tmp_path / "folder.html").mkdir()
    source = Pages(tmp_path)
    items = list(source.items())
    assert [item.key for item in items] == ["page.html"]
    (tmp_path / "page.html").unlink()
    assert source.read(items[0]).dropped == {"page cannot be read: No such file or directory": 1}
