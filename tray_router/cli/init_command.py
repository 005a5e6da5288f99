"""``tray-router init``: looks at machines, proposes routes, writes a commented config file.

Rule: a machine that the user named is written down even if it does not answer now, with a comment that says so; one
that was only looked for is not. Routes come from those that answered.
"""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from tray_router.backends.ollama import OllamaBackend, OllamaHost
from tray_router.cli.context import CliContext
from tray_router.config.addresses import parse_address
from tray_router.config.checks.names import NAME_RULE, is_good_name
from tray_router.config.discover import host_name, host_variable_problem, local_host_urls
from tray_router.config.load import config_path
from tray_router.config.propose import propose_routes
from tray_router.config.save import save_config
from tray_router.config.settings import HostSettings
from tray_router.config.write import render_proposal
from tray_router.daemon.discovery import inventory
from tray_router.errors import BackendError, ExitCode, RoutingError, UsageError
from tray_router.model import InstalledModel

HOW_TO_NAME = "Write NAME=http://ADDRESS:11434."
NO_ANSWER = "Did not answer when this file was written, so no route names it yet."
EXAMPLES = (
    "tray-router init",
    "tray-router init --host gpu=http://192.168.1.20:11434 --host mac.local",
    "tray-router init --print",
)


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
        UsageError: an address or a name cannot be used.
        RoutingError: no machine answered.
        ConfigError: the file exists (and no ``--force``) or cannot be written.
    """
    if not options.host and (problem := host_variable_problem(os.environ)) is not None:
        context.say(str(problem))
    urls = _named_machines(options.host) if options.host else local_host_urls(os.environ)
    found = asyncio.run(_look(urls, context))
    if not any(models is not None for models in found.values()):
        raise RoutingError(
            f"No Ollama answered at {', '.join(urls.values())}.",
            "Start it there, or name a machine: tray-router init --host gpu=http://ADDRESS:11434",
        )
    proposal = propose_routes({name: models for name, models in found.items() if models is not None})
    kept = [name for name, models in found.items() if models is not None or options.host]
    remarks = {name: NO_ANSWER for name in kept if found[name] is None}
    hosts = {name: HostSettings(url=urls[name]) for name in kept}
    text = render_proposal(proposal, proposal.settings(hosts), remarks)
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


def _named_machines(texts: Iterable[str]) -> dict[str, str]:
    """Names and URLs of ``[NAME=]URL`` texts, in their order; machines without a name get one that is free."""
    pairs = [(text, *_split(text)) for text in texts]
    given = [name for _, name, _ in pairs if name]
    urls: dict[str, str] = {}
    for text, name, url in pairs:
        if not name and url in urls.values():
            continue  # the same one again
        chosen = name or host_name(url, {*urls, *given})
        if not is_good_name(chosen):
            raise UsageError(f"--host {text}: a name {NAME_RULE}", HOW_TO_NAME)
        if chosen in urls:
            raise UsageError(f"--host {text}: another machine is named {chosen} already.", HOW_TO_NAME)
        urls[chosen] = url
    return urls


def _split(text: str) -> tuple[str, str]:
    """``gpu=http://…`` -> name and URL; the name is empty when none is given."""
    name, separator, url = text.partition("=")
    try:
        address = parse_address(url if separator else text)
    except ValueError as error:
        raise UsageError(f"--host {text}: the address {error}", HOW_TO_NAME) from error
    return name if separator else "", address.url
