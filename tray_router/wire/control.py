"""The protocol on the control socket, between the CLI and the daemon.

Each message is a 4-byte big-endian length and that many bytes of JSON. A client sends one call; the daemon sends
replies until the terminal one: ``Done``, ``Refused``, ``Status``, or the terminal AnswerEvent of a question.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from tray_router.errors import ProtocolError
from tray_router.events import ANSWER_EVENT_TYPES
from tray_router.model import FleetSnapshot, Override, TriggerAction
from tray_router.model.usage import Today
from tray_router.wire.codec import Codec

MAX_MESSAGE_BYTES = 64 * 1024 * 1024  # a few screenshots as base64; anything above is refused unread

_LENGTH = struct.Struct(">I")
LENGTH_BYTES = _LENGTH.size

# --- client -> daemon -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TriggerCall:
    """As if the chord had been pressed; ``name`` is the action that is meant. Reply: Done or Refused."""

    action: TriggerAction
    at: float = 0.0
    name: str = ""


@dataclass(frozen=True, slots=True)
class AskCall:
    """A question without popup. Replies: AnswerEvents up to the terminal one. Closing the socket stops it.

    ``action`` names one of the user's own; then instruction or content is what it works on. ``is_background``: nobody
    waits for the answer, so machines that are always on are asked first and nothing is evicted for it if avoidable.
    ``is_private``: no text of it is kept.
    """

    instruction: str = ""
    content: str = ""
    images: tuple[bytes, ...] = ()
    override: Override = field(default_factory=Override)
    action: str = ""
    is_background: bool = False
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class StatusCall:
    """Reply: Status."""


@dataclass(frozen=True, slots=True)
class PauseCall:
    """Pause or resume a machine. Reply: Done, or Refused when no such machine exists.

    ``until`` is the end of the pause in seconds since 1970 (UTC); 0 for a pause without end.
    """

    host: str
    is_paused: bool
    until: float = 0.0


@dataclass(frozen=True, slots=True)
class PrivateCall:
    """Keep nothing of any question from now on, or keep it again. Reply: Done."""

    is_private: bool


@dataclass(frozen=True, slots=True)
class WipeHistoryCall:
    """Remove every conversation that was kept. Reply: Done, or Refused when a file cannot be removed."""


@dataclass(frozen=True, slots=True)
class DashboardCall:
    """Show the dashboard. Reply: Done, or Refused without a desktop session."""


@dataclass(frozen=True, slots=True)
class SettingsCall:
    """Show the settings window, or the first run's. Reply: Done, or Refused without a desktop session."""

    is_first_run: bool = False


@dataclass(frozen=True, slots=True)
class QuitCall:
    """Stop the daemon. Reply: Done."""


# --- daemon -> client -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Done:
    """The call was carried out; ``text`` for the user, may be empty."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """The call was not carried out."""

    title: str
    hint: str = ""
    exit_code: int = 4


@dataclass(frozen=True, slots=True)
class Status:
    """How the daemon and the machines are.

    Attributes:
        today: this day's figures and the last answer.
        notices: sentences that need the user's attention (a taken chord, a broken config edit, no tray host).
    """

    version: str
    pid: int
    uptime_s: float
    config_path: str
    fleet: FleetSnapshot
    is_simulated: bool = False
    notices: tuple[str, ...] = ()
    today: Today | None = None


TO_DAEMON = Codec(
    (
        TriggerCall,
        AskCall,
        StatusCall,
        PauseCall,
        PrivateCall,
        WipeHistoryCall,
        DashboardCall,
        SettingsCall,
        QuitCall,
    )
)
FROM_DAEMON = Codec((Done, Refused, Status, *ANSWER_EVENT_TYPES))


def frame(payload: bytes) -> bytes:
    """The payload with its length in front.

    Raises:
        ProtocolError: longer than MAX_MESSAGE_BYTES.
    """
    if len(payload) > MAX_MESSAGE_BYTES:
        raise ProtocolError(
            f"The message is {len(payload) / 1e6:.0f} MB; the daemon takes {MAX_MESSAGE_BYTES / 1e6:.0f} MB at most.",
            "Send less text or fewer images.",
        )
    return _LENGTH.pack(len(payload)) + payload


def payload_length(header: bytes) -> int:
    """The length that a 4-byte header announces.

    Raises:
        ProtocolError: not 4 bytes, or over MAX_MESSAGE_BYTES.
    """
    if len(header) != LENGTH_BYTES:
        raise ProtocolError("A peer hung up inside a message.", "Try again.")
    length: int = _LENGTH.unpack(header)[0]
    if length > MAX_MESSAGE_BYTES:
        raise ProtocolError(f"A peer announced a message of {length} bytes.", "Restart Tray Router.")
    return length
