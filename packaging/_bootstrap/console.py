"""Lines for the person in front of the screen.

Rule kept here: everything goes to standard error, so that the standard output of ``run`` belongs to the
program that it starts; colour only on a terminal. Main thread.
"""

from __future__ import annotations

import os
import sys

NOT_READY = 2
"""Exit code when something must be installed or changed by the user first."""

FAILED = 1
"""Exit code when a step was tried and failed."""


class Problem(Exception):
    """The set-up cannot go on.

    Args:
        title: one sentence, what happened.
        hint: what to do next; may be several lines, one of them the exact command.
        exit_code: ``NOT_READY`` or ``FAILED``.
        log_tail: the last lines of the step's output, empty when there are none.
    """

    def __init__(self, title: str, hint: str, *, exit_code: int = FAILED, log_tail: str = "") -> None:
        super().__init__(f"{title} {hint}")
        self.title = title
        self.hint = hint
        self.exit_code = exit_code
        self.log_tail = log_tail


def _paint(text: str, code: str) -> str:
    if not sys.stderr.isatty() or os.environ.get("NO_COLOR"):
        return text
    return f"\x1b[{code}m{text}\x1b[0m"


def say(line: str) -> None:
    """Print one line: what is being done, and why."""
    print(f"{_paint('·', '36')} {line}", file=sys.stderr, flush=True)


def warn(line: str) -> None:
    """Print one line that should not be overlooked."""
    print(f"{_paint('!', '33;1')} {line}", file=sys.stderr, flush=True)


def report(problem: Problem) -> None:
    """Print a problem: the log's tail first, so that the title and the hint stand last."""
    if problem.log_tail:
        print(_paint(problem.log_tail, "2"), file=sys.stderr)
    print(_paint(problem.title, "31;1"), file=sys.stderr)
    if problem.hint:
        print(problem.hint, file=sys.stderr, flush=True)
