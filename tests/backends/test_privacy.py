"""What leaves this computer, and to whom: nothing of the environment, and each machine's headers only to itself."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tests.backends.support import SECRET, ask, client_for, machine, raw_server, says
from tests.builders import attempt
from tray_router.backends.ollama import OllamaBackend, OllamaHost
from tray_router.errors import BackendError, FailureKind
from tray_router.simulator import RequestRecord, SimulatedHost, SimulatedHostSettings, SimulatedModel

# What httpx and the official client would take from the environment (contract, section 8).
VARIABLES = {
    "OLLAMA_API_KEY": "secret-key",
    "OLLAMA_HOST": "203.0.113.9",
    "NETRC": "{netrc}",
    "SSL_CERT_FILE": "/nonexistent",
}
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


@pytest.fixture
def hostile_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> Iterator[socket.socket]:
    """Proxies, keys and a netrc file that must not be used; yields the listening proxy, where nobody may call."""
    with socket.socket() as proxy:
        proxy.bind(("127.0.0.1", 0))
        proxy.listen()
        proxy.setblocking(False)
        address = f"http://user:secret@127.0.0.1:{proxy.getsockname()[1]}"
        netrc = f"{tmp_path}/netrc"
        with open(netrc, "w") as file:  # noqa: PTH123
            file.write("default login me password secret\n")
        for name in PROXIES:
            monkeypatch.setenv(name, address)
            monkeypatch.setenv(name.lower(), address)
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        for name, value in VARIABLES.items():
            monkeypatch.setenv(name, value.format(netrc=netrc))
        yield proxy
        with pytest.raises(BlockingIOError):
            proxy.accept()


def shape(records: tuple[RequestRecord, ...]) -> list[tuple[object, ...]]:
    """Everything about requests but the Host header, whose port differs from run to run."""
    return [(r.method, r.path, r.raw, sorted((k, v) for k, v in r.headers.items() if k != "host")) for r in records]


async def everything(mac: SimulatedHost, backend: OllamaBackend) -> list[tuple[object, ...]]:
    await backend.version("mac")
    for model in await backend.installed_models("mac"):
        await backend.describe("mac", model)
    await backend.loaded_models("mac")
    await ask(backend)
    return shape(mac.requests.all())


async def test_the_environment_changes_nothing_that_is_sent(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    for name in (*PROXIES, *map(str.lower, PROXIES), *VARIABLES):
        monkeypatch.delenv(name, raising=False)
    async with machine() as (mac, backend):
        plain = await everything(mac, backend)
    request.getfixturevalue("hostile_environment")
    async with machine() as (mac, backend):
        assert await everything(mac, backend) == plain
    sent = repr(plain)
    assert "secret" not in sent
    assert "authorization" not in sent
    assert "cookie" not in sent
    assert "origin" not in sent  # Ollama refuses foreign origins


@pytest.mark.parametrize("value", ["*", "127.0.0.1", "localhost", ""])
async def test_no_proxy_is_not_read_either(
    value: str, hostile_environment: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", value)
    async with machine() as (mac, backend):
        await ask(backend)
        assert len(mac.requests.questions) == 1


async def test_headers_go_to_their_own_machine_only() -> None:
    model = SimulatedModel("qwen3:4b")
    one = SimulatedHost(SimulatedHostSettings("mac", (model,)))
    other = SimulatedHost(SimulatedHostSettings("pc", (model,)))
    one.faults.auth_token = "mac-key"
    async with one, other:
        backend = OllamaBackend(
            [
                OllamaHost("mac", one.url, {"Authorization": "Bearer mac-key"}),
                OllamaHost("pc", other.url, {"X-Room": "cellar"}),
            ]
        )
        for name in ("mac", "pc"):
            await backend.version(name)
            await ask(backend, attempt(host_name=name))
        await backend.aclose()
    assert {r.headers.get("authorization") for r in one.requests.all()} == {"Bearer mac-key"}
    assert {r.headers.get("x-room") for r in one.requests.all()} == {None}
    assert {r.headers.get("authorization") for r in other.requests.all()} == {None}
    assert {r.headers.get("x-room") for r in other.requests.all()} == {"cellar"}


async def test_a_redirect_is_not_followed_so_that_no_prompt_wanders_off() -> None:
    async with machine() as (mac, _):
        away = f"HTTP/1.1 307 Temporary Redirect\r\nLocation: {mac.url}/api/chat\r\nContent-Length: 0\r\n\r\n"
        async with raw_server(says(away.encode())) as url, client_for(url) as backend:
            with pytest.raises(BackendError) as raised:
                await ask(backend)
        assert raised.value.kind is FailureKind.NOT_OLLAMA
        assert mac.requests.total == 0


async def test_keys_and_prompts_are_in_no_log_record(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="tray_router")
    async with machine(headers={"Authorization": "Bearer secret-key"}) as (mac, backend):
        await ask(backend)
        mac.faults.crash_before_first = True
        with pytest.raises(BackendError):
            await ask(backend)
    own = "\n".join(r.getMessage() for r in caplog.records if r.name.startswith("tray_router"))
    assert "secret-key" not in own
    assert SECRET not in own
