"""What the settings make of the actions: the built-in ones, changed and joined by the user's own.

No I/O but a look at the environment's locale; any thread.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace

from tray_router.answers.actions import BUILT_IN_ACTIONS, built_in
from tray_router.answers.languages import language_code, languages_of_desktop
from tray_router.config.action_settings import ActionSettings, OutputChoice
from tray_router.config.settings import Settings
from tray_router.desktop.hotkeys.chord import ChordError, parse_chord
from tray_router.model import Action, Output, Override, is_same_name
from tray_router.routing.plan import ModelRef
from tray_router.wire.actions import ActionChip


def actions_of(settings: Settings) -> dict[str, Action]:
    """All actions that are not switched off, by their names: built in first, then the user's own as in the file."""
    made = {name: _in_force(action, settings) for name, action in BUILT_IN_ACTIONS.items()}
    own = [action for action in settings.actions if built_in(action.name) is None]
    made |= {action.name: _own(action) if action.enabled else None for action in own}
    return {action.name: action for action in made.values() if action is not None}


def chips_of(settings: Settings) -> tuple[ActionChip, ...]:
    """The actions as the popup shows them."""
    return tuple(ActionChip(action.name, action.label, action.hotkey) for action in actions_of(settings).values())


def languages_of(settings: Settings, environment: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Codes of the languages that the user reads; the first is the one to translate into."""
    desktop = languages_of_desktop(os.environ if environment is None else environment)
    wanted = language_code(settings.popup.language)
    own = (wanted,) if wanted else desktop
    return tuple(dict.fromkeys(code for code in (*own, *map(language_code, settings.popup.reads)) if code))


def _in_force(action: Action, settings: Settings) -> Action | None:
    """A built-in action as the settings change it; None when they switch it off."""
    given = next((each for each in settings.actions if is_same_name(each.name, action.name)), None)
    if given is None:
        return action
    if not given.enabled:
        return None
    own = _own(given)
    return replace(
        own,
        name=given.name.strip() if given.prompt.strip() else action.name,
        prompt=given.prompt if given.prompt.strip() else action.prompt,
        output=action.output if given.output is OutputChoice.AUTO else own.output,
        is_built_in=not given.prompt.strip(),
    )


def _own(action: ActionSettings) -> Action:
    ref = ModelRef.parse(action.model)
    return Action(
        name=action.name,
        prompt=action.prompt,
        override=Override(route=action.route, model=ref.model, host=ref.host),
        output=Output.POPUP if action.output is OutputChoice.AUTO else Output(action.output.value),
        shows_diff=action.show_diff,
        hotkey=_readable(action.hotkey),
    )


def _readable(chord: str) -> str:
    try:
        return str(parse_chord(chord)) if chord else ""
    except ChordError:
        return chord
