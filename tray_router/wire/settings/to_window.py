"""What the daemon tells the settings window."""

from __future__ import annotations

from dataclasses import dataclass

from tray_router.model import HostStatus, InstalledModel, RouteHealth
from tray_router.wire.settings.fields import (
    ActionFields,
    ChordFields,
    FieldProblem,
    MachineFields,
    OptionFields,
    RouteFields,
    RouteProposal,
)


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
