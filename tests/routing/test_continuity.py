from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tray_router.model import Classification
from tray_router.routing.continuity import REMEMBERED, SHORT_CHARS, continue_route
from tray_router.routing.rules import DEFAULT_ROUTES

RANKS = {rules.name: rules.cost_rank for rules in DEFAULT_ROUTES}  # quick 0, vision 1, reasoning 2, code 3
SHORT = "and in one line?"
LONG = "x" * (SHORT_CHARS + 1)


def found(route: str, confidence: float, margin: float | None = None, *, has_evidence: bool = True) -> Classification:
    lead = 2 * confidence - 1 if margin is None else margin
    return Classification(route, confidence, "other", max(lead, 0.0), has_evidence, ("its own reason",))


def goes_to(
    earlier: tuple[str, ...], new: Classification, text: str = SHORT, *, is_same_conversation: bool = True
) -> str:
    return continue_route(new, earlier, text, RANKS, is_same_conversation=is_same_conversation).route


@pytest.mark.parametrize(
    ("earlier", "new", "text", "expected"),
    [
        # upwards: evidence is enough, whatever the length
        ("quick", found("code", 0.55), SHORT, "code"),
        ("quick", found("code", 0.55), LONG, "code"),
        ("quick", found("reasoning", 0.4, 0.05), SHORT, "reasoning"),
        ("quick", found("code", 0.9, has_evidence=False), LONG, "quick"),
        # downwards: a long question has to be sure
        ("code", found("quick", 0.85, 0.5), LONG, "quick"),
        ("code", found("quick", 0.84, 0.9), LONG, "code"),
        ("code", found("quick", 0.95, 0.49), LONG, "code"),
        ("code", found("quick", 0.99, 0.99, has_evidence=False), LONG, "code"),
        ("code", found("reasoning", 0.7), LONG, "code"),
        # downwards: a short one never
        ("code", found("quick", 0.92, 0.9), SHORT, "code"),
        ("code", found("quick", 0.99, 0.99), SHORT, "code"),
        ("code", found("quick", 0.99, 0.99, has_evidence=False), SHORT, "code"),
        # the boundary of short, and blanks that make nothing longer
        ("code", found("quick", 0.9), "x" * SHORT_CHARS, "code"),
        ("code", found("quick", 0.9), "x" * (SHORT_CHARS + 1), "quick"),
        ("code", found("quick", 0.9), "x" + " " * 500, "code"),
    ],
)
def test_a_follow_up(earlier: str, new: Classification, text: str, expected: str) -> None:
    assert goes_to((earlier,), new, text) == expected


@pytest.mark.parametrize(
    ("earlier", "new", "expected"),
    [
        ("code", found("quick", 0.6), "quick"),  # it says enough by itself, however short
        ("code", found("quick", 0.59), "code"),
        ("code", found("quick", 0.9, has_evidence=False), "code"),
        ("quick", found("code", 0.3), "code"),  # upwards freely
        ("quick", found("code", 0.9, has_evidence=False), "quick"),
    ],
)
@pytest.mark.parametrize("text", [SHORT, LONG])
def test_a_separate_press(earlier: str, new: Classification, text: str, expected: str) -> None:
    assert goes_to((earlier,), new, text, is_same_conversation=False) == expected


def test_of_the_last_routes_the_newest_counts() -> None:
    unsure = found("quick", 0.4)
    assert goes_to(("code", "reasoning"), unsure) == "reasoning"
    assert goes_to(("reasoning", "code"), unsure) == "code"


def test_only_the_last_three_are_looked_at() -> None:
    gone = ("code", *["no route any more"] * REMEMBERED)
    assert goes_to(gone, found("quick", 0.4)) == "quick"
    assert goes_to(gone[:-1], found("quick", 0.4)) == "code"


def test_equally_costly_routes_count_as_downwards() -> None:
    ranks = {"work": 1, "home": 1}
    for confidence, expected in ((0.7, "work"), (0.9, "home")):
        moved = continue_route(found("home", confidence), ("work",), LONG, ranks, is_same_conversation=True)
        assert moved.route == expected


def test_an_image_goes_to_vision_and_text_never_goes_on_there() -> None:
    image = Classification("vision", 1.0, "quick", 1.0, True, ("image attached",))
    for is_same_conversation in (True, False):
        assert goes_to(("code",), image, "", is_same_conversation=is_same_conversation) == "vision"
        assert goes_to(("vision",), image, SHORT, is_same_conversation=is_same_conversation) == "vision"
        assert goes_to(("vision",), found("quick", 0.4), is_same_conversation=is_same_conversation) == "quick"
    assert goes_to(("code", "vision"), found("quick", 0.4), is_same_conversation=False) == "code"


def test_a_question_that_stays_says_why() -> None:
    stayed = continue_route(found("quick", 0.4), ("code",), SHORT, RANKS, is_same_conversation=True)
    assert stayed.reasons == ("goes on from the code question before", "its own reason")
    assert (stayed.runner_up, stayed.margin) == ("quick", 0.0)
    assert 0.5 <= stayed.confidence <= 1


CLASSIFICATIONS = st.builds(
    found,
    st.sampled_from(sorted(RANKS)),
    st.floats(0, 1),
    st.floats(0, 1),
    has_evidence=st.booleans(),
)
ROUTES = st.lists(st.sampled_from([*sorted(RANKS), "gone"]), max_size=5).map(tuple)


@given(CLASSIFICATIONS, ROUTES, st.text(max_size=120), st.booleans())
def test_it_is_the_route_found_or_the_last_text_route_before(
    new: Classification, earlier: tuple[str, ...], text: str, is_same: bool
) -> None:
    result = continue_route(new, earlier, text, RANKS, is_same_conversation=is_same)
    if result.route == new.route:
        assert result is new
        return
    usable = [name for name in earlier[-REMEMBERED:] if name in RANKS and name != "vision"]
    assert result.route == usable[-1]
    assert new.route != "vision"
    moved_up = RANKS[new.route] > RANKS[result.route]
    assert not (moved_up and new.has_evidence)


@given(CLASSIFICATIONS, st.text(max_size=120), st.booleans())
def test_a_first_question_stands_as_it_is(new: Classification, text: str, is_same: bool) -> None:
    assert continue_route(new, (), text, RANKS, is_same_conversation=is_same) is new
