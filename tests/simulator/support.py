"""What the simulator's tests share: a loop per test that leaves nothing behind, pictures, and polling."""

import asyncio
import functools
import io
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
from PIL import Image

from tray_router.simulator import SimulatedHost, SimulatedHostSettings, SimulatedModel

_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # never used; making the default one costs 20 ms per client
TEXT = SimulatedModel("text", context_length=8192)


def on_loop(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """Run an async test on a loop of its own, and fail when it leaves a task behind."""

    @functools.wraps(test)
    def run(*args: Any, **kwargs: Any) -> None:
        async def body() -> None:
            await test(*args, **kwargs)
            await until(lambda: len(asyncio.all_tasks()) == 1, "no task is left behind")

        asyncio.run(body())

    return run


async def until(condition: Callable[[], bool], what: str, limit_s: float = 30.0) -> None:
    """Wait for a condition, or fail with its name."""
    ends = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < ends, f"never happened: {what}"
        await asyncio.sleep(0.001)


@asynccontextmanager
async def machine(*models: SimulatedModel, **settings: Any) -> AsyncIterator[tuple[SimulatedHost, httpx.AsyncClient]]:
    """A started machine with one model ``text`` unless told otherwise, and a client for it."""
    host = SimulatedHost(SimulatedHostSettings("mac", models or (TEXT,), **settings))
    async with host, client_for(host) as client:
        yield host, client


def client_for(host: SimulatedHost, **more: Any) -> httpx.AsyncClient:
    """A client that ignores the environment."""
    limits = httpx.Limits(max_connections=None)
    return httpx.AsyncClient(
        base_url=host.url, trust_env=False, verify=_NO_TLS, limits=limits, **({"timeout": 30.0} | more)
    )


def chat(content: str = "hi", model: str = "text", **more: Any) -> dict[str, Any]:
    """A body for ``/api/chat``."""
    return {"model": model, "messages": [{"role": "user", "content": content}], **more}


def picture(width: int = 64, height: int = 40, kind: str = "PNG") -> bytes:
    """An encoded picture of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(buffer, kind)
    return buffer.getvalue()
