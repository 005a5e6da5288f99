"""The word tables: every file is written as the rule says, and read only when it is needed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tray_router.routing import lexicon
from tray_router.routing.lexicon import PIECE_SCRIPTS, TABLES, WORD_SCRIPTS, entries
from tray_router.routing.phrases import Phrases, Pieces
from tray_router.routing.words import Lexicon, fold

FOLDER = Path(lexicon.__file__).parent / "words"


def test_every_file_belongs_to_a_table() -> None:
    named = {f"{table}.{script}.txt" for script, tables in TABLES.items() for table in tables}
    assert {path.name for path in FOLDER.iterdir()} == named
    assert set(TABLES) == {*WORD_SCRIPTS, *PIECE_SCRIPTS}


@pytest.mark.parametrize("script", TABLES)
def test_a_table_has_concepts_and_entries_without_holes(script: str) -> None:
    found = list(entries(script))
    assert len(found) > 500
    assert all(concept and entry == entry.strip() and entry for concept, entry in found)


def test_other_scripts_are_read_when_their_first_text_comes() -> None:
    asked: list[str] = []

    def read(script: str) -> list[tuple[str, str]]:
        asked.append(script)
        return [("greeting", "привет*")] if script == "cyrillic" else []

    words = Lexicon(read)
    words.mentions("hello")
    assert asked == ["latin"]
    assert "greeting" in words.mentions(fold("Приветик"))[0]
    words.mentions(fold("привет"))
    assert asked == ["latin", "cyrillic"]


def test_phrases_are_found_whole_with_all_they_mean() -> None:
    phrases = Phrases()
    for phrase, concept in (("by hand", "routine"), ("by hand", "slow"), ("on its own", "automate")):
        phrases.add(phrase, concept)
    phrases.sort()
    assert set(phrases.concepts_of("by hand")) == {"routine", "slow"}
    assert phrases.concepts_of("on its own") == ("automate",)
    assert phrases.concepts_of("by") == phrases.concepts_of("hand in hand") == ()


def test_pieces_are_found_wherever_they_stand() -> None:
    pieces = Pieces([("自动", "automate"), ("表", "office"), ("自动", "automate")])
    assert sorted(pieces.found_in("把表自动")) == [("automate", 2), ("office", 1)]
    assert list(pieces.found_in("动自")) == []
