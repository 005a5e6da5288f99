"""Rules for every test: it leaves nothing behind, it may be a coroutine, and Hypothesis gives the same cases each time.

A coroutine test runs on a loop of its own, with ``@pytest.mark.virtual_time`` on one whose clock jumps
(``tests.loops``). A test that makes the program warn announces it with the ``expect_log`` fixture.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.leftovers import WATCHED_LOGGERS, LogWatch, LoopWatch, thread_complaints, threads_now
from tests.loops import run_real, run_virtual

# "default" is what everybody and CI runs: no randomness, no deadline, no folder of examples in the checkout.
# HYPOTHESIS_PROFILE=explore looks for new cases with a fresh seed.
settings.register_profile("default", derandomize=True, deadline=None, database=None)
settings.register_profile("ci", settings.get_profile("default"))
settings.register_profile(
    "explore", deadline=None, database=None, max_examples=2_000, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


# Folders whose files take longest, the longest first: what is handed out last is short, and the workers end together.
LONGEST_FIRST = ("desktop", "window", "daemon", "cli", "chaos", "desktop_units", "answers", "wire", "simulator")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "virtual_time: runs the coroutine on a loop whose clock jumps (tests.loops)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Puts long files first where several workers share them; one process keeps the order of the folders."""
    if hasattr(config, "workerinput"):
        items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    parts = item.path.relative_to(Path(__file__).parent).parts
    return LONGEST_FIRST.index(parts[0]) if parts[0] in LONGEST_FIRST else len(LONGEST_FIRST)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    test = pyfuncitem.obj
    if not inspect.iscoroutinefunction(test) or pyfuncitem.get_closest_marker("anyio"):
        return None
    names = pyfuncitem._fixtureinfo.argnames
    arguments = {name: pyfuncitem.funcargs[name] for name in names}
    run = run_virtual if pyfuncitem.get_closest_marker("virtual_time") else run_real
    run(lambda: test(**arguments))
    return True


@pytest.fixture(autouse=True)
def log_watch() -> Iterator[LogWatch]:
    """What the program logged at WARNING or above during this test."""
    watch = LogWatch()
    loggers = [logging.getLogger(name) for name in WATCHED_LOGGERS]
    for logger in loggers:
        logger.addHandler(watch)
    yield watch
    for logger in loggers:
        logger.removeHandler(watch)


@pytest.fixture
def expect_log(log_watch: LogWatch) -> Callable[[str], None]:
    """Announces a warning or error of the program: a regular expression that must match some record's text."""
    return log_watch.expect


@pytest.fixture
def allow_log(log_watch: LogWatch) -> Callable[[str], None]:
    """Lets warnings and errors of the program pass that match a regular expression, whether they come or not."""
    return log_watch.allow


@pytest.fixture(autouse=True)
def nothing_left_behind(log_watch: LogWatch, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fails the test on tasks, loops and threads that it leaves, and on unannounced log records."""
    loops = LoopWatch()
    watched = loops.watching(asyncio.new_event_loop)
    with monkeypatch.context() as patched:
        patched.setattr(asyncio, "new_event_loop", watched)
        patched.setattr(asyncio.events, "new_event_loop", watched)  # asyncio.run takes it from here
        threads = threads_now()
        yield
    complaints = thread_complaints(threads) + loops.complaints() + log_watch.complaints()
    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)
