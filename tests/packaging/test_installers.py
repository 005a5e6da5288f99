from __future__ import annotations

from collections.abc import Callable

import pytest
from _bootstrap.console import FAILED, NOT_READY, Problem
from _bootstrap.installers import INSTALL, UPDATE_APT, command_to_print, describe, package_names, provide
from _bootstrap.machine import Rights
from _bootstrap.needs import CJK_FONT_FILES, Need, PackageTool, needs_for

from tests.packaging.fakes import FakeMachine, FakeRunner

NEEDS = needs_for(platform="linux", tests=True, x11=False, wayland=False)
QUIET = ["env", "DEBIAN_FRONTEND=noninteractive"]


def pick(*names: str) -> list[Need]:
    return [need for need in NEEDS if need.name in names]


def supplies(machine: FakeMachine) -> Callable[[list[str]], int]:
    """Answer of an apt that works: an install makes everything be there."""

    def answer(command: list[str]) -> int:
        if "install" in command:
            machine.absent.clear()
        return 0

    return answer


@pytest.mark.parametrize(
    ("tool", "line"),
    [
        (
            PackageTool.APT,
            "sudo apt-get update && sudo apt-get install -y --no-install-recommends libxcb-cursor0 libxcb-icccm4",
        ),
        (PackageTool.DNF, "sudo dnf install -y --setopt=install_weak_deps=False xcb-util-cursor xcb-util-wm"),
        (PackageTool.PACMAN, "sudo pacman -S --needed --noconfirm xcb-util-cursor xcb-util-wm"),
        (PackageTool.ZYPPER, "sudo zypper --non-interactive install --no-recommends libxcb-cursor0 libxcb-icccm4"),
    ],
)
def test_the_printed_command_is_exact_for_each_package_tool(tool: PackageTool, line: str):
    packages = package_names(pick("libxcb-cursor.so.0", "libxcb-icccm.so.4"), tool, FakeMachine())
    assert command_to_print(packages, tool, with_sudo=True) == line
    assert command_to_print(packages, tool, with_sudo=False) == line.replace("sudo ", "")


def test_one_package_for_two_needs_is_named_once():
    assert package_names(pick("xprop", "xwininfo"), PackageTool.APT, FakeMachine()) == ["x11-utils"]


@pytest.mark.parametrize(
    ("known", "package"),
    [({"libglib2.0-0t64"}, "libglib2.0-0t64"), ({"libglib2.0-0"}, "libglib2.0-0"), (set(), "libglib2.0-0")],
)
def test_of_two_names_the_one_that_apt_knows_is_taken(known: set[str], package: str):
    assert package_names(pick("libglib-2.0.so.0"), PackageTool.APT, FakeMachine(known=known)) == [package]


def test_each_missing_thing_is_described_with_what_it_is_for():
    lines = describe(pick("libGL.so.1", "xdotool", CJK_FONT_FILES))
    assert lines == [
        "Missing: the library libGL.so.1 (Qt links OpenGL)",
        "Missing: the program xdotool (the tests press real keys)",
        "Missing: a font (the tests show Chinese, Japanese and Korean text)",
    ]


def test_nothing_missing_starts_nothing():
    runner = FakeRunner()
    provide(NEEDS, FakeMachine(), runner)
    assert runner.commands == []


def test_root_with_fresh_lists_installs_at_once(capsys: pytest.CaptureFixture[str]):
    machine = FakeMachine(absent={"Xvfb", "xdotool"})
    runner = FakeRunner(supplies(machine))
    provide(NEEDS, machine, runner)
    assert runner.commands == [[*QUIET, *INSTALL[PackageTool.APT], "xvfb", "xdotool"]]
    said = capsys.readouterr()
    assert "the tests press real keys" in said.err
    assert said.out == ""


def test_missing_or_old_lists_are_updated_first():
    machine = FakeMachine(absent={"Xvfb"}, fresh=False)
    runner = FakeRunner(supplies(machine))
    provide(NEEDS, machine, runner)
    assert runner.commands == [[*QUIET, *UPDATE_APT], [*QUIET, *INSTALL[PackageTool.APT], "xvfb"]]


def test_names_are_chosen_again_after_the_lists_were_updated():
    machine = FakeMachine(absent={"libglib-2.0.so.0"}, fresh=False)

    def answer(command: list[str]) -> int:
        if "update" in command:
            machine.known.add("libglib2.0-0t64")
        else:
            machine.absent.clear()
        return 0

    runner = FakeRunner(answer)
    provide(NEEDS, machine, runner)
    assert runner.commands[-1][-1] == "libglib2.0-0t64"


def test_a_failed_install_is_tried_once_more_after_an_update():
    machine = FakeMachine(absent={"Xvfb"})

    def answer(command: list[str]) -> int:
        if len(runner.commands) == 1:
            return 100
        return supplies(machine)(command)

    runner = FakeRunner(answer)
    provide(NEEDS, machine, runner)
    assert [("update" in command) for command in runner.commands] == [False, True, False]


def test_apt_that_keeps_failing_ends_with_its_last_lines():
    machine = FakeMachine(absent={"Xvfb"})
    runner = FakeRunner(lambda command: 100)
    with pytest.raises(Problem) as caught:
        provide(NEEDS, machine, runner)
    assert caught.value.exit_code == FAILED
    assert caught.value.log_tail == "the last line of the log"
    assert len(runner.commands) == 3


def test_a_library_still_missing_after_apt_is_named():
    runner = FakeRunner()
    with pytest.raises(Problem, match=r"still missing: libGL\.so\.1") as caught:
        provide(NEEDS, FakeMachine(absent={"libGL.so.1"}), runner)
    assert caught.value.exit_code == FAILED


@pytest.mark.parametrize(
    ("rights", "prefix", "asks"),
    [(Rights.SUDO, ["sudo", "-n"], False), (Rights.SUDO_ASKS, ["sudo"], True)],
)
def test_sudo_asks_only_where_somebody_can_answer(rights: Rights, prefix: list[str], *, asks: bool):
    machine = FakeMachine(absent={"Xvfb"}, granted=rights)
    runner = FakeRunner(supplies(machine))
    provide(NEEDS, machine, runner)
    assert runner.commands == [[*prefix, *QUIET, *INSTALL[PackageTool.APT], "xvfb"]]
    assert runner.asked == [asks]


def test_without_rights_the_exact_command_is_given_and_nothing_is_started():
    machine = FakeMachine(absent={"Xvfb"}, granted=Rights.NONE)
    runner = FakeRunner()
    with pytest.raises(Problem) as caught:
        provide(NEEDS, machine, runner)
    assert caught.value.exit_code == NOT_READY
    assert "  sudo apt-get update && sudo apt-get install -y --no-install-recommends xvfb\n" in caught.value.hint
    assert runner.commands == []


def test_without_sudo_the_command_is_for_root():
    machine = FakeMachine(absent={"Xvfb", "sudo"}, granted=Rights.NONE)
    with pytest.raises(Problem) as caught:
        provide(NEEDS, machine, FakeRunner())
    assert caught.value.hint.startswith("Run this as root")
    assert "sudo" not in caught.value.hint


def test_pip_and_libraries_come_in_one_command():
    machine = FakeMachine(absent={"Xvfb", "ensurepip"}, pip=None, granted=Rights.NONE)
    with pytest.raises(Problem) as caught:
        provide(NEEDS, machine, FakeRunner())
    assert "python3-pip xvfb" in caught.value.hint


@pytest.mark.parametrize("tool", [PackageTool.DNF, PackageTool.PACMAN, PackageTool.ZYPPER])
def test_other_package_tools_are_never_started_even_by_root(tool: PackageTool):
    machine = FakeMachine(absent={"Xvfb"}, tool=tool)
    runner = FakeRunner()
    with pytest.raises(Problem) as caught:
        provide(NEEDS, machine, runner)
    assert caught.value.exit_code == NOT_READY
    assert f"sudo {INSTALL[tool][0]}" in caught.value.hint
    assert runner.commands == []


def test_an_unknown_system_is_told_what_is_missing(capsys: pytest.CaptureFixture[str]):
    machine = FakeMachine(absent={"Xvfb"}, tool=None)
    with pytest.raises(Problem) as caught:
        provide(NEEDS, machine, FakeRunner())
    assert caught.value.exit_code == NOT_READY
    assert "Xvfb" in capsys.readouterr().err
