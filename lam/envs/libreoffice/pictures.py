"""Puts the bitmaps of the office's windows together into one picture, with the menu bar that an office in memory does not paint."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

BAR, TEXT, FRAME, TITLE_HEIGHT = "#f0f0f0", "#202020", "#5a6473", 22


def compose(layers: Sequence[dict[str, Any]], menus: Sequence[Any], path: Path) -> tuple[int, int] | None:
    """Write the picture to `path`; its (width, height) in pixels, or None when there is nothing to show.

    `layers`: document window first, then menus and dialogs; `menus`: (label, box) of the menu bar.
    """
    if not layers:
        return None
    bar = max((box[1] + box[3] for _, box in menus), default=0) + (2 if menus else 0)
    canvas = Image.new("RGB", (layers[0]["width"], layers[0]["height"]), BAR)
    canvas.paste(_image(layers[0]), (0, bar))
    draw = ImageDraw.Draw(canvas)
    draw.rectangle((0, 0, canvas.width, bar), fill=BAR)
    for label, box in menus:
        draw.text((box[0] + 4, box[1] + 2), label, fill=TEXT)
    for layer in layers[1:]:
        x, y, right, bottom = layer["x"], layer["y"], layer["x"] + layer["width"], layer["y"] + layer["height"]
        if layer["title"]:
            draw.rectangle((x - 2, y - TITLE_HEIGHT, right + 1, bottom + 1), fill=FRAME)
            draw.text((x + 8, y - TITLE_HEIGHT + 5), layer["title"], fill="white")
        canvas.paste(_image(layer), (x, y))
    canvas.save(path, compress_level=3)
    return canvas.size


def _image(layer: dict[str, Any]) -> Image.Image:
    """A layer's raw rows: 24-bit BGR, bottom-up, padded to 4 bytes."""
    stride = (layer["width"] * 3 + 3) // 4 * 4
    return Image.frombytes("RGB", (layer["width"], layer["height"]), Path(layer["file"]).read_bytes(), "raw", "BGR", stride, -1)
