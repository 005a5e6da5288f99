"""Two hundred secrets of many kinds, each in a sentence or file as people paste them; made at run time from a seed, so
that no file of this repository looks as if it held one."""

from __future__ import annotations

import base64
import json
import random
import string
from collections.abc import Callable
from dataclasses import dataclass

from tests.answers.guard import persons

LETTERS = string.ascii_letters
BASE62 = LETTERS + string.digits
HEX = "0123456789abcdef"
UPPER = string.ascii_uppercase + string.digits
URLSAFE = BASE62 + "-_"
BASE64 = BASE62 + "+/"
WORDS = ("harbour", "lantern", "meadow", "copper", "violet", "walnut", "falcon", "ember")

Make = Callable[[random.Random], tuple[str, str]]
"""Gives (text, secret)."""


@dataclass(frozen=True)
class Planted:
    """``secret`` must not leave; it stands in ``text``."""

    kind: str
    text: str
    secret: str


def _chars(rng: random.Random, alphabet: str, length: int) -> str:
    return "".join(rng.choice(alphabet) for _ in range(length))


def _mixed(rng: random.Random, alphabet: str, length: int) -> str:
    """Random letters among which there are digits and both cases, as in every real key of some length."""
    while True:
        made = _chars(rng, alphabet, length)
        if any(c.isdigit() for c in made[1:-1]) and made.lower() != made != made.upper():
            return made


def _password(rng: random.Random) -> str:
    word = rng.choice(WORDS)
    return f"{word.capitalize()}{rng.randrange(10, 9999)}{rng.choice('!#%&*?+')}{_chars(rng, LETTERS, 2)}"


def _user(rng: random.Random) -> str:
    return rng.choice(("ada", "postgres", "deploy", "root", "svc-build"))


def _aws_pair(rng: random.Random) -> tuple[str, str]:
    secret = _mixed(rng, BASE64, 40)
    return (
        f"[default]\naws_access_key_id = {'AK' + 'IA' + _chars(rng, UPPER, 16)}\naws_secret_access_key = {secret}",
        secret,
    )


def _aws_id(rng: random.Random) -> tuple[str, str]:
    secret = rng.choice(("AK", "AS")) + "IA" + _chars(rng, UPPER, 16)
    return f"boto3 says InvalidClientTokenId for {secret}, why?", secret


def _github(rng: random.Random) -> tuple[str, str]:
    secret = "gh" + rng.choice("pousr") + "_" + _mixed(rng, BASE62, 36)
    return f"git clone https://x-access-token:{secret}@github.com/acme/site.git fails", secret


def _github_fine(rng: random.Random) -> tuple[str, str]:
    secret = "github" + "_pat_" + _mixed(rng, BASE62, 22) + "_" + _mixed(rng, BASE62, 59)
    return f"Is {secret} still valid?", secret


def _gitlab(rng: random.Random) -> tuple[str, str]:
    secret = "gl" + "pat-" + _mixed(rng, URLSAFE, 20)
    return f"curl --header 'PRIVATE-TOKEN: {secret}' https://gitlab.example.com/api/v4/projects", secret


def _slack(rng: random.Random) -> tuple[str, str]:
    secret = "xo" + "x" + rng.choice("bp") + f"-{rng.randrange(10**11, 10**12)}-{rng.randrange(10**11, 10**12)}-"
    secret += _mixed(rng, BASE62, 24)
    return f"SLACK_BOT={secret}\nthe bot does not post", secret


def _slack_hook(rng: random.Random) -> tuple[str, str]:
    secret = f"T{_chars(rng, UPPER, 8)}/B{_chars(rng, UPPER, 10)}/{_mixed(rng, BASE62, 24)}"
    return f"requests.post('https://hooks.slack.com/services/{secret}', json=body) returns 404", secret


def _stripe(rng: random.Random) -> tuple[str, str]:
    secret = rng.choice("sr") + "k_" + "live_" + _mixed(rng, BASE62, 24)
    return f"stripe.api_key = '{secret}'", secret


def _openai(rng: random.Random) -> tuple[str, str]:
    secret = "sk" + "-" + rng.choice(("", "proj-", "svcacct-")) + _mixed(rng, URLSAFE, 48)
    return f'client = OpenAI(api_key="{secret}")  # why 401?', secret


def _anthropic(rng: random.Random) -> tuple[str, str]:
    secret = "sk" + "-ant-api03-" + _mixed(rng, URLSAFE, 90) + "AA"
    return f"export ANTHROPIC={secret}", secret


def _jwt(rng: random.Random) -> tuple[str, str]:
    def part(value: dict[str, object]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    head, body = part({"alg": "HS256", "typ": "JWT"}), part({"sub": str(rng.randrange(10**9)), "admin": True})
    secret = f"{head}.{body}.{_mixed(rng, URLSAFE, 43)}"
    return f"Decode this for me: {secret}", secret


def _bearer(rng: random.Random) -> tuple[str, str]:
    secret = _mixed(rng, URLSAFE, rng.randrange(24, 60))
    return f"GET /v2/me HTTP/1.1\nHost: api.example.com\nAuthorization: Bearer {secret}\n\nwhy 403", secret


def _basic(rng: random.Random) -> tuple[str, str]:
    secret = base64.b64encode(f"{_user(rng)}:{_password(rng)}".encode()).decode()
    return f"-H 'Authorization: Basic {secret}' is what I send", secret


def _private_key(rng: random.Random) -> tuple[str, str]:
    kind = rng.choice(("RSA ", "EC ", "OPENSSH ", "", "DSA ", "ENCRYPTED "))
    lines = [_mixed(rng, BASE64, 64) for _ in range(rng.randrange(3, 12))]
    body = "\n".join(lines)
    return (
        f"is this key ok?\n-----BEGIN {kind}PRIVATE KEY-----\n{body}\n-----END {kind}PRIVATE KEY-----\nthanks",
        lines[1],
    )


def _torn_key(rng: random.Random) -> tuple[str, str]:
    lines = [_mixed(rng, BASE64, 64) for _ in range(4)]
    return "-----BEGIN RSA " + "PRIVATE KEY-----\\n" + "\\n".join(lines), lines[-1]


def _pgp_key(rng: random.Random) -> tuple[str, str]:
    lines = [_mixed(rng, BASE64, 64) for _ in range(5)]
    body = "\n".join(lines)
    return f"-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n{body}\n-----END PGP PRIVATE KEY BLOCK-----", lines[2]


def _address(rng: random.Random) -> tuple[str, str]:
    secret = _password(rng).replace("#", "x").replace("?", "y")
    scheme = rng.choice(("postgresql", "mysql+pymysql", "mongodb+srv", "redis", "amqp", "https", "ftp"))
    return f"engine = create_engine('{scheme}://{_user(rng)}:{secret}@db.example.com:5432/shop')", secret


def _connection(rng: random.Random) -> tuple[str, str]:
    secret = _password(rng)
    return f"Server=tcp:sql.example.com;Database=shop;User ID=sa;Password={secret};Encrypt=True", secret


def _env(rng: random.Random) -> tuple[str, str]:
    secret = rng.choice((_password(rng), _mixed(rng, BASE62, 16), rng.choice(WORDS) + str(rng.randrange(1000))))
    name = rng.choice(
        ("DB_PASSWORD", "ADMIN_PASSWD", "APP_SECRET", "SMTP_PASS", "MY_API_KEY", "AUTH_TOKEN", "SECRET_KEY")
    )
    return f"# .env\nDEBUG=1\n{name}={secret}\nPORT=8080\n\nthe app does not start", secret


def _env_quoted(rng: random.Random) -> tuple[str, str]:
    secret = _password(rng)
    return f'export DATABASE_PASSWORD="{secret}"', secret


def _yaml(rng: random.Random) -> tuple[str, str]:
    secret = _password(rng)
    return f"database:\n  user: {_user(rng)}\n  password: {secret}\n  host: db", secret


def _json(rng: random.Random) -> tuple[str, str]:
    secret = _password(rng)
    return json.dumps({"user": _user(rng), "clientSecret": secret, "port": 25}, indent=1), secret


def _python(rng: random.Random) -> tuple[str, str]:
    secret = _password(rng)
    return f"def connect():\n    return psycopg.connect(host='db', user='x', password='{secret}')", secret


def _prose(rng: random.Random) -> tuple[str, str]:
    secret = _password(rng).rstrip("!?")
    said = rng.choice(("the password is", "das Passwort ist", "mein Kennwort lautet", "My password:"))
    return f"I cannot log in, {said} {secret} and the user is ada", secret


def _pgpass(rng: random.Random) -> tuple[str, str]:
    secret = _password(rng)
    return f"cat ~/.pgpass\ndb.example.com:5432:shop:{_user(rng)}:{secret}\n", secret


def _netrc(rng: random.Random) -> tuple[str, str]:
    secret = _password(rng)
    return f"machine api.example.com\n  login ada\n  password {secret}\n", secret


def _curl(rng: random.Random) -> tuple[str, str]:
    secret = _password(rng)
    return f"curl -s -u ada:{secret} https://example.com/api hangs", secret


def _mysql(rng: random.Random) -> tuple[str, str]:
    secret = _password(rng)
    return rng.choice((f"mysql -h db -u root -p{secret} shop", f"sshpass -p '{secret}' ssh root@10.0.0.5")), secret


def _google(rng: random.Random) -> tuple[str, str]:
    secret = "AI" + "za" + _mixed(rng, URLSAFE, 35)
    return f"https://maps.googleapis.com/maps/api/js?key={secret}&callback=init", secret


def _google_oauth(rng: random.Random) -> tuple[str, str]:
    secret = rng.choice(("GOC" + "SPX-" + _mixed(rng, URLSAFE, 28), "ya" + "29." + _mixed(rng, URLSAFE, 60)))
    return f"token.json has {secret}", secret


def _azure(rng: random.Random) -> tuple[str, str]:
    secret = _mixed(rng, BASE64, 86) + "=="
    return (
        f"DefaultEndpointsProtocol=https;AccountName=acme;AccountKey={secret};EndpointSuffix=core.windows.net",
        secret,
    )


def _azure_sas(rng: random.Random) -> tuple[str, str]:
    secret = _mixed(rng, BASE62, 40) + "%3D"
    return f"https://acme.blob.core.windows.net/c/f.csv?sv=2022-11-02&se=2027-01-01&sr=b&sp=r&sig={secret}", secret


def _npm(rng: random.Random) -> tuple[str, str]:
    secret = "np" + "m_" + _mixed(rng, BASE62, 36)
    return f"//registry.example.com/:_authToken={secret}", secret


def _pypi(rng: random.Random) -> tuple[str, str]:
    secret = "py" + "pi-AgEIcHlwaS5vcmc" + _mixed(rng, URLSAFE, 120)
    return f"[pypi]\nusername = __token__\npassword = {secret}", secret


def _hugging_face(rng: random.Random) -> tuple[str, str]:
    secret = "h" + "f_" + _mixed(rng, LETTERS + "0123456789", 34)
    return f"huggingface-cli login --token {secret}", secret


def _sendgrid(rng: random.Random) -> tuple[str, str]:
    secret = "S" + "G." + _mixed(rng, URLSAFE, 22) + "." + _mixed(rng, URLSAFE, 43)
    return f"sg = SendGridAPIClient('{secret}')", secret


def _telegram(rng: random.Random) -> tuple[str, str]:
    secret = f"{rng.randrange(10**9, 10**10)}:" + "AA" + _mixed(rng, URLSAFE, 33)
    return f"https://api.telegram.org/bot{secret}/getMe", secret


def _vault(rng: random.Random) -> tuple[str, str]:
    secret = "hv" + "s." + _mixed(rng, BASE62, 24)
    return f"vault login {secret}", secret


def _shadow(rng: random.Random) -> tuple[str, str]:
    secret = "$6$" + _mixed(rng, BASE62, 16) + "$" + _mixed(rng, BASE62 + "./", 86)
    return f"root:{secret}:19700:0:99999:7:::", secret


def _generic(rng: random.Random) -> tuple[str, str]:
    secret = _mixed(rng, rng.choice((BASE62, BASE64)), rng.randrange(32, 56))
    if sum(c.isdigit() for c in secret) < 3:
        secret = secret[:9] + "7Qx4" + secret[9:]
    return f"the backend wants {secret} in the field, where do I put it", secret


def _generic_hex(rng: random.Random) -> tuple[str, str]:
    secret = _chars(rng, HEX, rng.choice((32, 40, 64)))
    return f"set the licence to {secret} please", secret


_MAKERS: tuple[Make, ...] = (
    *(_aws_pair, _aws_id, _github, _github_fine, _gitlab, _slack, _slack_hook, _stripe, _openai, _anthropic, _jwt),
    *(_bearer, _basic, _private_key, _torn_key, _pgp_key, _address, _connection, _env, _env_quoted, _yaml, _json),
    *(_python, _prose, _pgpass, _netrc, _curl, _mysql, _google, _google_oauth, _azure, _azure_sas, _npm, _pypi),
    *(_hugging_face, _sendgrid, _telegram, _vault, _shadow, _generic, _generic_hex),
    *(persons.said_password, persons.card, persons.account, persons.identity, persons.door_code),
    persons.recovery_phrase,
)


def planted(count: int = 200, seed: int = 6) -> list[Planted]:
    """``count`` secrets, all kinds in turn; the same for the same seed."""
    rng = random.Random(seed)
    found = []
    for number in range(count):
        make = _MAKERS[number % len(_MAKERS)]
        text, secret = make(rng)
        found.append(Planted(getattr(make, "__name__", "").strip("_"), text, secret))
    return found
