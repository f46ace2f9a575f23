"""Where on earth: systems of coordinates, the shifted ones of web maps, angles, planes."""
