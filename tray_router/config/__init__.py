"""One TOML file <-> frozen settings: every problem at once, with path and suggestion.

``settings`` holds every option and default; ``load`` reads and checks; ``propose`` suggests routes for what is
installed; ``write`` renders a commented file and ``save`` stores it; ``discover`` names the machines to look at when
none is given; ``watch`` notices edits; ``schema`` is for editors. Nothing here asks a machine. Import the module that
you need: this package imports none of them, so that a command which needs one does not pay for all.
"""
