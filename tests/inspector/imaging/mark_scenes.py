"""Rendered feet of ceramics with a mark in columns, read from the right; drawn with the fonts of the product."""

from __future__ import annotations

import io
from collections.abc import Sequence
from importlib import resources

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from inspector.imaging.cv import opencv  # noqa: F401 - OpenCV comes through its door, whoever is first

TABLE, GLAZE, RIM = (90, 70, 55), (238, 240, 236), (190, 185, 170)
COBALT, IRON = (40, 70, 150), (160, 40, 30)


def mark_photo(
    columns: Sequence[str],
    *,
    font: str = "NotoSerifSC-Regular.ttf",
    ink: tuple[int, int, int] = COBALT,
    angle: float = 0,
    has_frame: bool = True,
    side: int = 1000,
    seed: int = 0,
) -> bytes:
    """Return a JPEG of a foot with the columns of a mark, the right one first."""
    rng = np.random.default_rng(seed)
    picture = Image.new("RGB", (1000, 1000), TABLE)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((60, 60, 940, 940), fill=GLAZE, outline=RIM, width=12)
    letters = ImageFont.truetype(str(resources.files("resources") / "fonts" / font), 90)
    width, height = len(columns) * 115, max(map(len, columns)) * 110
    right, top = 500 + width / 2 - 115, 500 - height / 2
    for number, column in enumerate(columns):
        for place, character in enumerate(column):
            pen.text((right - number * 115 + 12, top + place * 110), character, font=letters, fill=ink)
    if has_frame:
        pen.rectangle(
            (500 - width / 2 - 25, top - 15, 500 + width / 2 + 25, top + height + 15), outline=ink, width=5
        )
    turned = picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=TABLE).resize((side, side))
    soft = np.asarray(turned.filter(ImageFilter.GaussianBlur(1.2 * side / 1000)), float)
    lit = soft * np.linspace(0.75, 1.05, side)[None, :, None] + rng.normal(0, 5, soft.shape)
    out = io.BytesIO()
    Image.fromarray(np.clip(lit, 0, 255).astype(np.uint8)).save(out, "JPEG", quality=85)
    return out.getvalue()
