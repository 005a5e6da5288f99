"""``tray-router settings``: shows the settings window of the running daemon."""

from __future__ import annotations

import argparse

from tray_router.cli.context import CliContext
from tray_router.errors import ExitCode
from tray_router.wire.control import SettingsCall

EXAMPLES = ("tray-router settings", "tray-router settings --first-run")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which of the two windows."""
    parser.add_argument("--first-run", action="store_true", help="the four steps of the first run once more")


def run(options: argparse.Namespace, context: CliContext) -> int:
    """Asks the daemon to show it.

    Returns:
        0.

    Raises:
        DaemonError: no daemon runs, or it has no desktop session.
    """
    context.daemon().call(SettingsCall(is_first_run=options.first_run))
    return ExitCode.OK
