"""Who works in a zone and where: sites, teams, forces, ground, party branch (H18-H27, H31)."""
