"""Draws formulas as SVG in a process of its own: ziamath takes 25 MB, which the window would keep for ever. No Qt.

Rule: one JSON line in, ``{"latex", "points", "colour", "is_display"}``, one JSON line out: ``{"svg"}``, which is empty
for what is no LaTeX. Ends with its input. ``svg2`` is off, because QtSvg draws no ``<symbol>``.
"""

from __future__ import annotations

import json
import logging
import sys

from tray_router.window.markdown.formula_spans import MAX_CHARACTERS


def main() -> int:
    """Answers until the input ends."""
    logging.disable(logging.CRITICAL)  # what the library says of bad input would quote it
    for line in sys.stdin.buffer:
        sys.stdout.write(json.dumps({"svg": _drawn(line)}) + "\n")
        sys.stdout.flush()
    return 0


def _drawn(line: bytes) -> str:
    import ziamath

    ziamath.config.svg2 = False
    try:
        wish = json.loads(line)
        latex = str(wish["latex"])[:MAX_CHARACTERS]
        drawn = ziamath.Latex(
            latex, size=float(wish["points"]), color=str(wish["colour"]), inline=not wish["is_display"]
        )
        return str(drawn.svg())
    except (Exception, RecursionError):  # whatever an answer holds, the next formula is drawn
        return ""


if __name__ == "__main__":
    sys.exit(main())
