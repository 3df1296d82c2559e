"""Actions of any open document: finish, look further, select, find and replace, menu commands, files."""

from typing import Annotated

from pydantic import Field

from lam.actions import Name, Target, Text, action


@action("any", risk="read")
def finish(message: Text = "") -> None:
    """Say that the instruction has been carried out. `message` tells the person what was done."""


@action("any", risk="read")
def give_up(reason: Text) -> None:
    """Say that the instruction cannot be carried out here, and why. The document stays as it was."""


@action("any", risk="read")
def ask(question: Text) -> None:
    """Ask the person a question that the document cannot answer."""


@action("any", risk="read")
def find_text(query: Text, regex: bool = False) -> None:
    """List the elements that contain a text, with their ids."""


@action("any", risk="read")
def read(target: Target) -> None:
    """Read an element or a range of elements in full: paragraphs, a table, cells, a slide."""


@action("any", risk="read")
def select(target: Target, match: Text = "") -> None:
    """Select an element, or the text `match` inside it."""


@action("any")
def find_replace(find: Text, replace: Text, target: Target = "all", regex: bool = False, match_case: bool = False, whole_words: bool = False) -> None:
    """Replace every occurrence of a text. With `regex`, `find` is a regular expression."""


@action("any")
def menu(path: Text) -> None:
    """Run a menu command by its path or label, such as `Insert > Footnote`. A dialog that it opens stays open for the next step."""


@action("any")
def undo(steps: Annotated[int, Field(ge=1, le=100)] = 1) -> None:
    """Take back the last changes."""


@action("any")
def redo(steps: Annotated[int, Field(ge=1, le=100)] = 1) -> None:
    """Do again what was taken back."""


@action("any", risk="outward")
def open_file(path: Name) -> None:
    """Look at another document of the workspace, read only: its outline is the outcome."""


@action("any", risk="outward")
def save_as(path: Name) -> None:
    """Save a copy under another name in the workspace; the format follows the suffix."""


@action("any", risk="outward")
def export_pdf(path: Name = "", pages: Text = "") -> None:
    """Export a PDF into the workspace. `pages`: such as 1-3,5; without it all."""


@action("any")
def set_properties(title: Text | None = None, author: Text | None = None, subject: Text | None = None, keywords: Text | None = None) -> None:
    """Set the document's properties."""
