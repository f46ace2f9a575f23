"""What a process does for the page, in groups: solving, explaining, studying, printing, checking uploads."""
