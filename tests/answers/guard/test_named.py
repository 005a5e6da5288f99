"""Numbers of persons, and what a word before it names: found in sixteen languages, and not where there is none."""

from __future__ import annotations

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.answers.guard import persons
from tray_router.answers.guard.detectors import find_secrets
from tray_router.answers.guard.named import find_named
from tray_router.answers.guard.numbers import find_numbers

NEAR_MISSES = """
Order 4500123456789012 shipped yesterday
EAN 4006381333931 not found, ISBN 978-3-16-148410-0 please
test with 4111 1111 1111 1111 or card 4242424242424242 in the sandbox
call me on +49 170 1234567 or 555-123-4567
DE89 3704 0044 0532 0130 00 is the example of the standard
the card number 4539 1488 0343 6468 has a wrong check digit
123-45-6789 is everybody's example of an SSN
Passwort vergessen? Siehe https://example.com/Reset2Now
das Passwort muss mindestens 12 Zeichen haben
la contraseña debe tener 10 caracteres
def check_password(user1, Hash2): return sha256(x)
пароль должен содержать не менее 8 символов
密码至少需要8位，包含大写字母
パスワードを忘れました。手順3を教えてください
비밀번호를 변경하는 방법 2가지
कृपया पासवर्ड कैसे बदलें windows 11 में
كيف أغير كلمة المرور في Windows11
GPIO pin 17 reads 1023, pin 4 is an input
security code review of 2026
our NIE meeting is on 2026-11-23
wir zelf met ssh vanaf 198.51.100.7: niets
excel公式：从身份证号里取出生日期，变成2001-05-09这种格式
invoice 2026-0012345 is open; recovery code path: see line 1024-2048
take a seed and plant trees in the garden with your old friends from school every single spring morning
Wifi password for Fritz!Box7590 where to find
le mot de passe de mon iPhone12 ne marche plus
口令 SHA256Hash 的长度
encode password with UTF8 or ISO8859-1
if *pin != 123456 { return }
password=os.environ["DB_PASS"]
//nas/share /mnt/share cifs credentials=/root/.smb,uid=1000
"POST /login HTTP/1.1" 302, then INVALID CREDENTIALS (0x8007052E)
123456-123456 is a range
""".strip().splitlines()


@pytest.mark.parametrize(("language", "text"), persons.SAID)
def test_passwords_are_found_in_every_language(language: str, text: str) -> None:
    for secret in ("Lisbon-48721", "katze9034!", "Mosquito7781Xy"):
        said = text.replace("@@", secret)
        assert secret in [said[hit.start : hit.end].rstrip("“") for hit in find_named(said)], said


@pytest.mark.parametrize(("text", "form"), persons.IDENTITIES)
def test_identity_numbers_are_found_by_the_word_before_them_or_by_their_form(text: str, form: str) -> None:
    rng = random.Random(form)
    secret = "".join(rng.choice("123456") if char == "#" else char for char in form)
    said = text.replace("@@", secret)
    found = [said[hit.start : hit.end] for hit in (*find_named(said), *find_numbers(said))]
    assert any(secret in each for each in found), said


def test_cards_and_accounts_need_their_check_digits() -> None:
    rng = random.Random(3)
    for _ in range(50):
        text, secret = rng.choice((persons.card, persons.account))(rng)
        assert secret in [text[hit.start : hit.end] for hit in find_numbers(text)]
        at = text.index(secret) + len(secret) - 1
        wrong = f"{text[:at]}{(int(text[at]) + 1) % 10}{text[at + 1 :]}"
        assert wrong[at + 1 - len(secret) : at + 1] not in [wrong[hit.start : hit.end] for hit in find_numbers(wrong)]


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_near_misses_are_none(text: str) -> None:
    assert not list(find_secrets(text))


def test_recovery_codes_are_found_one_and_all() -> None:
    text = "Backup codes:\n1f3c-90ab\n7d21-44e0\n5550-1234\nkeep them"
    assert [text[hit.start : hit.end] for hit in find_named(text)] == ["1f3c-90ab", "7d21-44e0", "5550-1234"]


@given(st.text(alphabet=string.printable + "密码是パスワードпарольİßé", max_size=200))
def test_any_text_can_be_looked_through(text: str) -> None:
    for hit in (*find_named(text), *find_numbers(text)):
        assert 0 <= hit.start < hit.end <= len(text)
