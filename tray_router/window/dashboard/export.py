"""The usage as files: CSV for spreadsheets, JSON for programs. No Qt here.

Rules: figures only, as the ledger has them; a cell that a spreadsheet would run as a formula is written as text.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from typing import Any

from tray_router.model.usage import UsageGroup, UsageReport, UsageRow

CSV_COLUMNS = (
    "group", "name", "requests", "share", "answered", "failed", "cancelled", "attempts", "fallbacks", "escalations",
    "degraded", "corrections", "cloud_requests", "tokens_in", "tokens_out", "tokens_thinking", "cost_usd",
    "first_token_median_s", "first_token_p95_s", "total_median_s", "total_p95_s", "tokens_per_s_median",
)  # fmt: skip
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def usage_csv(report: UsageReport) -> str:
    """One line per route, model, machine and day, and one for all."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")  # RFC 4180
    writer.writerow(CSV_COLUMNS)
    writer.writerow(_cells("all", UsageRow("all", 1.0, report.figures)))
    for group in UsageGroup:
        for row in report.rows(group):
            writer.writerow(_cells(group.value, row))
    return text.getvalue()


def usage_json(report: UsageReport, period: str) -> str:
    """The whole report, with the period that it is of."""
    return json.dumps({"period": period, **asdict(report)}, ensure_ascii=False, indent=2) + "\n"


def _cells(group: str, row: UsageRow) -> list[Any]:
    f = row.figures
    plain = (
        f.requests, round(row.share, 4), f.answered, f.failed, f.cancelled, f.attempts, f.fallbacks, f.escalations,
        f.degraded, f.corrections, f.cloud_requests, f.tokens_in, f.tokens_out, f.tokens_thinking, round(f.cost_usd, 6),
    )  # fmt: skip
    measured = (f.first_token.median, f.first_token.p95, f.total.median, f.total.p95, f.tokens_per_s.median)
    return [group, _as_text(row.name), *plain, *("" if value is None else round(value, 3) for value in measured)]


def _as_text(name: str) -> str:
    return f"'{name}" if name.startswith(_FORMULA_STARTS) else name
