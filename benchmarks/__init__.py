"""Measured, never asserted: seconds and memory of the samples, of made-up counties, and of the program's start."""
