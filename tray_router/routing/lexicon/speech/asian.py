"""How people who speak Korean, Chinese and Japanese say in passing what they want, concept by concept.

Rule: as in the other tables: everyday expressions of one to four words that mean the concept wherever they stand.
``deceit`` is looked for in the content: who lies and who does not is what some puzzles are made of.
"""

from __future__ import annotations

from typing import Final

SPEECH: Final[dict[str, str]] = {
    "deceit": "거짓말*, 거짓을, 진실을, 참말*, 거짓말쟁이*",
}
SPEECH_BY_SCRIPT: Final[dict[str, dict[str, str]]] = {
    "han": {
        "deceit": "说谎, 撒谎, 说真话, 说假话, 真话, 假话, 骗子",
    },
    "kana": {
        "deceit": "嘘, うそ, 本当のこと, 正直者, 嘘つき",
    },
}
