"""What is shown as tables, on the terminal and in workbooks, and the figures in them."""
