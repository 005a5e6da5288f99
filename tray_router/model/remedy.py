"""What can be done about a failure with one press."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RemedyKind(StrEnum):
    """What the press does."""

    RETRY = "retry"  # ask the same question again
    RESUME_HOST = "resume-host"  # a paused machine takes questions again
    OPEN_SETTINGS = "open-settings"  # show the settings file
    COPY_COMMAND = "copy-command"  # put a command for a terminal on the clipboard


@dataclass(frozen=True, slots=True)
class Remedy:
    """One thing that the user can do about it.

    Attributes:
        target: the machine to resume, or the command to copy; empty for the other kinds.
    """

    kind: RemedyKind
    target: str = ""
