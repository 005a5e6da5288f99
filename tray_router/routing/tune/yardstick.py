"""Plain questions whose route nobody doubts: what tuning to a handful of corrections must leave where it is.

Rule: each asks for one thing in everyday words, or gives nothing to go by at all, which is quick. They are no test of
the classifier: those that the user's own routes send elsewhere are left out (``search.tune``). Pure data.
"""

from __future__ import annotations

from typing import Final

from tray_router.routing.classify import Question
from tray_router.routing.rules import CODE, QUICK, REASONING

_CODE: Final = (
    "def mean(values):\n    total = 0\n    for value in values:\n        total += value\n"
    "    return total / len(values)\n"
)
_TRACEBACK: Final = (
    'Traceback (most recent call last):\n  File "shop.py", line 12, in <module>\n    print(prices["tea"])\n'
    "KeyError: 'tea'\n"
)
_MAIL: Final = (
    "Hi Jonas,\n\nthe room for Thursday is booked, but the projector is broken. Could you bring yours?\n\n"
    "Best regards\nMarta\n"
)
_PROSE: Final = (
    "The old harbour was closed to ships in the spring, and by the summer the first cafés had opened along the quay. "
    "People who had never come down to the water now spend their evenings there."
)

YARDSTICK: Final[tuple[tuple[Question, str], ...]] = (
    (Question("hello"), QUICK),
    (Question("what do you think of that?"), QUICK),
    (Question("and the other one?"), QUICK),
    (Question("What is the capital of Australia?"), QUICK),
    (Question("Translate this into German", "We will be ten minutes late."), QUICK),
    (Question("Summarise this in two sentences", _PROSE), QUICK),
    (Question("Write a friendly reply", _MAIL), QUICK),
    (Question("Give me five names for a cat"), QUICK),
    (Question("How do I get red wine out of a carpet?"), QUICK),
    (Question("Is it safe to eat rice that was left out overnight?"), QUICK),
    (Question("Describe a good first day in Lisbon"), QUICK),
    (Question("Wie lange muss ein Ei kochen?"), QUICK),
    (Question("", _MAIL), QUICK),
    (Question("", _PROSE), QUICK),
    (Question("Why does this fail?", _TRACEBACK), CODE),
    (Question("", _TRACEBACK), CODE),
    (Question("", _CODE), CODE),
    (Question("What is wrong with this function?", _CODE), CODE),
    (Question("Write a Python function that removes duplicates from a list"), CODE),
    (Question("", "SELECT name, price FROM goods WHERE price > 10 ORDER BY price;"), CODE),
    (Question("How do I undo my last commit in git?"), CODE),
    (Question("show the ten largest files below /var"), CODE),
    (Question("Prove that the square root of 2 is irrational"), REASONING),
    (Question("Solve the equation 3x + 7 = 22"), REASONING),
    (
        Question("Which is the better choice for 20 years, 5 % a year or 40 % at the end? Explain step by step"),
        REASONING,
    ),
    (
        Question(
            "A train leaves at 9:40 and travels 180 km at 75 km per hour. How many minutes does it take, and when does "
            "it arrive?"
        ),
        REASONING,
    ),
    (Question("If all bloops are razzies and some razzies are lazzies, are some bloops certainly lazzies?"), REASONING),
)
