"""A table of figures, whatever it is shown on."""

from zoning.judge.figures import Figure


def number_format(figure: Figure) -> str:
    """The number format of a spreadsheet; a share is shown in per cent by it."""
    decimals = "." + "0" * figure.digits if figure.digits else ""
    return f"0{decimals}%" if figure.share else f"#,##0{decimals}"
