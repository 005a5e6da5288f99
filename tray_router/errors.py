"""Every error that a person can meet, each with a title (what happened) and a hint (what to do next).

The tree, with the exit code that the command line returns for each branch::

    TrayRouterError                  1   anything below; never raised bare
    ├── ConfigError                  2   the config file, an option or an environment variable is wrong
    ├── UsageError                   2   the command line cannot be understood
    ├── RoutingError                 3   no machine can take the request
    ├── BackendError                 3   a machine answered with a failure, or not at all (see FailureKind)
    ├── DaemonError                  4   the daemon is not running, is already running, or does not answer
    ├── CaptureError                 5   nothing to ask about, or it cannot be read
    ├── DesktopError                 6   a part of the desktop is missing or refuses (hotkey, tray, screen)
    │   └── InsertError              6   the answer could not go to the window that its text came from
    ├── LedgerError                  8   usage or history on disk cannot be read or written
    └── ProtocolError                7   a peer on the control socket or the window pipe broke the protocol

Titles and hints are written for the user. They never hold a prompt, an answer or a key.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class ExitCode(IntEnum):
    """Exit codes of ``tray-router``; documented in docs/cli.md."""

    OK = 0
    UNEXPECTED = 1
    BAD_INPUT = 2
    NO_ANSWER = 3
    DAEMON = 4
    NOTHING_CAPTURED = 5
    DESKTOP = 6
    PROTOCOL = 7
    LEDGER = 8
    CANCELLED = 130


class TrayRouterError(Exception):
    """Base of all errors of this program.

    Args:
        title: one sentence, what happened.
        hint: what the user can do about it; may be empty when there is nothing to do.
    """

    exit_code: ExitCode = ExitCode.UNEXPECTED

    def __init__(self, title: str, hint: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.title} {self.hint}".strip()


@dataclass(frozen=True, slots=True)
class ConfigProblem:
    """One thing wrong in the settings.

    Attributes:
        path: where, in TOML terms, e.g. ``routes.quick.candidates[1]``.
        value: what stands there, as short text; empty when something is missing.
        message: what is allowed instead, one sentence.
        suggestion: the nearest known name, or empty.
        line: on which it stands, or the table that lacks it, counted from 1; 0 when it is in no file. Two problems
            that only moved are the same.
    """

    path: str
    value: str
    message: str
    suggestion: str = ""
    line: int = field(default=0, compare=False)

    def __str__(self) -> str:
        shown = f" = {self.value}" if self.value else ""
        nearest = f" Did you mean {self.suggestion!r}?" if self.suggestion else ""
        line = f"line {self.line}, " if self.line else ""
        return f"{line}{self.path}{shown}: {self.message}{nearest}"


class ConfigError(TrayRouterError):
    """The settings cannot be used; ``problems`` holds every problem found, not only the first."""

    exit_code = ExitCode.BAD_INPUT

    def __init__(self, title: str, hint: str = "", problems: tuple[ConfigProblem, ...] = ()) -> None:
        super().__init__(title, hint)
        self.problems = problems


class UsageError(TrayRouterError):
    """The command line cannot be understood."""

    exit_code = ExitCode.BAD_INPUT


class RoutingError(TrayRouterError):
    """No machine and model can take the request; the title says why."""

    exit_code = ExitCode.NO_ANSWER


class FailureKind(StrEnum):
    """How a machine failed. Decides whether another try makes sense (Ollama contract, sections 1, 7 and 9)."""

    REFUSED = "refused"  # nothing listens on the port
    UNREACHABLE = "unreachable"  # no route, name not found, macOS errno 65
    CONNECT_TIMEOUT = "connect-timeout"  # packets vanish: asleep, firewall
    CONNECT_SLOW = "connect-slow"  # no connection yet when another machine had taken one
    TLS = "tls"
    UNAUTHORIZED = "unauthorized"  # 401
    FORBIDDEN = "forbidden"  # 403
    NOT_OLLAMA = "not-ollama"  # HTML or another service on that port
    MODEL_MISSING = "model-missing"  # 404
    BUSY = "busy"  # 503 queue full
    LOAD_FAILED = "load-failed"  # 500 while loading, not for lack of memory
    OUT_OF_MEMORY = "out-of-memory"
    CRASHED = "crashed"  # the model runner died
    SILENT = "silent"  # connected, then no byte within the limit
    STUCK = "stuck"  # in memory and silent, though its machine answers: its slots are lost
    INCOMPLETE = "incomplete"  # the stream ended without ``done: true``
    CONTEXT_EXCEEDED = "context-exceeded"
    NOT_VISION = "not-vision"
    BAD_IMAGE = "bad-image"
    BAD_REQUEST = "bad-request"
    PROTOCOL = "protocol"  # the reply is not what Ollama sends
    RATE_LIMITED = "rate-limited"  # 429 of a cloud service
    UNPAID = "unpaid"  # 402: the account has no credit
    OVER_BUDGET = "over-budget"  # the user's own budget for the cloud is used up
    GUARDED = "guarded"  # the question holds what must not leave the network

    @property
    def is_about_host(self) -> bool:
        """True when the whole machine is affected, not just one model on it."""
        return self in _HOST_KINDS

    @property
    def is_model_trouble(self) -> bool:
        """True when asking the same model on the same machine again soon is likely to fail again."""
        return self in _MODEL_KINDS

    @property
    def is_retryable_elsewhere(self) -> bool:
        """True when another machine or model may well succeed (contract, section 9)."""
        return self not in _PERMANENT_KINDS


_HOST_KINDS = frozenset(
    {
        FailureKind.REFUSED,
        FailureKind.UNREACHABLE,
        FailureKind.CONNECT_TIMEOUT,
        FailureKind.TLS,
        FailureKind.UNAUTHORIZED,
        FailureKind.FORBIDDEN,
        FailureKind.NOT_OLLAMA,
        FailureKind.UNPAID,
    }
)
_MODEL_KINDS = frozenset(
    {
        FailureKind.MODEL_MISSING,
        FailureKind.LOAD_FAILED,
        FailureKind.OUT_OF_MEMORY,
        FailureKind.CRASHED,
        FailureKind.SILENT,
        FailureKind.STUCK,
        FailureKind.INCOMPLETE,
    }
)
_PERMANENT_KINDS = frozenset({FailureKind.BAD_REQUEST, FailureKind.BAD_IMAGE})


class BackendError(TrayRouterError):
    """A machine failed to answer.

    Attributes:
        kind: how it failed.
        host: the machine's name in the settings.
        model: the model asked for, or empty for failures of the whole machine.
        needed_context: tokens the prompt needs, for ``CONTEXT_EXCEEDED`` only, else None.
        retry_after_s: seconds for which a cloud service wants to be left alone, or None.
        cost_usd: what a cloud service took all the same; set by ``engine.cloud``.
    """

    exit_code = ExitCode.NO_ANSWER

    def __init__(
        self,
        kind: FailureKind,
        title: str,
        hint: str = "",
        *,
        host: str = "",
        model: str = "",
        needed_context: int | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(title, hint)
        self.kind = kind
        self.host = host
        self.model = model
        self.needed_context = needed_context
        self.retry_after_s = retry_after_s
        self.cost_usd: float | None = None


def would_leave(model: str, host: str) -> BackendError:
    """For a model that its server passes on to a cloud, wherever it was noticed (Ollama contract, section 7)."""
    return BackendError(
        FailureKind.GUARDED,
        f"{model} on {host} would leave your network.",
        "Choose another model, or allow the cloud: mode under [cloud] in the settings.",
        host=host,
        model=model,
    )


class DaemonError(TrayRouterError):
    """The daemon is not running, is already running, or does not answer."""

    exit_code = ExitCode.DAEMON


class CaptureError(TrayRouterError):
    """There is nothing to ask about, or what there is cannot be read."""

    exit_code = ExitCode.NOTHING_CAPTURED


class DesktopError(TrayRouterError):
    """A part of the desktop is missing or refuses: hotkey, tray, selection, screen."""

    exit_code = ExitCode.DESKTOP


class InsertError(DesktopError):
    """The answer could not go to the window that its text came from; the hint leaves out where it is instead."""


class LedgerError(TrayRouterError):
    """What is kept on disk (usage, history) cannot be read or written."""

    exit_code = ExitCode.LEDGER


class ProtocolError(TrayRouterError):
    """A peer on the control socket or the window pipe broke the protocol."""

    exit_code = ExitCode.PROTOCOL
