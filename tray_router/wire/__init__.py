"""Codecs of the two private protocols: window (JSON lines over pipes) and control (length-prefixed JSON).

Rule: bytes in, typed messages out, or ProtocolError; no I/O, no state. Never pickle.
"""
