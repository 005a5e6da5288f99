"""Asks a running daemon how it is, over its control socket: what ``status --json`` prints, without a process.

Rule: for polling. What the command line says of itself is tested with the command line.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from tray_router.cli.client import DaemonClient
from tray_router.errors import DaemonError
from tray_router.wire.control import StatusCall


def daemon_status(runtime: Path) -> dict[str, Any]:
    """What the daemon of the user with that runtime folder says of itself; empty while none answers."""
    try:
        reply = DaemonClient(runtime / "tray-router" / "control.sock").call(StatusCall())
    except DaemonError:
        return {}
    said: dict[str, Any] = msgspec.to_builtins(reply)
    return {"is_running": True, **said}
