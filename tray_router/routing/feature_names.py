"""What each feature is called where a person looks: the long explanation and ``tray-router route``.

Rule: nobody is shown an internal name. A feature that counts as a reason is called by that (``points``); the others are
named here, and the tests say which one is missing. Variants of a feature (``solve+``, ``solve-lead``) take its name
further. Pure; any thread.
"""

from __future__ import annotations

from typing import Final

from tray_router.routing.points import POINTS

_NAMES: Final[dict[str, str]] = {
    # what the instruction asks for
    "text-task": "work on a text",
    "write": "asks to write something",
    "writing": "words for kinds of text",
    "explain": "asks for an explanation",
    "factual": "asks for a fact",
    "whatis": "asks what something is",
    "event-about-code": "a date or an event, beside programming terms",
    "want": "says what is wanted",
    "order": "begins with an order",
    "howto": "asks how to do something",
    "trouble": "something does not work",
    "codeweak": "words that programmers use too",
    "shelltask": "words for files and systems",
    "dbtask": "words for databases",
    "database-question+": "question to a database, at length",
    "text-task-code": "work on a text, with programming terms",
    "formula": "mentions a formula",
    "quantity": "words for quantities",
    "mathweak": "words that mathematics uses too",
    "weak_reason": "asks for reasons",
    "numbers": "numbers",
    "number-density": "many numbers for its length",
    "money": "sums of money",
    "short": "short",
    "long": "long",
    "several-lines": "several lines",
    # content without an instruction
    "is-code-like": "reads like source code",
    "is-none": "no particular kind of content",
    "text-prose": "reads like whole sentences",
    "text-numbers": "numbers in the text",
    "text-question": "the text is a question",
    "text-quantity": "words for quantities in the text",
    "text-figures": "figures in the text",
    "text-writing": "words for kinds of text in it",
    # an instruction about content
    "about-table": "table below",
    "about-prose": "prose below",
    "about-none": "no particular kind of content below",
    "about-recipe": "recipe below",
    "about-song": "song below",
    "about-figures": "figures below",
    "unknown-task": "no known kind of task",
}
_REPEATED: Final = "+"
_LEADING: Final = "-lead"
_WORD: Final = "word:"
_SETTINGS: Final = {"keyword:": "your keyword “{}”", "pattern:": "your pattern “{}”"}


def feature_name(feature: str) -> str:
    """The feature in plain words, e.g. ``reads like source code`` for ``is-code-like``; itself when unknown."""
    if feature.startswith(_WORD):
        return f"the word “{feature.removeprefix(_WORD)}”"
    for prefix, words in _SETTINGS.items():
        if feature.startswith(prefix):
            return words.format(feature.removeprefix(prefix))
    points = POINTS.get(feature)
    own = (points.reason if points is not None else "") or _NAMES.get(feature, "")
    if own:
        return own
    if feature.endswith(_REPEATED):
        return f"{feature_name(feature.removesuffix(_REPEATED))}, more than once"
    if feature.endswith(_LEADING):
        return f"{feature_name(feature.removesuffix(_LEADING))}, in the first words"
    return feature
