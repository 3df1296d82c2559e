"""Mends in a working copy what the office cannot bear: a text document whose body ends in a table (it crashes when walking behind it)."""

from __future__ import annotations

import os
import re
import zipfile
from pathlib import Path

BODY = "word/document.xml"
ENDS_IN_TABLE = re.compile(rb"</w:tbl>(\s*(?:<w:sectPr\b.*?</w:sectPr>|<w:sectPr\b[^>]*/>)?\s*</w:body>\s*</w:document>\s*)$", re.DOTALL)
TAIL = 20_000
"""Bytes at the end of the body that are looked at."""


def repair(path: Path) -> bool:
    """Give a .docx that ends in a table the empty paragraph that has to follow one; True when the file was changed.

    Word itself always writes that paragraph; libraries often do not.
    """
    if path.suffix.lower() != ".docx":
        return False
    try:
        with zipfile.ZipFile(path) as package:
            body = package.read(BODY)
            if not ENDS_IN_TABLE.search(body[-TAIL:]):
                return False
            fresh = path.with_name(f".{path.name}.repaired")
            with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as copy:
                for entry in package.infolist():
                    content = package.read(entry)
                    if entry.filename == BODY:
                        content = body[:-TAIL] + ENDS_IN_TABLE.sub(rb"</w:tbl><w:p/>\1", body[-TAIL:])
                    copy.writestr(entry, content)
    except (KeyError, zipfile.BadZipFile, OSError):
        return False  # the office says what is wrong with the file
    os.replace(fresh, path)
    return True
