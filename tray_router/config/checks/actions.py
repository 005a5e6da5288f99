"""Hotkeys and actions: chords, names, and what they refer to. No I/O; any thread."""

from __future__ import annotations

import re

import msgspec

from tray_router.config.checks.routes import check_candidate, check_reference, machines
from tray_router.config.chords import parse_chord
from tray_router.config.problems import Path, ProblemList
from tray_router.config.settings import ActionSettings, HotkeySettings, Settings
from tray_router.model import TriggerAction

_PLACEHOLDER = re.compile(r"\{([A-Za-z_]\w{0,30})\}")
TEXT_PLACEHOLDER = "{text}"


class ChordBook:
    """All chords of the settings; no two may be the same."""

    def __init__(self, problems: ProblemList) -> None:
        self._problems = problems
        self._owners: dict[str, str] = {}

    def checked(self, path: Path, chord: str, owner: str) -> str:
        """The chord in its normal form, or as it was when a problem was noted."""
        if not chord.strip():
            return ""
        try:
            normal = parse_chord(chord)
        except ValueError as error:
            message, suggestion = error.args
            self._problems.add(path, message, value=chord, suggestion=suggestion)
            return chord
        other = self._owners.setdefault(normal, owner)
        if other != owner:
            self._problems.add(path, f"is the chord of {other} already.", value=chord)
        return normal


def checked_hotkeys(hotkeys: HotkeySettings, chords: ChordBook) -> HotkeySettings:
    """The built-in hotkeys with their chords in the final form."""
    normal = {
        action.value: chords.checked(("hotkeys", action.value), getattr(hotkeys, action.value), f"hotkeys.{action}")
        for action in TriggerAction
    }
    return HotkeySettings(**normal)


def checked_actions(
    settings: Settings, chords: ChordBook, problems: ProblemList, notices: ProblemList
) -> tuple[ActionSettings, ...]:
    """The actions with their chords in the final form; what is wrong or unusual is noted."""
    owners: dict[str, int] = {}
    return tuple(
        _checked_action(index, action, settings, owners, chords, problems, notices)
        if isinstance(action, ActionSettings)
        else action
        for index, action in enumerate(settings.actions)
    )


def _checked_action(
    index: int,
    action: ActionSettings,
    settings: Settings,
    owners: dict[str, int],
    chords: ChordBook,
    problems: ProblemList,
    notices: ProblemList,
) -> ActionSettings:
    path = ("actions", index)
    if isinstance(action.name, str):
        if not action.name.strip() or not action.name.isprintable():
            problems.add((*path, "name"), "must be one line of visible text.", value=action.name)
        first = owners.setdefault(action.name.strip().casefold(), index)
        if first != index:
            problems.add((*path, "name"), f"is the name of actions[{first}] already.", value=action.name)
    if isinstance(action.prompt, str):
        for name in dict.fromkeys(_PLACEHOLDER.findall(action.prompt)):
            if f"{{{name}}}" != TEXT_PLACEHOLDER:
                notices.add((*path, "prompt"), f"holds {{{name}}}, which is sent as it is; only {{text}} is replaced.")
    if action.route:
        check_reference((*path, "route"), action.route, settings.routes, problems)
    if action.model:
        check_candidate((*path, "model"), action.model, machines(settings), problems, notices)
    hotkey = chords.checked((*path, "hotkey"), action.hotkey, f"actions[{index}]")
    return msgspec.structs.replace(action, hotkey=hotkey)
