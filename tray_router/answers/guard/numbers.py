"""Numbers that belong to a person: payment cards, bank accounts, identity numbers that can be told by their own form.

Rules: a number counts only when its form *and* what can be worked out of it fit (check digits, lengths by country,
ranges that are given out), so that order numbers and timestamps pass; a card number in one piece needs a word about
cards nearby, because one in ten long numbers has the right check digit; examples of the standards pass.
Sources: ISO/IEC 7812 (cards), ISO 13616 (IBAN), and what the issuing offices publish. PURE.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tray_router.answers.guard.own import Hit

_CARD = re.compile(
    r"(?<![\w.,/=-])(?:\d{4}(?P<gap>[ -])\d{4}(?P=gap)\d{4}(?P=gap)\d{4}|\d{4}(?P<dash>[ -])\d{6}(?P=dash)\d{5}"
    r"|(?P<whole>\d{14,19}))(?![\w-]|[.,]\d)",
    re.ASCII,
)
_CARD_WORD = re.compile(
    r"(?i)\b(?:credit|debit|card|visa|master ?card|amex|american express|cvv|cvc|cart[ea]s?|tarjetas?|cartão|"
    r"kaart|kart[aąęyei]|kartı|maestro)|"
    r"(?:kredit|debit|bank|master|giro|ec-?)karte|card_?n|карт[аыоуе]|卡|カード|카드|कार्ड|بطاقة"
)
_NEAR = 60  # characters on either side in which the word stands
_CARD_BEGINS = re.compile(
    r"4(?:\d{15}|\d{18})|(?:5[1-5]|2[2-7])\d{14}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|35\d{14}"
    r"|6(?:011|4[4-9]\d|5\d\d)\d{12}|62\d{14,17}"
)
_LEAST_KINDS_OF_DIGITS = 4  # 4242 4242 … and 4111 1111 … are test cards

_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}")
_IBAN_LENGTHS = {
    **{"NO": 15, "BE": 16, "DK": 18, "FI": 18, "NL": 18, "SI": 19},
    **{"AT": 20, "BA": 20, "EE": 20, "LT": 20, "LU": 20, "XK": 20, "CH": 21, "HR": 21, "LI": 21, "LV": 21},
    **{"BG": 22, "BH": 22, "DE": 22, "GB": 22, "GE": 22, "IE": 22, "ME": 22, "RS": 22, "AE": 23, "GI": 23, "IL": 23},
    **{"AD": 24, "CZ": 24, "ES": 24, "MD": 24, "PK": 24, "RO": 24, "SA": 24, "SE": 24, "SK": 24, "TN": 24, "PT": 25},
    **{"GR": 27, "IT": 27, "SM": 27, "FR": 27, "MC": 27, "AZ": 28, "CY": 28, "HU": 28, "LB": 28, "PL": 28, "TR": 26},
    **{"IS": 26, "UA": 29, "BR": 29, "MT": 31, "KZ": 20, "QA": 29, "KW": 30, "JO": 30, "EG": 29},
}
_IBAN_EXAMPLES = frozenset(  # of ISO 13616's registry, and of every manual since
    {"DE89370400440532013000", "GB82WEST12345698765432", "GB29NWBK60161331926819", "FR1420041010050500013M02606"}
)
_LETTERS_FROM = 10  # A counts as 10 in the sum of an IBAN

_US_SSN = re.compile(r"(?<![\w.-])(?!000|666|9\d\d|123-45-6789)\d{3}-(?!00)\d\d-(?!0000)\d{4}(?![\w-])", re.ASCII)
_BR_CPF = re.compile(r"(?<![\w.-])\d{3}\.\d{3}\.\d{3}-\d{2}(?![\w-])", re.ASCII)
_CN_ID = re.compile(
    r"(?<![A-Za-z0-9])[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?![A-Za-z0-9])"
)
_KR_RRN = re.compile(r"(?<![\w-])\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-[1-4]\d{6}(?![\w-])", re.ASCII)
_IT_CODE = re.compile(r"(?<![A-Za-z0-9])[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z](?![A-Za-z0-9])")
_IN_PAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z](?![A-Za-z0-9])")
_FR_NIR = re.compile(r"(?<![\w.])[12] ?\d\d ?(?:0[1-9]|1[0-2]) ?(?:\d\d|2[AB]) ?\d{3} ?\d{3} ?\d\d(?![\w.])", re.ASCII)
_CN_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CN_CHECKS = "10X98765432"
_RECOVERY_KEY = re.compile(r"(?<![\w-])\d{6}(?:-\d{6}){7}(?![\w-])", re.ASCII)
_PRODUCT_KEY = re.compile(
    r"(?<![\w-])(?=[A-Z-]{0,28}\d)[BCDFGHJKMNPQRTVWXY2-9]{5}(?:-[BCDFGHJKMNPQRTVWXY2-9]{5}){4}(?![\w-])"
)


def find_numbers(text: str) -> Iterator[Hit]:
    """Every such number of ``text``, in no order."""
    for match in _CARD.finditer(text):
        is_named = not match["whole"] or _CARD_WORD.search(text, max(0, match.start() - _NEAR), match.end() + _NEAR)
        if is_named and _is_card(match[0].replace(" ", "").replace("-", "")):
            yield Hit("card number", *match.span())
    for match in _IBAN.finditer(text):
        end = _end_of_iban(match[0])
        if end:
            yield Hit("bank account (IBAN)", match.start(), match.start() + end)
    for kind, pattern, is_valid in (
        ("social security number", _US_SSN, None),
        ("identity number", _BR_CPF, _is_cpf),
        ("identity number", _CN_ID, _is_chinese_id),
        ("identity number", _KR_RRN, None),
        ("identity number", _IT_CODE, None),
        ("identity number", _IN_PAN, None),
        ("social security number", _FR_NIR, _is_nir),
        ("recovery key", _RECOVERY_KEY, None),
        ("product key", _PRODUCT_KEY, None),
    ):
        for match in pattern.finditer(text):
            if is_valid is None or is_valid(match[0]):
                yield Hit(kind, *match.span())


def _is_card(digits: str) -> bool:
    """A known beginning and length, and Luhn's check digit."""
    if not _CARD_BEGINS.fullmatch(digits) or len(set(digits)) < _LEAST_KINDS_OF_DIGITS:
        return False
    doubled = (int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0  # noqa: PLR2004


def _end_of_iban(written: str) -> int:
    """How many of these characters are an IBAN with the right check digits; 0 for none."""
    length = _IBAN_LENGTHS.get(written[:2], 0)
    end = compact_length = 0
    while end < len(written) and compact_length < length:
        compact_length += written[end] != " "
        end += 1
    compact = written[:end].replace(" ", "")
    if len(compact) != length or not length or compact in _IBAN_EXAMPLES or written[end : end + 1].isalnum():
        return 0
    turned = compact[4:] + compact[:4]
    number = "".join(char if char.isdigit() else str(ord(char) - ord("A") + _LETTERS_FROM) for char in turned)
    return end if int(number) % 97 == 1 else 0


def _is_cpf(written: str) -> bool:
    digits = [int(char) for char in written if char.isdigit()]
    if len(set(digits)) == 1:
        return False
    checks = (sum(d * w for d, w in zip(digits, range(n + 1, 1, -1), strict=False)) * 10 % 11 % 10 for n in (9, 10))
    return tuple(checks) == tuple(digits[9:])


def _is_chinese_id(written: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(written, _CN_WEIGHTS, strict=False))
    return _CN_CHECKS[total % 11] == written[-1].upper()


def _is_nir(written: str) -> bool:
    compact = written.replace(" ", "").replace("2A", "19").replace("2B", "18")
    return 97 - int(compact[:-2]) % 97 == int(compact[-2:])
