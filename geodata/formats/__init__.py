"""Files as bytes: text tables, layers, archives, workbook packages, and what is refused of them."""
