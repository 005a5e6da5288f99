"""How people who speak French and Italian say in passing what they want, concept by concept.

Rule: as in the other tables: everyday expressions of one to four words that mean the concept wherever they stand.
``deceit`` is looked for in the content: who lies and who does not is what some puzzles are made of.
"""

from __future__ import annotations

from typing import Final

SPEECH: Final[dict[str, str]] = {
    "deceit": "ment, mentent, menteur, menteurs, menteuse, dit la vérité, disent la vérité, bobards, mente, mentono, bugiardo, bugiardi, dice la verità, dicono la verità",
}
