"""Hotkeys and actions: chords, names, and what they refer to. No I/O; any thread."""

from __future__ import annotations

import re

import msgspec

from tray_router.answers.actions import BUILT_IN_ACTIONS, built_in
from tray_router.answers.languages import LANGUAGES, language_code
from tray_router.config.action_settings import ActionSettings
from tray_router.config.checks.routes import check_candidate, check_reference, machines
from tray_router.config.chords import parse_chord
from tray_router.config.problems import Path, ProblemList
from tray_router.config.settings import HotkeySettings, PopupSettings, Settings
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
    _check_name(path, action, owners, problems)
    _check_prompt(path, action, problems, notices)
    if action.route:
        check_reference((*path, "route"), action.route, settings.routes, problems)
    if action.model:
        check_candidate((*path, "model"), action.model, machines(settings), problems, notices)
    hotkey = chords.checked((*path, "hotkey"), action.hotkey, f"actions[{index}]")
    return msgspec.structs.replace(action, hotkey=hotkey)


def _check_name(path: Path, action: ActionSettings, owners: dict[str, int], problems: ProblemList) -> None:
    if not isinstance(action.name, str):
        return
    if not action.name.strip() or not action.name.isprintable():
        problems.add((*path, "name"), "must be one line of visible text.", value=action.name)
    index = int(path[1])
    first = owners.setdefault(action.name.strip().casefold(), index)
    if first != index:
        problems.add((*path, "name"), f"is the name of actions[{first}] already.", value=action.name)


def _check_prompt(path: Path, action: ActionSettings, problems: ProblemList, notices: ProblemList) -> None:
    if not action.prompt.strip() and isinstance(action.name, str) and built_in(action.name) is None and action.enabled:
        message = f"is missing. Only the built-in actions have one: {', '.join(BUILT_IN_ACTIONS)}."
        problems.add((*path, "prompt"), message)
    for name in dict.fromkeys(_PLACEHOLDER.findall(action.prompt)):
        if f"{{{name}}}" != TEXT_PLACEHOLDER:
            notices.add((*path, "prompt"), f"holds {{{name}}}, which is sent as it is; only {{text}} is replaced.")


def check_languages(popup: PopupSettings, problems: ProblemList) -> None:
    """The languages must be known, by code, locale or English name."""
    for option, written in (("language", (popup.language,)), ("reads", popup.reads)):
        for index, text in enumerate(written):
            if isinstance(text, str) and (text or option == "reads") and not language_code(text):
                path = ("popup", option) if option == "language" else ("popup", option, index)
                known = (*LANGUAGES, *LANGUAGES.values())
                problems.add(path, 'must be a language such as "de" or "German".', value=text, known=known)
