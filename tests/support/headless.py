"""A user without a desktop: folders and an environment of their own, and machines that answer at once."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from tray_router.simulator import SimulatedHostSettings, demo_fleet

ROOT = Path(__file__).parents[2]
TOKENS_PER_S = 5000.0
UNSET = ("DISPLAY", "WAYLAND_DISPLAY", "OLLAMA_HOST", "TRAY_ROUTER_CONFIG", "TRAY_ROUTER_DEBUG")


def user_folders(folder: Path, runtime: Path) -> dict[str, str]:
    """Variables that name the user's folders, which are made below ``folder``.

    Args:
        runtime: where the control socket goes; a short name, because a socket's path has 107 bytes at most.
    """
    named = {name: folder / name.lower() for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")}
    for path in named.values():
        path.mkdir(mode=0o700, exist_ok=True)
    return {"XDG_RUNTIME_DIR": str(runtime), **{name: str(path) for name, path in named.items()}}


def headless_env(folder: Path, runtime: Path, **more: str) -> dict[str, str]:
    """The whole environment of a program of that user: no display, no bus, no settings from outside."""
    kept = {name: value for name, value in os.environ.items() if name not in UNSET}
    bus = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}
    return {**kept, "PYTHONPATH": str(ROOT), **bus, **user_folders(folder, runtime), **more}


def quick_machines() -> tuple[SimulatedHostSettings, ...]:
    """The demo's machines without waiting times."""
    return tuple(
        replace(host, models=tuple(replace(m, load_s=0.0, tokens_per_s=TOKENS_PER_S) for m in host.models))
        for host in demo_fleet()
    )
