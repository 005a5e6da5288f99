"""How people who speak Turkish, Hindi and Arabic say in passing what they want, concept by concept.

Rule: as in the other tables: everyday expressions of one to four words that mean the concept wherever they stand.
``deceit`` is looked for in the content: who lies and who does not is what some puzzles are made of.
"""

from __future__ import annotations

from typing import Final

SPEECH: Final[dict[str, str]] = {
    "deceit": "yalan, yalancı*, doğru söyl*, doğruyu söyl*, झूठ, झूठा, झूठे, झूठी, सच बोल*, jhooth, jhuth, sach bol*",
}
SPEECH_BY_SCRIPT: Final[dict[str, dict[str, str]]] = {
    "arabic": {
        "deceit": "يكذب, تكذب, كاذب, كاذبة, كذب, صادق, يقول الحقيقة, يقول الصدق",
    },
}
