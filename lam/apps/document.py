"""Actions on text documents (Writer, Word). Targets: `p3`, `p3-p6`, `t1`, `t1.B2`, `i1`, `selection`, `all`, `start`, `end`."""

from typing import Annotated, Literal

from pydantic import Field

from lam.actions import CellValue, Centimetres, Color, Count, Name, Points, Target, Text, action

Level = Annotated[int, Field(ge=0, le=10)]
TableCells = Annotated[str, Field(pattern=r"^[A-Z]{1,2}\d{1,4}(:[A-Z]{1,2}\d{1,4})?$", description="cells of the table, such as B2 or A1:C1")]


@action("document")
def format_text(
    target: Target,
    match: Text = "",
    bold: bool | None = None,
    italic: bool | None = None,
    underline: bool | None = None,
    strikethrough: bool | None = None,
    script: Literal["normal", "superscript", "subscript"] | None = None,
    font: Name | None = None,
    size_pt: Points | None = None,
    color: Color | None = None,
    highlight: Color | None = None,
    case: Literal["upper", "lower", "title", "sentence"] | None = None,
) -> None:
    """Change how characters look. With `match`, only where that text occurs in the target."""


@action("document")
def format_paragraph(
    target: Target,
    alignment: Literal["left", "center", "right", "justify"] | None = None,
    space_before_pt: Annotated[float, Field(ge=0, le=500)] | None = None,
    space_after_pt: Annotated[float, Field(ge=0, le=500)] | None = None,
    line_spacing: Annotated[float, Field(ge=0.5, le=10, description="lines, 1.5 means one and a half")] | None = None,
    indent_left_cm: Centimetres | None = None,
    indent_right_cm: Centimetres | None = None,
    first_line_cm: Centimetres | None = None,
    page_break_before: bool | None = None,
    background: Color | None = None,
) -> None:
    """Change the layout of paragraphs."""


@action("document")
def apply_style(target: Target, style: Name) -> None:
    """Give paragraphs a paragraph style by its name, such as Title, Quotations or Heading 2."""


@action("document")
def set_heading(target: Target, level: Level) -> None:
    """Make paragraphs headings of this level; level 0 makes them body text."""


@action("document")
def set_list(target: Target, kind: Literal["bullet", "number", "none"], level: Annotated[int, Field(ge=1, le=9)] = 1) -> None:
    """Make paragraphs a bulleted or a numbered list, or take the list away."""


@action("document")
def insert_text(
    text: Text, target: Target = "end", where: Literal["before", "after", "inside_start", "inside_end"] = "after", style: Name | None = None
) -> None:
    """Insert text: a new paragraph before or after the target (a line break starts another), or inside it at its start or end."""


@action("document")
def replace_text(target: Target, text: Text) -> None:
    """Replace the whole text of a paragraph or table cell; its formatting stays."""


@action("document")
def delete(target: Target) -> None:
    """Delete paragraphs, a table or an image."""


@action("document")
def move(target: Target, to: Target, where: Literal["before", "after"] = "after") -> None:
    """Move paragraphs or a table before or after another element."""


@action("document")
def insert_table(rows: Count, columns: Annotated[int, Field(ge=1, le=63)], after: Target = "end", data: list[list[CellValue]] | None = None) -> None:
    """Insert a table, filled row by row from `data` where given."""


@action("document")
def set_table_cells(table: Target, cell: TableCells, data: list[list[CellValue]]) -> None:
    """Fill table cells row by row, starting at `cell`."""


@action("document")
def insert_table_rows(table: Target, at: Count, count: Count = 1) -> None:
    """Insert empty rows into a table so that the first new row is row `at`."""


@action("document")
def delete_table_rows(table: Target, at: Count, count: Count = 1) -> None:
    """Delete rows of a table, from row `at`."""


@action("document")
def insert_table_columns(table: Target, at: Count, count: Count = 1) -> None:
    """Insert empty columns into a table so that the first new column is column `at`."""


@action("document")
def delete_table_columns(table: Target, at: Count, count: Count = 1) -> None:
    """Delete columns of a table, from column `at`."""


@action("document")
def merge_table_cells(table: Target, cells: TableCells) -> None:
    """Merge a rectangle of table cells."""


@action("document")
def style_table(
    table: Target,
    style: Name | None = None,
    header_background: Color | None = None,
    header_bold: bool | None = None,
    border: Literal["none", "thin", "medium", "thick"] | None = None,
    border_color: Color | None = None,
    alignment: Literal["left", "center", "right"] | None = None,
) -> None:
    """Change the look of a table: a named table style, header row, borders, position."""


@action("document")
def text_to_table(target: Target, separator: Literal["tab", "comma", "semicolon", "paragraph"] = "tab") -> None:
    """Turn paragraphs into a table."""


@action("document")
def insert_image(path: Name, after: Target = "end", width_cm: Annotated[float, Field(gt=0, le=100)] | None = None, alt: Text = "") -> None:
    """Insert an image file of the workspace as a new paragraph."""


@action("document")
def insert_link(target: Target, url: Name, match: Text = "") -> None:
    """Make a paragraph, or the text `match` in it, a hyperlink."""


@action("document")
def insert_bookmark(target: Target, name: Name) -> None:
    """Set a bookmark around a paragraph."""


@action("document")
def insert_footnote(target: Target, text: Text, match: Text = "") -> None:
    """Add a footnote at the end of a paragraph, or behind the text `match` in it."""


@action("document")
def insert_comment(target: Target, text: Text, match: Text = "") -> None:
    """Add a comment to a paragraph, or to the text `match` in it."""


@action("document")
def set_header(text: Text = "", page_number: bool = False, alignment: Literal["left", "center", "right"] | None = None) -> None:
    """Set the page header; with `page_number`, the page number follows the text."""


@action("document")
def set_footer(text: Text = "", page_number: bool = False, alignment: Literal["left", "center", "right"] | None = None) -> None:
    """Set the page footer; with `page_number`, the page number follows the text."""


@action("document")
def set_page(
    size: Literal["A3", "A4", "A5", "Letter", "Legal"] | None = None,
    orientation: Literal["portrait", "landscape"] | None = None,
    margin_cm: Annotated[float, Field(ge=0, le=20)] | None = None,
    margin_left_cm: Annotated[float, Field(ge=0, le=20)] | None = None,
    margin_right_cm: Annotated[float, Field(ge=0, le=20)] | None = None,
    margin_top_cm: Annotated[float, Field(ge=0, le=20)] | None = None,
    margin_bottom_cm: Annotated[float, Field(ge=0, le=20)] | None = None,
    columns: Annotated[int, Field(ge=1, le=6)] | None = None,
    background: Color | None = None,
) -> None:
    """Change the page: size, orientation, margins (`margin_cm` for all four), text columns, background."""


@action("document")
def insert_toc(after: Target = "start", title: Text = "Contents", levels: Annotated[int, Field(ge=1, le=10)] = 3) -> None:
    """Insert a table of contents made from the headings."""


@action("document")
def insert_page_break(before: Target) -> None:
    """Start a new page before a paragraph."""


@action("document")
def track_changes(record: bool | None = None, resolve: Literal["accept", "reject"] | None = None) -> None:
    """Turn recording of changes on or off; accept or reject all recorded changes."""
