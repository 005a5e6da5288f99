"""The built-in actions with the rest of the program: how they are routed, and that good answers are not called weak."""

from __future__ import annotations

import pytest

from tests.engine.test_content import CODE, GERMAN, GERMAN_MAIL, JAPANESE, LOG, MAIL, PAGE, QUESTION, TRACEBACK
from tray_router.answers.actions import BUILT_IN_ACTIONS
from tray_router.answers.prompt import asked_for, plain_instruction, question_text
from tray_router.answers.weak import AnswerUnderTest, weak_reasons
from tray_router.engine.popup.rules import PopupRules
from tray_router.engine.popup.session import Session
from tray_router.model import Capture, Request
from tray_router.routing import Classifier, Question

PROSE = (MAIL, GERMAN_MAIL, GERMAN, JAPANESE, QUESTION, PAGE)
PROGRAMS = (TRACEBACK, CODE, LOG)


def request_of(name: str, text: str, language: str = "de") -> Request:
    session = Session("s", Capture(text), BUILT_IN_ACTIONS[name])
    return session.action_request(PopupRules(BUILT_IN_ACTIONS, (language,)))


@pytest.mark.parametrize("name", BUILT_IN_ACTIONS)
@pytest.mark.parametrize("text", PROSE)
def test_prose_is_the_business_of_small_models(name: str, text: str) -> None:
    request = request_of(name, text)
    assert Classifier().classify(Question(plain_instruction(request), request.content)).route == "quick"


@pytest.mark.parametrize("name", ["answer", "explain", "fix"])
@pytest.mark.parametrize("text", PROGRAMS)
def test_code_and_errors_are_the_business_of_coders(name: str, text: str) -> None:
    request = request_of(name, text)
    assert Classifier().classify(Question(plain_instruction(request), request.content)).route == "code"


def test_an_action_that_nobody_chose_is_routed_by_the_content_alone() -> None:
    session = Session("s", Capture(TRACEBACK))
    request = session.first_request(PopupRules(BUILT_IN_ACTIONS, ("en",)))
    assert (request.action, request.is_by_default, plain_instruction(request)) == ("explain", True, "")
    assert asked_for(request).startswith("Explain this:")


FIXED = "Ich habe einen Hund, der gerne im Park rennt und den ganzen Tag spielt."


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    ("name", "text", "answer"),
    [
        (
            "explain",
            TRACEBACK,
            "The key is missing.\n\n```python\ntotal = prices.get(item, 0) * amount\n```\nSo use get.",
        ),
        ("explain", GERMAN, "Das ist eine Durchsage der Bahn: Der Zug fällt aus, und man soll über Hannover fahren."),
        (
            "summarise",
            GERMAN_MAIL,
            "Karl bittet Ada um die Zahlen für den März.\n\n- Frist: Freitag\n- für den Bericht",
        ),
        ("summarise", MAIL, "Charles asks Ada for the figures for March.\n\n- Deadline: Friday\n- For the report"),
        ("fix", "I has a dog, he like to runs in the park.", "I have a dog; he likes to run in the park."),
        ("fix", "teh cat", "the cat"),
        ("fix", "Ich habe ein Hund, der gerne im Park rent und den ganzen tag spielt.", FIXED),
        ("fix", CODE, "```python\ndef price_of(table, item):\n    return table.get(item, 0) * len(item)\n```"),
        ("rephrase", "We was thinking that maybe it could be done", "We thought that it might be possible."),
        ("reply", GERMAN_MAIL, "Hallo Karl,\n\nich schicke dir die Zahlen bis [Datum].\n\nViele Grüße\nAda"),
        ("reply", MAIL, "Hello Charles,\n\nI will send you the figures by [date].\n\nBest regards\nAda"),
        ("answer", QUESTION, "Air scatters blue light more than red; in the evening the way through it is longer."),
    ],
)
def test_a_good_answer_is_not_called_weak(name: str, text: str, answer: str, language: str) -> None:
    assert reasons(request_of(name, text, language), answer) == ()


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (GERMAN, "The train to Hamburg is cancelled today. Please use the connections via Hanover."),
        (JAPANESE, "Today's meeting has been cancelled. Please ask the person in charge for details."),
        ("Guten Morgen", "Good morning"),
        ("Photosynthese", "Photosynthesis"),
    ],
)
def test_a_good_translation_is_not_called_weak(text: str, answer: str) -> None:
    assert reasons(request_of("translate", text, "en"), answer) == ()


def test_a_translation_that_stayed_in_its_language_is_weak() -> None:
    untranslated = "Heute fährt der Zug nach Hamburg leider nicht, bitte nehmen Sie die Verbindung über Hannover."
    assert reasons(request_of("translate", GERMAN, "en"), untranslated) == ("wrong-language",)


def reasons(request: Request, answer: str) -> tuple[str, ...]:
    tested = AnswerUnderTest("quick", question_text(request), answer, "stop", instruction=asked_for(request))
    return tuple(weak_reasons(tested))
