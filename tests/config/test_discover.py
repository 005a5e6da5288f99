"""Where to look when no machine is configured."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tray_router.config.discover import host_name, host_variable_problem, local_host_urls
from tray_router.config.load import parse_settings
from tray_router.config.settings import HostSettings, Settings
from tray_router.config.write import render_config

LOCAL = {"local": "http://127.0.0.1:11434"}


@pytest.mark.parametrize(
    ("variable", "urls"),
    [
        (None, LOCAL),
        ("", LOCAL),
        ("0.0.0.0", LOCAL),
        ("127.0.0.1:11434", LOCAL),
        ("localhost", {"local": "http://localhost:11434"}),
        ("gpu-pc", {"gpu-pc": "http://gpu-pc:11434", **LOCAL}),
        ('"gpu.lan:8080"', {"gpu": "http://gpu.lan:8080", **LOCAL}),
        ("192.168.1.20", {"192.168.1.20": "http://192.168.1.20:11434", **LOCAL}),
        ("http://gpu-pc", {"gpu-pc": "http://gpu-pc", **LOCAL}),
        ("https://ollama.example.net/", {"ollama": "https://ollama.example.net", **LOCAL}),
        (":11500", {"local": "http://127.0.0.1:11500", "local-2": "http://127.0.0.1:11434"}),
        ("http://me:hunter2@gpu", LOCAL),
    ],
)
def test_the_variable_goes_before_this_machine(variable, urls):
    environ = {} if variable is None else {"OLLAMA_HOST": variable}
    found = local_host_urls(environ)
    assert found == urls
    assert list(found) == list(urls)


def test_a_variable_that_cannot_be_read_is_told_without_its_secret():
    problem = host_variable_problem({"OLLAMA_HOST": "http://me:hunter2@gpu"})
    assert problem is not None
    assert problem.path == "OLLAMA_HOST"
    assert "hunter2" not in str(problem)
    assert host_variable_problem({"OLLAMA_HOST": "gpu"}) is None
    assert host_variable_problem({}) is None


@pytest.mark.parametrize(
    ("url", "taken", "name"),
    [
        ("http://127.0.0.1:11434", (), "local"),
        ("http://[::1]:11434", ("local", "local-2"), "local-3"),
        ("gpu.home.arpa", (), "gpu"),
        ("gpu.home.arpa", ("gpu",), "gpu-2"),
        ("[fe80::1]", (), "fe80-1"),
    ],
)
def test_machines_get_short_names_that_are_free(url, taken, name):
    assert host_name(url, taken) == name


@given(st.text(max_size=30) | st.from_regex(r"(http://)?[a-z0-9.:\[\]-]{1,20}", fullmatch=True))
def test_whatever_the_variable_says_the_machines_found_are_valid_settings(text):
    urls = local_host_urls({"OLLAMA_HOST": text})
    assert urls
    settings = structs.replace(Settings(), hosts={name: HostSettings(url=url) for name, url in urls.items()})
    assert parse_settings(render_config(settings)) == settings
