"""What a prompt asks for: its instruction and content told apart, and the demands that an answer is held against.

Rule: when in doubt the question asks for less, so that a good answer is not called weak. Pure; any thread.
"""

# ruff: noqa: PLR2004 -- a threshold is read best beside what it decides

from __future__ import annotations

import re
from dataclasses import dataclass

from tray_router.answers.weak import cues
from tray_router.answers.weak.lexicon import Entries, contains, entries
from tray_router.answers.weak.patterns import Pattern
from tray_router.answers.weak.text import as_words, clip, parts, word_count

_MAX_LINE = 300
_INLINE_CONTENT = Pattern(r"^([^\n:：]{4,160})[:：]\s*(\S.{7,})$", re.DOTALL)
_TAIL_QUESTION = Pattern(r"[?？]\s*$")
_CODEISH = Pattern(r"[{}\[\];=<>|$\\]|\w\(|^[ \t]*(?:File|Traceback|at) ", re.MULTILINE)
_SCRIPT_SEAM = Pattern(r"(?<=[\u3040-\u30ff\u3400-\u9fff])(?=[A-Za-z])|(?<=[A-Za-z])(?=[\u3040-\u30ff\u3400-\u9fff])")
_DIGITS = Pattern(r"\d")
_MIN_CONTENT_CHARS = 12
_MANY_SIGNS = 4
_REACH_CHARS = 70
_LAST_VERBS = entries("yaz*; schreib*; programmier*; implementier*")
_STATEMENT = Pattern(
    r"^[ \t]*(?:def |class \w|for |while |if |return|import |const |let |var |public |fn |func )"
    r"|[;{}][ \t]*$|\w = \S|\w\([^)\n]{0,99}\)[ \t]*$",
    re.MULTILINE,
)
_CHANGING_CODE = entries(
    """
    refactor*; rewrite; convert; port; simplify; refaktor*; schreib*; réécris; convertis; reescribe; convierte;
    riscrivi; converti; reescreva; converta; herschrijf; перепиши; przepisz; 重构; 重写; 改写
    """
)
_PLAINLY_CODE = entries(
    """
    function; regex*; sql; query; method; class; python; javascript; typescript; bash; script that; script to; rust;
    golang; java; funktion; methode; skript*; fonction; requête; función; consulta; funzione; função; functie; функци*;
    funkcj*; fonksiyon*; 函数; 脚本; 関数; 함수
    """
)
_TALK = entries(
    """
    can you write code; can you code; identify; what; which; explain; describe; analyze; analyse; why; is; are; does;
    who; when; review; compare; evaluate; was; welche*; warum; erklär*; quel*; pourquoi; qué; cuál*; explica*;
    explique; you are given a programming; discuss; list; tell me; can i; should
    """
)


@dataclass(frozen=True, slots=True)
class Question:
    """A prompt as the tests need it.

    Attributes:
        task: route name.
        prompt: the whole prompt, clipped.
        instruction: the part that says what to do; guessed from the layout when not known apart. May be empty.
        content: the part that it is to be done with; empty when there is none.
        words: ``instruction`` as folded words, see ``text.as_words``.
        has_image: an image was sent with it.
    """

    task: str
    prompt: str
    instruction: str
    content: str
    words: str
    has_image: bool

    def asks(self, *lists: Entries) -> bool:
        """Whether the instruction holds a cue of one of these lists."""
        return any(contains(self.words, table) for table in lists)

    @property
    def has_content(self) -> bool:
        """Something to work on was given: text, or an image."""
        if self.has_image or len(self.content.strip()) >= _MIN_CONTENT_CHARS or parts(self.content).blocks:
            return True
        return len(_CODEISH.findall(self.prompt)) >= _MANY_SIGNS  # "explain ^\d{3}$": given in the same line

    @property
    def asks_for_code(self) -> bool:
        """Code is what was asked for, not words about code."""
        if self._changes_code:
            return True
        if self._is_about_other_things or _TALK.begin(self.words) or word_count(self.prompt) <= 2:
            return False
        return self.asks(cues.CODE_NOUNS) and any(self._is_near_code(verb) for verb in cues.WRITE_VERBS)

    @property
    def _is_about_other_things(self) -> bool:
        """Something that is no code is to be written; "a function that validates an email" is code all the same."""
        if self.asks(cues.NOT_CODE_NOUNS):
            return True
        found = [at for noun in cues.OTHER_NOUNS if (at := self.words.find(noun)) >= 0]
        code = [at for noun in _PLAINLY_CODE if (at := self.words.find(noun)) >= 0]
        return bool(found) and (not code or min(found) < min(code))

    @property
    def _changes_code(self) -> bool:
        """Code was given, and is to be given back changed."""
        return (
            _CHANGING_CODE.begin(self.words)
            and len(_STATEMENT.findall(self.content[:4000])) >= 2
            and not self.asks(cues.NOT_CODE_NOUNS)
        )

    def _is_near_code(self, verb: str) -> bool:
        """The verb is there, and the thing to write soon after it; verbs at the end of a sentence may come later."""
        at = self.words.find(verb)
        if at < 0:
            return False
        if not verb.isascii() or _LAST_VERBS.begin(verb):
            return True
        return contains(self.words[at + len(verb) - 1 : at + len(verb) + _REACH_CHARS], cues.CODE_NOUNS)

    @property
    def asks_for_repetition(self) -> bool:
        """Saying the same thing again and again is what was asked for."""
        return self.asks(cues.REPEAT) and (bool(_DIGITS.search(self.instruction)) or " repeat" in self.words)

    @property
    def is_transformation(self) -> bool:
        """The answer is the content in other words or another language."""
        return self.asks(cues.TRANSLATE, cues.REWRITE)


def read_question(task: str, prompt: str, instruction: str = "", *, has_image: bool = False) -> Question:
    """Takes a prompt apart. An empty ``instruction`` is guessed: the first or the last paragraph, by its shape."""
    clipped = clip(prompt)
    if instruction.strip():
        said = clip(instruction).strip()
        content = clipped.replace(said, "", 1).strip()
    else:
        said, content = _split(clipped.strip())
    return Question(task, clipped, said, content, as_words(_SCRIPT_SEAM.sub(" ", said[:2000])), has_image)


def _split(prompt: str) -> tuple[str, str]:  # noqa: PLR0911 -- a ladder of exceptions
    head, newline, rest = prompt.partition("\n")
    if not newline:
        inline = _INLINE_CONTENT.match(prompt)
        if inline and word_count(inline.group(2)) >= 1:
            return inline.group(1), inline.group(2)
        return (prompt, "") if len(prompt) <= _MAX_LINE or not _CODEISH.search(prompt) else ("", prompt)
    last = prompt.rsplit("\n", 1)[1].strip()
    rest = rest.strip()
    inline = _INLINE_CONTENT.match(head)
    if inline and len(inline.group(1)) < _MAX_LINE and _looks_like_instruction(inline.group(1)):
        return inline.group(1), f"{inline.group(2)}\n{rest}"
    if _looks_like_instruction(head):
        if (
            (_TAIL_QUESTION.search(last[-20:]) or last.endswith((":", "：")))
            and len(last) <= _MAX_LINE
            and last != rest
        ):
            return f"{head} {last}", rest
        return head, rest
    if _looks_like_instruction(last) and len(last.split()) > 1:
        return last, prompt[: -len(last)].strip()
    return "", prompt


def _looks_like_instruction(line: str) -> bool:
    return (
        0 < len(line) <= _MAX_LINE
        and len(_CODEISH.findall(line)) <= max(1, len(line) // 60)
        and not line.startswith(("#", "```"))
    )
