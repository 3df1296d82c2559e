"""GUI actions: what a hand does to the controls that are showing. First-class: `--actions gui` uses nothing else."""

from typing import Annotated, Literal

from pydantic import Field

from lam.actions import ControlId, Name, Text, action


@action("any")
def click(control: ControlId) -> None:
    """Click a control: button, menu item, tab, check box, cell."""


@action("any")
def double_click(control: ControlId) -> None:
    """Double-click a control."""


@action("any")
def set_text(control: ControlId, text: Text) -> None:
    """Replace the text of an edit field or combo box, or the value of a spin field, and leave it."""


@action("any")
def select_item(control: ControlId, item: Name) -> None:
    """Choose an item of a list, combo box, tab bar or tree by its label."""


@action("any")
def press(
    keys: Annotated[str, Field(max_length=60, description="such as Ctrl+B, Return, Down, Ctrl+Shift+End")],
    times: Annotated[int, Field(ge=1, le=100)] = 1,
) -> None:
    """Press a key or a key combination in the focused window."""


@action("any")
def type_text(text: Text) -> None:
    """Type text at the cursor of the focused window."""


@action("any")
def open_menu(path: Text) -> None:
    """Open a menu of the menu bar without choosing anything, such as `Format > Text`; its items become controls."""


@action("any", risk="read")
def scroll(direction: Literal["up", "down", "left", "right"], amount: Annotated[int, Field(ge=1, le=100)] = 3) -> None:
    """Scroll the document, in lines or rows."""


@action("any", risk="read")
def wait_for(name: Name, timeout_s: Annotated[float, Field(ge=0.05, le=20)] = 3.0) -> None:
    """Wait until a control or dialog with this name is showing."""
