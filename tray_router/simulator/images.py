"""Images as they arrive: what they are, by their header alone.

Rule: Pillow is imported only when a picture is looked at, so that a simulator without pictures starts quickly.
Runs in the loop's thread; reading a header takes microseconds.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

# What the runner's decoder takes, WEBP being converted on the way (contract, section 6).
ACCEPTED_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """Format (Pillow's word, e.g. ``PNG``) and size in pixels."""

    format: str
    width: int
    height: int


def image_facts(data: bytes) -> ImageFacts | None:
    """What the bytes are, or None when they are no picture that Ollama takes. Only the header is decoded."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # nothing is decompressed here
            with Image.open(io.BytesIO(data), formats=ACCEPTED_FORMATS) as picture:
                return ImageFacts(picture.format or "", *picture.size)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return None
