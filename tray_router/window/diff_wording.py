"""The sentences about an answer that goes back into a document. No Qt here. GUI thread.

Rule: as in ``window.wording``.
"""

from __future__ import annotations

from collections.abc import Sequence

from tray_router.model import Output
from tray_router.window.diff_words import Piece, PieceKind
from tray_router.window.wording import counted

VERBS = {Output.REPLACE: "Replace", Output.INSERT: "Insert"}


def write_back_question(output: Output, application: str, *, is_behind: bool) -> str:
    """What happens when the user agrees: ``Replace the selected text in Gedit?``"""
    where = f" in {application}" if application else ""
    if output is Output.REPLACE:
        return f"Replace the selected text{where}?"
    return f"Insert this behind the selected text{where}?" if is_behind else f"Insert this at the cursor{where}?"


def changes(removed: int, added: int) -> str:
    """``2 words removed, 3 added``."""
    if not removed and not added:
        return "Nothing changes but blanks."
    if not removed:
        return f"{counted(added, 'word')} added"
    return f"{counted(removed, 'word')} removed, {added:,} added"


def spoken_changes(pieces: Sequence[Piece]) -> str:
    """The changes alone, for a screen reader: ``removed: teh; added: the``."""
    return "; ".join(f"{p.kind}: {p.text.strip()}" for p in pieces if p.kind is not PieceKind.KEPT and p.text.strip())
