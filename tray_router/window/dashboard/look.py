"""The dashboard's style sheet, on top of the popup's. No Qt here: it is text.

Rule: selectors name objects or our own classes; sizes of text are set by fonts, colours come from ``theme``.
"""

from __future__ import annotations

from tray_router.window.stylesheet import stylesheet
from tray_router.window.theme import Colours


def dashboard_stylesheet(look: Colours) -> str:
    """The style sheet of the dashboard in one look."""
    return "\n".join((stylesheet(look), _surfaces(look), _choices(look), _tables(look), _dialogs(look)))


def _surfaces(look: Colours) -> str:
    return f"""
#dashboard {{ background: {look.window}; }}
#hostsList, #usageBody, #hostDetails {{ background: transparent; }}
#tile {{ background: transparent; border: none; }}
#tileFigure, #sectionTitle {{ color: {look.text}; }}
#tileCaption, #usageMethod, #hostAbout, #emptyText, #savedNotice {{ color: {look.secondary}; }}
#hostProblem {{ color: {look.error.text}; }}
#emptyCommand {{ color: {look.text}; background: {look.code}; border-radius: 6px; padding: 8px 12px; }}
#headLine {{ background: {look.line}; }}
"""


def _choices(look: Colours) -> str:
    return f"""
#choice, #tab {{ background: transparent; color: {look.secondary}; border: 1px solid transparent; border-radius: 6px;
  padding: 4px 11px; }}
#choice:hover, #tab:hover {{ background: {look.hover}; color: {look.text}; }}
#choice:checked {{ background: {look.hover}; color: {look.text}; }}
#tab:checked {{ background: {look.text}; color: {look.window}; }}
#choice:focus, #tab:focus {{ border: 1px solid {look.focus}; }}
#pauseHost, #export, #history, #settingsButton {{ border: 1px solid {look.line}; padding: 3px 9px; }}
#pauseHost:focus, #export:focus, #history:focus, #settingsButton:focus {{ border: 1px solid {look.focus}; }}
#export::menu-indicator {{ width: 0; }}
"""


def _tables(look: Colours) -> str:
    return f"""
#dataTable {{ background: transparent; border: none; color: {look.text}; outline: none; }}
#dataTable QHeaderView {{ background: transparent; border: none; }}
#dataTable QHeaderView::section {{ background: transparent; color: {look.faint}; border: none;
  border-bottom: 1px solid {look.edge}; padding: 4px 8px; font-weight: normal; }}
#dataTable QHeaderView::section:hover {{ color: {look.text}; }}
#dataTable QHeaderView::down-arrow, #dataTable QHeaderView::up-arrow {{ width: 8px; height: 8px; }}
QTableCornerButton::section {{ background: transparent; border: none; }}
"""


def _dialogs(look: Colours) -> str:
    return f"""
QFileDialog {{ background: {look.window}; }}
QFileDialog QLineEdit, QFileDialog QComboBox, QFileDialog QTreeView, QFileDialog QListView {{
  background: {look.sunken}; color: {look.text}; border: 1px solid {look.line}; border-radius: 4px; padding: 3px; }}
QFileDialog QComboBox QAbstractItemView {{ background: {look.window}; color: {look.text}; }}
QFileDialog QHeaderView::section {{ background: {look.sunken}; color: {look.secondary}; border: none; padding: 3px; }}
"""
