"""All that must not leave the network in the messages of one question, and the messages without it.

Rules: a secret that was found once is one wherever it stands, in every message; findings hold no character of it;
placeholders do not occur in the text, so that what the answer says of them can be put back. PURE.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from tray_router.answers.guard.detectors import find_secrets
from tray_router.answers.guard.own import Hit, OwnWords
from tray_router.model import Finding, Message, Role

MIN_REPEATED_CHARS = 6  # shorter values may be words elsewhere
_LABEL = "SECRET"


@dataclass(frozen=True, slots=True)
class FoundValue:
    """A secret that another detector found: ``value`` as it stands in the text."""

    kind: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found. ``hits`` has the places in each message, merged and in order."""

    findings: tuple[Finding, ...] = ()
    hits: tuple[tuple[Hit, ...], ...] = field(default=(), repr=False)

    @property
    def is_clean(self) -> bool:
        return not self.findings


def inspect(messages: Sequence[Message], own: OwnWords, others: Iterable[FoundValue] = ()) -> Inspection:
    """Looks through all messages.

    Args:
        others: what other detectors found in them, e.g. those of detect-secrets.
    """
    found = [[*find_secrets(message.content), *own.find(message.content)] for message in messages]
    values = {value.value: value.kind for value in others if value.value.strip()}
    for message, hits in zip(messages, found, strict=True):
        for hit in hits:
            value = message.content[hit.start : hit.end]
            if len(value) >= MIN_REPEATED_CHARS:
                values.setdefault(value, hit.kind)
    for message, hits in zip(messages, found, strict=True):
        for value, kind in values.items():
            hits.extend(_places(message.content, value, kind))
    merged = tuple(_merged(hits) for hits in found)
    findings = tuple(
        Finding(hit.kind, _place(messages, index, hit.start), hit.end - hit.start)
        for index, hits in enumerate(merged)
        for hit in hits
    )
    return Inspection(findings, merged)


def mask(messages: Sequence[Message], inspection: Inspection) -> tuple[tuple[Message, ...], dict[str, str]]:
    """The messages with placeholders, and what each placeholder stands for."""
    everything = "\n".join(message.content for message in messages)
    by_value: dict[str, str] = {}
    masked: list[Message] = []
    number = 0
    for message, hits in zip(messages, inspection.hits, strict=True):
        parts: list[str] = []
        at = 0
        for hit in hits:
            value = message.content[hit.start : hit.end]
            if value not in by_value:
                number += 1
                while f"[{_LABEL}-{number}]" in everything:
                    number += 1
                by_value[value] = f"[{_LABEL}-{number}]"
            parts += [message.content[at : hit.start], by_value[value]]
            at = hit.end
        masked.append(replace(message, content="".join([*parts, message.content[at:]])))
    return tuple(masked), {placeholder: value for value, placeholder in by_value.items()}


class Restorer:
    """Puts what was masked back into an answer that comes in pieces.

    Args:
        stands_for: what each placeholder stands for.
    """

    def __init__(self, stands_for: dict[str, str]) -> None:
        self.stands_for = stands_for
        self._longest = max((len(placeholder) for placeholder in stands_for), default=0)
        self._rest = ""

    def feed(self, piece: str) -> str:
        """As much of the answer as can be told; the beginning of a placeholder is kept back."""
        text = self._rest + piece
        for placeholder, value in self.stands_for.items():
            text = text.replace(placeholder, value)
        at = text.rfind("[", max(0, len(text) - self._longest + 1))
        is_open = at >= 0 and any(placeholder.startswith(text[at:]) for placeholder in self.stands_for)
        self._rest = text[at:] if is_open else ""
        return text[:at] if is_open else text

    def end(self) -> str:
        """What was kept back, at the end of the answer."""
        rest, self._rest = self._rest, ""
        return rest


def _places(text: str, value: str, kind: str) -> list[Hit]:
    places: list[Hit] = []
    at = text.find(value)
    while at >= 0:
        places.append(Hit(kind, at, at + len(value)))
        at = text.find(value, at + len(value))
    return places


def _merged(hits: list[Hit]) -> tuple[Hit, ...]:
    """Overlapping places as one, named after the first and longest."""
    merged: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if merged and hit.start < merged[-1].end:
            merged[-1] = replace(merged[-1], end=max(merged[-1].end, hit.end))
        else:
            merged.append(hit)
    return tuple(merged)


def _place(messages: Sequence[Message], index: int, at: int) -> str:
    message = messages[index]
    line = message.content.count("\n", 0, at) + 1
    if message.role is Role.SYSTEM:
        where = "the instructions"
    elif index == len(messages) - 1:
        where = "your question"
    else:
        where = "an earlier answer" if message.role is Role.ASSISTANT else "an earlier question"
    return f"{where}, line {line}"
