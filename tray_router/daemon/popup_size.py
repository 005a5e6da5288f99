"""The size that the user gave the popup by hand, kept in a small file over restarts.

Rule: it holds as long as the settings name the sizes that they named then; an edited size goes before. A file that
cannot be read or written is as good as none. Runs in the engine's loop; the file has a few bytes.
"""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from pathlib import Path

from tray_router.config.settings import PopupSettings
from tray_router.wire.popup import PopupSized

log = logging.getLogger(__name__)

FILE_NAME = "popup-size.json"
MAX_PIXELS = 16_384


class PopupSize:
    """Width and largest height of the popup, by hand or by the settings."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self, sized: PopupSized, settings: PopupSettings) -> None:
        """Remembers what the user has done."""
        kept = {"width": sized.width, "height": sized.height, "settings": [settings.width, settings.max_height]}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_text(json.dumps(kept), encoding="utf-8")
        except OSError as error:
            log.warning("The popup's size cannot be kept: %s", error)

    def now(self, settings: PopupSettings) -> tuple[int, int]:
        """Width and largest height in logical pixels."""
        by_settings = settings.width, settings.max_height
        with suppress(OSError, ValueError, KeyError, TypeError):
            kept = json.loads(self._path.read_text(encoding="utf-8"))
            width, height = int(kept["width"]), int(kept["height"])
            if tuple(kept["settings"]) == by_settings and 0 < width <= MAX_PIXELS and 0 < height <= MAX_PIXELS:
                return width, height
        return by_settings
