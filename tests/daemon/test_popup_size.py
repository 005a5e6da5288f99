"""The size that the user gave the popup."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import structs

from tray_router.config.settings import Settings
from tray_router.daemon.popup_size import FILE_NAME, PopupSize
from tray_router.wire.popup import PopupSized

SETTINGS = Settings().popup


def test_it_is_kept_over_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "state" / FILE_NAME
    assert PopupSize(path).now(SETTINGS) == (SETTINGS.width, SETTINGS.max_height)
    PopupSize(path).keep(PopupSized(701, 402), SETTINGS)
    assert PopupSize(path).now(SETTINGS) == (701, 402)


def test_sizes_that_are_edited_in_the_settings_go_before(tmp_path: Path) -> None:
    size = PopupSize(tmp_path / FILE_NAME)
    size.keep(PopupSized(701, 402), SETTINGS)
    assert size.now(structs.replace(SETTINGS, width=500)) == (500, SETTINGS.max_height)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"width": 1}', '{"width": "x", "height": 2, "settings": [1, 2]}'])
def test_a_file_that_makes_no_sense_is_as_good_as_none(tmp_path: Path, content: str) -> None:
    path = tmp_path / FILE_NAME
    path.write_text(content)
    assert PopupSize(path).now(SETTINGS) == (SETTINGS.width, SETTINGS.max_height)


@pytest.mark.parametrize("size", [(0, 10), (-5, 10), (10, 99_999)])
def test_impossible_sizes_are_not_believed(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / FILE_NAME
    PopupSize(path).keep(PopupSized(*size), SETTINGS)
    assert PopupSize(path).now(SETTINGS) == (SETTINGS.width, SETTINGS.max_height)
