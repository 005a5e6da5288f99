"""What the idle daemon does not have in memory: libraries that only a capture, a mistake or another command needs."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.fixtures import x_module, x_server
from tests.support.x11 import XServer

__all__ = ["x_module", "x_server"]

ABSENT = {
    "ssl",  # with OpenSSL 5 MB; for https
    "_ssl",
    "_hashlib",  # OpenSSL as well
    "httpcore",  # 2.6 MB with anyio; for https
    "anyio",
    "certifi",
    "PIL",  # 5 MB; for captured images
    "argparse",  # the daemon without options needs no command line
    "rich",
    "pygments",
    "click",
    "platformdirs",
    "tomlkit",
    "keyring",
    "difflib",  # for mistakes in the settings
    "html",
    "pickle",
    "importlib.metadata",  # 0.7 MB with the archives that it reads; for prices
    "zipfile",
    "sqlite3",  # 1 MB, and another for an open database; for the first question that is kept
    "detect_secrets",
    "genai_prices",
    "PySide6",
    "pynput",
    "tray_router.simulator",
    "tray_router.window",
    "tray_router.cli.main",
    # windows that are seldom open, and who answers them
    "tray_router.wire.settings",
    "tray_router.wire.dashboard",
    "tray_router.wire.history",
    "tray_router.daemon.settings_desk",
    "tray_router.daemon.settings_file",
    "tray_router.config.editor",
    "tray_router.fleet.schedule",
    "tray_router.engine.dashboard",
    "tray_router.engine.history_desk",
    # the way out of the network, which is closed
    "tray_router.answers.guard",
    "tray_router.answers.cost",
    "tray_router.answers.worth",
    "tray_router.backends.openai",
    "tray_router.backends.prices",
    "tray_router.backends.secrets",
    "tray_router.engine.cloud.way",
    "tray_router.engine.cloud.gate",
}


START = "from tray_router.daemon.lean_start import leave_out_openssl\nleave_out_openssl()"


def loaded_by(code: str, env: dict[str, str] | None = None, start: str = START) -> set[str]:
    """The modules that a new process has after ``code``, begun as the program begins."""
    program = f"{start}\n{code}\nimport sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_daemon_starts_without_what_it_does_not_need() -> None:
    loaded = loaded_by("import tray_router.__main__, tray_router.cli.complaint, tray_router.daemon.app")
    assert "httpx" in loaded
    assert not loaded & ABSENT


@pytest.mark.parametrize(
    "words", [[], ["run"], ["run", "--simulated"], ["--config", "my.toml", "run"], ["--config", "my.toml"]]
)
def test_every_way_to_start_the_daemon_leaves_out_openssl(words: list[str]) -> None:
    code = (
        "import sys, tray_router.__main__ as program\n"
        f"sys.argv[1:] = {words!r}\n"
        "class Stop(BaseException): pass\n"
        "def stop(*_, **__): raise Stop\n"
        "class Finder:\n"
        "    def find_spec(self, name, *_): return stop() if name == 'tray_router.daemon.app' else None\n"
        "sys.meta_path.insert(0, Finder())\n"
        "try: program.main()\n"
        "except Stop: del sys.meta_path[0]\n"
        "import tray_router.daemon.app"
    )
    assert not loaded_by(code, start="") & {"ssl", "_ssl", "_hashlib"}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="StatusNotifierItem")
def test_neither_does_the_tray_nor_its_icon() -> None:
    loaded = loaded_by(
        "import tray_router.daemon.app, tray_router.desktop.notify.dbus, tray_router.desktop.tray.sni_tray\n"
        "from tray_router.desktop.tray.icon import draw_icon\n"
        "from tray_router.desktop.tray.pixmaps import pixmaps\n"
        "from tray_router.desktop.tray.picture import Glyph, IconView\n"
        "assert len(pixmaps(draw_icon(IconView(glyphs=tuple(Glyph)[:6])))) == 5"
    )
    assert "pystray" in loaded
    assert not loaded & ABSENT


def test_a_connection_to_the_x_server_brings_no_extensions(x_server: XServer) -> None:
    loaded = loaded_by(
        "from tray_router.desktop.x_display import close_display, open_display\n"
        "display = open_display()\n"
        "assert display.screen().root.get_geometry().width\n"
        "assert display.query_extension('RANDR') is not None\n"
        "close_display(display)",
        x_server.env(),
    )
    assert "Xlib.display" in loaded
    extensions = {name.removeprefix("Xlib.ext.") for name in loaded if name.startswith("Xlib.ext.")}
    assert extensions <= {"ge"}  # python-xlib itself imports that one


def test_the_collector_looks_no_more_at_what_was_there_at_the_start_but_at_what_comes_after() -> None:
    code = (
        "import gc, weakref, tray_router.daemon.app as app\n"
        "class Ring: pass\n"
        "def ring():\n"
        "    one = Ring(); one.other = Ring(); one.other.other = one\n"
        "    return weakref.ref(one)\n"
        "before = ring(); app.settle_memory(); after = ring()\n"
        "assert before() is None and after() is not None\n"
        "assert gc.get_freeze_count() > 10_000 > len(gc.get_objects())\n"
        "gc.collect()\n"
        "assert after() is None"
    )
    assert "tray_router.daemon.app" in loaded_by(code)
