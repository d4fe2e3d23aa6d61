"""Customers' data, and what keeps it hidden (Arts 6, 13)."""
