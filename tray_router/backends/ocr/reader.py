"""Reads the text in images in a child process, which ends when it is done. Runs in the engine's loop.

Rules: nothing of an image or its text reaches a log or a disk; stopping the question ends the process.
"""

from __future__ import annotations

import asyncio
import importlib.util
import json
import logging
import sys

from tray_router.backends.ocr.worker import LENGTH
from tray_router.errors import CaptureError

log = logging.getLogger(__name__)

LIMIT_S = 60.0  # 2.5 s for a screenshot on two slow cores, most of it start-up
NEEDED = ("rapidocr", "onnxruntime")
COMMAND = (sys.executable, "-m", "tray_router.backends.ocr.worker")


def is_installed() -> bool:
    """Whether the ``ocr`` extra is there; looks for the packages without loading them."""
    return all(importlib.util.find_spec(name) is not None for name in NEEDED)


class RapidOcrReader:
    """Implements ``engine.ports.ImageTextReader``."""

    def __init__(self, command: tuple[str, ...] = COMMAND, limit_s: float = LIMIT_S) -> None:
        self._command = command
        self._limit_s = limit_s

    async def read(self, images: tuple[bytes, ...]) -> str:
        """The text in the images, one after the other; empty when there is none.

        Raises:
            CaptureError: they could not be read, or not in time.
        """
        process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            async with asyncio.timeout(self._limit_s):
                output, _ = await process.communicate(b"".join(LENGTH.pack(len(image)) + image for image in images))
        except TimeoutError:
            raise CaptureError("The text in the image was not read in time.", "Ask about a smaller region.") from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        return _joined(output, process.returncode)


def _joined(output: bytes, code: int | None) -> str:
    try:
        texts = json.loads(output) if code == 0 else None
    except ValueError:
        texts = None
    if not isinstance(texts, list):
        log.warning("The process that reads text in images ended with code %s.", code)
        raise CaptureError("The text in the image could not be read.", "Check the `ocr` extra: tray-router doctor.")
    return "\n\n".join(text for text in texts if text)
