"""What can be done about a failure with one press."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RemedyKind(StrEnum):
    """What the press does."""

    RETRY = "retry"  # ask the same question again
    RESUME_HOST = "resume-host"  # a paused machine takes questions again
    OPEN_SETTINGS = "open-settings"  # show the settings file
    ASK_CLOUD = "ask-cloud"  # the same question, out of the network
    ASK_CLOUD_WITH_IMAGES = "ask-cloud-with-images"
    COPY_COMMAND = "copy-command"  # put a command for a terminal on the clipboard


@dataclass(frozen=True, slots=True)
class Remedy:
    """One thing that the user can do about it.

    Attributes:
        target: the machine to resume, the command to copy, or the price of a cloud's answer in words; empty for the
            other kinds.
    """

    kind: RemedyKind
    target: str = ""
