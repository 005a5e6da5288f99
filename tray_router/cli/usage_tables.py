"""Draws the usage report in the terminal: a few sentences, small bars, one table per breakdown.

Rule: fits into 80 columns with names of 26 characters, and with fewer figures into 40; what is not known is a dash.
Main thread of the CLI.
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

from tray_router.cli.tables import broken_name, console_for
from tray_router.model.usage import Quantiles, TimeSaved, UsageFigures, UsageGroup, UsageReport, UsageRow

BAR_WIDTH = 8
NARROW_BAR_WIDTH = 4
_GAP = 2  # between two columns
_LEAST_NAME = 16
_PROSE_COLUMNS = 80
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_NOTHING = "–"
_SHARE = "share"
_COLUMNS: tuple[str, ...] = ("asked", _SHARE, "tokens", "first", "total", "95 %", "tok/s")
_COST = "cost"  # only where something cost money
_COLUMN_WIDTHS = {_COST: 7, "asked": 5, "tokens": 6, "first": 5, "total": 5, "95 %": 5, "tok/s": 5}
_LEAST_TELLING = ("tok/s", "95 %", "first", "tokens", _SHARE)  # left out in this order where there is no room
_MINUTE_S, _HOUR_S = 60, 3600
_IN_MINUTES_S = 1000
_WHOLE_DOLLARS = 1000


def render(report: UsageReport, group: UsageGroup | None, since: date | None, until: date | None, out: TextIO) -> None:
    """Writes the report; with ``group`` that breakdown only."""
    console = console_for(out)
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
            console.print(_table(one, rows, console.width))
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
    if since is not None and until is not None:
        return f"from {since} to {until}"
    return f"since {since}" if since else f"until {until}" if until else "in all"


def _thinking(figures: UsageFigures) -> str:
    if not figures.tokens_thinking or not figures.tokens_out:
        return ""
    estimated = ", estimated by characters" if figures.has_estimates else ""
    return f" ({figures.tokens_thinking / figures.tokens_out:.0%} of them reasoning{estimated})"


def _both(spread: Quantiles) -> str:
    if spread.median is None or spread.p95 is None:
        return _NOTHING
    return f"{duration(spread.median)} (95 % within {duration(spread.p95)})"


def _table(group: UsageGroup, rows: tuple[UsageRow, ...], columns: int) -> Table:
    """The rows; with little room the bars are shorter, then figures are left out, the least telling first."""
    longest = max(len(row.name) for row in rows)
    costs = (_COST,) if any(row.figures.cost_usd for row in rows) else ()
    headers, bar_width = (*_COLUMNS, *costs), BAR_WIDTH
    if _room_for_name(headers, bar_width, columns) < longest:
        bar_width = NARROW_BAR_WIDTH
    for least in _LEAST_TELLING:
        if _room_for_name(headers, bar_width, columns) >= min(longest, _LEAST_NAME):
            break
        headers = tuple(header for header in headers if header != least)
    room = max(_room_for_name(headers, bar_width, columns), len(group.value))
    most = max(row.share for row in rows) or 1.0
    table = Table(box=SIMPLE, show_edge=False, pad_edge=False, collapse_padding=True)
    table.add_column(group.value, overflow="fold")
    for header in headers:
        table.add_column(header, justify="left" if header == _SHARE else "right", no_wrap=True)
    for row in rows:
        cells = {**_cells(row.figures), _SHARE: _share(row.share, most, bar_width)}
        table.add_row(Text(broken_name(row.name, room)), *(cells[header] for header in headers))
    return table


def _room_for_name(headers: tuple[str, ...], bar_width: int, columns: int) -> int:
    widths = {**_COLUMN_WIDTHS, _SHARE: bar_width + len(" 100%")}
    return columns - sum(widths[header] + _GAP for header in headers)


def _share(share: float, most: float, bar_width: int) -> Text:
    return Text.assemble((f"{bar(share / most, bar_width):<{bar_width}}", "cyan"), f" {share:>4.0%}")


def _cells(figures: UsageFigures) -> dict[str, str | Text]:
    return {
        "asked": short_number(figures.requests),
        "tokens": short_number(figures.tokens_in + figures.tokens_out),
        "first": _seconds(figures.first_token.median),
        "total": _seconds(figures.total.median),
        "95 %": _seconds(figures.total.p95),
        "tok/s": _rounded(figures.tokens_per_s.median),
        _COST: _dollars(figures.cost_usd),
    }


def _seconds(value: float | None) -> str:
    """``0.42s``, ``12s``, ``21m``: five characters at most, below 166 hours."""
    if value is None:
        return _NOTHING
    return f"{_rounded(value)}s" if value < _IN_MINUTES_S else f"{value / _MINUTE_S:.0f}m"


def _dollars(usd: float) -> str:
    """Seven characters at most, below a million."""
    if not usd:
        return _NOTHING
    return f"${usd:.4f}" if usd < 1 else f"${usd:.2f}" if usd < _WHOLE_DOLLARS else f"${usd:.0f}"


def _rounded(value: float | None) -> str:
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
    prose_width = min(console.width, _PROSE_COLUMNS)  # in a pipe, too
    console.print(Padding(Text(saved.method, style="dim"), (0, 0, 0, 2)), width=prose_width)
