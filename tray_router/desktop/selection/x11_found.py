"""What a look at the selections came to, and the words for those that gave nothing."""

from __future__ import annotations

from dataclasses import dataclass

from tray_router.desktop.selection.files import CopiedFiles
from tray_router.desktop.selection.models import MEGABYTE
from tray_router.desktop.selection.x11_focus import Focus
from tray_router.errors import CaptureError
from tray_router.model import Capture


@dataclass(slots=True)
class Found:
    """What one selection holds, as far as it was looked at."""

    text: str = ""
    image: bytes = b""
    files: CopiedFiles | None = None
    is_secret: bool = False
    is_silent: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.text and not self.image and not self.files


def decoded(data: bytes, encoding: str) -> str:
    """Text without the NULs that some programs append."""
    return data.decode(encoding, "replace").replace("\0", "")


def nothing(focus: Focus, primary: Found, clipboard: Found) -> Capture:
    """An empty capture that says why.

    Raises:
        CaptureError: something is there that did not come.
    """
    if primary.is_silent or clipboard.is_silent:
        what = "selection" if primary.is_silent else "clipboard"
        raise CaptureError(
            f"The program that holds the {what} does not answer.", "Select or copy again in a program that reacts."
        )
    if primary.is_secret or clipboard.is_secret:
        notice = "A password manager marked this as secret, so it was not read."
    else:
        notice = "Nothing is selected, and the clipboard holds no text or image."
    return Capture(application=focus.application, notice=notice)


def too_large(what: str, cap: int) -> CaptureError:
    """The refusal of more than ``cap`` bytes."""
    shown = f"{cap / MEGABYTE:.0f} MB" if cap >= MEGABYTE else f"{cap} bytes"
    return CaptureError(
        f"The {what} is larger than {shown}.", "Select a part of it, or raise limits.max_clipboard_bytes."
    )
