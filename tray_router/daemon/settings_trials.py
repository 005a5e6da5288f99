"""What the settings window tries out: machines, step by step, and chords. Runs in the engine's loop.

Rules: a trial is a task that ends with the window or when the user stops it; what it finds goes to the window, and
into no log. A chord is tried by taking it for a moment, in a worker thread.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import aclosing
from typing import Any

import msgspec

from tray_router.backends.ollama import OllamaBackend, OllamaHost
from tray_router.backends.ollama.checkup import Step, check_up
from tray_router.config.addresses import parse_address
from tray_router.config.chords import parse_chord
from tray_router.config.settings import Settings
from tray_router.daemon.compose import ollama_hosts
from tray_router.daemon.discovery import inventory
from tray_router.daemon.hotkeys import chords_of
from tray_router.daemon.settings_view import readable
from tray_router.desktop.hotkeys import HotkeyReport, hotkey_backend
from tray_router.desktop.session import Session
from tray_router.engine.ports import WindowPort
from tray_router.errors import BackendError, ConfigError, TrayRouterError
from tray_router.model import InstalledModel
from tray_router.wire.settings import (
    CheckChord,
    CheckMachine,
    CheckupEnded,
    CheckupStep,
    CheckupWaits,
    ChordChecked,
    StopCheckup,
)

log = logging.getLogger(__name__)

ADDRESS_STEP = "address"


class SettingsTrials:
    """Args: settings: those in force now."""

    def __init__(self, window: WindowPort, session: Session, settings: Callable[[], Settings]) -> None:
        self._window = window
        self._session = session
        self._settings = settings
        self._running: dict[int, asyncio.Task[None]] = {}

    def window_said(self, message: object) -> None:
        """A message of the window process; others than trials are ignored."""
        match message:
            case CheckMachine(number=number):
                self._start(number, self._check_machine(message))
            case CheckChord(number=number):
                self._start(number, self._check_chord(message))
            case StopCheckup(number=number) if number in self._running:
                self._running[number].cancel()

    async def aclose(self) -> None:
        """Ends all of them."""
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def stop(self) -> None:
        """The window was closed: nobody waits for anything."""
        for task in self._running.values():
            task.cancel()

    def _start(self, number: int, trial: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(trial, name=f"settings trial {number}")
        self._running[number] = task
        task.add_done_callback(lambda _task: self._running.pop(number, None))

    # --- machines

    async def _check_machine(self, wanted: CheckMachine) -> None:
        number = wanted.number
        try:
            host = self._host(wanted)
        except (ValueError, ConfigError) as error:
            title = error.title if isinstance(error, TrayRouterError) else f"This {error}"
            hint = error.hint if isinstance(error, TrayRouterError) else ""
            self._window.send(CheckupStep(number, ADDRESS_STEP, False, 0.0, title, hint))
            self._window.send(CheckupEnded(number, False))
            return
        models: tuple[InstalledModel, ...] = ()
        works = False
        async with aclosing(check_up(host, lambda text: self._window.send(CheckupWaits(number, text)))) as steps:
            async for result in steps:
                works = result.works
                if works and result.step is Step.MODELS:
                    models = await _models(host)
                self._window.send(
                    CheckupStep(number, result.step.value, works, result.seconds, result.detail, result.hint)
                )
        self._window.send(CheckupEnded(number, works, models))

    def _host(self, wanted: CheckMachine) -> OllamaHost:
        settings, address = self._settings(), parse_address(wanted.url)
        known = settings.hosts.get(wanted.name)
        if known is not None and known.url == address.url:
            return ollama_hosts(msgspec.structs.replace(settings, hosts={wanted.name: known}))[0]
        return OllamaHost(wanted.name or address.machine, address.url)

    # --- chords

    async def _check_chord(self, wanted: CheckChord) -> None:
        number, chord = wanted.number, wanted.chord
        try:
            normal = parse_chord(chord)
        except ValueError as error:
            message, meant = error.args
            sentence = f"{readable(chord)} {message}"
            hint = f"Did you mean {readable(meant)}?" if meant else ""
            self._window.send(ChordChecked(number, chord, readable(chord), sentence, hint))
            return
        found = chords_of(self._settings())
        owner = next((key for key, other in found.items() if other == normal and key != wanted.key), "")
        said = readable(normal)
        if owner:
            problem = f"{said} is the chord of {owner.removeprefix('action:')} already."
            self._window.send(ChordChecked(number, normal, said, problem, "Choose another, or change that one first."))
        elif normal == found.get(wanted.key):
            self._window.send(ChordChecked(number, normal, said))
        else:
            report = await asyncio.to_thread(_tried, self._session, wanted.key, normal)
            problem, hint = (report.problem, report.hint) if report is not None else ("", "")
            self._window.send(ChordChecked(number, normal, said, problem, hint))


async def _models(host: OllamaHost) -> tuple[InstalledModel, ...]:
    backend = OllamaBackend([host])
    try:
        return await inventory(backend, host.name)
    except BackendError as error:
        log.info("%s", error.title)
        return ()
    finally:
        await backend.aclose()


def _tried(session: Session, key: str, chord: str) -> HotkeyReport | None:
    """Takes the chord and gives it back; what was wrong, or None. Blocking, some milliseconds."""
    try:
        backend = hotkey_backend(session)({key: chord}, lambda _key, _at: None)
        reports = backend.start()
        backend.close()
    except TrayRouterError as error:
        return HotkeyReport(key, readable(chord), error.title, error.hint)
    return reports[0] if reports else None
