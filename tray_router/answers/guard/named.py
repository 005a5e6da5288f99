"""Secrets that a word before them names, in sixteen languages: passwords, codes, identity numbers, recovery phrases.

Rules: the word alone is nothing; what follows within a few words must look like what it names, and must not be a word,
an address or a name of a program. Words are looked for by plain search, so that a long text costs little. PURE.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum

from tray_router.answers.guard.assignments import TYPE_NAME
from tray_router.answers.guard.own import Hit

_REACH = 48  # characters behind the word in which its value stands
_MOST_WORDS = 4  # between the word and its value

# Inflections follow where a language has them: "parola" + "si".
_PASSWORD_WORDS = (
    *(
        "pw",
        "creds",
        "credentials",
        "zugangsdaten",
        "login",
        "wpa2",
        "wpa3",
        "code wifi",
        "wifi code",
        "key for the wifi",
    ),
    *("password", "passcode", "passphrase", "passwort", "kennwort", "zugangscode", "mot de passe", "mdp"),
    *("contraseña", "clave", "senha", "palavra-passe", "parola d'ordine", "parola", "wachtwoord", "hasło", "hasła"),
    *(
        "пароль",
        "пароля",
        "паролем",
        "şifre",
        "密码",
        "密碼",
        "口令",
        "パスワード",
        "비밀번호",
        "비번",
        "패스워드",
        "암호",
    ),
    *("पासवर्ड", "कूटशब्द", "كلمة المرور", "كلمة السر", "الرقم السري", "wi-fi key", "wlan-schlüssel", "psk"),
)
_CODE_WORDS = (
    *("pin", "pin code", "pin-code", "door code", "gate code", "alarm code", "security code", "cvv", "cvc"),
    *(
        "türcode",
        "code pin",
        "código pin",
        "codice pin",
        "пин",
        "пин-код",
        "пін",
        "пін-код",
        "код от",
        "код подъезда",
        "暗証番号",
        "取款密码",
    ),
    *("핀번호", "पिन"),
)
_IDENTITY_WORDS = (
    *("ssn", "social security", "national insurance", "ni number", "nino", "nhs number", "passport number"),
    *("passport no", "driver's license", "driving licence", "steuer-id", "steueridentifikationsnummer"),
    *("steuernummer", "sozialversicherungsnummer", "rentenversicherungsnummer", "ausweisnummer", "personalausweis"),
    *("reisepass", "sécurité sociale", "numéro de passeport", "numéro fiscal", "dni", "nie", "nif", "pasaporte"),
    *("seguridad social", "cpf", "contribuinte", "codice fiscale", "passaporto", "passaporte", "bsn"),
    *("burgerservicenummer", "pesel", "dowód osobisty", "dowodu", "паспорт", "снилс", "инн", "іпн", "рнокпп"),
    *("tc kimlik", "t.c. kimlik", "pasaport", "身份证", "身分證", "护照", "マイナンバー", "個人番号", "パスポート番号"),
    *("social insurance", "sin number", "krankenversichertennummer", "curp", "rfc:", "rut", "medicare number", "tfn"),
    *("cnpj", "id card", "führerschein", "passport", "personnummer", "personnr", "ahv-nummer"),
    *("주민등록번호", "여권번호", "आधार", "aadhaar", "पासपोर्ट", "رقم الهوية", "جواز السفر"),
)
_BACKUP_WORDS = (
    *("backup code", "backup-code", "recovery code", "wiederherstellungscode", "código de respaldo"),
    *("резервный код", "2fa backup", "2fa code"),
)
_PHRASE_WORDS = (
    *("seed phrase", "seed", "recovery phrase", "mnemonic", "wiederherstellungsphrase", "secret phrase"),
    *("frase semilla", "phrase de récupération", "сид-фраза", "助记词", "シードフレーズ"),
)

_TOKEN = re.compile(r"[\x21-\x7e]{5,100}")
# "is", and what says it elsewhere: between the word and its value, or behind the value; a colon, or an opening quote.
_IS = r"\b(?:is|was|ist|lautet|est|es|to|é|è|jest)\b"
_IS_ELSEWHERE = r"(?:是|为|為|は|는|은|है|هي|هو|это|це)"
_SAYS_NEXT = re.compile(
    rf"(?:\s{{0,2}}->)?[^\x21-\x7e\n]{{0,16}}(?:[:=：«「『“„—–]|{_IS}|{_IS_ELSEWHERE})[^\x21-\x7e\n]{{0,12}}",
    re.IGNORECASE,
)
_SAYS_FURTHER = re.compile(
    rf"(?:[^\S\n]{{1,2}}[^\W\d_]{{1,15}}){{1,3}}[^\S\n]{{0,2}}(?:[:：]|{_IS})[^\S\n]{{0,3}}", re.IGNORECASE
)
_SAYS_LAST = re.compile(rf"(?:[:：]|(?<![=!<>])=|{_IS_ELSEWHERE}|{_IS})\s{{0,3}}$", re.IGNORECASE)
_SAYS_BEHIND = re.compile(r"[」』»]?\s{0,2}(?:है|です|だ|입니다|이에요|예요|인데)")
_MINE = re.compile(
    r"(?i)(?:\b(?:my|our|mein|unser|mon|mi|meu|minha|mio|mia|mijn|moje|мой|мій|benim)\s{1,2}|我的|私の|제\s?|내\s?|मेरा\s)\S{1,20}$"
)
_TURNED = re.compile(
    r"(?P<value>[\x21-\x7e]{6,60})\s{1,2}(?:is|as|ist|als|est|es|é|è|как|это)\s{1,2}(?:\w{1,8}\s{1,2}){1,2}\w{2,12}$",
    re.IGNORECASE,
)
_TURNED_REACH = 110
_LOGIN_BEFORE = re.compile(
    r"(?i)\b(?:user(?:name)?|login|benutzer(?:name)?|usuario|usuário|utente|identifiant|gebruiker|логин|логін|kullanıcı)\b"
    r"|账号|用户|帐号|ユーザー|아이디|사용자|यूज़र|المستخدم"
)
_QUOTES = "\"'`<>()[]{},;"
_ADDRESS = re.compile(
    r"://|^\(?0x[0-9A-Fa-f]+|^HTTP/|^www\.|^[\w.+-]+@[\w-]+\.|^[~./]|\w\.(?:py|js|ts|com|org|net|de|io|md|txt|json|ya?ml|conf)\b"
)
_CODE = re.compile(r"(?<![\w.,:/-])\d{3,8}(?![\w/:-]|[.,]\d)", re.ASCII)
_IDENTITY = re.compile(r"(?<![A-Za-z0-9])[A-Z0-9][A-Z0-9 ./-]{5,24}[A-Z0-9](?![A-Za-z0-9])")
_LEAST_IDENTITY_DIGITS = 6
_BACKUP = re.compile(r"(?<![\w-])(?:[A-Za-z0-9]{4,6}(?:-[A-Za-z0-9]{4,6}){1,3}|\d{6,10})(?![\w-])", re.ASCII)
_BACKUP_GAP = re.compile(r"\w{0,3}\W{0,4}(?:are|is|sind|son)?\W{0,8}")
_PRODUCT = re.compile(r"[A-Za-z][A-Za-z!+-]*\d{1,4}(?:-\d{1,3})?[A-Za-z]{0,5}")  # Windows11, Fritz!Box7590, SHA256Hash
_COMMON_WORDS = frozenset(
    ("the", "and", "with", "from", "your", "for", "you", "are", "was", "not", "but", "his", "her")
)
_PHRASE = re.compile(r"\b[a-z]{3,8}(?:[ \n]+(?:\d{1,2}[.)] ?)?[a-z]{3,8}){11,23}\b")
_PHRASE_WORD = re.compile(r"[a-z]{3,8}")
_LEAST_PHRASE_WORDS = 12
_LONG_REACH = 400
_WIFI = re.compile(r"\bWIFI:(?:[A-Z]:[^;]{0,100};){0,4}?P:(?P<value>[^;\n]{4,100});")
_TOKEN_TAIL = 100  # a value that begins within reach is taken whole
_FEW_DIGITS = 2
_MANY_DIGITS = 5
_LEAST_UNSAID = 8
_CODE_REACH = 30
_SIGNS = frozenset("!#$%^&*+=~§€?@")
_LATIN_END = 0x250  # scripts without spaces between words, and with endings of their own, lie above
_LONGEST_ENDING = 3
_LONGEST_BARE = 4  # shorter words have no endings: "nie", not "niets"
_NAME_GOES_ON = ("_", "(", "-", ".")
_NO_IDENTITY = re.compile(  # a date, an IP address, words in capitals
    r"\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,3}(?:\.\d{1,3}){3}|[A-Z ./-]*"
)


def find_named(text: str) -> Iterator[Hit]:
    """Every value of ``text`` that a word before it names, in no order."""
    lowered = _lowered(text)
    for end in _ends(lowered, _PASSWORD_WORDS):
        yield from _password(text, end)
        yield from _before(text, end)
    for end in _ends(lowered, _CODE_WORDS):
        code = _CODE.search(text, end, end + _CODE_REACH)
        if code is not None and _SAYS_LAST.search(text[end : code.start()]):
            yield Hit("code", *code.span())
    for end in _ends(lowered, _IDENTITY_WORDS):
        match = _IDENTITY.search(text, end, end + _REACH)
        if match is not None and _is_identity(match[0]) and "\n\n" not in text[end : match.start()]:
            yield Hit("identity number", *match.span())
    for end in _ends(lowered, _BACKUP_WORDS):
        yield from _backup_codes(text, end)
    for end in _ends(lowered, _PHRASE_WORDS):
        yield from _phrase(text, end)
    for match in _WIFI.finditer(text):
        yield Hit("password or key", *match.span("value"))


def _lowered(text: str) -> str:
    """Small letters at the same places; a letter whose small form is longer stays as it is."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _ends(lowered: str, words: Iterable[str]) -> Iterator[int]:
    """Where each of the words ends, with its ending; only whole words of scripts that part them."""
    for word in words:
        at = lowered.find(word)
        while at >= 0:
            end = at + len(word)
            is_parted = ord(word[0]) < 0x0E00  # noqa: PLR2004 - Thai and what follows it: no spaces between words
            before = lowered[at - 1 : at]
            is_compound = before == "-" and lowered[at - 2 : at - 1].isalpha()  # "wifi-wachtwoord", not "--password"
            if not is_parted or is_compound or not (before.isalnum() or before in ("_", "-", ".", "$")):
                ending = end
                while is_parted and len(word) > _LONGEST_BARE and ending < len(lowered) and lowered[ending].isalpha():
                    ending += 1
                after = lowered[ending : ending + 1]
                is_whole = ending - end <= _LONGEST_ENDING and not after.isalnum() and after not in _NAME_GOES_ON
                if not is_parted or is_whole:
                    yield ending
            at = lowered.find(word, end)


def _password(text: str, end: int) -> Iterator[Hit]:
    """The first value behind the word that looks like a password."""
    line_end = text.find("\n", end, end + _REACH)
    limit = line_end if line_end >= 0 else min(len(text), end + _REACH)
    for number, match in enumerate(_TOKEN.finditer(text, end, limit + _TOKEN_TAIL)):
        if number >= _MOST_WORDS or match.start() >= limit:
            return
        value = match[0].lstrip(_QUOTES + "=:").rstrip(_QUOTES)
        start = match.start() + match[0].find(value)
        said = _how_said(text, end, start, start + len(value))
        behind = text[start + len(value) : start + len(value) + 2]
        goes_on = behind[:1].isspace() and behind[1:].islower()  # then "!" is no end of a sentence
        if _is_password(value if goes_on else value.rstrip(".!?:"), said):
            yield Hit("password or key", start, start + len(value.rstrip(".:")))
            return


class _Said(Enum):
    """How sure it is that a value is what the word names."""

    NEXT = "the password is …"
    FURTHER = "the password of the router is …"
    NOT = "password …"


def _before(text: str, end: int) -> Iterator[Hit]:
    """``X is my password``: the value stands in front of the word."""
    match = _TURNED.search(text, max(0, end - _TURNED_REACH), end)
    if match is not None and _is_password(match["value"].strip(_QUOTES), _Said.NEXT):
        yield Hit("password or key", *match.span("value"))


def _how_said(text: str, end: int, start: int, value_end: int) -> _Said:
    gap = text[end:start].rstrip(_QUOTES)
    if _SAYS_NEXT.fullmatch(gap) or _SAYS_BEHIND.match(text, value_end):
        return _Said.NEXT
    before = text[max(0, end - _REACH) : end]
    if not gap.strip() and (_LOGIN_BEFORE.search(before) or _MINE.search(before)):
        return _Said.NEXT  # a name and a password come in pairs
    return _Said.FURTHER if _SAYS_FURTHER.fullmatch(gap) else _Said.NOT


def _is_password(value: str, said: _Said) -> bool:
    """Letters with digits, as nobody writes words; the less is said, the less like a word or a name."""
    digits = _digits(value)
    if not digits or not any(map(str.isalpha, value)) or _ADDRESS.search(value) or TYPE_NAME.match(value):
        return False
    has_sign = any(char in _SIGNS for char in value[1:])
    if said is _Said.NEXT:
        return has_sign or digits >= _FEW_DIGITS
    if said is _Said.FURTHER:
        return has_sign or digits > _FEW_DIGITS
    is_varied = has_sign or value.lower() != value != value.upper() or digits >= _MANY_DIGITS
    is_name = _PRODUCT.fullmatch(value) is not None or any(char in "()[]{}<>=" for char in value)
    return is_varied and not is_name and digits >= _FEW_DIGITS and len(value) >= _LEAST_UNSAID


def _backup_codes(text: str, end: int) -> Iterator[Hit]:
    first = _BACKUP.search(text, end, end + _REACH)
    if first is None or not _BACKUP_GAP.fullmatch(text, end, first.start()):
        return
    for match in _BACKUP.finditer(text, end, end + _LONG_REACH):
        if _digits(match[0]):
            yield Hit("recovery code", *match.span())


def _phrase(text: str, end: int) -> Iterator[Hit]:
    """Twelve words or more (BIP 39), up to the first that is in no such list."""
    match = _PHRASE.search(text, end, end + _LONG_REACH)
    if match is None:
        return
    words = list(_PHRASE_WORD.finditer(text, *match.span()))
    count = next((index for index, word in enumerate(words) if word[0] in _COMMON_WORDS), len(words))
    if count >= _LEAST_PHRASE_WORDS:
        yield Hit("recovery phrase", match.start(), words[count - 1].end())


def _is_identity(value: str) -> bool:
    return _digits(value) >= _LEAST_IDENTITY_DIGITS and not _NO_IDENTITY.fullmatch(value)


def _digits(value: str) -> int:
    return sum(char.isdigit() for char in value)
