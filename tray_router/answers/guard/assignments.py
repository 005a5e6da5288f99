"""Secrets that are told by what stands before them: passwords, headers, addresses with a login, files of passwords.

Rules: a name that speaks of a secret makes a value suspicious; a value that is plainly none (a placeholder, a call, a
reference to another name, a type) is passed over, for questions about code are full of those. PURE.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tray_router.answers.guard.own import Hit

MAX_VALUE_CHARS = 400

_NAME = (
    r"(?:pass(?:w(?:or)?d|phrase|wort)?|pwd|passwort|kennwort|contrase[nñ]a|mot[_ ]de[_ ]passe|secret|token|"
    r"(?:api|access|auth|account|encryption|signing|private|master|shared|client|app|service)[_\- ]?(?:key|secret)|"
    r"credentials?|密码|口令|密钥|пароль)"
)
_ASSIGNED = re.compile(
    rf"(?i)(?P<name>[\w.\-]{{0,40}}{_NAME}[\w\-]{{0,20}})[\"'\]]{{0,2}}\s{{0,4}}(?P<sign>:=|=>|==?|：|:)\s{{0,4}}"
    rf"(?:(?P<quote>[\"'`])(?P<quoted>[^\"'`\n]{{4,{MAX_VALUE_CHARS}}})(?P=quote)|(?P<bare>[^\s\"'`,;]{{5,{MAX_VALUE_CHARS}}}))"
)
_SAID = re.compile(
    rf"(?i)\b{_NAME}\s{{1,3}}(?:is|was|lautet|ist|est|es|è|to)\s{{0,2}}:?\s{{1,3}}[\"'`„“«]?(?P<value>[^\s\"'`“”»,;]{{5,100}})"
)
_OPTION = re.compile(
    r"(?i)(?:^|\s)--?(?:pass(?:word|wd|phrase)?|token|secret|api-?key)[= ]\s{0,2}[\"']?(?P<value>[^\s\"']{5,200})"
)
_LOGIN_OPTION = re.compile(
    r"(?:curl|wget|http)\b[^\n]{0,300}?\s(?:-u|--user)\s{0,2}[\"']?[^\s:\"']{1,80}:(?P<value>[^\s\"']{3,200})"
)
_MYSQL = re.compile(r"\bmysql(?:dump|admin)?\b[^\n]{0,200}?\s-p(?P<value>[^\s\-][^\s]{3,100})")
_SSHPASS = re.compile(r"\bsshpass\s{1,3}-p\s{0,2}[\"']?(?P<value>[^\s\"']{3,100})")
_HEADER = re.compile(r"(?i)\b(?:Bearer|Basic|Token|ApiKey|Digest)\s{1,3}(?P<value>[A-Za-z0-9+/_.~=-]{12,4000})")
_HEADER_NAME = re.compile(
    r"(?i)\b(?:x-(?:api|auth|access)-?(?:key|token)|api-key|cookie|set-cookie)\s{0,2}:\s{0,3}(?P<value>[^\n]{8,4000})"
)
_ADDRESS = re.compile(r"\b[a-zA-Z][a-zA-Z0-9+.-]{1,20}://[^\s/:@\"'<>]{0,100}:(?P<value>[^\s/@\"'<>]{1,200})@")
_CONNECTION = re.compile(r"(?i);\s{0,3}(?:password|pwd)\s{0,3}=\s{0,3}(?P<value>[^;\s\"']{3,200})")
_PGPASS = re.compile(r"(?m)^[^:\s#]{1,200}:(?:\d{2,5}|\*):[^:\s]{1,100}:[^:\s]{1,100}:(?P<value>[^\s]{2,200})$")
_NETRC = re.compile(r"(?i)\blogin\s{1,10}\S{1,200}\s{1,40}password\s{1,10}(?P<value>\S{2,200})")
_SHADOW = re.compile(r"(?m)^[a-z_][\w-]{0,31}:(?P<value>\$[^:\s]{10,250}):")

_SURE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("password in an address", _ADDRESS),
    ("password in a connection string", _CONNECTION),
    ("password in .pgpass", _PGPASS),
    ("password in .netrc", _NETRC),
    ("password hash", _SHADOW),
    ("password on a command line", _LOGIN_OPTION),
    ("password on a command line", _MYSQL),
    ("password on a command line", _SSHPASS),
    ("password on a command line", _OPTION),
    ("authorization header", _HEADER),
    ("authorization header", _HEADER_NAME),
)

_PLACEHOLDER = re.compile(
    r"(?i)^(?:<.*|\[.*\]|\{.*\}|\$\{?.*|%.*%?|#\{.*|\*+|x{3,}|\.{3,}|-+|…+|_+|#+|(?:your|my|the|some|a|an|dein|mein|foo|bar|baz|"
    r"changeme|change_me|redacted|removed|hidden|example|placeholder|dummy|todo|tbd|none|null|nil|true|false|undefined|"
    r"optional|required|string|str|bytes|int|bool|text|secretstr|password|passwd|pass|secret|token|api_?key|invalid|missing|"
    r"expired|wrong|incorrect|mandatory|empty)\b.*)$"
)
_CODE_VALUE = re.compile(
    r"^(?:[A-Za-z_$][\w$]*(?:(?:\.|->|::|\?\.)[A-Za-z_$][\w$]*)*[\])}]*(?:[(\[{<|&+].*|[?!]?)|[(\[{&*|!@].*|f?r?b?[\"'].*|"
    r"-?\d{1,3}(?:\.\d+)?\)?)$"
)
_PLAIN_WORD = re.compile(r"^[A-Za-zÀ-ɏЀ-ӿ]{1,24}[.!?:)]{0,2}$")
_CAMEL_NAME = re.compile(r"^[A-Za-z_$]+(?:[A-Z_][a-z]+)*\d?$")


def find_assigned(text: str) -> Iterator[Hit]:
    """Every value of ``text`` that what stands before it tells to be a secret, in no order."""
    for kind, pattern in _SURE:
        for match in pattern.finditer(text):
            value = match["value"]
            if not _PLACEHOLDER.match(value) and not _is_word_after_option(pattern, value):
                yield Hit(kind, *match.span("value"))
    for match in _ASSIGNED.finditer(text):
        group = "quoted" if match["quote"] else "bare"
        if _is_secret_value(match[group], match, is_quoted=bool(match["quote"])):
            yield Hit("password or key", *match.span(group))
    for match in _SAID.finditer(text):
        value = match["value"].rstrip(".!?)")
        if len(value) >= 5 and not value.isalpha() and _is_odd(value) and not _PLACEHOLDER.match(value):  # noqa: PLR2004
            start = match.start("value")
            yield Hit("password or key", start, start + len(value))


def _is_word_after_option(pattern: re.Pattern[str], value: str) -> bool:
    """``Basic authentication`` and ``--password prompt`` are words, not secrets."""
    if pattern not in (_HEADER, _OPTION):
        return False
    return (
        not any(c.isdigit() or c == "=" for c in value)
        if pattern is _HEADER
        else bool(_CODE_VALUE.match(value) and "." in value)
    )


def _is_secret_value(value: str, match: re.Match[str], *, is_quoted: bool) -> bool:
    value = value.strip()
    if _PLACEHOLDER.match(value) or len(set(value)) <= 2:  # noqa: PLR2004
        return False
    if is_quoted:
        # "Password: 'must have eight letters'" is a sentence; a passphrase has no such shape in settings either
        return " " not in value or (match["sign"] in ("=", ":=") and _is_odd(value))
    if match["sign"] == "==":
        return False  # compared with another name
    value = value.rstrip(").]}>\\:")
    is_environment = match["sign"] == "=" and not match[0][len(match["name"])].isspace() and match["name"].isupper()
    if is_environment:
        return not _CODE_VALUE.match(value) or bool(_PLAIN_WORD.match(value)) or any(c.isdigit() for c in value)
    return _is_odd(value) and not (_CODE_VALUE.match(value) and not _has_inner_digits(value))


def _is_odd(value: str) -> bool:
    """Not a word of a language, and not a name as programs have them."""
    return not _PLAIN_WORD.match(value) and not _CAMEL_NAME.match(value)


def _has_inner_digits(value: str) -> bool:
    """Digits that stand among the letters, as in passwords; names end in theirs."""
    return bool(re.search(r"\d[A-Za-z]", value)) or sum(c.isdigit() for c in value) >= 3  # noqa: PLR2004
