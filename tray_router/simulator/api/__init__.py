"""Ollama's calls, one module per group; ``dispatch`` is the way in."""
