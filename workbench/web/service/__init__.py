"""What the routes ask for: counties and their shapes, plans and steps on them, jobs, uploads, files to take away."""
