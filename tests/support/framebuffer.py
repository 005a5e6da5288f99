"""The screen of an Xvfb that was started with ``-fbdir``: read from its XWD file, which costs the server nothing."""

from __future__ import annotations

import mmap
import struct
from pathlib import Path

from PIL import Image

FILE = "Xvfb_screen0"
_HEADER_WORDS = 25
_HEADER_SIZE, _WIDTH, _HEIGHT, _COLOURS = 0, 4, 5, 19  # XWDFile.h: fields of the header
_COLOUR_BYTES = 12


class Framebuffer:
    """Pixels as they are now, four bytes each (blue, green, red, unused)."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        header = struct.unpack(f">{_HEADER_WORDS}I", self._map[: 4 * _HEADER_WORDS])
        self._offset = header[_HEADER_SIZE] + header[_COLOURS] * _COLOUR_BYTES
        self.size = (header[_WIDTH], header[_HEIGHT])

    def pixels(self) -> bytes:
        """The whole screen: half a millisecond for a copy of a million pixels."""
        width, height = self.size
        return self._map[self._offset : self._offset + width * height * 4]

    def picture(self, pixels: bytes) -> Image.Image:
        """Pixels as a picture in RGB."""
        return Image.frombytes("RGB", self.size, pixels, "raw", "BGRX")

    def close(self) -> None:
        self._map.close()
