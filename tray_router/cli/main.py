"""Reads the command line and runs one command; every error ends as a title, a hint and an exit code."""

from __future__ import annotations

import argparse
import importlib
import io
import os
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NoReturn

from tray_router import __version__
from tray_router.cli.complaint import complaining
from tray_router.cli.verbs import HAS_VERBS, examples
from tray_router.errors import UsageError

# Command -> module, in the order of the help text. Modules are imported only for the command that runs.
COMMANDS = {
    "run": ("start in the tray; the same as no command", "run"),
    "ask": ("ask a question and print the answer", "ask"),
    "trigger": ("act as if a hotkey had been pressed: ask, region, prompt, window, screen or repeat", "trigger"),
    "route": ("say where a text would go, and why; asks no machine", "route"),
    "dashboard": ("machines, usage and requests in a window", "dashboard"),
    "settings": ("machines, routes, hotkeys, actions and the rest in a window", "settings"),
    "status": ("how the machines are", "status"),
    "hosts": ("the machines: list, pause, resume, test, wake", "hosts"),
    "usage": ("requests, tokens, times and costs per route, model, machine and day", "usage"),
    "history": ("what was asked before: list, search, show, wipe, private", "history"),
    "cloud": ("what may leave your network and what it costs: status, test, guard", "cloud"),
    "init": ("look at your machines and write a commented config file", "init"),
    "config": ("check the config file, or print its path or schema", "config"),
    "demo": ("show everything on three simulated machines", "demo"),
    "autostart": ("start at login: on, off or status", "autostart"),
    "doctor": ("what works here, what does not, and the mend", "doctor"),
    "completion": ("print what makes bash, zsh or fish complete commands and options", "completion"),
    "quit": ("stop the running daemon", "quit"),
}
EPILOG = """exit codes: 0 done · 1 unexpected error · 2 wrong usage or config · 3 no machine could answer ·
4 daemon not running or already running · 5 nothing to ask about · 6 desktop refuses · 7 protocol broken ·
8 usage or history unreadable · 130 stopped"""


_CHOICE = re.compile(r"invalid choice: '(.*)' \(choose from (.*)\)")  # argparse's own words
_WORD = re.compile(r"[\w-]+")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        choice = _CHOICE.search(message)
        near = _nearest(choice[1], _WORD.findall(choice[2])) if choice else ""
        meant = f"Did you mean {near}? " if near else ""
        title = f"{message[:1].upper()}{message[1:]}."
        raise UsageError(title, f"{meant}`{self.prog} --help` lists what is possible.")


def main(arguments: Sequence[str]) -> int:
    """Runs the command line.

    Returns:
        The exit code (``errors.ExitCode``).
    """
    _make_streams_usable()
    return complaining(lambda: _run(list(arguments)))


def _make_streams_usable() -> None:
    """Closed output is thrown away; a character that the terminal's encoding lacks becomes a question mark."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123 - for the whole process
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _run(arguments: list[str]) -> int:
    name, before, after = _split(arguments)
    if name is None:
        _refuse_unknown_command(arguments)
    parser = _Parser(
        prog="tray-router",
        description="Sends what you see on the screen to the right Ollama model on the right machine.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"tray-router {__version__}")
    parser.add_argument("--config", type=Path, metavar="FILE", help="settings file (also TRAY_ROUTER_CONFIG)")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    for command, (summary, _) in COMMANDS.items():
        commands.add_parser(command, help=summary, add_help=False)
    if name is None:
        options = parser.parse_args(before)
        name, after = "run", []
    else:
        options = parser.parse_args(before)
    module = importlib.import_module(f"tray_router.cli.{COMMANDS[name][1]}_command")
    command_parser = _Parser(
        prog=f"tray-router {name}",
        description=f"{COMMANDS[name][0][:1].upper()}{COMMANDS[name][0][1:]}.",
        epilog=examples(module.EXAMPLES),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command_parser.add_argument("--config", type=Path, metavar="FILE", default=options.config, help="settings file")
    module.add_arguments(command_parser)
    # Options may stand between the words of a question; argparse cannot do this for commands with verbs.
    has_verbs = command_parser.get_default(HAS_VERBS)
    parsed = command_parser.parse_args(after) if has_verbs else command_parser.parse_intermixed_args(after)

    from tray_router.cli.context import process_context

    code: int = module.run(parsed, process_context(parsed.config))
    return code


def _split(arguments: list[str]) -> tuple[str | None, list[str], list[str]]:
    """The command's name, what stands before it, and what stands behind it."""
    index = _command_place(arguments)
    if index is None or arguments[index] not in COMMANDS:
        return None, arguments, []
    return arguments[index], arguments[:index], arguments[index + 1 :]


def _command_place(arguments: Sequence[str]) -> int | None:
    """Where the command stands: the first word that is neither an option nor the path behind ``--config``."""
    for index, word in enumerate(arguments):
        if not word.startswith("-") and (index == 0 or arguments[index - 1] != "--config"):
            return index
    return None


def _refuse_unknown_command(arguments: Sequence[str]) -> None:
    index = _command_place(arguments)
    if index is None:
        return
    word = arguments[index]
    near = _nearest(word, COMMANDS)
    meant = f"Did you mean `tray-router {near}`? " if near else ""
    raise UsageError(f"There is no command {word!r}.", f"{meant}`tray-router --help` lists the commands.")


def _nearest(word: str, known: Iterable[str]) -> str:
    import difflib  # a command line without mistakes, the usual one, does not need it

    return next(iter(difflib.get_close_matches(word.lower(), list(known), n=1)), "")
