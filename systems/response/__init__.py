"""How soon help is there: units of a station, a zone or the county, busy part of the time (N2, H30)."""
