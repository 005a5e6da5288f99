"""What the settings say about services outside the network, as the engine wants it. Data only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tray_router.answers.cost import Price
from tray_router.answers.guard.own import OwnWords
from tray_router.answers.worth import CloudRules
from tray_router.model import GuardMode
from tray_router.routing.plan.cloud import CloudPlace

DEFAULT_MAX_TOKENS = 4_096  # of models that Ollama passes on to its cloud, which no endpoint describes

FindPrice = Callable[[str, str], Price | None]
"""The price of a model (second) at an endpoint (first); None when nobody knows it."""


@dataclass(frozen=True, slots=True)
class CloudTerms:
    """Everything under ``[cloud]``.

    Attributes:
        max_tokens: most tokens of one answer, by endpoint.
    """

    rules: CloudRules = field(default_factory=CloudRules)
    guard: GuardMode = GuardMode.BLOCK
    own: OwnWords = field(default_factory=OwnWords)
    places: tuple[CloudPlace, ...] = ()
    max_tokens: dict[str, int] = field(default_factory=dict)

    def ceiling(self, endpoint: str) -> int:
        """Most tokens of one answer there."""
        return self.max_tokens.get(endpoint, DEFAULT_MAX_TOKENS)
