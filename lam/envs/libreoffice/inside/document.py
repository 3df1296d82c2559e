"""Text documents from the inside."""

from __future__ import annotations

from lam.envs.libreoffice.inside.office import Effect, Office, Outline, implements
from lam.errors import ActionRejected


def outline(office: Office, focus: str) -> Outline:
    elements = []
    walk = office.document.Text.createEnumeration()
    number = 0
    while walk.hasMoreElements():
        item = walk.nextElement()
        if item.supportsService("com.sun.star.text.Paragraph"):
            number += 1
            elements.append((f"p{number}", item.ParaStyleName, item.String[:120], ""))
    return Outline(f"{number} paragraphs", elements[:60], max(0, len(elements) - 60))


@implements("document")
def format_text(office: Office, target: str, bold: bool | None = None, size_pt: float | None = None, **rest: object) -> Effect:
    walk = office.document.Text.createEnumeration()
    for _ in range(int(target[1:])):
        if not walk.hasMoreElements():
            raise ActionRejected(f"there is no {target}")
        item = walk.nextElement()
    if bold is not None:
        item.CharWeight = 150.0 if bold else 100.0
    if size_pt:
        item.CharHeight = size_pt
    return Effect(f"{target} is now {item.CharWeight} {item.CharHeight}", [target])
