"""Writes the text within a block in our formats: emphasis, links, formulas. GUI thread.

Rules: in what Qt's parser reads a formula is one character, so that nothing in it is taken for Markdown; images become
words.
"""

from __future__ import annotations

from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor, QTextFormat

from tray_router.window.markdown import formula_spans
from tray_router.window.markdown.formula_spans import FIRST_MARK, FormulaSource, formula_number
from tray_router.window.markdown.formulas import FormulaWriter
from tray_router.window.markdown.style import CharStyle, MarkdownStyle

IMAGE_CHARACTER = "\ufffc"


class RunWriter:
    """Writes at a cursor, which others move.

    Attributes:
        cursor: where it writes, in the shown document.
    """

    def __init__(self, cursor: QTextCursor, style: MarkdownStyle, formulas: FormulaWriter) -> None:
        self.cursor = cursor
        self.style = style
        self._formulas = formulas
        self._sources: tuple[FormulaSource, ...] = ()  # of the Markdown that is being written

    def mark_formulas(self, markdown: str) -> str:
        """The Markdown with a mark for each formula, for Qt's parser; what it reads can be written until the next."""
        marked, self._sources = formula_spans.mark_formulas(markdown)
        return marked

    def write(self, block: QTextBlock, base: CharStyle) -> None:
        """The text of one source block in our formats, at the cursor."""
        run = block.begin()
        while not run.atEnd():
            fragment = run.fragment()
            form = fragment.charFormat()
            image = form.toImageFormat().name() if form.isImageFormat() else ""
            style = CharStyle(
                is_bold=base.is_bold or form.fontWeight() > 500,  # noqa: PLR2004 (CSS weights: above medium)
                is_italic=form.fontItalic(),
                is_struck=form.fontStrikeOut(),
                is_code=form.fontFixedPitch(),
                is_quoted=base.is_quoted,
                heading=base.heading,
                link=form.anchorHref() or image,
            )
            text = fragment.text()
            if image:
                text = f"[image: {form.property(QTextFormat.Property.ImageAltText) or image}]"
            self._write_text_and_formulas(text.replace(IMAGE_CHARACTER, ""), self.style.text(style))
            run += 1

    def is_display(self, text: str) -> bool:
        """Whether a block is one formula that is set apart, and nothing else."""
        number = formula_number(text) if len(text) == 1 else None
        return number is not None and number < len(self._sources) and self._sources[number].is_display

    def as_written(self, code: str) -> str:
        """The text as it came: indented code may hold what looked like a formula."""
        for number, source in enumerate(self._sources):
            code = code.replace(chr(FIRST_MARK + number), source.written)
        return code

    def _write_text_and_formulas(self, text: str, form: QTextCharFormat) -> None:
        plain = 0
        for place, character in enumerate(text) if self._sources else ():
            number = formula_number(character)
            if number is not None and number < len(self._sources):
                self.cursor.insertText(text[plain:place], form)
                self._formulas.insert(self.cursor, self._sources[number], form)
                plain = place + 1
        self.cursor.insertText(text[plain:], form)
