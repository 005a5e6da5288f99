"""What is printed fits the terminal; in a pipe nothing is broken."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest

from tray_router.cli.tables import broken_name
from tray_router.cli.usage_tables import render
from tray_router.model.usage import Quantiles, UsageFigures, UsageGroup, UsageReport, UsageRow

LONG = "hf.co/unsloth/Qwen3-Coder-30B-A3B-Instruct-GGUF:Q4_K_M"
USUAL = ("qwen3-coder:30b", "granite3.2-vision:2b", "qwen2.5-coder:32b-instruct")
DAY = date(2026, 11, 23)


def report(*names: str) -> UsageReport:
    spread = Quantiles(median=123.4, p95=1234.5)
    figures = UsageFigures(
        requests=123_456,
        attempts=130_000,
        answered=120_000,
        tokens_in=88_000_000,
        tokens_out=9_000_000,
        first_token=spread,
        total=spread,
        tokens_per_s=spread,
    )
    return UsageReport(figures=figures, models=tuple(UsageRow(name, 1.0, figures) for name in names))


def printed(shown: UsageReport, columns: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    if columns:
        monkeypatch.setenv("COLUMNS", str(columns))
    else:
        monkeypatch.delenv("COLUMNS", raising=False)
    out = io.StringIO()
    render(shown, UsageGroup.MODEL, DAY, DAY, out)
    return [line.rstrip() for line in out.getvalue().splitlines()]


def test_usual_names_are_whole_at_80_columns_with_every_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = printed(report(*USUAL), 80, monkeypatch)
    assert max(map(len, lines)) <= 80
    assert "tok/s" in "\n".join(lines)
    for name in USUAL:
        assert any(line.startswith(f"{name} ") for line in lines), name


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
def test_a_very_long_name_fits_too_and_is_broken_behind_its_marks(
    columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = printed(report(LONG, *USUAL), columns, monkeypatch)
    assert max(map(len, lines)) <= columns
    assert any("123k" in line for line in lines)
    names = "".join(line.split(" ")[0] for line in lines if line[:1].isalnum())
    assert LONG in names


def test_what_was_paid_has_a_column_where_something_was(monkeypatch: pytest.MonkeyPatch) -> None:
    free = report(*USUAL)
    paid = replace(
        free, models=(replace(free.models[0], figures=replace(free.figures, cost_usd=0.0017)), *free.models[1:])
    )
    assert "cost" not in "\n".join(printed(free, 80, monkeypatch))
    lines = printed(paid, 80, monkeypatch)
    assert max(map(len, lines)) <= 80
    assert any(line.endswith("$0.0017") for line in lines)


def test_in_a_pipe_every_name_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    assert any(line.startswith(f"{LONG} ") for line in printed(report(LONG), 0, monkeypatch))


@pytest.mark.parametrize(
    ("name", "width", "shown"),
    [
        ("qwen3:4b", 8, "qwen3:4b"),
        ("hf.co/team/model:q4", 12, "hf.co/team/\nmodel:q4"),
        ("qwen3-coder:30b", 9, "qwen3-\ncoder:30b"),
        ("abcdefgh", 3, "abc\ndef\ngh"),
        ("x", 0, "x"),
    ],
)
def test_names_are_broken_behind_their_marks(name: str, width: int, shown: str) -> None:
    assert broken_name(name, width) == shown
