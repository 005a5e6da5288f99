"""The body that asks, in OpenAI's words, and its change for servers that do not know all of them.

Rules: pure. Options that a server may refuse are named in ``OPTIONAL``, and one of them is left out or renamed at a
time, only when the server's error names it: a limit on what is paid is never dropped.
"""

from __future__ import annotations

import base64
from typing import Any

from tray_router.backends.http import httpx
from tray_router.backends.openai import failures
from tray_router.backends.openai.failures import Place
from tray_router.model import Attempt, Message

OPTIONAL = ("stream_options", "max_tokens", "max_completion_tokens")
_IMAGE_TYPES = ((b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF8", "gif"), (b"RIFF", "webp"))


def chat_body(attempt: Attempt, messages: tuple[Message, ...], place: Place) -> dict[str, Any]:
    """The request body as servers of today take it; ``adapt`` mends it for others."""
    body: dict[str, Any] = {
        "model": attempt.candidate.model,
        "messages": [_message(turn) for turn in messages],
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    if attempt.max_tokens is not None:
        # OpenAI's newer models take only the second name, most others know only the first
        is_openai = httpx.URL(place.url).host.endswith("api.openai.com")
        body["max_completion_tokens" if is_openai else "max_tokens"] = attempt.max_tokens
    return body


def adapt(body: dict[str, Any], payload: bytes) -> bool:
    """Changes the one option that the server says it does not know; False when it says nothing of the kind."""
    said = failures.read_error_body(payload)
    if said is None:
        return False
    named = next((o for o in OPTIONAL if o in body and (said.parameter == o or f"{o}'" in said.text)), "")
    if named == "stream_options":
        del body[named]
        return True
    if named:
        other = "max_completion_tokens" if named == "max_tokens" else "max_tokens"
        is_about_name = other in said.text or "nsupported" in said.text or "nrecognized" in said.text
        if is_about_name:
            body[other] = body.pop(named)
        return is_about_name
    return False


def _message(turn: Message) -> dict[str, Any]:
    if not turn.images:
        return {"role": turn.role.value, "content": turn.content}
    parts: list[dict[str, Any]] = [{"type": "text", "text": turn.content}] if turn.content else []
    parts += [{"type": "image_url", "image_url": {"url": _data_uri(image)}} for image in turn.images]
    return {"role": turn.role.value, "content": parts}


def _data_uri(image: bytes) -> str:
    kind = next((kind for magic, kind in _IMAGE_TYPES if image.startswith(magic)), "png")
    return f"data:image/{kind};base64,{base64.b64encode(image).decode('ascii')}"
