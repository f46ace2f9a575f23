"""What-ifs applied: scenarios on a county and a policy, override by override."""
