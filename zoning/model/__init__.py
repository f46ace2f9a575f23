"""What is planned with: county, bureau, policy, plan, and the problem they make; and mistakes, said all at once."""
