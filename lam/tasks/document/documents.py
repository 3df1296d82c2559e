"""Generated documents: a plain description (`Manuscript`) that families look at, and the .docx file written from it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Literal

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from lam.tasks.base import Split
from lam.tasks.compose import Source
from lam.tasks.document import pools

BlockKind = Literal["title", "subtitle", "heading", "text", "bullet", "number", "table", "empty"]
SIZES = (9, 10, 10.5, 11, 12, 13, 14)


@dataclass(frozen=True)
class Look:
    """Character formatting of a style or of a whole paragraph."""

    font: str
    size_pt: float
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strikethrough: bool = False
    color: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph or a table."""

    kind: BlockKind
    text: str = ""
    about: str = ""
    """What a body paragraph or a list item is about, as a person would say it; occurs in its first words."""
    level: int = 1
    rows: tuple[tuple[str, ...], ...] = ()
    alignment: str = "left"
    line_spacing: float = 1.15
    direct: tuple[tuple[str, object], ...] = ()
    """Character formatting of the paragraph itself, over its style's."""
    page_break: bool = False


@dataclass(frozen=True)
class Manuscript:
    """A document, described."""

    blocks: tuple[Block, ...]
    looks: dict[str, Look]
    """Character formatting by style: text, title, subtitle, heading."""
    page: tuple[float, float] = (21.0, 29.7)
    """Width and height in centimetres."""
    margin_cm: float = 2.5
    landscape: bool = False
    header: str = ""
    footer: str = ""
    split: Split = "train"
    after_pt: float = 6.0
    ids: tuple[str, ...] = field(init=False)
    """The outline's id of every block."""

    def __post_init__(self) -> None:
        counts = {"p": 0, "t": 0}
        ids = []
        for block in self.blocks:
            letter = "t" if block.kind == "table" else "p"
            counts[letter] += 1
            ids.append(f"{letter}{counts[letter]}")
        object.__setattr__(self, "ids", tuple(ids))

    def of(self, *kinds: BlockKind) -> list[int]:
        """Positions of the blocks of these kinds."""
        return [i for i, block in enumerate(self.blocks) if block.kind in kinds]

    def look(self, index: int) -> Look:
        """Effective character formatting of a block."""
        block = self.blocks[index]
        return replace(self.looks.get(block.kind, self.looks["text"]), **dict(block.direct))  # type: ignore[arg-type]

    @cached_property
    def text(self) -> str:
        return "\n".join(b.text for b in self.blocks) + "\n".join(c for b in self.blocks for row in b.rows for c in row)


def key(id_: str) -> str:
    """The reading's key of an outline id: `p3` is `paragraph 3`, `t1` is `table 1`."""
    return {"p": "paragraph", "t": "table", "i": "image"}[id_[0]] + f" {id_[1:]}"


def source(rng: random.Random, split: Split, needs: Iterable[BlockKind] = ()) -> Source:
    """A random document that holds the kinds of block in `needs`."""
    wanted = set(needs)
    manuscript = compose(rng, split)
    while not wanted <= {block.kind for block in manuscript.blocks}:
        manuscript = compose(rng, split)
    return Source(partial(write, manuscript), manuscript)


def compose(rng: random.Random, split: Split) -> Manuscript:
    """A random document of one of six forms, from 3 to 40 blocks."""
    form = rng.choice((_report, _report, _report, _letter, _minutes, _notes, _checklist, _brief))
    blocks = _vary(rng, form(rng, split, _Subjects(rng, split)))[:40]
    while blocks[-1].kind == "table":
        blocks.pop()
    font = pools.pick(rng, pools.FONTS, split)
    second = rng.choice((font, font, pools.pick(rng, pools.FONTS, split)))
    size = rng.choice(SIZES)
    heading = size + rng.choice((1, 2, 3, 4, 5))
    colors = ("", "", "1F3864", "2E74B5", "444444", "7F0000")
    looks = {
        "text": Look(font, size),
        "title": Look(second, rng.choice((16, 18, 20, 22, 24, 26, 28)), bold=rng.random() < 0.3, color=rng.choice(colors)),
        "subtitle": Look(second, size + 2, italic=rng.random() < 0.4, color=rng.choice(colors)),
        "heading": Look(second, heading, bold=rng.random() < 0.5, color=rng.choice(colors)),
    }
    sheet = rng.choice(((21.0, 29.7), (21.0, 29.7), (21.59, 27.94)))
    landscape = rng.random() < 0.15
    note = pools.new_text(rng, split, words=3)
    return Manuscript(
        tuple(blocks),
        looks,
        page=(sheet[1], sheet[0]) if landscape else sheet,
        margin_cm=rng.choice((1.5, 2.0, 2.5, 2.54, 3.0)),
        landscape=landscape,
        header=note if rng.random() < 0.12 else "",
        footer=note if rng.random() < 0.12 else "",
        split=split,
        after_pt=rng.choice((0.0, 4.0, 6.0, 8.0, 10.0)),
    )


class _Subjects:
    """Subjects of one document, handed out one by one."""

    def __init__(self, rng: random.Random, split: Split) -> None:
        self.left = pools.subjects(rng, split, 30)

    def take(self) -> str:
        return self.left.pop()


def _text(rng: random.Random, split: Split, given: _Subjects) -> Block:
    about = given.take()
    more = [pools.remark(rng, split) for _ in range(rng.choice((0, 0, 1, 1, 2, 3)))]
    return Block("text", " ".join([pools.sentence(rng, split, about), *more]), about)


def _items(rng: random.Random, split: Split, given: _Subjects) -> list[Block]:
    kind: BlockKind = rng.choice(("bullet", "bullet", "number"))
    blocks = []
    for _ in range(rng.randint(2, 5)):
        about = given.take()
        verb = rng.choice(("Check", "Order", "Review", "Plan", "Update", "Discuss", "Prepare", ""))
        text = rng.choice((f"{verb} {about}".strip(), f"{verb} {about} by {rng.choice(pools.DAYS)}".strip(), pools.sentence(rng, split, about)))
        blocks.append(Block(kind, text[0].upper() + text[1:], about))
    return blocks


def _table(rng: random.Random, split: Split) -> Block:
    heads = rng.sample(("Name", "Amount", "City", "Date", "Owner", "Status", "Price", "Quantity", "Team", "Month"), rng.randint(2, 4))
    maker: dict[str, Callable[[], str]] = {
        "Name": lambda: pools.coined(rng),
        "Amount": lambda: pools.amount(rng),
        "City": lambda: pools.pick(rng, pools.CITIES, split),
        "Date": lambda: pools.date(rng),
        "Owner": lambda: pools.person(rng),
        "Status": lambda: rng.choice(("open", "done", "late", "planned")),
        "Price": lambda: f"{rng.randint(1, 400)}.{rng.randint(0, 99):02}",
        "Quantity": lambda: str(rng.randint(1, 900)),
        "Team": lambda: pools.pick(rng, pools.TEAMS, split),
        "Month": lambda: rng.choice(pools.MONTHS),
    }
    return Block("table", rows=(tuple(heads), *(tuple(maker[h]() for h in heads) for _ in range(rng.randint(2, 5)))))


def _title(rng: random.Random, split: Split, given: _Subjects) -> Block:
    about = given.take()
    options = (
        about.title(),
        f"{about.title()} {rng.randint(2019, 2031)}",
        f"{rng.choice(('Report', 'Update', 'Notes', 'Plan', 'Guide', 'Summary'))} on {about.title()}",
        f"{pools.company(rng)} {rng.choice(('Handbook', 'Newsletter', 'Report', 'Plan', 'Guide'))}",
        f"{rng.choice(pools.MONTHS)} {rng.choice(('Report', 'Update', 'Newsletter', 'Review', 'Summary'))}",
        f"{about.capitalize()} in {pools.pick(rng, pools.CITIES, split)}",
    )
    return Block("title", rng.choice(options))


def _heading(rng: random.Random, given: _Subjects, level: int = 1) -> Block:
    plain = (
        "Introduction",
        "Summary",
        "Background",
        "Next Steps",
        "Results",
        "Conclusion",
        "Costs",
        "Schedule",
        "Open Questions",
        "Goals",
        "Risks",
        "Contacts",
    )
    text = rng.choice(plain) if rng.random() < 0.35 else given.take()
    return Block("heading", text if text in plain else rng.choice((text.title(), text.capitalize())), level=level)


def _report(rng: random.Random, split: Split, given: _Subjects) -> list[Block]:
    blocks = [_title(rng, split, given)] if rng.random() < 0.85 else []
    if blocks and rng.random() < 0.25:
        blocks.append(
            Block("subtitle", rng.choice((f"Prepared by {pools.person(rng)}", pools.date(rng), f"{pools.pick(rng, pools.TEAMS, split)} team")))
        )
    if rng.random() < 0.5:
        blocks.append(_text(rng, split, given))
    seen: set[str] = set()
    for _ in range(rng.randint(1, 5)):
        heading = _heading(rng, given, rng.choice((1, 1, 1, 2)))
        if heading.text in seen or len(given.left) < 9:
            continue
        seen.add(heading.text)
        blocks.append(heading)
        blocks += [_text(rng, split, given) for _ in range(rng.randint(1, 3))]
        if rng.random() < 0.25:
            blocks += _items(rng, split, given)
        if rng.random() < 0.15:
            blocks.append(_table(rng, split))
            blocks.append(_text(rng, split, given))
    return blocks


def _letter(rng: random.Random, split: Split, given: _Subjects) -> list[Block]:
    start = [Block("text", pools.date(rng), "date")] if rng.random() < 0.5 else []
    greeting = Block(
        "text", rng.choice((f"Dear {pools.person(rng)},", f"Dear {pools.pick(rng, pools.TEAMS, split)} team,", "Dear members,", "Hello everyone,"))
    )
    body = [_text(rng, split, given) for _ in range(rng.randint(2, 5))]
    close = [Block("text", rng.choice(("Kind regards,", "Best wishes,", "Yours sincerely,"))), Block("text", pools.person(rng))]
    return [*start, greeting, *body, *close]


def _minutes(rng: random.Random, split: Split, given: _Subjects) -> list[Block]:
    blocks = [
        Block(
            "title",
            rng.choice((f"Minutes {pools.date(rng)}", f"{pools.pick(rng, pools.TEAMS, split)} Meeting", f"Meeting on {given.take().title()}")),
        ),
        Block("text", f"Place: {pools.pick(rng, pools.CITIES, split)}, room {rng.randint(1, 400)}"),
        Block("text", f"Present: {', '.join(pools.person(rng) for _ in range(rng.randint(2, 4)))}"),
    ]
    for name in rng.sample(("Agenda", "Decisions", "Actions", "Discussion", "Any Other Business"), rng.randint(1, 3)):
        blocks.append(Block("heading", name))
        blocks += _items(rng, split, given) if rng.random() < 0.5 else [_text(rng, split, given) for _ in range(rng.randint(1, 2))]
    return blocks


def _notes(rng: random.Random, split: Split, given: _Subjects) -> list[Block]:
    return [_text(rng, split, given) for _ in range(rng.randint(3, 9))]


def _checklist(rng: random.Random, split: Split, given: _Subjects) -> list[Block]:
    blocks = [_title(rng, split, given), _text(rng, split, given), *_items(rng, split, given)]
    return [*blocks, _text(rng, split, given)] if rng.random() < 0.6 else blocks


def _brief(rng: random.Random, split: Split, given: _Subjects) -> list[Block]:
    blocks = [_title(rng, split, given), *(_text(rng, split, given) for _ in range(rng.randint(2, 4)))]
    if rng.random() < 0.5:
        blocks.insert(rng.randint(2, len(blocks)), _table(rng, split))
        blocks.append(_text(rng, split, given))
    return blocks


def _vary(rng: random.Random, blocks: list[Block]) -> list[Block]:
    """Now and then an empty paragraph, a centred title, a bold or otherwise formatted paragraph, another line spacing."""
    varied: list[Block] = []
    spacing = rng.choice((1.15, 1.15, 1.0, 1.5))
    centred = rng.random() < 0.3
    loose = rng.random() < 0.15
    for block in blocks:
        if block.kind in ("text", "bullet", "number") and rng.random() < 0.08:
            name = rng.choice(("bold", "italic", "underline", "color"))
            block = replace(block, direct=((name, rng.choice(("C00000", "0070C0", "00B050")) if name == "color" else True),))
        if block.kind == "title" and centred:
            block = replace(block, alignment="center")
        if block.kind == "text":
            block = replace(block, line_spacing=spacing, alignment="justify" if rng.random() < 0.05 else block.alignment)
        if loose and block.kind == "heading" and varied and varied[-1].kind == "text":
            varied.append(Block("empty"))
        varied.append(block)
    return varied


# Writing


def write(manuscript: Manuscript, path: Path) -> None:
    """The .docx file of a description."""
    document = docx.Document()
    for name, style in (("text", "Normal"), ("title", "Title"), ("subtitle", "Subtitle"), *(("heading", f"Heading {n}") for n in (1, 2, 3))):
        _set_style(document.styles[style], manuscript.looks[name])
    document.styles["Normal"].paragraph_format.space_after = Pt(manuscript.after_pt)
    section = document.sections[0]
    section.page_width, section.page_height = (Cm(v) for v in manuscript.page)
    section.orientation = WD_ORIENT.LANDSCAPE if manuscript.landscape else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(manuscript.margin_cm)
    if manuscript.header:
        section.header.paragraphs[0].text = manuscript.header
    if manuscript.footer:
        section.footer.paragraphs[0].text = manuscript.footer
    names = {"title": "Title", "subtitle": "Subtitle", "bullet": "List Bullet", "number": "List Number"}
    for block in manuscript.blocks:
        if block.kind == "table":
            table = document.add_table(len(block.rows), len(block.rows[0]), style="Table Grid")
            for cells, texts in zip(table.rows, block.rows, strict=True):
                for cell, text in zip(cells.cells, texts, strict=True):
                    cell.text = text
            continue
        style = f"Heading {block.level}" if block.kind == "heading" else names.get(block.kind, "Normal")
        _fill(document.add_paragraph(style=style), block)
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "", "", ""
    document.save(str(path))


def _fill(paragraph: Paragraph, block: Block) -> None:
    if block.alignment != "left":
        paragraph.alignment = {"center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT, "justify": WD_ALIGN_PARAGRAPH.JUSTIFY}[
            block.alignment
        ]
    if block.line_spacing != 1.15:
        paragraph.paragraph_format.line_spacing = block.line_spacing
    if not block.text:
        return
    run = paragraph.add_run(block.text)
    for name, value in block.direct:
        if name == "color":
            run.font.color.rgb = RGBColor.from_string(str(value))
        else:
            setattr(run.font, name, value)


def _set_style(style: ParagraphStyle, look: Look) -> None:
    font = style.font
    font.name, font.size, font.bold, font.italic = look.font, Pt(look.size_pt), look.bold, look.italic
    fonts = style.element.get_or_add_rPr().find(qn("w:rFonts"))
    for name in [n for n in fonts.attrib if n.endswith("Theme")]:
        del fonts.attrib[name]
    for slot in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(slot), look.font)
    size = style.element.rPr.find(qn("w:szCs"))
    if size is not None:
        style.element.rPr.remove(size)
    font.color.rgb = RGBColor.from_string(look.color or "000000")
    if style.name == "Title":
        borders = style.element.pPr.find(qn("w:pBdr"))
        if borders is not None:
            style.element.pPr.remove(borders)


def damage(path: Path, rng: random.Random) -> None:
    """Spoil something that no task asks for, in place: a word put into a random paragraph, or a paragraph gone."""
    document = docx.Document(str(path))
    spots = [p for p in document.paragraphs if p.text.strip()]
    spot = rng.choice(spots)
    if rng.random() < 0.6 or len(spots) < 3:
        spot.add_run(f" {pools.coined(rng, 3).lower()}")
    else:
        spot._p.getparent().remove(spot._p)
    document.save(str(path))
