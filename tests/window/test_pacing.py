"""When frames are made: at once after a pause, then at a steady rate, then in proportion to what they cost."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tray_router.window.pacing import FRAMES_PER_S, LONGEST_REST_S, SHARE_OF_A_CORE, FramePacer

pytestmark = pytest.mark.usefixtures("qapp")


class Clock:
    """Time that passes when the test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def frame_of(clock: Clock, took_s: float) -> FramePacer:
    """A pacer that has just made a frame."""
    pacer = FramePacer(clock=clock)

    def work() -> None:
        clock.now += took_s

    pacer.run(work)
    return pacer


def test_the_first_text_is_painted_at_once() -> None:
    assert FramePacer(clock=Clock()).rest_ms() == 0


def test_cheap_frames_come_at_the_steady_rate() -> None:
    clock = Clock()
    pacer = frame_of(clock, 0.001)
    assert pacer.rest_ms() == round(1000 / FRAMES_PER_S)
    clock.now += 0.05
    assert pacer.rest_ms() == round(1000 / FRAMES_PER_S) - 50
    clock.now += 1.0
    assert pacer.rest_ms() == 0


def test_a_costly_frame_is_followed_by_a_rest_in_proportion() -> None:
    assert frame_of(Clock(), 0.008).rest_ms() == round(8 / SHARE_OF_A_CORE)
    assert frame_of(Clock(), 0.5).rest_ms() == round(1000 * LONGEST_REST_S)


def test_many_wishes_are_one_frame(qtbot: QtBot) -> None:
    pacer = FramePacer()
    frames: list[None] = []
    pacer.due.connect(lambda: frames.append(None))
    for _ in range(10):
        pacer.ask()
    qtbot.waitUntil(lambda: bool(frames))
    assert len(frames) == 1


def test_a_frame_that_was_made_is_no_longer_due(qtbot: QtBot) -> None:
    pacer = FramePacer()
    frames: list[None] = []
    pacer.due.connect(lambda: frames.append(None))
    pacer.ask()
    pacer.run(lambda: None)
    qtbot.wait(20)
    assert frames == []
