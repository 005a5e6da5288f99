"""Pictures as StatusNotifierItem wants them: ``a(iiay)``, ARGB32 in network byte order. Pure, any thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

SIZES = (16, 22, 24, 32, 48)
"""Pixels. Panels take the nearest size and scale it, so the usual ones are drawn to the pixel."""


def pixmaps(pictures: Sequence[Image]) -> list[list[Any]]:
    """One entry per picture; a single larger picture is scaled to the usual sizes."""
    if len(pictures) == 1:
        only = pictures[0].convert("RGBA")
        pictures = [only.resize((size, size)) for size in SIZES]
    return [[picture.width, picture.height, _argb(picture)] for picture in pictures]


def _argb(picture: Image) -> bytes:
    from PIL import Image

    red, green, blue, alpha = picture.convert("RGBA").split()
    return Image.merge("RGBA", (alpha, red, green, blue)).tobytes()
