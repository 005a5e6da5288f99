"""The edges towards the person's desktop: hotkeys, selection, tray, notifications, autostart, folders.

One package per capability, one module per platform. Each package's ``__init__`` holds the chooser and imports its
platform modules only when they are chosen, so that every package can be imported on every system, display or not.
"""
