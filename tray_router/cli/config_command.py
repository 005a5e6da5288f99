"""``tray-router config check|path|schema``."""

from __future__ import annotations

import argparse
import json
import os

from tray_router.cli.context import CliContext
from tray_router.config.load import config_path, load_document
from tray_router.config.schema import json_schema
from tray_router.errors import ExitCode

EXAMPLES = (
    "tray-router config",
    "tray-router --config draft.toml config check",
    "tray-router config schema > schema.json",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do."""
    parser.add_argument(
        "verb", nargs="?", default="check", choices=("check", "path", "schema"), help="check unless given"
    )


def run(options: argparse.Namespace, context: CliContext) -> int:
    """Checks the settings file, or prints where it is or its JSON Schema.

    Raises:
        ConfigError: the file has problems; all of them are listed.
    """
    path = config_path(context.explicit_config, os.environ)
    if options.verb == "schema":
        context.stdout.write(json.dumps(json_schema(), indent=2) + "\n")
        return ExitCode.OK
    if options.verb == "path":
        context.stdout.write(f"{path}\n")
        return ExitCode.OK
    if context.config_file() is None:
        context.say(f"There is no settings file at {path}; the defaults are in force. `tray-router init` writes one.")
        return ExitCode.OK
    document = load_document(path)
    for notice in document.notices:
        context.say(f"note: {notice}")
    hosts, routes = len(document.settings.hosts), len(document.settings.routes)
    context.stdout.write(f"{path} is good: {hosts} machines, {routes} routes.\n")
    return ExitCode.OK
