"""What is kept of questions: by popups and by single questions, and never of private ones."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from tests.builders import THINKING, VISION, installed
from tests.engine.fakes import (
    FINE_TEXT,
    Done,
    Fail,
    RecordingWindow,
    Say,
    Think,
    Wait,
    bench,
    route,
    up,
)
from tests.engine.popup.support import Popup
from tests.engine.popup.test_learning import RecordingCorrections
from tests.loops import turns, until
from tray_router.engine.history_desk import HistoryDesk
from tray_router.engine.keeping import run_and_keep
from tray_router.engine.popup.rules import PopupRules
from tray_router.engine.popup.sessions import PopupSessions
from tray_router.engine.usage_record import biggest_model
from tray_router.errors import FailureKind, LedgerError
from tray_router.model import (
    AnswerStats,
    Capability,
    Capture,
    CaptureOrigin,
    FleetSnapshot,
    HostStatus,
    Override,
    Request,
)
from tray_router.model.history import HistoryConversation, HistoryEntry, HistoryQuery, HistoryTurn, TurnEnding
from tray_router.wire.history import ConversationFound, HistoryFound, OpenConversation, SearchHistory
from tray_router.wire.popup import SetPrivate, ShowPrivate
from tray_router.wire.window import PopupClosed, Retry, Stop, Submit

SELECTED = Capture(text="the sky", images=(b"png",), origin=CaptureOrigin.SELECTION, application="Editor")


@dataclass
class RecordingHistory:
    """Mirrors ``engine.ports.HistoryPort``."""

    kept: list[HistoryTurn] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    problem: LedgerError | None = None
    gate: asyncio.Event | None = None
    queries: list[HistoryQuery] = field(default_factory=list)

    def keep(self, turn: HistoryTurn) -> None:
        self.kept.append(turn)

    def forget(self, conversation: str) -> None:
        self.forgotten.append(conversation)

    async def find(self, query: HistoryQuery) -> tuple[HistoryEntry, ...]:
        self.queries.append(query)
        if self.gate is not None:
            await self.gate.wait()
        if self.problem is not None:
            raise self.problem
        return (HistoryEntry(1, "", query.text),)

    async def conversation(self, number: int) -> HistoryConversation | None:
        return HistoryConversation(number, "title", "", ()) if number == 1 else None


class Kept(Popup):
    """A popup with a history."""

    def __init__(self, *captures: Capture, rules: PopupRules | None = None) -> None:
        seer = installed("small", VISION)
        routes = [route("quick", "small"), route("code", "small")]
        super().__init__(bench(up("mac", seer, loaded=["small"]), routes=routes), rules or PopupRules(), *captures)
        self.history = RecordingHistory()
        self.corrections = RecordingCorrections()
        self.sessions = PopupSessions(
            self.bench.dispatcher,
            self.window,
            self.source,
            asyncio.get_running_loop().time,
            rules=rules or PopupRules(),
            corrections=self.corrections,
            history=self.history,
            usage=self.bench.usage,
        )


@asynccontextmanager
async def kept(*captures: Capture, rules: PopupRules | None = None) -> AsyncIterator[Kept]:
    made = Kept(*captures, rules=rules)
    try:
        yield made
    finally:
        await made.sessions.aclose()
        made.bench.check_tidy()


async def test_a_popup_keeps_its_questions_as_one_conversation() -> None:
    async with kept(SELECTED) as made:
        made.press()
        await made.ended(1)
        made.say(Submit(made.session, "and why?"))
        await made.ended(2)
        session = made.session
    first, second = made.history.kept
    assert (first.conversation, second.conversation) == (session, session)
    assert (first.content, first.images, first.application) == ("the sky", 1, "Editor")
    assert (first.route, first.model, first.host, first.ending) == ("quick", "small", "mac", TurnEnding.COMPLETED)
    assert (second.instruction, second.content, second.answer) == ("and why?", "", FINE_TEXT)


async def test_what_was_stopped_or_failed_is_kept_as_far_as_it_came() -> None:
    async with kept(SELECTED) as made:
        made.bench.backend.plays("small@mac", (Say("half"), Wait(1_000)), (Fail(FailureKind.LOAD_FAILED),))
        made.press()
        await made.streaming("half")
        made.say(Stop(made.request_id))
        await made.ended(1)
        made.say(Submit(made.session, "again"))
        await made.ended(2)
    stopped, failed = made.history.kept
    assert (stopped.answer, stopped.ending) == ("half", TurnEnding.STOPPED)
    assert (failed.instruction, failed.answer, failed.ending) == ("again", "", TurnEnding.FAILED)


async def test_a_popup_that_is_closed_in_the_middle_is_kept_too() -> None:
    async with kept(SELECTED) as made:
        made.bench.backend.plays("small@mac", (Say("half"), Wait(1_000)))
        made.press()
        await made.streaming("half")
        made.say(PopupClosed(made.session))
        await until(lambda: made.history.kept)
    assert made.history.kept[0].answer == "half"


async def test_a_conversation_made_private_is_forgotten_and_kept_no_more() -> None:
    async with kept(SELECTED) as made:
        made.press()
        await made.ended(1)
        made.say(SetPrivate(made.session, is_private=True))
        made.say(Submit(made.session, "a secret"))
        await made.ended(2)
        made.say(Retry(made.request_id, Override("code")))
        await made.ended(3)
        assert made.history.forgotten == [made.session]
        assert made.window.of(ShowPrivate) == [ShowPrivate(made.session, is_private=True)]
        made.say(SetPrivate(made.session, is_private=False))
        made.say(Submit(made.session, "no secret"))
        await made.ended(4)
    assert [turn.instruction for turn in made.history.kept] == ["", "no secret"]
    assert made.corrections.kept == []
    assert len(made.bench.usage.corrections) == 1
    assert [bool(usage.reasons) for usage in made.bench.usage.records] == [True, False, False, True]


async def test_making_private_while_the_answer_comes_keeps_nothing_of_it() -> None:
    async with kept(SELECTED) as made:
        made.bench.backend.plays("small@mac", (Say("half"), Wait(5), Say(" and whole."), Done()))
        made.press()
        await made.streaming("half")
        made.say(SetPrivate(made.session, is_private=True))
        made.say(Stop(made.request_id))
        await made.ended(1)
    assert made.history.kept == []


async def test_while_everything_is_private_the_popup_says_so_and_nothing_is_kept() -> None:
    async with kept(SELECTED, rules=PopupRules(is_private=lambda: True)) as made:
        made.press()
        await made.ended(1)
        made.say(SetPrivate(made.session, is_private=False))  # what holds for all cannot be taken back for one
        made.say(Retry(made.request_id, Override("code")))
        await made.ended(2)
        assert made.window.of(ShowPrivate) == [ShowPrivate(made.session, is_private=True)] * 2
    assert made.history.kept == []
    assert made.corrections.kept == []


# --- a single question --------------------------------------------------------------------------------------


async def test_a_single_question_is_a_conversation_of_its_own() -> None:
    made, history = (
        bench(up("mac", installed("small"), loaded=["small"]), routes=[route("quick", "small")]),
        RecordingHistory(),
    )
    events: list[object] = []
    await run_and_keep(made.dispatcher, Request("r1", "why?"), events.append, history)
    await run_and_keep(made.dispatcher, Request("r2", "a secret", is_private=True), events.append, history)
    await run_and_keep(made.dispatcher, Request("r3", "nobody keeps it"), events.append, None)
    (turn,) = history.kept
    assert (turn.conversation, turn.instruction, turn.answer) == ("r1", "why?", FINE_TEXT)
    assert len(events) > 6
    made.check_tidy()


# --- figures ------------------------------------------------------------------------------------------------


async def test_the_record_says_what_was_reasoning_and_who_is_the_biggest() -> None:
    small, big = installed("small", THINKING, size_bytes=5), installed("big", size_bytes=50)
    made = bench(up("mac", small, big, loaded=["small"]), routes=[route("quick", "small")])
    counted = AnswerStats(answer_tokens=9, thinking_tokens=4)
    made.backend.plays(
        "small@mac",
        (Think("x" * 60), Say("y" * 20), Done(AnswerStats(answer_tokens=40))),
        (Think("x" * 60), Say(FINE_TEXT), Done(counted)),
        (Say(FINE_TEXT), Done(AnswerStats(answer_tokens=40))),
        (Fail(FailureKind.LOAD_FAILED),),
    )
    for number in range(4):
        await made.dispatcher.run(Request(f"r{number}", "why?"), lambda _: None)
    records = made.usage.records
    assert [(r.stats.thinking_tokens, r.is_thinking_estimated) for r in records[:3]] == [
        (30, True),
        (4, False),
        (0, False),
    ]
    assert records[3].stats.thinking_tokens is None
    assert {(r.size_bytes, r.biggest_model, r.is_cloud) for r in records if r.model == "small"} == {(5, "big", False)}
    assert records[0].reasons == ("because",)
    made.check_tidy()


def test_the_biggest_model_is_one_that_can_talk_and_is_at_home() -> None:
    embedder = installed("embed", {Capability.EMBEDDING}, size_bytes=900)
    remote = replace(installed("gpt-oss:120b-cloud", size_bytes=800), is_remote=True)
    hosts = (
        HostStatus("mac", "", models=(embedder, remote, installed("small", size_bytes=5))),
        HostStatus("pc", "", models=(installed("big", size_bytes=50),)),
    )
    biggest = biggest_model(FleetSnapshot(hosts))
    assert biggest is not None
    assert biggest.name == "big"
    assert biggest_model(FleetSnapshot()) is None


# --- what the window asks -------------------------------------------------------------------------------------


async def test_the_window_gets_what_it_looks_for() -> None:
    history, window = RecordingHistory(), RecordingWindow()
    desk = HistoryDesk(history, window)
    desk.window_said(SearchHistory("sky", limit=100_000))
    await turns()
    desk.window_said(OpenConversation(1))
    await turns()
    desk.window_said(OpenConversation(2))
    desk.window_said(Stop("r1"))
    await turns()
    assert history.queries == [HistoryQuery("sky", limit=200)]
    assert window.sent == [
        HistoryFound("sky", (HistoryEntry(1, "", "sky"),)),
        ConversationFound(1, HistoryConversation(1, "title", "", ())),
        ConversationFound(2, None),
    ]
    await desk.aclose()


async def test_only_the_newest_of_the_searches_that_wait_is_made() -> None:
    history, window = RecordingHistory(gate=asyncio.Event()), RecordingWindow()
    desk = HistoryDesk(history, window)
    for text in ("s", "sk", "sky"):
        desk.window_said(SearchHistory(text))
        await turns()
    assert history.gate is not None
    history.gate.set()
    await turns()
    assert [query.text for query in history.queries] == ["s", "sky"]
    await desk.aclose()


async def test_a_history_that_cannot_be_read_is_said() -> None:
    history, window = RecordingHistory(problem=LedgerError("It is broken.", "Mend it.")), RecordingWindow()
    desk = HistoryDesk(history, window)
    desk.window_said(SearchHistory("sky"))
    await turns()
    assert window.sent == [HistoryFound("sky", problem="It is broken. Mend it.")]
    await desk.aclose()
