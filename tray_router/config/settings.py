"""The settings as frozen values: every option, its default, its bounds and its one-line description.

Rule: this file and those of the larger sections beside it are the only home of a default. The collector, the JSON
Schema, the commented config file and the test of docs/configuration.md all read the type information of these classes.
No I/O; any thread.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import Annotated, ClassVar

from msgspec import Meta, Struct, field
from msgspec import inspect as mi

from tray_router.config.action_settings import ActionSettings
from tray_router.config.cloud_settings import CloudSettings
from tray_router.config.keeping_settings import HistorySettings, LedgerSettings
from tray_router.config.route_settings import RouteSettings, RoutingSettings
from tray_router.config.sections import HeaderSource, Seconds, Section, Text
from tray_router.config.tray_settings import TraySettings
from tray_router.model import TriggerAction

MEBIBYTE = 1024 * 1024


class Theme(StrEnum):
    """Colours of the popup; ``auto`` follows the desktop."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


class LogLevel(StrEnum):
    """How much the log says."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class HostSettings(Section, frozen=True):
    """One machine. ``url`` is normalised: scheme, port, no trailing slash (Ollama contract, section 7)."""

    expected: ClassVar[str] = 'a table with at least url = "http://address:11434"'

    url: Annotated[
        str,
        Meta(
            description="Address of Ollama there: a name, name:port, or an http(s) URL. Without a scheme the port is "
            "11434 unless given.",
            max_length=2000,
        ),
    ]
    headers: Annotated[
        dict[str, HeaderSource],
        Meta(description='HTTP headers for a proxy, e.g. { Authorization = { env = "NAME" } }.'),
    ] = field(default_factory=dict)
    priority: Annotated[int, Meta(ge=-1000, le=1000, description="A lower number is asked first.")] = 0
    always_on: Annotated[bool, Meta(description="True when its absence is worth a warning.")] = False
    max_in_flight: Annotated[
        int, Meta(ge=0, le=64, description="Questions that one model gets at once there; 0 takes that of [limits].")
    ] = 0
    rented: Annotated[
        Text, Meta(description='When it belongs to somebody else, e.g. "mon-fri 09:00-17:00"; empty for never.')
    ] = ""
    wake: Annotated[Text, Meta(description="MAC address to wake it by over the network; empty for not at all.")] = ""
    wake_broadcast: Annotated[
        Text, Meta(description="IPv4 address that wake packets go to; empty for 255.255.255.255 and its own network.")
    ] = ""


class HotkeySettings(Section, frozen=True):
    """Chords in pynput's syntax, lower case; an empty one is switched off."""

    expected: ClassVar[str] = 'a table such as { ask = "<ctrl>+<alt>+<space>" }'

    ask: Annotated[Text, Meta(description="Ask about the selected text, else the clipboard.")] = "<ctrl>+<alt>+<space>"
    region: Annotated[Text, Meta(description="Drag a region of the screen and ask about it.")] = "<ctrl>+<alt>+r"
    prompt: Annotated[Text, Meta(description="Open an empty popup.")] = "<ctrl>+<alt>+p"
    window: Annotated[Text, Meta(description="Ask about the window under the pointer.")] = ""
    screen: Annotated[Text, Meta(description="Ask about the screen under the pointer.")] = ""
    repeat: Annotated[Text, Meta(description="Ask about the region that was dragged last, as it looks now.")] = ""

    def by_action(self) -> dict[TriggerAction, str]:
        """Chord of each action that has one."""
        chords = {action: str(getattr(self, action.value)) for action in TriggerAction}
        return {action: chord for action, chord in chords.items() if chord}


class PopupSettings(Section, frozen=True):
    """Looks of the popup; sizes in logical pixels."""

    theme: Annotated[Theme, Meta(description="Colours; auto follows the desktop.")] = Theme.AUTO
    width: Annotated[int, Meta(ge=280, le=4000, description="Width in logical pixels.")] = 560
    max_height: Annotated[
        int, Meta(ge=200, le=4000, description="Height in logical pixels up to which it grows with the answer.")
    ] = 640
    font_points: Annotated[
        float, Meta(ge=0, le=72, description="Size of the text in points; 0 takes the desktop's own.")
    ] = 0.0
    language: Annotated[
        Text, Meta(description='Language to translate into, e.g. "de"; empty takes the desktop\'s own.')
    ] = ""
    reads: Annotated[
        tuple[Text, ...], Meta(description="Further languages that you read: they are not translated unasked.")
    ] = ()


class LimitSettings(Section, frozen=True):
    """Time and size limits (seconds from the Ollama contract, section 9)."""

    connect_s: Annotated[Seconds, Meta(description="Seconds until a machine must have taken the connection.")] = 3.0
    first_token_warm_s: Annotated[
        Seconds, Meta(description="Seconds until the first word when the model is in memory.")
    ] = 20.0
    first_token_cold_s: Annotated[
        Seconds, Meta(description="Seconds until the first word when it must be loaded; big models get more.")
    ] = 300.0
    idle_s: Annotated[Seconds, Meta(description="Seconds of silence in the middle of an answer.")] = 60.0
    total_s: Annotated[Seconds, Meta(description="Seconds that one answer may take in all.")] = 1800.0
    max_text_chars: Annotated[
        int,
        Meta(ge=100, le=50_000_000, description="Characters of captured text that are sent; more is cut, and said."),
    ] = 200_000
    max_clipboard_bytes: Annotated[
        int, Meta(ge=1024, le=1024 * MEBIBYTE, description="Bytes that are read from the selection or clipboard.")
    ] = 32 * MEBIBYTE
    max_image_px: Annotated[
        int, Meta(ge=64, le=10_000, description="Longer side in pixels to which images are scaled down.")
    ] = 1500
    num_ctx_max: Annotated[
        int, Meta(ge=2048, le=10_000_000, description="Longest context in tokens to ask a machine for.")
    ] = 32_768
    confirm_reading_s: Annotated[
        float,
        Meta(
            ge=0,
            le=86400,
            description="A captured text that the model would read for longer waits for your word; 0 sends it at once.",
        ),
    ] = 30.0
    answer_tokens: Annotated[
        int, Meta(ge=64, le=1_000_000, description="Tokens kept free for the answer when the context is chosen.")
    ] = 2048
    max_wait_s: Annotated[
        float,
        Meta(
            ge=0,
            le=86400,
            description="When the first word is expected later than this, a model in memory may answer first; 0 waits.",
        ),
    ] = 20.0
    max_in_flight: Annotated[
        int,
        Meta(ge=1, le=64, description="Questions that one model on one machine gets at once; others wait in line."),
    ] = 1


class FleetSettings(Section, frozen=True):
    """How often the machines are asked how they are."""

    poll_s: Annotated[Seconds, Meta(description="Seconds between two looks at a machine while in use.")] = 2.0
    poll_idle_s: Annotated[
        Seconds, Meta(description="Seconds between two looks when nothing was asked for ten minutes.")
    ] = 4.0


class LogSettings(Section, frozen=True):
    """The log file; prompts and answers are never in it."""

    level: Annotated[LogLevel, Meta(description="How much it says.")] = LogLevel.INFO


class Settings(Section, frozen=True):
    """Everything that config.toml says. Empty ``hosts``: look at this machine; empty ``routes``: propose them."""

    hosts: Annotated[dict[str, HostSettings], Meta(description="The machines, by name.")] = field(default_factory=dict)
    routes: Annotated[dict[str, RouteSettings], Meta(description="The routes, by name.")] = field(default_factory=dict)
    routing: Annotated[RoutingSettings, Meta(description="How a question finds its route.")] = field(
        default_factory=RoutingSettings
    )
    hotkeys: Annotated[HotkeySettings, Meta(description='Chords in pynput\'s syntax; "" switches one off.')] = field(
        default_factory=HotkeySettings
    )
    actions: Annotated[
        tuple[ActionSettings, ...], Meta(description="Prompts of your own, and changes of the built-in ones.")
    ] = ()
    popup: Annotated[PopupSettings, Meta(description="Looks of the popup.")] = field(default_factory=PopupSettings)
    limits: Annotated[LimitSettings, Meta(description="Time and size limits.")] = field(default_factory=LimitSettings)
    fleet: Annotated[FleetSettings, Meta(description="How often the machines are looked at.")] = field(
        default_factory=FleetSettings
    )
    cloud: Annotated[
        CloudSettings, Meta(description="Servers that speak OpenAI's protocol; none is asked until you allow it.")
    ] = field(default_factory=CloudSettings)
    ledger: Annotated[LedgerSettings, Meta(description="Usage figures; never a text.")] = field(
        default_factory=LedgerSettings
    )
    history: Annotated[HistorySettings, Meta(description="Conversations, kept to be looked up again.")] = field(
        default_factory=HistorySettings
    )
    tray: Annotated[TraySettings, Meta(description="The icon, and what it says by itself.")] = field(
        default_factory=TraySettings
    )
    log: Annotated[LogSettings, Meta(description="The log file.")] = field(default_factory=LogSettings)


@lru_cache
def type_info(section: type[Struct]) -> mi.StructType:
    """What msgspec knows of a section: its options with their types, bounds, defaults and descriptions."""
    kind = mi.type_info(section)
    if not isinstance(kind, mi.StructType):
        raise TypeError(f"{section} is no section of the settings")
    return kind


def fields_of(section: type[Struct]) -> tuple[mi.Field, ...]:
    """The options of a section, in their order."""
    return type_info(section).fields
