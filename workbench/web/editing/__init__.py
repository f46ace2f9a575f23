"""A plan being edited: content, steps, locks, judgement, gap, repair, comparison. Without files and processes."""
