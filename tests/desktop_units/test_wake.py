"""Wake packets on loopback: a real receiver on an address of its own in 127.0.0.0/8."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

import pytest

from tray_router.desktop import wake
from tray_router.desktop.wake import REPEATS, WakeSender, send_wake_packet
from tray_router.errors import DesktopError
from tray_router.fleet.wake import WakeTarget, magic_packet

MAC = bytes.fromhex("aabbccddeeff")
ADDRESS = "127.0.0.9"


@pytest.fixture
def receiver() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as found:
        found.bind((ADDRESS, 0))
        found.settimeout(10)
        yield found


def test_a_packet_arrives_as_it_should_be(receiver: socket.socket) -> None:
    port = receiver.getsockname()[1]
    assert send_wake_packet(WakeTarget(MAC, "pc", ADDRESS), port) == (ADDRESS,)
    assert [receiver.recv(1_000) for _ in range(REPEATS)] == [magic_packet(MAC)] * REPEATS


def test_sending_soon_blocks_nobody_and_leaves_no_thread(receiver: socket.socket) -> None:
    WakeSender(receiver.getsockname()[1]).send(WakeTarget(MAC, "pc", ADDRESS))
    assert receiver.recv(1_000) == magic_packet(MAC)


def test_a_packet_that_reaches_nobody_is_an_error_with_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(packet: bytes, address: str, port: int) -> None:
        raise OSError(101, "Network is unreachable")

    monkeypatch.setattr(wake, "_send", refuse)
    with pytest.raises(DesktopError, match=r"cannot be sent to 127.0.0.9: Network is unreachable") as raised:
        send_wake_packet(WakeTarget(MAC, "pc", ADDRESS))
    assert "wake_broadcast" in raised.value.hint


def test_a_machine_of_unknown_address_is_woken_through_the_address_for_everybody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent: list[str] = []
    monkeypatch.setattr(wake, "_send", lambda packet, address, port: sent.append(address))
    monkeypatch.setattr(wake, "_ipv4_of", {"pc": "192.168.1.30", "gone": ""}.__getitem__)
    send_wake_packet(WakeTarget(MAC, "pc"))
    send_wake_packet(WakeTarget(MAC, "gone"))
    assert sent == ["255.255.255.255", "192.168.1.255", "255.255.255.255"]


def test_what_goes_wrong_in_the_thread_is_logged(
    monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    expect_log("The wake packet cannot be sent")
    monkeypatch.setattr(wake, "_send", lambda *_: (_ for _ in ()).throw(OSError(101, "Network is unreachable")))
    WakeSender().send(WakeTarget(MAC, "pc", ADDRESS))
