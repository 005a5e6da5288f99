"""What simulated models say: marked as simulated, always the same, and whatever a test wants."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.simulator.support import TEXT, machine, on_loop, picture
from tray_router.model import Capability
from tray_router.simulator import (
    Answer,
    Question,
    SimulatedModel,
    Turn,
    Weakness,
    default_answer,
    demo_fleet,
    fixed_answer,
    long_answer,
    weak_answer,
)
from tray_router.simulator.answers import count_tokens, split_tokens
from tray_router.simulator.images import image_facts

SEEING = SimulatedModel("seer", capabilities=frozenset({Capability.COMPLETION, Capability.VISION}))


def _question(model=TEXT, content="How do I sort a list?", images=(), before=()):
    return Question(model, "mac", (*before, Turn("user", content, images)))


@pytest.mark.parametrize(
    "model", {m.name: m for host in demo_fleet() for m in host.models}.values(), ids=lambda m: m.name
)
def test_the_first_line_says_that_it_is_simulated_by_whom_and_where(model):
    first = default_answer(_question(model)).text.splitlines()[0]
    assert first == f"*Simulated answer* from **{model.name}** on **mac**."


def test_it_quotes_the_question_and_is_the_same_every_time():
    answer = default_answer(_question())
    assert "> How do I sort a list?" in answer.text
    assert answer == default_answer(_question())


def test_a_long_question_is_quoted_in_part():
    text = default_answer(_question(content="several words again " * 500)).text
    quoted = next(line for line in text.splitlines() if line.startswith(">"))
    assert len(quoted) < 100
    assert quoted.endswith("…")


def test_a_quote_cannot_break_out_of_its_line():
    text = default_answer(_question(content="one\n```\n# two\n\n> three")).text
    assert "> one ``` # two > three" in text.splitlines()


def test_models_for_code_write_code():
    assert re.search(
        r"```python\n.+\n```", default_answer(_question(SimulatedModel("qwen3-coder:30b"))).text, re.DOTALL
    )
    assert "```" not in default_answer(_question()).text


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
def test_models_that_see_state_the_size_in_pixels(kind):
    text = default_answer(_question(SEEING, images=(picture(320, 200, kind), picture(17, 9)))).text
    assert f"- Image 1: 320 × 200 pixels, {kind}" in text
    assert "- Image 2: 17 × 9 pixels, PNG" in text


@pytest.mark.parametrize("data", [b"", b"garbage", picture(4, 4, "TIFF"), picture()[:20]])
def test_what_is_no_picture(data):
    assert image_facts(data) is None


def test_thinking_models_think_first():
    thinker = SimulatedModel("t", capabilities=frozenset({Capability.COMPLETION, Capability.THINKING}))
    assert default_answer(_question(thinker)).thinking
    assert not default_answer(_question()).thinking


def test_a_follow_up_counts_the_questions():
    before = (Turn("user", "one"), Turn("assistant", "two"))
    assert "- Conversation: question 2" in default_answer(_question(before=before)).text


def test_long_answers_have_exactly_so_many_words():
    words = long_answer(5000)(_question()).text.split()
    assert words == [f"word{n}" for n in range(1, 5001)]


@pytest.mark.parametrize("kind", list(Weakness))
def test_every_weakness_has_an_answer(kind):
    answer = weak_answer(kind)(_question())
    expected = {
        Weakness.EMPTY: lambda a: a == Answer(""),
        Weakness.THINKING_ONLY: lambda a: not a.text and a.thinking,
        Weakness.REFUSAL: lambda a: "can't help" in a.text,
        Weakness.TOO_SHORT: lambda a: len(a.text) < 5,
        Weakness.LOOP: lambda a: len(set(a.text.split())) < len(a.text.split()) / 10,
        Weakness.ECHO: lambda a: a.text == "How do I sort a list?",
        Weakness.LENGTH: lambda a: a.done_reason == "length",
    }
    assert expected[kind](answer)


@given(st.text())
def test_pieces_joined_are_the_text(text):
    pieces = split_tokens(text)
    assert "".join(pieces) == text
    assert all(len(piece.strip()) <= 6 for piece in pieces)


def test_tokens_are_estimated_from_length_and_images():
    assert count_tokens((Turn("user", "x" * 400),), 768) == 104
    assert count_tokens((Turn("user", "x", (b"a", b"b")),), 768) == 4 + 1 + 2 * 768


@on_loop
async def test_scripts_of_the_model_the_machine_and_the_default_in_this_order():
    own = SimulatedModel("own", answers=fixed_answer("from the model"))
    async with machine(TEXT, own, answers=fixed_answer("from the machine")) as (host, client):

        async def said(model):
            body = {"model": model, "messages": [{"role": "user", "content": "x"}], "stream": False}
            return (await client.post("/api/chat", json=body)).json()["message"]["content"]

        assert await said("own") == "from the model"
        assert await said("text") == "from the machine"
        host.answers = default_answer
        assert (await said("text")).startswith("*Simulated answer* from **text** on **mac**.")
