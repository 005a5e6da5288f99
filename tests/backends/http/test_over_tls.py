"""https with a real certificate: in this process, and in one that was started without OpenSSL, as the daemon is."""

from __future__ import annotations

import asyncio
import json
import os
import ssl
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.backends.support import client_for
from tests.loops import until
from tray_router.backends.http.over_tls import shake_hands
from tray_router.backends.ollama import OllamaHost
from tray_router.backends.ollama.checkup import Step, check_up
from tray_router.errors import BackendError, FailureKind

CERTIFICATE = Path(__file__).with_name("machine.pem")  # of 127.0.0.1, until 2126; its key is in the file, too
ROOT = Path(__file__).parents[3]

LEAN_PROGRAM = """
import sys
from tray_router.daemon.lean_start import leave_out_openssl
leave_out_openssl()
import asyncio
from tray_router.backends.ollama import OllamaBackend, OllamaHost
assert not sys.modules.keys() & {"ssl", "_ssl", "_hashlib", "httpcore", "anyio"}

async def main(url):
    backend = OllamaBackend([OllamaHost("mac", url)])
    print(await backend.version("mac"))
    opened = await backend.connect("mac", 5.0)
    await opened.use()
    print([model.name for model in await backend.installed_models("mac")])
    await opened.aclose()
    await backend.aclose()

asyncio.run(main(sys.argv[1]))
assert asyncio.sslproto.ssl is None, "asyncio has its own TLS"
"""


class SecureMachine:
    """Answers ``/api/version`` and ``/api/tags`` over TLS."""

    def __init__(self) -> None:
        self.url = ""
        self.connections = 0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                body = {"version": "0.31.2"} if b"/api/version" in head else {"models": [{"name": "qwen3:4b"}]}
                payload = json.dumps(body).encode()
                start = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(payload)}\r\n\r\n"
                writer.write(start.encode() + payload)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


@asynccontextmanager
async def secure_machine() -> AsyncIterator[SecureMachine]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    machine = SecureMachine()
    server = await asyncio.start_server(machine.talk, "127.0.0.1", 0, ssl=context)
    machine.url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield machine
    finally:
        server.close()
        await server.wait_closed()
        await until(lambda: len(asyncio.all_tasks()) == 1)


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's store of certificates holds the machine's."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


@pytest.mark.usefixtures("trusted")
async def test_a_machine_behind_https() -> None:
    async with secure_machine() as mac, client_for(mac.url) as backend:
        assert await backend.version("mac") == "0.31.2"
        assert backend.is_connected("mac")
        assert [model.name for model in await backend.installed_models("mac")] == ["qwen3:4b"]
        assert mac.connections == 1


@pytest.mark.usefixtures("trusted")
async def test_an_opened_connection_speaks_tls_once_it_is_used() -> None:
    async with secure_machine() as mac, client_for(mac.url) as backend:
        opened = await backend.connect("mac", 5.0)
        await opened.use()
        assert await backend.version("mac") == "0.31.2"
        await opened.aclose()  # the request took it: nothing to close
        assert backend.is_connected("mac")
        unused = await backend.connect("mac", 5.0)
        await unused.aclose()
        assert mac.connections == 1


async def test_a_certificate_that_nobody_knows() -> None:
    async with secure_machine() as mac, client_for(mac.url) as backend:
        with pytest.raises(BackendError) as raised:
            await backend.version("mac")
    assert raised.value.kind is FailureKind.TLS


@pytest.mark.usefixtures("trusted")
async def test_shaking_hands() -> None:
    async with secure_machine() as mac:
        port = int(mac.url.rsplit(":", 1)[1])
        assert (await shake_hands("127.0.0.1", port, 5.0)).startswith("TLSv1.")


@pytest.mark.usefixtures("trusted")
async def test_a_checkup_names_the_version_of_tls() -> None:
    async with secure_machine() as mac:
        steps = [result async for result in check_up(OllamaHost("mac", mac.url))]
    tls = next(result for result in steps if result.step is Step.TLS)
    assert "TLSv1." in tls.detail


async def test_https_in_a_process_that_was_started_without_openssl() -> None:
    env = {**os.environ, "SSL_CERT_FILE": str(CERTIFICATE), "PYTHONPATH": str(ROOT)}
    async with secure_machine() as mac:
        program = await asyncio.create_subprocess_exec(
            sys.executable, "-W", "error", "-c", LEAN_PROGRAM, mac.url, env=env, stdout=-1, stderr=-1
        )
        said, complained = await program.communicate()
    assert complained.decode() == ""
    assert said.decode().split("\n") == ["0.31.2", "['qwen3:4b']", ""]
