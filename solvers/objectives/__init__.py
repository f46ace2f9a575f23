"""Objectives beside the weighted sum: lexicographic, minimax, and the nondominated points of two measures."""
