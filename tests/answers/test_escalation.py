from __future__ import annotations

from dataclasses import replace

from tests.builders import GB, VISION, host, installed
from tray_router.answers.escalation import next_bigger
from tray_router.model import Candidate, FleetSnapshot, RoutePlan

SMALL, MIDDLE, BIG = (installed(f"m:{size}b", parameters_b=float(size)) for size in (4, 8, 30))
SEES = installed("llava:13b", VISION, parameters_b=13.0)
FLEET = FleetSnapshot(hosts=(host("mac", SMALL, MIDDLE, SEES), host("pc", SMALL, MIDDLE, BIG)))


def bigger(answered: str, *order: str, fleet: FleetSnapshot = FLEET) -> str:
    """Who is asked after ``answered``, of a plan in this order; ``-`` for nobody."""
    named = (text.split("@") for text in (answered, *order))
    candidates = [Candidate(model, at) for model, at in named]
    found = next_bigger(RoutePlan("quick", tuple(candidates)), candidates[0], fleet)
    return str(found) if found else "-"


def test_one_step_up_and_not_to_the_top() -> None:
    assert bigger("m:4b@mac", "m:30b@pc", "m:8b@pc", "m:8b@mac") == "m:8b@pc"


def test_never_the_same_model_elsewhere_and_never_a_smaller_one() -> None:
    assert bigger("m:8b@mac", "m:8b@pc", "m:4b@mac") == "-"


def test_a_model_that_sees_comes_after_those_that_only_read() -> None:
    assert bigger("m:8b@mac", "llava:13b@mac", "m:30b@pc") == "m:30b@pc"
    assert bigger("m:8b@mac", "llava:13b@mac") == "llava:13b@mac"


def test_without_parameters_the_bytes_tell_the_size() -> None:
    nameless = replace(BIG, parameters_b=None, size_bytes=18 * GB)
    fleet = FleetSnapshot(hosts=(host("mac", SMALL, nameless),))
    assert bigger("m:4b@mac", "m:30b@mac", fleet=fleet) == "m:30b@mac"


def test_what_nobody_lists_has_no_size() -> None:
    assert bigger("m:4b@mac", "gone:70b@mac", "m:8b@gone") == "-"
    assert bigger("gone:1b@mac", "M:4B@mac") == "M:4B@mac"  # whatever the case of the name
