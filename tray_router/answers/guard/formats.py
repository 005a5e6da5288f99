"""Keys and tokens that can be told by their own form, wherever they stand.

Source: what the services document, or print themselves, as the beginning and length of their keys. Every pattern reads
a text once: no repeat lies within another, and all are bounded. The table is data; ``detectors`` uses it. PURE.
"""

from __future__ import annotations

import re

PRIVATE_KEY = "private key"
_WORD = r"(?<![A-Za-z0-9_-])"
_END = r"(?![A-Za-z0-9_])"

PRIVATE_KEY_BLOCK = re.compile(
    r"-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----"
    r"|PuTTY-User-Key-File-[1-9]:"
    r"|---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----"
)
PRIVATE_KEY_END = re.compile(
    r"-----END (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----"
    r"|Private-MAC: \S{1,128}|---- END SSH2 [A-Z ]{1,40}----"
)
MAX_KEY_CHARS = 20_000  # a key whose end is missing reaches this far

PUBLIC_BLOCK = re.compile(
    r"-----BEGIN (?:CERTIFICATE|PUBLIC KEY|RSA PUBLIC KEY|PGP PUBLIC KEY BLOCK|PGP SIGNATURE|CERTIFICATE REQUEST)-----"
    r"|(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-nistp\d{3}) AAAA|;base64,"
)
MAX_PUBLIC_CHARS = 40_000


def _token(kind: str, pattern: str) -> tuple[str, re.Pattern[str]]:
    return kind, re.compile(f"{_WORD}{pattern}{_END}")


TOKENS: tuple[tuple[str, re.Pattern[str]], ...] = (
    _token("AWS access key", r"(?![ACGTUN]{20})(?:AKIA|ASIA|ABIA|ACCA|A3T[A-Z0-9])[A-Z0-9]{16}"),
    _token("GitHub token", r"(?:gh[opsur]_[A-Za-z0-9]{30,255}|github_pat_[A-Za-z0-9_]{30,255})"),
    _token("GitLab token", r"gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent)-[A-Za-z0-9_-]{18,64}"),
    _token("Slack token", r"xox[abeoprs]-[A-Za-z0-9-]{10,250}"),
    _token("Slack token", r"xapp-\d-[A-Za-z0-9-]{10,250}"),
    _token("API key", r"sk-(?:[a-z]{1,10}\d{0,2}-){0,3}[A-Za-z0-9_-]{20,200}"),
    _token("Stripe key", r"(?:[sr]k_(?:live|test)_|whsec_)[A-Za-z0-9]{16,250}"),
    _token("Google API key", r"AIza[A-Za-z0-9_-]{35}"),
    _token("Google token", r"(?:ya29\.[A-Za-z0-9_-]{20,500}|GOCSPX-[A-Za-z0-9_-]{20,40}|1//0[A-Za-z0-9_-]{30,200})"),
    _token("npm token", r"npm_[A-Za-z0-9]{30,64}"),
    _token("PyPI token", r"pypi-[A-Za-z0-9_-]{40,1000}"),
    _token("Hugging Face token", r"(?:hf_|api_org_)[A-Za-z0-9]{24,64}"),
    _token("SendGrid key", r"SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{16,64}"),
    _token("DigitalOcean token", r"do[opr]_v1_[a-f0-9]{40,80}"),
    _token("Shopify token", r"shp(?:at|ca|pa|ss)_[a-fA-F0-9]{24,64}"),
    _token("Twilio key", r"(?:SK|AC)[0-9a-f]{32}"),
    _token("Mailgun key", r"key-[0-9a-f]{32}"),
    _token("Mailchimp key", r"[0-9a-f]{32}-us\d{1,2}"),
    ("Telegram token", re.compile(r"(?<!\d)\d{8,10}:AA[A-Za-z0-9_-]{32,34}")),
    _token("Discord token", r"[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}"),
    _token("Docker token", r"dckr_(?:pat|oat)_[A-Za-z0-9_-]{20,64}"),
    _token("Atlassian token", r"AT[AC]TT3x[A-Za-z0-9_=-]{20,250}"),
    _token("Azure client secret", r"[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{31,34}"),
    _token("Databricks token", r"dapi[0-9a-f]{32}"),
    _token("Vault token", r"hv[bsr]\.[A-Za-z0-9_-]{20,250}"),
    _token("Tailscale key", r"tskey-[a-z]{2,12}-[A-Za-z0-9-]{16,100}"),
    _token("Linear key", r"lin_(?:api|oauth)_[A-Za-z0-9]{24,64}"),
    _token("Notion token", r"(?:secret|ntn)_[A-Za-z0-9]{36,60}"),
    _token("Supabase token", r"sb[ps]_[A-Za-z0-9_]{24,80}"),
    _token("PlanetScale token", r"pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.-]{20,80}"),
    _token("New Relic key", r"NR(?:AK|JS|II)-[A-Za-z0-9-]{16,64}"),
    _token("Grafana token", r"gl(?:sa|c)_[A-Za-z0-9_=+/-]{24,400}"),
    _token("Replicate token", r"r8_[A-Za-z0-9]{30,48}"),
    _token("Airtable token", r"pat[A-Za-z0-9]{14}\.[0-9a-f]{64}"),
    _token("Groq key", r"gsk_[A-Za-z0-9]{40,64}"),
    _token("xAI key", r"xai-[A-Za-z0-9]{40,100}"),
    _token("Perplexity key", r"pplx-[A-Za-z0-9]{32,64}"),
    _token("Square token", r"(?:sq0(?:atp|csp|idp)-[A-Za-z0-9_-]{20,50}|EAAA[A-Za-z0-9_-]{56,64})"),
    _token("age key", r"AGE-SECRET-KEY-1[A-Z0-9]{50,64}"),
    _token("JSON web token", r"eyJ[A-Za-z0-9_-]{8,4000}\.eyJ[A-Za-z0-9_-]{8,8000}\.[A-Za-z0-9_-]{0,2000}"),
    _token(
        "password hash",
        r"\$(?:apr1|1|2[abxy]|5|6|7|y|argon2(?:id|i|d)|pbkdf2(?:-sha\d{3})?)\$[A-Za-z0-9./$,=+-]{20,250}",
    ),
    ("Azure key", re.compile(r"(?:Account|SharedAccess)Key(?:Name)?\s{0,3}=\s{0,3}([A-Za-z0-9+/]{30,100}={0,2})")),
    ("Azure key", re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{86}==(?![A-Za-z0-9+/=])")),
    ("Azure signature", re.compile(r"[?&]sig=([A-Za-z0-9%+/=]{20,128})")),
    ("webhook address", re.compile(r"https://hooks\.slack\.com/(?:services|workflows)/([A-Za-z0-9/_-]{20,120})")),
    (
        "webhook address",
        re.compile(r"https://(?:\w{1,12}\.)?discord(?:app)?\.com/api/webhooks/(\d{10,25}/[\w-]{30,100})"),
    ),
)
"""Kind and pattern; the first group is the secret where there is one, else the whole match."""
