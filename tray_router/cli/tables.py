"""Tables in the terminal: how wide they may be, and where a long name is broken.

Rule: in a pipe nothing is broken, so that ``| grep`` finds whole names; on a terminal a name that has no room goes on
behind one of its own marks (``hf.co/team/`` + ``model:q4``), never in the middle of a word that fits. Main thread.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import TextIO

from rich.console import Console

PIPE_COLUMNS = 1000  # tables take what they need of it
NARROW_COLUMNS = 60  # below, tables leave out what is least telling
_PIECE = re.compile(r"[^/:@ -]*[/:@ -]?")


def console_for(out: TextIO) -> Console:
    """A console on ``out`` that is as wide as the terminal, or ``COLUMNS`` says; elsewhere nothing is wrapped."""
    is_bounded = out.isatty() or os.environ.get("COLUMNS", "").isdigit()
    return Console(file=out, highlight=False, width=None if is_bounded else PIPE_COLUMNS)


def broken_name(name: str, width: int) -> str:
    """The name on lines of at most ``width`` characters, broken behind its marks where it can be."""
    if width < 1 or len(name) <= width:
        return name
    return "\n".join(_lines(name, width))


def _lines(name: str, width: int) -> Iterator[str]:
    line = ""
    for piece in _PIECE.findall(name):
        if line and len(line) + len(piece) > width:
            yield line
            line = ""
        line += piece
        while len(line) > width:
            yield line[:width]
            line = line[width:]
    if line:
        yield line
