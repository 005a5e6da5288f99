"""pystray's ``Icon``, ``Menu`` and ``MenuItem``, imported without a display and without GTK.

On Linux pystray chooses a backend while it is imported, by trying to use each. We bring our own, so it is told to
take its empty one. Any thread; the first import should happen before other threads read the environment.
"""

from __future__ import annotations

import importlib
import os
import sys

_VARIABLE = "PYSTRAY_BACKEND"


def _import_quietly() -> None:
    if "pystray" in sys.modules:
        return
    chosen = os.environ.get(_VARIABLE)
    os.environ[_VARIABLE] = "dummy"
    try:
        importlib.import_module("pystray")
    finally:
        if chosen is None:
            del os.environ[_VARIABLE]
        else:
            os.environ[_VARIABLE] = chosen


_import_quietly()

from pystray._base import Icon, Menu, MenuItem  # noqa: E402 - only importable after the choice above

__all__ = ["Icon", "Menu", "MenuItem"]
