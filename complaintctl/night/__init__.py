"""The runs that nobody watches: nightly, overdue with its mail."""
