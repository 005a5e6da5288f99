"""The owner's measured day on a simulated lab of three machines, asked by four contestants in one run.

38 questions as real text (``day_prompts``): 30 quick at 0.3 s on the 4B model, 5 code at 8 to 12 s on the 30B, 2 about
images at 4 and 13 s, one hard one at 7 s. All times are scaled down by ``--scale``; real sockets, real HTTP.

    ours        the program's own classifier, planner and dispatcher, routes proposed from what the machines have
    oracle      knows the best model and machine of each question and sends it the very same messages, directly
    big model   everything on the 30B model
    substrings  the plain keyword router of the seed idea, with a health check of up to 2 s before each request

What a contestant costs is its time; what it is worth is how many questions the right kind of model answered, for a
wrong model may well be faster. The overhead of ours is not scaled down with the models, so that a large scale counts
against it. ``--cold`` begins with nothing in memory.

    python benchmarks/day.py [--scale 10] [--rounds 3] [--cold]
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import io
import json
import math
import multiprocessing
import sys
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import httpx

from benchmarks.day_prompts import CODE, DAY, MORE, QUICK, REASONING, VISION, DayPrompt
from benchmarks.routing import substring_router
from tray_router.answers.prompt import build_messages
from tray_router.config.settings import HostSettings, Settings
from tray_router.daemon.compose import compose_engine
from tray_router.engine.ports import Chunk, UsageRecord
from tray_router.events import AnswerEvent, Completed, Failed, Restarted, Routed
from tray_router.model import Attempt, Capability, Message, Request
from tray_router.routing import Question as Asked
from tray_router.simulator import Answer, Question, SimulatedFleet, SimulatedHostSettings, SimulatedModel
from tray_router.simulator.answers import split_tokens
from tray_router.simulator.settings import GIB

LIMIT = 1.05
HEALTH_CHECK_S = 2.0
START_LIMIT_S = 20.0
NUM_CTX = 4096
WARM_UP = (
    "How tall is a giraffe?",
    "Traduis en français : bonne nuit",
    "Write a Python function that counts vowels",
    "Übersetze ins Englische: Guten Tag",
    "Traduce al español: hasta mañana",
)

# The right model of each route, and the machine on which it is fastest.
BEST = {
    QUICK: ("qwen3:4b", "mac"),
    VISION: ("granite3.2-vision:2b", "mac"),
    CODE: ("qwen3-coder:30b", "windows"),
    REASONING: ("deepseek-r1:8b", "windows"),
}
BIG = BEST[CODE]
PACE = {"mac": 1.0, "windows": 1.2, "ubuntu": 0.4}  # of the models that a machine has beside its best one
SPEED = {"qwen3:4b": 80.0, "granite3.2-vision:2b": 14.0, "qwen3-coder:30b": 14.0, "deepseek-r1:8b": 20.0}
LOAD_S = {"qwen3:4b": 3.0, "granite3.2-vision:2b": 3.0, "qwen3-coder:30b": 15.0, "deepseek-r1:8b": 5.0}
SIZE = {"qwen3:4b": 2.5e9, "granite3.2-vision:2b": 2.4e9, "qwen3-coder:30b": 18.6e9, "deepseek-r1:8b": 5.2e9}
HAS = {
    "mac": ("qwen3:4b", "granite3.2-vision:2b", "deepseek-r1:8b"),
    "windows": ("qwen3:4b", "qwen3-coder:30b", "deepseek-r1:8b"),
    "ubuntu": ("qwen3:4b", "qwen3-coder:30b", "granite3.2-vision:2b", "deepseek-r1:8b"),
}


@dataclass
class Result:
    """One contestant's day; seconds as they passed, questions by the route whose model answered."""

    seconds: float = 0.0
    right: int = 0
    by_route: dict[str, float] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def add(self, prompt: DayPrompt, model: str, seconds: float) -> None:
        self.seconds += seconds
        self.by_route[prompt.route] = self.by_route.get(prompt.route, 0.0) + seconds
        if model.removesuffix(":latest") == BEST[prompt.route][0]:
            self.right += 1
        else:
            self.elsewhere.append(f"{(prompt.instruction or prompt.content)[:40]!r} -> {model}")


# --- the lab ----------------------------------------------------------------------------------------------


def says(question: Question) -> Answer:
    """The prompt's own answer; models with a slower right time go on until that has passed at their usual pace."""
    prompt = next((p for p in DAY if _is_about(p, question.last.content)), None)
    if prompt is None:
        return Answer("That can be said in a few words, and here they are: it depends on the place and the day.")
    thinking = "Let me go through the parts of the question one after another. " if question.thinks else ""
    text, pieces = prompt.answer, _pieces(prompt, question.model.name)
    for number, sentence in enumerate(MORE):
        if len(split_tokens(thinking + text)) >= pieces:
            break
        text += f"{' ' if number % 4 else chr(10) * 2}{sentence}"
    return Answer(text, thinking)


def _pieces(prompt: DayPrompt, model: str) -> int:
    """How long a model talks: the right one for the measured time, the big one for 5 to 15 s whatever it is asked."""
    if model == BEST[prompt.route][0]:
        return int(prompt.seconds * SPEED[model]) if prompt.route != QUICK else 0
    return int((5.0 + len(prompt.answer) % 10) * SPEED[model]) if model == BIG[0] else 0


def _is_about(prompt: DayPrompt, text: str) -> bool:
    return (prompt.content or prompt.instruction) in text and prompt.instruction in text


def machines(scale: float) -> list[SimulatedHostSettings]:
    """Every model at its own pace; the pace of its best machine is the one in ``SPEED``."""
    return [
        SimulatedHostSettings(
            name,
            tuple(_model(model, name, scale) for model in models),
            memory_bytes=64 * GIB,
            vram_bytes=64 * GIB,
            slots=2,
            max_loaded=4,
            keep_alive_s=3600,
            answers=says,
        )
        for name, models in HAS.items()
    ]


def _model(name: str, host: str, scale: float) -> SimulatedModel:
    is_best = (name, host) in BEST.values()
    pace = 1.0 if is_best else min(PACE[host], 0.8)
    abilities = {Capability.COMPLETION}
    if name.startswith("granite"):
        abilities.add(Capability.VISION)
    if name.startswith(("qwen3:", "deepseek")):
        abilities.add(Capability.THINKING)
    return SimulatedModel(
        name,
        capabilities=frozenset(abilities),
        parameter_size={"q": "4.0B", "g": "2.5B", "d": "8.2B"}["q" if name == "qwen3:4b" else name[0]]
        if name != BIG[0]
        else "30.5B",
        size_bytes=int(SIZE[name]),
        load_s=LOAD_S[name] / scale / pace,
        tokens_per_s=SPEED[name] * pace * scale,
        prompt_tokens_per_s=2_000.0 * pace * scale if name != BIG[0] else 400.0 * pace * scale,
        kv_bytes_per_token=32 * 1024,
    )


@asynccontextmanager
async def lab(scale: float, *, is_cold: bool) -> AsyncIterator[dict[str, str]]:
    """The machines, with the best models in memory unless ``is_cold``; their addresses by name."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=serve, args=(scale, there), daemon=True)
    process.start()
    try:
        if not await asyncio.to_thread(here.poll, START_LIMIT_S):
            raise TimeoutError("the simulated machines did not start")
        urls: dict[str, str] = here.recv()
        if not is_cold:
            await warm_up(urls)
        yield urls
    finally:
        here.send("end")
        await asyncio.to_thread(process.join)


def serve(scale: float, pipe: Connection) -> None:
    """The machines, in a process of their own as real ones are; until something comes through the pipe."""

    async def run() -> None:
        async with SimulatedFleet(machines(scale)) as fleet:
            pipe.send(fleet.urls)
            await asyncio.to_thread(pipe.recv)

    asyncio.run(run())


async def warm_up(urls: dict[str, str]) -> None:
    """Loads the best model of each route where it is fastest."""
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        for model, host in BEST.values():
            body = {"model": model, "stream": False, "options": {"num_ctx": NUM_CTX}}
            (await client.post(f"{urls[host]}/api/chat", json=body)).raise_for_status()


def picture() -> bytes:
    """A chart with one red line, as PNG."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (320, 200), "white")
    ImageDraw.Draw(image).line([(10, 190), (110, 120), (200, 90), (310, 15)], fill="red", width=3)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


# --- the contestants --------------------------------------------------------------------------------------


class Scaled:
    """The client, with the figures of its answers as at full length: speeds are what the planner reads."""

    def __init__(self, backend: Any, scale: float) -> None:
        self._backend = backend
        self._scale = scale

    def __getattr__(self, name: str) -> Any:
        return getattr(self._backend, name)

    async def chat(self, attempt: Attempt, messages: tuple[Message, ...]) -> AsyncGenerator[Chunk, None]:
        stream = self._backend.chat(attempt, messages)
        try:
            async for chunk in stream:
                yield chunk if chunk.stats is None else replace(chunk, stats=self._at_full_length(chunk.stats))
        finally:
            await stream.aclose()

    def _at_full_length(self, stats: Any) -> Any:
        times = ("load_s", "queue_s", "prompt_s", "answer_s", "total_s")
        known = {name: value * self._scale for name in times if (value := getattr(stats, name)) is not None}
        return replace(stats, **known)


class NoUsage:
    """Usage is kept elsewhere."""

    def record(self, usage: UsageRecord) -> None:
        pass

    def corrected(self, *arguments: Any) -> None:
        pass


async def ours(urls: dict[str, str], scale: float, image: bytes, *, is_cold: bool) -> Result:
    """The program, without its popup; unless it is cold, it has answered a few questions since the morning."""
    settings = Settings(hosts={name: HostSettings(url=url) for name, url in urls.items()})
    parts = compose_engine(settings, NoUsage())
    parts.tracker.subscribe(parts.routes)
    parts.dispatcher.use_backend(Scaled(parts.backend, scale))
    parts.poller.start()
    result = Result()
    try:
        await parts.poller.look_once()
        for number, text in enumerate(() if is_cold else WARM_UP):
            await parts.dispatcher.run(Request(f"w{number}", text), lambda _event: None)
        for number, prompt in enumerate(DAY):
            events: list[AnswerEvent] = []
            request = Request(f"q{number}", prompt.instruction, prompt.content, (image,) if prompt.has_image else ())
            start = time.perf_counter()
            await parts.dispatcher.run(request, events.append)
            took_s = time.perf_counter() - start
            asked = [event for event in events if isinstance(event, Routed)]
            result.add(prompt, asked[-1].model if asked else "nobody", took_s)
            for event in events:
                if isinstance(event, Failed):
                    result.failed.append(event.title)
                elif isinstance(event, Restarted) or (isinstance(event, Completed) and event.notice):
                    why = event.reason if isinstance(event, Restarted) else event.notice
                    result.failed.append(f"{(prompt.instruction or prompt.content)[:30]!r}: {why}")
    finally:
        await parts.poller.aclose()
        await parts.preloader.aclose()
        await parts.backend.aclose()
    return result


async def ask(client: httpx.AsyncClient, url: str, model: str, prompt: DayPrompt, image: bytes) -> None:
    """One question, directly; the stream is read to its end."""
    images = (image,) if prompt.has_image and model == BEST[VISION][0] else ()
    turns = build_messages(Request("q", prompt.instruction, prompt.content, images))
    messages: list[dict[str, Any]] = [{"role": turn.role.value, "content": turn.content} for turn in turns]
    if images:
        messages[-1]["images"] = [base64.b64encode(image).decode()]
    body: dict[str, Any] = {"model": model, "messages": messages, "options": {"num_ctx": NUM_CTX}}
    if model == BEST[QUICK][0]:
        body["think"] = False
    async with client.stream("POST", f"{url}/api/chat", json=body) as reply:
        reply.raise_for_status()
        async for line in reply.aiter_lines():
            if json.loads(line).get("done"):
                break


async def directly(urls: dict[str, str], scale: float, image: bytes, choose: Any, *, checks: bool = False) -> Result:
    """Asks what ``choose`` says, one after another."""
    result = Result()
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        for url in urls.values():
            await client.get(f"{url}/api/version")
        for prompt in DAY:
            start = time.perf_counter()
            model, host = choose(prompt)
            if checks:
                limit_s = HEALTH_CHECK_S / scale
                (await client.get(f"{urls[host]}/api/tags", timeout=max(limit_s, 0.05))).raise_for_status()
            await ask(client, urls[host], model, prompt, image)
            result.add(prompt, model, time.perf_counter() - start)
    return result


def by_oracle(prompt: DayPrompt) -> tuple[str, str]:
    return BEST[prompt.route]


def by_substrings(prompt: DayPrompt) -> tuple[str, str]:
    return BEST[substring_router(Asked(prompt.instruction, prompt.content, has_image=prompt.has_image))[0]]


async def one_round(scale: float, image: bytes, *, is_cold: bool, has_big: bool) -> dict[str, Result]:
    """Every contestant's day, each with machines of its own; the big model's, which takes longest, only on demand."""
    found = {}
    async with lab(scale, is_cold=is_cold) as urls:
        found["oracle"] = await directly(urls, scale, image, by_oracle)
    async with lab(scale, is_cold=is_cold) as urls:
        found["ours"] = await ours(urls, scale, image, is_cold=is_cold)
    async with lab(scale, is_cold=is_cold) as urls:
        found["substrings"] = await directly(urls, scale, image, by_substrings, checks=True)
    if not has_big:
        return found
    async with lab(scale, is_cold=is_cold) as urls:
        found["big model"] = await directly(urls, scale, image, lambda _prompt: BIG)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure a whole day's questions.")
    parser.add_argument("--scale", type=float, default=10.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cold", action="store_true", help="nothing is in memory at first")
    options = parser.parse_args()
    image = picture()
    rounds = [
        asyncio.run(one_round(options.scale, image, is_cold=options.cold, has_big=number == 0))
        for number in range(options.rounds)
    ]
    print(f"38 questions, scale 1:{options.scale:g}, {options.rounds} rounds, {'cold' if options.cold else 'warm'}")
    print("seconds are those of a real day, medians; 'right' is how many the right kind of model answered")
    for name in ("oracle", "ours", "substrings", "big model"):
        days = [found[name] for found in rounds if name in found]
        parts = "  ".join(
            f"{route} {median(day.by_route.get(route, 0.0) for day in days) * options.scale:6.1f}"
            for route in (QUICK, CODE, VISION, REASONING)
        )
        total_s = median(day.seconds for day in days) * options.scale
        print(f"  {name:11} {total_s:6.1f} s   {parts}   right {days[-1].right}/38")
    ratios = [found["ours"].seconds / found["oracle"].seconds for found in rounds]
    last = rounds[-1]["ours"]
    for line in (*last.elsewhere, *last.failed):
        print(f"  ours: {line}")
    ratio = median(ratios)
    extra_s = median(found["ours"].seconds - found["oracle"].seconds for found in rounds)
    oracle_s = median(found["oracle"].seconds for found in rounds) * options.scale
    print(f"ours takes {extra_s / len(DAY) * 1000:.1f} ms longer per question, which no scale shrinks:", end=" ")
    print(f"{1 + extra_s / oracle_s:.4f} of the oracle on a day at full length")
    print(f"ours / oracle: {ratio:.3f} (of {', '.join(f'{r:.3f}' for r in ratios)}); limit {LIMIT}")
    return 0 if ratio <= LIMIT and math.isfinite(ratio) else 1


if __name__ == "__main__":
    sys.exit(main())
