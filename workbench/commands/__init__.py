"""A file a command, named after it; ``workbench.cli`` calls them."""
