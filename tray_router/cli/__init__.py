"""The command line. Each command is a module with ``add_parser`` and ``run``; ``main`` joins them.

Rules: answers and data go to stdout, everything else to stderr; errors are a title and a hint; exit codes are those
of ``errors.ExitCode``.
"""
