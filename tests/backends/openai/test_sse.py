"""Events of a stream, however the bytes are cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tray_router.backends.openai.sse import EventReader, EventTooLargeError

STREAM = b': waiting\r\n\r\ndata: {"a": 1}\n\nevent: x\rdata:two\rdata: lines\r\rid: 7\n\ndata: [DONE]\n\ndata: cut off'
EVENTS = [b'{"a": 1}', b"two\nlines", b"[DONE]"]


@given(st.lists(st.integers(0, len(STREAM)), max_size=20))
def test_events_do_not_depend_on_how_the_bytes_arrive(cuts):
    reader = EventReader(1_000)
    places = [0, *sorted(cuts), len(STREAM)]
    found = [event for start, end in pairwise(places) for event in reader.feed(STREAM[start:end])]
    assert found == EVENTS


@pytest.mark.parametrize("piece", [b"data: " + b"x" * 200, b"data: xxxxxxxxx\n" * 30])
def test_an_endless_event_is_refused(piece):
    with pytest.raises(EventTooLargeError):
        EventReader(100).feed(piece)
