"""Servers that speak OpenAI's chat protocol: cloud services, and one's own vLLM, llama.cpp or LiteLLM."""

from tray_router.backends.openai.client import OpenAIBackend, OpenAIEndpoint

__all__ = ["OpenAIBackend", "OpenAIEndpoint"]
