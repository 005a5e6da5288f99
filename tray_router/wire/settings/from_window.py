"""What the settings window wishes of the daemon."""

from __future__ import annotations

from dataclasses import dataclass

OptionValue = str | bool | int | float | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class SettingChange:
    """One option that gets another value; None removes it. Paths as in ``config.change``."""

    path: tuple[str | int, ...]
    value: OptionValue = None


@dataclass(frozen=True, slots=True)
class OpenSettingsWindow:
    """The user pressed the key of the settings window. Reply: ShowSettings and its parts."""


@dataclass(frozen=True, slots=True)
class SettingsClosed:
    """The user closed the settings window or the first run's."""


@dataclass(frozen=True, slots=True)
class ChangeSettings:
    """Write these changes, all or none. Reply: ChangeDone."""

    number: int
    revision: str
    changes: tuple[SettingChange, ...]


@dataclass(frozen=True, slots=True)
class RenameMachine:
    """Give a machine another name, also where it is named. Reply: ChangeDone."""

    number: int
    revision: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RemoveMachine:
    """Remove a machine, and its models from routes and actions. Reply: ChangeDone."""

    number: int
    revision: str
    name: str


@dataclass(frozen=True, slots=True)
class UndoChange:
    """Take the last change back. Reply: ChangeDone."""

    number: int
    revision: str


@dataclass(frozen=True, slots=True)
class ReloadSettings:
    """Send the document as it is now."""


@dataclass(frozen=True, slots=True)
class CheckMachine:
    """Test the machine of that name, or an address. Replies: CheckupStep and CheckupWaits, then CheckupEnded."""

    number: int
    url: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class StopCheckup:
    """Stop that test; nothing more comes of it."""

    number: int


@dataclass(frozen=True, slots=True)
class CheckChord:
    """Could this chord start ``key`` (a TriggerAction, or ``action:`` and a name)? Reply: ChordChecked."""

    number: int
    key: str
    chord: str


@dataclass(frozen=True, slots=True)
class SetStartAtLogin:
    """Start with the desktop, or no longer. Reply: SettingsDocument, or SettingsNote."""

    is_on: bool


@dataclass(frozen=True, slots=True)
class WipeHistory:
    """Remove every conversation that was kept. Reply: SettingsNote."""


@dataclass(frozen=True, slots=True)
class TryAsking:
    """As if the chord of ``ask``, or of this action, had been pressed; what was changed before is in force by then."""

    action: str = ""


FROM_TYPES = (
    OpenSettingsWindow,
    SettingsClosed,
    ChangeSettings,
    RenameMachine,
    RemoveMachine,
    UndoChange,
    ReloadSettings,
    CheckMachine,
    StopCheckup,
    CheckChord,
    SetStartAtLogin,
    WipeHistory,
    TryAsking,
)
