"""Turns a Request into the messages that a model gets.

Rule: what was captured is data, the instruction is the user's; the two are kept apart by a delimiter that does not
occur in the captured text, so that a page cannot speak in the user's name. Only the prompt of an action that says
with ``{text}`` where the text goes is taken at its word.
"""

from __future__ import annotations

from tray_router.model import Message, Request, Role

SYSTEM_PROMPT = (
    "You answer inside a small desktop popup. Be correct first, then brief. Use Markdown, and put code in fenced "
    "blocks with its language. Answer in the language of the user's instruction, or of the text when there is none."
)
TEXT_PLACEHOLDER = "{text}"
BARE_TEXT_PROMPT = (
    "The user selected the text below and pressed a key without typing anything. If it is a question or a request, "
    "answer it. If it is an error message or a log, explain the cause and the fix. If it is code, explain it and name "
    "its mistakes. If it is a message to the user, summarise it and say what it asks for. Otherwise explain it briefly."
)
BARE_IMAGE_PROMPT = (
    "Say what this screenshot shows, most important first. If it shows an error, explain its cause and the fix. "
    "If it shows a question, answer it."
)


def build_messages(request: Request) -> tuple[Message, ...]:
    """The system prompt, the history, and the question, in the order in which Ollama wants them."""
    system = SYSTEM_PROMPT
    is_bare = not request.instruction.strip()
    if is_bare and request.content.strip():
        system = f"{SYSTEM_PROMPT} {BARE_TEXT_PROMPT}"
    question = Message(role=Role.USER, content=question_text(request), images=request.images)
    return (Message(role=Role.SYSTEM, content=system), *request.history, question)


def question_text(request: Request) -> str:
    """The user's turn: instruction and captured text, or whichever of the two there is.

    An action's ``{text}`` is replaced by the captured text, which then is not repeated; other braces mean nothing.
    """
    if _is_filled_in(request):
        return request.instruction.replace(TEXT_PLACEHOLDER, request.content).strip() or BARE_IMAGE_PROMPT
    instruction, content = request.instruction.strip(), request.content.strip()
    if not instruction:
        return content or BARE_IMAGE_PROMPT
    if not content:
        return instruction
    fence = delimiter(content)
    return f"{instruction}\n\n{fence}\n{content}\n{fence}"


def plain_instruction(request: Request) -> str:
    """What the question is routed by and remembered as: the instruction without the place for the captured text.

    Of a long prompt of our own it is the gist, lest its mentions of code and errors count. Empty for an action that
    nobody chose: there the content alone decides, as it did over the action.
    """
    return "" if request.is_by_default else request.gist or asked_for(request)


def asked_for(request: Request) -> str:
    """What an answer is held against: the instruction without the place for the captured text."""
    return request.instruction.replace(TEXT_PLACEHOLDER, "") if _is_filled_in(request) else request.instruction


def _is_filled_in(request: Request) -> bool:
    return bool(request.action) and TEXT_PLACEHOLDER in request.instruction


def delimiter(content: str) -> str:
    """Triple quotes, lengthened until they do not occur in the text."""
    fence = '"""'
    while fence in content:
        fence += '"'
    return fence
