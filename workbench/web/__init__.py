"""The workbench in a browser: pages, the interface they ask, and the processes that solve for them."""
