"""Reading what people have lying around: folders, archives, compressed files, any encoding, damaged or not, a piece at a time.

Nothing here holds more of a file than one line, one object or one page.
"""

from __future__ import annotations

import bz2
import codecs
import contextlib
import gzip
import io
import json
import lzma
import re
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from lam.data.collect.base import Item
from lam.errors import ExitCode, UserError

LONGEST = 4_000_000
"""Characters of a line or an object that are read; longer ones are dropped and counted."""
PIECE = 262_144
OPENERS = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
DAMAGE = (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile, tarfile.TarError, zipfile.BadZipFile)
"""What a damaged compressed file raises."""
GUESSED, REPLACED = "not UTF-8: read as Latin-1", "undecodable bytes replaced"


def need(path: Path | None, source: str, folder: bool = False) -> Path:
    """The path of a source; `folder`: whether a folder will do, too.

    Raises: UserError when none was given, or nothing, or the wrong thing, or an empty file is there.
    """
    if path is None:
        raise UserError(f"the source {source} needs a path: --source {source}=PATH")
    if not path.exists():
        raise UserError(f"no such {'file or folder' if folder else 'file'}: {path}", ExitCode.NO_FILE)
    if path.is_dir() and not folder:
        raise UserError(f"{path} is a folder; the source {source} reads a file", ExitCode.NOT_A_FILE)
    if path.is_file() and path.stat().st_size == 0:
        raise UserError(f"{path} is empty", ExitCode.EMPTY_FILE)
    if path.suffix.lower() in (".7z", ".rar"):
        raise UserError(f"{path} is packed; unpack it first (for example: 7z x {path.name})", ExitCode.UNSUPPORTED)
    return path


def binary(path: Path) -> IO[bytes]:
    """The bytes of a file, decompressed. Raises: UserError when it cannot be opened."""
    try:
        file: IO[bytes] = OPENERS.get(path.suffix.lower(), open)(path, "rb")  # type: ignore[operator]
        file.read(1)
        file.seek(0)
    except DAMAGE as error:
        raise UserError(f"{path} is not what its name says: {error}", ExitCode.WRONG_SUFFIX) from error
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror or error}") from error
    return file


def suffix(path: Path) -> str:
    """`.tsv` of `queries.tsv.gz`."""
    return (Path(path.stem).suffix if path.suffix.lower() in OPENERS else path.suffix).lower()


def decode(data: bytes, counts: Counter[str]) -> str:
    """Text of bytes in whatever encoding: by byte order mark, by the zeros of UTF-16, as UTF-8, else as Latin-1, which is counted."""
    encoding = _encoding(data)
    if encoding:
        text = data.decode(encoding, "replace")
        if "\ufffd" in text:
            counts[REPLACED] += 1
        return text.lstrip("\ufeff")
    try:
        return data.decode()
    except UnicodeDecodeError:
        counts[GUESSED] += 1
        return data.decode("cp1252", "replace").replace("\ufffd", "")


def lines(path: Path, counts: Counter[str]) -> Iterator[str]:
    """The lines of a text file with their ends. What is wrong with it is counted: encoding, lines too long, a damaged end."""
    with binary(path) as file, _damaged(counts):
        encoding = _encoding(file.read(4096))
        file.seek(0)
        reader: IO[Any] = io.TextIOWrapper(file, encoding, "replace", newline="\n") if encoding else file
        skipping = False
        while line := reader.readline(LONGEST):
            whole = line.endswith("\n" if encoding else b"\n") or len(line) < LONGEST
            if skipping or not whole:
                if not skipping:
                    counts["line too long"] += 1
                skipping = not whole
                continue
            if not encoding:
                line = decode(line, counts)
            elif "\ufffd" in line:
                counts[REPLACED] += 1
            yield line.lstrip("\ufeff").replace("\0", "")


def objects(path: Path, counts: Counter[str]) -> Iterator[Any]:
    """The JSON objects of a file that holds one, an array of them, or one a line. Damaged ones are counted."""
    text, depth, quoted, start = "", 0, False, 0
    parts: list[str] = []
    held = 0
    for text in _pieces(path, counts):
        start = 0
        for found in re.finditer(r'\\.|["{}]|\n(?=\{)', text):
            sign = found.group()
            if sign[0] == "\\":
                continue
            if sign == "\n":
                if depth and (quoted or text[found.start() - 1] not in ",[:{"):  # an object was not finished and another begins
                    parts, held, depth, quoted = [], 0, 0, False
                    counts["malformed JSON"] += 1
            elif sign == '"':
                quoted = not quoted if depth else False
            elif quoted:
                continue
            elif sign == "{":
                start = found.start() if not depth else start
                depth += 1
            elif depth:
                depth -= 1
                if not depth:
                    yield from _parsed("".join((*parts, text[start : found.end()])), counts)
                    parts, held = [], 0
        if depth:
            parts.append(text[start:])
            held += len(parts[-1])
            if held > LONGEST:
                counts["object too long"] += 1
                parts, held, depth, quoted = [], 0, 0, False
    if depth:
        counts["malformed JSON"] += 1


def chunks(rows: Iterator[Any], name: str, size: int, counts: Counter[str]) -> Iterator[Item]:
    """Items of `size` rows each: `name:0`, `name:1`, ... What was counted while a chunk was read goes with it."""
    number, held = 0, []
    for row in rows:
        held.append(row)
        if len(held) == size:
            yield Item(f"{name}:{number}", {"rows": held, "dropped": dict(counts)})
            counts.clear()
            number, held = number + 1, []
    if held or counts:
        yield Item(f"{name}:{number}", {"rows": held, "dropped": dict(counts)})


def pages(path: Path, suffixes: Sequence[str], most: int) -> Iterator[Item]:
    """The pages in a folder, an archive or a single file, sorted by name where that needs no reading. Those of an archive bring their bytes."""
    name = path.name.lower()
    if path.is_dir():
        for found in sorted(p for p in path.rglob("*") if p.suffix.lower() in suffixes and p.is_file()):
            yield Item(found.relative_to(path).as_posix())
    elif name.endswith(".zip"):
        with _archive(path, zipfile.ZipFile) as archive:
            for info in sorted(archive.infolist(), key=lambda i: i.filename):
                if Path(info.filename).suffix.lower() in suffixes:
                    yield Item(info.filename, _member(archive.open(info), most))
    elif re.search(r"\.tar(\.\w+)?$|\.tgz$", name):
        with _archive(path, lambda p: tarfile.open(p, "r|*")) as archive:
            for entry in archive:
                if entry.isfile() and Path(entry.name).suffix.lower() in suffixes:
                    yield Item(entry.name, _member(archive.extractfile(entry), most))
                archive.members.clear()  # the reader keeps every name that it has passed
    else:
        yield Item(path.name)


def _encoding(data: bytes) -> str:
    """The encoding that a mark or a pattern of zeros gives away; empty when neither is there."""
    for mark, name in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return name
    even, odd = data[:400:2].count(0), data[1:400:2].count(0)
    few = len(data[:400]) // 8
    return "utf-16-le" if odd > max(few, even) else "utf-16-be" if even > max(few, odd) else ""


def _pieces(path: Path, counts: Counter[str]) -> Iterator[str]:
    """The text of a file in pieces that end neither in a backslash nor in a line end."""
    with binary(path) as file, _damaged(counts):
        first = file.read(PIECE)
        encoding = _encoding(first)
        if not encoding:
            try:
                codecs.getincrementaldecoder("utf-8")().decode(first)
                encoding = "utf-8"
            except UnicodeDecodeError:
                encoding = "cp1252"
                counts[GUESSED] += 1
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        rest = ""
        while first:
            text = rest + decoder.decode(first)
            if "\ufffd" in text:
                counts[REPLACED] += 1
            cut = len(text.rstrip("\\\n"))
            rest, text = text[cut:], text[:cut]
            yield text
            first = file.read(PIECE)
        yield rest + decoder.decode(b"", True)


def _parsed(text: str, counts: Counter[str]) -> Iterator[Any]:
    try:
        yield json.loads(text, strict=False)
    except (ValueError, RecursionError):
        counts["malformed JSON"] += 1


@contextlib.contextmanager
def _damaged(counts: Counter[str]) -> Iterator[None]:
    """A compressed file that breaks off ends there, and that is counted."""
    try:
        yield
    except DAMAGE:
        counts["the file breaks off"] += 1


@contextlib.contextmanager
def _archive(path: Path, make: Callable[[Path], Any]) -> Iterator[Any]:
    try:
        with make(path) as archive:
            yield archive
    except DAMAGE as error:
        raise UserError(f"{path} is damaged or no archive: {error}", ExitCode.CORRUPT) from error


def _member(opened: IO[bytes] | None, most: int) -> bytes:
    """The bytes of a page, one more than `most` at most."""
    if opened is None:
        return b""
    with opened:
        return opened.read(most + 1)
