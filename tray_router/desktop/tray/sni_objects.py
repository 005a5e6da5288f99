"""The two D-Bus objects of a tray icon: method calls in, replies out.

Rule: answers from what it is given (``ItemSource``, ``MenuModel``); holds no state and sends nothing by itself.
Sources: freedesktop StatusNotifierItem draft, KDE's org.kde.StatusNotifierItem.xml, dbus-menu.xml of libdbusmenu.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from dbus_fast import ErrorType, Message, MessageFlag, MessageType, Variant

from tray_router.desktop.tray.dbus_menu import MenuModel, default_of, variants

ITEM_PATH, MENU_PATH = "/StatusNotifierItem", "/MenuBar"
ITEM, MENU = "org.kde.StatusNotifierItem", "com.canonical.dbusmenu"
WATCHER, WATCHER_PATH = "org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher"
PROPERTIES = "org.freedesktop.DBus.Properties"
_INTROSPECTABLE = "org.freedesktop.DBus.Introspectable"
_PIXMAPS = "a(iiay)"
_TOOLTIP = f"(s{_PIXMAPS}ss)"

Reply = tuple[str, list[Any]]
"""Signature and body."""


class UnknownCallError(Exception):
    """No such method, property or item."""


class ItemSource(Protocol):
    """What the item object asks for at each question."""

    @property
    def name(self) -> str: ...
    def sni_status(self) -> str: ...
    def sni_pixmaps(self) -> list[list[Any]]: ...
    def sni_title(self) -> str: ...
    def sni_tooltip(self) -> tuple[str, str]:
        """First line, and the rest."""

    def sni_menu_path(self) -> str: ...
    def sni_activate(self) -> None: ...
    def sni_menu_clicked(self, item: Any) -> None: ...
    def sni_refresh_menu(self) -> bool:
        """Reads the menu again; whether its layout changed."""


class TrayObjects:
    """Answers calls to both objects."""

    def __init__(self, source: ItemSource, menu: MenuModel) -> None:
        self._source = source
        self._menu = menu
        self._methods: dict[tuple[str, str], Callable[..., Reply]] = {
            (ITEM, "Activate"): self._activate,
            (ITEM, "SecondaryActivate"): _do_nothing,
            (ITEM, "ContextMenu"): _do_nothing,
            (ITEM, "Scroll"): _do_nothing,
            (ITEM, "ProvideXdgActivationToken"): _do_nothing,
            (MENU, "GetLayout"): self._get_layout,
            (MENU, "GetGroupProperties"): self._get_group_properties,
            (MENU, "GetProperty"): self._get_property,
            (MENU, "Event"): self._event,
            (MENU, "EventGroup"): self._event_group,
            (MENU, "AboutToShow"): self._about_to_show,
            (MENU, "AboutToShowGroup"): self._about_to_show_group,
        }

    def answer(self, message: Message) -> Message | bool:
        """The reply to a call of one of the two objects; True when none is wanted; False for everything else."""
        if message.message_type is not MessageType.METHOD_CALL or message.path not in (ITEM_PATH, MENU_PATH):
            return False
        if message.interface not in (ITEM, MENU, PROPERTIES, _INTROSPECTABLE):
            return False  # Peer, ObjectManager: dbus-fast answers those
        try:
            signature, body = self._dispatch(message)
        except UnknownCallError as problem:
            return Message.new_error(message, ErrorType.INVALID_ARGS, str(problem))
        except (TypeError, ValueError, IndexError):
            return Message.new_error(message, ErrorType.INVALID_ARGS, "wrong arguments")
        if message.flags & MessageFlag.NO_REPLY_EXPECTED:
            return True
        return Message.new_method_return(message, signature, body)

    def _dispatch(self, message: Message) -> Reply:
        if message.interface == _INTROSPECTABLE:
            return "s", [_ITEM_XML if message.path == ITEM_PATH else _MENU_XML]
        if message.interface == PROPERTIES:
            return self._property_call(message)
        method = self._methods.get((str(message.interface), str(message.member)))
        if method is None:
            raise UnknownCallError(f"no method {message.interface}.{message.member}")
        return method(*message.body)

    # --- properties

    def _property_call(self, message: Message) -> Reply:
        interface = message.body[0]
        if message.path == ITEM_PATH and interface == ITEM:
            getters = self._item_getters()
        elif message.path == MENU_PATH and interface == MENU:
            getters = _MENU_GETTERS
        else:
            raise UnknownCallError(f"no interface {interface} at {message.path}")
        if message.member == "GetAll":
            return "a{sv}", [{name: get() for name, get in getters.items()}]
        if message.member == "Get" and message.body[1] in getters:
            return "v", [getters[message.body[1]]()]
        raise UnknownCallError(f"no such property, or it is read-only: {message.body[1:2]}")

    def _item_getters(self) -> dict[str, Callable[[], Variant]]:
        source = self._source
        return {
            "Category": lambda: Variant("s", "ApplicationStatus"),
            "Id": lambda: Variant("s", source.name),
            "Title": lambda: Variant("s", source.sni_title()),
            "Status": lambda: Variant("s", source.sni_status()),
            "WindowId": lambda: Variant("i", 0),
            "IconName": _empty_text,
            "IconThemePath": _empty_text,
            "IconPixmap": lambda: Variant(_PIXMAPS, source.sni_pixmaps()),
            "OverlayIconName": _empty_text,
            "OverlayIconPixmap": _no_pixmaps,
            "AttentionIconName": _empty_text,
            "AttentionIconPixmap": _no_pixmaps,
            "AttentionMovieName": _empty_text,
            "ToolTip": lambda: Variant(_TOOLTIP, ["", [], *source.sni_tooltip()]),
            "ItemIsMenu": lambda: Variant("b", False),
            "Menu": lambda: Variant("o", source.sni_menu_path()),
        }

    # --- org.kde.StatusNotifierItem

    def _activate(self, _x: int, _y: int) -> Reply:
        self._source.sni_activate()
        return "", []

    # --- com.canonical.dbusmenu

    def _get_layout(self, parent: int, depth: int, names: list[str]) -> Reply:
        self._source.sni_refresh_menu()
        layout = self._menu.layout(parent, depth, names)
        if layout is None:
            raise UnknownCallError(f"no item {parent}")
        return "u(ia{sv}av)", [self._menu.revision, layout]

    def _get_group_properties(self, item_ids: list[int], names: list[str]) -> Reply:
        return "a(ia{sv})", [self._menu.properties(item_ids, names)]

    def _get_property(self, item_id: int, name: str) -> Reply:
        node = self._menu.node(item_id)
        value = None if node is None else variants(node.properties, [name]).get(name) or default_of(name)
        if value is None:
            raise UnknownCallError(f"no property {name} at item {item_id}")
        return "v", [value]

    def _event(self, item_id: int, event: str, _data: Variant, _time: int) -> Reply:
        node = self._menu.node(item_id)
        if node is None:
            raise UnknownCallError(f"no item {item_id}")
        if event == "clicked" and node.item is not None and not node.children:
            self._source.sni_menu_clicked(node.item)
        return "", []

    def _event_group(self, events: list[list[Any]]) -> Reply:
        missing = []
        for event in events:
            try:
                self._event(*event)
            except UnknownCallError:
                missing.append(event[0])
        return "ai", [missing]

    def _about_to_show(self, _item_id: int) -> Reply:
        return "b", [self._source.sni_refresh_menu()]

    def _about_to_show_group(self, item_ids: list[int]) -> Reply:
        needs_update = item_ids if self._source.sni_refresh_menu() else []
        return "aiai", [needs_update, [each for each in item_ids if self._menu.node(each) is None]]


def _do_nothing(*_arguments: object) -> Reply:
    return "", []


def _empty_text() -> Variant:
    return Variant("s", "")


def _no_pixmaps() -> Variant:
    return Variant(_PIXMAPS, [])


_MENU_GETTERS: dict[str, Callable[[], Variant]] = {
    "Version": lambda: Variant("u", 3),
    "TextDirection": lambda: Variant("s", "ltr"),
    "Status": lambda: Variant("s", "normal"),
    "IconThemePath": lambda: Variant("as", []),
}


def _xml(interface: str, methods: dict[str, tuple[str, str]], signals: dict[str, str], properties: str) -> str:
    """Introspection data from signatures: method to (arguments, results), signal to arguments, ``name:type …``."""

    def arguments(text: str, direction: str = "") -> str:
        mark = f' direction="{direction}"' if direction else ""
        return "".join(f'<arg type="{each}"{mark}/>' for each in text.split())

    parts = [
        f'<method name="{name}">{arguments(given, "in")}{arguments(back, "out")}</method>'
        for name, (given, back) in methods.items()
    ]
    parts += [f'<signal name="{name}">{arguments(given)}</signal>' for name, given in signals.items()]
    for each in properties.split():
        name, _, kind = each.partition(":")
        parts.append(f'<property name="{name}" type="{kind}" access="read"/>')
    return f'<node><interface name="{interface}">{"".join(parts)}</interface></node>'


_ITEM_XML = _xml(
    ITEM,
    {
        "Activate": ("i i", ""),
        "SecondaryActivate": ("i i", ""),
        "ContextMenu": ("i i", ""),
        "Scroll": ("i s", ""),
        "ProvideXdgActivationToken": ("s", ""),
    },
    {"NewIcon": "", "NewTitle": "", "NewToolTip": "", "NewStatus": "s", "NewMenu": ""},
    "Category:s Id:s Title:s Status:s WindowId:i IconName:s IconThemePath:s ItemIsMenu:b Menu:o "
    f"IconPixmap:{_PIXMAPS} OverlayIconName:s OverlayIconPixmap:{_PIXMAPS} AttentionIconName:s "
    f"AttentionIconPixmap:{_PIXMAPS} AttentionMovieName:s ToolTip:{_TOOLTIP}",
)
_MENU_XML = _xml(
    MENU,
    {
        "GetLayout": ("i i as", "u (ia{sv}av)"),
        "GetGroupProperties": ("ai as", "a(ia{sv})"),
        "GetProperty": ("i s", "v"),
        "Event": ("i s v u", ""),
        "EventGroup": ("a(isvu)", "ai"),
        "AboutToShow": ("i", "b"),
        "AboutToShowGroup": ("ai", "ai ai"),
    },
    {"ItemsPropertiesUpdated": "a(ia{sv}) a(ias)", "LayoutUpdated": "u i", "ItemActivationRequested": "i u"},
    "Version:u TextDirection:s Status:s IconThemePath:as",
)
