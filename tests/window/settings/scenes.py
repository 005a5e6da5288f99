"""What the settings window can show, as the messages that make it show that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from msgspec import structs

from tests.window.dashboard.scenes import three_hosts
from tray_router.config.load import parse_settings
from tray_router.config.settings import Settings
from tray_router.daemon.settings_view import (
    action_fields,
    chord_fields,
    machine_fields,
    option_fields,
    proposals_for,
    route_fields,
)
from tray_router.desktop.hotkeys.models import HotkeyReport
from tray_router.model import FleetSnapshot, HostState, HostStatus, RouteHealth
from tray_router.wire.settings import SettingsDocument, SettingsFleet, ShowSettings

FILE = """
[hosts.mac]
url = "http://192.168.1.12:11434"
always_on = true
[hosts.windows]
url = "http://192.168.1.20:11434"
rented = "mon-fri 09:00-17:00"
[hosts.ubuntu]
url = "http://192.168.1.31:11434"
wake = "aa:bb:cc:dd:ee:ff"
[routes.quick]
candidates = ["qwen3:4b@mac", "qwen3:4b@ubuntu"]
[routes.vision]
candidates = ["granite3.2-vision:2b@mac", "minicpm-v:8b@windows", "qwen3:4b@mac"]
[routes.code]
candidates = ["qwen3-coder:30b@windows", "qwen3-coder:30b@ubuntu", "codestral:22b@windows"]
[routes.reasoning]
candidates = ["deepseek-r1:8b@windows", "deepseek-r1:8b@mac"]
[routes.translate]
candidates = ["qwen3:4b"]
keywords = ["translate", "übersetze", "翻译"]
[[actions]]
name = "translate"
hotkey = "<ctrl>+<alt>+t"
[[actions]]
name = "Politer"
prompt = "Make this politer and give back nothing else: {text}"
output = "replace"
hotkey = "<ctrl>+<alt>+g"
[[actions]]
name = "reply"
enabled = false
"""
OTHER_TONGUES = """
[hosts.Wohnzimmerrechner-unter-dem-Fernseher]
url = "http://wohnzimmerrechner-unter-dem-fernseher.fritz.box:11434"
[hosts."书房的电脑"]
url = "http://192.168.1.77:11434"
[routes.quick]
candidates = ["qwen3:4b@书房的电脑", "qwen3:4b@Wohnzimmerrechner-unter-dem-Fernseher"]
[routes.Donaudampfschifffahrt]
candidates = []
keywords = ["Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz", "翻译", "总结"]
[[actions]]
name = "Höflicher und zugleich deutlich kürzer formulieren"
prompt = "Formuliere diesen Text höflicher, ohne seinen Sinn zu ändern, und gib nichts anderes zurück:\\n\\n{text}"
[[actions]]
name = "把这段话翻译成德语并解释其中的难词"
prompt = "请把下面这段话翻译成德语，并解释其中的难词：{text}"
output = "copy"
"""
REVISION = "r1"
PATH = "/home/ada/.config/tray-router/config.toml"


def settings(text: str = FILE) -> Settings:
    return parse_settings(text)


def document(text: str = FILE, revision: str = REVISION, reports: tuple[HotkeyReport, ...] = ()) -> SettingsDocument:
    found = settings(text)
    routes = found.routes or proposals_for(snapshot())[1]
    return SettingsDocument(
        revision=revision if text else "",
        path=PATH,
        exists=bool(text),
        machines=machine_fields(found.hosts, is_in_file=True),
        routes=route_fields(routes, is_in_file=bool(found.routes)),
        chords=chord_fields(found, reports),
        actions=action_fields(found, reports),
        options=option_fields(found),
        starts_at_login=False,
    )


def snapshot(hosts: tuple[HostStatus, ...] | None = None) -> FleetSnapshot:
    routes = (
        RouteHealth("quick", "qwen3:4b", "mac"),
        RouteHealth("vision", "granite3.2-vision:2b", "mac"),
        RouteHealth("code", "qwen3-coder:30b", "windows"),
        RouteHealth("reasoning", "deepseek-r1:8b", "windows"),
        RouteHealth("translate"),
    )
    return FleetSnapshot(three_hosts() if hosts is None else hosts, routes)


def fleet(hosts: tuple[HostStatus, ...] | None = None, *, is_simulated: bool = False) -> SettingsFleet:
    found = snapshot(hosts)
    return SettingsFleet(found.hosts, found.routes, proposals_for(found)[0], is_simulated)


def usual() -> list[object]:
    return [ShowSettings(), fleet(), document()]


def proposed() -> list[object]:
    """No route in the file yet."""
    return [ShowSettings(), fleet(), document("\n".join(FILE.split("[routes.quick]", maxsplit=1)[0].splitlines()))]


def newcomer() -> list[object]:
    return [ShowSettings(), fleet(()), replace(document(""), routes=())]


def simulated() -> list[object]:
    hosts = tuple(replace(host, version="0.33.0-simulated", state=HostState.UP, problem="") for host in three_hosts())
    return [ShowSettings(), fleet(hosts, is_simulated=True), document("")]


def other_tongues() -> list[object]:
    mac, windows, _ = three_hosts()
    names = list(settings(OTHER_TONGUES).hosts)
    hosts = (replace(mac, name=names[0]), replace(windows, name=names[1], models=mac.models))
    return [ShowSettings(), fleet(hosts), document(OTHER_TONGUES)]


def taken() -> list[object]:
    report = HotkeyReport("ask", "Ctrl+Alt+Space", "Ctrl+Alt+Space is taken by another program.", "Choose another.")
    return [ShowSettings(), fleet(), document(reports=(report,))]


def broken() -> list[object]:
    problem = (
        f"The config file {PATH} has 2 problems. hosts.mac.prioritty = 3: is not an option. Did you mean 'priority'? "
        'popup.theme = "drak": must be "auto", "light" or "dark". Did you mean \'dark\'?'
    )
    return [ShowSettings(), fleet(), replace(document(), problem=problem)]


def first_run(messages: Callable[[], list[object]]) -> list[object]:
    """The same for a newcomer."""
    return [ShowSettings(is_first_run=True), *messages()[1:]]


def found_here() -> list[object]:
    """One machine that was found, no file."""
    mac = replace(three_hosts()[0], name="local", url="http://127.0.0.1:11434")
    hosts = structs.replace(settings("[hosts.local]\nurl = '127.0.0.1'")).hosts
    routes = proposals_for(snapshot((mac,)))[1]
    made = replace(
        document(""),
        machines=machine_fields(hosts, is_in_file=False),
        routes=route_fields(routes, is_in_file=False),
    )
    return [ShowSettings(is_first_run=True), fleet((mac,)), made]


MACHINES, ROUTES, HOTKEYS, ACTIONS, GENERAL = range(5)
SCENES: dict[str, tuple[Callable[[], list[object]], int]] = {
    "machines": (usual, MACHINES),
    "machines-newcomer": (newcomer, MACHINES),
    "machines-simulated": (simulated, MACHINES),
    "machines-tongues": (other_tongues, MACHINES),
    "routes": (usual, ROUTES),
    "routes-proposed": (proposed, ROUTES),
    "routes-simulated": (simulated, ROUTES),
    "routes-tongues": (other_tongues, ROUTES),
    "hotkeys": (usual, HOTKEYS),
    "hotkeys-taken": (taken, HOTKEYS),
    "actions": (usual, ACTIONS),
    "actions-tongues": (other_tongues, ACTIONS),
    "general": (usual, GENERAL),
    "broken": (broken, GENERAL),
}
FIRST_RUN_SCENES: dict[str, tuple[Callable[[], list[object]], int]] = {
    "first-machines": (found_here, 0),
    "first-machines-simulated": (lambda: first_run(simulated), 0),
    "first-routes": (found_here, 1),
    "first-key": (found_here, 2),
    "first-key-taken": (lambda: first_run(taken), 2),
    "first-try": (found_here, 3),
}
