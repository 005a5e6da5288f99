"""How far a list has come that is written in several blocks. GUI thread."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QTextList, QTextListFormat


@dataclass(frozen=True, slots=True)
class ListCount:
    """How far a list has come. Lists of the same mark and ending are one list (CommonMark 0.31, 5.3)."""

    style: QTextListFormat.Style
    ending: str
    following: int

    @classmethod
    def of(cls, items: QTextList) -> ListCount:
        form = items.format()
        return cls(form.style(), form.numberSuffix(), form.start() + items.count())

    def is_like(self, form: QTextListFormat) -> bool:
        return (self.style, self.ending) == (form.style(), form.numberSuffix())
