"""Failures as the server words them, with the status and the content type that go with them.

Rule: an ``ApiError`` is a reply that is not a success and is sent before the first token; a ``StreamFailure`` is
what ends a reply that had begun. Sources: Ollama contract, section 1 (table of errors), and sections 4 to 7.
"""

from __future__ import annotations

from typing import Any

from tray_router.simulator import gojson
from tray_router.simulator.faults import Ending

JSON_UTF8 = "application/json; charset=utf-8"
JSON_PLAIN = "application/json"
NDJSON = "application/x-ndjson"
TEXT_PLAIN = "text/plain"
TEXT_UTF8 = "text/plain; charset=utf-8"
HTML = "text/html; charset=utf-8"

QUEUE_FULL = "server busy, please try again.  maximum pending requests exceeded"  # two spaces, as Ollama has it
RUNNER_STOPPED = (
    "model runner has unexpectedly stopped, this may be due to resource limitations or an internal error, "
    "check ollama server logs for details"
)
CRASHED = "an error was encountered while running the model: unexpected EOF"
RUNNER_COMPUTE_ERROR = "llama-server chat error: map[code:500 message:Compute error. type:server_error]"
PROMPT_TOO_LONG = (
    "the prompt is longer than the context length currently available to the model; shorten the prompt, "
    "adjust the context length in settings, or use a model with a longer context length"
)


class ApiError(Exception):
    """A reply that is an error. ``body`` is JSON; ``is_runners`` tells that the runner said it.

    What the runner says is sent with the plain content type when the client asked for a stream.
    """

    def __init__(self, status: int, body: Any, content_type: str = JSON_UTF8, *, is_runners: bool = False) -> None:
        super().__init__(status)
        self.status = status
        self.body = {"error": body} if isinstance(body, str) else body
        self.content_type = content_type
        self.is_runners = is_runners

    @property
    def text(self) -> str:
        """The error text, or empty for bodies of another form."""
        text = self.body.get("error") if isinstance(self.body, dict) else ""
        return text if isinstance(text, str) else ""


def runner_error(status: int, message: str, kind: str, **more: int) -> ApiError:
    """An error of the runner, passed on with its status and its whole body as a string inside ``error``."""
    inner = {"error": {"code": status, "message": message, "type": kind, **more}}
    return ApiError(status, gojson.encode(inner).decode(), is_runners=True)


def context_exceeded(tokens: int, num_ctx: int) -> ApiError:
    """The prompt does not fit; the numbers are exact."""
    message = f"request ({tokens} tokens) exceeds the available context size ({num_ctx} tokens), try increasing it"
    return runner_error(400, message, "exceed_context_size_error", n_prompt_tokens=tokens, n_ctx=num_ctx)


class StreamFailure(Exception):
    """What ends a reply after its first token. ``text`` is the error line, or empty when it ends silently."""

    def __init__(self, ending: Ending, text: str = "") -> None:
        super().__init__(ending)
        self.ending = ending
        self.text = text
