"""``tray-router usage``: what was asked, of whom, and how many tokens it took."""

from __future__ import annotations

import argparse
from typing import TextIO

import msgspec

from tray_router.cli.context import CliContext
from tray_router.errors import ExitCode
from tray_router.ledger import UsageSummary, read_usage, summarise


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How to print it."""
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace, context: CliContext) -> int:
    """Prints the sums over all days."""
    summary = summarise(read_usage(context.usage_folder()))
    if options.json:
        context.stdout.write(msgspec.json.encode(summary).decode() + "\n")
    else:
        render(summary, context.stdout)
    return ExitCode.OK


def render(summary: UsageSummary, out: TextIO) -> None:
    """Writes the sums for a person."""
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console(file=out, highlight=False)
    console.print(
        f"{summary.requests} requests, {summary.attempts} attempts ({summary.failed_attempts} without an answer), "
        f"{summary.tokens_in:,} tokens read, {summary.tokens_out:,} written"
    )
    if summary.torn_lines:
        console.print(f"{summary.torn_lines} lines could not be read and were left out")
    for title, counts in (("route", summary.by_route), ("model", summary.by_model), ("machine", summary.by_host)):
        table = Table(title, "answers", "share", box=SIMPLE)
        total = sum(counts.values())
        for name, count in counts.most_common():
            table.add_row(escape(name), str(count), f"{count / total:.0%}")
        if counts:
            console.print(table)
