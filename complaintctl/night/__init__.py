"""What runs without anyone watching: nightly, overdue with its mail."""
