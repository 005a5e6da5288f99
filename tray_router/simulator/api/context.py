"""What happens to a prompt that does not fit its context, on both prompt paths.

Rule: the table of Ollama contract, section 4, and nothing else. Pure functions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tray_router.model import Capability
from tray_router.simulator.answers import count_tokens
from tray_router.simulator.api.errors import PROMPT_TOO_LONG, ApiError, context_exceeded, runner_error
from tray_router.simulator.api.parsing import Ask, Endpoint
from tray_router.simulator.images import image_facts
from tray_router.simulator.scheduler import RunnerSpec
from tray_router.simulator.script import Turn
from tray_router.simulator.settings import PromptPath, SimulatedModel

_MIN_NUM_CTX = 4
_MIN_NUM_CTX_VISION = 2_048
_KEPT_TOKENS = 5  # num_keep 4 and the start token; makes 2051 of 4096, as observed
_CHARACTERS_PER_TOKEN = 4
_TUNING_OPTIONS = ("draft_num_predict", "main_gpu", "num_batch", "num_gpu", "num_thread", "use_mmap")


@dataclass(frozen=True, slots=True)
class FittedPrompt:
    """What the model gets to read: turns that were not dropped, and the prompt's tokens."""

    turns: tuple[Turn, ...]
    tokens: int


def runner_spec(ask: Ask, model: SimulatedModel, default_num_ctx: int) -> RunnerSpec:
    """How the model must be loaded for this request; the context is clamped as the server does."""
    smallest = _MIN_NUM_CTX_VISION if model.can(Capability.VISION) else _MIN_NUM_CTX
    asked = ask.options.get("num_ctx")
    num_ctx = default_num_ctx if asked is None else int(asked)
    num_ctx = min(max(num_ctx, smallest), model.context_length)
    tuning = tuple((name, ask.options[name]) for name in _TUNING_OPTIONS if ask.options.get(name) is not None)
    return RunnerSpec(model, num_ctx, ask.shift, tuning)


def check_images(ask: Ask, model: SimulatedModel) -> None:
    """Refuse images that the model cannot take, or that are none; the model is already loaded by then.

    Raises:
        ApiError: nested; 500 for a model without vision on the native path, else 400.
    """
    images = [image for turn in ask.turns for image in turn.images]
    if not images:
        return
    if not model.can(Capability.VISION):
        if model.prompt_path is PromptPath.NATIVE and ask.endpoint is not Endpoint.GENERATE:
            hint = "image input is not supported - hint: if this is unexpected, you may need to provide the mmproj"
            raise runner_error(500, hint, "server_error")
        refusal = "Multimodal data provided, but model does not support multimodal requests."
        raise runner_error(400, refusal, "invalid_request_error")
    if any(image_facts(image) is None for image in images):
        raise runner_error(400, "Failed to load image or audio file", "invalid_request_error")


def fit_prompt(ask: Ask, model: SimulatedModel, num_ctx: int) -> FittedPrompt:
    """Drop, cut or refuse.

    Raises:
        ApiError: the prompt is too long and must not, or cannot, be shortened.
    """
    tokens = count_tokens(ask.turns, model.image_tokens)
    if tokens <= num_ctx:
        return FittedPrompt(ask.turns, tokens)
    if not ask.truncate:
        raise context_exceeded(tokens, num_ctx)
    turns = ask.turns if ask.endpoint is Endpoint.GENERATE else _without_old(ask.turns, model, num_ctx)
    tokens = count_tokens(turns, model.image_tokens)
    if tokens <= num_ctx:
        return FittedPrompt(turns, tokens)
    if ask.endpoint is not Endpoint.GENERATE and model.prompt_path is PromptPath.NATIVE:
        raise context_exceeded(tokens, num_ctx)
    if not ask.shift:
        raise ApiError(400, PROMPT_TOO_LONG)
    kept = min(_KEPT_TOKENS, num_ctx)
    tokens = kept + (num_ctx - kept + 1) // 2
    last = turns[-1]
    cut = replace(last, content=last.content[-tokens * _CHARACTERS_PER_TOKEN :])
    return FittedPrompt((*turns[:-1], cut), tokens)


def _without_old(turns: tuple[Turn, ...], model: SimulatedModel, num_ctx: int) -> tuple[Turn, ...]:
    """Whole messages go, the oldest first; system messages and the last one stay."""
    kept = list(turns)
    while count_tokens(tuple(kept), model.image_tokens) > num_ctx:
        oldest = next((at for at, turn in enumerate(kept[:-1]) if turn.role != "system"), None)
        if oldest is None:
            break
        del kept[oldest]
    return tuple(kept)
