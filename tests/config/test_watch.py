"""Edits are picked up once they have settled; a broken one keeps the last good settings."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tray_router.config.load import LoadedSettings, load_document
from tray_router.config.settings import Settings
from tray_router.config.watch import SETTLE_S, ConfigWatcher, Reload

ONE = "[popup]\nwidth = 500\n"
TWO = "[popup]\nwidth = 600\n"
BROKEN = "[popup]\nwidth = 'wide'\n"


class Clock:
    """Monotonic seconds that move when told."""

    def __init__(self):
        self.now = 100.0

    def tick(self, seconds=1.0):
        self.now += seconds
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text(ONE)
    return path


@pytest.fixture
def watcher(path):
    return ConfigWatcher(path, load_document(path))


def settled(watcher, clock):
    """The first outcome other than NOTHING within a few looks, or the last NOTHING."""
    for _ in range(4):
        result = watcher.poll(clock.tick())
        if result.outcome is not Reload.NOTHING:
            return result
    return result


def swap(path: Path, text: str):
    """Saves as editors do: write beside, then rename over."""
    beside = path.with_suffix(".swp")
    beside.write_text(text)
    beside.replace(path)


def test_an_untouched_file_is_nothing(watcher, clock):
    assert settled(watcher, clock).outcome is Reload.NOTHING


@pytest.mark.parametrize("save", [Path.write_text, swap], ids=["in place", "by rename"])
def test_a_saved_edit_is_picked_up(watcher, clock, path, save):
    save(path, TWO)
    result = settled(watcher, clock)
    assert result.outcome is Reload.RELOADED
    assert result.settings.popup.width == 600
    assert result.error is None
    assert settled(watcher, clock).outcome is Reload.NOTHING


def test_an_edit_of_the_same_size_and_time_is_seen_by_its_inode(watcher, clock, path):
    before = path.stat()
    swap(path, TWO)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert settled(watcher, clock).settings.popup.width == 600


def test_a_file_that_is_still_being_written_is_not_read(watcher, clock, path):
    path.write_text("")
    text = ""
    for line in ["[popup]\n", "width = 6", "00\n", "theme = 'dark'\n"]:
        text += line
        path.write_text(text)
        os.utime(path, ns=(0, int(clock.now * 1e9)))
        assert watcher.poll(clock.tick()).outcome is Reload.NOTHING
    result = watcher.poll(clock.tick(SETTLE_S))
    assert (result.outcome, result.settings.popup.width) == (Reload.RELOADED, 600)


def test_a_change_within_the_settling_time_starts_it_anew(watcher, clock, path):
    path.write_text(TWO)
    assert watcher.changed(clock.tick()) is False
    assert watcher.changed(clock.tick(SETTLE_S / 2)) is False
    assert watcher.changed(clock.tick(SETTLE_S / 2)) is True
    path.write_text(TWO + "# more\n")
    assert watcher.changed(clock.tick()) is False
    assert watcher.changed(clock.tick()) is True


def test_a_file_written_while_it_is_read_is_read_again(watcher, clock, path, monkeypatch):
    path.write_text("[popup]\nwidth = 6")
    real_open = Path.open

    def open_then_write(self, *args, **kwargs):
        file = real_open(self, *args, **kwargs)
        monkeypatch.undo()
        path.write_text(TWO)
        return file

    monkeypatch.setattr(Path, "open", open_then_write)
    watcher.poll(clock.tick())
    assert watcher.poll(clock.tick()).outcome is Reload.NOTHING
    result = settled(watcher, clock)
    assert (result.outcome, result.settings.popup.width) == (Reload.RELOADED, 600)


@pytest.mark.parametrize(
    ("content", "part"), [(BROKEN, "one problem"), ("[popup", "valid TOML"), ("\x00", "valid TOML")]
)
def test_a_broken_edit_keeps_the_last_good_settings_and_says_so_once(watcher, clock, path, content, part):
    path.write_text(content)
    result = settled(watcher, clock)
    assert result.outcome is Reload.BROKEN
    assert result.settings.popup.width == 500
    assert result.error is not None
    assert part in result.error.title
    assert "settings from before stay in use" in result.error.hint
    assert result.error.problems
    assert settled(watcher, clock).outcome is Reload.NOTHING


def test_the_end_of_a_fault_is_news_even_when_the_settings_are_the_old_ones(watcher, clock, path):
    path.write_text(BROKEN)
    assert settled(watcher, clock).outcome is Reload.BROKEN
    path.write_text(ONE)
    result = settled(watcher, clock)
    assert (result.outcome, result.settings.popup.width) == (Reload.RELOADED, 500)


def test_a_new_comment_is_no_news(watcher, clock, path):
    path.write_text(ONE + "# a comment\n")
    assert settled(watcher, clock).outcome is Reload.NOTHING
    assert watcher.changed(clock.tick()) is False


def test_a_file_that_is_gone_keeps_the_settings_and_may_come_back(watcher, clock, path):
    path.unlink()
    result = settled(watcher, clock)
    assert (result.outcome, result.settings.popup.width) == (Reload.BROKEN, 500)
    assert "no config file" in result.error.title
    path.write_text(TWO)
    assert settled(watcher, clock).settings.popup.width == 600


def test_a_file_that_is_gone_only_for_a_moment_is_no_fault(watcher, clock, path):
    path.unlink()
    assert watcher.poll(clock.tick(0.1)).outcome is Reload.NOTHING
    path.write_text(TWO)
    assert settled(watcher, clock).outcome is Reload.RELOADED


def test_a_first_file_is_picked_up(tmp_path, clock):
    path = tmp_path / "config.toml"
    watcher = ConfigWatcher(path, LoadedSettings(Settings()))
    assert settled(watcher, clock).outcome is Reload.NOTHING
    path.write_text(TWO)
    assert settled(watcher, clock).outcome is Reload.RELOADED


def test_an_edit_between_the_first_load_and_the_first_look_is_not_missed(path, clock):
    loaded = load_document(path)
    swap(path, TWO)
    assert settled(ConfigWatcher(path, loaded), clock).settings.popup.width == 600


def test_notices_come_with_the_settings_that_have_them(watcher, clock, path):
    path.write_text("[hosts.mac]\nurl = 'http://mac'\n")
    assert [notice.path for notice in settled(watcher, clock).notices] == ["hosts.mac.url"]


def test_an_edit_that_only_changes_the_notices_is_news(watcher, path, clock):
    """0.0.0.0 and 127.0.0.1 are the same settings; what was said of the one must not be said of the other."""
    swap(path, '[hosts.mac]\nurl = "0.0.0.0"\n')
    unusual = settled(watcher, clock)
    assert [notice.path for notice in unusual.notices] == ["hosts.mac.url"]
    swap(path, '[hosts.mac]\nurl = "127.0.0.1"\n')
    plain = settled(watcher, clock)
    assert plain.outcome is Reload.RELOADED
    assert (plain.settings, plain.notices) == (unusual.settings, ())
