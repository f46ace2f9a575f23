"""Who is assigned to which zone: leaders and branches, by their specialities (H13-H16)."""
