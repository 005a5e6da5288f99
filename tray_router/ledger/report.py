"""Makes the usage report of a folder's lines.

Rule: one pass over the files, block by block. Blocking, for seconds with millions of lines; any thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from tray_router.errors import LedgerError
from tray_router.ledger.lines import DayFile, LineReader, UsageLine, day_files
from tray_router.ledger.savings import biggest_speeds, time_saved
from tray_router.ledger.spread import merged
from tray_router.ledger.tally import Cell, Tally, combined
from tray_router.model.usage import UsageReport, UsageRow

MEASURED_DAYS = 30
"""Days before a period whose measurements of the biggest model count as well, so that one quiet day has a figure."""


def usage_report(folder: Path, since: date | None = None, until: date | None = None) -> UsageReport:
    """Sums over the local days from ``since`` to ``until``, both included; all days when None.

    Raises:
        LedgerError: a file cannot be read.
    """
    reader, tally, before = LineReader(), Tally(), Tally()
    if since is not None:
        for file in day_files(folder, since - timedelta(MEASURED_DAYS), since - timedelta(1)):
            add_file(before, file, LineReader())
    before.finish()
    for file in day_files(folder, since, until):
        add_file(tally, file, reader)
    tally.finish()
    return report_of(tally, before, reader.torn)


def add_file(tally: Tally, file: DayFile, reader: LineReader) -> None:
    """Adds the lines of one day's file.

    Raises:
        LedgerError: it cannot be read.
    """
    tally.begin_day(file.day.isoformat())
    for lines in read_lines(file, reader):
        tally.add(lines)


def read_lines(file: DayFile, reader: LineReader, limit: int | None = None) -> Iterator[list[UsageLine]]:
    """The lines of one day's file; of its first ``limit`` bytes when given.

    Raises:
        LedgerError: it cannot be read.
    """
    try:
        yield from reader.read(file.path, UsageLine, limit)
    except FileNotFoundError:  # it has just aged out
        return
    except OSError as error:
        raise LedgerError(f"{file.path} cannot be read: {error.strerror}.", "Look at its permissions.") from error


def report_of(tally: Tally, before: Tally, torn: int) -> UsageReport:
    """The report of a finished tally; ``before`` adds its measurements of the biggest model."""
    cells = tally.by_key
    biggest = tally.biggest_model or before.biggest_model
    pairs = [biggest_speeds(tally.by_key, biggest), biggest_speeds(before.by_key, biggest)]
    whole = tally.whole()
    total = whole.requests
    days = sorted(tally.by_day.items())
    return UsageReport(
        since=days[0][0] if days else "",
        until=days[-1][0] if days else "",
        figures=whole.figures(),
        routes=_rows(((route, cell) for (route, _, _), cell in cells.items()), total),
        models=_rows(((model, cell) for (_, model, _), cell in cells.items() if model), total),
        machines=_rows(((host, cell) for (_, _, host), cell in cells.items() if host), total),
        days=tuple(_row(day, cell, total) for day, cell in days if cell.attempts),
        time_saved=time_saved(cells, biggest, merged(p[0] for p in pairs), merged(p[1] for p in pairs)),
        torn_lines=torn,
    )


def _rows(cells: Iterable[tuple[str, Cell]], total: int) -> tuple[UsageRow, ...]:
    by_name: dict[str, list[Cell]] = {}
    for name, cell in cells:
        by_name.setdefault(name, []).append(cell)
    rows = [_row(name, combined(found), total) for name, found in by_name.items()]
    return tuple(sorted(rows, key=lambda row: (-row.figures.requests, -row.figures.attempts, row.name)))


def _row(name: str, cell: Cell, total: int) -> UsageRow:
    return UsageRow(name, cell.requests / total if total else 0.0, cell.figures())
