"""``tray-router hosts pause NAME`` and ``resume NAME``."""

from __future__ import annotations

import argparse

from tray_router.cli.context import CliContext
from tray_router.errors import ExitCode
from tray_router.wire.control import Done, PauseCall


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with which machine."""
    parser.add_argument("verb", choices=("pause", "resume"))
    parser.add_argument("host", metavar="NAME", help="the machine's name in the settings")


def run(options: argparse.Namespace, context: CliContext) -> int:
    """Pauses or resumes a machine in the running daemon."""
    reply = context.daemon().call(PauseCall(options.host, options.verb == "pause"))
    if isinstance(reply, Done):
        context.say(reply.text)
    return ExitCode.OK
