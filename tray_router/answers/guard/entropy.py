"""Strings that look drawn at random: keys of services that nobody has listed.

Rules: random strings change between small letters, capitals and digits at every second or third place, and names and
paths do not; hashes that are published (commits, digests, identifiers) are told by the word before them. PURE.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from tray_router.answers.guard.own import Hit, Stretches

KIND = "random-looking key"
MIN_CHARS = 20
MIN_HEX_CHARS = 32
_CANDIDATE = re.compile(r"[A-Za-z0-9+/_=-]{20,512}")
_HEX = re.compile(r"[0-9a-f]+|[0-9A-F]+")
_UUID = re.compile(r"(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_WORD = re.compile(r"[a-z]{6}")
_SEPARATORS = re.compile(r"[-_/+=]+")
_URL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{1,20}://[^\s?#\"'<>)]{1,2000}")  # up to the question mark
_PUBLIC_BEFORE = re.compile(
    r"(?i)(?:commit|sha-?\d{0,3}|md5|blake\w{0,3}|digest|hash|checksum|integrity|index|merge|blob|tree|parent|rev(?:ision)?|"
    r"uuid|guid|etag|fingerprint|object|ref|head|build|trace|span|request|session|container|image|layer|\bid|_id|nonce|"
    r"0x|@|\.\.)[\s:=\"'`(\[-]{0,4}$"
)
_LONGEST_WORD = 9  # letters of one case in a row; random strings of usual lengths have fewer
_LEAST_CHANGES = 0.28
_LEAST_DIGITS = 2
_LEAST_SEGMENT = 12  # letters and digits between two separators; names of many parts have shorter ones
_LEAST_BITS = 3.3
_LEAST_HEX_BITS = 3.0


def find_random(text: str) -> Iterator[Hit]:
    """Every string of ``text`` that looks random."""
    addresses = Stretches(match.span() for match in _URL.finditer(text))
    for match in _CANDIDATE.finditer(text):
        start, end = match.span()
        if start in addresses:
            continue  # paths of addresses are full of hashes; keys in them stand behind the question mark
        value = text[start:end]
        stripped = value.strip("=-_/+")
        if len(stripped) < MIN_CHARS or is_published(text, start):
            continue
        if _is_random(stripped):
            yield Hit(KIND, start, end)


def is_published(text: str, start: int) -> bool:
    """What stands before a hash at ``start`` says that it is published: a commit, a digest, an identifier."""
    return _PUBLIC_BEFORE.search(text, max(0, start - 24), start) is not None


def _is_random(value: str) -> bool:
    if _HEX.fullmatch(value):
        is_mixed = any(c.isalpha() for c in value) and any(c.isdigit() for c in value)
        return is_mixed and len(value) >= MIN_HEX_CHARS and bits_per_char(value) >= _LEAST_HEX_BITS
    if _UUID.match(value):
        return False
    # only base64 has plus signs, and paths have words: there the separators part none
    has_no_words = "+" in value or (len(value) >= MIN_HEX_CHARS and not _WORD.search(value))
    segment = _SEPARATORS.sub("", value) if has_no_words else max(_SEPARATORS.split(value), key=len)
    digits = sum(c.isdigit() for c in segment)
    if len(segment) < _LEAST_SEGMENT or digits < _LEAST_DIGITS or bits_per_char(value) < _LEAST_BITS:
        return False
    has_both_cases = segment.upper() != segment and segment.lower() != segment
    if not has_both_cases and digits < len(segment) / 6:
        return False
    words = [len(run) for run in re.findall(r"[a-z]+|[A-Z]+", segment)]
    if max(words, default=0) > max(_LONGEST_WORD, len(segment) // 4):
        return False
    return _changes(segment) >= _LEAST_CHANGES * len(segment)


def _changes(value: str) -> int:
    """How often the class of the letter changes; from a capital to a small letter is how words begin, and no change."""
    classes = ["d" if c.isdigit() else "u" if c.isupper() else "l" if c.islower() else "s" for c in value]
    return sum(a != b and (a, b) != ("u", "l") for a, b in pairwise(classes))


def bits_per_char(value: str) -> float:
    """Shannon entropy of the letters of ``value``."""
    counts = Counter(value).values()
    return -sum(n / len(value) * math.log2(n / len(value)) for n in counts) if value else 0.0
