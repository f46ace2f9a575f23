"""A store looked after: verified, written as files and read again, saved when damaged, cleared of what is old."""
