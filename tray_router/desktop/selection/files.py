"""Files that were copied in a file manager: small texts and images are read, everything else is named.

Rule: only regular local files that the user put on the clipboard are opened, never more of them and never more bytes
than the limits; a file that is left out is said to be. Any thread; blocks for the disk.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tray_router.desktop.selection.images import usable_image
from tray_router.desktop.selection.models import KILOBYTE, MEGABYTE, CaptureLimits
from tray_router.errors import CaptureError

MAX_FILES = 8
MAX_TEXT_FILE_BYTES = 512 * KILOBYTE
IMAGE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff", ".gif"})
_LOCAL = ("", "localhost")
_NAMED = 3  # files left out that are named one by one


@dataclass(slots=True)
class CopiedFiles:
    """What was read of the copied files.

    Attributes:
        text: the texts, below their names when there is more than one file.
        images: encoded, as PNG or JPEG.
        read: names of the files that were read; left_out: names with the reason of those that were not.
    """

    text: str = ""
    images: tuple[bytes, ...] = ()
    read: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.text and not self.images

    @property
    def notice(self) -> str:
        """One sentence about which files these are, and which were left out."""
        parts = []
        if self.read:
            parts.append(f"From {_listed(self.read)}.")
        if self.left_out:
            parts.append(f"Left out: {_listed(self.left_out)}.")
        return " ".join(parts)


def local_files(uri_list: str) -> list[Path]:
    """The local files of a ``text/uri-list`` (RFC 2483), in order; comments and other schemes are passed over."""
    paths = []
    for line in uri_list.splitlines():
        parts = urlsplit(line.strip())
        if parts.scheme.lower() == "file" and parts.netloc.lower() in _LOCAL and parts.path:
            path = unquote(parts.path, errors="surrogateescape")
            if "\0" not in path:
                paths.append(Path(path))
    return paths


def read_files(paths: Iterable[Path], limits: CaptureLimits) -> CopiedFiles:
    """Reads what can be asked about; never raises because of a file."""
    found = CopiedFiles()
    texts: list[tuple[str, str]] = []
    images: list[bytes] = []
    room = limits.max_text_bytes
    for number, path in enumerate(paths):
        name = _shown_name(path)
        try:
            if number >= MAX_FILES:
                raise CaptureError(f"more than {MAX_FILES} files", "")  # noqa: TRY301 - joins the others below
            data = _read(path, limits)
            if path.suffix.lower() in IMAGE_SUFFIXES:
                images.append(usable_image(data, "the image"))
            else:
                texts.append((name, _text(data, room)))
                room -= len(data)
            found.read.append(name)
        except CaptureError as problem:
            found.left_out.append(f"{name} ({problem.title.rstrip('.')})")
    found.text = _joined(texts)
    found.images = tuple(images)
    return found


def _read(path: Path, limits: CaptureLimits) -> bytes:
    is_image = path.suffix.lower() in IMAGE_SUFFIXES
    cap = limits.max_image_bytes if is_image else min(MAX_TEXT_FILE_BYTES, limits.max_text_bytes)
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(descriptor, "rb") as file:  # noqa: PTH123 - of a descriptor, so that what is judged is what is read
            status = os.fstat(file.fileno())
            if stat.S_ISDIR(status.st_mode):
                raise CaptureError("a folder", "")
            if not stat.S_ISREG(status.st_mode):
                raise CaptureError("not a plain file", "")
            if status.st_size > cap:
                raise CaptureError(f"larger than {_size(cap)}", "")
            return file.read(cap)
    except OSError as problem:
        if isinstance(problem, IsADirectoryError):
            raise CaptureError("a folder", "") from problem
        raise CaptureError((problem.strerror or "cannot be read").lower(), "") from problem


def _text(data: bytes, room: int) -> str:
    if len(data) > room:
        raise CaptureError("too much text together", "")
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CaptureError("neither text nor an image", "")
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as problem:
        raise CaptureError("neither UTF-8 text nor an image", "") from problem
    if not text.strip():
        raise CaptureError("empty", "")
    return text


def _joined(texts: list[tuple[str, str]]) -> str:
    if len(texts) == 1:
        return texts[0][1]
    return "\n\n".join(f"{name}:\n{text.strip()}" for name, text in texts)


def _shown_name(path: Path) -> str:
    """The file's name, fit for the screen whatever bytes it has."""
    return os.fsencode(path.name or "/").decode("utf-8", "replace").replace("\n", " ")


def _listed(names: list[str]) -> str:
    more = len(names) - _NAMED
    shown = ", ".join(names[:_NAMED])
    return f"{shown} and {more} more" if more > 0 else shown


def _size(count: int) -> str:
    return f"{count // MEGABYTE} MB" if count >= MEGABYTE else f"{count // KILOBYTE} kB"
