"""Who looked at whom, and who changed what others go by: audit."""
