from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from _bootstrap.console import Problem
from _bootstrap.stamp import Stamp, digest_inputs

from tests.packaging.fakes import make_checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    return make_checkout(tmp_path / "checkout")


BASE = Stamp("inputs", "3.11.2 python3", "checkout", "run", ("pip", "venv"))


@pytest.mark.parametrize(
    ("found", "asked", "covered"),
    [
        (BASE, BASE, True),
        (replace(BASE, inputs="other"), BASE, False),
        (replace(BASE, python="3.12.0 python3"), BASE, False),
        (replace(BASE, checkout="moved"), BASE, False),
        (replace(BASE, format=0), BASE, False),
        (replace(BASE, scope="test"), BASE, True),
        (BASE, replace(BASE, scope="test"), False),
        (replace(BASE, system=("libGL.so.1", "pip", "venv")), BASE, True),
        (BASE, replace(BASE, system=("libGL.so.1", "pip", "venv")), False),
    ],
)
def test_a_stamp_covers_only_what_was_really_set_up(found: Stamp, asked: Stamp, *, covered: bool):
    assert found.covers(asked) is covered


def test_the_digest_follows_pins_dependencies_and_version_but_no_lint_rule(checkout: Path):
    before = digest_inputs(checkout)
    project = checkout / "pyproject.toml"
    project.write_text(project.read_text().replace("line-length = 120", "line-length = 99"))
    assert digest_inputs(checkout) == before

    seen = {before}
    project.write_text(project.read_text().replace('"httpx>=0.28', '"httpx>=0.27'))
    seen.add(digest_inputs(checkout))
    for name in (
        "packaging/requirements.lock",
        "packaging/requirements-test.lock",
        "setup.py",
        "tray_router/__init__.py",
    ):
        path = checkout / name
        path.write_text(path.read_text() + "\n# changed\n")
        seen.add(digest_inputs(checkout))
    assert len(seen) == 6


def test_a_checkout_that_lacks_its_pins_is_named(checkout: Path):
    (checkout / "packaging/requirements.lock").unlink()
    with pytest.raises(Problem, match=r"requirements\.lock"):
        digest_inputs(checkout)
