"""The rule that decides whether a question is worth a cloud service."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tray_router.answers.cost import Estimate
from tray_router.answers.worth import Budget, Case, Choice, CloudRules, judge
from tray_router.model import CloudConsent, CloudMode, LocalAbility, Spent

BUDGET = Budget(per_request=0.05, per_day=0.5, per_month=5.0)


def rules(mode: CloudMode = CloudMode.AUTO, *, images: bool = False) -> CloudRules:
    return CloudRules(mode, BUDGET, may_send_images=images)


def case(usd: float | None = 0.01, **more: object) -> Case:
    cost = None if usd is None else Estimate(usd, usd * 2, 1_000, 500)
    fields = {"task": "code", "confidence": 0.9, "local": LocalAbility.WEAK} | more
    return Case(cost=cost, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "mode", "choice", "reason"),
    [
        (case(), CloudMode.NEVER, Choice.NO, "the cloud is off in the settings"),
        (case(consent=CloudConsent.TEXT), CloudMode.NEVER, Choice.NO, "the cloud is off in the settings"),
        (case(0.02), CloudMode.AUTO, Choice.SEND, "worth $0.02, because the local answer is weak"),
        (case(0.03), CloudMode.AUTO, Choice.NO, "not worth $0.03"),
        (case(0.03, local=LocalAbility.NOBODY), CloudMode.AUTO, Choice.SEND, "none of your machines can take it"),
        (case(0.01, task="quick"), CloudMode.AUTO, Choice.NO, "not worth $0.01"),
        (case(0.02, confidence=0.2), CloudMode.AUTO, Choice.NO, "not worth $0.02"),
        (case(0.0001, local=LocalAbility.GOOD), CloudMode.AUTO, Choice.NO, "your own machines can do it"),
        (case(0.0001, local=LocalAbility.GOOD), CloudMode.ASK, Choice.NO, "your own machines can do it"),
        (case(0.03), CloudMode.ASK, Choice.OFFER, "the local answer is weak; it leaves"),
        (case(0.03, consent=CloudConsent.TEXT), CloudMode.ASK, Choice.SEND, "you said yes"),
        (case(None), CloudMode.AUTO, Choice.NO, "its price is not known"),
        (case(None), CloudMode.ASK, Choice.OFFER, "the local answer is weak"),
        (case(None, consent=CloudConsent.TEXT), CloudMode.AUTO, Choice.SEND, "you said yes"),
        (case(has_images=True), CloudMode.AUTO, Choice.OFFER, "its image leaves your network only when you say so"),
        (case(has_images=True, consent=CloudConsent.TEXT), CloudMode.AUTO, Choice.NO, "images leave"),
        (case(has_images=True, consent=CloudConsent.WITH_IMAGES), CloudMode.ASK, Choice.SEND, "you said yes"),
    ],
)
def test_the_rule(asked, mode, choice, reason):
    verdict = judge(asked, rules(mode))
    assert verdict.choice is choice
    assert reason in verdict.reason


def test_images_may_go_when_the_settings_say_so():
    assert judge(case(has_images=True), rules(images=True)).choice is Choice.SEND


@pytest.mark.parametrize("consent", list(CloudConsent))
@pytest.mark.parametrize(
    ("spent", "reason"),
    [
        (Spent(0.5, 0.6), "the day's budget is used up ($0.50 of $0.50)"),
        (Spent(0.0, 5.2), "the month's budget is used up ($5.20 of $5.00)"),
    ],
)
def test_a_yes_moves_no_budget(consent, spent, reason):
    verdict = judge(case(spent=spent, consent=consent), rules())
    assert (verdict.choice, verdict.reason, verdict.is_about_price) == (Choice.NO, reason, True)


def test_an_answer_for_which_there_is_no_room_is_not_begun():
    dear = Case(
        "code", 0.9, LocalAbility.NOBODY, Estimate(0.2, 0.4, 0, 500), Spent(0.1, 0.1), consent=CloudConsent.TEXT
    )
    assert "more than the budget per answer ($0.05)" in judge(dear, rules()).reason
    late = Case("code", 0.9, LocalAbility.NOBODY, Estimate(0.02, 0.04, 0, 500), Spent(0.48, 0.48))
    assert "more than what is left of the budget ($0.02)" in judge(late, rules()).reason


@given(
    st.builds(
        Case,
        task=st.sampled_from(["quick", "code", "vision", "reasoning", "mine"]),
        confidence=st.floats(0, 1),
        local=st.sampled_from(LocalAbility),
        cost=st.none() | st.builds(Estimate, st.floats(0, 1), st.floats(0, 2), st.integers(0, 9_999), st.just(500)),
        spent=st.builds(Spent, st.floats(0, 1), st.floats(0, 9)),
        has_images=st.booleans(),
        consent=st.sampled_from(CloudConsent),
    ),
    st.sampled_from(CloudMode),
)
def test_nothing_leaves_against_the_settings(asked, mode):
    verdict = judge(asked, rules(mode))
    assert verdict.reason
    if verdict.choice is not Choice.SEND:
        return
    assert mode is not CloudMode.NEVER
    assert mode is CloudMode.AUTO or asked.consent is not CloudConsent.NONE
    assert not asked.has_images or asked.consent is CloudConsent.WITH_IMAGES
    assert asked.spent.today_usd < BUDGET.per_day
    assert asked.spent.month_usd < BUDGET.per_month
    if asked.consent is CloudConsent.NONE:
        assert asked.cost is not None
        assert asked.cost.expected_usd <= BUDGET.per_request
