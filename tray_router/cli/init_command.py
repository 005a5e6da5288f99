"""``tray-router init``: looks at machines, proposes routes, writes a commented config file."""

from __future__ import annotations

import argparse
import asyncio
import os
import re
from collections.abc import Mapping
from pathlib import Path

from tray_router.backends.ollama import OllamaBackend, OllamaHost
from tray_router.cli.context import CliContext
from tray_router.config.addresses import parse_address
from tray_router.config.discover import host_name, local_host_urls
from tray_router.config.load import config_path
from tray_router.config.propose import propose_routes
from tray_router.config.save import save_config
from tray_router.config.settings import HostSettings
from tray_router.config.write import render_proposal
from tray_router.daemon.discovery import inventory
from tray_router.errors import BackendError, ExitCode, RoutingError, UsageError
from tray_router.model import InstalledModel

_NAME = re.compile(r"^[A-Za-z0-9_-]+$")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which machines, and where to write."""
    parser.add_argument(
        "--host",
        action="append",
        default=[],
        metavar="[NAME=]URL",
        help="a machine to look at; several are allowed (default: OLLAMA_HOST and this machine)",
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help="where to write (default: the settings file)")
    parser.add_argument("--force", action="store_true", help="replace an existing file; the old one is kept as .bak")
    parser.add_argument("--print", action="store_true", help="print the file instead of writing it")


def run(options: argparse.Namespace, context: CliContext) -> int:
    """Writes the proposal.

    Raises:
        UsageError: an address cannot be understood.
        RoutingError: no machine answered.
        ConfigError: the file exists (and no ``--force``) or cannot be written.
    """
    urls = dict(_named(text) for text in options.host) or dict(local_host_urls(os.environ))
    found = asyncio.run(_look(urls, context))
    if not any(models is not None for models in found.values()):
        raise RoutingError(
            f"No Ollama answered at {', '.join(urls.values())}.",
            "Start it there, or name a machine: tray-router init --host gpu=http://ADDRESS:11434",
        )
    answered = {name: models or () for name, models in found.items()}
    proposal = propose_routes(answered)
    hosts = {name: HostSettings(url=urls[name]) for name in answered}
    text = render_proposal(proposal, proposal.settings(hosts))
    if options.print:
        context.stdout.write(text)
        return ExitCode.OK
    path = options.output or config_path(context.explicit_config, os.environ)
    backup = save_config(path, text, force=options.force)
    for route, reason in proposal.reasons.items():
        context.say(f"  {route}: {reason}")
    if backup is not None:
        context.say(f"The file from before is kept as {backup}.")
    context.say(f"Written to {path}. Edit it to taste; a running Tray Router takes up changes by itself.")
    return ExitCode.OK


async def _look(urls: Mapping[str, str], context: CliContext) -> dict[str, tuple[InstalledModel, ...] | None]:
    """The models of each machine, None where it does not answer; says both."""
    backend = OllamaBackend(OllamaHost(name=name, url=url) for name, url in urls.items())
    try:
        answers = await asyncio.gather(*(inventory(backend, name) for name in urls), return_exceptions=True)
    finally:
        await backend.aclose()
    found: dict[str, tuple[InstalledModel, ...] | None] = {}
    for name, answer in zip(urls, answers, strict=True):
        if isinstance(answer, BackendError):
            context.say(f"{name}: {answer.title} {answer.hint}")
            found[name] = None
        elif isinstance(answer, BaseException):
            raise answer
        else:
            context.say(f"{name}: {len(answer)} models at {urls[name]}")
            found[name] = answer
    return found


def _named(text: str) -> tuple[str, str]:
    """``gpu=http://…`` -> name and URL; without a name, the address's machine becomes it."""
    name, separator, url = text.partition("=")
    if not separator:
        name, url = "", text
    try:
        address = parse_address(url)
    except ValueError as error:
        raise UsageError(f"--host {text}: the address {error}", "Write NAME=http://ADDRESS:11434.") from error
    name = name or host_name(address.url)
    if not _NAME.match(name):
        raise UsageError(f"--host {text}: a name takes letters, digits, - and _.", "Write NAME=http://ADDRESS:11434.")
    return name, address.url
