"""Markdown as it streams, shown as a document: blocks, lists, tables, code with its colours, and formulas.

Rule: nothing that an answer names is ever loaded. ``render`` is what others use, with the formats of ``style``.
"""
