"""What suits real texts, from their structure and language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tray_router.config.settings import Settings
from tray_router.daemon.actions import actions_of
from tray_router.engine.content import without_neighbours
from tray_router.engine.popup.rules import PopupRules
from tray_router.model import Action, Capture

PROMPTS = Path(__file__).parents[1] / "routing" / "prompts.jsonl"
TRACEBACK = """Traceback (most recent call last):
  File "/srv/app/report.py", line 42, in <module>
    total = prices[item] * amount
KeyError: 'apples'
"""
CODE = """def price_of(table, item):
    if item not in table:
        return 0
    return table[item] * len(item)
"""
LOG = """2026-03-02 10:11:12 INFO worker started
2026-03-02 10:11:13 WARNING queue is long
2026-03-02 10:11:14 ERROR cannot reach db-1
2026-03-02 10:11:15 INFO retrying
"""
MAIL = """Hello Ada,

could you send us the figures for March until Friday? We need them for the report, and the office asks every day.

Best regards
Charles
"""
GERMAN_MAIL = """Hallo Ada,

könntest du uns bitte bis Freitag die Zahlen für den März schicken? Wir brauchen sie für den Bericht.

Viele Grüße
Karl
"""
GERMAN = "Der Zug nach Hamburg fällt heute leider aus. Bitte nutzen Sie die Verbindungen über Hannover."
FRENCH = "Le train pour Lyon est supprimé aujourd'hui. Nous vous prions de prendre les bus devant la gare."
JAPANESE = "本日の会議は中止になりました。詳しくは担当者にお問い合わせください。"
QUESTION = "Why is the sky blue, and why is it red in the evening?"
PAGE = "The river rises in the hills above the town and reaches the sea after some two hundred miles. " * 40


def suited(text: str, languages: tuple[str, ...] = ("en",)) -> str:
    action = PopupRules(actions_of(Settings()), languages).suited_action(Capture(text))
    assert action is not None
    return action.name


@pytest.mark.parametrize(
    ("text", "languages", "name"),
    [
        (TRACEBACK, ("en",), "explain"),
        (TRACEBACK, ("de",), "explain"),
        (CODE, ("en",), "explain"),
        (LOG, ("en",), "explain"),
        (MAIL, ("en",), "summarise"),
        (MAIL, ("de",), "translate"),
        (MAIL, ("de", "en"), "summarise"),
        (GERMAN_MAIL, ("en",), "translate"),
        (GERMAN_MAIL, ("de",), "summarise"),
        (GERMAN, ("en",), "translate"),
        (GERMAN, ("de",), "answer"),
        (FRENCH, ("de", "en"), "translate"),
        (JAPANESE, ("en",), "translate"),
        (JAPANESE, ("ja",), "answer"),
        (QUESTION, ("en",), "answer"),
        (PAGE, ("en",), "summarise"),
        ("Photosynthesis", ("de",), "answer"),
        ("https://example.org/a", ("de",), "answer"),
        ("Сегодня хорошая погода.", ("en",), "translate"),
        ("Сьогодні гарна погода.", ("uk",), "answer"),
        ("Сегодня хорошая погода.", ("bg", "en"), "answer"),
        ("Solve for y: 4y - 3 = 2(y + 5)", ("en",), "answer"),
        ("sudo apt-get install -y ffmpeg", ("en",), "explain"),
        ("   ", ("de",), "answer"),
    ],
)
def test_what_is_done_with_a_text_that_was_selected_without_a_word(
    text: str, languages: tuple[str, ...], name: str
) -> None:
    assert suited(text, languages) == name


def test_no_english_text_is_translated_for_who_reads_english() -> None:
    rows = [json.loads(line) for line in PROMPTS.read_text(encoding="utf-8").splitlines()]
    english = [  # a text below an English instruction may be in any language
        row.get("text") or row.get("content") or ""
        for row in rows
        if row["lang"] == "en" and row["kind"] not in ("pair", "phrase")
    ]
    assert len(english) > 500
    assert [text for text in english if suited(text) == "translate"] == []


@pytest.mark.parametrize("language", ["de", "es", "ja", "ru", "zh"])
def test_most_texts_in_another_language_are_translated(language: str) -> None:
    rows = [json.loads(line) for line in PROMPTS.read_text(encoding="utf-8").splitlines()]
    foreign = [  # a text below an instruction may be in any language, or a table
        text
        for row in rows
        if row["lang"] == language
        and row["kind"] not in ("pair", "phrase")
        and (text := row.get("text") or row.get("content"))
    ]
    assert len(foreign) > 50
    translated = [text for text in foreign if suited(text) == "translate"]
    assert len(translated) > 0.7 * len(foreign)


def test_languages_that_look_alike_are_not_translated_unasked() -> None:
    assert without_neighbours("pt", ("es", "en")) == ""
    assert without_neighbours("es", ("es", "en")) == "es"
    assert without_neighbours("fr", ("es", "en")) == "fr"


def test_an_action_of_the_users_own_takes_the_place_and_one_that_is_off_leaves_it_to_the_model() -> None:
    mine = Action("Translate", "Ins Platt: {text}")
    assert PopupRules({"Translate": mine}, ("en",)).suited_action(Capture(GERMAN)) is mine
    assert PopupRules({}, ("en",)).suited_action(Capture(GERMAN)) is None
