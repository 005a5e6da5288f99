"""Builds the engine's parts from the settings: the one place where ports meet their implementations.

Used by the daemon and by CLI commands that work without one. Rule: nothing here runs anything; it only joins.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from tray_router.answers.attempts import Limits
from tray_router.answers.prompt import plain_instruction
from tray_router.backends import ocr
from tray_router.backends.fleet_backend import FleetBackend
from tray_router.backends.ocr import RapidOcrReader
from tray_router.backends.ollama import OllamaBackend, OllamaHost
from tray_router.config.route_settings import RouteSettings
from tray_router.config.settings import (
    FleetSettings,
    HostSettings,
    LimitSettings,
    Settings,
)
from tray_router.daemon.cloud import CloudParts, local_machines
from tray_router.daemon.header_values import read_value
from tray_router.desktop.wake import WakeSender
from tray_router.engine.auto_routes import RouteSource
from tray_router.engine.dispatch import Dispatcher
from tray_router.engine.fleet_tracker import FleetTracker
from tray_router.engine.poller import FleetPoller, PollRhythm
from tray_router.engine.ports import UsageSink
from tray_router.engine.preload import Preloader
from tray_router.engine.routing_table import RoutingTable
from tray_router.engine.waking import Waker
from tray_router.errors import ConfigError, ConfigProblem
from tray_router.fleet.record import HostRecord
from tray_router.fleet.wake import WakeTarget, parse_mac
from tray_router.model import Classification, Request
from tray_router.routing import DEFAULT_ROUTES, Classifier, Question, RouteRules
from tray_router.routing.continuity import continue_route
from tray_router.routing.first import first_route

Clock = Callable[[], float]

BATCHED_AT_ONCE = 8  # servers of OpenAI's protocol (vLLM, llama.cpp) answer several questions at once, as a rule


@dataclass(frozen=True, slots=True)
class EngineParts:
    """The engine's parts for one version of the settings.

    Attributes:
        cloud_problems: services that are left out, because their key cannot be read.
    """

    settings: Settings
    backend: FleetBackend
    tracker: FleetTracker
    poller: FleetPoller
    dispatcher: Dispatcher
    routes: RouteSource
    preloader: Preloader
    cloud_problems: Sequence[ConfigProblem] = ()


def compose_engine(settings: Settings, usage: UsageSink, clock: Clock = time.monotonic) -> EngineParts:
    """Joins everything that a question needs; ``settings`` must name at least one machine.

    Raises:
        ConfigError: a header's environment variable or keyring entry is missing.
    """
    cloud = CloudParts(settings.cloud)
    backend = compose_backend(settings, cloud)
    tracker = FleetTracker(host_records(settings), {}, clock)
    table = routing_table(settings)
    dispatcher = Dispatcher(backend, tracker, table, usage, clock)
    dispatcher.cloud = cloud.way(lambda: dispatcher.backend, tracker, usage, clock)
    dispatcher.image_reader = RapidOcrReader() if ocr.is_installed() else None
    dispatcher.waker = Waker(WakeSender(), clock, wake_targets(settings))
    poller = FleetPoller(backend, tracker, clock, poll_rhythm(settings.fleet))
    backend.on_connection_lost = poller.connection_lost
    routes = RouteSource(settings.routes, tracker, dispatcher)
    preloader = Preloader(backend, tracker, lambda: dispatcher.table, clock, is_enabled=settings.routing.preload)
    dispatcher.make_up_for = preloader.make_up_for
    return EngineParts(settings, backend, tracker, poller, dispatcher, routes, preloader, cloud.problems)


def poll_rhythm(fleet: FleetSettings) -> PollRhythm:
    """How often to look at each machine."""
    return PollRhythm(alive_s=fleet.poll_s, idle_s=fleet.poll_idle_s)


def compose_backend(settings: Settings, cloud: CloudParts | None = None) -> FleetBackend:
    """The clients of all machines and services of the settings, with their headers filled in.

    Raises:
        ConfigError: as for ``ollama_hosts``.
    """
    return (cloud or CloudParts(settings.cloud)).backend(OllamaBackend(ollama_hosts(settings)))


def ollama_hosts(settings: Settings) -> list[OllamaHost]:
    """The machines of the settings, with their headers filled in.

    Raises:
        ConfigError: a header has no value, or one that cannot be sent; never names the value.
    """
    problems: list[ConfigProblem] = []
    hosts = [
        OllamaHost(name=name, url=host.url, headers=_headers(name, host, problems, os.environ))
        for name, host in settings.hosts.items()
    ]
    if problems:
        hint = "Set what they name, or take them out of the settings."
        raise ConfigError("Some headers cannot be sent.", hint, tuple(problems))
    return hosts


def wake_targets(settings: Settings) -> dict[str, WakeTarget]:
    """The machines that may be woken over the network, and how."""
    return {
        name: WakeTarget(parse_mac(host.wake), urlsplit(host.url).hostname or "", host.wake_broadcast.strip())
        for name, host in settings.hosts.items()
        if host.wake.strip()
    }


def host_records(settings: Settings) -> list[HostRecord]:
    """A fresh record for each machine, servers of OpenAI's protocol in the user's own network included."""
    return [
        HostRecord(
            name=name,
            url=host.url,
            priority=host.priority,
            always_on=host.always_on,
            max_in_flight=host.max_in_flight,
        )
        for name, host in settings.hosts.items()
    ] + [
        HostRecord(name=name, url=url, max_in_flight=BATCHED_AT_ONCE) for name, url in local_machines(settings).items()
    ]


def routing_table(settings: Settings) -> RoutingTable:
    """The classifier and the limits; policies follow from the routes, configured or proposed (RouteSource)."""
    routing = settings.routing
    rules = route_rules(settings.routes) or DEFAULT_ROUTES
    classifier = Classifier(rules)
    cost_ranks = {route.name: route.cost_rank for route in rules}

    def classify(request: Request) -> Classification:
        asked = plain_instruction(request)
        found = classifier.classify(Question(asked, request.content, has_image=request.has_image))
        if not routing.continuity:
            return found
        text = asked if asked.strip() else request.content
        return continue_route(
            found, request.earlier_routes, text, cost_ranks, is_same_conversation=request.is_follow_up
        )

    return RoutingTable(
        policies={},
        classify=classify,
        limits=attempt_limits(settings.limits),
        choose_first=lambda classification: first_route(classification, rules, margin=routing.cheap_first_margin),
        retries_weak=routing.retry_weak,
        keeps_conversations=routing.continuity,
    )


def route_rules(routes: Mapping[str, RouteSettings]) -> tuple[RouteRules, ...]:
    """What the classifier needs of each route."""
    return tuple(
        RouteRules(
            name=name,
            keywords=route.keywords,
            patterns=route.patterns,
            prior=route.prior,
            cost_rank=route.cost_rank,
        )
        for name, route in routes.items()
    )


def attempt_limits(limits: LimitSettings) -> Limits:
    """The part of ``[limits]`` that attempts need."""
    return Limits(
        connect_s=limits.connect_s,
        first_token_warm_s=limits.first_token_warm_s,
        first_token_cold_s=limits.first_token_cold_s,
        idle_s=limits.idle_s,
        total_s=limits.total_s,
        num_ctx_max=limits.num_ctx_max,
        answer_tokens=limits.answer_tokens,
        max_wait_s=limits.max_wait_s,
        max_in_flight=limits.max_in_flight,
    )


def _headers(
    name: str, host: HostSettings, problems: list[ConfigProblem], environ: Mapping[str, str]
) -> dict[str, str]:
    found: dict[str, str] = {}
    for header, source in host.headers.items():
        value, wrong = read_value(source, environ)
        if wrong:
            problems.append(ConfigProblem(f"hosts.{name}.headers.{header}", "", wrong))
        else:
            found[header] = value
    return found
