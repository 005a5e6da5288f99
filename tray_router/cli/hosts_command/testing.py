"""``tray-router hosts test NAME|URL``: what works, step by step. Asks the machine itself, with or without a daemon."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

import msgspec

from tray_router.backends.ollama.checkup import StepResult, check_up
from tray_router.backends.ollama.client import OllamaHost
from tray_router.cli.context import CliContext
from tray_router.config.addresses import parse_address
from tray_router.config.problems import listed, nearest
from tray_router.config.settings import Settings
from tray_router.daemon.compose import ollama_hosts
from tray_router.errors import ExitCode, UsageError

_MS_PER_S = 1000
_LONGEST_STEP = 7  # "a token"


def run(wanted: str, context: CliContext, *, as_json: bool) -> int:
    """Prints a line per step.

    Returns:
        0 when everything works, 3 when a step failed.
    """
    settings = context.settings()
    host = (None if wanted in settings.hosts else _found_by_daemon(wanted, context)) or machine(wanted, settings)
    if not as_json:
        context.stdout.write(f"{host.name} ({host.url})\n")
    results = asyncio.run(_look(host, context, as_json=as_json))
    if as_json:
        plain = {"host": host.name, "url": host.url, "works": results[-1].works, "steps": results}
        context.stdout.write(msgspec.json.encode(plain).decode() + "\n")
    return ExitCode.OK if results[-1].works else ExitCode.NO_ANSWER


def _found_by_daemon(wanted: str, context: CliContext) -> OllamaHost | None:
    """A machine that no settings name and the running daemon knows: found by itself, or simulated."""
    running = context.running_status()
    known = {host.name: host.url for host in running.fleet.hosts} if running is not None else {}
    return OllamaHost(wanted, known[wanted]) if wanted in known else None


def machine(wanted: str, settings: Settings) -> OllamaHost:
    """The machine of that name in the settings, or the one at that address.

    Raises:
        UsageError: neither.
        ConfigError: its headers cannot be filled in.
    """
    if wanted in settings.hosts:
        alone = msgspec.structs.replace(settings, hosts={wanted: settings.hosts[wanted]})
        return ollama_hosts(alone)[0]
    if wanted != "localhost" and not any(mark in wanted for mark in ".:/"):
        near = nearest(wanted, settings.hosts)
        known = f"There are: {listed(settings.hosts)}." if settings.hosts else "The settings name none."
        meant = f" Did you mean {near}?" if near else " An address needs a dot or a port, e.g. gpu-pc:11434."
        raise UsageError(f"No machine is named {wanted!r}.", known + meant)
    try:
        address = parse_address(wanted)
    except ValueError as error:
        raise UsageError(f"{wanted!r} is no address.", f"It {error}") from None
    return OllamaHost(address.machine, address.url)


async def _look(host: OllamaHost, context: CliContext, *, as_json: bool) -> list[StepResult]:
    results = []
    async with aclosing(check_up(host, lambda text: context.say(f"  … {text}"))) as steps:
        async for result in steps:
            results.append(result)
            if not as_json:
                context.stdout.write(_line(result))
                context.stdout.flush()
    return results


def _line(result: StepResult) -> str:
    mark = "ok  " if result.works else "FAIL"
    step, took = f"{result.step.value:<{_LONGEST_STEP}}", f"{result.seconds * _MS_PER_S:>7.0f} ms"
    line = f"  {mark}  {step}  {took}  {result.detail}\n"
    return f"{line}{'':>{6 + _LONGEST_STEP}}      {result.hint}\n" if result.hint else line
