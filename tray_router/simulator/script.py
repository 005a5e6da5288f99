"""What a simulated model is asked, and what it says: the types of a script of answers.

Rule: a script is a plain function from ``Question`` to ``Answer``; it has no clock, no randomness and no state, so
two runs give the same bytes. Runs in the loop's thread and must return at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from tray_router.model import Capability


@dataclass(frozen=True, slots=True)
class Turn:
    """One message as it arrived; the role is not checked, as in Ollama. ``images`` are decoded bytes."""

    role: str
    content: str
    images: tuple[bytes, ...] = ()


class AskedModel(Protocol):
    """What a script may know of the model that answers."""

    @property
    def name(self) -> str:
        """As it is listed."""

    @property
    def is_code(self) -> bool:
        """True for a model made for code."""

    def can(self, capability: Capability) -> bool:
        """Whether the model has the capability."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a model is asked.

    Attributes:
        model: the one that answers; host: the machine's name.
        turns: oldest first, after Ollama dropped what did not fit.
        thinks: whether its reasoning is wanted.
    """

    model: AskedModel
    host: str
    turns: tuple[Turn, ...]
    thinks: bool = False

    @property
    def last(self) -> Turn:
        """The last turn, or an empty one."""
        return self.turns[-1] if self.turns else Turn("user", "")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model says: reasoning, text, and why it ended (``stop`` or ``length``)."""

    text: str
    thinking: str = ""
    done_reason: str = "stop"


AnswerScript = Callable[[Question], Answer]
