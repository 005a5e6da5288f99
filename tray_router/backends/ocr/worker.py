"""The child process that reads images: ``python -m tray_router.backends.ocr.worker``.

Rule: it holds half a gigabyte while it works, so it ends with its input and the daemon stays small. Standard input:
for each image a 4-byte big-endian length and that many bytes. Standard output: a JSON list with one text per image,
``null`` where an image cannot be decoded. RapidOCR's own chatter is kept from both.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import struct
import sys
from typing import Any, BinaryIO

from tray_router.backends.ocr.order import TextBox, in_reading_order

LENGTH = struct.Struct(">I")


def main() -> int:
    """Reads all images of the input, writes their texts, leaves."""
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whoever prints now prints to the log
    logging.disable(logging.INFO)
    rapidocr: Any = importlib.import_module("rapidocr")  # of the `ocr` extra

    engine = rapidocr.RapidOCR()
    texts: list[str | None] = []
    for image in read_images(sys.stdin.buffer):
        try:
            found = engine(image)
        except (rapidocr.LoadImageError, OSError):  # Pillow's own error for bytes that are no image is an OSError
            texts.append(None)
            continue
        boxes = found.boxes if found.boxes is not None else ()
        placed = [_placed(corners, text) for corners, text in zip(boxes, found.txts or (), strict=True)]
        texts.append(in_reading_order(placed))
    output.write(json.dumps(texts).encode())
    output.close()
    return 0


def read_images(stream: BinaryIO) -> list[bytes]:
    """The images of the input.

    Raises:
        ValueError: the input ends inside an image.
    """
    images = []
    while header := stream.read(LENGTH.size):
        (length,) = LENGTH.unpack(header)
        image = stream.read(length)
        if len(image) < length:
            raise ValueError("the input ended inside an image")
        images.append(image)
    return images


def _placed(corners: Any, text: str) -> TextBox:
    """A box from the four corners that RapidOCR names; slanted text gets the upright box around it."""
    points = [(float(x), float(y)) for x, y in corners]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return TextBox(min(xs), min(ys), max(xs), max(ys), text)


if __name__ == "__main__":
    sys.exit(main())
