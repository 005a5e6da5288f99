"""What the dashboard can show, as the messages that make it show that."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from tray_router.model import (
    Capability,
    HostActivity,
    HostState,
    HostStatus,
    InstalledModel,
    LoadedModel,
    RouteHealth,
)
from tray_router.model.machine import ModelFigures
from tray_router.model.states import HostStates, StateChange, StateSpan
from tray_router.model.usage import (
    Quantiles,
    RecentAttempt,
    TimeSaved,
    Today,
    UsageFigures,
    UsageReport,
    UsageRow,
)
from tray_router.wire.dashboard import (
    DashboardHosts,
    DashboardRecent,
    DashboardStates,
    DashboardUsage,
    ShowDashboard,
    UsagePeriod,
)

GB = 1_000_000_000
HOUR = 3600.0
DAY = 24 * HOUR
CHAT = frozenset({Capability.COMPLETION, Capability.TOOLS})
VISION = frozenset({Capability.COMPLETION, Capability.VISION})
THINKING = frozenset({Capability.COMPLETION, Capability.THINKING, Capability.TOOLS})
METHOD = (
    "for each of 361 questions that a smaller model answered: what it took, against its tokens at 9.4 tokens/s of "
    "qwen3-coder:30b and its 3.1 s to the first word, both medians of this ledger. Degraded answers are left out."
)


def iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")


def model(name: str, size: float, context: int, capabilities: frozenset[Capability] = CHAT) -> InstalledModel:
    return InstalledModel(
        name, f"digest of {name}", round(size * GB), name.partition(":")[0], None, "Q4_K_M", context, capabilities
    )


def loaded(name: str, size: float, left_s: float, vram: float = 1.0) -> LoadedModel:
    return LoadedModel(name, 16_384, round(size * GB), round(size * vram * GB), iso(time.time() + left_s))


def figures(name: str, first_s: float, speed: float, attempts: int = 40) -> ModelFigures:
    return ModelFigures(name, first_s, 4.2, 800.0, speed, 300.0, attempts, 5 * GB)


def three_hosts() -> tuple[HostStatus, ...]:
    now = time.monotonic()
    mac = HostStatus(
        "mac", "http://192.168.1.12:11434", HostState.UP, HostActivity.BUSY, now - 26 * HOUR, "0.33.0", 0.0021,
        (model("qwen3:4b", 2.6, 40_960, THINKING), model("granite3.2-vision:2b", 2.4, 16_384, VISION),
         model("deepseek-r1:8b", 5.2, 131_072, THINKING)),
        (loaded("qwen3:4b", 4.1, 252),), 1, always_on=True,
        figures=(figures("qwen3:4b", 0.18, 62.0, 412), figures("deepseek-r1:8b", 0.4, 31.0, 18)),
    )  # fmt: skip
    windows = HostStatus(
        "windows", "http://192.168.1.20:11434", HostState.UP, HostActivity.LOADING, now - 5 * HOUR, "0.33.0", 0.0008,
        (model("qwen3-coder:30b", 18.6, 262_144), model("minicpm-v:8b", 5.5, 32_768, VISION),
         model("deepseek-r1:8b", 5.2, 131_072, THINKING), model("nomic-embed-text", 0.27, 2_048,
                                                                frozenset({Capability.EMBEDDING}))),
        (loaded("qwen3-coder:30b", 21.4, 1_700, 0.82), loaded("minicpm-v:8b", 6.3, 90)), 1,
        figures=(figures("qwen3-coder:30b", 3.1, 9.4, 71), figures("minicpm-v:8b", 1.2, 22.5, 9)),
    )  # fmt: skip
    ubuntu = HostStatus(
        "ubuntu", "http://192.168.1.31:11434", HostState.DOWN, HostActivity.IDLE, now - 1.4 * HOUR, "0.32.4", 0.004,
        (model("qwen3:4b", 2.6, 40_960, THINKING), model("qwen3-coder:30b", 18.6, 262_144)),
        problem="ubuntu refuses the connection.", hint="Start Ollama there: systemctl start ollama.",
        figures=(figures("qwen3:4b", 0.3, 24.0),),
    )  # fmt: skip
    return mac, windows, ubuntu


def spans(*steps: tuple[float, HostState, str]) -> tuple[StateSpan, ...]:
    """Each step in hours before now."""
    now = time.time()
    return tuple(StateSpan(now - hours * HOUR, state, reason) for hours, state, reason in steps)


def three_states() -> DashboardStates:
    now = time.time()
    up, down, trouble = HostState.UP, HostState.DOWN, HostState.DEGRADED
    unknown, paused, starting = HostState.UNKNOWN, HostState.PAUSED, HostState.STARTING
    hosts = (
        HostStates("mac", spans((24, up, ""), (11, unknown, ""), (8.5, up, ""))),
        HostStates("windows", spans(
            (24, up, ""), (21, down, "windows does not answer."), (11, unknown, ""), (8.5, down, ""),
            (5.1, starting, ""), (5, up, ""), (3.2, trouble, "windows answers, but its models fail."), (2.9, up, ""),
        )),
        HostStates("ubuntu", spans(
            (24, up, ""), (19, paused, ""), (15.5, up, ""), (11, unknown, ""), (8.5, up, ""), (1.4, down, "refused"),
        )),
    )  # fmt: skip
    changes = (
        StateChange(now - 1.4 * HOUR, "ubuntu", up, down, "ubuntu refuses the connection."),
        StateChange(now - 2.9 * HOUR, "windows", trouble, up),
        StateChange(now - 3.2 * HOUR, "windows", up, trouble, "windows answers, but its models fail."),
        StateChange(now - 5 * HOUR, "windows", starting, up),
        StateChange(now - 5.1 * HOUR, "windows", down, starting),
        StateChange(now - 15.5 * HOUR, "ubuntu", paused, up),
        StateChange(now - 19 * HOUR, "ubuntu", up, paused, "rented until 17:00"),
        StateChange(now - 21 * HOUR, "windows", up, down, "windows does not answer."),
        StateChange(now - 70 * HOUR, "ubuntu", unknown, up),
        StateChange(now - 70 * HOUR, "mac", unknown, up),
    )
    return DashboardStates(now - DAY, now, hosts, changes)


def some_figures(requests: int, tokens: tuple[int, int], first: float = 0.3, total: float = 1.6) -> UsageFigures:
    return UsageFigures(
        requests, requests - requests // 20, requests // 30, requests // 60, requests + requests // 15,
        requests // 25, requests // 40, requests // 18, 3, 0, *tokens, tokens[1] // 5, False, 0.0, 0,
        Quantiles(requests, first, 4 * first), Quantiles(requests, total, 5 * total), Quantiles(requests, 48.0, 70.0),
        requests * 2.0,
    )  # fmt: skip


def rows(*parts: tuple[str, int, float, float]) -> tuple[UsageRow, ...]:
    total = sum(requests for _, requests, _, _ in parts)
    return tuple(
        UsageRow(name, requests / total, some_figures(requests, (requests * 620, requests * 240), first, whole))
        for name, requests, first, whole in parts
    )


def report(days: int = 7, seed: int = 5) -> UsageReport:
    chance = random.Random(seed)
    today = datetime.now().astimezone().date()
    found = []
    for back in range(days - 1, -1, -1):
        day = today - timedelta(days=back)
        count = 0 if day.weekday() == 6 and days > 1 else chance.randint(20, 95)
        if count:
            found.append((day.isoformat(), count, 0.3, 1.6))
    total = sum(count for _, count, _, _ in found)
    share = [round(total * part) for part in (0.72, 0.15, 0.08, 0.05)]
    return UsageReport(
        since=str(date.fromisoformat(found[0][0])),
        until=str(today),
        figures=some_figures(total, (total * 620, total * 240)),
        routes=rows(
            ("quick", share[0], 0.2, 0.9), ("code", share[1], 3.1, 10.4), ("vision", share[2], 1.3, 6.1),
            ("reasoning", share[3], 0.6, 21.0),
        ),
        models=rows(
            ("qwen3:4b", share[0], 0.18, 0.9), ("qwen3-coder:30b", share[1], 3.1, 10.4),
            ("granite3.2-vision:2b", share[2], 1.3, 6.1), ("deepseek-r1:8b", share[3], 0.6, 21.0),
        ),
        machines=rows(("mac", share[0] + share[2], 0.2, 1.0), ("windows", share[1] + share[3], 2.9, 11.0)),
        days=rows(*found),
        time_saved=TimeSaved(5_412.0, 361, "qwen3-coder:30b", 9.4, 3.1, METHOD),
    )  # fmt: skip


def attempts() -> tuple[RecentAttempt, ...]:
    now = time.time()
    chance = random.Random(3)
    kinds = (
        ("quick", "qwen3:4b", "mac", ("short question", "no code"), "completed", 0.2, 0.9),
        ("code", "qwen3-coder:30b", "windows", ("a Python traceback",), "completed", 3.2, 11.8),
        ("quick", "qwen3:4b", "mac", ("asks for a translation",), "completed", 0.19, 1.4),
        ("vision", "granite3.2-vision:2b", "mac", ("has an image",), "completed", 1.3, 6.3),
        ("quick", "qwen3:4b", "mac", ("short question",), "weak:refusal", 0.2, 0.6),
        ("reasoning", "deepseek-r1:8b", "windows", ("asks to compare", "many steps"), "completed", 0.7, 24.0),
        ("code", "qwen3-coder:30b", "ubuntu", ("fenced code",), "unreachable", None, 0.01),
        ("quick", "qwen3:4b", "mac", ("short question",), "cancelled", 0.2, 0.4),
    )
    found = []
    at = now - 40
    for number in range(60):
        route, name, host, reasons, outcome, first, total = kinds[
            chance.randrange(len(kinds)) if number > 7 else number
        ]
        ended = outcome == "completed"
        found.append(
            RecentAttempt(
                iso(at), f"r{number}", route, name, host, 1, outcome, 0.9, reasons, "", number == 9, False,
                chance.randint(40, 2_400) if ended else None, chance.randint(20, 900) if ended else None,
                first, total, 0.0,
            )
        )  # fmt: skip
        at -= chance.randint(60, 2_000)
    escalated = replace(found[5], escalated_from="qwen3:4b", attempt=2)
    return (*found[:5], escalated, *found[6:])


def today() -> Today:
    return Today("2026-11-23", 31, 29, 19_220, 7_440, 0.0, 0, 840.0, attempts()[0])


def hosts_message(hosts: tuple[HostStatus, ...]) -> DashboardHosts:
    routes = (RouteHealth("quick", "qwen3:4b", "mac"), RouteHealth("code", "qwen3-coder:30b", "windows"))
    return DashboardHosts(
        tuple(h.name for h in hosts), hosts, routes, time.monotonic(), "~/.config/tray-router/config.toml"
    )


def usual() -> list[object]:
    """Three machines of a home lab, one of them down."""
    return [
        ShowDashboard(),
        hosts_message(three_hosts()),
        three_states(),
        DashboardRecent(attempts(), today()),
        DashboardUsage(UsagePeriod.WEEK, report()),
    ]


def month() -> list[object]:
    return [*usual()[:-1], DashboardUsage(UsagePeriod.MONTH, report(30))]


def newcomer() -> list[object]:
    """Nothing configured, nothing asked."""
    now = time.time()
    return [
        ShowDashboard(),
        hosts_message(()),
        DashboardStates(now - DAY, now),
        DashboardRecent((), Today("2026-11-23")),
        DashboardUsage(UsagePeriod.WEEK, UsageReport()),
    ]


def many(count: int = 64) -> list[object]:
    """A hall of machines with fifty models each."""
    now, wall = time.monotonic(), time.time()
    chance = random.Random(1)
    models = tuple(model(f"model-{n:02d}:{n}b", 1 + n * 0.7, 32_768) for n in range(50))
    states = [HostState.UP] * 9 + [HostState.DOWN, HostState.PAUSED, HostState.DEGRADED, HostState.STARTING]
    hosts, strips = [], []
    for number in range(count):
        state = chance.choice(states)
        in_memory = tuple(loaded(m.name, 4.0, 300) for m in models[: chance.randrange(4)])
        hosts.append(
            HostStatus(
                f"node-{number:02d}", f"http://10.0.0.{number}:11434", state, since=now - 60 * number, version="0.33.0",
                rtt_s=0.001 * (1 + number % 9), models=models, loaded=in_memory if state is HostState.UP else (),
                in_flight=chance.randrange(3) if state is HostState.UP else 0,
            )
        )  # fmt: skip
        begun = wall - DAY
        found = []
        while begun < wall:
            found.append(StateSpan(begun, chance.choice(states)))
            begun += chance.random() * 9 * HOUR
        found.append(StateSpan(wall - 60 * number, state))
        strips.append(HostStates(f"node-{number:02d}", tuple(sorted(found, key=lambda span: span.at))))
    return [
        ShowDashboard(),
        hosts_message(tuple(hosts)),
        DashboardStates(wall - DAY, wall, tuple(strips)),
        DashboardRecent(attempts(), today()),
        DashboardUsage(UsagePeriod.WEEK, report()),
    ]


def other_tongues() -> list[object]:
    """German and Chinese names, as long as people make them."""
    mac, windows, ubuntu = three_hosts()
    names = ("Arbeitszimmer-Großrechner-unter-dem-Schreibtisch", "客厅的旧台式机", "サーバー室の二号機")
    hosts = tuple(replace(host, name=name) for host, name in zip((mac, windows, ubuntu), names, strict=True))
    states = three_states()
    strips = tuple(replace(strip, host=name) for strip, name in zip(states.hosts, names, strict=True))
    renamed = dict(zip(("mac", "windows", "ubuntu"), names, strict=True))
    changes = tuple(replace(change, host=renamed[change.host]) for change in states.changes)
    usage = report()
    routes = rows(
        ("Übersetzungen-und-Rechtschreibprüfung", 210, 0.2, 0.9), ("代码", 44, 3.0, 9.0), ("Bilder", 20, 1.0, 5.0)
    )
    machines = rows(*((name, 100, 0.2, 0.9) for name in names))
    asked = tuple(
        replace(a, host=renamed.get(a.host, a.host), reasons=("enthält eine Fehlermeldung aus Python",))
        for a in attempts()
    )
    return [
        ShowDashboard(),
        hosts_message(hosts),
        replace(states, hosts=strips, changes=changes),
        DashboardRecent(asked, replace(today(), last=asked[0])),
        DashboardUsage(UsagePeriod.WEEK, replace(usage, routes=routes, machines=machines)),
    ]


def unread_ledger() -> list[object]:
    problem = "The usage files cannot be read. Look at the permissions of their folder."
    return [*usual()[:-1], DashboardUsage(UsagePeriod.WEEK, UsageReport(), problem)]


# Scene -> its messages and the page that is looked at.
SCENES: dict[str, tuple[Callable[[], list[object]], int]] = {
    "machines": (usual, 0),
    "usage": (usual, 1),
    "usage-month": (month, 1),
    "requests": (usual, 2),
    "changes": (usual, 3),
    "newcomer": (newcomer, 0),
    "newcomer-usage": (newcomer, 1),
    "newcomer-requests": (newcomer, 2),
    "many": (many, 0),
    "tongues": (other_tongues, 0),
    "tongues-usage": (other_tongues, 1),
    "tongues-requests": (other_tongues, 2),
    "unread": (unread_ledger, 1),
}
