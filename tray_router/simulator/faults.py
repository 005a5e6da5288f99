"""Everything that can go wrong on a simulated machine, changeable while it runs.

Rule: a fault is set by plain assignment and has taken effect when the assignment returns, from whichever thread it
comes; the machine that listens sees to that (``host.SimulatedHost``). What a request meets is fixed when it
arrives, except that ``hang`` and ``startup_hang`` end when they are cleared.

Sources: Ollama contract, sections 1, 3, 5, 7 and 9 (the list of simulator knobs).
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, get_type_hints

import msgspec

from tray_router.errors import UsageError
from tray_router.model import canonical_model_name


class Ending(StrEnum):
    """How a reply ends when it does not end well."""

    NORMAL = "normal"
    RESET = "reset"  # the connection is torn down (RST)
    CLOSE = "close"  # the connection is closed inside the chunked body, as on server shutdown
    EOF = "eof"  # a well-formed end, without the final object
    CRASH = "crash"  # the runner dies: error line, and the dead model stays listed
    RUNNER_ERROR = "runner-error"  # error line on the native prompt path, silent end on the rendered one
    GARBAGE = "garbage"  # a line that is not JSON, then a well-formed end
    STALL = "stall"  # no further byte until the client leaves


class LoadFailure(StrEnum):
    """Why a load fails; a model that is already in memory is not affected."""

    NONE = "none"
    BROKEN = "broken"
    OUT_OF_MEMORY = "out-of-memory"
    TIMEOUT = "timeout"


class Front(StrEnum):
    """What stands in front of the server and answers in its place, on every path."""

    NONE = "none"
    LOGIN_PAGE = "login-page"  # 200 with HTML
    UNAUTHORIZED = "unauthorized"  # 401 with HTML
    FORBIDDEN = "forbidden"  # 403 with HTML
    TOO_LARGE = "too-large"  # 413 with HTML
    BAD_GATEWAY = "bad-gateway"  # 502 with HTML
    GATEWAY_TIMEOUT = "gateway-timeout"  # 504 with HTML
    NOT_OLLAMA = "not-ollama"  # 404 with JSON of another service


class Cloud(StrEnum):
    """How the server behind a cloud name or a remote stub behaves."""

    SIGNED_OUT = "signed-out"
    RATE_LIMITED = "rate-limited"
    UNREACHABLE = "unreachable"
    SERVING = "serving"


@dataclass(eq=False)
class RequestFaults:
    """Faults of single requests to a model. None leaves the matter to the wider rule (model, then machine).

    Attributes:
        hang: no byte is sent until this is cleared or the client leaves.
        queue_full: 503.
        load_failure: see ``LoadFailure``.
        load_s, tokens_per_s, prompt_tokens_per_s: instead of the model's own.
        runner_status: the runner answers with this status (400..599) and Ollama passes it on, nested.
        crash_before_first: 500, the runner stopped before the first token.
        ending: how a reply ends, after ``ending_after`` tokens.
        repeats_token: the same token over and over, which ends silently after 33 chunks.
        leaks_slot: a client that leaves inside a stream takes the slot with it for good.
        cancel_lag_s: a slot stays taken for so long after its client left.
    """

    hang: bool | None = None
    queue_full: bool | None = None
    load_failure: LoadFailure | None = None
    load_s: float | None = None
    tokens_per_s: float | None = None
    prompt_tokens_per_s: float | None = None
    runner_status: int | None = None
    crash_before_first: bool | None = None
    ending: Ending | None = None
    ending_after: int | None = None
    repeats_token: bool | None = None
    leaks_slot: bool | None = None
    cancel_lag_s: float | None = None
    _listener: Callable[[], None] | None = field(default=None, init=False, repr=False)

    def __setattr__(self, name: str, value: object) -> None:
        if name not in type(self).__dataclass_fields__:
            raise UsageError(f"There is no fault named {name!r}.")
        object.__setattr__(self, name, value)
        if not name.startswith("_"):
            self._tell()

    def listen(self, listener: Callable[[], None] | None) -> None:
        """Have ``listener`` called, in the changing thread, after every change; None ends that."""
        self._listener = listener

    def update(self, **changes: Any) -> None:
        """Set several fields as one change; values as text or numbers are converted.

        Raises:
            UsageError: no such field, or a value that the field cannot take. Nothing is changed then.
        """
        for name, value in self._checked(changes).items():
            object.__setattr__(self, name, value)
        self._tell()

    def _tell(self) -> None:
        listener = self.__dict__.get("_listener")  # not there yet while the fields are first set
        if listener is not None:
            listener()

    def _checked(self, changes: dict[str, Any]) -> dict[str, Any]:
        kinds = get_type_hints(type(self))
        known = {f.name for f in fields(self) if f.init}
        checked: dict[str, Any] = {}
        for name, value in changes.items():
            if name not in known:
                raise UsageError(f"There is no fault named {name!r}.", f"Known faults: {', '.join(sorted(known))}.")
            try:
                checked[name] = msgspec.convert(value, kinds[name])
            except msgspec.ValidationError as error:
                raise UsageError(f"The fault {name!r} cannot be {value!r}.", str(error)) from error
        return checked


@dataclass(frozen=True, slots=True)
class EffectiveFaults:
    """What one request meets, with nothing left open."""

    hang: bool = False
    hangs_for_good: bool = False  # asked for this request alone, so nothing can clear it
    queue_full: bool = False
    load_failure: LoadFailure = LoadFailure.NONE
    load_s: float | None = None
    tokens_per_s: float | None = None
    prompt_tokens_per_s: float | None = None
    runner_status: int | None = None
    crash_before_first: bool = False
    ending: Ending = Ending.NORMAL
    ending_after: int = 3
    repeats_token: bool = False
    leaks_slot: bool = False
    cancel_lag_s: float = 0.0


_REPEATS_BEFORE_END = 33  # observed with this version; later ones allow 100 and say so
_REQUEST_FIELDS = tuple(f.name for f in fields(RequestFaults) if f.init)


@dataclass(eq=False)
class Faults(RequestFaults):
    """Faults of a machine; the inherited fields hold for requests to any of its models.

    Attributes:
        down: connections are refused and open ones closed; the port stays reserved.
        black_hole: packets vanish: connecting hangs, open connections fall silent (asleep, or a firewall).
        startup_hang: connections are accepted, no byte is sent until this is cleared.
        reply_delay_s: every reply comes so much later.
        front: see ``Front``.
        auth_token: requests without ``Authorization: Bearer <token>`` get a 401.
        ps_block: ``/api/ps`` never answers; ps_delay_s: it answers so much later.
        ps_stale: ``/api/ps`` keeps saying what it said when this was set.
        ps_lag_s: ``/api/ps`` lists a model only so long after it was loaded.
        gpu_lost: ``/api/ps`` shows models in main memory.
        cloud: what happens to names ending in ``-cloud``; remote: to stubs with a remote host.
    """

    down: bool = False
    black_hole: bool = False
    startup_hang: bool = False
    reply_delay_s: float = 0.0
    front: Front = Front.NONE
    auth_token: str = ""
    ps_block: bool = False
    ps_delay_s: float = 0.0
    ps_stale: bool = False
    ps_lag_s: float = 0.0
    gpu_lost: bool = False
    cloud: Cloud = Cloud.SIGNED_OUT
    remote: Cloud = Cloud.SERVING
    _models: dict[str, RequestFaults] = field(default_factory=dict, init=False, repr=False)
    _next: deque[RequestFaults] = field(default_factory=deque, init=False, repr=False)

    def reset(self) -> None:
        """Back to a healthy machine, as one change."""
        for f in fields(self):
            if f.init:
                object.__setattr__(self, f.name, f.default)
        self._models.clear()
        self._next.clear()
        self._tell()

    def model(self, name: str) -> RequestFaults:
        """The faults of one model, by its name with or without ``:latest``; they go before the machine's."""
        own = self._models.setdefault(canonical_model_name(name), RequestFaults())
        own.listen(self._tell)
        return own

    def next_requests(self, count: int, **changes: Any) -> None:
        """Faults for the next ``count`` requests to any model, preloads included; they go before all others."""
        for _ in range(count):
            entry = RequestFaults()
            entry.update(**changes)
            self._next.append(entry)

    def take(self, model: str) -> EffectiveFaults:
        """What a request to ``model`` (canonical name) that arrives now meets; uses up one of the next ones."""
        layers = [self._next.popleft()] if self._next else []
        hangs_for_good = bool(layers and layers[0].hang)
        if model in self._models:
            layers.append(self._models[model])
        layers.append(self)
        chosen: dict[str, Any] = {"hangs_for_good": hangs_for_good}
        for name in _REQUEST_FIELDS:
            value = next((v for layer in layers if (v := getattr(layer, name)) is not None), None)
            if value is not None:
                chosen[name] = value
        if chosen.get("repeats_token"):
            chosen |= {"ending": Ending.EOF, "ending_after": _REPEATS_BEFORE_END}
        return EffectiveFaults(**chosen)

    def is_hanging(self, model: str) -> bool:
        """Whether ``hang`` holds now for ``model``, whatever was said for the next requests."""
        own = self._models[model].hang if model in self._models else None
        return bool(self.hang if own is None else own)


def pace_s(tokens: int, per_s: float) -> float:
    """Seconds for ``tokens`` at a speed; no time at an infinite or meaningless (not positive) one."""
    return 0.0 if per_s <= 0 or math.isinf(per_s) else tokens / per_s
