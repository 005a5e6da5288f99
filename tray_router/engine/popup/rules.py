"""What the settings say about what popups capture and ask. Frozen data; any thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from tray_router.answers.actions import BuiltIn, default_action, named
from tray_router.answers.languages import ENGLISH
from tray_router.engine.content import content_facts, without_neighbours
from tray_router.engine.ports import FitImage
from tray_router.model import Action, Capture


def _as_it_is(image: bytes) -> bytes:
    return image


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class PopupRules:
    """The part of the settings that popup sessions go by.

    Attributes:
        actions: what can be done with a captured text, built in or the user's own, by name.
        languages: codes of the languages that the user reads; the first is the one to translate into.
        max_text_chars: characters of captured text that are sent.
        fit_image: makes an image no larger than the settings allow; see ``ports.FitImage``.
        confirm_reading_s: a text that would be read for longer than this is sent only when the user says so; 0 never
            asks.
        learns: corrections of the routing are kept.
        is_private: tells whether every question is private now: nothing of its text is kept.
    """

    actions: Mapping[str, Action] = field(default_factory=dict)
    languages: tuple[str, ...] = (ENGLISH,)
    max_text_chars: int = 200_000
    fit_image: FitImage = _as_it_is
    confirm_reading_s: float = 30.0
    learns: bool = True
    is_private: Callable[[], bool] = _never

    def action(self, name: str) -> Action | None:
        """The action of that name, upper and lower case alike; None when there is none."""
        return named(name, self.actions.values()) if name else None

    def suited_action(self, capture: Capture) -> Action | None:
        """What is done with a capture when the user asks for nothing; None when that action is switched off."""
        if not capture.text.strip():
            return self.action(BuiltIn.ANSWER)
        facts = content_facts(capture.text)
        language = without_neighbours(facts.language, self.languages)
        return self.action(default_action(replace(facts, language=language), self.languages))
