"""The verdict while an answer is still coming.

Rule: it speaks only when no later text could make the answer good, so its reason is also one of the final test. Bounded
state (a head and a tail), amortised constant work for each character. Pure; any thread, one at a time.
"""

from __future__ import annotations

from tray_router.answers.weak import cues, markup, refusing, repetition, speech
from tray_router.answers.weak.question import read_question
from tray_router.answers.weak.reasons import WeakReason
from tray_router.answers.weak.text import as_words, parts, sentences
from tray_router.answers.weak.verdict import VISION_TASK

HEAD_CHARS = 1200
TAIL_CHARS = 2000
LOOK_EVERY_CHARS = 400
_SURE_TIMES = 1.5
_MAX_LINE_CHARS = 400


class StreamingCheck:
    """Fed with the pieces of one answer; tells as soon as the answer is certainly weak.

    Args:
        task: route name.
        prompt: instruction and content as sent.
        instruction: what to do, when known apart.
        has_image: an image was sent; assumed for the route ``vision``.
    """

    def __init__(self, task: str, prompt: str, instruction: str = "", *, has_image: bool = False) -> None:
        self._question = read_question(task, prompt, instruction, has_image=has_image or task == VISION_TASK)
        self._allows_loops = self._question.asks_for_repetition or self._question.asks(cues.POEM)
        self._head = ""
        self._tail = ""
        self._unread = 0
        self._fences = 0
        self._is_head_done = False
        self._verdict: WeakReason | None = None

    def feed(self, text: str) -> WeakReason | None:
        """Takes the next piece; returns the reason once the verdict is certain, and from then on always the same."""
        if self._verdict is not None or not text:
            return self._verdict
        for start in range(0, len(text), LOOK_EVERY_CHARS):
            self._take(text[start : start + LOOK_EVERY_CHARS])
            if self._verdict is not None:
                break
        return self._verdict

    def _take(self, piece: str) -> None:
        joined = self._tail[-2:] + piece
        self._fences += joined.count("```") - self._tail[-2:].count("```")
        if len(self._head) < HEAD_CHARS:
            self._head = (self._head + piece)[:HEAD_CHARS]
        self._tail = (self._tail + piece)[-TAIL_CHARS:]
        self._unread += len(piece)
        is_boundary = "\n" in piece or any(mark in piece for mark in ".!?。！？>]")
        if not self._is_head_done and is_boundary:
            self._verdict = self._look_at_head()
        if self._verdict is None and not self._is_in_code and (">" in piece or "]" in piece):
            line = self._tail.rsplit("\n", 1)[-1]
            if markup.leaks_control(self._question, line[-_MAX_LINE_CHARS:] if len(line) < TAIL_CHARS else ""):
                self._verdict = WeakReason.LEAKED_TAGS
        if self._verdict is None and self._unread >= LOOK_EVERY_CHARS:
            self._unread = 0
            self._verdict = self._look_at_tail()

    @property
    def _is_in_code(self) -> bool:
        return self._fences % 2 == 1

    def _look_at_head(self) -> WeakReason | None:
        self._is_head_done = len(self._head) >= HEAD_CHARS
        start = self._head.lstrip().casefold()
        if start.startswith(markup.THINKING) and markup.leaks_markup(self._question, self._head):
            return WeakReason.LEAKED_TAGS
        cut = parts(self._head)
        if cut.blocks:
            return None
        said = sentences(speech.own_words(cut.prose), 3)
        is_complete = len(said) > 1 or self._head.rstrip().endswith((".", "!", "?", "。", "！", "？", "\n"))
        if not said or not is_complete:
            return None
        if refusing.is_refusal_for_good(self._question, cut.prose, as_words(said[0])):
            return WeakReason.REFUSAL
        return None

    def _look_at_tail(self) -> WeakReason | None:
        if self._allows_loops or self._is_in_code:
            return None
        loop = repetition.loop_at_end(self._tail)
        if loop is None:
            return None
        surely = repetition.Loop(loop.unit, loop.times / _SURE_TIMES)
        return WeakReason.REPETITION if repetition.is_runaway(surely) else None
