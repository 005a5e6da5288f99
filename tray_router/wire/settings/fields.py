"""What the settings window shows of the settings: machines, routes, chords, actions, plain options, problems."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MachineFields:
    """One machine as the settings have it; ``is_in_file`` is False for one that was found and not written down."""

    name: str
    url: str
    priority: int = 0
    always_on: bool = False
    rented: str = ""
    wake: str = ""
    wake_broadcast: str = ""
    has_headers: bool = False
    is_in_file: bool = True


@dataclass(frozen=True, slots=True)
class RouteFields:
    """One route; ``is_in_file`` is False while it is only proposed."""

    name: str
    candidates: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    is_built_in: bool = True
    is_in_file: bool = True


@dataclass(frozen=True, slots=True)
class RouteProposal:
    """Who would be proposed for a route, and why, in a sentence."""

    route: str
    candidates: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChordFields:
    """One hotkey.

    Attributes:
        key: a TriggerAction's value.
        readable: the chord for people, e.g. ``Ctrl+Alt+Space``; empty when it is off.
        problem: why it does not work now, or empty.
    """

    key: str
    about: str
    chord: str = ""
    default: str = ""
    readable: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ActionFields:
    """One action.

    Attributes:
        prompt: the user's own; empty for a built-in one that keeps its prompt.
        place: its number in the file, or -1 for a built-in one of which the file says nothing.
        built_in: name of the built-in action that this is or changes; empty for the user's own.
        readable: its chord for people.
        problem: why its chord does not work now, or empty.
    """

    name: str
    prompt: str = ""
    route: str = ""
    model: str = ""
    output: str = "auto"
    show_diff: bool = True
    hotkey: str = ""
    enabled: bool = True
    place: int = -1
    built_in: str = ""
    readable: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class OptionFields:
    """One plain option, e.g. ``popup.theme``.

    Attributes:
        about: what it means, one sentence.
        choices: the words that are allowed; empty when it is no choice.
        lowest, highest: bounds of a number, or None.
    """

    path: str
    value: str | bool | int | float
    default: str | bool | int | float
    about: str
    choices: tuple[str, ...] = ()
    lowest: float | None = None
    highest: float | None = None


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one option, in the words of the settings' own check; ``path`` as in TOML."""

    path: str
    message: str
