"""Backups: made, listed, proven one by one, copied to a second folder; and what is left lying about."""
