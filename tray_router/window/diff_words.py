"""What changes between two texts, word by word. No Qt here.

Rule: the pieces that are not ADDED are the old text, those that are not REMOVED the new one, whatever the texts are;
changes that only a space keeps apart are one change, since nobody reads a patchwork. Time is bounded: long passages
that differ are compared as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# Words, runs of blanks, single signs; scripts without spaces character by character.
_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]|\n|[^\S\n]+|\w+|[^\w\s]")
MAX_WORD_PAIRS = 1_500_000  # beyond this a passage is shown as replaced whole; comparing takes some tenths of a second
MAX_LINE_PAIRS = 4_000_000


class PieceKind(StrEnum):
    """What happens to a piece of text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text and what happens to it; never empty."""

    kind: PieceKind
    text: str


def word_diff(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces of both texts in reading order; what is removed stands before what comes in its place."""
    return tuple(_joined(_smoothed(list(_joined(_lines(old, new))))))


def changed_words(pieces: tuple[Piece, ...]) -> tuple[int, int]:
    """How many words are removed, and how many are added."""
    counts = {kind: sum(len(p.text.split()) for p in pieces if p.kind is kind) for kind in PieceKind}
    return counts[PieceKind.REMOVED], counts[PieceKind.ADDED]


def _lines(old: str, new: str) -> Iterator[Piece]:
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    if len(before) * len(after) > MAX_LINE_PAIRS:
        yield from _replaced(old, new)
        return
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = "".join(before[a:b]), "".join(after[c:d])
        if kind == "equal":
            yield Piece(PieceKind.KEPT, gone)
        elif b - a == d - c:
            for one, other in zip(before[a:b], after[c:d], strict=True):
                yield from _words(one, other)
        else:
            yield from _words(gone, come)


def _words(old: str, new: str) -> Iterator[Piece]:
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    is_whole = "".join(before) == old and "".join(after) == new
    if len(before) * len(after) > MAX_WORD_PAIRS or not is_whole:
        yield from _replaced(old, new)
        return
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = "".join(before[a:b]), "".join(after[c:d])
        yield from [Piece(PieceKind.KEPT, gone)] if kind == "equal" else _replaced(gone, come)


def _replaced(old: str, new: str) -> Iterator[Piece]:
    if old:
        yield Piece(PieceKind.REMOVED, old)
    if new:
        yield Piece(PieceKind.ADDED, new)


def _smoothed(pieces: list[Piece]) -> Iterator[Piece]:
    """Blanks between two changes become part of both."""
    for place, piece in enumerate(pieces):
        is_between = 0 < place < len(pieces) - 1
        is_blank = piece.kind is PieceKind.KEPT and not piece.text.strip() and "\n" not in piece.text
        if is_blank and is_between and _is_change(pieces, place - 1) and _is_change(pieces, place + 1):
            yield from (Piece(PieceKind.REMOVED, piece.text), Piece(PieceKind.ADDED, piece.text))
        else:
            yield piece


def _is_change(pieces: list[Piece], place: int) -> bool:
    """Whether both texts have something of their own around this piece, so that a blank belongs to a longer change."""
    piece = pieces[place]
    other = {PieceKind.REMOVED: PieceKind.ADDED, PieceKind.ADDED: PieceKind.REMOVED}.get(piece.kind)
    beside = (pieces[each].kind for each in (place - 1, place + 1) if 0 <= each < len(pieces))
    return other is not None and other in beside


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one piece; within a change all that is removed before all that is added."""
    gone: list[str] = []
    come: list[str] = []
    kept: list[str] = []
    for piece in pieces:
        if piece.kind is PieceKind.KEPT:
            yield from _replaced("".join(gone), "".join(come))
            gone, come = [], []
            kept.append(piece.text)
            continue
        if kept:
            yield Piece(PieceKind.KEPT, "".join(kept))
            kept = []
        (gone if piece.kind is PieceKind.REMOVED else come).append(piece.text)
    if kept:
        yield Piece(PieceKind.KEPT, "".join(kept))
    yield from _replaced("".join(gone), "".join(come))
