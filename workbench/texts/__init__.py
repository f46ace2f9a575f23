"""Every sentence of the workbench, one table a language."""
