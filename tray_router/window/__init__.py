"""The Qt process: popup and region overlay, dashboard, history and settings. The only room that imports PySide6.

Rule: this process owns pixels and keystrokes, nothing else. It knows no machine and opens no connection; everything
it shows came over the pipe as a message of ``wire.window``, and everything the user does leaves over the same pipe.
"""
