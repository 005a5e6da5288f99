"""Actions and questions of the command line, as the settings want them."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tray_router.config.load import parse_settings
from tray_router.config.settings import Settings
from tray_router.daemon.actions import actions_of
from tray_router.daemon.asking import popup_rules, request_of
from tray_router.errors import CaptureError, UsageError
from tray_router.model import Override
from tray_router.wire.control import AskCall

SETTINGS = parse_settings(
    """
    [hosts.mac]
    url = "mac"
    [hosts.pc]
    url = "pc"
    [routes.quick]
    candidates = ["qwen3:4b@mac"]
    [limits]
    max_text_chars = 1234
    max_image_px = 100
    [[actions]]
    name = "Translate"
    prompt = "To English: {text}"
    route = "quick"
    hotkey = "<ctrl>+<alt>+t"
    output = "copy"
    [[actions]]
    name = "Explain"
    prompt = "Explain this."
    model = "coder:30b@pc"
    [[actions]]
    name = "Poem"
    prompt = "{text}"
    model = "qwen3:4b"
    """
)


def png(size: tuple[int, int]) -> bytes:
    sink = io.BytesIO()
    Image.new("RGB", size, "teal").save(sink, "PNG")
    return sink.getvalue()


def size_of(data: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(data)).size


def test_the_limits_of_the_settings_arrive_at_the_popup() -> None:
    rules = popup_rules(SETTINGS)
    assert (rules.max_text_chars, rules.actions) == (1234, actions_of(SETTINGS))
    small, large = png((100, 60)), png((400, 200))
    assert rules.fit_image(small) is small
    assert size_of(rules.fit_image(large)) == (100, 50)
    assert popup_rules(Settings()).max_text_chars == 200_000


def test_a_plain_question_stays_as_it_was_asked_with_smaller_images() -> None:
    small = png((60, 100))
    request = request_of(AskCall("what?", "text", (small, png((50, 300))), Override(host="pc")), SETTINGS)
    assert (request.instruction, request.content, request.action) == ("what?", "text", "")
    assert request.override == Override(host="pc")
    assert request.images[0] == small
    assert size_of(request.images[1]) == (17, 100)
    assert request.id != request_of(AskCall("what?"), SETTINGS).id


@pytest.mark.parametrize("call", [AskCall(content="Hallo", action="Translate"), AskCall("Hallo", action=" translate ")])
def test_an_action_takes_the_text_from_either_side(call: AskCall) -> None:
    request = request_of(call, SETTINGS)
    assert (request.instruction, request.content, request.action) == ("To English: {text}", "Hallo", "Translate")
    assert request.override == Override(route="quick")


@pytest.mark.parametrize(
    ("action", "asked", "expected"),
    [
        ("Explain", Override(), Override(model="coder:30b", host="pc")),
        ("Explain", Override(host="mac"), Override(model="coder:30b", host="mac")),
        ("Explain", Override(model="llama3"), Override(model="llama3")),
        ("Explain", Override(model="llama3", host="mac"), Override(model="llama3", host="mac")),
        ("Translate", Override(route="code"), Override(route="code")),
        ("Translate", Override(model="llama3"), Override(route="quick", model="llama3")),
    ],
)
def test_what_is_asked_for_goes_before_what_the_action_says(action: str, asked: Override, expected: Override) -> None:
    assert request_of(AskCall("x", override=asked, action=action), SETTINGS).override == expected


def test_an_action_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(UsageError, match="'Transalte'") as raised:
        request_of(AskCall("x", action="Transalte"), SETTINGS)
    assert raised.value.hint == "There are: answer, Explain, summarise, fix, rephrase, Translate, reply, Poem."


def test_a_built_in_action_knows_the_language_of_the_user_and_of_the_text() -> None:
    settings = parse_settings('[popup]\nlanguage = "de"')
    english = request_of(AskCall("The weather is fine and we are going out.", action="TRANSLATE"), settings)
    assert english.instruction.startswith("Translate this into German. Keep meaning")
    assert (english.gist, english.action) == ("Translate this into German.", "translate")
    german = request_of(AskCall("Das Wetter ist schön und wir gehen aus.", action="translate"), settings)
    assert german.instruction.startswith("Translate this into English. Keep meaning")


def test_an_image_that_is_none_is_refused() -> None:
    with pytest.raises(CaptureError):
        request_of(AskCall(images=(b"no image",)), SETTINGS)
