"""A question about an image when nobody who is up can see: its text goes to a text model, and that is said."""

from tests.builders import VISION, installed
from tests.engine.fakes import bench, route, up
from tray_router.engine.image_text import INSTALL_HINT, OCR_NOTE, READ_NOTICE, READ_REASON
from tray_router.errors import CaptureError
from tray_router.events import Completed, Failed, Routed, Waiting, WaitReason
from tray_router.model import Message, Request, Role


class Reader:
    """Reads what it is told to, and remembers what it was shown."""

    def __init__(self, text="", problem=None):
        self.text, self.problem, self.shown = text, problem, []

    async def read(self, images):
        self.shown.append(images)
        if self.problem:
            raise self.problem
        return self.text


def blind(**more):
    """A fleet with a text model only."""
    return bench(up("mac", installed("small"), loaded=["small"]), routes=[route("quick", "small")], **more)


ABOUT_IMAGE = Request("r1", instruction="what failed?", images=(b"png",))


async def test_the_text_goes_to_a_text_model_marked_as_a_stand_in():
    made = blind()
    made.dispatcher.image_reader = reader = Reader("Connection refused\nport 11434")
    await made.run(ABOUT_IMAGE)
    assert reader.shown == [(b"png",)]
    sent = made.backend.prompts[0][-1]
    assert sent.images == ()
    assert "what failed?" in sent.content and OCR_NOTE in sent.content and "port 11434" in sent.content
    (routed,) = made.of(Routed)
    assert routed.is_degraded
    assert routed.reasons[0] == READ_REASON
    assert made.terminal.notice == READ_NOTICE
    assert made.of(Waiting)[0].reason is WaitReason.READING_IMAGE
    made.check_tidy()


async def test_without_the_extra_it_is_refused_and_the_way_out_is_named():
    made = blind()
    await made.run(ABOUT_IMAGE)
    assert isinstance(made.terminal, Failed)
    assert INSTALL_HINT in made.terminal.hint
    assert made.backend.prompts == []


async def test_no_text_in_the_image_is_no_reason_to_pretend():
    made = blind()
    made.dispatcher.image_reader = Reader("  \n")
    await made.run(ABOUT_IMAGE)
    assert isinstance(made.terminal, Failed)
    assert "no text in this one" in made.terminal.title
    assert made.backend.prompts == []


async def test_an_image_that_cannot_be_read_is_said():
    made = blind()
    made.dispatcher.image_reader = Reader(problem=CaptureError("The text was not read in time.", "Ask about less."))
    await made.run(ABOUT_IMAGE)
    assert (made.terminal.title, made.terminal.hint) == ("The text was not read in time.", "Ask about less.")


async def test_where_somebody_sees_nothing_is_read():
    made = bench(up("mac", installed("seer", VISION)), routes=[route("quick", "seer")])
    made.dispatcher.image_reader = reader = Reader("text")
    await made.run(ABOUT_IMAGE)
    assert isinstance(made.terminal, Completed)
    assert reader.shown == []
    assert made.backend.prompts[0][-1].images == (b"png",)


async def test_an_image_of_an_earlier_turn_is_read_too():
    made = blind()
    made.dispatcher.image_reader = reader = Reader("the text")
    earlier = (Message(Role.USER, "what is this?", (b"old",)), Message(Role.ASSISTANT, "A dialog."))
    await made.run(Request("r2", instruction="and the button?", history=earlier))
    assert reader.shown == [(b"old",)]
    sent = made.backend.prompts[0]
    assert not any(turn.images for turn in sent)
    assert "the text" in sent[-1].content
