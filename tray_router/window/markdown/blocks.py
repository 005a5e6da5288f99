"""Cuts Markdown that is still growing into blocks that can no longer change. Pure text; no Qt.

Rule: a cut lies only where the text before it renders the same whatever follows: behind a blank line outside a fence
whose next line does not continue a list or indented code, before and behind a fence at the margin, and before each item
of a list at the margin, whose block then says that it continues the list. Joined together the blocks are the input,
character for character. Decisions are made on whole lines only, so the pieces in which the text arrives do not matter.
(Link definitions may still come later: see ``has_link_definitions``.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

_FENCE = re.compile(r"(?P<indent>[ \t]*)(?P<marks>`{3,}|~{3,})(?P<info>.*)")
_LIST_MARKER = re.compile(r" {0,3}(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)")
_MARGIN_MARKER = re.compile(r"(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)")
_INTERRUPTING_ITEM = re.compile(r"(?:[-+*]|1[.)])[ \t]+\S")
_RULE = re.compile(r" {0,1}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})\r?")
_LINK_DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]+\]:[ \t]*\S", re.MULTILINE)
# A formula over several lines holds what would be a list or a rule elsewhere; a blank line ends it in any case.
_MATHEMATICS = {"$$": re.compile(r".*\$\$[ \t]*\r?|\s*"), "\\[": re.compile(r".*\\\][ \t]*\r?|\s*")}
_INDENTED_CODE = re.compile(r" {0,3}\t| {4}")
LIST_CONTENT_INDENT = 2  # columns; the smallest indent of what belongs to a list item (CommonMark 0.31, 5.2)
MAX_FENCE_INDENT = 3  # columns; more makes it indented code (CommonMark 0.31, 4.5)


class _Kind(Enum):
    """What the first line of a block makes of it, as far as cutting cares."""

    TEXT = auto()
    LIST = auto()
    INDENTED_CODE = auto()
    FENCE = auto()


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the text that renders the same whatever follows.

    Attributes:
        continues_list: its first item belongs to the list that the block before it ends with.
    """

    text: str
    continues_list: bool = False


def has_link_definitions(text: str) -> bool:
    """Whether something in the text defines an address that an earlier block may refer to (CommonMark 0.31, 4.7)."""
    return _LINK_DEFINITION.search(text) is not None


class BlockScanner:
    """Takes text piece by piece and gives out finished blocks."""

    def __init__(self) -> None:
        self._pieces: list[str] = []  # whole lines of the unfinished block
        self._partial = ""  # the line that has no end yet
        self._kind = _Kind.TEXT
        self._closing: re.Pattern[str] | None = None  # matches the end of the open fence
        self._after_blank = False
        self._continues_list = False
        self._finished: list[Block] = []

    def feed(self, text: str) -> list[Block]:
        """Adds text; returns the blocks that it finished, oldest first."""
        *lines, self._partial = (self._partial + text).split("\n")
        for line in lines:
            self._take(line)
        finished, self._finished = self._finished, []
        return finished

    @property
    def tail(self) -> Block:
        """The text behind the last cut."""
        return Block("".join(self._pieces) + self._partial, self._continues_list)

    @property
    def is_in_code(self) -> bool:
        """The end of the tail is, or may be, code, in which white space counts."""
        return self._closing is not None or self._kind is _Kind.INDENTED_CODE

    @property
    def is_in_fence(self) -> bool:
        """The tail is a fence at the margin that is still open, and nothing else."""
        return self._kind is _Kind.FENCE and self._closing is not None

    def _take(self, line: str) -> None:
        if self._closing is not None:
            self._take_fenced(line)
        elif not line.strip():
            self._pieces.append(line + "\n")
            self._after_blank = True
        else:
            self._take_text(line)

    def _take_fenced(self, line: str) -> None:
        self._pieces.append(line + "\n")
        if self._closing is not None and self._closing.fullmatch(line):
            self._closing = None
            self._after_blank = not line.strip()
            if self._kind is _Kind.FENCE:
                self._cut()

    def _take_text(self, line: str) -> None:
        fence = self._opening_fence(line)
        at_margin = fence is not None and _columns(fence["indent"]) < LIST_CONTENT_INDENT
        at_margin = at_margin or (fence is not None and self._kind is not _Kind.LIST)
        if self._has_text and (at_margin or (self._after_blank and not self._continues(line))):
            self._cut()
        elif self._has_text and self._is_interrupted(line):
            self._cut()
        elif self._is_next_item(line):
            self._cut()
            self._continues_list = True
        if not self._has_text:
            self._kind = _kind_of(line, is_fence=fence is not None)
        if (mark := line.strip()) in _MATHEMATICS:
            self._closing = _MATHEMATICS[mark]
        elif fence is not None:
            marks = fence["marks"]
            self._closing = re.compile(rf"[ \t]*{re.escape(marks[0])}{{{len(marks)},}}[ \t]*\r?")
        self._pieces.append(line + "\n")
        self._after_blank = False

    @property
    def _has_text(self) -> bool:
        return any(not piece.isspace() for piece in self._pieces)

    def _opening_fence(self, line: str) -> re.Match[str] | None:
        match = _FENCE.fullmatch(line)
        if match is None or (match["marks"][0] == "`" and "`" in match["info"]):
            return None
        if self._kind is not _Kind.LIST and _columns(match["indent"]) > MAX_FENCE_INDENT:
            return None
        return match

    def _is_interrupted(self, line: str) -> bool:
        """Whether a line without a blank one before it begins something else (CommonMark 0.31, 4.1 and 5.2)."""
        if self._kind is _Kind.LIST:
            return _RULE.fullmatch(line) is not None
        return self._kind is _Kind.TEXT and bool(_INTERRUPTING_ITEM.match(line)) and not _RULE.fullmatch(line)

    def _is_next_item(self, line: str) -> bool:
        """Whether the line begins an item of the list at the margin that is under way."""
        if self._kind is not _Kind.LIST or not _MARGIN_MARKER.match(line):
            return False
        return next((bool(_MARGIN_MARKER.match(piece)) for piece in self._pieces if not piece.isspace()), False)

    def _continues(self, line: str) -> bool:
        """Whether a line behind a blank one may still belong to the block."""
        if self._kind is _Kind.LIST:
            return bool(_LIST_MARKER.match(line)) or _columns(line) >= LIST_CONTENT_INDENT
        return self._kind is _Kind.INDENTED_CODE and bool(_INDENTED_CODE.match(line))

    def _cut(self) -> None:
        self._finished.append(Block("".join(self._pieces), self._continues_list))
        self._continues_list = False
        self._pieces = []
        self._kind = _Kind.TEXT
        self._after_blank = False


def _kind_of(line: str, *, is_fence: bool) -> _Kind:
    if is_fence:
        return _Kind.FENCE
    if _LIST_MARKER.match(line) and not _RULE.fullmatch(line):
        return _Kind.LIST
    return _Kind.INDENTED_CODE if _INDENTED_CODE.match(line) else _Kind.TEXT


def _columns(line: str) -> int:
    """Width of the leading white space, tabs to the next multiple of four (CommonMark 0.31, 2.2)."""
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip(" "))
