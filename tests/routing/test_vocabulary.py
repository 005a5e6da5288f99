"""Single words: stems, points that are bounded however long a text is, and a table that is what the program reads."""

from __future__ import annotations

import pytest

from tray_router.routing.lexicon import learned
from tray_router.routing.vocabulary import ASKED, ROUTES, STEM, Vocabulary, stems
from tray_router.routing.words import fold, tokens_of

TABLE = {"quick": {3: "letter"}, "code": {6: "compil ?script", -2: "letter"}, "reasoning": {}}


def values(*found: str) -> dict[str, float]:
    read: dict[str, float] = {}
    Vocabulary(TABLE).read(read, found)
    return read


def test_inflections_fall_together() -> None:
    folded = fold("compiles compiled Compiler")
    assert stems(tokens_of(folded), folded) == {"compil"}


def test_signs_without_spaces_go_in_pairs_and_punctuation_joins_none() -> None:
    folded = fold("求面积。面积")
    assert stems(tokens_of(folded), folded, ASKED) == {"?求面", "?面积"}


def test_words_of_the_instruction_are_not_those_of_the_content() -> None:
    assert "words-code" in values("?script")
    assert values("script") == {}


def test_unknown_words_say_nothing() -> None:
    assert values("xylophone", "?zebra") == {}


def test_words_of_content_have_a_feature_of_their_own() -> None:
    assert values("letter", "?script").keys() == {"text-words-quick", "words-code"}


def test_words_of_one_or_two_latin_letters_belong_to_no_stem() -> None:
    folded = fold("y de código, и 수")
    assert stems(tokens_of(folded), folded) == {"codigo", "и", "수"}


def test_points_of_one_route_take_from_the_others() -> None:
    read = values("letter")
    assert read.keys() == {"text-words-quick"}
    assert 0 < read["text-words-quick"] < 1


@pytest.mark.parametrize("count", [1, 10, 1_000])
def test_the_value_is_bounded(count: int) -> None:
    table = {"code": {15: " ".join(f"w{number}" for number in range(count))}}
    read: dict[str, float] = {}
    Vocabulary(table).read(read, [f"w{number}" for number in range(count)])
    assert 0 < read["text-words-code"] <= 1


def test_the_learned_table_has_stems_of_the_three_routes_only() -> None:
    table = learned()
    assert set(table) == set(ROUTES)
    for amounts in table.values():
        assert 0 not in amounts
        for words in amounts.values():
            assert all(0 < len(word.removeprefix(ASKED)) <= STEM for word in words.split())
