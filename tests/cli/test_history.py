"""``history``, ``ask --private`` and ``usage`` with its days, tables and formats."""

from __future__ import annotations

import csv
import io
import json
import stat
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tray_router.cli.days import first_day
from tray_router.errors import UsageError

SECRET = "the xylophonist of Zanzibar"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "xdg_data_home" / "tray-router"


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_what_was_asked_is_found_again_shown_and_wiped(run: Run, config: Path, data: Path) -> None:
    run("--config", str(config), "ask", f"Who is {SECRET}?")
    run("--config", str(config), "ask", "Say hello.")
    (entry,) = json.loads(run("history", "search", "xylo", "zanz", "--json").out)
    assert entry["title"] == f"Who is {SECRET}?"
    assert (entry["route"], entry["model"], entry["host"]) == ("quick", "qwen3:4b", "mac")
    assert SECRET in run("history").out
    assert "Say hello." in run("history").out
    shown = run("history", "show", str(entry["number"]))
    assert f"> Who is {SECRET}?" in shown.out
    assert "quick → mac / qwen3:4b" in shown.out
    conversation = json.loads(run("history", "show", str(entry["number"]), "--json").out)
    assert conversation["turns"][0]["answer"]
    assert conversation["turns"][0]["ending"] == "completed"
    assert stat.S_IMODE((data / "history" / "history.sqlite3").stat().st_mode) == 0o600
    wiped = run("history", "wipe", "--yes")
    assert (wiped.code, "Removed" in wiped.err) == (0, True)
    assert SECRET.encode() not in everything_in(data)
    assert run("history").err == "No conversations are kept.\n"
    assert json.loads(run("usage", "--json").out)["figures"]["requests"] == 2


def test_wiping_all_takes_figures_and_corrections_too(run: Run, config: Path, data: Path) -> None:
    run("--config", str(config), "ask", "--route", "code", f"Who is {SECRET}?")
    assert (data / "corrections.jsonl").exists()
    found = json.loads(run("usage", "--json").out)
    assert found["figures"]["corrections"] == 1
    assert run("history", "wipe", "--all", "--yes").code == 0
    assert [path for path in data.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("how", ["ask --private", "switch", "settings"])
def test_nothing_of_a_private_question_is_kept_but_figures(how: str, run: Run, config: Path, data: Path) -> None:
    private = ["--private"] if how == "ask --private" else []
    if how == "switch":
        assert "Private: nothing is kept" in run("history", "private", "on").err
    if how == "settings":
        config.write_text(config.read_text() + "[history]\nprivate = true\n")
    done = run("--config", str(config), "ask", "--route", "code", *private, f"Who is {SECRET}?")
    assert done.code == 0
    assert SECRET.encode() not in everything_in(data)
    assert not (data / "corrections.jsonl").exists()
    assert run("history").err == "No conversations are kept.\n"
    (line,) = [json.loads(one) for one in everything_in(data / "usage").splitlines() if b'"wanted"' not in one]
    assert (line["reasons"], line["outcome"]) == ([], "completed")
    assert json.loads(run("usage", "--json").out)["figures"]["requests"] == 1


def test_the_private_switch_goes_on_and_off(run: Run, config: Path) -> None:
    assert run("history", "private").err.startswith("Not private")
    assert run("history", "private", "on").err.startswith("Private")
    assert run("history", "private", "status").err.startswith("Private")
    assert run("history", "private", "off").err.startswith("Not private")
    run("--config", str(config), "ask", "Say hello.")
    assert "Say hello." in run("history").out


def test_a_history_that_is_switched_off_keeps_nothing(run: Run, config: Path, data: Path) -> None:
    config.write_text(config.read_text() + "[history]\nenabled = false\n")
    assert run("--config", str(config), "ask", "Say hello.").code == 0
    assert not (data / "history").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("show",),
        ("show", "x"),
        ("show", "7"),
        ("wipe", "now"),
        ("wipe",),
        ("private", "perhaps"),
        ("list", "word"),
        ("list", "--since", "someday"),
        ("list", "--limit", "0"),
        ("nonsense",),
    ],
    ids=" ".join,
)
def test_wrong_use_is_two_sentences(words: tuple[str, ...], run: Run) -> None:
    done = run("history", *words)
    assert (done.code, len(done.err.strip().splitlines())) == (2, 2)


def test_nothing_that_a_terminal_would_obey_is_printed(run: Run, config: Path) -> None:
    run("--config", str(config), "ask", "red \x1b[31m and a bell \x07")
    for words in (("history",), ("history", "show", "1")):
        assert "\x1b[31m" not in run(*words).out
        assert "\x07" not in run(*words).out


# --- usage ------------------------------------------------------------------------------------------------


def test_usage_has_sentences_tables_and_a_method(run: Run, config: Path) -> None:
    run("--config", str(config), "ask", "Say hello.")
    run("--config", str(config), "ask", stdin=b"SELECT name FROM users;")
    text = run("usage").out
    for word in ("2 requests", "quick", "code", "qwen3:4b", "windows", "50%", "█", "Time saved: unknown", "No figure"):
        assert word in text
    tables = text[text.index("route  ") :]
    assert max(map(len, tables.splitlines())) <= 80
    assert "windows" not in run("usage", "--by", "route").out
    assert "Nothing was asked on" in run("usage", "--until", "yesterday", "--since", "yesterday").out


def test_usage_as_a_table_for_spreadsheets(run: Run, config: Path) -> None:
    run("--config", str(config), "ask", "Say hello.")
    (row,) = csv.DictReader(io.StringIO(run("usage", "--csv", "--by", "model").out))
    assert (row["model"], row["requests"], row["share"], row["total_count"]) == ("qwen3:4b", "1", "1.0", "1")
    assert float(row["total_median"]) > 0


def test_lines_that_cannot_be_read_are_said_beside_the_data(run: Run, data: Path) -> None:
    (data / "usage").mkdir(parents=True)
    (data / "usage" / f"token-usage-{date.today()}.jsonl").write_text("torn\n")
    done = run("usage", "--json")
    assert json.loads(done.out)["torn_lines"] == 1
    assert done.err == "One line of the ledger could not be read: left out.\n"


def test_days_that_make_no_sense_are_refused(run: Run) -> None:
    assert run("usage", "--since", "2026-03-05", "--until", "2026-03-04").code == 2
    assert run("usage", "--since", "last summer").code == 2


@pytest.mark.parametrize(
    ("text", "back"),
    [("today", 0), ("yesterday", 1), ("1d", 0), ("7d", 6), ("0d", 0), ("2w", 13), (" 7D ", 6)],
)
def test_days_may_be_written_in_several_ways(text: str, back: int) -> None:
    today = date(2026, 3, 4)
    assert first_day(text, today) == today - timedelta(back)
    assert first_day("2026-01-31", today) == date(2026, 1, 31)
    assert first_day("all", today) is None


@pytest.mark.parametrize("text", ["", "7", "d", "-1d", "99999999w", "2026-02-30", "tomorrow"])
def test_no_day_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is no day"):
        first_day(text, date(2026, 3, 4))
