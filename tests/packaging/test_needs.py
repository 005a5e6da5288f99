from __future__ import annotations

import pytest
from _bootstrap.machine import missing_needs
from _bootstrap.needs import QT, QT_WAYLAND, QT_X11, TEST_DESKTOP, Kind, PackageTool, needs_for

from tests.packaging.fakes import FakeMachine

EVERYTHING = (
    *needs_for(platform="linux", tests=True, x11=True, wayland=False),
    *QT_WAYLAND,
)


def names(**choice: bool) -> set[str]:
    return {need.name for need in needs_for(platform="linux", **choice)}


def test_a_run_without_any_display_needs_nothing_but_python_parts():
    assert names(tests=False, x11=False, wayland=False) == {"pip", "venv"}


def test_a_run_on_x11_needs_qt_and_its_x11_plugin_but_no_test_programs():
    found = names(tests=False, x11=True, wayland=False)
    assert {need.name for need in (*QT, *QT_X11)} <= found
    assert not found & {need.name for need in (*TEST_DESKTOP, *QT_WAYLAND)}


def test_a_run_on_wayland_needs_the_wayland_plugin():
    found = names(tests=False, x11=False, wayland=True)
    assert {need.name for need in (*QT, *QT_WAYLAND)} <= found
    assert not found & {need.name for need in QT_X11}


def test_the_tests_need_their_desktop_even_without_a_display():
    found = names(tests=True, x11=False, wayland=False)
    assert {need.name for need in (*QT, *QT_X11, *TEST_DESKTOP)} <= found


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_other_systems_need_no_libraries(platform: str):
    found = needs_for(platform=platform, tests=True, x11=True, wayland=True)
    assert {need.kind for need in found} == {Kind.PIP, Kind.VENV}


def test_every_need_has_a_purpose_and_a_package_for_every_tool():
    for need in EVERYTHING:
        assert need.purpose and not need.purpose.endswith("."), need
        assert set(need.packages) == set(PackageTool), need
        assert all(package.strip() for package in need.packages.values()), need
    assert len({need.name for need in EVERYTHING}) == len(EVERYTHING)


def test_only_what_is_missing_is_reported_in_the_order_of_the_table():
    machine = FakeMachine(absent={"xdotool", "libEGL.so.1", "DejaVuSans.ttf"})
    found = [need.name for need in missing_needs(EVERYTHING, machine)]
    assert found == ["libEGL.so.1", "xdotool", "DejaVuSans.ttf"]


@pytest.mark.parametrize(
    ("pip", "absent", "missing"),
    [
        (["outer-pip"], {"ensurepip"}, []),
        (None, set(), []),
        (None, {"ensurepip"}, ["pip"]),
        (["outer-pip"], {"venv"}, ["venv"]),
    ],
)
def test_pip_may_come_from_outside_or_from_ensurepip(pip: list[str] | None, absent: set[str], missing: list[str]):
    machine = FakeMachine(pip=pip, absent=absent)
    needs = needs_for(platform="linux", tests=False, x11=False, wayland=False)
    assert [need.name for need in missing_needs(needs, machine)] == missing
