"""``docs/cli.md`` and the README against the program: commands, options, exit codes, files that links lead to."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.test_main import command_parsers
from tray_router.cli.main import COMMANDS, EPILOG
from tray_router.errors import ExitCode

ROOT = Path(__file__).resolve().parents[2]
MANUALS = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md")))
EVERYWHERE = {"--help", "--config"}


def options_of(parser: argparse.ArgumentParser) -> set[str]:
    """Long options of a command and of its verbs."""
    found: set[str] = set()
    for action in parser._actions:
        found.update(name for name in action.option_strings if name.startswith("--"))
        for verb in (action.choices or {}).values() if isinstance(action.choices, dict) else ():
            found |= options_of(verb)
    return found - EVERYWHERE


def rows() -> Iterator[tuple[str, str]]:
    """Each command of the table with everything that its rows say."""
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    table = text.partition("| command | what it does |")[2].partition("\n\n")[0]
    for line in table.splitlines()[2:]:
        command = re.match(r"\| `(\w+)", line)
        assert command is not None, line
        yield command[1], line


def test_the_table_has_every_command_in_the_order_of_the_help() -> None:
    assert list(dict.fromkeys(name for name, _ in rows())) == list(COMMANDS)


@pytest.mark.parametrize("command", list(COMMANDS))
def test_the_table_has_the_options_that_the_program_takes(command: str) -> None:
    parser = next(parser for name, parser, _ in command_parsers() if name == command)
    told = " ".join(line for name, line in rows() if name == command)
    said = set(re.findall(r"--[a-z][a-z-]*", told)) - EVERYWHERE
    known = options_of(parser)
    assert known - said == set(), "not in docs/cli.md"
    assert {option for option in said if option not in known and f"{option} belongs" not in told} == set(), "not there"


def test_every_exit_code_is_told_twice_and_alike() -> None:
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8").partition("## Exit codes")[2].partition("##")[0]
    documented = {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)}
    helped = {int(code) for code in re.findall(r"(?:codes: |· |·\n)(\d+) ", EPILOG)}
    assert documented == helped == {int(code) for code in ExitCode}


@pytest.mark.parametrize("manual", MANUALS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(manual: Path) -> None:
    text = manual.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = target.partition("#")
        file = (manual.parent / path).resolve() if path else manual
        assert file.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}, target


@pytest.mark.parametrize("manual", MANUALS, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_in_the_manuals_exist(manual: Path) -> None:
    text = manual.read_text(encoding="utf-8")
    for code in re.findall(r"`([^`\n]+)`", text):
        words = code.split()
        for index, word in enumerate(words[:-1]):
            if word == "tray-router" and not words[index + 1].startswith(("-", "[", "…", "<", "COMMAND")):
                assert words[index + 1].strip(".,;…)") in COMMANDS, code
