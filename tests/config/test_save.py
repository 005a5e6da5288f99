"""A file appears whole, for its owner only, and never over another one unasked."""

from __future__ import annotations

import os
import stat

import pytest

from tray_router.config.save import save_config
from tray_router.errors import ConfigError

posix_only = pytest.mark.skipif(os.name != "posix", reason="modes and links of POSIX")


def _names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_is_written_with_its_folders(tmp_path):
    path = tmp_path / "a" / "b" / "config.toml"
    assert save_config(path, "text = 'ä'\n") is None
    assert path.read_bytes() == "text = 'ä'\n".encode()
    assert _names(path.parent) == ["config.toml"]


@posix_only
def test_only_the_owner_may_read_it(tmp_path):
    path = tmp_path / "new" / "config.toml"
    save_config(path, "x")
    save_config(path, "y", force=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "new" / "config.toml.bak").stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_an_existing_file_is_left_alone(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text("old")
    with pytest.raises(ConfigError, match="already") as raised:
        save_config(path, "new")
    assert "--force" in raised.value.hint
    assert path.read_text() == "old"
    assert _names(tmp_path) == ["config.toml"]


def test_when_forced_the_old_file_is_kept_beside(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text("old")
    assert save_config(path, "new", force=True) == tmp_path / "config.toml.bak"
    assert path.read_text() == "new"
    assert (tmp_path / "config.toml.bak").read_text() == "old"
    assert _names(tmp_path) == ["config.toml", "config.toml.bak"]


def test_forcing_where_nothing_is_keeps_nothing(tmp_path):
    assert save_config(tmp_path / "config.toml", "new", force=True) is None
    assert _names(tmp_path) == ["config.toml"]


@posix_only
def test_a_link_stays_a_link_to_the_new_text(tmp_path):
    target = tmp_path / "dotfiles" / "mine.toml"
    target.parent.mkdir()
    target.write_text("old")
    link = tmp_path / "config.toml"
    link.symlink_to(target)
    with pytest.raises(ConfigError):
        save_config(link, "new")
    save_config(link, "new", force=True)
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_without_hard_links_an_existing_file_is_still_safe(tmp_path, monkeypatch):
    def refuse(*_args):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "config.toml"
    save_config(path, "one")
    with pytest.raises(ConfigError, match="already"):
        save_config(path, "two")
    assert path.read_text() == "one"
    assert _names(tmp_path) == ["config.toml"]


@pytest.mark.parametrize("force", [False, True])
def test_where_nothing_can_be_written_the_error_says_so(tmp_path, force):
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "file" / "config.toml", tmp_path / "folder", tmp_path / "a\x00b", tmp_path / ("x" * 300)):
        with pytest.raises(ConfigError) as raised:
            save_config(path, "text", force=force)
        assert raised.value.hint
    assert _names(tmp_path) == ["file", "folder"]
