"""Harm that nobody asked for: what verifiers have to notice beside a reached goal."""

from __future__ import annotations

import random
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def damage(path: Path, rng: random.Random) -> None:
    """Change a number, overwrite a text or hide a row, in the stored XML so that everything else (computed values too) stays as it is."""
    with ZipFile(path) as package:
        files = {name: package.read(name) for name in package.namelist()}
    sheets = {name: etree.fromstring(files[name]) for name in sorted(files) if name.startswith("xl/worksheets/") and name.endswith(".xml")}
    places = [(name, how, node) for name, root in sheets.items() for how, node in _places(root)]
    how = rng.choice(sorted({place[1] for place in places}))
    name, _, node = rng.choice([place for place in places if place[1] == how])
    if how == "row":
        node.set("hidden", "1")
    elif how == "number":
        found = node.find(f"{MAIN}v")
        found.text = str(float(found.text) + rng.randint(1, 9))
    else:
        for child in list(node):
            node.remove(child)
        node.set("t", "inlineStr")
        etree.SubElement(etree.SubElement(node, f"{MAIN}is"), f"{MAIN}t").text = "spoilt"
    files[name] = etree.tostring(sheets[name], xml_declaration=True, encoding="UTF-8", standalone=True)
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        for entry, data in files.items():
            package.writestr(entry, data)


def _places(root: etree._Element) -> list[tuple[str, etree._Element]]:
    """The cells and rows that can be harmed, with the way to harm them."""
    found = [("row", row) for row in root.iter(f"{MAIN}row") if row.get("hidden") not in ("1", "true") and len(row)]
    for cell in root.iter(f"{MAIN}c"):
        value = cell.find(f"{MAIN}v")
        if cell.find(f"{MAIN}f") is None and (value is not None or cell.get("t") == "inlineStr"):
            found.append(("text" if cell.get("t") in ("s", "inlineStr", "str") else "number", cell))
    return found
