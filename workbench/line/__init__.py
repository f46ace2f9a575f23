"""The command line itself: options, language, screen, signals, exit codes, and progress of long calls."""
