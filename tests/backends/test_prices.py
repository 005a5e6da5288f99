"""Prices of models: one's own first, then the list, read by a process of its own and kept."""

from __future__ import annotations

import subprocess
import threading

import pytest

from tray_router.answers.cost import Price
from tray_router.backends import price_lookup
from tray_router.backends import prices as prices_module
from tray_router.backends.prices import FILE_NAME, PriceList

OPENAI = "https://api.openai.com/v1"
WANTED = [
    ("openai", OPENAI, "gpt-4o-mini"),
    ("openai", OPENAI, "no-such-model"),
    ("proxy", "https://x.example/v1", "mine"),
]
OWN = {"mine": Price.flat(1.0, 2.0)}


def test_known_models_have_a_price_and_others_none(tmp_path):
    prices = PriceList(WANTED, OWN, tmp_path)
    assert prices.find("openai", "gpt-4o-mini") is None  # not yet
    prices.load()
    found = prices.find("openai", "gpt-4o-mini")
    assert found is not None
    assert 0 < found.usd(1_000_000, 0) < found.usd(0, 1_000_000) < 20
    assert prices.find("openai", "no-such-model") is None
    assert prices.find("proxy", "mine") == OWN["mine"]


def test_what_was_looked_up_is_kept(tmp_path, monkeypatch):
    PriceList(WANTED, OWN, tmp_path).load()

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("looked up again")

    monkeypatch.setattr(subprocess, "run", refuse)
    again = PriceList(WANTED, OWN, tmp_path)
    again.load()
    assert again.find("openai", "gpt-4o-mini") is not None


def test_a_broken_file_is_replaced(tmp_path):
    (tmp_path / FILE_NAME).write_text("{")
    prices = PriceList(WANTED[:1], {}, tmp_path)
    prices.load()
    assert prices.find("openai", "gpt-4o-mini") is not None


def test_without_a_list_no_price_is_known(tmp_path, monkeypatch, expect_log):
    expect_log("list of prices could not be read")
    monkeypatch.setattr("sys.executable", str(tmp_path / "nothing"))
    prices = PriceList(WANTED[:1], {}, tmp_path)
    prices.load()
    assert prices.find("openai", "gpt-4o-mini") is None
    assert not (tmp_path / FILE_NAME).exists()


async def test_many_questions_wait_for_one_look(tmp_path):
    prices = PriceList(WANTED[:1], {}, tmp_path)
    await prices.ready()
    await prices.ready()
    assert prices.find("openai", "gpt-4o-mini") is not None


def test_steps_follow_the_length_of_the_prompt():
    steps = price_lookup.steps_of("https://api.anthropic.com/v1", "claude-sonnet-4-5")
    assert steps is not None
    assert [size for size, _, _ in steps] == sorted(size for size, _, _ in steps)
    assert steps[-1][1] >= steps[0][1] > 0
    assert price_lookup.steps_of(OPENAI, "no-such-model") is None


@pytest.mark.parametrize("url", ["https://proxy.example/v1", "http://10.0.0.2:4000"])
def test_a_proxy_has_the_prices_of_what_stands_behind_it(url):
    assert price_lookup.steps_of(url, "gpt-4o-mini") == price_lookup.steps_of(OPENAI, "gpt-4o-mini")


async def test_no_question_waits_long_for_a_price(tmp_path, monkeypatch):
    go_on = threading.Event()
    monkeypatch.setattr(prices_module, "WAIT_LIMIT_S", 0.01)
    prices = PriceList(WANTED[:1], {}, tmp_path)
    monkeypatch.setattr(prices, "load", lambda: go_on.wait(10))
    await prices.ready()
    assert prices.find("openai", "gpt-4o-mini") is None
    monkeypatch.setattr(prices_module, "WAIT_LIMIT_S", 10.0)
    go_on.set()
    await prices.ready()
