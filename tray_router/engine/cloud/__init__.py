"""Questions that may leave the user's network: whether they do, what goes along, and what it costs.

``gate`` is the only way out: whatever asks, the settings, the guard and the budget are held there. ``desk`` decides
beforehand who could be asked and whether it is worth it; ``way`` takes a question there and tells the user.
"""
