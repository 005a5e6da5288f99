"""How people who speak Spanish and Portuguese say in passing what they want, concept by concept.

Rule: as in the other tables: everyday expressions of one to four words that mean the concept wherever they stand.
``deceit`` is looked for in the content: who lies and who does not is what some puzzles are made of.
"""

from __future__ import annotations

from typing import Final

SPEECH: Final[dict[str, str]] = {
    "deceit": "miente, mienten, mentiroso, mentirosos, dice la verdad, dicen la verdad, mente, mentem, mentindo, mentiroso, mentirosa, diz a verdade, falou a verdade, dizem a verdade",
}
