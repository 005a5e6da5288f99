"""Memory that the window process does not need goes back to the system. Any thread.

Rule: only while nobody waits for the window: after its start, or some time after something was closed.
"""

from __future__ import annotations

import ctypes
import gc
import linecache
import sys


def settle() -> None:
    """To be called once, when all that lives as long as the process is made.

    PySide reads the source text of every module that imports it, and linecache keeps all of it (2 MB).
    """
    linecache.clearcache()
    gc.collect()
    gc.freeze()  # what lives now lives for good: later collections need not walk it
    release()


def release() -> None:
    """Gives memory that was freed back to the system, where glibc would keep it for later (Linux only)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform.startswith("linux") else None
    if trim is not None:
        trim(0)
