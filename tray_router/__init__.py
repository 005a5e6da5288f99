"""Tray Router: sends what you see on the screen to the right Ollama model on the right machine.

This package's ``__init__`` stays empty of imports on purpose: every role (daemon, CLI, window)
starts through it, and ``tray-router trigger`` has 60 ms for everything.
"""

__version__ = "0.1.0"
