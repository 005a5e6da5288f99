"""What models of cloud services cost: the user's own prices, then the list of the genai-prices project, offline.

Rules: the list is read by a process of its own (``price_lookup``), because it takes 30 MB and 0.3 s that nobody needs
again; its result is kept in a small file until the list's version or the settings change; nothing is fetched. A model
that is not in it has no price. ``find`` may be called from any thread.
"""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from tray_router.answers.cost import Price, PriceStep

log = logging.getLogger(__name__)

FILE_NAME = "cloud-prices.json"
LOOKUP_LIMIT_S = 30.0
WAIT_LIMIT_S = 2.0
_OWNER_ONLY = 0o600

Wanted = tuple[str, str, str]
"""Endpoint, its URL, and a model."""
Steps = list[tuple[int, float, float]] | None


class _Kept(msgspec.Struct):
    """The file: ``prices`` by ``url model``."""

    version: str
    prices: dict[str, Steps]


class PriceList:
    """Prices of the models of the settings.

    Args:
        wanted: every model at every endpoint outside the network.
        own: the user's prices, by model.
        folder: where the result is kept.
    """

    def __init__(self, wanted: Iterable[Wanted], own: Mapping[str, Price], folder: Path) -> None:
        self._wanted = [entry for entry in wanted if entry[2] not in own]
        self._own = dict(own)
        self._path = folder / FILE_NAME
        self._found: dict[tuple[str, str], Price] = {}
        self._loading: asyncio.Task[None] | None = None
        self._is_loaded = not self._wanted

    def find(self, endpoint: str, model: str) -> Price | None:
        """The price of a model; None when it is not known, or not yet (``ready``)."""
        return self._own.get(model) or self._found.get((endpoint, model))

    async def ready(self) -> None:
        """Returns once prices are known as far as they can be, or after WAIT_LIMIT_S: no question waits for a price."""
        if self._is_loaded:
            return
        if self._loading is None:
            self._loading = asyncio.get_running_loop().create_task(asyncio.to_thread(self.load), name="prices")
        with suppress(TimeoutError):
            async with asyncio.timeout(WAIT_LIMIT_S):
                await asyncio.shield(self._loading)

    def load(self) -> None:
        """Reads or looks up the prices. Blocking, up to LOOKUP_LIMIT_S; never raises."""
        version = _version()
        keys = {_key(url, model) for _, url, model in self._wanted}
        kept = self._read()
        if kept is None or kept.version != version or not keys <= kept.prices.keys():
            kept = _Kept(version, self._looked_up(sorted((url, model) for _, url, model in self._wanted)))
            if kept.prices:
                self._write(kept)
        for endpoint, url, model in self._wanted:
            steps = kept.prices.get(_key(url, model))
            if steps:
                self._found[endpoint, model] = Price(tuple(PriceStep(*step) for step in steps))
        self._is_loaded = True

    def _looked_up(self, questions: list[tuple[str, str]]) -> dict[str, Steps]:
        command = (sys.executable, "-m", "tray_router.backends.price_lookup")
        try:
            done = subprocess.run(  # noqa: S603 - our own module
                command, input=msgspec.json.encode(questions), capture_output=True, timeout=LOOKUP_LIMIT_S, check=True
            )
            answers = msgspec.json.decode(done.stdout, type=list[Steps])
        except (OSError, subprocess.SubprocessError, msgspec.DecodeError) as error:
            log.warning("The list of prices could not be read (%s); no price is known.", type(error).__name__)
            return {}
        pairs = zip(questions, answers, strict=True) if len(questions) == len(answers) else ()
        return {_key(url, model): steps for (url, model), steps in pairs}

    def _read(self) -> _Kept | None:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=_Kept)
        except (OSError, msgspec.DecodeError):
            return None

    def _write(self, kept: _Kept) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            scratch = self._path.with_suffix(f".{os.getpid()}.tmp")
            scratch.write_bytes(msgspec.json.encode(kept))
            scratch.chmod(_OWNER_ONLY)
            scratch.replace(self._path)
        except OSError as error:
            log.warning("The prices could not be kept in %s: %s", self._path.name, error.strerror)


def _key(url: str, model: str) -> str:
    return f"{url} {model}"


def _version() -> str:
    import importlib.metadata  # reads archives, too: 0.7 MB, which nobody needs as long as the cloud is off

    try:
        return importlib.metadata.version("genai-prices")
    except importlib.metadata.PackageNotFoundError:
        return ""
