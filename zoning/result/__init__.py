"""What a run answers: solutions with their certificates, and every result as JSON, both ways."""
