"""The daily checks, what they led to: check, accountability, improvement."""
