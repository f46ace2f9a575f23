"""What-ifs described: a base, named overrides and why, put on a county and a policy."""
