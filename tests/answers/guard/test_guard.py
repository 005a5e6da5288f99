"""What must not leave the network is found, told without a character of it, and masked; ordinary questions pass."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.answers.guard.planted import planted
from tray_router.answers.guard.detectors import find_secrets
from tray_router.answers.guard.finding import FoundValue, Restorer, inspect, mask
from tray_router.answers.guard.own import OWN_PATTERN, OWN_WORD, SEARCHED_CHARS, OwnWords
from tray_router.answers.guard.words import summary
from tray_router.model import Finding, Message, Role
from tray_router.routing import patterns

NOBODY = OwnWords()


def asked(*texts: str) -> tuple[Message, ...]:
    return tuple(Message(Role.USER, text) for text in texts)


@pytest.mark.parametrize("secret", planted(200), ids=lambda secret: secret.kind)
def test_secrets_of_every_kind_are_found_and_masked_whole(secret):
    inspection = inspect(asked(secret.text), NOBODY)
    assert inspection.findings
    (masked,), stands_for = mask(asked(secret.text), inspection)
    assert secret.secret not in masked.content
    for start in range(max(1, len(secret.secret) - 11)):
        assert secret.secret[start : start + 12] not in masked.content
    restored = masked.content
    for placeholder, value in stands_for.items():
        restored = restored.replace(placeholder, value)
    assert restored == secret.text


def test_findings_hold_no_character_of_a_secret():
    for secret in planted(60):
        inspection = inspect(asked(secret.text), NOBODY)
        assert secret.secret[:6] not in repr(inspection)
        assert secret.secret[:6] not in summary(inspection.findings)


ORDINARY = [
    "Why does `password = get_password()` raise KeyError?",
    "def login(user: str, password: str) -> Token:\n    token = make_token(user)\n    return token",
    "api_key = os.environ['API_KEY']\nclient = Client(api_key=api_key)",
    'password: "${DB_PASSWORD}"\ntoken: <your token here>\nSECRET_KEY=changeme',
    "Basic authentication or Bearer tokens, which is better?",
    "commit 3f786850e387550fdab836ed7e6dc881de23001b\nAuthor: Ada",
    "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 does not match",
    "the id is 123e4567-e89b-12d3-a456-426614174000",
    "https://github.com/ada/site/blob/3f786850e387550fdab836ed7e6dc881de23001b/src/main.py",
    "ssl-ciphers ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-CHACHA20-POLY1305",
    "class AbstractSingletonProxyFactoryBean2Impl extends Base64EncoderV2 {}",
    "The password is too short, what should I tell the user?",
    "mysql -u root -p shop < dump.sql",
    "curl -u ada https://example.com",
    "<input type='password' name='password' placeholder='Password'>",
    "passwd: Authentication token manipulation error",
    "ACCACTGTGGACCATATGGC is a primer",
    "Übersetze: Das Passwort ist zu kurz.",
    "if token == TokenType.IDENTIFIER: return parse_expression(token)",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_questions_hold_no_secret(text):
    assert [text[hit.start : hit.end] for hit in find_secrets(text)] == []


def test_false_alarms_over_real_questions_are_rare(request):
    """A guard that blocks every question about code is useless: at most one in two hundred."""
    lines = (request.config.rootpath / "tests" / "routing" / "prompts.jsonl").read_text(encoding="utf-8").splitlines()
    prompts = [json.loads(line) for line in lines]
    alarms = [p for p in prompts if any(find_secrets(f"{p.get('instruction', '')}\n{p.get('content', '')}"))]
    assert len(prompts) > 300
    assert len(alarms) <= len(prompts) / 200


WORD = "".join(["hun", "ter2"])  # not written out: tools that look for secrets read this file, too
ODD = "".join(["P4ss", "w0rd!"])
PHRASE = " ".join(["walnut", "lantern", "copper", "meadow"])
HEX = "".join("0123456789abcdef"[number * 7 % 16] for number in range(32))
GIVEN_AWAY = [
    f'password: "{PHRASE}"',
    f"password={WORD} does not work",
    f"I tried user: ada, password: {WORD} and it fails",
    f"password={WORD}",
    f"database:\n  password: {WORD}",
    f"Username: ada\nPassword: {WORD}",
    f"my password is {WORD}",
    f"https://example.com/login?user=a&password={WORD}&next=1",
    f"https://{HEX}@errors.example.com/123",
    f"https://acme.webhook.office.com/webhookb2/{HEX}",
    f"spring.datasource.password={WORD}",
    f"PGPASSWORD={WORD} psql -h db",
    f"redis-cli -a {ODD} ping",
    f"ldapsearch -D cn=admin -w {ODD} -b dc=x",
    f"docker login -u ada -p {ODD}",
    f"<password>{WORD}</password>",
    f'{{"password":"{WORD}"}}',
    f"net use Z: \\\\srv\\share {ODD} /user:ada",
    f"ConvertTo-SecureString '{ODD}' -AsPlainText",
    f"CREATE USER ada IDENTIFIED BY '{WORD}';",
    f"ALTER USER ada WITH PASSWORD '{WORD}';",
    f"java -Dpassword={WORD} -jar app.jar",
    f"HEROKU_API_KEY={HEX[:8]}-{HEX[8:12]}-{HEX[12:16]}-{HEX[16:20]}-{HEX[20:]}",
]


@pytest.mark.parametrize("text", GIVEN_AWAY)
def test_values_that_what_stands_before_them_gives_away(text):
    (masked,), _ = mask(asked(text), inspect(asked(text), NOBODY))
    assert not any(value in masked.content for value in (WORD, ODD, PHRASE, HEX, HEX[20:]))


PROGRAMS = """token: str|password: string;
|secret: SecretStr|token: u64|key: utf8|password: bytes32|    password=password
)|self.token = token|password=self.password|the token is OAuth2|password is required|token: 42|max_tokens: 4096
|token: Option<String>|token_type: bearer|secret: process.env.SECRET|TOKEN=$(cat file)|api_key=API_KEY|token_count=1234
|tokens: 300|the secret is patience|passwords: 3 attempts|password_hash: VARCHAR(255)|const token = jwt.sign(payload)
|n_tokens=512|pad_token=tokenizer.eos_token|https://example.com/?key=value|password: changeme|
label: "password", hint: "password: 'must have eight letters'"|api-key: <YOUR-KEY>
|the password is sha256 hashed|token: !ref Token|key=lambda x: x[1]|Token: T_STRING|secret: ${SECRET}"""


@pytest.mark.parametrize("text", PROGRAMS.split("|"))
def test_names_types_and_calls_are_no_values(text):
    assert [text[hit.start : hit.end] for hit in find_secrets(text)] == []


# --- the user's own words --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Is FALKE late?", ["FALKE"]),
        ("falke_plan_v2.xlsx and report-falke.pdf", ["falke", "falke"]),
        ("Falkenstein and Wanderfalke", []),
        ("Müller   GmbH\nowes us", ["Müller   GmbH"]),
        ("田中さんへ", ["田中"]),
    ],
)
def test_own_words_are_found_as_words(text, found):
    own = OwnWords(["Falke", "Müller GmbH", "田中さん", "田中"])
    hits = sorted(own.find(text), key=lambda hit: hit.start)
    assert {hit.kind for hit in hits} <= {OWN_WORD}
    assert [text[hit.start : hit.end].removesuffix("さん") for hit in hits] == found


def test_own_patterns_are_found_wherever_they_stand_in_a_line():
    assert SEARCHED_CHARS == patterns.SEARCHED_CHARS
    own = OwnWords(patterns=[r"ACME-\d{4}"])
    text = "x" * 140 + "ACME-1234" + "y" * 900 + "acme-9999\nACME-12"
    assert {text[hit.start : hit.end] for hit in own.find(text)} == {"ACME-1234", "acme-9999"}
    assert {hit.kind for hit in own.find(text)} == {OWN_PATTERN}


# --- putting together ------------------------------------------------------------------------------------


def test_a_secret_found_once_is_one_everywhere():
    word = "".join(["harb", "our77!"])
    messages = (
        Message(Role.SYSTEM, f"Mind {word}."),
        Message(Role.USER, f"password = '{word}'"),
        Message(Role.ASSISTANT, "Fine."),
        Message(Role.USER, f"line one\nand {word} again"),
    )
    inspection = inspect(messages, NOBODY)
    assert [finding.place for finding in inspection.findings] == [
        "the instructions, line 1",
        "an earlier question, line 1",
        "your question, line 2",
    ]
    masked, stands_for = mask(messages, inspection)
    assert [word in message.content for message in masked] == [False] * 4
    assert stands_for == {"[SECRET-1]": word}


def test_what_other_detectors_found_counts():
    inspection = inspect(asked("the code is tangerine"), NOBODY, [FoundValue("Secret Keyword", "tangerine")])
    assert inspection.findings == (Finding("Secret Keyword", "your question, line 1", 9),)


def test_placeholders_do_not_clash_with_the_text():
    word = "".join(["harb", "our77!"])
    messages = asked(f"[SECRET-1] stands there, and password = '{word}'")
    masked, stands_for = mask(messages, inspect(messages, NOBODY))
    assert list(stands_for) == ["[SECRET-2]"]
    assert masked[0].content == "[SECRET-1] stands there, and password = '[SECRET-2]'"


ANSWER = "Use [SECRET-1] and [SECRET-10], not [SECRET-2] or [link](x) [SECRET-1"
RESTORED = "Use one and ten, not two or [link](x) [SECRET-1"


@given(st.lists(st.integers(0, len(ANSWER)), max_size=30))
def test_masks_are_taken_off_however_the_answer_arrives(cuts):
    restorer = Restorer({"[SECRET-1]": "one", "[SECRET-2]": "two", "[SECRET-10]": "ten"})
    places = [0, *sorted(cuts), len(ANSWER)]
    told = "".join(restorer.feed(ANSWER[a:b]) for a, b in pairwise(places)) + restorer.end()
    assert told == RESTORED


@given(st.text(max_size=400))
def test_any_text_can_be_looked_through_and_put_back(text):
    messages = asked(text)
    inspection = inspect(messages, OwnWords(["a"], [r"\d{3}"]))
    (masked,), stands_for = mask(messages, inspection)
    assert re.sub(r"\[SECRET-\d+\]", lambda m: stands_for.get(m[0], m[0]), masked.content) == text
    for finding, hit in zip(inspection.findings, inspection.hits[0], strict=True):
        assert finding.length == hit.end - hit.start > 0
