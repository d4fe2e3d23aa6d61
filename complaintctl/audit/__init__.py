"""The audit: who looked at whom, and who changed what others go by."""
