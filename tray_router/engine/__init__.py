"""The runtime: one asyncio loop in one thread that owns all mutable state.

Rule: knows ports (``ports.py``), never the edges behind them. Nothing here blocks.
"""
