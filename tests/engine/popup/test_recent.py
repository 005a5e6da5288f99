from __future__ import annotations

from tray_router.engine.popup.recent import WITHIN_S, RecentRoutes


def test_the_popups_of_one_application_are_remembered_in_their_order() -> None:
    recent = RecentRoutes()
    recent.remember("a", "editor", "code", 0.0)
    recent.remember("b", "mail", "quick", 10.0)
    recent.remember("c", "editor", "reasoning", 20.0)
    assert recent.routes("d", "editor", 30.0) == ("code", "reasoning")
    assert recent.routes("d", "mail", 30.0) == ("quick",)
    assert recent.routes("d", "browser", 30.0) == ()


def test_only_the_last_three_popups_count() -> None:
    recent = RecentRoutes()
    for number, route in enumerate(("quick", "code", "code", "reasoning")):
        recent.remember(str(number), "editor", route, 0.0)
    assert recent.routes("d", "editor", 1.0) == ("code", "code", "reasoning")


def test_a_later_question_of_a_popup_takes_the_place_of_the_earlier() -> None:
    recent = RecentRoutes()
    recent.remember("a", "editor", "quick", 0.0)
    recent.remember("a", "editor", "code", 100.0)
    assert recent.routes("b", "editor", 100.0 + WITHIN_S) == ("code",)


def test_a_popup_is_not_its_own_past() -> None:
    recent = RecentRoutes()
    recent.remember("a", "editor", "quick", 0.0)
    assert recent.routes("a", "editor", 1.0) == ()


def test_after_five_minutes_it_is_over() -> None:
    recent = RecentRoutes()
    recent.remember("a", "editor", "quick", 50.0)
    assert recent.routes("b", "editor", 50.0 + 300.0) == ("quick",)
    assert recent.routes("b", "editor", 50.0 + 300.1) == ()


def test_an_unknown_application_has_no_past() -> None:
    recent = RecentRoutes()
    recent.remember("a", "", "quick", 0.0)
    assert recent.routes("b", "", 1.0) == ()
