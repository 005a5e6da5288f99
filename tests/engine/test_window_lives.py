"""A window that is open when its process begins anew is shown again, unless that is what ends processes."""

from __future__ import annotations

from tray_router.engine.window_lives import AGAIN_S, WindowLives


def test_the_first_process_has_replaced_none() -> None:
    lives = WindowLives()
    assert lives.begins(0.0, is_open=True)
    assert lives.begins(1.0, is_open=True)
    assert not lives.begins(2.0, is_open=True)


def test_processes_that_die_with_the_window_closed_do_not_count() -> None:
    lives = WindowLives()
    assert all(lives.begins(now, is_open=False) for now in (0.0, 1.0, 2.0))
    assert lives.begins(3.0, is_open=True)


def test_two_deaths_far_apart_are_accidents() -> None:
    lives = WindowLives()
    assert [lives.begins(now * (AGAIN_S + 1.0), is_open=True) for now in range(4)] == [True] * 4
