"""Prompt building, the next attempt, and the weak-answer test. PURE."""
