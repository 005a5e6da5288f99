"""Finds machines when none is configured: OLLAMA_HOST, then this machine.

Runs in whatever loop calls it. Rule: only addresses that the environment or the default names are ever asked.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping

import msgspec

from tray_router.backends.ollama import OllamaBackend, OllamaHost
from tray_router.config.discover import local_host_urls
from tray_router.config.settings import HostSettings, Settings
from tray_router.errors import BackendError
from tray_router.model import InstalledModel


async def effective_settings(settings: Settings, environment: Mapping[str, str] = os.environ) -> Settings:
    """``settings``, or, when they name no machine, the same with the local machines that answer (perhaps none)."""
    if settings.hosts:
        return settings
    found = await answering(local_host_urls(environment))
    hosts = {name: HostSettings(url=url) for name, url in found.items()}
    return msgspec.structs.replace(settings, hosts=hosts)


async def answering(urls: Mapping[str, str]) -> dict[str, str]:
    """Those of ``urls`` (by name) where an Ollama answers, in the same order."""
    backend = OllamaBackend(OllamaHost(name=name, url=url) for name, url in urls.items())
    try:
        answers = await asyncio.gather(*(backend.version(name) for name in urls), return_exceptions=True)
    finally:
        await backend.aclose()
    return {name: url for (name, url), answer in zip(urls.items(), answers, strict=True) if isinstance(answer, str)}


async def inventory(backend: OllamaBackend, host: str) -> tuple[InstalledModel, ...]:
    """A machine's models with their true capabilities.

    Raises:
        BackendError: the machine does not answer or does not list its models.
    """
    await backend.version(host)
    listed = await backend.installed_models(host)

    async def described(model: InstalledModel) -> InstalledModel:
        if model.is_remote:
            return model
        try:
            return await backend.describe(host, model)
        except BackendError:
            return model

    return tuple(await asyncio.gather(*(described(model) for model in listed)))
