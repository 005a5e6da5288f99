"""What the settings say about what popups capture and ask. Frozen data; any thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tray_router.engine.ports import FitImage
from tray_router.model import Action


def _as_it_is(image: bytes) -> bytes:
    return image


@dataclass(frozen=True, slots=True)
class PopupRules:
    """The part of the settings that popup sessions go by.

    Attributes:
        actions: what can be done with a captured text, built in or the user's own, by name.
        max_text_chars: characters of captured text that are sent.
        fit_image: makes an image no larger than the settings allow; see ``ports.FitImage``.
        learns: corrections of the routing are kept.
    """

    actions: Mapping[str, Action] = field(default_factory=dict)
    max_text_chars: int = 200_000
    fit_image: FitImage = _as_it_is
    learns: bool = True
