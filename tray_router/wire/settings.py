"""Messages about the settings window. A rare part of ``wire.window``.

Rules: the daemon owns the settings file and every rule about it; the window shows fields and says which option shall
get which value. Each change names the revision of the file that it was made for, so that a file that was edited by
hand meanwhile is never overwritten. Keys and header values are in no message.
"""

from __future__ import annotations

from dataclasses import dataclass

from tray_router.model import HostStatus, InstalledModel, RouteHealth

OptionValue = str | bool | int | float | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class MachineFields:
    """One machine as the settings have it; ``is_in_file`` is False for one that was found and not written down."""

    name: str
    url: str
    priority: int = 0
    always_on: bool = False
    rented: str = ""
    wake: str = ""
    wake_broadcast: str = ""
    has_headers: bool = False
    is_in_file: bool = True


@dataclass(frozen=True, slots=True)
class RouteFields:
    """One route; ``is_in_file`` is False while it is only proposed."""

    name: str
    candidates: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    is_built_in: bool = True
    is_in_file: bool = True


@dataclass(frozen=True, slots=True)
class RouteProposal:
    """Who would be proposed for a route, and why, in a sentence."""

    route: str
    candidates: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChordFields:
    """One hotkey.

    Attributes:
        key: a TriggerAction's value.
        readable: the chord for people, e.g. ``Ctrl+Alt+Space``; empty when it is off.
        problem: why it does not work now, or empty.
    """

    key: str
    about: str
    chord: str = ""
    default: str = ""
    readable: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ActionFields:
    """One action.

    Attributes:
        prompt: the user's own; empty for a built-in one that keeps its prompt.
        place: its number in the file, or -1 for a built-in one of which the file says nothing.
        built_in: name of the built-in action that this is or changes; empty for the user's own.
        readable: its chord for people.
        problem: why its chord does not work now, or empty.
    """

    name: str
    prompt: str = ""
    route: str = ""
    model: str = ""
    output: str = "auto"
    show_diff: bool = True
    hotkey: str = ""
    enabled: bool = True
    place: int = -1
    built_in: str = ""
    readable: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class OptionFields:
    """One plain option, e.g. ``popup.theme``.

    Attributes:
        about: what it means, one sentence.
        choices: the words that are allowed; empty when it is no choice.
        lowest, highest: bounds of a number, or None.
    """

    path: str
    value: str | bool | int | float
    default: str | bool | int | float
    about: str
    choices: tuple[str, ...] = ()
    lowest: float | None = None
    highest: float | None = None


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one option, in the words of the settings' own check; ``path`` as in TOML."""

    path: str
    message: str


# --- daemon -> window -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShowSettings:
    """Open the settings window, or the first run's, or bring it to the front; its parts follow."""

    is_first_run: bool = False


@dataclass(frozen=True, slots=True)
class SettingsDocument:
    """The settings as the file has them.

    Attributes:
        revision: goes back with every change.
        exists: there is a file; else the first change makes one.
        problem: the file cannot be used now, a sentence; what is shown then is what is in force.
        can_undo: the last change can be taken back.
        starts_at_login: None where the system has no such thing.
        login_note: what to know about that, or empty.
        services: names of the cloud services in the file.
    """

    revision: str
    path: str
    exists: bool = False
    machines: tuple[MachineFields, ...] = ()
    routes: tuple[RouteFields, ...] = ()
    chords: tuple[ChordFields, ...] = ()
    actions: tuple[ActionFields, ...] = ()
    options: tuple[OptionFields, ...] = ()
    problem: str = ""
    can_undo: bool = False
    starts_at_login: bool | None = None
    login_note: str = ""
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SettingsFleet:
    """How the machines are, what they have, and who would answer; the proposals are for what they have now."""

    hosts: tuple[HostStatus, ...] = ()
    routes: tuple[RouteHealth, ...] = ()
    proposals: tuple[RouteProposal, ...] = ()
    is_simulated: bool = False


@dataclass(frozen=True, slots=True)
class ChangeDone:
    """How a change with this number ended; a ``SettingsDocument`` came before it when it was written.

    Attributes:
        problems: empty when it was written.
        is_stale: nothing was written, because the file was changed elsewhere.
    """

    number: int
    problems: tuple[FieldProblem, ...] = ()
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class CheckupStep:
    """One step of a test of a machine."""

    number: int
    step: str
    works: bool
    seconds: float
    detail: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class CheckupWaits:
    """The test waits for something that may take long."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class CheckupEnded:
    """The test is over; ``models`` is what the machine has, when it works that far."""

    number: int
    works: bool
    models: tuple[InstalledModel, ...] = ()


@dataclass(frozen=True, slots=True)
class ChordChecked:
    """Whether a chord could be used; ``problem`` and ``hint`` are empty when it could.

    ``chord`` is its normal form, ``readable`` the one for people.
    """

    number: int
    chord: str
    readable: str = ""
    problem: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class SettingsNote:
    """A sentence to show for a while, e.g. that the history is empty now."""

    text: str
    is_problem: bool = False


# --- window -> daemon -----------------------------------------------------------------------------------


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
    """As if the chord of ``ask`` had been pressed."""


TO_TYPES = (
    ShowSettings,
    SettingsDocument,
    SettingsFleet,
    ChangeDone,
    CheckupStep,
    CheckupWaits,
    CheckupEnded,
    ChordChecked,
    SettingsNote,
)
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
