import asyncio

import pytest
from dbus_fast import DBusError, ErrorType, Message, MessageType

from tray_router.desktop.session_bus import SessionBus

ASKED = Message(destination="a.b", path="/", interface="a.b", member="Ask", serial=7)


class Connection:
    """Stands for a dbus-fast connection whose one call is answered by hand."""

    def __init__(self):
        self.reply = asyncio.get_running_loop().create_future()

    async def call(self, _message):
        return await self.reply


@pytest.fixture
def bus():
    return SessionBus("unix:path=/nonexistent")


async def test_a_cancellation_is_not_lost_to_a_reply_that_comes_with_it(bus):
    """Or quitting would wait for ever for a connection that has just been answered."""
    bus._bus = Connection()
    task = asyncio.create_task(bus.send_and_wait(ASKED))
    await asyncio.sleep(0)
    bus._bus.reply.set_result(Message.new_method_return(ASKED))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.virtual_time
async def test_a_call_that_nobody_answers_fails_at_its_limit(bus):
    bus._bus = Connection()
    with pytest.raises(DBusError) as caught:
        await bus.send_and_wait(ASKED)
    assert caught.value.type == ErrorType.TIMEOUT.value


async def test_failures_are_dbus_errors(bus):
    with pytest.raises(DBusError, match="not connected"):
        await bus.send_and_wait(ASKED)
    bus._bus = Connection()
    bus._bus.reply.set_exception(EOFError())
    with pytest.raises(DBusError):
        await bus.send_and_wait(ASKED)
    bus._bus = Connection()
    answer = Message.new_error(ASKED, "a.b.Broken", "it is broken")
    assert answer.message_type is MessageType.ERROR
    bus._bus.reply.set_result(answer)
    with pytest.raises(DBusError, match="it is broken"):
        await bus.send_and_wait(ASKED)


def test_messages_before_the_connection_wait_but_not_for_ever(bus):
    for _ in range(100):
        bus.post(ASKED)
    assert len(bus._queued) == 16
