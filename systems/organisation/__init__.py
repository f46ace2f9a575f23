"""Who leads a zone, where its teams sit, which branches are bound to it (H7-H31)."""
