"""Talks to a running daemon over its control socket, as the command line does, without a process for each word.

Rule: for polling and for setting the scene. What the command line itself says and does is tested with it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from tray_router.cli.client import DaemonClient
from tray_router.errors import DaemonError
from tray_router.wire.control import PauseCall, StatusCall


def daemon_status(runtime: Path) -> dict[str, Any]:
    """What the daemon of the user with that runtime folder says of itself; empty while none answers."""
    try:
        reply = _client(runtime).call(StatusCall())
    except DaemonError:
        return {}
    said: dict[str, Any] = msgspec.to_builtins(reply)
    return {"is_running": True, **said}


def pause_and_resume(runtime: Path, host: str) -> None:
    """What ``hosts pause`` and ``hosts resume`` do, one after the other.

    Raises:
        DaemonError: the daemon refused.
    """
    for is_paused in (True, False):
        _client(runtime).call(PauseCall(host, is_paused))


def _client(runtime: Path) -> DaemonClient:
    return DaemonClient(runtime / "tray-router" / "control.sock")
