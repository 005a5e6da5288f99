import stat

import pytest

from tray_router.desktop.autostart import autostart, check
from tray_router.desktop.autostart.xdg import XdgAutostart
from tray_router.desktop.capability import UnsupportedError
from tray_router.desktop.session import Session, SessionKind
from tray_router.errors import DesktopError


@pytest.fixture
def entry(tmp_path):
    return XdgAutostart(tmp_path / "autostart")


def test_enable_writes_an_entry_and_disable_removes_it(entry):
    assert not entry.is_enabled()
    entry.enable(["tray-router", "run"])
    assert entry.is_enabled()
    lines = entry.path.read_text().splitlines()
    assert lines[0] == "[Desktop Entry]"
    assert "Exec=tray-router run" in lines
    assert stat.S_IMODE(entry.path.stat().st_mode) == 0o644
    assert list(entry.path.parent.iterdir()) == [entry.path]
    entry.disable()
    entry.disable()
    assert not entry.is_enabled()


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_switched_off_in_the_desktops_own_settings_is_off(entry, line):
    entry.enable(["tray-router"])
    kept = [each for each in entry.path.read_text().splitlines() if not each.startswith(line.split("=")[0])]
    entry.path.write_text("\n".join([*kept, line]))
    assert not entry.is_enabled()


@pytest.mark.parametrize(
    ("argument", "written"),
    [
        ("plain", "plain"),
        ("/opt/my apps/tray-router", '"/opt/my apps/tray-router"'),
        ('say "hi"', r'"say \\"hi\\""'),
        ("100%", "100%%"),
        ("$HOME`x`", r'"\\$HOME\\`x\\`"'),
        (r"back\slash", r'"back\\\\slash"'),
        ("", '""'),
    ],
)
def test_arguments_are_quoted_by_the_desktop_entry_specification(entry, argument, written):
    entry.enable(["run", argument])
    assert f"Exec=run {written}" in entry.path.read_text().splitlines()


def test_what_cannot_be_written_is_a_desktop_error(tmp_path):
    (tmp_path / "file").write_text("in the way")
    entry = XdgAutostart(tmp_path / "file")
    with pytest.raises(DesktopError) as caught:
        entry.enable(["x"])
    assert "cannot be written" in caught.value.title
    assert caught.value.hint


def test_the_folder_is_the_persons_own(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    session = Session(SessionKind.X11, desktop="XFCE")
    autostart(session).enable(["tray-router"])
    assert (tmp_path / "autostart/tray-router.desktop").exists()
    assert check(session).detail == "Starts at login."
    sway = check(Session(SessionKind.WAYLAND, desktop="sway"))
    assert "exec tray-router" in sway.hint


@pytest.mark.parametrize("kind", [SessionKind.WINDOWS, SessionKind.MACOS])
def test_elsewhere_it_is_said_in_a_typed_way(kind):
    with pytest.raises(UnsupportedError, match="not supported yet"):
        autostart(Session(kind))
    assert not check(Session(kind)).works
