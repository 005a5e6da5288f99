"""Questions that may leave the network: the parts as they are composed, a simulated machine, a simulated cloud."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from tests.answers.guard.planted import planted
from tray_router.config.cloud_settings import CloudSettings, EndpointKind, EndpointSettings, PriceSettings
from tray_router.config.route_settings import RouteSettings
from tray_router.config.sections import HeaderSource
from tray_router.config.settings import HostSettings, Settings
from tray_router.daemon.compose import EngineParts, compose_engine
from tray_router.events import (
    AnswerEvent,
    Cancelled,
    CloudNotice,
    CloudStep,
    Completed,
    Failed,
    Restarted,
    Routed,
    Token,
    is_terminal,
)
from tray_router.ledger import UsageLedger
from tray_router.ledger.spending import SpendingBook
from tray_router.model import CloudConsent, CloudMode, GuardMode, Message, Override, Request, Role
from tray_router.routing.plan import ModelRef, RoutePolicy
from tray_router.simulator import Cloud, SimulatedHost, SimulatedHostSettings, SimulatedModel, fixed_answer
from tray_router.simulator.cloud_service import Ending, SimulatedCloud, UsageReport
from tray_router.wire.window import Explained

PRICE = (3.0, 15.0)  # US dollars per million tokens
CODE = "Refactor this Python function, please:\n\ndef add(a, b):\n    return a + b\n"


def key() -> str:
    return "-".join(["sk", "sim", "A1b2C3d4" * 4])


@dataclass
class Lab:
    """A machine, a cloud, and a program between them."""

    parts: EngineParts
    cloud: SimulatedCloud
    machine: SimulatedHost
    folder: Path
    events: list[AnswerEvent] = field(default_factory=list)

    async def ask(self, text: str, **more: object) -> AnswerEvent:
        """Asks one question; its events are in ``events``, the last one is returned."""
        events: list[AnswerEvent] = []
        request = Request(f"r{id(events)}", instruction=text, **more)  # type: ignore[arg-type]
        await self.parts.dispatcher.run(request, events.append)
        self.events = events
        assert [is_terminal(event) for event in events] == [False] * (len(events) - 1) + [True]
        return events[-1]

    @property
    def text(self) -> str:
        return "".join(event.text for event in self.events if isinstance(event, Token))

    @property
    def routed(self) -> list[tuple[str, bool]]:
        return [(event.host, event.is_cloud) for event in self.events if isinstance(event, Routed)]

    def notices(self, step: CloudStep) -> list[CloudNotice]:
        return [event for event in self.events if isinstance(event, CloudNotice) and event.step is step]

    def ledger(self) -> list[dict[str, object]]:
        lines = [line for path in (self.folder / "usage").glob("*.jsonl") for line in path.read_text().splitlines()]
        return [json.loads(line) for line in lines]

    def written(self) -> str:
        """Everything on disk."""
        return "\n".join(path.read_text() for path in self.folder.rglob("*") if path.is_file())

    def sent(self) -> str:
        """Everything that reached the cloud."""
        return "\n".join(raw.decode("utf-8", "replace") for raw in self.cloud.raw)


@asynccontextmanager
async def lab(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *, is_home: bool = True, **cloud_settings: object
) -> AsyncIterator[Lab]:
    """``is_home``: the machine is up and has a model."""
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    monkeypatch.setenv("SIM_CLOUD_KEY", key())
    monkeypatch.setattr("tray_router.desktop.paths.data_folder", lambda: folder)
    local = SimulatedHostSettings(name="mac", models=(SimulatedModel("qwen3:4b", load_s=0.0),))
    async with SimulatedCloud(("big-model",), key=key(), price=PRICE) as cloud, SimulatedHost(local) as machine:
        machine.faults.down = not is_home
        endpoint = EndpointSettings(
            url=cloud.url, key=HeaderSource(env="SIM_CLOUD_KEY"), kind=EndpointKind.CLOUD, models=("big-model",)
        )
        fields = {
            "mode": CloudMode.AUTO,
            "prices": {"big-model": PriceSettings(input=PRICE[0], output=PRICE[1])},
            "endpoints": {"sky": endpoint},
        } | cloud_settings
        routes = {name: RouteSettings(candidates=("qwen3:4b@mac",)) for name in ("quick", "code", "reasoning")}
        settings = Settings(hosts={"mac": HostSettings(url=machine.url)}, routes=routes, cloud=CloudSettings(**fields))
        parts = compose_engine(settings, UsageLedger(folder / "usage"))
        parts.tracker.subscribe(parts.routes)
        await parts.poller.look_once()
        try:
            yield Lab(parts, cloud, machine, folder)
        finally:
            await parts.poller.aclose()
            await parts.backend.aclose()


@pytest.fixture(autouse=True)
def machines_may_be_down(allow_log):
    allow_log("mac: .* -> down")


# --- when a question leaves -----------------------------------------------------------------------------


async def test_what_one_s_own_machine_can_do_stays_there(tmp_path, monkeypatch):
    async with lab(tmp_path, monkeypatch) as it:
        it.machine.answers = fixed_answer("def add(a: int, b: int) -> int:\n    return a + b")
        assert isinstance(await it.ask(CODE), Completed)
        assert it.routed == [("mac", False)]
        assert it.cloud.raw == []


async def test_with_nobody_at_home_it_goes_out_and_says_so(tmp_path, monkeypatch):
    async with lab(tmp_path, monkeypatch, is_home=False) as it:
        done = await it.ask(CODE)
        assert isinstance(done, Completed)
        assert it.routed[-1] == ("sky", True)
        assert it.text == "It is so because the earth turns once a day."
        assert done.stats.cost_usd == pytest.approx(it.cloud.charged_usd, rel=0.01)
        (line,) = [line for line in it.ledger() if line["host"] == "sky"]
        assert (line["outcome"], line["is_cloud"]) == ("completed", True)
        assert line["cost_usd"] == pytest.approx(it.cloud.charged_usd, rel=0.01)
        assert SpendingBook(tmp_path).spent().today_usd == pytest.approx(it.cloud.charged_usd, rel=0.01)


async def test_never_means_never(tmp_path, monkeypatch):
    async with lab(tmp_path, monkeypatch, is_home=False, mode=CloudMode.NEVER) as it:
        assert isinstance(await it.ask(CODE), Failed)
        wish = Override(cloud=CloudConsent.WITH_IMAGES)
        assert isinstance(await it.ask(CODE, override=wish), Failed)
        named = await it.ask(CODE, override=Override(model="big-model", host="sky"))
        assert isinstance(named, Failed)
        assert it.cloud.raw == []


async def test_ask_offers_with_the_price_and_waits_for_a_yes(tmp_path, monkeypatch):
    async with lab(tmp_path, monkeypatch, is_home=False, mode=CloudMode.ASK) as it:
        assert isinstance(await it.ask(CODE), Failed)
        (offer,) = it.notices(CloudStep.OFFERED)
        assert (offer.model, offer.endpoint) == ("big-model", "sky")
        assert offer.price_usd is not None
        assert 0.001 < offer.price_usd < 0.05
        assert "$0.0" in offer.text
        assert it.cloud.raw == []
        assert isinstance(await it.ask(CODE, override=Override(cloud=CloudConsent.TEXT)), Completed)
        assert it.routed == [("sky", True)]


async def test_a_weak_answer_goes_out_only_when_it_is_worth_it(tmp_path, monkeypatch):
    async with lab(tmp_path, monkeypatch) as it:
        it.machine.answers = fixed_answer("I'm sorry, but I cannot help with that.")
        assert isinstance(await it.ask(CODE), Completed)
        assert it.routed == [("mac", False), ("sky", True)]
        (restart,) = [event for event in it.events if isinstance(event, Restarted)]
        assert "big-model at sky for about $0.0" in restart.reason


async def test_what_is_not_worth_its_price_is_said(tmp_path, monkeypatch):
    async with lab(tmp_path, monkeypatch, budget_per_request=0.02) as it:
        it.machine.answers = fixed_answer("I'm sorry, but I cannot help with that.")
        done = await it.ask("What is the capital of France?")
        assert isinstance(done, Completed)
        assert "weak" in done.notice
        assert it.routed == [("mac", False)]
        (notice,) = it.notices(CloudStep.NOT_WORTH)
        assert notice.text == "Not worth $0.005 at sky: your own machines answered."
        assert it.cloud.raw == []


async def test_the_first_answer_is_back_when_the_cloud_fails(tmp_path, monkeypatch):
    async with lab(tmp_path, monkeypatch) as it:
        it.machine.answers = fixed_answer("I'm sorry, but I cannot help with that.")
        it.cloud.faults.ending = Ending.ERROR
        done = await it.ask(CODE)
        assert isinstance(done, Completed)
        assert "weak" in done.notice
        assert it.text.endswith("I'm sorry, but I cannot help with that.")


async def test_an_empty_reply_from_outside_is_a_failure_with_who_sent_it(tmp_path, monkeypatch):
    async with lab(tmp_path, monkeypatch, is_home=False) as it:
        it.cloud.script = lambda chat: ()
        failed = await it.ask(CODE, override=Override(cloud=CloudConsent.TEXT))
        assert isinstance(failed, Failed)
        assert (failed.title, failed.has_partial) == ("big-model at sky sent an empty reply.", False)


async def test_who_wants_no_second_answer_gets_none_from_a_cloud(tmp_path, monkeypatch):
    async with lab(tmp_path, monkeypatch) as it:
        it.machine.answers = fixed_answer("I'm sorry, but I cannot help with that.")
        it.parts.dispatcher.table = replace(it.parts.dispatcher.table, retries_weak=False)
        assert isinstance(await it.ask(CODE), Completed)
        assert it.routed == [("mac", False)]


async def test_a_private_question_stays(tmp_path, monkeypatch):
    async with lab(tmp_path, monkeypatch, is_home=False) as it:
        assert isinstance(await it.ask(CODE, is_private=True), Failed)
        assert it.cloud.raw == []


async def test_an_unknown_price_is_not_paid_without_a_yes(tmp_path, monkeypatch):
    async with lab(tmp_path, monkeypatch, is_home=False, prices={}) as it:
        assert isinstance(await it.ask(CODE), Failed)
        (notice,) = it.notices(CloudStep.NOT_WORTH)
        assert "price is not known" in notice.text
        assert it.cloud.raw == []
        done = await it.ask(CODE, override=Override(cloud=CloudConsent.TEXT))
        assert isinstance(done, Completed)
        assert done.stats.cost_usd == 0.05  # all that one answer may cost


async def test_a_service_that_wants_to_be_left_alone_is(tmp_path, monkeypatch):
    async with lab(tmp_path, monkeypatch, is_home=False) as it:
        it.cloud.faults.status, it.cloud.faults.body = 429, {"error": {"message": "slow down"}}
        assert isinstance(await it.ask(CODE), Failed)
        asked = len(it.cloud.sent)
        assert isinstance(await it.ask(CODE), Failed)
        assert len(it.cloud.sent) == asked == 1
        assert SpendingBook(tmp_path).spent().today_usd == 0.0  # a refusal costs nothing


async def test_images_need_a_yes_of_their_own(tmp_path, monkeypatch):
    picture = b"\x89PNG\r\n\x1a\n a picture"
    async with lab(tmp_path, monkeypatch, is_home=False) as it:
        seer = replace_endpoint(it, vision=("big-model",))
        async with seer as it2:
            assert isinstance(await it2.ask("What is this?", images=(picture,)), Failed)
            (offer,) = it2.notices(CloudStep.OFFERED)
            assert offer.has_images
            text_only = Override(cloud=CloudConsent.TEXT)
            refused = await it2.ask("What is this?", images=(picture,), override=text_only)
            assert isinstance(refused, Failed)
            assert "--cloud-images" in refused.hint
            assert it2.cloud.sent == []
            wish = Override(cloud=CloudConsent.WITH_IMAGES)
            assert isinstance(await it2.ask("What is this?", images=(picture,), override=wish), Completed)
            assert "data:image/png;base64," in it2.sent()


@asynccontextmanager
async def replace_endpoint(it: Lab, **changes: object) -> AsyncIterator[Lab]:
    """The same lab with another endpoint."""
    import msgspec

    cloud = it.parts.settings.cloud
    endpoint = msgspec.structs.replace(cloud.endpoints["sky"], **changes)
    settings = msgspec.structs.replace(
        it.parts.settings, cloud=msgspec.structs.replace(cloud, endpoints={"sky": endpoint})
    )
    parts = compose_engine(settings, UsageLedger(it.folder / "usage"))
    parts.tracker.subscribe(parts.routes)
    await parts.poller.look_once()
    try:
        yield replace(it, parts=parts)
    finally:
        await parts.poller.aclose()
        await parts.backend.aclose()


# --- the guard --------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("guard", [GuardMode.BLOCK, GuardMode.MASK])
async def test_none_of_two_hundred_secrets_leaves(guard, tmp_path, monkeypatch, caplog):
    """Issue 6, must hold: none in logs, ledger, errors or on the wire."""
    caplog.set_level(logging.DEBUG)
    secrets = planted(200)
    more: dict[str, object] = {"budget_per_day": 1_000.0, "budget_per_month": 1_000.0, "budget_per_request": 1.0}
    said: list[str] = []
    async with lab(tmp_path, monkeypatch, is_home=False, guard=guard, **more) as it:
        for number, secret in enumerate(secrets):
            history = ()
            if number % 3 == 0:  # it was said before, and not again
                history = (Message(Role.USER, secret.text), Message(Role.ASSISTANT, "I see."))
            done = await it.ask(CODE if history else secret.text, content=CODE, history=history)
            said.append(repr([event for event in it.events if not isinstance(event, Token)]))
            assert isinstance(done, Failed if guard is GuardMode.BLOCK else Completed), (secret.kind, done)
            assert it.notices(CloudStep.BLOCKED if guard is GuardMode.BLOCK else CloudStep.MASKED), secret.kind
            assert any(is_cloud for _, is_cloud in it.routed) is (guard is GuardMode.MASK)  # said only when it is true
        wire, disk, told, logged = it.sent(), it.written(), "\n".join(said), caplog.text
    assert len(it.cloud.sent) == (0 if guard is GuardMode.BLOCK else 200)
    assert len([line for line in it.ledger() if line["is_cloud"]]) == len(it.cloud.sent)
    for secret in secrets:
        for where, text in {"wire": wire, "disk": disk, "told": told, "log": logged}.items():
            for start in range(0, len(secret.secret) - 11, 6):
                assert secret.secret[start : start + 12] not in text, (where, secret.kind)
            if len(secret.secret) < 12:
                alone = rf"(?<![\w.]){re.escape(secret.secret)}(?!\w)"  # four digits also stand in some fraction
                assert not re.search(alone, text.replace(secret.kind, "")), (where, secret.kind)
    assert key() not in disk + told + logged


async def test_what_was_masked_is_back_in_the_answer(tmp_path, monkeypatch):
    async with lab(tmp_path, monkeypatch, is_home=False, guard=GuardMode.MASK, own_words=("Projekt Falke",)) as it:
        it.cloud.script = lambda chat: ("Say it of ", "[SEC", "RET-1]", " and ", "[SECRET-9]", ".")
        assert isinstance(await it.ask(f"{CODE}\n# for projekt falke"), Completed)
        assert "falke" not in it.sent().lower()
        assert it.text == "Say it of projekt falke and [SECRET-9]."
        (notice,) = it.notices(CloudStep.MASKED)
        assert [finding.kind for finding in notice.findings] == ["one of your own words"]


async def test_the_key_is_nowhere_but_in_its_header(tmp_path, monkeypatch, caplog):
    caplog.set_level(logging.DEBUG)
    async with lab(tmp_path, monkeypatch, is_home=False) as it:
        it.cloud.key = "another"
        refused = await it.ask(CODE)
        assert isinstance(refused, Failed)
        told = repr(it.events) + it.written() + caplog.text
    assert "does not accept the key" in told
    assert key() not in told


# --- the budget -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("report", list(UsageReport))
async def test_fifty_at_once_never_pass_the_budget(report, tmp_path, monkeypatch):
    """Issue 6, must hold. What the service charges is counted there, whatever it says of its tokens."""
    budget = {"budget_per_request": 0.02, "budget_per_day": 0.1, "budget_per_month": 0.1}
    async with lab(tmp_path, monkeypatch, is_home=False, **budget) as it:
        it.cloud.faults.usage = report
        it.cloud.script = lambda chat: ("word ",) * 500
        request = Request("r", instruction=CODE, override=Override(cloud=CloudConsent.TEXT))
        endings: list[AnswerEvent] = []

        async def one(number: int) -> None:
            def emit(event: AnswerEvent) -> None:
                if is_terminal(event):
                    endings.append(event)

            await it.parts.dispatcher.run(replace(request, id=f"r{number}"), emit)

        await asyncio.gather(*(one(number) for number in range(50)))
        assert len(endings) == 50
        answered = [event for event in endings if isinstance(event, Completed)]
        assert 3 <= len(answered) == len(it.cloud.sent)
        assert it.cloud.charged_usd <= 0.1
        assert SpendingBook(tmp_path).spent().today_usd <= 0.1 + 1e-9
        refusals = {event.title for event in endings if isinstance(event, Failed)}
        assert all("budget" in title or "could cost" in title for title in refusals)


async def test_what_is_left_of_the_day_holds_after_a_restart(tmp_path, monkeypatch):
    budget = {"budget_per_request": 0.03, "budget_per_day": 0.05, "budget_per_month": 0.05}
    SpendingBook(tmp_path).reserve(0.045, per_day=0.05, per_month=0.05)  # and then the program died
    async with lab(tmp_path, monkeypatch, is_home=False, **budget) as it:
        it.cloud.script = lambda chat: ("word ",) * 5_000
        done = await it.ask(CODE, override=Override(cloud=CloudConsent.TEXT))
        assert isinstance(done, Completed)
        assert done.stats.done_reason == "length"  # the answer is bounded by what is left
        assert it.cloud.charged_usd <= 0.005


# --- other ways out, and servers at home -------------------------------------------------------------------


async def test_a_model_that_ollama_passes_on_is_under_the_same_rules(tmp_path, monkeypatch):
    word = "".join(["harb", "our77!"])
    monkeypatch.setattr("tray_router.desktop.paths.data_folder", lambda: tmp_path)
    remote = SimulatedModel("qwen3:480b-cloud", remote_host="https://ollama.com:443", remote_model="qwen3:480b")
    async with SimulatedHost(SimulatedHostSettings(name="mac", models=(remote,))) as machine:
        machine.faults.cloud = Cloud.SERVING
        for mode in CloudMode:
            prices = {"qwen3:480b-cloud": PriceSettings(input=0.0, output=0.0)}
            settings = Settings(
                hosts={"mac": HostSettings(url=machine.url)},
                routes={"code": RouteSettings(candidates=("qwen3:480b-cloud@mac",))},
                cloud=CloudSettings(mode=mode, prices=prices),
            )
            parts = compose_engine(settings, UsageLedger(tmp_path / "usage"))
            parts.tracker.subscribe(parts.routes)
            await parts.poller.look_once()
            it = Lab(parts, SimulatedCloud(), machine, tmp_path)
            request = {"override": Override(route="code")}
            done = await it.ask(CODE, **request)
            assert isinstance(done, Completed if mode is CloudMode.AUTO else Failed), (mode, done)
            blocked = await it.ask(f"{CODE}\npassword = '{word}'", **request)
            assert isinstance(blocked, Failed), mode
            if mode is CloudMode.AUTO:
                assert it.notices(CloudStep.BLOCKED)
            await parts.poller.aclose()
            await parts.backend.aclose()
        left = [r for r in machine.requests.all() if r.left_machine]
        assert len(left) == 1
        assert word not in repr([r.body for r in machine.requests.all()])


async def test_a_server_at_home_is_a_machine_among_the_others(tmp_path, monkeypatch):
    word = "".join(["harb", "our77!"])
    monkeypatch.setattr("tray_router.desktop.paths.data_folder", lambda: tmp_path)
    async with SimulatedCloud(("qwen3-32b",)) as vllm:
        endpoint = EndpointSettings(url=vllm.url, models=("qwen3-32b",))
        settings = Settings(
            routes={"code": RouteSettings(candidates=("qwen3-32b@vllm",))},
            cloud=CloudSettings(endpoints={"vllm": endpoint}),
        )
        parts = compose_engine(settings, UsageLedger(tmp_path / "usage"))
        parts.tracker.subscribe(parts.routes)
        await parts.poller.look_once()
        try:
            (machine,) = parts.tracker.snapshot().hosts
            assert [model.name for model in machine.models] == ["qwen3-32b"]
            it = Lab(parts, vllm, SimulatedHost(SimulatedHostSettings(name="none")), tmp_path)
            assert isinstance(await it.ask(f"{CODE}\npassword = '{word}'"), Completed)
            assert it.routed == [("vllm", False)]
            assert word in it.sent()  # it stays at home, so nothing is looked for
            assert it.text == "It is so because the earth turns once a day."
            (line,) = it.ledger()
            assert (line["is_cloud"], line["cost_usd"]) == (False, None)
        finally:
            await parts.poller.aclose()
            await parts.backend.aclose()


# --- when one's own machines can do little ------------------------------------------------------------------


async def test_a_stand_in_is_passed_over_when_that_is_worth_it(tmp_path, monkeypatch):
    async with lab(tmp_path, monkeypatch) as it:
        policies = dict(it.parts.dispatcher.table.policies)
        policies["code"] = RoutePolicy("code", (ModelRef("qwen3-coder:30b", "mac"),), fallbacks=("quick",))
        it.parts.dispatcher.table = replace(it.parts.dispatcher.table, policies=policies)
        it.machine.answers = fixed_answer("def add(a: int, b: int) -> int:\n    return a + b")
        assert isinstance(await it.ask(CODE), Completed)
        assert it.routed == [("sky", True)]
        it.cloud.faults.status, it.cloud.faults.body = 500, {"error": {"message": "boom"}}
        assert isinstance(await it.ask(CODE), Completed)  # the stand-in is better than no answer
        assert it.routed == [("sky", True), ("mac", False)]
        failed = [event for event in it.events if isinstance(event, Routed)][-1]
        assert ("big-model", "sky") in {(r.model, r.host) for r in failed.rejections}


async def test_a_machine_that_breaks_down_on_the_way_is_made_up_for(tmp_path, monkeypatch, allow_log):
    allow_log("mac")
    async with lab(tmp_path, monkeypatch) as it:
        it.machine.faults.down = True  # after the last look at it
        assert isinstance(await it.ask(CODE), Completed)
        assert it.routed[0] == ("mac", False)
        assert it.routed[-1] == ("sky", True)


async def test_who_stops_a_question_pays_what_was_set_aside(tmp_path, monkeypatch):
    async with lab(tmp_path, monkeypatch, is_home=False) as it:
        it.cloud.faults.ending = Ending.HANG
        asked = asyncio.create_task(it.ask(CODE, override=Override(cloud=CloudConsent.TEXT)))
        async with asyncio.timeout(30):
            while not it.cloud.open_streams:  # noqa: ASYNC110 - the service is no coroutine of ours
                await asyncio.sleep(0.001)
        book = SpendingBook(tmp_path)
        set_aside = book.spent().today_usd
        asked.cancel()
        await asked
        assert isinstance(it.events[-1], Cancelled)
        assert book.spent().today_usd == set_aside >= it.cloud.charged_usd > 0
        async with asyncio.timeout(30):
            while it.cloud.open_streams:  # noqa: ASYNC110
                await asyncio.sleep(0.001)


async def test_the_popup_is_told_who_could_be_asked_and_for_how_much(tmp_path, monkeypatch):
    async with lab(tmp_path, monkeypatch) as it:
        told: list[Explained] = []
        request = Request("r", instruction=CODE)
        await it.parts.dispatcher.run(request, lambda _event: None, told.append)
        (outside,) = [candidate for candidate in told[0].candidates if candidate.is_cloud]
        assert (outside.model, outside.host) == ("big-model", "sky")
        assert outside.note.startswith("about $0.0")
