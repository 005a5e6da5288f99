"""Joins what the settings say about services outside the network: their clients, the gate, the desk and the prices.

Used by ``daemon.compose``, and with it by CLI commands that work without a daemon. Rule: nothing here runs anything.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Collection, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tray_router.backends.fleet_backend import FleetBackend
from tray_router.backends.ollama import OllamaBackend
from tray_router.config.checks.cloud import is_cloud_endpoint, local_endpoints
from tray_router.config.cloud_settings import CloudSettings, EndpointSettings
from tray_router.config.settings import Settings
from tray_router.daemon.header_values import read_value
from tray_router.desktop import paths
from tray_router.engine.cloud.closed import ClosedWay, WayOut
from tray_router.engine.fleet_tracker import FleetTracker
from tray_router.engine.ports import ModelBackend, UsageSink
from tray_router.errors import ConfigProblem
from tray_router.ledger.spending import SpendingBook
from tray_router.model import CloudMode

if TYPE_CHECKING:  # most people send nothing out of their network: all this is loaded when somebody may
    from tray_router.answers.cost import Price
    from tray_router.backends.openai import OpenAIEndpoint
    from tray_router.backends.prices import PriceList
    from tray_router.engine.cloud.gate import CloudGate
    from tray_router.engine.cloud.terms import CloudTerms
    from tray_router.engine.cloud.way import CloudWay

log = logging.getLogger(__name__)


class CloudParts:
    """What belongs to ``[cloud]`` for one version of the settings."""

    def __init__(
        self, cloud: CloudSettings, folder: Path | None = None, environ: Mapping[str, str] = os.environ
    ) -> None:
        """A service whose key cannot be read is left out, and is one of ``problems``; everything else goes on."""
        self.problems: list[ConfigProblem] = []
        self._endpoints = _usable(cloud, self.problems, environ)
        self._cloud = cloud
        self._outside = {name for name, endpoint in cloud.endpoints.items() if is_cloud_endpoint(endpoint)}
        self._folder = folder or paths.data_folder()
        self.book = SpendingBook(self._folder)
        for problem in self.problems:
            log.warning("Settings: %s", problem)

    @cached_property
    def terms(self) -> CloudTerms:
        """What the settings say, as the engine wants it."""
        return cloud_terms(self._cloud, self._endpoints)

    @cached_property
    def prices(self) -> PriceList:
        """What the models cost."""
        from tray_router.backends.prices import PriceList

        return PriceList(_wanted(self._cloud), _own_prices(self._cloud), self._folder)

    def gate(self) -> CloudGate:
        """The way out; loads the guard."""
        from tray_router.backends.secrets import DetectSecretsScanner
        from tray_router.engine.cloud.gate import CloudGate

        return CloudGate(self.terms, self.book, DetectSecretsScanner(), self.prices.find)

    def way(
        self,
        backend: Callable[[], ModelBackend],
        tracker: FleetTracker,
        usage: UsageSink,
        clock: Callable[[], float],
    ) -> WayOut:
        """Takes questions out, by these settings."""

        def real() -> CloudWay:
            from tray_router.engine.cloud.desk import CloudDesk
            from tray_router.engine.cloud.runner import CloudRunner
            from tray_router.engine.cloud.way import CloudWay

            desk = CloudDesk(self.terms, self.book, self.prices.find)
            return CloudWay(desk, CloudRunner(backend, tracker, usage, clock), clock, self._ready)

        if self._cloud.mode is not CloudMode.NEVER:
            return real()
        return ClosedWay(real, self._outside)

    async def _ready(self) -> None:
        if self._cloud.mode is not CloudMode.NEVER:
            await self.prices.ready()

    def backend(self, ollama: OllamaBackend) -> FleetBackend:
        """All machines and services behind one backend."""
        if not self._endpoints:
            return FleetBackend(ollama, gate=self.gate)
        from tray_router.backends.openai import OpenAIBackend, OpenAIEndpoint

        openai = OpenAIBackend(
            OpenAIEndpoint(name, endpoint.url, headers, endpoint.models, endpoint.vision)
            for name, (endpoint, headers) in self._endpoints.items()
        )
        return FleetBackend(ollama, openai, openai_hosts=self._endpoints, cloud_hosts=self._outside, gate=self.gate)


_Endpoints = Mapping[str, tuple[EndpointSettings, dict[str, str]]]
"""Settings and headers, by name."""


def _usable(cloud: CloudSettings, problems: list[ConfigProblem], environ: Mapping[str, str]) -> _Endpoints:
    """Those that may be asked and whose key can be read."""
    found: dict[str, tuple[EndpointSettings, dict[str, str]]] = {}
    for name, endpoint in cloud.endpoints.items():
        if cloud.mode is CloudMode.NEVER and is_cloud_endpoint(endpoint):
            continue
        headers, wrong = _headers(endpoint, environ)
        if wrong:
            problems.append(ConfigProblem(f"cloud.endpoints.{name}.key", "", wrong))
        else:
            found[name] = endpoint, headers
    return found


def _headers(endpoint: EndpointSettings, environ: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """The header with the key, and what is wrong with the key; one of them is empty, or both where none is needed."""
    if not endpoint.key.env and not endpoint.key.keyring:
        return {}, ""
    value, wrong = read_value(endpoint.key, environ)
    return ({} if wrong else {"Authorization": f"Bearer {value.strip()}"}), wrong


def openai_endpoint(
    name: str, endpoint: EndpointSettings, environ: Mapping[str, str] = os.environ
) -> tuple[OpenAIEndpoint | None, str]:
    """One endpoint for a client of its own, whatever the mode is; None, and why, when its key cannot be read."""
    from tray_router.backends.openai import OpenAIEndpoint

    headers, wrong = _headers(endpoint, environ)
    if wrong:
        return None, wrong
    return OpenAIEndpoint(name, endpoint.url, headers, endpoint.models, endpoint.vision), ""


def cloud_terms(cloud: CloudSettings, usable: Collection[str]) -> CloudTerms:
    """``[cloud]`` as the engine wants it."""
    from tray_router.answers.guard.own import OwnWords
    from tray_router.answers.worth import Budget, CloudRules
    from tray_router.engine.cloud.terms import CloudTerms
    from tray_router.routing.plan.cloud import CloudPlace

    return CloudTerms(
        rules=CloudRules(
            cloud.mode,
            Budget(cloud.budget_per_request, cloud.budget_per_day, cloud.budget_per_month),
            may_send_images=cloud.images,
        ),
        guard=cloud.guard,
        own=OwnWords(cloud.own_words, cloud.patterns),
        places=tuple(
            CloudPlace(name, endpoint.models, endpoint.vision, endpoint.routes)
            for name, endpoint in cloud.endpoints.items()
            if is_cloud_endpoint(endpoint) and (name in usable or cloud.mode is CloudMode.NEVER)
        ),
        max_tokens={name: endpoint.max_tokens for name, endpoint in cloud.endpoints.items()},
    )


def local_machines(settings: Settings) -> dict[str, str]:
    """Names and addresses of the servers of OpenAI's protocol that are machines among the others."""
    return {name: endpoint.url for name, endpoint in local_endpoints(settings).items()}


def _wanted(cloud: CloudSettings) -> list[tuple[str, str, str]]:
    return [
        (name, endpoint.url, model)
        for name, endpoint in cloud.endpoints.items()
        if is_cloud_endpoint(endpoint)
        for model in endpoint.models
    ]


def _own_prices(cloud: CloudSettings) -> dict[str, Price]:
    from tray_router.answers.cost import Price

    return {model: Price.flat(price.input, price.output) for model, price in cloud.prices.items()}
