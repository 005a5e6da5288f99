"""``[cloud]``: what is refused, what is only unusual, and what counts as one's own network."""

from __future__ import annotations

import re

import pytest

from tray_router.config.checks.cloud import is_cloud_endpoint, local_endpoints
from tray_router.config.cloud_settings import EndpointKind, EndpointSettings
from tray_router.config.load import parse_document, parse_settings
from tray_router.config.write import render_config
from tray_router.model import CloudMode, GuardMode

SKY = '[cloud.endpoints.sky]\nurl = "https://api.example.com/v1"\nmodels = ["big"]\n'


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ('[cloud]\nmode = "allways"', "cloud.mode", '"never", "ask" or "auto"'),
        ('[cloud]\nguard = "yes"', "cloud.guard", '"block", "mask" or "off"'),
        ("[cloud]\nbudget_per_day = -1", "cloud.budget_per_day", "at least 0"),
        ("[cloud]\nbudget_per_request = 2", "cloud.budget_per_request", "must not be more than budget_per_day (0.5)"),
        ("[cloud]\nbudget_per_day = 9", "cloud.budget_per_day", "must not be more than budget_per_month (5)"),
        ("[cloud]\npatterns = ['(a+)+$']", "cloud.patterns[0]", "repeat inside a repeat"),
        ("[cloud]\npatterns = ['ok', '(']", "cloud.patterns[1]", "not a regular expression"),
        ("[cloud]\nown_words = ['']", "cloud.own_words[0]", "must not be empty"),
        ('[cloud.endpoints.sky]\nmodels = ["big"]', "cloud.endpoints.sky.url", "is missing"),
        ('[cloud.endpoints.sky]\nurl = "https://x.example/v1"', "cloud.endpoints.sky.models", "at least one model"),
        (SKY.replace("https", "http"), "cloud.endpoints.sky.url", "must begin with https://"),
        (SKY.replace("https://", ""), "cloud.endpoints.sky.url", "must begin with http:// or https://"),
        (SKY.replace("api.", "me:pass@api."), "cloud.endpoints.sky.url", "user name or password"),
        (f'{SKY}vision = ["bgi"]', "cloud.endpoints.sky.vision[0]", "is not among its models"),
        (f'{SKY}key = "abc"', "cloud.endpoints.sky.key", "does not belong in this file"),
        (f'{SKY}key = {{ env = "A B" }}', "cloud.endpoints.sky.key.env", "name of an environment variable"),
        (f"{SKY}max_tokens = 3", "cloud.endpoints.sky.max_tokens", "at least 64"),
        (f'{SKY}[hosts.sky]\nurl = "mac"', "cloud.endpoints.sky", "is the name of a machine"),
        (f"{SKY}routes = ['cod']\n[routes.code]\ncandidates = ['big@sky']", "cloud.endpoints.sky.routes[0]", "code"),
        ("[cloud.prices.big]\ninput = 1", "cloud.prices.big.output", "is missing"),
    ],
)
def test_each_mistake_has_its_place_and_what_is_allowed(problem_of, text, path, allowed):
    problem = problem_of(text)
    assert problem.path == path
    assert allowed in problem.message


def test_a_key_in_the_file_is_never_repeated(refused):
    secret = "-".join(["sk", "live", "0123456789"])
    error = refused(f'{SKY}key = "{secret}"')
    assert secret not in str(error) + str(error.problems)


def test_candidates_may_name_endpoints():
    settings = parse_settings(f"{SKY}[routes.code]\ncandidates = ['big@sky']")
    assert settings.routes["code"].candidates == ("big@sky",)


def test_what_is_unusual_is_said():
    notices = parse_document('[cloud]\nmode = "ask"\nguard = "off"').notices
    assert [notice.path for notice in notices] == ["cloud.mode", "cloud.guard"]
    plain = "[cloud.endpoints.vllm]\nurl = 'http://gpu-pc:8000/v1'\nmodels = ['m']\nkey = { env = 'K' }"
    assert [notice.path for notice in parse_document(plain).notices] == ["cloud.endpoints.vllm.key"]


def test_everything_is_off_by_default():
    cloud = parse_settings("").cloud
    assert (cloud.mode, cloud.guard, cloud.images) == (CloudMode.NEVER, GuardMode.BLOCK, False)


@pytest.mark.parametrize(
    ("url", "leaves"),
    [
        ("https://api.openai.com/v1", True),
        ("https://8.8.8.8/v1", True),
        ("https://[2001:4860:4860::8888]/v1", True),
        ("http://192.168.1.20:8000/v1", False),
        ("http://10.0.0.2:4000", False),
        ("http://127.0.0.1:8080/v1", False),
        ("http://[fe80::1]:8000/v1", False),
        ("http://[fd00::5]:8000/v1", False),
        ("http://gpu-pc:8000/v1", False),
        ("http://gpu-pc.local:8000/v1", False),
        ("https://llm.lan", False),
        ("https://local.example.com/v1", True),
        ("https://evil.local.example.com./v1", True),
    ],
)
def test_the_address_tells_whether_a_question_would_leave(url, leaves):
    assert is_cloud_endpoint(EndpointSettings(url=url)) is leaves
    assert is_cloud_endpoint(EndpointSettings(url=url, kind=EndpointKind.CLOUD)) is True
    assert is_cloud_endpoint(EndpointSettings(url=url, kind=EndpointKind.LOCAL)) is False


def test_what_is_written_can_be_read():
    text = (
        '[cloud]\nmode = "auto"\nown_words = ["Falke"]\nbudget_per_day = 1.5\n'
        f"{SKY}key = {{ keyring = 'tray-router/sky' }}\nvision = ['big']\n"
        "[cloud.endpoints.vllm]\nurl = 'http://gpu-pc:8000/v1'\nmodels = ['m']\n"
        "[cloud.prices.big]\ninput = 1.5\noutput = 3.0\n"
    )
    settings = parse_settings(text)
    assert set(local_endpoints(settings)) == {"vllm"}
    assert parse_settings(render_config(settings)) == settings


def test_the_examples_in_the_manual_can_be_used(request):
    text = (request.config.rootpath / "docs" / "cloud.md").read_text(encoding="utf-8")
    examples = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    assert len(examples) == 2
    assert parse_document("\n".join(examples)).notices == ()
