r"""What is asked, and about what: splits one text into an instruction and pasted content.

Rule: only the head and the tail of a text are read (``HEAD`` + ``TAIL`` characters), which bounds every later step;
reading more did not make the trial more accurate. A split needs a visible seam (a code fence, a blank line, a colon,
a line that asks) and an instruction that reads like one; content that has a structure of its own is split only
where running prose asks for something in front of it or behind it. Pure; any thread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tray_router.routing.content import structure_of
from tray_router.routing.kinds import SURE, ContentKind, Structure
from tray_router.routing.message_patterns import CHAT
from tray_router.routing.reading import is_mail_opening
from tray_router.routing.shape import SHORT, has_choices, has_options, is_coding_task, is_question
from tray_router.routing.words import Lexicon, fold

HEAD: Final = 700  # characters
TAIL: Final = 300  # characters
LONGEST_ASK: Final = 420  # characters; longer first paragraphs are content
LONGEST_LAST_ASK: Final = 200  # characters; an instruction at the end, or before a colon, is short
SHORTEST_BODY: Final = 12  # characters after a colon that count as content
SHORTEST_STATEMENT: Final = 130  # bytes from which a text without any request is content
LONG_STATEMENT: Final = 400  # bytes from which only an order makes a text a request
_TELLING: Final = 3  # sentences from which the last words of the first one are no order
_SEARCHED_BLANK: Final = 65_536  # characters of leading white space that are skipped
_LEAD: Final = 4  # tokens before the verb of a request: "could you please translate"
_TASKS: Final = (
    "translate", "summarise", "rewrite", "reply", "textjob", "write", "suggest", "explain", "roleplay", "build",
    "fixcode",
    "trouble", "solve", "prove", "weigh", "weak_reason", "howto",
)  # fmt: skip
_ASKING: Final = (*_TASKS, "howmany", "factual", "step", "logic", "want")
_STRUCTURED: Final = frozenset(ContentKind) - {ContentKind.PROSE, ContentKind.NONE, ContentKind.MATHS}

_DIRT: Final = re.compile("[\x00\ud800-\udfff\ufffd]")
_FENCE: Final = re.compile(r"```|~~~")
_SEAM: Final = re.compile(r"\n[ \t\r]*\n")
_COLON: Final = re.compile(r": +(?=\S)|：|: ?\n")
_SENTENCE_END: Final = re.compile(r"[.!?。！？।]\s+|[。！？]")
_POINTER: Final = re.compile(
    r"\b(?:following|below|above|this|these|that|it|given|here|code|text|mail|email|paragraph|passage|article|"
    r"folgende\w*|diese[nrsm]?|obige[nrsm]?|suivant\w*|cette?|ce|siguientes?|est[aeo]s?|seguintes?|seguent[ei]|"
    r"quest[oaie]|"
    r"volgende|dit|deze|następując\w*|poniższ\w*|ten|to|следующ\w*|эт\w+|наступн\w*|ц[еяі]\w*|aşağıdaki\w*|bu)\b|"
    r"以下|下面|下列|这|上面|上文|次の|以下の|この|上の|다음|이 |위 |निम्न|इस|التالي|هذا|هذه",
    re.IGNORECASE,
)
_OPTIONS_AHEAD: Final = re.compile(
    r"(?:[?？][^\n]*|[:：…])\s*\n\s*(?:options?:?|choices:?|\(?[a1][).:])|[?:] ?\(?a[).]|"
    r"\b(?:is|are|at)\n\s*\(?[aA1][).]",
    re.IGNORECASE,
)
_COMMENT: Final = re.compile(r"\s*(?:[#;%<({\[*\"'`/|@>$\\]|--|\.\.)")


@dataclass(frozen=True, slots=True)
class Parts:
    """Bounded samples of one question.

    Attributes:
        ask: the instruction, or the whole text when it asks by itself; may be empty.
        body: the pasted content; may be empty.
        is_given: the instruction was given apart from the content, not found by a seam.
    """

    ask: str
    body: str
    is_given: bool


def sample(text: str) -> str:
    """Head and tail of a text, without leading blanks, lone surrogates or NULs."""
    if len(text) <= HEAD + TAIL:
        short = text
    else:
        head = text[:HEAD]
        if head.isspace():
            head = text[:_SEARCHED_BLANK].lstrip()[:HEAD]
        short = f"{head}\n{text[-TAIL:]}" if head else text[-HEAD:]
    return _DIRT.sub(" ", short).replace("\r\n", "\n").strip("\n\r \t\f\v\ufeff")


class Splitter:
    """Finds instruction and content; needs the lexicon to know a request when it sees one."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def split(self, instruction: str, content: str) -> tuple[Parts, Structure]:
        """Samples of both parts, and the structure of the content (of the instruction when there is no content)."""
        ask, body = sample(instruction), sample(content)
        if ask or not body:
            return Parts(ask, body, True), structure_of(body or ask)
        whole = structure_of(body)
        ask, body = self._split_bare(body, whole)
        parts = Parts(ask, body, False)
        return parts, whole if not ask or not body else structure_of(body)

    def _split_bare(self, text: str, whole: Structure) -> tuple[str, str]:
        """Instruction and content of a text that came without an instruction; either may be empty."""
        fence = _FENCE.search(text)
        if fence:
            return _split_fence(text, fence.start())
        if is_coding_task(text) and not whole.is_certain_code:
            return text, ""
        if whole.kind in _STRUCTURED and whole.strength >= SURE:
            return self._peel(text, whole)
        if has_choices(text) or (_OPTIONS_AHEAD.search(text) and has_options(text)):
            return text, ""
        return self._split_paragraphs(text) or self._split_line(text) or self._undivided(text, whole)

    def _undivided(self, text: str, whole: Structure) -> tuple[str, str]:
        """The whole is either an instruction or content."""
        is_asking = whole.kind is ContentKind.MATHS or self._asks_somewhere(text)
        return (text, "") if is_asking else ("", text)

    def _split_paragraphs(self, text: str) -> tuple[str, str] | None:
        """A first paragraph that asks, or a last one."""
        paragraphs = _SEAM.split(text)
        if len(paragraphs) == 1:
            return None
        first, last = paragraphs[0], paragraphs[-1]
        if len(first) <= LONGEST_ASK and self._is_request(first):
            return first, text[len(first) :].strip()
        if len(last) <= LONGEST_LAST_ASK and self._is_late_request(last):
            return last, text[: -len(last)].strip()
        return None

    def _peel(self, text: str, whole: Structure) -> tuple[str, str]:
        """An instruction in prose in front of structured content, or behind it."""
        first = _SEAM.split(text, maxsplit=1)[0]
        line = text.partition("\n")[0]
        for candidate in (first, line) if line != first else (first,):
            rest = text[len(candidate) :].strip()
            if rest and len(candidate) <= LONGEST_ASK and self._is_prose_request(candidate, rest):
                return candidate, rest
        last = text.rpartition("\n")[2]
        before = text[: -len(last)].strip()
        if before and whole.kind is not ContentKind.CHAT and self._is_late_request(last) and not _COMMENT.match(last):
            return last, before
        return "", text

    def _is_prose_request(self, paragraph: str, rest: str) -> bool:
        if _COMMENT.match(paragraph) or is_mail_opening(paragraph) or CHAT.match(paragraph):
            return False
        return self._is_request(paragraph) and structure_of(rest).kind in _STRUCTURED

    def _split_line(self, text: str) -> tuple[str, str] | None:
        """A first line that asks, a last line that asks, or ``do this: text``."""
        line, newline, rest = text.partition("\n")
        if newline:
            ends = line.rstrip()
            points = ends.endswith((":", "?", "：", "？")) or _POINTER.search(line)
            if len(ends) <= LONGEST_ASK and points and self._is_request(ends):
                return ends, rest
            before, _, last = text.rpartition("\n")
            if len(last) <= LONGEST_LAST_ASK and self._is_late_request(last):
                return last, before
        colon = _COLON.search(text)
        if colon and colon.start() <= LONGEST_LAST_ASK and len(text) - colon.end() >= SHORTEST_BODY:
            order = text[: colon.start()]
            if self._has_task(order):
                return order, text[colon.end() :]
        return None

    def _is_request(self, paragraph: str) -> bool:
        """Whether a paragraph asks for something, and is not content with a structure of its own."""
        asks = is_question(paragraph) or self._leads(paragraph, _ASKING)
        if not asks and not self._leads(_last_sentence(paragraph), _ASKING):
            return False
        structure = structure_of(paragraph)
        return not (structure.kind in _STRUCTURED and structure.strength >= SURE)

    def _is_late_request(self, line: str) -> bool:
        """An instruction behind its content names a task first, or asks and points back at the content."""
        if len(line) > LONGEST_LAST_ASK or is_mail_opening(line):
            return False
        if not _POINTER.search(line):
            return False
        if is_question(line):
            return len(line) < SHORT or self._has_task(line)
        return self._has_task(line) and self._is_request(line)

    def _has_task(self, text: str) -> bool:
        return self._leads(text, _TASKS)

    def _leads(self, text: str, concepts: tuple[str, ...]) -> bool:
        """Whether one of the concepts stands where the verb of a request stands."""
        mentions, tokens = self._lexicon.mentions(fold(text))
        last = len(tokens) - _LEAD if tokens else len(text) - 4 * _LEAD
        first = _LEAD if tokens else 4 * _LEAD
        return any(
            concept in mentions and (mentions[concept].first <= first or mentions[concept].first >= last)
            for concept in concepts
        )

    def _opens(self, sentence: str, concepts: tuple[str, ...]) -> bool:
        """Whether a sentence of a long text is an order: a task or a wish among its first words."""
        mentions, tokens = self._lexicon.mentions(fold(sentence))
        if "want" in mentions or "step" in mentions:
            return True
        first = _LEAD if tokens else 2 * _LEAD
        return any(concept in mentions and mentions[concept].first <= first for concept in (*concepts, "order"))

    def _asks_somewhere(self, text: str) -> bool:
        """False for a longer text that states things and asks for nothing: pasted prose."""
        size = len(text.encode("utf-8", "ignore"))
        if size < SHORTEST_STATEMENT or is_question(text):
            return True
        first, last = _SENTENCE_END.split(text, maxsplit=1)[0], _last_sentence(text)
        if size >= LONG_STATEMENT:
            return self._opens(first, _TASKS) or self._opens(last, _TASKS)
        is_telling = len(_SENTENCE_END.findall(text)) >= _TELLING
        if (self._opens if is_telling else self._leads)(first, _ASKING) or self._leads(last, _TASKS):
            return True
        if is_telling:
            return any(self._opens(sentence, _TASKS) for sentence in _SENTENCE_END.split(text))
        mentions, _ = self._lexicon.mentions(fold(text))
        is_ordering = "order" in mentions and mentions["order"].first == 0
        return is_ordering or not mentions.keys().isdisjoint(("want", "solve", "prove", "step"))


def _last_sentence(text: str) -> str:
    pieces = [piece for piece in _SENTENCE_END.split(text[-LONGEST_ASK:]) if piece and piece.strip()]
    return pieces[-1] if pieces else text


def _split_fence(text: str, at: int) -> tuple[str, str]:
    """Text around a code fence asks; what is inside is the content."""
    end = text.find(text[at : at + 3], at + 3)
    inside, after = (text[at:], "") if end < 0 else (text[at:end], text[end + 3 :])
    return f"{text[:at]}\n{after}".strip(), inside.strip("`~ \n")
