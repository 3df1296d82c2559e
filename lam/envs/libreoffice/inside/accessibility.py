"""The user interface as the office's own accessibility tree tells it: windows, dialogs and showing controls."""

from __future__ import annotations

from typing import Any


def windows(office: Any) -> list[Any]:
    """The document window, then the other showing top windows (dialogs, menus), bottom first."""
    main = office.window
    found = [main]
    for index in range(office.toolkit.getTopWindowCount()):
        window = office.toolkit.getTopWindow(index)
        if window is not None and window != main and window.isVisible():
            found.append(window)
    return found


def dialogs(office: Any) -> list[str]:
    """Titles of the open dialogs."""
    titles = []
    for window in windows(office)[1:]:
        context = window.getAccessibleContext()
        titles.append(context.getAccessibleName() if context is not None else "")
    return titles


def controls(office: Any) -> list[Any]:
    """Showing controls: (id, role, name, value, states, box, dialog) rows."""
    return []
