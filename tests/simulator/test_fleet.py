"""The demo fleet, fleets in a thread, and the fleet as a process of its own."""

import asyncio
import json
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter

import httpx
import pytest

from tests.simulator.support import TEXT, chat, on_loop
from tray_router.errors import UsageError
from tray_router.model import Capability
from tray_router.simulator import FleetThread, SimulatedFleet, SimulatedHostSettings, demo_fleet, start_in_thread

NEEDED = {"qwen3:4b", "granite3.2-vision:2b", "qwen3-coder:30b", "deepseek-r1:8b", "minicpm-v:8b"}


def test_the_demo_has_three_machines_and_every_model_on_two():
    machines = demo_fleet()
    assert [machine.name for machine in machines] == ["mac", "windows", "ubuntu"]
    counted = Counter(model.name for machine in machines for model in machine.models)
    assert set(counted) == NEEDED
    assert min(counted.values()) >= 2
    models = [model for machine in machines for model in machine.models]
    assert max(model.load_s for model in models) <= 1.5
    assert {m.name for m in models if m.can(Capability.VISION)} == {"granite3.2-vision:2b", "minicpm-v:8b"}
    assert {m.name for m in models if m.can(Capability.THINKING)} == {"qwen3:4b", "deepseek-r1:8b"}
    assert all("simulated" in machine.version for machine in machines)


def test_the_same_model_has_the_same_digest_everywhere():
    digests = {(model.name, model.digest_hex) for machine in demo_fleet() for model in machine.models}
    assert len(digests) == len(NEEDED)


@on_loop
async def test_a_fleet_starts_and_ends_together():
    async with SimulatedFleet() as fleet, httpx.AsyncClient(trust_env=False) as client:
        assert list(fleet.urls) == ["mac", "windows", "ubuntu"]
        replies = await asyncio.gather(*(client.get(f"{url}/api/version") for url in fleet.urls.values()))
        assert [reply.status_code for reply in replies] == [200] * 3
        await fleet.aclose()
        for url in fleet.urls.values():
            with pytest.raises(httpx.ConnectError):
                await client.get(url)


@on_loop
async def test_a_fleet_starts_whole_or_not_at_all():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        fleet = SimulatedFleet([SimulatedHostSettings("one"), SimulatedHostSettings("two", port=port)])
        with pytest.raises(OSError, match="in use"):
            await fleet.start()
        with socket.socket() as sock:
            sock.settimeout(5)
            assert sock.connect_ex(("127.0.0.1", fleet["one"].port)) != 0


def test_names_must_differ():
    with pytest.raises(UsageError):
        SimulatedFleet([SimulatedHostSettings("one"), SimulatedHostSettings("one")])


def test_a_fleet_in_a_thread_leaves_none_behind():
    before = threading.active_count()
    fleet = start_in_thread([SimulatedHostSettings("one", (TEXT,))])
    url = fleet.urls["one"]
    assert httpx.post(f"{url}/api/chat", json=chat(stream=False), trust_env=False).json()["done"] is True
    assert fleet.call(lambda: [r.spec.model.name for r in fleet["one"].scheduler.runners]) == ["text"]
    fleet.call(fleet["one"].evict)
    assert httpx.get(f"{url}/api/ps", trust_env=False).json() == {"models": []}
    fleet.stop()
    fleet.stop()
    assert threading.active_count() == before
    with pytest.raises(httpx.ConnectError):
        httpx.get(url, trust_env=False)


def test_a_thread_that_cannot_start_says_why():
    with start_in_thread([SimulatedHostSettings("one")]) as fleet:
        port = fleet["one"].port
        with pytest.raises(OSError, match="in use"):
            start_in_thread([SimulatedHostSettings("two", port=port)])


def test_calls_before_the_start_are_refused():
    with pytest.raises(UsageError):
        FleetThread([SimulatedHostSettings("one")]).call(lambda: None)


def test_the_simulator_starts_without_the_large_libraries():
    loaded = "import sys, tray_router.simulator; print(sorted({'PIL', 'httpx', 'PySide6'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, timeout=20, check=True)
    assert done.stdout.strip() == "[]"


class _Process:
    """``python -m tray_router.simulator`` with JSON lines in both directions."""

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "tray_router.simulator", "--demo", "--fast", "--json", *arguments]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.first = self.read()

    def read(self):
        return json.loads(self.process.stdout.readline())

    def order(self, **what):
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
        return self.read()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(10)
        self.process.stdin.close()
        self.process.stdout.close()


def test_the_process_takes_orders_and_ends_with_its_input():
    with _Process() as process:
        urls = process.first["urls"]
        assert list(urls) == ["mac", "windows", "ubuntu"]
        assert process.order(host="windows", down=True) == {"ok": True}
        with pytest.raises(httpx.ConnectError):
            httpx.get(urls["windows"], trust_env=False)
        assert process.order(host="windows", reset=True) == {"ok": True}
        assert httpx.get(urls["windows"], trust_env=False).status_code == 200
        assert process.order(host="mac", model="qwen3:4b", queue_full=True) == {"ok": True}
        assert process.order(host="mac", next=1, crash_before_first=True) == {"ok": True}
        statuses = [
            httpx.post(f"{urls['mac']}/api/chat", json=chat("PRIVATE", "deepseek-r1:8b"), trust_env=False).status_code,
            httpx.post(f"{urls['mac']}/api/chat", json=chat("PRIVATE", "qwen3:4b"), trust_env=False).status_code,
        ]
        assert statuses == [500, 503]
        told = process.order(host="mac", requests="/api/chat")["requests"]
        assert [record["body"]["messages"][0]["content"] for record in told] == ["PRIVATE"] * 2
        assert process.order(host="mac", reset=True, answer="Fixed words.") == {"ok": True}
        body = chat("hi", "qwen3:4b", stream=False)
        said = httpx.post(f"{urls['mac']}/api/chat", json=body, trust_env=False).json()
        assert said["message"]["content"] == "Fixed words."
        process.process.stdin.close()
        assert process.process.wait(10) == 0


def test_the_process_refuses_bad_orders_and_goes_on():
    with _Process() as process:
        assert "no simulated machine named 'nobody'" in process.order(host="nobody", down=True)["error"]
        assert "no fault named 'dwon'" in process.order(host="mac", dwon=True)["error"]
        process.process.stdin.write("no json\n")
        process.process.stdin.flush()
        assert process.read()["ok"] is False
        assert process.order(urls=True)["urls"] == process.first["urls"]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGTERM to catch")
def test_the_process_ends_at_sigterm():
    with _Process() as process:
        process.process.send_signal(signal.SIGTERM)
        assert process.process.wait(10) == 0


def test_the_process_logs_without_prompts():
    with _Process("--log") as process:
        url = process.first["urls"]["mac"]
        httpx.post(f"{url}/api/chat", json=chat("PRIVATE", "qwen3:4b"), trust_env=False)
        line = process.process.stdout.readline()
        assert "PRIVATE" not in line
        logged = json.loads(line)["request"]
        assert (logged["host"], logged["path"], logged["model"], logged["status"]) == (
            "mac",
            "/api/chat",
            "qwen3:4b",
            200,
        )


def test_the_process_takes_orders_on_a_port():
    with (
        _Process("--control-port", "0") as process,
        socket.create_connection(("127.0.0.1", process.first["control"]), timeout=10) as control,
        control.makefile("rw") as lines,
    ):
        lines.write('{"host": "ubuntu", "down": true}\n')
        lines.flush()
        assert json.loads(lines.readline()) == {"ok": True}
        with pytest.raises(httpx.ConnectError):
            httpx.get(process.first["urls"]["ubuntu"], trust_env=False)


def test_the_process_says_when_a_port_is_taken():
    with start_in_thread([SimulatedHostSettings("one")]) as fleet:
        command = [sys.executable, "-m", "tray_router.simulator", "--port-base", str(fleet["one"].port)]
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20, check=False
        )
        assert done.returncode == 1
        assert "cannot start" in done.stderr
        assert "Traceback" not in done.stderr
