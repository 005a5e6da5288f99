"""The popup's style sheet, made from the colours. No Qt here: it is text.

Rule: selectors name objects or our own classes; sizes of text are set by fonts, not here.
"""

from __future__ import annotations

from tray_router.window.theme import BUTTON_PADDING, CARD_RADIUS, CHIP_RADIUS, TIGHT_PADDING, Colours, Tone
from tray_router.window.wording import MarkKind


def stylesheet(look: Colours) -> str:
    """The style sheet of the popup in one look."""
    return "\n".join(
        (_base(look), _buttons(look), _chips(look), _bars(look), _explanation(look), _menu(look), _scroll_bars(look))
    )


def _base(look: Colours) -> str:
    return f"""
QWidget {{ color: {look.text}; placeholder-text-color: {look.faint}; }}  /* else Qt makes it the text, half there */
QLabel, QScrollArea, QTextBrowser {{ background: transparent; border: none; }}
QTextBrowser, QPlainTextEdit {{ selection-background-color: {look.selection}; selection-color: {look.text}; }}
#why, #author, #captureCaption, #figures, #progress, #outcome, #restart, #keysWhat {{ color: {look.secondary}; }}
#question {{ color: {look.text}; }}
#thinkingText, #actionChip, #moreActions {{ color: {look.secondary}; }}
#capture {{ background: {look.sunken}; border: none; border-radius: {CARD_RADIUS}px; }}
#captureText {{ color: {look.secondary}; }}
#diff {{ background: {look.sunken}; border: 1px solid {look.line}; border-radius: {CARD_RADIUS}px; }}
#diffCounts {{ color: {look.secondary}; }}
#inputLine {{ background: {look.sunken}; border: 1px solid {look.line}; border-radius: {CARD_RADIUS}px;
  padding: 5px 7px; }}
#inputLine:focus {{ border: 1px solid {look.faint}; }}
#topLine {{ background: transparent; }}
#topLine[isOn="true"] {{ background: {look.line}; }}
#turnLine {{ background: {look.line}; }}
#answerTab {{ padding: 3px 9px; border-radius: 6px; }}
#answerTab:checked {{ background: {look.sunken}; color: {look.text}; }}
#keys {{ background: {look.window}; border: none; }}
#keysPage {{ background: {look.window}; }}
#keysKeys {{ color: {look.text}; }}
QToolTip {{ color: {look.text}; background: {look.sunken}; border: 1px solid {look.edge}; padding: 3px; }}
"""


def _buttons(look: Colours) -> str:
    return f"""
QPushButton {{ background: transparent; color: {look.secondary}; border: 1px solid transparent; border-radius: 6px;
  padding: 4px {BUTTON_PADDING - 1}px; }}
QPushButton[isTight="true"] {{ padding: 4px {TIGHT_PADDING - 1}px; }}
QPushButton:hover {{ background: {look.hover}; color: {look.text}; }}
QPushButton:pressed {{ background: {look.pressed}; }}
QPushButton:focus {{ border: 1px solid {look.focus}; color: {look.text}; }}
QPushButton:disabled {{ color: {look.line}; }}
#stop, #linkOpen, #diffApply {{ background: {look.accent}; color: {look.on_accent}; }}
#stop:hover, #linkOpen:hover, #diffApply:hover {{ background: {look.accent}; color: {look.on_accent}; }}
#stop:focus, #linkOpen:focus, #diffApply:focus {{ border: 1px solid {look.text}; }}
"""


def _chips(look: Colours) -> str:
    tones = {MarkKind.CLOUD: look.cloud, MarkKind.SIMULATED: look.simulated, MarkKind.DEGRADED: look.degraded}
    tones[MarkKind.PRIVATE] = Tone(look.text, look.sunken, look.edge)
    return "\n".join(
        f"#mark-{kind} {{ {_tone(tone)} border-radius: {CHIP_RADIUS}px; padding: 2px 7px; }}"
        for kind, tone in tones.items()
    )


def _bars(look: Colours) -> str:
    return f"""
#notice, #linkBar, #cloudCard {{ {_tone(look.notice)} border-radius: {CARD_RADIUS}px; }}
#problem, #failure {{ {_tone(look.error)} border-radius: {CARD_RADIUS}px; }}
#notice QLabel, #linkBar QLabel, #cloudCard QLabel {{ color: {look.notice.text}; }}
#cloudCard QPushButton {{ color: {look.notice.text}; border: 1px solid {look.notice.line}; }}
#problem QLabel, #failure QLabel {{ color: {look.error.text}; }}
#problem QPushButton, #failure QPushButton {{ color: {look.error.text}; border: 1px solid {look.error.line}; }}
#problem QPushButton[isFirst="true"], #failure QPushButton[isFirst="true"] {{ background: {look.error.line}; }}
#problem QPushButton:hover, #failure QPushButton:hover {{ background: {look.error.line}; }}
#problem QPushButton:focus, #failure QPushButton:focus {{ border: 1px solid {look.error.text}; }}
"""


def _explanation(look: Colours) -> str:
    return f"""
#explanation {{ background: {look.sunken}; border: 1px solid {look.sunken}; border-radius: {CARD_RADIUS}px; }}
#explanation:focus {{ border: 1px solid {look.focus}; }}
#explanationPage {{ background: transparent; }}
#explanationCell, #explanationHead {{ color: {look.secondary}; }}
#explanationTitle, #explanationTotal {{ color: {look.text}; }}
"""


def _menu(look: Colours) -> str:
    return f"""
QMenu {{ background: {look.window}; border: 1px solid {look.edge}; padding: 5px; }}
QMenu::item {{ padding: 5px 14px 5px 6px; border-radius: 5px; color: {look.text}; }}
QMenu::item:selected {{ background: {look.hover}; }}
QMenu::item:disabled {{ color: {look.faint}; }}
QMenu::separator {{ height: 1px; background: {look.line}; margin: 5px 6px; }}
"""


def _scroll_bars(look: Colours) -> str:
    return f"""
QScrollBar:vertical {{ background: transparent; width: 8px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {look.edge}; border-radius: 3px; min-height: 32px; margin: 0 1px; }}
QScrollBar::handle:vertical:hover {{ background: {look.faint}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
  background: transparent; border: none; width: 0; height: 0; }}
"""


def _tone(tone: Tone) -> str:
    return f"color: {tone.text}; background: {tone.surface}; border: 1px solid {tone.line};"
