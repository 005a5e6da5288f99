"""Everyday speech per group of languages, beside the plain words of ``lexicon``.

Rule: data only, see the modules.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tray_router.routing.lexicon.speech import asian, gallic, iberian, northern, slavic, southern

SPEECH: Final = (
    northern.SPEECH, gallic.SPEECH, iberian.SPEECH, slavic.SPEECH, asian.SPEECH, southern.SPEECH,
)  # fmt: skip
SPEECH_BY_SCRIPT: Final[Mapping[str, Mapping[str, str]]] = {**asian.SPEECH_BY_SCRIPT, **southern.SPEECH_BY_SCRIPT}
