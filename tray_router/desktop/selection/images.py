"""Images from clipboard or disk: whether they can be decoded, and as PNG or JPEG for the model.

Rule: the header is judged before a pixel is decoded, so a small file cannot ask for gigabytes. Pillow is imported
at the first image. Any thread.
"""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from tray_router.errors import CaptureError

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

MAX_PIXELS = 64_000_000
"""64 megapixels: more than eight 4K screens; decoded 256 MB at most."""
FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "TIFF", "GIF")
_SENT_AS_IT_IS = ("PNG", "JPEG")
_JPEG_FRACTION = 8


def check_image(data: bytes, name: str) -> None:
    """Checks that an image can be decoded: known format, sane size, whole file.

    Args:
        data: the encoded image.
        name: how the user knows it, e.g. a path; stands at the start of the error's title.

    Raises:
        CaptureError: it cannot be decoded.
    """
    usable_image(data, name)


def usable_image(data: bytes, name: str) -> bytes:
    """The image as PNG or JPEG bytes: unchanged when it is one already, else converted to PNG.

    Raises:
        CaptureError: as ``check_image``.
    """
    from PIL import Image

    hint = "Copy it again, or ask about it as a screen region."
    if not data:
        raise CaptureError(f"{name} is empty.", hint)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # judged by MAX_PIXELS below
        try:
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                _check_size(image, name)
                if image.format in _SENT_AS_IT_IS:
                    _check_whole(image)
                    return data
                return _as_png(image)
        except CaptureError:
            raise
        except Image.DecompressionBombError as problem:
            raise _too_large(name) from problem
        except Exception as problem:  # Pillow's decoders raise OSError, SyntaxError, ValueError, struct.error …
            known = ", ".join(FORMATS)
            raise CaptureError(f"{name} is not an image that can be read ({known}), or is damaged.", hint) from problem


def _check_size(image: ImageFile, name: str) -> None:
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise _too_large(name)


def _check_whole(image: ImageFile) -> None:
    """Raises what Pillow raises when the file ends early or a checksum is wrong."""
    if image.format == "JPEG":
        width, height = image.size
        image.draft("RGB", (max(1, width // _JPEG_FRACTION), max(1, height // _JPEG_FRACTION)))
        image.load()
    else:
        image.verify()


def _as_png(image: ImageFile) -> bytes:
    image.seek(0)
    has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    sink = io.BytesIO()
    image.convert("RGBA" if has_alpha else "RGB").save(sink, "PNG", compress_level=1)
    return sink.getvalue()


def _too_large(name: str) -> CaptureError:
    return CaptureError(f"{name} has more than {MAX_PIXELS // 1_000_000} megapixels.", "Ask about a part of it.")
