import pytest
from dbus_fast import Variant

from tray_router.desktop.tray.dbus_menu import ROOT, MenuModel
from tray_router.desktop.tray.pystray_api import Menu, MenuItem


def item(key, text, submenu=None, **options):
    made = MenuItem(text, submenu, **options)
    made.key = key
    return made


def labels(model):
    return {node.properties["label"]: node.id for node in model.root.walk() if "label" in node.properties}


@pytest.fixture
def model():
    return MenuModel()


def test_the_layout_has_labels_checks_separators_and_submenus(model):
    menu = Menu(
        item("ask", "Ask_this", default=True),
        Menu.SEPARATOR,
        item("host", "mac: up", Menu(item("paused", "Paused", checked=lambda _: True))),
        item("info", "only read", enabled=False),
    )
    model.refresh(menu)
    root_id, properties, children = model.layout(ROOT, -1, [])
    assert root_id == ROOT
    assert properties["children-display"] == Variant("s", "submenu")
    ask, separator, host, info = [child.value for child in children]
    assert ask[1] == {"label": Variant("s", "Ask__this")}
    assert separator[1] == {"type": Variant("s", "separator")}
    assert host[1]["children-display"].value == "submenu"
    [paused] = [child.value for child in host[2]]
    assert paused[1]["toggle-type"].value == "checkmark"
    assert paused[1]["toggle-state"] == Variant("i", 1)
    assert info[1]["enabled"] == Variant("b", False)


def test_depth_and_names_limit_what_is_sent(model):
    model.refresh(Menu(item("host", "mac", Menu(item("paused", "Paused")))))
    [host] = [child.value for child in model.layout(ROOT, 1, ["label"])[2]]
    assert host[1] == {"label": Variant("s", "mac")}
    assert host[2] == []


def test_a_changed_text_or_check_is_a_property_and_leaves_the_menu_open(model):
    model.refresh(Menu(item("a", "1 ms"), item("b", "Paused", checked=lambda _: False)))
    change = model.refresh(Menu(item("a", "2 ms"), item("b", "Paused", checked=lambda _: True)))
    ids = labels(model)
    assert not change.is_layout
    assert dict(change.updated) == {ids["2 ms"]: {"label": "2 ms"}, ids["Paused"]: {"toggle-state": 1}}


def test_a_property_that_is_at_its_default_again_is_removed(model):
    model.refresh(Menu(item("a", "x", enabled=False)))
    change = model.refresh(Menu(item("a", "x", enabled=True)))
    assert change.removed == ((labels(model)["x"], ("enabled",)),)


def test_nothing_new_is_no_change(model):
    model.refresh(Menu(item("a", "x")))
    revision = model.revision
    assert model.refresh(Menu(item("a", "x"))).is_nothing
    assert model.revision == revision


def test_ids_stay_with_their_items_when_others_come_and_go(model):
    model.refresh(Menu(item("a", "first"), item("b", "second")))
    before = labels(model)
    change = model.refresh(Menu(item("new", "notice"), item("b", "second"), item("a", "first")))
    assert change.is_layout
    after = labels(model)
    assert (after["first"], after["second"]) == (before["first"], before["second"])
    model.refresh(Menu(item("b", "second")))
    model.refresh(Menu(item("a", "first"), item("b", "second")))
    assert labels(model) == before


def test_an_item_that_gets_a_check_mark_is_built_anew(model):
    model.refresh(Menu(item("a", "x")))
    assert model.refresh(Menu(item("a", "x", checked=lambda _: True))).is_layout


def test_items_without_a_key_go_by_their_place(model):
    model.refresh(Menu(MenuItem("x", None), MenuItem("y", None)))
    assert model.refresh(Menu(MenuItem("x2", None), MenuItem("y", None))).updated == ((1, {"label": "x2"}),)


def test_unknown_ids_are_nothing(model):
    assert model.node(99) is None
    assert model.layout(99, -1, []) is None
    assert model.properties([99], []) == []


def test_no_menu_is_an_empty_root(model):
    model.refresh(None)
    assert model.layout(ROOT, -1, [])[2] == []
