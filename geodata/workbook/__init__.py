"""The planner's workbook: read, written, and the template to fill in."""
