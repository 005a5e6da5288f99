"""Whether this computer runs on its battery, as Linux tells it in ``/sys/class/power_supply``.

Rule: no supply there, or none that can be read, means that it does not (a desktop computer, another system). Reading
can take some milliseconds, because the firmware is asked: any thread but the engine's.
"""

from __future__ import annotations

from pathlib import Path

POWER_SUPPLIES = Path("/sys/class/power_supply")
_OWN_SCOPE = ("", "System")  # "Device" is the battery of a mouse or a headset


def is_on_battery(folder: Path = POWER_SUPPLIES) -> bool:
    """True when a battery of the computer gives power and no mains adapter does.

    Source: the kernel's ABI, testing/sysfs-class-power: ``type``, ``online``, ``status``, ``scope``.
    """
    try:
        supplies = sorted(folder.iterdir())
    except OSError:
        return False
    mains = [s for s in supplies if _value(s, "type") in ("Mains", "USB", "Wireless") and _is_own(s)]
    if any(_value(supply, "online") not in ("", "0") for supply in mains):
        return False
    batteries = [s for s in supplies if _value(s, "type") == "Battery" and _is_own(s)]
    return any(_value(supply, "status") == "Discharging" for supply in batteries)


def _is_own(supply: Path) -> bool:
    return _value(supply, "scope") in _OWN_SCOPE


def _value(supply: Path, name: str) -> str:
    try:
        return (supply / name).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""
