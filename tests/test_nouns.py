"""What can be derived from the nouns of ``model``, ``events`` and ``errors``."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError, fields, is_dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import host, installed
from tray_router import errors, events, model
from tray_router.errors import BackendError, ConfigProblem, ExitCode, FailureKind, TrayRouterError
from tray_router.events import ANSWER_EVENT_TYPES, TERMINAL_EVENTS, Cancelled, Completed, Failed, Token, is_terminal
from tray_router.model import (
    AnswerStats,
    Candidate,
    Capture,
    FleetSnapshot,
    HostState,
    HostStatus,
    Message,
    Override,
    Request,
    Role,
    canonical_model_name,
    longest_context,
)

# --- names and machines ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("Qwen3", "qwen3:latest"),
        ("qwen3:4b", "qwen3:4b"),
        (" QWEN3:4B ", "qwen3:4b"),
        ("hf.co/Team/Model", "hf.co/team/model:latest"),
        ("localhost:5000/team/model", "localhost:5000/team/model:latest"),
        ("localhost:5000/team/model:q4", "localhost:5000/team/model:q4"),
    ],
)
def test_one_model_has_one_name(name: str, canonical: str) -> None:
    assert canonical_model_name(name) == canonical


@given(st.text(max_size=20))
def test_a_canonical_name_stays_as_it_is(name: str) -> None:
    once = canonical_model_name(name)
    assert canonical_model_name(once) == once
    assert ":" in once


def test_models_are_found_with_and_without_their_tag() -> None:
    machine = host("mac", installed("qwen3:latest"), installed("Llava:7b"), loaded=["qwen3:latest"])
    for name, found in (("qwen3", True), ("QWEN3:latest", True), ("llava:7B", True), ("llava", False)):
        assert (machine.installed(name) is not None) is found
    assert machine.loaded_model("qwen3") is not None
    assert machine.loaded_model("llava:7b") is None


@pytest.mark.parametrize("state", HostState)
def test_which_machines_may_be_used(state: HostState) -> None:
    machine = HostStatus("mac", "", state=state)
    assert machine.is_usable == (state not in (HostState.DOWN, HostState.PAUSED))
    assert state.is_reachable == (state is not HostState.DOWN)


def test_a_simulated_machine_says_so_in_its_version() -> None:
    assert HostStatus("mac", "", version="0.33.0-simulated").is_simulated
    assert not HostStatus("mac", "", version="0.33.0").is_simulated


def test_a_fleet_knows_its_machines_by_name() -> None:
    fleet = FleetSnapshot(hosts=(host("mac"), host("pc")))
    assert fleet.host("pc") is fleet.hosts[1]
    assert fleet.host("nas") is None


@pytest.mark.parametrize(
    ("trained", "ceiling", "longest"),
    [(None, None, None), (8_192, None, 8_192), (None, 4_096, 4_096), (8_192, 4_096, 4_096), (0, 4_096, 4_096)],
)
def test_the_longest_context(trained: int | None, ceiling: int | None, longest: int | None) -> None:
    assert longest_context(trained, ceiling) == longest


# --- questions and answers ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("capture", "is_empty"),
    [(Capture(), True), (Capture(text=" \n"), True), (Capture(text="x"), False), (Capture(images=(b"png",)), False)],
)
def test_what_counts_as_nothing_captured(capture: Capture, is_empty: bool) -> None:
    assert capture.is_empty is is_empty


def test_an_image_anywhere_in_the_conversation_needs_eyes() -> None:
    assert not Request("r", instruction="x").has_image
    assert Request("r", images=(b"png",)).has_image
    assert Request("r", history=(Message(Role.USER, "x", (b"png",)),)).has_image


def test_overrides_and_candidates() -> None:
    assert Override().is_empty
    assert not any(Override(**{field.name: "x"}).is_empty for field in fields(Override))
    assert str(Candidate("qwen3:4b", "mac")) == "qwen3:4b@mac"


@pytest.mark.parametrize(
    ("tokens", "seconds", "speed"),
    [(100, 4.0, 25.0), (None, 4.0, None), (100, None, None), (100, 0.0, None), (0, 4.0, None)],
)
def test_the_speed_is_known_or_not(tokens: int | None, seconds: float | None, speed: float | None) -> None:
    assert AnswerStats(answer_tokens=tokens, answer_s=seconds).tokens_per_s == speed


def test_three_events_are_terminal() -> None:
    assert set(TERMINAL_EVENTS) == {Completed, Failed, Cancelled}
    assert set(TERMINAL_EVENTS) < set(ANSWER_EVENT_TYPES)
    assert is_terminal(Cancelled("r"))
    assert not is_terminal(Token("r", "x"))


@pytest.mark.parametrize("kind", [t for m in (model, events) for t in vars(m).values() if is_dataclass(t)])
def test_nouns_are_frozen(kind: type) -> None:
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert "__slots__" in vars(kind)


def test_every_event_carries_the_requests_id_first() -> None:
    assert all(fields(event)[0].name == "request_id" for event in ANSWER_EVENT_TYPES)


def test_a_noun_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Token("r", "x").text = "y"  # type: ignore[misc]


# --- errors ---------------------------------------------------------------------------------------------


def all_errors() -> list[type[TrayRouterError]]:
    return [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, TrayRouterError)]


def test_the_drawn_tree_is_the_tree() -> None:
    drawn = dict(re.findall(r"^\s+(?:│   )?(?:[├└]── )?(\w+Error)\s+(\d+)", errors.__doc__ or "", re.MULTILINE))
    assert drawn == {error.__name__: str(int(error.exit_code)) for error in all_errors()}
    assert all(error.exit_code in set(ExitCode) for error in all_errors())


def test_an_error_is_its_title_and_hint() -> None:
    assert str(TrayRouterError("It broke.", "Mend it.")) == "It broke. Mend it."
    assert str(TrayRouterError("It broke.")) == "It broke."
    assert TrayRouterError("It broke.").args == ("It broke.",)


def test_a_backend_error_knows_where_it_happened() -> None:
    error = BackendError(FailureKind.BUSY, "It is busy.", host="mac", model="m", needed_context=5)
    assert (error.kind, error.host, error.model, error.needed_context) == (FailureKind.BUSY, "mac", "m", 5)
    assert error.exit_code is ExitCode.NO_ANSWER


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (ConfigProblem("a.b", "3", "must be text."), "a.b = 3: must be text."),
        (ConfigProblem("a.b", "", "is missing."), "a.b: is missing."),
        (ConfigProblem("a", "x", "is unknown.", "y"), "a = x: is unknown. Did you mean 'y'?"),
    ],
)
def test_a_problem_reads_as_a_sentence(problem: ConfigProblem, text: str) -> None:
    assert str(problem) == text
