"""Duty rosters over a month and weekly rotas of police rooms, by constraint programming (N7, N8, G4-G6, H30)."""
