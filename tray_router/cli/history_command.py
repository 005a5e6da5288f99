"""``tray-router history``: looks up what was asked before, removes it, and says whether anything is kept at all."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime, time
from typing import TextIO

import msgspec

from tray_router.cli.context import CliContext
from tray_router.cli.days import first_day, local_today
from tray_router.daemon.keeping import privacy_sentence
from tray_router.errors import DaemonError, ExitCode, UsageError
from tray_router.ledger import day_files
from tray_router.model.history import HistoryConversation, HistoryEntry, HistoryQuery, HistoryTurn, TurnEnding
from tray_router.wire.control import Done, PrivateCall, WipeHistoryCall

WHAT = ("list", "search", "show", "wipe", "private")
SWITCH = ("on", "off", "status")
DEFAULT_LIMIT = 20
EXAMPLES = (
    "tray-router history",
    "tray-router history search invoice --since 4w",
    "tray-router history show 12",
    "tray-router history wipe",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and how to print it."""
    parser.add_argument("what", nargs="?", choices=WHAT, default="list", help="list unless given")
    parser.add_argument("words", nargs="*", metavar="TEXT", help="words to search; a number to show; on, off, status")
    parser.add_argument("--since", default="all", metavar="DAY", help="first day: today, 7d, 4w, 2026-11-01 or all")
    parser.add_argument("--limit", type=int, default=DEFAULT_LIMIT, metavar="N", help="conversations at most")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--yes", action="store_true", help="with wipe: do not ask")
    parser.add_argument("--all", action="store_true", help="with wipe: the corrections and all usage figures as well")


def run(options: argparse.Namespace, context: CliContext) -> int:
    """Does one of them.

    Raises:
        UsageError: the words do not fit.
        LedgerError: the history cannot be used.
    """
    match options.what:
        case "list" | "search":
            return _find(options, context)
        case "show":
            return _show(options, context)
        case "wipe":
            return _wipe(options, context)
        case _:
            return _private(options, context)


# --- looking up -------------------------------------------------------------------------------------------


def _find(options: argparse.Namespace, context: CliContext) -> int:
    if options.what == "list" and options.words:
        raise UsageError("list takes no words.", "tray-router history search WORDS")
    if options.limit < 1:
        raise UsageError("--limit must be at least 1.", f"tray-router history --limit {DEFAULT_LIMIT}")
    day = first_day(options.since, local_today())
    since = datetime.combine(day, time()).astimezone(UTC).isoformat(timespec="milliseconds") if day else ""
    store = context.history()
    found = store.find(HistoryQuery(" ".join(options.words), since, options.limit))
    store.close()
    if options.json:
        context.stdout.write(msgspec.json.encode(found).decode() + "\n")
    elif found:
        _print_list(found, context.stdout)
    elif options.words:
        context.say("Nothing was found.")
    else:
        context.say("No conversations are kept.")
    if found and options.words and not store.has_index:
        context.say("SQLite has no trigram index here (FTS5 since 3.34): every text was read, which takes longer.")
    return ExitCode.OK


def _print_list(found: tuple[HistoryEntry, ...], out: TextIO) -> None:
    from rich.box import SIMPLE
    from rich.table import Table
    from rich.text import Text

    from tray_router.cli.tables import console_for

    table = Table(box=SIMPLE, show_edge=False, pad_edge=False, collapse_padding=True, show_header=False)
    table.add_column("number", justify="right", style="dim", no_wrap=True)
    table.add_column("when", no_wrap=True, style="cyan")
    table.add_column("what", no_wrap=True, overflow="ellipsis")
    for entry in found:
        more = f"  ({entry.turns} questions)" if entry.turns > 1 else ""
        lines = Text(harmless(entry.title) + more, style="bold")
        if entry.excerpt:
            lines.append(f"\n{harmless(entry.excerpt)}", style="not bold dim")
        table.add_row(str(entry.number), _local(entry.at), lines)
    console_for(out).print(table)


def _show(options: argparse.Namespace, context: CliContext) -> int:
    if len(options.words) != 1 or not options.words[0].isdecimal():
        raise UsageError("show takes the number of one conversation.", "`tray-router history` lists them.")
    store = context.history()
    found = store.conversation(int(options.words[0]))
    store.close()
    if found is None:
        raise UsageError(f"There is no conversation {options.words[0]}.", "`tray-router history` lists them.")
    if options.json:
        context.stdout.write(msgspec.json.encode(found).decode() + "\n")
    else:
        _print_conversation(found, context.stdout)
    return ExitCode.OK


def _print_conversation(conversation: HistoryConversation, out: TextIO) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(file=out, highlight=False, soft_wrap=True)
    for index, turn in enumerate(conversation.turns):
        if index:
            console.print()
        console.print(Text(_heading(turn), style="cyan"))
        for text in filter(str.strip, (turn.instruction, turn.content)):
            console.print(Text("\n".join(f"> {line}" for line in harmless(text).splitlines()), style="dim"))
        console.print()
        console.print(Text(harmless(turn.answer) or f"({turn.ending.value}, no answer)"))


def _heading(turn: HistoryTurn) -> str:
    where = f"{turn.route} → {turn.host} / {turn.model}" if turn.host else "nobody was asked"
    pictures = f"{turn.images} picture{'s' if turn.images > 1 else ''}, not kept" if turn.images else ""
    ending = turn.ending.value if turn.ending is not TurnEnding.COMPLETED else ""
    cloud = "left your network" if turn.is_cloud else ""
    return " · ".join(filter(None, (_local(turn.at), where, cloud, pictures, ending)))


def harmless(text: str) -> str:
    """The text without anything that a terminal would obey."""
    return "".join(char if char.isprintable() or char in "\n\t" else "?" for char in text)


def _local(at: str) -> str:
    """``2026-11-23 07:15``, by the clock on the wall."""
    try:
        return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return at


# --- removing ---------------------------------------------------------------------------------------------


def _wipe(options: argparse.Namespace, context: CliContext) -> int:
    if options.words:
        raise UsageError("wipe removes everything and takes no words.", "tray-router history wipe --yes")
    what = "all conversations, corrections and usage figures" if options.all else "all conversations"
    if not options.yes and not _is_confirmed(f"Remove {what} for good? [y/N] ", context):
        context.say("Nothing was removed.")
        return ExitCode.CANCELLED
    try:
        context.daemon().call(WipeHistoryCall())
    except DaemonError:
        context.history().wipe()  # no daemon has it open; one that refused will be contradicted by the files
    if options.all:
        context.corrections().remove()
        for file in day_files(context.usage_folder()):
            file.path.unlink(missing_ok=True)
    context.say(f"Removed: {what}.")
    return ExitCode.OK


def _is_confirmed(question: str, context: CliContext) -> bool:
    if sys.stdin is None or not sys.stdin.isatty():
        raise UsageError("There is nobody to confirm it.", "tray-router history wipe --yes")
    context.stderr.write(question)
    context.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


# --- private ----------------------------------------------------------------------------------------------


def _private(options: argparse.Namespace, context: CliContext) -> int:
    wanted = options.words[0] if options.words else "status"
    if len(options.words) > 1 or wanted not in SWITCH:
        raise UsageError("private takes on, off or status.", "tray-router history private on")
    switch = context.private_switch()
    if wanted != "status":
        try:
            reply = context.daemon().call(PrivateCall(wanted == "on"))
        except DaemonError:
            switch.set(is_on=wanted == "on")
        else:
            if isinstance(reply, Done):
                context.say(reply.text)
                return ExitCode.OK
    by_settings = context.settings().history.private
    context.say(privacy_sentence(is_private=by_settings or switch.is_on(), is_by_settings=by_settings))
    return ExitCode.OK
