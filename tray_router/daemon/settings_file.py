"""Shows the settings file in the user's editor. Blocking; runs in a thread of its own."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

from tray_router.config.save import save_config
from tray_router.config.settings import Settings
from tray_router.config.write import render_config
from tray_router.errors import ConfigError

log = logging.getLogger(__name__)


def open_settings_file(path: Path, settings: Settings) -> None:
    """Opens ``path``; when it does not exist it is written first, with ``settings`` and a comment for every option."""
    try:
        if not path.exists():
            save_config(path, render_config(settings))
    except ConfigError as error:
        log.error("%s %s", error.title, error.hint)  # noqa: TRY400 - an error with its own words
        return
    try:
        if sys.platform == "win32":
            os.startfile(path)  # noqa: S606 - the user's own file, at the user's own click
        else:
            opener = "open" if sys.platform == "darwin" else "xdg-open"
            subprocess.run([opener, str(path)], check=False, stdin=subprocess.DEVNULL)  # noqa: S603
    except OSError as error:
        log.warning("No program opens %s: %s", path, error.strerror)
