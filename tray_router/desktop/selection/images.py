"""Images from clipboard or disk: whether they can be decoded, and as PNG or JPEG for the model.

Rule: the header is judged before a pixel is decoded, so a small file cannot ask for gigabytes. An image that need not
change keeps its very bytes. Pillow, 5 MB, is imported at the first image that needs it: a PNG that fits, as most of the
regions of a screen are, does not. Any thread.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from tray_router.errors import CaptureError

if TYPE_CHECKING:
    from PIL.Image import Image as AnyImage
    from PIL.ImageFile import ImageFile

T = TypeVar("T")

MAX_PIXELS = 64_000_000
"""64 megapixels: more than eight 4K screens; decoded 256 MB at most."""
FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "TIFF", "GIF")
_SENT_AS_IT_IS = ("PNG", "JPEG")
_PNG_START = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"
_PNG_HEADER_BEGIN, _PNG_HEADER_END = 12, 33  # from the chunk's name to its checksum
_JPEG_FRACTION = 8
_JPEG_QUALITY = 92  # small print stays readable
_HINT = "Copy it again, or ask about it as a screen region."


def usable_image(data: bytes, name: str) -> bytes:
    """The image as PNG or JPEG bytes: unchanged when it is one already, else converted to PNG.

    Args:
        data: the encoded image.
        name: how the user knows it, e.g. a path; stands at the start of the error's title.

    Raises:
        CaptureError: it cannot be decoded: no known format, no sane size, or not whole.
    """

    def usable(image: ImageFile) -> bytes:
        if image.format not in _SENT_AS_IT_IS:
            return _as_png(image)
        _check_whole(image)
        return data

    return _opened(data, name, usable)


def scaled_image(data: bytes, max_px: int, name: str = "The image") -> bytes:
    """The image with its longer side at most ``max_px`` pixels, as PNG or JPEG like before; unchanged when it is.

    Scaled by Lanczos, turned the way up that a camera noted. Takes some tenths of a second for a large image.

    Raises:
        CaptureError: as ``usable_image``; an image that fits is not decoded, only its header is read.
    """

    def scaled(image: ImageFile) -> bytes:
        if max(image.size) <= max_px:
            return data
        image.draft("RGB", (2 * max_px, 2 * max_px))  # lets the JPEG decoder skip what would be thrown away
        return _encoded(_smaller(image, max_px), is_photo=image.format == "JPEG")

    size = _png_size(data)
    return data if size is not None and 0 < min(size) and max(size) <= max_px else _opened(data, name, scaled)


def _opened(data: bytes, name: str, use: Callable[[ImageFile], T]) -> T:
    """What ``use`` makes of the image; all that Pillow may raise becomes a CaptureError."""
    from PIL import Image

    if not data:
        raise CaptureError(f"{name} is empty.", _HINT)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # judged by MAX_PIXELS below
        try:
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                _check_size(image, name)
                return use(image)
        except CaptureError:
            raise
        except Image.DecompressionBombError as problem:
            raise _too_large(name) from problem
        except Exception as problem:  # Pillow's decoders raise OSError, SyntaxError, ValueError, struct.error …
            known = ", ".join(FORMATS)
            raise CaptureError(f"{name} is not an image that can be read ({known}), or is damaged.", _HINT) from problem


def _png_size(data: bytes) -> tuple[int, int] | None:
    """Width and height by a PNG's header (PNG specification, section 11.2.1); None when it has no sound one."""
    if not data.startswith(_PNG_START) or len(data) < _PNG_HEADER_END or b"IDAT" not in data:
        return None
    header = data[_PNG_HEADER_BEGIN:_PNG_HEADER_END]
    width, height, checksum = struct.unpack(">4x2I5xI", header)
    return (width, height) if zlib.crc32(header[:-4]) == checksum else None


def _smaller(image: ImageFile, max_px: int) -> AnyImage:
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(image)
    factor = max_px / max(upright.size)
    width, height = (max(1, round(side * factor)) for side in upright.size)
    return _plain(upright).resize((width, height), Image.Resampling.LANCZOS)


def _plain(image: AnyImage) -> AnyImage:
    """In 8 bits per channel, without a palette, so that colours can be mixed."""
    if image.mode.startswith("I"):  # 16 bits of grey
        return image.convert("I").point(lambda value: value / 256).convert("L")
    has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    return image if image.mode == "L" else image.convert("RGBA" if has_alpha else "RGB")


def _encoded(image: AnyImage, *, is_photo: bool) -> bytes:
    sink = io.BytesIO()
    if is_photo:
        image.save(sink, "JPEG", quality=_JPEG_QUALITY)
    else:
        image.save(sink, "PNG", compress_level=1)
    return sink.getvalue()


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
    return _encoded(image.convert("RGBA" if has_alpha else "RGB"), is_photo=False)


def _too_large(name: str) -> CaptureError:
    return CaptureError(f"{name} has more than {MAX_PIXELS // 1_000_000} megapixels.", "Ask about a part of it.")
