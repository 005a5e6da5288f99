"""``tray-router dashboard``: shows the dashboard of the running daemon."""

from __future__ import annotations

import argparse

from tray_router.cli.context import CliContext
from tray_router.errors import ExitCode
from tray_router.wire.control import DashboardCall

EXAMPLES = ("tray-router dashboard",)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(options: argparse.Namespace, context: CliContext) -> int:
    """Asks the daemon to show it.

    Returns:
        0.

    Raises:
        DaemonError: no daemon runs, or it has no desktop session.
    """
    context.daemon().call(DashboardCall())
    return ExitCode.OK
