from __future__ import annotations

from tests.builders import host
from tray_router.daemon.absences import AbsenceWatch
from tray_router.daemon.notices import Notices
from tray_router.model import FleetSnapshot, HostState


def kept() -> tuple[Notices, list[tuple[str, ...]]]:
    heard: list[tuple[str, ...]] = []
    return Notices(heard.append), heard


def test_a_topic_has_its_newest_sentences_and_the_oldest_topic_comes_first() -> None:
    notices, heard = kept()
    notices.set("notes", "one", "two")
    notices.set("hotkeys", "taken")
    notices.set("notes", "three")
    assert notices.texts() == ("three", "taken")
    assert heard == [("one", "two"), ("one", "two", "taken"), ("three", "taken")]


def test_the_listener_hears_of_changes_only() -> None:
    notices, heard = kept()
    notices.set("notes", "one")
    notices.set("notes", "one")
    notices.clear("other")
    notices.set("other", "", "")
    assert len(heard) == 1


def test_a_topic_without_sentences_ends() -> None:
    notices, heard = kept()
    notices.set("notes", "one", "two")
    notices.set("notes", "")
    assert notices.texts() == ()
    assert heard[-1] == ()


def test_a_machine_that_should_always_be_on_is_missed_while_it_is_down() -> None:
    notices, heard = kept()
    watch = AbsenceWatch(notices)
    server = {"always_on": True, "problem": "Nothing listens at nas:11434."}
    states = {
        HostState.UNKNOWN: (),
        HostState.DOWN: ("nas should always be on. Nothing listens at nas:11434.",),
        HostState.STARTING: (),
        HostState.PAUSED: (),
        HostState.UP: (),
    }
    for state, expected in states.items():
        laptop = host("laptop", state=HostState.DOWN)
        watch.fleet_changed(FleetSnapshot(hosts=(laptop, host("nas", state=state, **server))))
        assert notices.texts() == expected, state
    assert len(heard) == 2


def test_a_machine_that_left_the_settings_is_missed_no_more() -> None:
    notices, _ = kept()
    watch = AbsenceWatch(notices)
    watch.fleet_changed(FleetSnapshot(hosts=(host("nas", state=HostState.DOWN, always_on=True),)))
    assert notices.texts() == ("nas should always be on.",)
    watch.fleet_changed(FleetSnapshot())
    assert notices.texts() == ()
