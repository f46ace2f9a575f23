"""A list of single calls to counts by station, class and period; of a call nothing is kept but where it is counted."""
