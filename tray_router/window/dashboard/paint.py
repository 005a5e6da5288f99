"""How a machine's state is drawn: a glyph for now, a strip for the last day. GUI thread.

Rule: every state has a shape and a height of its own beside its colour, the shapes of the tray icon: a disc is up, a
ring is not known, a triangle is trouble, a cross is down, two bars are paused.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF

from tray_router.model import HostActivity, HostState, HostStatus
from tray_router.model.states import HostStates, StateSpan
from tray_router.window.theme import Colours

STROKE = 1.8
# How much of the strip's height a state fills, from the bottom: trouble stands out, and it can be read without colour.
_HEIGHT = {
    HostState.UP: 0.45,
    HostState.STARTING: 0.7,
    HostState.DEGRADED: 0.7,
    HostState.PAUSED: 0.45,
    HostState.DOWN: 1.0,
    HostState.UNKNOWN: 0.1,
}
_RADIUS = 2.0
_EDGE = 2.0
_PALE = 110  # of 255
_NARROWEST = 1.0  # pixels; what lasted shorter is still seen


def tabular(font: QFont) -> QFont:
    """The font with digits of one width, so that columns of figures align."""
    other = QFont(font)
    other.setFeature(QFont.Tag("tnum"), 1)
    return other


def state_colour(state: HostState, look: Colours) -> QColor:
    """The colour of a state."""
    names = {
        HostState.UP: look.good,
        HostState.STARTING: look.warn,
        HostState.DEGRADED: look.warn,
        HostState.DOWN: look.bad,
        HostState.PAUSED: look.quiet,
    }
    return QColor(names.get(state, look.quiet))


def paint_host_glyph(painter: QPainter, area: QRectF, host: HostStatus, look: Colours) -> None:
    """The state of a machine; busy and loading are states of one that is up."""
    if host.state is HostState.UP and host.activity is not HostActivity.IDLE:
        _paint_working(painter, _inner(area), QColor(look.chart), is_loading=host.activity is HostActivity.LOADING)
    else:
        paint_state_glyph(painter, area, host.state, look)


def paint_state_glyph(painter: QPainter, area: QRectF, state: HostState, look: Colours) -> None:
    """One state in its shape and colour."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour, inner = state_colour(state, look), _inner(area)
    pen = QPen(colour, STROKE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    if state is HostState.UP:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(inner)
    elif state is HostState.DOWN:
        painter.setPen(pen)
        cross = inner.adjusted(1, 1, -1, -1)
        painter.drawLine(cross.topLeft(), cross.bottomRight())
        painter.drawLine(cross.topRight(), cross.bottomLeft())
    elif state is HostState.DEGRADED:
        painter.setPen(QPen(colour, 1, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(colour)
        top = QPointF(inner.center().x(), inner.top())
        painter.drawPolygon(QPolygonF([top, inner.bottomRight(), inner.bottomLeft()]))
    elif state is HostState.PAUSED:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        bar = inner.width() * 0.3
        painter.drawRoundedRect(QRectF(inner.left() + bar * 0.2, inner.top(), bar, inner.height()), 1, 1)
        painter.drawRoundedRect(QRectF(inner.right() - bar * 1.2, inner.top(), bar, inner.height()), 1, 1)
    else:
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ring = inner.adjusted(STROKE / 2, STROKE / 2, -STROKE / 2, -STROKE / 2)
        painter.drawEllipse(ring)
        if state is HostState.STARTING:
            painter.setBrush(colour)
            painter.drawPie(ring, 90 * 16, 180 * 16)
    painter.restore()


def _paint_working(painter: QPainter, inner: QRectF, colour: QColor, *, is_loading: bool) -> None:
    """A lamp with a hole while it answers, half filled while it loads."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ring = inner.adjusted(STROKE / 2, STROKE / 2, -STROKE / 2, -STROKE / 2)
    if is_loading:
        painter.setPen(QPen(colour, STROKE))
        painter.drawEllipse(ring)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPie(ring, 90 * 16, 180 * 16)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        path = QPainterPath()
        path.addEllipse(inner)
        hole = inner.width() * 0.3
        path.addEllipse(inner.center(), hole / 2, hole / 2)
        painter.drawPath(path)
    painter.restore()


def _inner(area: QRectF) -> QRectF:
    side = min(area.width(), area.height()) - 2
    return QRectF(area.center().x() - side / 2, area.center().y() - side / 2, side, side)


# --- the strip ------------------------------------------------------------------------------------------


def paint_strip(painter: QPainter, area: QRectF, states: HostStates, since: float, until: float, look: Colours) -> None:
    """The spans from ``since`` to ``until`` (UTC seconds) across the area; where nothing is known only a base line."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    clip = QPainterPath()
    clip.addRoundedRect(area, _RADIUS, _RADIUS)
    painter.setClipPath(clip)
    _paint_span(painter, area, HostState.UNKNOWN, look)
    for span, left, right in spans_across(states, since, until, area.left(), area.right()):
        if span.state is not HostState.UNKNOWN:
            _paint_span(
                painter, QRectF(left, area.top(), max(right - left, _NARROWEST), area.height()), span.state, look
            )
    painter.restore()


def _paint_span(painter: QPainter, area: QRectF, state: HostState, look: Colours) -> None:
    height = area.height() * _HEIGHT[state]
    bar = QRectF(area.left(), area.bottom() - height, area.width(), height)
    colour = state_colour(state, look)
    if state is HostState.UNKNOWN:
        colour = QColor(look.edge)
    if state is HostState.DOWN:  # a machine that is off all night is no alarm: pale, with a clear upper edge
        painter.fillRect(QRectF(bar.left(), bar.top(), bar.width(), _EDGE), colour)
        colour.setAlpha(_PALE)
    painter.fillRect(bar, colour)
    if state is HostState.PAUSED:  # hatched: somebody wanted it so
        painter.fillRect(bar, QBrush(QColor(look.window), Qt.BrushStyle.BDiagPattern))


def spans_across(
    states: HostStates, since: float, until: float, left: float, right: float
) -> list[tuple[StateSpan, float, float]]:
    """Each span with the pixels at which it begins and ends; those outside of the time are left out."""
    length = until - since
    if length <= 0:
        return []

    def x_of(at: float) -> float:
        return left + (right - left) * (min(max(at, since), until) - since) / length

    found = []
    for number, span in enumerate(states.spans):
        end = states.spans[number + 1].at if number + 1 < len(states.spans) else until
        if end > since and span.at < until:
            found.append((span, x_of(span.at), x_of(end)))
    return found
