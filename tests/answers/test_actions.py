"""Prompts of the built-in actions, and which one suits a text."""

from __future__ import annotations

import pytest

from tray_router.answers.actions import (
    BUILT_IN_ACTIONS,
    BuiltIn,
    ContentFacts,
    built_in,
    default_action,
    filled_in,
    gist,
)
from tray_router.answers.languages import LANGUAGES, language_code
from tray_router.model import Action

TRANSLATE = BUILT_IN_ACTIONS["translate"]


@pytest.mark.parametrize("action", BUILT_IN_ACTIONS.values(), ids=BUILT_IN_ACTIONS)
@pytest.mark.parametrize("language", ["de", "en", "zh", "", "xx"])
@pytest.mark.parametrize("content_language", ["", "de", "en", "ja"])
def test_no_place_is_left_open_in_a_prompt(action: Action, language: str, content_language: str) -> None:
    prompt = filled_in(action, language, content_language)
    assert "{" not in prompt
    assert "  " not in prompt
    assert bool(gist(action, prompt)) is bool(prompt)
    assert len(gist(action, prompt).split()) <= 8


@pytest.mark.parametrize(
    ("language", "content_language", "target", "asks_for_the_other"),
    [
        ("de", "fr", "German", False),
        ("de", "de", "English", False),
        ("de", "", "German", True),
        ("en", "de", "English", False),
        ("en", "en", "English", False),
        ("en", "", "English", False),
        ("", "de", "English", False),
    ],
)
def test_the_language_of_a_translation(
    language: str, content_language: str, target: str, asks_for_the_other: bool
) -> None:
    prompt = filled_in(TRANSLATE, language, content_language)
    assert prompt.startswith(f"Translate this into {target}. ")
    assert ("translate it into English" in prompt) is asks_for_the_other
    assert gist(TRANSLATE, prompt) == f"Translate this into {target}."


def test_a_prompt_of_the_users_own_is_taken_at_its_word() -> None:
    own = Action("mine", "Say {language}: {text}")
    assert (filled_in(own, "de"), gist(own, own.prompt)) == ("Say {language}: {text}", "")


def test_names_are_found_in_upper_and_lower_case() -> None:
    assert built_in(" Translate ") is TRANSLATE
    assert built_in("Translation") is None


READS = ("de", "en")


@pytest.mark.parametrize(
    ("facts", "action"),
    [
        (ContentFacts(300, "en", is_code=True), BuiltIn.EXPLAIN),
        (ContentFacts(300, "fr", is_code=True), BuiltIn.EXPLAIN),
        (ContentFacts(300, "fr", is_prose=True), BuiltIn.TRANSLATE),
        (ContentFacts(300, "fr", is_message=True), BuiltIn.TRANSLATE),
        (ContentFacts(30, "fr", is_question=True), BuiltIn.TRANSLATE),
        (ContentFacts(30, "de", is_question=True), BuiltIn.ANSWER),
        (ContentFacts(300, "en", is_message=True, is_question=True), BuiltIn.SUMMARISE),
        (ContentFacts(5_000, "en", is_prose=True, is_question=True), BuiltIn.SUMMARISE),
        (ContentFacts(5_000, "en", is_prose=True), BuiltIn.SUMMARISE),
        (ContentFacts(5_000, ""), BuiltIn.ANSWER),
        (ContentFacts(300, "en", is_prose=True), BuiltIn.ANSWER),
        (ContentFacts(), BuiltIn.ANSWER),
    ],
)
def test_the_content_decides(facts: ContentFacts, action: BuiltIn) -> None:
    assert default_action(facts, READS) is action


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("de", "de"), ("DE", "de"), ("de_AT.UTF-8@euro", "de"), ("pt-BR", "pt"), (" German ", "de"), ("nb", "no"),
        ("C", ""), ("C.UTF-8", ""), ("POSIX", ""), ("", ""), ("Klingon", ""),
    ],
)  # fmt: skip
def test_languages_are_known_by_code_locale_and_name(written: str, code: str) -> None:
    assert language_code(written) == code
    assert not code or code in LANGUAGES
