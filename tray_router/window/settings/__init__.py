"""The settings window and the first run: machines, routes, hotkeys, actions and the rest, written as they are changed.

Rules: imported when it is opened for the first time, and not before; the daemon owns the file and the rules, these
pages show fields and send changes. GUI thread.
"""
