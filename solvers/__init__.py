"""A problem to a solution: the best plan that keeps every rule, and the proof that none is better.

The front door ``zoning`` offers ``solve``, ``verify`` and what they take and give.
"""
