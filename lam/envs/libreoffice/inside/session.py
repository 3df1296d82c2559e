"""Actions of any open document."""

from __future__ import annotations
