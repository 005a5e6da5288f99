"""What a button beside a failure may do. PURE.

Rule: commands in a hint stand in back-ticks (``errors``); only commands for a terminal are offered for copying, never a
name or a value that happens to stand there too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tray_router.errors import BackendError, ConfigError, ExitCode, FailureKind, TrayRouterError
from tray_router.model import Remedy, RemedyKind

_QUOTED = re.compile(r"`([^`\n]+)`")
_COMMANDS = ("ollama ", "tray-router ", "systemctl ", "sudo ", "pip ", "pipx ")
_BY_SETTINGS = frozenset({FailureKind.GUARDED, FailureKind.OVER_BUDGET})
"""Kinds that only another question or other settings change."""
_FUTILE = frozenset({FailureKind.BAD_REQUEST, FailureKind.BAD_IMAGE, FailureKind.NOT_VISION}) | _BY_SETTINGS
"""Kinds of failure that the same question meets again, however often it is asked."""


def remedies(error: TrayRouterError, paused: Iterable[str] = ()) -> tuple[Remedy, ...]:
    """What can be done about the failure of a question, the likeliest first.

    Args:
        paused: machines that were passed over because their owner paused them, the best first.
    """
    found = [Remedy(RemedyKind.RESUME_HOST, host) for host in paused][:1]
    found += of_hint(error.hint)
    if isinstance(error, ConfigError) or (isinstance(error, BackendError) and error.kind in _BY_SETTINGS):
        found.append(Remedy(RemedyKind.OPEN_SETTINGS))
    elif error.exit_code is ExitCode.NO_ANSWER and not (isinstance(error, BackendError) and error.kind in _FUTILE):
        found.append(Remedy(RemedyKind.RETRY))
    return tuple(found)


def of_hint(hint: str) -> tuple[Remedy, ...]:
    """The first command that a hint names."""
    commands = (text for text in _QUOTED.findall(hint) if text.startswith(_COMMANDS))
    return tuple(Remedy(RemedyKind.COPY_COMMAND, text) for text in commands)[:1]
