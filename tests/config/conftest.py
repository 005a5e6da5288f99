"""What several tests of the settings need."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tray_router.config.load import parse_settings
from tray_router.errors import ConfigError, ConfigProblem


def _refused(text: str) -> ConfigError:
    with pytest.raises(ConfigError) as raised:
        parse_settings(text)
    return raised.value


@pytest.fixture
def refused() -> Callable[[str], ConfigError]:
    """The error that a text raises."""
    return _refused


@pytest.fixture
def problems_of() -> Callable[[str], dict[str, ConfigProblem]]:
    """The problems that a text has, by path; fails when two have the same path."""

    def problems(text: str) -> dict[str, ConfigProblem]:
        found = _refused(text).problems
        by_path = {problem.path: problem for problem in found}
        assert len(by_path) == len(found), [str(problem) for problem in found]
        return by_path

    return problems


@pytest.fixture
def problem_of() -> Callable[[str], ConfigProblem]:
    """The one problem that a text has."""

    def problem(text: str) -> ConfigProblem:
        (only,) = _refused(text).problems
        return only

    return problem
