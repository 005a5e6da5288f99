"""``tray-router trigger`` when it is reached the slow way, e.g. with ``--config`` in front of it."""

from __future__ import annotations

import argparse

from tray_router.cli import trigger
from tray_router.cli.context import CliContext
from tray_router.desktop import paths

EXAMPLES = ("tray-router trigger ask", "tray-router trigger region", "tray-router trigger --action translate")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to trigger."""
    parser.add_argument("trigger", nargs="?", choices=trigger.ACTIONS, default="ask")
    parser.add_argument(trigger.ACTION_OPTION, default="", metavar="NAME", help="apply this action to what is captured")


def run(options: argparse.Namespace, context: CliContext) -> int:
    """Hands over to the fast client."""
    named = [trigger.ACTION_OPTION, options.action] if options.action else []
    return trigger.main([options.trigger, *named], paths.control_socket())
