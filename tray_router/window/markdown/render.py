"""Turns Markdown into a laid-out document, piece by piece while it streams. GUI thread.

Rules: nothing that an answer names is ever loaded, the document answers every request for a resource itself. Blocks
that can no longer change are written once; of the tail behind them only what is new is written where that cannot
change how the rest reads, and all of it where it can. The end of an answer costs no more than one of its blocks.
"""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextCursor, QTextDocument

from tray_router.window.markdown.blocks import Block, BlockScanner, has_link_definitions
from tray_router.window.markdown.code_colours import CodeColours
from tray_router.window.markdown.formulas import FormulaWriter
from tray_router.window.markdown.lines import LineCutter
from tray_router.window.markdown.style import INDENT_WIDTH, MarkdownStyle
from tray_router.window.markdown.write import BlockWriter

MAX_REWRITTEN_CHARACTERS = 20_000  # a longer answer keeps links that it defines too late as text: a frame is a frame

# Words that read the same whatever stands around them: no mark of Markdown, no part of an address, no run of blanks.
_LETTERS = r"[^\W_]|[,.'’–…，。、！？：；（）]"
_PLAIN = re.compile(rf"(?:{_LETTERS}| (?! ))*")
_LAST_WORD = re.compile(rf"[^\W_](?:{_LETTERS})*(?= ?\Z)")


class AnswerDocument(QTextDocument):
    """A document that loads nothing: no file, no image, no address."""

    def __init__(self) -> None:
        super().__init__()
        self.setUndoRedoEnabled(False)
        self.setDocumentMargin(0)
        self.setIndentWidth(INDENT_WIDTH)
        self._blank = QImage(1, 1, QImage.Format.Format_ARGB32)
        self._blank.fill(0)

    def loadResource(self, type: int, name: QUrl | str) -> Any:
        """One transparent pixel, whatever is asked for: an empty reply would make Qt look for a file of that name."""
        return self._blank


class MarkdownRenderer:
    """Writes one growing answer into one document."""

    def __init__(self, document: QTextDocument, style: MarkdownStyle) -> None:
        self._document = document
        self._writer = BlockWriter(document, AnswerDocument(), style)
        self._begin()

    def _begin(self) -> None:
        self._scanner = BlockScanner()
        self._cutter = LineCutter()
        self._written = 0  # characters of the answer that the scanner has seen
        self._tail = ""  # as it is in the document
        self._open_code = ""  # body of the open fence as written last, while nothing but it is in the tail

    @property
    def formulas(self) -> FormulaWriter:
        """What puts formulas into the document."""
        return self._writer.formulas

    @property
    def colours(self) -> CodeColours:
        """What colours the code in the document."""
        return self._writer.colours

    @property
    def code_starts(self) -> list[QTextCursor]:
        """A cursor in each finished block of code."""
        return self._writer.code_starts

    def grow(self, text: str) -> float:
        """Shows ``text``, of which the text of the last call is the beginning.

        Returns:
            Where the change begins, in the document's own coordinates.
        """
        finished = self._take(text)
        last_line = self._writer.last_line_top
        if not finished and (self._extend_code() or self._extend_words()):
            return last_line
        return self._rewrite_tail(finished, is_finished=False)

    def finish(self, text: str) -> float:
        """Shows ``text`` as the whole answer, as ``grow`` does; what was shown of it already stays as it is."""
        if has_link_definitions(text) and len(text) <= MAX_REWRITTEN_CHARACTERS:
            self._begin()
            self._writer.clear()
            finished = [Block(text)]
        else:
            finished = self._take(text)
        self._written = len(text)
        return self._rewrite_tail(finished, is_finished=True)

    def _take(self, text: str) -> list[Block]:
        """Hands on what is new; returns the blocks that it finished."""
        added, self._written = text[self._written :], len(text)
        if self._cutter.has_room(added):
            return self._scanner.feed(self._cutter.pass_by(added))
        finished: list[Block] = []
        for line in added.splitlines(keepends=True):
            finished += self._scanner.feed(self._cutter.cut(line, is_in_code=self._scanner.is_in_code))
        return finished

    def clear(self) -> None:
        """Shows nothing."""
        self._begin()
        self._writer.clear()

    def _rewrite_tail(self, finished: list[Block], *, is_finished: bool) -> float:
        tail = self._scanner.tail
        top = self._writer.frozen_top
        with self._writer.editing():
            self._writer.drop_tail()
            for block in finished:
                self._writer.write(block, is_finished=True)
            self._writer.freeze()
            self._writer.write(tail, is_finished=is_finished)
        self._tail = tail.text
        self._open_code = _fence_body(tail.text) if self._scanner.is_in_fence else ""
        return top

    def _extend_code(self) -> bool:
        """Appends to the code at the end without writing it again; False where that cannot be done."""
        if not self._open_code or not self._scanner.is_in_fence:
            return False
        body = _fence_body(self._scanner.tail.text)
        if not body.startswith(self._open_code):
            return False
        self._writer.append_code(body[len(self._open_code) :])
        self._open_code = body
        return True

    def _extend_words(self) -> bool:
        """Appends words to the text at the end without parsing it again; False where that cannot be done."""
        before, tail = self._tail, self._scanner.tail.text
        added = tail[len(before) :]
        if self._scanner.is_in_code or "|" in before or not _PLAIN.fullmatch(added) or before[-1:] == " " == added[:1]:
            return False
        word = _last_word(before)
        if not word or "www" in word + added:
            return False
        if not self._writer.append_words(tail.rstrip()[len(before.rstrip()) :], behind=word):
            return False
        self._tail = tail
        return True


def _last_word(text: str) -> str:
    """The last word of a text where it is certain to be read as one, else nothing."""
    line = text[text.rfind("\n") + 1 :]
    found = _LAST_WORD.search(line)
    if found is None:
        return ""
    begins_line = found.start() == 0 and line[0].isalpha()
    return found[0] if begins_line or line[found.start() - 1 : found.start()] == " " else ""


def _fence_body(tail: str) -> str:
    """The code behind the opening line of a fence, without a line that may become its end."""
    _, _, body = tail.partition("\n")
    lines = body.split("\n")
    if lines and lines[-1].strip(" \t`~") == "":
        lines.pop()
    return "\n".join(lines)
