"""Takes what the user looks at: blocking work of the desktop in worker threads, with a deadline.

Rule: whatever goes wrong becomes a CaptureError in words, so that a press is never answered by nothing. Runs in the
engine's loop.
"""

from __future__ import annotations

import asyncio
import logging

from tray_router.engine.ports import CaptureSource, FitImage
from tray_router.errors import CaptureError
from tray_router.model import Capture

log = logging.getLogger(__name__)

CAPTURE_LIMIT_S = 5.0  # the source has deadlines of its own; this one is for a source that is stuck


async def take(source: CaptureSource) -> Capture:
    """What is selected or copied now.

    Raises:
        CaptureError: it cannot be read, or not in time.
    """
    try:
        async with asyncio.timeout(CAPTURE_LIMIT_S):
            return await asyncio.to_thread(source.capture)
    except CaptureError:
        raise
    except TimeoutError:
        hint = "The program that owns it does not answer."
        raise CaptureError("The selection could not be read in time.", hint) from None
    except Exception as error:  # a fault of ours must not look like a press that was not heard
        log.exception("The capture failed.")
        raise CaptureError("The selection could not be read.", "The log has the details.") from error


async def fitted(images: tuple[bytes, ...], fit: FitImage) -> tuple[bytes, ...]:
    """The images, none larger than the settings allow.

    Raises:
        CaptureError: one cannot be decoded.
    """
    return tuple([await asyncio.to_thread(fit, image) for image in images])
