"""``tray-router autostart on|off|status``: whether the program starts with the desktop."""

from __future__ import annotations

import argparse

from tray_router.cli.context import CliContext
from tray_router.desktop.autostart import autostart, check, start_command
from tray_router.errors import ExitCode

EXAMPLES = ("tray-router autostart on",)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do."""
    parser.add_argument(
        "verb", nargs="?", default="status", choices=("on", "off", "status"), help="status unless given"
    )


def run(options: argparse.Namespace, context: CliContext) -> int:
    """Switches it, and says how it is.

    Raises:
        DesktopError: there is no such thing on this system, or the entry cannot be written.
    """
    if options.verb == "on":
        autostart().enable(start_command())
    elif options.verb == "off":
        autostart().disable()
    report = check()
    context.stdout.write(f"{report.detail}\n")
    if report.hint:
        context.say(report.hint)
    return ExitCode.OK
