"""Keeps what a text engine cannot lay out in a frame away from it: endless lines and huge tables. Pure text; no Qt.

Rule: no text of an answer is lost, whatever it is like; only its form gives way. One line of a million letters takes Qt
ten seconds to lay out, each time that something is added to it; cut into paragraphs each part is laid out once.
"""

from __future__ import annotations

import re

MAX_LINE_CHARACTERS = 4_000
SEARCHED_FOR_BLANK = 200  # characters before the cut
CUT_IN_CODE = "\u200b\n"  # what is copied from code has the line as it was
MAX_TABLE_CELLS = 1_200  # laid out in a tenth of a second
_TABLE = re.compile(r"[^\n]*\|[^\n]*\n {0,3}\|?[ \t]*:?-+:?[ \t]*\|[ \t|:-]*(?:\n|\Z)")


class LineCutter:
    """Cuts lines that have no end. Takes the text piece by piece."""

    def __init__(self) -> None:
        self._length = 0  # of the present line since its beginning or the last cut

    def has_room(self, text: str) -> bool:
        """Whether no line of the text, and what stands before it in its first one, has to be cut."""
        lines = text.split("\n")
        return self._length + len(lines[0]) <= MAX_LINE_CHARACTERS and max(map(len, lines)) <= MAX_LINE_CHARACTERS

    def pass_by(self, text: str) -> str:
        """Takes note of text that has room."""
        self._length = len(text) - text.rfind("\n") - 1 if "\n" in text else self._length + len(text)
        return text

    def cut(self, line: str, *, is_in_code: bool) -> str:
        """A part of one line, with or without its end, cut where it becomes too long; at blanks where there are some.

        Args:
            is_in_code: the line is in a block of code.
        """
        body, end, _ = line.partition("\n")
        whole = self._cut(body, CUT_IN_CODE if is_in_code else "\n\n") + end
        if end:
            self._length = 0
        return whole

    def _cut(self, line: str, cut: str) -> str:
        parts = []
        while self._length + len(line) > MAX_LINE_CHARACTERS:
            room = MAX_LINE_CHARACTERS - self._length
            place = line.rfind(" ", max(0, room - SEARCHED_FOR_BLANK), room) + 1 or room
            parts.append(line[:place])
            line, self._length = line[place:], 0
        self._length += len(line)
        return cut.join((*parts, line))


def tamed(markdown: str) -> str:
    """A block as it is, or, where it is a table of too many cells, as preformatted text."""
    if markdown.count("|") <= MAX_TABLE_CELLS or not _TABLE.match(markdown.lstrip("\n")):
        return markdown
    fence = "`" * 3
    while fence in markdown:
        fence += "`"
    return f"{fence}\n{markdown.strip()}\n{fence}\n"
