"""The history in the window process: searching what was asked before, and private conversations.

Nothing of the window with the list is imported before it is opened.
"""
