"""The person's file: is it fit to be worked on, put the result in its place at once, bring the original back."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.parsers import expat

from lam.errors import ExitCode, UserError
from lam.reading import READABLE
from lam.types import SUFFIXES, Kind

MAIN_PART = {".docx": "wordprocessingml", ".xlsx": "spreadsheetml", ".pptx": "presentationml"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LARGEST = 2_000_000_000
"""A document that unpacks to more bytes than this is not opened."""
SPARE = 20_000_000
"""Bytes that must stay free besides the copies of the document."""


def kind_of(path: Path) -> Kind:
    """The kind of document, by suffix.

    Raises: UserError when LAM does not work on this type.
    """
    suffix = path.suffix.lower()
    if suffix not in READABLE:
        known = ", ".join(READABLE)
        raise UserError(
            f"{path.name}: LAM works on {known}" + (f", not on {suffix} files" if suffix else "; this file has no suffix"), ExitCode.UNSUPPORTED
        )
    return SUFFIXES[suffix]


def check_document(path: Path) -> Kind:
    """The kind of the document at `path`, after looking at what it really holds.

    Raises: UserError with the exit code that says what is wrong.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        hint = " (a broken link)" if path.is_symlink() else ""
        raise UserError(f"{path}: no such file{hint}", ExitCode.NO_FILE) from None
    except NotADirectoryError:
        raise UserError(f"{path}: no such file", ExitCode.NO_FILE) from None
    except OSError as error:
        raise UserError(f"{path}: {error.strerror}", ExitCode.NO_FILE) from None
    if not stat.S_ISREG(mode):
        raise UserError(f"{path}: {'a folder' if stat.S_ISDIR(mode) else 'not a regular file'}, not a document", ExitCode.NOT_A_FILE)
    kind = kind_of(path)
    if not path.stat().st_size:
        raise UserError(f"{path}: the file is empty", ExitCode.EMPTY_FILE)
    try:
        _check_content(path)
    except OSError as error:
        raise UserError(f"{path}: cannot be read: {error.strerror}", ExitCode.NO_FILE) from None
    return kind


def _check_content(path: Path) -> None:
    with path.open("rb") as stream:
        head = stream.read(8)
    if head == OLE:
        if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
            raise UserError(f"{path}: the document is protected by a password; save it without one first", ExitCode.PROTECTED)
        raise UserError(f"{path}: the content is not {path.suffix} but an older binary format; save it as {path.suffix} first", ExitCode.WRONG_SUFFIX)
    if not head.startswith(b"PK"):
        raise UserError(f"{path}: the content is not {path.suffix}, whatever the name says", ExitCode.WRONG_SUFFIX)
    try:
        with zipfile.ZipFile(path) as package:
            _check_package(path, package)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise UserError(f"{path}: the document is damaged ({error})", ExitCode.CORRUPT) from None


def _check_package(path: Path, package: zipfile.ZipFile) -> None:
    names = package.namelist()
    if "[Content_Types].xml" not in names:
        raise UserError(f"{path}: the content is not {path.suffix}, whatever the name says", ExitCode.WRONG_SUFFIX)
    if sum(entry.file_size for entry in package.infolist()) > LARGEST:
        raise UserError(f"{path}: unpacks to more than {LARGEST // 10**9} GB; it is not opened", ExitCode.CORRUPT)
    if broken := package.testzip():
        raise UserError(f"{path}: the document is damaged ({broken})", ExitCode.CORRUPT)
    types = package.read("[Content_Types].xml").decode("utf-8", "replace")
    main = re.search(r'PartName="/?([^"]+)"[^>]*ContentType="[^"]*\.(\w+ml)\.(?:document|sheet|presentation)\.main\+xml"', types) or re.search(
        r'ContentType="[^"]*\.(?:\w+ml)\.(?:document|sheet|presentation)\.main\+xml"[^>]*PartName="/?([^"]+)"', types
    )
    wanted = MAIN_PART[path.suffix.lower()]
    if f"{wanted}." not in types or main is None:
        real = next((suffix for suffix, part in MAIN_PART.items() if f"{part}." in types and "main+xml" in types), "")
        raise UserError(f"{path}: the content is {real or 'something else'}, not {path.suffix}", ExitCode.WRONG_SUFFIX)
    if main[1] not in names:
        raise UserError(f"{path}: the document is damaged ({main[1]} is missing)", ExitCode.CORRUPT)
    parser = expat.ParserCreate()
    try:
        parser.Parse(package.read(main[1]), True)
    except expat.ExpatError as error:
        raise UserError(f"{path}: the document is damaged ({main[1]}: {error})", ExitCode.CORRUPT) from None


def check_target(target: Path) -> None:
    """That a file can be put at `target`.

    Raises: UserError when it is read-only, open elsewhere, or its folder cannot be written.
    """
    real = target.resolve()
    if real.is_dir():
        raise UserError(f"{target}: a folder, not a file name", ExitCode.NOT_A_FILE)
    if not real.parent.is_dir():
        raise UserError(f"{real.parent}: no such folder", ExitCode.NO_FILE)
    if real.exists() and not _writable(real):
        raise UserError(f"{target}: the file is read-only; --output FILE puts the result elsewhere", ExitCode.READ_ONLY)
    if not _writable(real.parent):
        raise UserError(f"{target}: the folder {real.parent} is read-only; --output FILE puts the result elsewhere", ExitCode.READ_ONLY)
    if lock := lock_of(real):
        raise UserError(f"{target}: open in another program (lock file {lock.name}); close it there first, or use --output FILE", ExitCode.LOCKED)


def check_suffix(output: Path, file: Path) -> None:
    """That a result of `file` can be written as `output`.

    Raises: UserError when it has another type.
    """
    if output.suffix.lower() != file.suffix.lower():
        raise UserError(f"--output {output.name}: the result is written as {file.suffix}", ExitCode.UNSUPPORTED)


def check_room(size: int, *folders: Path) -> None:
    """That the copies of a document of this size fit into each folder.

    Raises: UserError when they do not.
    """
    for folder in folders:
        place = next(p for p in (folder, *folder.parents) if p.exists())
        if shutil.disk_usage(place).free < 4 * size + SPARE:
            raise UserError(f"{folder}: no room on the disk ({shutil.disk_usage(place).free // 10**6} MB free)", ExitCode.DISK_FULL)


def lock_of(path: Path) -> Path | None:
    """The lock file of an office that has `path` open: LibreOffice's `.~lock.NAME#`, Microsoft's `~$NAME`."""
    names = (f".~lock.{path.name}#", f"~${path.name}", f"~${path.name[2:]}")
    return next((path.with_name(name) for name in names if path.with_name(name).exists()), None)


def place(source: Path, target: Path) -> str:
    """Put a copy of `source` at `target` in one step: whoever looks sees the old file or the new one, never a part.

    Permissions and ownership of the old file stay; a link is followed. Gives the new content's SHA-256.
    """
    real = target.resolve()
    fresh = real.with_name(f".{real.name}.lam-{os.getpid()}")
    with no_room_is_said(real.parent):
        try:
            with source.open("rb") as reader, fresh.open("wb") as writer:
                shutil.copyfileobj(reader, writer)
                if real.exists():
                    old = real.stat()
                    os.fchmod(writer.fileno(), stat.S_IMODE(old.st_mode))
                    _keep_owner(writer.fileno(), old)
                    _keep_attributes(real, fresh)
                writer.flush()
                os.fsync(writer.fileno())
            digest = sha256(fresh)
            os.replace(fresh, real)
        finally:
            fresh.unlink(missing_ok=True)
    folder = os.open(real.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return digest


def sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def no_room_is_said(where: Path) -> Iterator[None]:
    """Turn a full disk and a forbidden write into the caller's clear line."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise UserError(f"{where}: no room on the disk; the file is as it was", ExitCode.DISK_FULL) from None
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise UserError(f"{error.filename or where}: cannot be written ({error.strerror})", ExitCode.READ_ONLY) from None
        raise


def _writable(path: Path) -> bool:
    """Whether the mode allows writing: for the administrator too, who could, but should not."""
    return os.access(path, os.W_OK) and bool(path.stat().st_mode & 0o222)


def _keep_owner(descriptor: int, old: os.stat_result) -> None:
    if (old.st_uid, old.st_gid) == (os.geteuid(), os.getegid()):
        return
    try:
        os.fchown(descriptor, old.st_uid, old.st_gid)
    except PermissionError:
        os.fchmod(descriptor, stat.S_IMODE(old.st_mode) & 0o770)


def _keep_attributes(old: Path, fresh: Path) -> None:
    for name in os.listxattr(old):
        try:
            os.setxattr(fresh, name, os.getxattr(old, name))
        except OSError as error:
            if error.errno not in (errno.ENOTSUP, errno.EPERM, errno.EINVAL):
                raise
