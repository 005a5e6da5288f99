import asyncio
from itertools import pairwise

import pytest

from tray_router.desktop.tray.throttle import Throttle

pytestmark = pytest.mark.virtual_time


async def test_the_first_request_runs_at_once_and_a_burst_only_once_more():
    runs = []
    loop = asyncio.get_running_loop()
    throttle = Throttle(loop, 0.1, lambda: runs.append(loop.time()))
    start = loop.time()
    for _ in range(1000):
        throttle.request()
    assert len(runs) == 1
    await asyncio.sleep(1)
    assert [round(at - start, 3) for at in runs] == [0, 0.1]


async def test_steady_requests_keep_to_the_interval_and_the_last_is_not_lost():
    runs = []
    loop = asyncio.get_running_loop()
    throttle = Throttle(loop, 0.1, lambda: runs.append(loop.time()))
    for _ in range(100):
        throttle.request()
        last_request = loop.time()
        await asyncio.sleep(0.01)
    await asyncio.sleep(1)
    assert min(later - earlier for earlier, later in pairwise(runs)) >= 0.1 - 1e-6
    assert 10 <= len(runs) <= 12
    assert runs[-1] >= last_request


async def test_a_cancelled_request_does_not_run():
    runs = []
    throttle = Throttle(asyncio.get_running_loop(), 0.1, lambda: runs.append(1))
    throttle.request()
    throttle.request()
    throttle.cancel()
    await asyncio.sleep(1)
    assert len(runs) == 1
