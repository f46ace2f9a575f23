"""How a rule or a measure is put to a search: ranges, links, constraints, terms and bounds; no search is known here."""
