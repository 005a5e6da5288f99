"""Reads the values of headers and keys from the environment or the keyring. Never tells a value. Blocking, short."""

from __future__ import annotations

from collections.abc import Mapping

from tray_router.config.sections import HeaderSource

_CONTROLS = frozenset((*range(0x20), *range(0x7F, 0xA0)))
_LAST_LATIN_1 = 0xFF


class _KeyringUnreadableError(Exception):
    """The keyring refuses, or there is none."""


def read_value(source: HeaderSource, environ: Mapping[str, str]) -> tuple[str, str]:
    """The value that a source names, and what is wrong with it, one sentence; one of the two is empty."""
    wanted = f"environment variable {source.env}" if source.env else f"keyring entry {source.keyring}"
    try:
        value = _value(source, environ)
        wrong = _wrong_with(value)
    except _KeyringUnreadableError:
        value, wrong = None, "cannot be read: there is no keyring, or it is locked"
    if value is None or wrong:
        return "", f"the {wanted} {wrong}."
    return value, ""


def _wrong_with(value: str | None) -> str:
    """Why a value cannot be sent as a header (RFC 9110, section 5.5), without repeating it; empty when it can."""
    if not value or not value.strip():
        return "is not set or empty"
    if any(ord(char) in _CONTROLS for char in value):
        return "holds a line break or another control character"
    if any(ord(char) > _LAST_LATIN_1 for char in value):
        return "holds a character that no header can hold (only those of Latin-1 can)"
    return ""


def _value(source: HeaderSource, environ: Mapping[str, str]) -> str | None:
    if source.env:
        return environ.get(source.env)
    import keyring  # heavy, and few use it
    from keyring.errors import KeyringError

    service, _, user = source.keyring.partition("/")
    try:
        return keyring.get_password(service, user)
    except KeyringError as error:
        raise _KeyringUnreadableError from error
