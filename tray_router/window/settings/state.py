"""What the settings window knows, and which changes make what the user wants of it. No Qt here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tray_router.model import Capability, HostStatus, InstalledModel, RouteHealth
from tray_router.wire.settings import (
    ActionFields,
    MachineFields,
    OptionFields,
    RouteFields,
    RouteProposal,
    SettingChange,
    SettingsDocument,
    SettingsFleet,
)


@dataclass(frozen=True, slots=True)
class ModelPlace:
    """A model on a machine."""

    model: InstalledModel
    host: HostStatus

    @property
    def candidate(self) -> str:
        """As a route names it."""
        return f"{self.model.name}@{self.host.name}"


class SettingsState:
    """The newest document and fleet."""

    def __init__(self) -> None:
        self.document = SettingsDocument("", "")
        self.fleet = SettingsFleet()
        self.is_told = False

    def apply(self, message: SettingsDocument | SettingsFleet) -> None:
        """Takes in one of the two."""
        if isinstance(message, SettingsDocument):
            self.document, self.is_told = message, True
        else:
            self.fleet = message

    # --- looking up

    def machine(self, name: str) -> MachineFields | None:
        return next((machine for machine in self.document.machines if machine.name == name), None)

    def host(self, name: str) -> HostStatus | None:
        """How the machine of that name is."""
        return next((host for host in self.fleet.hosts if host.name == name), None)

    def route(self, name: str) -> RouteFields | None:
        return next((route for route in self.document.routes if route.name == name), None)

    def served_by(self, route: str) -> RouteHealth:
        """Who would answer there now."""
        return next((found for found in self.fleet.routes if found.route == route), RouteHealth(route))

    def proposal(self, route: str) -> RouteProposal | None:
        return next((found for found in self.fleet.proposals if found.route == route), None)

    def option(self, path: str) -> OptionFields | None:
        return next((option for option in self.document.options if option.path == path), None)

    def chat_models(self) -> list[ModelPlace]:
        """Models that can be asked something, by machine in the order of the settings."""
        return [
            ModelPlace(model, host)
            for host in self.fleet.hosts
            for model in sorted(host.models, key=lambda model: model.name.casefold())
            if can_chat(model)
        ]

    @property
    def can_edit_routes(self) -> bool:
        """Routes of simulated machines are not written down: the machines are gone with the program."""
        return not self.fleet.is_simulated or bool(self.document.machines)

    # --- changes

    def set_candidates(self, route: str, candidates: Sequence[str]) -> tuple[SettingChange, ...]:
        """Another list for a route; proposed routes are all written down, or the others would be gone."""
        wanted = SettingChange(("routes", route, "candidates"), tuple(candidates))
        others = [
            SettingChange(("routes", other.name, "candidates"), other.candidates)
            for other in self.document.routes
            if not other.is_in_file and other.name != route
        ]
        return (*self.keep_found_machines(), *others, wanted)

    def keep_found_machines(self) -> tuple[SettingChange, ...]:
        """Writes down the machines that were found by themselves: the first one in the file would end the looking."""
        return tuple(
            SettingChange(("hosts", machine.name, "url"), machine.url)
            for machine in self.document.machines
            if not machine.is_in_file
        )

    def add_machine(self, name: str, url: str) -> tuple[SettingChange, ...]:
        return (*self.keep_found_machines(), SettingChange(("hosts", name, "url"), url))

    def set_machine(self, name: str, option: str, value: str | bool | int | float | None) -> tuple[SettingChange, ...]:
        return (*self.keep_found_machines(), SettingChange(("hosts", name, option), value))

    def set_action(self, action: ActionFields, option: str, value: str | bool | None) -> tuple[SettingChange, ...]:
        """A built-in action of which the file says nothing gets its table first."""
        if action.place >= 0:
            return (SettingChange(("actions", action.place, option), value),)
        place = self.next_action_place
        return (
            SettingChange(("actions", place, "name"), action.name),
            SettingChange(("actions", place, option), value),
        )

    @property
    def next_action_place(self) -> int:
        """The number that a further action in the file would have."""
        return max((action.place for action in self.document.actions), default=-1) + 1

    def free_action_name(self, wanted: str) -> str:
        """``wanted``, or the same with a number that makes it unique."""
        taken = {action.name.casefold() for action in self.document.actions}
        name, number = wanted, 2
        while name.casefold() in taken:
            name, number = f"{wanted} {number}", number + 1
        return name

    def free_machine_name(self, url: str) -> str:
        """A short name for the machine at an address: the first part of its name, or its IP address."""
        place = url.strip().removeprefix("http://").removeprefix("https://").split("/", 1)[0]
        place = place.rsplit(":", 1)[0] if place.count(":") == 1 else place
        is_numeric = place.replace(".", "").isdigit()
        short = place if is_numeric else place.split(".", 1)[0]
        name = "".join(char if char.isalnum() or char in "-_." else "-" for char in short).strip("-_.") or "machine"
        name = "local" if name in ("localhost", "127.0.0.1") else name
        taken = {machine.name for machine in self.document.machines}
        free, number = name, 2
        while free in taken:
            free, number = f"{name}-{number}", number + 1
        return free


def can_chat(model: InstalledModel) -> bool:
    """An embedding model cannot; of one whose capabilities are not known, nobody knows."""
    return not model.capabilities or Capability.COMPLETION in model.capabilities


def split_candidate(candidate: str) -> tuple[str, str]:
    """``qwen3:4b@mac`` -> model and machine; the machine is empty for every one that has it."""
    model, at, host = candidate.rpartition("@")
    return (model, host) if at else (candidate, "")
