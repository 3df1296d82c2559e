"""LAM carries out plain-language instructions in real documents: `lam.run("make the title bold", "letter.docx")`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["__version__", "accept", "replay", "run", "runs", "undo"]

if TYPE_CHECKING:
    from lam.session import accept, replay, run, runs, undo


def __getattr__(name: str) -> Any:
    """Load the public functions on first use, so that `import lam` stays silent and fast."""
    if name in ("run", "accept", "undo", "runs", "replay"):
        from lam import session

        return getattr(session, name)
    raise AttributeError(f"module 'lam' has no attribute {name!r}")
