from __future__ import annotations

from typing import Any

from tests.builders import host
from tray_router.daemon.absences import AbsenceWatch
from tray_router.daemon.notices import Notices
from tray_router.model import FleetSnapshot, HostState


def test_only_machines_that_should_be_on_and_are_not_are_named() -> None:
    notices = Notices(lambda texts: None)
    watch = AbsenceWatch(notices)
    down: dict[str, Any] = {"state": HostState.DOWN, "problem": "Nothing listens there."}
    watch.fleet_changed(FleetSnapshot((host("mac", always_on=True, **down), host("pc", **down))))
    assert notices.texts() == ("mac should always be on. Nothing listens there.",)
    watch.fleet_changed(FleetSnapshot((host("mac", always_on=True, state=HostState.PAUSED, is_flapping=True),)))
    assert notices.texts() == ()


def test_a_machine_that_comes_and_goes_keeps_one_sentence() -> None:
    changes: list[tuple[str, ...]] = []
    watch = AbsenceWatch(Notices(changes.append))
    for state in [HostState.DOWN, HostState.DEGRADED] * 5:
        problem = f"It is {state.value}."
        watch.fleet_changed(
            FleetSnapshot((host("mac", always_on=True, state=state, problem=problem, is_flapping=True),))
        )
    assert changes == [("mac should always be on, and comes and goes.",)]
    watch.fleet_changed(FleetSnapshot((host("mac", always_on=True),)))
    assert changes[1:] == [()]
