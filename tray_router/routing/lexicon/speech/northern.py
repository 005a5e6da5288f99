"""How people who speak English, German and Dutch say in passing what they want, concept by concept.

Rule: as in the other tables: everyday expressions of one to four words that mean the concept wherever they stand.
``deceit`` is looked for in the content: who lies and who does not is what some puzzles are made of.
"""

from __future__ import annotations

from typing import Final

SPEECH: Final[dict[str, str]] = {
    "deceit": "lies, lie, lying, liar, liars, tells the truth, telling the truth, fibbing, fibs, knave, knaves, knight, knights, lügt, lügen, gelogen, sagt die wahrheit, schwindelt, schwindeln, flunkert, liegt, liegen, liegt altijd, spreekt de waarheid, jokt, jokken",
}
