"""How much of a capture is sent: text is cut and that is said, large images are scaled in a worker thread."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from tests.builders import installed
from tests.engine.fakes import FINE_TEXT, Fail, bench, route, up
from tests.engine.popup.support import popup
from tests.loops import until
from tray_router.answers.attempts import Limits
from tray_router.engine.popup.sessions import PopupRules
from tray_router.engine.routing_table import RoutingTable
from tray_router.errors import CaptureError, ExitCode, FailureKind
from tray_router.events import Failed
from tray_router.fleet.record import HostRecord
from tray_router.model import (
    Capture,
    CaptureOrigin,
    Classification,
    HostState,
    Message,
    Request,
    Role,
    TriggerAction,
)
from tray_router.wire.window import RegionTaken, ShowPopup, ShowProblem, StartRegion, Submit


async def test_long_text_is_cut_and_the_popup_says_what_is_left_out() -> None:
    long = Capture(text="x" * 1_234, origin=CaptureOrigin.SELECTION, notice="This was selected in another window.")
    async with popup(long, rules=PopupRules(max_text_chars=1_000)) as made:
        made.press()
        await made.ended()
        (shown,) = made.window.of(ShowPopup)
        assert shown.text == "x" * 1_000
        assert shown.notice == ("This was selected in another window. The first 1,000 of 1,234 characters are sent.")
        assert made.prompt()[-1].content == "x" * 1_000


async def test_text_at_the_limit_is_sent_whole_without_a_word() -> None:
    async with popup(Capture(text="x" * 1_000), rules=PopupRules(max_text_chars=1_000)) as made:
        made.press()
        await made.ended()
        assert made.window.of(ShowPopup)[0].notice == ""
        assert made.prompt()[-1].content == "x" * 1_000


class Shrinker:
    """A ``FitImage`` that remembers its threads."""

    def __init__(self) -> None:
        self.threads: list[threading.Thread] = []

    def __call__(self, image: bytes) -> bytes:
        self.threads.append(threading.current_thread())
        if image == b"broken":
            raise CaptureError("The image is damaged.", "Take another one.")
        return image[:5]


async def test_an_image_is_shown_as_it_is_and_sent_as_it_fits() -> None:
    fit = Shrinker()
    seen = Capture(images=(b"large picture",), origin=CaptureOrigin.CLIPBOARD_IMAGE)
    async with popup(seen, rules=PopupRules(fit_image=fit)) as made:
        made.press()
        await made.ended()
        assert made.window.of(ShowPopup)[0].images == (b"large picture",)
        assert made.prompt()[-1].images == (b"large",)
        assert fit.threads and threading.main_thread() not in fit.threads
        made.say(Submit(made.session, "and now?"))
        await made.ended(2)
        assert [turn.images for turn in made.prompt() if turn.role is Role.USER] == [(b"large",), ()]


async def test_so_is_a_region() -> None:
    async with popup(rules=PopupRules(fit_image=Shrinker())) as made:
        made.press(TriggerAction.REGION)
        (started,) = made.window.of(StartRegion)
        made.say(RegionTaken(started.session, (b"large region",)))
        await made.ended()
        assert made.window.of(ShowPopup)[0].images == (b"large region",)
        assert made.prompt()[-1].images == (b"large",)


async def test_an_image_that_cannot_be_scaled_is_explained_and_not_sent_later() -> None:
    async with popup(Capture(images=(b"broken",)), rules=PopupRules(fit_image=Shrinker())) as made:
        made.press()
        await until(lambda: made.window.of(ShowProblem))
        assert made.window.of(ShowProblem) == [ShowProblem("The image is damaged.", "Take another one.")]
        assert made.bench.backend.asked == []
        made.say(Submit(made.session, "what was it?"))
        await made.ended()
        assert made.prompt()[-1].images == ()


# --- what fits into no context --------------------------------------------------------------------------

LONG = Request("r1", content="word " * 6_000)  # about 10,000 tokens


@pytest.mark.virtual_time
@pytest.mark.parametrize(
    ("trained", "allowed", "limit", "way"),
    [
        (4_096, 32_768, "4,096", "use a model with a longer context"),
        (131_072, 5_120, "5,120", "raise limits.num_ctx_max"),
        (None, 5_120, "5,120", "raise limits.num_ctx_max"),
    ],
)
async def test_a_text_that_fits_nowhere_is_refused_with_numbers_before_anything_is_sent(
    trained: int | None, allowed: int, limit: str, way: str
) -> None:
    made = bench(up("mac", installed("qwen3:4b", context_length=trained)), routes=[route("quick", "qwen3:4b")])
    made.dispatcher.table = _limited(made.dispatcher.table, allowed)
    await made.run(LONG)
    assert isinstance(made.terminal, Failed)
    needed = made.terminal.title.split()[4]
    assert 9_000 < int(needed.replace(",", "")) < 12_000
    assert made.terminal.title == f"The text needs about {needed} tokens; qwen3:4b on mac takes {limit}."
    assert made.terminal.hint == f"Ask about less, or {way}."
    assert made.terminal.exit_code == ExitCode.NO_ANSWER
    assert [(r.model, r.host) for r in made.terminal.rejections] == [("qwen3:4b", "mac")]
    assert f"do not fit its {limit}" in made.terminal.rejections[0].reason
    assert made.backend.asked == []


@pytest.mark.virtual_time
async def test_the_roomiest_model_is_named_and_a_conversation_called_so() -> None:
    models = (installed("small", context_length=2_048), installed("roomy", context_length=4_096))
    made = bench(up("mac", *models), routes=[route("quick", "small", "roomy")])
    earlier = (Message(Role.USER, "word " * 6_000), Message(Role.ASSISTANT, "yes"))
    await made.run(Request("r1", instruction="and now?", history=earlier))
    assert isinstance(made.terminal, Failed)
    assert made.terminal.title.startswith("The conversation needs about ")
    assert made.terminal.title.endswith("roomy on mac takes 4,096.")


@pytest.mark.virtual_time
async def test_a_text_that_may_fit_after_all_is_counted_by_the_roomiest_model() -> None:
    models = (installed("small", context_length=2_048), installed("roomy", context_length=8_192))
    made = bench(up("mac", *models), routes=[route("quick", "small", "roomy")])
    assert await made.run(LONG) == FINE_TEXT
    assert [(attempt.candidate.model, attempt.num_ctx) for attempt in made.backend.asked] == [("roomy", 8_192)]


@pytest.mark.virtual_time
async def test_when_it_does_not_fit_the_servers_count_is_told() -> None:
    made = bench(up("mac", installed("roomy", context_length=8_192)), routes=[route("quick", "roomy")])
    made.backend.plays("roomy@mac", (Fail(FailureKind.CONTEXT_EXCEEDED, 8_712),))
    await made.run(LONG)
    assert isinstance(made.terminal, Failed)
    assert made.terminal.title == "The text needs 8,712 tokens; roomy on mac takes 8,192."
    assert made.terminal.hint == "Ask about less, or use a model with a longer context."
    assert len(made.backend.asked) == 1


@pytest.mark.virtual_time
async def test_when_length_is_not_why_the_error_speaks_of_something_else() -> None:
    made = bench(up("mac", installed("small")), routes=[route("quick", "small")])
    await made.run(Request("r1", content="word " * 6_000, images=(b"png",)))
    assert isinstance(made.terminal, Failed)
    assert "see images" in made.terminal.title
    down = bench(up("mac", installed("small")), routes=[route("quick", "small")])
    down.tracker.apply("mac", _paused)
    await down.run(LONG)
    assert isinstance(down.terminal, Failed)
    assert "tokens" not in down.terminal.title


@pytest.mark.virtual_time
async def test_no_more_is_ever_asked_for_than_the_settings_allow() -> None:
    made = bench(up("mac", installed("small", context_length=262_144)), routes=[route("quick", "small")])
    made.dispatcher.table = _limited(made.dispatcher.table, 12_288)
    await made.run(Request("r1", content="word " * 6_000))
    assert [attempt.num_ctx for attempt in made.backend.asked] == [12_288]


def _limited(table: RoutingTable, num_ctx_max: int) -> RoutingTable:
    known = Classification("quick", 0.9)
    return RoutingTable(table.policies, lambda request: known, Limits(num_ctx_max=num_ctx_max))


def _paused(record: HostRecord) -> HostRecord:
    return replace(record, state=HostState.PAUSED)
