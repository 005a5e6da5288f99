"""``tray-router`` and ``tray-router run``: the daemon in the foreground."""

from __future__ import annotations

import argparse

from tray_router.cli.context import CliContext

EXAMPLES = ("tray-router", "tray-router run --simulated", "tray-router --config ~/work.toml run")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--simulated", action="store_true", help="run on three simulated machines")


def run(options: argparse.Namespace, context: CliContext) -> int:
    """Runs until the user quits."""
    from tray_router.daemon.app import run_daemon

    return run_daemon(context.explicit_config, is_simulated=options.simulated)
