"""The popup's parts, where they lie, how large it is, and how it scrolls. GUI thread.

Rules: opens near the pointer, inside the work area; grows with its content up to its limit, never shrinks once
something was asked, and leaves its size to the user who changed it; scrolls by itself only while the reader is at the
end; text keeps its width, whether the scroll bar is there or not.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QCursor, QGuiApplication, QMoveEvent, QPainter, QPaintEvent, QPalette, QResizeEvent, QScreen
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from tray_router.window.actions_bar import ActionsBar
from tray_router.window.bars import LinkBar, NoticeBar, ProblemBar
from tray_router.window.capture_view import CaptureView
from tray_router.window.controls import QuietScrollBar
from tray_router.window.diff_view import DiffView
from tray_router.window.explanation_panel import ExplanationPanel
from tray_router.window.footer import Footer
from tray_router.window.frame import FramelessWindow
from tray_router.window.header import Header
from tray_router.window.input_line import InputLine
from tray_router.window.keys_sheet import KeysSheet
from tray_router.window.layout_sizes import forget_sizes, height_at
from tray_router.window.placement import Area, keep_inside, largest_size, open_at
from tray_router.window.theme import BAR_WIDTH, GAP, PADDING, SMALL_GAP, Colours
from tray_router.window.thumbnails import ThumbnailRow

SETTLING_MS = 150  # a window manager under load takes this long to place a window
AT_END_PIXELS = 24  # this near to the end still counts as reading along


class PopupBody(FramelessWindow):
    """The popup without behaviour.

    Attributes:
        wished_width, max_height: from the settings, logical pixels of the visible frame.
        keeps_height: True once something was asked; the window then only grows, but for what the user folds away.
    """

    def __init__(self, look: Colours, *, is_composited: bool) -> None:
        super().__init__(look, is_composited=is_composited)
        self.wished_width = 560
        self.max_height = 640
        self.keeps_height = False
        self.follows = True
        self._may_shrink = False
        self._pointer = QPoint()
        self._wished_place = QRect()
        self._settling = QTimer(self, singleShot=True, interval=SETTLING_MS)
        self._settling.timeout.connect(self._insist_on_place)
        self._fitted_to: QScreen | None = None
        self._fit_timer = QTimer(self, singleShot=True, interval=0)
        self._fit_timer.timeout.connect(self.fit)
        self._make_parts()
        self._lay_out()
        bar = self.scroll_area.verticalScrollBar()
        bar.valueChanged.connect(self._note_scrolling)
        bar.rangeChanged.connect(self._follow)
        self.input.height_changed.connect(self.fit_soon)
        self.content.installEventFilter(self)

    def _make_parts(self) -> None:
        self.header = Header()
        self.explanation = ExplanationPanel()
        self.problem = ProblemBar()
        self.notice = NoticeBar()
        self.capture = CaptureView()
        self.link_bar = LinkBar()
        self.keys = KeysSheet(self)
        self.attached = ThumbnailRow("attached", can_remove=True)
        self.input = InputLine()
        self.footer = Footer()
        self.actions_bar = ActionsBar()
        self.diff = DiffView(self.look)
        self.scroll_area = QScrollArea()
        self.scroll_area.setObjectName("scroll")
        self.scroll_area.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll_area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.scroll_area.setVerticalScrollBar(QuietScrollBar())
        self.top_line = QFrame(self)  # above the scrolled part and not on it, where it would keep Qt from moving pixels
        self.top_line.setObjectName("topLine")
        self.content = _Content()
        self.content.setObjectName("content")
        self.scroll_area.setWidget(self.content)
        for part in (self.explanation, self.problem, self.notice, self.capture, self.link_bar):
            part.hide()

    def _lay_out(self) -> None:
        self.content_column = QVBoxLayout(self.content)
        self.content_column.setSpacing(GAP)
        self.content_column.addWidget(self.capture)
        self.content_column.addStretch(1)
        self.content_column.setContentsMargins(0, 0, PADDING - 2 * BAR_WIDTH, 0)
        self._top, self._bottom = QVBoxLayout(), QVBoxLayout()
        asking = (self.actions_bar, self.attached, self.input, self.footer)
        for group, parts in (
            (self._top, (self.header, self.explanation, self.problem, self.notice)),
            (self._bottom, (self.link_bar, self.diff, *asking)),
        ):
            group.setSpacing(GAP)
            group.setContentsMargins(0, 0, PADDING - BAR_WIDTH, 0)
            for part in parts:
                group.addWidget(part)
        self._bottom.setSpacing(SMALL_GAP)
        self._column = column = QVBoxLayout(self)
        column.setSpacing(GAP)
        column.setContentsMargins(
            self.border + PADDING, self.border + GAP, self.border + BAR_WIDTH, self.border + GAP + 2
        )
        column.addLayout(self._top)
        column.addWidget(self.scroll_area, 1)
        column.addLayout(self._bottom)

    # --- place and size -------------------------------------------------------------------------------------

    def note_pointer(self) -> None:
        """Where the pointer is now, which the server is asked for, is where the popup will open."""
        self._pointer = QCursor.pos()

    def place(self) -> None:
        """Moves the popup near the pointer as it was noted, as high as its content."""
        pointer = self._pointer
        area = _work_area(QGuiApplication.screenAt(pointer) or QGuiApplication.primaryScreen())
        edge = 2 * self.border
        width, _ = largest_size(area, self.wished_width, self.max_height)
        self._forget_sizes()
        left, top = open_at((pointer.x(), pointer.y()), area, width, self.max_height)
        self.resize(width + edge, self.height())
        self._wished_place = QRect(
            left - self.border, top - self.border, width + edge, self._wished_height(area) + edge
        )
        self.setGeometry(self._wished_place)
        self._settling.start()

    def _insist_on_place(self) -> None:
        """Once more, where the window manager has put the window elsewhere."""
        wished = self._wished_place.topLeft()
        if self.isVisible() and not self.was_resized_by_user and self.pos() != wished:
            self.move(wished)

    @property
    def _place(self) -> QPoint:
        """Where the window is; while it opens, where it will be.

        A window manager that takes a window into its frame tells of the corner of the screen in between, and whoever
        believed that would leave the window there.
        """
        return self._wished_place.topLeft() if self._settling.isActive() else self.pos()

    def fit_at_once(self) -> None:
        """``fit`` before the changes under way are laid out: the next frame has them and their room."""
        self._forget_sizes()
        self.fit()

    def _forget_sizes(self) -> None:
        for layout in (self._top, self._bottom, self.content_column):
            forget_sizes(layout)

    def fit(self) -> None:
        """Grows with the content, up to the limit; shrinks only when nothing was asked yet, or after folding."""
        may_shrink, self._may_shrink = self._may_shrink, False
        if not self.isVisible() or self.was_resized_by_user:
            return
        area = _work_area(self._present_screen())
        height = self._wished_height(area) + 2 * self.border
        if self.keeps_height and not may_shrink:
            height = min(max(height, self.height()), largest_size(area, 1, self.max_height)[1] + 2 * self.border)
        if height != self.height():
            at, edge = self._place, self.border
            frame = Area(at.x() + edge, at.y() + edge, self.width() - 2 * edge, height - 2 * edge)
            left, top = keep_inside(frame, area)
            self._wished_place = QRect(left - edge, top - edge, self.width(), height)
            self.setGeometry(self._wished_place)

    def _wished_height(self, area: Area) -> int:
        """Height of the visible frame in logical pixels."""
        margins = self._column.contentsMargins()
        width = self.width() - margins.left() - margins.right()
        used = margins.top() + margins.bottom() - 2 * self.border
        bottom = height_at(self._bottom, width)
        content = height_at(self.content_column, width - BAR_WIDTH)
        self.scroll_area.setVisible(content > 0)
        gaps = GAP * ((bottom > 0) + (content > 0))
        if self.keys.isVisibleTo(self):
            wished = self.keys.wished_height(self.width() - 2 * self.border)
            return min(wished, largest_size(area, 1, self.max_height)[1])
        wished = used + height_at(self._top, width) + content + bottom + gaps
        return max(self.minimumHeight() - 2 * self.border, min(wished, largest_size(area, 1, self.max_height)[1]))

    def _present_screen(self) -> QScreen:
        """The screen under its middle; what Qt says of the window itself waits for the server."""
        return QGuiApplication.screenAt(QRect(self._place, self.size()).center()) or self.screen()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        screen = self._present_screen()
        if screen is not self._fitted_to:  # the server may still have been at an earlier opening
            self._fitted_to = screen
            self.fit_soon()

    def frame_size(self) -> tuple[int, int]:
        """Width and height of the visible frame in logical pixels."""
        return self.width() - 2 * self.border, self.height() - 2 * self.border

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_top_line()
        self.keys.setGeometry(self.rect().adjusted(*(side * (self.border + 1) for side in (1, 1, -1, -1))))

    def _place_top_line(self) -> None:
        area = self.scroll_area.geometry()
        self.top_line.setGeometry(area.left(), area.top() - 1, area.width(), 1)

    # --- scrolling ------------------------------------------------------------------------------------------

    def _note_scrolling(self, value: int) -> None:
        is_on = value > 0
        self._place_top_line()
        if is_on != self.top_line.property("isOn"):
            self.top_line.setProperty("isOn", is_on)
            self.top_line.style().polish(self.top_line)
        self.follows = value >= self.scroll_area.verticalScrollBar().maximum() - AT_END_PIXELS

    def _follow(self, _low: int, high: int) -> None:
        if self.follows:
            self.scroll_area.verticalScrollBar().setValue(high)

    def fit_after_folding(self) -> None:
        """``fit_soon``; what the user folded away leaves no hole."""
        self._may_shrink = True
        self.fit_soon()

    def fit_soon(self) -> None:
        """``fit``, once the changes under way are laid out."""
        if not self._fit_timer.isActive():
            self._fit_timer.start()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.fit_soon()
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.fit_soon()
        return super().eventFilter(watched, event)


class _Content(QWidget):
    """What is scrolled. It covers all that lies below, so that Qt scrolls by moving pixels."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self.palette().color(QPalette.ColorRole.Window))


def _work_area(screen: QScreen) -> Area:
    area = screen.availableGeometry()
    return Area(area.x(), area.y(), area.width(), area.height())
