"""Secrets that are told by what stands before them: passwords, headers, addresses with a login, files of passwords.

Rules: a name that speaks of a secret makes a value suspicious; a value that is plainly none (a placeholder, a call, a
reference to another name, a type) is passed over, for questions about code are full of those. PURE.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tray_router.answers.guard.own import Hit

MAX_VALUE_CHARS = 400
MIN_SAID_CHARS = 5

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
    r"(?i)(?:^|\s)(?:--?|-D[\w.]{0,40})"
    r"(?:pass(?:word|wd|phrase)?|token|secret|api-?key)[= ]\s{0,2}[\"']?(?P<value>[^\s\"']{5,200})"
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

_LINE = re.compile(
    rf"(?im)^[ \t]{{0,40}}(?:export[ ]|set[ ]|-e[ ]|-[ ])?[\w.\-]{{0,40}}{_NAME}[\w\-]{{0,20}}"
    rf"(?P<sign>=|[ ]{{0,2}}:[ ]{{1,8}})(?P<value>[^\s\"'`,;()\[\]{{}}<>$%*]{{4,200}})[ \t]{{0,8}}$"
)
_PASSWORD_NAME = re.compile(r"(?i)pass|pwd|wort\b")
_ELEMENT = re.compile(rf"(?i)<(?P<name>[\w:.\-]{{0,40}}{_NAME}[\w\-]{{0,20}})>(?P<value>[^<>\s]{{3,200}})</")
_SQL = re.compile(r"(?i)\b(?:identified\s{1,4}by|password)\s{1,4}'(?P<value>[^'\n]{3,200})'")
_POWERSHELL = re.compile(r"(?i)\bConvertTo-SecureString\s{1,4}(?:-String\s{1,4})?[\"'](?P<value>[^\"'\n]{3,200})[\"']")
_SHORT_OPTION = re.compile(
    r"\b(?:redis-cli\b[^\n]{0,100}?\s-a|ldap\w{3,8}\b[^\n]{0,200}?\s-w|(?:docker|podman|az|helm|oc)\b[^\n]{0,20}\blogin\b"
    r"[^\n]{0,100}?\s-p|smbclient\b[^\n]{0,100}?\s-U\s{0,2}[^\s%]{1,60}%)\s{0,2}[\"']?(?P<value>[^\s\"'-][^\s\"']{2,100})"
)
_ARCHIVE = re.compile(r"\b(?:un)?zip\b[^\n]{0,100}?\s-P\s{0,2}[\"']?(?P<value>[^\s\"'-][^\s\"']{2,100})")
_OPENSSL = re.compile(
    r"\bopenssl\b[^\n]{0,200}?\s-(?:k|pass(?:in|out)?)\s{1,3}[\"']?(?:pass:)?(?P<value>(?!(?:env|file|fd|stdin)\b)[^\s\"']{3,100})"
)
_SECOND_ARGUMENT = re.compile(
    rf"(?i)[\"'][\w.\-]{{0,40}}{_NAME}[\w\-]{{0,20}}[\"']\s{{0,2}},\s{{0,2}}(?P<quote>[\"'])(?P<value>[^\"'\n]{{4,200}})(?P=quote)"
    rf"|{_NAME}:\s{{1,3}}<%=\s{{0,2}}(?P<quote2>[\"'])(?P<value2>[^\"'\n]{{4,200}})(?P=quote2)"
)
_NET_USE = re.compile(r"(?i)\bnet\s{1,4}use\b[^\n]{0,120}?\s(?P<value>[^\s/\\:*]{4,60})\s{1,4}/user:")
_QUERY = re.compile(
    r"(?i)[?&](?:pass(?:word|wd)?|pwd|(?:access_|auth_|refresh_|id_)?token|(?:api_?)?key|(?:client_)?secret|auth|signature)"
    r"=(?P<value>[^&\s\"'<>#]{6,400})"
)
_ADDRESS_KEY = re.compile(r"\b[a-zA-Z][a-zA-Z0-9+.-]{1,20}://(?P<value>[A-Za-z0-9_-]{20,200})@")
_HOOK = re.compile(r"\bhttps://[^\s/\"'<>]{0,60}hook[^\s/\"'<>]{0,60}/(?P<value>[^\s\"'<>]{20,400})")

_SURE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("password in an address", _ADDRESS),
    ("password in a connection string", _CONNECTION),
    ("password in .pgpass", _PGPASS),
    ("password in .netrc", _NETRC),
    ("password hash", _SHADOW),
    ("key in an address", _ADDRESS_KEY),
    ("webhook address", _HOOK),
    ("password on a command line", _LOGIN_OPTION),
    ("password in a file", _ELEMENT),
    ("password in a statement", _SQL),
    ("password on a command line", _POWERSHELL),
    ("password on a command line", _SHORT_OPTION),
    ("password on a command line", _NET_USE),
    ("password on a command line", _ARCHIVE),
    ("password on a command line", _OPENSSL),
    ("password on a command line", _MYSQL),
    ("password on a command line", _SSHPASS),
    ("password on a command line", _OPTION),
    ("authorization header", _HEADER),
    ("authorization header", _HEADER_NAME),
)

_PLACEHOLDER = re.compile(
    r"(?i)^(?:<.*|~?/[a-z][\w.-]*/.*|\[.*\]|\{.*\}|\$\{?.*|%.*%?|#\{.*|\*+|x{3,}|\.{3,}|-+|…+|_+|#+|(?:your|my|the|some|a|an|dein|mein|foo|bar|baz|"
    r"changeme|change_me|redacted|removed|hidden|example|placeholder|dummy|todo|tbd|none|null|nil|true|false|undefined|"
    r"optional|required|string|str|bytes|int|bool|text|secretstr|password|passwd|pass|secret|token|api_?key|invalid|missing|"
    r"expired|wrong|incorrect|mandatory|empty)\b.*)$"
)
_CODE_VALUE = re.compile(
    r"^(?:[A-Za-z_$][\w$]*(?:(?:\.|->|::|\?\.)[A-Za-z_$][\w$]*)*[\])}]*(?:[(\[{<|&+].*|[?!]?)|[(\[{&*|!@].*|f?r?b?[\"'].*|"
    r"-?\d{1,3}(?:\.\d+)?\)?)$"
)
_PASSPHRASE = re.compile(r"[a-z]{3,12}(?:[ -][a-z]{3,12}){2,7}")
_SENTENCE = re.compile(
    r"\b(?:must|have|has|should|the|your|are|not|least|characters|enter|please|with|for|and|too|short|long|required|invalid|"
    r"cannot|new|old|this|that|field|value|used|use|will|can|from|does|did|was|when|match|wrong|again|choose|type|forgot)\b"
)
TYPE_NAME = re.compile(
    r"(?i)^(?:u?int|float|complex|bytes|utf|b|i|u|f|vec|str|sha|md|base|oauth|hs|rs|es|aes|rsa|ed|argon|x|v|id|"
    r"bcrypt|pbkdf|http|tls|python|py|win|ipv|step|level|type|test|user|item|option|part|no|nr)[-_]?\d[\w.-]*[?\])}]*$"
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
        is_loose = not match["quote"] and _is_loose_value(match[group], text[match.end() : match.end() + 1])
        if is_loose or _is_secret_value(match[group], match, is_quoted=bool(match["quote"])):
            yield Hit("password or key", *match.span(group))
    for match in _LINE.finditer(text):
        is_number = match["value"].isdecimal() and not _PASSWORD_NAME.search(match[0][: -len(match["value"])])
        if not is_number and _is_value_of_line(match["value"], is_setting=match["sign"] == "="):
            yield Hit("password or key", *match.span("value"))
    for match in _SECOND_ARGUMENT.finditer(text):
        group = "value" if match["value"] else "value2"
        if _is_mixed(match[group]) and not _PLACEHOLDER.match(match[group]):
            yield Hit("password or key", *match.span(group))
    for pattern in (_SAID, _QUERY):
        for match in pattern.finditer(text):
            value = match["value"].rstrip(".!?)")
            if len(value) >= MIN_SAID_CHARS and _is_mixed(value) and not _PLACEHOLDER.match(value):
                yield Hit("password or key", match.start("value"), match.start("value") + len(value))


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
        is_sentence = not _PASSPHRASE.fullmatch(value) or _SENTENCE.search(value) is not None
        return " " not in value or (match["sign"] in ("=", ":=") and _is_odd(value)) or not is_sentence
    if match["sign"] == "==":
        return False  # compared with another name
    value = value.rstrip(").]}>\\:")
    is_environment = match["sign"] == "=" and not match[0][len(match["name"])].isspace() and match["name"].isupper()
    if is_environment:
        return not _CODE_VALUE.match(value) or bool(_PLAIN_WORD.match(value)) or any(c.isdigit() for c in value)
    is_code = bool(_CODE_VALUE.match(value)) and ("(" in value or not _has_inner_digits(value))
    return _is_odd(value) and not is_code


def _is_loose_value(value: str, following: str) -> bool:
    """In the middle of a sentence, ``password=abc12 does not work``: what no program would go on with."""
    is_whole = following not in (",", ";") and value[-1] not in ")]}>(,[{"
    return is_whole and _is_mixed(value) and not _PLACEHOLDER.match(value) and len(set(value)) > 2  # noqa: PLR2004


def _is_value_of_line(value: str, *, is_setting: bool) -> bool:
    """A line that is nothing but a name and a value, as in settings.

    Args:
        is_setting: ``name=value`` without spaces; with a colon it may be a type in a program, too.
    """
    if _PLACEHOLDER.match(value) or len(set(value)) <= 2:  # noqa: PLR2004
        return False
    if is_setting:
        return not _CODE_VALUE.match(value) or "." not in value
    return _is_mixed(value)


def _is_mixed(value: str) -> bool:
    """Letters with digits or signs among them, and not the name of a type or method."""
    has_digit = any(char.isdigit() for char in value)
    if TYPE_NAME.match(value) or not any(char.isalpha() for char in value):
        return False
    if _CODE_VALUE.match(value) and ("." in value or "(" in value):
        return False
    return (has_digit and value[0] not in "/.") or (_is_odd(value) and not value.isascii()) or _has_sign(value)


def _has_sign(value: str) -> bool:
    """Signs that passwords have, and words and paths do not."""
    return any(char in "!#%^*+=~§€" for char in value[1:])


def _is_odd(value: str) -> bool:
    """Not a word of a language, and not a name as programs have them."""
    return not _PLAIN_WORD.match(value) and not _CAMEL_NAME.match(value)


def _has_inner_digits(value: str) -> bool:
    """Digits that stand among the letters, as in passwords; names end in theirs."""
    return bool(re.search(r"\d[A-Za-z]", value)) or sum(c.isdigit() for c in value) >= 3  # noqa: PLR2004
