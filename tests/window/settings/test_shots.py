"""Every scene of the settings window and the first run in both looks, at 1x, 1.5x and 2x; the pictures stay.

They lie in ``tests/desktop/shots/settings/`` (not committed).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.window.settings.scenes import FIRST_RUN_SCENES, SCENES
from tests.window.studio import LOOKS, SCALES, Studio, studio
from tray_router.wire.settings import SettingsClosed

SIZE = (1040, 800)
TITLES = "^(Tray Router settings|Welcome to Tray Router)$"


@pytest.fixture(scope="module", params=SCALES, ids=SCALES.values())
def room(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with studio(tmp_path_factory, float(request.param), SIZE, TITLES) as made:
        yield made


@pytest.mark.parametrize("theme", LOOKS)
@pytest.mark.parametrize("scene", [*SCENES, *FIRST_RUN_SCENES])
def test_scene(room: Studio, theme: str, scene: str) -> None:
    make, page = {**SCENES, **FIRST_RUN_SCENES}[scene]
    keys = [f"ctrl+{page + 1}"] if scene in SCENES else ["alt+Right"] * page
    picture = room.take(theme, make(), keys, "ctrl+w", SettingsClosed)
    room.save(picture, "settings", scene, theme)
    room.check(picture, LOOKS[theme])
