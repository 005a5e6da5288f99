"""``route --correct`` and ``--tune``, and the corrections that ``ask --route`` leaves."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tray_router.cli.tuning import SHOWN_CHARS, one_line
from tray_router.config.load import load_document
from tray_router.model import Correction

ROUTES = (
    '[routes.home]\nprior = 2 # the usual\n\n# the office\n[routes.work]\ncandidates = ["qwen3:4b"]\n\n# end\n[log]\n'
)
SHEET, SAID = "where is the zanzibar sheet", "what did zanzibar say"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings file with routes that have no points of their own."""
    path = tmp_path / "own.toml"
    path.write_text(ROUTES)
    monkeypatch.setenv("TRAY_ROUTER_CONFIG", str(path))
    return path


@pytest.fixture
def kept(tmp_path: Path) -> Callable[[], list[dict[str, Any]]]:
    """The lines of the file of corrections."""
    path = tmp_path / "xdg_data_home" / "tray-router" / "corrections.jsonl"
    return lambda: [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


Kept = Callable[[], list[dict[str, Any]]]


# --- one correction -------------------------------------------------------------------------------------


def test_a_correction_is_kept(run: Run, own: Path, kept: Kept) -> None:
    done = run("route", "--correct", "work", SHEET, "--instruction", "what is this?")
    assert (done.code, done.out) == (0, "")
    assert "work, not home" in done.err
    (line,) = kept()
    assert (line["instruction"], line["content"]) == ("what is this?", SHEET)
    assert (line["has_image"], line["chosen"], line["wanted"]) == (False, "home", "work")


def test_a_route_that_is_right_already_can_be_confirmed(run: Run, own: Path, kept: Kept) -> None:
    done = run("route", "--correct", "home", SHEET)
    assert "already" in done.err
    assert [(line["chosen"], line["wanted"]) for line in kept()] == [("home", "home")]


def test_without_settings_the_usual_routes_are_known(run: Run, kept: Kept) -> None:
    done = run("route", "--correct", "reasoning", "--image", "--json", "hello")
    assert json.loads(done.out) == {"chosen": "vision", "wanted": "reasoning"}
    assert kept()[0]["has_image"] is True


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--correct", "wrok", SHEET], "Did you mean 'work'? There are: home, work."),
        (["--correct", "elsewhere", SHEET], "There are: home, work."),
        (["--correct", "work"], "--correct takes one text"),
        (["--correct", "work", "  "], "no text"),
        (["--tune", "text"], "--tune takes neither"),
        (["--tune", "--correct", "work"], "--tune takes neither"),
        (["--write", "text"], "--write goes with --tune"),
    ],
)
def test_what_cannot_be_understood_is_refused(run: Run, own: Path, kept: Kept, arguments: list[str], said: str) -> None:
    done = run("route", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert kept() == []


def test_a_correction_that_cannot_be_written_is_said(
    run: Run, own: Path, tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    (tmp_path / "xdg_data_home" / "tray-router" / "corrections.jsonl").mkdir(parents=True)
    expect_log("could not be written")
    done = run("route", "--correct", "work", SHEET)
    assert done.code == 8
    assert "could not be written" in done.err


# --- tuning ---------------------------------------------------------------------------------------------


def test_tuning_shows_what_it_would_change_and_writes_nothing(run: Run, own: Path) -> None:
    for text in (SHEET, SAID):
        run("route", "--correct", "work", text)
    done = run("route", "--tune")
    assert done.code == 0
    for wanted in ("add keyword 'zanzibar'", "2", SHEET, SAID, "mended", "right: 0 -> 2 of 2"):
        assert wanted in done.out, wanted
    assert "--tune --write" in done.err
    assert own.read_text() == ROUTES


def test_writing_keeps_the_file_as_it_was_but_for_the_proposals(run: Run, own: Path) -> None:
    for text in (SHEET, SAID):
        run("route", "--correct", "work", text)
    done = run("route", "--tune", "--write")
    assert done.code == 0
    line = 'candidates = ["qwen3:4b"]\n'
    assert own.read_text() == ROUTES.replace(line, f'{line}keywords = ["zanzibar"]\n')
    backup = own.with_name("own.toml.bak")
    assert backup.read_text() == ROUTES
    assert str(own) in done.err
    assert str(backup) in done.err
    assert load_document(own).settings.routes["work"].keywords == ("zanzibar",)
    assert stat.S_IMODE(own.stat().st_mode) == 0o600

    again = json.loads(run("route", "--tune", "--write", "--json").out)
    assert (again["proposals"], again["before"], again["written_to"]) == ([], {"right": 2, "total": 2}, None)
    assert backup.read_text() == ROUTES
    assert json.loads(run("route", "--json", SHEET).out)["route"] == "work"


def test_a_prior_is_written_too(run: Run, own: Path) -> None:
    for text in ("please", "why?", "and then?"):
        run("route", "--correct", "work", text)
    found = json.loads(run("route", "--tune", "--write", "--json").out)
    (proposal,) = found["proposals"]
    assert (proposal["kind"], proposal["mends"]) == ("prior", 3)
    assert found["written_to"] == str(own)
    assert load_document(own).settings.routes[proposal["route"]].prior == proposal["after"]
    assert {"# the usual", "# the office", "# end"} <= {
        f"#{part.splitlines()[0]}" for part in own.read_text().split("#")
    }


def test_json_has_what_the_table_has(run: Run, own: Path, tmp_path: Path) -> None:
    run("route", "--correct", "work", SHEET)
    run("route", "--correct", "home", "please")
    with (tmp_path / "xdg_data_home" / "tray-router" / "corrections.jsonl").open("a") as file:
        file.write("torn\n")
    assert json.loads(run("route", "--tune", "--json").out) == {
        "proposals": [{"kind": "keyword", "route": "work", "keyword": "zanzibar", "mends": 1}],
        "before": {"right": 1, "total": 2},
        "after": {"right": 2, "total": 2},
        "corrections": [
            {"question": SHEET, "wanted": "work", "before": "home", "after": "work"},
            {"question": "please", "wanted": "home", "before": "home", "after": "home"},
        ],
        "unresolved": 0,
        "torn_lines": 1,
        "written_to": None,
    }
    assert "One line of corrections.jsonl" in run("route", "--tune").out


def test_without_corrections_it_says_how_to_make_one(run: Run, own: Path) -> None:
    done = run("route", "--tune", "--write")
    assert done.code == 0
    assert "--correct ROUTE" in done.out
    assert own.read_text() == ROUTES


def test_what_cannot_be_mended_is_said(run: Run, own: Path) -> None:
    run("route", "--correct", "work", "please")
    done = run("route", "--tune")
    assert "No keyword and no prior" in done.out
    assert "unresolved" in done.out
    assert "right: 0 -> 0 of 1" in done.out


def test_without_a_file_it_says_how_to_make_one(run: Run) -> None:
    for text in ("the zanzibar rota", "zanzibar again"):
        run("route", "--correct", "code", text)
    done = run("route", "--tune", "--write")
    assert done.code == 2
    assert "There is no config file at" in done.err
    assert "init" in done.err
    assert "add keyword 'zanzibar'" in done.out


def test_a_file_without_routes_is_not_given_some(run: Run, own: Path) -> None:
    text = "[log]\nlevel = 'info'\n"
    own.write_text(text)
    for asked in ("the zanzibar rota", "zanzibar again"):
        run("route", "--correct", "code", asked)
    done = run("route", "--tune", "--write")
    assert done.code == 2
    assert "has no routes of its own" in done.err
    assert own.read_text() == text


def test_a_broken_file_is_refused(run: Run, own: Path) -> None:
    run("route", "--correct", "work", SHEET)
    own.write_text(f"{ROUTES}priorr = 3\n")
    done = run("route", "--tune", "--write")
    assert done.code == 2
    assert "priorr" in done.err
    assert own.read_text() == f"{ROUTES}priorr = 3\n"
    assert not own.with_name("own.toml.bak").exists()


@pytest.mark.parametrize(
    ("correction", "shown"),
    [
        (Correction("", "why?", "a\n  b\t c", False, "x", "y"), "why? | a b c"),
        (Correction("", "", "\x1b[31mred\x07 [bold]", False, "x", "y"), "?[31mred? [bold]"),
        (Correction("", " ", "", True, "x", "y"), "(a picture)"),
        (Correction("", "w" * 200, "", False, "x", "y"), "w" * (SHOWN_CHARS - 1) + "…"),
    ],
)
def test_questions_are_shown_on_one_line(correction: Correction, shown: str) -> None:
    assert one_line(correction) == shown


# --- ask --route ----------------------------------------------------------------------------------------

TOWN = "Which town is the capital of Austria?"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--route", "reasoning"], [("", TOWN, "reasoning")]),
        (["--route", "quick"], []),  # where it goes anyhow
        (["--route", "nowhere"], []),
        (["--model", "deepseek-r1:8b@mac"], []),
        ([], []),
    ],
)
def test_asking_elsewhere_is_kept(
    run: Run, config: Path, kept: Kept, arguments: list[str], expected: list[tuple[str, str, str]]
) -> None:
    run("--config", str(config), "ask", "--quiet", *arguments, "", stdin=TOWN.encode())
    assert [(line["instruction"], line["content"], line["wanted"]) for line in kept()] == expected


def test_nothing_is_kept_when_learning_is_off(run: Run, config: Path, kept: Kept) -> None:
    config.write_text(f"{config.read_text()}[routing]\nlearn = false\n")
    done = run("--config", str(config), "ask", "--quiet", "--route", "reasoning", "", stdin=TOWN.encode())
    assert done.code == 0
    assert kept() == []
