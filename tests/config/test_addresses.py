"""What people write as the address of a machine."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tray_router.config.addresses import parse_address


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("mac", "http://mac:11434"),
        ("mac.local", "http://mac.local:11434"),
        ("mac:8080", "http://mac:8080"),
        ("mac\n", "http://mac:11434"),
        (" 192.168.1.20 ", "http://192.168.1.20:11434"),
        ("http://mac:11434/", "http://mac:11434"),
        ("http://mac", "http://mac"),
        ("https://gpu.example.net/ollama/", "https://gpu.example.net/ollama"),
        ("https://gpu.example.net:443", "https://gpu.example.net:443"),
        ("HTTP://MAC:11434", "http://mac:11434"),
        ("0.0.0.0", "http://127.0.0.1:11434"),
        ("http://0.0.0.0:11435", "http://127.0.0.1:11435"),
        ("[::]:11434", "http://[::1]:11434"),
        ("::1", "http://[::1]:11434"),
        ("fe80::1", "http://[fe80::1]:11434"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("rechner-küche", "http://rechner-küche:11434"),
    ],
)
def test_addresses_are_brought_into_one_form(written, url):
    address = parse_address(written)
    assert address.url == url
    assert parse_address(address.url).url == url


@pytest.mark.parametrize(("written", "part"), [("http://mac", "means 80"), ("0.0.0.0", "127.0.0.1"), ("[::]", "::1")])
def test_what_is_unusual_is_noted(written, part):
    assert part in parse_address(written).note


@pytest.mark.parametrize("written", ["mac", "http://mac:80", "https://mac", "127.0.0.1:11434"])
def test_plain_addresses_have_no_note(written):
    assert parse_address(written).note == ""


@pytest.mark.parametrize(
    ("written", "part"),
    [
        ("", "must not be empty"),
        ("  ", "must not be empty"),
        ("ftp://mac", "http:// or https://"),
        ("file:///etc/passwd", "http:// or https://"),
        ("http://me:hunter2@mac", "user name or password"),
        ("me:hunter2@mac:11434", "user name or password"),
        ("http://mac?x=1", "without ? or #"),
        ("http://mac#x", "without ? or #"),
        ("http://mac:99999", "port between 1 and 65535"),
        ("http://mac:0", "port between 1 and 65535"),
        ("http://mac:", "port between 1 and 65535"),
        ("http://mac:x", "port between 1 and 65535"),
        ("http://", "must name a machine"),
        ("http://-mac", "must name a machine"),
        ("http://a..b", "must name a machine"),
        ("http://[zz]", "valid name or IP address"),
        ("my mac", "spaces"),
        ("ma\x00c", "control characters"),
        ("\\\\mac", "backslashes"),
    ],
)
def test_what_is_no_address_is_refused_in_words(written, part):
    with pytest.raises(ValueError, match="must") as raised:
        parse_address(written)
    assert part in str(raised.value)
    assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize(
    ("written", "expected"), [("localhost", True), ("127.0.0.2", True), ("::1", True), ("m", False)]
)
def test_local_addresses_are_known(written, expected):
    assert parse_address(written).is_local is expected


@given(st.text(max_size=60) | st.from_regex(r"(https?://)?[a-z0-9.:@\[\]/?#-]{0,30}", fullmatch=True))
def test_any_text_is_an_address_in_its_final_form_or_a_value_error(written):
    try:
        address = parse_address(written)
    except ValueError:
        return
    again = parse_address(address.url)
    assert again.url == address.url
    assert again.machine == address.machine
    assert not address.url.endswith("/")
