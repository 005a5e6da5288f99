"""What models are good for, from capabilities, names and sizes."""

from __future__ import annotations

import pytest

from tray_router.model import Capability, InstalledModel
from tray_router.model.kinds import Kind, kind_of


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("qwen3:4b", Kind.CHAT),
        ("llama3.2", Kind.CHAT),
        ("gemma3:4b", Kind.CHAT),
        ("gpt-oss:20b", Kind.CHAT),
        ("mistral-small3.1:24b", Kind.CHAT),
        ("qwen3-coder:30b", Kind.CODER),
        ("qwen2.5-coder:7b", Kind.CODER),
        ("hf.co/someone/Qwen2.5-Coder-7B-Instruct-GGUF:Q4_K_M", Kind.CODER),
        ("codellama:13b", Kind.CODER),
        ("codestral", Kind.CODER),
        ("deepseek-coder-v2:16b", Kind.CODER),
        ("starcoder2:15b", Kind.CODER),
        ("devstral", Kind.CODER),
        ("granite-code:8b", Kind.CODER),
        ("codegemma:2b", Kind.CODER),
        ("stable-code:3b", Kind.CODER),
        ("yi-coder:9b", Kind.CODER),
        ("sqlcoder:7b", Kind.CODER),
        ("deepseek-r1:8b", Kind.THINKER),
        ("qwq", Kind.THINKER),
        ("phi4-reasoning:14b", Kind.THINKER),
        ("magistral:24b", Kind.THINKER),
        ("granite3.2-vision:2b", Kind.SEER),
        ("minicpm-v", Kind.SEER),
        ("llava:13b", Kind.SEER),
        ("llama3.2-vision:11b", Kind.SEER),
        ("qwen2.5vl:7b", Kind.SEER),
        ("qwen3-vl:8b", Kind.SEER),
        ("moondream", Kind.SEER),
        ("nomic-embed-text", Kind.NO_CHAT),
        ("mxbai-embed-large", Kind.NO_CHAT),
        ("all-minilm", Kind.NO_CHAT),
        ("bge-m3", Kind.NO_CHAT),
        ("qwen3-embedding:0.6b", Kind.NO_CHAT),
        ("llama-guard3:1b", Kind.NO_CHAT),
        ("shieldgemma:2b", Kind.NO_CHAT),
    ],
)
def test_names_tell_the_kind_when_nothing_else_does(name, kind):
    assert kind_of(InstalledModel(name)).kind is kind


@pytest.mark.parametrize(
    ("name", "sees", "thinks"),
    [
        ("gemma3:4b", True, False),
        ("gemma3:1b", False, False),
        ("qwen3:4b", False, True),
        ("gpt-oss:20b", False, True),
        ("deepseek-r1", False, True),
        ("llama3.2:3b", False, False),
        ("qwen3-coder:30b", False, False),
    ],
)
def test_names_tell_the_abilities_when_nothing_else_does(name, sees, thinks):
    kind = kind_of(InstalledModel(name))
    assert (kind.sees, kind.thinks) == (sees, thinks)


def test_capabilities_decide_where_they_are_known():
    only_embeds = InstalledModel("chatty:7b", capabilities=frozenset({Capability.EMBEDDING}))
    assert kind_of(only_embeds).kind is Kind.NO_CHAT
    no_vision = InstalledModel("llava:7b", capabilities=frozenset({Capability.COMPLETION}))
    assert (kind_of(no_vision).kind, kind_of(no_vision).sees) == (Kind.CHAT, False)
    sees = InstalledModel("own:7b", capabilities=frozenset({Capability.COMPLETION, Capability.VISION}))
    assert (kind_of(sees).kind, kind_of(sees).sees) == (Kind.CHAT, True)


@pytest.mark.parametrize(
    ("installed", "size"),
    [
        (InstalledModel("qwen3:4b", parameters_b=4.02), 4.02),
        (InstalledModel("qwen3:4b"), 4.0),
        (InstalledModel("qwen3:0.6b"), 0.6),
        (InstalledModel("smollm2:135m"), 0.135),
        (InstalledModel("mixtral:8x7b"), 56.0),
        (InstalledModel("gemma3n:e4b"), 4.0),
        (InstalledModel("hf.co/x/Llama-3.2-3B-Instruct:Q4_K_M"), 3.0),
        (InstalledModel("own:latest", size_bytes=4_800_000_000), 8.0),
        (InstalledModel("own:latest"), 8.0),
    ],
)
def test_the_size_is_told_or_read_from_the_name_or_estimated(installed, size):
    assert kind_of(installed).size_b == pytest.approx(size)
