"""What changes between two texts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tray_router.window.diff_words import Piece, PieceKind, changed_words, word_diff

KEPT, REMOVED, ADDED = PieceKind.KEPT, PieceKind.REMOVED, PieceKind.ADDED
TEXT = st.text(alphabet="ab \n,.\t猫あé\r\u2028", max_size=30) | st.text(max_size=20)


@given(TEXT, TEXT)
def test_both_texts_can_be_read_from_the_pieces(old: str, new: str) -> None:
    pieces = word_diff(old, new)
    assert "".join(p.text for p in pieces if p.kind is not ADDED) == old
    assert "".join(p.text for p in pieces if p.kind is not REMOVED) == new
    assert all(p.text for p in pieces)
    assert all(a.kind is not b.kind for a, b in pairwise(pieces))


@given(TEXT)
def test_what_is_the_same_is_one_piece(text: str) -> None:
    assert word_diff(text, text) == ((Piece(KEPT, text),) if text else ())


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("teh cat", "the cat", [(REMOVED, "teh"), (ADDED, "the"), (KEPT, " cat")]),
        ("a cat", "a black cat", [(KEPT, "a "), (ADDED, "black "), (KEPT, "cat")]),
        ("he like runs now", "he likes running now",
         [(KEPT, "he "), (REMOVED, "like runs"), (ADDED, "likes running"), (KEPT, " now")]),
        ("one\ntwo\nthree\n", "one\n2\nthree\n",
         [(KEPT, "one\n"), (REMOVED, "two"), (ADDED, "2"), (KEPT, "\nthree\n")]),
        ("黒い猫がいる", "白い猫がいる", [(REMOVED, "黒"), (ADDED, "白"), (KEPT, "い猫がいる")]),
        ("", "new", [(ADDED, "new")]),
        ("old", "", [(REMOVED, "old")]),
    ],
)  # fmt: skip
def test_words_that_change(old: str, new: str, pieces: list[tuple[PieceKind, str]]) -> None:
    assert [(piece.kind, piece.text) for piece in word_diff(old, new)] == pieces


def test_changes_are_counted_in_words() -> None:
    assert changed_words(word_diff("he like runs now", "he likes running now")) == (2, 2)
    assert changed_words(word_diff("same", "same")) == (0, 0)


def test_very_long_texts_are_compared_by_lines_or_not_at_all() -> None:
    old, new = "a b c d " * 2_000, "e f g h " * 2_000
    assert word_diff(old, new) == (Piece(REMOVED, old), Piece(ADDED, new))
    old, new = "a\n" * 3_000, "b\n" * 3_000
    assert word_diff(old, new) == (Piece(REMOVED, old), Piece(ADDED, new))


def test_as_many_lines_as_before_are_compared_line_by_line() -> None:
    old = "".join(f"a long line {number}\n" for number in range(300))
    pieces = word_diff(old, old.replace("long", "short"))
    assert changed_words(pieces) == (300, 300)
