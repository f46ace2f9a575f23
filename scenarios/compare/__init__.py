"""Plans side by side, on the same county or on another one."""
