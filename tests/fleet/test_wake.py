from __future__ import annotations

import pytest

from tests.builders import host
from tray_router.fleet.wake import (
    EVERYWHERE,
    WAKE_INTERVAL_S,
    WakeTarget,
    as_if_awake,
    broadcast_addresses,
    guess_mac,
    is_due,
    magic_packet,
    parse_mac,
)
from tray_router.model import FleetSnapshot, HostState

MAC = bytes.fromhex("aabbccddeeff")


@pytest.mark.parametrize("text", ["aa:bb:cc:dd:ee:ff", "AA-BB-CC-DD-EE-FF", "aabbccddeeff", "  aa:bb:cc:dd:ee:ff "])
def test_how_an_address_may_be_written(text: str) -> None:
    assert parse_mac(text) == MAC


@pytest.mark.parametrize(
    "text", ["", "aa:bb:cc:dd:ee", "aa:bb:cc:dd:ee:fg", "aa:bb-cc:dd:ee:ff", "ff:ff:ff:ff:ff:ff", "00:00:00:00:00:00"]
)
def test_what_is_no_address_of_one_card(text: str) -> None:
    with pytest.raises(ValueError, match="must be"):
        parse_mac(text)


def test_twelve_digits_are_probably_an_address() -> None:
    assert guess_mac("aa.bb.cc.dd.ee.ff") == "aa:bb:cc:dd:ee:ff"
    assert guess_mac("aa:bb") == ""


def test_a_magic_packet_is_six_bytes_of_ones_and_sixteen_addresses() -> None:
    packet = magic_packet(MAC)
    assert len(packet) == 102
    assert packet == b"\xff" * 6 + MAC * 16


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("192.168.1.30", (EVERYWHERE, "192.168.1.255")),
        ("", (EVERYWHERE,)),
        ("127.0.0.1", (EVERYWHERE,)),
        ("fe80::1", (EVERYWHERE,)),
    ],
)
def test_where_a_packet_goes_when_nothing_is_said(address: str, expected: tuple[str, ...]) -> None:
    assert broadcast_addresses(WakeTarget(MAC, "pc"), address) == expected
    assert broadcast_addresses(WakeTarget(MAC, "pc", "10.0.0.255"), address) == ("10.0.0.255",)


def test_the_fleet_as_if_those_that_can_be_woken_were_awake() -> None:
    down = host("pc", state=HostState.DOWN, problem="It sleeps.", hint="Wake it.")
    paused, broken = host("nas", state=HostState.PAUSED), host("mac", state=HostState.DOWN)
    fleet = FleetSnapshot((down, paused, broken))
    awake = as_if_awake(fleet, frozenset({"pc", "nas"}))
    assert awake is not None
    assert [h.state for h in awake.hosts] == [HostState.UP, HostState.PAUSED, HostState.DOWN]
    assert awake.hosts[0].problem == ""
    assert as_if_awake(fleet, frozenset({"nas"})) is None
    assert as_if_awake(fleet, frozenset()) is None


def test_a_machine_is_woken_once_in_a_while() -> None:
    sent = {"pc": 100.0}
    assert is_due("nas", sent, 100.0)
    assert not is_due("pc", sent, 100.0 + WAKE_INTERVAL_S - 0.1)
    assert is_due("pc", sent, 100.0 + WAKE_INTERVAL_S)
