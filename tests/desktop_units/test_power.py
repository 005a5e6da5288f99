from __future__ import annotations

from pathlib import Path

import pytest

from tray_router.desktop.power import is_on_battery

MAINS_ON, MAINS_OFF = {"type": "Mains", "online": "1"}, {"type": "Mains", "online": "0"}
USB_OFF = {"type": "USB", "online": "0"}
DISCHARGING = {"type": "Battery", "status": "Discharging"}
FULL = {"type": "Battery", "status": "Full"}
MOUSE = {"type": "Battery", "status": "Discharging", "scope": "Device"}


@pytest.mark.parametrize(
    ("supplies", "expected"),
    [
        ((), False),
        ((DISCHARGING,), True),
        ((MAINS_OFF, DISCHARGING), True),
        ((MAINS_OFF, USB_OFF, FULL, DISCHARGING), True),
        ((MAINS_ON, DISCHARGING), False),  # a weak adapter: the battery helps out
        ((MAINS_ON, FULL), False),
        ((MAINS_OFF, FULL), False),
        ((MOUSE,), False),
        (({"type": "Battery"},), False),
        (({},), False),
    ],
)
def test_when_the_computer_runs_on_its_battery(
    supplies: tuple[dict[str, str], ...], expected: bool, tmp_path: Path
) -> None:
    for number, values in enumerate(supplies):
        supply = tmp_path / f"supply{number}"
        supply.mkdir()
        for name, value in values.items():
            (supply / name).write_text(f"{value}\n")
    assert is_on_battery(tmp_path) is expected


def test_without_any_supply_it_does_not(tmp_path: Path) -> None:
    assert not is_on_battery(tmp_path / "nothing")


def test_what_cannot_be_read_does_not_count(tmp_path: Path) -> None:
    battery = tmp_path / "BAT0"
    battery.mkdir()
    (battery / "type").write_bytes(b"\xff\xfe")
    (battery / "status").mkdir()
    assert not is_on_battery(tmp_path)
