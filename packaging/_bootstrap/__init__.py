"""The parts of ``packaging/bootstrap.py``: standard library only, Python 3.11 or newer.

======================  =========================================================================
``console``             lines for the person in front of the screen; ``Problem``, the one error raised
``processes``           starting other programs: quietly into a log, or in the foreground with a deadline
``needs``               which system libraries, programs and fonts are needed, what for, who packages them
``machine``             what this computer has: the port that the rest asks, so that tests can answer
``installers``          the exact command that installs what is missing, and whether it may be run
``stamp``               what a finished set-up was made from, which makes a second run instant
``environment``         the virtual environment and what is installed into it
``commands``            ``run``, ``test``, ``check``
======================  =========================================================================

This folder has no ``__init__.py`` above it on purpose: ``packaging`` is also the name of a library that
pytest imports, and a regular package here would hide it.
"""
