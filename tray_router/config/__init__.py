"""One TOML file <-> frozen settings: every problem at once, with path and suggestion.

``load`` reads and checks, ``propose`` suggests routes for what is installed, ``write`` renders a commented file,
``discover`` names the machines to look at when none is given, ``watch`` notices edits. Nothing here asks a machine.
"""
