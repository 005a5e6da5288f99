"""The dashboard: how the machines are and were, what was asked, and where tokens and seconds go. GUI thread.

Rule: imported when it is opened for the first time, and not before; the popup pays nothing for it.
"""
