"""Lower bounds for counties of any size, for which no zone is grown: by measure, or by duals and with a certificate."""
