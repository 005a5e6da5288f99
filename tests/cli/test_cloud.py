"""``tray-router cloud``, and ``ask`` when a cloud is there."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tray_router.desktop import paths
from tray_router.ledger.spending import SpendingBook
from tray_router.simulator.cloud_service import SimulatedCloud

KEY = "-".join(["sk", "sim", "Z9y8X7w6" * 4])


@pytest.fixture
def sky() -> Iterator[SimulatedCloud]:
    """A simulated cloud on a loop of its own."""
    cloud = SimulatedCloud(("big-model",), key=KEY, price=(3.0, 15.0))
    loop, is_up, stop = asyncio.new_event_loop(), threading.Event(), asyncio.Event()

    async def serve() -> None:
        async with cloud:
            is_up.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    assert is_up.wait(10)
    yield cloud
    loop.call_soon_threadsafe(stop.set)
    thread.join(10)
    loop.close()


@pytest.fixture
def config(sky: SimulatedCloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SIM_CLOUD_KEY", KEY)
    path = tmp_path / "cloud.toml"
    path.write_text(
        f'[hosts.mac]\nurl = "http://127.0.0.1:9"\n'
        f'[cloud]\nmode = "ask"\nown_words = ["Falke"]\n[cloud.prices.big-model]\ninput = 3\noutput = 15\n'
        f'[cloud.endpoints.sky]\nurl = "{sky.url}"\nkind = "cloud"\nkey = {{ env = "SIM_CLOUD_KEY" }}\n'
        f'models = ["big-model", "gone"]\n'
    )
    return path


def test_the_state_of_everything(run: Run, config: Path) -> None:
    done = run("--config", str(config), "cloud")
    assert done.code == 0, done.err
    assert "ask: you are shown the price first" in done.out
    assert "$0 of $0.50" in done.out
    assert "big-model: $3 in, $15 out per million tokens" in done.out
    assert "gone: price not known" in done.out
    facts = json.loads(run("--config", str(config), "cloud", "status", "--json").out)
    assert facts["endpoints"][0]["leaves_network"] is True
    assert KEY not in done.out + done.err + json.dumps(facts)


def test_a_key_that_is_not_there_is_said(
    run: Run, config: Path, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    expect_log("SIM_CLOUD_KEY is not set or empty")
    monkeypatch.delenv("SIM_CLOUD_KEY")
    assert "not used: the environment variable SIM_CLOUD_KEY is not set" in run("--config", str(config), "cloud").out
    done = run("--config", str(config), "cloud", "test", "sky")
    assert (done.code, "SIM_CLOUD_KEY is not set" in done.err) == (2, True)


def test_a_service_is_looked_at_without_asking_it(run: Run, config: Path, sky: SimulatedCloud) -> None:
    done = run("--config", str(config), "cloud", "test", "sky")
    assert done.code == 0, done.err
    assert "sky answers and lists 1 models." in done.out
    assert "gone: not in its list" in done.out
    assert sky.sent == []
    sky.key = "another"
    refused = run("--config", str(config), "cloud", "test", "sky")
    assert (refused.code, "does not accept the key" in refused.err) == (3, True)
    assert run("--config", str(config), "cloud", "test", "nowhere").code == 2


def test_the_guard_shows_what_it_finds_and_not_the_thing(run: Run, config: Path) -> None:
    word = "".join(["harb", "our77!"])
    done = run("--config", str(config), "cloud", "guard", f"the plan of Falke\npassword = '{word}'")
    assert done.out.splitlines() == [
        "line 1: one of your own words, 5 characters",
        "line 2: password or key, 10 characters",
    ]
    assert run("--config", str(config), "cloud", "guard", "why is the sky blue?").out.startswith("Nothing found")


def test_ask_offers_and_a_yes_sends(
    run: Run, config: Path, sky: SimulatedCloud, allow_log: Callable[[str], None]
) -> None:
    allow_log("mac: .* -> down")
    offered = run("--config", str(config), "ask", "why?")
    assert offered.code == 3
    assert "big-model at sky could answer for about $0.00" in offered.err
    assert "Say yes with --cloud." in offered.err
    assert sky.sent == []
    done = run("--config", str(config), "ask", "--cloud", "why?")
    assert done.code == 0, done.err
    assert done.out == "It is so because the earth turns once a day.\n"
    assert "[left your network]" in done.err
    assert SpendingBook(paths.data_folder()).spent().today_usd == pytest.approx(sky.charged_usd, rel=0.01)


def test_what_the_guard_stops_is_said(
    run: Run, config: Path, sky: SimulatedCloud, allow_log: Callable[[str], None]
) -> None:
    allow_log("mac: .* -> down")
    done = run("--config", str(config), "ask", "--cloud", "where is Falke?")
    assert done.code == 3
    assert done.err.count("it holds one of your own words (your question, line 1).") == 1
    assert sky.sent == []
