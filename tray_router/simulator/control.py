"""Orders to a running fleet, one JSON object per line, each answered with one line.

::

    {"host": "windows", "down": true}                     set faults of a machine
    {"host": "windows", "model": "qwen3:4b", "hang": true}  of one model on it
    {"host": "windows", "next": 2, "queue_full": true}    for its next two requests
    {"host": "windows", "reset": true}                    healthy again
    {"host": "windows", "evict": true}                    nothing in memory
    {"host": "windows", "answer": "text"}                 what it says; null for the default answer
    {"host": "windows", "requests": "/api/chat"}          what reached it there, bodies included ("" for all)
    {"urls": true}                                        name -> URL

The reply is ``{"ok": true, ...}`` or ``{"ok": false, "error": "..."}``. Rule: bodies are given out only on demand.
Runs in the loop's thread.
"""

from __future__ import annotations

from typing import Any

import msgspec

from tray_router.errors import UsageError
from tray_router.simulator.answers import default_answer, fixed_answer
from tray_router.simulator.fleet import SimulatedFleet
from tray_router.simulator.host import SimulatedHost
from tray_router.simulator.request_log import RequestRecord


def obey(fleet: SimulatedFleet, line: bytes) -> dict[str, Any]:
    """Carry out one line and return the reply; never raises for a bad line."""
    try:
        order = msgspec.json.decode(line, type=dict[str, Any])
        return {"ok": True, **_carry_out(fleet, order)}
    except msgspec.DecodeError as error:
        return {"ok": False, "error": f"The line is not a JSON object: {error}"}
    except UsageError as error:
        return {"ok": False, "error": str(error)}


def _carry_out(fleet: SimulatedFleet, order: dict[str, Any]) -> dict[str, Any]:
    if "urls" in order:
        return {"urls": fleet.urls}
    name = order.pop("host", None)
    if not isinstance(name, str) or name not in fleet.hosts:
        raise UsageError(f"There is no simulated machine named {name!r}.", f"Known: {', '.join(fleet.hosts)}.")
    host = fleet[name]
    if "requests" in order:
        return {"requests": [_told(record) for record in host.requests.all(str(order["requests"] or ""))]}
    if order.pop("reset", False):
        host.faults.reset()
    if order.pop("evict", False):
        host.evict()
    if "answer" in order:
        text = order.pop("answer")
        host.answers = default_answer if text is None else fixed_answer(str(text))
    _set_faults(host, order)
    return {}


def _set_faults(host: SimulatedHost, order: dict[str, Any]) -> None:
    model, count = order.pop("model", None), order.pop("next", None)
    if not order:
        return
    if count is not None:
        host.faults.next_requests(int(count), **order)
    elif model is not None:
        host.faults.model(str(model)).update(**order)
    else:
        host.faults.update(**order)


def _told(record: RequestRecord) -> dict[str, Any]:
    secret = ("authorization", "cookie")
    headers = {name: "(present)" if name in secret else value for name, value in record.headers.items()}
    return {**record.summary(), "headers": headers, "body": record.body}
