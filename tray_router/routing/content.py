"""What pasted content is: traceback, log, diff, code, SQL, shell, config, table, mail, chat, maths, URLs or prose.

Rule: structure decides, not vocabulary. The tests stand in one table, in the order in which they win; each returns
how sure it is, 0 when its kind was not found. A few marks ("Traceback (most recent call last)") suffice alone, the
rest need a share of the lines, set by hand on labelled prompts (benchmarks/routing.py). Pure; any thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tray_router.routing.code_lines import STRONG, is_command
from tray_router.routing.kinds import CERTAIN, SURE, ContentKind, Structure
from tray_router.routing.line_patterns import (
    CHORDS,
    CRON_LINE,
    DIFF,
    EQUATION_LINE,
    FOOD,
    FORMULA,
    LATEX_COMMAND,
    LATEX_SOURCE,
    LICENCE,
    LOG,
    MARKUP,
    MATHS_SIGN,
    NUMBER_ROW,
    PROGRAM_SIGN,
    REGEX_SIGN,
    SENTENCE_WORD,
    SHEET_ERROR,
    SHELL,
    SHELL_PROMPT,
    SQL,
    STATEMENT,
    SUM_LINE,
    TABLE_LINE,
    TABLE_RULE,
    TERMINAL,
    TRACE,
    URL_LINE,
)
from tray_router.routing.message_patterns import CHAT, SPEAKER_LINE
from tray_router.routing.reading import FEW_LINES, Reading, equation_marks

_LIKELY: Final = 0.5
_MOSTLY: Final = 0.5  # share of lines or characters

_MAINLY: Final = 0.7

_TRACE_SHARE: Final = 0.3
_LOG_SHARE: Final = 0.4
_SURE_MAIL: Final = 0.7  # a mail that quotes a traceback is still a mail
_LIKELY_MAIL: Final = 0.4  # a greeting or a sign-off alone
_MARKUP_SHARE: Final = 0.4
_CHAT_SHARE: Final = 0.7
_TABLE_SHARE: Final = 0.8
_URL_SHARE: Final = 0.6
_CONFIG_SHARE: Final = 0.6
_SOME_CODE: Final = 0.25  # enough in an indented text
_INDENTED_SHARE: Final = 0.4
_SOME_SIGNS: Final = 0.05  # share of characters; prose has less
_MANY_SIGNS: Final = 0.09
_FEW_SPACES: Final = 3
_AMOUNTS: Final = 2  # of food: a recipe
_CHAT_SIGNS: Final = 0.14  # time stamps and names hold some


def structure_of(text: str) -> Structure:
    """Finds the kind of one bounded sample (see ``split.sample``)."""
    if not text:
        return Structure(ContentKind.NONE, 0.0)
    reading = Reading(text)
    kind, strength = next((kind, found) for kind, test in _TESTS if (found := test(reading)))
    plain = kind in (ContentKind.PROSE, ContentKind.NONE, ContentKind.MATHS)
    return Structure(kind, min(1.0, strength), reading.symbols, reading.indented, reading.code if plain else 0.0)


def _mail(reading: Reading) -> float:
    return reading.mail if reading.mail >= _SURE_MAIL else 0.0


def _quiet_mail(reading: Reading) -> float:
    return reading.mail if reading.mail >= SURE else 0.0


def _likely_mail(reading: Reading) -> float:
    if reading.mail < _LIKELY_MAIL:
        return 0.0
    return max(SURE, reading.mail) if reading.count >= FEW_LINES else reading.mail


def _traceback(reading: Reading) -> float:
    share = reading.share(TRACE)
    is_marked = share and ("Traceback (most" in reading.text or share * reading.count >= FEW_LINES)
    return SURE + share if is_marked or share >= _TRACE_SHARE else 0.0


def _diff(reading: Reading) -> float:
    text = reading.text
    may_be = "@@ -" in text or "diff --git" in text or "\n+++ " in text
    return CERTAIN if may_be and DIFF.search(text) else 0.0


def _log(reading: Reading) -> float:
    share = reading.share(LOG)
    return SURE + share * _LOG_SHARE if share >= _LOG_SHARE else 0.0


def _sql(reading: Reading) -> float:
    return CERTAIN if SQL.search(reading.text) else 0.0


def _declared_code(reading: Reading) -> float:
    return CERTAIN if STRONG.search(reading.text) else 0.0


def _expression(reading: Reading) -> float:
    """A formula of a spreadsheet, or a regular expression: one line without sentences."""
    text = reading.text
    if reading.count <= FEW_LINES and (FORMULA.match(text) or SHEET_ERROR.match(text)):
        return CERTAIN
    if reading.count > 1:
        return 0.0
    if CRON_LINE.match(text):
        return CERTAIN
    is_dense = text.count(" ") <= _FEW_SPACES and len(REGEX_SIGN.findall(text)) >= FEW_LINES
    return CERTAIN if is_dense and not LATEX_COMMAND.search(text) else 0.0


def _sums(reading: Reading) -> float:
    """A calculation written down line by line, or a row of numbers."""
    if reading.count == 1 and NUMBER_ROW.match(reading.text):
        return SURE
    is_sum = "=" in reading.text and reading.share(SUM_LINE) >= _LOG_SHARE
    return SURE if is_sum and not PROGRAM_SIGN.search(reading.text) else 0.0


def _shell(reading: Reading) -> float:
    share = reading.share(SHELL)
    if share >= _MOSTLY or (share and SHELL_PROMPT.search(reading.text)):
        return SURE + share * _LOG_SHARE
    return SURE if reading.count == 1 and is_command(reading.text) else 0.0


def _terminal(reading: Reading) -> float:
    """What a command printed, with or without the prompt that it was typed at."""
    share = reading.share(TERMINAL)
    if share >= _TRACE_SHARE:
        return SURE + share * _LOG_SHARE
    first = reading.rows[0] if reading.rows else ""
    has_command = reading.count > 1 and reading.prose < _MOSTLY and (SHELL.match(first) or is_command(first))
    return SURE if has_command else 0.0


def _recipe(reading: Reading) -> float:
    """Amounts of food: no code, however it is written down."""
    if reading.config >= _CONFIG_SHARE or STRONG.search(reading.text):
        return 0.0
    least = _AMOUNTS if reading.count > 1 else 2 * _AMOUNTS  # two amounts in one paragraph are a calculation
    return SURE if len(FOOD.findall(reading.text)) >= least else 0.0


def _song(reading: Reading) -> float:
    return SURE if reading.share(CHORDS) >= _SOME_CODE else 0.0


def _room(reading: Reading) -> float:
    """A chat whose lines begin with a name in angle brackets, or that has names and times on lines of their own."""
    nicks = sum(1 for _, nick, _ in CHAT.findall(reading.text) if nick)
    if nicks >= max(_CHAT_SHARE * reading.count, FEW_LINES - 1):
        return SURE
    speakers = len(SPEAKER_LINE.findall(reading.text))
    return SURE if speakers > 1 and speakers >= _SOME_CODE * reading.count else 0.0


def _markup(reading: Reading) -> float:
    text = reading.text
    share = reading.share(MARKUP) if "<" in text or "{%" in text or "{{" in text else 0.0
    return SURE + share * _LOG_SHARE if share >= _MARKUP_SHARE and reading.symbols > _SOME_SIGNS else 0.0


def _maths(reading: Reading) -> float:
    """Formulas without the marks of a program or of a LaTeX document."""
    text = reading.text
    commands = len(LATEX_COMMAND.findall(text)) if "\\" in text else 0
    if commands:
        is_short = reading.count <= FEW_LINES or commands >= FEW_LINES or reading.code < _MOSTLY
        return SURE if is_short and not LATEX_SOURCE.search(text) else 0.0
    if reading.share(EQUATION_LINE) >= _MOSTLY:
        return 0.0 if STATEMENT.search(text) else SURE
    is_short = reading.count <= FEW_LINES or MATHS_SIGN.search(text) is not None
    is_formula = is_short and reading.symbols > _SOME_SIGNS and equation_marks(text) > 0
    return SURE if is_formula and not PROGRAM_SIGN.search(text) else 0.0


def _sentences(reading: Reading) -> float:
    is_mixed = reading.code <= _MOSTLY and reading.prose >= _MAINLY
    return _LIKELY if reading.prose >= _MOSTLY and (reading.code < _MOSTLY or is_mixed) else 0.0


def _mail_of_sentences(reading: Reading) -> float:
    return _likely_mail(reading) if _sentences(reading) else 0.0


def _urls(reading: Reading) -> float:
    return CERTAIN if reading.count > 1 and reading.share(URL_LINE) >= _URL_SHARE else 0.0


def _chat(reading: Reading) -> float:
    if reading.count == 1:
        return 0.0
    turns = CHAT.findall(reading.text)
    if sum(1 for time, _, _ in turns if time) >= _CHAT_SHARE * reading.count:
        return SURE
    if reading.symbols >= _CHAT_SIGNS or reading.code >= _LOG_SHARE:
        return 0.0
    if reading.config >= _CONFIG_SHARE or len(turns) < _CHAT_SHARE * reading.count:
        return 0.0
    speaks_again = len({nick or speaker for _, nick, speaker in turns}) < len(turns)
    return SURE if speaks_again or any(time or nick for time, nick, _ in turns) else 0.0


def _config(reading: Reading) -> float:
    is_config = reading.count > 1 and reading.config >= max(_CONFIG_SHARE, reading.code)
    return reading.config + _SOME_SIGNS if is_config else 0.0


def _code(reading: Reading) -> float:
    if reading.code < _MOSTLY:
        return 0.0
    has_end = reading.text.rstrip().endswith((";", "}"))
    is_statement = reading.symbols > _MANY_SIGNS and (has_end or not SENTENCE_WORD.search(reading.text))
    return _LIKELY + reading.code / 2 if reading.count > 1 or is_statement else 0.0


def _table(reading: Reading) -> float:
    if reading.count < FEW_LINES:
        return 0.0
    return SURE if TABLE_RULE.search(reading.text) or reading.share(TABLE_LINE) >= _TABLE_SHARE else 0.0


def _loose_code(reading: Reading) -> float:
    """Languages that no pattern knows: indented lines, a licence on top, or many signs."""
    is_block = reading.count > FEW_LINES and reading.code >= _SOME_CODE and reading.indented >= _INDENTED_SHARE
    is_dense = reading.count > 1 and reading.symbols > _MANY_SIGNS and reading.code + reading.config >= _TRACE_SHARE
    if is_block or is_dense:
        return _LIKELY + reading.code
    is_licensed = reading.code + reading.indented >= _SOME_CODE or reading.symbols > _MANY_SIGNS
    return SURE if is_licensed and LICENCE.search(reading.text) else 0.0


def _prose(reading: Reading) -> float:
    return _LIKELY if reading.symbols < _SOME_SIGNS else 0.0


def _anything(_reading: Reading) -> float:
    return 0.01


_TESTS: Final[tuple[tuple[ContentKind, Callable[[Reading], float]], ...]] = (
    (ContentKind.MAIL, _mail),
    (ContentKind.TRACEBACK, _traceback),
    (ContentKind.DIFF, _diff),
    (ContentKind.LOG, _log),
    (ContentKind.MAIL, _quiet_mail),
    (ContentKind.SQL, _sql),
    (ContentKind.CODE, _declared_code),
    (ContentKind.CHAT, _room),
    (ContentKind.MATHS, _sums),
    (ContentKind.CODE, _expression),
    (ContentKind.SHELL, _shell),
    (ContentKind.TERMINAL, _terminal),
    (ContentKind.RECIPE, _recipe),
    (ContentKind.SONG, _song),
    (ContentKind.MARKUP, _markup),
    (ContentKind.MATHS, _maths),
    (ContentKind.MAIL, _mail_of_sentences),
    (ContentKind.PROSE, _sentences),
    (ContentKind.URLS, _urls),
    (ContentKind.CHAT, _chat),
    (ContentKind.CONFIG, _config),
    (ContentKind.CODE, _code),
    (ContentKind.TABLE, _table),
    (ContentKind.CODE, _loose_code),
    (ContentKind.MAIL, _likely_mail),
    (ContentKind.PROSE, _prose),
    (ContentKind.NONE, _anything),
)
