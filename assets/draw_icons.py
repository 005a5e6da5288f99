"""Draws the application icon's PNGs from its SVG sources: ``python assets/draw_icons.py`` (needs PySide6).

Rule: the PNGs in ``icons/`` are never edited; ``--check`` fails when they are not what the sources give.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

HERE = Path(__file__).parent
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
SMALL_UP_TO = 24


def png(size: int) -> bytes:
    """The icon at ``size`` pixels as PNG."""
    source = HERE / ("tray-router-small.svg" if size <= SMALL_UP_TO else "tray-router.svg")
    renderer = QSvgRenderer(str(source))
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())


def main() -> int:
    """Writes all PNGs, or with ``--check`` compares them."""
    application = QGuiApplication(sys.argv[:1])
    stale = []
    for size in SIZES:
        path = HERE / "icons" / f"tray-router-{size}.png"
        drawn = png(size)
        if "--check" not in sys.argv:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(drawn)
        elif not path.exists() or path.read_bytes() != drawn:
            stale.append(path.name)
    application.quit()
    if stale:
        sys.stderr.write(f"not what the SVG gives: {', '.join(stale)}; run python assets/draw_icons.py\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
