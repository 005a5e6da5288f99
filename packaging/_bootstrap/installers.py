"""The exact command that installs what is missing, and whether it may be run.

Rule kept here: only apt is ever started, and only with rights that are already there; everybody else gets
the command to copy. Main thread.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence

from .console import FAILED, NOT_READY, Problem, say
from .machine import Machine, Rights, missing_needs
from .needs import Kind, Need, PackageTool
from .processes import Runner

INSTALL: dict[PackageTool, tuple[str, ...]] = {
    # unattended-upgrades holds dpkg's lock for minutes after a boot: wait rather than fail
    PackageTool.APT: ("apt-get", "-o", "DPkg::Lock::Timeout=300", "install", "-y", "--no-install-recommends"),
    PackageTool.DNF: ("dnf", "install", "-y", "--setopt=install_weak_deps=False"),
    PackageTool.PACMAN: ("pacman", "-S", "--needed", "--noconfirm"),
    PackageTool.ZYPPER: ("zypper", "--non-interactive", "install", "--no-recommends"),
}
UPDATE_APT = ("apt-get", "-o", "DPkg::Lock::Timeout=300", "update")

_PREFIX: dict[Rights, tuple[str, ...]] = {
    Rights.ROOT: (),
    Rights.SUDO: ("sudo", "-n"),
    Rights.SUDO_ASKS: ("sudo",),
}
_QUIET = ("env", "DEBIAN_FRONTEND=noninteractive")


def package_names(needs: Iterable[Need], tool: PackageTool, machine: Machine) -> list[str]:
    """Return the packages of these needs without doubles, choosing among alternatives what apt knows."""
    names: dict[str, None] = {}
    for need in needs:
        alternatives = need.packages[tool].split()
        known = (name for name in alternatives[:-1] if tool is PackageTool.APT and machine.knows_package(name))
        names[next(known, alternatives[-1])] = None
    return list(names)


def command_to_print(packages: Sequence[str], tool: PackageTool, *, with_sudo: bool) -> str:
    """Return one line to copy into a shell; apt's lists are brought up to date first."""
    sudo = ["sudo"] if with_sudo else []
    line = shlex.join([*sudo, *(part for part in _without_options(INSTALL[tool])), *packages])
    return f"{shlex.join([*sudo, 'apt-get', 'update'])} && {line}" if tool is PackageTool.APT else line


def _without_options(command: Sequence[str]) -> list[str]:
    """Leave out apt's ``-o key=value`` pairs: noise in a line made for a person."""
    return [part for part in command if part != "-o" and not part.startswith("DPkg::")]


def describe(needs: Iterable[Need]) -> list[str]:
    """Return one line per need: what is missing, and why it is needed."""
    words = {Kind.LIBRARY: "library", Kind.PROGRAM: "program", Kind.PIP: "program", Kind.VENV: "module"}
    lines = []
    for need in needs:
        what = "a font" if need.kind is Kind.FONT else f"the {words[need.kind]} {need.name}"
        lines.append(f"Missing: {what} ({need.purpose})")
    return lines


def provide(needs: Sequence[Need], machine: Machine, runner: Runner) -> None:
    """Install what is missing, or say exactly how.

    Args:
        needs: what has to be there.
        machine: this computer.
        runner: starts apt.

    Raises:
        Problem: with ``NOT_READY`` and the exact command when there are no rights or the package manager is
            not apt; with ``FAILED`` when apt failed, or when something is still missing afterwards.
    """
    missing = missing_needs(needs, machine)
    if not missing:
        return
    for line in describe(missing):
        say(line)
    tool = machine.package_tool()
    if tool is None:
        raise Problem(
            "This system lacks what is listed above, and its package manager is not one that is known here.",
            "Install it the way your system does, then run this command again.",
            exit_code=NOT_READY,
        )
    rights = machine.rights()
    packages = package_names(missing, tool, machine)
    by_hand = command_to_print(packages, tool, with_sudo=machine.has_program("sudo"))
    if tool is not PackageTool.APT or rights is Rights.NONE:
        as_root = "" if machine.has_program("sudo") else " as root"
        why = "there are no rights to install them" if tool is PackageTool.APT else "only apt is started automatically"
        raise Problem(
            f"System packages are missing, and {why}.",
            f"Run this{as_root}, then the same command again:\n\n  {by_hand}\n",
            exit_code=NOT_READY,
        )
    _install_with_apt(missing, machine, runner, rights)
    still = missing_needs(missing, machine)
    if still:
        raise Problem(
            f"apt has finished, but this is still missing: {', '.join(need.name for need in still)}.",
            "Is this Python built for another processor than the system? Install it by hand, then try again.",
            log_tail=runner.tail(),
        )


def _install_with_apt(missing: Sequence[Need], machine: Machine, runner: Runner, rights: Rights) -> None:
    """Run apt-get: with fresh lists at once, else after an update; once more after an update when it fails."""
    asks = rights is Rights.SUDO_ASKS
    prefix = (*_PREFIX[rights], *_QUIET)
    note = " (sudo may ask for your password)" if asks else ""
    fresh = machine.has_fresh_lists()
    for attempt in ("first", "second"):
        if not fresh:
            why = "they are missing or old" if attempt == "first" else "the installation failed, perhaps for old ones"
            say(f"Bringing apt's package lists up to date: {why}{note}")
            runner.quiet([*prefix, *UPDATE_APT], may_ask=asks)
        packages = package_names(missing, PackageTool.APT, machine)
        say(f"Installing with apt: {' '.join(packages)}{note}")
        if runner.quiet([*prefix, *INSTALL[PackageTool.APT], *packages], may_ask=asks) == 0:
            return
        if attempt == "second" or not fresh:
            break
        fresh = False
    raise Problem(
        "apt could not install the system packages.",
        "See the lines above; when it is mended, run this command again. By hand:\n\n"
        f"  {command_to_print(packages, PackageTool.APT, with_sudo=rights is not Rights.ROOT)}\n",
        exit_code=FAILED,
        log_tail=runner.tail(),
    )
