"""What the tray reports about itself. Frozen data, any thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class TrayState(StrEnum):
    """Whether the icon can be seen."""

    STARTING = "starting"
    SHOWN = "shown"
    NO_HOST = "no-host"  # nobody shows icons; we wait for somebody
    NO_BUS = "no-bus"  # the session bus cannot be reached; we try again
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class TrayReport:
    """How the icon is.

    Attributes:
        problem, hint: why it cannot be seen and what to do, a sentence each; empty when it can.
    """

    state: TrayState
    problem: str = ""
    hint: str = ""

    @property
    def is_shown(self) -> bool:
        return self.state is TrayState.SHOWN


OnTrayReport = Callable[[TrayReport], None]

_WITHOUT = "Hotkeys and the command line work without it."


def no_host_report(desktop: str) -> TrayReport:
    """Nobody shows icons; the hint fits the desktop that ``XDG_CURRENT_DESKTOP`` names."""
    if "gnome" in desktop.lower():
        how = "Install and switch on the GNOME extension “AppIndicator and KStatusNotifierItem Support”."
    elif "xfce" in desktop.lower():
        how = "Add “Status Tray Plugin” to the panel."
    else:
        how = "Add a system tray (StatusNotifierItem) to your panel; xfce4-panel and waybar have one."
    return TrayReport(TrayState.NO_HOST, "No panel shows tray icons here.", f"{how} {_WITHOUT}")


def no_bus_report() -> TrayReport:
    """The bus that the panel is reached by does not answer."""
    hint = f"Start Tray Router inside the desktop session, or with dbus-run-session. {_WITHOUT}"
    return TrayReport(TrayState.NO_BUS, "The session bus cannot be reached, so there is no tray icon.", hint)
