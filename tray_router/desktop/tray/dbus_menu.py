"""A pystray menu in the terms of com.canonical.dbusmenu (version 3): ids, properties, and what changed.

Rule: an item keeps its id for the life of the process, so that a click that crosses a change still hits the item
that was seen. Items are told apart by their ``key`` attribute where they have one, else by their place among the
items without one. Changed texts and checks are reported as properties, which leaves an open menu open; only added,
removed or moved items are a new layout. Not thread-safe: one loop.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from dbus_fast import Variant

ROOT = 0
# A change of these makes a host build the item anew.
_STRUCTURAL = frozenset({"type", "children-display", "toggle-type"})
_DEFAULTS: dict[str, Any] = {"enabled": True, "visible": True, "label": "", "type": "standard", "toggle-state": -1}
_SIGNATURES = {"enabled": "b", "visible": "b", "toggle-state": "i"}

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """One item: its properties without those at their default, and its children."""

    id: int
    properties: dict[str, Any]
    children: tuple[Node, ...] = ()
    item: Any = field(default=None, compare=False)

    def walk(self) -> Iterator[Node]:
        """This node and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Change:
    """What hosts must be told.

    Attributes:
        is_layout: items were added, removed or moved.
        updated: per id, properties with their new values.
        removed: per id, names of properties that are at their default again.
    """

    is_layout: bool = False
    updated: tuple[tuple[int, dict[str, Any]], ...] = ()
    removed: tuple[tuple[int, tuple[str, ...]], ...] = ()

    @property
    def is_nothing(self) -> bool:
        return not (self.is_layout or self.updated or self.removed)


class MenuModel:
    """The menu as hosts know it; ``refresh`` reads the pystray menu again and says what changed."""

    def __init__(self) -> None:
        self._ids: dict[Key, int] = {}
        self._nodes: dict[int, Node] = {}
        self.root = Node(ROOT, {"children-display": "submenu"})
        self.revision = 1
        self._index()

    def refresh(self, menu: Any) -> Change:
        """Evaluates ``menu`` (a ``pystray.Menu``, or None for none)."""
        fresh = Node(ROOT, {"children-display": "submenu"}, self._children(menu, ()))
        change = _compare(self.root, fresh)
        self.root = fresh
        self._index()
        if change.is_layout:
            self.revision += 1
        return change

    def node(self, item_id: int) -> Node | None:
        """The item with that id, or None when it is gone."""
        return self._nodes.get(item_id)

    def layout(self, item_id: int, depth: int, names: list[str]) -> list[Any] | None:
        """``(ia{sv}av)`` of an item; ``depth`` levels below it, -1 for all; ``names`` empty for all properties."""
        node = self._nodes.get(item_id)
        return _layout(node, depth, names) if node is not None else None

    def properties(self, item_ids: list[int], names: list[str]) -> list[list[Any]]:
        """``a(ia{sv})`` of the items that exist; all of them when ``item_ids`` is empty."""
        wanted = item_ids or list(self._nodes)
        return [[each, variants(self._nodes[each].properties, names)] for each in wanted if each in self._nodes]

    def _index(self) -> None:
        self._nodes = {node.id: node for node in self.root.walk()}

    def _children(self, menu: Any, above: Key) -> tuple[Node, ...]:
        nodes = []
        seen: dict[str, int] = {}
        for item in menu or ():
            name = getattr(item, "key", None) or ("-" if item is menu.SEPARATOR else "")
            seen[name] = seen.get(name, 0) + 1
            key = (*above, f"{name}#{seen[name]}")
            children = self._children(item.submenu, key) if item.submenu is not None else ()
            properties = {"type": "separator"} if item is menu.SEPARATOR else _properties_of(item)
            nodes.append(Node(self._id(key), properties, children, item))
        return tuple(nodes)

    def _id(self, key: Key) -> int:
        return self._ids.setdefault(key, len(self._ids) + 1)


def variants(properties: dict[str, Any], names: list[str] | tuple[str, ...] = ()) -> dict[str, Variant]:
    """Properties as ``a{sv}``, all of them or those named."""
    return {
        name: Variant(_SIGNATURES.get(name, "s"), value)
        for name, value in properties.items()
        if not names or name in names
    }


def default_of(name: str) -> Variant | None:
    """The value of a property that an item does not list, or None for an unknown name."""
    return variants({name: _DEFAULTS[name]})[name] if name in _DEFAULTS else None


def _properties_of(item: Any) -> dict[str, Any]:
    properties: dict[str, Any] = {"label": item.text.replace("_", "__")}  # one underscore marks an access key
    if not item.enabled:
        properties["enabled"] = False
    checked = item.checked
    if checked is not None:
        properties["toggle-type"] = "radio" if item.radio else "checkmark"
        properties["toggle-state"] = int(checked)
    if item.submenu is not None:
        properties["children-display"] = "submenu"
    return properties


def _layout(node: Node, depth: int, names: list[str]) -> list[Any]:
    children = [] if depth == 0 else [Variant("(ia{sv}av)", _layout(each, depth - 1, names)) for each in node.children]
    return [node.id, variants(node.properties, names), children]


def _compare(old: Node, new: Node) -> Change:
    before = list(old.walk())
    after = list(new.walk())
    if _skeleton(old) != _skeleton(new):
        return Change(is_layout=True)
    updated, removed = [], []
    for was, now in zip(before, after, strict=True):
        changed = {name: value for name, value in now.properties.items() if was.properties.get(name) != value}
        gone = tuple(name for name in was.properties if name not in now.properties)
        if changed:
            updated.append((now.id, changed))
        if gone:
            removed.append((now.id, gone))
    return Change(updated=tuple(updated), removed=tuple(removed))


def _skeleton(node: Node) -> tuple[Any, ...]:
    shape = tuple((name, node.properties.get(name)) for name in sorted(_STRUCTURAL))
    return (node.id, shape, tuple(_skeleton(child) for child in node.children))
