"""The section ``[[actions]]``: what can be done with a captured text.

Rule: an action with the name of a built-in one changes that one, and says no more than what is different. No I/O; any
thread.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar

from msgspec import Meta

from tray_router.config.sections import Section, Text


class OutputChoice(StrEnum):
    """Where the answer of an action goes, as ``model.Output``; ``auto`` is as the built-in of that name."""

    AUTO = "auto"
    POPUP = "popup"
    COPY = "copy"
    REPLACE = "replace"
    INSERT = "insert"


class ActionSettings(Section, frozen=True):
    """A prompt of the user's own, or a change of a built-in action."""

    expected: ClassVar[str] = "a table with name and prompt under a header [[actions]]"

    name: Annotated[
        str,
        Meta(min_length=1, max_length=80, description="What it is called; that of a built-in one changes that one."),
    ]
    prompt: Annotated[
        str,
        Meta(
            max_length=20_000,
            description="What is asked; {text} stands for the captured text. Only built-in actions can do without.",
        ),
    ] = ""
    route: Annotated[Text, Meta(description="Route to take; empty lets the router choose.")] = ""
    model: Annotated[Text, Meta(description='"model@host" or "model"; empty lets the route choose.')] = ""
    hotkey: Annotated[Text, Meta(description="Chord that starts it; empty for none.")] = ""
    output: Annotated[
        OutputChoice,
        Meta(
            description="Where the answer goes beside the popup: nowhere (popup), to the clipboard (copy), or to the "
            "window that the text came from (replace, insert); auto is as built in, else popup."
        ),
    ] = OutputChoice.AUTO
    show_diff: Annotated[bool, Meta(description="What would change is shown before it is written back.")] = True
    enabled: Annotated[bool, Meta(description="False takes it out of popup and menu, also a built-in one.")] = True
