"""The child process that reads images: a real process; of RapidOCR itself only its interface is played."""

import asyncio
import os
import sys

import pytest

from tray_router.backends import ocr
from tray_router.backends.ocr import RapidOcrReader, reader
from tray_router.errors import CaptureError

ENGINE = '''
"""Plays RapidOCR: an image is its own text, with one line per box."""
import sys, time


class LoadImageError(Exception):
    pass


class Found:
    def __init__(self, lines):
        self.txts = tuple(lines) or None
        self.boxes = [[[0, y], [90, y], [90, y + 10], [0, y + 10]] for y in range(0, 20 * len(lines), 20)] or None


class RapidOCR:
    def __call__(self, image):
        print("chatter on standard output")
        if image == b"hang":
            time.sleep(60)
        if image == b"crash":
            sys.exit(3)
        if image == b"no image":
            raise OSError("cannot identify image file")
        if image == b"broken image":
            raise LoadImageError(image)
        return Found(image.decode().splitlines())
'''


@pytest.fixture
def played(tmp_path, monkeypatch):
    (tmp_path / "rapidocr.py").write_text(ENGINE)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), *filter(None, sys.path)]))
    return RapidOcrReader()


async def test_the_texts_of_all_images_come_in_order(played):
    assert await played.read((b"first\nline two", "zweites Bild: Größe".encode())) == (
        "first\nline two\n\nzweites Bild: Größe"
    )


async def test_an_image_without_text_or_that_is_none_is_passed_over(played):
    assert await played.read((b"", b"no image", b"broken image", b"text")) == "text"
    assert await played.read((b"no image",)) == ""


async def test_a_large_image_goes_through(played):
    assert len(await played.read((b"x" * 3_000_000,))) == 3_000_000


async def test_a_crash_is_said_in_words(played, expect_log):
    with pytest.raises(CaptureError) as caught:
        await played.read((b"crash",))
    assert caught.value.title == "The text in the image could not be read."
    expect_log("ended with code 3")


async def test_one_that_hangs_is_ended(played):
    slow = RapidOcrReader(limit_s=0.8)
    with pytest.raises(CaptureError) as caught:
        await slow.read((b"hang",))
    assert "not read in time" in caught.value.title


async def test_stopping_the_question_ends_the_process(played):
    reading = asyncio.create_task(played.read((b"hang",)))
    await asyncio.sleep(0.3)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading


def test_it_is_there_only_with_both_packages(monkeypatch):
    found = {"rapidocr"}
    monkeypatch.setattr(reader.importlib.util, "find_spec", lambda name: object() if name in found else None)
    assert not ocr.is_installed()
    found.add("onnxruntime")
    assert ocr.is_installed()
