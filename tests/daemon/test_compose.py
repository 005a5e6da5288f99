"""What the settings say reaches the parts that keep it; headers reach their machine, or nothing starts."""

from __future__ import annotations

import pytest
from msgspec import structs

from tests.backends.support import TEXT, raw_server, reply
from tests.engine.fakes import RecordingUsage
from tray_router.config.load import parse_settings
from tray_router.config.sections import HeaderSource
from tray_router.config.settings import HostSettings, LimitSettings, Settings
from tray_router.daemon.compose import attempt_limits, compose_backend, compose_engine, poll_rhythm, wake_targets
from tray_router.errors import ConfigError
from tray_router.fleet.wake import WakeTarget
from tray_router.simulator import SimulatedHost, SimulatedHostSettings

SECRET = "hunter2"


def behind_a_proxy(url: str = "http://mac:11434", **headers: HeaderSource) -> Settings:
    return Settings(hosts={"mac": HostSettings(url=url, headers=headers)})


def test_every_limit_of_attempts_and_the_rhythm_are_those_of_the_settings() -> None:
    plain = LimitSettings()
    names = ("connect_s", "first_token_warm_s", "first_token_cold_s", "idle_s", "total_s", "num_ctx_max")
    changed = structs.replace(
        plain, **{name: getattr(plain, name) + 7 for name in (*names, "answer_tokens", "max_in_flight", "max_wait_s")}
    )
    limits = attempt_limits(changed)
    for name in (*names, "answer_tokens", "max_in_flight", "max_wait_s"):
        assert getattr(limits, name) == getattr(plain, name) + 7, name
    rhythm = poll_rhythm(parse_settings("[fleet]\npoll_s = 3\npoll_idle_s = 9").fleet)
    assert (rhythm.alive_s, rhythm.idle_s) == (3.0, 9.0)


@pytest.mark.parametrize("is_on", [True, False])
async def test_the_switch_for_preloading_is_that_of_the_settings(is_on: bool) -> None:
    text = f"[hosts.mac]\nurl = 'http://127.0.0.1:1'\n[routing]\npreload = {str(is_on).lower()}"
    parts = compose_engine(parse_settings(text), RecordingUsage())
    assert parts.preloader.is_enabled is is_on
    assert parts.dispatcher.make_up_for == parts.preloader.make_up_for
    await parts.backend.aclose()


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        (f"Bearer {SECRET}\n", "a line break or another control character"),
        (f"a\r\nX-Other: {SECRET}", "a line break or another control character"),
        (f"{SECRET}\t", "a line break or another control character"),
        (f"{SECRET}\x85", "a line break or another control character"),
        (f"{SECRET}\x7f", "a line break or another control character"),
        (f"Bearer {SECRET}世界", "a character that no header can hold"),
        (f"{SECRET}…", "a character that no header can hold"),
        ("", "is not set or empty"),
        ("  ", "is not set or empty"),
        (None, "is not set or empty"),
    ],
)
def test_a_header_that_cannot_be_sent_is_refused_with_its_place_and_never_its_value(
    monkeypatch: pytest.MonkeyPatch, value: str | None, complaint: str
) -> None:
    monkeypatch.delenv("PROXY_TOKEN", raising=False)
    if value is not None:
        monkeypatch.setenv("PROXY_TOKEN", value)
    with pytest.raises(ConfigError) as raised:
        compose_backend(behind_a_proxy(Authorization=HeaderSource(env="PROXY_TOKEN"), **{"X-Team": _team(monkeypatch)}))
    (problem,) = raised.value.problems
    assert problem.path == "hosts.mac.headers.Authorization"
    assert complaint in problem.message
    assert "PROXY_TOKEN" in problem.message
    told = f"{raised.value} {problem} {raised.value.__cause__}"
    assert SECRET not in told


def _team(monkeypatch: pytest.MonkeyPatch) -> HeaderSource:
    monkeypatch.setenv("TEAM", "blue")
    return HeaderSource(env="TEAM")


@pytest.mark.parametrize("stored", ["line\nbreak", "nul\x00break", "世界", None])
def test_the_same_holds_for_the_keyring(monkeypatch: pytest.MonkeyPatch, stored: str | None) -> None:
    monkeypatch.setattr("keyring.get_password", lambda service, user: stored)
    with pytest.raises(ConfigError) as raised:
        compose_backend(behind_a_proxy(Authorization=HeaderSource(keyring="tray-router/mac")))
    (problem,) = raised.value.problems
    assert problem.path == "hosts.mac.headers.Authorization"
    assert "keyring entry tray-router/mac" in problem.message
    assert "break" not in str(problem).replace("line break", "")


def test_a_keyring_that_is_locked_is_a_problem_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    from keyring.errors import KeyringLocked

    def locked(service: str, user: str) -> str:
        raise KeyringLocked

    monkeypatch.setattr("keyring.get_password", locked)
    with pytest.raises(ConfigError) as raised:
        compose_backend(behind_a_proxy(Authorization=HeaderSource(keyring="tray-router/mac")))
    assert "locked" in raised.value.problems[0].message


async def test_good_headers_arrive_letters_with_accents_included(monkeypatch: pytest.MonkeyPatch) -> None:
    heads: list[bytes] = []

    async def talk(reader, writer):  # type: ignore[no-untyped-def]
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(reply(b'{"version": "0.33.0"}', content_type="application/json"))
        await writer.drain()

    monkeypatch.setenv("WHO", "Zoë Müller")
    async with raw_server(talk) as url:
        backend = compose_backend(behind_a_proxy(url, **{"X-Who": HeaderSource(env="WHO")}))
        try:
            assert await backend.version("mac") == "0.33.0"
        finally:
            await backend.aclose()
    assert b"X-Who: " + "Zoë Müller".encode("latin-1") in heads[0]


async def test_without_headers_a_machine_is_just_asked() -> None:
    async with SimulatedHost(SimulatedHostSettings("mac", (TEXT,))) as machine:
        backend = compose_backend(behind_a_proxy(machine.url))
        try:
            assert "simulated" in await backend.version("mac")
        finally:
            await backend.aclose()


def test_who_can_be_woken_is_what_the_settings_say() -> None:
    settings = parse_settings(
        """
        [hosts.pc]
        url = "http://gpu-pc.lan:8080/ollama"
        wake = "AA-BB-CC-DD-EE-FF"
        wake_broadcast = "10.0.0.255"
        [hosts.mac]
        url = "mac"
        """
    )
    assert wake_targets(settings) == {"pc": WakeTarget(bytes.fromhex("aabbccddeeff"), "gpu-pc.lan", "10.0.0.255")}
