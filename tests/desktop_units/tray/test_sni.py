"""The tray icon on a real bus and a real panel: what a panel asks, what a person sees and clicks."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading

import pytest
from dbus_fast import BusType, Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from tests.builders import host, installed
from tests.support.processes import wait_for
from tray_router.desktop.notify.dbus import DbusNotifier
from tray_router.desktop.session import Session, SessionKind
from tray_router.desktop.session_bus import SessionBus
from tray_router.desktop.tray import check, fleet_tray
from tray_router.desktop.tray.models import TrayState
from tray_router.desktop.tray.sni_tray import SniFleetTray
from tray_router.desktop.tray.view import Command
from tray_router.model import FleetSnapshot, HostState, RouteHealth

pytestmark = pytest.mark.desktop

ITEM, ITEM_PATH = "org.kde.StatusNotifierItem", "/StatusNotifierItem"
MENU, MENU_PATH = "com.canonical.dbusmenu", "/MenuBar"
PROPERTIES = "org.freedesktop.DBus.Properties"
WATCHER = "org.kde.StatusNotifierWatcher"
SERVED = (RouteHealth("quick", "qwen3:4b", "mac"),)
GREEN, RED = (0x0D, 0x4A, 0x33), (0x7A, 0x16, 0x20)


def fleet(*, rtt_s=0.003, state=HostState.UP, extra=()):
    hosts = (host("mac", installed("qwen3:4b"), state=state, rtt_s=rtt_s), *extra)
    return FleetSnapshot(hosts, SERVED if state is HostState.UP else (RouteHealth("quick"),))


class RunningTray:
    """A tray in a thread of its own, and what was chosen in it."""

    def __init__(self, session, bus=None):
        self.commands = queue.Queue()
        self.tray = SniFleetTray(session, lambda *command: self.commands.put(command), bus=bus)
        self.tray.show_fleet(fleet())
        self._thread = threading.Thread(target=self.tray.run, name="tray under test")
        self._thread.start()

    def stop(self):
        self.tray.stop()
        self._thread.join(10)
        assert not self._thread.is_alive()

    def wait_for(self, state):
        wait_for(lambda: self.tray.report.state is state, what=f"the tray to be {state}")

    def chosen(self):
        return self.commands.get(timeout=30)


@pytest.fixture
def start(desktop_session, allow_log):
    """Starts trays and stops them; for a moment before the panel is there, and after it has gone, they say so."""
    allow_log("No panel shows tray icons here")
    allow_log("the panel did not take the tray icon")
    running = []

    def begin(session=None, bus=None):
        address = desktop_session.bus.address
        running.append(RunningTray(session or Session(SessionKind.X11, bus_address=address), bus))
        return running[-1]

    yield begin
    for tray in running:
        tray.stop()


def on_panel(session, colour, folder=None):
    """Where the panel shows pixels of that colour: their middle, or None."""
    strip = session.x.screenshot(folder).crop((0, 0, 400, 28))
    width = strip.width
    data = strip.tobytes()
    found = [at // 3 for at in range(0, len(data), 3) if tuple(data[at : at + 3]) == colour]
    if len(found) < 20:
        return None
    return sum(at % width for at in found) // len(found), sum(at // width for at in found) // len(found)


class Panel:
    """Asks like a panel does, over a connection of its own."""

    def __init__(self, bus):
        self.bus = bus
        self.signals = []
        bus.add_message_handler(self._note)

    def _note(self, message):
        if message.message_type is MessageType.SIGNAL and message.path in (ITEM_PATH, MENU_PATH):
            self.signals.append(message)

    async def call(self, interface, member, signature="", *body, path=MENU_PATH, name=None):
        reply = await self.bus.call(
            Message(name or await self.item(), path, interface, member, signature=signature, body=list(body))
        )
        assert reply.message_type is not MessageType.ERROR, reply.body
        return reply.body

    async def item(self):
        names = (await self._bus_call("ListNames"))[0]
        return next(name for name in names if name.startswith(ITEM))

    async def _bus_call(self, member, signature="", *body):
        where = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
        return (await self.bus.call(Message(*where, member, signature=signature, body=list(body)))).body

    async def layout(self):
        """Label to id, of everything."""
        _revision, root = await self.call(MENU, "GetLayout", "iias", 0, -1, [])
        found = {}

        def walk(node):
            item_id, properties, children = node
            if "label" in properties:
                found[properties["label"].value] = item_id
            for child in children:
                walk(child.value)

        walk(root)
        return found

    async def click(self, item_id):
        await self.call(MENU, "Event", "isvu", item_id, "clicked", Variant("i", 0), 0)

    async def watch(self):
        await self._bus_call("AddMatch", "s", f"type='signal',path='{MENU_PATH}'")
        await self._bus_call("AddMatch", "s", f"type='signal',path='{ITEM_PATH}'")

    def members(self):
        return [signal.member for signal in self.signals]


@contextlib.asynccontextmanager
async def panel_on(desktop_session):
    bus = await MessageBus(desktop_session.bus.address, BusType.SESSION).connect()
    try:
        yield Panel(bus)
    finally:
        bus.disconnect()
        await bus.wait_for_disconnect()


async def until(condition, what):
    """Lets the panel's connection go on until the condition holds."""
    await asyncio.to_thread(wait_for, condition, what=what)


def plain(value):
    """D-Bus structures as lists: versions of dbus-fast differ in giving lists or tuples."""
    return [plain(each) for each in value] if isinstance(value, (list, tuple)) else value


# --- with the real panel


def test_the_icon_is_on_the_panel_and_changes_colour(desktop_session, start):
    desktop_session.start_panel()
    tray = start()
    tray.wait_for(TrayState.SHOWN)
    wait_for(lambda: on_panel(desktop_session, GREEN), what="the green icon")
    tray.tray.show_fleet(fleet(state=HostState.DOWN))
    wait_for(lambda: on_panel(desktop_session, RED), what="the red icon")
    assert on_panel(desktop_session, GREEN) is None


def test_a_left_click_asks_and_the_menu_is_worked_by_hand(desktop_session, start):
    desktop_session.start_panel()
    tray = start()
    x, y = wait_for(lambda: on_panel(desktop_session, GREEN), what="the icon")
    desktop_session.x.click(x, y)
    assert tray.chosen() == (Command.ASK, "")
    before = desktop_session.x.screenshot().crop((0, 40, 400, 300)).tobytes()
    desktop_session.x.click(x, y, button=3)

    def is_menu_open():
        return desktop_session.x.screenshot().crop((0, 40, 400, 300)).tobytes() != before

    wait_for(is_menu_open, what="the menu")
    tray.tray.show_fleet(fleet(rtt_s=0.123))  # a change under the open menu leaves it open

    def choose_second():
        desktop_session.x.run("xdotool", "key", "Home", "Down", "Return")
        return not tray.commands.empty()

    wait_for(choose_second, what="the second item")
    assert tray.chosen() == (Command.REGION, "")


def test_the_icon_comes_back_with_the_panel(desktop_session, start):
    desktop_session.start_panel()
    tray = start()
    tray.wait_for(TrayState.SHOWN)
    desktop_session.stop_panel()
    tray.wait_for(TrayState.NO_HOST)
    assert "panel" in tray.tray.report.hint
    desktop_session.start_panel()
    tray.wait_for(TrayState.SHOWN)
    wait_for(lambda: on_panel(desktop_session, GREEN), what="the icon")


def test_the_icon_comes_back_with_the_bus(desktop_session, start, expect_log):
    expect_log("session bus cannot be reached")
    tray = start()
    tray.wait_for(TrayState.NO_HOST)
    desktop_session.bus.stop()
    tray.wait_for(TrayState.NO_BUS)
    desktop_session.bus.start()
    desktop_session.start_panel()
    tray.wait_for(TrayState.SHOWN)
    wait_for(lambda: on_panel(desktop_session, GREEN), what="the icon")


def test_a_thousand_updates_in_a_burst_do_not_cost_the_connection(desktop_session, start):
    desktop_session.start_panel()
    tray = start()
    tray.wait_for(TrayState.SHOWN)
    for number in range(1000):
        state = HostState.DOWN if number % 2 else HostState.UP
        tray.tray.show_fleet(fleet(state=state, rtt_s=number / 1000))
    wait_for(lambda: on_panel(desktop_session, RED), what="the last state")
    assert tray.tray.report.state is TrayState.SHOWN


def test_check_tells_a_panel_from_none(desktop_session):
    session = Session(SessionKind.X11, bus_address=desktop_session.bus.address, desktop="XFCE")
    report = check(session)
    assert not report.works
    assert "Status Tray Plugin" in report.hint
    desktop_session.start_panel()
    wait_for(lambda: check(session).works, what="the panel's tray")


# --- what a panel asks, without one


@contextlib.asynccontextmanager
async def watcher_on(desktop_session):
    """Our own StatusNotifierWatcher, so that the tray registers and no panel changes its state behind our back."""
    async with panel_on(desktop_session) as panel:
        registered = asyncio.get_running_loop().create_future()

        def serve(message):
            if message.message_type is not MessageType.METHOD_CALL:
                return None
            if message.member == "RegisterStatusNotifierItem" and not registered.done():
                registered.set_result(message.body[0])
            if message.member == "Get":
                return Message.new_method_return(message, "v", [Variant("b", True)])
            return Message.new_method_return(message)

        panel.bus.add_message_handler(serve)
        await panel._bus_call("RequestName", "su", WATCHER, 4)
        panel.registered = registered
        yield panel


async def test_menu_over_the_bus(desktop_session, start):
    async with watcher_on(desktop_session) as panel:
        tray = start()
        name = await asyncio.wait_for(panel.registered, 30)
        assert name.startswith(ITEM)
        ids = await panel.layout()
        assert "mac: up · 3 ms" in ids
        await panel.click(ids["Write a prompt"])
        assert await asyncio.to_thread(tray.chosen) == (Command.PROMPT, "")
        await panel.click(ids["Paused: takes no questions"])
        assert await asyncio.to_thread(tray.chosen) == (Command.PAUSE, "mac")
        events = [[ids["Quit Tray Router"], "clicked", Variant("i", 0), 0], [4242, "clicked", Variant("i", 0), 0]]
        assert await panel.call(MENU, "EventGroup", "a(isvu)", events) == [[4242]]
        assert await asyncio.to_thread(tray.chosen) == (Command.QUIT, "")
        assert await panel.call(MENU, "AboutToShow", "i", 0) == [False]
        [text] = await panel.call(MENU, "GetProperty", "is", ids["Write a prompt"], "label")
        assert text.value == "Write a prompt"
        [groups] = await panel.call(MENU, "GetGroupProperties", "aias", [ids["mac: up · 3 ms"]], ["label"])
        assert plain(groups) == [[ids["mac: up · 3 ms"], {"label": Variant("s", "mac: up · 3 ms")}]]


async def test_a_new_text_is_a_property_and_a_new_machine_a_layout(desktop_session, start):
    async with watcher_on(desktop_session) as panel:
        await panel.watch()
        tray = start()
        await asyncio.wait_for(panel.registered, 30)
        before = await panel.layout()
        panel.signals.clear()
        tray.tray.show_fleet(fleet(rtt_s=0.009))
        await until(lambda: "ItemsPropertiesUpdated" in panel.members(), "the new text")
        assert "LayoutUpdated" not in panel.members()
        [updated] = [signal for signal in panel.signals if signal.member == "ItemsPropertiesUpdated"]
        assert plain(updated.body[0]) == [[before["mac: up · 3 ms"], {"label": Variant("s", "mac: up · 9 ms")}]]
        tray.tray.show_fleet(fleet(rtt_s=0.009, extra=(host("pc"),)))
        await until(lambda: "LayoutUpdated" in panel.members(), "the new machine")
        after = await panel.layout()
        assert after["mac: up · 9 ms"] == before["mac: up · 3 ms"]
        assert "pc: up" in after


async def test_the_item_has_pictures_in_five_sizes_and_words(desktop_session, start):
    async with watcher_on(desktop_session) as panel:
        start()
        await asyncio.wait_for(panel.registered, 30)
        async with asyncio.timeout(30):  # pystray shows the icon from a thread of its own, a moment later
            while (await panel.call(PROPERTIES, "Get", "ss", ITEM, "Status", path=ITEM_PATH))[0].value != "Active":  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        [properties] = await panel.call(PROPERTIES, "GetAll", "s", ITEM, path=ITEM_PATH)
        pictures = properties["IconPixmap"].value
        assert [(width, height) for width, height, _ in pictures] == [(size, size) for size in (16, 22, 24, 32, 48)]
        assert all(len(data) == 4 * width * height for width, height, data in pictures)
        width, _, data = pictures[-1]
        middle = data[4 * (width // 2 * width + 2) :][:4]
        assert middle == bytes((255, *GREEN))  # alpha first: the tile left of the segment
        assert properties["Status"].value == "Active"
        assert plain(properties["ToolTip"].value)[2:] == ["Tray Router: every route is served", "mac: up · 3 ms"]
        assert properties["Menu"].value == MENU_PATH
        assert properties["ItemIsMenu"].value is False


@pytest.mark.parametrize(
    ("path", "interface", "member", "signature", "body"),
    [
        (MENU_PATH, MENU, "GetLayout", "iias", [4242, -1, []]),
        (MENU_PATH, MENU, "Event", "isvu", [4242, "clicked", Variant("i", 0), 0]),
        (MENU_PATH, MENU, "GetProperty", "is", [1, "no-such"]),
        (MENU_PATH, MENU, "NoSuchMethod", "", []),
        (ITEM_PATH, ITEM, "Activate", "s", ["x"]),
        (ITEM_PATH, PROPERTIES, "Get", "ss", [ITEM, "NoSuch"]),
        (ITEM_PATH, PROPERTIES, "Set", "ssv", [ITEM, "Title", Variant("s", "x")]),
        (ITEM_PATH, PROPERTIES, "GetAll", "s", ["no.such.interface"]),
    ],
)
async def test_nonsense_is_answered_with_an_error_and_nothing_breaks(
    desktop_session, start, path, interface, member, signature, body
):
    async with watcher_on(desktop_session) as panel:
        start()
        name = await asyncio.wait_for(panel.registered, 30)
        reply = await asyncio.wait_for(
            panel.bus.call(Message(name, path, interface, member, signature=signature, body=body)), 5
        )
        assert reply.message_type is MessageType.ERROR
        assert await panel.layout()


async def test_both_objects_can_be_introspected(desktop_session, start):
    async with watcher_on(desktop_session) as panel:
        start()
        name = await asyncio.wait_for(panel.registered, 30)
        for path, interface in ((ITEM_PATH, ITEM), (MENU_PATH, MENU)):
            node = await panel.bus.introspect(name, path)
            assert interface in [each.name for each in node.interfaces]


# --- without a bus, and at the ends


def test_without_a_bus_it_says_so_and_can_be_stopped(tmp_path, start, expect_log):
    expect_log("session bus cannot be reached")
    tray = start(Session(SessionKind.X11, bus_address=f"unix:path={tmp_path / 'none'}"))
    tray.wait_for(TrayState.NO_BUS)
    assert "dbus-run-session" in tray.tray.report.hint


def test_a_stop_before_the_start_is_not_lost():
    tray = SniFleetTray(Session(SessionKind.X11, bus_address="unix:path=/nonexistent"), lambda *_: None)
    tray.stop()
    tray.run()  # returns
    assert tray.report.state is TrayState.STOPPED


@pytest.mark.parametrize("kind", [SessionKind.WINDOWS, SessionKind.MACOS, SessionKind.NONE])
def test_elsewhere_there_is_a_tray_without_an_icon(kind):
    tray = fleet_tray(Session(kind), lambda *_: None)
    assert not tray.report.is_shown
    assert tray.report.hint
    tray.show_fleet(fleet())
    tray.show_notices(("x",))
    tray.stop()
    tray.run()  # returns
    assert not check(Session(kind)).works


# --- notifications over the same connection


async def test_notifications_reach_a_server_as_plain_text(desktop_session, start):
    bus = SessionBus(desktop_session.bus.address)
    received = asyncio.get_running_loop().create_future()
    async with watcher_on(desktop_session) as panel:

        def serve(message):
            if message.member == "Notify":
                received.set_result(message.body)
                return Message.new_method_return(message, "u", [1])
            return None

        panel.bus.add_message_handler(serve)
        panel.bus._user_message_handlers.reverse()  # ours first: the watcher answers everything
        await panel._bus_call("RequestName", "su", "org.freedesktop.Notifications", 4)
        DbusNotifier(bus).notify("Down", "mac <b>is</b> down & out", is_urgent=True)  # before there is a connection
        start(bus=bus)
        body = await asyncio.wait_for(received, 30)
    assert body[3:5] == ["Down", "mac &lt;b&gt;is&lt;/b&gt; down &amp; out"]
    assert body[6]["urgency"] == Variant("y", 2)


def test_without_a_server_that_is_logged_once(desktop_session, start, caplog):
    bus = SessionBus(desktop_session.bus.address)
    tray = start(bus=bus)
    tray.wait_for(TrayState.NO_HOST)
    caplog.set_level("INFO")
    notifier = DbusNotifier(bus)
    for _ in range(3):
        notifier.notify("x", "y")
    wait_for(lambda: "notifications are not shown" in caplog.text, what="the log")
    tray.stop()
    assert caplog.text.count("notifications are not shown") == 1
