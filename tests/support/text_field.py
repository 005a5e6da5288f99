"""A program with one text field, as any editor has it, for tests that write into other programs.

Run as ``python text_field.py FILE TEXT [class]``; selects nothing by itself. What is in the field is written to FILE
after each change, so a test can look at it; ``read-only`` as a fourth word makes a field that takes no paste.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QPlainTextEdit


def main(path: Path, text: str, name: str, *, is_read_only: bool) -> None:
    application = QApplication([name])
    application.setApplicationName(name)
    application.setDesktopFileName(name)
    field = QPlainTextEdit()
    field.setWindowTitle(name)
    field.setReadOnly(is_read_only)
    field.textChanged.connect(lambda: path.write_text(field.toPlainText()))
    field.setPlainText(text)
    path.write_text(text)
    field.moveCursor(QTextCursor.MoveOperation.Start)
    field.resize(420, 220)
    field.move(60, 420)
    field.show()
    application.exec()


if __name__ == "__main__":
    words = sys.argv[1:]
    main(Path(words[0]), words[1], words[2] if len(words) > 2 else "TextField", is_read_only="read-only" in words[3:])
