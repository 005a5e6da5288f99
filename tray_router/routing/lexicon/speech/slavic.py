"""How people who speak Polish, Russian and Ukrainian say in passing what they want, concept by concept.

Rule: as in the other tables: everyday expressions of one to four words that mean the concept wherever they stand.
``deceit`` is looked for in the content: who lies and who does not is what some puzzles are made of.
"""

from __future__ import annotations

from typing import Final

SPEECH: Final[dict[str, str]] = {
    "deceit": "kłamie, kłamią, kłamca, kłamcy, mówi prawdę, mówią prawdę, prawdę powiedział*, лжёт, лжет, врёт, врет, врут, лгут, лжец*, говорит правду, сказал правду, бреше, брешуть, брехун*, каже правду, сказав правду, правду сказав, неправду",
}
