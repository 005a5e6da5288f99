"""Finds, reads and checks config.toml: good settings, or one ConfigError with every problem.

Rules: nothing is started on a file that has a problem; the file is read whole and once, never above MAX_BYTES, and
only if it is a regular file (a pipe or a device would never end). Blocking, short; any thread but the engine's.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from tray_router.config.checks import check_settings
from tray_router.config.collector import collect
from tray_router.config.problems import ProblemList
from tray_router.config.route_settings import QUICK, default_route
from tray_router.config.settings import Settings, type_info
from tray_router.config.syntax import read_toml
from tray_router.errors import ConfigError, ConfigProblem

APP_NAME = "tray-router"
FILE_NAME = "config.toml"
PATH_VARIABLE = "TRAY_ROUTER_CONFIG"
MAX_BYTES = 1_000_000  # a config of a thousand routes has a tenth of this

_OPTIONS_BY_ROUTE_NAME = ("needs", "cost_rank", "fallback")  # those whose default depends on the name of the route


@dataclass(frozen=True, slots=True)
class FileFingerprint:
    """What changes when a file is written: modification time in ns, size in bytes, inode."""

    mtime_ns: int
    size: int
    inode: int

    @classmethod
    def of(cls, status: os.stat_result) -> FileFingerprint:
        return cls(status.st_mtime_ns, status.st_size, status.st_ino)


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """Settings that can be used.

    Attributes:
        notices: what is allowed but unusual, e.g. a URL without port; to be shown, not to stop anything.
        fingerprint: of the file as it was read; None when they come from no file.
    """

    settings: Settings
    notices: tuple[ConfigProblem, ...] = ()
    fingerprint: FileFingerprint | None = None


def config_path(explicit: Path | None, environ: Mapping[str, str]) -> Path:
    """Where the settings lie: ``--config``, else TRAY_ROUTER_CONFIG, else the platform's folder. May not exist."""
    if explicit is not None:
        return explicit.expanduser()
    named = environ.get(PATH_VARIABLE, "").strip()
    if named:
        return Path(named).expanduser()
    import platformdirs

    return platformdirs.user_config_path(APP_NAME, appauthor=False) / FILE_NAME


def find_config(explicit: Path | None, environ: Mapping[str, str]) -> Path | None:
    """Like ``config_path``, but None when nobody named a file and the usual one does not exist.

    A file that was named is returned even if it is missing, so that loading it says so.
    """
    path = config_path(explicit, environ)
    is_named = explicit is not None or bool(environ.get(PATH_VARIABLE, "").strip())
    return path if is_named or os.path.lexists(path) else None


def load_document(path: Path) -> LoadedSettings:
    """The settings in the file at ``path``, with the notices and the fingerprint of what was read.

    Raises:
        ConfigError: the file cannot be read, is no TOML, or has problems; all of them are in ``problems``.
    """
    data, fingerprint = _read(path)
    text = _decoded(data, path)
    loaded = _parse(text, f"The config file {path}")
    return LoadedSettings(loaded.settings, loaded.notices, fingerprint)


def read_text(path: Path) -> str:
    """The text of the file, whatever it says.

    Raises:
        ConfigError: it cannot be read.
    """
    data, _ = _read(path)
    return _decoded(data, path)


def parse_settings(text: str) -> Settings:
    """The settings in ``text``, which is TOML.

    Raises:
        ConfigError: it is no TOML or has problems; nothing else is ever raised.
    """
    return parse_document(text).settings


def parse_document(text: str) -> LoadedSettings:
    """Like ``parse_settings``, with the notices.

    Raises:
        ConfigError: as in ``parse_settings``.
    """
    return _parse(text, "The config")


# --- reading --------------------------------------------------------------------------------------------


def _read(path: Path) -> tuple[bytes, FileFingerprint]:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ConfigError(f"The config file {path} is {_kind(status.st_mode)}.", "Name a TOML file instead.")
        if status.st_size > MAX_BYTES:
            raise _too_big(path)
        with path.open("rb") as file:
            fingerprint = FileFingerprint.of(os.fstat(file.fileno()))
            data = file.read(MAX_BYTES + 1)  # it may have grown since
    except FileNotFoundError:
        hint = "Make one with: tray-router init. Without --config and TRAY_ROUTER_CONFIG, none is needed."
        raise ConfigError(f"There is no config file at {path}.", hint) from None
    except PermissionError:
        hint = "Make it readable for your user, e.g. with chmod u+r, and its folder with chmod u+x."
        raise ConfigError(f"You may not read the config file {path}.", hint) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "the path is not valid"
        raise ConfigError(f"The config file {path!r} cannot be read: {reason}.", "Check the path.") from None
    if len(data) > MAX_BYTES:
        raise _too_big(path)
    return data, fingerprint


def _kind(mode: int) -> str:
    return "a directory" if stat.S_ISDIR(mode) else "no regular file"


def _too_big(path: Path) -> ConfigError:
    return ConfigError(
        f"The config file {path} is larger than {MAX_BYTES // 1000:,} kB.",
        "Check that the path is right; a config is a small text file.",
    )


def _decoded(data: bytes, path: Path) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        hint = f"Save it as UTF-8 (the first byte that is none is in line {line}, byte {column})."
        raise ConfigError(f"The config file {path} is not UTF-8 text.", hint) from None


# --- parsing --------------------------------------------------------------------------------------------


def _parse(text: str, what: str) -> LoadedSettings:
    text = text.removeprefix("\ufeff")
    table = read_toml(text, what)
    _fill_route_defaults(table)
    problems, notices = ProblemList(), ProblemList()
    collected = collect(table, type_info(Settings), (), problems)
    settings = check_settings(collected, problems, notices)
    if problems:
        noun = "one problem" if problems.count == 1 else f"{problems.count} problems"
        hint = "Mend what is listed; until then nothing of it is used."
        raise ConfigError(f"{what} has {noun}.", hint, _told(problems, table, text))
    return LoadedSettings(settings, _told(notices, table, text))


def _told(found: ProblemList, table: dict[str, Any], text: str) -> tuple[ConfigProblem, ...]:
    """What was found, in its order, each with its line."""
    if not found:
        return ()
    from tray_router.config.lines import line_numbers  # a file without mistakes, the usual one, does not need it

    return found.in_order_of(table, line_numbers(text))


def _fill_route_defaults(table: dict[str, Any]) -> None:
    """Gives each route what ``default_route`` says for its name, where the file says nothing itself."""
    routes = table.get("routes")
    if not isinstance(routes, dict):
        return
    for name, route in routes.items():
        if isinstance(route, dict):
            default = msgspec.to_builtins(default_route(name, has_quick=QUICK in routes))
            for option in _OPTIONS_BY_ROUTE_NAME:
                value = default[option]
                route.setdefault(option, list(value) if isinstance(value, (list, tuple)) else value)
