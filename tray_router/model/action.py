"""What can be done with a captured text: the nouns of actions and of where their answers go."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from tray_router.model.question import Override


class Output(StrEnum):
    """Where the answer of an action goes. All of them show it in the popup first."""

    POPUP = "popup"  # nothing else is touched
    COPY = "copy"  # to the clipboard once it is whole
    REPLACE = "replace"  # in the place of the selected text
    INSERT = "insert"  # behind the selected text, or where the cursor is


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do with a captured text: built in, or of the user's own (``[[actions]]`` in the settings).

    Attributes:
        name: how the settings and the command line call it.
        prompt: the instruction; ``{text}`` in it stands for the captured text. Empty: the text speaks for itself.
        override: the route or model that it always takes.
        output: where the finished answer goes.
        shows_diff: what would change is shown before it is written back.
        is_built_in: the prompt is our own, which may name the user's language.
        hotkey: the chord that starts it, in words for people; empty for none.
    """

    name: str
    prompt: str
    override: Override = field(default_factory=Override)
    output: Output = Output.POPUP
    shows_diff: bool = True
    is_built_in: bool = False
    hotkey: str = ""

    @property
    def label(self) -> str:
        """What it is called on the screen."""
        return self.name[:1].upper() + self.name[1:] if self.is_built_in else self.name


def is_same_name(first: str, second: str) -> bool:
    """Whether two names mean one action: upper and lower case are alike, and spaces around them do not count."""
    return first.strip().casefold() == second.strip().casefold()
