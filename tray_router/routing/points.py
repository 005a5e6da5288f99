"""The points table: what each named feature is worth to each route.

Rule: a person can read and edit it. Points are natural-logarithm odds, rounded to halves: +2 for a route makes it
about seven times likelier. Fitted by ``benchmarks/fit_routing.py``; the reasons are what the user sees, and a feature
without a reason is no evidence by itself. Pure; any thread.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Points(NamedTuple):
    """Points per route for one feature at full value, and the words that explain it."""

    quick: float
    code: float
    reasoning: float
    reason: str = ""


BIAS: Final = Points(1.0, -0.5, -0.5)

POINTS: Final[dict[str, Points]] = {
    # what the instruction asks for
    "translate": Points(2.0, -1.0, -1.0, "asks for a translation"),
    "summarise": Points(2.0, -1.0, -1.0, "asks for a summary"),
    "rewrite": Points(2.0, -1.0, -1.0, "asks to reword a text"),
    "reply": Points(2.0, -1.0, -1.0, "asks for a reply"),
    "textjob": Points(1.0, -0.5, -0.5, "asks to sort or extract from a text"),
    "write-text": Points(2.0, -1.0, -1.0, "asks to write a text"),
    "write-code": Points(-1.0, 2.5, -1.0, "asks to write code"),
    "build": Points(-1.0, 2.0, -1.0, "asks to program something"),
    "fixcode": Points(-1.0, 1.5, -1.0, "speaks of debugging"),
    "codenoun": Points(-0.5, 1.0, -0.5, "speaks of code"),
    "proglang": Points(-0.5, 2.0, -1.0, "names a programming language"),
    "tech": Points(-0.5, 1.5, -1.0, "names a software tool"),
    "solve": Points(-1.0, -0.5, 1.5, "asks to solve or calculate"),
    "prove": Points(-1.0, -1.0, 2.0, "asks for a proof"),
    "howmany": Points(-0.5, -0.5, 1.0, "asks how many"),
    "word-problem": Points(-1.0, -1.0, 2.0, "word problem with numbers"),
    "mathnoun": Points(-0.5, -0.5, 1.0, "mathematical terms"),
    "logic": Points(-0.5, -0.5, 1.0, "logic puzzle"),
    "latex": Points(-1.0, -1.0, 2.0, "formulas"),
    "equation": Points(-1.0, -0.5, 1.5, "equation"),
    "options": Points(-0.5, -1.0, 1.5, "answer options"),
    "is-traceback": Points(-2.0, 4.0, -2.0, "traceback"),
    "is-log": Points(-2.0, 4.0, -2.0, "log lines"),
    "is-diff": Points(-2.0, 4.0, -2.0, "diff"),
    "is-code": Points(-2.0, 4.0, -2.0, "source code"),
    "is-sql": Points(-2.0, 4.0, -2.0, "SQL statement"),
    "is-shell": Points(-2.0, 4.0, -2.0, "shell commands"),
    "is-config": Points(-2.0, 3.0, -2.0, "configuration file"),
    "is-markup": Points(-2.0, 3.0, -2.0, "markup"),
    "is-mail": Points(3.0, -2.0, -1.0, "mail"),
    "is-chat": Points(2.0, -1.0, -1.0, "chat"),
    "is-prose": Points(1.0, -1.0, 0.0, "prose"),
    "about-code-like": Points(-2.0, 3.0, -1.0, "question about code"),
    "text-task-on-code": Points(1.0, 0.5, -1.0, "text work on code"),
    "text-task-on-text": Points(2.0, -1.0, -1.0, "text work"),
}
