"""What-ifs solved over several processes, kept on disk, and read again."""
