"""Draws the usage report in the terminal: a few sentences, small bars, one table per breakdown.

Rule: fits into 80 columns; what is not known is a dash. Main thread of the CLI.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TextIO

from rich.box import SIMPLE
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tray_router.model.usage import Quantiles, TimeSaved, UsageFigures, UsageGroup, UsageReport, UsageRow

BAR_WIDTH = 8
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_NOTHING = "–"
_MINUTE_S, _HOUR_S = 60, 3600


def render(report: UsageReport, group: UsageGroup | None, since: date | None, until: date | None, out: TextIO) -> None:
    """Writes the report; with ``group`` that breakdown only."""
    console = Console(file=out, highlight=False)
    figures = report.figures
    if not figures.attempts:
        console.print(f"Nothing was asked {_period(since, until)}.", markup=False)
        return
    if group is None:
        for line in _sentences(report, since, until):
            console.print(line, markup=False, soft_wrap=True)
    for one in (group,) if group else (UsageGroup.ROUTE, UsageGroup.MODEL, UsageGroup.MACHINE, UsageGroup.DAY):
        rows = report.rows(one)
        if rows:
            console.print()
            console.print(_table(one, rows))
    if group is None:
        _print_saved(console, report.time_saved)


def bar(share: float, width: int = BAR_WIDTH) -> str:
    """A bar of at most ``width`` characters, in steps of an eighth of one."""
    eighths = round(min(max(share, 0.0), 1.0) * width * 8)
    whole, rest = divmod(eighths, 8)
    return "█" * whole + (_EIGHTHS[rest] if rest else "")


def short_number(count: int) -> str:
    """``812``, ``9,999``, ``48k``, ``1.2M``, ``310M``."""
    for unit, name in ((1_000_000, "M"), (1_000, "k")):
        if count >= 10 * unit:
            return f"{count / unit:,.0f}{name}"
        if count >= unit > 1_000:  # noqa: PLR2004
            return f"{count / unit:.1f}{name}"
    return f"{count:,}"


def duration(seconds: float) -> str:
    """``0.42 s``, ``12 s``, ``3 min 5 s``, ``2 h 10 min``."""
    if seconds < 10:  # noqa: PLR2004 - below this, tenths can be felt
        return f"{seconds:.2f} s"
    whole = round(seconds)
    if whole < _MINUTE_S:
        return f"{whole} s"
    if whole < _HOUR_S:
        return f"{whole // _MINUTE_S} min {whole % _MINUTE_S} s"
    return f"{whole // _HOUR_S:,} h {whole % _HOUR_S // _MINUTE_S} min"


def _sentences(report: UsageReport, since: date | None, until: date | None) -> Iterator[str]:
    figures = report.figures
    ends = [f"{figures.answered:,} answered", f"{figures.failed:,} failed", f"{figures.cancelled:,} stopped"]
    asked, tried = _counted(figures.requests, "request"), _counted(figures.attempts, "attempt")
    yield f"{asked} {_period(since, until)}: {', '.join(ends)}; {tried}."
    yield (
        f"{_counted(figures.fallbacks, 'fallback')}, {_counted(figures.escalations, 'escalation')}, "
        f"{_counted(figures.corrections, 'correction')}, {_counted(figures.degraded, 'makeshift answer')}, "
        f"{figures.cloud_requests:,} to the cloud."
    )
    yield f"{figures.tokens_in:,} tokens read, {figures.tokens_out:,} written{_thinking(figures)}."
    yield f"First token after {_both(figures.first_token)}; whole answer after {_both(figures.total)}."
    if figures.cost_usd or figures.unknown_costs:
        unknown = f" and {figures.unknown_costs:,} answers of unknown price" if figures.unknown_costs else ""
        yield f"Cost: ${figures.cost_usd:,.4f}{unknown}."


def _counted(count: int, what: str) -> str:
    """``1 fallback``, ``1,204 fallbacks``."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _period(since: date | None, until: date | None) -> str:
    if since is not None and since == until:
        return f"on {since}"
    parts = [f"since {since}" if since else "in all", f"until {until}" if until else ""]
    return " ".join(filter(None, parts))


def _thinking(figures: UsageFigures) -> str:
    if not figures.tokens_thinking or not figures.tokens_out:
        return ""
    estimated = ", estimated by characters" if figures.has_estimates else ""
    return f" ({figures.tokens_thinking / figures.tokens_out:.0%} of them reasoning{estimated})"


def _both(spread: Quantiles) -> str:
    if spread.median is None or spread.p95 is None:
        return _NOTHING
    return f"{duration(spread.median)} (95 % within {duration(spread.p95)})"


def _table(group: UsageGroup, rows: tuple[UsageRow, ...]) -> Table:
    table = Table(box=SIMPLE, show_edge=False, pad_edge=False, collapse_padding=True)
    table.add_column(group.value, overflow="fold")
    for header in ("requests", "share", "tokens", "first s", "total s", "95 %", "tok/s"):
        table.add_column(header, justify="left" if header == "share" else "right", no_wrap=True)
    most = max(row.share for row in rows) or 1.0
    for row in rows:
        figures = row.figures
        table.add_row(
            Text(row.name),
            short_number(figures.requests),
            Text.assemble((f"{bar(row.share / most):<{BAR_WIDTH}}", "cyan"), f" {row.share:>4.0%}"),
            short_number(figures.tokens_in + figures.tokens_out),
            _seconds(figures.first_token.median),
            _seconds(figures.total.median),
            _seconds(figures.total.p95),
            _seconds(figures.tokens_per_s.median),
        )
    return table


def _seconds(value: float | None) -> str:
    if value is None:
        return _NOTHING
    return f"{value:.2f}" if value < 10 else f"{value:,.0f}"  # noqa: PLR2004


def _print_saved(console: Console, saved: TimeSaved) -> None:
    console.print()
    if saved.saved_s is not None:
        word = "saved" if saved.saved_s >= 0 else "lost"
        text = f"Time {word}: {duration(abs(saved.saved_s))} against always asking {saved.biggest_model}."
        console.print(Text(text, style="bold green" if saved.saved_s >= 0 else "bold yellow"))
    else:
        console.print("Time saved: unknown.", style="bold")
    console.print(Padding(Text(saved.method, style="dim"), (0, 0, 0, 2)))
