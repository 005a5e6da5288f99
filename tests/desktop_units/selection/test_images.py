import io
import struct
import zlib

import pytest
from PIL import Image

from tray_router.desktop.selection.images import usable_image
from tray_router.errors import CaptureError


def encoded(kind, size=(64, 48), mode="RGB", **options):
    sink = io.BytesIO()
    picture = Image.effect_noise(size, 80).convert(mode)
    picture.save(sink, kind, **options)
    return sink.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_png_and_jpeg_pass_unchanged(kind):
    data = encoded(kind)
    assert usable_image(data, "photo") is data


@pytest.mark.parametrize(("kind", "mode"), [("WEBP", "RGBA"), ("BMP", "RGB"), ("TIFF", "RGB"), ("GIF", "P")])
def test_other_formats_become_png_with_the_same_pixels(kind, mode):
    data = encoded(kind, mode=mode, **({"lossless": True} if kind == "WEBP" else {}))
    converted = Image.open(io.BytesIO(usable_image(data, "photo")))
    assert converted.format == "PNG"
    original = Image.open(io.BytesIO(data)).convert(converted.mode)
    assert converted.tobytes() == original.tobytes()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not an image",
        encoded("PNG")[:-200],
        encoded("PNG")[:300] + b"\0\0\0\0" + encoded("PNG")[304:],
        encoded("JPEG", (400, 300))[:-2000],
        encoded("WEBP")[:100],
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
    ids=["empty", "text", "cut png", "damaged png", "cut jpeg", "cut webp", "svg"],
)
def test_what_cannot_be_decoded_is_a_capture_error(data):
    with pytest.raises(CaptureError) as caught:
        usable_image(data, "photo.png")
    assert "photo.png" in caught.value.title
    assert caught.value.hint


def test_a_small_file_cannot_ask_for_gigabytes():
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    with pytest.raises(CaptureError, match="megapixels"):
        usable_image(bomb, "bomb.png")
