"""Copied files: real ones on a real disk."""

import io
import os

import pytest
from PIL import Image

from tray_router.desktop.selection import files
from tray_router.desktop.selection.files import local_files, read_files
from tray_router.desktop.selection.models import CaptureLimits

LIMITS = CaptureLimits()


def png(width, height):
    sink = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(sink, "PNG")
    return sink.getvalue()


@pytest.mark.parametrize(
    ("listed", "paths"),
    [
        ("file:///home/u/a%20b.txt\r\n", ["/home/u/a b.txt"]),
        ("# two files\nfile:///a\nfile://localhost/b\n", ["/a", "/b"]),
        ("file://nas/share/c", []),  # another machine's
        ("https://example.org/x\nftp://example.org/y\n\n", []),
        ("file:///etc/\u0000hidden%00name", []),
        ("FILE:///upper", ["/upper"]),
    ],
)
def test_addresses_become_local_paths(listed, paths):
    assert [str(path) for path in local_files(listed)] == paths


def test_names_that_are_no_utf_8_are_found_and_shown(tmp_path):
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    path.write_text("latte")
    (found,) = local_files(f"file://{tmp_path}/caf%E9.txt")
    copied = read_files([found], LIMITS)
    assert copied.text == "latte"
    assert copied.read == ["caf\ufffd.txt"]


def test_one_text_stands_alone_and_several_have_their_names(tmp_path):
    first, second = tmp_path / "a.py", tmp_path / "b.md"
    first.write_text("x = 1\n")
    second.write_bytes(b"\xef\xbb\xbf# Title\r\n")
    assert read_files([first], LIMITS).text == "x = 1\n"
    both = read_files([first, second], LIMITS)
    assert both.text == "a.py:\nx = 1\n\nb.md:\n# Title"
    assert both.notice == "From a.py, b.md."


def test_images_and_texts_come_together(tmp_path):
    picture, note = tmp_path / "shot.PNG", tmp_path / "note.txt"
    picture.write_bytes(png(20, 10))
    note.write_text("what is this?")
    copied = read_files([picture, note], LIMITS)
    assert copied.images == (picture.read_bytes(),)
    assert copied.text == "what is this?"


def test_what_cannot_be_read_is_left_out_and_said(tmp_path):
    broken, binary, empty, wide = (tmp_path / name for name in ("x.png", "x.bin", "empty.txt", "utf16.txt"))
    broken.write_bytes(b"no image")
    binary.write_bytes(b"\x00\x01\xff")
    empty.write_text(" \n")
    wide.write_text("wide", encoding="utf-16")
    os.mkfifo(tmp_path / "pipe")
    copied = read_files([broken, binary, empty, wide, tmp_path / "pipe", tmp_path / "gone.txt"], LIMITS)
    assert copied.text == "wide"
    assert copied.images == ()
    reasons = dict(entry.removesuffix(")").split(" (", 1) for entry in copied.left_out)
    assert set(reasons) == {"x.png", "x.bin", "empty.txt", "pipe", "gone.txt"}
    assert reasons["pipe"] == "not a plain file"
    assert reasons["gone.txt"] == "no such file or directory"


def test_size_and_number_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_TEXT_FILE_BYTES", 100)
    long, *others = (tmp_path / f"{number}.txt" for number in range(files.MAX_FILES + 2))
    long.write_text("x" * 101)
    for other in others:
        other.write_text("y" * 60)
    copied = read_files([long, *others], CaptureLimits(max_text_bytes=150))
    assert copied.read == ["1.txt", "2.txt"]  # the third would be more text than is taken in all
    assert "larger than" in copied.left_out[0]
    assert copied.left_out[-1].endswith(f"(more than {files.MAX_FILES} files)")
    assert copied.notice.endswith(" more.")
