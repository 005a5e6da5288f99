"""All detectors of this room over one text: known formats, what stands before it, and what looks random. PURE."""

from __future__ import annotations

from collections.abc import Iterator

from tray_router.answers.guard.assignments import find_assigned
from tray_router.answers.guard.entropy import find_random
from tray_router.answers.guard.formats import (
    MAX_KEY_CHARS,
    MAX_PUBLIC_CHARS,
    PRIVATE_KEY,
    PRIVATE_KEY_BLOCK,
    PRIVATE_KEY_END,
    PUBLIC_BLOCK,
    TOKENS,
)
from tray_router.answers.guard.named import find_named
from tray_router.answers.guard.numbers import find_numbers
from tray_router.answers.guard.own import Hit, Stretches


def find_secrets(text: str) -> Iterator[Hit]:
    """Every secret of ``text``, in no order; places may overlap."""
    yield from _private_keys(text)
    for kind, pattern in TOKENS:
        for match in pattern.finditer(text):
            yield Hit(kind, *match.span(1 if pattern.groups else 0))
    yield from find_assigned(text)
    yield from find_named(text)
    yield from find_numbers(text)
    public = Stretches(_public_blocks(text))
    for hit in find_random(text):
        if hit.start not in public:
            yield hit


def _private_keys(text: str) -> Iterator[Hit]:
    at = 0
    while (begin := PRIVATE_KEY_BLOCK.search(text, at)) is not None:
        limit = min(len(text), begin.end() + MAX_KEY_CHARS)
        end = PRIVATE_KEY_END.search(text, begin.end(), limit)
        at = end.end() if end is not None else limit
        yield Hit(PRIVATE_KEY, begin.start(), at)


def _public_blocks(text: str) -> Iterator[tuple[int, int]]:
    """Certificates, public keys and inline pictures: random-looking, and meant to be seen."""
    at = 0
    while (begin := PUBLIC_BLOCK.search(text, at)) is not None:
        limit = min(len(text), begin.end() + MAX_PUBLIC_CHARS)
        if begin[0].startswith("-----"):
            end = text.find("-----END ", begin.end(), limit)
            at = limit if end < 0 else end
        else:
            at = begin.end()
            while at < limit and (text[at].isalnum() or text[at] in "+/="):
                at += 1
        yield begin.start(), at
