"""The popup's sessions: from a press to a capture, its questions, their answers, and what is written back.

``sessions`` is what the daemon drives; ``stage`` is the one popup there is, ``session`` what is remembered of it.
Rule: nothing else of the engine knows this package. Runs in the engine's loop.
"""
