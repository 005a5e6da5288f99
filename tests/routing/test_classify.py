"""The classifier as others use it: what it returns, how rules of the user's change it, and what it survives."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tray_router.errors import ConfigError
from tray_router.model import Classification
from tray_router.routing import DEFAULT_ROUTES, Classifier, Question, RouteRules, classify
from tray_router.routing.classify import MOST_REASONS

PROMPTS = [
    json.loads(line) for line in (Path(__file__).parent / "prompts.jsonl").read_text(encoding="utf-8").splitlines()
]
LANGUAGES = {"en", "de", "fr", "es", "pt", "it", "nl", "pl", "ru", "uk", "tr", "zh", "ja", "ko", "hi", "ar"}
TRACEBACK = "Traceback (most recent call last):\n  File \"a.py\", line 3, in <module>\n    f(x)\nNameError: name 'x'"
FUNCTION = "def total(items):\n    s = 0\n    for i in items:\n        s = s + i.price\n    return s"
MAIL = "Hi Jo,\n\ncan we move the lunch to Friday? The canteen is closed on Thursday.\n\nBest,\nKim"


def question(row: dict[str, str]) -> Question:
    return Question(instruction=row.get("instruction", ""), content=row.get("content", row.get("text", "")))


def right(rows: list[dict[str, str]]) -> float:
    return sum(classify(question(row)).route == row["label"] for row in rows) / len(rows)


# --- our own prompts ------------------------------------------------------------------------------------------------


def test_own_prompts_cover_all_languages_and_classes() -> None:
    assert {row["lang"] for row in PROMPTS} == LANGUAGES
    assert {row["label"] for row in PROMPTS} == {"quick", "code", "reasoning"}
    assert len(PROMPTS) >= 250


@pytest.mark.parametrize("label", ["quick", "code", "reasoning"])
def test_each_class_is_recognised(label: str) -> None:
    assert right([row for row in PROMPTS if row["label"] == label]) >= 0.9


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_each_language_is_recognised(language: str) -> None:
    assert right([row for row in PROMPTS if row["lang"] == language]) >= 0.85


@pytest.mark.parametrize("kind", ["instruction", "bare", "pair", "joined"])
def test_each_kind_is_recognised(kind: str) -> None:
    assert right([row for row in PROMPTS if row["kind"] == kind]) >= 0.9


def test_confidence_is_honest_on_own_prompts() -> None:
    verdicts = [(classify(question(row)), row["label"]) for row in PROMPTS]
    mean = sum(verdict.confidence for verdict, _ in verdicts) / len(verdicts)
    share = sum(verdict.route == label for verdict, label in verdicts) / len(verdicts)
    assert abs(mean - share) <= 0.05


# --- instruction against content ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("instruction", "content", "route"),
    [
        ("Summarise this mail thread about Python", MAIL, "quick"),
        ("why is this slow?", FUNCTION, "code"),
        ("translate into French", "# Traceback hooks are installed late, so a crash prints nothing.", "quick"),
        ("reply politely", f"{MAIL}\n\nPS: the log says\n{TRACEBACK}", "quick"),
        ("translate this to Rust", FUNCTION, "code"),
        ("fix", TRACEBACK, "code"),
        ("what's the probability that both fail?", "Pump A fails on 3% of days, pump B on 5%.", "reasoning"),
        ("is this contract clause fair to the tenant?", "The tenant pays for every repair.", "reasoning"),
        ("make it friendlier", MAIL, "quick"),
    ],
)
def test_instruction_can_override_content(instruction: str, content: str, route: str) -> None:
    assert classify(Question(instruction, content)).route == route


@pytest.mark.parametrize(("content", "route"), [(TRACEBACK, "code"), (FUNCTION, "code"), (MAIL, "quick")])
def test_content_decides_without_instruction(content: str, route: str) -> None:
    assert classify(Question(content=content)).route == route


def test_instruction_inside_the_content_is_found() -> None:
    before = classify(Question(content=f"Please translate this into Polish:\n\n{MAIL}"))
    behind = classify(Question(content=f"{FUNCTION}\n\nwhat is the complexity of this?"))
    assert (before.route, behind.route) == ("quick", "code")


# --- images ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "what is this?", FUNCTION, "prove that 2 + 2 = 4"])
def test_an_image_always_goes_to_vision(text: str) -> None:
    verdict = classify(Question(content=text, has_image=True))
    assert verdict.route == "vision"
    assert verdict.reasons == ("image attached",)


def test_text_about_images_never_goes_to_vision() -> None:
    words = "What's on the screenshot? See this picture, describe the image."
    verdict = Classifier([RouteRules("quick"), RouteRules("vision", keywords=("screenshot",), prior=10)]).classify(
        Question(words)
    )
    assert verdict.route == "quick"
    assert classify(Question(words)).route != "vision"


def test_without_a_vision_route_an_image_goes_to_the_best_of_the_rest() -> None:
    classifier = Classifier([RouteRules("quick"), RouteRules("code")])
    assert classifier.classify(Question("fix this", FUNCTION, has_image=True)).route == "code"


# --- what is returned -----------------------------------------------------------------------------------------------


def test_reasons_are_few_and_plain() -> None:
    verdict = classify(Question("write a python function that sorts names and add unit tests", FUNCTION))
    assert verdict.route == "code"
    assert 0 < len(verdict.reasons) <= MOST_REASONS
    assert len(set(verdict.reasons)) == len(verdict.reasons)
    assert "names a programming language or format" in verdict.reasons


def test_no_evidence_is_said() -> None:
    assert not classify(Question(content="")).has_evidence
    assert not classify(Question(content="mumble")).has_evidence
    assert classify(Question(content=TRACEBACK)).has_evidence


def test_scores_are_the_sum_of_base_and_hits() -> None:
    verdict = classify(Question("solve 3x + 2 = 11"))
    bare = dict(classify(Question()).scores)
    for route, points in verdict.scores:
        hits = sum(hit.points for hit in verdict.hits if hit.route == route)
        assert points == pytest.approx(bare[route] + hits)


def test_margin_is_the_distance_to_the_runner_up() -> None:
    verdict = classify(Question("compare the two"))
    assert verdict.runner_up not in ("", verdict.route, "vision")
    assert 0 <= verdict.margin <= verdict.confidence <= 1


# --- rules of the user's --------------------------------------------------------------------------------------------


def test_a_keyword_of_the_users_wins_in_the_instruction_and_hints_in_the_content() -> None:
    classifier = Classifier([*DEFAULT_ROUTES, RouteRules("cooking", keywords=("sous vide",))])
    asked = classifier.classify(Question("how long does an egg take sous  VIDE?"))
    assert asked.route == "cooking"
    assert "your keyword “sous vide”" in asked.reasons
    only_mentioned = classifier.classify(Question("fix", f"# sous vide\n{FUNCTION}"))
    assert only_mentioned.route == "code"


def test_keywords_sit_on_word_boundaries() -> None:
    classifier = Classifier([*DEFAULT_ROUTES, RouteRules("art", keywords=("art", "絵"))])
    assert classifier.classify(Question("start the party")).route != "art"
    assert classifier.classify(Question("modern art please")).route == "art"
    assert classifier.classify(Question("この絵について")).route == "art"


def test_patterns_join_the_same_table() -> None:
    classifier = Classifier([*DEFAULT_ROUTES, RouteRules("tickets", patterns=(r"\bTCK-\d{4}\b",))])
    verdict = classifier.classify(Question("what is the state of tck-0042?"))
    assert verdict.route == "tickets"
    assert any(hit.feature.startswith("pattern:") for hit in verdict.hits)


def test_a_prior_tips_the_scales() -> None:
    mumble = Question(content="mumble")
    assert classify(mumble).route == "quick"
    leaning = Classifier([RouteRules("quick"), RouteRules("code", prior=8), RouteRules("reasoning")])
    assert leaning.classify(mumble).route == "code"
    assert not leaning.classify(mumble).has_evidence


def test_default_keywords_can_be_dropped() -> None:
    with_them = classify(Question("refactor it"))
    without = Classifier([RouteRules("quick"), RouteRules("code", replaces_default_keywords=True)]).classify(
        Question("refactor it")
    )
    assert any(hit.feature == "word:refactor" for hit in with_them.hits)
    assert not any(hit.feature.startswith("word:refactor") for hit in without.hits)


def test_one_route_takes_everything() -> None:
    verdict = Classifier([RouteRules("only")]).classify(Question(TRACEBACK))
    assert (verdict.route, verdict.runner_up, verdict.confidence) == ("only", "", pytest.approx(1.0))


def test_wrong_rules_are_refused_with_every_problem() -> None:
    with pytest.raises(ConfigError) as caught:
        Classifier([RouteRules("a", keywords=("!",), patterns=("(a+)+$", "(")), RouteRules("a", prior=99)])
    paths = [problem.path for problem in caught.value.problems]
    refused = ["keywords[0]", "patterns[0]", "patterns[1]"]
    assert paths == [*(f"routes.a.{entry}" for entry in refused), "routes.a", "routes.a.prior"]


# --- bad input ------------------------------------------------------------------------------------------------------

CLASSIFIER = Classifier([*DEFAULT_ROUTES, RouteRules("own", keywords=("x", "émile"), patterns=(r"a.*b\w+$",))])


def is_sound(verdict: Classification) -> bool:
    return verdict.route in {"quick", "code", "reasoning", "own"} and 0 <= verdict.margin <= verdict.confidence <= 1


@given(st.text(), st.text())
@settings(max_examples=300, deadline=None)
def test_any_text_gets_a_route(instruction: str, content: str) -> None:
    assert is_sound(CLASSIFIER.classify(Question(instruction, content)))


@given(st.text(alphabet=st.characters(categories=["Cs", "Cc", "Cf", "Zs", "Sm", "Lu", "Lo"]), max_size=2000))
@settings(max_examples=200, deadline=None)
def test_surrogates_controls_and_marks_get_a_route(text: str) -> None:
    assert is_sound(CLASSIFIER.classify(Question(content=text)))


@given(st.text(alphabet="()[]{}<>=-+*/\\|;:,.`~#$%&@!?\"' \n\tab1_", max_size=1500))
@settings(max_examples=200, deadline=None)
def test_symbols_get_a_route(text: str) -> None:
    assert is_sound(CLASSIFIER.classify(Question(content=text)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t" * 4,
        "\x00" * 5000,
        "\ud800\udfff" * 300,
        "\u200f\u202e" * 300,
        " " * 10_000_000,
        "x" * 1_000_000,
        "word " * 2_000_000,
        "(" * 100_000,
        "a = b\n" * 100_000,
        "<" * 50_000,
        '{"a":' * 50_000,
        ": " * 50_000,
        "$" * 50_000,
        "- " * 50_000,
        "1." * 50_000,
        "的" * 200_000,
    ],
    ids=lambda text: f"{text[:4]!r}x{len(text)}",
)
def test_extreme_texts_get_a_route(text: str) -> None:
    for verdict in (CLASSIFIER.classify(Question(content=text)), CLASSIFIER.classify(Question(text, text))):
        assert is_sound(verdict)


def test_a_long_text_is_read_at_both_ends_only(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    lexicon = sys.modules["tray_router.routing.words"].Lexicon
    original = lexicon.mentions
    monkeypatch.setattr(lexicon, "mentions", lambda self, text: seen.append(len(text)) or original(self, text))
    classify(Question(content="lorem ipsum " * 100_000))
    assert seen
    assert max(seen) <= 1100
