"""``python -m tray_router.window``: how the daemon starts the window process. Main thread."""

from __future__ import annotations

import sys

from tray_router.window.main import run_window

if __name__ == "__main__":
    sys.exit(run_window(sys.stdin.buffer, sys.stdout.buffer))
