"""When nobody who is up can see: the text in the image takes the image's place, and everybody is told. PURE but for
the reader that is handed in; runs in the engine's loop.
"""

from __future__ import annotations

from dataclasses import replace

from tray_router.answers.prompt import question_text
from tray_router.engine.ports import ImageTextReader
from tray_router.errors import RoutingError
from tray_router.model import Request, RoutePlan

INSTALL_HINT = "With `pip install 'tray-router[ocr]'` the text in an image can be read even where no model sees."
READ_NOTICE = "No model that can see was available: only the text in the image was read and sent."
READ_REASON = "the text in the image was read, nobody who is up can see"
BARE_INSTRUCTION = (
    "The text below was read from a screenshot by OCR and may have mistakes. Say what it is about, most important "
    "first. If it shows an error, explain its cause and the fix. If it shows a question, answer it."
)
OCR_NOTE = "(The text below was read from a screenshot by OCR and may have mistakes; the picture itself is not seen.)"


async def with_text_of_images(request: Request, reader: ImageTextReader) -> Request:
    """The same question with the text of its images instead of them; earlier turns keep their words only.

    Raises:
        RoutingError: there is no text in the images.
        CaptureError: they could not be read.
    """
    images = request.images or tuple(image for turn in request.history for image in turn.images)
    text = (await reader.read(images)).strip()
    if not text:
        raise RoutingError(
            "No model that can see images is up, and there is no text in this one that could be read instead.",
            "Ask again when a machine with a vision model is back; `tray-router status` says how each one is.",
        )
    instruction = f"{question_text(replace(request, images=(), content=''))}\n\n{OCR_NOTE}"
    return replace(
        request,
        instruction=instruction if request.instruction.strip() else BARE_INSTRUCTION,
        content="\n\n".join(filter(None, (request.content.strip(), text))),
        images=(),
        history=tuple(replace(turn, images=()) for turn in request.history),
    )


def marked_as_read(plan: RoutePlan) -> RoutePlan:
    """The plan for the text of an image: everybody in it is a stand-in for somebody who sees."""
    stand_ins = tuple(replace(candidate, is_degraded=True) for candidate in plan.candidates)
    return replace(plan, candidates=stand_ins, reasons=(READ_REASON, *plan.reasons)[:4])
