"""A workbook with its mistakes marked, and nothing else of it changed."""
