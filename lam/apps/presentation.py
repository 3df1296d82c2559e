"""Actions on presentations (Impress, PowerPoint). Targets: slide `s2`, shape `s2.1`, `all`. Slides count from 1; sizes in centimetres."""

from typing import Annotated, Literal

from pydantic import Field

from lam.actions import CellValue, Centimetres, Color, Count, Name, Points, Target, Text, action

Layout = Literal["blank", "title", "title_content", "two_content", "title_only", "centered_text"]
Bullets = Annotated[list[Text], Field(min_length=1, max_length=20)]
Size = Annotated[float, Field(gt=0, le=200, description="centimetres")]


@action("presentation")
def add_slide(title: Text = "", bullets: Bullets | None = None, layout: Layout = "title_content", after: Target | None = None) -> None:
    """Add a slide with a title and a bullet list, at the end or after another slide."""


@action("presentation")
def duplicate_slide(slide: Target) -> None:
    """Copy a slide; the copy follows it."""


@action("presentation")
def move_slide(slide: Target, to: Count) -> None:
    """Move a slide so that it is the `to`-th."""


@action("presentation")
def delete_slide(slide: Target) -> None:
    """Delete a slide."""


@action("presentation")
def hide_slide(slide: Target, hidden: bool = True) -> None:
    """Hide a slide in the show, or show it again."""


@action("presentation")
def set_layout(slide: Target, layout: Layout) -> None:
    """Change the layout of a slide."""


@action("presentation")
def set_title(slide: Target, text: Text) -> None:
    """Set the title of a slide."""


@action("presentation")
def set_bullets(target: Target, bullets: Bullets) -> None:
    """Replace the bullet list of a slide's content placeholder, or the text of a shape."""


@action("presentation")
def replace_text(target: Target, text: Text) -> None:
    """Replace the whole text of a shape; its formatting stays."""


@action("presentation")
def add_text_box(slide: Target, text: Text, x_cm: Centimetres = 2.0, y_cm: Centimetres = 10.0, width_cm: Size = 12.0, height_cm: Size = 2.0) -> None:
    """Add a text box to a slide."""


@action("presentation")
def format_text(
    target: Target,
    match: Text = "",
    bold: bool | None = None,
    italic: bool | None = None,
    underline: bool | None = None,
    strikethrough: bool | None = None,
    font: Name | None = None,
    size_pt: Points | None = None,
    color: Color | None = None,
    highlight: Color | None = None,
) -> None:
    """Change how characters look: of a shape, of a whole slide, or where `match` occurs in it."""


@action("presentation")
def format_paragraph(
    target: Target,
    alignment: Literal["left", "center", "right", "justify"] | None = None,
    line_spacing: Annotated[float, Field(ge=0.5, le=10)] | None = None,
    bullets: Literal["bullet", "number", "none"] | None = None,
) -> None:
    """Change the paragraphs of a shape."""


@action("presentation")
def set_background(target: Target, color: Color) -> None:
    """Set the background colour of a slide, or of `all`."""


@action("presentation")
def insert_image(slide: Target, path: Name, x_cm: Centimetres = 4.0, y_cm: Centimetres = 5.0, width_cm: Size | None = None, alt: Text = "") -> None:
    """Insert an image file of the workspace on a slide."""


@action("presentation")
def add_shape(
    slide: Target,
    shape: Literal["rectangle", "rounded_rectangle", "ellipse", "triangle", "diamond", "arrow_right", "arrow_left", "star", "line"],
    text: Text = "",
    fill: Color | None = None,
    line: Color | None = None,
    x_cm: Centimetres = 4.0,
    y_cm: Centimetres = 6.0,
    width_cm: Size = 6.0,
    height_cm: Size = 4.0,
) -> None:
    """Draw a shape on a slide."""


@action("presentation")
def format_shape(
    target: Target, fill: Color | None = None, line: Color | None = None, line_width_pt: Annotated[float, Field(ge=0, le=100)] | None = None
) -> None:
    """Change the fill and the outline of a shape."""


@action("presentation")
def insert_table(slide: Target, rows: Count, columns: Count, data: list[list[CellValue]] | None = None) -> None:
    """Insert a table on a slide, filled row by row from `data` where given."""


@action("presentation")
def set_table_cells(table: Target, cell: Annotated[str, Field(pattern=r"^[A-Z]{1,2}\d{1,4}$")], data: list[list[CellValue]]) -> None:
    """Fill cells of a table on a slide row by row, starting at `cell`."""


@action("presentation")
def insert_chart(
    slide: Target,
    type: Literal["column", "bar", "line", "pie", "area"],
    categories: list[Text],
    values: list[float],
    series: Text = "Series 1",
    title: Text = "",
) -> None:
    """Insert a chart on a slide."""


@action("presentation")
def set_notes(slide: Target, text: Text) -> None:
    """Set the speaker notes of a slide."""


@action("presentation")
def set_transition(
    target: Target,
    kind: Literal["none", "fade", "wipe", "push", "cover", "dissolve", "cut"],
    seconds: Annotated[float, Field(gt=0, le=60)] | None = None,
) -> None:
    """Set the transition to a slide, or to `all`."""


@action("presentation")
def place_shape(
    target: Target,
    x_cm: Centimetres | None = None,
    y_cm: Centimetres | None = None,
    width_cm: Size | None = None,
    height_cm: Size | None = None,
    align: Literal["left", "center", "right", "top", "middle", "bottom"] | None = None,
    rotation_deg: Annotated[float, Field(ge=-360, le=360)] | None = None,
) -> None:
    """Move, size, align on the slide or rotate a shape."""


@action("presentation")
def order_shape(target: Target, to: Literal["front", "back", "forward", "backward"]) -> None:
    """Change which shape lies on top."""


@action("presentation")
def delete_shape(target: Target) -> None:
    """Delete a shape."""


@action("presentation")
def insert_link(target: Target, url: Name, match: Text = "") -> None:
    """Make the text of a shape, or `match` in it, a hyperlink."""


@action("presentation")
def set_footer(text: Text | None = None, slide_number: bool | None = None, date: bool | None = None) -> None:
    """Set the footer of all slides: its text, slide numbers, the date."""


@action("presentation")
def set_master_font(font: Name, target: Literal["all", "title", "body"] = "all") -> None:
    """Change the font of the slide masters."""
