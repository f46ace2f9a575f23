"""The report on many counties: page one for the prefecture's leadership, small maps, a page a county."""
