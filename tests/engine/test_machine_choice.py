"""The machine that answers soonest, found out over real sockets."""

from __future__ import annotations

from tests.engine.test_with_simulator import ANSWER, lab
from tray_router.fleet import record as fleet_record
from tray_router.model import Override, Request
from tray_router.simulator import SimulatedModel

LINE = 20  # far more than one machine can be measured as slower than the other
PACED = SimulatedModel("small", size_bytes=4_000_000_000, tokens_per_s=400.0, prompt_tokens_per_s=20_000.0)


async def test_a_machine_that_proved_slow_is_left_for_an_ordinary_one() -> None:
    async with lab("slow", "fast", models=(PACED,)) as found:
        for machine in found.machines.values():
            await found.backend.preload(machine.name, "small", 4_096, 5.0)
        await found.poller.look_once()
        found.machines["slow"].faults.model("small").update(tokens_per_s=15.0)  # slower than the default of its size
        assert await found.ask() == ANSWER
        assert found.asked() == ["small:latest@slow"]  # nothing is known yet: the order of the settings
        assert await found.ask() == ANSWER
        assert found.asked() == ["small:latest@fast"]
        (first, second) = found.dispatcher.plan(Request("r", instruction="why?")).candidates
        assert (first.host, second.host) == ("fast", "slow")
        assert "tokens/s" in first.note


async def test_a_busy_machine_leaves_the_next_question_to_another() -> None:
    async with lab("mac", "pc", models=(PACED,)) as found:
        for machine in found.machines.values():
            await found.backend.preload(machine.name, "small", 4_096, 5.0)
        await found.poller.look_once()
        for name in found.machines:  # so that both are known as equally fast
            await found.dispatcher.run(Request(name, "Why?", override=Override(host=name)), found.events.append)

        def hosts() -> list[str]:
            return [candidate.host for candidate in found.dispatcher.plan(Request("r", instruction="why?")).candidates]

        (free, other) = hosts()
        for _ in range(LINE):
            found.tracker.apply(free, lambda r: fleet_record.request_started(r, "small:latest", 1.0))
        assert hosts() == [other, free]
        for _ in range(LINE):
            found.tracker.apply(free, lambda r: fleet_record.request_ended(r, "small:latest"))
        assert hosts() == [free, other]
