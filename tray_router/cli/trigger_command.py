"""``tray-router trigger`` when it is reached the slow way, e.g. with ``--config`` in front of it."""

from __future__ import annotations

import argparse

from tray_router.cli import trigger
from tray_router.cli.context import CliContext
from tray_router.desktop import paths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The one argument."""
    parser.add_argument("action", choices=trigger.ACTIONS)


def run(options: argparse.Namespace, context: CliContext) -> int:
    """Hands over to the fast client."""
    return trigger.main([options.action], paths.control_socket())
