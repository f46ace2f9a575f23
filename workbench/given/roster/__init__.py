"""What is asked of duty rosters."""
