"""The detectors of detect-secrets: what they find is used, what they guess wrongly is not, and they tell nobody."""

from __future__ import annotations

import socket

import pytest

from tests.answers.guard.planted import planted
from tray_router.backends.secrets import DetectSecretsScanner


@pytest.fixture(scope="module")
def scanner() -> DetectSecretsScanner:
    return DetectSecretsScanner()


def test_it_finds_keys_by_their_form(scanner):
    by_kind = {secret.kind: secret for secret in planted(41)}
    for kind in ("aws_id", "github", "slack", "stripe", "npm", "telegram", "private_key"):
        secret = by_kind[kind]
        found = {value.value for value in scanner.scan([secret.text])}
        assert any(value in secret.text for value in found), kind


def test_passwords_in_quotes_and_long_lines_are_found(scanner):
    word = "".join(["gov", "ern1ng", "dyn4mics"])
    text = "x" * 3_990 + f' password = "{word}" ' + "y" * 6_000
    assert word in {value.value for value in scanner.scan([text])}


@pytest.mark.parametrize(
    "text",
    [
        "password = get_password()",
        'key = os.environ["KEY"]',
        'commit = "3f786850e387550fdab836ed7e6dc881de23001b"',
        'id = "123e4567-e89b-12d3-a456-426614174000"',
        "primer ACCACTGTGGACCATATGGC",
        'password = "${PASSWORD}"',
        "the server is 203.0.113.7",
    ],
)
def test_what_is_none_passes(scanner, text):
    assert scanner.scan([text]) == ()


def test_nothing_is_tried_at_its_service(scanner, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("it went to the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert scanner.scan([secret.text for secret in planted(82)])
