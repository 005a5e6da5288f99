"""Messages about the settings window. A rare part of ``wire.window``.

Rules: the daemon owns the settings file and every rule about it; the window shows fields and says which option shall
get which value. Each change names the revision of the file that it was made for, so that a file that was edited by
hand meanwhile is never overwritten. Keys and header values are in no message.
"""

from __future__ import annotations

from tray_router.wire.settings.fields import (
    ActionFields,
    ChordFields,
    FieldProblem,
    MachineFields,
    OptionFields,
    RouteFields,
    RouteProposal,
)
from tray_router.wire.settings.from_window import (
    FROM_TYPES,
    ChangeSettings,
    CheckChord,
    CheckMachine,
    OpenSettingsWindow,
    OptionValue,
    ReloadSettings,
    RemoveMachine,
    RenameMachine,
    SetStartAtLogin,
    SettingChange,
    SettingsClosed,
    StopCheckup,
    TryAsking,
    UndoChange,
    WipeHistory,
)
from tray_router.wire.settings.to_window import (
    TO_TYPES,
    ChangeDone,
    CheckupEnded,
    CheckupStep,
    CheckupWaits,
    ChordChecked,
    SettingsDocument,
    SettingsFleet,
    SettingsNote,
    ShowSettings,
)

__all__ = [
    "FROM_TYPES",
    "TO_TYPES",
    "ActionFields",
    "ChangeDone",
    "ChangeSettings",
    "CheckChord",
    "CheckMachine",
    "CheckupEnded",
    "CheckupStep",
    "CheckupWaits",
    "ChordChecked",
    "ChordFields",
    "FieldProblem",
    "MachineFields",
    "OpenSettingsWindow",
    "OptionFields",
    "OptionValue",
    "ReloadSettings",
    "RemoveMachine",
    "RenameMachine",
    "RouteFields",
    "RouteProposal",
    "SetStartAtLogin",
    "SettingChange",
    "SettingsClosed",
    "SettingsDocument",
    "SettingsFleet",
    "SettingsNote",
    "ShowSettings",
    "StopCheckup",
    "TryAsking",
    "UndoChange",
    "WipeHistory",
]
