"""Claims checked without a linear programme: plans judged anew, certificates proved again."""
