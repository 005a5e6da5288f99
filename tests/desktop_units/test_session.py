import pytest

from tray_router.desktop.capability import Backend, UnsupportedError, choose
from tray_router.desktop.session import Session, SessionKind, detect_session
from tray_router.errors import DesktopError


@pytest.mark.parametrize(
    ("environ", "platform", "kind"),
    [
        ({"DISPLAY": ":0"}, "linux", SessionKind.X11),
        ({"DISPLAY": ":0", "XDG_SESSION_TYPE": "x11"}, "linux", SessionKind.X11),
        ({"DISPLAY": ":0", "XDG_SESSION_TYPE": "wayland"}, "linux", SessionKind.WAYLAND),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-1"}, "linux", SessionKind.WAYLAND),
        ({"WAYLAND_DISPLAY": "wayland-1"}, "linux", SessionKind.WAYLAND),
        ({"XDG_SESSION_TYPE": "tty"}, "linux", SessionKind.NONE),
        ({}, "linux", SessionKind.NONE),
        ({"DISPLAY": ":0"}, "freebsd14", SessionKind.X11),
        ({"DISPLAY": ":0"}, "win32", SessionKind.WINDOWS),
        ({"DISPLAY": ":0"}, "darwin", SessionKind.MACOS),
    ],
)
def test_the_kind_of_session(environ, platform, kind):
    assert detect_session(environ, platform).kind is kind


def test_the_bus_is_the_named_one_else_the_logins(tmp_path):
    environ = {"DISPLAY": ":0", "XDG_RUNTIME_DIR": str(tmp_path), "XDG_CURRENT_DESKTOP": "XFCE"}
    assert detect_session(environ, "linux").bus_address == ""
    (tmp_path / "bus").touch()
    found = detect_session(environ, "linux")
    assert found.bus_address == f"unix:path={tmp_path}/bus"
    assert (found.display, found.desktop) == (":0", "XFCE")
    named = detect_session(environ | {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/elsewhere"}, "linux")
    assert named.bus_address == "unix:path=/elsewhere"


def backend(name, kind, modules=()):
    return Backend(name, frozenset({kind}), modules, f"install {name}", lambda: name)


def test_the_first_that_fits_and_is_installed_is_chosen():
    backends = [
        backend("elsewhere", SessionKind.WAYLAND),
        backend("missing", SessionKind.X11, ("no_such_module_of_ours",)),
        backend("good", SessionKind.X11, ("json",)),
        backend("later", SessionKind.X11),
    ]
    assert choose("Things", backends, Session(SessionKind.X11)).name == "good"


def test_fitting_but_missing_names_what_to_install():
    with pytest.raises(DesktopError) as caught:
        choose("Things", [backend("x", SessionKind.X11, ("no_such_module_of_ours",))], Session(SessionKind.X11))
    assert caught.value.hint == "install x"


@pytest.mark.parametrize(
    ("kind", "hint"),
    [
        (SessionKind.WAYLAND, "tray-router trigger"),
        (SessionKind.WINDOWS, "tray-router trigger"),
        (SessionKind.NONE, "DISPLAY"),
    ],
)
def test_nothing_that_fits_is_a_typed_error_with_the_way_round(kind, hint):
    with pytest.raises(UnsupportedError) as caught:
        choose("Things", [backend("x", SessionKind.X11)], Session(kind))
    assert hint in caught.value.hint
