"""Numbers of persons, and passwords said in sixteen languages, made at run time."""

from __future__ import annotations

import random
import string

DIGITS = string.digits
SAID = (
    ("en", "my wifi password is @@ and it will not connect"),
    ("en", "Password for the router: @@ (on the sticker)"),
    ("de", "Zugangsdaten: Benutzer anna, Kennwort @@"),
    ("de", "Das Passwort lautet „@@“, die Anmeldung geht nicht"),
    ("fr", "Identifiant jdupont, mot de passe « @@ »"),
    ("es", "usuario: ana clave: @@"),
    ("pt", "A senha é @@ e o sistema recusa"),
    ("it", "la password è @@ ma non entra"),
    ("nl", "ons wifi-wachtwoord is @@"),
    ("pl", "Hasło to @@ i nie działa"),
    ("ru", "мой пароль @@ не принимает"),
    ("uk", "Пароль від вайфаю: @@"),
    ("tr", "wifi şifresi: @@"),
    ("zh", "我的密码是@@，登录不了"),
    ("ja", "Wi-Fiのパスワードは「@@」です"),
    ("ko", "비밀번호는 @@ 인데 로그인이 안 돼요"),
    ("hi", "वाईफाई का पासवर्ड @@ है"),
    ("ar", "كلمة المرور هي @@ ولا يعمل الدخول"),
)
CARDS_SAID = ("book it with card @@ please", "Meine Kreditkarte @@ wurde abgelehnt", "信用卡号@@", "номер карты @@")
IDENTITIES = (
    ("My SSN is @@, how do I file?", "###-##-####"),
    ("Steuer-ID: @@", "## ### ### ###"),
    ("Ausweisnummer @@", "L##X##T47#"),
    ("mi NIE es @@", "X#######L"),
    ("codice fiscale @@", "RSSMRA85T10A###S"),
    ("PESEL: @@", "###########"),
    ("СНИЛС @@", "###-###-### ##"),
    ("TC kimlik no: @@", "###########"),
    ("护照号码 @@", "E########"),
    ("マイナンバーは@@です", "############"),
    ("주민등록번호 @@", "900101-1######"),
    ("मेरा आधार नंबर @@ है", "#### #### ####"),
    ("رقم الهوية @@", "##########"),
)
BANK_CODES = (("DE", 18, ""), ("GB", 14, "NWBK"), ("FR", 23, ""), ("NL", 10, "ABNA"), ("PL", 24, ""), ("CH", 17, ""))


def said_password(rng: random.Random) -> tuple[str, str]:
    word = rng.choice(("Lisbon", "katze", "Meadow", "olive", "Mosquito"))
    secret = f"{word}{rng.choice(('', '-', '_'))}{rng.randrange(1000, 99999)}{rng.choice(('', '!', '$', 'Xy'))}"
    return rng.choice(SAID)[1].replace("@@", secret), secret


def card(rng: random.Random) -> tuple[str, str]:
    digits = with_luhn(rng.choice(("4539", "5231", "2221", "6011")) + _digits(rng, 11))
    if rng.random() < 0.5:
        grouped = rng.choice((" ", "-")).join(digits[at : at + 4] for at in range(0, 16, 4))
        return f"charge {grouped} today", grouped
    return rng.choice(CARDS_SAID).replace("@@", digits), digits


def account(rng: random.Random) -> tuple[str, str]:
    country, length, bank = rng.choice(BANK_CODES)
    compact = with_check_digits(country, bank + _digits(rng, length))
    written = compact if rng.random() < 0.5 else " ".join(compact[at : at + 4] for at in range(0, len(compact), 4))
    return f"Bitte überweise auf {written} bis morgen", written


def identity(rng: random.Random) -> tuple[str, str]:
    text, form = rng.choice(IDENTITIES)
    secret = "".join(rng.choice("123456") if char == "#" else char for char in form)
    return text.replace("@@", secret), secret


def door_code(rng: random.Random) -> tuple[str, str]:
    secret = _digits(rng, rng.choice((4, 6)))
    text = rng.choice(("the door code is @@, tell the guests", "PIN: @@", "код от подъезда: @@", "暗証番号は@@です"))
    return text.replace("@@", secret), secret


def recovery_phrase(rng: random.Random) -> tuple[str, str]:
    words = ("legal", "winner", "thank", "year", "wave", "sausage", "worth", "useful", "ripple", "magnet", "acid")
    secret = " ".join(rng.choice(words) for _ in range(rng.choice((12, 24))))
    return f"seed phrase: {secret}\nthe wallet does not open", secret


def with_luhn(digits: str) -> str:
    """Fifteen digits with the check digit that cards have (ISO/IEC 7812)."""
    doubled = (int(digit) * (2 - index % 2) for index, digit in enumerate(reversed(digits)))
    return digits + str(-sum(value // 10 + value % 10 for value in doubled) % 10)


def with_check_digits(country: str, rest: str) -> str:
    """An IBAN (ISO 13616)."""
    number = "".join(str(int(char, 36)) for char in f"{rest}{country}00")
    return f"{country}{98 - int(number) % 97:02d}{rest}"


def _digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choice(DIGITS) for _ in range(count))
