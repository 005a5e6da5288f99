from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tray_router.errors import ConfigError
from tray_router.model import Correction
from tray_router.routing import DEFAULT_ROUTES, Classifier, Question, RouteRules, first_route
from tray_router.routing.tune import YARDSTICK, AddKeyword, MovePrior, Tuning, tune, tuned
from tray_router.routing.tune.search import FEWEST_FOR_KNOWN_WORD, FEWEST_FOR_PRIOR, PRIOR_REACH, PRIOR_STEP
from tray_router.routing.tune.words import is_known, phrases_of, words_of

# Routes of one's own have no built-in points, so that what these tests say holds whatever the points table says.
OWN = (RouteRules("home", prior=2.0), RouteRules("work"), RouteRules("garden"))


def corrected(
    instruction: str, wanted: str, content: str = "", chosen: str = "home", *, has_image: bool = False
) -> Correction:
    return Correction("2026-03-04T12:00:00Z", instruction, content, has_image, chosen, wanted)


def said(tuning: Tuning) -> list[str]:
    return [str(proposal) for proposal in tuning.proposals]


def answered(rules: Sequence[RouteRules], question: Question) -> str:
    return first_route(Classifier(rules).classify(question), rules).route


# --- keywords -------------------------------------------------------------------------------------------


def test_a_word_that_several_corrections_share_is_proposed() -> None:
    tuning = tune(
        [
            corrected("where is the zanzibar sheet", "work"),
            corrected("what did zanzibar say", "work"),
            corrected("where is the frobnic tool", "garden"),
        ],
        OWN,
    )
    assert said(tuning) == [
        "work: add keyword 'zanzibar' (mends 2 corrections)",
        "garden: add keyword 'frobnic' (mends one correction)",
    ]
    assert (tuning.before, tuning.after) == ((0, 3), (3, 3))
    assert tuning.unresolved == ()
    assert [(o.before, o.after) for o in tuning.outcomes] == [("home", "work"), ("home", "work"), ("home", "garden")]


def test_words_that_stand_in_corrections_to_another_route_are_left_out() -> None:
    tuning = tune(
        [corrected("quuxly zanzibar", "work"), corrected("quuxly frobnic", "garden"), corrected("so quuxly", "home")],
        OWN,
    )
    proposed = {p.keyword for p in tuning.proposals if isinstance(p, AddKeyword)}
    assert proposed == {"zanzibar", "frobnic"}
    assert tuning.after == (3, 3)


def test_a_phrase_is_proposed_where_no_word_of_it_will_do() -> None:
    tuning = tune(
        [
            corrected("zanzibar quuxly", "work"),
            corrected("zanzibar frobnic", "garden"),
            corrected("quuxly blorb", "garden"),
            corrected("frobnic blorb", "home"),
        ],
        OWN,
    )
    assert "work: add keyword 'zanzibar quuxly' (mends one correction)" in said(tuning)
    assert tuning.after == (4, 4)


def test_the_instruction_goes_before_the_content() -> None:
    tuning = tune([corrected("zanzibar", "work", content="frobnic blorb quuxly")], [RouteRules("home"), *OWN[1:]])
    assert said(tuning) == ["work: add keyword 'zanzibar' (mends one correction)"]


def test_content_counts_where_the_instruction_says_nothing() -> None:
    rules = [RouteRules("home"), *OWN[1:]]
    tuning = tune([corrected("what is this?", "work", "the frobnic"), corrected("please", "work", "frobnic!")], rules)
    assert said(tuning) == ["work: add keyword 'frobnic' (mends 2 corrections)"]


def test_words_the_classifier_knows_need_more_corrections() -> None:
    assert is_known("translate")
    one = [corrected("translate", "work", chosen="quick")]
    rules = [*DEFAULT_ROUTES, RouteRules("work", prior=2.0)]
    assert not any(isinstance(p, AddKeyword) for p in tune(one, rules).proposals)
    more = [corrected(f"translate {word}", "work") for word in ("this", "it", "that", "all")][:FEWEST_FOR_KNOWN_WORD]
    assert [p.keyword for p in tune(more, rules).proposals if isinstance(p, AddKeyword)] == ["translate"]


@pytest.mark.parametrize(
    ("instruction", "keyword"),
    [
        ("bitte den Lagerbestand ansehen", "lagerbestand"),
        ("次の議事録を確認", "議事録"),
        ("这个设备怎么样", "设备"),
        ("ウィキページはどこ", "ウィキページ"),
        ("что в квартальнике", "квартальнике"),
    ],
)
def test_keywords_of_other_scripts_are_found_again(instruction: str, keyword: str) -> None:
    tuning = tune([corrected(instruction, "work")], OWN)
    assert [p.keyword for p in tuning.proposals if isinstance(p, AddKeyword)] == [keyword]
    assert tuning.after == (1, 1)


# --- priors ---------------------------------------------------------------------------------------------


def test_a_prior_moves_by_half_points_when_no_word_will_do() -> None:
    tuning = tune([corrected(text, "work") for text in ("please", "why?", "and then?")], OWN)
    (proposal,) = tuning.proposals
    assert isinstance(proposal, MovePrior)
    assert proposal.mends == 3
    assert abs(proposal.after - proposal.before) <= PRIOR_REACH
    assert (proposal.after - proposal.before) % PRIOR_STEP == 0
    assert tuning.after == (3, 3)
    assert "prior" in str(proposal)


def test_a_prior_is_not_moved_for_a_few() -> None:
    few = [corrected(text, "work") for text in ("please", "why?", "and then?")][: FEWEST_FOR_PRIOR - 1]
    tuning = tune(few, OWN)
    assert tuning.proposals == ()
    assert tuning.unresolved == tuple(few)


def test_a_prior_is_not_moved_too_far() -> None:
    far = (RouteRules("home", prior=9.0), RouteRules("work", prior=-9.0))
    assert tune([corrected(text, "work") for text in ("please", "why?", "and then?")], far).proposals == ()


# --- what is right stays right --------------------------------------------------------------------------


def test_kept_questions_are_not_broken() -> None:
    corrections = [corrected(text, "work") for text in ("please", "why?", "and then?")]
    assert tune(corrections, OWN).proposals != ()
    kept = [(Question("how?"), "home")]
    assert tune(corrections, OWN, kept).proposals == ()
    wrong_already = [(Question("how?"), "garden")]
    assert tune(corrections, OWN, wrong_already).proposals == tune(corrections, OWN).proposals


def test_confirmed_questions_are_not_broken_either() -> None:
    corrections = [corrected(text, "work") for text in ("please", "why?", "and then?")]
    tuning = tune([*corrections, corrected("how?", "home")], OWN)
    assert (tuning.before, tuning.after) == ((1, 4), (1, 4))
    assert tuning.proposals == ()


def test_close_calls_that_the_cheaper_route_takes_count_as_wrong() -> None:
    rules = [RouteRules("home", cost_rank=0), RouteRules("work", prior=0.25, cost_rank=2)]
    asked = [corrected("zanzibar", "work")]
    assert Classifier(rules).classify(Question("zanzibar")).route == "work"
    assert tune(asked, rules).before == (0, 1)
    assert tune(asked, rules).after == (1, 1)
    assert tune(asked, rules, cheap_first_margin=0.0).before == (1, 1)


# --- what cannot be mended ------------------------------------------------------------------------------


def test_images_and_routes_that_are_gone_stay_unresolved() -> None:
    hopeless = [
        corrected("what is zanzibar?", "quick", has_image=True, chosen="vision"),
        corrected("look at zanzibar", "vision", chosen="quick"),
        corrected("zanzibar", "sold off", chosen="quick"),
    ]
    tuning = tune(hopeless, DEFAULT_ROUTES)
    assert tuning.proposals == ()
    assert tuning.unresolved == tuple(hopeless)
    assert tuning.before == tuning.after == (0, 3)


def test_nothing_to_learn_from_is_nothing() -> None:
    tuning = tune([], DEFAULT_ROUTES, YARDSTICK)
    assert (tuning.proposals, tuning.before, tuning.after) == ((), (0, 0), (0, 0))


def test_rules_that_cannot_be_used_are_refused() -> None:
    with pytest.raises(ConfigError):
        tune([], [])


def test_a_full_list_of_keywords_gets_no_more() -> None:
    full = RouteRules("work", keywords=tuple(f"word{n}x" for n in range(500)))
    assert tune([corrected("zanzibar", "work")], [OWN[0], full]).proposals == ()


# --- words ----------------------------------------------------------------------------------------------


def test_only_what_a_person_would_write_down_is_a_word() -> None:
    text = (
        "Please use https://host.example/zanzibar and me@zanzibar.example, /srv/zanzibar/log a81f09c2b7 at 12:30 s3 ok"
    )
    assert list(words_of(text)) == []
    assert list(words_of("The stand-up, Ärger k8s and Zanzibar's")) == ["stand-up", "ärger", "k8s", "zanzibar's"]


def test_phrases_stand_side_by_side_and_end_in_words_that_count() -> None:
    assert list(phrases_of("the rota of zanzibar, quuxly blorb")) == ["rota of zanzibar", "quuxly blorb"]
    assert list(phrases_of("rota.\nzanzibar")) == []


# --- always ---------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    ["zanzibar", "frobnic", "quuxly", "blorb", "translate", "python", "why", "please", "prove", "3", "the", "rota"]
)
TEXTS = st.lists(WORDS, max_size=5).map(" ".join)
CORRECTIONS = st.lists(
    st.builds(
        corrected,
        TEXTS,
        st.sampled_from(["quick", "code", "reasoning", "vision", "own", "gone"]),
        TEXTS,
        has_image=st.integers(0, 9).map(lambda n: n == 0),
    ),
    max_size=14,
    unique_by=lambda c: (c.instruction, c.content, c.has_image),
)
RULES = st.builds(
    lambda prior, words: (*DEFAULT_ROUTES, RouteRules("own", keywords=tuple(words), prior=prior)),
    st.sampled_from([-10.0, -0.5, 0.0, 1.0, 9.5]),
    st.lists(st.sampled_from(["rota", "blorb"]), unique=True),
)


@settings(max_examples=40)
@given(CORRECTIONS, RULES)
def test_every_tuning_mends_what_it_says_and_breaks_nothing(
    corrections: list[Correction], rules: tuple[RouteRules, ...]
) -> None:
    tuning = tune(corrections, rules, YARDSTICK)
    assert tune(corrections, rules, YARDSTICK) == tuning
    assert all(proposal.mends > 0 for proposal in tuning.proposals)
    assert sum(proposal.mends for proposal in tuning.proposals) == tuning.after.right - tuning.before.right
    mends = [proposal.mends for proposal in tuning.proposals]
    assert mends == sorted(mends, reverse=True)
    for outcome in tuning.outcomes:
        if outcome.before == outcome.correction.wanted:
            assert outcome.is_right
    after = tuned(rules, tuning.proposals)
    for question, route in YARDSTICK:
        if answered(rules, question) == route:
            assert answered(after, question) == route
    moved = [p for p in tuning.proposals if isinstance(p, MovePrior)]
    assert len({p.route for p in moved}) == len(moved)
    assert all(abs(p.after - p.before) <= PRIOR_REACH and abs(p.after) <= 10 for p in moved)
    assert {o.correction.wanted for o in tuning.outcomes if o.is_right} <= {rules.name for rules in after}
