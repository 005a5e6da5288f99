from __future__ import annotations

import re
import tomllib

import lock
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.packaging.fakes import CHECKOUT

PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME = [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"]]
TESTS = PROJECT["project"]["optional-dependencies"]["test"]


def read_pins(name: str) -> dict[str, list[tuple[Requirement, int]]]:
    """Return per package its pins, one per marker, each with its number of hashes."""
    text = (CHECKOUT / "packaging" / name).read_text(encoding="utf-8").replace("\\\n", " ")
    pins: dict[str, list[tuple[Requirement, int]]] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            requirement = Requirement(line.split(" --hash=")[0])
            hashes = len(re.findall(r"--hash=sha256:[0-9a-f]{64}(?= |$)", line))
            pins.setdefault(canonicalize_name(requirement.name), []).append((requirement, hashes))
    return pins


@pytest.mark.parametrize("name", list(lock.PINS))
def test_every_pin_is_one_version_with_hashes(name: str):
    for pins in read_pins(name).values():
        for requirement, hashes in pins:
            assert re.fullmatch(r"==[^,*]+", str(requirement.specifier)), requirement
            assert hashes > 0, requirement
            assert requirement.url is None


@pytest.mark.parametrize(
    ("name", "wanted"), [("requirements.lock", RUNTIME), ("requirements-test.lock", [*RUNTIME, *TESTS])]
)
def test_the_pins_agree_with_pyproject(name: str, wanted: list[str]):
    pins = read_pins(name)
    for line in wanted:
        requirement = Requirement(line)
        allowed = requirement.specifier
        found = pins.get(canonicalize_name(requirement.name), [])
        versions = [next(iter(pin.specifier)).version for pin, _hashes in found]
        assert any(allowed.contains(version) for version in versions), f"{line}: run packaging/lock.py"


def test_the_program_runs_with_the_versions_that_are_tested():
    tested = {
        (name, str(pin.specifier))
        for name, pins in read_pins("requirements-test.lock").items()
        for pin, _hashes in pins
    }
    run = {(name, str(pin.specifier)) for name, pins in read_pins("requirements.lock").items() for pin, _hashes in pins}
    assert run <= tested


@pytest.mark.parametrize("name", list(lock.PINS))
def test_what_is_left_out_is_left_out_and_the_header_tells_why(name: str):
    pins = read_pins(name)
    text = (CHECKOUT / "packaging" / name).read_text(encoding="utf-8")
    assert text.startswith(lock.HEADER)
    for package in lock.LEFT_OUT:
        assert package not in pins
        assert package in lock.HEADER
