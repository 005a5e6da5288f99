from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import installed
from tray_router.backends.ollama import replies
from tray_router.engine.ports import Chunk
from tray_router.model import Capability, InstalledModel, LoadedModel

KEYS = st.sampled_from(
    "models name model details capabilities model_info message content thinking done version size context_length "
    "total_duration eval_count families general.architecture".split()
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_whatever_a_server_sends_is_read_or_refused(body: Any) -> None:
    for read in (
        replies.read_version,
        replies.read_tags,
        replies.read_ps,
        replies.read_chunk,
        lambda value: replies.read_show(value, installed("a")),
    ):
        try:
            found = read(body)
        except ValueError:
            continue
        assert isinstance(found, str | tuple | Chunk | InstalledModel)


def test_tags() -> None:
    body = {
        "models": [
            {
                "name": "vis:latest",
                "model": "vis:latest",
                "size": 599_065,
                "digest": "1505b6",
                "details": {
                    "family": "llama",
                    "families": None,
                    "parameter_size": "128K",
                    "quantization_level": "Q4_K_M",
                    "context_length": 8_192,
                },
                "capabilities": ["completion", "vision", "telepathy", ["vision"]],
            },
            {"model": "only-model"},
            {"size": 4},
            "nonsense",
            {"name": "gpt-oss:120b-cloud"},
            {"name": "stub", "remote_host": "https://example.invalid"},
        ]
    }
    vis, bare, cloud, stub = replies.read_tags(body)
    assert vis == InstalledModel(
        name="vis:latest",
        digest="1505b6",
        size_bytes=599_065,
        family="llama",
        parameters_b=0.000128,
        quantization="Q4_K_M",
        context_length=8_192,
        capabilities=frozenset({Capability.COMPLETION, Capability.VISION}),
    )
    assert bare == InstalledModel(name="only-model")
    assert (cloud.is_remote, stub.is_remote) == (True, True)
    assert replies.read_tags({"models": None}) == ()


def test_ps() -> None:
    body = {
        "models": [
            {"name": "a", "context_length": 4_096, "size": 10, "size_vram": 4, "expires_at": "2026-11-22T21:53:03Z"},
            {"name": "b", "context_length": -1, "size": True, "size_vram": None},
        ]
    }
    assert replies.read_ps(body) == (
        LoadedModel("a", 4_096, 10, 4, "2026-11-22T21:53:03Z"),
        LoadedModel("b"),
    )


def test_show_completes_what_the_tags_said() -> None:
    known = InstalledModel("a", digest="d", size_bytes=5, capabilities=frozenset({Capability.COMPLETION}))
    body = {
        "details": {"family": "qwen3", "parameter_size": "8.2B", "quantization_level": "Q8_0"},
        "model_info": {"general.architecture": "qwen3", "qwen3.context_length": 40_960},
        "capabilities": ["thinking", "completion"],
    }
    assert replies.read_show(body, known) == InstalledModel(
        name="a",
        digest="d",
        size_bytes=5,
        family="qwen3",
        parameters_b=8.2,
        quantization="Q8_0",
        context_length=40_960,
        capabilities=frozenset({Capability.COMPLETION, Capability.THINKING}),
    )
    assert replies.read_show({}, known).capabilities == known.capabilities
    assert replies.read_show({"remote_host": "x"}, known).is_remote


@pytest.mark.parametrize(
    ("text", "billions"),
    [
        ("8.0B", 8.0),
        ("500M", 0.5),
        ("128K", 0.000128),
        ("1.2T", 1_200.0),
        (" 7b", 7.0),
        ("", None),
        ("big", None),
        ("1.2.3B", None),
    ],
)
def test_parameter_sizes(text: str, billions: float | None) -> None:
    assert replies.parse_parameter_size(text) == (pytest.approx(billions) if billions else billions)


def test_figures_that_are_missing_stay_unknown() -> None:
    chunk = replies.read_chunk({"done": True})
    assert chunk.stats is not None
    assert (chunk.stats.total_s, chunk.stats.queue_s, chunk.stats.prompt_tokens, chunk.stats.load_s) == (None,) * 4
    assert replies.read_chunk({"done": "true"}).stats is None
    early = replies.read_chunk({"done": True, "total_duration": 1_000, "load_duration": 5_000_000_000})
    assert early.stats is not None
    assert early.stats.queue_s == 0.0  # clocks differ; never less than nothing


@pytest.mark.parametrize("body", [None, [], "x", {}, {"models": 3}])
def test_what_is_no_list_of_models(body: Any) -> None:
    with pytest.raises(ValueError, match="models"):
        replies.read_tags(body)
