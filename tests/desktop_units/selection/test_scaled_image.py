"""Images above the limit of the settings are made smaller; all others keep their very bytes."""

from __future__ import annotations

import base64
import io
import subprocess
import sys
from typing import Any

import pytest
from PIL import Image

from tray_router.desktop.selection.images import scaled_image
from tray_router.errors import CaptureError

RED, BLUE = (220, 30, 30), (30, 30, 220)


def encoded(kind: str, size: tuple[int, int], mode: str = "RGB", **options: Any) -> bytes:
    """Left half red, right half blue."""
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (size[0] // 2, 0, size[0], size[1]))
    sink = io.BytesIO()
    picture.convert(mode, dither=Image.Dither.NONE).save(sink, kind, **options)
    return sink.getvalue()


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def is_near(pixel: Any, colour: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(pixel[:3], colour, strict=True))


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("size", [(500, 400), (400, 500), (1, 500), (500, 500), (3, 2)])
def test_at_or_below_the_limit_the_bytes_stay(kind: str, size: tuple[int, int]) -> None:
    data = encoded(kind, size)
    assert scaled_image(data, 500) is data


@pytest.mark.parametrize(("width", "brings_pillow"), [(500, False), (501, True)])
def test_a_region_of_the_screen_that_fits_brings_no_pillow_into_memory(width: int, brings_pillow: bool) -> None:
    data = base64.b64encode(encoded("PNG", (width, 400)))
    program = (
        "import base64, sys; from tray_router.desktop.selection.images import scaled_image\n"
        f"scaled_image(base64.b64decode({data!r}), 500); print('PIL' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(brings_pillow)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((1000, 600), (500, 300)),
        ((600, 1000), (300, 500)),
        ((501, 501), (500, 500)),
        ((4000, 3), (500, 1)),
        ((3, 4000), (1, 500)),
        ((1001, 667), (500, 333)),
    ],
)
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_above_it_the_longer_side_is_the_limit(kind: str, size: tuple[int, int], expected: tuple[int, int]) -> None:
    picture = opened(scaled_image(encoded(kind, size), 500))
    assert (picture.format, picture.size) == (kind, expected)


@pytest.mark.parametrize(
    ("kind", "mode", "expected_mode"),
    [
        ("PNG", "RGB", "RGB"),
        ("PNG", "RGBA", "RGBA"),
        ("PNG", "P", "RGB"),  # mixing the numbers of a palette would make other colours
        ("PNG", "L", "L"),
        ("PNG", "LA", "RGBA"),
        ("PNG", "1", "RGB"),
        ("JPEG", "RGB", "RGB"),
        ("JPEG", "L", "L"),
        ("JPEG", "CMYK", "RGB"),
    ],
)
def test_colours_stay_what_they_were(kind: str, mode: str, expected_mode: str) -> None:
    data = encoded(kind, (1200, 400), mode)
    picture, original = opened(scaled_image(data, 600)), opened(data).convert("RGB")
    assert picture.mode == expected_mode
    shown = picture.convert("RGB")
    for x in (100, 500):
        assert is_near(shown.getpixel((x, 100)), original.getpixel((2 * x, 200)))  # type: ignore[arg-type]


def test_sixteen_bits_of_grey_keep_their_brightness() -> None:
    sink = io.BytesIO()
    Image.new("I;16", (800, 800), 0x8000).save(sink, "PNG")
    picture = opened(scaled_image(sink.getvalue(), 400))
    assert picture.mode == "L"
    assert picture.getpixel((200, 200)) == 0x80


def test_a_photo_is_turned_the_way_the_camera_was_held() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn right by 90 degrees
    picture = opened(scaled_image(encoded("JPEG", (1000, 600), exif=exif.tobytes()), 500))
    assert picture.size == (300, 500)
    assert is_near(picture.getpixel((150, 50)), RED)
    assert is_near(picture.getpixel((150, 450)), BLUE)
    assert 0x0112 not in picture.getexif()


def with_header(data: bytes, at: int, byte: int) -> bytes:
    return data[:at] + bytes([byte]) + data[at + 1 :]


SMALL = encoded("PNG", (300, 300))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        encoded("PNG", (900, 900))[:-700],
        SMALL[:20],
        SMALL[:33],
        with_header(SMALL, 19, 0),  # a width that its checksum does not know
        with_header(SMALL, 30, 0),
    ],
)
def test_what_cannot_be_decoded_is_said(data: bytes) -> None:
    with pytest.raises(CaptureError) as raised:
        scaled_image(data, 500, "photo.png")
    assert raised.value.title.startswith("photo.png")
    assert raised.value.hint
