"""The parts of an ``.xlsx``: looked into, put into the form the readers expect, changed byte by byte."""
