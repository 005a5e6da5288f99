"""``tray-router doctor``: what works here, what does not, and the mend. Changes nothing and asks no model."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator

import msgspec

from tray_router.backends import ocr
from tray_router.cli import standalone
from tray_router.cli.context import CliContext
from tray_router.config.discover import host_variable_problem
from tray_router.config.settings import Settings
from tray_router.daemon.hotkeys import chords_of
from tray_router.desktop import autostart, hotkeys, insert, notify, selection, tray
from tray_router.desktop.capability import CapabilityReport, unsupported_text
from tray_router.desktop.session import Session, SessionKind, detect_session
from tray_router.engine.image_text import INSTALL_HINT
from tray_router.errors import ConfigError, ExitCode, TrayRouterError
from tray_router.model import HostState

WINDOW_PROBE = "from PySide6.QtWidgets import QApplication; QApplication([])"
WINDOW_LIMIT_S = 20.0
EXAMPLES = ("tray-router doctor",)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How to print it."""
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace, context: CliContext) -> int:
    """Prints one line per capability.

    Returns:
        0 when everything works, 6 when something of the desktop does not, 2 when the settings are broken.
    """
    reports = list(_reports(context))
    if options.json:
        context.stdout.write(msgspec.json.encode(reports).decode() + "\n")
    else:
        for report in reports:
            context.stdout.write(f"{'ok ' if report.works else 'NO '} {report.name}: {report.detail}\n")
            if report.hint:
                context.stdout.write(f"     {report.hint}\n")
    broken = {report.name for report in reports if not report.works}
    if "settings" in broken:
        return ExitCode.BAD_INPUT
    return ExitCode.DESKTOP if broken else ExitCode.OK


def _reports(context: CliContext) -> Iterator[CapabilityReport]:
    session = detect_session()
    yield CapabilityReport("session", True, f"{session.kind.value} {session.display} {session.desktop}".strip())
    is_running = context.daemon().is_running()
    detail = "running" if is_running else "not running; start it with `tray-router`"
    yield CapabilityReport("daemon", True, detail)
    if not is_running:  # a running one holds the chords itself and reports in `status`
        chords = chords_of(_usable_settings(context))
        yield from hotkeys.check(chords, session=session)
    yield selection.check(session=session)
    yield insert.check(session=session)
    yield tray.check(session=session)
    yield notify.check(session=session)
    yield autostart.check(session=session)
    yield _window(session)
    yield _ocr()
    yield _history()
    yield from _settings(context)


def _usable_settings(context: CliContext) -> Settings:
    """The settings, or the defaults when the file is broken (which has a line of its own)."""
    try:
        return context.settings()
    except ConfigError:
        return Settings()


def _window(session: Session) -> CapabilityReport:
    """Tries Qt in a process of its own: a missing system library ends the process that loads it."""
    if session.kind is SessionKind.NONE:
        return CapabilityReport("window", False, *unsupported_text("Window", session))
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and a constant
            [sys.executable, "-c", WINDOW_PROBE], capture_output=True, text=True, timeout=WINDOW_LIMIT_S, check=False
        )
    except subprocess.TimeoutExpired:
        return CapabilityReport(
            "window", False, "Qt does not start within 20 s.", "Look into the display server's log."
        )
    if done.returncode == 0:
        return CapabilityReport("window", True, "Qt starts.")
    last = (done.stderr.strip().splitlines() or ["no message"])[-1][:200]
    return CapabilityReport(
        "window", False, f"Qt does not start: {last}", "`python3 packaging/bootstrap.py run` installs what it needs."
    )


def _ocr() -> CapabilityReport:
    """Optional, so its absence breaks nothing."""
    if ocr.is_installed():
        return CapabilityReport("text in images", True, "read on this machine when no model that can see is up.")
    return CapabilityReport("text in images", True, "not installed (optional).", INSTALL_HINT)


def _history() -> CapabilityReport:
    """Without the index everything is still found, only more slowly."""
    from tray_router.ledger.history.schema import can_index

    if can_index():
        return CapabilityReport("history search", True, "by an index.")
    return CapabilityReport(
        "history search",
        True,
        "without an index: SQLite here has no FTS5 with trigrams, so a search reads every text.",
        "A Python with SQLite 3.34 or newer has it.",
    )


def _settings(context: CliContext) -> Iterator[CapabilityReport]:
    try:
        settings = context.settings()
    except ConfigError as error:
        problems = "; ".join(str(problem) for problem in error.problems)
        yield CapabilityReport("settings", False, f"{error.title} {problems}", error.hint)
        return
    path = context.config_file()
    yield CapabilityReport("settings", True, str(path) if path else "no file; the defaults are in force")
    problem = host_variable_problem(os.environ)
    if problem is not None and not settings.hosts:  # else nobody reads it
        hint = "Until it is mended only this machine is looked at; or add [hosts.NAME] to the settings."
        yield CapabilityReport(problem.path, False, str(problem), hint)
    try:
        fleet = standalone.look(settings, context.usage())
    except TrayRouterError as error:
        yield CapabilityReport("machines", False, error.title, error.hint)
        return
    for host in fleet.hosts:
        works = host.state is HostState.UP
        detail = f"Ollama {host.version}, {len(host.models)} models" if works else host.problem or host.state.value
        yield CapabilityReport(f"machine {host.name}", works, detail, "" if works else host.hint)
