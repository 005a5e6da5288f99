"""The dashboard's window: what it shows, what its keys and buttons do, and what is left when it is closed."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget

from tests.window.dashboard.conftest import Desk
from tests.window.dashboard.scenes import (
    hosts_message,
    many,
    month,
    newcomer,
    other_tongues,
    report,
    three_hosts,
    unread_ledger,
    usual,
)
from tray_router.model import HostState
from tray_router.window.dashboard.hosts_header import HostOrder
from tray_router.window.dashboard.shell import Page
from tray_router.wire.dashboard import (
    ChooseUsagePeriod,
    DashboardClosed,
    DashboardUsage,
    PauseHost,
    ShowDashboard,
    UsagePeriod,
)


def names(desk: Desk) -> list[str]:
    """The machines from top to bottom."""
    rows = desk.window.hosts.rows
    return sorted(rows, key=lambda name: rows[name].mapTo(desk.window, QPoint(0, 0)).y())


def test_machines_are_read_from_top_to_bottom_with_their_models(desk: Desk) -> None:
    window = desk.show(usual)
    assert names(desk) == ["mac", "windows", "ubuntu"]
    said = window.hosts.rows["ubuntu"].line.accessibleName()
    assert said.startswith("ubuntu: down for") and said.endswith("ubuntu refuses the connection.")
    assert window.hosts.rows["windows"].line.accessibleDescription().startswith("Up ")
    details = window.hosts.rows["mac"]._details
    assert details is not None
    shown = [row.model.name for row in details.models.rows_model.rows]
    assert shown == ["qwen3:4b", "deepseek-r1:8b", "granite3.2-vision:2b"]  # what is in memory comes first
    assert window.tiles["up"].accessibleName() == "machines up: 2 of 3"


def test_the_strip_and_the_line_say_more_when_they_are_pointed_at(desk: Desk) -> None:
    line = desk.show(usual).hosts.rows["windows"].line
    strip = line._strip_area()
    hours = strip.width() / 24
    assert line._tooltip(QPointF(strip.left() + 8 * hours, strip.center().y())).startswith("down since ")
    assert "windows does not answer." in line._tooltip(QPointF(strip.left() + 8 * hours, strip.center().y()))
    assert line._tooltip(QPointF(strip.left() + hours, strip.center().y())).startswith("up since before ")
    assert line._tooltip(QPointF(strip.right() + 60, strip.center().y())) == line.accessibleName()


def test_the_days_say_their_figures_when_they_are_pointed_at(desk: Desk) -> None:
    window = desk.show(usual)
    window.show_page(Page.USAGE)
    desk.app.processEvents()
    chart = window.usage.days
    plot = chart._plot()
    assert chart._day_at(QPointF(plot.right() - 3, plot.center().y())) == 6
    assert chart._day_at(QPointF(plot.left() + 3, plot.center().y())) == 0
    assert chart._day_at(QPointF(plot.left() - 30, plot.center().y())) is None


def test_few_machines_come_unfolded_many_folded(desk: Desk) -> None:
    desk.show(usual)
    assert all(row.line.isChecked() for row in desk.window.hosts.rows.values())
    desk.window.close()
    desk.show(many)
    assert not any(row.line.isChecked() for row in desk.window.hosts.rows.values())
    assert len(desk.window.hosts.rows) == 64


def test_pausing_by_button_and_by_key(desk: Desk) -> None:
    window = desk.show(usual)
    row = window.hosts.rows["mac"]
    QTest.mouseClick(row.pause, Qt.MouseButton.LeftButton)
    row.line.setFocus()
    QTest.keyClick(row.line, Qt.Key.Key_P)
    assert desk.of(PauseHost) == [PauseHost("mac", is_paused=True)] * 2
    mac, *others = three_hosts()
    desk.door.take(hosts_message((replace(mac, state=HostState.PAUSED), *others)))
    assert row.pause.accessibleName() == "Resume mac"
    QTest.mouseClick(row.pause, Qt.MouseButton.LeftButton)
    assert desk.of(PauseHost)[-1] == PauseHost("mac", is_paused=False)


def test_a_row_that_moves_keeps_its_focus_and_its_unfolded_models(desk: Desk) -> None:
    window = desk.show(usual)
    row = window.hosts.rows["windows"]
    row.line.setChecked(False)
    window.hosts.rows["mac"].line.setFocus()
    window.hosts.sort_by(HostOrder.STATE)
    desk.app.processEvents()
    assert names(desk)[0] == "ubuntu"
    assert window.hosts.rows["windows"] is row and not row.line.isChecked()
    assert window.hosts.rows["mac"].line.hasFocus()


def test_machines_that_left_the_settings_go(desk: Desk) -> None:
    desk.show(usual)
    desk.door.take(hosts_message(three_hosts()[:1]))
    desk.app.processEvents()
    assert names(desk) == ["mac"]


def test_the_keyboard_reaches_every_page_and_every_machine(desk: Desk) -> None:
    window = desk.show(usual)
    for page in (Page.USAGE, Page.REQUESTS, Page.CHANGES, Page.MACHINES):
        QTest.keyClick(window, Qt.Key(Qt.Key.Key_1.value + page), Qt.KeyboardModifier.ControlModifier)
        assert window.page is page
    rows = window.hosts.rows
    QTest.keyClick(window, Qt.Key.Key_Down)
    assert rows["mac"].line.hasFocus()
    QTest.keyClick(rows["mac"].line, Qt.Key.Key_Down)
    assert rows["windows"].line.hasFocus()
    QTest.keyClick(rows["windows"].line, Qt.Key.Key_Left)
    assert not rows["windows"].line.isChecked()
    QTest.keyClick(rows["windows"].line, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert window.hosts.header.order is HostOrder.NAME


def test_every_control_has_a_name_for_screen_readers(desk: Desk) -> None:
    window = desk.show(usual)
    for page in Page:
        window.show_page(page)
        desk.app.processEvents()
        nameless = [
            part.objectName() or type(part).__name__
            for part in window.findChildren(QWidget)
            if part.focusPolicy() is not Qt.FocusPolicy.NoFocus
            and part.isVisible()
            and not part.accessibleName()
            and not (isinstance(part, QAbstractButton) and part.text())
            and part.objectName() != "qt_scrollarea_viewport"
        ]
        assert nameless == []
    assert "quick: 72" in window.usage.shares.accessibleDescription()
    assert window.usage.days.accessibleDescription().count("tokens read") == 7


def test_requests_sort_by_value_and_new_ones_keep_the_order(desk: Desk) -> None:
    window = desk.show(usual)
    window.show_page(Page.REQUESTS)
    table = window.requests.table
    titles = [column.title for column in table.rows_model.columns]
    table.sortByColumn(titles.index("Whole"), Qt.SortOrder.DescendingOrder)
    times = [row.attempt.total_s for row in table.rows_model.rows]
    known = [value for value in times if value is not None]
    assert known == sorted(known, reverse=True) and times[: len(known)] == known
    desk.door.take(usual()[3])  # type: ignore[arg-type]
    again = [row.attempt.total_s for row in table.rows_model.rows]
    assert again == times
    table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    at = [row.at for row in table.rows_model.rows]
    assert at == sorted(at, reverse=True)


def test_a_row_is_copied_as_text(desk: Desk) -> None:
    window = desk.show(usual)
    window.show_page(Page.CHANGES)
    window.changes.table.selectRow(0)
    QTest.keyClick(window.changes.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    cells = desk.app.clipboard().text().split("\t")
    desk.app.clipboard().clear()
    assert cells[1:] == ["ubuntu", "up → down", "ubuntu refuses the connection."]


def test_another_period_is_asked_for_and_shown_when_it_comes(desk: Desk) -> None:
    window = desk.show(usual)
    window.show_page(Page.USAGE)
    button = next(b for b in window.usage.periods.findChildren(QPushButton) if b.text() == "30 days")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert desk.of(ChooseUsagePeriod) == [ChooseUsagePeriod(UsagePeriod.MONTH)]
    desk.door.take(month()[-1])  # type: ignore[arg-type]
    assert window.usage.tiles["questions"].accessibleName() == f"questions: {report(30).figures.requests:,}"
    assert len(window.usage.days._days) == 30


def test_a_ledger_that_cannot_be_read_says_so_instead_of_nothing_asked(desk: Desk) -> None:
    window = desk.show(unread_ledger)
    window.show_page(Page.USAGE)
    assert window.usage._empty._title.text() == "The usage is not known"
    assert "permissions" in window.usage._empty._text.text()


def test_a_newcomer_is_told_what_to_do(desk: Desk) -> None:
    window = desk.show(newcomer)
    assert window._machines.currentWidget() is window.newcomer
    assert "tray-router init --host" in window.newcomer._command.text()
    assert "config.toml" in window.newcomer._text.text()
    assert not window.tiles.isVisible()
    for page, part in ((Page.REQUESTS, window.requests), (Page.CHANGES, window.changes)):
        window.show_page(page)
        assert part._stack.currentIndex() == 1


def test_what_is_saved_can_be_read_again(desk: Desk, tmp_path: Path) -> None:
    window = desk.show(usual)
    for name, write in (
        ("u.csv", window.exporter.write_csv),
        ("u.json", window.exporter.write_json),
        ("v.png", window.exporter.write_picture),
    ):
        window.exporter.save(tmp_path / name, write)
        assert window.exporter.notice.text() == f"Saved as {tmp_path / name}."
    assert len(list(csv.reader((tmp_path / "u.csv").read_text().splitlines()))) > 10
    assert json.loads((tmp_path / "u.json").read_text())["period"] == "week"
    picture = QImage(str(tmp_path / "v.png"))
    assert (picture.width(), picture.height()) == (window.width(), window.height())


@pytest.mark.parametrize("kind", ["csv", "json", "picture"])
def test_a_place_that_cannot_be_written_is_said(desk: Desk, tmp_path: Path, kind: str) -> None:
    window = desk.show(usual)
    window.exporter.save(tmp_path / "nowhere" / "file", getattr(window.exporter, f"write_{kind}"))
    assert "could not be written" in window.exporter.notice.text()
    assert window.exporter.notice.isVisible()


def test_the_export_menu_opens_by_key_and_leads_to_a_dialog(desk: Desk) -> None:
    window = desk.show(usual)
    window.exporter.open_menu()
    assert window.exporter.menu is not None
    assert [action.text() for action in window.exporter.menu.actions()] == [
        "Usage as CSV…",
        "Usage as JSON…",
        "This view as a picture…",
    ]
    window.exporter.menu.actions()[1].trigger()
    window.exporter.menu.close()
    desk.app.processEvents()
    dialog = window.findChild(QWidget, "QFileDialog")
    assert dialog is not None and dialog.isVisible()
    dialog.close()
    desk.app.processEvents()


def test_closing_tells_the_daemon_and_later_parts_are_dropped(desk: Desk) -> None:
    window = desk.show(usual)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert desk.of(DashboardClosed) == [DashboardClosed()]
    assert desk.door.window is None
    desk.door.take(usual()[1])  # type: ignore[arg-type]
    assert desk.door.window is None
    desk.show(usual)
    assert len(desk.window.hosts.rows) == 3


def test_it_opens_as_it_was_closed(desk: Desk) -> None:
    window = desk.show(usual)
    window.show_page(Page.REQUESTS)
    window.resize(900, 640)
    desk.app.processEvents()
    window.close()
    again = desk.show(usual)
    assert again is not window
    assert ((again.width(), again.height()), again.page) == ((900, 640), Page.REQUESTS)


def test_opening_it_again_brings_the_same_window_to_the_front(desk: Desk) -> None:
    window = desk.show(usual)
    window.show_page(Page.CHANGES)
    desk.door.take(ShowDashboard())
    assert desk.window is window and window.page is Page.CHANGES


def test_another_look_makes_it_anew_in_its_place_and_says_nothing(desk: Desk) -> None:
    window = desk.show(usual)
    window.show_page(Page.USAGE)
    place = window.geometry()
    desk.door.renew()
    assert desk.window is window  # nothing about the look has changed
    desk.turn_dark()
    assert desk.window is not window
    assert (desk.window.geometry(), desk.window.page) == (place, Page.USAGE)
    assert desk.window.usage.report == window.usage.report
    assert desk.of(DashboardClosed) == []


def test_long_names_do_not_push_anything_out(desk: Desk) -> None:
    window = desk.show(other_tongues)
    for width in (1060, 700, 560):
        window.resize(width, 600)
        desk.app.processEvents()
        for page in Page:
            window.show_page(page)
            desk.app.processEvents()
            assert window.width() == width
            wide = [p.objectName() for p in window.findChildren(QWidget) if p.isVisible() and _right(p, window) > width]
            assert wide == []


def _right(part: QWidget, window: QWidget) -> int:
    if part.window() is not window or part.parentWidget() is None:
        return 0
    return part.mapTo(window, QPoint(part.width(), 0)).x()


def test_many_machines_scroll_and_stay_what_they_are(desk: Desk) -> None:
    window = desk.show(many)
    bar = window.hosts.scroll_area.verticalScrollBar()
    for value in range(0, bar.maximum(), 200):
        bar.setValue(value)
        desk.app.processEvents()
    rows = dict(window.hosts.rows)
    desk.door.take(many()[1])  # type: ignore[arg-type]
    desk.app.processEvents()
    assert window.hosts.rows == rows
    assert bar.value() > 0


def test_nothing_of_it_is_imported_before_it_is_opened() -> None:
    program = "import tray_router.window.app, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    found = {name for name in done.stdout.split() if name.startswith("tray_router.window.dashboard")}
    assert found == {"tray_router.window.dashboard", "tray_router.window.dashboard.door"}
    assert "csv" not in done.stdout.split()


def test_an_empty_report_of_a_period_is_an_empty_page(desk: Desk) -> None:
    window = desk.show(usual)
    window.show_page(Page.USAGE)
    desk.door.take(DashboardUsage(UsagePeriod.TODAY))
    assert window.usage._stack.currentIndex() == 1


def test_the_history_can_be_opened_from_here(desk: Desk) -> None:
    opened: list[str] = []
    desk.door.open_history = lambda: opened.append("history")
    window = desk.show(usual)
    QTest.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    QTest.mouseClick(window.history, Qt.MouseButton.LeftButton)
    assert opened == ["history", "history"]
