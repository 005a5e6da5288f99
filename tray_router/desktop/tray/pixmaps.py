"""Pictures as StatusNotifierItem wants them: ``a(iiay)``, ARGB32 in network byte order. Pure, any thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from tray_router.desktop.tray.raster import IconPicture

if TYPE_CHECKING:
    from PIL.Image import Image


Picture: TypeAlias = "IconPicture | Image"
Pictures: TypeAlias = "Picture | Sequence[Picture]"


def pixmaps(pictures: Pictures) -> list[list[Any]]:
    """One entry per picture: width and height in pixels, and the bytes. Panels scale the nearest size."""
    if not isinstance(pictures, Sequence):
        pictures = [pictures]
    return [_pixmap(picture) for picture in pictures]


def _pixmap(picture: Picture) -> list[Any]:
    if isinstance(picture, IconPicture):
        return [picture.size, picture.size, _argb(picture.rgba)]
    return [picture.width, picture.height, _argb(picture.convert("RGBA").tobytes())]  # what pystray's callers give


def _argb(rgba: bytes) -> bytes:
    argb = bytearray(len(rgba))
    for channel in range(4):
        argb[(channel + 1) % 4 :: 4] = rgba[channel::4]
    return bytes(argb)
