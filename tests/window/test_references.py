"""The popup against its reference pictures: both looks, three scales, four scripts, short, long, empty and failed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.support.x11 import XServer
from tests.window import references
from tests.window.process import WindowProcess
from tests.window.scenes import KEYS, SCENES, TYPED, appearance
from tests.window.test_shots import hide, press_in_popup, shot

PICTURES: dict[str, tuple[tuple[str, str], ...]] = {
    "1": (
        *(
            (scene, "light")
            for scene in ("prompt-empty", "notice", "captured-image", "streaming", "finished", "thought")
        ),
        *((scene, "light") for scene in ("line-waits", "write-back-asked")),
        *((scene, "light") for scene in ("marks", "restarted", "failed", "problem", "formulas", "cjk", "explained")),
        *((scene, "dark") for scene in ("captured", "finished", "failed", "german", "follow-up", "long-answer")),
    ),
    "1.5": (("finished", "light"), ("cjk", "dark"), ("failed", "light")),
    "2": (("finished", "dark"), ("formulas", "light"), ("german", "light")),
}
"""Scale factor to scenes and looks."""

ALL = [(scale, scene, theme) for scale, pictures in PICTURES.items() for scene, theme in pictures]


@pytest.fixture(scope="module")
def studios(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, WindowProcess]]:
    """One window process for each scale, started when it is first needed."""
    started: dict[str, WindowProcess] = {}
    servers: list[XServer] = []
    try:
        yield _Studios(tmp_path_factory, started, servers)
    finally:
        for process in started.values():
            process.__exit__(None, None, None)
        for server in servers:
            server.stop()


class _Studios(dict[str, WindowProcess]):
    def __init__(
        self, folders: pytest.TempPathFactory, started: dict[str, WindowProcess], servers: list[XServer]
    ) -> None:
        super().__init__()
        self._folders, self._started, self._servers = folders, started, servers

    def __missing__(self, scale: str) -> WindowProcess:
        if scale not in self._started:
            factor = float(scale)
            server = XServer(self._folders.mktemp("studio"), size=(round(700 * factor), round(720 * factor)))
            self._servers.append(server.__enter__())
            server.run("xdotool", "mousemove", str(round(200 * factor)), "0")
            self._started[scale] = WindowProcess(server, QT_SCALE_FACTOR=scale).__enter__()
        return self._started[scale]


@pytest.mark.parametrize(("scale", "scene", "theme"), ALL, ids=str)
def test_it_looks_as_it_did(studios: dict[str, WindowProcess], scale: str, scene: str, theme: str) -> None:
    name = f"{scene}-{theme}-{scale}x"
    if not references.IS_WRITING and references.FONTS.read_text() != references.fonts():
        pytest.skip("the fonts of this machine are not those of the reference pictures")
    studio = studios[scale]
    studio.send(appearance(theme), *SCENES[scene]())
    picture = shot(studio)
    if scene in KEYS:
        press_in_popup(studio, KEYS[scene], TYPED.get(scene, ""))
        picture = shot(studio)
    if references.IS_WRITING:
        studio.drain(3.0)  # formulas and large pictures come a moment later
        picture = shot(studio)
    deadline = time.monotonic() + 10
    while not references.IS_WRITING and references.difference(picture, name) and time.monotonic() < deadline:
        studio.drain(0.2)
        picture = shot(studio)
    hide(studio)
    if references.IS_WRITING:
        references.write(picture, name)
    assert references.difference(picture, name) == ""


def test_a_difference_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line of text that is gone, another colour and another size are differences; noise of rendering is none."""
    monkeypatch.setattr(references, "FOLDER", tmp_path)
    picture = Image.new("RGB", (400, 200), "white")
    draw = ImageDraw.Draw(picture)
    draw.text((20, 20), "a line of text that somebody reads", "black")
    picture.save(tmp_path / "one.png")
    assert references.difference(picture, "one") == ""
    noisy = picture.point(lambda value: min(255, value + 2))
    assert references.difference(noisy, "one") == ""
    without = picture.copy()
    ImageDraw.Draw(without).rectangle((0, 10, 400, 40), "white")
    assert "differs" in references.difference(without, "one")
    assert "differs" in references.difference(Image.new("RGB", (400, 200), "#ddddff"), "one")
    assert "is (400, 190)" in references.difference(picture.crop((0, 0, 400, 190)), "one")


def test_the_references_are_few_and_small() -> None:
    files = list(references.FOLDER.glob("*.png"))
    assert {path.stem for path in files} == {f"{scene}-{theme}-{scale}x" for scale, scene, theme in ALL}
    assert len(files) <= 30
    assert sum(path.stat().st_size for path in files) < 2_000_000
