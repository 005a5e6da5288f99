"""From an ``Ask`` to pieces of text: load, wait for a slot, read the prompt, speak, and all that can go wrong.

Rules: nothing is yielded before the first token; what fails before it is an ``ApiError``, what fails after it a
``StreamFailure``; times are measured one after another, so that ``queue = total - load - prompt - eval`` holds
(contract, section 2). Runs in the loop's thread; leaving the generator gives the slot back.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import math
import time
from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass
from typing import Any

from tray_router.model import Capability
from tray_router.simulator import gojson
from tray_router.simulator.answers import split_tokens
from tray_router.simulator.api.context import FittedPrompt, check_images, fit_prompt, runner_spec
from tray_router.simulator.api.errors import (
    CRASHED,
    QUEUE_FULL,
    RUNNER_COMPUTE_ERROR,
    RUNNER_STOPPED,
    ApiError,
    StreamFailure,
    runner_error,
)
from tray_router.simulator.api.parsing import Ask, Endpoint, check_options
from tray_router.simulator.faults import EffectiveFaults, Ending, pace_s
from tray_router.simulator.machine import Machine
from tray_router.simulator.scheduler import LoadError, QueueFullError
from tray_router.simulator.script import Question
from tray_router.simulator.settings import PromptPath, SimulatedModel

_CONTEXTS_OF_OUTPUT = 10  # an unlimited answer ends after so many contexts
_PIECES_PER_TURN = 32  # of the loop, at infinite speed
_SHORTEST_SLEEP_S = 0.001
_RUNNER_MESSAGES = {503: ("Loading model", "unavailable_error")}
_SCHEMA_TYPES = ("object", "array", "string", "number", "integer", "boolean", "null")


@dataclass(frozen=True, slots=True)
class Piece:
    """One token of thinking or of the answer."""

    text: str
    is_thinking: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of a reply: nanoseconds and tokens."""

    total_ns: int = 0
    load_ns: int = 0
    prompt_tokens: int = 0
    prompt_ns: int = 0
    answer_tokens: int = 0
    answer_ns: int = 0

    def as_json(self) -> dict[str, int]:
        """Ollama's names; zeros are left out, as Go's ``omitempty`` does."""
        named = {
            "total_duration": self.total_ns,
            "load_duration": self.load_ns,
            "prompt_eval_count": self.prompt_tokens,
            "prompt_eval_duration": self.prompt_ns,
            "eval_count": self.answer_tokens,
            "eval_duration": self.answer_ns,
        }
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True, slots=True)
class Final:
    """The regular end. ``rendered`` is the prompt as text when only that was asked for."""

    done_reason: str
    figures: Figures = Figures()
    rendered: str | None = None


Events = AsyncGenerator[Piece | Final, None]


async def generate(machine: Machine, model: SimulatedModel, ask: Ask, faults: EffectiveFaults) -> Events:
    """Answer on this machine's own memory: any number of pieces, then one ``Final``.

    Raises:
        ApiError: before the first piece.
        StreamFailure: in place of the rest; only faults cause it.
    """
    began = time.perf_counter_ns()
    check_options(ask.options)
    if faults.queue_full:
        raise ApiError(503, QUEUE_FULL)
    spec = runner_spec(ask, model, machine.settings.default_num_ctx)
    async with contextlib.AsyncExitStack() as stack:
        try:
            runner = await stack.enter_async_context(machine.scheduler.hold(spec, ask.keep_alive_s, faults))
        except QueueFullError as error:
            raise ApiError(503, QUEUE_FULL) from error
        except LoadError as error:
            raise ApiError(500, str(error)) from error
        load_ns = time.perf_counter_ns() - began
        if not ask.turns:
            yield Final("load")
            return
        if ask.renders_only:
            yield Final("", rendered="\n".join(f"{turn.role}: {turn.content}" for turn in ask.turns))
            return
        check_images(ask, model)
        check_format(ask)
        prompt = fit_prompt(ask, model, runner.spec.num_ctx)
        use = await stack.enter_async_context(machine.scheduler.slot(runner, faults))
        await _hang(machine, model, faults)
        _fail_early(faults)
        talk = _Talk(machine, model, ask, faults, prompt, runner.spec.num_ctx, began, load_ns)
        events = await stack.enter_async_context(contextlib.aclosing(talk.events()))
        try:
            async for event in events:
                use.is_streaming = ask.stream
                yield event
        except StreamFailure as failure:
            runner.has_crashed = failure.ending is Ending.CRASH
            raise


async def generate_remotely(machine: Machine, model: SimulatedModel, ask: Ask, faults: EffectiveFaults) -> Events:
    """Answer as another server would, without touching this machine's memory."""
    began = time.perf_counter_ns()
    prompt = fit_prompt(ask, model, model.context_length)
    load_ns = time.perf_counter_ns() - began
    talk = _Talk(machine, model, ask, faults, prompt, model.context_length, began, load_ns)
    async with contextlib.aclosing(talk.events()) as events:
        async for event in events:
            yield event


@dataclass(frozen=True, slots=True)
class _Talk:
    """Reading one prompt and speaking one answer, once a slot is there."""

    machine: Machine
    model: SimulatedModel
    ask: Ask
    faults: EffectiveFaults
    prompt: FittedPrompt
    num_ctx: int
    began_ns: int
    load_ns: int

    async def events(self) -> Events:
        """Pieces at the model's pace, then the figures."""
        model, faults = self.model, self.faults
        reading = time.perf_counter_ns()
        speed = model.prompt_tokens_per_s if faults.prompt_tokens_per_s is None else faults.prompt_tokens_per_s
        await asyncio.sleep(pace_s(self.prompt.tokens, speed))
        speaking = time.perf_counter_ns()
        pieces, done_reason = self._plan()
        last = math.inf if faults.ending is Ending.NORMAL else faults.ending_after
        speed = model.tokens_per_s if faults.tokens_per_s is None else faults.tokens_per_s
        now = asyncio.get_running_loop().time
        began, count = now(), 0
        for piece in pieces:
            if count >= last:
                break
            count += 1
            ahead_s = began + pace_s(count, speed) - now()
            if ahead_s > _SHORTEST_SLEEP_S:
                await asyncio.sleep(ahead_s)
            elif count % _PIECES_PER_TURN == 0:
                await asyncio.sleep(0)  # others get their turn, and a client that left is noticed
            yield piece
        await _end_badly(faults, model)
        ended = time.perf_counter_ns()
        figures = Figures(
            total_ns=ended - self.began_ns,
            load_ns=self.load_ns,
            prompt_tokens=self.prompt.tokens,
            prompt_ns=speaking - reading,
            answer_tokens=max(count, 1),  # the end token counts when it is the only one
            answer_ns=ended - speaking,
        )
        yield Final(done_reason, figures)

    def _plan(self) -> tuple[Iterable[Piece], str]:
        """All pieces to come, and the reason of the end."""
        if self.faults.repeats_token:
            return itertools.repeat(Piece("again ")), "stop"
        ask, model = self.ask, self.model
        thinks = model.can(Capability.THINKING) and ask.think is not False
        question = Question(model, self.machine.settings.name, self.prompt.turns, thinks)
        answer = self.machine.answer(model, question)
        text, thinking = answer.text, answer.thinking if thinks else ""
        if ask.endpoint is Endpoint.GENERATE and thinking and model.prompt_path is PromptPath.NATIVE:
            text, thinking = f"<think>\n{thinking}\n</think>\n\n{text}", ""  # not split on this path (section 2)
        text, is_stopped = _stopped(text, ask.options.get("stop"))
        pieces = [Piece(token, is_thinking=True) for token in split_tokens(thinking)]
        pieces += [Piece(token) for token in split_tokens(text)]
        limit = _output_limit(ask, self.prompt.tokens, self.num_ctx)
        if limit == 0:
            if model.prompt_path is PromptPath.NATIVE:
                return (), "length"
            return itertools.cycle(pieces or [Piece(" ")]), "length"  # zero is dropped: it never ends by itself
        if len(pieces) > limit:
            return pieces[:limit], "length"
        return pieces, "stop" if is_stopped else answer.done_reason


async def _end_badly(faults: EffectiveFaults, model: SimulatedModel) -> None:
    if faults.ending is Ending.NORMAL:
        return
    if faults.ending is Ending.STALL:
        await asyncio.Event().wait()  # until the client leaves
    if faults.ending is Ending.CRASH:
        raise StreamFailure(faults.ending, CRASHED)
    if faults.ending is Ending.RUNNER_ERROR and model.prompt_path is PromptPath.NATIVE:
        raise StreamFailure(faults.ending, RUNNER_COMPUTE_ERROR)
    raise StreamFailure(Ending.EOF if faults.ending is Ending.RUNNER_ERROR else faults.ending)


async def _hang(machine: Machine, model: SimulatedModel, faults: EffectiveFaults) -> None:
    if faults.hangs_for_good:
        await asyncio.Event().wait()  # until the client leaves
    elif faults.hang:
        await machine.wait_while(lambda: machine.faults.is_hanging(model.canonical_name))


def _fail_early(faults: EffectiveFaults) -> None:
    if faults.crash_before_first:
        raise ApiError(500, RUNNER_STOPPED, is_runners=True)
    if faults.runner_status is not None:
        message, kind = _RUNNER_MESSAGES.get(faults.runner_status, ("Simulated runner error", "server_error"))
        raise runner_error(faults.runner_status, message, kind)


def check_format(ask: Ask) -> None:
    """Refuse a ``format`` that is neither ``json`` nor a schema with a known type."""
    wanted = ask.format
    if wanted in (None, "", "json"):
        return
    if not isinstance(wanted, dict):
        shown = gojson.encode(gojson.encode(wanted).decode()).decode()
        raise ApiError(500, f'invalid format: {shown}; expected "json" or a valid JSON Schema object')
    kind = wanted.get("type", "object")
    if kind not in _SCHEMA_TYPES:
        raise runner_error(
            400, f"Field 'json_schema': Unrecognized schema: {gojson.encode(wanted).decode()}", "invalid_request_error"
        )


def _stopped(text: str, stops: Any) -> tuple[str, bool]:
    found = [at for stop in stops or () if isinstance(stop, str) and stop and (at := text.find(stop)) >= 0]
    return (text[: min(found)], True) if found else (text, False)


def _output_limit(ask: Ask, prompt_tokens: int, num_ctx: int) -> int:
    asked = ask.options.get("num_predict")
    limit = _CONTEXTS_OF_OUTPUT * num_ctx if asked is None or asked < 0 else int(asked)
    if not ask.shift and limit:
        limit = min(limit, max(1, num_ctx - prompt_tokens))
    return limit
