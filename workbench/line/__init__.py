"""The command line: options, language, screen, exit codes, files that are whole or not there."""
