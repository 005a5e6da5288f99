"""Single options are changed in the text, and nothing else; what would be wrong is not written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tray_router.config.change import Change, change_settings, removal_of_machine, rename_machine
from tray_router.config.editor import SettingsEditor, StaleConfigError
from tray_router.config.load import parse_settings
from tray_router.config.settings import Settings
from tray_router.config.write import render_config
from tray_router.errors import ConfigError

FILE = """\
# mine
[hosts.mac] # the one under the desk
url = "http://mac:11434"  # wired

# about windows
[hosts.windows]
url = "http://win:11434"

[routes.quick]
candidates = [
  "a@mac",  # first
  "b@windows",
]

[popup]
theme = "dark"  # as I like it
# the end
"""


def changed(*changes: Change, text: str = FILE) -> str:
    return change_settings(text, changes)[0]


def differing(before: str, after: str) -> list[str]:
    old = before.splitlines()
    return [line for line in after.splitlines() if line and line not in old]


def test_an_option_keeps_its_comment_and_everything_else_its_place() -> None:
    assert changed(Change(("popup", "theme"), "light")) == FILE.replace('"dark"', '"light"')
    assert differing(FILE, changed(Change(("popup", "width"), 600))) == ["width = 600"]
    assert changed(Change(("popup", "theme"), None)) == FILE.replace('theme = "dark"  # as I like it\n', "")


def test_tables_that_are_missing_are_made_with_air_around_them() -> None:
    text = changed(Change(("hosts", "gpu", "url"), "gpu-pc"), Change(("hosts", "gpu", "always_on"), True))
    assert '\n\n[hosts.gpu]\nurl = "gpu-pc"\nalways_on = true\n\n[routes.quick]\n' in text
    text = changed(Change(("actions", 0, "name"), "Polite"), Change(("actions", 0, "prompt"), "Politer: {text}"))
    assert text.endswith('\n\n[[actions]]\nname = "Polite"\nprompt = "Politer: {text}"\n')


def test_items_of_a_list_keep_their_comments_when_another_one_goes() -> None:
    text = changed(*removal_of_machine(parse_settings(FILE), "windows"))
    assert '"a@mac",  # first' in text and "windows]" not in text and "b@windows" not in text


def test_a_list_in_another_order_stays_over_several_lines() -> None:
    text = changed(Change(("routes", "quick", "candidates"), ("b@windows", "a@mac")))
    assert parse_settings(text).routes["quick"].candidates == ("b@windows", "a@mac")
    assert '"b@windows",\n' in text


def test_a_machine_gets_another_name_wherever_it_is_named() -> None:
    text = rename_machine(FILE, "mac", "mini")[0]
    assert text == FILE.replace("hosts.mac]", "hosts.mini]").replace("a@mac", "a@mini")
    with pytest.raises(ConfigError, match="named windows already"):
        rename_machine(FILE, "mac", "windows")


def test_a_machine_in_a_dotted_table_gets_another_name_too() -> None:
    text = rename_machine('hosts.mac.url = "mac"\nhosts.mac.priority = 2\n', "mac", "mini")[0]
    assert parse_settings(text).hosts["mini"].priority == 2
    assert "mac." not in text


def test_what_would_be_wrong_is_refused_with_its_place() -> None:
    with pytest.raises(ConfigError) as caught:
        changed(Change(("hosts", "mac", "rented"), "mon-fir 09:00-17:00"), Change(("popup", "width"), 3))
    assert [problem.path for problem in caught.value.problems] == ["hosts.mac.rented", "popup.width"]


def test_a_place_that_is_no_table_is_refused() -> None:
    with pytest.raises(ConfigError, match="cannot be set"):
        changed(Change(("popup", "theme", "colour"), "red"))
    with pytest.raises(ConfigError, match="no place 5"):
        changed(Change(("routes", "quick", "candidates", 5), "c@mac"))


def test_without_a_file_one_is_made_in_which_every_option_is_explained() -> None:
    text = changed(Change(("hosts", "gpu", "url"), "gpu-pc"), Change(("tray", "animate"), False), text="")
    assert text.index("[hosts.gpu]") < text.index("# ---- Routes")
    assert parse_settings(text).tray.animate is False
    assert text == render_config(parse_settings(text))


def test_a_file_that_nobody_touched_stays_in_its_order() -> None:
    text = render_config(parse_settings('[hosts.mac]\nurl = "mac"'))
    text = changed(Change(("hosts", "gpu", "url"), "gpu-pc"), text=text)
    assert text.index("[hosts.gpu]") < text.index("# ---- Routes")


def test_line_ends_and_the_byte_order_mark_stay() -> None:
    text = "\ufeff" + FILE.replace("\n", "\r\n")
    after = changed(Change(("popup", "width"), 600), text=text)
    assert after.startswith("\ufeff") and "\n" not in after.replace("\r\n", "")


# --- the file -------------------------------------------------------------------------------------------


def test_the_file_is_made_changed_and_changed_back(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "config.toml"
    editor = SettingsEditor(path)
    first = editor.look()
    assert (first.revision, first.loaded and first.loaded.settings) == ("", Settings())
    made = editor.change("", [Change(("popup", "theme"), "dark")])
    assert path.read_text() == made.text and not editor.can_undo(made.revision)
    after = editor.change(made.revision, [Change(("popup", "theme"), "light")])
    assert editor.can_undo(after.revision)
    assert editor.undo(after.revision).text == made.text == path.read_text()


def test_an_edit_by_hand_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(FILE)
    editor = SettingsEditor(path)
    seen = editor.look()
    path.write_text(FILE + "# one more word\n")
    with pytest.raises(StaleConfigError, match="changed elsewhere"):
        editor.change(seen.revision, [Change(("popup", "theme"), "light")])
    assert path.read_text() == FILE + "# one more word\n"
    with pytest.raises(StaleConfigError):
        editor.undo(editor.look().revision)


def test_the_file_from_before_the_first_change_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(FILE)
    editor = SettingsEditor(path)
    after = editor.change(editor.look().revision, [Change(("popup", "width"), 600)])
    editor.change(after.revision, [Change(("popup", "width"), 700)])
    assert (tmp_path / "config.toml.bak").read_text() == FILE


def test_a_broken_file_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[popup]\nwidth = 3\n")
    editor = SettingsEditor(path)
    seen = editor.look()
    assert seen.error is not None and seen.error.problems[0].path == "popup.width"
    with pytest.raises(ConfigError):
        editor.change(seen.revision, [Change(("popup", "theme"), "dark")])
    assert path.read_text() == "[popup]\nwidth = 3\n"


def test_machines_are_renamed_and_removed_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(FILE)
    editor = SettingsEditor(path)
    after = editor.rename_machine(editor.look().revision, "mac", "mini")
    after = editor.remove_machine(after.revision, "windows")
    assert after.loaded is not None
    assert list(after.loaded.settings.hosts) == ["mini"]
    assert after.loaded.settings.routes["quick"].candidates == ("a@mini",)
