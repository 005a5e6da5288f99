"""``tray-router quit``."""

from __future__ import annotations

import argparse

from tray_router.cli.context import CliContext
from tray_router.errors import ExitCode
from tray_router.wire.control import Done, QuitCall

EXAMPLES = ("tray-router quit",)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(options: argparse.Namespace, context: CliContext) -> int:
    """Asks the daemon to stop."""
    reply = context.daemon().call(QuitCall())
    if isinstance(reply, Done):
        context.say(reply.text)
    return ExitCode.OK
