"""Every figure and sentence of the dashboard. No Qt here.

Rules: a number has its unit, and a narrow no-break space before it; large numbers are shortened to what can be read at
a glance, the exact ones are in tables; local time is shown, UTC is what comes in.
"""

from __future__ import annotations

from datetime import datetime

from tray_router.model import Capability, HostActivity, HostState, HostStatus, InstalledModel
from tray_router.model.usage import RecentAttempt, TimeSaved

NARROW_SPACE = "\u202f"
NOTHING = "–"
MINUS = "\u2212"
_KILO, _MINUTE, _HOUR, _DAY = 1000, 60, 3600, 86_400
_WIDE = 10_000  # from here on a number is too wide for a narrow column
_TEN, _HUNDRED = 10, 100
_MS_BELOW_S = 0.9995
_CENT = 0.01
_BINARY_KILO = 1024

_STATE_WORDS = {
    HostState.UNKNOWN: "not asked yet",
    HostState.UP: "up",
    HostState.STARTING: "starting",
    HostState.DEGRADED: "in trouble",
    HostState.DOWN: "down",
    HostState.PAUSED: "paused",
}
_OUTCOMES = {
    "completed": "answered",
    "cancelled": "stopped",
    "unexpected": "unexpected error",
}
_SHOWN_CAPABILITIES = (
    Capability.VISION,
    Capability.THINKING,
    Capability.TOOLS,
    Capability.EMBEDDING,
    Capability.AUDIO,
    Capability.IMAGE,
    Capability.INSERT,
)


# --- figures --------------------------------------------------------------------------------------------


def number(value: float | None) -> str:
    """``1,234``; a dash where there is none."""
    return NOTHING if value is None else f"{value:,.0f}"


def short_number(value: float) -> str:
    """At most four characters and a unit: ``950``, ``12.4 k``, ``3.1 M``."""
    for unit in ("", "k", "M", "G"):
        if abs(value) < _KILO * (1 - 0.5 / _KILO) or unit == "G":
            text = f"{value:.0f}" if not unit or abs(value) >= _HUNDRED else f"{value:.1f}".removesuffix(".0")
            return f"{text}{NARROW_SPACE}{unit}" if unit else text
        value /= _KILO
    return NOTHING


def narrow_number(value: float | None) -> str:
    """For a narrow column: ``9,876``, from ten thousand on ``20.8 k``; a dash where there is none."""
    return number(value) if value is None or value < _WIDE else short_number(value)


def size(value: float) -> str:
    """Bytes as people buy them: ``19.3 GB``; a dash for none."""
    if value <= 0:
        return NOTHING
    for unit in ("B", "KB", "MB", "GB", "TB"):
        if value < _KILO or unit == "TB":
            digits = 1 if unit in ("GB", "TB") and value < _HUNDRED else 0
            return f"{value:.{digits}f}{NARROW_SPACE}{unit}"
        value /= _KILO
    return NOTHING


def seconds(value: float | None) -> str:
    """A measured time: ``3 ms``, ``0.84 s`` never, but ``840 ms``, ``2.1 s``, ``41 s``, ``3 min 5 s``."""
    if value is None:
        return NOTHING
    if value < _MS_BELOW_S:
        return f"under 1{NARROW_SPACE}ms" if 0 < value < 0.0005 else f"{value * 1000:.0f}{NARROW_SPACE}ms"  # noqa: PLR2004
    if value < _TEN - 0.05:
        return f"{value:.1f}{NARROW_SPACE}s"
    if value < _MINUTE - 0.5:
        return f"{value:.0f}{NARROW_SPACE}s"
    return duration(value)


def duration(value: float) -> str:
    """A longer time in its two largest units: ``12 s``, ``3 min 5 s``, ``2 h 10 min``, ``4 d 3 h``."""
    sign, left = (MINUS, -value) if value < 0 else ("", value)
    whole = round(left)
    for unit, length, smaller, part in (
        ("d", _DAY, "h", _HOUR),
        ("h", _HOUR, "min", _MINUTE),
        ("min", _MINUTE, "s", 1),
    ):
        if whole >= length:
            rest = whole % length // part
            more = f" {rest}{NARROW_SPACE}{smaller}" if rest else ""
            return f"{sign}{whole // length}{NARROW_SPACE}{unit}{more}"
    return f"{sign}{whole}{NARROW_SPACE}s"


def share(value: float) -> str:
    """``72 %``; what is there is never called 0 %."""
    percent = value * _HUNDRED
    return f"under 1{NARROW_SPACE}%" if 0 < percent < 0.5 else f"{percent:.0f}{NARROW_SPACE}%"  # noqa: PLR2004


def speed(value: float | None) -> str:
    """Tokens per second: ``41 /s``."""
    if value is None:
        return NOTHING
    return f"{value:.1f}{NARROW_SPACE}/s" if value < _TEN else f"{value:.0f}{NARROW_SPACE}/s"


def money(value: float | None) -> str:
    """US dollars: ``$0.00``, ``under $0.01``, ``$1.25``; a dash when the price is not known."""
    if value is None:
        return NOTHING
    return f"under ${_CENT}" if 0 < value < _CENT / 2 else f"${value:,.2f}"


def tokens_of_context(value: int | None) -> str:
    """A context length: ``32 k`` for 32,768 tokens, as models are sold."""
    if not value:
        return NOTHING
    if value % _BINARY_KILO == 0:
        return f"{value // _BINARY_KILO}{NARROW_SPACE}k"
    return short_number(value)


# --- times ----------------------------------------------------------------------------------------------


def clock(at: float, *, with_seconds: bool = False) -> str:
    """Local time of day: ``08:12``."""
    return datetime.fromtimestamp(at).astimezone().strftime("%H:%M:%S" if with_seconds else "%H:%M")


def moment(at: float, now: float) -> str:
    """Local time of day, with the day before it when that is not today: ``22 Nov, 23:40``."""
    when, today = datetime.fromtimestamp(at).astimezone(), datetime.fromtimestamp(now).astimezone()
    if when.date() == today.date():
        return f"{when:%H:%M:%S}"
    return f"{when.day} {when:%b}, {when:%H:%M}"


def epoch(text: str) -> float:
    """UTC seconds of an ISO 8601 text; 0 when it is none."""
    try:
        return datetime.fromisoformat(text).timestamp()
    except ValueError:
        return 0.0


def time_left(expires_at: str, now: float) -> str:
    """How long a model stays in memory: ``4 min``, ``for good``, a dash when unknown; ``now`` is UTC seconds."""
    at = epoch(expires_at)
    if not at:
        return NOTHING
    left = at - now
    if left > 365 * _DAY:  # keep_alive of -1 is written as a date far away
        return "for good"
    if left >= _MINUTE:
        left -= left % _MINUTE
    return duration(left) if left >= 1 else "ends now"


# --- machines -------------------------------------------------------------------------------------------


def state_word(state: HostState) -> str:
    """The state in words."""
    return _STATE_WORDS[state]


def host_word(host: HostStatus) -> str:
    """What a machine is or does: ``up``, ``answering``, ``loading a model``, ``paused until 17:00``."""
    if host.hold_words:
        return host.hold_words
    if host.state is HostState.UP and host.activity is HostActivity.LOADING:
        return "loading a model"
    if host.state is HostState.UP and host.activity is HostActivity.BUSY:
        return "answering"
    return state_word(host.state)


def in_flight(host: HostStatus) -> str:
    """How many answers run or wait there."""
    return str(host.in_flight) if host.in_flight else NOTHING


def loaded_bytes(host: HostStatus) -> int:
    """Memory of all models that are loaded."""
    return sum(model.size_bytes for model in host.loaded)


def memory(host: HostStatus) -> str:
    """What is in memory: ``11.4 GB``."""
    return size(loaded_bytes(host)) if host.loaded else NOTHING


def models_in_memory(count: int) -> str:
    """``2 models loaded``."""
    return f"{count} model{'s' * (count != 1)} loaded"


def host_sentence(host: HostStatus, age_s: float) -> str:
    """A machine for a screen reader."""
    word = host_word(host)
    parts = [f"{host.name}: {word}{_since(host, age_s, word)}"]
    if host.rtt_s is not None and host.is_usable:
        parts.append(f"round trip {seconds(host.rtt_s)}")
    parts.append(f"{models_in_memory(len(host.loaded))}, {memory(host)}" if host.loaded else "nothing in memory")
    if host.in_flight:
        parts.append(f"{host.in_flight} running")
    if host.problem:
        parts.append(host.problem)
    if host.is_simulated:
        parts.append("simulated")
    return ", ".join(parts)


def host_line(host: HostStatus, age_s: float) -> str:
    """The quiet line under a machine: address, version, since when, how many models."""
    parts = [host.url.removeprefix("http://"), f"Ollama {host.version}" if host.version else ""]
    parts.append(_since(host, age_s, "").removeprefix(", "))
    parts.append(f"{len(host.models)} model{'s' if len(host.models) != 1 else ''}" if host.models else "")
    parts.append("comes and goes" if host.is_flapping else "")
    parts.append("simulated" if host.is_simulated and "simulated" not in host.version else "")
    return " · ".join(filter(None, parts))


def _since(host: HostStatus, age_s: float, said: str) -> str:
    """For how long it has been in its state, behind what is said already; nothing of one that was not asked yet."""
    word = state_word(host.state)
    if host.state is HostState.UNKNOWN:
        return "" if said == word else f", {word}"
    return f" for {duration(age_s)}" if said == word else f", {word} for {duration(age_s)}"


def capabilities(model: InstalledModel) -> str:
    """What a model can do beside chatting."""
    return ", ".join(word.value for word in _SHOWN_CAPABILITIES if word in model.capabilities)


# --- requests and usage ---------------------------------------------------------------------------------


def outcome(attempt: RecentAttempt) -> str:
    """How an attempt ended, in words."""
    kind, _, reason = attempt.outcome.partition(":")
    if kind == "weak":
        return f"weak: {reason}" if reason else "weak"
    word = _OUTCOMES.get(attempt.outcome, attempt.outcome.replace("-", " ").replace("_", " "))
    return f"{word}, degraded" if attempt.is_degraded and kind == "completed" else word


def why(attempt: RecentAttempt) -> str:
    """Why this route and this model."""
    parts = list(attempt.reasons)
    if attempt.escalated_from:
        parts.insert(0, f"{attempt.escalated_from} answered weakly")
    elif attempt.attempt > 1:
        parts.insert(0, f"attempt {attempt.attempt}")
    if attempt.is_cloud:
        parts.insert(0, "left your network")
    return " · ".join(parts)


def saved(found: TimeSaved) -> str:
    """The time saved; a dash when it cannot be said."""
    return NOTHING if found.saved_s is None else duration(found.saved_s)
