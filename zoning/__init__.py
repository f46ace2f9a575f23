"""The words of the trade and the one judge: counties, policies, zones, measures, rules, plans, scores."""
