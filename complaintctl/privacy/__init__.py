"""Who a customer is, and how it stays hidden (Arts 6, 13)."""
