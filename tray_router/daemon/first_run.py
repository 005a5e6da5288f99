"""Whether this is a newcomer: no settings file, and the first run was never shown. Blocking, one small file.

Rule: the mark is made when the window is shown, so that it comes by itself once and no more; a mark that cannot be
made means that it is not shown, or it would come for ever.
"""

from __future__ import annotations

import logging
from pathlib import Path

log = logging.getLogger(__name__)

FILE_NAME = "first-run-shown"


def is_due(folder: Path, *, has_settings: bool, is_simulated: bool) -> bool:
    """Whether to show the first run now; if so, it is marked as shown.

    Args:
        folder: for state.
        has_settings: there is a settings file, or one was named.
        is_simulated: the user asked for simulated machines.
    """
    mark = folder / FILE_NAME
    if has_settings or is_simulated or mark.exists():
        return False
    try:
        mark.touch(mode=0o600)
    except OSError as error:
        log.warning("The first run is not shown, because that cannot be kept: %s", error.strerror)
        return False
    return True
