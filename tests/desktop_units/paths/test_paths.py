import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tray_router.desktop import paths
from tray_router.errors import DesktopError


@pytest.fixture
def home(monkeypatch, tmp_path):
    """A home of its own, without any XDG variable."""
    for name in [name for name in os.environ if name.startswith("XDG_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(paths.tempfile, "tempdir", str(tmp_path / "t"))
    (tmp_path / "t").mkdir()
    return tmp_path


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_the_runtime_folder_is_private_and_below_the_logins(home, monkeypatch, tmp_path):
    runtime = tmp_path / "run"
    runtime.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    assert paths.runtime_folder() == runtime / "tray-router"
    assert mode(paths.runtime_folder()) == 0o700
    assert paths.control_socket().parent == paths.lock_file().parent == runtime / "tray-router"


def test_without_a_login_it_is_a_folder_of_our_own(home):
    folder = paths.runtime_folder()
    assert folder == home / "t" / f"tray-router-{os.getuid()}"
    assert mode(folder) == 0o700


def test_an_open_folder_is_closed_to_others(home):
    paths.runtime_folder().chmod(0o755)
    assert mode(paths.runtime_folder()) == 0o700


def test_somebody_elses_folder_is_not_used(home, tmp_path):
    trap = tmp_path / "trap"
    trap.mkdir()
    (home / "t" / f"tray-router-{os.getuid()}").symlink_to(trap)
    with pytest.raises(DesktopError, match="belongs to somebody else"):
        paths.runtime_folder()


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_another_user_is_not_used(home):
    os.chown(paths.runtime_folder(), 12345, 12345)
    with pytest.raises(DesktopError, match="belongs to somebody else"):
        paths.runtime_folder()


def test_a_socket_path_that_does_not_fit_says_so(home, monkeypatch, tmp_path):
    deep = tmp_path / ("x" * 100)
    deep.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(deep))
    with pytest.raises(DesktopError) as caught:
        paths.control_socket()
    assert "107" in caught.value.hint


def test_what_cannot_be_made_says_so(home, monkeypatch, tmp_path):
    (tmp_path / "run").mkdir()
    (tmp_path / "run/tray-router").write_text("in the way")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    with pytest.raises(DesktopError):
        paths.runtime_folder()


def test_the_other_folders_are_by_xdg_with_its_defaults(home, monkeypatch):
    assert paths.state_folder() == home / ".local/state/tray-router"
    assert paths.log_folder() == home / ".local/state/tray-router/log"
    assert paths.data_folder() == home / ".local/share/tray-router"
    assert paths.autostart_folder() == home / ".config/autostart"
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative/is/invalid")
    assert paths.data_folder() == home / "data/tray-router"
    assert paths.autostart_folder() == home / ".config/autostart"
    assert all(Path(each).is_dir() for each in (paths.log_folder(), paths.data_folder()))


def test_the_way_to_the_socket_imports_little():
    """``tray-router trigger`` comes through here."""
    heavy = "('asyncio', 'platformdirs', 'dbus_fast', 'Xlib', 'PIL', 'msgspec')"
    code = f"import sys, tray_router.desktop.paths; sys.exit(any(name in sys.modules for name in {heavy}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_folders_that_cannot_be_made_stop_nobody(home):
    (home / ".local").write_text("in the way")
    assert paths.data_folder() == home / ".local/share/tray-router"
    assert paths.log_folder() == home / ".local/state/tray-router/log"
