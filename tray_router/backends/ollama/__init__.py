"""Ollama over HTTP: client, replies and failures (docs/ollama.md lists the rules kept)."""

from tray_router.backends.ollama.client import OllamaBackend, OllamaHost

__all__ = ["OllamaBackend", "OllamaHost"]
