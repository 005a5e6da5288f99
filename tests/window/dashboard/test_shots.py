"""Every scene of the dashboard in both looks, at 1x, 1.5x and 2x; the pictures stay for looking at.

They lie in ``tests/desktop/shots/dashboard/`` (not committed).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.window.dashboard.scenes import SCENES
from tests.window.studio import LOOKS, SCALES, Studio, studio
from tray_router.wire.dashboard import DashboardClosed

SIZE = (1140, 820)
TITLE = "^Tray Router dashboard$"


@pytest.fixture(scope="module", params=SCALES, ids=SCALES.values())
def room(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with studio(tmp_path_factory, float(request.param), SIZE, TITLE) as made:
        yield made


@pytest.mark.parametrize("theme", LOOKS)
@pytest.mark.parametrize("scene", SCENES)
def test_scene(room: Studio, theme: str, scene: str) -> None:
    make, page = SCENES[scene]
    picture = room.take(theme, make(), [f"ctrl+{page + 1}"], "Escape", DashboardClosed)
    room.save(picture, "dashboard", scene, theme)
    room.check(picture, LOOKS[theme])
