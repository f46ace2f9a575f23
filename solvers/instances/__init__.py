"""A problem made ready for the exact search: its instance, one number of zones at a time, its columns and duals."""
