"""The exact engine: zones grown under bounds, priced by column generation, put together by a cover."""
