"""One TOML file <-> frozen settings: every problem at once, with path and suggestion.

``load`` reads and checks, ``propose`` suggests routes for what is installed, ``write`` renders a commented file and
``save`` stores it, ``discover`` names the machines to look at when none is given, ``watch`` notices edits, ``schema``
is for editors. Nothing here asks a machine. Imported from here is what the daemon needs; the commands ``init`` and
``config`` import ``write``, ``save`` and ``schema`` themselves, which keeps the daemon small.
"""

from tray_router.config.discover import host_name, host_variable_problem, local_host_urls
from tray_router.config.load import (
    LoadedSettings,
    config_path,
    find_config,
    load_document,
    load_settings,
    parse_document,
    parse_settings,
)
from tray_router.config.propose import Proposal, complete_settings, propose_routes
from tray_router.config.settings import (
    ActionSettings,
    FleetSettings,
    HeaderSource,
    HostSettings,
    HotkeySettings,
    LimitSettings,
    LogLevel,
    LogSettings,
    Output,
    PopupSettings,
    RouteSettings,
    Settings,
    Theme,
)
from tray_router.config.watch import ConfigWatcher, Reload, ReloadResult

__all__ = [
    "ActionSettings",
    "ConfigWatcher",
    "FleetSettings",
    "HeaderSource",
    "HostSettings",
    "HotkeySettings",
    "LimitSettings",
    "LoadedSettings",
    "LogLevel",
    "LogSettings",
    "Output",
    "PopupSettings",
    "Proposal",
    "Reload",
    "ReloadResult",
    "RouteSettings",
    "Settings",
    "Theme",
    "complete_settings",
    "config_path",
    "find_config",
    "host_name",
    "host_variable_problem",
    "load_document",
    "load_settings",
    "local_host_urls",
    "parse_document",
    "parse_settings",
    "propose_routes",
]
