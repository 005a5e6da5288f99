"""What an instruction and the content below it say together, and what bare content is made of.

Rule: where the instruction asks for work on a text, the content has no say. Otherwise an instruction such as "can you
sort this out" means what its content is: conditions to be met, figures to calculate with, a task for a spreadsheet or
a script. Values run from 0 to 1. Pure; any thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from tray_router.routing.shape import count_quantities, is_question
from tray_router.routing.words import Mention

_FEW_CONDITIONS: Final = 2  # from which there is something to be fitted together
_MANY: Final = 5  # conditions, figures or words of one subject: from there the content is nothing else
_SEVERAL: Final = 2
_DENSITY: Final = 8  # one in eight words is as many as a text can have
_SIGNS_OF_A_WORD: Final = 3  # in scripts without spaces
_PROGRAMMING: Final = ("codenoun", "proglang", "tech")
_AUTOMATING: Final = ("office", "macro", "formula", "automate", "setting", "routine")
_DOING: Final = ("howto", "how", "automate", "setting", "build", "want", "write", "trouble")
_APPLICATIONS: Final = ("office", "macro", "formula")
_JUDGING: Final = ("verify", "flaw")
_EXERCISE: Final = ("mathnoun", "mathweak", "logic", "solve", "howmany", "prove", "sequence")
_PLANNING: Final = (
    "arrange", "weigh", "howmany", "solve", "verify", "flaw", "logic", "mathnoun", "step", "prove", "enough",
)  # fmt: skip

_FIGURE: Final = re.compile(
    r"[$€£¥₹₽₺]\s?\d|\d[\d.,]*\s?(?:[$€£¥₹₽₺%％]|(?:eur|euros?|usd|dollars?|gbp|chf|zł|kr|руб|грн|tl|円|元|원|"
    r"km|cm|mm|мл|мг|кг|км|см|hl|mg|µg|kb|mb|gb|kcal|m²|m2|kg|g|ml|cl|l|kwh|w|h|hrs?|hours?|min|minutes?|std|"
    r"stunden|heures?|horas?|ore|uur|godz|часо?в?|годин|saat|days?|tage|jours|días|dias|giorni|dagen|dni|дней|днів|"
    r"gün|weeks?|months?|monate|mois|meses|mesi|maanden|years?|pcs|st|people|persons?|personen|personnes|personas|"
    r"pessoas|persone|osób|человек|осіб|kişi)\b|"
    r"[年月日時时間间分人個个杯本台枚歳岁]|시간|분|일|명|개|만원|रुपये|घंटे|दिन|लोग|ساعة|دقيقة|يوم|ريال|درهم)|"
    r"\d ?[x×*·] ?\d|= ?\d|\b\d+[.,]\d\d\b",
    re.IGNORECASE,
)
_CLOCK: Final = re.compile(r"\b[0-2]?\d[:.h][0-5]\d\b")
_COLUMN: Final = re.compile(  # a column by its letter: "Spalte B", "B列"
    r"\b(?:col(?:\.|s\.?)?|[Ss]palten?|[Kk]olom(?:men)?|[Kk]olumn[aiye]\w?|"
    r"[Cc]olonn[ae]s?|[Cc]olumns?|[Cc]olumnas?|[Cc]olunas?|столб\w{2,4}|стовп\w{2,4}|[Ss]ütun\w?|कॉलम|العمود) ?[A-Z]\b|"
    r"\b[A-Z] ?(?:列|열)|"
    r"\b[A-Z](?:'d[ae]| में| sütunu\w*)\b"
)
_CELL: Final = re.compile(r"\b\$?[A-Z]{1,2}\$?\d{1,3}\b")  # of a spreadsheet: B2


def count_figures(text: str) -> int:
    """How many amounts with a unit or a currency, products, results or decimals a text holds."""
    return len(_FIGURE.findall(text))


def read_about(
    values: dict[str, float],
    text: str,
    asked: Mapping[str, Mention],
    content: Mapping[str, Mention],
    *,
    is_code: bool,
) -> None:
    """Adds what instruction and content mean together; the instruction asks for no work on a text.

    Args:
        values: the features so far; gets more.
        text: the content.
        asked: the concepts of the instruction.
        content: the concepts of the content.
        is_code: the content is source code, a log or the like.
    """
    values["unknown-task"] = 1.0
    if _COLUMN.search(text):
        values["about-columns"] = 1.0
    programming = _count(content, _PROGRAMMING)
    if programming >= _SEVERAL:
        values["about-software"] = min(1.0, programming / _MANY)
    automating = _count(content, _AUTOMATING)
    if automating:
        values["about-sheet"] = min(1.0, automating / _SEVERAL)
    if not is_code:
        _read_problem(values, text, asked, content)


def _read_problem(
    values: dict[str, float], text: str, asked: Mapping[str, Mention], content: Mapping[str, Mention]
) -> None:
    """Adds what there is to be worked out, and whether that is what the instruction asks for."""
    figures, numbers = count_figures(text), count_quantities(text)
    conditions, exercise = _count(content, ("constraint",)), _count(content, _EXERCISE)
    times = _count(content, ("calendar",)) + len(_CLOCK.findall(text))
    if exercise >= _SEVERAL:
        values["about-exercise"] = min(1.0, exercise / _MANY)
    if figures:
        values["about-figures"] = min(1.0, figures / _MANY)
    if conditions:
        values["about-conditions"] = min(1.0, conditions / _MANY)
    if conditions >= _FEW_CONDITIONS and times >= _FEW_CONDITIONS:
        values["about-timetable"] = min(1.0, (conditions + times) / (2 * _MANY))
    if is_question(text) and max(figures, numbers) >= _SEVERAL:
        values["about-problem"] = 1.0
    if _has(asked, _PLANNING) and not _has(asked, _APPLICATIONS):  # in an application the sheet calculates
        if conditions >= _FEW_CONDITIONS:
            values["conditions-to-meet"] = 1.0
        if max(figures, numbers - 1) >= _SEVERAL:
            values["figures-to-calculate"] = 1.0
    _read_claims(values, asked, content, figures, conditions)


def _read_claims(
    values: dict[str, float],
    asked: Mapping[str, Mention],
    content: Mapping[str, Mention],
    figures: int,
    conditions: int,
) -> None:
    """Adds what there is to be believed or not, and whether the instruction asks that."""
    for name, concept in (("about-lies", "deceit"), ("about-inference", "inference")):
        if concept in content:
            values[name] = min(1.0, content[concept].count / _SEVERAL)
    if figures >= _SEVERAL and "check" in asked and "sums" in asked:
        values["check-sums"] = 1.0
    if _has(asked, _JUDGING):
        values["judge-content"] = 1.0
    if "rightness" in asked and figures >= _SEVERAL:
        values["judge-figures"] = 1.0
    elif "rightness" in asked and conditions >= _FEW_CONDITIONS:
        values["judge-conditions"] = 1.0


def read_alone(values: dict[str, float], asked: Mapping[str, Mention]) -> None:
    """Adds that an instruction without content names itself the conditions that are to be met."""
    if "arrange" in asked and _count(asked, ("constraint",)) >= _FEW_CONDITIONS:
        values["conditions-to-meet"] = 1.0


def read_bare(values: dict[str, float], text: str, content: Mapping[str, Mention], tokens: int) -> None:
    """Adds what content without an instruction is made of.

    Args:
        values: the features so far; gets more.
        text: the content.
        content: its concepts.
        tokens: how many words it has; 0 in scripts without spaces, where its length tells.
    """
    words = tokens or len(text) // _SIGNS_OF_A_WORD or 1
    conditions, figures = _count(content, ("constraint",)), count_figures(text)
    if conditions >= _FEW_CONDITIONS and is_question(text):
        values["text-conditions"] = min(1.0, _DENSITY * conditions / words)
    lies = _count(content, ("deceit",))
    if lies >= _SEVERAL:
        values["text-lies"] = 1.0
    if figures >= _SEVERAL:
        values["text-figures"] = min(1.0, _DENSITY * figures / words)


def read_application(values: dict[str, float], text: str, asked: Mapping[str, Mention], *, asks: bool) -> None:
    """Adds what the concepts of the instruction mean together where applications are spoken of."""
    if not _has(asked, _APPLICATIONS):
        return
    if "formula" in asked and (asked["formula"].first == 0 or "office" in asked or _CELL.search(text)):
        values["cell-formula"] = 1.0
    if asks or _has(asked, _DOING):
        values["application-task"] = 1.0


def _has(mentions: Mapping[str, Mention], concepts: Iterable[str]) -> bool:
    return any(concept in mentions for concept in concepts)


def _count(mentions: Mapping[str, Mention], concepts: Iterable[str]) -> int:
    return sum(mentions[concept].count for concept in concepts if concept in mentions)
