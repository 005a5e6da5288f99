"""``tray-router usage``: what was asked, of whom, how long it took, and what routing saved."""

from __future__ import annotations

import argparse
import csv
from datetime import date
from typing import Any, TextIO

import msgspec

from tray_router.cli.context import CliContext
from tray_router.cli.days import first_day, local_today
from tray_router.errors import ExitCode, UsageError
from tray_router.ledger import usage_report
from tray_router.model.usage import UsageGroup, UsageReport, UsageRow

DEFAULT_SINCE = "30d"
EXAMPLES = (
    "tray-router usage",
    "tray-router usage --since 7d --by model",
    "tray-router usage --since all --by day --csv > usage.csv",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which days, broken down by what, and how to print it."""
    parser.add_argument(
        "--since",
        default=DEFAULT_SINCE,
        metavar="DAY",
        help=f"first day: today, 7d, 4w, 2026-11-01 or all; {DEFAULT_SINCE} unless given",
    )
    parser.add_argument("--until", default="today", metavar="DAY", help="last day; today unless given")
    groups = [group.value for group in UsageGroup]
    parser.add_argument("--by", choices=groups, help="one table only: by route, model, machine or day")
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help="print everything as JSON")
    output.add_argument(
        "--csv", action="store_true", help="print one table as CSV: by route unless --by says otherwise"
    )


def run(options: argparse.Namespace, context: CliContext) -> int:
    """Prints the report of the days asked for.

    Raises:
        UsageError: the days make no sense.
        LedgerError: the ledger cannot be read.
    """
    since, until = _period(options.since, options.until, local_today())
    report = usage_report(context.usage_folder(), since, until)
    group = UsageGroup(options.by) if options.by else None
    if options.json:
        context.stdout.write(msgspec.json.encode(report).decode() + "\n")
    elif options.csv:
        write_csv(report.rows(group or UsageGroup.ROUTE), group or UsageGroup.ROUTE, context.stdout)
    else:
        from tray_router.cli.usage_tables import render

        render(report, group, since, until, context.stdout)
    if report.torn_lines:
        lines = "One line" if report.torn_lines == 1 else f"{report.torn_lines} lines"
        context.say(f"{lines} of the ledger could not be read: left out.")
    return ExitCode.OK


def write_csv(rows: tuple[UsageRow, ...], group: UsageGroup, out: TextIO) -> None:
    """One line per row: its name, its share, and every figure; what is not known stays empty."""
    table = csv.writer(out, lineterminator="\n")
    first, *_ = rows or (UsageRow("", 0.0, UsageReport().figures),)
    table.writerow([group.value, "share", *_flat(first)])
    for row in rows:
        figures = ["" if value is None else value for value in _flat(row).values()]
        table.writerow([_harmless(row.name), round(row.share, 4), *figures])


def _period(since: str, until: str, today: date) -> tuple[date | None, date | None]:
    first, last = first_day(since, today), first_day(until, today)
    if first is not None and last is not None and first > last:
        raise UsageError(f"{first} is after {last}.", "Let --since be the earlier day.")
    return first, last


def _flat(row: UsageRow) -> dict[str, Any]:
    """The figures with quantiles as columns of their own."""
    columns: dict[str, Any] = {}
    for name, value in msgspec.to_builtins(row.figures).items():
        if isinstance(value, dict):
            columns |= {f"{name}_{part}": inner for part, inner in value.items()}
        else:
            columns[name] = value
    return columns


def _harmless(name: str) -> str:
    """A name that no spreadsheet takes for a formula."""
    return f"'{name}" if name[:1] in ("=", "+", "-", "@") else name
