"""The fakes are what the ports say, so that tests with them mean something."""

from __future__ import annotations

import inspect

import pytest

from tests.engine import fakes
from tray_router.backends.http import Opened
from tray_router.backends.ollama import OllamaBackend
from tray_router.engine import ports
from tray_router.ledger import UsageLedger

PAIRS = [
    (ports.ModelBackend, fakes.ScriptedBackend),
    (ports.ModelBackend, OllamaBackend),
    (ports.OpenConnection, fakes.FakeConnection),
    (ports.OpenConnection, Opened),
    (ports.UsageSink, fakes.RecordingUsage),
    (ports.UsageSink, UsageLedger),
    (ports.FleetListener, fakes.RecordingListener),
    (ports.WindowPort, fakes.RecordingWindow),
    (ports.CaptureSource, fakes.FakeSource),
]


@pytest.mark.parametrize(("port", "implementation"), PAIRS, ids=lambda kind: kind.__name__)
def test_every_method_of_the_port_is_there_and_takes_the_same(port: type, implementation: type) -> None:
    methods = {name: m for name, m in vars(port).items() if inspect.isfunction(m) and not name.startswith("_")}
    assert methods
    for name, wanted in methods.items():
        found = getattr(implementation, name)
        assert list(inspect.signature(found).parameters) == list(inspect.signature(wanted).parameters), name
        if name != "chat":  # the port says def, its implementations are asynchronous generators
            assert inspect.iscoroutinefunction(found) == inspect.iscoroutinefunction(wanted), name
        else:
            assert inspect.isasyncgenfunction(found)
